"""What moved between two vintages: the real pairs held, and made pairs of every kind. The June 2023 example is made."""

import csv
import datetime as dt
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.build import build
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.ledger import Staged, as_cells, keep, parquet_path, read_cells, read_vintages
from imp_stats.questions import kinds
from imp_stats.warehouse import connect, fill

YEAR_END, CITIZENSHIP, NOC = "ircc-imp-year-end", "ircc-imp-citizenship", "ircc-imp-noc"
GRADUATES = "Canadian Interests > Competitiveness and public policy > Post-grad employment"
OTHER = "Other IMP Participants"
YEARS = range(2012, 2023)
KINDS = [
    "layout", "roll-forward", "suppression flip", "scope shift",
    "reclassification", "tail revision", "correction", "back revision",
]  # fmt: skip
REVISIONS = (
    "card measure program old_vintage kind kind_name test cells of_cells added gone raised lowered first_period last_period "
    "median_change largest_change largest_change_lower largest_change_upper vintages "
    "mean_revision mean_revision_lower mean_revision_upper "
    "mean_absolute_revision mean_absolute_revision_lower mean_absolute_revision_upper source vintage"
)
REVISED = (
    "card measure period_kind day program province stream lmia_stream noc noc_version citizenship gender area skill pr_class "
    "npr_type row_name kind kind_name value_before lower_before upper_before status_before value lower upper status "
    "change change_lower change_upper source old_vintage vintage"
)
# place, stream or country, year -> what is printed; None is "--"
Printed = Mapping[tuple[str | None, str | None, int], int | None]
Paired = Callable[..., duckdb.DuckDBPyConnection]


def total_row(year: int, count: int = 100_000) -> dict[tuple[str | None, str | None, int], int | None]:
    return {("CA", None, year): count}


def made(printed: Printed, vintage: str, card: str = YEAR_END) -> Staged:
    """A made vintage: yearly stocks by place and stream, or months by country for the card that has no zeros."""
    yearly = card == YEAR_END
    rows = [
        {
            "period": dt.date(year, 12, 31) if yearly else dt.date(year, 12, 1),
            "province": place,
            "stream" if yearly else "citizenship": part,
            "printed": count,
            "lower": 1 if count is None else 0 if count == 0 else 5 if count == 5 else count - 2,
            "upper": 4 if count is None else 0 if count == 0 else count + 2,
            "status": "suppressed" if count is None else "exact" if count == 0 else "rounded",
            "is_total": part is None,
            "cell": f"A{line}",
        }
        for line, ((place, part, year), count) in enumerate(printed.items(), start=1)
    ]
    measure, kind = ("holders", "day") if yearly else ("effective_month", "month")
    day = dt.date.fromisoformat(vintage)
    cells = as_cells(
        pl.DataFrame(rows, infer_schema_length=None),
        card=card, vintage=day, measure=measure, period_kind=kind, program="IMP",
    )  # fmt: skip
    return Staged(cells, card, day, "stamped", f"{card}{vintage}", "made.xlsx")


def empty_folder(data: Path) -> Path:
    """A data folder with the reference tables and no cells."""
    shutil.copytree(shipped_data(), data, ignore=shutil.ignore_patterns("*.parquet", "vintages.csv"))
    return data


