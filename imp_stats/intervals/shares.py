"""Shares of a whole: of the sum of its parts, or of a printed one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError
from imp_stats.guard import Flags, Groups
from imp_stats.intervals import arrays, wholes
from imp_stats.intervals.arrays import Floats
from imp_stats.measures import additivity
from imp_stats.measures import measure as declared

Columns = dict[str, pd.Series]


def share(
    frame: pd.DataFrame, *, within: str | Sequence[str] = (), whole: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The frame with each row's share of its group, and the least and the most it can be.

    The whole is the sum of the group's rows, part and rest being bounded together; where people
    may be in several parts the sum is no whole, and a printed one is needed.

    Not stated is an unknown, not a category. Where a group holds such a row, the share of every
    other runs from none of the unknown being its own to all of it, and the share of what is stated
    stands beside it. The row of the unknown keeps its plain share.

    Parameters
    ----------
    frame
        A frame of one measure, whose rows do not contain one another.
    within
        The columns that make the groups: ``within="year"`` gives shares of each year.
    whole
        A frame with the printed whole of each group: the same measure, one row for each value of
        ``within``.

    Returns
    -------
    DataFrame
        The frame with ``share``, ``share_lower``, ``share_upper`` before ``provenance`` and, where
        something is not stated, ``share_of_stated`` with its bounds. A lone hidden cell has bounds
        but no central share; of a whole of 0 there is no share.

    Raises
    ------
    IncomparableError
        If the measure does not add over what the rows of a group differ in and no whole is given,
        if a whole does not contain its parts, or if the rows nest or do not count the same.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "province": ["ON", "QC", "ZZ"], "holders": [500, 300, 200],
    ...     "lower": [498, 298, 198], "upper": [502, 302, 202], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> shares = share(holders)
    >>> shares[["province", "share", "share_lower", "share_upper"]].round(3)
      province  share  share_lower  share_upper
    0       ON    0.5        0.497        0.703
    1       QC    0.3        0.297        0.503
    2       ZZ    0.2        0.198        0.202
    >>> shares["share_of_stated"].tolist()
    [0.625, 0.375, <NA>]
    """
    measure = guard.measure_in(frame)
    frame, keys = guard.keyed(frame, within, "within")
    groups = guard.group_numbers(frame, keys)
    parts = guard.varying(frame, groups, guard.dimensions(frame))
    rules = _lawful(measure, parts, keys, printed=whole is not None)
    guard.refuse_mixtures(frame, groups)
    guard.refuse_windows(frame, groups)
    unknown = guard.not_stated(frame, parts)
    adds = "max..sum" not in rules
    if whole is None:
        columns = _of_sum(frame, measure, groups, unknown)
        if unknown.any():
            columns |= _of_stated(frame, measure, groups, ~unknown)
        return arrays.with_columns(frame, columns)
    rows = wholes.matched(frame, whole, keys)
    columns = _of_printed(frame, measure, groups, unknown, rows)
    if unknown.any():
        columns |= _of_stated_whole(frame, measure, groups, ~unknown, rows, adds=adds)
    return arrays.with_columns(frame, columns)


def _lawful(measure: str, parts: Sequence[str], keys: Sequence[str], *, printed: bool) -> set[str]:
    """The rules over which the parts add up to the whole; others are refused."""
    rules = {name: additivity(measure, guard.axis(name)) for name in parts}
    allowed = ("adds", "max..sum") if printed else ("adds",)
    refused = [name for name, entry in rules.items() if entry.rule not in allowed]
    for name in refused:
        may_be_printed = rules[name].rule == "max..sum"
        more = ", or give the printed whole: share(frame, whole=...)" if may_be_printed else ""
        msg = (
            f"The rows of a group differ in {name}, over which {measure} ({declared(measure).label()}) does not "
            f"add up to a whole: {rules[name].reason_en}. Keep it apart: "
            f"share(frame, within={(*keys, *refused)!r}){more}."
        )
        raise IncomparableError(msg)
    return {entry.rule for entry in rules.values()}


