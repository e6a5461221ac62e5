"""Amounts side by side: one year and its several answers, and bars."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from imp_stats.charts.labels import (
    Block,
    balanced,
    program_name,
    spread,
    text_width,
    wrapped,
    write,
)
from imp_stats.charts.quantities import quantity_of
from imp_stats.charts.rows import (
    Bar,
    Plan,
    Row,
    bar_of,
    draw_rows,
    names_of,
    per_point,
    refuse_twice,
    rule,
    sheet,
)
from imp_stats.charts.scales import ticks
from imp_stats.charts.strokes import dot
from imp_stats.charts.style import LIGHT, PIXELS, Width, chart, require, size
from imp_stats.phrases import Lang, check_lang, number, span
from imp_stats.phrases import vintage as vintage_name

_HEAD = 58.0
_DOT = 10.0
_COLUMNS = (
    "program", "year", "value", "lower", "upper", "label", "source", "vintage", "certainty", "printed_as",
)  # fmt: skip
_VERIFIED = ("A", "B")
_DOUBTS: dict[str, tuple[str, str]] = {"U": ("not verified", "non vérifié"), "C": ("computed", "calculé")}


@dataclass(frozen=True)
class _Mark:
    """One program's figure in an answer."""

    program: str
    value: float | None
    lower: float
    upper: float
    said: str
    is_verified: bool

    @property
    def at(self) -> float:
        return (self.lower + self.upper) / 2 if self.value is None else self.value

    @property
    def colour(self) -> str:
        return LIGHT.program(self.program)


@dataclass(frozen=True)
class _Answer:
    """What was counted, who says so, and the figures."""

    words: Block
    source: Block
    marks: Sequence[_Mark]

    @property
    def depth(self) -> float:
        return self.words.height + self.source.height


@chart
def answers(frame: pd.DataFrame, *, ax: Axes | None = None, width: Width = "wide", lang: str = "en") -> Axes:
    """Draw the several right answers to "how many in this year?", each a row with what it counts.

    The rows are several measures on one scale on purpose: to show that they differ. Each figure
    is a dot named with its value, its bounds a bar where they are wider than the dot; a hollow dot
    is a figure that no official page was read for. The source stands beneath each name.

    Parameters
    ----------
    frame
        Published figures of one year: columns ``program``, ``year``, ``value``, ``lower``,
        ``upper``, ``label`` (what was counted), ``source`` (who says so), ``vintage``,
        ``certainty`` (A, B, C or U) and ``printed_as`` (the publisher's own words for a figure,
        such as "more than 315,000", where there are any). A row of the chart for each label,
        source and vintage, in the frame's order.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358), where the words stand above the dots.
    lang
        The language of names and numbers; the labels come in the frame's own.

    Examples
    --------
    >>> told = {"program": ["IMP"], "year": [2021], "value": [430015], "lower": [430013], "upper": [430017]}
    >>> why = {"label": ["Valid on 31 December"], "source": ["IRCC"], "vintage": ["2024-12-31"]}
    >>> ax = answers(pd.DataFrame(told | why | {"certainty": ["A"], "printed_as": [""]}))
    >>> [label.get_text() for label in ax.texts][-1:]
    ['430,015']
    """
    tongue = check_lang(lang)
    require(frame, *_COLUMNS)
    if len(frame["year"].unique()) > 1:
        msg = f"answers draws one year; the frame holds {', '.join(map(str, frame['year'].unique()))}."
        raise ValueError(msg)
    column, left, right = (250.0, 262.0, 46.0) if width == "wide" else (PIXELS[width] - 2, 8.0, 30.0)
    rows = _answers(frame, column, tongue)
    depths = [max(58.0, row.depth + 16) if width == "wide" else row.depth + 58 for row in rows]
    ax = sheet(ax, width, _HEAD + sum(depths), left=left, right=right)
    ax.set_xlim(0, max(max(mark.at, mark.upper) for row in rows for mark in row.marks))
    _scale(ax, rows, tongue)
    y = _HEAD
    for row, depth in zip(rows, depths, strict=True):
        at = y + (depth - 26) / 2 + 4 if width == "wide" else y + row.depth + 21
        words_top = (depth - row.depth) / 2 if width == "wide" else 6.0
        row.words.draw(ax, (0, y), 1 - left, -words_top)
        row.source.draw(ax, (0, y), 1 - left, -words_top - row.words.height)
        _draw_marks(ax, row, at, low=0 if width == "wide" else -left, high=size(ax)[0] + right)
        y += depth
        if row is not rows[-1]:
            rule(ax, y, left=left, right=right)
    return ax


def _answers(frame: pd.DataFrame, column: float, lang: Lang) -> list[_Answer]:
    """The rows of the chart, their words broken to the width of their column."""
    rows = []
    told = frame.assign(vintage=[day if isinstance(day, str) else "" for day in frame["vintage"]])
    for (label, source, vintage), held in told.groupby(["label", "source", "vintage"], sort=False):
        marks = [_mark(row, lang) for _, row in held.iterrows()]
        doubts = [_DOUBTS[mark][lang == "fr"] for mark in dict.fromkeys(held["certainty"]) if mark in _DOUBTS]
        said_on = f", {vintage_name(str(vintage), lang)}" if vintage else ""
        beneath = "; ".join([f"{source}{said_on}", *doubts])
        rows.append(
            _Answer(
                Block(balanced(str(label), column, 14, 600), size=14, weight=600, colour=LIGHT.text),
                Block(wrapped(beneath, column, 13)),
                marks,
            )
        )
    return rows