@contextmanager
def opened(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, data)
        yield db


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with its reference tables, whose cells each test puts in."""
    data = empty_folder(tmp_path_factory.mktemp("made") / "data")
    keep(data, [made({("CA", None, 2000): 0}, "2000-12-31")])
    with opened(data) as db:
        yield db


@pytest.fixture
def paired(empty: duckdb.DuckDBPyConnection, tmp_path: Path) -> Iterator[Paired]:
    """A warehouse of made vintages, a year from one to the next."""
    empty.execute("begin")

    def of(*vintages: Printed, card: str = YEAR_END) -> duckdb.DuckDBPyConnection:
        empty.execute("delete from cells; delete from vintages")
        for age, printed in enumerate(vintages):
            one = made(printed, f"{2022 + age}-12-31", card)
            one.cells.write_parquet(tmp_path / one.parquet_name)
            empty.execute(
                "insert into vintages values (?, ?, 'stamped', ?, 'made.xlsx', ?, null, ?)",
                [card, one.vintage, one.sha256, one.cells.height, age == len(vintages) - 1],
            )
            empty.execute(
                "insert into cells by name from read_parquet(?)", [str(tmp_path / one.parquet_name)]
            )
        return empty

    yield of
    empty.execute("rollback")


def steady(count: int = 10_000) -> dict[tuple[str | None, str | None, int], int | None]:
    """Eleven years of Canada, of two places, and of two streams in each, all of one size."""
    places: list[tuple[str | None, str | None]] = [
        ("CA", None), ("ON", None), ("ZZ", None), ("ON", GRADUATES), ("ON", OTHER),
    ]  # fmt: skip
    return {(place, part, year): count for place, part in places for year in YEARS}


def counted(db: duckdb.DuckDBPyConnection, **asked: str | int) -> dict[str, int]:
    """How many counts of each kind, those of which there are any."""
    found = ims.revisions(db, **asked)
    return {kind: int(cells) for kind, cells in zip(found["kind"], found["cells"], strict=True) if cells}


# The real pairs


def test_the_tfwp_year_end_was_lowered_everywhere_by_little_which_is_no_change_of_scope(
    db: duckdb.DuckDBPyConnection,
) -> None:
    asked = {"measure": "holders", "program": "TFWP", "old": "2022-12-31", "new": "2024-12-31"}
    assert counted(db, **asked) == {"roll-forward": 264, "tail revision": 53, "back revision": 141}
    moved = ims.revisions(db, **asked).set_index("kind")
    assert (moved["of_cells"] == 3036).all()
    assert moved.loc["roll-forward", ["added", "gone"]].tolist() == [264, 0]
    cells = ims.revised_cells(db, **asked)
    assert len(cells) == 194
    canada = cells[cells["province"] == "CA"]
    assert len(canada) == 21
    assert (-canada["change"]).sort_values().iloc[[0, -1]].tolist() == [5, 695]
    assert (canada["change_upper"] < 0).all()
    assert moved.loc["tail revision", ["largest_change", "largest_change_lower", "largest_change_upper"]].tolist() == [
        -695, -699, -691,
    ]  # fmt: skip
    assert moved.loc["back revision", "median_change"] == pytest.approx(-0.0005, abs=0.0001)
    assert moved.loc["back revision", ["raised", "lowered"]].tolist() == [10, 131]


def test_the_imp_by_citizenship_is_revised_in_its_tail_and_two_rows_that_are_gone_are_zeros(
    db: duckdb.DuckDBPyConnection,
) -> None:
    asked = {"card": CITIZENSHIP, "old": "2024-06-30", "new": "2026-01-31"}
    assert counted(db, **asked) == {
        "roll-forward": 3215, "suppression flip": 6, "tail revision": 508, "back revision": 30,
    }  # fmt: skip
    cells = ims.revised_cells(db, **asked)
    gone = cells[cells["status"] == "absent"]
    assert set(gone["citizenship"]) == {"Korea, People's Democratic Republic of", "Qatar"}
    assert (gone[["lower_before", "upper_before", "value", "lower", "upper"]] == [1, 4, 0, 0, 0]).all(
        axis=None
    )
    assert len(cells) - len(gone) == 542
    assert ims.revisions(db, **asked)["of_cells"].iloc[0] - len(gone) == 18_440
    assert ims.revisions(db, **asked)["mean_revision"].isna().all()


@pytest.fixture(scope="module")
def july(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of the table by occupation in the vintages of July and of December 2024."""
    file = real / "ircc" / "EN_ODP-TR-Work-IMP_PT_NOC4.csv"
    if not file.is_file():
        pytest.skip(f"{file.name}, the vintage of July 2024, is not on this machine")
    folder = tmp_path_factory.mktemp("july")
    data = empty_folder(folder / "data")
    held = read_vintages(shipped_data()).filter(card=NOC, vintage=dt.date(2024, 12, 31))
    for row in held.iter_rows(named=True):
        shutil.copy(parquet_path(shipped_data(), row), parquet_path(data, row))
    held.write_csv(data / "tidy" / "vintages.csv")
    (folder / "files").mkdir()
    shutil.copy(file, folder / "files" / file.name)
    build(folder / "files", out=data, report=lambda _: None)
    with opened(data) as db:
        yield db


