"""Rankings: who comes first, as far as that is certain."""

import pandas as pd
from matplotlib.axes import Axes

from imp_stats.charts.labels import LEADING, Block, balanced, wrapped
from imp_stats.charts.quantities import quantity_of
from imp_stats.charts.rows import Plan, Row, bar_of, draw_rows, names_of, refuse_twice
from imp_stats.charts.style import LIGHT, PIXELS, Width, chart, require
from imp_stats.measures import measure
from imp_stats.phrases import check_lang

_RANK = 44.0
_HEADS = {"rank": ("Rank", "Rang"), "occupation": ("Occupation", "Profession"), "name": ("Name", "Nom")}


@chart
def ranks(frame: pd.DataFrame, *, ax: Axes | None = None, width: Width = "wide", lang: str = "en") -> Axes:
    """Draw one ranking: rank, name and count of everyone who may belong to it.

    A rank that is certain is bold, one that is not is a range. Bounds are whiskers where they can
    be seen.

    Parameters
    ----------
    frame
        One ranking as ``top_occupations`` returns it: one measure with ``rank_best``,
        ``rank_worst`` and a column of labels.
    ax
        Where to draw; without it, in a figure of its own.
    width
        ``"wide"`` (720 pixels) or ``"narrow"`` (358), where the names stand above the bars.
    lang
        The language of numbers and headings; the labels come in the frame's own.

    Examples
    --------
    >>> counts = {"effective_year": [2800, 1425, 1410], "rank_best": [1, 2, 2], "rank_worst": [1, 3, 3]}
    >>> top = pd.DataFrame({"program": "IMP", "occupation": ["Programmers", "Physicians", "Professors"]} | counts)
    >>> [label.get_text() for label in ranks(top).texts if "2" in label.get_text()]
    ['2,800', '2–3', '1,425', '2–3']
    """
    tongue, quantity = check_lang(lang), quantity_of(frame)
    require(frame, "rank_best", "rank_worst")
    names = names_of(frame)
    refuse_twice(frame, [names])
    is_wide = width == "wide"
    plan = Plan(is_wide=is_wide, name_at=_RANK, bars_at=330 if is_wide else _RANK)
    column = (330 if is_wide else PIXELS[width]) - _RANK - 16
    programs = frame["program"] if "program" in frame else [None] * len(frame)
    values = zip(*quantity.values(frame), strict=True)
    rows = [
        Row(
            Block(balanced(name, column, 14), size=14, colour=LIGHT.text),
            [bar_of(quantity, value, program, tongue)],
            rank,
        )
        for name, value, program, rank in zip(names, values, programs, _rank_blocks(frame), strict=True)
    ]
    counted = wrapped(measure(quantity.measure).label(tongue), PIXELS[width] - plan.bars_at - 1, 13)
    ax = draw_rows(ax, rows, width, plan, head=13 * LEADING * len(counted) + 14)
    Block(counted).draw(ax, (0, 0), 0, -1)
    heads = {"rank": 1.0} | (
        {str(names.name) if names.name == "occupation" else "name": _RANK} if is_wide else {}
    )
    for head, at in heads.items():
        Block([_HEADS[head][tongue == "fr"]]).draw(ax, (0, 0), at - plan.bars_at, -1)
    return ax


def _rank_blocks(frame: pd.DataFrame) -> list[Block]:
    """The ranks in words: bold where there is no doubt."""
    return [
        Block([str(best)], size=14, weight=600, colour=LIGHT.text)
        if best == worst
        else Block([f"{best}–{worst}"], size=14)
        for best, worst in zip(frame["rank_best"], frame["rank_worst"], strict=True)
    ]
