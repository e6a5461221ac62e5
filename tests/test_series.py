"""Indexes, windows and years to date against brute force: true counts are drawn, published, and asked back."""

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.intervals import change, index_to, rolling, same_month, share, total, year_to_date
from imp_stats.measures import measure_of

moderately = settings(deadline=None, max_examples=60)

Bounds = tuple[int, int | None]
TRUE = st.one_of(st.integers(0, 12), st.integers(0, 3000))
SOME = st.integers(5, 3000)
SMALL_BOUNDS = st.tuples(st.integers(0, 4), st.integers(0, 2)).map(lambda pair: (pair[0], pair[0] + pair[1]))
NOT_EMPTY = SMALL_BOUNDS.filter(lambda pair: pair[0] > 0)


def made(bounds: Sequence[Bounds], measure: str = "effective_month", **said: object) -> pd.DataFrame:
    """A frame as a question returns it, the centre of each count at its lower bound."""
    counts = pd.DataFrame({measure: [low for low, _ in bounds], "lower": [low for low, _ in bounds]})
    counts["upper"] = pd.array([high for _, high in bounds], dtype="Int64")
    described = pd.DataFrame(said, index=counts.index)
    frame = pd.concat([described, counts], axis=1).assign(status="rounded", hidden=0)
    frame = frame.assign(provenance="printed", source="IRCC, a table", vintage="2024-12-31")
    return frame.astype(dict.fromkeys((measure, "lower", "upper", "hidden"), "Int64"))


def printed(trues: Sequence[int], measure: str = "effective_month", **said: object) -> pd.DataFrame:
    """True counts as IRCC publishes them, with the bounds that are read from it."""
    bounds = [
        (1, 4) if 0 < true < 5 else (5 * round(true / 5) - 2, 5 * round(true / 5) + 2) for true in trues
    ]
    bounds = [(max(low, 5 * (high == 7)), high) for low, high in bounds]
    bounds = [(0, 0) if true == 0 else pair for true, pair in zip(trues, bounds, strict=True)]
    frame = made(bounds, measure, **said)
    counts = [pd.NA if 0 < true < 5 else 5 * round(true / 5) for true in trues]
    hidden = pd.array([int(count is pd.NA) for count in counts], dtype="Int64")
    status = ["suppressed" if count is pd.NA else "rounded" for count in counts]
    return frame.assign(**{measure: pd.array(counts, dtype="Int64")}, hidden=hidden, status=status)


def months(count: int, first: str = "2020-01-01") -> pd.DatetimeIndex:
    return pd.date_range(first, periods=count, freq="MS")


def within(row: pd.Series, name: str, truth: float) -> bool:
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return bool((pd.isna(lower) or lower <= truth) and (pd.isna(upper) or truth <= upper))


# index_to


@moderately
@given(st.lists(TRUE, min_size=1, max_size=6), st.data())
def test_an_index_holds_the_true_index(trues: list[int], data: st.DataObject):
    years = list(range(2015, 2015 + len(trues)))
    base = data.draw(st.integers(0, len(trues) - 1))
    frame = printed(trues, "holders", year=years).sample(frac=1, random_state=1)
    if trues[base] == 0:
        with pytest.raises(IncomparableError, match=f"The base year {years[base]} may be 0: "):
            index_to(frame, base=years[base])
        return
    indexed = index_to(frame, base=years[base]).set_index("year")
    assert indexed.loc[years[base], ["index", "index_lower", "index_upper"]].tolist() == [100, 100, 100]
    assert set(indexed["base"]) == {years[base]}
    for year, true in zip(years, trues, strict=True):
        row = indexed.loc[year]
        assert within(row, "index", 100 * true / trues[base])
        assert pd.isna(row["index"]) or within(row, "index", row["index"])


@moderately
@given(NOT_EMPTY, SMALL_BOUNDS)
def test_the_bounds_of_an_index_are_reached(base: tuple[int, int], other: tuple[int, int]):
    row = index_to(made([other, base], "holders", year=[2020, 2021]), base=2021).iloc[0]
    possible = itertools.product(range(base[0], base[1] + 1), range(other[0], other[1] + 1))
    reached = [Fraction(100 * count, by) for by, count in possible]
    assert row["index_lower"] == pytest.approx(float(min(reached)))
    assert row["index_upper"] == pytest.approx(float(max(reached)))


