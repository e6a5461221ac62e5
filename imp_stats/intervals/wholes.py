"""Printed wholes: the one row that contains each part."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError
from imp_stats.guard import Groups
from imp_stats.intervals.pairs import refuse_measures
from imp_stats.vocabulary import CANADA


def matched(frame: pd.DataFrame, whole: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """For each row of ``frame`` the row of ``whole`` that contains it.

    A whole of another measure, of another vintage of the same source, or of another place, program,
    stream or time raises :class:`IncomparableError`; a missing or an ambiguous one :class:`ValueError`.
    """
    refuse_measures(frame, whole)
    guard.measure_in(whole)
    guard.refuse_vintages(pd.concat([frame, whole]), "take part and whole from one")
    whole, _ = guard.keyed(whole, keys, "within")
    places = _places(frame, whole, keys)
    rows = whole.iloc[places]
    _refuse_outside(frame, rows, keys)
    return rows


def _places(frame: pd.DataFrame, whole: pd.DataFrame, keys: Sequence[str]) -> Groups:
    """The position of the whole of each row."""
    several = whole.duplicated(list(keys)).any() if keys else len(whole) > 1
    if several:
        msg = (
            f"There are several wholes for one group: within={tuple(keys)!r} must name what tells them apart."
        )
        raise ValueError(msg)
    if not keys:
        return np.zeros(len(frame), dtype=np.intp)
    numbered = whole[list(keys)].assign(place=range(len(whole)))
    places = frame[list(keys)].merge(numbered, on=list(keys), how="left")["place"]
    if places.isna().any():
        row = int(np.flatnonzero(places.isna())[0])
        msg = f"There is no whole for {guard.row_named(frame, row)}."
        raise ValueError(msg)
    return places.to_numpy(dtype=np.intp)


def _refuse_outside(frame: pd.DataFrame, rows: pd.DataFrame, keys: Sequence[str]) -> None:
    """Refuse a whole that does not say the same as its part, or something wider."""
    said, whole_says = guard.dimensions(frame), guard.dimensions(rows)
    unsaid = [name for name in guard.TIME if name in said and name not in whole_says]
    if "program" in said and "program" not in whole_says:
        guard.refuse_humanitarian(frame)
    for name in (name for name in [*whole_says, *unsaid] if name not in keys):
        parts = frame[name] if name in said else [None] * len(frame)
        wholes = rows[name] if name in whole_says else [None] * len(frame)
        for row, (part, whole) in enumerate(zip(parts, wholes, strict=True)):
            if not contains(name, whole, part):
                msg = (
                    f"The whole of {name} {whole} does not contain {guard.row_named(frame, row)}: "
                    "a share is of a whole that contains its part."
                )
                raise IncomparableError(msg)


def contains(dimension: str, whole: object, part: object) -> bool:
    """Whether one value of a dimension is another, or contains it."""
    if dimension == "province" and whole == CANADA:
        return True
    if dimension == "stream" and isinstance(whole, str) and isinstance(part, str):
        return whole == part or whole in guard.above(part)
    return bool(whole == part) or (_is_missing(whole) and _is_missing(part))


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value  # noqa: PLR0124 - only NaN is not itself
