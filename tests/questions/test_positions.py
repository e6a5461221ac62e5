"""Positions on positive LMIAs, against the ledger's own cells and the totals of ESDC's table."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError
from imp_stats.vocabulary import STATED, entries

Printed = Callable[[str, str], pl.DataFrame]
TABLE = ("esdc-positions-noc", "2023-12-31")
_COUNTS = ("positions", "lower", "upper", "status")


def test_a_year_of_canada_is_the_printed_total(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_year(db).set_index("year")["positions"]
    assert {
        2019: 130457,
        2020: 125279,
        2021: 133196,
        2022: 222847,
        2023: 239646,
    }.items() <= found.to_dict().items()
    assert found.index.tolist() == list(range(2016, 2024))


def test_places_are_their_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*TABLE).filter(pl.col("noc").is_null()).sort("province", "year")
    found = ims.positions_by_year(db, province=cells["province"].unique().to_list())
    rows = found[["province", "year", *_COUNTS]].itertuples(index=False, name=None)
    assert list(rows) == cells.select("province", "year", "printed", *_COUNTS[1:]).rows()
    assert set(found["status"]) == {"exact"}
    whole = found[found["province"] == "CA"].set_index("year")["positions"]
    assert found[found["province"] != "CA"].groupby("year")["positions"].sum().equals(whole)


def test_occupations_are_their_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*TABLE).filter(pl.col("noc").is_not_null()).sort("province", "year", "noc")
    found = ims.positions_by_occupation(db, province=cells["province"].unique().to_list())
    rows = found[["province", "year", "noc", *_COUNTS]].itertuples(index=False, name=None)
    assert list(rows) == cells.select("province", "year", "noc", "printed", *_COUNTS[1:]).rows()
    assert (found["hidden"] == 0).all()
    assert set(found["program"]) == {"TFWP"}


def test_the_largest_of_2021_are_those_of_the_table(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_occupation(db, year=2021).set_index("noc")["positions"]
    assert found.nlargest(10).to_dict() == {
        "8431": 61515, "8432": 11577, "6322": 4993, "6311": 4110, "9463": 3743, "4411": 3493, "7511": 3299,
        "8611": 2753, "9617": 2250, "2174": 1523,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"year": [2023, 2024]}, "positions of the TFWP: 2024 not held; 2016 to 2023 are"),
        ({"as_of": "2023-12-30"}, "is held from vintages of 2023-12-31 on"),
        ({"province": "ZZ"}, "province: no row held for ZZ|no such row is held"),
        ({"province": ["CA", "ZZ"]}, "province: no row held for ZZ"),
    ],
)
def test_what_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    for question in (ims.positions_by_year, ims.positions_by_occupation):
        with pytest.raises(NotHeldError, match=message):
            question(db, **filters)


def test_an_occupation_that_no_place_asked_for_lists_is_refused(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*TABLE).drop_nulls("noc")
    absent = min(set(cells["noc"]) - set(cells.filter(province="NU")["noc"]))
    with pytest.raises(
        NotHeldError, match=rf"noc: no row held for {absent}\. A place lists only occupations"
    ):
        ims.positions_by_occupation(db, noc=[absent], province="NU")


# By stream


def test_streams_of_a_place_are_their_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed("esdc-positions-stream", "2023-12-31").drop_nulls("lmia_stream")
    cells = cells.sort("province", "year", "lmia_stream")
    found = ims.positions_by_stream(db, province=cells["province"].unique().to_list())
    rows = found[["province", "year", "lmia_stream", *_COUNTS]].itertuples(index=False, name=None)
    assert list(rows) == cells.select("province", "year", "lmia_stream", "printed", *_COUNTS[1:]).rows()
    assert set(found["provenance"]) == {"printed"}


def test_streams_of_a_year_add_up_to_its_printed_total_since_2018(db: duckdb.DuckDBPyConnection) -> None:
    streams = ims.positions_by_stream(db).groupby("year")["positions"].sum()
    apart = ims.positions_by_year(db).set_index("year")["positions"] - streams
    assert apart.to_dict() == {2016: 25, 2017: 2} | dict.fromkeys(range(2018, 2024), 0)


def test_a_stream_may_be_asked_for_in_either_language(db: duckdb.DuckDBPyConnection) -> None:
    for word in ("Primary Agriculture", "primary agriculture", "Agriculture primaire"):
        found = ims.positions_by_stream(db, lmia_stream=word, year=2021, lang="fr")
        assert found[["lmia_stream", "lmia_stream_name", "positions"]].to_numpy().tolist() == [
            ["Primary Agriculture", "Agriculture primaire", 77341]
        ]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"year": 2024}, "2024 not held; 2016 to 2023 are"),
        ({"province": ["CA", "XX"]}, "province: no row held for XX"),
        ({"lmia_stream": ["Low Wage", "Unspecified"]}, "lmia_stream: no row held for Unspecified"),
        ({"lmia_stream": "Unspecified"}, "no such row is held"),
        ({"since": 2030}, "Nothing between since=2030"),
    ],
)
def test_what_no_stream_is_held_for_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.positions_by_stream(db, **filters)


# By quarter, from the lists of employers

HELD = [
    "2017-Q3", "2018-Q1", "2018-Q2", "2018-Q4", *(f"2019-Q{quarter}" for quarter in range(1, 5)),
    "2020-Q1", "2020-Q2", "2020-Q4", *(f"2021-Q{quarter}" for quarter in range(1, 5)),
    "2022-Q1", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q4", "2025-Q1",
]  # fmt: skip


def quarters(found: pd.DataFrame) -> list[str]:
    return [f"{day.year}-Q{day.quarter}" for day in found["quarter"]]


def test_the_quarters_of_2021_are_those_of_the_lists(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_quarter(db, since=2021, until=2021)
    assert found["positions_listed"].tolist() == [34132, 21813, 13193, 40959]
    assert found["positions_listed"].sum() == 110097
    assert (found["lower"] == found["upper"]).all()
    year = ims.positions_by_year(db, year=2021)["positions"].item()
    assert found["positions_listed"].sum() < year


def test_a_quarter_that_is_not_held_has_no_row_and_is_told(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_quarter(db)
    assert quarters(found) == HELD
    assert (found["positions_listed"] > 10000).all()
    notes = " ".join(found.attrs["notes"])
    assert (
        "2017-Q4, 2018-Q3, 2020-Q3, 2022-Q2, 2023-Q3 and 2024-Q3 are not held: no row there is a zero."
        in notes
    )
    assert "person's name" in notes
    assert "permanent residence only" in notes
    assert "2015, 2016 and the first half of 2017" in notes
    inside = ims.positions_by_quarter(db, since="2018Q2", until="2018-12")
    assert quarters(inside) == ["2018-Q2", "2018-Q4"]
    assert "2018-Q3 is not held" in " ".join(inside.attrs["notes"])
    assert "is not held" not in " ".join(ims.positions_by_quarter(db, since=2021, until=2021).attrs["notes"])


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"since": "2018Q3"}, r"the list of 2018-Q3 is not held; held are 2017-Q3 to 2025-Q1, without 2017-Q4, 2018-Q3"),
        ({"until": "2020-08"}, r"the list of 2020-Q3 is not held"),
        ({"since": "2020-Q3", "until": "2022q2"}, r"the list of 2020-Q3 and 2022-Q2 is not held"),
        ({"since": 2015, "until": 2016}, r"any quarter from 2015-Q1 to 2016-Q4 is not held; .*positions_listed_year"),
        ({"since": 2026}, r"any quarter from 2026-Q1 to the last is not held"),
        ({"as_of": "2017-06-30"}, r"none is held as of that date"),
        ({"province": ["ON", "ZZ"]}, r"province: no row held for ZZ"),
        ({"noc": "other"}, r"noc: no row held for other"),
        ({"noc": "2173", "since": 2025}, r"noc: no row held for 2173\. Lists are by NOC 2011 .* until 2024-Q1"),
        ({"noc": "2173", "since": 2023, "until": "2024Q2"}, r"noc: the list of 2024-Q2 does not tell of 2173"),
        ({"noc": ["2173", "21231"], "until": "2024Q1"}, r"noc: no row held for 21231"),
        ({"lmia_stream": "PR only", "since": 2019, "until": 2021}, r"lmia_stream: no row held for Permanent Resident Only"),
        ({"lmia_stream": "PR only", "since": "2018Q1"}, r"lmia_stream: the list of 2018-Q1 does not tell of Permanent"),
    ],
)  # fmt: skip
def test_a_quarter_or_code_that_no_list_tells_of_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.positions_by_quarter(db, **filters)


def test_a_quarter_is_written_as_a_quarter_a_month_or_a_year(db: duckdb.DuckDBPyConnection) -> None:
    same = [
        ims.positions_by_quarter(db, since=since, until=until)
        for since, until in ((2021, 2021), ("2021Q1", "2021-Q4"), ("2021-02", "2021-10"))
    ]
    assert same[0].equals(same[1])
    assert same[0].equals(same[2])
    for wrong in ("2021Q5", "first", 2021.5):
        with pytest.raises(ValueError, match="is written as"):
            ims.positions_by_quarter(db, since=wrong)  # type: ignore[arg-type]


def test_no_code_is_continued_by_one_of_another_version(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_quarter(db, noc=["2173", "21231"])
    before, after = (found[found["noc"] == code] for code in ("2173", "21231"))
    assert quarters(before) == [quarter for quarter in HELD if quarter < "2024-Q2"]
    assert quarters(after) == [quarter for quarter in HELD if quarter >= "2024-Q2"]
    assert set(before["noc_version"]) == {"2011"}
    assert set(after["noc_version"]) == {"2021"}
    assert "no code goes on as another" in found.attrs["notes"][-1]
    unknown = ims.positions_by_quarter(db, noc="not stated")
    assert set(unknown["noc_version"]) == {"2011", "2021"}


def test_a_list_without_such_a_row_is_a_zero(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_quarter(db, province="NU", since="2020Q2", until="2020Q2")
    assert found[["positions_listed", "lower", "upper", "status"]].to_numpy().tolist() == [[0, 0, 0, "exact"]]
    assert found["provenance"].item() == "sum of 0 cells"


def test_places_streams_and_occupations_add_up_to_the_quarter(db: duckdb.DuckDBPyConnection) -> None:
    whole = ims.positions_by_quarter(db).set_index("quarter")["positions_listed"]
    places = ims.positions_by_quarter(db, province=[*STATED, "XX"])
    assert places.groupby("quarter")["positions_listed"].sum().equals(whole)
    streams = ims.positions_by_quarter(db, lmia_stream=list(entries("lmia_stream")))
    assert streams.groupby("quarter")["positions_listed"].sum().equals(whole)
    one = streams[streams["lmia_stream"] == "Unspecified"]
    assert (quarters(one), one["positions_listed"].tolist()) == (["2019-Q4"], [1])
    nocs = [code for code in entries("noc") if code != "other"]
    occupations = ims.positions_by_quarter(db, noc=nocs)
    assert occupations.groupby("quarter")["positions_listed"].sum().equals(whole)


def test_positions_for_permanent_residence_only_are_left_out_for_years(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.positions_by_quarter(db, lmia_stream="Permanent Resident Only")
    assert quarters(found) == ["2017-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q4", "2025-Q1"]


def test_columns_are_those_of_what_was_asked_for(db: duckdb.DuckDBPyConnection) -> None:
    tail = ["positions_listed", "lower", "upper", "status", "hidden", "provenance", "source", "vintage"]
    head = ["program", "province", "quarter"]
    asked: list[tuple[dict[str, Any], list[str], list[str]]] = [
        ({}, [], []),
        ({"lmia_stream": "High Wage"}, ["lmia_stream"], ["lmia_stream_name"]),
        ({"noc": "6322"}, ["noc", "noc_version"], ["occupation"]),
    ]
    for filters, codes, names in asked:
        found = ims.positions_by_quarter(db, since=2021, until=2021, **filters)
        assert found.columns.tolist() == [*head, *codes, "province_name", *names, *tail]
    both = ims.positions_by_quarter(
        db, lmia_stream="High Wage", noc="6322", since="2021Q1", until="2021Q1", lang="fr"
    )
    assert both["lmia_stream_name"].item() == "Haut salaire"


def test_the_lists_of_years_and_half_years_are_in_views_of_their_own(db: duckdb.DuckDBPyConnection) -> None:
    years = db.sql(
        "select year, sum(positions_listed)::bigint from positions_listed_year group by year order by year"
    )
    assert years.fetchall() == [(2015, 82683), (2016, 77346)]
    half = db.sql("select half, sum(positions_listed)::bigint from positions_listed_half group by half")
    assert half.fetchall() == [(dt.date(2017, 1, 1), 47492)]
    by_quarter = (
        "select min(quarter), max(quarter), sum(positions_listed)::bigint from positions_listed_quarter"
    )
    assert db.sql(by_quarter).fetchall() == [(dt.date(2017, 7, 1), dt.date(2025, 1, 1), 958416)]


def test_the_annual_views_have_no_total_beside_its_parts(db: duckdb.DuckDBPyConnection) -> None:
    for view in ("positions_province", "positions_stream", "positions_skill"):
        found = db.sql(f"select sum(positions)::bigint from {view} where year = 2021").fetchall()
        assert found == [({"positions_skill": 133195}.get(view, 133196),)]
    asked = db.sql(
        "select sum(positions_requested)::bigint from positions_requested_province where year = 2021"
    )
    assert asked.fetchall() == [(158724,)]


def test_no_employer_is_in_the_warehouse(db: duckdb.DuckDBPyConnection) -> None:
    found = db.sql("select distinct cell, sheet from cells where measure = 'positions_listed'").fetchall()
    assert all(re.fullmatch(r"(line \d+, field \d|[A-Z]\d+)( and \d+ below)?", cell) for cell, _ in found)