def test_each_series_has_its_own_base_and_the_frame_its_order():
    frame = made([(10, 10), (200, 200), (20, 20), (100, 100)], "holders", program=["IMP", "TFWP"] * 2,
                 year=[2021, 2021, 2020, 2020]).set_axis([4, 3, 2, 1])  # fmt: skip
    indexed = index_to(frame, base=2020)
    assert indexed["index"].to_dict() == {4: 50, 3: 200, 2: 100, 1: 100}
    assert indexed[frame.columns].equals(frame)


def test_a_hidden_or_open_count_has_bounds_but_no_central_index():
    frame = printed([100, 3], "holders", year=[2020, 2021])
    row = index_to(frame, base=2020).iloc[1]
    assert pd.isna(row["index"])
    assert row["index_lower"] == pytest.approx(100 / 102)
    open_count = index_to(made([(100, 100), (1, None)], "holders", year=[2020, 2021]), base=2020).iloc[1]
    assert (open_count["index_lower"], open_count["index_upper"]) == (1, pd.NA)
    open_base = index_to(made([(100, 100), (1, None)], "holders", year=[2020, 2021]), base=2021)
    assert open_base["index_lower"].tolist() == [0, 100]


def test_a_base_that_is_not_held_is_refused_with_what_is():
    frame = made([(9, 9)] * 3, "holders", province=["ON", "ON", "QC"], year=[2020, 2021, 2021])
    with pytest.raises(NotHeldError, match="province QC runs from year 2021 to year 2021"):
        index_to(frame, base=2020)
    with pytest.raises(
        UnknownWordError, match="over='month' is no column of time of this frame: it has year"
    ):
        index_to(frame, base=2020, over="month")


def test_months_are_indexed_to_a_month():
    frame = made([(50, 50), (60, 60)], month=months(2))
    assert index_to(frame, base="2020-02", over="month")["index"].round(1).tolist() == [83.3, 100]


# rolling


@moderately
@given(st.integers(2, 5), st.lists(st.tuples(TRUE, TRUE), min_size=5, max_size=11))
def test_a_window_holds_the_true_sum_of_its_months(size: int, trues: list[tuple[int, int]]):
    frame = pd.concat(
        printed([pair[at] for pair in trues], program=name, month=months(len(trues)))
        for at, name in enumerate(["IMP", "TFWP"])
    ).sample(frac=1, random_state=2)
    windows = rolling(frame[["program", "month", *frame.columns[2:]]], months=size)
    assert len(windows) == 2 * (len(trues) - size + 1)
    for _, row in windows.iterrows():
        last = list(months(len(trues))).index(row["month"])
        at = int(row["program"] == "TFWP")
        inside = [pair[at] for pair in trues[last - size + 1 : last + 1]]
        assert row["lower"] <= sum(inside) <= row["upper"]
        assert row["first_month"] == months(len(trues))[last - size + 1]
        assert row["hidden"] == sum(0 < true < 5 for true in inside)
        assert row["provenance"] == f"sum of {size} cells"


@moderately
@given(st.lists(SMALL_BOUNDS, min_size=3, max_size=5))
def test_the_bounds_of_a_window_are_the_sums_of_the_bounds_and_are_reached(bounds: list[tuple[int, int]]):
    windows = rolling(made(bounds, month=months(len(bounds))), months=3)
    for number, (_, row) in enumerate(windows.iterrows()):
        possible = itertools.product(*(range(low, high + 1) for low, high in bounds[number : number + 3]))
        sums = [sum(counts) for counts in possible]
        assert (row["lower"], row["upper"]) == (min(sums), max(sums))


def test_windows_are_person_months_by_series_in_the_order_of_months():
    frame = pd.concat([made([(5, 5)] * 13, province=place, month=months(13)) for place in ("QC", "ON")])
    frame.attrs["notes"] = ["a note"]
    windows = rolling(frame)
    assert measure_of(windows) == "effective_months"
    assert list(windows.columns[:4]) == ["province", "first_month", "month", "effective_months"]
    assert windows["province"].tolist() == ["QC", "QC", "ON", "ON"]
    assert windows["month"].tolist() == [*months(2, "2020-12-01")] * 2
    assert windows["effective_months"].tolist() == [60] * 4
    assert windows.attrs == frame.attrs
    assert change(windows, over="month")["change"].tolist() == [pd.NA, 0, pd.NA, 0]


