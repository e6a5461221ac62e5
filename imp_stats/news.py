"""What a new vintage brings, in words: periods added, earlier counts changed, hidden counts that came to light."""

import datetime as dt

import polars as pl

from imp_stats.ledger import DIMENSIONS, Staged
from imp_stats.phrases import NBSP, date, listed, month, number

_IDENTITY = ["measure", *DIMENSIONS]
_PERIOD = ["period_kind", "period"]
_HIDDEN = "suppressed"


def news(new: Staged, before: pl.DataFrame | None) -> str:
    """One line: the vintage, how many cells it has, and how it differs from the cells of the one before, if one is held."""
    vintage = f"new, as of {date(new.vintage)} ({new.vintage_from}), {number(new.cells.height)} cells"
    if before is None:
        return vintage.replace(NBSP, " ")
    return "; ".join([vintage, *changes(new.cells, before)]).replace(NBSP, " ")


def changes(after: pl.DataFrame, before: pl.DataFrame) -> list[str]:
    """How the cells of a vintage differ from those of the one before, a phrase for each kind of difference."""
    joined = after.join(before, on=_IDENTITY, how="full", suffix="_before", coalesce=True, nulls_equal=True)
    common = joined.filter(pl.col("cell").is_not_null() & pl.col("cell_before").is_not_null())
    earlier = before.select(_PERIOD).unique()
    there = joined.join(earlier, on=_PERIOD, how="semi")
    new = there.filter(pl.col("cell_before").is_null())
    gone = joined.filter(pl.col("cell").is_null())
    phrases = [
        _added(after.select(_PERIOD).unique().join(earlier, on=_PERIOD, how="anti")),
        _changed(common),
        *_flips(common),
        f"{number(new.height)} counts of earlier periods are new" if new.height else "",
        f"{number(gone.height)} counts are gone" if gone.height else "",
    ]
    return [phrase for phrase in phrases if phrase]


def _added(periods: pl.DataFrame) -> str:
    if periods.is_empty():
        return "no period added"
    said = []
    for kind in ("year", "quarter", "month", "day"):
        of_kind = periods.filter(pl.col("period_kind") == kind)["period"].sort().to_list()
        if of_kind:
            noun = "date" if kind == "day" else kind
            ends = dict.fromkeys(_said(kind, day) for day in (of_kind[0], of_kind[-1]))
            said.append(f"{len(of_kind)} {noun}{'s' * (len(of_kind) > 1)} ({' to '.join(ends)})")
    return f"{listed(said)} added"


def _said(kind: str, period: dt.date) -> str:
    match kind:
        case "year":
            return str(period.year)
        case "quarter":
            return f"Q{(period.month + 2) // 3} {period.year}"
        case "month":
            return month(period)
        case _:
            return date(period)


def _changed(common: pl.DataFrame) -> str:
    changed = common.filter(pl.col("printed").ne_missing(pl.col("printed_before")))
    if changed.is_empty():
        return "no earlier count changed"
    said = f"{number(changed.height)} of {number(common.height)} earlier counts changed"
    moved = changed.with_columns(by=(pl.col("printed") - pl.col("printed_before")).abs()).drop_nulls("by")
    if moved.is_empty():
        return said
    most = moved.sort("by", *_IDENTITY, descending=[True, *[False] * len(_IDENTITY)]).row(0, named=True)
    place = [str(most[name]) for name in DIMENSIONS if name not in _PERIOD and most[name] is not None]
    return (
        f"{said}, most that of {' / '.join([*place, _said(most['period_kind'], most['period'])])}: "
        f"{number(most['printed_before'])}, now {number(most['printed'])}"
    )


def _flips(common: pl.DataFrame) -> list[str]:
    """Of the counts that changed: how many are hidden now, and how many are not any more."""
    hidden, was = pl.col("status") == _HIDDEN, pl.col("status_before") == _HIDDEN
    covered, shown = common.filter(~was & hidden).height, common.filter(was & ~hidden).height
    said = [
        f"{number(covered)} of these hidden now" if covered else "",
        f"{number(shown)} of these hidden before and printed now" if shown else "",
    ]
    return [phrase for phrase in said if phrase]
