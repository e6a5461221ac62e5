"""Ranks with their range, and everyone who may belong to the first n."""

from collections.abc import Sequence
from numbers import Integral

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError
from imp_stats.guard import Groups
from imp_stats.intervals import arrays


def rank(frame: pd.DataFrame, *, within: str | Sequence[str] = ()) -> pd.DataFrame:
    """The frame with the best and the worst rank that each row may have in its group.

    The best is 1 and those that are surely larger, the worst 1 and those that may be larger. Equal
    counts share a rank. Where both are the same the rank is certain; the centre decides nothing.

    Parameters
    ----------
    frame
        A frame of one measure, whose rows do not contain one another.
    within
        The columns that make the groups: ``within="year"`` ranks each year apart.

    Returns
    -------
    DataFrame
        The frame, in its order, with ``rank_best`` and ``rank_worst`` before ``provenance``.

    Raises
    ------
    IncomparableError
        If a row stands for what is not stated, if rows nest, or if a group holds the IMP and the
        humanitarian permits or occupations of several versions or levels of the NOC.

    Examples
    --------
    >>> effective = pd.DataFrame({
    ...     "noc": ["2174", "4011", "3111"], "effective_year": pd.array([2800, 15, None], dtype="Int64"),
    ...     "lower": [2798, 13, 1], "upper": [2802, 17, 4], "status": ["rounded", "rounded", "suppressed"],
    ...     "hidden": [0, 0, 1], "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> rank(effective)[["noc", "rank_best", "rank_worst"]]
        noc  rank_best  rank_worst
    0  2174          1           1
    1  4011          2           2
    2  3111          3           3
    """
    guard.measure_in(frame)
    frame, keys = guard.keyed(frame, within, "within")
    groups = guard.group_numbers(frame, keys)
    _refuse_unknown(frame, groups)
    guard.refuse_mixtures(frame, groups)
    return arrays.with_columns(frame, _ranks(frame, groups))


def top(frame: pd.DataFrame, n: int, *, within: str | Sequence[str] = ()) -> pd.DataFrame:
    """Everyone who may belong to the first ``n`` of a group, which may be more than ``n`` rows.

    Rows stand by their best rank, then their worst; rows with the same range stand by their bounds.

    Parameters
    ----------
    frame
        A frame of one measure, as :func:`rank` takes it.
    n
        How many are asked for.
    within
        The columns that make the groups, each of which has a list of its own.

    Returns
    -------
    DataFrame
        The rows with ``rank_best`` of at most ``n``, and both ranks as :func:`rank` gives them.

    Raises
    ------
    IncomparableError
        Where :func:`rank` raises.

    Examples
    --------
    >>> effective = pd.DataFrame({
    ...     "noc": ["5135", "5251", "0013"], "effective_year": [525, 535, 525], "lower": [523, 533, 523],
    ...     "upper": [527, 537, 527], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> top(effective, 2)[["noc", "effective_year", "rank_best", "rank_worst"]]
        noc  effective_year  rank_best  rank_worst
    0  5251             535          1           1
    1  0013             525          2           3
    2  5135             525          2           3
    """
    if not isinstance(n, Integral) or n < 1:
        msg = f"n={n!r}: a list has a whole number of places, at least one."
        raise ValueError(msg)
    ranked = rank(frame, within=within)
    groups = guard.group_numbers(*guard.keyed(ranked, within, "within"))
    lower, upper = arrays.bounds(ranked)
    order = pd.DataFrame({
        "group": groups, "best": ranked["rank_best"].array, "worst": ranked["rank_worst"].array,
        "upper": -upper, "lower": -lower,
    })  # fmt: skip
    names = guard.dimensions(ranked)
    order[names] = ranked[names].to_numpy()
    chosen = order[order["best"] <= n].sort_values(list(order.columns), kind="stable")
    return ranked.iloc[chosen.index].reset_index(drop=True)


def _refuse_unknown(frame: pd.DataFrame, groups: Groups) -> None:
    for name in guard.varying(frame, groups, guard.dimensions(frame)):
        unknown = guard.not_stated(frame, [name])
        if unknown.any():
            row = int(np.flatnonzero(unknown)[0])
            codes = list(guard.unknown_codes(name))
            msg = (
                f"Row {row} ({guard.row_named(frame, row)}) is not stated: an unknown has no rank. "
                f'Leave it out: rank(frame[~frame["{name}"].isin({codes!r})]).'
            )
            raise IncomparableError(msg)


def _ranks(frame: pd.DataFrame, groups: Groups) -> dict[str, pd.Series]:
    lower, upper = arrays.bounds(frame)
    best, worst = np.empty(len(frame)), np.empty(len(frame))
    for rows in pd.Series(groups).groupby(groups).indices.values():
        lows, highs = lower[rows], upper[rows]
        surely_above = len(rows) - np.searchsorted(np.sort(lows), highs, side="right")
        perhaps_above = len(rows) - np.searchsorted(np.sort(highs), lows, side="right")
        best[rows] = 1 + surely_above
        worst[rows] = 1 + perhaps_above - (highs > lows)  # a row is not above itself
    return {"rank_best": arrays.integers(best), "rank_worst": arrays.integers(worst)}
