"""Where series do not continue: the breaks that lie between two rows of a frame, or inside one."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from imp_stats import discontinuities, guard
from imp_stats.discontinuities import Break
from imp_stats.guard import Flags, Groups
from imp_stats.measures import measure as declared

Days = npt.NDArray[np.datetime64]
COLUMN = "breaks"
_SERIES = ("series", "candidate")
_KINDS = (*_SERIES, "outlier", "partial year", "vintage")


def between(frame: pd.DataFrame, measure: str, one: Groups, other: Groups) -> pd.Series:
    """The ids of the breaks between the rows at two positions, ";" between; -1 is no row and has none.

    A series breaks between two periods if the new state begins after the one began and before the
    other ends. An outlier or a partial year touches both sides of what it is at one end of.
    """
    known = (one >= 0) & (other >= 0) & (one != other)
    first, last = spans(frame, measure)
    begins, ends = np.minimum(first[one], first[other]), np.maximum(last[one], last[other])
    same_time = (first[one] == first[other]) & (last[one] == last[other])
    found: list[tuple[Break, Flags]] = []
    for each, touched in _touched(frame, measure, _KINDS):
        at = touched[one] | touched[other]
        day = np.datetime64(each.date)
        if each.kind in _SERIES:
            met = at & ~same_time & (begins < day) & (day <= ends)
        elif each.kind == "vintage":
            met = at & _vintages_part(frame, one, other, each)
        else:
            inside = touched & _inside(frame, each, first, last)
            met = inside[one] | inside[other]
        found.append((each, met & known))
    return _ids(found, len(one))


def across(a: pd.DataFrame, at_a: Groups, b: pd.DataFrame, at_b: Groups, measure: str) -> pd.Series:
    """The ids of the breaks between the rows of two frames, ";" between; -1 is no row."""
    both = pd.concat([a, b], ignore_index=True)
    return between(both, measure, at_a, np.where(at_b >= 0, at_b + len(a), -1))


def inside(frame: pd.DataFrame, measure: str) -> pd.Series:
    """The ids of the breaks inside the periods of the rows: their counts are of two states."""
    return _within(frame, measure, *spans(frame, measure))


def mixed(frame: pd.DataFrame, measure: str, groups: Groups) -> pd.Series:
    """The ids of the breaks inside the periods that each group sums over."""
    first, last = (pd.Series(days) for days in spans(frame, measure))
    low = first.groupby(groups).transform("min").to_numpy(dtype="datetime64[D]")
    high = last.groupby(groups).transform("max").to_numpy(dtype="datetime64[D]")
    return _within(frame, measure, low, high)


def noted(result: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """The frame with the breaks that its rows go across told in its notes."""
    held = {name for text in ids.unique() for name in text.split(";") if name}
    words = [
        f"{_WORDS[each.kind]}: {each.label()}. {each.effect()}"
        for each in discontinuities.declared_breaks()
        if each.id in held
    ]
    notes = dict.fromkeys([*result.attrs.get("notes", []), *words])
    if notes:
        result.attrs["notes"] = list(notes)
    return result


_WORDS = {
    "series": "Across a break in the series",
    "candidate": "Perhaps across a break in the series",
    "outlier": "From or to an outlier",
    "partial year": "From or to a partial year",
    "vintage": "Across a break between vintages",
}


def after_last_break(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of each series that begin on or after its latest break, which the notes name.

    Only breaks of the kind ``series`` cut, and only those after which the series has a row.
    """
    measure = guard.measure_in(frame)
    first, _ = spans(frame, measure)
    series = guard.group_numbers(frame, _still(frame))
    keep = np.ones(len(frame), dtype=np.bool_)
    found: list[tuple[Break, Flags]] = []
    for each, touched in _touched(frame, measure, ("series",)):
        day = np.datetime64(each.date)
        goes_on = np.isin(series, series[touched & (first >= day)])
        cut = touched & goes_on & (first < day)
        keep &= ~cut
        found.append((each, cut))
    result = frame[keep].reset_index(drop=True)
    words = [
        f"Rows before a break are left out (since_break=True): {each.label()}. {each.effect()}"
        for each, cut in found
        if cut.any()
    ]
    if words:
        result.attrs["notes"] = [*frame.attrs.get("notes", []), *words]
    return result


