"""What the page of how sure figures are says in words, held against the tables; and that it uncovers nothing."""

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.folders import shipped_notebooks
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.runner import Run, run


@pytest.fixture(scope="module")
def page() -> Run:
    return run(read_notebook(shipped_notebooks() / "07_how_sure.ipynb"), {"lang": "en"})


def shown(page: Run, exhibit: str) -> pd.DataFrame:
    (found,) = [each.frame for each in page.exhibits if each.id == exhibit]
    return found


def test_no_exhibit_shows_a_hidden_cell(page: Run) -> None:
    for exhibit in page.exhibits:
        frame = exhibit.frame
        if "status" in frame:
            assert not frame["status"].eq("suppressed").any(), exhibit.id
        if {"lower", "upper"} <= set(frame.columns):
            assert not (frame["lower"].eq(1) & frame["upper"].eq(4)).any(), exhibit.id


def test_the_bounds_of_one_total_widen_with_its_cells(page: Run) -> None:
    ladder = shown(page, "widen")
    for first in (0, 3):
        rows = ladder.iloc[first : first + 3]
        assert rows["cells"].is_monotonic_increasing
        assert rows["bounds_apart"].is_monotonic_increasing
        assert rows["bounds_apart"].iloc[0] == 4
        assert rows["cells"].iloc[0] == 1


def test_each_row_of_the_ladder_is_named_by_what_was_asked(page: Run) -> None:
    ladder = shown(page, "widen").set_index("asked_as")
    assert ladder.loc["31 December: places added up", "cells"] == 14
    assert ladder.loc["31 December: places by stream", "hidden"] == page.names["stream_hidden"]
    assert ladder.loc["Effective in the year: as printed", "least_to_most"] == "333,203 to 333,207"
    assert ladder["source"].str.contains("citizenship").tolist() == [False] * 6 + [True]


def test_the_printed_total_lies_where_the_estimate_says(page: Run) -> None:
    lower, upper = page.names["likely_bounds"]
    assert lower <= page.names["told"] <= upper


def test_what_is_said_never_to_be_hidden_is_not(page: Run) -> None:
    never = page.names["never"]
    assert isinstance(never, pd.DataFrame)
    assert set(never["dimensions_name"]) == {"Canada", "province"}
    assert set(never.loc[never["dimensions_name"] == "province", "measure_name"]) == {
        "Permits that became effective in the year"
    }
    assert set(shown(page, "hidden")["dimensions_name"]).isdisjoint({"Canada"})


def test_two_dates_are_held_of_the_three_tables_that_the_page_names(page: Run) -> None:
    revised = shown(page, "revised")
    assert revised["data_of"].notna().all()
    assert revised["data_of"].nunique() == 3
    assert page.names["most_held"] == 2
    assert {"new periods", "tail revision", "back revision", "reclassification"} <= set(revised["kind_name"])


def test_the_break_says_what_the_reclassification_moved(page: Run) -> None:
    breaks = page.names["breaks"]
    assert isinstance(breaks, pd.DataFrame)
    said = breaks.set_index("break").loc["place-not-stated-2024", "effect"]
    fallen, risen, months = (page.names[name] for name in ("fallen", "risen", "months_moved"))
    assert f"about {round(fallen, -3):,} person-months" in said
    assert f"about {round(risen, -3):,}." in said
    assert f"{months} months from August 2021 to December 2023" in said
    assert (page.names["first_month"], page.names["last_month"]) == (
        pd.Timestamp("2021-08-01"),
        pd.Timestamp("2023-12-01"),
    )


def test_the_shift_of_june_2023_is_known_from_the_press_only(
    page: Run, db: duckdb.DuckDBPyConnection
) -> None:
    june = shown(page, "june-2023")
    assert june["certainty"].tolist() == ["B", "B", "A"]
    dates = ims.vintages(db).query("card == 'ircc-imp-year-end'")["vintage"].astype(str)
    assert (dates > "2023-06-30").all()


def test_every_figure_checked_is_in_one_outcome_and_those_that_differ_are_listed(page: Run) -> None:
    outcomes = shown(page, "backtests")
    assert outcomes["figures"].sum() == page.names["all_figures"]
    assert len(shown(page, "other-dates")) == page.names["another"]
    assert shown(page, "other-dates")["answer"].notna().all()
    assert page.names["against"] == 0


def test_the_split_of_both_programs_by_unique_people_is_not_held(db: duckdb.DuckDBPyConnection) -> None:
    figures = ims.published_figures(db, measure="holders_reported", year=2021)
    assert set(figures["program"]) == {"both"}


def test_every_break_is_in_one_table(page: Run) -> None:
    breaks = page.names["breaks"]
    assert isinstance(breaks, pd.DataFrame)
    short = shown(page, "short-years")
    told = [*shown(page, "breaks")["break"], *shown(page, "vintage-breaks")["break"], *short["break"]]
    assert sorted(told) == sorted(breaks["break"])
    assert set(short["kind"]) == {"partial year"}
    assert not short["effect"].str.contains("not a fall").any()
