"""No way of putting functions together makes one measure another: a small world of people, published and asked back."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.measures import additivity, measure_of, measures

PLACES = ("ON", "QC", "BC")
OCCUPATIONS = ("2174", "6322")
MONTHS = tuple(pd.date_range("2023-11-01", "2024-02-01", freq="MS"))
PROGRAMS = ("IMP", "TFWP")
REFUSED = (IncomparableError, NotHeldError, UnknownWordError, ValueError)
thoroughly = settings(deadline=None, max_examples=40)


@dataclass(frozen=True)
class Permit:
    """A permit that became effective: whose, when, where, for what, under which program."""

    person: int
    month: pd.Timestamp
    place: str
    noc: str
    program: str


# In a month a person has one permit of a program, as the publisher's own sums say.
PERMITS = st.lists(
    st.builds(
        Permit,
        person=st.integers(0, 25),
        month=st.sampled_from(MONTHS),
        place=st.sampled_from(PLACES),
        noc=st.sampled_from(OCCUPATIONS),
        program=st.sampled_from(PROGRAMS),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda permit: (permit.person, permit.month, permit.program),
)
Counted = list[frozenset[object]]
# How a measure counts: by which time, and what one of its counts is of.
WAYS: dict[str, tuple[str, Callable[[Permit], object]]] = {
    "effective_month": ("month", lambda permit: (permit.person, permit.month)),
    "effective_year": ("year", lambda permit: permit.person),
}
SAID: dict[str, Callable[[Permit], object]] = {
    "program": lambda permit: permit.program,
    "province": lambda permit: permit.place,
    "noc": lambda permit: permit.noc,
    "month": lambda permit: permit.month,
    "year": lambda permit: permit.month.year,
}


def published(true: int) -> dict[str, object]:
    if true == 0:
        return {"count": 0, "lower": 0, "upper": 0, "status": "exact", "hidden": 0}
    if true < 5:
        return {"count": None, "lower": 1, "upper": 4, "status": "suppressed", "hidden": 1}
    near = 5 * round(true / 5)
    return {
        "count": near, "lower": 5 if near == 5 else near - 2, "upper": near + 2, "status": "rounded", "hidden": 0,
    }  # fmt: skip


def table(permits: Sequence[Permit], measure: str, by: Sequence[str]) -> tuple[pd.DataFrame, Counted]:
    """What the publisher prints of a measure by some dimensions, and who is in each row."""
    time, one = WAYS[measure]
    names = [*(name for name in SAID if name in by), time]
    rows: dict[tuple[object, ...], set[object]] = {}
    for permit in permits:
        rows.setdefault(tuple(SAID[name](permit) for name in names), set()).add(one(permit))
    counts = pd.DataFrame([published(len(who)) for who in rows.values()]).astype(
        dict.fromkeys(("count", "lower", "upper", "hidden"), "Int64")
    )
    said = pd.DataFrame(list(rows), columns=names)
    frame = pd.concat([said, counts.rename(columns={"count": measure})], axis=1)
    frame = frame.assign(provenance="printed", source="IRCC, a table", vintage="2024-12-31")
    return frame.astype({"year": "Int64"}) if time == "year" else frame, [
        frozenset(who) for who in rows.values()
    ]


def summed(frame: pd.DataFrame, who: Counted, by: Sequence[str]) -> tuple[pd.DataFrame, Counted]:
    """A total, and who is in each of its rows."""
    result = ims.total(frame, by=by)
    if "year" in by and "year" not in frame:
        frame = frame.assign(year=frame["month"].dt.year)
    groups = frame.groupby(list(by), sort=False).ngroup() if by else pd.Series(0, index=frame.index)
    found: list[set[object]] = [set() for _ in range(groups.max() + 1)]
    for group, people in zip(groups, who, strict=True):
        found[group] |= people
    return result, [frozenset(people) for people in found]


TABLES = st.tuples(
    PERMITS, st.sampled_from(sorted(WAYS)), st.sets(st.sampled_from(["program", "province", "noc"]))
)
BYS = st.lists(st.sets(st.sampled_from(sorted(SAID))).map(sorted), min_size=1, max_size=3)


@thoroughly
@given(TABLES, BYS)
def test_sums_of_sums_keep_their_measure_and_hold_those_they_count(
    drawn: tuple[list[Permit], str, set[str]], steps: list[list[str]]
) -> None:
    permits, measure, by = drawn
    frame, who = table(permits, measure, sorted(by))
    allowed = {measure, additivity(measure, "time").rule.removeprefix("becomes ")}
    for step in steps:
        try:
            frame, who = summed(frame, who, step)
        except REFUSED:
            continue
        held = measure_of(frame)
        assert held in allowed
        assert held != "effective_month" or "month" in frame  # months added up are person-months
        for (_, row), people in zip(frame.iterrows(), who, strict=True):
            assert row["lower"] <= len(people) <= row["upper"]


@thoroughly
@given(TABLES, st.sets(st.sampled_from(sorted(SAID))).map(sorted))
def test_a_share_is_of_the_people_its_group_counts(
    drawn: tuple[list[Permit], str, set[str]], within: list[str]
) -> None:
    permits, measure, by = drawn
    frame, who = table(permits, measure, sorted(by))
    try:
        shares = ims.share(frame, within=within)
    except REFUSED:
        return
    assert measure_of(shares) == measure
    keyed = frame if "year" in frame or "year" not in within else frame.assign(year=frame["month"].dt.year)
    keys = [tuple(row) for row in keyed[within].to_numpy().tolist()] if within else [()] * len(frame)
    for key, people, (_, row) in zip(keys, who, shares.iterrows(), strict=True):
        whole = frozenset().union(*(some for other, some in zip(keys, who, strict=True) if other == key))
        assert row["share_lower"] - 1e-9 <= len(people) / len(whole) <= row["share_upper"] + 1e-9


@thoroughly
@given(TABLES, st.data())
def test_no_chain_of_functions_changes_what_is_counted(
    drawn: tuple[list[Permit], str, set[str]], data: st.DataObject
) -> None:
    permits, measure, by = drawn
    frame, _ = table(permits, measure, sorted(by))
    allowed = {measure, additivity(measure, "time").rule.removeprefix("becomes ")}
    calls: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "total": lambda frame: ims.total(
            frame, by=sorted(data.draw(st.sets(st.sampled_from(["program", "year"]))))
        ),
        "share": lambda frame: ims.share(frame, within=[name for name in ("month", "year") if name in frame]),
        "rank": ims.rank,
        "top": lambda frame: ims.top(frame, 2),
        "change": lambda frame: ims.change(frame, over="month" if "month" in frame else "year"),
        "likely": ims.likely,
        "rolling": lambda frame: ims.rolling(frame, months=2),
        "same_month": ims.same_month,
        "year_to_date": ims.year_to_date,
        "index_to": lambda frame: ims.index_to(frame, base=2024),
    }
    for name in data.draw(st.lists(st.sampled_from(sorted(calls)), min_size=1, max_size=4)):
        try:
            frame = calls[name](frame)
        except REFUSED:
            continue
        assert measure_of(frame) in allowed
        assert (frame["lower"] <= frame["upper"]).all()


# Two frames


def small(measure: str, **said: object) -> pd.DataFrame:
    """A frame of a measure as a question returns it: two rows of it, or one."""
    count = max(len(values) for values in said.values() if isinstance(values, list))
    counts = {"lower": 98, "upper": 102, "status": "rounded", "hidden": 0, "provenance": "printed"}
    frame = pd.DataFrame(said, index=range(count)).assign(**{measure: 100}, **counts)
    return frame if "vintage" in frame else frame.assign(source="A table", vintage="2024-12-31")


PROGRAM_OF = st.sampled_from(["IMP", "TFWP", "HC"])
NOCS_OF = st.sampled_from([["2174", "6322"], ["21230", "63200"], ["8431", "2174"]])
FRAMES = st.builds(
    lambda measure, program, nocs, source, vintage: small(
        measure, program=program, year=2021, noc=nocs, source=source, vintage=vintage
    ),
    st.sampled_from(sorted(measures())),
    PROGRAM_OF,
    NOCS_OF,
    st.sampled_from(["A table", "Another table"]),
    st.sampled_from(["2023-12-31", "2024-12-31"]),
)


def why_not(a: pd.DataFrame, b: pd.DataFrame) -> str | None:
    """Why two of the frames may not be compared; None if they may."""
    if measure_of(a) != measure_of(b):
        return "measures"
    if a["source"][0] == b["source"][0] and a["vintage"][0] != b["vintage"][0]:
        return "vintages"
    if len(a["noc"][0]) != len(b["noc"][0]):
        return "versions"
    programs = {a["program"][0], b["program"][0]}
    return "universes" if "HC" in programs and len(programs) > 1 else None


@thoroughly
@given(FRAMES, FRAMES)
def test_two_frames_are_compared_lawfully_or_refused_with_the_reason(
    a: pd.DataFrame, b: pd.DataFrame
) -> None:
    reason = why_not(a, b)
    if reason is None:
        if set(a["noc"]) & set(b["noc"]):
            compared = ims.compare(a, b)
            assert compared["difference_lower"].dropna().le(0).all()
        return
    with pytest.raises(IncomparableError) as refused:
        ims.compare(a, b)
    words = {
        "measures": "do not count the same",
        "vintages": "vintages=True",
        "versions": "different versions or levels of the NOC",
        "universes": "another universe",
    }
    assert words[reason] in str(refused.value)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(measures(), 2)))
def test_a_frame_of_two_measures_is_of_none(one: str, other: str) -> None:
    both = pd.concat([small(one, year=[2021]), small(other, year=[2022])])
    for call in (ims.total, ims.share, ims.rank, ims.likely, ims.change):
        with pytest.raises(IncomparableError, match="holds 2 measures"):
            call(both)


@pytest.mark.parametrize("name", sorted(measures()))
def test_two_vintages_of_one_table_are_never_taken_together(name: str) -> None:
    both = pd.concat([small(name, year=[2021]), small(name, year=[2022]).assign(vintage="2022-12-31")])
    for call in (ims.total, ims.share, ims.rank, ims.likely, ims.change):
        with pytest.raises(IncomparableError, match="two measurements"):
            call(both)


def test_the_files_of_a_series_are_periods_and_add_up(db: duckdb.DuckDBPyConnection) -> None:
    quarters = ims.positions_by_quarter(db, since="2021Q1", until="2021Q4")
    assert quarters["vintage"].nunique() == 4
    assert ims.total(quarters)["positions_listed"].tolist() == [110097]


@pytest.mark.parametrize("call", [ims.total, ims.share, ims.rank])
def test_the_imp_and_humanitarian_permits_never_join(call: Callable[..., pd.DataFrame]) -> None:
    both = small("effective_month", program=["IMP", "HC"], month=pd.Timestamp("2024-01-01"))
    with pytest.raises(IncomparableError, match=r"another universe|does not add"):
        call(both)


@pytest.mark.parametrize("call", [ims.total, ims.share, ims.rank])
@pytest.mark.parametrize("codes", [["2174", "21230"], ["2174", "217"]])
def test_occupations_of_two_versions_or_levels_never_join(
    call: Callable[..., pd.DataFrame], codes: list[str]
) -> None:
    with pytest.raises(IncomparableError, match="different versions or levels"):
        call(small("positions", noc=codes))


# Charts


def drawable(**said: object) -> pd.DataFrame:
    rows = small("effective_year", **said)
    return rows.assign(effective_year=[100, 200], lower=[98, 198], upper=[102, 202]).astype(
        {"effective_year": "Int64", "lower": "Int64", "upper": "Int64", "hidden": "Int64"}
    )


TOGETHER = {
    "two measurements": {"vintage": ["2023-12-31", "2024-12-31"], "source": "A table"},
    "another universe": {"program": ["IMP", "HC"]},
    "different versions or levels": {"noc": ["2174", "21230"], "occupation": ["one", "other"]},
}
CHARTS: dict[str, dict[str, object]] = {
    "trend": {"year": [2023, 2024]},
    "bars": {"year": 2024, "province": ["ON", "QC"], "province_name": ["Ontario", "Quebec"]},
    "tiles": {"year": 2024, "province": ["ON", "QC"]},
    "slope": {"year": [2023, 2024], "province": "ON", "province_name": "Ontario"},
    "small_multiples": {"year": [2023, 2024], "province": "ON", "province_name": "Ontario"},
}


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("reason", TOGETHER)
def test_no_chart_draws_on_one_axis_what_does_not_count_alike(chart: str, reason: str) -> None:
    with pytest.raises(IncomparableError, match=reason):
        getattr(ims.charts, chart)(drawable(**{**CHARTS[chart], **TOGETHER[reason]}))


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_draws_two_measures_on_one_axis(chart: str) -> None:
    both = pd.concat([small("holders", **CHARTS[chart]), small("target", **CHARTS[chart])])
    with pytest.raises(IncomparableError, match="holds 2 measures"):
        getattr(ims.charts, chart)(both)


# Ways round it that questions themselves open


def test_years_of_a_list_that_lacks_a_quarter_are_not_changed_into_one_another(
    db: duckdb.DuckDBPyConnection,
) -> None:
    years = ims.total(ims.positions_by_quarter(db, since="2021Q1", until="2022Q4"), by="year")
    assert years[["year", "months", "positions_listed"]].to_numpy().tolist()[0] == [2021, 12, 110097]
    assert years["months"].tolist() == [12, 9]
    with pytest.raises(IncomparableError, match="covers 9 months, others 12"):
        ims.change(years)


def test_a_sum_of_two_provinces_is_not_divided_by_the_earners_of_canada(
    db: duckdb.DuckDBPyConnection,
) -> None:
    two = ims.total(
        ims.positions_by_occupation(db, province=["ON", "BC"], year=2016, noc="8431"),
        by=("program", "year", "noc"),
    )
    with pytest.raises(IncomparableError, match="whose earners it is to be divided by cannot be told"):
        ims.per_thousand(two, ims.earners_by_occupation(db, noc="8431"))


@pytest.mark.parametrize(
    "parts",
    [
        lambda db: [ims.positions_by_year(db, year=2021), ims.positions_by_occupation(db, year=2021)],
        lambda db: [ims.positions_by_stream(db, year=2021), ims.positions_by_occupation(db, year=2021)],
        lambda db: [
            ims.effective_by_citizenship(db, program="IMP", since=2023, until=2023),
            ims.effective_by_gender(db, since=2023, until=2023),
        ],
    ],
)
def test_two_cuts_of_the_same_are_never_added_up(
    db: duckdb.DuckDBPyConnection, parts: Callable[[duckdb.DuckDBPyConnection], list[pd.DataFrame]]
) -> None:
    both = pd.concat(parts(db))
    for call in (ims.total, ims.share):
        with pytest.raises(IncomparableError, match=r"others do not|is no dimension of|does not add up"):
            call(both, **({"by": ("program",)} if call is ims.total else {"within": "program"}))
