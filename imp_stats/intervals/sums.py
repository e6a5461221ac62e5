"""Sums that honour what adds."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.guard import Flags, Groups
from imp_stats.intervals import arrays, continuing
from imp_stats.intervals.arrays import Floats
from imp_stats.measures import Additivity, additivity, measure_of
from imp_stats.measures import measure as declared
from imp_stats.phrases import listed

_STATUS = ("absent", "exact", "rounded", "suppressed", "estimated")  # a sum is as sure as its least sure part
_MONTHS = {"month": 1, "quarter": 3}
SUM_OF = re.compile(r"sum of (\d+) cells")


def total(
    frame: pd.DataFrame, *, by: str | Sequence[str] = (), excess: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row for each value of ``by``: the sum of its rows, with the least and the most it can be.

    A column that says the same in all rows of every sum stays (the program, if there is but one);
    the others are summed over, each as the measure allows:

    - where parts add, the bounds are the sums of the bounds. The central value is the printed
      counts and 2 for each hidden cell, and then ``estimated``; a sum in which all but one hidden
      cell are 0 has none, as the cell itself has none.
    - where people may be in two parts, the least is the largest part, the most is the sum, and
      there is no central value; ``attrs["notes"]`` says why. For places ``excess`` says how many
      people can be in two at most: the least is then the sum less that many, and the central value
      the sum, ``estimated``.
    - months of ``effective_month`` become ``effective_months``: person-months.

    Parameters
    ----------
    frame
        A frame of one measure, whose rows do not contain one another.
    by
        Columns to keep apart. ``"year"`` may be named in a frame of months.
    excess
        How many people are counted in two places at most, by program and year: ``ims.counted_twice(db)``.

    Returns
    -------
    DataFrame
        The columns that stay, ``months`` (how many are in the sum, where months are summed), the count, ``lower``, ``upper``, ``status``, ``hidden``,
        ``provenance`` ("sum of 14 cells"), ``source``, ``vintage``. An open part makes the sum open.

    Raises
    ------
    IncomparableError
        If the measure does not add over a dimension, or the rows nest, stand twice, are of several
        vintages of one source, of the IMP and the humanitarian permits, or of two versions of the NOC.
    UnknownWordError
        If ``by`` names no column that says what a row counts.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "program": "IMP", "province": ["YT", "NT", "NU"], "year": 2024,
    ...     "holders": pd.array([1260, 525, None], dtype="Int64"), "lower": [1258, 523, 1], "upper": [1262, 527, 4],
    ...     "status": ["rounded", "rounded", "suppressed"], "hidden": [0, 0, 1],
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> total(holders).drop(columns=["source", "vintage"])
      program  year  holders  lower  upper     status  hidden      provenance
    0     IMP  2024     1787   1782   1793  estimated       1  sum of 3 cells
    """
    result = added(frame, by=by, excess=excess)
    finer = next((name for name in ("month", "quarter") if name in frame.columns), None)
    if finer is None or finer in result.columns:
        return result
    keyed, keys = guard.keyed(frame, by, "by")
    months = keyed.groupby(guard.group_numbers(keyed, keys))[finer].nunique() * _MONTHS[finer]
    place = list(result.columns).index(measure_of(result))
    result.insert(place, "months", months.astype("Int64").reset_index(drop=True))
    return result


