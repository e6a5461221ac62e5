"""The claims of the articles and the press: each has a computed verdict, and a changed figure changes it."""

import ast
import csv
import inspect
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.claims.evidence import Subject
from imp_stats.claims.rulebooks import RULEBOOKS
from imp_stats.claims.sayings import Claim, Operand
from imp_stats.claims.verdicts import KINDS, judged
from imp_stats.claims.weighing import Interval
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import VERDICTS
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.ledger import parquet_path, read_vintages

NBSP = "\u00a0"
REFERENCE = shipped_data() / "reference"
# What the official texts and tables say of the articles; the table of claims itself holds no verdict.
EXPECTED = {
    "a2-larger-target": "supported",
    "a2-target-imp": "supported",
    "a2-target-tfwp": "supported",
    "a2-admissions-word": "differs",
    "a2-increase": "depends on the comparator",
    "a2-cut": "supported",
    "a2-constant-imp": "supported",
    "a2-constant-tfwp": "contradicted",
    "a2-split-held": "contradicted",
    "a2-all-exempt-imp": "contradicted",
    "a2-larger-intake": "not held",
    "a2-fee-compliance": "agrees",
    "a2-fee-permit": "agrees",
    "a2-fee-biometrics": "agrees",
    "a2-fee-open": "agrees",
    "a2-fee-lmia": "agrees",
    "a2-code-t36": "agrees",
    "a2-code-c12": "differs",
    "a2-code-t13": "differs",
    "a2-c16-level": "differs",
    "a2-c16-occupations": "differs",
    "a2-c16-section": "differs",
    "a2-cusma-port": "differs",
    "a2-ict-specialized": "agrees",
    "a2-ict-managers": "differs",
    "a2-ict-managers-all": "differs",
    "a2-cec-hours": "agrees",
    "a2-cec-teer": "agrees",
    "a2-cec-continuous": "differs",
    "a2-cec-self-employment": "differs",
    "a2-c20-date": "agrees",
    "a2-c10-date": "agrees",
    "a1-c20-date": "own chain only",
    "a1-country": "own chain only",
    "a1-lmia-after-refusal": "not held",
    "a2-inspections": "agrees",
    "a2-inspection-fee": "not held",
    "a2-ict-specialized-all": "differs",
    "a2-ict-roles": "differs",
    "a2-iec-section": "differs",
    "a2-closed-offer": "supported",
    "a2-closed-fee": "differs",
    "a2-five-categories": "not knowable",
    "a2-c16-most": "not held",
    "a2-cec-paid": "agrees",
    "a1-c20-section": "agrees",
    "a3-most-imp": "supported",
    "a3-imp-as-said": "not held",
    "a3-imp-as-meant": "supported",
    "a3-tfwp-as-said": "not held",
    "a3-out-of-those": "contradicted",
    "a3-all-open-imp": "contradicted",
    "a3-ontario": "supported",
    "a3-british-columbia": "supported",
    "a3-nunavut": "another vintage",
    "a3-tfwp-as-meant": "another vintage",
    "a3-open-any": "contradicted",
    "a3-spouses-canadians": "agrees",
    "a3-nunavut-fewest": "supported",
    **{f"a3-{place}-{rank}": "supported" for place in ("on", "bc") for rank in range(1, 6)},
    "p-acs-imp": "contradicted",
    "p-opposition-tfwp": "contradicted",
    "p-immigration-ca-all-2024": "contradicted",
    "p-indian-express": "differs",
    "p-ircc-reply": "agrees",
    "p-qp-tfwp": "own chain only",
    "p-qp-both": "own chain only",
    "p-qp-imp": "another vintage",
    "p-globe-before": "another vintage",
    "p-globe-after": "another vintage",
    "p-immigration-ca-2025": "another vintage",
    "p-arrivals-imp": "contradicted",
    **{
        f"p-griffith-{program}-{year}": "another vintage"
        for program in ("imp", "tfwp")
        for year in (2024, 2025)
    },
}


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_claim_of_the_table_has_a_computed_verdict(checked: pd.DataFrame) -> None:
    assert checked.index.tolist() == [row["claim"] for row in rows("claims.csv")]
    assert set(checked["verdict"]) <= set(VERDICTS)
    assert not checked[["verdict", "why", "text", "source", "certainty", "vintage"]].isna().any(axis=None)
    assert not checked["why"].str.contains(r"\bnan\b|<NA>|\binf\b").any()


