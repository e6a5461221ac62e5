"""The page of rules: every code, fee and event once, with its certainty, and prose that the tables bear out."""

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.folders import shipped_notebooks
from imp_stats.reports.layout import site
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.page import compose
from imp_stats.reports.runner import Run, run

NOTEBOOK = read_notebook(shipped_notebooks() / "08_rules.ipynb")


@pytest.fixture(scope="module")
def ran() -> Run:
    return run(NOTEBOOK, {"lang": "en"})


@pytest.fixture(scope="module")
def html(ran: Run) -> str:
    """The page, its links to other pages made plain."""
    cells = [
        replace(cell, source=re.sub(r"\[([^]]*)\]\([^)]*ipynb\)", r"\1", cell.source))
        for cell in NOTEBOOK.cells
    ]
    alone = site([replace(NOTEBOOK, cells=tuple(cells))])
    page = next(page for page in alone.pages if not page.is_contents)
    return compose(page, alone, {"data": "0", "code": "1"}, ran)[page.path]


def shown(ran: Run, name: str) -> pd.DataFrame:
    return next(exhibit.frame for exhibit in ran.exhibits if exhibit.id == name)


def test_every_code_is_on_the_page_once_and_folded_under_its_section(ran, html, db):
    codes = shown(ran, "codes")
    assert sorted(codes["code"]) == sorted(ims.exemption_codes(db)["code"])
    table = html[html.index('id="codes"') :]
    table = table[: table.index("</figure>")]
    heads = re.findall(r'<th scope="row"[^>]*>([A-Z]\d\d)', table)
    assert sorted(heads) == sorted(codes["code"])
    assert table.count('<details class="group">') == codes["section"].nunique()


def test_a_code_without_a_row_has_no_certainty_of_one_and_agreements_have_short_names(ran):
    codes = shown(ran, "codes").set_index("code")
    assert codes.loc[codes["stream"].isna(), "stream_certainty"].isna().all()
    assert codes.loc[["T36", "T44", "F60"], "stream_name"].tolist() == ["CUSMA", "CETA", "CUKTCA"]


def test_events_tell_when_they_ended_and_what_they_touch(ran):
    events = shown(ran, "events").set_index("event")
    assert events.loc["pgwp-extension-2021", "until"] == "27 July 2021"
    assert events.loc["h1b", "until"] == "17 July 2023"
    assert events.loc["pgwp-ports", "stream_leaf"] == "Post-grad employment"
    assert (events["stream_leaf"].isna() == events["streams"].isna()).all()


def test_short_tables_stand_open_under_the_names_of_their_groups(html):
    table = html[html.index('id="fees"') :]
    table = table[: table.index("</figure>")]
    assert "<details" not in table
    assert table.count('scope="rowgroup"') == 2


def test_the_codes_of_the_articles_are_explained_first(ran):
    named = shown(ran, "named-codes")
    assert {"T36", "C61", "C62", "C63", "C10", "C16", "C20", "T13", "C21"} <= set(named["code"])
    assert not (named["code_before"] == named["code"]).any()
    order = [exhibit.id for exhibit in ran.exhibits]
    assert order.index("named-codes") < order.index("codes")


def test_every_row_of_every_table_has_its_source_and_certainty(ran):
    for exhibit in ran.exhibits:
        assert exhibit.frame["certainty"].isin(["A", "B", "C"]).all(), exhibit.id
        assert exhibit.frame["source"].notna().all(), exhibit.id


def test_the_boxes_say_what_the_table_of_costs_adds_up_to(ran):
    costs = shown(ran, "cost").groupby("route")["cost"].sum()
    said = {
        route: ran.names[name]
        for route, name in (("IMP", "imp_cost"), ("TFWP", "tfwp_cost"), ("open", "free_cost"))
    }
    assert {route: f"${cost:,.0f}" for route, cost in costs.items()} == said
    assert set(shown(ran, "cost").query("route == 'open'")["payer"]) == {"worker"}


def test_both_readings_of_february_2026_are_told(html, db):
    told = ims.policy_events(db, since="2026-02-20", until="2026-02-24")
    assert len(told) == 2
    assert told["note"].str.contains("without a change of the rules of eligibility").all()
    assert html.count("One reading") == 2  # in the section; the table of events refers to it
    assert "No count can show yet" in html
    assert ims.holders_by_year(db)["year"].max() < dt.date(2026, 2, 20).year


def test_the_prose_on_single_codes_is_what_the_list_says(db):
    codes = ims.exemption_codes(db).set_index("code")
    assert codes.loc["T36", "code_before"] == "T23"
    assert codes.loc["T36", "offer_note"] == "Also at a port of entry"
    assert codes.loc["T13", "confused_with"] == "C21"
    assert codes.loc["C16", "note"].startswith("R205(a) until 14 June 2023. Level 5")
    assert codes.loc[["C61", "C62", "C63"], "code_before"].eq("C12").all()


def test_the_page_runs_in_french():
    french = run(NOTEBOOK, {"lang": "fr"})
    table = next(exhibit.table for exhibit in french.exhibits if exhibit.id == "fees")
    assert table is not None
    assert set(table.groups) == {"Payé par l’employeur", "Payé par le travailleur"}
