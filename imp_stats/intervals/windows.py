"""Sums of the last months: windows that move along a series of months."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.guard import Groups
from imp_stats.intervals import arrays, continuing
from imp_stats.intervals.sums import added
from imp_stats.phrases import listed

WINDOW = "first_month"
_PERSON_MONTHS = ("effective_month", "effective_months")


def rolling(frame: pd.DataFrame, *, months: int = 12) -> pd.DataFrame:
    """One row for each month that ends a whole window: the sum of the last ``months``, with its bounds.

    Twelve months hold every season once, so that one window may be held against the next. The first
    months of a series, which end no whole window, have no row. A month missing in between is refused:
    a line drawn past it, or a window that skips it, would show a fall that never was.

    Parameters
    ----------
    frame
        A frame of ``effective_month``, or of ``effective_months`` for single months, by month.
    months
        How many months are summed: 2 or more.

    Returns
    -------
    DataFrame
        The dimensions, ``first_month`` and ``month`` (the last) of the window, ``effective_months``
        (person-months), and the columns of :func:`total`, with ``breaks``: those in the series inside the
        window. Windows overlap: they are never summed.

    Raises
    ------
    IncomparableError
        If the frame is of another measure, or already of windows.
    NotHeldError
        If a series lacks a month in between, which is named, or holds fewer than ``months``.
    ValueError
        If ``months`` is less than 2.

    Examples
    --------
    >>> permits = pd.DataFrame({
    ...     "month": pd.date_range("2024-01-01", periods=4, freq="MS"), "effective_month": [50, 60, 70, 80],
    ...     "lower": [48, 58, 68, 78], "upper": [52, 62, 72, 82], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> rolling(permits, months=3)[["first_month", "month", "effective_months", "lower", "upper"]]
      first_month      month  effective_months  lower  upper
    0  2024-01-01 2024-03-01               180    174    186
    1  2024-02-01 2024-04-01               210    204    216
    """
    measure = guard.measure_in(frame)
    if measure not in _PERSON_MONTHS:
        msg = f"Windows are sums of {' or '.join(_PERSON_MONTHS)}, which add up to person-months; these are {measure}."
        raise IncomparableError(msg)
    if months < 2:
        msg = f"months={months!r}: a window sums 2 months or more."
        raise ValueError(msg)
    keys = monthly(frame)
    refuse_windows(frame)
    frame = frame.drop(columns=[name for name in guard.TIME if name in frame.columns and name != "month"])
    frame = frame.sort_values("month", kind="stable", ignore_index=True)
    series = guard.group_numbers(frame, keys)
    _refuse_gaps(frame, keys, months)
    place = np.asarray(frame.groupby(series).cumcount(), dtype=np.intp)
    held = np.asarray(np.bincount(series)[series], dtype=np.intp)
    windows = [_windows(frame, place - start, held - start, months, keys) for start in range(months)]
    result = pd.concat([window for window in windows if window is not None], join="inner")
    result = result.sort_values([WINDOW], kind="stable", ignore_index=True)
    order = np.argsort(guard.group_numbers(result, keys), kind="stable")
    result = result.iloc[order].reset_index(drop=True)
    result.attrs = dict(frame.attrs)
    ids = continuing.inside(result, "effective_months")
    return continuing.noted(arrays.with_columns(result, {continuing.COLUMN: ids}), ids)


def _windows(
    frame: pd.DataFrame, place: Groups, held: Groups, months: int, keys: Sequence[str]
) -> pd.DataFrame | None:
    """The windows that begin at places 0, ``months``, twice ``months`` ...: they share no month."""
    whole = (place >= 0) & (place < held // months * months)
    if not whole.any():
        return None
    rows = frame[whole]
    firsts = rows["month"].dt.to_period("M") - place[whole] % months
    rows.insert(0, WINDOW, firsts.dt.to_timestamp().astype(rows["month"].dtype))
    summed = added(rows, by=[*keys, WINDOW])
    last = (summed[WINDOW].dt.to_period("M") + (months - 1)).dt.to_timestamp()
    firsts = summed.pop(WINDOW)
    summed.insert(len(keys), WINDOW, firsts)
    summed.insert(len(keys) + 1, "month", last.astype(firsts.dtype))
    return summed


def monthly(frame: pd.DataFrame) -> list[str]:
    """The dimensions that tell the series of a frame of months apart."""
    if "month" not in frame.columns:
        msg = "The frame has no column 'month': pass it by month, as ims.effective_by_month(db) returns it."
        raise UnknownWordError(msg)
    return [name for name in guard.dimensions(frame) if name not in (*guard.TIME, WINDOW)]


def refuse_windows(frame: pd.DataFrame) -> None:
    """Refuse a frame whose rows are windows of several months already."""
    if WINDOW in frame.columns:
        msg = (
            "The rows are sums of several months, as rolling returned them: summed again, a month would "
            "be counted more than once. Pass the frame of single months."
        )
        raise IncomparableError(msg)


def series_named(rows: pd.DataFrame, keys: Sequence[str]) -> str:
    """The series of a row as errors name it."""
    return f"The series of {guard.row_named(rows[list(keys)], 0)}" if keys else "The series"


def _refuse_gaps(frame: pd.DataFrame, keys: Sequence[str], months: int) -> None:
    """Refuse a series that lacks a month in between, or is shorter than one window."""
    for _, rows in frame.groupby(guard.group_numbers(frame, keys)):
        held = rows["month"].dt.to_period("M")
        who = series_named(rows, keys)
        missing = pd.period_range(held.min(), held.max(), freq="M").difference(pd.PeriodIndex(held))
        if len(missing):
            msg = (
                f"{who} lacks {listed(map(str, missing))}: no window goes across a gap. "
                f'Begin after it: frame[frame["month"] > "{missing[-1]}-01"].'
            )
            raise NotHeldError(msg)
        if len(rows) < months:
            msg = f"{who} holds {len(rows)} months, {held.min()} to {held.max()}: no window of {months}."
            raise NotHeldError(msg)
