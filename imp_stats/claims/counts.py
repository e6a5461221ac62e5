"""Claims of counts: a level, a ratio, an order, a change, what stays the same. Pure: counts in, a finding out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imp_stats.claims.calls import call_of
from imp_stats.claims.findings import Finding, Heard, Part, not_held
from imp_stats.claims.seams import seams
from imp_stats.claims.weighing import CONTRADICTED, Interval, hull, together, verdict
from imp_stats.measures import additivity

if TYPE_CHECKING:
    from imp_stats.claims.likeness import Unlike
    from imp_stats.claims.sayings import Claim
    from imp_stats.claims.witnesses import Witnesses

SUBJECT = "subject"
COMPARATOR = "comparator"
PART, MAYBE, WHOLE, PER = "part", "maybe", "whole", "per"
_DIMENSIONS = ("program", "province", "stream", "noc", "npr_type")


def level(witnesses: Witnesses, claim: Claim) -> Finding:
    """A count lies between two numbers."""
    (subject,) = claim.of(SUBJECT)
    heard = witnesses.hear([subject], claim.lineage)
    if heard.lacking:
        return _missing(claim, heard)
    return _weighed(claim, heard.parts, heard.parts[0].interval)


def ratio(witnesses: Witnesses, claim: Claim) -> Finding:
    """Some parts together, over a whole, lie between two shares; what may belong counts in the upper bound only."""
    parts, maybe, wholes = (witnesses.hear(claim.of(role), claim.lineage) for role in (PART, MAYBE, WHOLE))
    if parts.lacking or maybe.lacking or wholes.lacking:
        return _missing(claim, parts, maybe, wholes)
    share = _sum(parts.parts) / _sum(wholes.parts)
    if maybe.parts:
        share = Interval(share.lower, ((_sum(parts.parts) + _sum(maybe.parts)) / _sum(wholes.parts)).upper)
    within = {part.subject for part in parts.parts} <= {part.subject for part in wholes.parts}
    bounded = replace(share, upper=min(1.0, share.upper)) if within else share
    return _weighed(claim, [*parts.parts, *maybe.parts, *wholes.parts], bounded)


def order(witnesses: Witnesses, claim: Claim) -> Finding:
    """One count is larger than another: their ratio, against 1."""
    subjects, others = (witnesses.hear(claim.of(role), claim.lineage) for role in (SUBJECT, COMPARATOR))
    if subjects.lacking or others.lacking:
        return _missing(claim, subjects, others)
    first, other = subjects.parts[0], others.parts[0]
    found = _weighed(claim, [first, other], first.interval / other.interval)
    return replace(found, seams=seams(first, [other]))


def change(witnesses: Witnesses, claim: Claim) -> Finding:
    """A count rose or fell against others; what is said of several comparators may depend on which is taken."""
    subjects, others = (witnesses.hear(claim.of(role), claim.lineage) for role in (SUBJECT, COMPARATOR))
    if subjects.lacking or not others.parts:
        return _missing(claim, subjects, others)
    first = subjects.parts[0]
    changes = [(other, (first.interval / other.interval).less(1)) for other in others.parts]
    return Finding(
        verdict=together(verdict(found, claim.claimed) for _, found in changes),
        answer=hull(found for _, found in changes),
        parts=(first, *others.parts),
        comparisons=tuple(changes),
        seams=seams(first, others.parts),
        lacking=tuple(others.lacking),
        short=tuple(others.short),
        question=call_of(first.subject, first.evidence),
    )


def constancy(witnesses: Witnesses, claim: Claim) -> Finding:
    """A count, or its ratio to another, is the same in every period: each over the first, against 1."""
    subjects, per = (witnesses.hear(claim.of(role), claim.lineage) for role in (SUBJECT, PER))
    if subjects.lacking or per.lacking:
        return _missing(claim, subjects, per)
    counts = [part.interval for part in subjects.parts]
    if per.parts:
        counts = [one / other.interval for one, other in zip(counts, per.parts, strict=True)]
    moved = [later / counts[0] for later in counts[1:]]
    return Finding(
        verdict=_steady([verdict(one, claim.claimed) for one in moved]),
        answer=hull(moved),
        parts=(*subjects.parts, *per.parts),
        question=call_of(subjects.parts[0].subject, subjects.parts[0].evidence),
    )


def _steady(verdicts: list[str]) -> str:
    """The verdict on what is said of every period: one that is apart decides."""
    order_of = ("contradicted", "undetermined", "supported")
    return min(verdicts, key=order_of.index)


def _weighed(claim: Claim, parts: list[Part], answer: Interval) -> Finding:
    return Finding(
        verdict=verdict(answer, claim.claimed),
        answer=answer,
        parts=tuple(parts),
        question=call_of(parts[0].subject, parts[0].evidence),
    )


def not_compared(witnesses: Witnesses, claim: Claim, apart: Unlike) -> Finding:
    """The finding on counts that are set against each other and do not count the same: the claim errs, without a number."""
    heard = witnesses.hear([operand.subject for operand in claim.operands], claim.lineage)
    first = claim.operands[0].subject
    found = next((part.evidence for part in heard.parts if part.subject == first), None)
    return Finding(CONTRADICTED, parts=tuple(heard.parts), unlike=apart, question=call_of(first, found))


def _missing(claim: Claim, *heard: Heard) -> Finding:
    lacking = tuple(subject for one in heard for subject in one.lacking)
    left_out = any(one.left_out for one in heard)
    short = tuple(found for one in heard for found in one.short)
    return not_held(lacking, left_out=left_out, question=call_of(claim.operands[0].subject), short=short)


def _sum(parts: list[Part]) -> Interval:
    """Several counts together: at least their sum, or the largest where one person may be in several."""
    first, *others = (part.interval for part in parts)
    for other in others:
        first += other
    return replace(first, lower=max(part.interval.lower for part in parts)) if _overlap(parts) else first


def _overlap(parts: list[Part]) -> bool:
    differ = [name for name in _DIMENSIONS if len({getattr(part.subject, name) for part in parts}) > 1]
    return any(
        additivity(part.evidence.measure, name).rule == "max..sum" for part in parts for name in differ
    )
