"""What happened, marked on a chart over time: breaks in its series, and events; both as verticals with words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats.charts.labels import LEADING, Block, Room, balanced, text_width, wrapped
from imp_stats.charts.scales import moment_of, point
from imp_stats.charts.series import Series
from imp_stats.charts.strokes import DASHES
from imp_stats.charts.style import LIGHT, Drawing, figure_of, grow, size
from imp_stats.discontinuities import Break
from imp_stats.phrases import Lang, month

_DOTS = (0, (1, 3))
_FEW = {True: 6, False: 2}  # marks with their words on the chart, where it is wide or not
_AXIS = 26.0  # from the line of zero to the foot of the years
_GAP = 24.0  # between two columns of a key
_OVER = 16.0  # from the top of the chart to its numbers


@dataclass(frozen=True)
class Mark:
    """A moment with its words; that of a break in the series is dashed."""

    x: float
    label: str
    day: pd.Timestamp
    is_break: bool

    def dated(self, lang: Lang) -> str:
        """Its label with its month, unless the label names its year itself."""
        is_dated = self.is_break and str(self.day.year) in self.label
        return self.label if is_dated else f"{self.label}, {month(self.day, lang)}"

    def draw(self, ax: Axes, parts: Iterable[tuple[float, float]]) -> None:
        """Draw the parts of its vertical, from one height in the data to another."""
        style = DASHES if self.is_break else _DOTS
        heights = [height for low, high in parts for height in (low, high, np.nan)][:-1]
        ax.plot(
            [self.x] * len(heights),
            heights,
            color=LIGHT.second,
            linewidth=1,
            linestyle=style,
            clip_on=False,
            zorder=2,
        )


def marks_of(lines: Sequence[Series], events: pd.DataFrame | None, *, measure: str, lang: Lang) -> list[Mark]:
    """The breaks that the lines go across and the events within their time, by date.

    An event on the day of a break that is marked is that break, and is not marked twice.
    """
    broken = {each.id: (x, each) for line in lines for x, each in line.breaks}
    marks = [Mark(x, each.label(lang), pd.Timestamp(each.date), is_break=True) for x, each in broken.values()]
    days = {mark.day for mark in marks}
    first, last = min(float(line.x[0]) for line in lines), max(float(line.x[-1]) for line in lines)
    if events is not None:
        dated = zip(pd.to_datetime(events["date"]), events["label"].astype(str), strict=True)
        for day, label in dated:
            x = moment_of(day, measure, lines[0].time)
            if first <= x <= last and day not in days:
                marks.append(Mark(x, label, day, is_break=False))
    return sorted(marks, key=lambda mark: (mark.x, mark.day))


def note_breaks(ax: Axes, breaks: Iterable[Break], lang: Lang) -> None:
    """Leave what is to be said of the breaks with the figure, for the words beside it."""
    figure, joint = figure_of(ax), "\u00a0: " if lang == "fr" else ": "
    if isinstance(figure, Drawing):
        figure.ims_notes = tuple(f"{each.label(lang)}{joint}{each.effect(lang)}" for each in breaks)


def draw_marks(ax: Axes, lines: list[Series], marks: Sequence[Mark], room: Room) -> Sequence[Mark]:
    """A vertical for each mark with its words, or its number where they are too many: those that need a key."""
    if len(marks) > _FEW[size(ax)[0] > 400] and isinstance(ax.figure, Drawing):
        _draw_numbered(ax, marks, room)
        return marks
    _draw_told(ax, lines, marks, room)
    return ()


def _draw_told(ax: Axes, lines: list[Series], marks: Sequence[Mark], room: Room) -> None:
    """Each mark with its words beside it, the words one above another."""
    for mark, block in _sides(ax, marks, room):
        floor = max(float(np.interp(mark.x, line.x, np.nan_to_num(line.y))) for line in lines)
        across, start = point(ax, mark.x, floor)
        shift = 5 if block.align == "left" else -5
        spots = (
            (block.bounds(across + shift, start + 10 + block.height + up), up) for up in range(0, 2000, 4)
        )
        spot, _ = room.first_free(spots)
        bottom = point(ax, mark.x, 0)[1]
        room.add_line(np.array([(across, bottom), (across, spot.y1)]))
        height = (spot.y1 - bottom) / size(ax)[1] * ax.get_ylim()[1]
        mark.draw(ax, stretches(ax, mark.x, height, room.boxes))
        block.draw(ax, (mark.x, 0), shift, spot.y1 - bottom)


def _sides(ax: Axes, marks: Sequence[Mark], room: Room) -> list[tuple[Mark, Block]]:
    """The marks in an order, and each label on a side, in which no stalk has to cross a label.

    Labels stand to the left of their stalks, from left to right ever higher. Where there is no
    room at the left they stand to the right, and are placed first, from right to left.
    """
    reach, to_right, to_left = -np.inf, [], []
    for mark in marks:
        across = point(ax, mark.x, 0)[0]
        block = Block(balanced(mark.label, 130 if size(ax)[0] > 400 else 100, 13), align="right")
        fits_left = across - block.width - 5 >= room.left
        fits_right = across + block.width + 5 <= room.right
        if fits_right and (not fits_left or across < reach):
            block.align = "left"
            reach = max(reach, across + block.width + 10)
            to_right.append((mark, block))
        else:
            to_left.append((mark, block))
    return [*reversed(to_right), *to_left]


def _draw_numbered(ax: Axes, marks: Sequence[Mark], room: Room) -> None:
    """Each mark up to its number above the chart; neighbours too near for two numbers share a range."""
    high = ax.get_ylim()[1]
    top, rise = point(ax, 0, high)[1], _OVER / size(ax)[1] * high
    for mark in marks:
        mark.draw(ax, stretches(ax, mark.x, high + 0.6 * rise, room.boxes))
    across = [point(ax, mark.x, high)[0] for mark in marks]
    for first, last in _clusters(across):
        said = Block([_range(first, last)], weight=600, align="center")
        middle = (across[first] + across[last]) / 2
        box = said.bounds(middle, top + _OVER + said.height)
        middle += max(0.0, room.left - box.x0) - max(0.0, box.x1 - room.right)
        said.draw(ax, (0, high), middle - point(ax, 0, high)[0], _OVER + said.height)
        room.boxes.append(said.bounds(middle, top + _OVER + said.height))


def _range(first: int, last: int) -> str:
    """The numbers of marks, which count from 1."""
    return str(first + 1) if first == last else f"{first + 1}–{last + 1}"


def _clusters(across: Sequence[float]) -> list[tuple[int, int]]:
    """The first and the last of each run of marks that share a label: as few share one as is possible.

    >>> _clusters([10, 100, 106, 200])
    [(0, 0), (1, 2), (3, 3)]
    """
    found: list[tuple[int, int]] = []
    for index in range(len(across)):
        found.append((index, index))
        while len(found) > 1 and _overlap(across, *found[-2:]):
            (first, _), (_, last) = found[-2:]
            found[-2:] = [(first, last)]
    return found


def _overlap(across: Sequence[float], one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether the labels of two runs would touch."""
    middles = [(across[first] + across[last]) / 2 for first, last in (one, two)]
    widths = [text_width(_range(*run), 13, 600) for run in (one, two)]
    return middles[1] - middles[0] < sum(widths) / 2 + 5


