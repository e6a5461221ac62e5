"""Counts over time: one axis, lines named at their ends."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats.charts.labels import Block, Room, balanced, program_name, spread, text_width, write
from imp_stats.charts.quantities import Quantity, quantity_of
from imp_stats.charts.scales import (
    count_axis,
    moment_name,
    moment_of,
    moments,
    point,
    points,
    time_axis,
    time_of,
)
from imp_stats.charts.series import Series, dot, draw_bounds, draw_line, known, series_of
from imp_stats.charts.style import LIGHT, Drawing, Width, canvas, chart, grow, margins, size
from imp_stats.phrases import Lang, check_lang

_HEIGHTS: dict[Width, int] = {"wide": 400, "narrow": 380}
_END = 11.0  # from an end to its name
_END_LINE = 18.0
_TOP, _BOTTOM = 26.0, 26.0


@chart
def trend(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    events: pd.DataFrame | None = None,
    published: pd.DataFrame | None = None,
) -> Axes:
    """Draw one measure over time, a line per program, each named with its last value.

    Bounds are drawn where they are wider than the line, estimates are dashed, and a count that is
    not known breaks its line. The scale begins at zero.

    Parameters
    ----------
    frame
        One measure by ``year`` or ``month``, with ``program`` or without; any question returns such
        a frame. Its source is its column ``source``.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358).
    lang
        The language of names and numbers.
    events
        Columns ``date`` and ``label``: dotted verticals, for the dates within the frame's years.
    published
        Figures of the same measure as they were once published: the columns of ``frame`` and
        ``label``. Each is a hollow dot on a stalk.

    Raises
    ------
    IncomparableError
        If the frame holds several measures or none.

    Examples
    --------
    >>> held = pd.DataFrame(
    ...     {"program": ["IMP", "IMP"], "year": [2023, 2024], "holders": [1075390, 1263145]}
    ... )
    >>> [label.get_text() for label in trend(held).texts]
    ['IMP', '1,263,145']
    """
    tongue, quantity, time = check_lang(lang), quantity_of(frame), time_of(frame)
    lines = known(series_of(frame, quantity))
    ax = canvas(ax, width, _HEIGHTS[width])
    top = max(
        [line.top for line in lines]
        + ([] if published is None else [float(published[quantity.column].max())])
    )
    room = _lay_out(ax, lines, top, quantity=quantity, time=time, lang=tongue)
    for line in lines:
        stroke = line.stroke if size(ax)[0] > 4 * len(line.x) else 2.0
        draw_bounds(ax, line, stroke)
        draw_line(ax, line, stroke)
        room.add_line(points(ax, line.x, line.y))
    _name_ends(ax, lines, room, quantity, tongue)
    if published is not None:
        _mark_published(ax, lines, published, quantity.column, room)
    if events is not None:
        _mark_events(ax, lines, events, room, measure=quantity.measure, time=time)
    _raise_ceiling(ax, room)
    return ax


def _lay_out(ax: Axes, lines: list[Series], top: float, *, quantity: Quantity, time: str, lang: Lang) -> Room:
    """Margins and both axes; the lines begin beside the scale's numbers where they would cross them."""
    first, last = (float(end([end(line.x) for line in lines])) for end in (np.min, np.max))
    ends = [_end_words(line, last, quantity, lang) for line in lines]
    widest = max(text_width(*words) for end in ends for words in end)
    margins(ax, right=_END + widest + 1, top=_TOP, bottom=_BOTTOM)
    stop = last if last > first else first + 1
    ax.set_xlim(first, stop)
    numbers = count_axis(ax, top, quantity, lang)
    crossed = [box.width for box in numbers if not all(_is_clear(ax, line, box) for line in lines)]
    if crossed:
        gutter = (max(crossed) + 8) / size(ax)[0]
        ax.set_xlim(first - (stop - first) * gutter / (1 - gutter), stop)
        numbers = count_axis(ax, top, quantity, lang)
    time_axis(ax, first, last, time, lang)
    left = point(ax, ax.get_xlim()[0], 0)[0]
    return Room(left, left + size(ax)[0] + _END + widest + 1, numbers)


def _is_clear(ax: Axes, line: Series, box: Bbox) -> bool:
    """Whether a line runs beside a box."""
    room = Room(-np.inf, np.inf)
    room.add_line(points(ax, line.x, line.y))
    return room.is_free(box)


def _end_words(line: Series, last: float, quantity: Quantity, lang: Lang) -> list[tuple[str, int, int]]:
    """What stands at the end of a line, with size and weight: its program, its last value, its time if others go on."""
    name = [(program_name(line.program, lang), 15, 600)] if line.program else []
    at = float(line.x[line.end])
    when = [(moment_name(at, line.time, lang), 13, 400)] if at < last else []
    return [*name, (line.said(line.end, quantity, lang), 14, 400), *when]


