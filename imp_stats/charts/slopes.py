"""What moved from one year to another: sloping lines, with a name and a value at both ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from imp_stats.charts.labels import Align, Block, balanced, spread, text_width, write
from imp_stats.charts.marks import note_breaks
from imp_stats.charts.quantities import Quantity, quantity_of
from imp_stats.charts.rows import names_of, refuse_twice
from imp_stats.charts.scales import time_of
from imp_stats.charts.series import Series, breaks_of, series_of
from imp_stats.charts.strokes import DASHES, dot, whisker
from imp_stats.charts.style import LIGHT, PIXELS, Drawing, Width, canvas, chart, grow, margins, size
from imp_stats.discontinuities import Break
from imp_stats.phrases import Lang, check_lang

_AWAY = 24.0  # from a dot to its value
_SIDES: tuple[Align, Align] = ("right", "left")
_COLUMNS: dict[Width, tuple[float, float]] = {"wide": (190, 190), "narrow": (0, 118)}
_CUT = (0.42, 0.58)  # where a line is interrupted


@dataclass(frozen=True)
class _End:
    """One end of a sloping line."""

    name: str
    words: Block
    value: float
    lower: float
    upper: float
    said: str

    @property
    def level(self) -> float:
        return (self.lower + self.upper) / 2 if np.isnan(self.value) else self.value

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.words.colour


@dataclass(frozen=True)
class _Side:
    """One of the two years: 0 at the left, 1 at the right; where its names have no column they are left out."""

    place: int
    head: str
    ends: Sequence[_End]
    column: float

    @property
    def beyond(self) -> float:
        """From the dots to the names."""
        return _AWAY + max(text_width(end.said, 14, 600) for end in self.ends) + 8

    @property
    def heights(self) -> list[float]:
        """What each end takes of the side."""
        return [max(end.words.height + 3 if self.column else 0.0, 18.0) for end in self.ends]


@chart
def slope(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    show: str | None = None,
) -> Axes:
    """Draw what moved between two years: a line for each name, with its value at both ends.

    A name that only one of the years holds is a dot. Bounds are whiskers where they are wider than
    a dot. The scale begins at zero. A line whose series breaks between the two is interrupted at a
    dashed vertical, beneath which the breaks are named.

    Parameters
    ----------
    frame
        One measure in exactly two years (or months) with one column of labels that varies.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358), where names stand at the right only.
    lang
        The language of numbers; the labels come in the frame's own.
    show
        A derived column to draw instead of the count, with its bounds: ``"share"``,
        ``"per_thousand"``.

    Examples
    --------
    >>> held = {"program": "IMP", "year": [2015, 2024], "province_name": ["Ontario"] * 2, "holders": [100905, 542105]}
    >>> [label.get_text() for label in slope(pd.DataFrame(held)).texts]
    ['2015', '100,905', 'Ontario', '2024', '542,105', 'Ontario']
    """
    tongue, quantity, time = check_lang(lang), quantity_of(frame, show), time_of(frame)
    moments = sorted(frame[time].unique())
    if len(moments) != 2:
        msg = f"slope draws two {time}s; the frame holds {len(moments)}: {', '.join(map(str, moments))}."
        raise ValueError(msg)
    names = names_of(frame)
    refuse_twice(frame, [names, time, *(["program"] if "program" in frame else [])])
    sides = []
    for place, (moment, column) in enumerate(zip(moments, _COLUMNS[width], strict=True)):
        rows = frame[frame[time] == moment]
        head = str(moment) if time == "year" else f"{moment:%Y-%m}"
        sides.append(
            _Side(place, head, _ends(rows, names[rows.index], column, quantity, lang=tongue), column)
        )
    lines = _lines(frame, names, quantity)
    ax = _slope_canvas(ax, width, sides, _cut(lines))
    for side in sides:
        _name_side(ax, side)
    found = breaks_of(lines.values())
    _name_breaks(ax, found, tongue)
    note_breaks(ax, found, tongue)
    return ax


def _lines(frame: pd.DataFrame, names: pd.Series, quantity: Quantity) -> dict[tuple[str, str], Series]:
    """The series of each end's key: its name and its colour."""
    return {
        (str(name), line.colour): line
        for name, rows in frame.groupby(names.to_numpy(), sort=False)
        for line in series_of(rows, quantity)
    }


