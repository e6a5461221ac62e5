"""What holds for the frame of every question: columns, dtypes, index, languages, bounds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.errors import NotHeldError
from imp_stats.folders import shipped_data
from imp_stats.vocabulary import KINDS, STATED, entries
from imp_stats.warehouse import connect, fill

Question = Callable[..., pd.DataFrame]
STATUSES = {"exact", "rounded", "suppressed", "absent", "estimated"}
COUNTS = {
    "holders",
    "effective_year",
    "effective_month",
    "positions",
    "positions_listed",
    "population",
    "target",
    "arrivals",
    "pr_admissions",
    "npr",
    "earners_2015",
}
INTEGERS = {"year", "lower", "upper", "hidden", "rank_best", "rank_worst", "months"}
_BOUNDS = "lower upper status hidden"
_TAIL = f"{_BOUNDS} provenance source vintage"
_SHARES = "share share_lower share_upper share_of_program share_of_program_lower share_of_program_upper"
COLUMNS = {
    "holders_by_year": f"program year program_name holders {_TAIL}",
    "holders_by_province": f"program province year province_name holders {_TAIL}",
    "holders_by_stream": f"program province year stream province_name stream_name holders {_TAIL}",
    "holders_by_group": f"program year stream stream_name holders {_TAIL}",
    "effective_by_year": f"program province year province_name effective_year {_TAIL}",
    "effective_by_month": f"program province month province_name effective_month {_TAIL}",
    "effective_by_occupation": f"program province year noc province_name occupation effective_year {_TAIL}",
    "effective_by_citizenship": f"program citizenship month citizenship_name effective_month {_TAIL}",
    "effective_by_gender": f"program gender month gender_name effective_month {_TAIL}",
    "pgwp_by_area": f"program stream province area month stream_name province_name area_name effective_month {_TAIL}",
    "positions_by_year": f"program province year province_name positions {_TAIL}",
    "positions_by_occupation": f"program province year noc province_name occupation positions {_TAIL}",
    "positions_by_stream": f"program province year lmia_stream province_name lmia_stream_name positions {_TAIL}",
    "positions_by_quarter": f"program province quarter province_name positions_listed {_TAIL}",
    "top_occupations": f"program province year noc province_name occupation skill effective_year {_BOUNDS} "
    f"rank_best rank_worst {_SHARES} coverage_lower coverage_upper provenance source vintage",
    "population_by_province": f"province day province_name population {_TAIL}",
    "npr_by_quarter": f"npr_type day npr_type_name npr {_TAIL}",
    "earners_by_occupation": f"province year noc province_name occupation earners_2015 {_TAIL}",
    "levels_plan": f"plan program year category counts is_notional certainty target {_TAIL}",
    "arrivals_by_year": f"program year is_derived certainty note arrivals {_TAIL}",
    "arrivals_by_month": f"program month is_derived certainty note arrivals {_TAIL}",
    "pr_admissions_by_year": f"program province year months province_name pr_admissions {_TAIL}",
    "pr_admissions_by_month": f"program province month province_name pr_admissions {_TAIL}",
    "pr_admissions_by_class": "program province year pr_class months province_name pr_class_name pr_admissions "
    f"{_TAIL}",
}
DIMENSIONS = (
    "plan", "program", "province", "year", "month", "day", "stream", "noc", "category", "citizenship", "gender", "area",
    "lmia_stream", "quarter", "pr_class", "npr_type",
)  # fmt: skip
# The fewest rows and the most that tell of a question; every dtype must be the same in all.
FILTERS: dict[str, list[dict[str, Any]]] = {
    "holders_by_year": [{}, {"program": "TFWP", "year": 2000}, {"as_of": "2023-06-30", "program": "TFWP"}],
    "holders_by_province": [{}, {"province": "NU", "year": 2000}],
    "holders_by_stream": [
        {},
        {"stream": "Emergency repairs", "province": "NU", "year": 2016},
        {"province": "ZZ", "year": 2000, "program": "TFWP"},
    ],
    "holders_by_group": [{}, {"program": "TFWP", "year": 2000}],
    "effective_by_year": [{}, {"province": "NU", "year": 2015}],
    "effective_by_month": [{}, {"province": "NU", "program": "IMP", "since": "2015-01", "until": "2015-01"}],
    "effective_by_occupation": [{}, {"province": "NU", "noc": "0114", "year": 2021}],
    "effective_by_citizenship": [
        {"program": "TFWP"},
        {"program": "IMP", "citizenship": "India", "since": "2026-01"},
        {"citizenship": "Tuvalu", "program": "IMP", "year": 2015},
    ],
    "effective_by_gender": [{}, {"gender": "not stated", "since": "2026-01"}],
    "pgwp_by_area": [{}, {"area": "Cowansville", "since": "2015-01", "until": "2015-01"}],
    "pr_admissions_by_year": [{}, {"program": "TFWP", "province": "NU", "year": 2025}],
    "pr_admissions_by_month": [{}, {"program": "IMP", "province": "ZZ", "since": "2025-07"}],
    "pr_admissions_by_class": [{}, {"province": "NU", "pr_class": "Caregiver", "year": 2025}],
    "positions_by_year": [{}, {"province": "YT", "year": 2016}],
    "positions_by_occupation": [{}, {"province": "NU", "noc": "7246", "year": 2021}],
    "positions_by_stream": [{}, {"province": "NU", "lmia_stream": "Global Talent", "year": 2016}],
    "positions_by_quarter": [{}, {"province": "NU", "since": "2020Q2", "until": "2020Q2"}],
    "top_occupations": [{"province": [*STATED, "CA"]}, {"province": "NU", "year": 2021, "n": 1}],
    "population_by_province": [{}, {"province": "NU", "on": dt.date(1999, 7, 1)}],
    "npr_by_quarter": [{}, {"npr_type": "Other", "since": "2026-04"}],
    "earners_by_occupation": [{}, {"province": "NU", "noc": "2174"}],
    "levels_plan": [{}, {"program": "IMP", "year": 2026, "plan": "2026-2028"}],
    "arrivals_by_year": [{}, {"program": "workers", "year": 2025}],
    "arrivals_by_month": [{}, {"program": "TFWP", "year": 2025}],
}
BY_HAND = ("levels_plan", "arrivals_by_year", "arrivals_by_month")  # bounds as their sources give them
ASKED = [(name, filters) for name, several in FILTERS.items() for filters in several]


def ask(db: duckdb.DuckDBPyConnection, name: str, filters: dict[str, Any]) -> pd.DataFrame:
    question: Question = getattr(ims, name)
    return question(db, **filters)


def dtype(column: str) -> str:
    if column in INTEGERS | COUNTS:
        return "Int64"
    if column in ("month", "quarter", "day"):
        return "datetime64[s]"
    if column in ("is_notional", "is_derived"):
        return "boolean"
    return "Float64" if column.startswith(("share", "coverage")) else "str"


@pytest.mark.parametrize(("name", "filters"), ASKED)
def test_a_frame_has_its_columns_and_dtypes_whatever_the_rows(
    db: duckdb.DuckDBPyConnection, name: str, filters: dict[str, Any]
) -> None:
    found = ask(db, name, filters)
    assert found.columns.tolist() == COLUMNS[name].split()
    assert {column: str(kind) for column, kind in found.dtypes.items()} == {
        column: dtype(column) for column in found.columns
    }
    assert found.index.equals(pd.RangeIndex(len(found)))
    assert isinstance(found.index, pd.RangeIndex)
    assert len(found) > 0
    assert ims.measure_of(found) in COUNTS
    dimensions = [column for column in found.columns if column in DIMENSIONS]
    assert not found.duplicated(dimensions).any()
    assert set(found.attrs) <= {"notes"}


@pytest.mark.parametrize(("name", "filters"), [pair for pair in ASKED if pair[0] not in BY_HAND])
def test_a_count_lies_within_its_bounds_and_its_status_says_how_sure_it_is(
    db: duckdb.DuckDBPyConnection, name: str, filters: dict[str, Any]
) -> None:
    hold_together(ask(db, name, filters))


def hold_together(found: pd.DataFrame) -> None:
    count = found[ims.measure_of(found)]
    known = count.notna()
    assert (found["lower"] >= 0).all()
    assert (found["lower"] <= found["upper"]).all()
    assert (found["lower"][known] <= count[known]).all()
    assert (count[known] <= found["upper"][known]).all()
    assert set(found["status"]) <= STATUSES
    assert known.tolist() == (found["status"] != "suppressed").tolist()
    assert ((found["hidden"] > 0) == found["status"].isin(["suppressed", "estimated"])).all()
    assert (found["status"].isin(["exact", "absent"]) == (found["lower"] == found["upper"])).all()
    lone = found[found["status"] == "suppressed"]
    assert (lone[["lower", "upper", "hidden"]] == [1, 4, 1]).all(axis=None)
    assert found["provenance"].str.fullmatch(r"printed|sum of \d+ cells").all()
    assert found["vintage"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    assert not found["source"].isna().any()


@pytest.mark.parametrize(("name", "filters"), ASKED)
def test_french_changes_the_words_and_no_figure(
    db: duckdb.DuckDBPyConnection, name: str, filters: dict[str, Any]
) -> None:
    english, french = (ask(db, name, filters | {"lang": lang}) for lang in ("en", "fr"))
    words = [
        column for column in english.columns if column.endswith("_name") or column in ("counts", "occupation")
    ]
    pd.testing.assert_frame_equal(english.drop(columns=words), french.drop(columns=words))
    for column in words:
        kind = code = "noc" if column == "occupation" else column.removesuffix("_name")
        if kind in KINDS and name != "holders_by_group":
            labels = french[code].map({key: entry.label("fr") for key, entry in entries(kind).items()})
            assert labels.tolist() == french[column].tolist()
    if "QC" in set(english.get("province", ())):
        assert (english[words] != french[words]).any(axis=None)


@pytest.mark.parametrize("name", [*COLUMNS, "published_figures", "policy_events"])
def test_another_language_is_refused(db: duckdb.DuckDBPyConnection, name: str) -> None:
    with pytest.raises(ValueError, match="lang='de': the languages are 'en' and 'fr'"):
        ask(db, name, {"lang": "de"})


def test_an_open_part_makes_a_sum_open() -> None:
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, shipped_data())
        for measure, part in (("holders", "stream = 'Caregivers'"), ("effective_month", "citizenship = 'India'"),
                              ("effective_year", "noc = '2174'")):  # fmt: skip
            db.execute(
                f"update cells set upper = null where measure = '{measure}' and {part} and coalesce(province, 'ON') = 'ON'"
            )
        sums = (
            ims.holders_by_stream(db, stream="Caregivers"),
            ims.effective_by_month(db, program="IMP"),
            ims.effective_by_occupation(db, noc="2174"),
        )
        for found in sums:
            assert found["upper"].isna().all()
            assert not found["lower"].isna().any()


# Over filters drawn at random

_PLACES = st.lists(st.sampled_from([*STATED, "ZZ", "CA"]), min_size=1, max_size=3, unique=True)
_PROGRAMS = st.none() | st.sampled_from(["IMP", "TFWP", ["IMP", "TFWP"]])
_DAYS = st.none() | st.sampled_from(["2023-06-30", "2024-06-30", "2024-12-31", "2030-01-01"])
_STREAMS = st.none() | st.lists(st.sampled_from(list(entries("stream"))), min_size=1, max_size=3)
_NOCS = st.none() | st.lists(
    st.sampled_from(["2174", "4011", "8431", "6322", "0213", "5135", "1123", "9463", "other"]),
    min_size=1,
    max_size=3,
)
_SPAN = {"since": st.none() | st.integers(1999, 2026), "until": st.none() | st.integers(2000, 2027)}
_PLACED = {"province": st.none() | _PLACES, "as_of": _DAYS, "lang": st.sampled_from(["en", "fr"])}
_YEAR = st.none() | st.integers(2000, 2025)
DRAWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "holders_by_year": {"program": _PROGRAMS, "as_of": _DAYS, **_SPAN},
    "holders_by_province": {"program": _PROGRAMS, **_PLACED, **_SPAN},
    "holders_by_stream": {"program": _PROGRAMS, "stream": _STREAMS, **_PLACED, **_SPAN},
    "effective_by_year": {"program": _PROGRAMS, **_PLACED, **_SPAN},
    "effective_by_month": {"program": _PROGRAMS, **_PLACED, **_SPAN},
    "effective_by_occupation": {"noc": _NOCS, "year": _YEAR, **_PLACED},
    "pr_admissions_by_year": {"program": _PROGRAMS, **_PLACED, **_SPAN},
    "pr_admissions_by_month": {"program": _PROGRAMS, **_PLACED, **_SPAN},
    "pr_admissions_by_class": {"program": _PROGRAMS, "year": _YEAR, **_PLACED},
    "positions_by_year": {"year": _YEAR, **_PLACED},
    "positions_by_occupation": {"noc": _NOCS, "year": _YEAR, **_PLACED},
    "positions_by_stream": {"year": _YEAR, **_PLACED},
    "positions_by_quarter": {"noc": _NOCS, **_PLACED, **_SPAN},
    "top_occupations": {
        "program": st.sampled_from(["IMP", "TFWP"]),
        "n": st.integers(1, 40),
        "year": _YEAR,
        **_PLACED,
    },
}
_CALLS = st.sampled_from(list(DRAWN)).flatmap(
    lambda name: st.fixed_dictionaries(DRAWN[name]).map(lambda filters: (name, filters))
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(
    ("holders_by_stream", {"stream": ["Canadian Interests > Significant benefit"], "province": ["NU", "CA"]})
)
@given(call=_CALLS)
def test_whatever_is_asked_a_question_answers_within_bounds_or_raises(
    db: duckdb.DuckDBPyConnection, call: tuple[str, dict[str, Any]]
) -> None:
    name, filters = call
    try:
        found = ask(db, name, filters)
    except NotHeldError:
        return
    assert len(found) > 0
    hold_together(found)
    for column, asked in (("province", filters.get("province")), ("noc", filters.get("noc"))):
        if asked and name != "top_occupations":
            assert set(found[column]) == set(asked)
    if filters.get("since"):
        (when,) = {"year", "month", "quarter"} & set(found.columns)
        dates = found[when] if when == "year" else found[when].dt.year
        assert dates.min() >= filters["since"]