def added(
    frame: pd.DataFrame, *, by: str | Sequence[str] = (), excess: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The sums as :func:`total` gives them, without how many months stand behind each."""
    measure = guard.measure_in(frame)
    frame, keys = guard.keyed(frame, by, "by")
    groups = guard.group_numbers(frame, keys)
    summed = guard.varying(frame, groups, guard.dimensions(frame))
    rules = {name: additivity(measure, guard.axis(name)) for name in summed}
    _refuse_never(measure, rules)
    guard.refuse_mixtures(frame, groups)
    guard.refuse_windows(frame, groups)
    guard.refuse_uneven_programs(frame, groups)
    twice = [name for name, entry in rules.items() if entry.rule == "max..sum"]
    columns = guard.descriptors(frame, measure)
    apart = guard.varying(frame, groups, columns)
    _, first = np.unique(groups, return_index=True)
    result = frame.iloc[first][[name for name in columns if name not in apart and name != measure]]
    known = np.full(len(first), np.inf) if excess is None else _excess(result, measure, twice, excess)
    result = result.reset_index(drop=True).assign(**_counts(frame, measure, groups, twice, known))
    result = result.rename(columns={measure: _becomes(measure, rules)})
    notes = (_note(name, rules[name], is_bounded=excess is not None) for name in twice)
    result.attrs = {"notes": [*frame.attrs.get("notes", []), *notes]}
    is_over_time = any(name in guard.TIME for name in rules)
    return continuing.noted(result, continuing.mixed(frame, measure, groups)) if is_over_time else result


def _excess(kept: pd.DataFrame, measure: str, twice: Sequence[str], excess: pd.DataFrame) -> Floats:
    """How many people each sum may count twice at most; it is known of sums over places by program and year."""
    keys = ["program", "year"]
    if measure_of(excess) != measure or "counted_twice" not in excess:
        msg = f"excess= takes the people counted twice of {measure}, as ims.counted_twice(db) gives them."
        raise IncomparableError(msg)
    if list(twice) != ["province"] or not set(keys) <= set(kept.columns):
        msg = (
            "excess= says how many people are counted in two places, by program and year: sum over province "
            f"and keep both apart, total(frame, by={tuple(keys)!r}). Here the sum is over {listed(twice) or 'nothing'}."
        )
        raise IncomparableError(msg)
    found = kept[keys].merge(excess[[*keys, "counted_twice"]], on=keys, how="left")["counted_twice"]
    if found.isna().any():
        row = kept.iloc[int(np.flatnonzero(found.isna())[0])]
        msg = f"excess= has no row for {row['program']}, {row['year']}: ask for it, ims.counted_twice(db)."
        raise NotHeldError(msg)
    return found.to_numpy(dtype=np.float64)


def _refuse_never(measure: str, rules: Mapping[str, Additivity]) -> None:
    """Refuse a sum over a dimension that the measure does not add over."""
    for name, entry in rules.items():
        if entry.rule == "never":
            apart = tuple(dimension for dimension, other in rules.items() if other.rule == "never")
            msg = (
                f"{measure} ({declared(measure).label()}) is never summed over {name}: {entry.reason_en}. "
                f"Keep it apart: total(frame, by={apart!r})."
            )
            raise IncomparableError(msg)


def _becomes(measure: str, rules: Mapping[str, Additivity]) -> str:
    """What the sum counts: the measure itself, or what its months become."""
    for entry in rules.values():
        if entry.rule.startswith("becomes "):
            return entry.rule.removeprefix("becomes ")
    return measure


def _note(dimension: str, entry: Additivity, *, is_bounded: bool) -> str:
    if is_bounded:
        return (
            f"Summed over {dimension}: {entry.reason_en}. The lower bound gives way by as many as are known "
            "to be counted twice at most."
        )
    return (
        f"Summed over {dimension}: {entry.reason_en}. The least the sum can be is its largest part, "
        "and it has no central value."
    )


def _counts(
    frame: pd.DataFrame, measure: str, groups: Groups, twice: Sequence[str], excess: Floats
) -> dict[str, pd.Series]:
    """The columns of a sum from the count on."""
    lower, upper = arrays.bounds(frame)
    least, overlaps = _overlapping(frame, groups, twice)
    least = np.maximum(least, arrays.by_group(lower, groups) - excess)
    lone = arrays.by_group(upper > 0, groups) <= 1  # all others are 0: the sum is that cell
    parts = np.where(lone[groups], arrays.printed(frame, measure), arrays.central(frame, measure))
    central = np.where(overlaps & np.isinf(excess), np.nan, arrays.by_group(parts, groups))
    hidden = arrays.by_group(frame["hidden"].to_numpy(dtype=np.float64), groups)
    known = frame["status"].map(_STATUS.index).to_numpy(dtype=np.float64)
    status = np.array(_STATUS)[arrays.largest(known, groups).astype(int)]
    status = np.where(overlaps | ((hidden > 0) & ~lone), "estimated", status)
    return {
        measure: arrays.integers(central),
        "lower": arrays.integers(least),
        "upper": arrays.integers(arrays.by_group(upper, groups)),
        "status": pd.Series(status, dtype="str"),
        "hidden": arrays.integers(hidden),
        "provenance": _by_group(frame["provenance"], groups, _cells),
        "source": _by_group(frame["source"], groups, _joined),
        "vintage": _by_group(frame["vintage"], groups, _joined),
    }


def _overlapping(frame: pd.DataFrame, groups: Groups, twice: Sequence[str]) -> tuple[Floats, Flags]:
    """The least of each sum, and whether people may be in several of its parts.

    Inside one value of the dimensions of ``twice`` the rows add; across them the largest counts.
    """
    lower, upper = arrays.bounds(frame)
    inner = guard.group_numbers(frame.assign(group=groups), ["group", *twice])
    _, first = np.unique(inner, return_index=True)
    outer = groups[first]
    overlaps = arrays.by_group(arrays.by_group(upper, inner) > 0, outer) > 1
    return arrays.largest(arrays.by_group(lower, inner), outer), overlaps


def _by_group(words: pd.Series, groups: Groups, said: Callable[[Iterable[str]], str]) -> pd.Series:
    """One text for each group, said of its texts."""
    return words.groupby(groups).agg(said).reset_index(drop=True).astype("str")


def _cells(provenances: Iterable[str]) -> str:
    """How many printed cells stand behind a sum."""
    texts = list(provenances)
    if len(texts) == 1:
        return texts[0]
    found = (SUM_OF.fullmatch(text) for text in texts)
    return f"sum of {sum(int(match[1]) if match else 1 for match in found)} cells"


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))
