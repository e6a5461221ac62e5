"""Which rows a break touches, and that the lookup is the table kept by hand."""

import csv

import pytest

from imp_stats import discontinuities
from imp_stats.discontinuities import declared_breaks, touching
from imp_stats.folders import shipped_data

AGREEMENTS = "Agreements > Canada-International"
CUSMA = f"{AGREEMENTS} > Canada-United States-Mexico Agreement (CUSMA)"
SERIES = ("series", "candidate")


def ids(measure: str, row: dict[str, str | None], *kinds: str) -> list[str]:
    return [found.id for found in touching(measure, row, *(kinds or SERIES))]


def test_the_breaks_are_those_kept_by_hand_in_the_order_of_their_days() -> None:
    with (shipped_data() / "reference" / "breaks.csv").open(encoding="utf-8", newline="") as file:
        kept = {row["break"]: row for row in csv.DictReader(file)}
    assert {found.id for found in declared_breaks()} == set(kept)
    assert [found.date for found in declared_breaks()] == sorted(found.date for found in declared_breaks())
    for found in declared_breaks():
        row = kept[found.id]
        assert [found.kind, str(found.date)] == [row["kind"], row["break_date"]]
        assert found.measures == set(row["measures"].split(";"))
        assert (found.label("fr"), found.effect("en")) == (row["label_fr"], row["effect_en"])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"program": "IMP"}, ["overhaul-2014"]),
        ({}, []),
        ({"program": "HC", "stream": "x"}, []),
        ({"program": "IMP", "stream": "not stated"}, ["overhaul-2014"]),
        ({"program": "IMP", "stream": "Vulnerable workers"}, ["overhaul-2014", "other-imp-2021"]),
        ({"program": "IMP", "stream": CUSMA},
         ["overhaul-2014", "cusma-2020", "other-imp-2021", "exemption-codes-2022"]),
        ({"program": "IMP", "stream": AGREEMENTS}, ["overhaul-2014", "other-imp-2021", "exemption-codes-2022"]),
        ({"program": "IMP", "stream": "agreements"},
         ["overhaul-2014", "other-imp-2021", "exemption-codes-2022"]),
        ({"program": "TFWP", "stream": "Agricultural Workers"}, ["overhaul-2014"]),
        ({"program": "TFWP", "stream": "Agricultural Workers > Agricultural Stream"},
         ["agricultural-stream-2011", "overhaul-2014"]),
    ],
)  # fmt: skip
def test_a_row_of_holders_is_touched_by_what_it_counts(row: dict[str, str], expected: list[str]) -> None:
    assert ids("holders", row) == expected


def test_a_break_of_a_place_or_an_occupation_touches_no_other() -> None:
    assert ids("holders", {"program": "IMP", "province": "NU"}, "outlier") == ["nunavut-2011"]
    assert ids("holders", {"program": "IMP", "province": "CA"}, "outlier") == []
    assert ids("holders", {"program": "IMP"}, "outlier") == []
    assert ids("positions", {"program": "TFWP", "noc": "8431"}) == ["noc-2011-lmia", "farm-occupations-2021"]
    assert ids("positions", {"program": "TFWP", "noc": "6322"}) == ["noc-2011-lmia"]
    assert ids("positions", {"program": "TFWP"}) == []
    assert ids("population", {"program": "IMP"}) == []


def test_a_file_is_read_once() -> None:
    assert discontinuities.declared_breaks() is discontinuities.declared_breaks()
