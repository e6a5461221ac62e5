"""Reckoning with bounds: frame in, frame out, and whatever cannot be known exactly says so.

Every function takes a frame as a question returns it and gives back a frame whose derived columns
bring their own bounds. What the publisher's true counts would give lies inside those bounds always.
Rows that do not count the same thing are refused with :class:`~imp_stats.errors.IncomparableError`.
"""

from imp_stats.intervals.changes import change
from imp_stats.intervals.comparing import compare
from imp_stats.intervals.likelihood import likely
from imp_stats.intervals.ranking import rank, top
from imp_stats.intervals.rates import per_thousand
from imp_stats.intervals.series import index_to, same_month, year_to_date
from imp_stats.intervals.shares import share
from imp_stats.intervals.sums import total
from imp_stats.intervals.windows import rolling

__all__ = [
    "change", "compare", "index_to", "likely", "per_thousand", "rank", "rolling", "same_month", "share", "top", "total",
    "year_to_date",
]  # fmt: skip
