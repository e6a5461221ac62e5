"""Words on a chart: how wide they are, where they break, and where they find room.

Widths are measured from the font, without a renderer; a browser measures the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from imp_stats import vocabulary
from imp_stats.charts.style import LIGHT, Drawing, figure_of, grow, register_fonts
from imp_stats.phrases import Lang

Align = Literal["left", "center", "right"]
Floats = NDArray[np.float64]

# The unit after the top value of a scale, for every unit that a measure has.
UNITS: dict[str, tuple[str, str]] = {
    "persons": ("people", "personnes"),
    "person-months": ("person-months", "mois-personnes"),
    "positions": ("positions", "postes"),
    "permits": ("permits", "permis"),
    "landings": ("admissions", "admissions"),
}

ASCENT, DESCENT = 0.94, 0.26
LEADING = 1.3
_EDGE = 16.0  # paper around a figure that has its words in it


def unit_name(unit: str, lang: Lang) -> str:
    """The unit of a measure in words."""
    return UNITS[unit][lang == "fr"]


def program_name(code: str, lang: Lang) -> str:
    """The short name of a program: IMP, TFWP; PMI, PTET in French."""
    aliases = vocabulary.entries("program")[code].aliases
    return aliases[0] if lang == "fr" else code


@cache
def text_width(text: str, size: float, weight: int = 400) -> float:
    """The width of a line of text in points."""
    register_fonts()
    font = FontProperties(family="Ims Sans", size=size, weight=weight)
    width: float = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    return width


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines no wider than ``width``, broken at spaces and after hyphens, never at a no-break space."""
    lines = [""]
    for piece in re.findall(r"[^ -]*-|[^ -]+ *| +", text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(" "), size, weight) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip(" ") for line in lines]


