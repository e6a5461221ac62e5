"""What a chart draws of a frame: its count, or a column derived from it, with bounds, unit and the way to write it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from imp_stats.charts.labels import Floats, unit_name
from imp_stats.guard import refuse_on_one_axis
from imp_stats.measures import measure, measure_of
from imp_stats.phrases import Lang, number, percent, span

# A derived column -> decimals, and what stands after its numbers.
_DERIVED: dict[str, tuple[int, tuple[str, str]]] = {
    "per_thousand": (1, ("per 1,000 residents", "pour 1\u00a0000 habitants")),
    "per_thousand_earners": (
        1,
        ("per 1,000 earners of 2015", "pour 1\u00a0000 personnes ayant un revenu d’emploi en 2015"),
    ),
    "index": (0, ("", "")),
    "ratio": (1, ("times", "fois")),
    "share": (0, ("", "")),
    "share_of_program": (0, ("", "")),
}


@dataclass(frozen=True)
class Quantity:
    """The column that is drawn, and those of its bounds."""

    column: str
    lower: str
    upper: str
    measure: str

    @property
    def bounds(self) -> tuple[str, str]:
        """The columns of its bounds."""
        return self.lower, self.upper

    def unit(self, lang: Lang) -> str:
        """What the numbers are of: people, or per 1,000 residents."""
        if self.column in _DERIVED:
            return _DERIVED[self.column][1][lang == "fr"]
        return unit_name(measure(self.measure).unit, lang)

    def write(self, value: float, lang: Lang) -> str:
        """A value as the chart writes it."""
        decimals = _DERIVED.get(self.column, (0,))[0]
        if self.column.startswith("share"):
            return percent(value, lang, decimals=decimals)
        return number(value, lang, decimals=decimals)

    def scale(self, values: Sequence[float], lang: Lang) -> list[str]:
        """Round values as a scale writes them, with the decimals that they need and no more."""
        if self.column.startswith("share"):
            return [percent(value, lang, decimals=_decimals(values, 100)) for value in values]
        return [number(value, lang, decimals=_decimals(values, 1)) for value in values]

    def say(self, value: float, lower: float, upper: float, lang: Lang) -> str:
        """A value, or its bounds where it is hidden: ``1 to 4``."""
        if not np.isnan(value):
            return self.write(value, lang)
        return span(self.write(lower, lang), self.write(upper, lang), lang)

    def values(self, frame: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Value, lower and upper bound of every row, NaN where they are not known."""
        value, lower, upper = (floats(frame, name) for name in (self.column, self.lower, self.upper))
        return value, lower, upper


def quantity_of(frame: pd.DataFrame, show: str | None = None) -> Quantity:
    """The count of a frame of one measure, or the derived column ``show`` of it; rows that no axis holds are refused."""
    counted = measure_of(frame)
    refuse_on_one_axis(frame)
    if show is None:
        return Quantity(counted, "lower", "upper", counted)
    if show not in _DERIVED or show not in frame.columns:
        held = [name for name in _DERIVED if name in frame.columns]
        msg = f"show={show!r}: of this frame the chart can show {counted!r} (show=None){''.join(f' or {name!r}' for name in held)}."
        raise ValueError(msg)
    return Quantity(show, f"{show}_lower", f"{show}_upper", counted)


def floats(rows: pd.DataFrame, name: str) -> Floats:
    """A column as floats, NaN where it is NA or where there is no such column."""
    if name not in rows:
        return np.full(len(rows), np.nan)
    return rows[name].to_numpy(dtype=float, na_value=np.nan)


def _decimals(values: Sequence[float], factor: int) -> int:
    """How many decimals round values need to stay what they are."""
    scaled = [factor * value for value in values]
    return next((places for places in range(4) if all(abs(round(v, places) - v) < 1e-9 for v in scaled)), 4)
