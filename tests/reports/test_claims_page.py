"""The page of claims: every claim once with its verdict, counts that add up, and prose that the verdicts bear out."""

import ast
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

NOTEBOOK = read_notebook(shipped_notebooks() / "10_claims.ipynb")
KEY = ("issued-claims", "targets-claims", "codes-claims", "rules-claims", "exceeded-claims")


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


@pytest.fixture(scope="module")
def checked(db) -> pd.DataFrame:
    return ims.check_claims(db).set_index("claim")


def shown(ran: Run, name: str) -> pd.DataFrame:
    return next(exhibit.frame for exhibit in ran.exhibits if exhibit.id == name)


def test_every_claim_is_on_the_page_once_with_the_verdict_computed(ran, html, checked):
    every = shown(ran, "every-claim").set_index("claim")
    assert sorted(every.index) == sorted(checked.index)
    assert every["verdict"].to_dict() == checked["verdict"].to_dict()
    table = html[html.index('id="every-claim"') :]
    table = table[: table.index("</figure>")]
    groups = checked.groupby(["article", "verdict"]).ngroups
    assert table.count('<details class="group">') == groups
    assert table.count('<th scope="row"') == len(checked)


def test_the_claims_that_matter_come_first_and_say_the_same_as_the_whole_list(ran, checked):
    order = [exhibit.id for exhibit in ran.exhibits]
    assert order[: len(KEY) + 1] == [*KEY, "every-claim"]
    for name in KEY:
        part = shown(ran, name)
        assert part["verdict"].tolist() == checked.loc[part["claim"], "verdict"].tolist()


def test_the_counts_of_the_boxes_add_up_to_all_claims(ran, checked):
    names = ran.names
    sums = [names[name] for name in ("borne_out", "against", "untold")]
    assert sum(sums) == names["checked"] == len(checked)
    for article, claims in (("first", "1"), ("guide", "2"), ("repost", "3"), ("press", "press")):
        parts = [names[f"{article}_{side}"] for side in ("out", "against", "untold")]
        assert sum(parts) == names[f"{article}_all"] == (checked["article"] == claims).sum()
    verdicts = checked["verdict"].value_counts()
    for verdict, count in verdicts.items():
        whole = verdict.startswith(("not", "own"))
        name = verdict.removesuffix(" only").replace(" ", "_") if whole else verdict.split()[0]
        assert names[name] == count


def test_every_verdict_that_rests_on_evidence_names_it_with_its_certainty_and_its_call(ran):
    every = shown(ran, "every-claim")
    told = every[~every["verdict"].isin(["not held", "not knowable", "own chain only"])]
    assert told[["evidence", "evidence_certainty", "question", "why"]].notna().all(axis=None)
    assert every["certainty"].isin(["A", "B", "C"]).all()
    assert every["source"].notna().all()


def test_each_sentence_that_cannot_be_checked_has_its_reason(ran, checked):
    unknowable = shown(ran, "unknowable-claims")
    assert set(unknowable["claim"]) == set(checked.index[checked["verdict"] == "not knowable"])
    assert unknowable["why"].str.len().gt(10).all()


def test_the_sources_of_the_events_name_publishers_and_titles(db, checked):
    sources = pd.concat([ims.policy_events(db)["source"], checked["evidence"].dropna()])
    assert not sources.str.contains(r"\barticle [0-9]").any()


def test_the_prose_that_names_no_verdict_is_borne_out(checked, db):
    verdict = checked["verdict"]
    assert verdict[["a3-imp-as-said", "a3-tfwp-as-said"]].eq("not held").all()
    assert checked.loc["a3-imp-as-said", "measure"] == "permits_issued"
    assert verdict["a3-out-of-those"] == "contradicted"
    assert verdict["a2-increase"] == "depends on the comparator"
    assert verdict[["a2-admissions-word", "a2-cec-continuous", "a2-cusma-port"]].eq("differs").all()
    assert verdict["a2-fee-compliance"] == verdict["a2-code-t36"] == verdict["a2-code-c16"] == "agrees"
    assert checked.loc["a2-code-c12", "found"].count("C6") == 3
    assert checked.loc["a2-cec-self-employment", "found"] == '"excluded"'
    codes = ims.exemption_codes(db).set_index("code")
    assert "provincial nominees" in codes.loc["T13", "title"].lower()
    assert codes.loc["T36", "offer_note"] == "Also at a port of entry"
    assert (
        verdict[["p-arrivals-imp", "p-arrivals-tfwp", "p-immigration-ca-all-2024"]].eq("contradicted").all()
    )
    counted = ims.published_figures(db, measure="effective_to_date", year=2025)
    assert counted[counted["lineage"] == "press-2025-h1"]["program"].tolist() == ["IMP", "TFWP"]


def test_the_claim_of_ones_own_is_the_call_that_is_printed(ran):
    cell = next(cell for cell in NOTEBOOK.cells if cell.id == "own-heading")
    printed = next(code for code in re.findall(r"`(ims\.[^`]*)`", cell.source) if "measure=" in code)
    call = next(cell for cell in NOTEBOOK.cells if cell.id == "own").source
    run_call = next(
        node
        for node in ast.walk(ast.parse(call))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ims.check_claim"
    )
    run_call.keywords = [word for word in run_call.keywords if word.arg != "lang"]
    assert ast.unparse(ast.parse(printed, mode="eval")) == ast.unparse(run_call)
    assert shown(ran, "own-claim")["verdict"].tolist() == ["supported"]


def test_the_page_runs_in_french():
    french = run(NOTEBOOK, {"lang": "fr"})
    table = next(exhibit.table for exhibit in french.exhibits if exhibit.id == "every-claim")
    assert table is not None
    assert any(group.startswith("Guide d’un consultant") for group in table.groups)
    assert [column.heading for column in table.columns] == ["Affirmation", "Verdict"]
