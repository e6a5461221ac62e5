"""Which other count a figure is: named only where exactly one of those tried fits."""

from collections.abc import Callable

import duckdb

from imp_stats.claims.matching import _others, matched
from imp_stats.claims.sayings import Claim
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import why

Made = Callable[..., Claim]

ARRIVED = ("subject", "arrivals", "2025-H1", {"program": "IMP"})


def test_the_one_count_that_fits_is_named_with_the_number_tried(witnesses: Witnesses, made: Made) -> None:
    found = judged(witnesses, made("level", 302_278, 302_282, ARRIVED))
    assert found.verdict == "contradicted"
    assert found.matches is not None
    assert (found.matches.subject.measure, found.matches.evidence.value) == ("effective_to_date", 302_280)
    assert found.tried >= 3


def test_no_count_is_named_where_several_fit_or_none_does(witnesses: Witnesses, made: Made) -> None:
    several = judged(witnesses, made("level", 200_000, None, ARRIVED))
    none = judged(witnesses, made("level", 7, 7, ARRIVED))
    assert several.tried == none.tried >= 3
    assert several.matches is None
    assert none.matches is None


def test_how_many_fit_is_said_in_both_languages(witnesses: Witnesses, made: Made) -> None:
    said = {}
    for name, lower, upper in (("several", 200_000, None), ("none", 7, 7), ("one", 302_278, 302_282)):
        claim = made("level", lower, upper, ARRIVED)
        found = judged(witnesses, claim)
        said[name] = found, why(claim, found, "en"), why(claim, found, "fr")
    found, english, french = said["several"]
    assert found.fitting > 1
    assert f"Of {found.tried} other figures tried, {found.fitting} fit, so that none is the one." in english
    assert f"{found.tried} autres chiffres essayés, {found.fitting} conviennent, si bien" in french
    assert said["none"][0].fitting == 0
    assert said["none"][1].endswith("other figures tried, none fits.")
    assert said["none"][2].endswith("autres chiffres essayés, aucun ne convient.")
    assert "other figures tried, one alone fits: IMP" in said["one"][1]
    assert "autres chiffres essayés, un seul convient : PMI" in said["one"][2]


def test_a_figure_of_another_kind_is_not_offered(witnesses: Witnesses, made: Made) -> None:
    def offered(measure: str, period: str, **more: str) -> set[str]:
        claim = made("level", 170_000, 170_000, ("subject", measure, period, more))
        return {part.subject.measure for part in _others(witnesses, claim.of("subject")[0])}

    assert "target" in offered("arrivals", "2026", program="IMP")
    assert "target" not in offered("effective_month", "2026-03", program="IMP")
    assert offered("pr_admissions", "2024", program="IMP") == {"pr_admissions"}
    assert offered("positions", "2021", program="TFWP") == {"positions"}
    months = offered("effective_year", "2021", program="IMP")
    assert "effective_months" not in months  # person-months are no persons
    assert offered("npr", "2026-04-01") == {"npr"}
    assert "holders" in offered(
        "permits_issued", "2021", program="IMP"
    )  # the word that the press says of persons


def test_what_is_supported_is_compared_with_nothing_else(witnesses: Witnesses, made: Made) -> None:
    found = judged(witnesses, made("level", 85_000, 86_000, ARRIVED))
    assert (found.verdict, found.tried, found.matches) == ("supported", 0, None)


def test_a_match_of_the_claims_own_chain_is_left_out(witnesses: Witnesses, made: Made) -> None:
    free = judged(witnesses, made("level", 302_278, 302_282, ARRIVED))
    assert free.matches is not None
    own = judged(
        witnesses, made("level", 302_278, 302_282, ARRIVED, lineage=(free.matches.evidence.lineage,))
    )
    assert own.matches is None
    assert own.tried < free.tried


def test_an_older_vintage_may_be_the_one_that_fits(witnesses: Witnesses, made: Made) -> None:
    subject = ("subject", "holders", "2022-12-31", {"program": "TFWP"})
    newest = judged(witnesses, made("level", 0, None, subject)).parts[0].evidence
    older = witnesses.hear(
        [made("level", 0, 0, subject).of("subject")[0]], frozenset({newest.lineage})
    ).parts[0]
    value = older.evidence.value or 0
    found = judged(witnesses, made("level", value - 2, value + 2, subject))
    assert found.verdict == "contradicted"
    assert found.matches is not None
    assert found.matches.evidence.lineage == "ircc-tfwp-year-end-2022-12-31"


def test_other_kinds_and_orders_without_a_comparator_are_left_as_they_are(
    db: duckdb.DuckDBPyConnection, witnesses: Witnesses, made: Made
) -> None:
    lone = made("order", 1, None, ARRIVED, ("comparator", "holders", "1950-12-31", {"program": "IMP"}))
    assert judged(witnesses, lone).tried == 0
    change = made("change", 0, None, ARRIVED, ("comparator", "arrivals", "2024", {"program": "IMP"}))
    found = judged(Witnesses(db), change)
    assert matched(witnesses, change, found) == found
