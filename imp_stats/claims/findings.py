"""What is found of a claim: verdict, the quantity computed, and the evidence that it was computed from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imp_stats.claims.weighing import NOT_HELD, OWN_ONLY, Interval

if TYPE_CHECKING:
    from imp_stats.claims.evidence import Evidence, Subject
    from imp_stats.claims.likeness import Unlike
    from imp_stats.discontinuities import Break


@dataclass(frozen=True)
class Part:
    """A count that an answer was computed from, with what holds it."""

    subject: Subject
    evidence: Evidence

    @property
    def interval(self) -> Interval:
        """The count with its bounds; one without an upper bound is open."""
        return Interval.between(self.evidence.lower, self.evidence.upper).at(self.evidence.value)


@dataclass(frozen=True)
class Entry:
    """A row of a rule table: its name and what it says, in both languages, and where that is written."""

    name: tuple[str, str]
    said: tuple[str, str]
    source: str
    vintage: str
    certainty: str


@dataclass(frozen=True)
class Finding:
    """The verdict on a claim and all that its words are built from."""

    verdict: str
    answer: Interval | None = None
    parts: tuple[Part, ...] = ()
    comparisons: tuple[tuple[Part, Interval], ...] = ()
    entries: tuple[Entry, ...] = ()
    counted: tuple[int, int] | None = None
    apart: tuple[Entry, ...] = ()
    retold: str = ""
    vintages: tuple[Part, ...] = ()
    seams: tuple[Break, ...] = ()
    unlike: Unlike | None = None
    lacking: tuple[Subject, ...] = ()
    short: tuple[tuple[Subject, int], ...] = ()
    left_out: bool = False
    question: str = ""
    matches: Part | None = None
    tried: int = 0
    fitting: int = 0


def not_held(
    lacking: tuple[Subject, ...],
    *,
    left_out: bool,
    question: str,
    short: tuple[tuple[Subject, int], ...] = (),
) -> Finding:
    """The finding where a count is missing, or all that is held of it is the claim's own evidence.

    ``short`` names the years of which only the first months are held.
    """
    word = OWN_ONLY if left_out else NOT_HELD
    return Finding(word, lacking=lacking, left_out=left_out, question=question, short=short)


@dataclass
class Heard:
    """Counts as they are looked up, one after the other: those found, those missing, and whether any was left out."""

    parts: list[Part] = field(default_factory=list)
    lacking: list[Subject] = field(default_factory=list)
    short: list[tuple[Subject, int]] = field(default_factory=list)
    left_out: bool = False
