"""The keywords that mean the same in every question."""

import datetime as dt
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest

from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.questions.filters import day, each_found, hold, month, words, years


def test_nothing_given_stands_for_all() -> None:
    assert words("province", None) is None
    assert years(None) is None
    assert day(None) is None
    assert month(None, "since", last=False) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (2021, [2021]),
        ([2023, 2021, 2023], [2023, 2021]),
        (range(2015, 2018), [2015, 2016, 2017]),
        (np.int64(2021), [2021]),
        (pd.Series([2020, 2021], dtype="Int64"), [2020, 2021]),
        (np.array([2020]), [2020]),
        ((year for year in (2019, 2020)), [2019, 2020]),
    ],
)
def test_years_come_one_by_one_or_in_anything_that_holds_them(given: Any, expected: list[int]) -> None:  # noqa: ANN401
    found = years(given)
    assert found == expected
    assert all(type(year) is int for year in found)


@pytest.mark.parametrize(
    "given", ["2021", 2021.0, 2021.5, [2021.5], True, 21, 20210, [None], ["2021"], dt.date(2021, 1, 1)]
)
def test_what_is_no_year_is_refused_and_never_rounded(given: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match="a year is a number such as 2021"):
        years(given)


@pytest.mark.parametrize("given", ["2024-12-31", dt.date(2024, 12, 31)])
def test_a_date_may_be_written(given: str | dt.date) -> None:
    assert day(given) == dt.date(2024, 12, 31)


@pytest.mark.parametrize("given", ["2024", "31-12-2024", "2024-02-30", 2024, ["2024-12-31"]])
def test_what_is_no_date_is_refused(given: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=r"as_of=.*a date is written as 2024-12-31"):
        day(given)


def test_a_year_stands_for_its_first_or_its_last_month() -> None:
    assert month(2021, "since", last=False) == dt.date(2021, 1, 1)
    assert month(np.int64(2021), "until", last=True) == dt.date(2021, 12, 1)
    assert month("2021-03", "until", last=True) == dt.date(2021, 3, 1)


def test_words_come_in_the_order_given_and_once() -> None:
    assert words("province", ["Québec", "ON", "quebec"]) == ["QC", "ON"]
    assert words("province", "ON") == ["ON"]
    with pytest.raises(UnknownWordError, match="is no province: give a code or a name as text"):
        words("province", [7])  # type: ignore[list-item]


def test_each_code_asked_for_must_have_a_row() -> None:
    found = pd.DataFrame({"province": ["ON", "ON"], "year": pd.array([2020, 2021], dtype="Int64")})
    assert each_found(found, province=["ON"], year=[2021], noc=None) is found
    with pytest.raises(NotHeldError, match=r"^province: no row held for QC and BC\. Try Ontario\.$"):
        each_found(found, "Try Ontario.", province=["ON", "QC", "BC"])
    with pytest.raises(NotHeldError, match=r"^year: no row held for 2022\.$"):
        each_found(found, province=["ON"], year=[2021, 2022])


def test_a_measure_that_no_table_prints_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match=r"^No table held prints arrivals\. Ask others\.$"):
        hold(db, "arrivals", programs=None, asked=None, as_of=None, instead="Ask others.")
