"""Residents, non-permanent residents and earners, against the ledger's own cells."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError
from imp_stats.vocabulary import STATED

Printed = Callable[[str, str], pl.DataFrame]
TABLE = ("statcan-population", "2025-10-01")


def test_residents_are_the_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*TABLE).sort("province", "period")
    found = ims.population_by_province(db, province=cells["province"].unique().to_list())
    found["day"] = found["day"].dt.date
    columns = ["province", "day", "population", "lower", "upper", "status"]
    expected = cells.select("province", "period", "printed", "lower", "upper", "status").rows()
    assert list(found[columns].itertuples(index=False, name=None)) == expected
    assert set(found["status"]) == {"exact"}


def test_canada_comes_only_where_it_is_asked_for(db: duckdb.DuckDBPyConnection) -> None:
    day = dt.date(2025, 1, 1)
    places = ims.population_by_province(db, on=day)
    canada = ims.population_by_province(db, on="2025-01-01", province="Canada")
    assert len(places) == 13
    assert places["population"].sum() == canada["population"].item()


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"on": "2025-01-02"}, "2025-01-02: not held"),
        ({"on": ["2025-01-01", "2026-01-01"]}, "2026-01-01: not held"),
        ({"as_of": "2025-09-30"}, "as_of=2025-09-30"),
        ({"province": "ZZ"}, "province=ZZ, as_of=None: not held"),
        ({"province": ["ON", "ZZ"]}, "no row held for ZZ"),
    ],
)
def test_a_day_that_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.population_by_province(db, **filters)


# Non-permanent residents

NPR = ("statcan-npr", "2026-04-01")


def test_non_permanent_residents_are_the_printed_rows(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*NPR).sort("npr_type", "period")
    found = ims.npr_by_quarter(db)
    found["day"] = found["day"].dt.date
    columns = ["npr_type", "day", "npr", "lower", "upper", "status"]
    expected = cells.select("npr_type", "period", "printed", "lower", "upper", "status").rows()
    assert list(found[columns].itertuples(index=False, name=None)) == expected


def test_those_with_a_work_permit_are_the_published_ones(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.npr_by_quarter(db, npr_type="work permits", since=2026)
    assert found["npr"].tolist() == [1_375_566, 1_296_046]
    assert found["npr_type_name"].unique().tolist() == ["Work permit only"]
    assert ims.npr_by_quarter(db, npr_type="Work permits", since="2025-10", until="2025-12")[
        "npr"
    ].tolist() == [1_484_451]
    french = ims.npr_by_quarter(db, npr_type="Permis de travail seulement", lang="fr")
    assert french["npr_type_name"].unique().tolist() == ["Permis de travail seulement"]


def test_types_add_up_to_the_published_whole_and_quarters_never(db: duckdb.DuckDBPyConnection) -> None:
    whole = ims.total(ims.npr_by_quarter(db), by="day").set_index("day")["npr"]
    figures = ims.published_figures(db, measure="npr")
    published = figures[figures["figure"].str.fullmatch(r"all-npr-\d{4}-\d\d")]
    assert len(published) == 12
    for period, value in zip(published["period"], published["value"], strict=True):
        assert whole[period] == value
    with pytest.raises(ims.IncomparableError, match="never summed over day"):
        ims.total(ims.npr_by_quarter(db, npr_type="Other"))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (
            {"since": 2027},
            "since=2027, until=None, as_of=None: not held; npr is held .* 2021-07-01 to 2026-04-01",
        ),
        ({"until": "2021-06"}, "until=2021-06"),
        ({"as_of": "2026-03-31"}, "as_of=2026-03-31"),
    ],
)
def test_a_quarter_that_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.npr_by_quarter(db, **filters)


def test_a_type_that_is_none_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ims.UnknownWordError, match="is no type of non-permanent resident"):
        ims.npr_by_quarter(db, npr_type="visitors")


# Earners


def test_earners_are_the_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    for place in ("CA", "NU"):
        cells = (
            printed(f"statcan-earners-{place.lower()}", "2016-05-10").filter(~pl.col("is_total")).sort("noc")
        )
        found = ims.earners_by_occupation(db, province=place)
        columns = ["province", "noc", "earners_2015", "lower", "upper", "status"]
        expected = cells.select("province", "noc", "printed", "lower", "upper", "status").rows()
        assert list(found[columns].itertuples(index=False, name=None)) == expected
        assert set(found["year"]) == {2015}


def test_all_occupations_of_canada_meet_the_printed_total(db: duckdb.DuckDBPyConnection) -> None:
    whole = ims.total(ims.earners_by_occupation(db), by="province").iloc[0]
    assert whole["lower"] <= 18_499_405 <= whole["upper"]
    assert db.sql("select earners_2015 from earners_canada").fetchall() == [(18_499_405,)]
    places = ims.earners_by_occupation(db, province=STATED, noc="8431")
    assert len(places) == 13


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"as_of": "2016-01-01"}, "earners are held of NOC 2011 in Canada"),
        ({"province": "ZZ"}, "province=ZZ"),
        ({"province": ["ON", "ZZ"]}, "province: no row held for ZZ"),
        ({"noc": ["8431", "85101"]}, "85101 .* is a code of NOC 2021, and the table is by NOC 2011"),
    ],
)
def test_earners_that_are_not_held_are_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.earners_by_occupation(db, **filters)


def test_positions_by_earners_of_the_year_after(db: duckdb.DuckDBPyConnection) -> None:
    rates = ims.per_thousand(ims.positions_by_occupation(db, year=[2016, 2017], noc=["8431", "6322"]),
                             ims.earners_by_occupation(db))  # fmt: skip
    assert rates["per_thousand_earners"].notna().all()
    farm = rates[rates["noc"] == "8431"]["per_thousand_earners"]
    assert farm.between(300, 700).all()
    with pytest.raises(ims.IncomparableError, match="2021 lies 6 years from 2015"):
        ims.per_thousand(
            ims.positions_by_occupation(db, year=2021, noc="8431"), ims.earners_by_occupation(db)
        )
