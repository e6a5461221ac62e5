"""What is held, read off the cells: every table, its dimensions, its periods and the gaps between them."""

import datetime as dt
import shutil
import time
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.cards import cards
from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.ledger import Staged, as_cells, keep, read_cells, read_vintages
from imp_stats.warehouse import connect, fill

COLUMNS = (
    "measure program card dimensions noc_version period_kind measure_name dimensions_name first_period last_period periods "
    "missing missing_periods cells hidden vintages source vintage"
)


def test_every_cell_of_the_newest_vintages_is_covered_once(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.coverage(db)
    assert found.columns.tolist() == COLUMNS.split()
    newest = read_vintages(shipped_data()).sort("vintage").group_by("card").last()
    for row in newest.iter_rows(named=True):
        if cards()[row["card"]].series:
            continue
        cells = read_cells(shipped_data(), row)
        rows = found[(found["card"] == row["card"]) & (found["vintage"] == str(row["vintage"]))]
        assert rows["cells"].sum() == cells.height
        assert rows["hidden"].sum() == (cells["status"] == "suppressed").sum()
        assert rows["first_period"].min().date() == cells["period"].min()
        assert rows["last_period"].max().date() == cells["period"].max()


def test_of_a_table_whose_files_are_periods_every_file_is_covered(db: duckdb.DuckDBPyConnection) -> None:
    held = [row for row in read_vintages(shipped_data()).iter_rows(named=True) if cards()[row["card"]].series]
    found = ims.coverage(db)
    assert held
    rows = found[found["card"].isin({row["card"] for row in held})]
    assert rows["cells"].sum() == sum(row["cells"] for row in held)


def test_a_measure_is_told_with_its_dimensions_its_years_and_its_vintages(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.coverage(db, measure="effective_year", program="IMP")
    assert found["dimensions"].tolist() == ["", "province", "province x noc"]
    assert found["dimensions_name"].tolist() == ["Canada", "province", "province × occupation"]
    assert found["noc_version"].isna().tolist() == [True, True, False]
    assert (found["periods"] == 10).all()
    assert (found["missing"] == 0).all()
    tfwp = ims.coverage(db, measure="holders", program="TFWP")
    assert (tfwp["vintages"] == 2).all()
    assert (tfwp["vintage"] == "2024-12-31").all()


def test_french_changes_the_words_and_no_figure(db: duckdb.DuckDBPyConnection) -> None:
    words = ["measure_name", "dimensions_name"]
    english, french = (ims.coverage(db, lang=lang) for lang in ("en", "fr"))
    pd.testing.assert_frame_equal(english.drop(columns=words), french.drop(columns=words))
    assert "province × profession" in set(french["dimensions_name"])


def test_a_wrong_word_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownWordError, match="Did you mean holders"):
        ims.coverage(db, measure="holder")
    with pytest.raises(UnknownWordError, match="is no program"):
        ims.coverage(db, program="XYZ")
    with pytest.raises(ValueError, match="the languages are 'en' and 'fr'"):
        ims.coverage(db, lang="de")


def test_nothing_held_is_an_empty_frame_of_the_same_kind(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.coverage(db, measure="target")
    assert found.empty
    assert found.dtypes.equals(ims.coverage(db).dtypes)


@pytest.mark.parametrize(
    ("kind", "days", "missing", "written"),
    [
        ("quarter", ["2015-01-01", "2015-10-01", "2016-04-01"], 3, "2015-Q2, 2015-Q3, 2016-Q1"),
        ("month", ["2023-11-01", "2024-02-01"], 2, "2023-12, 2024-01"),
        ("half", ["2016-07-01", "2018-01-01"], 2, "2017-H1, 2017-H2"),
        ("year", ["2016-01-01", "2018-01-01"], 1, "2017"),
        ("day", ["2019-12-31", "2020-12-31", "2022-12-31"], 1, "2021-12-31"),
        ("day", ["2019-01-01", "2019-04-01", "2019-10-01"], 1, "2019-07-01"),
        ("day", ["2019-12-31"], 0, ""),
    ],
)
def test_periods_between_the_first_and_the_last_that_are_absent_are_named(
    tmp_path: Path, kind: str, days: list[str], missing: int, written: str
) -> None:
    data = tmp_path / "data"
    shutil.copytree(shipped_data(), data, ignore=shutil.ignore_patterns("*.parquet", "vintages.csv"))
    card, vintage = "ircc-imp-year-end", dt.date(2024, 12, 31)
    frame = pl.DataFrame(
        {
            "period": [dt.date.fromisoformat(day) for day in days],
            "printed": None, "lower": 1, "upper": 4, "status": "suppressed", "is_total": False, "cell": "A1",
        }
    )  # fmt: skip
    cells = as_cells(frame, card=card, vintage=vintage, measure="holders", period_kind=kind, gender="Female")
    keep(data, [Staged(cells, card, vintage, "stamped", "0" * 64, "made.xlsx")])
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, data)
        found = ims.coverage(db)
    assert found[["dimensions", "periods", "missing", "missing_periods", "hidden"]].to_numpy().tolist() == [
        ["gender", len(days), missing, written, len(days)]
    ]


def test_of_a_table_whose_files_are_periods_all_files_count(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(shipped_data(), data, ignore=shutil.ignore_patterns("*.parquet", "vintages.csv"))
    card = "ircc-imp-year-end"
    for age, (first, second) in enumerate([("2016-01-01", "2016-04-01"), ("2016-10-01", "2017-01-01")]):
        vintage = dt.date(2016 + age, 12, 31)
        frame = pl.DataFrame(
            {
                "period": [dt.date.fromisoformat(first), dt.date.fromisoformat(second)],
                "printed": 3, "lower": 3, "upper": 3, "status": "exact", "is_total": False, "cell": "A1",
            }
        )  # fmt: skip
        cells = as_cells(
            frame, card=card, vintage=vintage, measure="positions", period_kind="quarter", lmia_stream=None
        )
        keep(data, [Staged(cells, card, vintage, "stamped", str(age) * 64, "made.csv")])
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, data)
        assert ims.coverage(db)[["periods", "missing_periods", "cells"]].to_numpy().tolist() == [[2, "", 2]]
        db.execute("update cards set is_series = true")
        assert ims.coverage(db)[["periods", "missing_periods", "cells"]].to_numpy().tolist() == [
            [4, "2016-Q3", 4]
        ]


def test_the_whole_warehouse_is_covered_in_less_than_a_third_of_a_second(
    db: duckdb.DuckDBPyConnection,
) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        ims.coverage(db)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.3
