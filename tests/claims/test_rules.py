"""Claims of rules and set relations, against the rule tables."""

from collections.abc import Callable

import pytest

from imp_stats.claims.rulebooks import RULEBOOKS
from imp_stats.claims.sayings import Claim, RuleAsked
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import why

Made = Callable[..., Claim]

REGULATIONS = "Immigration and Refugee Protection Regulations, current to 19 January 2026, section R299"


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (("fees", "work-permit", "amount", "", "is", "155"), "agrees"),
        (("fees", "work-permit", "amount", "", "is", "160"), "differs"),
        (("exemption_codes", "was:C12", "code", "", "is", "C61;C62;C63"), "agrees"),
        (("exemption_codes", "was:C12", "code", "", "is", "C61"), "differs"),
        (("exemption_codes", "word:working holiday", "code", "", "is not", "T13"), "agrees"),
        (("exemption_codes", "word:working holiday", "code", "", "is not", "C21"), "differs"),
        (("exemption_codes", "C62", "duration", r"(\d+) in all", "is", "7"), "agrees"),
        (("exemption_codes", "C62", "duration", r"(\d+) decades", "is", "7"), "not held"),
        (("exemption_codes", "Z99", "code", "", "is", "Z99"), "not held"),
        (("cec_rule", "continuity", "required", "", "is", "required"), "differs"),
        (("policy_events", "c10-instructions", "date", "", "is", "2026-02-24"), "agrees"),
        (("policy_events", "no-such-event", "date", "", "is", "2026-02-24"), "not held"),
        (("routes", "inspection:TFWP", "text", "", "is", "ESDC."), "agrees"),
        (
            ("levels_plan", "2026-2028:IMP:2026", "counts", "^(Admissions|New arrivals)", "is", "Admissions"),
            "differs",
        ),
        (("measures", "arrivals", "label", "", "is", "New arrivals"), "agrees"),
        (("streams", "lmia:Global Talent", "program", "", "is", "TFWP"), "agrees"),
        (("streams", "lmia:No Such Stream", "program", "", "is", "TFWP"), "not held"),
        (("", "", "", "", "is", ""), "not held"),
    ],
)
def test_a_rule_is_what_its_table_says_or_not(
    witnesses: Witnesses, made: Made, asked: tuple[str, ...], word: str
) -> None:
    assert judged(witnesses, made("rule", rule=RuleAsked(*asked))).verdict == word


def test_a_rule_that_only_the_claims_own_source_states_is_not_held(witnesses: Witnesses, made: Made) -> None:
    asked = RuleAsked("fees", "work-permit", "amount", "", "is", "155")
    found = judged(witnesses, made("rule", rule=asked, lineage=(REGULATIONS,)))
    assert (found.verdict, found.left_out) == ("not held", True)


@pytest.mark.parametrize(
    ("asked", "word", "counted"),
    [
        (("exemption_codes", "C41;C42;C43", "permit", "", "is", "open"), "supported", (3, 3)),
        (("exemption_codes", "C43;T36", "permit", "", "is", "open"), "contradicted", (1, 2)),
        (("exemption_codes", "C43;A70", "outside_imp", "", "is", "none"), "contradicted", (1, 2)),
        (("streams", "IMP", "program", "", "is", "IMP"), "supported", None),
        (("streams", "TFWP", "program", "", "is", "IMP"), "contradicted", None),
        (("exemption_codes", "Z99", "code", "", "is", "Z99"), "not held", None),
    ],
)
def test_all_of_a_kind_are_of_another_or_not(
    witnesses: Witnesses, made: Made, asked: tuple[str, ...], word: str, counted: tuple[int, int] | None
) -> None:
    found = judged(witnesses, made("set relation", 1, 1, rule=RuleAsked(*asked)))
    assert found.verdict == word
    assert counted in (None, found.counted)


def test_a_set_relation_without_a_table_is_refused(witnesses: Witnesses, made: Made) -> None:
    with pytest.raises(ValueError, match="made: a set relation needs the table"):
        judged(witnesses, made("set relation", 1, 1))


def test_a_long_text_is_quoted_by_the_clause_in_both_languages(witnesses: Witnesses, made: Made) -> None:
    asked = RuleAsked("exemption_codes", "C16", "note", r"Level (\d+)", "is", "7")
    (entry,) = judged(witnesses, made("rule", rule=asked)).entries
    assert entry.said[0] == "Level 5 in speaking and listening"
    assert entry.said[1].startswith("Niveau 5")
    assert ";" not in entry.said[1]


def test_every_rule_table_gives_its_source_with_each_row(witnesses: Witnesses) -> None:
    entries = {"exemption_codes": "all", "fees": "lmia", "cec_rule": "hours", "policy_events": "c20-instructions",
               "routes": "test:IMP", "levels_plan": "2026-2028:IMP:2026", "measures": "holders", "streams": "IMP"}  # fmt: skip
    assert set(entries) == set(RULEBOOKS)
    for table, entry in entries.items():
        for page in witnesses.pages(table, entry).values():
            assert len(page.rows) > 0
            assert not page.rows["source"].isna().any()
            assert {"vintage", "certainty"} <= set(page.rows.columns)


def test_a_table_that_does_not_say_is_quoted_as_not_saying(witnesses: Witnesses, made: Made) -> None:
    claim = made("rule", rule=RuleAsked("exemption_codes", "C62", "duration", r"(\d+) decades", "is", "7"))
    assert why(claim, judged(witnesses, claim), "en") == (
        'The table does not say: "3 years, renewals of 2 years, 7 in all".'
    )
