"""Positions on positive LMIAs, against the ledger's own cells and the totals of ESDC's table."""

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError

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
