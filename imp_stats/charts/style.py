"""How charts look: one palette, one font, one style sheet, and the canvas that every chart is drawn on.

A chart is a function from a frame to an ``Axes``, made one by :func:`chart`: it is drawn in the
house style whatever the user's own settings are, these stay as they were, and the figure remembers
the call, so that it can be drawn again in the other width.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib import style as sheets
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

Draw = TypeVar("Draw", bound=Callable[..., Axes])
Width = Literal["wide", "narrow"]
PIXELS: dict[Width, int] = {"wide": 720, "narrow": 358}

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
SHEET = _HERE / "house.mplstyle"


@dataclass(frozen=True)
class Palette:
    """The colours by what they are for; charts are drawn in :data:`LIGHT` and pages swap in :data:`DARK`."""

    imp: str
    tfwp: str
    text: str
    second: str
    third: str
    axis: str
    grid: str
    background: str
    ramp: tuple[str, str, str, str, str]

    def program(self, code: str | None) -> str:
        """The colour of a program; anything but the two has the colour of text."""
        return {"IMP": self.imp, "TFWP": self.tfwp}.get(code or "", self.text)


LIGHT = Palette(
    imp="#005ea2",
    tfwp="#c2500a",
    text="#1a1d21",
    second="#4a5158",
    third="#5b636b",
    axis="#8a929a",
    grid="#dde1e5",
    background="#ffffff",
    ramp=("#e3edf6", "#b5d1ea", "#79aeda", "#2673b3", "#004b82"),
)
DARK = Palette(
    imp="#7ab8f5",
    tfwp="#f0914f",
    text="#e8eaed",
    second="#b4bbc3",
    third="#a3abb4",
    axis="#7a838c",
    grid="#33393f",
    background="#14171c",
    ramp=("#1c2a38", "#23435f", "#2f6396", "#4f97d6", "#a8d3fb"),
)


class Drawing(Figure):
    """A figure that a chart made for itself, with its frame: ``ims_redraw(width)`` draws the same call again.

    ``ims_notes`` says what the chart marks and has no room to tell: the breaks in its series, and the
    bridge by which its occupations were estimated.
    """

    ims_notes: tuple[str, ...] = ()
    ims_frame: pd.DataFrame
    ims_redraw: Callable[[Width], Axes]


@cache
def register_fonts() -> None:
    """Tell matplotlib of the two fonts, once, when the first chart is drawn."""
    for file in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(file)


def chart(draw: Draw) -> Draw:
    """Make a drawing function a chart: house style inside, the user's settings outside, and a memory."""

    @functools.wraps(draw)
    def drawn(frame: pd.DataFrame, **settings: object) -> Axes:
        if settings.get("width", "wide") not in PIXELS:
            msg = f"width={settings['width']!r}: the widths are {' and '.join(map(repr, PIXELS))}."
            raise ValueError(msg)
        if frame.empty:
            msg = "The frame has no rows: there is nothing to draw."
            raise ValueError(msg)
        register_fonts()
        open_before = plt.get_fignums()
        try:
            with sheets.context(SHEET, after_reset=True):
                axes = draw(frame.reset_index(drop=True), **settings)
        except BaseException:
            for number in set(plt.get_fignums()).difference(open_before):
                plt.close(number)
            raise
        if isinstance(axes.figure, Drawing):
            axes.figure.ims_frame = frame.copy()
            axes.figure.ims_notes += _bridges(frame, french=settings.get("lang") == "fr")
            axes.figure.ims_redraw = functools.partial(_redraw, drawn, axes.figure.ims_frame, settings)
        return axes

    return cast("Draw", drawn)


def _bridges(frame: pd.DataFrame, *, french: bool) -> tuple[str, ...]:
    """A note for each bridge by which parts of clusters of occupations were estimated."""
    if "provenance" not in frame.columns:
        return ()
    names = frame["provenance"].astype("str").str.extract(r"^bridge (\S+)")[0].dropna().unique()
    said = "Professions estimées par la passerelle" if french else "Occupations estimated by the bridge"
    return tuple(f"{said} {name}." for name in names)


def _redraw(
    drawn: Callable[..., Axes], frame: pd.DataFrame, settings: dict[str, object], width: Width
) -> Axes:
    """Draw a remembered call in another width, in a figure that pyplot forgets at once."""
    axes = drawn(frame, **{**settings, "width": width})
    plt.close(figure_of(axes))
    return axes


def figure_of(ax: Axes) -> Figure:
    """The whole figure in which an ``Axes`` stands."""
    figure = ax.figure
    return figure.figure if isinstance(figure, SubFigure) else figure


def require(frame: pd.DataFrame, *columns: str) -> None:
    """Refuse a frame in which the chart would not find what it draws."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        msg = (
            f"The frame has no column {', '.join(map(repr, missing))}; this chart draws {', '.join(columns)}."
        )
        raise ValueError(msg)


def canvas(ax: Axes | None, width: Width, height: float) -> Axes:
    """The ``Axes`` given, or one that fills a new figure of the width's pixels; spines and ticks put away."""
    if ax is None:
        inches = (PIXELS[width] / 72, height / 72)
        ax = plt.figure(figsize=inches, FigureClass=Drawing).add_axes((0, 0, 1, 1))
    return bare(ax)


def bare(ax: Axes) -> Axes:
    """An ``Axes`` without ink, whoever made it."""
    ax.set_facecolor("none")
    ax.spines[["left", "right", "top", "bottom"]].set_visible(False)
    ax.tick_params(axis="both", length=0, colors=LIGHT.axis, labelcolor=LIGHT.second, labelsize=13)
    ax.set_xticks([])
    ax.set_yticks([])
    return ax


def size(ax: Axes) -> tuple[float, float]:
    """Width and height of an ``Axes`` in points, which are the pixels of a page."""
    place, inches = ax.get_position(), figure_of(ax).get_size_inches()
    return 72 * place.width * inches[0], 72 * place.height * inches[1]


def margins(ax: Axes, *, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> None:
    """Draw an ``Axes`` in by so many points on each side of the place that it has."""
    place, (width, height) = ax.get_position(), size(ax)
    if width - left - right < 40 or height - top - bottom < 20:
        msg = f"An Axes of {width:.0f} by {height:.0f} points is too small for this chart and its words."
        raise ValueError(msg)
    across, up = place.width / width, place.height / height
    ax.set_position(
        (
            place.x0 + left * across,
            place.y0 + bottom * up,
            place.width - (left + right) * across,
            place.height - (top + bottom) * up,
        )
    )


def part(ax: Axes, place: tuple[float, float, float, float], of: tuple[float, float]) -> Axes:
    """Lay a panel over an ``Axes``: left, top, width and height in a sheet of so many points."""
    whole, (left, top, width, height), (across, down) = ax.get_position(), place, of
    rectangle = (
        whole.x0 + left / across * whole.width,
        whole.y0 + (1 - (top + height) / down) * whole.height,
        width / across * whole.width,
        height / down * whole.height,
    )
    return bare(figure_of(ax).add_axes(rectangle))


def grow(ax: Axes, *, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> None:
    """Add so many points of paper around the figure; what is drawn keeps its size."""
    figure = figure_of(ax)
    width, height = 72 * figure.get_size_inches()
    new_width, new_height = width + left + right, height + top + bottom
    figure.set_size_inches(new_width / 72, new_height / 72)
    for axes in figure.axes:
        place = axes.get_position()
        axes.set_position(
            (
                (place.x0 * width + left) / new_width,
                (place.y0 * height + bottom) / new_height,
                place.width * width / new_width,
                place.height * height / new_height,
            )
        )
