"""Two frames side by side."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError
from imp_stats.guard import Flags, Groups
from imp_stats.intervals import arrays, continuing
from imp_stats.intervals.arrays import Floats
from imp_stats.intervals.pairs import refuse_measures
from imp_stats.intervals.wholes import contains

Sides = dict[str, tuple[pd.DataFrame, Groups]]
_SUFFIXES = ("", "_lower", "_upper")


def compare(a: pd.DataFrame, b: pd.DataFrame, *, vintages: bool = False) -> pd.DataFrame:
    """The two frames aligned, with difference (a - b) and ratio (a / b), each with bounds.

    Rows are aligned on the dimensions that both frames have. A dimension with one value in each
    frame, but not the same, is what is compared: it stays as ``<dimension>_a`` and ``<dimension>_b``.
    A row that only one frame holds stays, with the other side missing.

    Parameters
    ----------
    a, b
        Frames of the same measure.
    vintages
        Whether the two may be two vintages of one source, which is then what is compared.

    Returns
    -------
    DataFrame
        The shared dimensions and their labels, what is compared, ``measure``, ``a``, ``a_lower``,
        ``a_upper``, ``b``, ``b_lower``, ``b_upper``, ``difference`` and ``ratio`` with their bounds,
        ``breaks`` (ids of the breaks in the series between a and b), then ``source_a``, ``source_b``, ``vintage_a``, ``vintage_b``. A ratio by what may be 0 has no
        upper bound; the same cell on both sides differs by 0.

    Raises
    ------
    IncomparableError
        If the measures differ (the message has both definitions and the call that would be right), if
        one frame is a whole of which the other is a part, and for the IMP against humanitarian
        permits, two versions of the NOC, or two vintages of one source unless ``vintages=True``.
    ValueError
        If the frames have no row in common.

    Examples
    --------
    >>> imp = pd.DataFrame({
    ...     "program": "IMP", "year": [2023, 2024], "holders": [1075390, 1263145], "lower": [1075388, 1263143],
    ...     "upper": [1075392, 1263147], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> tfwp = imp.assign(
    ...     program="TFWP", holders=[187455, 236130], lower=[187453, 236128], upper=[187457, 236132],
    ... )
    >>> compare(imp, tfwp)[["year", "program_a", "program_b", "difference", "ratio"]].round(2)
       year program_a program_b  difference  ratio
    0  2023       IMP      TFWP      887935   5.74
    1  2024       IMP      TFWP     1027015   5.35
    """
    measure = refuse_measures(a, b)
    guard.measure_in(a)
    guard.measure_in(b)
    both = pd.concat([a, b])
    if not vintages:
        guard.refuse_vintages(both, "ask for them with compare(a, b, vintages=True)")
    guard.refuse_noc_versions(both, np.zeros(len(both), dtype=np.intp))
    _refuse_unshared(a, b)
    contrasts = _contrasts(a, b)
    keys = [name for name in guard.dimensions(a) if name in guard.dimensions(b) and name not in contrasts]
    sides, rows = _aligned(a, b, keys)
    _refuse_unlike_spans(sides)
    described = pd.concat([rows, _described(sides, [*keys, measure])], axis=1).assign(measure=measure)
    same = np.zeros(len(rows), dtype=np.bool_) if contrasts else _one_cell(sides)
    if not contrasts:
        _refuse_whole_less_parts(sides, same, rows)
    one, other = (_numbers(frame, at, measure) for frame, at in sides.values())
    crossed = continuing.across(a, sides["a"][1], b, sides["b"][1], measure)
    result = described.assign(**_compared(one, other, same), breaks=crossed, **_origins(sides))
    result.attrs = {"notes": list(dict.fromkeys([*a.attrs.get("notes", []), *b.attrs.get("notes", [])]))}
    return continuing.noted(result, crossed)


def _refuse_unshared(a: pd.DataFrame, b: pd.DataFrame) -> None:
    """Refuse a dimension that only one frame has: the other counts all of it, or not the same."""
    for one, other, names in ((a, b, "ab"), (b, a, "ba")):
        shared = [name for name in guard.dimensions(one) if name in guard.dimensions(other)]
        for name in guard.dimensions(one):
            is_canada = name == "province" and all(contains(name, code, None) for code in one[name])
            if name not in shared and not is_canada:
                msg = (
                    f"{names[0]} is by {name}, {names[1]} is not: parts beside a whole. Sum the parts, "
                    f"total({names[0]}, by={tuple(shared)!r}), or divide them by the whole, "
                    f"share({names[0]}, within={tuple(shared)!r}, whole={names[1]})."
                )
                raise IncomparableError(msg)


def _refuse_whole_less_parts(sides: Sides, same: Flags, rows: pd.DataFrame) -> None:
    """Refuse a count beside another of the same things, from the same table: their difference tells what is hidden."""
    (a, at_a), (b, at_b) = sides.values()
    alike = (at_a >= 0) & (at_b >= 0) & ~same
    for name in ("source", "vintage"):
        equal = _taken(a[name], at_a) == _taken(b[name], at_b)
        alike &= equal.to_numpy(dtype=np.bool_, na_value=False)
    if alike.any():
        row = int(np.flatnonzero(alike)[0])
        said = ", ".join(f"{name} {value}" for name, value in rows.iloc[row].items()) or "all of it"
        msg = (
            f"a and b both count {said}, in one vintage of one table: a whole beside (some of) its parts, or sums that lost "
            "what tells them apart. The difference of a whole and its parts would tell what is hidden, and is not given. "
            "Divide them, share(parts, whole=...), or keep the column by which they differ."
        )
        raise IncomparableError(msg)


def _refuse_unlike_spans(sides: Sides) -> None:
    """Refuse parts of a year, or sums of months, that do not cover as many months on both sides."""
    (a, at_a), (b, at_b) = sides.values()
    if "months" not in a.columns or "months" not in b.columns:
        return
    one, other = _taken(a["months"], at_a), _taken(b["months"], at_b)
    unlike = (one != other).fillna(value=False).to_numpy(dtype=np.bool_)
    if unlike.any():
        row = int(np.flatnonzero(unlike)[0])
        msg = (
            f"a covers {one.iloc[row]} months and b {other.iloc[row]}: a longer span holds more, whatever happened. Take "
            "the months that both have, such as year_to_date(frame) does."
        )
        raise IncomparableError(msg)


def _contrasts(a: pd.DataFrame, b: pd.DataFrame) -> list[str]:
    """The dimensions that have one value in each frame, and not the same: what is compared."""
    found = []
    for name in (name for name in guard.dimensions(a) if name in guard.dimensions(b)):
        ones, others = a[name].unique(), b[name].unique()
        if len(ones) == len(others) == 1 and not a[name].isin(others).all():
            _refuse_contrast(name, ones[0], others[0])
            found.append(name)
    return found


def _refuse_contrast(name: str, one: object, other: object) -> None:
    for whole, part, call in ((one, other, "share(b, whole=a)"), (other, one, "share(a, whole=b)")):
        if contains(name, whole, part):
            msg = (
                f"{name} {whole} contains {part}: a part is not compared with its whole. Divide them: {call}."
            )
            raise IncomparableError(msg)
    if name == "program" and "HC" in (one, other):
        msg = (
            "Permits for humanitarian purposes (HC) are another universe than the IMP and the TFWP: "
            "show each apart."
        )
        raise IncomparableError(msg)


def _aligned(a: pd.DataFrame, b: pd.DataFrame, keys: Sequence[str]) -> tuple[Sides, pd.DataFrame]:
    """Both frames, with the position in each of every row of the result, and the keys of those rows."""
    both = pd.concat([a[list(keys)], b[list(keys)]], ignore_index=True)
    numbers = guard.group_numbers(both, keys)
    at_a, at_b = np.full((2, numbers.max() + 1), -1, dtype=np.intp)
    at_a[numbers[: len(a)]] = np.arange(len(a))
    at_b[numbers[len(a) :]] = np.arange(len(b))
    if not ((at_a >= 0) & (at_b >= 0)).any():
        first, second = guard.row_named(a, 0), guard.row_named(b, 0)
        msg = f"The frames have no row in common: a begins with {first}, b with {second}."
        raise ValueError(msg)
    _, first_row = np.unique(numbers, return_index=True)
    return {"a": (a, at_a), "b": (b, at_b)}, both.iloc[first_row].reset_index(drop=True)


def _taken(column: pd.Series, at: Groups) -> pd.Series:
    """The values at the positions; missing where there is none."""
    return column.iloc[at].reset_index(drop=True).where(at >= 0)


def _described(sides: Sides, known: Sequence[str]) -> pd.DataFrame:
    """The contrasts and the labels: one column where both sides say the same, two where they differ."""
    measure, columns = known[-1], {}
    said = [name for frame, _ in sides.values() for name in guard.descriptors(frame, measure)]
    for name in dict.fromkeys(name for name in said if name not in known):
        each = {side: _taken(frame[name], at) for side, (frame, at) in sides.items() if name in frame}
        first, *more = each.values()
        last = more[0] if more else first
        if (first.isna() | last.isna() | (first == last)).all():
            columns[name] = first.fillna(last)
        else:
            columns |= {f"{name}_{side}": values for side, values in each.items()}
    return pd.DataFrame(columns, index=range(len(sides["a"][1])))


def _origins(sides: Sides) -> dict[str, pd.Series]:
    return {
        f"{name}_{side}": _taken(frame[name], at)
        for name in ("source", "vintage")
        for side, (frame, at) in sides.items()
    }


def _one_cell(sides: Sides) -> Flags:
    """The rows in which both sides are the same cell, or the sum of the same ones."""
    (a, at_a), (b, at_b) = sides.values()
    same = (at_a >= 0) & (at_b >= 0)
    for name in ("lower", "upper", "provenance", "source", "vintage"):
        left, right = _taken(a[name], at_a), _taken(b[name], at_b)
        same &= ((left == right) | (left.isna() & right.isna())).to_numpy(dtype=np.bool_, na_value=False)
    return same


def _numbers(frame: pd.DataFrame, at: Groups, measure: str) -> tuple[Floats, Floats, Floats]:
    """Central, lower and upper at the positions; NaN where there is none."""
    missing = np.where(at >= 0, 0, np.nan)
    lower, upper = arrays.bounds(frame)
    return arrays.printed(frame, measure)[at] + missing, lower[at] + missing, upper[at] + missing


def _compared(
    a: tuple[Floats, Floats, Floats], b: tuple[Floats, Floats, Floats], same: Flags
) -> dict[str, pd.Series]:
    """Both sides, their difference and their ratio."""
    columns: dict[str, pd.Series] = {}
    for side, values in (("a", a), ("b", b)):
        for suffix, value in zip(_SUFFIXES, values, strict=True):
            columns[f"{side}{suffix}"] = arrays.integers(value)
    against = (b[0], b[2], b[1])
    for suffix, one, other in zip(_SUFFIXES, a, against, strict=True):
        columns[f"difference{suffix}"] = arrays.integers(np.where(same, 0, one - other))
    unity = np.where(a[1] > 0, 1, np.nan)
    for suffix, one, other in zip(_SUFFIXES, a, against, strict=True):
        columns[f"ratio{suffix}"] = arrays.fractions(np.where(same, unity, arrays.ratio(one, other)))
    return columns
