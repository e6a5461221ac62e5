"""Which other count a figure is that does not hold as it was said: named only where exactly one of those tried fits."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from imp_stats.claims.findings import Finding, Part
from imp_stats.claims.weighing import SUPPORTED, UNANSWERED, Interval, verdict
from imp_stats.claims.witnesses import is_own
from imp_stats.measures import measure as declared

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
_UNITS = {"permits": "persons"}  # what is said of permits is often a count of persons
_COUNTED_ALIKE = ("arrivals", "target")
_NOT_OF_PERMITS = ("npr", "population", "earners_2015")


def matched(witnesses: Witnesses, claim: Claim, finding: Finding) -> Finding:
    """The finding with the one other measure or vintage that fits, if there is one, and how many were tried and fit."""
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
    only = fit[0] if len(fit) == 1 else None
    return dataclasses.replace(finding, tried=len(tried), fitting=len(fit), matches=only)


def _against(witnesses: Witnesses, claim: Claim) -> Interval | None:
    """What the count is set against: nothing for a level, the other count for an order."""
    if claim.kind == "level":
        return Interval(1, 1, 1)
    others = witnesses.hear(claim.of("comparator"), claim.lineage).parts
    return others[0].interval if others else None


def _others(witnesses: Witnesses, subject: Subject) -> Iterator[Part]:
    """Every count held of the same people, place and year, by any measure of its kind and of any vintage."""
    asked = dict.fromkeys(
        dataclasses.replace(subject, measure=measure, period=period.format(year=subject.year), plan=None)
        for measure, periods in _PERIODS.items()
        if _of_a_kind(subject.measure, measure)
        for period in periods
    )
    for one in dict.fromkeys([subject, *asked]):
        for evidence in witnesses.all_of(one):
            yield Part(one, evidence)


def _of_a_kind(one: str, other: str) -> bool:
    """Whether one measure may be taken for another: of permits, in one unit, and a target only for what targets count."""
    units = [_UNITS.get(declared(name).unit, declared(name).unit) for name in (one, other)]
    if one in _NOT_OF_PERMITS or units[0] != units[1]:
        return False
    return other != "target" or one in _COUNTED_ALIKE
