"""Interval functions against brute force: true counts are drawn, published, and asked back."""

import itertools
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.intervals import change, compare, pairs, rank, share, top, total
from imp_stats.measures import additivity, measure_of, measures

moderately = settings(deadline=None, max_examples=80)

PLACES = ("ON", "QC", "BC", "AB", "MB", "SK")
TRUE = st.one_of(st.integers(0, 12), st.integers(0, 3000))
TRUES = st.lists(TRUE, min_size=1, max_size=6)
SMALL_BOUNDS = st.tuples(st.integers(0, 4), st.integers(0, 2)).map(lambda pair: (pair[0], pair[0] + pair[1]))

Bounds = tuple[int, int | None]


def published(true: int) -> dict[str, object]:
    """What IRCC prints of a true count, and the bounds that are read from it."""
    if true == 0:
        return {"count": 0, "lower": 0, "upper": 0, "status": "rounded", "hidden": 0}
    if true < 5:
        return {"count": None, "lower": 1, "upper": 4, "status": "suppressed", "hidden": 1}
    printed = 5 * round(true / 5)
    lower = 5 if printed == 5 else printed - 2
    return {"count": printed, "lower": lower, "upper": printed + 2, "status": "rounded", "hidden": 0}


def bounded(bounds: Bounds) -> dict[str, object]:
    """A cell of any bounds, its centre at the lower one."""
    return {"count": bounds[0], "lower": bounds[0], "upper": bounds[1], "status": "rounded", "hidden": 0}


def made(cells: Sequence[dict[str, object]], measure: str = "holders", **said: object) -> pd.DataFrame:
    """A frame as a question returns it."""
    counts = pd.DataFrame(list(cells)).astype(dict.fromkeys(("count", "lower", "upper", "hidden"), "Int64"))
    origin = {"provenance": "printed", "source": "IRCC, a table", "vintage": "2024-12-31"}
    described = pd.DataFrame(said, index=counts.index)
    frame = pd.concat([described, counts.rename(columns={"count": measure})], axis=1).assign(**origin)
    return frame.astype({"year": "Int64"}) if "year" in frame else frame


def printed(trues: Sequence[int], measure: str = "holders", **said: object) -> pd.DataFrame:
    return made([published(true) for true in trues], measure, **said)


def places(trues: Sequence[int], measure: str = "holders", **said: object) -> pd.DataFrame:
    return printed(trues, measure, province=list(PLACES[: len(trues)]), **said)


def possible(bounds: Sequence[Bounds]) -> itertools.product:
    """Every combination of true counts that the bounds allow."""
    return itertools.product(*(range(lower, upper + 1) for lower, upper in bounds))


def within(row: pd.Series, name: str, truth: float) -> bool:
    """Whether the truth lies inside the bounds of a row; an open bound holds anything."""
    lower, upper = row[f"{name}_lower"], row[f"{name}_upper"]
    return bool((pd.isna(lower) or lower <= truth) and (pd.isna(upper) or truth <= upper))


# total


@moderately
@given(TRUES)
def test_a_total_holds_the_true_sum(trues: list[int]):
    row = total(places(trues)).iloc[0]
    assert row["lower"] <= sum(trues) <= row["upper"]


@moderately
@given(st.lists(SMALL_BOUNDS, min_size=1, max_size=4))
def test_the_bounds_of_a_total_are_reached(bounds: list[Bounds]):
    row = total(made([bounded(pair) for pair in bounds], province=list(PLACES[: len(bounds)]))).iloc[0]
    sums = [sum(trues) for trues in possible(bounds)]
    assert (row["lower"], row["upper"]) == (min(sums), max(sums))


@moderately
@given(st.lists(st.integers(1, 7), min_size=0, max_size=60))
def test_a_total_of_people_in_several_parts_holds_the_number_of_people(people: list[int]):
    """Each person is a set of provinces, as bits; a province counts those who have its bit."""
    trues = [sum(1 for person in people if person >> bit & 1) for bit in range(3)]
    summed = total(places(trues, "effective_year", year=2021))
    row = summed.iloc[0]
    assert row["lower"] <= len(people) <= row["upper"]
    if sum(true > 0 for true in trues) > 1:
        assert pd.isna(row["effective_year"])
        assert row["status"] == "estimated"


def test_a_total_over_a_dimension_that_overlaps_has_the_largest_part_as_its_least_and_says_why():
    frame = places([300, 200], "effective_year", year=2021)
    summed = total(frame)
    row = summed.iloc[0]
    assert (row["lower"], row["upper"], row["hidden"]) == (298, 504, 0)
    reason = additivity("effective_year", "province").reason_en
    assert reason in summed.attrs["notes"][0]


def test_within_a_part_that_adds_the_rows_are_summed_before_the_largest_is_taken():
    frame = printed(
        [100, 100, 150, 10], program=["IMP", "IMP", "TFWP", "TFWP"], province=["ON", "QC", "ON", "QC"]
    )
    assert total(frame).iloc[0][["lower", "upper"]].tolist() == [196, 368]


@moderately
@given(st.lists(TRUE, min_size=2, max_size=6))
def test_the_central_value_of_a_total_is_what_is_printed_and_two_for_each_hidden_cell(trues: list[int]):
    cells = [published(true) for true in trues]
    hidden = sum(cell["hidden"] for cell in cells)
    row = total(places(trues)).iloc[0]
    assert row["hidden"] == hidden
    if sum(true > 0 for true in trues) > 1:
        assert row["holders"] == sum(cell["count"] or 0 for cell in cells) + 2 * hidden
        assert row["status"] == ("estimated" if hidden else "rounded")
        assert row["lower"] <= row["holders"] <= row["upper"]


@pytest.mark.parametrize("trues", [[3], [3, 0], [0, 0, 2]])
def test_a_lone_hidden_cell_has_no_central_value_in_any_total(trues: list[int]):
    row = total(places(trues)).iloc[0]
    assert pd.isna(row["holders"])
    assert row[["lower", "upper", "status", "hidden"]].tolist() == [1, 4, "suppressed", 1]


