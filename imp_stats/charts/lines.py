"""Counts over time: one axis, lines named at their ends."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats.charts.labels import Block, Room, balanced, program_name, spread, text_width, write
from imp_stats.charts.marks import draw_key, draw_marks, marks_of, note_breaks
from imp_stats.charts.quantities import Quantity, quantity_of
from imp_stats.charts.scales import (
    count_axis,
    moment_name,
    moments,
    months_name,
    point,
    points,
    time_axis,
    time_of,
)
from imp_stats.charts.series import Series, breaks_of, known, lines_of
from imp_stats.charts.strokes import dot, draw_series
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
    show: str | None = None,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    events: pd.DataFrame | None = None,
    published: pd.DataFrame | None = None,
) -> Axes:
    """Draw one measure over time, a line per program, each named with its last value.

    Where rows of one program are told apart by a column of labels, such as ``stream_name``, there is a
    line for each of them, four at most; small_multiples draws more.

    Bounds are drawn where they are wider than the line, estimates are dashed, and a count that is
    not known breaks its line. The scale begins at zero.

    A line is interrupted where its series breaks, and the break is a dashed vertical with its label
    (a suspected one is marked only); ``ims.breaks`` has them all. A last year of which not all months
    are held is a hollow dot of its own, named by its months.

    Parameters
    ----------
    frame
        One measure by ``year`` or ``month``, with ``program`` or without, as questions by year and by
        month return it. Its source is its column ``source``.
    show
        The count, or a column derived from it and its bounds: ``"index"``, ``"share"``, ``"per_thousand"``.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358).
    lang
        The language of names and numbers.
    events
        Columns ``date`` and ``label``: dotted verticals, for the dates within the frame's years. Where
        they are many, they are numbered, and the key stands beneath.
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
    tongue, quantity, time = check_lang(lang), quantity_of(frame, show), time_of(frame)
    lines = known(lines_of(frame, quantity))
    ax = canvas(ax, width, _HEIGHTS[width])
    top = max(
        [line.top for line in lines]
        + ([] if published is None else [float(published[quantity.column].max())])
    )
    room = _lay_out(ax, lines, top, quantity=quantity, time=time, lang=tongue)
    for line in lines:
        stroke = line.stroke if size(ax)[0] > 4 * len(line.x) else 2.0
        draw_series(ax, line, stroke)
        for piece in line.pieces:
            room.add_line(points(ax, piece.x, piece.y))
    _name_ends(ax, lines, room, quantity, tongue)
    if published is not None:
        _mark_published(ax, lines, published, quantity.column, room)
    marks = marks_of(lines, events, measure=quantity.measure, lang=tongue)
    numbered = draw_marks(ax, lines, marks, room)
    note_breaks(ax, breaks_of(lines), tongue)
    _raise_ceiling(ax, room)
    draw_key(ax, numbered, room, tongue)
    return ax


def _lay_out(ax: Axes, lines: list[Series], top: float, *, quantity: Quantity, time: str, lang: Lang) -> Room:
    """Margins and both axes; the lines begin beside the scale's numbers where they would cross them."""
    first, last = (float(end([end(line.x) for line in lines])) for end in (np.min, np.max))
    ends = [_end_words(line, last, quantity, lang, size(ax)[0]) for line in lines]
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
    for at, _ in line.breaks:
        room.add_line(points(ax, np.array([at, at]), np.array(ax.get_ylim())))
    return room.is_free(box)


def _end_words(
    line: Series, last: float, quantity: Quantity, lang: Lang, across: float
) -> list[tuple[str, int, int]]:
    """What stands at the end of a line, with size and weight: its name, its last value, its time if others go on."""
    name = [(program_name(line.program, lang), 15, 600)] if line.program else []
    if line.name is not None:
        name = [(text, 14, 600) for text in balanced(line.name, 150 if across > 400 else 92, 14, 600)]
    at = float(line.x[line.end])
    when = [moment_name(at, line.time, lang)] if at < last else []
    if line.months is not None:
        when = [" ".join([months_name(line.months, lang), *when])]
    return [*name, (line.said(line.end, quantity, lang), 14, 400), *((text, 13, 400) for text in when)]


def _name_ends(ax: Axes, lines: list[Series], room: Room, quantity: Quantity, lang: Lang) -> None:
    """Name each line at the right of its last point, the names nudged apart."""
    right = ax.get_xlim()[1]
    last = max(float(line.x.max()) for line in lines)
    words = [_end_words(line, last, quantity, lang, room.right - room.left) for line in lines]
    heights = [_END_LINE * len(end) + 1 for end in words]
    edge, floor = point(ax, right, 0)
    wanted = [point(ax, right, line.level(line.end))[1] for line in lines]
    centres = spread(wanted, heights, floor - 4, floor + size(ax)[1] + _TOP)
    for line, end, height, want, centre in zip(lines, words, heights, wanted, centres, strict=True):
        here = (right, line.level(line.end))
        dot(ax, float(line.x[line.end]), here[1], line.colour, hollow=line.months is not None)
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


def _raise_ceiling(ax: Axes, room: Room) -> None:
    """Make the figure as much higher as its labels need."""
    over = max(box.y1 for box in room.boxes) - point(ax, 0, 0)[1] - size(ax)[1] - _TOP
    if over > 0 and isinstance(ax.figure, Drawing):
        grow(ax, top=over)
