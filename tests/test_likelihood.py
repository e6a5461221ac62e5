"""The likely range against a seeded simulation of what is published."""

from random import Random

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.intervals import likely, total

moderately = settings(deadline=None, max_examples=80)

LIKE_THE_FILES = ([1, 2, 3, 4], [12, 6, 4, 3])  # counts are as frequent as 1/x: a mean of 1.92
FEWER = ([1, 2, 3, 4], [50, 25, 20, 5])  # a mean of 1.8


def made(trues: list[list[int]], measure: str = "effective_month") -> pd.DataFrame:
    """Rows of cells, each row a month, published as IRCC does."""
    rows = []
    for number, cells in enumerate(trues):
        month = pd.Timestamp(2000 + number // 12, number % 12 + 1, 1)
        for place, true in enumerate(cells):
            if 0 < true < 5:
                count, lower, upper, status = None, 1, 4, "suppressed"
            else:
                count = 5 * round(true / 5)
                lower, upper = (count - 2 if count > 5 else count), (count + 2 if count else 0)
                status = "rounded" if count else "exact"
            rows.append((str(place), month, count, lower, upper, status, int(count is None)))
    frame = pd.DataFrame(
        rows, columns=["citizenship", "month", measure, "lower", "upper", "status", "hidden"]
    )
    frame = frame.astype(dict.fromkeys((measure, "lower", "upper", "hidden"), "Int64"))
    return frame.assign(provenance="printed", source="made", vintage="2024-12-31")


def summed(trues: list[list[int]]) -> pd.DataFrame:
    return likely(total(made(trues), by="month"))


def coverage(trues: list[list[int]]) -> float:
    sums = pd.Series([sum(cells) for cells in trues])
    ranges = summed(trues)
    return float(((ranges["likely_lower"] <= sums) & (sums <= ranges["likely_upper"])).mean())


@pytest.mark.parametrize("cells", [30, 150])
def test_of_sums_of_rounded_cells_about_95_of_100_lie_in_their_likely_range(cells: int):
    random = Random(5)  # noqa: S311 - a simulation, no secret
    trues = [[random.randint(8, 3000) for _ in range(cells)] for _ in range(1000)]
    assert 0.94 <= coverage(trues) <= 0.98


@pytest.mark.parametrize("hidden", [LIKE_THE_FILES, FEWER])
def test_of_sums_with_hidden_cells_at_least_95_of_100_lie_in_their_likely_range(
    hidden: tuple[list[int], list[int]],
):
    random = Random(5)  # noqa: S311 - a simulation, no secret
    trues = [random.choices(*hidden, k=40) + [random.randint(8, 3000) for _ in range(60)] for _ in range(800)]
    assert coverage(trues) >= 0.94


def test_the_range_is_a_part_of_the_bounds_by_the_formula_of_the_house():
    row = summed([[3] * 10 + [100] * 20 + [0] * 5]).iloc[0]
    margin = 1.96 * (2 * 20 + 1.1 * 10) ** 0.5 + 0.2 * 10
    assert row[["lower", "effective_month", "upper"]].tolist() == [1970, 2020, 2080]
    assert (row["likely_lower"], row["likely_upper"]) == (2020 - 16, 2020 + 16)
    assert 15 < margin < 16


@moderately
@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 3000)), min_size=1, max_size=8))
def test_the_range_never_leaves_the_bounds_and_holds_the_central_value(cells: list[int]):
    row = summed([cells]).iloc[0]
    assert row["lower"] <= row["likely_lower"] <= row["likely_upper"] <= row["upper"]
    centre = row["effective_month"]
    assert pd.isna(centre) or row["likely_lower"] <= centre <= row["likely_upper"]


@moderately
@given(st.integers(0, 3000))
def test_a_single_cell_keeps_its_bounds(true: int):
    row = likely(made([[true]])).iloc[0]
    assert row[["likely_lower", "likely_upper"]].tolist() == row[["lower", "upper"]].tolist()


def test_what_is_exact_has_no_width():
    frame = made([[1000, 0]], "positions").assign(lower=[1003, 0], positions=[1003, 0], status="exact")
    ranges = likely(frame.assign(upper=frame["lower"]))
    assert ranges["likely_lower"].tolist() == ranges["likely_upper"].tolist() == [1003, 0]


def test_a_sum_in_which_all_but_one_hidden_cell_are_0_keeps_the_bounds_of_the_cell():
    row = summed([[3, 0, 0]]).iloc[0]
    assert row[["likely_lower", "likely_upper"]].tolist() == [1, 4]


@pytest.mark.parametrize(
    "said",
    [
        {"provenance": "derived"},
        {"upper": None},
        {"effective_month": None},
        {"lower": 900},  # people in two parts: more than rounding is in the bounds
    ],
)
def test_where_nothing_can_be_estimated_there_is_no_range(said: dict[str, object]):
    frame = total(made([[500, 600]]), by="month").assign(**said)
    ranges = likely(frame.astype({"upper": "Int64", "effective_month": "Int64"}))
    assert ranges[["likely_lower", "likely_upper"]].isna().all(axis=None)


def test_the_frame_keeps_its_columns_and_says_that_it_is_an_estimate():
    frame = made([[500, 600]]).set_axis([7, 3])
    frame.attrs["notes"] = ["a note"]
    ranges = likely(frame)
    assert ranges[frame.columns].equals(frame)
    assert list(ranges.columns)[-5:-3] == ["likely_lower", "likely_upper"]
    assert ranges.attrs["notes"][0] == "a note"
    assert "estimate" in ranges.attrs["notes"][1]
    assert likely(ranges).attrs == ranges.attrs
    assert frame.attrs == {"notes": ["a note"]}


def test_the_months_of_canada_have_a_range_narrower_than_their_bounds(db: duckdb.DuckDBPyConnection):
    ranges = likely(ims.effective_by_month(db))
    width, likely_width = ranges["upper"] - ranges["lower"], ranges["likely_upper"] - ranges["likely_lower"]
    assert (likely_width < width / 3).all()
    doubled = likely(ims.effective_by_occupation(db, year=2021))
    standard = 4 * doubled["hidden"].rsub(13) + 3 * doubled["hidden"]
    wide = doubled["upper"] - doubled["lower"] > standard
    assert wide.any()
    assert doubled.loc[wide, "likely_lower"].isna().all()
