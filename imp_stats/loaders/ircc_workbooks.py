"""IRCC's workbooks, both layouts: one column a year (31 December), or months, quarters and years.

Both print a province's own row after its rows, then the row "not stated" and the row "Total".
"""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders import periods as headers
from imp_stats.loaders.grid import Grid, letters
from imp_stats.loaders.outline import Node, read_outline
from imp_stats.loaders.periods import Period
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, NOT_STATED, STATED, code_of_label, entries

MEASURES = {
    "day": "holders",
    "month": "effective_month",
    "quarter": "effective_quarter",
    "year": "effective_year",
}
_TOTAL = "Total"
_PLACES = (*STATED, NOT_STATED)


def read_year_end(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a year-end workbook, and the date it is stamped with."""
    header = headers.header_row(grid, card.header)
    width = headers.label_width(grid, header)
    columns = headers.year_end_days(grid, header, width)
    return _read(grid, card, header + 1, width, columns)


def read_monthly(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a workbook of months, quarters and years, and the date it is stamped with."""
    header = headers.header_row(grid, card.header)
    width = headers.label_width(grid, header)
    columns = headers.months_quarters_years(grid, header, width)
    return _read(grid, card, header + 3, width, columns)


def _read(
    grid: Grid, card: Card, first: int, width: int, columns: Sequence[Period]
) -> tuple[pl.DataFrame, dt.date]:
    last = _total_row(grid, first)
    headers.notes_row(grid, last + 1)
    vintage = headers.source_date(grid, last + 1, columns)
    nodes = read_outline(grid, range(first, last + 1), width)
    labels = _dimensions(grid, card, nodes)
    values = grid.frame.with_row_index("row")[first : last + 1].unpivot(
        index="row",
        on=[grid.frame.columns[period.column] for period in columns],
        variable_name="name",
        value_name="text",
    )
    known = pl.DataFrame(
        {
            "name": [grid.frame.columns[period.column] for period in columns],
            "column": [period.column for period in columns],
            "letters": [letters(period.column) for period in columns],
            "period_kind": [period.kind for period in columns],
            "period": [period.start for period in columns],
            "measure": [MEASURES[period.kind] for period in columns],
        }
    )
    long = values.join(known, on="name").join(labels, on="row")
    counts = read_counts(long, grid, exact=card.is_exact).sort("row", "column")
    cells = counts.with_columns(cell=pl.col("letters") + (pl.col("row") + 1).cast(pl.String))
    return as_cells(cells, card=card.id, vintage=vintage, program=card.program, sheet=grid.sheet), vintage


def _total_row(grid: Grid, first: int) -> int:
    for row in range(first, grid.frame.height):
        if grid.text(row, 0) == _TOTAL:
            return row
    grid.refuse(grid.frame.height - 1, 0, f"the row {_TOTAL!r} before the end of the sheet")


def _dimensions(grid: Grid, card: Card, nodes: Sequence[Node]) -> pl.DataFrame:
    """The dimensions of every row by the labels on its path."""
    places = [node for node in nodes if node.level == 0]
    rows: list[dict[str, object]] = []
    codes: list[str] = []
    for place in places:
        province = _province(grid, place)
        codes.append(province)
        for node in _descendants(place):
            below = node.path[1:]
            rows.append(
                {
                    "row": node.row,
                    "province": province,
                    "stream": None if card.noc_version or not below else _stream(grid, card, node),
                    "noc": _occupation(grid, node) if card.noc_version and below else None,
                    "noc_version": card.noc_version or None,
                    "is_total": bool(node.children) or node.level == 0,
                }
            )
    _check_places(grid, places, codes)
    schema = dict.fromkeys(("province", "stream", "noc", "noc_version"), pl.String)
    return pl.DataFrame(rows, schema={"row": pl.UInt32, **schema, "is_total": pl.Boolean})


def _descendants(node: Node) -> list[Node]:
    return [*(one for child in node.children for one in _descendants(child)), node]


def _province(grid: Grid, node: Node) -> str:
    if node.label == _TOTAL:
        return CANADA
    code = code_of_label("province", node.label.removesuffix(" Total"))
    is_bare = not node.label.endswith(" Total")
    if code not in _PLACES or (is_bare and code != NOT_STATED):
        grid.refuse(node.row, node.level, "a province or territory and ' Total', such as 'Ontario Total'")
    return code


def _check_places(grid: Grid, places: Sequence[Node], codes: Sequence[str]) -> None:
    """All fourteen places, each once, then Canada: a place lost or doubled is no smaller Canada."""
    missing = [code for code in _PLACES if code not in codes]
    if missing:
        names = ", ".join(entries("province")[code].en for code in missing)
        grid.refuse(places[-1].row, 0, f"also the places {names}, before the row {_TOTAL!r}")


def _stream(grid: Grid, card: Card, node: Node) -> str:
    path = " > ".join(node.path[1:])
    entry = entries("stream").get(path)
    if entry is None or entry.program != card.program:
        grid.refuse(node.row, node.level, f"a stream of the {card.program}; {path!r} is none in streams.csv")
    return path


def _occupation(grid: Grid, node: Node) -> str:
    code, dash, title = node.label.partition(" - ")
    if dash and code.isdigit():
        entry = entries("noc").get(code)
        if entry is not None and entry.en == title:
            return code
        right = (
            f"'{code} - {entry.en}'"
            if entry
            else "an occupation of NOC 2011 such as '2174 - Computer programmers ...'"
        )
        grid.refuse(node.row, node.level, right)
    named = code_of_label("noc", node.label)
    if named is None:
        grid.refuse(
            node.row,
            node.level,
            "an occupation as code and title, 'Other occupations' or 'Occupation not stated'",
        )
    return named