def balanced(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in as few lines as ``width`` allows, these about equally long."""
    lines = wrapped(text, width, size, weight)
    while len(tighter := wrapped(text, width - 4, size, weight)) == len(lines) and width > 40:
        lines, width = tighter, width - 4
    return lines


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as can be to the wanted ones, so that things of these sizes do not overlap.

    >>> spread([10, 12, 40], [8, 8, 8], 0, 100)
    [7.0, 15.0, 40.0]
    """
    blocks: list[list[int]] = []
    starts: list[float] = []
    for index in sorted(range(len(wanted)), key=lambda i: (wanted[i], i)):
        block = [index]
        start = _start(block, wanted, sizes, low, high)
        while blocks and starts[-1] + sum(sizes[i] for i in blocks[-1]) > start:
            block = blocks.pop() + block
            starts.pop()
            start = _start(block, wanted, sizes, low, high)
        blocks.append(block)
        starts.append(start)
    centres = [0.0] * len(wanted)
    for block, start in zip(blocks, starts, strict=True):
        for index in block:
            centres[index] = start + sizes[index] / 2
            start += sizes[index]  # noqa: PLW2901
    return centres


def _start(
    block: list[int], wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> float:
    """Where a stack of touching things begins, nearest to what each wants, within the limits."""
    depth, wishes = 0.0, []
    for index in block:
        wishes.append(wanted[index] - depth - sizes[index] / 2)
        depth += sizes[index]
    return max(low, min(high - depth, sum(wishes) / len(wishes)))


def write(
    ax: Axes,
    text: str,
    xy: tuple[float, float],
    *,
    at: tuple[float, float] = (0, 0),
    size: float = 14,
    weight: int = 400,
    colour: str = LIGHT.text,
    align: Align = "left",
    on_fill: bool = False,
) -> Annotation:
    """Write one line on its baseline, ``at`` so many points from a point of the data.

    On pages text has an outline in the colour of the paper, which keeps it legible over lines;
    text ``on_fill`` stands on ink and has none.
    """
    written = ax.annotate(
        text,
        xy,
        xytext=at,
        textcoords="offset points",
        annotation_clip=False,
        fontsize=size,
        fontweight=weight,
        color=colour,
        horizontalalignment=align,
        verticalalignment="baseline",
    )
    if on_fill:
        written.set_gid(f"on-fill-{len(ax.texts)}")
    return written


@dataclass
class Block:
    """A few lines of one size, and the room they take around a point of their own."""

    lines: Sequence[str]
    size: float = 13
    weight: int = 400
    colour: str = LIGHT.second
    align: Align = "left"

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max(text_width(line, self.size, self.weight) for line in self.lines)

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return self.size * (ASCENT + DESCENT + LEADING * (len(self.lines) - 1))

    def bounds(self, x: float, top: float) -> Bbox:
        """The box it fills when its first line begins (or ends, or is centred) at ``x`` below ``top``."""
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[self.align] * self.width
        return Bbox.from_extents(x - shift, top - self.height, x - shift + self.width, top)

    def draw(self, ax: Axes, xy: tuple[float, float], x: float, top: float) -> None:
        """Write it so that its box stands ``x`` and ``top`` points from a point of the data."""
        for row, line in enumerate(self.lines):
            down = top - self.size * (ASCENT + LEADING * row)
            write(
                ax,
                line,
                xy,
                at=(x, down),
                size=self.size,
                weight=self.weight,
                colour=self.colour,
                align=self.align,
            )


@dataclass
class Room:
    """What is already drawn, in points, and whether something more finds a place beside it."""

    left: float
    right: float
    boxes: list[Bbox] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)

    def add_line(self, points: Floats) -> None:
        """A line that no label may cross; it is broken where it has no value."""
        gaps = np.flatnonzero(np.isnan(points).any(axis=1))
        for part in np.split(points, gaps):
            known = part[~np.isnan(part).any(axis=1)]
            if len(known) > 1:
                self.paths.append(Path(known))

    def is_free(self, box: Bbox, gap: float = 3) -> bool:
        """Whether a box stands on the paper, clear of every line and every other box."""
        wide = box.padded(gap)
        return (
            box.x0 >= self.left
            and box.x1 <= self.right
            and not any(wide.overlaps(other) for other in self.boxes)
            and not any(path.intersects_bbox(wide, filled=False) for path in self.paths)
        )

    def first_free(self, candidates: Iterable[tuple[Bbox, int]]) -> tuple[Bbox, int]:
        """The first of the candidates that is free, which is then taken; the last one if none is."""
        for box, kind in candidates:  # noqa: B007
            if self.is_free(box):
                break
        self.boxes.append(box)
        return box, kind


def words(ax: Axes, *, title: str = "", subtitle: str = "", note: str = "") -> Axes:
    """Write title, subtitle and note into the figure itself, on white paper, for where there is no page around it.

    On pages these words are HTML beside the chart. The figure grows; the chart keeps its size. What
    the chart itself has to say, of breaks in its series, follows the note.

    >>> import imp_stats.charts, pandas as pd
    >>> held = pd.DataFrame({"program": ["IMP", "IMP"], "year": [2023, 2024], "holders": [1075390, 1263145]})
    >>> ax = words(imp_stats.charts.trend(held), title="IMP permit holders rose")
    >>> ax.figure.texts[0].get_text()
    'IMP permit holders rose'
    """
    figure = figure_of(ax)
    room = 72 * figure.get_figwidth()
    above = [*_lines(title, room, 20, 600, LIGHT.text), *_lines(subtitle, room, 16, 400, LIGHT.second)]
    own = figure.ims_notes if isinstance(figure, Drawing) else ()
    below = _lines("\n".join(filter(None, [note, *own])), room, 13, 400, LIGHT.second)
    head, foot = (sum(LEADING * line.size for line in lines) for lines in (above, below))
    top, bottom = (_EDGE + depth + _EDGE * bool(depth) for depth in (head, foot))
    grow(ax, left=_EDGE, right=_EDGE, top=top, bottom=bottom)
    _write_down(figure, above, 72 * figure.get_figheight() - _EDGE)
    _write_down(figure, below, _EDGE + foot)
    return ax


def _lines(text: str, width: float, size: float, weight: int, colour: str) -> list[Block]:
    """A text in lines, each a block of its own."""
    lines = [line for part in text.splitlines() for line in wrapped(part, width, size, weight)]
    return [Block([line], size, weight, colour) for line in lines]


def _write_down(figure: Figure, lines: Sequence[Block], top: float) -> None:
    """Write lines into a figure, from so many points above its foot downward."""
    width, height = 72 * figure.get_size_inches()
    for line in lines:
        figure.text(
            _EDGE / width,
            (top - ASCENT * line.size) / height,
            line.lines[0],
            fontfamily="Ims Sans",
            fontsize=line.size,
            fontweight=line.weight,
            color=line.colour,
            parse_math=False,
            verticalalignment="baseline",
        )
        top -= LEADING * line.size
