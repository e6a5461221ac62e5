"""People counted in two places: how many, and how sums over places take it."""

from collections.abc import Callable

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.vocabulary import STATED

PLACES = [*STATED, "ZZ"]
KEYS = ("program", "year")


def test_it_is_what_the_places_exceed_printed_canada_by_at_most(
    db: duckdb.DuckDBPyConnection, printed: Callable[[str, str], pl.DataFrame]
) -> None:
    cells = printed("ircc-imp-noc", "2024-12-31").filter(
        pl.col("noc").is_null() & (pl.col("measure") == "effective_year")
    )
    for row in ims.counted_twice(db).itertuples():
        of_year = cells.filter(pl.col("year") == row.year)
        places = of_year.filter(pl.col("province") != "CA")["upper"].sum()
        assert row.counted_twice == places - of_year.filter(pl.col("province") == "CA")["lower"].item()


def test_a_sum_over_places_gives_way_by_it_and_holds_printed_canada(db: duckdb.DuckDBPyConnection) -> None:
    places = ims.effective_by_year(db, province=PLACES)
    canada = ims.effective_by_year(db).set_index("year")
    loose, tight = (
        ims.total(places, by=KEYS, excess=known).set_index("year") for known in (None, ims.counted_twice(db))
    )
    assert (tight["lower"] >= loose["lower"]).all()
    assert (tight["lower"] > 0.99 * tight["upper"]).all()
    assert (tight["lower"] <= canada["upper"]).all()
    assert (tight["upper"] >= canada["lower"]).all()
    assert loose["effective_year"].isna().all()
    assert (tight["status"] == "estimated").all()
    assert tight.loc[2021, "effective_year"] == 333740


def test_a_sum_over_some_places_keeps_its_largest_part(db: duckdb.DuckDBPyConnection) -> None:
    two = ims.effective_by_year(db, province=["ON", "NU"], year=2021)
    row = ims.total(two, by=KEYS, excess=ims.counted_twice(db)).iloc[0]
    assert row["lower"] == two["lower"].max()


def test_the_sum_says_that_it_gave_way(db: duckdb.DuckDBPyConnection) -> None:
    places = ims.effective_by_year(db, province=PLACES, year=2021)
    said = ims.total(places, by=KEYS, excess=ims.counted_twice(db)).attrs["notes"][-1]
    assert "people with permits for two provinces are counted twice" in said
    assert "gives way" in said


def test_it_is_known_of_sums_over_places_only(db: duckdb.DuckDBPyConnection) -> None:
    known = ims.counted_twice(db)
    occupations = ims.effective_by_occupation(db, province="ON", noc=["2174", "2171"], year=2021)
    with pytest.raises(IncomparableError, match="Here the sum is over noc"):
        ims.total(occupations, by=KEYS, excess=known)
    with pytest.raises(IncomparableError, match="keep both apart"):
        ims.total(ims.effective_by_year(db, province=PLACES), excess=known)
    with pytest.raises(IncomparableError, match="people counted twice of holders"):
        ims.total(ims.holders_by_province(db, year=2021), by=KEYS, excess=known)
    with pytest.raises(IncomparableError, match="people counted twice of effective_year"):
        ims.total(ims.effective_by_year(db, province=PLACES), by=KEYS, excess=ims.effective_by_year(db))
    with pytest.raises(NotHeldError, match="no row for IMP, 2020"):
        ims.total(
            ims.effective_by_year(db, province=PLACES, year=2020),
            by=KEYS,
            excess=ims.counted_twice(db, year=2021),
        )


def test_a_program_without_printed_years_has_none(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match="TFWP"):
        ims.counted_twice(db, program="TFWP")
    assert isinstance(ims.counted_twice(db, year=[2015, 2024]), pd.DataFrame)
