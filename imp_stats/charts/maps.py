"""Provinces and territories as tiles."""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from imp_stats.charts.labels import ASCENT, Block, text_width, wrapped, write
from imp_stats.charts.quantities import Quantity, quantity_of
from imp_stats.charts.rows import refuse_twice
from imp_stats.charts.scales import ticks
from imp_stats.charts.style import LIGHT, Width, canvas, chart, require
from imp_stats.errors import UnknownWordError
from imp_stats.phrases import Lang, check_lang

_PLACES = {
    "YT": (0, 0), "NT": (1, 0), "NU": (2, 0),
    "BC": (0, 1), "AB": (1, 1), "SK": (2, 1), "MB": (3, 1), "ON": (4, 1), "QC": (5, 1), "NL": (7, 1),
    "NB": (6, 2), "PE": (7, 2), "NS": (7, 3),
}  # fmt: skip
_NOT_STATED = "ZZ"


class _Grid(NamedTuple):
    """Sizes in points: of a tile, from one to the next, of a step of the key."""

    tile: float
    pitch: float
    step: float


_GRIDS: dict[Width, _Grid] = {"wide": _Grid(80, 86, 52), "narrow": _Grid(42, 45, 31)}


@chart
def tiles(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    show: str | None = None,
) -> Axes:
    """Draw the provinces and territories as tiles, each with its code and its value, in five steps of colour.

    The people whose province is not stated are in no tile: their count stands beneath the key.

    Parameters
    ----------
    frame
        One measure, one row for each ``province`` of one program and year; a row ``ZZ`` is the
        place not stated.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358).
    lang
        The language of numbers and words.
    show
        A derived column to draw instead of the count: ``"per_thousand"``, ``"share"``.

    Examples
    --------
    >>> rates = {"province": ["ON", "NU"], "holders": [542105, 105], "per_thousand": [33.3, 2.5]}
    >>> [label.get_text() for label in tiles(pd.DataFrame(rates), show="per_thousand").texts][:4]
    ['ON', '33.3', 'NU', '2.5']
    """
    tongue, quantity = check_lang(lang), quantity_of(frame, show)
    require(frame, "province")
    refuse_twice(frame, ["province"])
    stated = frame[frame["province"] != _NOT_STATED]
    if unknown := sorted(set(stated["province"]) - _PLACES.keys()):
        msg = f"A map of tiles has no place for {', '.join(unknown)}; its provinces are {', '.join(_PLACES)}."
        raise UnknownWordError(msg)
    grid = _GRIDS[width]
    height = 3 * grid.pitch + grid.tile
    ax = canvas(ax, width, height)
    ax.set_xlim(0, {"wide": 720, "narrow": 358}[width])
    ax.set_ylim(height, 0)
    values, lower, upper = quantity.values(stated)
    steps = ticks(float(np.nanmax(values)), 4)
    for province, value, low, high in zip(stated["province"], values, lower, upper, strict=True):
        said = quantity.write(value, tongue) if not np.isnan(value) else f"{low:.0f}–{high:.0f}"
        _tile(ax, grid, str(province), said, None if np.isnan(value) else bisect_right(steps, value))
    _key(ax, grid, steps, quantity, tongue)
    _not_stated(ax, grid, frame[frame["province"] == _NOT_STATED], quantity_of(frame), tongue)
    return ax


def _tile(ax: Axes, grid: _Grid, province: str, said: str, step: int | None) -> None:
    """Draw one tile; a value that is hidden is a tile without colour."""
    if text_width(said, 14) > grid.tile:
        msg = f"{said} is too wide for a tile of {grid.tile:.0f} points: show a rate or a share."
        raise ValueError(msg)
    column, row = _PLACES[province]
    x, y, middle = column * grid.pitch, row * grid.pitch, grid.tile / 2
    fill = "none" if step is None else LIGHT.ramp[step]
    ink = LIGHT.background if step is not None and step > 2 else LIGHT.text
    frame_colour = LIGHT.axis if step is None else "none"
    ax.add_patch(Rectangle((x, y), grid.tile, grid.tile, facecolor=fill, edgecolor=frame_colour))
    for text, weight, up in ((province, 600, 5.0), (said, 400, -13.0)):
        at = (x + middle, y + middle)
        write(ax, text, at, at=(0, up), weight=weight, colour=ink, align="center", on_fill=True)


def _key(ax: Axes, grid: _Grid, steps: list[float], quantity: Quantity, lang: Lang) -> None:
    """Draw the steps of colour in the empty corner, each boundary with its value above it."""
    y = 2.55 * grid.pitch
    for step, colour in enumerate(LIGHT.ramp[: len(steps) + 1]):
        ax.add_patch(Rectangle((step * grid.step, y), grid.step, 12, facecolor=colour, edgecolor="none"))
    for step, said in enumerate(quantity.scale(steps, lang), 1):
        write(ax, said, (step * grid.step, y), at=(0, 5), size=13, colour=LIGHT.second, align="center")
    if unit := quantity.unit(lang):
        across = (len(steps) + 1) * grid.step + 8
        write(ax, unit, (across, y), at=(0, -11), size=13, colour=LIGHT.second)


def _not_stated(ax: Axes, grid: _Grid, rows: pd.DataFrame, counted: Quantity, lang: Lang) -> None:
    """Write how many are in no tile."""
    if rows.empty:
        return
    value, low, high = (float(part[0]) for part in counted.values(rows))
    where = "sans province déclarée" if lang == "fr" else "with no stated province"
    said = f"{counted.say(value, low, high, lang)} {counted.unit(lang)} {where}"
    lines = wrapped(said, 6 * grid.pitch - 8, 13)
    Block(lines).draw(ax, (0, 2.55 * grid.pitch), 1, -12 - 8 - 13 * (1 - ASCENT))
