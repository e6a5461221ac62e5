"""The files of the National Occupational Classification: classifications and a concordance, which hold no counts.

What they hold is kept in ``data/reference`` (``occupations.csv``, ``concordance.csv``); they are read here to compare it with
the publisher's, and to make the rows of the next version.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from imp_stats.errors import LayoutError
from imp_stats.loaders.grid import Grid, grids, read_bytes

Holds = Literal["unit groups", "concordance", "skill levels"]


@dataclass(frozen=True)
class _Layout:
    """How a file is told by its header, and the columns that are read of it, counted from 0."""

    holds: Holds
    header: tuple[str, ...]
    read: tuple[int, ...]
    level: tuple[int, str] | None = None  # the column and the word that mark a unit group
    digits: tuple[int, ...] = ()


_LAYOUTS = (
    _Layout(
        "unit groups",
        ("Level", "Hierarchical structure", "Code - NOC 2021 V1.0", "Class title", "Class definition"),
        read=(2, 3),
        level=(0, "5"),
        digits=(5,),
    ),
    _Layout(
        "unit groups",
        ("Level", "Hierarchical_structure", "noc_code", "noc_title", "Parent"),
        read=(2, 3),
        level=(0, "4"),
        digits=(4,),
    ),
    _Layout(
        "concordance",
        ("NOC 2016 V1.3 Code", "NOC 2016 V1.3 Title", " GSIM Type of Change", "NOC 2021 V1.0 Code"),
        read=(0, 3),
        digits=(4, 5),
    ),
    _Layout(
        "skill levels", ("noc_code", "Occupation Name (Unit Group)", "Skill Type"), read=(0, 1), digits=(4,)
    ),
)


def classification(path: Path) -> Holds | None:
    """What a file of the classification holds; None for any other file."""
    try:
        grid = next(grids(path, read_bytes(path), rows=1))
    except LayoutError:
        return None
    found = _layout(grid)
    return found.holds if found else None


def read_classification(grid: Grid) -> list[tuple[str, str]]:
    """The unit groups with their titles, or the pairs of an older and a newer code, in the order of the file.

    Codes lose their leading zeros in the concordance and get them back; one that is none, or a row that stands twice, is
    refused with its line.
    """
    layout = _layout(grid)
    if layout is None:
        headers = " or ".join(repr(one.header[0]) for one in _LAYOUTS)
        grid.refuse(0, 0, f"a file of the classification of occupations, whose header begins with {headers}")
    rows = grid.frame.with_row_index("row")[1:]
    if layout.level:
        column, word = layout.level
        rows = rows.filter(pl.col(grid.frame.columns[column]) == word)
    found: dict[tuple[str, str], int] = {}
    for row in rows["row"]:
        pair = _pair(grid, layout, row)
        if pair in found:
            grid.refuse(
                row, layout.read[0], f"each row once; {grid.cell(found[pair], layout.read[0])} is the same"
            )
        found[pair] = row
    return list(found)


def _layout(grid: Grid) -> _Layout | None:
    names = grid.row(0)
    return next((one for one in _LAYOUTS if names[: len(one.header)] == one.header), None)


def _pair(grid: Grid, layout: _Layout, row: int) -> tuple[str, str]:
    texts = [grid.text(row, column) or "" for column in layout.read]
    for place, digits in enumerate(layout.digits):
        code = texts[place].zfill(digits) if layout.holds == "concordance" else texts[place]
        if not (texts[place].isdigit() and len(code) == digits):
            grid.refuse(row, layout.read[place], f"a code of {digits} digits")
        texts[place] = code
    if not texts[1]:
        grid.refuse(row, layout.read[1], "a title")
    return texts[0], texts[1]
