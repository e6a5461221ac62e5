"""Events, against the table kept by hand."""

import csv

import duckdb
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
