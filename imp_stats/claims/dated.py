"""Claims of another vintage: a count that is revised may be right for the data it was taken from, and not for newer ones."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from imp_stats.claims.findings import Finding, Part
from imp_stats.claims.sayings import text
from imp_stats.claims.weighing import ANOTHER_VINTAGE, CONTRADICTED, verdict

if TYPE_CHECKING:
    from imp_stats.claims.evidence import Evidence, Subject
    from imp_stats.claims.sayings import Claim
    from imp_stats.claims.weighing import Interval
    from imp_stats.claims.witnesses import Witnesses

_DATED = ("level", "change")


def dated(witnesses: Witnesses, claim: Claim, finding: Finding) -> Finding:
    """The finding with all vintages known of its counts, where the claim's own vintage is known.

    What lies apart from the evidence is "another vintage" and not contradicted, if the claim rests on data of another
    date and a vintage is known, of the claim's own chain or not, that is not apart from it.
    """
    as_of = text(claim.facts.get("as_of"))
    if as_of is None or claim.kind not in _DATED or not finding.parts:
        return finding
    known = {part.subject: _known(witnesses, part.subject) for part in finding.parts}
    used = [_printed(part.evidence) for part in finding.parts]
    others = [part for parts in known.values() for part in parts if _printed(part.evidence) not in used]
    said_before = any(verdict(one, claim.claimed) != CONTRADICTED for one in _quantities(claim, known))
    is_other = finding.verdict == CONTRADICTED and finding.parts[0].evidence.vintage != as_of and said_before
    return dataclasses.replace(
        finding, verdict=ANOTHER_VINTAGE if is_other else finding.verdict, vintages=tuple(others)
    )


def _known(witnesses: Witnesses, subject: Subject) -> list[Part]:
    """Every vintage of a count, by any chain, each value of a date once."""
    found = {_printed(one): one for one in witnesses.all_of(subject)}
    return [Part(subject, one) for one in found.values()]


def _printed(evidence: Evidence) -> tuple[str, int, int | None]:
    return evidence.vintage, evidence.lower, evidence.upper


def _quantities(claim: Claim, known: dict[Subject, list[Part]]) -> list[Interval]:
    """The quantity of the claim by each vintage, and for a change by each two of them."""
    (subject,) = claim.of("subject")
    counts = [part.interval for part in known[subject]]
    if claim.kind == "level":
        return counts
    others = [part.interval for one in claim.of("comparator") for part in known.get(one, [])]
    return [(count / other).less(1) for count in counts for other in others]