def test_between_july_and_december_2024_people_of_no_stated_place_were_given_one(
    july: duckdb.DuckDBPyConnection,
) -> None:
    moved = ims.revisions(july, measure="effective_month").set_index("kind")
    cells = ims.revised_cells(july, measure="effective_month")
    assert len(cells) == 896
    assert moved["of_cells"].iloc[0] == 550_160
    assert moved["cells"].drop(["layout", "roll-forward"]).to_dict() == {
        "suppression flip": 147, "scope shift": 0, "reclassification": 243,
        "tail revision": 247, "correction": 0, "back revision": 259,
    }  # fmt: skip
    placed = cells[cells["kind"] == "reclassification"]
    assert set(placed["noc"]) == {"other"}
    nowhere = placed["province"] == "ZZ"
    assert (placed["change_upper"][nowhere] < 0).all()
    assert placed["change"][~nowhere].sum() > 0
    assert -placed["change"].sum() < 0.1 * placed["change"][~nowhere].sum()


def test_a_saved_copy_without_totals_quarters_and_years_is_told_as_another_layout(
    july: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.revisions(july)
    assert set(found["measure"]) == {"effective_month", "effective_quarter", "effective_year"}
    layout = found[found["kind"] == "layout"].set_index("measure")
    assert (layout["added"] == layout["cells"]).all()
    assert layout.loc["effective_month", "cells"] == 79 * 115
    assert layout.loc["effective_year", ["cells", "of_cells"]].tolist() == [48_630, 0]
    assert found.loc[found["kind"] == "roll-forward", "cells"].tolist() == [4863 * 5, 0, 0]


# June 2023, known from the press only: the pair is made


def test_a_made_example_of_june_2023_in_which_all_years_fall_by_a_third_is_a_change_of_scope(
    paired: Paired,
) -> None:
    before = steady(30_000) | {("ON", OTHER, 2015): 5, ("ON", GRADUATES, 2016): 0}
    after = {key: None if count == 5 else count and count * 2 // 3 for key, count in before.items()}
    after |= {("ON", GRADUATES, 2016): 30, ("ZZ", None, 2014): 30_005}
    db = paired(before, after)
    assert counted(db) == {"suppression flip": 1, "scope shift": 52, "back revision": 2}
    told = ims.revisions(db).set_index("kind")
    assert told.loc["scope shift", "median_change"] == pytest.approx(-1 / 3, abs=0.001)
    assert told.loc["scope shift", "first_period"] == pd.Timestamp("2012-12-31")


def test_what_the_press_told_of_june_2023_stands_among_the_published_figures_as_theirs(
    db: duckdb.DuckDBPyConnection,
) -> None:
    told = ims.published_figures(db, measure="holders", program="IMP", year=2022).set_index("figure")
    press = told.loc[["imp-holders-2022-feb-2023", "imp-holders-2022-jun-2023"]]
    assert press["value"].tolist() == [1_015_000, 675_000]
    assert set(press["certainty"]) == {"B"}
    assert press["source"].str.contains("The Globe and Mail").all()
    assert told.loc["imp-holders-2022", "value"] == 647_250


@pytest.mark.parametrize(("share", "shifted"), [(0.989, True), (1.011, True), (0.992, False), (1.008, False)])
def test_a_change_of_scope_moves_the_median_period_by_one_percent_or_more(
    paired: Paired, share: float, *, shifted: bool
) -> None:
    before = steady(100_000)
    after = {key: round(count * share / 5) * 5 if count else count for key, count in before.items()}
    assert ("scope shift" in counted(paired(before, after))) is shifted


@pytest.mark.parametrize(("still", "shifted"), [(1, True), (2, False)])
def test_a_change_of_scope_moves_nine_periods_of_ten(paired: Paired, still: int, *, shifted: bool) -> None:
    before = steady()
    after = {key: 10_000 if key[2] < 2012 + still else 5_000 for key in before}
    assert ("scope shift" in counted(paired(before, after))) is shifted


@pytest.mark.parametrize(("first", "shifted"), [(2018, True), (2020, False)])
def test_a_change_of_scope_reaches_older_than_three_years(
    paired: Paired, first: int, *, shifted: bool
) -> None:
    before = {key: count for key, count in steady().items() if key[2] >= first}
    assert ("scope shift" in counted(paired(before, dict.fromkeys(before, 5_000)))) is shifted


# The other kinds, each in a made pair


def test_what_moves_between_the_streams_of_a_place_whose_total_stays_is_a_reclassification(
    paired: Paired,
) -> None:
    before = steady()
    after = before | {("ON", GRADUATES, 2015): 9_000, ("ON", OTHER, 2015): 11_000}
    db = paired(before, after)
    assert counted(db) == {"reclassification": 2}
    assert ims.revised_cells(db, kind="reclassification")["change"].tolist() == [-1000, 1000]


def test_what_moves_between_places_while_canada_stays_is_a_reclassification(paired: Paired) -> None:
    before = steady()
    assert counted(paired(before, before | {("ZZ", None, 2021): 9_000, ("ON", None, 2021): 11_000})) == {
        "reclassification": 2
    }


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({("ON", GRADUATES, 2015): 9_990, ("ON", OTHER, 2015): 10_010}, {"back revision": 2}),
        ({("ON", GRADUATES, 2015): 9_000, ("ON", OTHER, 2015): 10_500}, {"back revision": 2}),
        ({("ON", GRADUATES, 2015): 9_500, ("ON", OTHER, 2015): 11_000}, {"back revision": 2}),
        ({("ON", GRADUATES, 2015): 9_980, ("ON", OTHER, 2015): 10_025}, {"back revision": 2}),
        ({("ON", GRADUATES, 2015): 9_000, ("ON", OTHER, 2016): 11_000}, {"back revision": 2}),
        (
            {("ON", GRADUATES, 2015): 9_500, ("ON", OTHER, 2015): 10_500, ("ON", None, 2015): 9_900},
            {"back revision": 3},
        ),
    ],
    ids=["less than 20", "more fall", "more rise", "less than 20 fall", "another year", "the whole moves"],
)
def test_what_does_not_cancel_is_no_reclassification(
    paired: Paired, moved: Printed, expected: dict[str, int]
) -> None:
    before = steady()
    assert counted(paired(before, before | dict(moved))) == expected


