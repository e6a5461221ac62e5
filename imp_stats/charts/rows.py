"""Charts of rows: a sheet measured in points from its top, words at the left or above, bars along one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from imp_stats.charts.labels import Block, text_width, write
from imp_stats.charts.quantities import Quantity
from imp_stats.charts.strokes import whisker
from imp_stats.charts.style import LIGHT, Width, canvas, margins, size
from imp_stats.phrases import Lang

_SEEN = 4.0  # bounds nearer than this are not seen as a whisker


def sheet(ax: Axes | None, width: Width, height: float, *, left: float, right: float) -> Axes:
    """Prepare an ``Axes`` whose vertical unit is a point, zero at the top; amounts begin ``left`` points from its edge."""
    ax = canvas(ax, width, height)
    margins(ax, left=left, right=right)
    ax.set_ylim(height, 0)
    return ax


def per_point(ax: Axes) -> float:
    """The amount that a point stands for."""
    low, high = ax.get_xlim()
    return float(high - low) / size(ax)[0]


def rule(ax: Axes, y: float, *, left: float, right: float) -> None:
    """Draw a hairline across the sheet, beyond the amounts by so many points on either side."""
    across = size(ax)[0]
    ax.plot(
        [-left / across, 1 + right / across],
        [y, y],
        color=LIGHT.grid,
        linewidth=1,
        transform=ax.get_yaxis_transform(),
        clip_on=False,
        zorder=0,
    )


def names_of(frame: pd.DataFrame) -> pd.Series:
    """What the rows are called: the one column of labels that tells them apart."""
    labels = [
        str(c)
        for c in frame.columns
        if c == "occupation" or (str(c).endswith("_name") and c != "program_name")
    ]
    varied = [label for label in labels if len(frame[label].unique()) > 1] or labels[-1:]
    if len(varied) != 1:
        found = (
            f"several: {', '.join(varied)}" if varied else f"none, only {', '.join(map(str, frame.columns))}"
        )
        msg = f"A chart of rows takes a frame with one column of labels that varies, such as 'province_name'; this has {found}."
        raise ValueError(msg)
    return frame[varied[0]].astype(str)


def refuse_twice(frame: pd.DataFrame, keys: Sequence[str | pd.Series]) -> None:
    """Refuse a frame in which two rows would stand in one place: charts do not add up."""
    told = pd.concat([frame[key] if isinstance(key, str) else key for key in keys], axis=1)
    if told.duplicated().any():
        first = told[told.duplicated()].iloc[0]
        rows = frame[(told == first).all(axis=1)]
        told_apart = [name for name in ("program", "province", "year", "month", "vintage") if name in rows]
        varied = [name for name in told_apart if len(rows[name].unique()) > 1]
        msg = f"Several rows for {', '.join(map(str, first))}: pick one {' and one '.join(varied) or 'row'}; charts do not add up."
        raise ValueError(msg)


@dataclass(frozen=True)
class Bar:
    """One amount with its bounds, and how it is said."""

    value: float
    lower: float
    upper: float
    colour: str
    said: str

    @property
    def end(self) -> float:
        """How far it reaches, bounds and all."""
        return float(np.nanmax([self.value, self.upper, 0.0]))


@dataclass(frozen=True)
class Row:
    """A name with its bars, and a rank at the left if it has one."""

    name: Block
    bars: Sequence[Bar]
    rank: Block | None = None


@dataclass(frozen=True)
class Plan:
    """Where things stand in a row: beside the bars where the sheet is wide, above them where it is narrow."""

    is_wide: bool
    name_at: float
    bars_at: float

    @property
    def thickness(self) -> float:
        """How thick a bar is."""
        return 20.0 if self.is_wide else 14.0

    @property
    def pitch(self) -> float:
        """From one bar of a row to the next: their values stand one above another."""
        return self.thickness + 2 if self.is_wide else self.thickness + 3

    def depth(self, row: Row) -> float:
        """How much of the sheet a row takes."""
        bars = len(row.bars) * self.pitch
        return max(bars + 18, row.name.height + 14) if self.is_wide else row.name.height + bars + 18


def bar_of(quantity: Quantity, values: tuple[float, float, float], program: str | None, lang: Lang) -> Bar:
    """The bar of one row of a frame."""
    return Bar(*values, LIGHT.program(program), quantity.say(*values, lang))


def draw_rows(ax: Axes | None, rows: Sequence[Row], width: Width, plan: Plan, head: float) -> Axes:
    """Draw the rows beneath a head of so many points; the scale begins at zero."""
    room = max(text_width(bar.said, 14, 600) for row in rows for bar in row.bars) + 12
    ax = sheet(ax, width, head + sum(map(plan.depth, rows)), left=plan.bars_at, right=room)
    ax.set_xlim(0, max(bar.end for row in rows for bar in row.bars) or 1)
    y = head
    for row in rows:
        depth = plan.depth(row)
        words_top = (depth - row.name.height) / 2 if plan.is_wide else 4.0
        row.name.draw(ax, (0, y), plan.name_at - plan.bars_at, -words_top)
        if row.rank:
            rank_top = (depth - row.rank.height) / 2 if plan.is_wide else words_top
            row.rank.draw(ax, (0, y), 1 - plan.bars_at, -rank_top)
        first = (depth - len(row.bars) * plan.pitch) / 2 if plan.is_wide else row.name.height + 6
        for index, bar in enumerate(row.bars):
            _draw_bar(ax, bar, y + first + (index + 0.5) * plan.pitch, plan.thickness)
        y += depth
    if plan.is_wide:
        ax.vlines(0, head - 2, y, colors=LIGHT.axis, linewidth=1, zorder=3)
    return ax


def _draw_bar(ax: Axes, bar: Bar, y: float, thickness: float) -> None:
    if not np.isnan(bar.value):
        ax.barh(y, bar.value, height=thickness, color=bar.colour, zorder=2)
    if (bar.upper - bar.lower) / per_point(ax) > _SEEN:
        whisker(ax, y, bar.lower, bar.upper)
    write(ax, bar.said, (bar.end, y), at=(9, -4.6), weight=600)
