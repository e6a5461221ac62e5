"""Which other count a figure is that does not hold as it was said: named only where exactly one of those tried fits."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from imp_stats.claims.findings import Finding, Part
from imp_stats.claims.weighing import SUPPORTED, UNANSWERED, Interval, verdict
from imp_stats.claims.witnesses import is_own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imp_stats.claims.evidence import Subject
    from imp_stats.claims.sayings import Claim
    from imp_stats.claims.witnesses import Witnesses

MATCHED = ("level", "order")
# measure -> the periods of a year in which it is printed
_PERIODS = {
    "holders": ("{year}-12-31",),
    "effective_year": ("{year}",),
    "effective_months": ("{year}", "{year}-H1"),
    "effective_to_date": ("{year}-H1",),
    "arrivals": ("{year}", "{year}-H1"),
    "target": ("{year}",),
    "pr_admissions": ("{year}",),
    "positions": ("{year}",),
    "valid_in_year": ("{year}",),
    "holders_reported": ("{year}",),
    "permits_issued": ("{year}",),
}
_OF_TFWP = ("positions",)


def matched(witnesses: Witnesses, claim: Claim, finding: Finding) -> Finding:
    """The finding with the one other measure or vintage that fits, if there is one, and how many were tried."""
    if claim.kind not in MATCHED or finding.verdict not in UNANSWERED:
        return finding
    against = _against(witnesses, claim)
    if against is None:
        return finding
    used = finding.parts[0].evidence if finding.parts else None
    tried = {
        (part.evidence.measure, part.subject.period, part.evidence.lineage): part
        for part in _others(witnesses, claim.of("subject")[0])
        if part.evidence != used and not is_own(part.evidence, claim.lineage)
    }
    fit = [part for part in tried.values() if verdict(part.interval / against, claim.claimed) == SUPPORTED]
    return dataclasses.replace(finding, tried=len(tried), matches=fit[0] if len(fit) == 1 else None)


def _against(witnesses: Witnesses, claim: Claim) -> Interval | None:
    """What the count is set against: nothing for a level, the other count for an order."""
    if claim.kind == "level":
        return Interval(1, 1, 1)
    others = witnesses.hear(claim.of("comparator"), claim.lineage).parts
    return others[0].interval if others else None


def _others(witnesses: Witnesses, subject: Subject) -> Iterator[Part]:
    """Every count held of the same people, place and year, by any measure and of any vintage."""
    asked = dict.fromkeys(
        dataclasses.replace(subject, measure=measure, period=period.format(year=subject.year), plan=None)
        for measure, periods in _PERIODS.items()
        if subject.program == "TFWP" or measure not in _OF_TFWP
        for period in periods
    )
    for one in dict.fromkeys([subject, *asked]):
        for evidence in witnesses.all_of(one):
            yield Part(one, evidence)
