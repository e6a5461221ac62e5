"""The first occupations: the lists of 2021, who may belong, and shares that hold whatever the people were."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.ledger import VINTAGES, as_cells, parquet_path
from imp_stats.vocabulary import STATED

Printed = Callable[[str, str], pl.DataFrame]
NOC = ("ircc-imp-noc", "2024-12-31")
SHARES = ("share", "share_of_program")


def ranks(frame: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(frame["rank_best"], frame["rank_worst"], strict=True))


# The lists of 2021


@pytest.mark.parametrize(
    ("province", "occupations", "counts"),
    [
        ("ON", ["2174", "2171", "2173", "4011", "3111"], [2800, 2225, 2020, 1350, 1345]),
        ("British Columbia", ["2173", "5135", "5241", "4011", "2171"], [1390, 785, 680, 670, 360]),
        ("Québec", ["5241", "4011", "2171", "2174", "1123"], [1730, 1165, 1100, 960, 560]),
    ],
)
def test_the_first_five_of_a_province_are_certain(
    db: duckdb.DuckDBPyConnection, province: str, occupations: list[str], counts: list[int]
) -> None:
    found = ims.top_occupations(db, province=province, year=2021, n=5)
    assert found["noc"].tolist() == occupations
    assert found["effective_year"].tolist() == counts
    assert ranks(found) == [(place, place) for place in range(1, 6)]
    assert (found["upper"] - found["lower"] == 4).all()


def test_the_tenth_of_british_columbia_is_shared(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.top_occupations(db, province="BC", year=2021)
    assert len(found) > 10
    assert ranks(found)[:9] == [(place, place) for place in range(1, 10)]
    last = found.iloc[9:]
    assert set(last["rank_best"]) == {10}
    assert (last["rank_worst"] == 9 + len(last)).all()
    assert len(set(last["effective_year"])) == 1


def test_the_tenth_of_ontario_is_certain(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.top_occupations(db, province="ON", year=2021)
    assert found["noc"].tolist() == [
        "2174", "2171", "2173", "4011", "3111", "0213", "1122", "0013", "5251", "5135",
    ]  # fmt: skip
    assert ranks(found) == [(place, place) for place in range(1, 11)]


def test_the_first_four_of_canada_cannot_be_told_apart(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.top_occupations(db, year=2021)
    assert found["noc"].tolist()[:6] == ["2174", "2173", "4011", "2171", "5241", "3111"]
    assert ranks(found)[:6] == [(1, 4), (1, 4), (1, 4), (1, 4), (5, 6), (5, 7)]
    assert found.loc[0, ["effective_year", "lower", "upper"]].tolist() == [4237, 3655, 4257]
    assert (found["rank_best"] <= 10).all()
    assert found["skill"].tolist()[:7] == ["A", "A", "A", "A", "B", "A", "management"]


def test_about_a_fifth_of_2021_has_an_occupation(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    found = ims.top_occupations(db, year=2021)
    cells = printed(*NOC).filter(measure="effective_year", year=2021)
    none = cells.filter(pl.col("noc").is_in(["other", "not stated"]))["upper"].sum()
    whole = cells.filter(pl.col("noc").is_null(), province="CA")
    coded = cells.filter(pl.col("noc").str.contains(r"^\d{4}$"))
    assert found["coverage_lower"].unique().tolist() == [pytest.approx(1 - none / whole["lower"].item())]
    assert found["coverage_upper"].unique().tolist() == [
        pytest.approx(coded["upper"].sum() / whole["lower"].item())
    ]
    assert 0.20 < found["coverage_lower"][0] < 0.211 < found["coverage_upper"][0] < 0.24


def test_the_positions_of_2021_have_exact_ranks(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.top_occupations(db, program="TFWP", year=2021)
    assert found["noc"].tolist() == [
        "8431", "8432", "6322", "6311", "9463", "4411", "7511", "8611", "9617", "2174",
    ]  # fmt: skip
    assert ranks(found) == [(place, place) for place in range(1, 11)]
    assert found.loc[0, ["positions", "lower", "upper"]].tolist() == [61515, 61515, 61515]
    for name in SHARES:
        assert found[name].equals(found[f"{name}_lower"])
        assert found[name].equals(found[f"{name}_upper"])
    assert found["share"].iloc[0] == pytest.approx(61515 / 133196, abs=1e-4)
    assert found.loc[0, ["coverage_lower", "coverage_upper"]].tolist() == [pytest.approx(1, abs=1e-4)] * 2


# What may be asked


def test_several_places_have_a_ranking_each_in_the_order_asked(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.top_occupations(db, province=["QC", "Alberta", "CA", "ON"], year=[2023, 2021], n=2)
    asked = [(place, year) for place in ("QC", "AB", "CA", "ON") for year in (2021, 2023)]
    blocks = found[["province", "year"]].drop_duplicates()
    assert list(blocks.itertuples(index=False, name=None)) == asked
    for (place, year), rows in found.groupby(["province", "year"]):
        alone = ims.top_occupations(db, province=place, year=year, n=2)
        pd.testing.assert_frame_equal(rows.reset_index(drop=True), alone)


def test_the_newest_year_comes_unless_one_is_asked_for(db: duckdb.DuckDBPyConnection) -> None:
    assert set(ims.top_occupations(db)["year"]) == {2024}
    assert set(ims.top_occupations(db, program="PTET")["year"]) == {2023}


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 25, 100, 10_000])
def test_everyone_who_may_belong_comes_and_nobody_else(db: duckdb.DuckDBPyConnection, n: int) -> None:
    found = ims.top_occupations(db, province="ON", year=2021, n=n)
    whole = ims.top_occupations(db, province="ON", year=2021, n=10_000)
    assert len(found) >= min(n, len(whole))
    expected = whole[whole["rank_best"] <= n].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize(
    ("program", "places", "years"),
    [("IMP", [*STATED, "ZZ", "CA"], range(2015, 2025)), ("TFWP", [*STATED, "CA"], range(2016, 2024))],
)
def test_every_place_and_held_year_has_a_ranking_whose_shares_are_shares(
    db: duckdb.DuckDBPyConnection, program: str, places: list[str], years: range
) -> None:
    found = ims.top_occupations(db, program=program, province=places, year=years, n=20)
    assert len(found[["province", "year"]].drop_duplicates()) == len(places) * len(years)
    assert (found["upper"] > 0).all()
    assert not found["noc"].isin(["other", "not stated"]).any()
    for name in SHARES:
        lower, upper = found[f"{name}_lower"], found[f"{name}_upper"]
        assert ((lower >= 0) & (lower <= upper) & (upper <= 1)).all()
        central = found[name].dropna()
        assert ((central >= lower[central.index]) & (central <= upper[central.index])).all()
    assert ((found["coverage_lower"] >= 0) & (found["coverage_upper"] <= 1)).all()
    assert (found["coverage_lower"] <= found["coverage_upper"]).all()
    rankings = found.groupby(["program", "province", "year"])
    for name in ("coverage_lower", "coverage_upper"):
        assert rankings[name].min().equals(rankings[name].max())
    assert (found["rank_best"] <= found["rank_worst"]).all()
    assert (rankings["rank_best"].min() == 1).all()


def test_a_residual_is_used_only_where_25_cells_or_more_are_hidden(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    found = ims.top_occupations(db, province=STATED, year=range(2015, 2025), n=1)
    rankings = found.drop_duplicates(["province", "year"]).set_index(["province", "year"])
    cells = printed(*NOC).filter(pl.col("province") != "CA", measure="effective_year")
    few = 0
    for (place, year), row in rankings.iterrows():
        here = cells.filter(province=place, year=year)
        coded = here.filter(pl.col("noc").str.contains(r"^\d{4}$"))
        whole = here.filter(pl.col("noc").is_null())
        largest = coded["lower"].max() / whole["upper"].item()
        none = here.filter(pl.col("noc").is_in(["other", "not stated"]))["upper"].sum()
        residual = 1 - none / whole["lower"].item()
        if coded["printed"].null_count() < 25:
            few += 1
            assert row["coverage_lower"] == pytest.approx(largest)
        else:
            assert row["coverage_lower"] == pytest.approx(max(largest, residual))
    assert 5 < few < 40


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"program": ["IMP", "TFWP"]}, IncomparableError, "count people .* count positions.*program='TFWP'"),
        ({"program": "HC"}, NotHeldError, "ask for the IMP or the TFWP"),
        ({"program": "TFW"}, UnknownWordError, "did you mean"),
        ({"province": "Ontaro"}, UnknownWordError, r"Ontario \(ON\)"),
        ({"year": 2014}, NotHeldError, "2014 not held; 2015 to 2024 are"),
        ({"program": "TFWP", "year": 2024}, NotHeldError, "2024 not held; 2016 to 2023 are"),
        ({"program": "TFWP", "province": "ZZ"}, NotHeldError, "no row held for ZZ"),
        ({"as_of": "2020-01-01"}, NotHeldError, "as_of=2020-01-01"),
        ({"as_of": "last year"}, ValueError, "a date is written as 2024-12-31"),
        ({"n": 0}, ValueError, "a list has a whole number of places"),
        ({"lang": "de"}, ValueError, "the languages are 'en' and 'fr'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_can(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.top_occupations(db, **filters)


# People made up, printed as IRCC prints them

_PLACES = ("ON", "BC", "NU")
_CODES = [
    *(f"{number:04}" for number in (11, 13, 213, 1111, 1122, 2171, 2173, 2174, 3111, 4011)),
    "other",
    "not stated",
]


def shown(count: int) -> dict[str, Any]:
    """A count as IRCC prints it: 1 to 4 hidden, all others to the nearest 5."""
    if 1 <= count <= 4:
        return {"printed": None, "lower": 1, "upper": 4, "status": "suppressed"}
    near = 5 * round(count / 5)
    if near == 0:
        return {"printed": 0, "lower": 0, "upper": 0, "status": "exact"}
    return {"printed": near, "lower": 5 if near == 5 else near - 2, "upper": near + 2, "status": "rounded"}


def people(seed: int) -> pl.DataFrame:
    """Permits of one year: most people have one, some several, in other places and other occupations."""
    chance = np.random.default_rng(seed)
    number = int(chance.integers(150, 1500))
    weights = chance.dirichlet(np.full(len(_CODES), 0.5))
    person = np.concatenate([np.arange(number), chance.integers(0, number, number // 4)])
    return pl.DataFrame(
        {
            "person": person,
            "province": chance.choice(_PLACES, len(person), p=(0.7, 0.27, 0.03)),
            "noc": chance.choice(_CODES, len(person), p=weights),
        }
    )


def warehouse(folder: Path, permits: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    """A warehouse of the workbook that would be printed of these people."""
    everyone = permits["person"].n_unique()
    places = permits.group_by("province").agg(pl.col("person").n_unique())
    cells = permits.group_by("province", "noc").agg(pl.col("person").n_unique())
    counts = [("CA", None, everyone), *((place, None, n) for place, n in places.rows()), *cells.rows()]
    frame = pl.DataFrame(
        [
            {"province": place, "noc": noc, **shown(count), "cell": str(row)}
            for row, (place, noc, count) in enumerate(counts)
        ],
        schema_overrides={"printed": pl.Int64, "noc": pl.String},
        infer_schema_length=None,
    ).with_columns(is_total=pl.col("noc").is_null(), period=pl.date(2021, 1, 1))
    shutil.copytree(shipped_data() / "reference", folder / "reference")
    (folder / "tidy").mkdir()
    row = {"card": NOC[0], "vintage": "2024-12-31", "vintage_from": "stamped", "sha256": "0" * 64}
    row |= {"file_name": "made.xlsx", "cells": str(frame.height), "confirmed": ""}
    pl.DataFrame([row]).select(list(VINTAGES)).write_csv(folder / "tidy" / "vintages.csv")
    made = as_cells(
        frame,
        card=NOC[0],
        vintage=pd.Timestamp("2024-12-31").date(),
        measure="effective_year",
        period_kind="year",
        program="IMP",
        noc_version="2011",
    )
    made.write_parquet(parquet_path(folder, row))
    return ims.open_warehouse(folder)


@pytest.mark.parametrize("seed", range(6))
def test_the_truth_lies_inside_every_answer(tmp_path: Path, seed: int) -> None:
    permits = people(seed)
    db = warehouse(tmp_path / "data", permits)
    found = ims.top_occupations(db, province=["CA", *_PLACES], year=2021, n=100)
    everywhere = permits.with_columns(province=pl.lit("CA"))
    for place in ("CA", *_PLACES):
        here = pl.concat([permits, everywhere]).filter(province=place)
        coded = here.filter(pl.col("noc").str.contains(r"^\d{4}$"))
        truth = dict(coded.group_by("noc").agg(pl.col("person").n_unique()).rows())
        whole, added = here["person"].n_unique(), sum(truth.values())
        rows = found[found["province"] == place]
        assert set(rows["noc"]) == set(truth)
        for row in rows.itertuples():
            count = truth[row.noc]
            assert row.lower <= count <= row.upper
            assert row.rank_best <= 1 + sum(other > count for other in truth.values()) <= row.rank_worst
            assert row.share_lower - 1e-12 <= count / added <= row.share_upper + 1e-12
            assert row.share_of_program_lower - 1e-12 <= count / whole <= row.share_of_program_upper + 1e-12
            assert (
                row.coverage_lower - 1e-12 <= coded["person"].n_unique() / whole <= row.coverage_upper + 1e-12
            )
