"""The page on plan targets: both plans whole, what is held of a year beside its targets, and nothing where none is held."""

import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError
from imp_stats.folders import shipped_notebooks
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.runner import Run, run
from imp_stats.tables import Table

NOTEBOOK = read_notebook(shipped_notebooks() / "04_levels_plan.ipynb")


@pytest.fixture(scope="module")
def ran() -> Run:
    return run(NOTEBOOK, {"lang": "en"})


def table(ran: Run, name: str) -> Table:
    found = next(exhibit.table for exhibit in ran.exhibits if exhibit.id == name)
    assert found is not None
    return found


def test_both_plans_stand_whole_with_ranges_and_notional_years(ran, db):
    targets = ims.levels_plan(db)
    for name, plan in (("plan-new", "2026-2028"), ("plan-old", "2025-2027")):
        of_plan = targets[targets["plan"] == plan]
        cells = [cell for row in table(ran, name).rows for cell in row[1:] if cell.text]
        assert sorted(cell.text for cell in cells) == sorted(f"{target:,}" for target in of_plan["target"])
        ranged = of_plan[of_plan["lower"] < of_plan["upper"]]
        assert sum(" to " in cell.beneath for cell in cells) == len(ranged)
        assert (
            sum(cell.beneath == "notional" for cell in cells)
            == of_plan["is_notional"].fillna(value=False).sum()
        )


def test_the_table_of_arrivals_names_the_months_that_are_missing(ran):
    imp, tfwp, both = table(ran, "done").rows
    assert imp[0].beneath.startswith("not held: September")
    assert "held but not added: October and November 2025" in tfwp[0].beneath
    assert "not held" not in both[0].beneath


def test_a_total_that_is_derived_is_told_with_both_its_parts(ran):
    both, came, fall = (int(str(ran.names[name])) for name in ("both", "both_came", "fall"))
    note = str(ran.names["year_of_both"]["note"])
    assert note.startswith(f"{came:,} of 2024 less {fall:,}, the fall that was published")
    assert came - fall == both


def test_what_a_plan_aims_at_stands_beside_it_as_people_or_as_a_share(ran):
    cells = [row[1].text for row in table(ran, "goals").rows]
    assert all(cells)
    assert {"9.0%", "5.0%", "33,000"} <= set(cells)


def test_the_decembers_that_are_held_are_shown(ran):
    months = [row[0].text.split() for row in table(ran, "decembers").rows]
    assert months == [["December", year] for year in ("2023", "2024", "2025")]


def test_of_the_first_year_of_the_new_plan_nothing_is_held_as_the_prose_says(ran, db):
    with pytest.raises(NotHeldError, match="no arrivals held"):
        ims.arrivals_against_target(db, year=int(str(ran.names["first"])))


def test_the_page_runs_in_french():
    french = run(NOTEBOOK, {"lang": "fr"})
    assert table(french, "plan-old").rows[0][2].beneath == "notionnel"
