"""Whether the counts that a claim sets against each other count alike: those that do not have no ratio and no change."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from imp_stats.errors import IncomparableError
from imp_stats.intervals.lawful import ratios
from imp_stats.intervals.pairs import advice
from imp_stats.measures import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imp_stats.claims.evidence import Subject
    from imp_stats.claims.sayings import Claim
    from imp_stats.phrases import Lang

_COMPARED = ("ratio", "order", "change", "constancy")
_COUNTED_ALIKE = frozenset({"arrivals", "target"})  # a target is one of new arrivals


@dataclass(frozen=True)
class Unlike:
    """Two counts that are set against each other and do not count the same, or are not of days that go together."""

    one: str
    other: str
    day: str = ""

    def words(self, lang: Lang) -> str:
        """Why the two are not compared, and what would be right."""
        if self.day:
            return _DAYS[lang].format(one=self.one, other=self.other, day=self.day)
        if lang == "fr":
            said = "; ".join(f"{_label(name)} : {measure(name).definition('fr')}" for name in (self.one, self.other))  # fmt: skip
            return f"{self.one} et {self.other} ne comptent pas la même chose, et rien ne s’en déduit. {said}"
        known = advice()[frozenset({self.one, self.other})]
        return f"{self.one} and {self.other} do not count the same: {known.why} Instead: {known.instead}"


_DAYS: dict[Lang, str] = {
    "en": "{one} are divided by the {other} of {day}: give that day as its period.",
    "fr": "{one} : se divise par {other} au {day}; c’est ce jour qu’il faut donner comme période.",
}


def unlike(claim: Claim) -> Unlike | None:
    """The first two counts of a claim that are not compared; None where all count alike."""
    if claim.kind not in _COMPARED:
        return None
    return next((found for one, other in _pairs(claim) if (found := _apart(claim.kind, one, other))), None)


def refuse_unlike(claim: Claim) -> None:
    """Refuse a claim that sets counts against each other which do not count the same."""
    found = unlike(claim)
    if found:
        raise IncomparableError(found.words("en"))


def _pairs(claim: Claim) -> Iterator[tuple[Subject, Subject]]:
    """The counts that are set against each other, and those that are added up."""
    if claim.kind == "ratio":
        parts, wholes = [*claim.of("part"), *claim.of("maybe")], claim.of("whole")
        yield from ((part, whole) for part in parts for whole in wholes)
    elif claim.kind == "constancy":
        yield from pairwise(claim.of("subject"))
        yield from zip(claim.of("subject"), claim.of("per"), strict=False)
    else:
        (subject,) = claim.of("subject")
        yield from ((subject, other) for other in claim.of("comparator"))


def _apart(kind: str, one: Subject, other: Subject) -> Unlike | None:
    measures = one.measure, other.measure
    if one.measure == other.measure or set(measures) == _COUNTED_ALIKE:
        return None
    rate = ratios().get(measures) if kind in ("ratio", "constancy") else None
    if rate is None:
        return Unlike(*measures)
    day = f"{one.year + rate.years_after}-{rate.day}"
    return None if rate.years_apart or other.period == day else Unlike(*measures, day=day)


def _label(name: str) -> str:
    return measure(name).label("fr")