def test_an_open_part_makes_the_sum_open():
    open_cell = {"count": None, "lower": 1, "upper": None, "status": "suppressed", "hidden": 1}
    row = total(made([published(100), open_cell], province=["ON", "QC"])).iloc[0]
    assert (row["lower"], row["holders"]) == (99, 102)
    assert pd.isna(row["upper"])


def test_a_total_of_totals_counts_the_cells_behind_it():
    years = pd.concat([places([10, 20, 30], year=year) for year in (2020, 2021)])
    by_year = total(years, by="year")
    assert by_year["provenance"].tolist() == ["sum of 3 cells"] * 2
    positions = pd.concat([places([10, 20, 30], "positions", year=year) for year in (2020, 2021)])
    assert total(total(positions, by="year"))["provenance"].tolist() == ["sum of 6 cells"]
    assert total(by_year.iloc[:1]).equals(by_year.iloc[:1])


def test_the_status_of_a_total_is_that_of_its_least_sure_part():
    frame = places([10, 20, 30], "positions")
    for parts, whole in ((["exact"] * 3, "exact"), (["exact", "absent", "rounded"], "rounded")):
        assert total(frame.assign(status=parts))["status"].tolist() == [whole]


def test_what_is_the_same_in_every_part_stays():
    frame = places([10, 20], program="IMP", year=2021).assign(province_name=["Ontario", "Quebec"])
    frame = frame[["program", "province", "year", "province_name", *frame.columns[3:-1]]]
    assert list(total(frame).columns[:3]) == ["program", "year", "holders"]
    assert list(total(frame, by="province").columns[:5]) == list(frame.columns[:5])


def test_sources_and_vintages_are_joined():
    frame = places([10, 20]).assign(source=["A", "B"], vintage=["2024-12-31", "2023-12-31"])
    assert total(frame)[["source", "vintage"]].iloc[0].tolist() == ["A; B", "2024-12-31; 2023-12-31"]


def test_months_become_person_months_and_have_years():
    months = pd.to_datetime(["2021-01-01", "2021-02-01", "2022-01-01"])
    frame = printed([100, 200, 300], "effective_month", program="IMP", month=months)
    summed = total(frame, by=("program", "year"))
    assert measure_of(summed) == "effective_months"
    assert summed["year"].tolist() == [2021, 2022]
    assert summed["effective_months"].tolist() == [300, 300]
    assert measure_of(total(frame, by=("program", "month"))) == "effective_month"


def test_the_year_of_months_is_added_to_a_copy():
    frame = printed([100, 200], "effective_month", month=pd.to_datetime(["2021-01-01", "2021-02-01"]))
    assert "year" in rank(frame, within="year")
    assert "year" not in frame


def test_a_population_is_never_summed_over_days_but_changes():
    frame = printed([100, 200], "population", province="ON", day=pd.to_datetime(["2024-10-01", "2025-01-01"]))
    with pytest.raises(IncomparableError, match="never summed over day"):
        total(frame)
    assert change(frame, over="day")["change"].tolist() == [pd.NA, 100]
    with pytest.raises(IncomparableError, match="Two rows count province ON, day 2024-10-01"):
        total(frame.assign(day=pd.Timestamp("2024-10-01")))


def test_the_level_of_an_occupation_is_a_label_of_it():
    frame = printed([10, 20, 30], "positions", noc=["2174", "2171", "6322"], skill=["A", "A", "B"])
    assert total(frame)["positions"].tolist() == [60]
    assert total(frame, by="skill")["positions"].tolist() == [30, 30]
    with pytest.raises(IncomparableError, match="Two rows count skill A"):
        total(frame.drop(columns="noc"))


def test_people_in_both_programs_are_counted_twice_in_person_months_too():
    frame = printed([100, 50, 30, 60], "effective_month", program=["IMP", "IMP", "TFWP", "TFWP"],
                    month=pd.to_datetime(["2021-01-01", "2021-02-01"] * 2))  # fmt: skip
    row = total(frame).iloc[0]
    assert (row["lower"], row["upper"]) == (146, 248)
    assert pd.isna(row["effective_months"])


def test_a_stock_is_never_summed_over_years():
    frame = printed([100, 200], province=["ON", "ON"], year=[2020, 2021])
    with pytest.raises(IncomparableError, match=r"holders .* never summed over year: .*by=\('year',\)"):
        total(frame)


def test_a_dimension_that_a_measure_does_not_have_is_never_summed_over():
    with pytest.raises(IncomparableError, match="gender is no dimension of holders"):
        total(printed([100, 200], gender=["women", "men"]))


# share


@moderately
@given(st.lists(TRUE, min_size=1, max_size=5))
def test_a_share_holds_the_true_share(trues: list[int]):
    shares = share(places(trues))
    for (_, row), true in zip(shares.iterrows(), trues, strict=True):
        if sum(trues):
            assert within(row, "share", true / sum(trues))
            assert pd.isna(row["share"]) or within(row, "share", row["share"])
        else:
            assert pd.isna(row["share_lower"])
            assert pd.isna(row["share_upper"])


@moderately
@given(st.lists(SMALL_BOUNDS, min_size=1, max_size=4))
def test_the_bounds_of_a_share_are_reached(bounds: list[Bounds]):
    shares = share(made([bounded(pair) for pair in bounds], province=list(PLACES[: len(bounds)])))
    for number, row in shares.iterrows():
        reached = [Fraction(trues[number], sum(trues)) for trues in possible(bounds) if sum(trues)]
        if reached:
            assert row["share_lower"] == float(min(reached))
            assert row["share_upper"] == float(max(reached))
        else:
            assert pd.isna(row["share_lower"])


