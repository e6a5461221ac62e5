"""IRCC's workbook of the IMP by occupation as somebody saved it in CSV: months only, without title, notes and totals.

Its header is two empty fields and months such as ``15-Jan``; the province stands on every row. It is an older vintage
of the workbook's table, under whose card its cells are kept. With no totals to meet, the order of its rows is held.
"""

import datetime as dt
import re
from itertools import pairwise

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.bilingual import printed_occupations
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.ircc_tsv import check_width, month_end
from imp_stats.loaders.periods import MONTHS
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import NOT_STATED, STATED, code_of_label, entries

_MONTH = re.compile(rf"(\d\d)-({'|'.join(MONTHS)})")
_PLACES = (*STATED, NOT_STATED)
_LABELS = 2
_LAST = ("other", "not stated")  # what is no occupation stands after all that are


def read_noc_csv(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the file, and the end of its last month."""
    months = _months(grid, card)
    labels = _labels(grid)
    columns = grid.frame.columns[_LABELS:]
    known = pl.DataFrame({"name": columns, "column": range(_LABELS, _LABELS + len(months)), "period": months})
    long = (
        grid.frame.with_row_index("row")[1:]
        .unpivot(index="row", on=columns, variable_name="name", value_name="text")
        .join(known, on="name")
        .join(labels, on="row")
    )
    counts = read_counts(long, grid, exact=card.is_exact).sort("row", "column")
    lines = pl.Series(grid.lines or (), dtype=pl.Int64)
    cells = counts.with_columns(
        cell=pl.format("line {}, field {}", lines.gather(counts["row"]), pl.col("column") + 1),
        is_total=pl.lit(value=False),
        measure=pl.lit("effective_month"),
        period_kind=pl.lit("month"),
        noc_version=pl.lit(card.noc_version),
    )
    vintage = month_end(months[-1])
    return as_cells(cells, card=card.kept_as, vintage=vintage, program=card.program), vintage


def _months(grid: Grid, card: Card) -> list[dt.date]:
    """The months of the header, each the one after the one before."""
    for column in range(_LABELS):
        if grid.text(0, column):
            grid.refuse(0, column, "nothing above the labels")
    check_width(grid, sum(name is not None for name in grid.row(0)))
    months: list[dt.date] = []
    expected = card.header
    for column in range(_LABELS, grid.frame.width):
        found = _MONTH.fullmatch(grid.text(0, column) or "")
        if found is None or found[0] != expected:
            grid.refuse(0, column, f"the month {expected!r}")
        year, month = 2000 + int(found[1]), MONTHS.index(found[2]) + 1
        months.append(dt.date(year, month, 1))
        expected = f"{year % 100 + month // 12:02}-{MONTHS[month % 12]}"
    if not months:
        grid.refuse(0, _LABELS, f"the month {expected!r}")
    return months


def _labels(grid: Grid) -> pl.DataFrame:
    """The place and the occupation of every row: fourteen blocks, in each the occupations by code, each once."""
    codes = printed_occupations()
    rows: list[tuple[int, str, str]] = []
    for row in range(1, grid.frame.height):
        place = code_of_label("province", grid.text(row, 0) or "")
        if place not in _PLACES:
            grid.refuse(row, 0, "a province or territory, or 'Province/territory not stated'")
        noc = codes.get(grid.text(row, 1) or "")
        if noc is None:
            grid.refuse(row, 1, _right(grid.text(row, 1) or ""))
        rows.append((row, place, noc))
    _check_order(grid, rows)
    schema = {"row": pl.UInt32, "province": pl.String, "noc": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _right(label: str) -> str:
    entry = entries("noc").get(label.partition(" - ")[0])
    if entry is not None and entry.code.isdigit():
        return f"'{entry.code} - {entry.en}'"
    return "an occupation of NOC 2011 as code and title, 'Other occupations' or 'Occupation not stated'"


def _check_order(grid: Grid, rows: list[tuple[int, str, str]]) -> None:
    """Hold the rows to their order: a row or a block moved, doubled or lost shows nowhere else."""
    for (_, place, noc), (row, next_place, next_noc) in pairwise(rows):
        if place == next_place and _rank(next_noc) <= _rank(noc):
            grid.refuse(row, 1, f"an occupation after {noc!r}, each once for a place")
    blocks = [(row, place) for at, (row, place, _) in enumerate(rows) if at == 0 or rows[at - 1][1] != place]
    for at, expected in enumerate(_PLACES):
        if at >= len(blocks) or blocks[at][1] != expected:
            row = blocks[at][0] if at < len(blocks) else grid.frame.height
            name = entries("province")[expected].en
            grid.refuse(row, 0, f"the rows of {name!r}, after those of the place before")
    if len(blocks) > len(_PLACES):
        grid.refuse(blocks[len(_PLACES)][0], 0, "the end of the file after the last place")


def _rank(noc: str) -> tuple[int, str]:
    return (_LAST.index(noc) + 1 if noc in _LAST else 0, noc)
