"""Lines, bands, whiskers and dots: how a series is drawn."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes

from imp_stats.charts.labels import Floats
from imp_stats.charts.scales import points
from imp_stats.charts.series import Flags, Series
from imp_stats.charts.style import LIGHT

DASHES = (0, (4, 3))
_SEEN = 3.0  # bounds nearer than this, or than the line is wide, are not seen


def draw_series(ax: Axes, series: Series, stroke: float) -> None:
    """Draw a line with its bounds, interrupted where it breaks."""
    for piece in series.pieces:
        draw_bounds(ax, piece, stroke)
        draw_line(ax, piece, stroke)


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
        ax.plot(
            series.x[alone],
            series.y[alone],
            "o",
            color=series.colour,
            markersize=stroke + 2.5,
            clip_on=False,
            zorder=3,
        )


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
