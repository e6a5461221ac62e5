"""The months that a question asks for, of those that a table holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.questions.filters import Years, month, years

if TYPE_CHECKING:
    import datetime as dt


def months_within(
    found: pd.DataFrame, *, year: Years = None, since: int | str | None, until: int | str | None
) -> pd.DataFrame:
    """The rows of the months asked for; a year or a span of which no month is held raises :class:`NotHeldError`."""
    asked = years(year)
    if asked is not None and (since is not None or until is not None):
        msg = f"year={asked}, since={since}, until={until}: give the years, or from when until when."
        raise ValueError(msg)
    first, last = month(since, "since", last=False), month(until, "until", last=True)
    if found.empty:
        msg = "No vintage of the table is as old as that."
        raise NotHeldError(msg)
    held = found["month"]
    missing = sorted(set(asked or []) - set(held.dt.year))
    keep = _between(held, first, last)
    if asked is not None:
        keep &= held.dt.year.isin(asked)
    if missing or not keep.any():
        what = f"year={missing}" if missing else f"since={since}, until={until}"
        msg = f"{what}: no month of the table; {held.min():%Y-%m} to {held.max():%Y-%m} are held."
        raise NotHeldError(msg)
    return found[keep]


def _between(held: pd.Series, first: dt.date | None, last: dt.date | None) -> pd.Series:
    keep = held.notna()
    if first is not None:
        keep &= held >= pd.Timestamp(first)
    if last is not None:
        keep &= held <= pd.Timestamp(last)
    return keep
