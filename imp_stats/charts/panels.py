"""Many small charts on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats.charts.labels import Block, balanced, program_name, spread, text_width, write
from imp_stats.charts.marks import note_breaks, stretches
from imp_stats.charts.quantities import Quantity, quantity_of
from imp_stats.charts.rows import names_of
from imp_stats.charts.scales import count_axis, floor_line
from imp_stats.charts.series import Series, breaks_of, known, series_of
from imp_stats.charts.strokes import DASHES, dot, draw_series
from imp_stats.charts.style import LIGHT, PIXELS, Drawing, Width, canvas, chart, grow, part, size
from imp_stats.discontinuities import Break
from imp_stats.phrases import Lang, check_lang

_COLUMNS: dict[Width, int] = {"wide": 5, "narrow": 3}
_STROKE = 2.0
_PLOT, _YEARS, _GAP = 92.0, 22.0, 14.0
_APART = 17.0
_UNDER_TITLE = 8.0


@dataclass(frozen=True)
class _Panel:
    """One place: its name and its lines, without what stands out of all proportion."""

    name: str
    lines: Sequence[Series]
    cuts: Sequence["_Cut"]

    def title(self, width: float) -> Block:
        """Its name, broken to a width."""
        return Block(balanced(self.name, width - 10, 14, 600), size=14, weight=600, colour=LIGHT.text)

    @property
    def years(self) -> tuple[float, float]:
        """The first and the last moment of its lines."""
        return min(float(line.x[0]) for line in self.lines), max(float(line.x[-1]) for line in self.lines)


@dataclass(frozen=True)
class _Cut:
    """A value that does not fit on the common scale: dotted, and printed as a count."""

    line: Series
    index: int
    said: str
    year: int


@chart
def small_multiples(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    show: str | None = None,
) -> Axes:
    """Draw a small chart over time for each name of a frame, all on one scale, the highest first.

    A single value more than five times its neighbours and above everything else is cut: the line
    goes up dotted, and the count is printed. Bounds are bands where they are wider than the line.
    Lines are interrupted where their series breaks, at a dashed vertical that the key names, and a last
    year of which not all months are held is a hollow dot of its own.

    Parameters
    ----------
    frame
        One measure by year (or month) and ``program`` with one column of labels that varies, such
        as ``province_name``.
    ax
        Where to draw; without it, in a figure of its own. The panels are further axes of its figure.
    width
        ``"wide"`` (720 pixels, five panels in a row) or ``"narrow"`` (358, three).
    lang
        The language of numbers and words; the names come in the frame's own.
    show
        A derived column to draw instead of the count, with its bounds: ``"per_thousand"``,
        ``"share"``.

    Examples
    --------
    >>> held = {"program": "IMP", "year": [2023, 2024] * 2, "province_name": ["Ontario"] * 2 + ["Yukon"] * 2}
    >>> ax = small_multiples(pd.DataFrame(held | {"holders": [476000, 542105, 1100, 1260]}))
    >>> [panel.texts[0].get_text() for panel in ax.figure.axes[1:]]
    ['Ontario', 'Yukon', 'IMP']
    """
    tongue, quantity = check_lang(lang), quantity_of(frame, show)
    panels = _panels(frame, quantity, tongue)
    columns, cell = _COLUMNS[width], PIXELS[width] / _COLUMNS[width]
    ends = [line.said(line.end, quantity, tongue) for panel in panels for line in panel.lines]
    across = cell - 14 - max(text_width(end, 14, 600) for end in ends)
    tops, height = _tops([panel.title(cell) for panel in panels], columns)
    ax = canvas(ax, width, height)
    places = [(n % columns * cell, top, across, _PLOT) for n, top in enumerate(tops)]
    *parts, key = (part(ax, place, (PIXELS[width], height)) for place in places)
    ceiling = max(line.top for panel in panels for line in panel.lines)
    for index, (panel, small) in enumerate(zip(panels, parts, strict=True)):
        numbers = _draw_panel(small, panel, panel.title(cell), ceiling, quantity=quantity, lang=tongue)
        if index:
            small.set_yticklabels([])
        _mark_breaks(small, panel, [] if index else numbers)
        if index + columns >= len(panels):
            _name_years(small, *panel.years)
    _key(key, panels, quantity, tongue, cell - 6)
    note_breaks(ax, breaks_of(line for panel in panels for line in panel.lines), tongue)
    return ax


def _tops(titles: Sequence[Block], columns: int) -> tuple[list[float], float]:
    """Where each panel begins below its name, that of the key after them, and the height of it all."""
    tops: list[float] = []
    y = 0.0
    cells = [*titles, None]
    for start in range(0, len(cells), columns):
        row = cells[start : start + columns]
        y += max((title.height for title in row if title), default=0) + _UNDER_TITLE
        tops += [y] * len(row)
        is_last = start + 2 * columns > len(titles)
        y += _PLOT + _GAP + (_YEARS if is_last else 0)
    return tops, y - _GAP


def _panels(frame: pd.DataFrame, quantity: Quantity, lang: Lang) -> list[_Panel]:
    """The lines of each name, sorted by the last value of its first line, what would not fit cut off."""
    counted = quantity_of(frame)
    groups = [(str(name), rows) for name, rows in frame.groupby(names_of(frame), sort=False)]
    found = {name: (series_of(rows, quantity), series_of(rows, counted)) for name, rows in groups}
    every = known([line for lines, _ in found.values() for line in lines])
    ceiling = max(_without(line, _peak(line)).top for line in every)
    panels = []
    for name, (lines, counts) in found.items():
        cuts = [
            _Cut(line, peak, f"{count.said(peak, counted, lang)} {counted.unit(lang)}", int(line.x[peak]))
            for line, count in zip(lines, counts, strict=True)
            if (peak := _peak(line)) is not None and line.y[peak] > ceiling
        ]
        cut = {id(each.line): each.index for each in cuts}
        kept = [_without(line, cut.get(id(line))) for line in lines if line.is_known]
        panels += [_Panel(name, kept, cuts)] if kept else []
    return sorted(panels, key=lambda panel: -panel.lines[0].level(panel.lines[0].end))


def _peak(line: Series) -> int | None:
    """Where a value stands that is more than five times both its neighbours, if one does."""
    steep = np.flatnonzero(line.y[1:-1] > 5 * np.fmax(line.y[:-2], line.y[2:])) + 1
    return int(steep[np.argmax(line.y[steep])]) if len(steep) else None


def _without(line: Series, index: int | None) -> Series:
    """A line broken at one of its values."""
    if index is None:
        return line
    y, lower, upper = (values.copy() for values in (line.y, line.lower, line.upper))
    y[index] = lower[index] = upper[index] = np.nan
    return replace(line, y=y, lower=lower, upper=upper)


def _draw_panel(
    ax: Axes, panel: _Panel, title: Block, ceiling: float, *, quantity: Quantity, lang: Lang
) -> list[Bbox]:
    """Draw the name and the lines of one panel, each with its last value at its end; where its numbers stand."""
    first, last = panel.years
    ax.set_xlim(first, last if last > first else first + 1)
    numbers = count_axis(ax, ceiling, quantity, lang, most=3, with_unit=False)
    title.draw(ax, (first, ax.get_ylim()[1]), 1, _UNDER_TITLE + title.height)
    floor_line(ax)
    unit = ax.get_ylim()[1] / size(ax)[1]
    for line in panel.lines:
        draw_series(ax, line, _STROKE)
    levels = [line.level(line.end) for line in panel.lines]
    centres = spread([level / unit for level in levels], [_APART] * len(levels), -4, _PLOT + 10)
    for line, level, centre in zip(panel.lines, levels, centres, strict=True):
        dot(ax, float(line.x[line.end]), level, line.colour, size=5, hollow=line.months is not None)
        at = (7.0, centre - level / unit - 4.6)
        right = (ax.get_xlim()[1], level)
        write(ax, line.said(line.end, quantity, lang), right, at=at, weight=600, colour=line.colour)
    for cut in panel.cuts:
        _draw_cut(ax, cut, lang)
    return numbers


def _mark_breaks(ax: Axes, panel: _Panel, numbers: Sequence[Bbox]) -> None:
    """A dashed vertical at each break, around the numbers of the scale."""
    for moment in {moment for line in panel.lines for moment, _ in line.breaks}:
        for low, high in stretches(ax, moment, ax.get_ylim()[1], numbers):
            ax.vlines(moment, low, high, colors=LIGHT.axis, linewidth=1, linestyles=DASHES, zorder=2)


def _draw_cut(ax: Axes, cut: _Cut, lang: Lang) -> None:
    """Draw a value that does not fit as a dotted way up and down, and print it."""
    around = slice(cut.index - 1, cut.index + 2)
    ax.plot(
        cut.line.x[around], cut.line.y[around], color=cut.line.colour, linewidth=1.5, linestyle=(0, (2, 2))
    )
    low, high = ax.get_xlim()
    is_left = cut.line.x[cut.index] < (low + high) / 2
    words = [*balanced(cut.said, 60, 13), f"en {cut.year}" if lang == "fr" else f"in {cut.year}"]
    block = Block(words, align="left" if is_left else "right")
    block.draw(ax, (float(cut.line.x[cut.index]), ax.get_ylim()[1]), 7 if is_left else -7, 2)


def _name_years(ax: Axes, first: float, last: float) -> None:
    """Write the first and the last year beneath a panel, or the last alone where there is no room."""
    both = last > first and size(ax)[0] > 66
    if both or last == first:
        write(ax, str(int(first)), (first, 0), at=(1, -18), size=13, colour=LIGHT.second)
    if last > first:
        write(ax, str(int(last)), (last, 0), at=(0, -18), size=13, colour=LIGHT.second, align="right")


def _key(ax: Axes, panels: Sequence[_Panel], quantity: Quantity, lang: Lang, width: float) -> None:
    """Name lines by their colours, the unit of the scale and the breaks, where a panel more would stand."""
    ax.set(xlim=(0, 1), ylim=(0, 1))
    programs = dict.fromkeys(line.program for panel in panels for line in panel.lines if line.program)
    y = 0.0
    for program in programs:
        block = Block([program_name(program, lang)], size=15, weight=600, colour=LIGHT.program(program))
        block.draw(ax, (0, 1), 1, y)
        y -= 20
    if unit := quantity.unit(lang):
        named = Block(balanced(unit, width, 13))
        named.draw(ax, (0, 1), 1, y - 4)
        y -= named.height + 8
    y = _name_breaks(ax, breaks_of(line for panel in panels for line in panel.lines), lang, width, y)
    if -y > _PLOT and isinstance(ax.figure, Drawing):
        grow(ax, bottom=-y - _PLOT)


def _name_breaks(ax: Axes, breaks: Sequence[Break], lang: Lang, width: float, y: float) -> float:
    """Name the breaks, a dash before each; where the next line would stand."""
    unit = 1 / size(ax)[0]
    for each in breaks:
        named = Block(balanced(each.label(lang), width - 12, 13))
        top = 1 + y / size(ax)[1]
        foot = top - named.height / size(ax)[1]
        ax.plot(
            [4 * unit] * 2,
            [foot, top],
            color=LIGHT.axis,
            linewidth=1,
            linestyle=DASHES,
            clip_on=False,
        )
        named.draw(ax, (0, 1), 12, y)
        y -= named.height + 5
    return y
