"""Series held against a base, and against the year before."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.guard import Groups
from imp_stats.intervals import arrays, continuing
from imp_stats.intervals.changes import change, change_columns
from imp_stats.intervals.sums import added
from imp_stats.intervals.windows import monthly, refuse_windows, series_named
from imp_stats.measures import additivity
from imp_stats.phrases import listed


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
        central value, its upper bound where the count is open. ``breaks`` names the breaks in the series
        between a row and its base, as :func:`change` does.

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
    columns[continuing.COLUMN] = continuing.between(frame, measure, np.arange(len(frame)), places)
    return continuing.noted(arrays.with_columns(frame, columns), columns[continuing.COLUMN])


def _base_rows(frame: pd.DataFrame, base: int | str | pd.Timestamp, over: str, series: Groups) -> Groups:
    """The position of the base of each row's series."""
    period = base if over == "year" else pd.Timestamp(str(base))
    places = np.full(series.max() + 1, -1, dtype=np.intp)
    found = np.flatnonzero((frame[over] == period).to_numpy(dtype=np.bool_, na_value=False))
    places[series[found]] = found
    if (places < 0).any():
        row = int(np.flatnonzero(places[series] < 0)[0])
        who = series_named(frame.iloc[[row]], [name for name in guard.dimensions(frame) if name != over])
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
        ``change_upper`` (counts), ``ratio``, ``ratio_lower``, ``ratio_upper`` (1.1 is a tenth more) and
        ``breaks`` before ``provenance``; missing where the frame does not hold the month a year before.

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
    keys = monthly(frame)
    series = guard.group_numbers(frame, keys)
    guard.refuse_noc_versions(frame, series)
    year, month = frame["month"].dt.year.to_numpy(), frame["month"].dt.month.to_numpy()
    places = pd.Series(np.arange(len(frame)), index=pd.MultiIndex.from_arrays([series, year, month]))
    base = places.reindex(pd.MultiIndex.from_arrays([series, year - 1, month]), fill_value=-1)
    columns = change_columns(frame, measure, "month", base.to_numpy(dtype=np.intp))
    return continuing.noted(arrays.with_columns(frame, columns), columns[continuing.COLUMN])


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
        ``ratio`` and their bounds and ``breaks`` as :func:`change` gives them.

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
    keys = monthly(frame)
    refuse_windows(frame)
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
    summed = added(rows, by=[*keys, "year"])
    summed = summed[[name for name in summed.columns if name != "month"]]  # it stays where it is one
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
            f"{series_named(rows, keys)} runs from {rows['month'].min():%Y-%m} to {rows['month'].max():%Y-%m}"
            for _, rows in frame.groupby(series)
        ]
        msg = f"No month of {year} is held by every series, and of {year - 1} too. {'. '.join(runs[:5])}."
        raise NotHeldError(msg)
    wanted = [f"{at}-{month:02}" for at in (year - 1, year) for month in range(1, last + 1)]
    return both, [text for text in wanted if pd.Period(text, freq="M") not in everywhere]
