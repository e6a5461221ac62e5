"""Series held against a base, against the year before, and summed over the last months."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.intervals import arrays, guard
from imp_stats.intervals.arrays import Flags, Groups
from imp_stats.intervals.changes import change
from imp_stats.intervals.sums import total
from imp_stats.measures import additivity
from imp_stats.phrases import listed

_WINDOW = "first_month"
_PERSON_MONTHS = ("effective_month", "effective_months")


def index_to(frame: pd.DataFrame, *, base: int | str | pd.Timestamp, over: str = "year") -> pd.DataFrame:
    """The frame with each count as 100 times its ratio to the count of ``base`` in its series, and bounds.

    A series is the rows that differ in nothing but ``over``. Rows before the base have an index too.
    The base itself is exactly 100: it is one count over itself, whatever its bounds.

    Parameters
    ----------
    frame
        A frame of one measure.
    base
        The period that is 100: a year, or a month as ``"2021-03"``.
    over
        The column of time: ``"year"``, ``"quarter"``, ``"month"`` or ``"day"``.

    Returns
    -------
    DataFrame
        The frame with ``base``, ``index``, ``index_lower`` and ``index_upper`` before ``provenance``
        (110 is a tenth more than the base). The index is missing where a count or its base has no
        central value, its upper bound where the count is open.

    Raises
    ------
    IncomparableError
        If a base may be 0, of which nothing is a percentage; if the frame holds several vintages of
        one source or a series several versions of the NOC.
    NotHeldError
        If a series does not hold the base.
    UnknownWordError
        If ``over`` is no column of time of the frame.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "year": [2022, 2023, 2024], "holders": [400, 500, 600], "lower": [398, 498, 598],
    ...     "upper": [402, 502, 602], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> index_to(holders, base=2023)[["year", "base", "index", "index_lower", "index_upper"]].round(1)
       year  base  index  index_lower  index_upper
    0  2022  2023   80.0         79.3         80.7
    1  2023  2023  100.0        100.0        100.0
    2  2024  2023  120.0        119.1        120.9
    """
    measure = guard.measure_in(frame)
    if over not in guard.TIME or over not in frame.columns:
        held = [name for name in guard.TIME if name in frame.columns]
        msg = f"over={over!r} is no column of time of this frame: it has {listed(held) if held else 'none'}."
        raise UnknownWordError(msg)
    series = guard.group_numbers(frame, [name for name in guard.dimensions(frame) if name != over])
    guard.refuse_noc_versions(frame, series)
    places = _base_rows(frame, base, over, series)
    lower, upper = arrays.bounds(frame)
    _refuse_empty(frame, places[lower[places] == 0])
    central = arrays.printed(frame, measure)
    is_base = places == np.arange(len(frame))
    ends = {"": (central, central), "_lower": (lower, upper), "_upper": (upper, lower)}
    columns = {"base": frame[over].convert_dtypes().iloc[places].reset_index(drop=True)}
    for suffix, (count, by) in ends.items():
        index = np.where(is_base, 100, arrays.ratio(100 * count, by[places]))
        columns[f"index{suffix}"] = arrays.fractions(index)
    return arrays.with_columns(frame, columns)


def _base_rows(frame: pd.DataFrame, base: int | str | pd.Timestamp, over: str, series: Groups) -> Groups:
    """The position of the base of each row's series."""
    period = base if over == "year" else pd.Timestamp(str(base))
    places = np.full(series.max() + 1, -1, dtype=np.intp)
    found = np.flatnonzero((frame[over] == period).to_numpy(dtype=np.bool_, na_value=False))
    places[series[found]] = found
    if (places < 0).any():
        row = int(np.flatnonzero(places[series] < 0)[0])
        who = _series_named(frame.iloc[[row]], [name for name in guard.dimensions(frame) if name != over])
        held = frame[series == series[row]].sort_values(over)[[over]]
        first, last = guard.row_named(held, 0), guard.row_named(held, len(held) - 1)
        msg = f"base={base!r} is not held. {who} runs from {first} to {last}."
        raise NotHeldError(msg)
    return places[series]


def _refuse_empty(frame: pd.DataFrame, rows: Groups) -> None:
    """Refuse the rows as bases: each may be 0."""
    if len(rows):
        more = len(np.unique(rows)) - 1
        msg = (
            f"The base {guard.row_named(frame, int(rows[0]))} may be 0{f', as may {more} more' if more else ''}: "
            "nothing is a multiple of 0. Leave out such series, or take a base at which they are not 0."
        )
        raise IncomparableError(msg)


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
        (person-months), and the columns of :func:`total`. Windows overlap: they are never summed.

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
    keys = _monthly(frame)
    frame = frame.drop(columns=[name for name in guard.TIME if name in frame.columns and name != "month"])
    frame = frame.sort_values("month", kind="stable", ignore_index=True)
    series = guard.group_numbers(frame, keys)
    _refuse_gaps(frame, keys, months)
    place = np.asarray(frame.groupby(series).cumcount(), dtype=np.intp)
    held = np.asarray(np.bincount(series)[series], dtype=np.intp)
    windows = [_windows(frame, place - start, held - start, months, keys) for start in range(months)]
    result = pd.concat([window for window in windows if window is not None], join="inner")
    result = result.sort_values([_WINDOW], kind="stable", ignore_index=True)
    order = np.argsort(guard.group_numbers(result, keys), kind="stable")
    result = result.iloc[order].reset_index(drop=True)
    result.attrs = dict(frame.attrs)
    return result


