"""Claims of rank: an occupation in a place, or a province among all, is first, second ... or last."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims.calls import call_of_provinces, written
from imp_stats.claims.evidence import Evidence, Subject, lineage_of
from imp_stats.claims.findings import Finding, Part, not_held
from imp_stats.claims.weighing import Interval, verdict
from imp_stats.claims.witnesses import is_own
from imp_stats.errors import NotHeldError
from imp_stats.vocabulary import CANADA, STATED

if TYPE_CHECKING:
    from imp_stats.claims.sayings import Claim
    from imp_stats.claims.witnesses import Witnesses

FEWEST = "fewest"
_ENOUGH = 10  # so many of a ranking are looked up at once
_PROGRAMS = {"effective_year": "IMP", "positions": "TFWP"}  # of the measures that are ranked by occupation


def place(witnesses: Witnesses, claim: Claim) -> Finding:
    """The rank of an occupation among those of a place, or of a province among all provinces."""
    (subject,) = claim.of("subject")
    return _occupation(witnesses, claim, subject) if subject.noc else _province(witnesses, claim, subject)


def _occupation(witnesses: Witnesses, claim: Claim, subject: Subject) -> Finding:
    ends = [int(end) for end in (claim.claimed.lower, claim.claimed.upper) if math.isfinite(end)]
    last = max(ends)
    program, where = _PROGRAMS[subject.measure], None if subject.province == CANADA else subject.province
    question = written("top_occupations", program=program, province=where, year=subject.year, n=last)
    if subject.program not in (None, program):
        return not_held((subject,), left_out=False, question=question)
    try:
        ranked = witnesses.ranking(program, subject.province, subject.year, max(last, _ENOUGH))
    except NotHeldError:
        return not_held((subject,), left_out=False, question=question)
    row = ranked[ranked["noc"] == subject.noc]
    shown = row if len(row) else ranked.tail(1)
    part = Part(subject, _evidence(shown.iloc[0], subject.measure))
    if is_own(part.evidence, claim.lineage):
        return not_held((subject,), left_out=True, question=question)
    rank = _between(row) if len(row) else Interval(max(last, _ENOUGH) + 1, math.inf)
    return Finding(verdict(rank, claim.claimed), rank, (part,) if len(row) else (), question=question)


def _between(row: pd.DataFrame) -> Interval:
    return Interval(float(row["rank_best"].iloc[0]), float(row["rank_worst"].iloc[0]))


def _evidence(row: pd.Series[Any], measure: str) -> Evidence:
    source, vintage = str(row["source"]), str(row["vintage"])
    return Evidence(
        measure=measure,
        value=None if pd.isna(row[measure]) else int(row[measure]),
        lower=int(row["lower"]),
        upper=None if pd.isna(row["upper"]) else int(row["upper"]),
        source=source,
        vintage=vintage,
        lineage=lineage_of(source, vintage),
    )


def _province(witnesses: Witnesses, claim: Claim, subject: Subject) -> Finding:
    others = [dataclasses.replace(subject, province=code) for code in STATED if code != subject.province]
    question = call_of_provinces(subject, STATED)
    heard = witnesses.hear([subject, *others], claim.lineage)
    if heard.lacking:
        return not_held(
            tuple(heard.lacking), left_out=heard.left_out, question=question, short=tuple(heard.short)
        )
    first, *rest = heard.parts
    rank = _rank(
        first.interval, [part.interval for part in rest], fewest=claim.facts.get("relation") == FEWEST
    )
    return Finding(verdict(rank, claim.claimed), rank, (first,), question=question)


def _rank(own: Interval, others: list[Interval], *, fewest: bool) -> Interval:
    """From 1 and those surely before it, to 1 and those possibly before it."""
    above = [own.lower > other.upper if fewest else own.upper < other.lower for other in others]
    maybe = [own.upper > other.lower if fewest else own.lower < other.upper for other in others]
    return Interval(1 + sum(above), 1 + sum(maybe))
