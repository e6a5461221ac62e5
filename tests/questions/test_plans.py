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


# What the tabled plans print, by year: 2025 to 2027, and 2026 to 2028.
TARGETS = {
    ("2025-2027", "temporary residents", ""): (673_650, 516_600, 543_600),
    ("2025-2027", "workers", ""): (367_750, 210_700, 237_700),
    ("2025-2027", "IMP", ""): (285_750, 128_700, 155_700),
    ("2025-2027", "TFWP", ""): (82_000, 82_000, 82_000),
    ("2025-2027", "students", ""): (305_900, 305_900, 305_900),
    ("2025-2027", "permanent residents", ""): (395_000, 380_000, 365_000),
    ("2026-2028", "temporary residents", ""): (385_000, 370_000, 370_000),
    ("2026-2028", "workers", ""): (230_000, 220_000, 220_000),
    ("2026-2028", "IMP", ""): (170_000, 170_000, 170_000),
    ("2026-2028", "TFWP", ""): (60_000, 50_000, 50_000),
    ("2026-2028", "students", ""): (155_000, 150_000, 150_000),
    ("2026-2028", "permanent residents", ""): (380_000, 380_000, 380_000),
    ("2026-2028", "permanent residents", "economic"): (239_800, 244_700, 244_700),
    ("2026-2028", "permanent residents", "economic: provincial nominees"): (91_500,),
    ("2026-2028", "permanent residents", "family"): (84_000, 81_000, 81_000),
    ("2026-2028", "permanent residents", "refugee and humanitarian"): (56_200, 54_300, 54_300),
}


def test_both_plans_are_whole(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.levels_plan(db)
    held = (
        found.fillna({"category": ""}).groupby(["plan", "program", "category"])["target"].agg(tuple).to_dict()
    )
    assert held == TARGETS
    ranges = found[found["lower"] < found["upper"]].set_index(["program", "year"])[["lower", "upper"]]
    assert {key: tuple(row) for key, row in zip(ranges.index, ranges.to_numpy(), strict=True)} == {
        ("temporary residents", 2026): (375_000, 395_000),
        ("temporary residents", 2027): (360_000, 380_000),
        ("temporary residents", 2028): (360_000, 380_000),
        ("permanent residents", 2026): (350_000, 420_000),
    }
    notional = found[found["is_notional"].fillna(value=False)]
    assert set(notional["plan"]) == {"2025-2027"}
    assert set(notional["year"]) == {2026, 2027}


def test_what_a_plan_aims_at_beside_its_targets_is_as_it_is_kept(db: duckdb.DuckDBPyConnection) -> None:
    there = {(row["plan"], row["goal"], row["year"]): row for row in kept_by_hand("plan_goals.csv")}
    for lang in ("en", "fr"):
        found = ims.plan_goals(db, lang=lang)
        assert len(found) == len(there)
        for row in found.itertuples():
            one = there[row.plan, row.goal, str(row.year)]
            assert (row.text, row.relation, str(row.first_year)) == (
                one[f"text_{lang}"],
                one["relation"],
                one["first_year"],
            )
            assert written(row.persons) == one["persons"]
            assert pd.isna(row.share) if not one["share"] else row.share == float(one["share"])
    goals = ims.plan_goals(db, plan="2026-2028").set_index(["goal", "year"])
    assert goals.loc[("workers-to-permanent-residence", 2027), ["relation", "persons"]].tolist() == [
        "up to",
        33_000,
    ]
    assert goals.loc["francophone-outside-quebec", "share"].tolist() == [0.09, 0.095, 0.105]
    kinds = ims.plan_goals(db).dtypes.astype(str)
    assert kinds[["first_year", "year", "persons", "share"]].tolist() == [
        "Int64",
        "Int64",
        "Int64",
        "Float64",
    ]
    with pytest.raises(UnknownWordError, match="is no plan: it may be 2025-2027 and 2026-2028"):
        ims.plan_goals(db, plan="2024-2026")
    with pytest.raises(ValueError, match="the languages are"):
        ims.plan_goals(db, lang="de")


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


# Arrivals of January to August 2025, as IRCC printed them.
MONTHS = {
    "IMP": [11_005, 11_070, 13_750, 15_890, 16_205, 17_555, 13_030, 12_695],
    "TFWP": [3_895, 3_320, 4_795, 7_750, 7_470, 6_470, 5_420, 4_195],
}


@pytest.mark.parametrize("program", MONTHS)
def test_the_months_add_up_to_the_span_that_was_printed(db: duckdb.DuckDBPyConnection, program: str) -> None:
    found = ims.arrivals_by_month(db, program=program, since="2025-01", until="2025-08")
    assert found["arrivals"].tolist() == MONTHS[program]
    assert set(found["vintage"]) == {"2025-08"}
    printed = ims.published_figures(db, measure="arrivals", program=program, year=2025)
    assert found["arrivals"].sum() in printed.loc[printed["period"] == "2025-01/2025-08", "value"].tolist()


def test_a_span_of_months_is_asked_for_by_its_ends(db: duckdb.DuckDBPyConnection) -> None:
    late = ims.arrivals_by_month(db, program="TFWP", since="2025-09")
    assert late[["arrivals", "vintage"]].to_numpy().tolist() == [[3_215, "2025-11-30"], [2_615, "2025-11-30"]]
    assert ims.arrivals_by_month(db, program="workers", until=2024)["arrivals"].tolist() == [30_325, 16_560]
    with pytest.raises(
        NotHeldError, match=r"between since=2025-09 and until=None; 2025-01, .* and 2025-08 are held"
    ):
        ims.arrivals_by_month(db, program="IMP", since="2025-09")
    with pytest.raises(ValueError, match="a month is written as 2021-03"):
        ims.arrivals_by_month(db, since="March")


def test_july_2025_was_printed_twice(db: duckdb.DuckDBPyConnection) -> None:
    july = ims.arrivals_by_month(db, program="workers", since="2025-07", until="2025-07").iloc[0]
    assert (july["arrivals"], july["vintage"], july["status"]) == (18_450, "2025-08", "estimated")
    first = [row for row in kept_by_hand("arrivals.csv") if row["vintage"] == "2025-07"]
    assert [(row["program"], row["arrivals"]) for row in first] == [("workers", "18500")]
