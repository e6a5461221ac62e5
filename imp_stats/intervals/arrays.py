"""A frame's counts as arrays: lower, upper and central, sums by group, and the way back into a frame."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from imp_stats.guard import Groups

Floats = npt.NDArray[np.float64]

PER_HIDDEN = 2
"""What a hidden cell counts for in a central value: the mean of hidden cells is between 1.7 and 2.1."""


def _floats(column: pd.Series, missing: float) -> Floats:
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=missing), dtype=np.float64)


def bounds(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    """The lower and upper bounds; an upper bound that is missing is open, a lower one is refused."""
    lower, upper = _floats(frame["lower"], np.nan), _floats(frame["upper"], np.inf)
    if np.isnan(lower).any():
        row = int(np.flatnonzero(np.isnan(lower))[0])
        msg = f"Row {row} has no lower bound: what is not known at all cannot be reckoned with."
        raise ValueError(msg)
    return lower, upper


def printed(frame: pd.DataFrame, measure: str) -> Floats:
    """The central values as they stand; NaN where there is none."""
    return _floats(frame[measure], np.nan)


def central(frame: pd.DataFrame, measure: str) -> Floats:
    """The central values as parts of a sum: a hidden cell counts 2; NaN where nothing can be said."""
    hidden = (frame["status"] == "suppressed").to_numpy(dtype=np.bool_, na_value=False)
    values = printed(frame, measure)
    return np.where(np.isnan(values) & hidden, PER_HIDDEN * _floats(frame["hidden"], np.nan), values)


def by_group(values: npt.NDArray[np.float64 | np.bool_], groups: Groups) -> Floats:
    """The sum of each group; one that holds an unknown part is unknown, one with an open part open."""
    return np.bincount(groups, weights=values).astype(np.float64)


def largest(values: Floats, groups: Groups) -> Floats:
    """The largest value of each group."""
    found = np.full(groups.max(initial=-1) + 1, -np.inf)
    np.maximum.at(found, groups, values)
    return found


def rest(values: Floats, groups: Groups) -> Floats:
    """For each row the sum of the others in its group."""
    is_open = np.isinf(values)
    finite = np.where(is_open, 0.0, values)
    others_open = by_group(is_open, groups)[groups] - is_open
    return np.where(others_open > 0, np.inf, by_group(finite, groups)[groups] - finite)


def ratio(part: Floats, whole: Floats) -> Floats:
    """One count by another; NaN for 0 of 0, infinite for something of nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isinf(whole) & np.isfinite(part), 0.0, part / whole)


def integers(values: Floats) -> pd.Series:
    """Counts as a column: open or unknown is missing."""
    return pd.Series(np.where(np.isfinite(values), values, np.nan)).astype("Int64")


def fractions(values: Floats) -> pd.Series:
    """Shares and ratios as a column: open or unknown is missing."""
    return pd.Series(np.where(np.isfinite(values), values, np.nan)).astype("Float64")


def with_columns(frame: pd.DataFrame, columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The frame with derived columns, which stand before ``provenance``; older ones of the name give way."""
    kept = frame.drop(columns=[name for name in columns if name in frame.columns])
    place = list(kept.columns).index("provenance")
    left, right = kept.iloc[:, :place], kept.iloc[:, place:]
    derived = pd.DataFrame(columns).set_axis(frame.index)
    result = pd.concat([left, derived, right], axis=1)
    result.attrs = dict(frame.attrs)
    return result
