"""Two vintages of one table side by side: which pairs are asked for, and every count that moved, with its kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.cards import cards
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import listed
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Date, Words, day, month, words
from imp_stats.questions.kinds import Pair, sort

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import duckdb

Since = int | str | None


@dataclass(frozen=True)
class Asked:
    """What is asked for, in codes; None is all."""

    measures: list[str] | None
    programs: list[str] | None
    cards: list[str] | None
    old: str | None
    new: str | None
    since: dt.date | None
    until: dt.date | None


def asked_for(
    *, measure: Words, program: Words, card: Words, old: Date, new: Date, since: Since, until: Since
) -> Asked:
    """The keywords in codes; a word that is none raises :class:`UnknownWordError`."""
    before, after = day(old, "old"), day(new, "new")
    if before and after and before >= after:
        msg = f"old={old}, new={new}: the older vintage comes first."
        raise ValueError(msg)
    named = several(measure)
    return Asked(
        measures=named and [known_measure(name).id for name in named],
        programs=words("program", program),
        cards=known(card, "card", list(cards())),
        old=None if before is None else str(before),
        new=None if after is None else str(after),
        since=month(since, "since", last=False),
        until=month(until, "until", last=True),
    )


def several(given: Words) -> list[str] | None:
    """One word or more as a list; None for all."""
    if given is None:
        return None
    return [given] if isinstance(given, str) else list(given)


def known(given: Words, what: str, right: Sequence[str]) -> list[str] | None:
    """The words, each of which must be one of the right ones; None for all."""
    asked = several(given)
    for word in asked or []:
        if word not in right:
            msg = f"{what}={word!r}: it may be {listed(right)}."
            raise UnknownWordError(msg)
    return asked


def moved(db: duckdb.DuckDBPyConnection, asked: Asked, tests: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """For each pair of vintages its counts that differ one by one, the others added up by period, with kind and change."""
    held = ask(db, "held_vintages", measures=asked.measures, programs=asked.programs, cards=asked.cards)
    pairs = [
        (str(card), str(source), *pair)
        for (card, source), rows in held.groupby(["card", "citation"])
        for pair in _pairs(sorted(rows["vintage"].unique()), asked.old, asked.new)
    ]
    if not pairs:
        raise NotHeldError(_refusal(held, asked))
    for card, source, old, new in pairs:
        rows = ask(
            db, "compared_vintages", card=card, old=old, new=new, measures=asked.measures, programs=asked.programs
        )  # fmt: skip
        changed = _with_change(rows)
        kind = sort(Pair(changed, pd.Timestamp(old), tests))
        told = changed.assign(kind=kind, card=card, source=source, old_vintage=old, vintage=new)
        yield told[_within(told["day"], asked)]


def _pairs(vintages: list[str], old: str | None, new: str | None) -> list[tuple[str, str]]:
    """The pairs of a table's vintages that are asked for: each and the next, unless one or both are given."""
    if old is None and new is None:
        return list(pairwise(vintages))
    if old is None:
        return [pair for pair in pairwise(vintages) if pair[1] == new]
    after = vintages[-1] if new is None else new
    return [(old, after)] if {old, after} <= set(vintages) and old < after else []


def _refusal(held: pd.DataFrame, asked: Asked) -> str:
    told = [f"{card} of {listed(sorted(rows['vintage'].unique()))}" for card, rows in held.groupby("card")]
    which = " and ".join(f"{name}={one}" for name, one in (("old", asked.old), ("new", asked.new)) if one)
    wanted = f"is held of {which}" if which else "is held of two vintages"
    return f"No table asked for {wanted}. Held: {'; '.join(told) or 'none that counts this, where one file replaces another'}."


def _with_change(rows: pd.DataFrame) -> pd.DataFrame:
    """The change of one count between its vintages: no number of either is taken from another count."""
    one = rows["moved"] == "changed"
    return frame(
        rows.assign(
            change=(rows["value"] - rows["value_before"]).where(one),
            change_lower=rows["lower"] - rows["upper_before"],
            change_upper=rows["upper"] - rows["lower_before"],
        )
    )


def _within(days: pd.Series[pd.Timestamp], asked: Asked) -> pd.Series[bool]:
    first = pd.Timestamp.min if asked.since is None else pd.Timestamp(asked.since)
    last = pd.Timestamp.max if asked.until is None else pd.Timestamp(asked.until) + pd.offsets.MonthEnd()
    return days.between(first, last)
