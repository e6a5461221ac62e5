"""Changes from one period to another."""

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.guard import Flags, Groups
from imp_stats.intervals import arrays, continuing
from imp_stats.phrases import listed


def change(
    frame: pd.DataFrame, *, over: str = "year", since: int | str | pd.Timestamp | None = None
) -> pd.DataFrame:
    """The frame with each row's change from the period before it, or from ``since``, and its bounds.

    A series is the rows that differ in nothing but ``over``. The period before is the one that the
    frame holds, which the column ``since`` names: a gap in a series is not filled. One cell at both
    ends has not changed, whatever its bounds.

    Parameters
    ----------
    frame
        A frame of one measure. Stocks may be changed over years, though never summed over them.
    over
        The column of time: ``"year"``, ``"quarter"``, ``"month"`` or ``"day"``.
    since
        The base of every change: a year, or a month as ``"2021-03"``. Rows before it have no change.

    Returns
    -------
    DataFrame
        The frame with ``since``, ``change``, ``change_lower``, ``change_upper`` (counts) and ``ratio``,
        ``ratio_lower``, ``ratio_upper`` (1.1 is a tenth more), missing in the first row of a series, and
        where an end is open or has no central value; and ``breaks``: the ids of the breaks in the series
        that the change goes across, ";" between, empty where none is known. ``attrs["notes"]`` tells
        them. All stand before ``provenance``.

    Raises
    ------
    IncomparableError
        If a base may be 0, from which no ratio has a bound; if the frame holds several vintages of
        one source or a series several versions of the NOC.
    NotHeldError
        If a series does not hold ``since``.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "year": [2023, 2024], "holders": [1075390, 1263145], "lower": [1075388, 1263143],
    ...     "upper": [1075392, 1263147], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> change(holders)[["year", "since", "change", "change_lower", "change_upper"]]
       year  since  change  change_lower  change_upper
    0  2023   <NA>    <NA>          <NA>          <NA>
    1  2024   2023  187755        187751        187759
    """
    measure = guard.measure_in(frame)
    if over not in guard.TIME or over not in frame.columns:
        held = [name for name in guard.TIME if name in frame.columns]
        msg = f"over={over!r} is no column of time of this frame: it has {listed(held) if held else 'none'}."
        raise UnknownWordError(msg)
    series = guard.group_numbers(frame, [name for name in guard.dimensions(frame) if name != over])
    guard.refuse_noc_versions(frame, series)
    base = _previous(frame, over, series) if since is None else _since(frame, over, series, since)
    columns = change_columns(frame, measure, over, base)
    return continuing.noted(arrays.with_columns(frame, columns), columns[continuing.COLUMN])


def _previous(frame: pd.DataFrame, over: str, series: Groups) -> Groups:
    """The position of the row before each row in its series; -1 for the first."""
    order = np.lexsort((frame[over].rank().to_numpy(dtype=np.float64), series))
    base = np.full(len(frame), -1, dtype=np.intp)
    follows = series[order[1:]] == series[order[:-1]]
    base[order[1:]] = np.where(follows, order[:-1], -1)
    return base


def _since(frame: pd.DataFrame, over: str, series: Groups, since: int | str | pd.Timestamp) -> Groups:
    """The position of the base of each row's series; -1 for rows before it."""
    period = since if over == "year" else pd.Timestamp(str(since))
    places = np.full(series.max() + 1, -1, dtype=np.intp)
    found = np.flatnonzero((frame[over] == period).to_numpy(dtype=np.bool_, na_value=False))
    places[series[found]] = found
    base = places[series]
    if (base < 0).any():
        row = int(np.flatnonzero(base < 0)[0])
        held = frame[over][series == series[row]]
        others = guard.row_named(frame.drop(columns=over), row)
        msg = f"since={since!r}: the series of {others} does not hold it; it runs from {held.min()} to {held.max()}."
        raise NotHeldError(msg)
    return np.where((frame[over] >= period).to_numpy(dtype=np.bool_), base, -1)


def change_columns(
    frame: pd.DataFrame, measure: str, over: str, base: Groups, *, from_nothing: bool = False
) -> dict[str, pd.Series]:
    """The derived columns, given the position of each row's base; -1 where it has none.

    A base that may be 0 is refused, or its ratio has no upper bound where a change ``from_nothing`` may be.
    """
    lower, upper = arrays.bounds(frame)
    central = arrays.printed(frame, measure)
    has_base, is_base = base >= 0, base == np.arange(len(base))
    if not from_nothing:
        _refuse_empty_bases(frame, over, base, (lower[base] == 0) & has_base & ~is_base)
    nothing = np.where(has_base, 0, np.nan)
    one = np.where(lower > 0, 1, np.nan)
    ends = {
        "": (central - central[base], arrays.ratio(central, central[base])),
        "_lower": (lower - upper[base], arrays.ratio(lower, upper[base])),
        "_upper": (upper - lower[base], arrays.ratio(upper, lower[base])),
    }
    columns = {"since": frame[over].convert_dtypes().iloc[base].where(has_base).reset_index(drop=True)}
    for suffix, (difference, _) in ends.items():
        columns[f"change{suffix}"] = arrays.integers(np.where(is_base, 0, difference) + nothing)
    for suffix, (_, ratio) in ends.items():
        columns[f"ratio{suffix}"] = arrays.fractions(np.where(is_base, one, ratio) + nothing)
    columns[continuing.COLUMN] = continuing.between(frame, measure, np.arange(len(base)), base)
    return columns


def _refuse_empty_bases(frame: pd.DataFrame, over: str, base: Groups, refused: Flags) -> None:
    """Refuse a ratio from a base that may be 0."""
    if refused.any():
        first = int(base[np.flatnonzero(refused)[0]])
        more = len(np.unique(base[refused])) - 1
        msg = (
            f"The base {guard.row_named(frame, first)} may be 0{f', as may {more} more' if more else ''}: "
            f"a change from 0 has no ratio. Leave such series out, or begin each where it is not 0: "
            f'change(frame[frame["lower"] > 0], over="{over}").'
        )
        raise IncomparableError(msg)
