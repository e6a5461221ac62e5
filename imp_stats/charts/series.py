"""A frame as lines: one per program, in the order of time, with its bounds and its gaps."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from imp_stats.charts.labels import Floats
from imp_stats.charts.quantities import Quantity
from imp_stats.charts.scales import moments, points, time_of
from imp_stats.charts.style import LIGHT
from imp_stats.phrases import Lang

Flags = NDArray[np.bool_]
DASHES = (0, (4, 3))
_SEEN = 3.0  # bounds nearer than this, or than the line is wide, are not seen


@dataclass(frozen=True)
class Series:
    """The values of one program over time; a value that is not known is NaN, and its bounds may be known."""

    program: str | None
    x: Floats
    y: Floats
    lower: Floats
    upper: Floats
    estimated: Flags
    time: str

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


def series_of(frame: pd.DataFrame, quantity: Quantity) -> list[Series]:
    """The lines of a frame, in the order in which its programs first appear."""
    time = time_of(frame)
    if "program" not in frame.columns:
        return [_series(None, frame, time, quantity)]
    groups = frame.groupby("program", sort=False, observed=True)
    return [_series(str(program), rows, time, quantity) for program, rows in groups]


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
    return Series(program, moments(rows[time]), *quantity.values(rows), estimated.to_numpy(dtype=bool), time)


def draw_line(ax: Axes, series: Series, stroke: float) -> None:
    """Draw a line, broken at values not known, a dot where one stands alone.

    It is dashed to and from estimates whose bounds are wider than the line.
    """
    unsure = series.estimated & _are_seen(ax, series, stroke)
    for dashed, style in ((False, "solid"), (True, DASHES)):
        shown = np.where(_touches(unsure, series.y, dashed=dashed), series.y, np.nan)
        if not np.isnan(shown).all():
            ax.plot(series.x, shown, color=series.colour, linewidth=stroke, linestyle=style, zorder=3)
    alone = _alone(series.y)
    if alone.any():
        ax.plot(series.x[alone], series.y[alone], "o", color=series.colour, markersize=stroke + 1, zorder=3)


def _are_seen(ax: Axes, series: Series, stroke: float) -> Flags:
    """Whether bounds stand farther apart than the line is wide."""
    high, low = (points(ax, series.x, bound)[:, 1] for bound in (series.upper, series.lower))
    seen: Flags = np.nan_to_num(high - low) > max(stroke, _SEEN)
    return seen


def _touches(unsure: Flags, y: Floats, *, dashed: bool) -> Flags:
    """The points at either end of a segment that is dashed (or that is not)."""
    known = ~np.isnan(y)
    segment = known[1:] & known[:-1] & ((unsure[1:] | unsure[:-1]) == dashed)
    touched = np.zeros(len(y), dtype=bool)
    touched[1:] |= segment
    touched[:-1] |= segment
    return touched


def _alone(y: Floats) -> Flags:
    """Known values with no known neighbour."""
    known = np.concatenate([[False], ~np.isnan(y), [False]])
    alone: Flags = known[1:-1] & ~known[:-2] & ~known[2:]
    return alone


def draw_bounds(ax: Axes, series: Series, stroke: float) -> None:
    """Draw the bounds where they are wider than the line: a band, or a whisker where there is no neighbour."""
    seen = _are_seen(ax, series, stroke)
    near = seen | np.append(seen[1:], False) | np.insert(seen[:-1], 0, False)
    drawn = near & ~np.isnan(series.lower) & ~np.isnan(series.upper)
    for run in _runs(drawn):
        x, low, high = series.x[run], series.lower[run], series.upper[run]
        if len(x) > 1:
            ax.fill_between(x, low, high, color=series.colour, alpha=0.22, linewidth=0, zorder=1)
        else:
            whisker(ax, x[0], low[0], high[0], upright=True)


def _runs(mask: Flags) -> Iterator[slice]:
    """The stretches in which a mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(start), int(stop))


def whisker(ax: Axes, at: float, low: float, high: float, *, upright: bool = False) -> None:
    """Draw bounds as a whisker over a stroke of paper, so that it shows on ink too."""
    for colour, width, cap, level in ((LIGHT.background, 4.5, 11, 4), (LIGHT.text, 1.5, 8, 5)):
        x, y = ([at, at], [low, high]) if upright else ([low, high], [at, at])
        ax.plot(
            x,
            y,
            color=colour,
            linewidth=width,
            marker="_" if upright else "|",
            markersize=cap,
            markeredgewidth=width,
            solid_capstyle="butt",
            clip_on=False,
            zorder=level,
        )


def dot(ax: Axes, x: float, y: float, colour: str, *, hollow: bool = False, size: float = 7) -> None:
    """Draw a dot; a hollow one is an old vintage, an old plan or a figure not verified."""
    ax.plot(
        [x],
        [y],
        "o",
        markersize=size,
        markerfacecolor=LIGHT.background if hollow else colour,
        markeredgecolor=colour,
        markeredgewidth=2 if hollow else 0,
        clip_on=False,
        zorder=6,
    )
