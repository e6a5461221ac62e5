"""What is held over time: from when until when, and what is missing in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from imp_stats.charts.labels import Block, balanced, program_name, text_width, write
from imp_stats.charts.rows import per_point, rule, sheet
from imp_stats.charts.style import LIGHT, PIXELS, Width, chart, require
from imp_stats.phrases import check_lang

_HEAD = 30.0  # for the years
_BAR, _PITCH = 12.0, 22.0
_COLUMN = 236.0  # of names, where the sheet is wide
_COLUMNS = (
    "measure_name", "program", "period_kind", "first_period", "last_period", "periods", "missing", "missing_periods",
    "vintage",
)  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_PARTS = {"Q": 3, "H": 6}
_STEPS = (1, 2, 5, 10, 20, 50)  # years between two grid lines
_MOST = 6


@dataclass(frozen=True)
class _Held:
    """What is held of one measure and program, in months since the year 0: periods as stretches, or days."""

    program: str
    stretches: Sequence[tuple[int, int]]
    days: Sequence[float]

    @property
    def reach(self) -> tuple[float, float]:
        ends = [*(end for stretch in self.stretches for end in stretch), *self.days]
        return min(ends), max(ends)


@dataclass(frozen=True)
class _Row:
    """A measure with what is held of it, a bar for each program."""

    name: Block
    bars: Sequence[_Held]

    def depth(self, *, is_wide: bool) -> float:
        bars = len(self.bars) * _PITCH
        return max(bars, self.name.height) + 14 if is_wide else self.name.height + bars + 12


@chart
def spans(frame: pd.DataFrame, *, ax: Axes | None = None, width: Width = "wide", lang: str = "en") -> Axes:
    """Draw from when until when each measure is held: a row for each, a bar for each program.

    What any row of the frame holds of a measure and program is on its bar, whatever the dimensions; a
    period that none of them holds is a gap, and one that is not over on the day of its table ends there.
    Counts on a day, such as a stock, are a tick for each day.

    Parameters
    ----------
    frame
        What is held, as ``ims.coverage`` returns it: ``measure_name``, ``program``, ``period_kind``,
        ``first_period``, ``last_period``, ``periods``, ``missing``, ``missing_periods``,
        ``vintage``. Rows of the chart stand in the frame's order.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358), where the names stand above the bars.
    lang
        The language of the programs' names; those of measures come in the frame's own.

    Examples
    --------
    >>> days = pd.to_datetime(["2017-07-01", "2018-04-01"])
    >>> held = {"measure_name": "Positions", "program": "TFWP", "period_kind": "quarter"}
    >>> gap = {"periods": 3, "missing": 1, "missing_periods": "2017-Q4", "vintage": "2018-06-30"}
    >>> ax = spans(pd.DataFrame(held | {"first_period": days[:1], "last_period": days[1:]} | gap))
    >>> [(float(bar.get_x()), float(bar.get_width())) for bar in ax.patches]
    [(2017.5, 0.25), (2018.0, 0.5)]
    """
    tongue = check_lang(lang)
    require(frame, *_COLUMNS)
    is_wide = width == "wide"
    rows = _rows(frame, _COLUMN if is_wide else PIXELS[width] - 2)
    said = {bar.program: program_name(bar.program, tongue) for row in rows for bar in row.bars if bar.program}
    left = _COLUMN + 14 if is_wide else 8.0
    right = max((text_width(name, 14, 600) for name in said.values()), default=0.0) + 14
    depths = [row.depth(is_wide=is_wide) for row in rows]
    ax = sheet(ax, width, _HEAD + sum(depths), left=left, right=right)
    reach = [end / 12 for row in rows for bar in row.bars for end in bar.reach]
    ax.set_xlim(min(reach), max(reach))
    _years(ax)
    y = _HEAD
    for row, depth in zip(rows, depths, strict=True):
        row.name.draw(ax, (min(reach), y), 1 - left, -(depth - row.name.height) / 2 if is_wide else -4.0)
        first = (depth - len(row.bars) * _PITCH) / 2 if is_wide else row.name.height + 6
        for number, bar in enumerate(row.bars):
            _draw(ax, bar, y + first + (number + 0.5) * _PITCH, said.get(bar.program, ""))
        y += depth
        if row is not rows[-1]:
            rule(ax, y, left=left, right=right)
    return ax


def _rows(frame: pd.DataFrame, column: float) -> list[_Row]:
    named = frame.assign(program=frame["program"].astype(object).where(frame["program"].notna(), ""))
    return [
        _Row(
            Block(balanced(str(name), column, 14), size=14, colour=LIGHT.text),
            [_held(str(program), rows) for program, rows in held.groupby("program", sort=False)],
        )
        for name, held in named.groupby("measure_name", sort=False)
    ]


def _held(program: str, rows: pd.DataFrame) -> _Held:
    months: set[int] = set()
    days: set[float] = set()
    for _, row in rows.iterrows():
        if row["period_kind"] in _MONTHS:
            months |= _months(row)
        else:
            days |= set(_days(row))
    return _Held(program, list(_stretches(months)), sorted(days))


def _number(day: pd.Timestamp) -> int:
    return day.year * 12 + day.month - 1


def _months(row: pd.Series) -> set[int]:
    """The months within the periods of a row that are held."""
    step = _MONTHS[row["period_kind"]]
    end = min(_number(row["last_period"]) + step, _number(pd.Timestamp(row["vintage"])) + 1)
    held = set(range(_number(row["first_period"]), end))
    return held.difference(*(range(first, first + step) for first in _missing(row)))


def _days(row: pd.Series) -> Iterator[float]:
    """The days of a row that are held, evenly from the first to the last; the end of a month is the start of the next."""
    first, last = _number(row["first_period"]), _number(row["last_period"])
    steps = int(row["periods"] + row["missing"]) - 1
    step = (last - first) // steps if steps else 1
    shift = 1 if row["first_period"].is_month_end else 0
    yield from (float(number + shift) for number in {*range(first, last + 1, step)}.difference(_missing(row)))


def _missing(row: pd.Series) -> Iterator[int]:
    """The first months of the periods that are missing: of 2021, 2021-H2, 2021-Q3, 2021-03 or a day."""
    for text in filter(None, str(row["missing_periods"]).split(", ")):
        year, part = int(text[:4]), text[5:7]
        months = _PARTS.get(part[:1])
        yield year * 12 + (months * (int(part[1]) - 1) if months else int(part or 1) - 1)


def _stretches(months: set[int]) -> Iterator[tuple[int, int]]:
    """Each run of months without a gap, from its first to the one after its last."""
    starts = sorted(months.difference(month + 1 for month in months))
    ends = sorted(month + 1 for month in months if month + 1 not in months)
    yield from zip(starts, ends, strict=True)


def _years(ax: Axes) -> None:
    """Years above, grid lines down."""
    first, last = ax.get_xlim()
    step = next(step for step in _STEPS if (last - first) / step <= _MOST)
    for year in range(-(-int(first) // step) * step, int(last) + 1, step):
        if year >= first:
            ax.vlines(year, _HEAD - 8, ax.get_ylim()[0], colors=LIGHT.grid, linewidth=1, zorder=0)
            half = text_width(str(year), 13) / 2 * per_point(ax)
            centre = min(max(float(year), first - 8 * per_point(ax) + half), last)
            write(ax, str(year), (centre, _HEAD - 14), size=13, colour=LIGHT.second, align="center")


def _draw(ax: Axes, bar: _Held, y: float, said: str) -> None:
    """One bar, with the program's name after it."""
    colour = LIGHT.program(bar.program)
    for start, end in bar.stretches:
        ax.barh(y, (end - start) / 12, left=start / 12, height=_BAR, color=colour, zorder=2)
    if bar.days:
        places = [day / 12 for day in bar.days]
        ax.vlines(places, y - _BAR / 2, y + _BAR / 2, colors=colour, linewidth=2, clip_on=False, zorder=2)
    write(ax, said, (bar.reach[1] / 12, y), at=(7, -4.6), size=14, weight=600, colour=colour)
