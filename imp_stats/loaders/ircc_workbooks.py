"""IRCC's workbooks, one family: one column a year (31 December), or months, quarters and years.

A card says what the label columns hold, outermost first. A group's own row comes after its rows, and the row "Total",
or "Total unique persons", after all.
"""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import DIMENSIONS, as_cells
from imp_stats.loaders import periods as headers
from imp_stats.loaders.grid import Grid, letters
from imp_stats.loaders.ircc_labels import PATHS, Labels, is_whole
from imp_stats.loaders.outline import Node, read_outline
from imp_stats.loaders.periods import Period
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import NOT_STATED, STATED, entries

_TOTAL = "Total"


def read_year_end(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a year-end workbook, and the date it is stamped with."""
    header = headers.header_row(grid, card.header, *card.other_headers)
    width = headers.label_width(grid, header)
    columns = headers.year_end_days(grid, header, width)
    return _read(Labels(grid, card, width), header + 1, columns)


def read_monthly(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a workbook of months, quarters and years, and the date it is stamped with."""
    header = headers.header_row(grid, card.header, *card.other_headers)
    width = headers.label_width(grid, header)
    words = headers.words_of(grid, header, width)
    columns = headers.months_quarters_years(grid, header, width, words)
    return _read(Labels(grid, card, width, words.is_french), header + 3, columns)


def _read(labels: Labels, first: int, columns: Sequence[Period]) -> tuple[pl.DataFrame, dt.date]:
    grid, card = labels.grid, labels.card
    last = _total_row(grid, first)
    headers.notes_row(grid, last + 1)
    vintage = headers.source_date(grid, last + 1, columns)
    nodes = read_outline(grid, range(first, last + 1), labels.width)
    names = [grid.frame.columns[period.column] for period in columns]
    values = grid.frame.with_row_index("row")[first : last + 1].unpivot(
        index="row", on=names, variable_name="name", value_name="text"
    )
    known = pl.DataFrame(
        {
            "name": names,
            "column": [period.column for period in columns],
            "letters": [letters(period.column) for period in columns],
            "period_kind": [period.kind for period in columns],
            "period": [period.start for period in columns],
            "measure": [_measure(card, period.kind) for period in columns],
        }
    )
    long = values.join(known, on="name").join(_dimensions(labels, nodes), on="row")
    counts = read_counts(long, grid, exact=card.is_exact).sort("row", "column")
    is_open = (pl.col("status") == "suppressed") & pl.col("is_composite")
    cells = counts.with_columns(
        cell=pl.col("letters") + (pl.col("row") + 1).cast(pl.String),
        upper=pl.when(~is_open).then("upper"),
    )
    same = {"program": card.program, "noc_version": card.noc_version or None, "sheet": grid.sheet}
    return as_cells(cells, card=card.id, vintage=vintage, **same), vintage


def _measure(card: Card, kind: str) -> str:
    """What a period of this kind counts: a card of several measures has one for each kind of period."""
    return card.measures[0] if len(card.measures) == 1 else f"effective_{kind}"


def _total_row(grid: Grid, first: int) -> int:
    for row in range(first, grid.frame.height):
        if is_whole(grid.text(row, 0)):
            return row
    grid.refuse(grid.frame.height - 1, 0, f"the row {_TOTAL!r} before the end of the sheet")


def _dimensions(labels: Labels, nodes: Sequence[Node]) -> pl.DataFrame:
    """The dimensions of every row by the labels on its path."""
    outermost = [node for node in nodes if node.level == 0]
    is_divided = len(labels.card.dimensions) > 1
    rows: list[dict[str, object]] = []
    for outer in outermost:
        codes = labels.outer(outer)
        below = [(node, labels.inner(node)) for node in _descendants(outer)[:-1]]
        paths = [str(found[kind]) for _, found in below for kind in PATHS if kind in found]
        for node, found in [*below, (outer, {})]:
            path = next((str(found[kind]) for kind in PATHS if kind in found), None)
            has_parts = bool(node.children) or any(other.startswith(f"{path} > ") for other in paths)
            rows.append(
                {
                    "row": node.row,
                    **codes,
                    **found,
                    "is_total": has_parts or is_whole(node.label) or (node is outer and is_divided),
                    "is_composite": node.label in labels.card.composite,
                }
            )
    _check_outermost(labels, outermost, rows)
    dimensions = [name for name in DIMENSIONS if any(name in row for row in rows)]
    schema = {"row": pl.UInt32, **dict.fromkeys(dimensions, pl.String)}
    return pl.DataFrame(rows, schema={**schema, "is_total": pl.Boolean, "is_composite": pl.Boolean})


def _descendants(node: Node) -> list[Node]:
    return [*(one for child in node.children for one in _descendants(child)), node]


def _check_outermost(labels: Labels, nodes: Sequence[Node], rows: Sequence[dict[str, object]]) -> None:
    """All fourteen places, each once: a place lost is no smaller Canada.

    Of permanent residents the row "not stated" is left out where nobody is counted in it.
    """
    if labels.card.dimensions[0] != "province":
        return
    codes = {row["province"] for row in rows}
    places = STATED if "pr_class" in labels.card.dimensions else (*STATED, NOT_STATED)
    missing = [code for code in places if code not in codes]
    if missing:
        names = ", ".join(entries("province")[code].en for code in missing)
        labels.grid.refuse(nodes[-1].row, 0, f"also the places {names}, before the row {_TOTAL!r}")