@moderately
@given(st.lists(TRUE, min_size=2, max_size=4), st.data())
def test_a_share_holds_the_truth_wherever_the_not_stated_belongs(trues: list[int], data: st.DataObject):
    *stated, unknown = trues
    frame = printed(trues, province=[*PLACES[: len(stated)], "ZZ"])
    left, belongs = unknown, []
    for _ in stated:
        belongs.append(data.draw(st.integers(0, left)))
        left -= belongs[-1]
    shares = share(frame)
    for number, true in enumerate(stated):
        row = shares.iloc[number]
        if sum(trues):
            assert within(row, "share", (true + belongs[number]) / sum(trues))
        if sum(stated):
            assert within(row, "share_of_stated", true / sum(stated))
    assert pd.isna(shares["share_of_stated_upper"].iloc[-1])
    if sum(trues):
        assert within(shares.iloc[-1], "share", unknown / sum(trues))


@moderately
@given(st.lists(SMALL_BOUNDS, min_size=2, max_size=3), SMALL_BOUNDS)
def test_the_bounds_of_a_share_beside_the_not_stated_are_reached(stated: list[Bounds], unknown: Bounds):
    bounds = [*stated, unknown]
    frame = made([bounded(pair) for pair in bounds], province=[*PLACES[: len(stated)], "ZZ"])
    shares = share(frame)
    for number in range(len(stated)):
        row = shares.iloc[number]
        reached = [
            Fraction(trues[number] + own, sum(trues))
            for trues in possible(bounds)
            if sum(trues)
            for own in (0, trues[-1])
        ]
        of_stated = [Fraction(t[number], sum(t[:-1])) for t in possible(bounds) if sum(t[:-1])]
        for name, values in (("share", reached), ("share_of_stated", of_stated)):
            if values:
                assert row[f"{name}_lower"] == float(min(values))
                assert row[f"{name}_upper"] == float(max(values))


@moderately
@given(st.lists(TRUE, min_size=1, max_size=5), st.integers(0, 50))
def test_a_share_of_a_printed_whole_holds_the_true_share(trues: list[int], others: int):
    """The whole is printed apart, and may hold more than the parts that are known."""
    whole = sum(trues) + others
    shares = share(places(trues, year=2021), whole=printed([whole], province=["CA"], year=2021))
    for (_, row), true in zip(shares.iterrows(), trues, strict=True):
        if whole:
            assert within(row, "share", true / whole)
            assert pd.isna(row["share"]) or 0 <= row["share"] <= 1


@moderately
@given(st.lists(st.integers(1, 15), min_size=1, max_size=60))
def test_shares_of_people_in_several_occupations_hold_with_a_printed_whole(people: list[int]):
    """Each person is a set of three occupations and of the unknown, as bits."""
    trues = [sum(1 for person in people if person >> bit & 1) for bit in range(4)]
    frame = printed(trues, "effective_year", noc=["2171", "2173", "2174", "other"], year=2021)
    shares = share(frame, whole=printed([len(people)], "effective_year", year=2021))
    stated = sum(1 for person in people if person & 7)
    for number in range(3):
        row = shares.iloc[number]
        assert within(row, "share", trues[number] / len(people))
        most = sum(1 for person in people if person >> number & 1 or person & 8)
        assert within(row, "share", most / len(people))
        if stated:
            assert within(row, "share_of_stated", trues[number] / stated)
    assert shares["share_of_stated"].isna().all()


def test_a_share_of_an_open_whole_has_no_more_than_it_knows():
    open_cell = {"count": None, "lower": 1, "upper": None, "status": "suppressed", "hidden": 1}
    shares = share(made([published(100), open_cell], province=["ON", "QC"]))
    assert shares["share_lower"].tolist() == [0, 1 / 103]
    assert shares["share_upper"].tolist() == [102 / 103, 1]
    of_open = share(places([100]), whole=made([open_cell], province=["CA"]))
    assert of_open[["share_lower", "share_upper"]].iloc[0].tolist() == [0, 1]


def test_an_estimate_above_its_printed_whole_is_all_of_it():
    estimate = {"count": 6, "lower": 3, "upper": 12, "status": "estimated", "hidden": 3}
    row = share(made([estimate], province=["ON"]), whole=printed([5], province=["CA"])).iloc[0]
    assert row[["share", "share_lower", "share_upper"]].tolist() == [1, 3 / 7, 1]


def test_a_lone_hidden_cell_has_no_central_share_but_counts_two_in_the_whole():
    shares = share(places([98, 3]))
    assert shares["share"].tolist() == [100 / 102, pd.NA]


def test_shares_within_a_column_are_of_each_of_its_values():
    frame = pd.concat([places([100, 300], year=2020), places([50, 50], year=2021)], ignore_index=True)
    assert share(frame, within="year")["share"].tolist() == [0.25, 0.75, 0.5, 0.5]
    assert share(frame, within=("province", "year"))["share"].tolist() == [1, 1, 1, 1]


def test_a_place_not_stated_that_is_a_group_of_its_own_is_no_unknown_part():
    frame = printed([100, 300], province=["ON", "ZZ"])
    assert "share_of_stated" not in share(frame, within="province")
    assert "share_of_stated" in share(frame)


@pytest.mark.parametrize(
    ("measure", "said", "call"),
    [
        ("holders", {"year": [2020, 2021]}, r"share\(frame, within=\('year',\)\)\."),
        ("effective_year", {"province": ["ON", "QC"]}, r"or give the printed whole"),
        ("effective_month", {"month": pd.to_datetime(["2020-01-01", "2020-02-01"])}, "person-months"),
        ("holders", {"program": ["IMP", "TFWP"]}, "both programs"),
    ],
)
def test_a_share_of_what_does_not_add_up_is_refused(measure: str, said: dict, call: str):
    with pytest.raises(IncomparableError, match=call):
        share(printed([100, 200], measure, **said))


