"""One year has several right answers: each is that of its own question."""

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError


def test_each_answer_of_a_table_is_that_of_its_question(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.one_year(db, year=2021)
    for program in ("IMP", "TFWP"):
        mine = found[
            (found["program"] == program) & (found["source"] == "IRCC") & (found["printed_as"] == "")
        ]
        months = ims.effective_by_month(db, program=program, since=2021, until=2021)
        values = {"holders": ims.holders_by_year(db, program=program, year=2021)["holders"].item()}
        if program == "IMP":
            values["effective_year"] = 333205
        values["effective_months"] = months["effective_month"].sum()
        assert dict(zip(mine["measure"], mine["value"], strict=True)) == values
        summed = mine[mine["measure"] == "effective_months"].iloc[0]
        assert (summed["lower"], summed["upper"]) == (months["lower"].sum(), months["upper"].sum())


def test_the_figures_of_the_press_are_among_them_with_their_vintage(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.one_year(db, year=2021).set_index("printed_as")
    assert found.loc["more than 315,000", ["program", "measure", "vintage"]].tolist() == [
        "IMP",
        "effective_year",
        "2022-02",
    ]
    assert pd.isna(found.loc["more than 315,000", "upper"])
    assert found.loc["about 104,000", "program"] == "TFWP"


def test_a_year_whose_months_are_not_all_held_has_no_sum_of_months(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.one_year(db, year=2024)
    assert found.loc[found["measure"] == "effective_months", "program"].tolist() == ["IMP"]
    with pytest.raises(NotHeldError, match="year=2026: no table and no published figure"):
        ims.one_year(db, year=2026)


def test_answers_of_several_measures_are_not_compared(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(IncomparableError):
        ims.measure_of(ims.one_year(db, year=2021))
    with pytest.raises(NotHeldError, match="year=1950"):
        ims.one_year(db, year=1950)
