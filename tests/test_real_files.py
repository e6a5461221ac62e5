"""The loaders on the publishers' files, against the totals that the files print and others computed."""

import hashlib
from pathlib import Path

import duckdb
import polars as pl
import pytest

from imp_stats.build import begin, build
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.warehouse import run_checks

from conftest import REPOSITORY


@pytest.fixture(scope="module")
def ledger() -> dict[tuple[str, str], pl.DataFrame]:
    """Every shipped vintage by its card and date."""
    rows = read_vintages(shipped_data()).iter_rows(named=True)
    return {(row["card"], str(row["vintage"])): read_cells(shipped_data(), row) for row in rows}


def by_year(cells: pl.DataFrame, *filters: pl.Expr) -> dict[int, int]:
    kept = (
        cells.filter(*filters).group_by(pl.col("period").dt.year().alias("year")).agg(pl.col("printed").sum())
    )
    return dict(kept.iter_rows())


CANADA = pl.col("province") == "CA"


def test_holders_on_31_december_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    imp = by_year(ledger["ircc-imp-year-end", "2024-12-31"], CANADA)
    tfwp = by_year(ledger["ircc-tfwp-year-end", "2024-12-31"], CANADA)
    years = (2015, 2019, 2020, 2021, 2022, 2023, 2024)
    assert [imp[year] for year in years] == [261600, 453230, 457830, 430015, 647250, 1075390, 1263145]
    assert [tfwp[year] for year in years] == [60000, 73355, 76400, 81430, 119130, 187455, 236130]
    assert (imp[2000], tfwp[2000], len(imp)) == (44140, 22470, 25)


def test_the_older_vintage_of_the_tfwp_is_kept_as_it_was(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    old = by_year(ledger["ircc-tfwp-year-end", "2022-12-31"], CANADA)
    assert [old[year] for year in (2015, 2019, 2020, 2021, 2022)] == [60000, 73360, 76405, 81495, 119825]
    new = ledger["ircc-tfwp-year-end", "2024-12-31"]
    keys = ["province", "stream", "period"]
    both = ledger["ircc-tfwp-year-end", "2022-12-31"].join(new, on=keys, nulls_equal=True)
    assert both.height == 3036
    assert both.filter(pl.col("printed").ne_missing(pl.col("printed_right"))).height == 194


def test_the_places_of_2021_are_the_printed_ones(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["ircc-imp-year-end", "2024-12-31"].filter(
        pl.col("stream").is_null() & (pl.col("period").dt.year() == 2021)
    )
    printed = dict(cells.select("province", "printed").iter_rows())
    expected = {
        "NL": 2330, "PE": 2915, "NS": 9990, "NB": 5145, "QC": 73880, "ON": 195130, "MB": 14240, "SK": 8020,
        "AB": 27195, "BC": 77785, "YT": 610, "NT": 220, "NU": 40, "ZZ": 12510, "CA": 430015,
    }  # fmt: skip
    assert printed == expected


def test_the_place_not_stated_is_the_printed_one(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    found = by_year(ledger["ircc-imp-year-end", "2024-12-31"], pl.col("province") == "ZZ")
    assert [found[year] for year in range(2019, 2025)] == [50110, 25450, 12510, 40140, 103990, 180855]


def test_years_of_effect_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    found = by_year(ledger["ircc-imp-noc", "2024-12-31"], CANADA, pl.col("measure") == "effective_year")
    expected = [186195, 224690, 242330, 267790, 323480, 246485, 333205, 466720, 762520, 720465]
    assert [found[year] for year in range(2015, 2025)] == expected


@pytest.mark.parametrize(
    ("card", "vintage", "first", "expected"),
    [
        (
            "ircc-imp-citizenship",
            "2024-06-30",
            2015,
            [190390, 232445, 248445, 274195, 332260, 253905, 341900, 481670, 787905, 415580],
        ),
        (
            "ircc-tfwp-citizenship",
            "2024-06-30",
            2015,
            [74510, 80670, 79185, 84770, 99050, 85735, 105240, 137215, 187395, 109675],
        ),
        (
            "ircc-imp-citizenship",
            "2026-01-31",
            2019,
            [332250, 253885, 341860, 481370, 785175, 733235, 593170, 80565],
        ),
    ],
)
def test_months_by_citizenship_give_the_checksums(
    ledger: dict[tuple[str, str], pl.DataFrame], card: str, vintage: str, first: int, expected: list[int]
) -> None:
    found = by_year(ledger[card, vintage])
    assert [found[first + at] for at in range(len(expected))] == expected


def test_rows_of_the_files_are_all_there(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    assert {key: cells.height for key, cells in ledger.items()} == {
        ("esdc-positions-noc", "2023-12-31"): 29160,
        ("ircc-imp-citizenship", "2024-06-30"): 18442,
        ("ircc-imp-citizenship", "2026-01-31"): 21655,
        ("ircc-imp-noc", "2024-12-31"): 4863 * 170,
        ("ircc-imp-year-end", "2024-12-31"): 458 * 25,
        ("ircc-tfwp-citizenship", "2024-06-30"): 12937,
        ("ircc-tfwp-year-end", "2022-12-31"): 132 * 23,
        ("ircc-tfwp-year-end", "2024-12-31"): 132 * 25,
        ("statcan-population", "2025-10-01"): 138 * 14,
    }


def test_residents_are_the_printed_ones(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["statcan-population", "2025-10-01"].filter(pl.col("period") == pl.date(2025, 1, 1))
    printed = dict(cells.select("province", "printed").iter_rows())
    assert (printed["CA"], printed["ON"], printed["NU"]) == (41574517, 16255550, 41651)


def test_positions_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["esdc-positions-noc", "2023-12-31"]
    found = by_year(cells, CANADA, pl.col("noc").is_null())
    assert [found[year] for year in range(2016, 2024)] == [
        90314,
        98146,
        108988,
        130457,
        125279,
        133196,
        222847,
        239646,
    ]
    listed = cells.filter(CANADA, pl.col("noc").is_not_null(), pl.col("period").dt.year() == 2021)
    assert listed["printed"].sum() == 133195
    top = listed.sort("printed", descending=True).head(10).select("noc", "printed").rows()
    assert top == [
        ("8431", 61515), ("8432", 11577), ("6322", 4993), ("6311", 4110), ("9463", 3743),
        ("4411", 3493), ("7511", 3299), ("8611", 2753), ("9617", 2250), ("2174", 1523),
    ]  # fmt: skip


def test_no_check_finds_anything_in_the_shipped_ledger(db: duckdb.DuckDBPyConnection) -> None:
    assert list(run_checks(db)) == []


def test_the_shipped_ledger_is_what_the_files_give_byte_for_byte(real: Path, tmp_path: Path) -> None:
    begin(tmp_path / "data")
    for path in (tmp_path / "data" / "tidy").iterdir():
        path.unlink()
    build(real, out=tmp_path / "data", report=lambda _: None)

    def digests(folder: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}

    assert digests(tmp_path / "data" / "tidy") == digests(shipped_data() / "tidy")


def test_no_file_of_a_publisher_is_in_the_project(real: Path) -> None:
    theirs = {hashlib.sha256(path.read_bytes()).hexdigest() for path in real.rglob("*") if path.is_file()}
    folders = ("data", "imp_stats", "notebooks", "tests", "reports")
    ours = [path for folder in folders for path in (REPOSITORY / folder).rglob("*") if path.is_file()]
    assert [path for path in ours if hashlib.sha256(path.read_bytes()).hexdigest() in theirs] == []