def stretches(ax: Axes, x: float, height: float, boxes: Iterable[Bbox]) -> list[tuple[float, float]]:
    """The stretches of a vertical that do not cross the numbers of the scale."""
    across, floor = point(ax, x, 0)
    unit = ax.get_ylim()[1] / size(ax)[1]
    hit = sorted((box.y0, box.y1) for box in boxes if box.x0 - 3 <= across <= box.x1 + 3)
    edges = [0.0, *(min((edge - floor) * unit, height) for pair in hit for edge in pair), height]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if high > low]


def draw_key(ax: Axes, marks: Sequence[Mark], room: Room, lang: Lang) -> None:
    """What each number stands for, beneath the chart, in two columns where it is wide."""
    if not marks:
        return
    columns = 2 if size(ax)[0] > 400 else 1
    wide = (room.right - room.left - _GAP * (columns - 1)) / columns
    indent = text_width(str(len(marks)), 13, 600) + 8
    words = [wrapped(mark.dated(lang), wide - indent, 13) for mark in marks]
    per_column = -(-len(words) // columns)
    left, deepest = room.left - point(ax, ax.get_xlim()[0], 0)[0], 0.0
    anchor = (ax.get_xlim()[0], 0)
    for column in range(columns):
        depth = _AXIS + 10.0
        x = left + column * (wide + _GAP)
        for number, lines in list(enumerate(words, 1))[column * per_column : (column + 1) * per_column]:
            Block([str(number)], weight=600).draw(ax, anchor, x, -depth)
            Block(lines).draw(ax, anchor, x + indent, -depth)
            depth += 13 * LEADING * len(lines) + 3
        deepest = max(deepest, depth)
    grow(ax, bottom=deepest - _AXIS)
