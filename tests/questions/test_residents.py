"""Residents by place, against the ledger's own cells."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError

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