def test_a_whole_of_a_stock_over_years_is_refused_even_if_it_is_given():
    frame = printed([100, 200], year=[2020, 2021])
    with pytest.raises(IncomparableError, match="does not add up to a whole"):
        share(frame, whole=printed([300]))


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ({"province": ["ON"]}, {"province": ["QC"]}),
        ({"program": ["IMP"]}, {"program": ["TFWP"]}),
        ({"year": [2021]}, {"year": [2020]}),
        ({"year": [2021]}, {}),
        ({"stream": ["A > B"]}, {"stream": ["A > C"]}),
        ({}, {"program": ["IMP"]}),
    ],
)
def test_a_whole_that_does_not_contain_its_part_is_refused(said: dict, whole: dict):
    with pytest.raises(IncomparableError, match="a share is of a whole that contains its part"):
        share(printed([100], **said), whole=printed([200], **whole))


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ({"province": ["ON"]}, {"province": ["CA"]}),
        ({"stream": ["A > B > C"]}, {"stream": ["A"]}),
        ({"stream": ["A"]}, {"stream": ["A"]}),
        ({"province": ["ON"]}, {}),
        ({"stream": ["A"]}, {"stream": [None]}),
    ],
)
def test_a_whole_may_be_wider_than_its_part(said: dict, whole: dict):
    if whole == {"stream": [None]}:
        whole = {}
    assert share(printed([100], **said), whole=printed([200], **whole))["share"].tolist() == [0.5]


def test_wholes_are_found_by_what_is_named():
    parts = pd.concat([places([50, 50], year=2021), places([30, 30], year=2020)])
    wholes = printed([300, 200], province="CA", year=[2020, 2021])
    assert share(parts, within="year", whole=wholes)["share"].tolist() == [0.25, 0.25, 0.1, 0.1]
    with pytest.raises(ValueError, match=r"several wholes for one group: within=\(\)"):
        share(places([50, 50], year=2021), whole=wholes)
    with pytest.raises(ValueError, match="no whole for province ON, year 2021"):
        share(parts, within="year", whole=wholes.iloc[:1])


def test_a_whole_of_another_measure_or_vintage_is_refused():
    parts = places([50, 50])
    with pytest.raises(IncomparableError, match="do not count the same"):
        share(parts, whole=printed([300], "effective_year"))
    with pytest.raises(IncomparableError, match="take part and whole from one"):
        share(parts, whole=printed([300]).assign(vintage="2022-12-31"))


# change


@moderately
@given(st.lists(TRUE, min_size=2, max_size=6))
def test_a_change_holds_the_true_change_and_ratio(trues: list[int]):
    frame = printed(trues, year=list(range(2015, 2015 + len(trues))))
    if 0 in trues[:-1]:
        with pytest.raises(IncomparableError, match="may be 0"):
            change(frame)
        return
    changes = change(frame)
    assert changes.iloc[0][["since", "change", "change_lower", "ratio", "ratio_upper"]].isna().all()
    for number in range(1, len(trues)):
        row = changes.iloc[number]
        assert row["since"] == 2014 + number
        assert within(row, "change", trues[number] - trues[number - 1])
        assert within(row, "ratio", trues[number] / trues[number - 1])


@moderately
@given(SMALL_BOUNDS.filter(lambda pair: pair[0] > 0), SMALL_BOUNDS)
def test_the_bounds_of_a_change_are_reached(before: Bounds, after: Bounds):
    row = change(made([bounded(before), bounded(after)], year=[2020, 2021])).iloc[1]
    differences = [end - start for start, end in possible([before, after])]
    ratios = [end / start for start, end in possible([before, after])]
    assert (row["change_lower"], row["change_upper"]) == (min(differences), max(differences))
    assert (row["ratio_lower"], row["ratio_upper"]) == (min(ratios), max(ratios))


@moderately
@given(st.lists(TRUE, min_size=2, max_size=6), st.data())
def test_a_change_since_a_year_holds_the_truth(trues: list[int], data: st.DataObject):
    years = list(range(2015, 2015 + len(trues)))
    base = data.draw(st.integers(0, len(trues) - 1))
    frame = printed(trues, year=years).sample(frac=1, random_state=1)
    if trues[base] == 0 and base < len(trues) - 1:
        with pytest.raises(IncomparableError, match="may be 0"):
            change(frame, since=years[base])
        return
    changes = change(frame, since=years[base]).set_index("year")
    for year, true in zip(years, trues, strict=True):
        if year < years[base]:
            assert pd.isna(changes.loc[year, "change_lower"])
        else:
            assert within(changes.loc[year], "change", true - trues[base])


def test_one_cell_at_both_ends_has_not_changed():
    row = change(printed([3, 100], year=[2020, 2021]), since=2020).iloc[0]
    assert row[["change", "change_lower", "change_upper"]].tolist() == [0, 0, 0]
    assert row[["ratio", "ratio_lower", "ratio_upper"]].tolist() == [1, 1, 1]
    only = change(printed([0], year=[2020]), since=2020).iloc[0]
    assert only["change_upper"] == 0
    assert pd.isna(only["ratio_upper"])


def test_series_do_not_run_into_one_another_and_a_gap_is_named():
    frame = pd.concat([places([100, 50], year=year) for year in (2023, 2020)], ignore_index=True)
    changes = change(frame)
    assert changes["since"].tolist() == [2020, 2020, pd.NA, pd.NA]
    assert changes["change"].tolist() == [0, 0, pd.NA, pd.NA]


def test_a_hidden_end_has_bounds_but_no_central_change():
    row = change(printed([3, 100], year=[2020, 2021])).iloc[1]
    assert pd.isna(row["change"])
    assert pd.isna(row["ratio"])
    assert row[["change_lower", "change_upper", "ratio_lower", "ratio_upper"]].tolist() == [
        94,
        101,
        24.5,
        102,
    ]


