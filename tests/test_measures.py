"""What a measure is, over what it adds, and which measure a frame holds."""

import re

import pandas as pd
import polars as pl
import pytest

from imp_stats.errors import IncomparableError, UnknownWordError
from imp_stats.measures import _additivity, _rows, additivity, measure, measure_of, measures, what_is

DIMENSIONS = {
    "province", "stream", "lmia_stream", "noc", "citizenship", "gender", "area", "skill", "pr_class", "npr_type",
    "time", "program",
}  # fmt: skip


def test_every_measure_says_in_both_languages_what_it_counts_and_where_that_stands():
    for entry in measures().values():
        for text in (
            entry.label_en,
            entry.label_fr,
            entry.definition_en,
            entry.definition_fr,
            entry.traps_en,
        ):
            assert text.strip() == text != ""
        assert entry.definition("en") != entry.definition("fr")
        assert (entry.label("en"), entry.label("fr")) == (entry.label_en, entry.label_fr)
        assert entry.source


def test_every_measure_has_a_unit_and_a_kind_that_is_known():
    assert {entry.unit for entry in measures().values()} <= {
        "persons", "person-months", "positions", "permits", "landings",
    }  # fmt: skip
    assert {entry.kind for entry in measures().values()} <= {"stock", "flow", "target"}


@pytest.mark.parametrize("name", ["measures.csv", "additivity.csv", "comparisons.csv"])
def test_every_row_kept_by_hand_has_its_source_its_date_and_its_certainty(name: str):
    for row in _rows(name):
        assert row["source"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])
        assert row["certainty"] in {"A", "B", "C", "U"}
        assert None not in row
        assert None not in row.values()


def test_every_rule_is_of_a_measure_that_is_declared_and_gives_its_reason_in_both_languages():
    for (name, dimension), entry in _additivity().items():
        assert name in measures()
        assert dimension in DIMENSIONS
        assert (
            entry.rule in {"adds", "max..sum", "never"} or entry.rule.removeprefix("becomes ") in measures()
        )
        assert entry.reason_en
        assert entry.reason_fr


def test_no_rule_is_given_twice():
    pairs = [(row["measure"], row["dimension"]) for row in _rows("additivity.csv")]
    assert len(pairs) == len(set(pairs))


def test_no_stock_adds_over_time():
    for entry in measures().values():
        if entry.kind == "stock":
            assert additivity(entry.id, "time").rule == "never"


def test_months_become_person_months_which_add():
    rule = additivity("effective_month", "time").rule
    assert rule == "becomes effective_months"
    assert additivity(rule.removeprefix("becomes "), "time").rule == "adds"


def test_a_dimension_that_a_measure_does_not_have_is_never_summed_over():
    missing = additivity("holders", "gender")
    assert missing.rule == "never"
    assert missing.reason_en == "gender is no dimension of holders"
    assert missing.reason_fr == "gender n'est pas une dimension de holders"


def test_a_name_that_is_no_measure_is_refused_with_those_that_are():
    for call in (
        lambda: measure("permits"),
        lambda: additivity("permits", "time"),
        lambda: what_is("permits"),
    ):
        with pytest.raises(
            UnknownWordError,
            match=r"'permits' is no measure\. Did you mean permits_valid\? The measures are holders, ",
        ):
            call()


@pytest.mark.parametrize("library", [pd, pl])
def test_the_measure_of_a_frame_is_the_column_named_after_it(library: object):
    assert measure_of(library.DataFrame({"year": [2021], "holders": [1], "lower": [1]})) == "holders"


def test_a_frame_of_no_measure_is_refused():
    with pytest.raises(
        IncomparableError,
        match=r"The frame holds no measure\. One column must be named after a measure: holders, ",
    ):
        measure_of(pd.DataFrame({"year": [2021], "people": [1]}))


def test_a_frame_of_several_measures_is_refused():
    with pytest.raises(IncomparableError, match=r"holds 2 measures \(positions, holders\)"):
        measure_of(pd.DataFrame({"positions": [1], "holders": [1]}))


def test_a_frame_whose_rows_name_their_measures_is_refused_even_beside_one():
    with pytest.raises(IncomparableError, match="pick the rows of one"):
        measure_of(pd.DataFrame({"measure": ["holders"], "holders": [1]}))


@pytest.mark.parametrize("name", list(measures()))
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_shows_definition_traps_rules_and_source(name: str, lang: str):
    said, entry = what_is(name, lang=lang), measure(name)
    for text in (entry.label(lang), entry.definition(lang), entry.traps_en, entry.source, entry.unit):
        assert text in repr(said)
    for (other, dimension), rule in _additivity().items():
        if other == name:
            reason = rule.reason_fr if lang == "fr" else rule.reason_en
            assert f"{dimension}: {rule.rule} ({reason})" in repr(said)


def test_what_is_shows_itself_in_jupyter_without_raw_markup():
    shown = what_is("holders")._repr_html_()
    assert shown.startswith("<p><strong>holders: Holders on 31 December</strong></p><dl>")
    assert "IRCC&#x27;s" in what_is("effective_months")._repr_html_()
    assert shown.count("<dt>") == shown.count("<dd>") == 7


def test_what_is_speaks_only_the_languages_that_are_held():
    with pytest.raises(ValueError, match="lang='de'"):
        what_is("holders", lang="de")
