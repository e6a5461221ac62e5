"""Which other count a figure is: named only where exactly one of those tried fits."""

from collections.abc import Callable

import duckdb

from imp_stats.claims.matching import matched
from imp_stats.claims.sayings import Claim
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses

Made = Callable[..., Claim]

ARRIVED = ("subject", "arrivals", "2025-H1", {"program": "IMP"})


def test_the_one_count_that_fits_is_named_with_the_number_tried(witnesses: Witnesses, made: Made) -> None:
    found = judged(witnesses, made("level", 302_278, 302_282, ARRIVED))
    assert found.verdict == "contradicted"
    assert found.matches is not None
    assert (found.matches.subject.measure, found.matches.evidence.value) == ("effective_to_date", 302_280)
    assert found.tried > 3


def test_no_count_is_named_where_several_fit_or_none_does(witnesses: Witnesses, made: Made) -> None:
    several = judged(witnesses, made("level", 200_000, None, ARRIVED))
    none = judged(witnesses, made("level", 7, 7, ARRIVED))
    assert several.tried == none.tried > 3
    assert several.matches is None
    assert none.matches is None


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
