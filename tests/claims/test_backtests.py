"""Every published figure is asked of the tables held, and none confirms itself."""

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.claims.evidence import Subject, evidence_of, lineage_of, months_held, other_vintages
from imp_stats.folders import shipped_data


@pytest.fixture(scope="module")
def found(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return ims.check_figures(db).set_index("figure")


def test_every_figure_has_an_outcome(db: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> None:
    assert sorted(found.index) == sorted(ims.published_figures(db)["figure"])
    assert set(found["outcome"]) == {"found again", "own evidence", "another vintage", "not held"}
    assert found["reason"].str.len().min() > 20


def test_a_figure_that_a_table_answers_is_found_again_or_of_a_vintage_that_is_not_held(
    found: pd.DataFrame,
) -> None:
    answered = found[found["outcome"] != "not held"]
    met = (answered["answer_upper"] >= answered["lower"].fillna(0)) & (
        answered["answer_lower"] <= answered["upper"].fillna(10**9)
    )
    apart = answered[~met]
    assert set(apart["outcome"]) == {"another vintage"}
    assert (apart["lineage"] != apart["evidence"]).all()
    assert (apart["vintage"] != apart["answer_vintage"]).all()


def test_what_a_table_held_can_answer_is_answered(found: pd.DataFrame) -> None:
    unanswered = found[(found["outcome"] == "not held") & found["certainty"].isin(["A", "B"])]
    held = unanswered[unanswered["measure"].isin(["holders", "positions", "pr_admissions"])]
    years = held[~held["period"].str.contains("/|H1")]
    assert years.empty


def test_no_figure_confirms_itself(found: pd.DataFrame) -> None:
    same = found["lineage"] == found["evidence"]
    assert (found.loc[same, "outcome"] == "own evidence").all()
    assert (found.loc[~same, "outcome"] != "own evidence").all()


@pytest.mark.parametrize(
    ("figure", "outcome", "answer"),
    [
        ("imp-effective-2021-feb-2022", "found again", 333205),  # more than 315,000
        ("imp-effective-2021-feb-2023", "another vintage", 333205),  # 310,660
        ("imp-holders-2022-jun-2023", "another vintage", 647250),  # about 675,000
        ("tfwp-effective-2021-feb-2023", "not held", None),  # no year of the TFWP is printed in a table held
    ],
)
def test_the_figures_of_the_press_are_met_or_said_why_not(
    found: pd.DataFrame, figure: str, outcome: str, answer: int | None
) -> None:
    row = found.loc[figure]
    assert row["outcome"] == outcome
    assert (pd.isna(row["answer"]) and answer is None) or row["answer"] == answer


def test_a_figure_that_is_changed_changes_the_outcome(tmp_path: Path) -> None:
    own = tmp_path / "data"
    shutil.copytree(shipped_data(), own)
    path = own / "reference" / "published_figures.csv"
    text = path.read_text(encoding="utf-8")
    changed = text.replace('"310,660",310660,310658,310662', '"333,205",333205,333203,333207')
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    again = ims.check_figures(ims.open_warehouse(own)).set_index("figure")
    assert again.loc["imp-effective-2021-feb-2023", "outcome"] == "found again"


def test_the_words_are_said_in_french_too(db: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> None:
    french = ims.check_figures(db, lang="fr").set_index("figure")
    assert (french["outcome"] == found["outcome"]).all()
    assert (french["reason"] != found["reason"]).all()


# Evidence


def test_evidence_names_its_table_and_vintage(db: duckdb.DuckDBPyConnection) -> None:
    found = evidence_of(db, Subject("holders", "2021-12-31", program="TFWP"))
    assert found is not None
    assert (found.value, found.lower, found.upper) == (81430, 81428, 81432)
    assert found.lineage == "ircc-tfwp-year-end-2024-12-31"
    older = other_vintages(db, Subject("holders", "2021-12-31", program="TFWP"), found)
    assert [(one.value, one.vintage) for one in older] == [(81495, "2022-12-31")]


@pytest.mark.parametrize(
    "subject",
    [
        Subject("permits_issued", "2021", program="IMP"),
        Subject("holders", "2021", program="IMP"),  # a stock is of a day
        Subject("effective_year", "2021", program="TFWP"),
        Subject("effective_year", "2021", program="both"),
        Subject("effective_months", "2030", program="IMP"),
        Subject("arrivals", "2025-01/2025-12", program="IMP"),  # months are missing
        Subject("positions", "2021", program="IMP"),  # positions are of the TFWP
        Subject("positions", "2021", program="TFWP", stream="Agreements"),
        Subject("holders", "2024-12-31", program="IMP", noc="2174"),
        Subject("holders", "2024-12-31", program="IMP", plan="2026-2028"),
        Subject("effective_year", "2021", program="IMP", stream="Agreements"),
        Subject("effective_year", "2021"),  # of both programs, of which one has no year
        Subject("effective_months", "2025", program="both"),  # the TFWP ends in June 2024
        Subject("pr_admissions", "2024", program="IMP", noc="2174"),
        Subject("pr_admissions", "2024"),  # the two programs never add up
        Subject("arrivals", "2024", program="IMP", province="ON"),
        Subject("arrivals", "2024", program="HC"),  # a word that the table does not have
        Subject("target", "2026", program="IMP", province="ON"),
        Subject("target", "2026"),  # targets are never summed over programs
        Subject("npr", "2026-04-01", province="ON"),
        Subject("npr", "2026-04-01", program="IMP"),
        Subject("population", "2025-10-01", program="IMP"),
    ],
)
def test_what_no_table_counts_has_no_evidence(db: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    assert evidence_of(db, subject) is None


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        (Subject("effective_year", "2021", program="IMP", province="ON", noc="2174"), 2800),
        (Subject("positions", "2021", program="TFWP", noc="8431"), 61515),
        (Subject("arrivals", "2024", program="IMP"), 300115),
        (Subject("target", "2026", program="IMP"), 170000),
        (Subject("target", "2026", program="IMP", plan="2025-2027"), 128700),
        (Subject("npr", "2026-04-01", npr_type="Work permits"), 1296046),
        (Subject("population", "2025-10-01"), 41575585),
        (Subject("holders", "2021-12-31", program="IMP", province="NU"), 40),
    ],
)
def test_evidence_is_what_the_question_answers(
    db: duckdb.DuckDBPyConnection, subject: Subject, value: int
) -> None:
    found = evidence_of(db, subject)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "subject",
    [Subject("pr_admissions", "2025", program="IMP"), Subject("effective_year", "2025", program="HC")],
)
def test_part_of_a_year_is_no_year(db: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    assert evidence_of(db, subject) is None
    assert months_held(db, subject) == 7
    whole = dataclasses.replace(subject, period="2024")
    assert evidence_of(db, whole) is not None
    assert months_held(db, whole) is None
    assert months_held(db, dataclasses.replace(subject, period="1950")) is None


def test_a_source_that_is_no_table_is_its_own_lineage() -> None:
    assert lineage_of("A newspaper", "2024") == "A newspaper"
