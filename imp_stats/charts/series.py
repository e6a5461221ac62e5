"""A frame as lines: one per program, in the order of time, with its bounds, its gaps and its breaks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imp_stats.charts.labels import Floats
from imp_stats.charts.quantities import Quantity
from imp_stats.charts.scales import moment_of, moments, time_of
from imp_stats.charts.style import LIGHT
from imp_stats.discontinuities import COLUMNS, Break, touching
from imp_stats.measures import measure as declared
from imp_stats.phrases import Lang

Flags = NDArray[np.bool_]
_MOST = 4


@dataclass(frozen=True)
class Series:
    """The values of one program over time; a value that is not known is NaN, and its bounds may be known.

    ``breaks`` are those between its first and its last value, each with the place of its mark, ``cuts``
    the values before which the line is interrupted, ``months`` how many months of its last year are held
    if that is no whole year, ``name`` what tells it from others of its program.
    """

    program: str | None
    x: Floats
    y: Floats
    lower: Floats
    upper: Floats
    estimated: Flags
    time: str
    breaks: tuple[tuple[float, Break], ...] = ()
    cuts: tuple[int, ...] = ()
    months: int | None = None
    name: str | None = None

    @property
    def pieces(self) -> list["Series"]:
        """The parts of the line, interrupted at its cuts."""
        edges = [0, *self.cuts, len(self.x)]
        names = ("x", "y", "lower", "upper", "estimated")
        return [
            replace(self, cuts=(), **{name: getattr(self, name)[start:stop] for name in names})
            for start, stop in pairwise(edges)
        ]

    @property
    def colour(self) -> str:
        """The colour of the program."""
        return LIGHT.program(self.program)

    @property
    def stroke(self) -> float:
        """The IMP's line is a little wider, so that colour is not all that tells the two apart."""
        return 3.0 if self.program == "IMP" else 2.5

    @property
    def is_known(self) -> bool:
        """Whether any value or bound is."""
        return not (np.isnan(self.y) & np.isnan(self.upper)).all()

    @property
    def end(self) -> int:
        """Where the last value or bound stands that is known."""
        return int(np.flatnonzero(~np.isnan(self.y) | ~np.isnan(self.upper))[-1])

    @property
    def top(self) -> float:
        """The highest value or bound."""
        held = np.concatenate([self.y, self.upper, [0.0]])
        return float(np.nanmax(held))

    def level(self, index: int) -> float:
        """Where a value stands: itself, or the middle of its bounds where it is hidden."""
        value = self.y[index]
        return float((self.lower[index] + self.upper[index]) / 2 if np.isnan(value) else value)

    def said(self, index: int, quantity: Quantity, lang: Lang) -> str:
        """A value in words: ``1,263,145``, ``about 187,400`` for an estimate, ``1 to 4`` for a hidden one."""
        text = quantity.say(self.y[index], self.lower[index], self.upper[index], lang)
        about = "environ" if lang == "fr" else "about"
        is_estimate = self.estimated[index] and not np.isnan(self.y[index])
        return f"{about} {text}" if is_estimate else text


def breaks_of(lines: Iterable[Series]) -> list[Break]:
    """The breaks that any of the lines goes across, by date."""
    found = {each.id: each for line in lines for _, each in line.breaks}
    return sorted(found.values(), key=lambda each: (each.date, each.id))


def series_of(frame: pd.DataFrame, quantity: Quantity) -> list[Series]:
    """The lines of a frame, in the order in which its programs first appear."""
    time = time_of(frame)
    if "program" not in frame.columns:
        return [_series(None, frame, time, quantity)]
    groups = frame.groupby("program", sort=False, observed=True)
    return [_series(str(program), rows, time, quantity) for program, rows in groups]