@pytest.mark.parametrize(
    ("year", "kind"), [(2021, "tail revision"), (2022, "tail revision"), (2020, "back revision")]
)
def test_the_last_two_years_before_the_older_vintage_are_its_tail(
    paired: Paired, year: int, kind: str
) -> None:
    before = steady()
    assert counted(paired(before, before | {("CA", None, year): 9_950})) == {kind: 1}


def test_a_lone_count_far_back_that_moves_by_a_tenth_is_a_correction(paired: Paired) -> None:
    before = {**steady(), **{("BC", None, year): 200 for year in range(1950, 2012)}}
    assert counted(paired(before, before | {("CA", None, 2013): 8_000})) == {"correction": 1}


@pytest.mark.parametrize(
    "moved",
    [
        {("CA", None, 2013): 9_005},
        {("BC", None, 1990): 215},
        {("BC", None, year): 300 for year in (1960, 1970)},
    ],
    ids=["less than a tenth for certain", "less than 20", "two in a hundred"],
)
def test_what_is_small_or_not_alone_is_no_correction(paired: Paired, moved: Printed) -> None:
    before = {**steady(), **{("BC", None, year): 200 for year in range(1950, 2012)}}
    assert counted(paired(before, before | dict(moved))) == {"back revision": len(moved)}


def test_hidden_counts_that_come_to_light_and_printed_ones_that_hide_are_flips(paired: Paired) -> None:
    before = steady() | {
        ("ON", OTHER, 2013): None,
        ("ON", OTHER, 2014): 5,
        ("ON", OTHER, 2015): None,
        ("ON", OTHER, 2016): None,
    }
    after = before | {("ON", OTHER, 2013): 10, ("ON", OTHER, 2014): None, ("ON", OTHER, 2015): 0}
    db = paired(before, after)
    assert counted(db) == {"suppression flip": 3}
    flips = ims.revised_cells(db)
    assert flips["change"].isna().all()
    assert flips[["change_lower", "change_upper"]].to_numpy().tolist() == [[4, 11], [-6, -1], [-4, -1]]


def test_a_row_or_a_period_that_one_vintage_alone_has_is_layout_unless_it_is_new(paired: Paired) -> None:
    before = steady()
    after = {key: count for key, count in before.items() if key[:2] != ("ON", OTHER) and key[2] != 2012}
    after |= {("BC", None, year): 100 for year in YEARS[1:]} | total_row(2023, 10_000)
    db = paired(before, after)
    # four rows of 2012, ten more years of the stream that is gone, its 2012, and ten years of the place that is new
    assert counted(db) == {"layout": 4 + 11 + 10, "roll-forward": 1}
    layout = ims.revisions(db).set_index("kind").loc["layout"]
    assert (layout["added"], layout["gone"]) == (10, 15)
    assert ims.revised_cells(db).empty