def test_an_open_base_leaves_the_change_open_below():
    open_cell = {"count": None, "lower": 1, "upper": None, "status": "suppressed", "hidden": 1}
    row = change(made([open_cell, published(100)], year=[2020, 2021])).iloc[1]
    assert pd.isna(row["change_lower"])
    assert row[["change_upper", "ratio_lower", "ratio_upper"]].tolist() == [101, 0, 102]


def test_months_change_from_month_to_month_and_since_one():
    frame = printed(
        [50, 60, 70], "effective_month", month=pd.to_datetime(["2021-01-01", "2021-02-01", "2021-03-01"])
    )
    assert change(frame, over="month")["change"].tolist() == [pd.NA, 10, 10]
    assert change(frame, over="month", since="2021-02")["change"].tolist() == [pd.NA, 0, 10]
    assert change(frame, over="month", since=2021)["since"].tolist() == [pd.Timestamp("2021-01-01")] * 3


def test_a_base_that_may_be_0_is_named_with_the_number_of_others():
    frame = pd.concat([places([0, 0, 10], year=2020), places([10, 10, 10], year=2021)])
    with pytest.raises(IncomparableError, match=r"province ON, year 2020 may be 0, as may 1 more"):
        change(frame)
    assert len(change(frame[frame["lower"] > 0])) == 4


def test_a_series_without_the_base_year_is_named():
    frame = pd.concat([places([10, 10], year=2020), places([10], year=2019)])
    with pytest.raises(
        NotHeldError,
        match="since=2019: the series of province QC does not hold it; it runs from 2020 to 2020",
    ):
        change(frame, since=2019)


def test_a_change_over_what_is_no_time_is_refused():
    with pytest.raises(
        UnknownWordError, match="over='province' is no column of time of this frame: it has year"
    ):
        change(places([10], year=2020), over="province")
    with pytest.raises(UnknownWordError, match="it has none"):
        change(places([10]))


# rank and top


def true_ranks(trues: Sequence[int]) -> list[int]:
    return [1 + sum(other > true for other in trues) for true in trues]


@moderately
@given(TRUES)
def test_a_rank_holds_the_true_rank(trues: list[int]):
    ranked = rank(places(trues))
    for true, best, worst in zip(true_ranks(trues), ranked["rank_best"], ranked["rank_worst"], strict=True):
        assert best <= true <= worst


@moderately
@given(st.lists(SMALL_BOUNDS, min_size=1, max_size=4))
def test_the_bounds_of_a_rank_are_reached(bounds: list[Bounds]):
    ranked = rank(made([bounded(pair) for pair in bounds], province=list(PLACES[: len(bounds)])))
    ranks = [true_ranks(trues) for trues in possible(bounds)]
    assert ranked["rank_best"].tolist() == [min(each) for each in zip(*ranks, strict=True)]
    assert ranked["rank_worst"].tolist() == [max(each) for each in zip(*ranks, strict=True)]


@moderately
@given(TRUES, st.integers(1, 7))
def test_everyone_who_may_belong_to_the_first_n_is_there(trues: list[int], n: int):
    first = top(places(trues), n)
    belong = {place for place, true in zip(PLACES, true_ranks(trues), strict=False) if true <= n}
    assert belong <= set(first["province"])
    assert (first["rank_best"] <= n).all()
    assert first["rank_best"].is_monotonic_increasing


def test_exactly_equal_counts_share_a_rank_and_rounded_ones_may_not():
    exact = [{"count": 7, "lower": 7, "upper": 7, "status": "exact", "hidden": 0}] * 2
    assert rank(made(exact, "positions", province=["ON", "QC"]))["rank_worst"].tolist() == [1, 1]
    assert rank(places([100, 100]))["rank_worst"].tolist() == [2, 2]


def test_ranks_are_within_each_group_and_the_frame_keeps_its_order():
    frame = pd.concat([places([10, 300], year=2020), places([50, 20], year=2021)], ignore_index=True)
    assert rank(frame, within="year")["rank_best"].tolist() == [2, 1, 1, 2]
    first = top(frame, 1, within="year")
    assert first[["year", "province"]].to_numpy().tolist() == [[2020, "QC"], [2021, "ON"]]


def test_an_open_count_may_be_the_first():
    open_cell = {"count": None, "lower": 1, "upper": None, "status": "suppressed", "hidden": 1}
    ranked = rank(made([published(100), open_cell], province=["ON", "QC"]))
    assert ranked["rank_best"].tolist() == [1, 1]
    assert ranked["rank_worst"].tolist() == [2, 2]


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ({"province": ["ON", "ZZ"]}, r'frame\[~frame\["province"\]\.isin\(\[\'ZZ\'\]\)\]'),
        ({"noc": ["2174", "other"]}, r"isin\(\['other', 'not stated'\]\)"),
        ({"noc": ["2174", "not stated"]}, "an unknown has no rank"),
        ({"stream": ["A", "not stated"]}, "an unknown has no rank"),
    ],
)
@pytest.mark.parametrize("ranking", [rank, lambda frame: top(frame, 1)])
def test_what_is_not_stated_has_no_rank(ranking: Callable, said: dict, call: str):
    with pytest.raises(IncomparableError, match=call):
        ranking(printed([10, 20], **said))


@pytest.mark.parametrize("n", [0, -1, 2.5, "5"])
def test_a_list_has_a_whole_number_of_places_and_at_least_one(n: object):
    with pytest.raises(ValueError, match=f"n={n!r}: a list has a whole number of places, at least one"):
        top(places([10]), n)


# compare


@moderately
@given(TRUES, TRUES)
def test_a_comparison_holds_the_true_difference_and_ratio(ones: list[int], others: list[int]):
    both = compare(places(ones, program="IMP"), places(others, program="TFWP"))
    assert both["province"].tolist() == list(PLACES[: max(len(ones), len(others))])
    for number, row in both.iterrows():
        if number < min(len(ones), len(others)):
            assert within(row, "difference", ones[number] - others[number])
            if others[number]:
                assert within(row, "ratio", ones[number] / others[number])
        else:
            assert pd.isna(row["difference_lower"])
            assert pd.isna(row["ratio_upper"])


