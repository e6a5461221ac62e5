"""The page on permanent residence: two tables that are never added, whole years only, and a rule as the law has it."""

import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.folders import shipped_notebooks
from imp_stats.reports.frames import as_table
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.runner import Run, run

NOTEBOOK = read_notebook(shipped_notebooks() / "09_to_permanent_residence.ipynb")


@pytest.fixture(scope="module")
def ran() -> Run:
    return run(NOTEBOOK, {"lang": "en"})


def admissions(ran: Run) -> dict[str, pd.DataFrame]:
    return {exhibit.id: exhibit.frame for exhibit in ran.exhibits if "pr_admissions" in exhibit.frame}


def test_no_exhibit_holds_both_programs(ran):
    frames = admissions(ran)
    assert len(frames) == 6
    assert {name: frame["program"].nunique() for name, frame in frames.items()} == dict.fromkeys(frames, 1)


def test_a_year_that_is_not_over_stands_in_no_chart(ran):
    assert all((frame["months"] == 12).all() for frame in admissions(ran).values())


def test_the_months_held_of_a_year_are_no_part_of_what_a_table_counts(ran):
    for name, frame in admissions(ran).items():
        assert ", 12," not in as_table(frame, name, "en").subtitle, name


def test_the_months_of_the_year_that_is_not_over_are_held_against_the_same_months(ran):
    to_date = ran.names["to_date"]
    assert isinstance(to_date, pd.DataFrame)
    assert set(to_date["months"]) == {ran.names["part_months"]}


def test_what_the_prose_says_of_the_class_is_in_the_table(db):
    required = ims.cec_rule(db).set_index("rule")["required"]
    assert required["continuity"] == "not required"
    assert (required[["self-employment", "study"]] == "excluded").all()
    assert required["skill"] == "TEER 0-3"


def test_the_peak_that_the_note_sets_beside_the_pathway_is_in_its_year(ran, db):
    events = ims.policy_events(db).set_index("event")
    assert ran.names["peak_year"] == events.loc["tr-to-pr", "date"].year


def test_shares_of_occupations_are_told_with_their_coverage(ran):
    frames = {exhibit.id: exhibit for exhibit in ran.exhibits}
    for name, slot in (("teer-imp", "covered"), ("teer-tfwp", "jobs_covered")):
        assert "coverage_lower" in frames[name].frame
        assert f"{{{{ {slot} |" in str(frames[name].words.subtitle)


def test_the_page_runs_in_french():
    french = run(NOTEBOOK, {"lang": "fr"})
    table = next(exhibit.table for exhibit in french.exhibits if exhibit.id == "cec-rule")
    assert table is not None
    assert table.rows[0][0].text == "Autorisation"