@pytest.mark.parametrize(("claim", "verdict"), EXPECTED.items())
def test_the_articles_claims_come_out_as_the_official_texts_say(
    checked: pd.DataFrame, claim: str, verdict: str
) -> None:
    assert checked.loc[claim, "verdict"] == verdict


def test_the_increase_names_what_each_comparator_gives(checked: pd.DataFrame) -> None:
    why = checked.loc["a2-increase", "why"]
    assert all(change in why for change in ("+32.1%", "−40.5%", "−43.4%"))


def test_the_figure_of_2021_is_another_measure_than_said(checked: pd.DataFrame) -> None:
    assert checked.loc["a3-imp-as-meant", "answer"] == 333_205
    assert checked.loc["a3-imp-as-said", "measure"] == "permits_issued"
    assert pd.isna(checked.loc["a3-imp-as-said", "answer"])


def test_new_arrivals_taken_for_permits_are_recognized_by_another_chain(checked: pd.DataFrame) -> None:
    match = checked.loc["p-acs-imp", "matches"]
    assert match.startswith("IMP, first half of 2025: 295,505")


def test_no_claim_is_borne_out_or_matched_by_the_publisher_who_makes_it(checked: pd.DataFrame) -> None:
    speakers = (
        "CIC News",
        "consultant",
        "Globe",
        "Griffith",
        "immigration.ca",
        "visaverge",
        "press from August",
    )
    said = checked[checked["verdict"].isin(["supported", "agrees"])]
    for claim, row in said.iterrows():
        spoken = f"{row['said_by']} {row['source']}"
        assert not any(one in spoken and one in row["evidence"] for one in speakers), claim
    chained = {
        "p-arrivals-imp",
        "p-arrivals-tfwp",
        "p-immigration-ca-all-2024",
        "p-globe-before",
        "p-globe-after",
    }
    assert checked.loc[sorted(chained), "matches"].isna().all()


def test_another_vintage_names_those_known_and_the_claims_own_as_such(
    db: duckdb.DuckDBPyConnection, checked: pd.DataFrame
) -> None:
    why = checked.loc["a3-tfwp-as-meant", "why"].replace(NBSP, " ")
    assert "The claim rests on data of: February 2022." in why
    assert "104,000 (permits that became effective in the year; February 2022) (the claim's own chain)" in why
    french = ims.check_claims(db, claim="a3-tfwp-as-meant", lang="fr")["why"].iloc[0].replace(NBSP, " ")
    assert "L’affirmation repose sur des données de : février 2022." in french
    assert "(la voie de l’affirmation)" in french
    supported = checked.loc["a3-imp-as-meant", "why"].replace(NBSP, " ")
    assert "310,660 (permits that became effective in the year; February 2023)" in supported


def test_a_claim_that_no_vintage_says_stays_contradicted_though_its_vintage_is_known(
    checked: pd.DataFrame,
) -> None:
    assert checked.loc["p-immigration-ca-all-2024", "as_of"] == "2025-09"
    assert checked.loc["p-immigration-ca-all-2024", "verdict"] == "contradicted"


@pytest.mark.parametrize(
    ("as_of", "claimed", "verdict"),
    [
        ("2023-02", 310_660, "another vintage"),
        (None, 310_660, "contradicted"),
        ("2024-12-31", 310_660, "contradicted"),
        ("2023-02", 290_000, "contradicted"),
        ("2023-02", 333_205, "supported"),
    ],
)
def test_a_level_of_another_vintage_needs_a_vintage_and_one_that_says_it(
    db: duckdb.DuckDBPyConnection, as_of: str | None, claimed: int, verdict: str
) -> None:
    subject = Subject("effective_year", "2021", "IMP")
    claim = Claim(
        "made",
        "level",
        Interval.between(claimed - 2, claimed + 2),
        (Operand("subject", subject),),
        facts={"as_of": as_of},
    )
    assert judged(Witnesses(db), claim).verdict == verdict