def _mark(row: pd.Series, lang: Lang) -> _Mark:
    value = None if pd.isna(row["value"]) else float(row["value"])
    lower, upper = (
        float(bound) if pd.notna(bound) else value or 0.0 for bound in (row["lower"], row["upper"])
    )
    printed = row["printed_as"]
    if isinstance(printed, str) and printed:
        said = printed
    elif value is None:
        said = span(number(lower, lang), number(upper, lang), lang)
    else:
        said = number(value, lang)
    return _Mark(str(row["program"]), value, lower, upper, said, row["certainty"] in _VERIFIED)


def _scale(ax: Axes, rows: Sequence[_Answer], lang: Lang) -> None:
    """Values above, grid lines down, and the programs named over their first dots."""
    bottom = ax.get_ylim()[0]
    for value in [0.0, *ticks(ax.get_xlim()[1], 3)]:
        ax.vlines(value, _HEAD - 4, bottom, colors=LIGHT.grid, linewidth=1, zorder=0)
        write(ax, number(value, lang), (value, _HEAD - 12), size=13, colour=LIGHT.second, align="center")
    first = {mark.program: mark for row in reversed(rows) for mark in row.marks}
    names = [program_name(code, lang) for code in first]
    unit = per_point(ax)
    room = [text_width(name, 15, 600) + 12 for name in names]
    centres = spread([mark.at / unit for mark in first.values()], room, 0, size(ax)[0])
    for mark, name, centre in zip(first.values(), names, centres, strict=True):
        write(ax, name, (centre * unit, 18), size=15, weight=600, colour=mark.colour, align="center")


def _draw_marks(ax: Axes, row: _Answer, y: float, *, low: float, high: float) -> None:
    """The dots of a row on one line, their bounds, and their values beneath, nudged apart."""
    unit = per_point(ax)
    places = [mark.at for mark in row.marks]
    ax.hlines(y, min(places), max(places), colors=LIGHT.axis, linewidth=1.5, alpha=0.6, zorder=1)
    widths = [text_width(mark.said, 14, 600) + 8 for mark in row.marks]
    centres = spread([place / unit for place in places], widths, low - 4, high + 4)
    for mark, centre in zip(row.marks, centres, strict=True):
        if (mark.upper - mark.lower) / unit > _DOT:
            ax.hlines(y, mark.lower, mark.upper, colors=mark.colour, linewidth=7, alpha=0.4, zorder=2)
        if mark.value is not None:
            dot(ax, mark.value, y, mark.colour, hollow=not mark.is_verified, size=_DOT)
        at = (centre - mark.at / unit, -22.0)
        write(ax, mark.said, (mark.at, y), at=at, size=14, weight=600, colour=mark.colour, align="center")


@chart
def bars(
    frame: pd.DataFrame,
    *,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
    show: str | None = None,
) -> Axes:
    """Draw one bar for each row of a frame, in its order, each named at its left and with its value.

    Rows of the same name and of both programs stand together. Bounds are whiskers where they can
    be seen. The scale begins at zero.

    Parameters
    ----------
    frame
        One measure with one column of labels that varies (``province_name``, ``stream_name``,
        ``occupation``), as questions return it.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358), where the names stand above the bars.
    lang
        The language of numbers; the labels come in the frame's own.
    show
        A derived column to draw instead of the count, with its bounds: ``"share"``,
        ``"per_thousand"``.

    Examples
    --------
    >>> held = pd.DataFrame({"program": "IMP", "province_name": ["Ontario", "Yukon"], "holders": [542105, 1260]})
    >>> [label.get_text() for label in bars(held).texts]
    ['Ontario', '542,105 people', 'Yukon', '1,260']
    """
    tongue, quantity, names = check_lang(lang), quantity_of(frame, show), names_of(frame)
    programs = frame["program"].astype(str) if "program" in frame else pd.Series("", index=frame.index)
    refuse_twice(frame, [names, programs])
    values = list(zip(*quantity.values(frame), strict=True))
    plan = (
        Plan(is_wide=True, name_at=1, bars_at=236)
        if width == "wide"
        else Plan(is_wide=False, name_at=1, bars_at=1)
    )
    rows: dict[str, list[Bar]] = {}
    for name, program, value in zip(names, programs, values, strict=True):
        bar = bar_of(quantity, value, program, tongue)
        prefix = f"{program_name(program, tongue)} " if len(programs.unique()) > 1 else ""
        unit = "" if rows else f" {quantity.unit(tongue)}"
        rows.setdefault(name, []).append(replace(bar, said=f"{prefix}{bar.said}{unit}".rstrip()))
    column = 220 if width == "wide" else PIXELS[width] - 2
    named = [
        Row(Block(balanced(name, column, 14), size=14, colour=LIGHT.text), bars)
        for name, bars in rows.items()
    ]
    return draw_rows(ax, named, width, plan, head=4)
