"""Claims of rank."""

from collections.abc import Callable

import pytest

from imp_stats.claims.sayings import Claim
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import why

Made = Callable[..., Claim]

ONTARIO = {"program": "IMP", "province": "ON"}


@pytest.mark.parametrize(
    ("noc", "rank", "word"),
    [("2174", 1, "supported"), ("2171", 1, "contradicted"), ("6322", 3, "contradicted")],
)
def test_an_occupation_has_its_rank_or_another(
    witnesses: Witnesses, made: Made, noc: str, rank: int, word: str
) -> None:
    subject = ("subject", "effective_year", "2021", {**ONTARIO, "noc": noc})
    assert judged(witnesses, made("rank", rank, rank, subject)).verdict == word


def test_a_rank_that_counts_leave_open_is_undetermined(witnesses: Witnesses, made: Made) -> None:
    ranked = witnesses.ranking("IMP", "NU", 2021, 3)
    tied = ranked[ranked["rank_best"] < ranked["rank_worst"]].iloc[0]
    subject = ("subject", "effective_year", "2021", {"program": "IMP", "province": "NU", "noc": tied["noc"]})
    found = judged(witnesses, made("rank", tied["rank_best"], tied["rank_best"], subject))
    assert found.verdict == "undetermined"
    assert (found.answer.lower, found.answer.upper) == (tied["rank_best"], tied["rank_worst"])


@pytest.mark.parametrize(
    ("province", "relation", "rank", "word"),
    [("NU", "fewest", 1, "supported"), ("ON", "fewest", 13, "supported"), ("ON", None, 1, "supported"),
     ("BC", None, 1, "contradicted"), ("NU", None, 13, "supported")],
)  # fmt: skip
def test_a_province_is_ranked_among_all_from_either_end(
    witnesses: Witnesses, made: Made, province: str, relation: str | None, rank: int, word: str
) -> None:
    subject = ("subject", "effective_year", "2021", {"program": "IMP", "province": province})
    assert judged(witnesses, made("rank", rank, rank, subject, relation=relation)).verdict == word


def test_a_ranking_of_the_claims_own_chain_is_left_out(witnesses: Witnesses, made: Made) -> None:
    subject = ("subject", "effective_year", "2021", {**ONTARIO, "noc": "2174"})
    found = judged(witnesses, made("rank", 1, 1, subject, lineage=("ircc-imp-noc-2024-12-31",)))
    assert (found.verdict, found.left_out) == ("own chain only", True)


def test_a_year_without_a_ranking_is_not_held(witnesses: Witnesses, made: Made) -> None:
    subject = ("subject", "effective_year", "1990", {**ONTARIO, "noc": "2174"})
    assert judged(witnesses, made("rank", 1, 1, subject)).verdict == "not held"
    province = ("subject", "effective_year", "1990", ONTARIO)
    assert judged(witnesses, made("rank", 1, 1, province)).verdict == "not held"


def test_an_occupation_beyond_the_rank_asked_for_is_said_to_be_beyond_it(
    witnesses: Witnesses, made: Made
) -> None:
    claim = made("rank", 1, 1, ("subject", "effective_year", "2021", {**ONTARIO, "noc": "0011"}))
    found = judged(witnesses, claim)
    assert found.verdict == "contradicted"
    assert why(claim, found, "en").startswith("at least rank 11. It lies apart")