def test_what_is_held_by_the_own_chain_only_is_told_from_what_is_not_held(checked: pd.DataFrame) -> None:
    own = checked[checked["verdict"] == "own chain only"]
    assert own["why"].str.contains("reaches us by the claim's own chain").all()
    missing = checked[checked["verdict"] == "not held"]
    assert not missing["why"].str.contains("own chain").any()
    assert {"a1-c20-date", "a1-noc", "p-qp-tfwp"} <= set(own.index)


def test_a_share_that_people_in_both_programs_may_raise_says_so(checked: pd.DataFrame) -> None:
    assert "How many hold a permit of each program is not known" in checked.loc["a3-most-imp", "why"]


def test_codes_outside_the_tables_are_counted_and_belong_to_no_year(checked: pd.DataFrame) -> None:
    said = checked.loc[["a2-all-exempt-imp", "a3-all-open-imp"]]
    assert said["found"].str.contains("codes lie outside the tables of the IMP: A70").all()
    assert said[["measure", "period"]].isna().all(axis=None)


def test_verdicts_come_from_evidence_with_its_certainty(checked: pd.DataFrame) -> None:
    answered = ~checked["verdict"].isin(["not held", "own chain only", "not knowable"])
    assert (
        not checked.loc[answered, ["evidence", "evidence_certainty", "question", "found"]]
        .isna()
        .any(axis=None)
    )
    assert checked.loc[checked["verdict"] == "not knowable", "evidence"].isna().all()


def test_no_answer_rests_on_the_claims_own_source(checked: pd.DataFrame) -> None:
    said = checked.dropna(subset=["evidence"])
    for claim, lineage, evidence in zip(said.index, said["lineage"], said["evidence"], strict=True):
        own = [word for word in lineage.split("|") if " " in word]
        assert not any(evidence.startswith(f"{word} (") for word in own), claim


def test_the_question_of_a_claim_is_a_call_that_can_be_typed(checked: pd.DataFrame) -> None:
    for question in checked["question"].dropna().unique():
        call = ast.parse(question, mode="eval").body
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        positional = [ast.unparse(argument) for argument in call.args]
        named = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
        inspect.signature(getattr(ims, call.func.id)).bind(*positional, **named)


def test_the_frame_holds_several_measures(checked: pd.DataFrame) -> None:
    with pytest.raises(IncomparableError, match="several measures"):
        ims.measure_of(checked.reset_index())


def test_what_is_claimed_is_said_in_french_too(db: duckdb.DuckDBPyConnection) -> None:
    english, french = (
        ims.check_claims(db, kind=["constancy", "ratio", "set relation"], lang=lang) for lang in ("en", "fr")
    )
    assert english["verdict"].tolist() == french["verdict"].tolist()
    for column in ("text", "why", "verdict_name", "claimed"):
        assert (english[column] != french[column]).all()
    assert not french["why"].str.contains("claimed|entries|outside").any()
    assert not any(VERDICTS[word]["fr"] == VERDICTS[word]["en"] for word in VERDICTS)