COUNTRIES = {(None, country, year): 100 for country in ("India", "France") for year in YEARS} | {
    (None, "Qatar", 2015): None,
    (None, "Qatar", 2016): 10,
}


def test_a_table_that_leaves_its_zeros_out_has_zeros_where_a_count_is_gone(paired: Paired) -> None:
    after = {key: count for key, count in COUNTRIES.items() if key[1:] != ("Qatar", 2016)}
    after |= {(None, "Qatar", 2014): 20}
    db = paired(COUNTRIES, after, card=CITIZENSHIP)
    assert counted(db) == {"back revision": 2}
    cells = ims.revised_cells(db)
    assert cells[["value_before", "status_before", "value", "status"]].to_numpy().tolist() == [
        [0, "absent", 20, "rounded"], [10, "rounded", 0, "absent"],
    ]  # fmt: skip
    assert cells[["change_lower", "change_upper"]].to_numpy().tolist() == [[18, 22], [-12, -8]]


def test_a_row_or_a_period_of_such_a_table_that_one_vintage_alone_has_is_no_row_of_zeros(
    paired: Paired,
) -> None:
    after = {key: count for key, count in COUNTRIES.items() if key[2] != 2012} | {(None, "Chile", 2015): 20}
    assert counted(paired(COUNTRIES, after, card=CITIZENSHIP)) == {"layout": 3}


@pytest.mark.parametrize(
    "other", [{(None, "Chile", 2015): 0}, {(None, "Qatar", 2015): 15}], ids=["prints a zero", "hides nothing"]
)
def test_elsewhere_a_count_that_is_gone_is_no_zero(paired: Paired, other: Printed) -> None:
    before = COUNTRIES | dict(other)
    after = {key: count for key, count in before.items() if key[1:] != ("Qatar", 2016)}
    assert counted(paired(before, after, card=CITIZENSHIP)) == {"layout": 1}


# Every count has one kind, and the bounds hold whatever the truth was


def printed_as(count: int) -> int | None:
    return None if 1 <= count <= 4 else 5 if count == 5 else round(count / 5) * 5


@pytest.mark.parametrize("seed", range(4))
def test_the_true_change_lies_within_its_bounds_and_every_count_that_moved_has_one_kind(
    paired: Paired, seed: int
) -> None:
    drawn = random.Random(seed)  # noqa: S311 - a sample, no secret
    keys = [(place, part, year) for place, part, year in steady()] + [
        (place, None, year) for place in ("NU", "YT", "NT") for year in YEARS
    ]
    truth = {key: drawn.choice([0, drawn.randint(1, 12), drawn.randint(1, 40_000)]) for key in keys}
    later = {
        key: max(0, count + drawn.choice([0, 0, drawn.randint(-12, 12), drawn.randint(-count, count)]))
        for key, count in truth.items()
    }
    before, after = ({key: printed_as(count) for key, count in one.items()} for one in (truth, later))
    db = paired(before, after)
    cells = ims.revised_cells(db)
    assert len(cells) == sum(before[key] != after[key] for key in keys)
    assert set(cells["kind"]) <= set(KINDS[2:])
    assert ims.revisions(db)["cells"].sum() == len(cells)
    for row in cells.to_dict("records"):
        part = row["stream"] if isinstance(row["stream"], str) else None
        key = (row["province"], part, row["day"].year)
        assert row["change_lower"] <= later[key] - truth[key] <= row["change_upper"]
        assert pd.isna(row["change"]) == (before[key] is None or after[key] is None)
        assert (row["change_lower"], row["change_upper"]) == (
            row["lower"] - row["upper_before"],
            row["upper"] - row["lower_before"],
        )


def test_a_kind_does_not_depend_on_the_order_of_the_cells(paired: Paired) -> None:
    before = steady()
    after = before | {("ON", GRADUATES, 2015): 9_000, ("ON", OTHER, 2015): 11_000, ("CA", None, 2022): 10_400}
    turned = dict(reversed(after.items()))
    db = paired(before, after, turned)
    assert counted(db, old="2022-12-31", new="2023-12-31") == counted(db, old="2022-12-31", new="2024-12-31")
    assert counted(db, old="2023-12-31", new="2024-12-31") == {}