def _cut(lines: dict[tuple[str, str], Series]) -> set[tuple[str, str]]:
    """The keys of the lines that break between the two years."""
    return {key for key, line in lines.items() if line.cuts}


def _name_breaks(ax: Axes, breaks: Sequence[Break], lang: Lang) -> None:
    """A dashed vertical where lines are interrupted, and beneath it the breaks, by date."""
    if not breaks:
        return
    ax.plot([0.5, 0.5], [0, ax.get_ylim()[1]], color=LIGHT.second, linewidth=1, linestyle=DASHES, zorder=2)
    wide = 72 * ax.figure.get_figwidth() - 2 if isinstance(ax.figure, Drawing) else size(ax)[0]
    middle = wide / 2 - ax.get_position().x0 * wide
    depth = 12.0
    for each in breaks:
        named = Block(balanced(each.label(lang), wide, 13), align="center")
        named.draw(ax, (0, 0), middle, -depth)
        depth += named.height + 3
    if isinstance(ax.figure, Drawing):
        grow(ax, bottom=depth)


def _ends(
    rows: pd.DataFrame, names: pd.Series, column: float, quantity: Quantity, *, lang: Lang
) -> list[_End]:
    programs = rows["program"] if "program" in rows else [None] * len(rows)
    values = zip(*quantity.values(rows), strict=True)
    return [
        _End(
            name,
            Block(balanced(name, column or PIXELS["wide"], 14), size=14, colour=LIGHT.program(program)),
            *value,
            quantity.say(*value, lang),
        )
        for name, program, value in zip(names, programs, values, strict=True)
    ]


def _slope_canvas(ax: Axes | None, width: Width, sides: Sequence[_Side], cut: set[tuple[str, str]]) -> Axes:
    """Draw the lines between the two columns of words."""
    depth = max(300.0, *(1.1 * sum(side.heights) for side in sides))
    ax = canvas(ax, width, depth + 44)
    left, right = (side.beyond + side.column if side.column else side.beyond - 7 for side in sides)
    margins(ax, left=left, right=right, top=34, bottom=10)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, max(np.nanmax([end.level, end.upper]) for side in sides for end in side.ends))
    first, last = ({end.key: end.level for end in side.ends} for side in sides)
    for key in (key for key in first if key in last):
        for low, high in ((0.0, _CUT[0]), (_CUT[1], 1.0)) if key in cut else ((0.0, 1.0),):
            levels = np.interp([low, high], [0, 1], [first[key], last[key]])
            ax.plot([low, high], levels, color=key[1], linewidth=2, zorder=2)
    return ax


def _name_side(ax: Axes, side: _Side) -> None:
    """Draw the dots of one side, their values, and beyond these their names, nudged apart."""
    unit, outward, align = ax.get_ylim()[1] / size(ax)[1], 2 * side.place - 1, _SIDES[side.place]
    top = (side.place, ax.get_ylim()[1])
    write(ax, side.head, top, at=(_AWAY * outward, 18), weight=600, colour=LIGHT.second, align=align)
    centres = spread([end.level / unit for end in side.ends], side.heights, -10, size(ax)[1] + 10)
    for end, centre in zip(side.ends, centres, strict=True):
        here, shift, colour = (side.place, end.level), centre - end.level / unit, end.words.colour
        dot(ax, *here, colour)
        if (end.upper - end.lower) / unit > 7:
            whisker(ax, side.place, end.lower, end.upper, upright=True)
        leader = [side.place + outward * away / size(ax)[0] for away in (6, _AWAY - 4)]
        ax.plot(leader, [end.level, centre * unit], color=colour, linewidth=1, alpha=0.6, clip_on=False)
        write(ax, end.said, here, at=(_AWAY * outward, shift - 4.6), weight=600, colour=colour, align=align)
        if side.column:
            beside = replace(end.words, align=align)
            beside.draw(ax, here, side.beyond * outward, shift + end.words.height / 2)
