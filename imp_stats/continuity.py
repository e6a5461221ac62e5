"""What a new vintage must keep of the one before: sums cannot betray everything, the past often can.

Under the same date the figures are the same. Under a later one no period and no row is lost, no count that was
printed is left out, and none that was hidden comes to light: in the real vintages of most tables this never happened.
Of the table by occupation, whose cells are the finest, 101 of 93,447 hidden counts came out between July and December
2024, all as 0 or 5 (one person fewer or more), among 896 counts that changed: a card that ``reveals`` lets these
through where they are at most a quarter of what changed; 10 or more next to what was hidden is refused everywhere. What
a person has confirmed is let through, and kept in ``vintages.csv``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.ledger import DIMENSIONS, Staged, read_cells, read_vintages

_IDENTITY = ["measure", *DIMENSIONS]
_PERIOD = ["period_kind", "period"]
_PATH = [name for name in DIMENSIONS if name not in _PERIOD]
_BY_ONE = 5  # hidden is 1 to 4: with one person fewer it is printed 0, with one more 5
_FEW = 4  # what came to light is at most one in so many of the counts that changed
_COUNTS = ["printed", "lower", "upper", "status", "is_total"]


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
    known: list[tuple[dict[str, Any], Callable[[], pl.DataFrame]]] = [
        (row, partial(read_cells, data, row)) for row in rows
    ]
    followed: list[Staged] = []
    for one in sorted(added, key=lambda staged: (staged.card, staged.vintage)):
        earlier = [
            entry for entry in known if entry[0]["card"] == one.card and entry[0]["vintage"] <= one.vintage
        ]
        if cards()[one.card].series:  # each file a period of its own: only one of the same date is a twin
            earlier = [entry for entry in earlier if entry[0]["vintage"] == one.vintage]
        kept = one
        if earlier:
            row, cells = max(earlier, key=lambda entry: entry[0]["vintage"])
            before = cells()
            if row["vintage"] == one.vintage:
                _refuse_other_figures(one, before, row["file_name"])
                continue  # the same figures in other bytes: nothing new
            kept = _confirmed(one, before, confirmed)
        followed.append(kept)
        known.append((one.row(), partial(_cells, one)))
    return followed


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


def _confirmed(one: Staged, before: pl.DataFrame, confirmed: Sequence[str]) -> Staged:
    lost = before.select(_PERIOD).unique().join(one.cells, on=_PERIOD, how="anti").sort("period")
    if not lost.is_empty():
        msg = (
            f"{one.file_name}: the {lost['period_kind'][0]} of {lost['period'][0]} was in the vintage before and is gone; "
            "expected every earlier period."
        )
        raise LayoutError(msg)
    used: list[str] = []
    for what, found in _breaks(one, before):
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


def _breaks(one: Staged, before: pl.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """What the file breaks with, in words, and the rows or counts that do."""
    rows = before.select(_PATH).unique().join(one.cells, on=_PATH, how="anti", nulls_equal=True)
    if not rows.is_empty():
        yield "was a row of the vintage before and is gone", sorted(map(_said, rows.iter_rows(named=True)))
    printed = before.filter(pl.col("printed") > 0).join(rows, on=_PATH, how="anti", nulls_equal=True)
    gone = printed.join(one.cells, on=_IDENTITY, how="anti", nulls_equal=True)
    if not gone.is_empty():
        yield "was printed in the vintage before and is gone", _counts(gone)
    hidden = before.filter(pl.col("status") == "suppressed").select(_IDENTITY)
    shown = one.cells.filter(pl.col("printed").is_not_null()).join(
        hidden, on=_IDENTITY, how="semi", nulls_equal=True
    )
    refused = _unexplained(one, before, shown)
    if not refused.is_empty():
        yield "was hidden in the vintage before and is printed", _counts(refused)


def _unexplained(one: Staged, before: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Of what came to light, the counts that a revision of the whole table does not explain."""
    if shown.is_empty() or not cards()[one.card].reveals:
        return shown
    both = one.cells.join(
        before.select(*_IDENTITY, "printed"), on=_IDENTITY, nulls_equal=True, suffix="_before"
    )
    changed = both.filter(pl.col("printed").ne_missing(pl.col("printed_before"))).height
    by_one = shown.filter(pl.col("printed") <= _BY_ONE)
    return shown.filter(pl.col("printed") > _BY_ONE) if _FEW * by_one.height <= changed else shown


def _counts(cells: pl.DataFrame) -> list[str]:
    return [_said(row) for row in cells.select(*_PATH, *_PERIOD).sort(_PERIOD).iter_rows(named=True)]


def _said(row: dict[str, object]) -> str:
    return " / ".join(str(row[name]) for name in (*_PATH, *_PERIOD) if row.get(name) is not None)