def test_the_kinds_declared_are_those_that_are_tested_in_their_order(db: duckdb.DuckDBPyConnection) -> None:
    with (shipped_data() / "reference" / "revision_kinds.csv").open(encoding="utf-8", newline="") as file:
        declared = list(csv.DictReader(file))
    assert [row["kind"] for row in declared] == KINDS == list(kinds._TESTS)
    assert [int(row["place"]) for row in declared] == list(range(1, len(KINDS) + 1))
    for row in declared:
        for number in ("months", "least_persons"):
            assert row[number] in row["test_en"]
            assert row[number] in row["test_fr"]
    found = ims.revisions(db, card=CITIZENSHIP)
    assert found["kind"].tolist() == KINDS
    assert found["test"].tolist() == [row["test_en"] for row in declared]


def test_the_thresholds_are_those_of_the_warehouse(paired: Paired) -> None:
    before = steady()
    db = paired(before, before | {("CA", None, 2021): 9_950})
    assert counted(db) == {"tail revision": 1}
    db.execute("update revision_kinds set months = 12 where kind = 'tail revision'")
    assert counted(db) == {"back revision": 1}


# Means, from five vintages on


def test_a_mean_revision_is_told_from_five_vintages_on(paired: Paired) -> None:
    years = {("CA", None, year): 100_000 for year in YEARS[:2]} | {("ON", None, 2012): 500}
    four = [years, years, years | total_row(2012, 99_000), years | total_row(2012, 99_000)]
    assert ims.revisions(paired(*four))[["vintages", "mean_revision", "mean_absolute_revision"]].iloc[0].tolist() == [
        4, pd.NA, pd.NA,
    ]  # fmt: skip