@pytest.mark.parametrize("reckon", [total, share])
def test_windows_overlap_and_are_neither_summed_nor_shared_out(
    reckon: Callable[[pd.DataFrame], pd.DataFrame],
):
    windows = rolling(printed([10, 20, 30, 40], month=months(4), program="IMP"), months=3)
    with pytest.raises(IncomparableError, match=r"windows of several months .* which overlap"):
        reckon(windows)
    assert reckon(windows.tail(1))["effective_months"].item() == 90


def test_a_missing_month_is_named_and_no_window_goes_across_it():
    frame = made([(5, 5)] * 20, program="IMP", month=months(20)).drop(index=[3, 5])
    with pytest.raises(NotHeldError, match="program IMP lacks 2020-04 and 2020-06: no window goes across"):
        rolling(frame)
    assert len(rolling(frame[frame["month"] > "2020-06-01"])) == 3


def test_a_series_shorter_than_a_window_is_refused():
    with pytest.raises(NotHeldError, match="The series holds 11 months, 2020-01 to 2020-11: no window of 12"):
        rolling(made([(5, 5)] * 11, month=months(11)))
    with pytest.raises(ValueError, match="months=1: a window sums 2 months or more"):
        rolling(made([(5, 5)] * 11, month=months(11)), months=1)


def test_windows_are_not_made_of_windows_nor_of_what_is_no_person_month():
    windows = rolling(made([(5, 5)] * 15, month=months(15)), months=3)
    for again in (rolling, year_to_date):
        with pytest.raises(IncomparableError, match="a month would be counted more than once"):
            again(windows)
    with pytest.raises(IncomparableError, match="these are holders"):
        rolling(made([(5, 5)], "holders", year=2020))
    with pytest.raises(UnknownWordError, match="no column 'month'"):
        rolling(made([(5, 5)], "effective_months", year=2020))


# same_month


@moderately
@given(st.lists(st.one_of(SOME, st.integers(1, 4)), min_size=12, max_size=26), st.data())
def test_a_month_holds_its_true_change_from_the_year_before_or_none(trues: list[int], data: st.DataObject):
    gone = data.draw(st.integers(0, len(trues) - 1))
    frame = printed(trues, month=months(len(trues))).drop(index=gone).sample(frac=1, random_state=3)
    for number, row in same_month(frame).iterrows():
        if number < 12 or number - 12 == gone:
            assert row[["since", "change_lower", "change_upper", "ratio_lower", "ratio_upper"]].isna().all()
        else:
            assert row["since"] == months(len(trues))[number - 12]
            assert within(row, "change", trues[number] - trues[number - 12])
            assert within(row, "ratio", trues[number] / trues[number - 12])


@moderately
@given(NOT_EMPTY, SMALL_BOUNDS)
def test_the_bounds_of_a_month_against_the_year_before_are_reached(
    before: tuple[int, int], after: tuple[int, int]
):
    frame = made([before, after], month=pd.to_datetime(["2020-03-01", "2021-03-01"]))
    row = same_month(frame).iloc[1]
    possible = list(itertools.product(range(before[0], before[1] + 1), range(after[0], after[1] + 1)))
    assert (row["change_lower"], row["change_upper"]) == (
        min(end - start for start, end in possible),
        max(end - start for start, end in possible),
    )
    assert row["ratio_lower"] == pytest.approx(min(end / start for start, end in possible))
    assert row["ratio_upper"] == pytest.approx(max(end / start for start, end in possible))


def test_a_month_that_may_be_0_is_refused_only_as_a_base():
    dates = pd.to_datetime(["2020-02-01", "2020-01-01", "2021-01-01", "2021-03-01"])
    frame = printed([0, 10, 5, 5], month=dates)
    assert same_month(frame)["change"].tolist() == [pd.NA, pd.NA, -5, pd.NA]
    refused = frame.assign(month=[*frame["month"][:3], pd.Timestamp("2021-02-01")])
    with pytest.raises(IncomparableError, match="The base month 2020-02 may be 0: "):
        same_month(refused)


def test_windows_are_held_against_those_of_the_year_before():
    compared = same_month(rolling(made([(5, 5)] * 12 + [(6, 6)] * 12, month=months(24))))
    assert compared["change"].tolist() == [pd.NA] * 12 + [12]


