"""Holders by group of streams, against the ledger's own leaves and the printed totals."""

import csv
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data

Printed = Callable[[str, str], pl.DataFrame]
YEAR_END = {"IMP": ("ircc-imp-year-end", "2024-12-31"), "TFWP": ("ircc-tfwp-year-end", "2024-12-31")}
REFERENCE = shipped_data() / "reference"
IMP_2024 = {
    "agreements": 23312,
    "interests": 681325,
    "reciprocal": 42810,
    "humanitarian": 4939,
    "in no group": 329905,
    "not stated": 180855,
}


def written(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def paths(program: str) -> dict[str, str]:
    """Each path that the file names -> its group."""
    rows = [row for row in written("stream_groups.csv") if row["program"] == program]
    return {path: row["group"] for row in rows for path in row["streams"].split(";")}


def group_of(stream: str, named: dict[str, str]) -> list[str]:
    """The groups that hold a stream: those of a path that is it, or above it."""
    return [group for path, group in named.items() if stream == path or stream.startswith(f"{path} > ")]


@pytest.mark.parametrize("program", ["IMP", "TFWP"])
def test_every_printed_leaf_falls_into_one_group(printed: Printed, program: str) -> None:
    leaves = printed(*YEAR_END[program]).filter(pl.col("stream").is_not_null(), ~pl.col("is_total"))
    for stream in leaves["stream"].unique():
        assert len(group_of(stream, paths(program))) == 1, stream


def test_every_path_of_the_file_is_a_stream_of_its_program() -> None:
    known = {row["stream"]: row["program"] for row in written("streams.csv")}
    for program in ("IMP", "TFWP"):
        assert {known[path] for path in paths(program)} == {program}


def test_no_group_of_the_file_stands_twice() -> None:
    rows = written("stream_groups.csv")
    assert len({row["group"] for row in rows}) == len(rows)


def test_the_groups_of_the_imp_come_in_the_order_of_the_file_and_the_unknown_last(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.holders_by_group(db, program="IMP", year=2024)
    assert dict(zip(found["stream"], found["holders"], strict=True)) == IMP_2024
    assert list(found["stream"]) == list(IMP_2024)


@pytest.mark.parametrize("program", ["IMP", "TFWP"])
def test_a_group_agrees_with_the_leaves_that_it_holds(
    db: duckdb.DuckDBPyConnection, printed: Printed, program: str
) -> None:
    named = paths(program)
    leaves = (
        printed(*YEAR_END[program])
        .filter(pl.col("stream").is_not_null(), ~pl.col("is_total"))
        .with_columns(group=pl.col("stream").map_elements(lambda path: group_of(path, named)[0], pl.String))
        .group_by("group", "year")
        .agg(pl.col("lower").sum(), pl.col("upper").sum())
    )
    sums = {(group, year): (lower, upper) for group, year, lower, upper in leaves.iter_rows()}
    found = ims.holders_by_group(db, program=program)
    for row in found[found["stream"] != "not stated"].itertuples():
        lower, upper = sums[row.stream, row.year]
        assert row.lower <= upper, row
        assert lower <= row.upper, row


def test_the_groups_make_up_the_program_in_every_year(db: duckdb.DuckDBPyConnection) -> None:
    sums = ims.total(ims.holders_by_group(db), by=("program", "year"))
    both = sums.merge(ims.holders_by_year(db), on=["program", "year"], suffixes=("", "_printed"))
    assert len(both) == 50
    assert (both["lower"] <= both["upper_printed"]).all()
    assert (both["lower_printed"] <= both["upper"]).all()


def test_shares_of_groups_know_what_is_not_stated(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_group(db, program="IMP", year=2024)
    shares = ims.share(found, within="year", whole=ims.holders_by_year(db, program="IMP")).set_index("stream")
    other = shares.loc["in no group"]
    assert (round(other["share_lower"], 3), round(other["share_upper"], 3)) == (0.261, 0.404)
    assert shares["share_of_stated"].isna().sum() == 1


def test_names_come_in_both_languages(db: duckdb.DuckDBPyConnection) -> None:
    french = ims.holders_by_group(db, program="PTET", year=2024, lang="fr")
    assert french["stream_name"].iloc[0] == "Travail agricole"
    assert french["stream_name"].iloc[-1].startswith("Volet non déclaré")


def test_the_columns_are_those_of_a_question(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_group(db, year=[2023, 2024])
    assert list(found.columns) == [
        "program", "year", "stream", "stream_name", "holders", "lower", "upper", "status", "hidden",
        "provenance", "source", "vintage",
    ]  # fmt: skip
    assert list(found.index) == list(range(20))
    assert set(found.dtypes[["year", "holders", "lower", "upper", "hidden"]].astype(str)) == {"Int64"}
    assert found.equals(ims.holders_by_group(db, since=2023))


def test_an_earlier_vintage_is_answered_from_its_own_cells(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_group(db, program="TFWP", until=2022, as_of="2023-06-30")
    assert set(found["vintage"]) == {"2022-12-31"}
    assert int(found["year"].max()) == 2022


ASKED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"year": 1999}, NotHeldError, "1999 not held"),
    ({"program": "HC"}, NotHeldError, "for the HC"),
    ({"program": "IMP", "as_of": "2023-06-30"}, NotHeldError, "from vintages of 2024-12-31"),
    ({"program": "agreements"}, UnknownWordError, "is no program"),
    ({"lang": "de"}, ValueError, "the languages are"),
]


@pytest.mark.parametrize(("asked", "error", "words"), ASKED)
def test_what_cannot_be_answered_is_refused(
    db: duckdb.DuckDBPyConnection, asked: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ims.holders_by_group(db, **asked)
