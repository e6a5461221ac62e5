"""Where a count probably lies inside its bounds: an estimate."""

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.intervals import arrays
from imp_stats.intervals.arrays import Floats
from imp_stats.intervals.sums import SUM_OF

_TWO_SIDED_95 = 1.96
_WIDTH_ROUNDED, _WIDTH_HIDDEN = 4, 3  # [v-2, v+2] and [1, 4]
_VARIANCE_ROUNDED, _VARIANCE_HIDDEN = 2, 1.1
_UNKNOWN_MEAN = 0.2  # by which the mean of all hidden cells may be off the 2 that each counts for


def likely(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the range in which each count lies in about 95 of 100 cases: an estimate, no bound.

    In a sum the roundings of its cells cancel out in part, so that it is known better than its hard
    bounds say. The range is centred on the central value, reaches 1.96 standard deviations to either
    side (a variance of 2 for each rounded cell and 1.1 for each hidden one) and 0.2 further for each
    hidden cell, as the mean of hidden cells is not known, and never leaves the bounds. It supposes that
    the roundings of cells have nothing to do with one another. What is certain is decided by ``lower``
    and ``upper`` alone: shares, changes and ranks are reckoned with those.

    Parameters
    ----------
    frame
        A frame of one measure, with printed counts or sums of them.

    Returns
    -------
    DataFrame
        The frame with ``likely_lower`` and ``likely_upper`` (whole counts, in the unit of the measure)
        before ``provenance``, and a note in ``attrs["notes"]``. What is exact has no width, a lone
        hidden cell keeps its bounds. Missing where there is no central value or no upper bound, where
        ``provenance`` does not say how many cells were summed, and where the bounds hold more than
        rounding and hiding (people counted in two parts, a target's printed range).

    Raises
    ------
    IncomparableError
        If the frame holds no measure or several, several vintages of one source, or a row twice.
    ValueError
        If a column of the count is missing, or a row has no lower bound.

    Examples
    --------
    >>> months = pd.DataFrame({
    ...     "month": pd.to_datetime(["2024-05-01", "2024-06-01"]), "effective_month": [20175, 19219],
    ...     "lower": [20173, 19021], "upper": [20177, 19497], "status": ["rounded", "estimated"],
    ...     "hidden": [0, 42], "provenance": ["printed", "sum of 139 cells"], "source": "made",
    ...     "vintage": "2024-06-30",
    ... })
    >>> likely(months)[["effective_month", "lower", "upper", "likely_lower", "likely_upper"]]
       effective_month  lower  upper  likely_lower  likely_upper
    0            20175  20173  20177         20173         20177
    1            19219  19021  19497         19181         19257
    """
    measure = guard.measure_in(frame)
    lower, upper = arrays.bounds(frame)
    hidden = frame["hidden"].to_numpy(dtype=np.float64, na_value=np.nan)
    margin = _margin(frame["provenance"], upper - lower, hidden)
    centre = arrays.central(frame, measure)  # 2 for a lone hidden cell, whose range is then [1, 4]
    columns = {  # outwards to whole counts
        "likely_lower": arrays.integers(np.maximum(np.floor(centre - margin), lower)),
        "likely_upper": arrays.integers(np.minimum(np.ceil(centre + margin), upper)),
    }
    result = arrays.with_columns(frame, columns)
    note = (
        "The likely range is an estimate: about 95 of 100 counts lie in theirs. Only the bounds are certain."
    )
    result.attrs["notes"] = list(dict.fromkeys([*frame.attrs.get("notes", []), note]))
    return result


def _margin(provenance: pd.Series, width: Floats, hidden: Floats) -> Floats:
    """How far the range reaches to either side; NaN where the width is not that of the cells summed.

    The width also tells the rounded cells from those that are exactly 0, which have none.
    """
    cells = np.array([_cells(text) for text in provenance])
    widest = _WIDTH_ROUNDED * (cells - hidden) + _WIDTH_HIDDEN * hidden
    rounded = np.maximum(width - _WIDTH_HIDDEN * hidden, 0) / _WIDTH_ROUNDED
    deviation = np.sqrt(_VARIANCE_ROUNDED * rounded + _VARIANCE_HIDDEN * hidden)
    return np.where(width <= widest, _TWO_SIDED_95 * deviation + _UNKNOWN_MEAN * hidden, np.nan)


def _cells(provenance: str) -> float:
    """How many printed cells stand behind a count; NaN where it is not said."""
    if provenance == "printed":
        return 1
    match = SUM_OF.fullmatch(provenance)
    return int(match[1]) if match else np.nan
