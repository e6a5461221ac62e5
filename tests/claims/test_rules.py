"""Claims of rules and set relations, against the rule tables."""

from collections.abc import Callable

import duckdb
import pytest

import imp_stats as ims
from imp_stats.claims.grounds import counted, grounds
from imp_stats.claims.rulebooks import RULEBOOKS
from imp_stats.claims.rulewords import FIELDS, RULES, TABLES
from imp_stats.claims.sayings import Claim, RuleAsked
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses, names_own
from imp_stats.queries import ask

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


def test_a_rule_that_only_the_claims_own_source_states_is_of_its_own_chain_only(
    witnesses: Witnesses, made: Made
) -> None:
    asked = RuleAsked("fees", "work-permit", "amount", "", "is", "155")
    found = judged(witnesses, made("rule", rule=asked, lineage=(REGULATIONS,)))
    assert (found.verdict, found.left_out) == ("own chain only", True)


def test_a_source_among_others_is_the_claims_own_too() -> None:
    own = frozenset({"cic-news-2022-02", "A guide of June 2026"})
    assert names_own("A guide of June 2026, and other guides, which agree", own)
    assert not names_own("IRCC, page of 3 February 2025", own)
    assert not names_own("as quoted in cic-news-2022-02", own)  # a chain is no source


def test_a_rule_known_from_another_article_alone_names_both_chains(witnesses: Witnesses, made: Made) -> None:
    date = RuleAsked("policy_events", "c20-instructions", "date", "", "is", "2026-02-20")
    claim = made("rule", rule=date)
    found = judged(witnesses, claim)
    assert found.verdict == "agrees"
    assert found.retold.startswith("CIC News")
    assert "Two chains agree, and neither is an official text." in grounds(claim, found, "en")
    assert "Deux voies concordent" in grounds(claim, found, "fr")
    fee = RuleAsked("fees", "lmia", "amount", "", "is", "1000")
    assert not judged(witnesses, made("rule", rule=fee)).retold


def test_a_rule_is_told_with_its_table_its_entry_and_its_column(witnesses: Witnesses, made: Made) -> None:
    fee = made("rule", rule=RuleAsked("fees", "work-permit", "amount", "", "is", "160"))
    assert grounds(fee, judged(witnesses, fee), "en") == (
        'Fees, Work permit processing, amount in dollars: "155". The claim says "160".'
    )
    other = made(
        "rule", rule=RuleAsked("exemption_codes", "word:working holiday", "code", "", "is not", "T13")
    )
    assert grounds(other, judged(witnesses, other), "en") == (
        'LMIA exemption codes, C21, code: "C21". That is other than "T13", as claimed.'
    )
    denied = made(
        "rule", rule=RuleAsked("exemption_codes", "word:working holiday", "code", "", "is not", "C21")
    )
    assert grounds(denied, judged(witnesses, denied), "en").endswith('That is "C21", which is denied.')
    inside = made("rule", rule=RuleAsked("exemption_codes", "C20", "outside_imp", "", "is", "none"))
    assert "compté dans les tableaux du PMI : « oui »" in grounds(inside, judged(witnesses, inside), "fr")


def test_a_set_relation_names_what_is_otherwise(witnesses: Witnesses, made: Made) -> None:
    asked = RuleAsked("exemption_codes", "C43;A70", "outside_imp", "", "is", "none")
    claim = made("set relation", 1, 1, rule=asked)
    found = judged(witnesses, claim)
    assert counted(claim, found, "en") == (
        "1 of 2 codes lie outside the tables of the IMP: A70 (in part no, under humanitarian)"
    )
    tied = RuleAsked("exemption_codes", "C17;C43", "permit_note", "^(Restricted)", "is", "none")
    limits = made("set relation", 1, 1, rule=tied)
    assert "C17 (Restricted to a place)" in grounds(limits, judged(witnesses, limits), "en")
    several = made(
        "set relation",
        1,
        1,
        rule=RuleAsked("exemption_codes", "C21;T36", "offer_and_fee", "", "is", "yes;in part"),
    )
    assert judged(witnesses, several).counted == (2, 2)
    assert grounds(several, judged(witnesses, several), "fr").endswith(
        "les 2 entrées sont comme il est affirmé."
    )


def test_every_table_and_column_asked_has_words(db: duckdb.DuckDBPyConnection) -> None:
    asked = ask(db, "claims", articles=None, claims=None, kinds=None).dropna(subset=["rule_table"])
    assert set(asked["rule_table"]) <= set(TABLES) == set(RULEBOOKS)
    assert set(asked["field"]) - set(FIELDS) <= {"text", "description", "label"}
    assert set(ims.cec_rule(db)["rule"]) >= set(asked.loc[asked["rule_table"] == "cec_rule", "entry"])
    assert set(asked.loc[asked["rule_table"] == "cec_rule", "entry"]) <= set(RULES)


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
    assert grounds(claim, judged(witnesses, claim), "en") == (
        'LMIA exemption codes, C62, duration: "3 years, renewals of 2 years, 7 in all". What is claimed is not said there.'
    )