def _windows(
    frame: pd.DataFrame, place: Groups, held: Groups, months: int, keys: Sequence[str]
) -> pd.DataFrame | None:
    """The windows that begin at places 0, ``months``, twice ``months`` ...: they share no month."""
    whole = (place >= 0) & (place < held // months * months)
    if not whole.any():
        return None
    rows = frame[whole]
    firsts = rows["month"].dt.to_period("M") - place[whole] % months
    rows.insert(0, _WINDOW, firsts.dt.to_timestamp().astype(rows["month"].dtype))
    summed = total(rows, by=[*keys, _WINDOW])
    last = (summed[_WINDOW].dt.to_period("M") + (months - 1)).dt.to_timestamp()
    firsts = summed.pop(_WINDOW)
    summed.insert(len(keys), _WINDOW, firsts)
    summed.insert(len(keys) + 1, "month", last.astype(firsts.dtype))
    return summed


def _monthly(frame: pd.DataFrame) -> list[str]:
    """The dimensions that tell the series of a frame of months apart."""
    if "month" not in frame.columns:
        msg = "The frame has no column 'month': pass it by month, as ims.effective_by_month(db) returns it."
        raise UnknownWordError(msg)
    if _WINDOW in frame.columns:
        msg = (
            "The rows are sums of several months, as rolling returned them: summed again, a month would "
            "be counted more than once. Pass the frame of single months."
        )
        raise IncomparableError(msg)
    return [name for name in guard.dimensions(frame) if name not in guard.TIME]


def _series_named(rows: pd.DataFrame, keys: Sequence[str]) -> str:
    return f"The series of {guard.row_named(rows[list(keys)], 0)}" if keys else "The series"


def _refuse_gaps(frame: pd.DataFrame, keys: Sequence[str], months: int) -> None:
    """Refuse a series that lacks a month in between, or is shorter than one window."""
    for _, rows in frame.groupby(guard.group_numbers(frame, keys)):
        held = rows["month"].dt.to_period("M")
        who = _series_named(rows, keys)
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


def same_month(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with each month's change from the same month of the year before, and its bounds.

    Parameters
    ----------
    frame
        A frame of one measure by month; windows as :func:`rolling` returns them too.

    Returns
    -------
    DataFrame
        The frame with ``since`` (the month a year before), ``change``, ``change_lower``,
        ``change_upper`` (counts), ``ratio``, ``ratio_lower``, ``ratio_upper`` (1.1 is a tenth more)
        before ``provenance``; missing where the frame does not hold the month a year before.

    Raises
    ------
    IncomparableError
        If a month a year before may be 0, from which no ratio has a bound; if the frame holds several
        vintages of one source or a series several versions of the NOC.
    UnknownWordError
        If the frame has no months.

    Examples
    --------
    >>> permits = pd.DataFrame({
    ...     "month": pd.to_datetime(["2023-06-01", "2024-05-01", "2024-06-01"]), "effective_month": [50, 90, 60],
    ...     "lower": [48, 88, 58], "upper": [52, 92, 62], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> same_month(permits)[["month", "since", "change", "change_lower", "change_upper", "ratio"]]
           month      since  change  change_lower  change_upper  ratio
    0 2023-06-01        NaT    <NA>          <NA>          <NA>   <NA>
    1 2024-05-01        NaT    <NA>          <NA>          <NA>   <NA>
    2 2024-06-01 2023-06-01      10             6            14    1.2
    """
    measure = guard.measure_in(frame)
    keys = _monthly(frame.drop(columns=_WINDOW, errors="ignore"))
    series = guard.group_numbers(frame, keys)
    guard.refuse_noc_versions(frame, series)
    year, month = (frame["month"].dt.year.to_numpy(), frame["month"].dt.month.to_numpy())
    places = pd.Series(np.arange(len(frame)), index=pd.MultiIndex.from_arrays([series, year, month]))
    base = places.reindex(pd.MultiIndex.from_arrays([series, year - 1, month])).to_numpy(dtype=np.float64)
    has_base: Flags = ~np.isnan(base)
    rows = np.where(has_base, base, 0).astype(np.intp)
    lower, upper = arrays.bounds(frame)
    _refuse_empty(frame, rows[has_base & (lower[rows] == 0)])
    central, nothing = arrays.printed(frame, measure), np.where(has_base, 0, np.nan)
    ends = {"": (central, central), "_lower": (lower, upper), "_upper": (upper, lower)}
    columns = {
        "since": frame["month"].reset_index(drop=True).iloc[rows].reset_index(drop=True).where(has_base)
    }
    for suffix, (count, before) in ends.items():
        columns[f"change{suffix}"] = arrays.integers(count - before[rows] + nothing)
    for suffix, (count, before) in ends.items():
        columns[f"ratio{suffix}"] = arrays.fractions(arrays.ratio(count, before[rows]) + nothing)
    return arrays.with_columns(frame, columns)


def year_to_date(frame: pd.DataFrame, *, year: int | None = None) -> pd.DataFrame:
    """Two rows for each series: the months held of a year, and the same months of the year before, summed.

    Like is held against like: a month is summed if every series of the frame holds it in both years.
    The months from January on that one of them lacks are named in ``months_missing`` and are in neither
    sum, so that the change is right, and the sum is no whole year to date.

    Parameters
    ----------
    frame
        A frame by month whose months add up: ``effective_month``, which becomes ``effective_months``
        (person-months), or ``arrivals``, which stay arrivals.
    year
        The year; unless given, the newest in the frame.

    Returns
    -------
    DataFrame
        The dimensions, ``year``, ``months`` (how many are summed), ``months_missing`` ("2025-09"; missing
        where none is), the count and the columns of :func:`total`, with ``since``, ``change``,
        ``ratio`` and their bounds as :func:`change` gives them.

    Raises
    ------
    IncomparableError
        If the months of the measure do not add up or are windows already; if a year before may be 0.
    NotHeldError
        If no month is held in both years.

    Examples
    --------
    >>> permits = pd.DataFrame({
    ...     "month": pd.to_datetime(["2023-01-01", "2023-02-01", "2023-03-01", "2024-01-01", "2024-02-01"]),
    ...     "effective_month": [50, 60, 70, 80, 90], "lower": [48, 58, 68, 78, 88],
    ...     "upper": [52, 62, 72, 82, 92], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-02-29",
    ... })
    >>> year_to_date(permits)[["year", "months", "effective_months", "change", "change_lower", "change_upper"]]
       year  months  effective_months  change  change_lower  change_upper
    0  2023       2               110    <NA>          <NA>          <NA>
    1  2024       2               170      60            52            68
    """
    measure = guard.measure_in(frame)
    keys = _monthly(frame)
    rule = additivity(measure, "time")
    if not rule.rule.startswith(("adds", "becomes ")):
        msg = f"The months of {measure} are not summed: {rule.reason_en}. Hold month against month: same_month(frame)."
        raise IncomparableError(msg)
    year = int(frame["month"].dt.year.max()) if year is None else year
    held, missing = _months_of(frame, keys, year)
    chosen = frame["month"].dt.year.isin([year - 1, year]) & frame["month"].dt.month.isin(held)
    rows = frame[chosen].drop(columns=[name for name in ("year", "quarter") if name in frame.columns])
    rows = rows.sort_values("month", kind="stable")
    rows.insert(len(keys), "year", rows["month"].dt.year.astype("Int64"))
    summed = total(rows, by=[*keys, "year"]).drop(columns="month", errors="ignore")
    summed = summed.rename(
        columns={measure: rule.rule.removeprefix("becomes ") if " " in rule.rule else measure}
    )
    before = (summed["year"] < year).to_numpy(dtype=np.bool_)
    _refuse_empty(summed, np.flatnonzero(before & (arrays.bounds(summed)[0] == 0)))
    place = list(summed.columns).index("year") + 1
    summed.insert(place, "months", pd.Series([len(held)] * len(summed), dtype="Int64"))
    named = ", ".join(missing) or pd.NA
    summed.insert(place + 1, "months_missing", pd.Series([named] * len(summed), dtype="str"))
    order = np.argsort(guard.group_numbers(summed, keys), kind="stable")
    return change(summed.iloc[order].reset_index(drop=True))


def _months_of(frame: pd.DataFrame, keys: Sequence[str], year: int) -> tuple[list[int], list[str]]:
    """The calendar months that every series holds in the year and the one before, and those missing."""
    series = guard.group_numbers(frame, keys)
    held = frame["month"].dt.to_period("M").groupby(series).agg(set)
    everywhere = set.intersection(*held)
    last = max((month.month for months in held for month in months if month.year == year), default=0)
    both = [
        month
        for month in range(1, last + 1)
        if {pd.Period(f"{at}-{month:02}", freq="M") for at in (year - 1, year)} <= everywhere
    ]
    if not both:
        runs = [
            f"{_series_named(rows, keys)} runs from {rows['month'].min():%Y-%m} to {rows['month'].max():%Y-%m}"
            for _, rows in frame.groupby(series)
        ]
        msg = f"No month of {year} is held by every series, and of {year - 1} too. {'. '.join(runs[:5])}."
        raise NotHeldError(msg)
    wanted = [f"{at}-{month:02}" for at in (year - 1, year) for month in range(1, last + 1)]
    return both, [text for text in wanted if pd.Period(text, freq="M") not in everywhere]