def test_claims_are_asked_for_by_article_id_and_kind(db: duckdb.DuckDBPyConnection) -> None:
    assert set(ims.check_claims(db, article="1", kind="rule")["article"]) == {"1"}
    assert ims.check_claims(db, claim="a3-nunavut")["claim"].tolist() == ["a3-nunavut"]
    with pytest.raises(UnknownWordError, match=r"'4' is no article: it may be 1, 2, 3 and press"):
        ims.check_claims(db, article="4")
    with pytest.raises(UnknownWordError, match="'levle' is no kind of claim"):
        ims.check_claims(db, kind="levle")
    with pytest.raises(NotHeldError, match=r"No claim meets all of article=1, claim=None, kind=rank\."):
        ims.check_claims(db, article="1", kind="rank")


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A warehouse of a small ledger in which targets, a fee, a code and a day are others than printed."""
    data = tmp_path_factory.mktemp("altered") / "data"
    shutil.copytree(shipped_data(), data, ignore=shutil.ignore_patterns("*.parquet"))
    held = read_vintages(data).filter(pl.col("card") == "ircc-tfwp-year-end").tail(1)
    for row in held.iter_rows(named=True):
        shutil.copy(parquet_path(shipped_data(), row), parquet_path(data, row))
    held.write_csv(data / "tidy" / "vintages.csv")
    for plan in ("2026-2028,2027,TFWP,,", "2026-2028,2028,TFWP,,"):
        change(data, "levels_plan.csv", f"{plan}50000", f"{plan}60000")
    change(data, "fees.csv", "Conformité de l’employeur,230,", "Conformité de l’employeur,240,")
    change(data, "exemption_codes.csv", "C61,C12,", "C61,C13,")
    change(data, "policy_events.csv", "c10-instructions,2026-02-24", "c10-instructions,2026-02-25")
    return ims.open_warehouse(data)


def change(data: Path, name: str, before: str, after: str) -> None:
    path = data / "reference" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("claim", "verdict", "found"),
    [
        ("a2-constant-tfwp", "supported", "1.000 times"),
        ("a2-split-held", "supported", "1.000 times"),
        ("a2-fee-compliance", "differs", '"240"'),
        ("a2-code-c12", "differs", '"C62"; "C63"'),
        ("a2-c10-date", "differs", '"2026-02-25"'),
        ("a3-ontario", "own chain only", None),
    ],
)
def test_a_changed_figure_changes_the_verdict(
    altered: duckdb.DuckDBPyConnection, checked: pd.DataFrame, claim: str, verdict: str, found: str | None
) -> None:
    now = ims.check_claims(altered, claim=claim).iloc[0]
    assert now["verdict"] == verdict
    assert now["found"] == found if found else pd.isna(now["found"])
    assert now["found"] != checked.loc[claim, "found"]


# The table itself


def test_claims_name_kinds_and_tables_that_there_are() -> None:
    claims = rows("claims.csv")
    assert {row["kind"] for row in claims} == set(KINDS)
    assert {row["rule_table"] for row in claims} - {""} <= set(RULEBOOKS)
    assert [row["place"] for row in claims] == [str(number) for number in range(1, len(claims) + 1)]
    for row in claims:
        assert bool(row["entry"]) == bool(row["rule_table"]) == bool(row["field"]), row["claim"]
        assert row["text_en"] != row["text_fr"], row["claim"]
        assert row["lineage"], row["claim"]


def test_every_count_of_a_claim_belongs_to_one_and_names_a_measure() -> None:
    kinds = {row["claim"]: row["kind"] for row in rows("claims.csv")}
    operands = rows("claim_operands.csv")
    assert {row["claim"] for row in operands} <= set(kinds)
    assert {row["measure"] for row in operands} <= {row["measure"] for row in rows("measures.csv")}
    without = set(kinds) - {row["claim"] for row in operands}
    assert {kinds[claim] for claim in without} <= {"rule", "set relation", "not checkable"}


def test_a_source_named_as_a_lineage_is_one_that_a_table_has() -> None:
    named = {word for row in rows("claims.csv") for word in row["lineage"].split("|") if " " in word}
    held = {
        row["source"] for name in ("routes.csv", "policy_events.csv", "arrivals.csv") for row in rows(name)
    }
    assert named <= held


def test_every_article_has_its_claims() -> None:
    found = pd.Series([row["article"] for row in rows("claims.csv")]).value_counts()
    assert set(found.index) == {"1", "2", "3", "press"}
    assert found.min() > 15
