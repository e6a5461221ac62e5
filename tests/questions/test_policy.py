"""Events and breaks, against the tables kept by hand."""

import csv

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data


def test_every_event_is_there_in_the_order_of_its_days(db: duckdb.DuckDBPyConnection) -> None:
    path = shipped_data() / "reference" / "policy_events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["event"]: row for row in csv.DictReader(file)}
    found = ims.policy_events(db)
    assert set(found["event"]) == set(rows)
    assert found["date"].is_monotonic_increasing
    for lang in ("en", "fr"):
        for row in ims.policy_events(db, lang=lang).itertuples():
            there = rows[row.event]
            assert str(row.date.date()) == there["date"]
            assert (row.label, row.description) == (there[f"short_{lang}"], there[f"event_{lang}"])
            assert ("" if pd.isna(row.until) else str(row.until.date())) == there["date_end"]
            assert ("" if pd.isna(row.note) else row.note) == there[f"note_{lang}"]


@pytest.mark.parametrize("event", ["c20-instructions", "c10-instructions"])
def test_instructions_that_are_read_in_two_ways_come_with_both(
    db: duckdb.DuckDBPyConnection, event: str
) -> None:
    for lang, words in (("en", ["One reading", "The other", "tightened", "without a change of the rules"]),
                        ("fr", ["Une lecture", "L’autre", "resserré", "sans que les règles"])):  # fmt: skip
        events = ims.policy_events(db, lang=lang)
        note = events.loc[events["event"] == event, "note"].item()
        assert all(word in note for word in words)


def test_an_event_of_both_programs_comes_with_either(db: duckdb.DuckDBPyConnection) -> None:
    for program in ("IMP", "TFWP"):
        assert set(ims.policy_events(db, program=program)["program"]) == {program, "both"}
    assert set(ims.policy_events(db, kind=["fee"])["kind"]) == {"fee"}


def test_days_and_kinds_are_filters(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.policy_events(db, since="2014-06-20", until="2015-02-21")
    assert found["event"].tolist() == ["imp-created", "imp-fees"]
    with pytest.raises(UnknownWordError, match="the kinds of events are rule, fee, data and plan"):
        ims.policy_events(db, kind="law")
    with pytest.raises(ValueError, match="since='2014': a date is written as"):
        ims.policy_events(db, since="2014")


def kept_breaks() -> dict[str, dict[str, str]]:
    path = shipped_data() / "reference" / "breaks.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["break"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_break_is_there_as_it_is_kept_and_in_the_order_of_its_days(
    db: duckdb.DuckDBPyConnection, lang: str
) -> None:
    kept = kept_breaks()
    found = ims.breaks(db, lang=lang)
    assert set(found["break"]) == set(kept)
    assert found["date"].is_monotonic_increasing
    words = [
        "kind",
        "measures",
        "programs",
        "dimensions",
        "provinces",
        "streams",
        "noc",
        "certainty",
        "source",
    ]
    for row in found.to_dict("records"):
        there = kept[row["break"]]
        said = [there["break_date"], there["break_date_end"], there["break_date_precision"]]
        until = "" if pd.isna(row["until"]) else str(row["until"].date())
        assert [str(row["date"].date()), until, row["date_precision"]] == said
        assert ["" if pd.isna(row[name]) else row[name] for name in words] == [there[name] for name in words]
        assert (row["label"], row["effect"]) == (there[f"label_{lang}"], there[f"effect_{lang}"])


def test_a_break_of_several_measures_or_programs_comes_with_each(db: duckdb.DuckDBPyConnection) -> None:
    kept = kept_breaks()
    for measure in ("holders", "effective_month", "positions", "pr_admissions"):
        touched = {name for name, row in kept.items() if measure in row["measures"].split(";")}
        assert set(ims.breaks(db, measure=measure)["break"]) == touched
    for program in ("IMP", "TFWP", "HC"):
        touched = {name for name, row in kept.items() if program in row["programs"].split(";")}
        assert set(ims.breaks(db, program=program)["break"]) == touched
    found = ims.breaks(db, measure=["positions", "pr_admissions"], program="TFWP")
    assert found["break"].tolist() == ["noc-2011-lmia", "farm-occupations-2021", "partial-2025-admissions"]
    assert ims.breaks(db, measure="population").empty


def test_a_break_is_asked_for_by_measures_and_programs_that_are_some(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownWordError, match=r"'holder' is no measure\. Did you mean holders"):
        ims.breaks(db, measure="holder")
    with pytest.raises(UnknownWordError, match="'TFW' is no program"):
        ims.breaks(db, program="TFW")


@pytest.mark.parametrize(
    "filters", [{}, {"measure": "population"}, {"measure": "effective_year", "program": "IMP"}]
)
def test_the_dtypes_of_breaks_do_not_depend_on_the_rows(
    db: duckdb.DuckDBPyConnection, filters: dict[str, str]
) -> None:
    dtypes = ims.breaks(db, **filters).dtypes.astype(str)
    assert set(dtypes[["date", "until"]]) == {"datetime64[s]"}
    assert set(dtypes.drop(["date", "until"])) == {"str"}