@moderately
@given(SMALL_BOUNDS, SMALL_BOUNDS)
def test_the_bounds_of_a_comparison_are_reached(one: Bounds, other: Bounds):
    row = compare(made([bounded(one)], year=2020), made([bounded(other)], year=2021)).iloc[0]
    differences = [a - b for a, b in possible([one, other])]
    assert (row["difference_lower"], row["difference_upper"]) == (min(differences), max(differences))
    ratios = [a / b for a, b in possible([one, other]) if b]
    if other[0] > 0:
        assert (row["ratio_lower"], row["ratio_upper"]) == (min(ratios), max(ratios))
    else:
        assert pd.isna(row["ratio_upper"])
        assert not ratios or row["ratio_lower"] == min(ratios)


def test_what_differs_between_the_frames_and_nowhere_in_them_is_compared():
    imp = places([100, 200], program="IMP", year=2021).assign(holders=[100, 200])
    tfwp = places([50, 20], program="TFWP", year=2021).assign(source="IRCC, another table")
    both = compare(imp, tfwp)
    assert list(both.columns[:5]) == ["province", "year", "program_a", "program_b", "measure"]
    assert both["program_b"].tolist() == ["TFWP", "TFWP"]
    assert both["difference"].tolist() == [50, 180]
    assert both["ratio"].tolist() == [2, 10]
    assert both[["source_a", "source_b", "vintage_a"]].iloc[0].tolist() == [
        "IRCC, a table", "IRCC, another table", "2024-12-31",
    ]  # fmt: skip


def test_labels_stand_once_where_they_agree_and_twice_where_they_do_not():
    frame = places([100, 200], year=2021).assign(province_name=["Ontario", "Quebec"])
    frame = frame[["province", "year", "province_name", *frame.columns[2:-1]]]
    years = compare(frame, frame.assign(year=pd.array([2020, 2020], dtype="Int64")))
    assert years["province_name"].tolist() == ["Ontario", "Quebec"]
    sides = compare(frame.iloc[:1], frame.iloc[1:])
    assert sides[["province_a", "province_name_b"]].iloc[0].tolist() == ["ON", "Quebec"]


def test_the_same_cell_on_both_sides_differs_by_nothing():
    frame = places([100, 3, 0])
    both = compare(frame, frame)
    assert both["difference_lower"].tolist() == both["difference_upper"].tolist() == [0, 0, 0]
    assert both["ratio_upper"].tolist() == [1, 1, pd.NA]
    revised = compare(frame, frame.assign(vintage="2022-12-31"), vintages=True)
    assert revised["difference_upper"].tolist() == [4, 3, 0]
    assert revised["vintage_b"].tolist() == ["2022-12-31"] * 3


def test_open_sides_leave_a_comparison_open():
    open_cell = {"count": None, "lower": 1, "upper": None, "status": "suppressed", "hidden": 1}
    frame, other = made([open_cell], year=2020), printed([100], year=2021)
    row = compare(frame, other).iloc[0]
    assert (row["difference_lower"], row["ratio_lower"]) == (-101, 1 / 102)
    assert pd.isna(row["difference_upper"])
    assert pd.isna(row["ratio_upper"])
    assert pd.isna(compare(other, frame).iloc[0]["difference_lower"])
    assert compare(other, frame).iloc[0]["ratio_lower"] == 0


def test_every_pair_of_measures_is_refused_with_both_definitions_and_the_call_that_is_right():
    for one, other in itertools.combinations(measures().values(), 2):
        a, b = (printed([100], measure.id, year=2021) for measure in (one, other))
        with pytest.raises(IncomparableError) as refused:
            compare(a, b)
        message = str(refused.value)
        assert one.definition() in message
        assert other.definition() in message
        said = pairs.advice()[frozenset({one.id, other.id})]
        assert len(said.why) > 20
        assert f"Instead: {said.instead}" in message
        assert re.search(r"\b(ims|db)\.\w+\(", said.instead)


def test_every_call_that_a_message_names_is_there_to_be_called():
    called = {name for said in pairs.advice().values() for name in re.findall(r"ims\.(\w+)", said.instead)}
    assert called <= set(imp_stats.__all__)


def test_the_table_of_pairs_holds_every_pair_of_measures_once():
    held = list(itertools.combinations(measures(), 2))
    assert set(pairs.advice()) == {frozenset(pair) for pair in held}
    text = (pairs.shipped_data() / "reference" / "comparisons.csv").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(held) + 1


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ({"program": ["IMP"]}, {"program": ["HC"]}, "another universe"),
        ({"noc": ["2174"]}, {"noc": ["21230"]}, "different versions or levels of the NOC"),
        ({"province": ["ON"]}, {"province": ["CA"]}, r"share\(a, whole=b\)"),
        ({"stream": ["A"]}, {"stream": ["A > B"]}, r"share\(b, whole=a\)"),
        ({"province": ["ON", "QC"]}, {"year": [2021, 2022]}, r"a is by province, b is not"),
        ({"year": [2021]}, {"province": ["ON"], "year": [2021]}, r"share\(b, within=\('year',\), whole=a\)"),
    ],
)
def test_what_does_not_count_the_same_people_is_not_compared(a: dict, b: dict, why: str):
    trues = [100] * max(map(len, a.values()))
    with pytest.raises(IncomparableError, match=why):
        compare(printed(trues, **a), printed([100] * max(map(len, b.values())), **b))


def test_two_vintages_of_one_source_are_compared_only_if_asked():
    frame = places([100])
    with pytest.raises(IncomparableError, match=r"compare\(a, b, vintages=True\)"):
        compare(frame, frame.assign(vintage="2022-12-31"))