def lines_of(frame: pd.DataFrame, quantity: Quantity) -> list[Series]:
    """The lines of a frame, or where a program has several, one for each name that tells them apart."""
    keys = [*(name for name in ("program",) if name in frame.columns), time_of(frame)]
    named = [
        str(name)
        for name in frame.columns
        if (str(name).endswith("_name") or name == "occupation") and not frame.duplicated([*keys, name]).any()
    ]
    if not frame.duplicated(keys).any() or not named:
        return series_of(frame, quantity)
    groups = list(frame.groupby([*keys[:-1], named[0]], sort=False, observed=True))
    if len(groups) > _MOST:
        msg = f"A trend draws {_MOST} lines at most, and these are {len(groups)}: take fewer, or draw small_multiples."
        raise ValueError(msg)
    return [
        replace(line, name=str(rows[named[0]].iloc[0]))
        for _, rows in groups
        for line in series_of(rows, quantity)
    ]


def known(lines: list[Series]) -> list[Series]:
    """The lines of which anything is known, if there are any."""
    found = [line for line in lines if line.is_known]
    if not found:
        msg = "No value of the frame and no bound is known: there is nothing to draw."
        raise ValueError(msg)
    return found


def _series(program: str | None, rows: pd.DataFrame, time: str, quantity: Quantity) -> Series:
    rows = rows.sort_values(time)
    if rows[time].duplicated().any():
        counted = {time, quantity.column, *quantity.bounds, "status", "hidden"}
        varied = [str(c) for c in rows.columns if c not in counted and len(rows[c].unique()) > 1]
        twice = rows.loc[rows[time].duplicated(), time].iloc[0]
        msg = f"{program or 'The frame'} has several rows for {time} {twice}: pick one of {', '.join(varied) or 'them'}; charts do not add up."
        raise ValueError(msg)
    estimated = (
        rows["status"].eq("estimated") if "status" in rows else pd.Series(data=False, index=rows.index)
    )
    x = moments(rows[time])
    breaks = _breaks(rows, x, quantity.measure, time)
    months = _months_held(rows, quantity.measure, time)
    cuts = {int(np.searchsorted(x, at)) for at, each in breaks if each.kind == "series"}
    if months is not None and len(x) > 1 and not _like_for_like(rows):
        cuts.add(len(x) - 1)
    return Series(
        program,
        x,
        *quantity.values(rows),
        estimated.to_numpy(dtype=bool),
        time,
        breaks,
        tuple(sorted(cuts)),
        months,
    )


def _breaks(rows: pd.DataFrame, x: Floats, counted: str, time: str) -> tuple[tuple[float, Break], ...]:
    """The breaks between the values of a line, each at a place well between the two that it parts."""
    first = rows.iloc[0]
    row = {name: str(first[name]) for name in COLUMNS if name in rows and not pd.isna(first[name])}
    found = []
    for each in touching(counted, row, "series", "candidate"):
        at = moment_of(pd.Timestamp(each.date), counted, time)
        after = int(np.searchsorted(x, at, side="right"))
        if 0 < after < len(x):
            low, high = x[after - 1], x[after]
            margin = 0.3 * (high - low)
            found.append((float(np.clip(at, low + margin, high - margin)), each))
    return tuple(found)


def _months_held(rows: pd.DataFrame, counted: str, time: str) -> int | None:
    """How many months of its last year a flow holds, by its months or by its vintage; None for a whole year."""
    if time != "year" or declared(counted).kind != "flow":
        return None
    last = rows.iloc[-1]
    if "months" in rows:
        return int(last["months"]) if last["months"] < 12 else None
    days = [text for text in str(last.get("vintage", "")).split("; ") if len(text) == len("2024-12-31")]
    held = min(map(dt.date.fromisoformat, days), default=None)
    is_part = held is not None and held.year == last["year"] and held < dt.date(held.year, 12, 31)
    return held.month if held is not None and is_part else None


def _like_for_like(rows: pd.DataFrame) -> bool:
    """Whether the last two years hold as many months."""
    return "months" in rows and rows["months"].iloc[-2] == rows["months"].iloc[-1]
