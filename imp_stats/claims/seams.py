"""The breaks in a series that lie between two of its counts, which a claim sets against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from imp_stats.discontinuities import Break, declared_breaks
from imp_stats.intervals.continuing import between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imp_stats.claims.findings import Part

_DAY = len("2021-12-31")


def seams(first: Part, others: Iterable[Part]) -> tuple[Break, ...]:
    """The breaks declared between a count and others of the same measure, by date."""
    held = {name for other in others for name in _ids(first, other)}
    return tuple(each for each in declared_breaks() if each.id in held)


def _ids(one: Part, other: Part) -> list[str]:
    measure = one.subject.measure
    if other.subject.measure != measure or _is_day(one) is not _is_day(other):
        return []
    rows = pd.DataFrame([_row(part) for part in (one, other)]).dropna(axis="columns", how="all")
    found = between(rows, measure, np.array([0]), np.array([1])).iloc[0]
    return str(found).split(";") if found else []


def _is_day(part: Part) -> bool:
    return len(part.subject.period) == _DAY and "/" not in part.subject.period


def _row(part: Part) -> dict[str, object]:
    """What a count is of, as a row of a frame: a span of time is told by its months."""
    subject = part.subject
    said: dict[str, object] = {
        **subject.filters("program", "province", "stream", "noc"),
        "vintage": part.evidence.vintage,
    }
    if _is_day(part):
        return {**said, "day": pd.Timestamp(subject.period)}
    first, last = subject.months()
    return {**said, "first_month": pd.Timestamp(first), "month": pd.Timestamp(last)}