def test_canada_by_its_code_is_canada_without_one():
    other = printed([50], year=2021).assign(source="another table")
    both = compare(printed([100], province=["CA"], year=2021), other)
    assert both["ratio"].tolist() == [2]


def test_frames_without_a_row_in_common_are_refused():
    with pytest.raises(ValueError, match="no row in common: a begins with province ON, b with province AB"):
        compare(places([10, 20]), printed([10, 20], province=["AB", "MB"]))


def test_the_notes_of_both_sides_are_kept_once():
    frame = places([100])
    frame.attrs["notes"] = ["Read this."]
    assert compare(frame, frame).attrs["notes"] == ["Read this."]


# what every function refuses

EVERY: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
    total, share, rank, lambda frame: top(frame, 1), lambda frame: compare(frame, frame),
]  # fmt: skip
SUMMING = [total, share, rank]


@pytest.mark.parametrize("function", [*EVERY, change])
def test_rows_that_stand_twice_are_refused(function: Callable):
    with pytest.raises(IncomparableError, match="Two rows count province ON"):
        function(printed([10, 20], province=["ON", "ON"]).assign(year=2021))
    with pytest.raises(IncomparableError, match="counted twice"):
        function(printed([10, 20]))


@pytest.mark.parametrize("function", [*EVERY, change])
def test_several_vintages_of_one_source_are_refused(function: Callable):
    frame = places([10, 20]).assign(vintage=["2022-12-31", "2024-12-31"], year=2021)
    with pytest.raises(IncomparableError, match="vintages 2022-12-31 and 2024-12-31"):
        function(frame)
    assert total(frame.assign(source=["A", "B"])).shape[0] == 1


@pytest.mark.parametrize("function", [*EVERY, change])
def test_a_frame_that_does_not_say_how_sure_it_is_is_refused(function: Callable):
    with pytest.raises(ValueError, match="has no lower and vintage"):
        function(places([10, 20]).drop(columns=["lower", "vintage"]))
    with pytest.raises(ValueError, match="holds no row"):
        function(places([10, 20]).iloc[:0])
    with pytest.raises(ValueError, match="Row 1 has no lower bound"):
        function(places([10, 20], year=2021).assign(lower=pd.array([8, None], dtype="Int64")))


@pytest.mark.parametrize("function", EVERY)
def test_frames_of_no_measure_or_of_several_are_refused(function: Callable):
    frame = places([10, 20])
    for other in (
        frame.rename(columns={"holders": "people"}),
        frame.assign(positions=1),
        frame.assign(measure="x"),
    ):
        with pytest.raises(IncomparableError, match="The frame holds"):
            function(other)


@pytest.mark.parametrize("function", SUMMING)
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"province": ["CA", "ON"]}, "a whole beside its parts"),
        ({"stream": ["A > B", "A"]}, "'A' stands beside 'A > B', which it contains"),
        ({"stream": ["A > B > C", "A"]}, "which it contains"),
        ({"stream": ["A > V > V", "A > V"]}, "which it contains"),
    ],
)
def test_rows_that_contain_one_another_are_refused(function: Callable, said: dict, why: str):
    with pytest.raises(IncomparableError, match=why):
        function(printed([10, 20], **said))


def test_rows_that_contain_one_another_may_stand_in_groups_of_their_own():
    assert len(total(printed([10, 20], province=["CA", "ON"]), by="province")) == 2
    assert len(rank(printed([10, 20], stream=["A", "A > B"]), within="stream")) == 2


def test_a_leaf_in_one_place_may_be_a_parent_in_another():
    frame = printed([10, 20, 30], province=["ON", "PE", "PE"], stream=["A > B", "A > B > C", "A > B > D"])
    assert total(frame)["holders"].tolist() == [60]
    assert share(frame)["share"].round(3).tolist() == [0.167, 0.333, 0.5]


def test_streams_that_only_begin_alike_do_not_contain_one_another():
    assert total(printed([10, 20], stream=["A", "AB > C"]))["holders"].tolist() == [30]


@pytest.mark.parametrize("function", [rank, total, share])
@pytest.mark.parametrize("dimension", ["stream", "noc", "pr_class", "month"])
def test_rows_that_say_a_dimension_and_rows_that_do_not_are_refused(function: Callable, dimension: str):
    said = pd.Timestamp("2021-01-01") if dimension == "month" else "2174"
    frame = printed([10, 20], "positions", province=["ON", "QC"], **{dimension: [said, None]})
    with pytest.raises(IncomparableError, match=r"others do not|is no dimension of"):
        function(frame)


def test_a_sum_over_programs_of_which_one_is_not_held_for_as_long_is_refused():
    months = pd.to_datetime(["2024-06-01", "2024-07-01", "2024-06-01"])
    frame = printed([10, 20, 30], "effective_month", program=["IMP", "IMP", "TFWP"], month=months)
    for by in ((), ("month",), ("year",)):
        with pytest.raises(IncomparableError, match="not held for the same times"):
            total(frame, by=by)
    assert len(total(frame, by=("program", "year"))) == 2
    assert len(total(frame[frame["month"] < "2024-07-01"])) == 1


def test_rows_of_unlike_spans_are_not_reckoned_with():
    frame = printed([147300, 90495], "pr_admissions", year=[2024, 2025]).assign(months=[12, 7])
    for call in (total, share, rank, change):
        with pytest.raises(IncomparableError, match="covers 7 months, others 12"):
            call(frame)


def test_humanitarian_permits_are_no_part_of_a_whole_that_names_no_program():
    part, whole = printed([10], program=["HC"], year=2021), printed([100], year=2021)
    with pytest.raises(IncomparableError, match="another universe"):
        share(part, whole=whole)
    assert len(share(part.assign(program="IMP"), whole=whole)) == 1


