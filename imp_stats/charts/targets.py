"""Targets by plan, beside the arrivals that they are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from imp_stats.charts.labels import Align, Block, Floats, Room, program_name, write
from imp_stats.charts.rows import refuse_twice
from imp_stats.charts.scales import floor_line, point, points
from imp_stats.charts.strokes import DASHES, dot
from imp_stats.charts.style import LIGHT, PIXELS, Width, canvas, chart, part, require, size
from imp_stats.errors import IncomparableError
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang, check_lang, listed, month, number

_PLOT = 300.0
_HEAD, _FOOT, _GAP = 62.0, 26.0, 56.0
_ASIDE = 0.35  # of a year, beside the first and the last
_PROGRAMS = ("IMP", "TFWP")


class _Spot(NamedTuple):
    """Where a label may stand around a point: how it is aligned, and its top left corner."""

    align: Align
    x: float
    top: float


_BESIDE = (_Spot("center", 0, 0), _Spot("left", -6, 0), _Spot("right", 6, 0))


@dataclass(frozen=True)
class _Plan:
    """The targets of one plan for one program."""

    name: list[str]
    is_newest: bool
    years: Floats
    targets: Floats

    @property
    def weight(self) -> int:
        return 600 if self.is_newest else 400


@chart
def plans(
    frame: pd.DataFrame,
    *,
    arrivals: pd.DataFrame | None = None,
    ax: Axes | None = None,
    width: Width = "wide",
    lang: str = "en",
) -> Axes:
    """Draw the targets of the levels plans, a panel for each program, all on one scale.

    The newest plan is solid, earlier ones are dashed with hollow dots, and every target is named.
    Arrivals stand beside them on purpose, as grey squares: they are what a target counts.

    Parameters
    ----------
    frame
        Targets of the IMP, the TFWP or both, as ``levels_plan`` returns them: ``plan``,
        ``program``, ``year``, ``target``, ``is_notional`` and ``vintage`` (the day the plan was
        tabled).
    arrivals
        New arrivals of whole years: ``program``, ``year``, ``arrivals``.
    ax
        Where to draw; without it, in a figure of its own. The panels are further axes of its figure.
    width
        ``"wide"`` (720 pixels, panels side by side) or ``"narrow"`` (358, one above the other).
    lang
        The language of numbers and words.

    Examples
    --------
    >>> plan = {"plan": "2026-2028", "program": "IMP", "year": [2026, 2027], "target": [170000, 170000]}
    >>> ax = plans(pd.DataFrame(plan | {"is_notional": False, "vintage": "2025-11-04"}))
    >>> [label.get_text() for label in ax.figure.axes[1].texts if "," in label.get_text()]
    ['170,000', '170,000']
    """
    tongue = check_lang(lang)
    measure_of(frame)
    require(frame, "plan", "program", "year", "target", "is_notional", "vintage")
    refuse_twice(frame, ["plan", "program", "year"])
    programs = [program for program in _PROGRAMS if frame["program"].eq(program).any()]
    if others := sorted(set(frame["program"]) - set(_PROGRAMS)):
        msg = f"plans draws the IMP and the TFWP; the frame holds {', '.join(map(str, others))} too: pick the two."
        raise ValueError(msg)
    if arrivals is not None and measure_of(arrivals) != "arrivals":
        msg = f"arrivals= holds {measure_of(arrivals)}: only new arrivals stand beside a target, ims.arrivals_by_year(db)."
        raise IncomparableError(msg)
    known = pd.DataFrame(columns=["program", "year", "arrivals"]) if arrivals is None else arrivals
    came = known[known["program"].isin(programs)]
    tops = [max(_highest(frame, "target", code), _highest(came, "arrivals", code)) for code in programs]
    places, height = _places(tops, width)
    ax = canvas(ax, width, height)
    years = sorted({*frame["year"], *came["year"]})
    for program, place in zip(programs, places, strict=True):
        panel = part(ax, place, (PIXELS[width], height))
        panel.set_xlim(years[0] - _ASIDE, years[-1] + _ASIDE)
        panel.set_ylim(0, max(tops) * place[3] / _PLOT)
        _name_axis(panel, program, tongue)
        _draw_panel(
            panel, program, frame[frame["program"] == program], came[came["program"] == program], tongue
        )
    return ax


def _highest(rows: pd.DataFrame, column: str, program: str) -> float:
    return (
        float(rows.loc[rows["program"] == program, column].max(skipna=True))
        if rows["program"].eq(program).any()
        else 0.0
    )


def _places(tops: Sequence[float], width: Width) -> tuple[list[tuple[float, float, float, float]], float]:
    """Where each panel stands, and the height of it all; stacked ones are as high as their program needs."""
    if width == "wide":
        across = (PIXELS[width] - _GAP * (len(tops) - 1)) / len(tops)
        places = [(n * (across + _GAP), _HEAD, across, _PLOT) for n in range(len(tops))]
        return places, _HEAD + _PLOT + _FOOT
    places, y = [], 0.0
    for top in tops:
        depth = max(110.0, _PLOT * top / max(tops))
        places.append((0.0, y + _HEAD, float(PIXELS[width]), depth))
        y += _HEAD + depth + _FOOT
    return places, y


def _plans(rows: pd.DataFrame, lang: Lang) -> list[_Plan]:
    """The plans of one program, the newest last."""
    newest = max(rows["vintage"])
    found = []
    for (_, tabled), held in rows.sort_values(["vintage", "year"]).groupby(["plan", "vintage"], sort=False):
        day = month(pd.Timestamp(str(tabled)).date(), lang)
        de = "d’" if day[0] in "ao" else "de "
        name = [f"Plan {de}{day}" if lang == "fr" else f"Plan of {day}"]
        if held["is_notional"].any():
            years = listed(map(str, held.loc[held["is_notional"].astype(bool), "year"]), lang)
            name.append(f"{years} à titre indicatif" if lang == "fr" else f"{years} notional")
        x, y = (held[column].to_numpy(dtype=float) for column in ("year", "target"))
        found.append(_Plan(name, tabled == newest, x, y))
    return found


def _name_axis(ax: Axes, program: str, lang: Lang) -> None:
    """Write the program above a panel, and the years along its floor."""
    floor_line(ax)
    first, last = ax.get_xlim()
    colour, corner = LIGHT.program(program), (first, ax.get_ylim()[1])
    write(ax, program_name(program, lang), corner, at=(1, _HEAD - 16), size=15, weight=600, colour=colour)
    for year in range(round(first + _ASIDE), round(last - _ASIDE) + 1):
        write(ax, str(year), (year, 0), at=(0, -18), size=13, colour=LIGHT.second, align="center")


def _draw_panel(ax: Axes, program: str, rows: pd.DataFrame, came: pd.DataFrame, lang: Lang) -> None:
    """Draw one program: its plans and its arrivals, each named."""
    colour, held = LIGHT.program(program), _plans(rows, lang)
    left, bottom = point(ax, ax.get_xlim()[0], 0)
    right = left + size(ax)[0]
    room = Room(left, right, [Bbox.from_extents(left, bottom - 40, right, bottom)])
    for plan in held:
        style = "solid" if plan.is_newest else DASHES
        ax.plot(
            plan.years, plan.targets, color=colour, linewidth=3 if plan.is_newest else 1.75, linestyle=style
        )
        room.add_line(points(ax, plan.years, plan.targets))
        for x, y in zip(plan.years, plan.targets, strict=True):
            dot(ax, x, y, colour, hollow=not plan.is_newest, size=9)
            here = point(ax, x, y)
            room.boxes.append(Bbox.from_extents(*here, *here).padded(5))
    _name_targets(ax, held, colour, room, lang)
    _draw_arrivals(ax, came, room, lang)
    _name_plans(ax, held, colour, room)


def _name_targets(ax: Axes, held: Sequence[_Plan], colour: str, room: Room, lang: Lang) -> None:
    """Write every target above its dot, or below it where another plan's is higher."""
    for plan in reversed(held):
        for x, y in zip(plan.years, plan.targets, strict=True):
            others = [other.targets[other.years == x] for other in held if other is not plan]
            tops = (-10, 27) if any((values > y).any() for values in others) else (27, -10)
            spots = [spot._replace(top=top) for top in tops for spot in _BESIDE]
            block = Block([number(y, lang)], size=14, weight=plan.weight, colour=colour)
            _say(ax, block, (x, y), room, [*spots, _Spot("left", 11, 8), _Spot("right", -11, 8)])