def _of_sum(frame: pd.DataFrame, measure: str, groups: Groups, unknown: Flags) -> Columns:
    """The share of the sum of the group's rows; what is not stated may be part of every other row."""
    lower, upper = arrays.bounds(frame)
    joining = np.where(unknown, 0, arrays.by_group(np.where(unknown, upper, 0), groups)[groups])
    leaving = np.where(unknown, 0, arrays.by_group(np.where(unknown, lower, 0), groups)[groups])
    others = arrays.rest(lower, groups), arrays.rest(upper, groups)
    low, high = _disjoint(lower, upper + joining, others[0] - leaving, others[1])
    whole = arrays.by_group(arrays.central(frame, measure), groups)[groups]
    return _named("share", arrays.ratio(arrays.printed(frame, measure), whole), low, high)


def _of_printed(
    frame: pd.DataFrame, measure: str, groups: Groups, unknown: Flags, whole: pd.DataFrame
) -> Columns:
    """The share of a printed whole, which is bounded apart from its parts."""
    lower, upper = arrays.bounds(frame)
    least, most = arrays.bounds(whole)
    joining = np.where(unknown, 0, arrays.by_group(np.where(unknown, upper, 0), groups)[groups])
    low = np.minimum(arrays.ratio(lower, most), 1)
    high = np.minimum(arrays.ratio(upper + joining, least), 1)
    high = np.where(np.isnan(high) & (most > 0), 0, high)  # none of a whole that may be 0
    central = arrays.ratio(arrays.printed(frame, measure), arrays.printed(whole, measure))
    return _named("share", np.minimum(central, 1), low, high)


def _of_stated(frame: pd.DataFrame, measure: str, groups: Groups, stated: Flags) -> Columns:
    """The share of the rows that are stated; the unknown itself has none."""
    lower, upper = (np.where(stated, bound, 0) for bound in arrays.bounds(frame))
    low, high = _disjoint(lower, upper, arrays.rest(lower, groups), arrays.rest(upper, groups))
    whole = arrays.by_group(np.where(stated, arrays.central(frame, measure), 0), groups)[groups]
    return _but_unknown(arrays.ratio(arrays.printed(frame, measure), whole), low, high, stated)


def _of_stated_whole(
    frame: pd.DataFrame, measure: str, groups: Groups, stated: Flags, whole: pd.DataFrame, *, adds: bool
) -> Columns:
    """The share of a printed whole without what is not stated; where people may be in both, of anything up to all of it."""
    lower, upper = arrays.bounds(frame)
    out_lower, out_upper = (
        arrays.by_group(np.where(stated, 0, bound), groups)[groups] for bound in (lower, upper)
    )
    least, most = arrays.bounds(whole)
    fewest, most = np.maximum(least - out_upper, lower), most - (out_lower if adds else 0)
    low, high = arrays.ratio(lower, most), np.minimum(arrays.ratio(upper, fewest), 1)
    outside = arrays.by_group(np.where(stated, 0, arrays.central(frame, measure)), groups)[groups]
    central = arrays.ratio(arrays.printed(frame, measure), arrays.printed(whole, measure) - outside)
    return _but_unknown(np.minimum(central, 1) if adds else np.full_like(central, np.nan), low, high, stated)


def _but_unknown(central: Floats, low: Floats, high: Floats, stated: Flags) -> Columns:
    nothing = np.where(stated, 0, np.nan)
    return _named("share_of_stated", central + nothing, low + nothing, high + nothing)


def _disjoint(lower: Floats, upper: Floats, rest_lower: Floats, rest_upper: Floats) -> tuple[Floats, Floats]:
    """The least and the most of part / (part + rest), wherever that whole is not 0."""
    low = arrays.ratio(lower, lower + rest_upper)
    high = np.where(np.isinf(upper), 1, arrays.ratio(upper, upper + rest_lower))
    low = np.where(np.isnan(low) & (upper > 0), 1, low)  # there is no rest: all or nothing
    high = np.where(np.isnan(high) & (rest_upper > 0), 0, high)  # there is no part
    return low, high


def _named(name: str, central: Floats, low: Floats, high: Floats) -> Columns:
    return {
        name: arrays.fractions(central),
        f"{name}_lower": arrays.fractions(low),
        f"{name}_upper": arrays.fractions(high),
    }