def test_a_whole_is_not_held_against_the_sum_of_some_of_its_parts():
    whole = printed([10], province=["NU"])
    rest = total(printed([5, 5], province="NU", stream=["A", "B"]), by="province")
    with pytest.raises(IncomparableError, match="would tell what is hidden"):
        compare(whole, rest)
    assert len(compare(whole, rest.assign(source="another table"))) == 1


@pytest.mark.parametrize("function", [rank, total])
def test_humanitarian_permits_never_join_the_programs(function: Callable):
    with pytest.raises(IncomparableError, match="another universe"):
        function(printed([10, 20], program=["IMP", "HC"]))


@pytest.mark.parametrize("measure", ["positions"])
@pytest.mark.parametrize("function", SUMMING)
def test_occupations_of_two_classifications_are_refused(function: Callable, measure: str):
    with pytest.raises(IncomparableError, match="2174 and 21230 are codes of different versions or levels"):
        function(printed([10, 20], measure, noc=["2174", "21230"]))
    with pytest.raises(IncomparableError, match="versions or levels"):
        function(printed([10, 20], measure, noc=["2174", "21"]))
    versions = printed([10, 20], measure, noc=["2174", "2171"], noc_version=["2011", "2016"])
    with pytest.raises(IncomparableError, match="versions or levels"):
        function(versions)
    assert len(function(versions.assign(noc_version="2011"))) > 0


def test_an_unknown_occupation_belongs_to_any_classification():
    assert total(printed([10, 20], "positions", noc=["2174", "other"]))["positions"].tolist() == [30]


def test_a_series_does_not_change_its_classification():
    frame = printed([10, 20], "positions", noc="2174", noc_version=["2011", "2016"], year=[2015, 2016])
    with pytest.raises(IncomparableError, match="versions or levels"):
        change(frame)


@pytest.mark.parametrize(
    ("call", "keyword"),
    [
        (lambda frame: total(frame, by="provnce"), "by"),
        (lambda frame: share(frame, within=("year",)), "within"),
        (lambda frame: rank(frame, within="provnce"), "within"),
    ],
)
def test_a_column_that_is_no_dimension_is_refused_with_those_that_are(call: Callable, keyword: str):
    with pytest.raises(
        UnknownWordError, match=f"{keyword}='.*' is no dimension of this frame: it has province"
    ):
        call(places([10, 20]))
    with pytest.raises(UnknownWordError, match="it has none"):
        call(printed([10]))


def test_derived_columns_stand_before_the_provenance_and_replace_older_ones():
    frame = places([10, 20])
    frame.attrs["notes"] = ["Read this."]
    ranked = share(rank(rank(frame)))
    assert list(ranked.columns) == [
        "province", "holders", "lower", "upper", "status", "hidden", "rank_best", "rank_worst",
        "share", "share_lower", "share_upper", "provenance", "source", "vintage",
    ]  # fmt: skip
    assert ranked.attrs["notes"] == ["Read this."]
    assert ranked["rank_best"].dtype == "Int64"
    assert ranked["share"].dtype == "Float64"
    assert total(frame)["lower"].dtype == "Int64"


def test_no_function_changes_the_frame_that_it_is_given():
    frame = places([10, 3], year=2021)
    before = frame.copy(deep=True)
    for function in (*EVERY, change):
        function(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_with_any_index_is_answered_alike():
    frame = places([10, 3, 200], year=2021)
    odd = frame.set_axis([7, 7, 2])
    for function in EVERY:
        pd.testing.assert_frame_equal(function(frame), function(odd).reset_index(drop=True))


# shares of what is stated, of a printed whole; months behind a sum


@moderately
@given(st.lists(TRUE, min_size=2, max_size=5), st.integers(0, 3000), st.integers(0, 3000))
def test_a_share_of_what_is_stated_is_of_the_whole_without_the_unknown(
    trues: list[int], others: int, unknown: int
):
    if sum(trues) + others == 0:
        return
    rows = printed([*trues, unknown], province=[*PLACES[: len(trues)], "ZZ"])
    whole = printed([sum(trues) + others + unknown], province=["CA"])
    shares = share(rows, whole=whole)
    for (_, row), true in zip(shares.iterrows(), trues, strict=False):
        assert within(row, "share_of_stated", true / (sum(trues) + others) - 0.0)
    assert pd.isna(shares["share_of_stated"].iloc[-1])


def test_some_rows_of_a_printed_whole_are_not_all_that_is_stated():
    rows = printed([500, 200], province=["ON", "ZZ"])
    row = share(rows, whole=printed([1000], province=["CA"])).iloc[0]
    assert row["share_of_stated"] == 500 / 800
    assert (row["share_of_stated_lower"], row["share_of_stated_upper"]) == (498 / 804, 502 / 796)


def test_a_sum_of_months_says_of_how_many():
    frame = printed([100, 50, 30], "effective_month", program=["IMP", "IMP", "TFWP"],
                    month=pd.to_datetime(["2021-01-01", "2021-02-01", "2021-01-01"]))  # fmt: skip
    sums = total(frame, by="program")
    assert list(sums.columns[:3]) == ["program", "months", "effective_months"]
    assert sums["months"].tolist() == [2, 1]
    assert "months" not in total(frame, by=("program", "month"))


def test_spans_of_unlike_length_are_not_compared():
    long = printed([147300], "pr_admissions", year=[2024]).assign(months=12)
    part = printed([90495], "pr_admissions", year=[2025]).assign(months=7)
    with pytest.raises(IncomparableError, match="a covers 7 months and b 12"):
        compare(part, long)
    imp = total(
        printed(
            [10, 20], "effective_month", program="IMP", month=pd.to_datetime(["2021-01-01", "2021-02-01"])
        )
    )
    more = pd.to_datetime(["2021-01-01", "2021-02-01", "2021-03-01"])
    tfwp = total(printed([10, 10, 10], "effective_month", program="TFWP", month=more))
    with pytest.raises(IncomparableError, match="longer span"):
        compare(imp, tfwp)