def _draw_arrivals(ax: Axes, came: pd.DataFrame, room: Room, lang: Lang) -> None:
    """Draw what came: a grey square for each year."""
    for year, count in zip(came["year"], came["arrivals"], strict=True):
        ax.plot([year], [count], "s", color=LIGHT.third, markersize=8, clip_on=False, zorder=6)
        here = point(ax, year, count)
        room.boxes.append(Bbox.from_extents(*here, *here).padded(5))
        said = (
            f"{number(count, lang)} arrivées en {year}"
            if lang == "fr"
            else f"{number(count, lang)} arrivals in {year}"
        )
        spots = [_Spot("left", -8, top) for top in (28, -12, *range(32, 80, 4), *range(-16, -80, -4))]
        _say(ax, Block([said], size=14), (float(year), float(count)), room, spots)


def _name_plans(ax: Axes, held: Sequence[_Plan], colour: str, room: Room) -> None:
    """Write the name of each plan near the middle of its line."""
    for plan in reversed(held):
        block = Block(plan.name, size=14, weight=plan.weight, colour=colour)
        middle = len(plan.years) // 2
        at = (float(plan.years[middle]), float(plan.targets[middle]))
        _say(ax, block, at, room, _around(block, is_above=plan.is_newest))


def _around(block: Block, *, is_above: bool) -> Iterator[_Spot]:
    """Places above a point and below it, ever farther, level with it and to either side."""
    for away in range(10, 160, 4):
        for aside in (0, -30, 30, -60, 60):
            over, under = _Spot("center", aside, away + block.height), _Spot("center", aside, -away)
            yield from ((over, under) if is_above else (under, over))


def _say(ax: Axes, block: Block, at: tuple[float, float], room: Room, spots: Iterable[_Spot]) -> None:
    """Write a block at the first of the spots around a point that is free."""
    x, y = point(ax, *at)
    tried = list(spots)
    boxes = (
        (replace(block, align=align).bounds(x + dx, y + top), n) for n, (align, dx, top) in enumerate(tried)
    )
    _, chosen = room.first_free(boxes)
    align, dx, top = tried[chosen]
    replace(block, align=align).draw(ax, at, dx, top)
