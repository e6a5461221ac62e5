"""Targets, arrivals and other people's figures, against the reference tables kept by hand."""

import csv
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data


def kept_by_hand(name: str) -> list[dict[str, str]]:
    with (shipped_data() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(value: Any) -> str:  # noqa: ANN401 - whatever a frame holds
    return "" if pd.isna(value) else str(value)


# The levels plans


def test_every_target_is_that_of_its_plan(db: duckdb.DuckDBPyConnection) -> None:
    rows = kept_by_hand("levels_plan.csv")
    found = ims.levels_plan(db)
    names = ("plan", "program", "year", "category", "target", "certainty", "source")
    expected = {tuple(row[name] for name in names) for row in rows}
    assert {tuple(map(written, row)) for row in found[list(names)].itertuples(index=False)} == expected
    assert len(found) == len(rows)
    assert set(found["plan"]) == {"2025-2027", "2026-2028"}
    bounds = {(row["plan"], row["program"], row["year"], row["category"]): row for row in rows}
    for row in found.itertuples():
        there = bounds[row.plan, row.program, str(row.year), written(row.category)]
        assert str(row.lower) == (there["target_lower"] or there["target"])
        assert str(row.upper) == (there["target_upper"] or there["target"])
        assert written(row.is_notional).lower() == there["is_notional"].lower()


@pytest.mark.parametrize("plan", ["2026-2028", "2026\u20132028", ["2026-2028"]])
def test_a_plan_is_found_by_its_years(db: duckdb.DuckDBPyConnection, plan: str | list[str]) -> None:
    found = ims.levels_plan(db, plan=plan, program=["imp", "Temporary Foreign Worker Program"], year=2026)
    assert found[["program", "target"]].to_numpy().tolist() == [["IMP", 170000], ["TFWP", 60000]]


def test_a_plan_is_held_from_the_day_it_was_tabled(db: duckdb.DuckDBPyConnection) -> None:
    assert set(ims.levels_plan(db, as_of="2025-11-03")["plan"]) == {"2025-2027"}
    assert set(ims.levels_plan(db, as_of="2025-11-04")["plan"]) == {"2025-2027", "2026-2028"}


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"plan": "2024-2026"}, UnknownWordError, "is no plan: it may be 2025-2027 and 2026-2028"),
        ({"program": "visitors"}, UnknownWordError, "is no program of a levels plan: it may be IMP, TFWP"),
        ({"year": 2031}, NotHeldError, "plans held cover 2025 to 2028"),
        ({"year": [2026, 2031]}, NotHeldError, "year: no row held for 2031"),
        ({"plan": ["2025-2027", "2026-2028"], "year": 2028}, NotHeldError, "plan: no row held for 2025-2027"),
        ({"as_of": "2024-10-23"}, NotHeldError, "as_of=2024-10-23"),
    ],
)
def test_a_target_that_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.levels_plan(db, **filters)


def test_what_a_target_counts_is_said_in_both_languages(db: duckdb.DuckDBPyConnection) -> None:
    english, french = (ims.levels_plan(db, lang=lang) for lang in ("en", "fr"))
    assert english["counts"].str.contains("New arrivals").any()
    assert (english["counts"] != french["counts"]).all()


# Figures of others


def test_every_figure_is_that_of_its_source(db: duckdb.DuckDBPyConnection) -> None:
    rows = {row["figure"]: row for row in kept_by_hand("published_figures.csv")}
    found = ims.published_figures(db)
    assert set(found["figure"]) == set(rows)
    names = (
        "measure",
        "program",
        "province",
        "year",
        "printed_as",
        "value",
        "lower",
        "upper",
        "certainty",
        "lineage",
    )
    for row in found.itertuples():
        there = rows[row.figure]
        assert [written(getattr(row, name)) for name in names] == [there[name] for name in names], row.figure
        assert row.label == there["label_en"]
        assert (written(row.stream), written(row.vintage)) == (there["stream"], there["vintage"])


def test_a_figure_of_more_than_is_open_above(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.published_figures(db, measure="effective_year", year=2021, program="IMP")
    row = found[found["printed_as"] == "more than 315,000"].iloc[0]
    assert (row["value"], row["lower"], row["vintage"], row["certainty"]) == (315000, 315000, "2022-02", "B")
    assert pd.isna(row["upper"])


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"measure": "holder"}, UnknownWordError, "'holder' is no measure"),
        ({"measure": ["holders", "target"]}, NotHeldError, "measure: no row held for target"),
        ({"program": "SAWP"}, UnknownWordError, "is no program of a published figure"),
        ({"year": 1950}, NotHeldError, "figures held cover"),
        ({"year": [2021, 1950]}, NotHeldError, "year: no row held for 1950"),
    ],
)
def test_a_figure_that_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.published_figures(db, **filters)


def test_figures_of_several_measures_are_no_frame_of_one(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(IncomparableError, match="several measures"):
        ims.measure_of(ims.published_figures(db, year=2021))


# Arrivals


def test_arrivals_are_the_newest_release_of_each_period(db: duckdb.DuckDBPyConnection) -> None:
    rows = kept_by_hand("arrivals.csv")
    for question, whole in ((ims.arrivals_by_year, True), (ims.arrivals_by_month, False)):
        found = question(db)
        mine = [row for row in rows if (row["month"] == "") is whole]
        newest = {}
        for row in sorted(mine, key=lambda row: row["vintage"]):
            newest[row["program"], row["year"], row["month"]] = row
        assert len(found) == len(newest)
        for row in found.itertuples():
            year, month = (row.year, "") if whole else (row.month.year, str(row.month.month))
            there = newest[row.program, str(year), month]
            names = ("arrivals", "lower", "upper")
            assert [str(getattr(row, name)) for name in names] == [there[name] for name in names]


def test_arrivals_of_a_program_and_year_that_are_not_held_are_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match=r"IMP 2025: no year of arrivals held; .*workers 2025"):
        ims.arrivals_by_year(db, program="IMP", year=2025)
    with pytest.raises(UnknownWordError, match="program of which arrivals are held"):
        ims.arrivals_by_month(db, program="visitors")
    with pytest.raises(NotHeldError, match="no month of arrivals held"):
        ims.arrivals_by_month(db, year=2019)
