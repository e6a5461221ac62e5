"""What a new vintage must keep of the one before: sums cannot betray everything, the past often can.

Under the same date the figures are the same. Under a later one no period and no row is lost, no count that was
printed is left out, and none that was hidden comes to light: in the real vintages of most tables this never happened.
Of the table by occupation, whose cells are the finest, 101 of 93,447 hidden counts came out between July and December
2024, all as 0 or 5 (one person fewer or more), among 896 counts that changed: a card that ``reveals`` lets these
through where they are at most a quarter of what changed; 10 or more next to what was hidden is refused everywhere.

A new month has no fewer than half the rows of the twelve before it, in the middle: real ones have seven tenths or more,
but by gender, where a month has 3 to 6 rows. Of the counts printed in both vintages at most a tenth change by more than a
third: in the real vintages 47 of 48,964 do. A vintage that comes after a later one is held to that in the same way. The
first of a table has every word that its card says it has. What a person has confirmed is let through, and kept in
``vintages.csv``.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, cast

import polars as pl

from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.ledger import DIMENSIONS, Staged, read_cells, read_vintages
from imp_stats.vocabulary import NOT_STATED, STATED, Kind, entries

_IDENTITY = ["measure", *DIMENSIONS]
_PERIOD = ["period_kind", "period"]
_PATH = [name for name in DIMENSIONS if name not in _PERIOD]
_BY_ONE = 5  # hidden is 1 to 4: with one person fewer it is printed 0, with one more 5
_FEW = 4  # what came to light is at most one in so many of the counts that changed
_MONTHS = 12  # so many months say how many rows a month has
_HALF = 2  # a new month with less than one half of that has lost rows
_THIRD, _TENTH = 3, 10  # more than a third of a count, and more than a tenth of the counts, is no revision
_COUNTS = ["printed", "lower", "upper", "status", "is_total"]


_Known = tuple[dict[str, Any], Callable[[], pl.DataFrame]]  # a row of vintages.csv, and what reads its cells


class _Said(NamedTuple):
    """How it is said what an earlier vintage has and a later one breaks with."""

    period: str
    row: str
    printed: str
    hidden: str
    differs: str


_BEFORE = _Said(
    "was in the vintage before and is gone; expected every earlier period",
    "was a row of the vintage before and is gone",
    "was printed in the vintage before and is gone",
    "was hidden in the vintage before and is printed",
    "differ from the vintage before by more than a third, where at most a tenth may",
)
_AFTER = _Said(
    "is in none of the periods of the later vintage held; expected no other periods",
    "is a row of the file and none of the later vintage held",
    "is printed in the file and gone from the later vintage held",
    "is hidden in the file and printed in the later vintage held",
    "differ from the later vintage held by more than a third, where at most a tenth may",
)


def follow(added: Sequence[Staged], data: Path, confirmed: Sequence[str] = ()) -> list[Staged]:
    """The files that bring something new, by date, each with what was confirmed of it, held to the vintage before it.

    Parameters
    ----------
    added
        Files as read.
    data
        The data folder that holds the vintages before.
    confirmed
        What somebody has confirmed: words of an error's message, or a card's id for all of its table.

    Raises
    ------
    LayoutError
        A file that does not go on from the vintage before and is not confirmed.

    """
    rows = read_vintages(data).iter_rows(named=True)
    known: list[_Known] = [(row, partial(read_cells, data, row)) for row in rows]
    followed: list[Staged] = []
    for one in sorted(added, key=lambda staged: (staged.card, staged.vintage)):
        of_table = [entry for entry in known if entry[0]["card"] == one.card]
        twin = max((entry for entry in of_table if _date(entry) == one.vintage), key=_date, default=None)
        if twin:
            _refuse_other_figures(one, twin[1](), twin[0]["file_name"])
            continue  # the same figures in other bytes: nothing new
        if cards()[one.card].series:  # each file is a period of its own, and goes on from none
            of_table = []
        before = max((entry for entry in of_table if _date(entry) < one.vintage), key=_date, default=None)
        after = min((entry for entry in of_table if _date(entry) > one.vintage), key=_date, default=None)
        kept = _confirmed(one, before and before[1](), after and after[1](), confirmed)
        followed.append(kept)
        known.append((one.row(), partial(_cells, one)))
    return followed


def _date(entry: _Known) -> dt.date:
    vintage: dt.date = entry[0]["vintage"]
    return vintage


def _cells(staged: Staged) -> pl.DataFrame:
    return staged.cells


def _refuse_other_figures(one: Staged, before: pl.DataFrame, name: str) -> None:
    joined = one.cells.join(before, on=_IDENTITY, how="full", suffix="_before", nulls_equal=True)
    differ = joined.filter(
        pl.col("cell").is_null()
        | pl.col("cell_before").is_null()
        | pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _COUNTS)
    )
    if differ.is_empty() or (cards()[one.card].series and _states_less(one.cells, before)):
        return
    msg = (
        f"{one.file_name}: {one.card} as of {one.vintage} is held already, from {name!r}, and this file differs in "
        f"{differ.height:,} cells, first {_difference(differ.row(0, named=True))}. If the publisher corrected it under the "
        f"same date, take the row of {name!r} out of tidy/vintages.csv in a data folder of your own, and build into that."
    )
    raise LayoutError(msg)


def _states_less(cells: pl.DataFrame, before: pl.DataFrame) -> bool:
    """Whether the counts are those held, but that some have lost their occupation: a twin that adds nothing."""
    whole = [name for name in _IDENTITY if name != "noc"]
    sums, held = (one.group_by(whole).agg(pl.col("printed").sum()).sort(whole) for one in (cells, before))
    stated = cells.filter(pl.col("noc") != "not stated").join(
        before.select(*_IDENTITY, held="printed"), on=_IDENTITY, how="left", nulls_equal=True
    )
    is_there = (pl.col("printed") <= pl.col("held")).fill_null(value=False)
    return sums.equals(held) and stated.filter(~is_there).is_empty()


def _difference(row: dict[str, object]) -> str:
    if row["cell"] and row["cell_before"]:
        new, old = ("--" if row[name] is None else f"{row[name]:,}" for name in ("printed", "printed_before"))
        return f"{row['cell']}: {new}, before {old}"
    return f"{row['cell']}, which is new" if row["cell"] else f"{row['cell_before']}, which is gone"


def _confirmed(
    one: Staged, before: pl.DataFrame | None, after: pl.DataFrame | None, confirmed: Sequence[str]
) -> Staged:
    used: list[str] = []
    for what, found in _breaks(one, before, after):
        if one.card in confirmed:
            used.append(f"all that {what}: {len(found)}")
            continue
        open_ones = [word for word in found if word not in confirmed]
        if open_ones:
            more = f" and {len(open_ones) - 1:,} more" if len(open_ones) > 1 else ""
            msg = (
                f"{one.file_name}: {open_ones[0]!r}{more} {what}. If the publisher meant it, confirm it with "
                f"--confirm {open_ones[0]!r}, or all of the table with --confirm {one.card}."
            )
            raise LayoutError(msg)
        used += found
    return replace(one, confirmed="; ".join(used))


def _breaks(
    one: Staged, before: pl.DataFrame | None, after: pl.DataFrame | None
) -> Iterator[tuple[str, list[str]]]:
    """What the file breaks with, in words, and the rows or counts that do."""
    if before is not None:
        yield from _between(one, before, one.cells, _BEFORE)
    if after is not None:
        yield from _between(one, one.cells, after, _AFTER)
    if before is None and after is None:
        yield from _lacking(one)
    thin = _thin(one.cells, before)
    if thin:
        yield "has less than half the rows of the months before it", thin


def _between(
    one: Staged, before: pl.DataFrame, after: pl.DataFrame, said: _Said
) -> Iterator[tuple[str, list[str]]]:
    """What the later of two vintages breaks with of the earlier: the file is one of them."""
    lost = before.select(_PERIOD).unique().join(after, on=_PERIOD, how="anti").sort("period")
    if not lost.is_empty():
        msg = f"{one.file_name}: the {lost['period_kind'][0]} of {lost['period'][0]} {said.period}."
        raise LayoutError(msg)
    rows = before.select(_PATH).unique().join(after, on=_PATH, how="anti", nulls_equal=True)
    if not rows.is_empty():
        yield said.row, sorted(map(_said, rows.iter_rows(named=True)))
    printed = before.filter(pl.col("printed") > 0).join(rows, on=_PATH, how="anti", nulls_equal=True)
    gone = printed.join(after, on=_IDENTITY, how="anti", nulls_equal=True)
    if not gone.is_empty():
        yield said.printed, _counts(gone)
    hidden = before.filter(pl.col("status") == "suppressed").select(_IDENTITY)
    shown = after.filter(pl.col("printed").is_not_null()).join(
        hidden, on=_IDENTITY, how="semi", nulls_equal=True
    )
    refused = _unexplained(before, after, shown) if cards()[one.card].reveals else shown
    if not refused.is_empty():
        yield said.hidden, _counts(refused)
    differ, number = _differing(printed, after)
    if differ * _TENTH > number:
        yield said.differs, [f"{differ:,} of {number:,} counts"]


def _differing(printed: pl.DataFrame, after: pl.DataFrame) -> tuple[int, int]:
    """How many counts printed in both vintages are further apart than a third, and how many there are."""
    both = printed.join(after, on=_IDENTITY, nulls_equal=True, suffix="_after").drop_nulls("printed_after")
    apart = (pl.col("printed_after") - pl.col("printed")).abs() * _THIRD > pl.col("printed")
    return both.filter(apart).height, both.height


def _lacking(one: Staged) -> Iterator[tuple[str, list[str]]]:
    """The words that the card says that every file has, and that a first vintage has no row of."""
    for dimension in cards()[one.card].whole:
        held = entries(cast("Kind", dimension))
        words = (*STATED, NOT_STATED) if dimension == "province" else tuple(held)
        there = set(one.cells[dimension])
        missing = [held[word].en for word in words if word not in there]
        if missing:
            yield f"has no row, and every {dimension} has one in a first vintage", missing


def _thin(cells: pl.DataFrame, before: pl.DataFrame | None) -> list[str]:
    """The new months with less than half the rows of the twelve months before, in the middle of these."""
    rows, held = (_rows_of_months(frame) for frame in (cells, cells if before is None else before))
    thin: list[str] = []
    for month, number in rows.items():
        earlier = [held[one] for one in held if one < month][-_MONTHS:]
        is_new = before is None or month not in held
        if is_new and len(earlier) == _MONTHS and number * _HALF < median(earlier):
            thin.append(f"month / {month}")
    return thin


def _rows_of_months(cells: pl.DataFrame) -> dict[dt.date, int]:
    counted = cells.filter(pl.col("period_kind") == "month").group_by("period").len().sort("period")
    return dict(counted.iter_rows())


def _unexplained(before: pl.DataFrame, after: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Of what came to light, the counts that a revision of the whole table does not explain."""
    both = after.join(before.select(*_IDENTITY, "printed"), on=_IDENTITY, nulls_equal=True, suffix="_before")
    changed = both.filter(pl.col("printed").ne_missing(pl.col("printed_before"))).height
    by_one = shown.filter(pl.col("printed") <= _BY_ONE)
    return shown.filter(pl.col("printed") > _BY_ONE) if _FEW * by_one.height <= changed else shown


def _counts(cells: pl.DataFrame) -> list[str]:
    return [_said(row) for row in cells.select(*_PATH, *_PERIOD).sort(_PERIOD).iter_rows(named=True)]


def _said(row: dict[str, object]) -> str:
    return " / ".join(str(row[name]) for name in (*_PATH, *_PERIOD) if row.get(name) is not None)
