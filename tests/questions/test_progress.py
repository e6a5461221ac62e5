"""Arrivals beside the targets that count them, against the two tables kept by hand."""

import csv
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.warehouse import connect, fill


def kept() -> list[dict[str, str]]:
    with (shipped_data() / "reference" / "arrivals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def months(program: str, first: int, last: int) -> int:
    """The arrivals of a span of 2025, in the newest release, added up by hand."""
    newest = {row["month"]: int(row["arrivals"]) for row in sorted(kept(), key=lambda row: row["vintage"])
              if row["program"] == program and row["year"] == "2025" and row["month"]}  # fmt: skip
    return sum(newest[str(number)] for number in range(first, last + 1))


@pytest.fixture(name="of_2025")
def _of_2025(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return ims.arrivals_against_target(db, year=2025).set_index("program")


def test_arrivals_are_added_up_to_the_first_month_that_is_missing(of_2025: pd.DataFrame) -> None:
    for program, printed in (("IMP", 111_200), ("TFWP", 43_315)):
        row = of_2025.loc[program]
        assert row["arrivals"] == months(program, 1, 8) == printed
        assert (row["lower"], row["upper"]) == (printed - 16, printed + 16)
        assert (row["months"], row["until"]) == (8, pd.Timestamp(2025, 8, 1))
        assert (row["status"], row["provenance"], row["certainty"]) == ("rounded", "sum of 8 cells", "B")
    assert of_2025["months_missing"].tolist()[:2] == [
        "September, October, November and December 2025",
        "September and December 2025",
    ]
    assert of_2025.loc["TFWP", "months_apart"] == "October and November 2025"
    assert pd.isna(of_2025.loc["IMP", "months_apart"])


def test_a_whole_year_is_taken_instead_of_its_months(of_2025: pd.DataFrame) -> None:
    row = of_2025.loc["workers"]
    assert (row["arrivals"], row["months"], row["certainty"], row["provenance"]) == (
        209_370,
        12,
        "C",
        "derived",
    )
    assert round(row["share"], 2) == 0.57
    assert row["target"] == 367_750
    assert row[["months_missing", "months_apart", "pace_needed", "pace_needed_lower"]].isna().all()


def test_the_share_and_the_pace_follow_from_the_figures(of_2025: pd.DataFrame) -> None:
    row = of_2025.loc["IMP"]
    assert row["share"] == 111_200 / 285_750
    assert (row["share_lower"], row["share_upper"]) == (111_184 / 285_750, 111_216 / 285_750)
    assert (row["pace"], row["pace_needed"]) == (111_200 / 8, (285_750 - 111_200) / 4)
    assert row["pace_needed_lower"] == (285_750 - 111_216) / 4
    for name in ("share", "pace", "pace_needed"):
        known = of_2025[of_2025[name].notna()]
        assert (known[f"{name}_lower"] <= known[name]).all()
        assert (known[name] <= known[f"{name}_upper"]).all()


def test_a_frame_of_two_measures_is_no_frame_of_one(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(IncomparableError, match=r"holds 2 measures \(target, arrivals\)"):
        ims.measure_of(ims.arrivals_against_target(db, year=2025))


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"year": 2026}, NotHeldError, "2026: no arrivals held; IMP 2024, IMP 2025, TFWP 2024"),
        ({"year": [2025, 2026]}, NotHeldError, "2026: no arrivals held"),
        ({"year": 2023, "program": "IMP"}, NotHeldError, "IMP 2023: no arrivals held"),
        ({"year": 2024}, NotHeldError, "plans held cover 2025 to 2028"),
        ({"year": 2025, "plan": "2026-2028"}, NotHeldError, "No target for year=.2025."),
        ({"year": 2025, "program": "visitors"}, UnknownWordError, "is no program of which arrivals are held"),
        ({"year": 2025, "plan": "2020"}, UnknownWordError, "is no plan"),
        ({"year": 2025, "lang": "de"}, ValueError, "the languages are"),
        ({"year": 2025, "as_of": "2025-08-31"}, NotHeldError, "2025: no arrivals held"),
    ],
)
def test_where_nothing_is_held_nothing_is_said(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.arrivals_against_target(db, **filters)


def test_what_was_known_on_a_day_is_found_again(db: duckdb.DuckDBPyConnection) -> None:
    then = ims.arrivals_against_target(db, year=2025, as_of="2025-10-31").set_index("program")
    assert then.loc["workers", ["arrivals", "months"]].tolist() == [154_515, 8]
    assert then.loc["workers", "status"] == "estimated"
    assert then["months_apart"].isna().all()


def test_a_year_whose_january_is_missing_has_no_sum() -> None:
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, shipped_data())
        db.execute("delete from arrivals where program = 'IMP' and year = 2025 and month = 1")
        db.execute(
            "insert into arrivals select * replace (2026 as year) from arrivals where program = 'TFWP' and month < 3"
        )
        cut = ims.arrivals_against_target(db, year=2025, program="IMP").iloc[0]
        assert (cut["months"], cut["target"]) == (0, 285_750)
        assert cut["months_missing"] == "January, September, October, November and December 2025"
        assert cut["months_apart"].startswith("February, March")
        nothing = [
            "until",
            "arrivals",
            "lower",
            "upper",
            "status",
            "share",
            "share_upper",
            "pace",
            "pace_needed",
            "provenance",
        ]
        assert cut[nothing].isna().all()
        db.execute("update arrivals set upper = 99999 where program = 'TFWP' and year = 2025 and month = 1")
        past = ims.arrivals_against_target(db, year=2025, program="TFWP").iloc[0]
        assert past["share_upper"] > 1
        assert past["pace_needed_lower"] == 0
        by_plan = ims.arrivals_against_target(db, year=2026, program="TFWP", plan=["2025-2027", "2026-2028"])
        assert by_plan["target"].tolist() == [82_000, 60_000]
        newest = ims.arrivals_against_target(db, year=2026)
        assert newest[["plan", "program", "target", "months"]].to_numpy().tolist() == [
            ["2026-2028", "TFWP", 60_000, 2]
        ]


def test_french_changes_the_words_and_no_figure(db: duckdb.DuckDBPyConnection) -> None:
    english, french = (ims.arrivals_against_target(db, year=2025, lang=lang) for lang in ("en", "fr"))
    words = ["counts", "months_missing", "months_apart"]
    pd.testing.assert_frame_equal(english.drop(columns=words), french.drop(columns=words), check_flags=False)
    assert french.loc[1, "months_missing"] == "septembre et décembre 2025"
    assert english.attrs["notes"] != french.attrs["notes"]