# year_to_date


@moderately
@given(st.lists(st.one_of(SOME, st.integers(1, 4)), min_size=13, max_size=24))
def test_a_year_to_date_holds_the_true_sums_and_their_change(trues: list[int]):
    count = len(trues) - 12
    both = year_to_date(
        printed(trues, program="IMP", month=months(len(trues))).sample(frac=1, random_state=4)
    )
    before, now = sum(trues[:count]), sum(trues[12:])
    assert both["year"].tolist() == [2020, 2021]
    assert both["months"].tolist() == [count] * 2
    assert both["months_missing"].isna().all()
    assert measure_of(both) == "effective_months"
    for (_, row), true in zip(both.iterrows(), (before, now), strict=True):
        assert row["lower"] <= true <= row["upper"]
    assert within(both.iloc[1], "change", now - before)
    assert within(both.iloc[1], "ratio", now / before)


def test_months_that_one_of_the_years_lacks_are_in_neither_sum_and_are_named():
    frame = made([(number, number) for number in range(1, 19)], month=months(18)).drop(index=[1, 14])
    both = year_to_date(frame)
    assert both["effective_months"].tolist() == [1 + 4 + 5 + 6, 13 + 16 + 17 + 18]
    assert both["months"].tolist() == [4, 4]
    assert both["months_missing"].tolist() == ["2020-02, 2021-03"] * 2


def test_series_of_unequal_length_are_summed_over_the_months_they_share():
    imp = made([(1, 1)] * 24, program="IMP", month=months(24))
    both = year_to_date(pd.concat([made([(2, 2)] * 18, program="TFWP", month=months(18)), imp]))
    assert both["program"].tolist() == ["TFWP", "TFWP", "IMP", "IMP"]
    assert both["effective_months"].tolist() == [12, 12, 6, 6]
    assert both["months_missing"].iloc[0].startswith("2021-07, 2021-08, ")
    assert year_to_date(imp)["months"].tolist() == [12, 12]


def test_arrivals_stay_arrivals_and_one_month_is_held_against_one():
    frame = made([(10, 12), (20, 22)], "arrivals", program="workers",
                 month=pd.to_datetime(["2024-01-01", "2025-01-01"]))  # fmt: skip
    both = year_to_date(frame)
    assert both["arrivals"].tolist() == [10, 20]
    assert "month" not in both
    assert both.iloc[1][["change_lower", "change_upper"]].tolist() == [8, 12]
    one_month = year_to_date(frame.rename(columns={"arrivals": "effective_month"}))
    assert one_month["effective_months"].tolist() == [10, 20]
    assert total(one_month)["effective_months"].tolist() == [30]


def test_a_year_is_chosen_and_one_without_months_before_it_is_refused():
    frame = made([(1, 1)] * 18, program="IMP", month=months(18))
    with pytest.raises(
        NotHeldError, match=r"No month of 2020 .* 2019 too. .*IMP runs from 2020-01 to 2021-06"
    ):
        year_to_date(frame, year=2020)
    assert year_to_date(frame, year=2021).equals(year_to_date(frame))


def test_a_year_before_that_may_be_0_and_months_that_do_not_add_up_are_refused():
    frame = made([(0, 0), (5, 7)], month=pd.to_datetime(["2024-01-01", "2025-01-01"]))
    with pytest.raises(IncomparableError, match="The base year 2024 may be 0: nothing is a multiple of 0"):
        year_to_date(frame)
    with pytest.raises(IncomparableError, match="The months of holders are not summed: a stock"):
        year_to_date(frame.rename(columns={"effective_month": "holders"}))


def test_the_real_months_run_without_a_gap(db: duckdb.DuckDBPyConnection):
    frame = ims.effective_by_month(db)
    windows = rolling(frame)
    tfwp = frame[(frame["program"] == "TFWP") & (frame["month"] >= "2023-07-01")]
    row = windows[windows["program"] == "TFWP"].iloc[-1]
    assert row[["lower", "effective_months", "upper"]].tolist() == [
        tfwp[name].sum() for name in ("lower", "effective_month", "upper")
    ]
    both = year_to_date(frame[frame["program"] == "TFWP"])
    assert both["months"].tolist() == [6, 6]
    assert same_month(frame)["change_lower"].notna().sum() == len(frame) - 24
