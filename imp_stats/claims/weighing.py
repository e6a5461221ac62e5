"""What is claimed against what is found: intervals, and the word for how they lie to each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

SUPPORTED = "supported"
CONTRADICTED = "contradicted"
UNDETERMINED = "undetermined"
DEPENDS = "depends on the comparator"
AGREES = "agrees"
DIFFERS = "differs"
NOT_HELD = "not held"
OWN_ONLY = "own chain only"
ANOTHER_VINTAGE = "another vintage"
NOT_KNOWABLE = "not knowable"
UNANSWERED = (CONTRADICTED, UNDETERMINED, NOT_HELD, OWN_ONLY)


@dataclass(frozen=True)
class Interval:
    """All that a quantity may be: from ``lower`` to ``upper``, both included; an open end is infinite."""

    lower: float
    upper: float
    value: float | None = None

    @classmethod
    def between(cls, lower: Any, upper: Any) -> Interval:  # noqa: ANN401 - a cell, a number or nothing
        """An interval from bounds of which either may be missing, and then is open."""
        least = -math.inf if lower is None or pd.isna(lower) else float(lower)
        most = math.inf if upper is None or pd.isna(upper) else float(upper)
        if least > most:
            msg = f"lower={lower} lies above upper={upper}: give the smaller number as lower."
            raise ValueError(msg)
        return cls(least, most)

    def __truediv__(self, other: Interval) -> Interval:
        """The ratio of two counts; one of which nothing is sure, over 0, is open."""
        lower = self.lower / other.upper if other.upper > 0 else 0.0
        upper = self.upper / other.lower if other.lower > 0 else math.inf
        return Interval(
            lower, upper, None if self.value is None or not other.value else self.value / other.value
        )

    def __add__(self, other: Interval) -> Interval:
        """The sum of two counts of which none is part of the other."""
        value = None if self.value is None or other.value is None else self.value + other.value
        return Interval(self.lower + other.lower, self.upper + other.upper, value)

    def at(self, value: float | None) -> Interval:
        """The interval with its central value."""
        return Interval(self.lower, self.upper, value)

    def less(self, number: float) -> Interval:
        """The interval moved down by a number."""
        return Interval(
            self.lower - number, self.upper - number, None if self.value is None else self.value - number
        )


def verdict(found: Interval, claimed: Interval) -> str:
    """Whether what is found lies in what is claimed, apart from it, or across its edge.

    >>> claimed = Interval(315_001, math.inf)
    >>> [verdict(Interval(*bounds), claimed) for bounds in ((333203, 333207), (310658, 310662), (1, 400000))]
    ['supported', 'contradicted', 'undetermined']
    """
    if found.upper < claimed.lower or found.lower > claimed.upper:
        return CONTRADICTED
    inside = claimed.lower <= found.lower and found.upper <= claimed.upper
    return SUPPORTED if inside else UNDETERMINED


def together(verdicts: Iterable[str]) -> str:
    """One verdict for several comparators: theirs where they agree, else that it depends on which is taken."""
    distinct = set(verdicts)
    if {SUPPORTED, CONTRADICTED} <= distinct:
        return DEPENDS
    return distinct.pop() if len(distinct) == 1 else UNDETERMINED


def hull(found: Iterable[Interval]) -> Interval:
    """The least interval that holds all of several."""
    several = list(found)
    value = several[0].value if len(several) == 1 else None
    return Interval(min(one.lower for one in several), max(one.upper for one in several), value)
