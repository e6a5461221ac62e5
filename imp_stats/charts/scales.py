"""The two axes that charts share: counts from zero, and time."""

import datetime as dt
import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats import measures
from imp_stats.charts.labels import ASCENT, DESCENT, Floats, text_width
from imp_stats.charts.quantities import Quantity
from imp_stats.charts.style import LIGHT, figure_of, size
from imp_stats.phrases import Lang, month

AXIS_TEXT = 13


def ticks(top: float, most: int = 5) -> list[float]:
    """Round values above zero and up to ``top``, no more than ``most``.

    >>> ticks(1_263_145)
    [250000.0, 500000.0, 750000.0, 1000000.0, 1250000.0]
    >>> ticks(3)
    [1.0, 2.0, 3.0]
    """
    if top <= 0:
        return []
    decade = 10.0 ** math.floor(math.log10(top / most))
    steps = (factor * decade for factor in (1, 2, 2.5, 5, 10, 20))
    step, count = next((s, n) for s in steps if (n := math.floor(top / s + 1e-9)) <= most)
    return [step * n for n in range(1, count + 1)]


def points(ax: Axes, x: Floats, y: Floats) -> Floats:
    """Where data stands, in points from the lower left corner of the figure."""
    placed: Floats = ax.transData.transform(np.column_stack([x, y])) * 72 / figure_of(ax).dpi
    return placed


def point(ax: Axes, x: float, y: float) -> tuple[float, float]:
    """Where one point of the data stands, in points."""
    across, up = points(ax, np.array([x], dtype=float), np.array([y], dtype=float))[0]
    return float(across), float(up)


def count_axis(
    ax: Axes, top: float, quantity: Quantity, lang: Lang, *, most: int = 5, with_unit: bool = True
) -> list[Bbox]:
    """Draw grid lines from zero to ``top``, each with its value above it at the left, the unit on the top one only."""
    ax.set_ylim(0, top * 1.01 if top > 0 else 1)
    values = ticks(top, most)
    names = quantity.scale(values, lang)
    if with_unit:
        names[-1:] = [f"{name} {quantity.unit(lang)}".rstrip() for name in names[-1:]]
    ax.set_yticks(values, names, ha="left", va="bottom")
    ax.tick_params(axis="y", length=0, pad=0, labelsize=AXIS_TEXT, labelcolor=LIGHT.second)
    ax.grid(visible=True, axis="y", color=LIGHT.grid, linewidth=1)
    ax.set_axisbelow(True)
    corners = points(ax, np.full(len(values), ax.get_xlim()[0]), np.array(values, dtype=float))
    height = AXIS_TEXT * (ASCENT + DESCENT)
    return [
        Bbox.from_bounds(x, y, text_width(name, AXIS_TEXT), height)
        for (x, y), name in zip(corners, names, strict=True)
    ]


def floor_line(ax: Axes) -> None:
    """The line of zero."""
    ax.spines["bottom"].set(visible=True, color=LIGHT.axis, linewidth=1)


def time_of(frame: pd.DataFrame) -> str:
    """The column of time: ``year`` or ``month``, one of the two."""
    held = [name for name in ("year", "month") if name in frame.columns]
    if len(held) != 1:
        msg = f"A chart over time takes a frame with 'year' or 'month', one of them; this has {', '.join(map(str, frame.columns))}."
        raise ValueError(msg)
    return held[0]


def moments(times: pd.Series) -> Floats:
    """Years, or months as years with a fraction: January 2024 is 2024."""
    if pd.api.types.is_datetime64_any_dtype(times):
        times = times.dt.year + (times.dt.month - 1) / 12
    return np.asarray(times, dtype=float)


def moment_of(day: pd.Timestamp, measure: str, column: str) -> float:
    """Where a day stands between the points of a measure.

    A stock of 31 December stands at the end of its year, a flow in the middle of its year or month.
    """
    point = day.year + (day.day_of_year - 1) / 365.25
    if column == "month":
        return point - 1 / 24
    return point - (1.0 if measures.measure(measure).kind == "stock" else 0.5)


def time_axis(ax: Axes, first: float, last: float, column: str, lang: Lang) -> list[float]:
    """The line of zero with years along it, or months where there are few: first and last always."""
    floor_line(ax)
    if column == "month" and last - first < 2:
        places = [first, last] if last > first else [first]
        names = [moment_name(place, column, lang) for place in places]
    else:
        places = [
            float(year)
            for year in _years(math.ceil(first), math.floor(last), max(2, min(7, int(size(ax)[0] // 57))))
        ]
        names = [str(int(place)) for place in places]
    ax.set_xticks(places, names)
    ax.tick_params(
        axis="x", length=4, width=1, pad=5, color=LIGHT.axis, labelsize=AXIS_TEXT, labelcolor=LIGHT.second
    )
    for label, name, place in zip(ax.get_xticklabels(), names, places, strict=True):
        beyond = text_width(name, AXIS_TEXT) / 2 > _distance(ax, place)
        label.set_horizontalalignment("left" if beyond else "center")
    return places


def _distance(ax: Axes, place: float) -> float:
    """How far a place on the axis is from the left edge of the ``Axes``, in points."""
    low, high = ax.get_xlim()
    return (place - low) / (high - low) * size(ax)[0]


def moment_name(place: float, column: str, lang: Lang) -> str:
    """Say a year or a month in words."""
    if column == "year":
        return str(int(place))
    year, part = divmod(round(place * 12), 12)
    return month(dt.date(year, part + 1, 1), lang)


_SHORT: dict[Lang, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
}  # fmt: skip


def months_name(months: int, lang: Lang) -> str:
    """The first months of a year in short.

    >>> months_name(7, "en"), months_name(1, "fr")
    ('Jan–Jul', 'janv.')
    """
    names = _SHORT[lang]
    return names[0] if months == 1 else f"{names[0]}–{names[months - 1]}"


def _years(first: int, last: int, most: int) -> list[int]:
    """Years from first to last, evenly where that is possible, else evenly from the last."""
    span = last - first
    if span <= 0:
        return [first]
    even = next((step for step in range(1, span) if span % step == 0 and span / step < most), span)
    if span / even >= 3 or span < 6:
        return list(range(first, last + 1, even))
    step = next(step for step in range(1, span + 1) if span / step < most)
    backward = [year for year in range(last, first, -step) if year - first >= 0.6 * step]
    return [first, *reversed(backward)]