def spans(frame: pd.DataFrame, measure: str) -> tuple[Days, Days]:
    """The first and the last day that each row counts; a stock of a year is that of its last day."""
    if "day" in frame.columns:
        first = last = _days(frame["day"])
    elif "month" in frame.columns:
        first = _days(frame["first_month"] if "first_month" in frame.columns else frame["month"])
        last = _days(frame["month"] + pd.DateOffset(months=1) - pd.DateOffset(days=1))
    elif "quarter" in frame.columns:
        first = _days(frame["quarter"])
        last = _days(frame["quarter"] + pd.DateOffset(months=3) - pd.DateOffset(days=1))
    elif "year" in frame.columns:
        first = _years(frame["year"])
        last = _end_of_months(frame, first) - np.timedelta64(1, "D")
    else:
        first = last = np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    return (last, last) if declared(measure).kind == "stock" else (first, last)


def _within(frame: pd.DataFrame, measure: str, first: Days, last: Days) -> pd.Series:
    """The ids of the breaks in the series that touch a row and lie between its two days."""
    found = [
        (each, touched & (first < np.datetime64(each.date)) & (np.datetime64(each.date) <= last))
        for each, touched in _touched(frame, measure, _SERIES)
    ]
    return _ids(found, len(frame))


def _days(column: pd.Series) -> Days:
    return column.to_numpy(dtype="datetime64[D]")


def _years(column: pd.Series) -> Days:
    years = column.to_numpy(dtype=np.int64) - 1970
    return years.astype("datetime64[Y]").astype("datetime64[D]")


def _end_of_months(frame: pd.DataFrame, first: Days) -> Days:
    """The day after the last month of each year that its row counts."""
    months = np.full(len(frame), 12)
    if "months" in frame.columns and "months_missing" in frame.columns:
        gone = (
            frame["months_missing"].fillna("").map(lambda text: len({m[-2:] for m in text.split(", ") if m}))
        )
        months = (frame["months"] + gone).to_numpy(dtype=np.int64)
    ends = first.astype("datetime64[M]") + months.astype("timedelta64[M]")
    return np.asarray(ends, dtype="datetime64[D]")


def _still(frame: pd.DataFrame) -> list[str]:
    """The dimensions other than time."""
    return [name for name in guard.dimensions(frame) if name not in guard.TIME]


def _touched(frame: pd.DataFrame, measure: str, kinds: Iterable[str]) -> Iterator[tuple[Break, Flags]]:
    """The breaks of these kinds that touch rows of the frame, and which rows."""
    columns = [name for name in discontinuities.COLUMNS if name in frame.columns]
    groups = guard.group_numbers(frame, columns)
    _, at = np.unique(groups, return_index=True)
    rows = [
        {str(name): None if pd.isna(value) else str(value) for name, value in row.items()}
        for row in frame[columns].iloc[at].to_dict("records")
    ]
    for each in discontinuities.declared_breaks():
        if each.kind in kinds and measure in each.measures:
            touched = np.array([each.touches(measure, row) for row in rows], dtype=np.bool_)[groups]
            if touched.any():
                yield each, touched


def _inside(frame: pd.DataFrame, each: Break, first: Days, last: Days) -> Flags:
    """The rows whose period is that of an outlier, or the year that a table holds in part."""
    until = each.until or each.date
    if each.kind == "outlier":
        return np.asarray((first <= np.datetime64(until)) & (np.datetime64(each.date) <= last))
    if "year" not in frame.columns or "month" in frame.columns or "months" in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    is_year = (frame["year"] == each.date.year).to_numpy(dtype=np.bool_, na_value=False)
    of_file = frame["vintage"].astype(str).str.contains(until.isoformat(), regex=False)
    return np.asarray(is_year & of_file.to_numpy(dtype=np.bool_))


def _vintages_part(frame: pd.DataFrame, one: Groups, other: Groups, each: Break) -> Flags:
    """The pairs of which one vintage is older than the break and the other is not."""
    new = (frame["vintage"].astype(str) >= each.date.isoformat()).to_numpy(dtype=np.bool_)
    return np.asarray(new[one] != new[other])


def _ids(found: Iterable[tuple[Break, Flags]], length: int) -> pd.Series:
    """The ids that hold in each row, by date."""
    held: list[list[str]] = [[] for _ in range(length)]
    for each, met in found:
        for row in np.flatnonzero(met):
            held[row].append(each.id)
    return pd.Series([";".join(ids) for ids in held], dtype="str")