def _name_ends(ax: Axes, lines: list[Series], room: Room, quantity: Quantity, lang: Lang) -> None:
    """Name each line at the right of its last point, the names nudged apart."""
    right = ax.get_xlim()[1]
    last = max(float(line.x.max()) for line in lines)
    words = [_end_words(line, last, quantity, lang) for line in lines]
    heights = [_END_LINE * len(end) + 1 for end in words]
    edge, floor = point(ax, right, 0)
    wanted = [point(ax, right, line.level(line.end))[1] for line in lines]
    centres = spread(wanted, heights, floor - 4, floor + size(ax)[1] + _TOP)
    for line, end, height, want, centre in zip(lines, words, heights, wanted, centres, strict=True):
        here = (right, line.level(line.end))
        dot(ax, float(line.x[line.end]), here[1], line.colour)
        for row, (text, points_high, weight) in enumerate(end):
            down = centre - want + height / 2 - 13.5 - _END_LINE * row
            write(ax, text, here, at=(_END, down), size=points_high, weight=weight, colour=line.colour)
        room.boxes.append(Bbox.from_extents(edge - 6, centre - height / 2, room.right, centre + height / 2))


def _mark_published(ax: Axes, lines: list[Series], published: pd.DataFrame, counted: str, room: Room) -> None:
    """A hollow dot on a stalk for each figure that was once published otherwise, and what is said of it."""
    now = {(line.program, x): y for line in lines for x, y in zip(line.x, line.y, strict=True)}
    programs = published["program"] if "program" in published else [None] * len(published)
    times = moments(published[time_of(published)])
    rows = zip(programs, times, published[counted].astype(float), published["label"], strict=True)
    for program, x, value, label in rows:
        colour = LIGHT.program(program)
        ax.vlines(x, now[program, x], value, colors=colour, linewidth=1.5, linestyles=(0, (2, 2)), zorder=2)
        dot(ax, x, value, colour, hollow=True, size=9)
        across, up = point(ax, x, value)
        room.add_line(np.array([point(ax, x, now[program, x]), (across, up)]))
        block = Block(balanced(label, 235 if size(ax)[0] > 400 else 160, 13), align="right")
        spots = ((block.bounds(across - 12, up + 9 + dy), dy) for dy in range(0, 200, 4))
        _, dy = room.first_free(spots)
        block.draw(ax, (x, value), -12, 9 + dy)


def _mark_events(
    ax: Axes, lines: list[Series], events: pd.DataFrame, room: Room, *, measure: str, time: str
) -> None:
    """A dotted vertical and a label for each event within the lines' years, the labels one above another."""
    first, last = ax.dataLim.intervalx
    days = pd.to_datetime(events["date"])
    placed = [
        (moment_of(day, measure, time), str(label)) for day, label in zip(days, events["label"], strict=True)
    ]
    shown = sorted((x, label) for x, label in placed if first <= x <= last)
    for x, block in _sides(ax, shown, room):
        floor = max(float(np.interp(x, line.x, np.nan_to_num(line.y))) for line in lines)
        across, start = point(ax, x, floor)
        shift = 5 if block.align == "left" else -5
        spots = (
            (block.bounds(across + shift, start + 10 + block.height + up), up) for up in range(0, 2000, 4)
        )
        spot, _ = room.first_free(spots)
        bottom = point(ax, x, 0)[1]
        room.add_line(np.array([(across, bottom), (across, spot.y1)]))
        head = (spot.y1 - bottom) / size(ax)[1] * ax.get_ylim()[1]
        ax.plot(
            [x, x], [0, head], color=LIGHT.second, linewidth=1, linestyle=(0, (1, 3)), clip_on=False, zorder=2
        )
        block.draw(ax, (x, 0), shift, spot.y1 - bottom)


def _sides(ax: Axes, shown: list[tuple[float, str]], room: Room) -> list[tuple[float, Block]]:
    """The events in an order, and each label on a side, in which no stalk has to cross a label.

    Labels stand to the left of their stalks, from left to right ever higher. Where there is no
    room at the left they stand to the right, and are placed first, from right to left.
    """
    reach, to_right, to_left = -np.inf, [], []
    for x, label in shown:
        across = point(ax, x, 0)[0]
        block = Block(balanced(label, 130 if size(ax)[0] > 400 else 100, 13), align="right")
        fits_left = across - block.width - 5 >= room.left
        fits_right = across + block.width + 5 <= room.right
        if fits_right and (not fits_left or across < reach):
            block.align = "left"
            reach = max(reach, across + block.width + 10)
            to_right.append((x, block))
        else:
            to_left.append((x, block))
    return [*reversed(to_right), *to_left]


def _raise_ceiling(ax: Axes, room: Room) -> None:
    """Make the figure as much higher as its labels need."""
    over = max(box.y1 for box in room.boxes) - point(ax, 0, 0)[1] - size(ax)[1] - _TOP
    if over > 0 and isinstance(ax.figure, Drawing):
        grow(ax, top=over)
