"""Tables of rules: a few columns, what else is known beneath them, and how sure each row is."""

import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.phrases import NBSP
from imp_stats.tables import Table, stacked
from imp_stats.tables.values import _WORDS, word
from imp_stats.tables.words import _ALL

FEES = pd.DataFrame({
    "label": ["LMIA", "LMO", "Biometrics"], "payer": ["employer", "employer", "worker"],
    "amount": [1000.0, 275.0, 85.5], "amount_kind": ["exact", "exact", "cap"], "per": ["position", "position", "person"],
    "since": pd.to_datetime(["2014-06-20", "2014-06-19", "2018-12-31"]),
    "since_precision": ["day", "at the latest", "month"], "certainty": ["A", "A", "B"],
    "source": ["The law of 19 January 2026", "The law of 19 January 2026", "A notice"],
    "vintage": ["2026-01-19", "2026-01-19", "2025-12"],
})  # fmt: skip


def told(**changed: object) -> Table:
    given = {"columns": ["label", "amount", "certainty"], "group": "payer"} | changed
    return stacked(FEES, **given)  # type: ignore[arg-type]


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


def column(table: Table, name: str) -> list[tuple[str, str]]:
    at = [each.id for each in table.columns].index(name)
    return [(spaced(row[at].text), spaced(row[at].beneath)) for row in table.rows]


def test_amounts_are_dollars_and_what_stands_beneath_says_what_it_is():
    table = told(beneath={"amount": ["amount_kind", "per"]})
    assert column(table, "amount") == [
        ("$1,000", "per position"),
        ("$275", "per position"),
        ("$85.50", "at most; per person"),
    ]


def test_a_day_is_as_exact_as_it_is_known():
    table = told(beneath={"label": ["since"]})
    assert [small for _, small in column(table, "label")] == [
        "since 20 June 2014", "since 19 June 2014 at the latest", "since December 2018",
    ]  # fmt: skip


def test_a_day_that_is_held_as_the_last_alone_is_not_called_the_first():
    frame = FEES.assign(until=pd.to_datetime([None, "2014-06-19", None]))
    table = stacked(frame, columns=["label", "certainty"], beneath={"label": ["since", "until"]})
    assert [small for _, small in column(table, "label")] == [
        "since 20 June 2014", "first day not known; until 19 June 2014", "since December 2018",
    ]  # fmt: skip


def test_each_text_is_a_note_of_the_certainty_that_it_gives():
    table = told()
    assert [spaced(note) for note in table.notes] == [
        "The law of 19 January 2026",
        "A notice, as of December 2025",
    ]
    assert [row[2].notes for row in table.rows] == [(1,), (1,), (2,)]
    assert table.source == ""


def test_one_text_stands_at_the_foot_with_its_certainty_where_no_column_says_it():
    table = stacked(FEES.head(2), columns=["label", "amount"])
    assert spaced(table.source) == "Source: The law of 19 January 2026; certainty A"
    assert table.notes == ()
    shown = stacked(FEES.head(2), columns=["label", "certainty"])
    assert spaced(shown.source) == "Source: The law of 19 January 2026"


def test_rows_stand_together_under_their_groups_in_the_order_of_the_frame():
    mixed = FEES.iloc[[2, 0, 1]]
    parts = stacked(mixed, columns=["label", "certainty"], group="payer").parts
    assert [(name, [row[0].text for row in rows]) for name, rows in parts] == [
        ("Paid by the worker", ["Biometrics"]), ("Paid by the employer", ["LMIA", "LMO"]),
    ]  # fmt: skip


def test_groups_are_shown_in_a_terminal_and_in_a_notebook():
    table = told(caption="Fees")
    lines = repr(table).splitlines()
    assert lines.index("Paid by the employer") < lines.index("Paid by the worker")
    assert table._repr_html_().count("gt_group_heading") >= 2


def test_values_and_headings_are_in_the_language_asked_for():
    table = told(lang="fr", beneath={"amount": ["per"]})
    assert [each.heading for each in table.columns] == ["Quoi", "Montant", "Certitude"]
    assert column(table, "amount")[0] == ("1 000 $", "par poste")
    assert table.groups[0] == "Payé par l’employeur"


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"columns": ["label", "colour"]}, "has no colour"),
        ({"columns": ["label", "amount"]}, "Rows differ in certainty or source"),
        ({"beneath": {"per": ["since"]}}, "'per' is none of the columns shown"),
        ({"group": "colour"}, "has no colour"),
    ],
)
def test_what_would_not_say_how_sure_it_is_is_refused(changed, complaint):
    with pytest.raises(ValueError, match=complaint):
        told(**changed)


def test_a_frame_without_rows_or_without_certainty_is_refused():
    with pytest.raises(ValueError, match="holds no row"):
        stacked(FEES.head(0), columns=["label", "certainty"])
    with pytest.raises(ValueError, match="has no certainty"):
        stacked(FEES.drop(columns="certainty"), columns=["label"])


def test_coded_values_of_the_reference_tables_have_words(db):
    codes, fees, events = ims.exemption_codes(db), ims.fees(db), ims.policy_events(db)
    plan, rule, routes = ims.levels_plan(db), ims.cec_rule(db), ims.routes(db)
    held = {
        **{name: codes[name] for name in ("permit", "offer_and_fee", "stream_certainty", "outside_imp", "section")},
        **{name: fees[name] for name in ("payer", "per", "amount_kind")},
        "kind": events["kind"], "program": events["program"], "route": routes["route"],
        "standing": routes["standing"], "rule": rule["rule"], "aimed": plan["category"].fillna(plan["program"]),
    }  # fmt: skip
    wordless = {name: set(values.dropna()) - _WORDS[name].keys() for name, values in held.items()}
    assert [name for name, values in wordless.items() if values] == []


def test_a_value_of_no_column_of_words_is_its_own_word():
    assert word("code", "C61", "fr") == "C61"
    assert word("permit", "sealed", "en") == "sealed"


def test_words_that_stand_before_a_value_hold_its_slot():
    said = {key: text for key, text in _ALL["en"].items() if key.startswith("beneath_")}
    assert said
    assert all("{value}" in text for text in said.values())