def test_a_mean_revision_is_that_of_the_printed_totals_over_all_pairs_and_periods(paired: Paired) -> None:
    base = {("CA", None, year): 100_000 for year in YEARS[:2]} | {
        ("ON", None, 2012): 500,
        ("CA", None, 2000): None,
    }
    counts = (100_000, 100_000, 99_000, 99_000, 100_000)
    db = paired(*(base | {("CA", None, 2012): count, ("ON", None, 2012): count // 200} for count in counts))
    found = ims.revisions(db).iloc[0]
    steps = [0.0, -0.01, 0.0, 1 / 99, *[0.0] * 4]
    assert found["vintages"] == 5
    assert found["mean_revision"] == pytest.approx(sum(steps) / 8)
    assert found["mean_absolute_revision"] == pytest.approx(sum(map(abs, steps)) / 8)
    for name in ("mean_revision", "mean_absolute_revision"):
        assert found[f"{name}_lower"] < found[name] < found[f"{name}_upper"]
    assert found["mean_absolute_revision_lower"] == pytest.approx((996 / 100_002 + 996 / 99_002) / 8)
    highest = [4 / 99_998] * 5 + [4 / 98_998, -996 / 100_002, 1004 / 98_998]
    assert found["mean_revision_upper"] == pytest.approx(sum(highest) / 8)


# Which pairs


def test_without_a_date_the_pairs_are_each_vintage_and_the_next(paired: Paired) -> None:
    first = steady()
    second = first | {("CA", None, 2021): 9_950}
    db = paired(first, second, second | {("CA", None, 2021): 9_900})
    pairs = ims.revisions(db)[["old_vintage", "vintage"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [["2022-12-31", "2023-12-31"], ["2023-12-31", "2024-12-31"]]
    assert ims.revised_cells(db)["change"].tolist() == [-50, -50]
    assert ims.revised_cells(db, old="2022-12-31")["change"].tolist() == [-100]
    assert ims.revised_cells(db, new="2023-12-31")["change"].tolist() == [-50]
    assert ims.revised_cells(db, old=dt.date(2022, 12, 31), new="2024-12-31")["change"].tolist() == [-100]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"old": "2021-12-31"}, r"No table asked for is held of old=2021-12-31\. Held: .*ircc-tfwp-year-end of 2022-12-31 and 2024"),
        ({"new": "2022-12-31", "program": "TFWP", "measure": "holders"}, "is held of new=2022-12-31"),
        ({"old": "2024-12-31", "card": "ircc-tfwp-year-end"}, "is held of old=2024-12-31"),
        ({"card": YEAR_END}, r"is held of two vintages\. Held: ircc-imp-year-end of 2024-12-31\."),
        ({"measure": "target"}, "Held: none that counts this"),
    ],
)  # fmt: skip
def test_a_pair_that_is_not_held_is_refused_with_what_is(
    db: duckdb.DuckDBPyConnection, asked: dict[str, str], said: str
) -> None:
    for question in (ims.revisions, ims.revised_cells):
        with pytest.raises(NotHeldError, match=said):
            question(db, **asked)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"old": "2024-12-31", "new": "2022-12-31"}, ValueError, "the older vintage comes first"),
        ({"old": "2022-13-31"}, ValueError, "old='2022-13-31': a date is written as"),
        ({"since": "2022-13"}, ValueError, "since='2022-13': a month is written as"),
        ({"measure": "holder"}, UnknownWordError, "Did you mean holders"),
        ({"program": "IMPP"}, UnknownWordError, r"did you mean .*\(IMP\)"),
        ({"card": "year-end"}, UnknownWordError, "card='year-end': it may be ircc-imp-year-end"),
        ({"lang": "de"}, ValueError, "the languages are 'en' and 'fr'"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_ones(
    db: duckdb.DuckDBPyConnection, asked: dict[str, str], error: type[Exception], said: str
) -> None:
    for question in (ims.revisions, ims.revised_cells):
        with pytest.raises(error, match=said):
            question(db, **asked)
    with pytest.raises(UnknownWordError, match="kind='tail': it may be layout, roll-forward"):
        ims.revised_cells(db, kind="tail")


def test_a_table_of_which_each_file_is_a_period_has_no_revisions(paired: Paired) -> None:
    db = paired(steady(), steady(9_000))
    db.execute("update cards set is_series = true")
    with pytest.raises(NotHeldError, match="where one file replaces another"):
        ims.revisions(db)


def test_years_asked_for_choose_rows_and_do_not_change_a_kind(paired: Paired) -> None:
    before = steady()
    db = paired(before, dict.fromkeys(before, 5_000))
    assert counted(db) == {"scope shift": 55}
    assert counted(db, since=2021) == {"scope shift": 10}
    assert counted(db, since="2014-12", until="2015-12") == {"scope shift": 10}
    assert counted(db, until=2012) == {"scope shift": 5}
    assert set(ims.revised_cells(db, since=2022)["day"]) == {pd.Timestamp("2022-12-31")}


# The frames


@pytest.mark.parametrize(
    "asked", [{}, {"measure": "holders", "since": 2022}, {"card": CITIZENSHIP, "until": 2015}]
)
def test_the_frames_have_their_columns_and_dtypes_whatever_the_rows(
    db: duckdb.DuckDBPyConnection, asked: dict[str, str | int]
) -> None:
    for question, columns in ((ims.revisions, REVISIONS), (ims.revised_cells, REVISED)):
        found, whole = question(db, **asked), question(db)
        assert found.columns.tolist() == columns.split()
        assert found.dtypes.equals(whole.dtypes)
        assert isinstance(found.index, pd.RangeIndex)
        kinds_of = {str(dtype) for dtype in found.dtypes}
        assert kinds_of <= {"str", "Int64", "Float64", "datetime64[s]"}
        with pytest.raises(IncomparableError):
            ims.measure_of(found)


def test_french_changes_the_words_and_no_figure(db: duckdb.DuckDBPyConnection) -> None:
    for question, words in (
        (ims.revisions, ["kind_name", "test"]),
        (ims.revised_cells, ["kind_name", "row_name"]),
    ):
        english, french = (question(db, lang=lang) for lang in ("en", "fr"))
        pd.testing.assert_frame_equal(english.drop(columns=words), french.drop(columns=words))
        assert (english[words] != french[words]).any(axis=None)
    assert "Québec, " in " ".join(french["row_name"])
    assert {"Canada", "États-Unis d'Amérique"} <= set(french["row_name"].str.replace("’", "'"))


def test_what_changed_is_what_the_two_ledgers_say(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.revised_cells(db, card="ircc-tfwp-year-end")
    old, new = (
        read_cells(shipped_data(), row)
        for row in read_vintages(shipped_data()).filter(card="ircc-tfwp-year-end").sort("vintage").iter_rows(named=True)
    )  # fmt: skip
    key = ["period", "province", "stream"]
    both = old.join(new, on=key, suffix="_new", nulls_equal=True)
    moved = both.filter(pl.col("printed").ne_missing(pl.col("printed_new"))).sort(key, nulls_last=False)
    said = found.sort_values(["day", "province", "stream"], na_position="first")
    assert said["value_before"].tolist() == moved["printed"].to_list()
    assert said["value"].tolist() == moved["printed_new"].to_list()
