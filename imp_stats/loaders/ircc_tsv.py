"""IRCC's tab-separated files: months by citizenship, gender, area, program or occupation.

Their rows are in no order, every label stands in English and French, and an absent row is the zero. They carry no
title and no stamp: the table is known from the file's name, or from the user, and the as-of date is inferred to be
the end of the last month.
"""

import calendar
import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import polars as pl

from imp_stats.cards import Card
from imp_stats.errors import LayoutError
from imp_stats.ledger import as_cells
from imp_stats.loaders.bilingual import coded
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.periods import MONTHS
from imp_stats.loaders.tokens import read_counts

_FRENCH_MONTHS = (
    "janv.", "fév.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_YEAR = r"^(19|20)\d\d$"
_DATED = 6  # fields of the date before the labels
_ANY_FRENCH = "FR_*"  # in a card's header: a French twin whose name no file held shows


def read_tsv(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a tab-separated file, and the end of its last month."""
    names = _header(grid, card)
    body = grid.frame.rename(dict(zip(grid.frame.columns, names, strict=False))).with_row_index("row")[1:]
    check_width(grid, len(names))
    dated = _dated(body, grid)
    labelled, dimensions = coded(dated, grid, card, names)
    _check_months(labelled, grid)
    long = labelled.with_columns(
        period=pl.date(pl.col("EN_YEAR").cast(pl.Int32), pl.col("number"), 1),
        text="TOTAL",
        column=pl.lit(len(names) - 1),
    )
    _refuse_twins(long, grid, dimensions)
    counts = read_counts(long, grid, exact=card.is_exact).sort("period", *dimensions)
    cells = counts.with_columns(
        cell=grid.lines_of(counts["row"]),
        is_total=pl.lit(value=False),
        measure=pl.lit("effective_month"),
        period_kind=pl.lit("month"),
        noc_version=pl.lit(card.noc_version or None),
    )
    vintage = month_end(cells["period"].to_list()[-1])
    same = {"program": card.program} | ({"stream": card.stream} if card.stream else {})
    return as_cells(cells, card=card.kept_as, vintage=vintage, **same), vintage


def month_end(day: dt.date) -> dt.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _header(grid: Grid, card: Card) -> list[str]:
    names = card.header.split("\t")
    for column, name in enumerate(names):
        found = grid.text(0, column) or ""
        if name == _ANY_FRENCH and not found.startswith("FR_"):
            grid.refuse(0, column, "the header of the French twin, which begins with 'FR_'")
        if name not in (_ANY_FRENCH, found):
            grid.refuse(0, column, f"the header {name!r}")
    return names


def check_width(grid: Grid, width: int) -> None:
    """Refuse a file without rows, and a row that is wider than the header."""
    if grid.frame.height < 2:
        msg = f"{grid.file}: only a header, expected rows of counts after it; the file is cut off."
        raise LayoutError(msg)
    if grid.frame.width > width:
        row = grid.frame.select(pl.nth(width).is_not_null().arg_true())[0, 0]
        grid.refuse(row, width, f"{width} fields in the row")


def _dated(body: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The rows with the month's number, after holding year, quarter and month to their French twins."""
    quarters = [f"Q{month // 3 + 1}" for month in range(12)]
    months = pl.DataFrame(
        {
            "EN_MONTH": MONTHS,
            "number": range(1, 13),
            "quarter_en": quarters,
            "quarter_fr": [quarter.replace("Q", "T") for quarter in quarters],
            "month_fr": _FRENCH_MONTHS,
        }
    )
    joined = body.join(months, on="EN_MONTH", how="left", maintain_order="left")
    rules = (
        (0, pl.col("EN_YEAR").str.contains(_YEAR), "a year such as 2015"),
        (2, pl.col("number").is_not_null(), f"a month: {', '.join(MONTHS)}"),
        (1, pl.col("EN_QUARTER") == pl.col("quarter_en"), "the quarter of the row's month"),
        (3, pl.col("FR_ANNEÉ") == pl.col("EN_YEAR"), "the year of the row's first field"),
        (4, pl.col("FR_TRIMESTRE") == pl.col("quarter_fr"), "the quarter of the row's month"),
        (5, pl.col("FR_MOIS") == pl.col("month_fr"), "the French name of the row's month"),
    )
    for column, rule, expected in rules:
        grid.hold(joined, rule, column, expected)
    return joined


def _check_months(frame: pl.DataFrame, grid: Grid) -> None:
    """Every month between the first and the last: a month without a row is a hole, not a zero."""
    at = (frame["EN_YEAR"].cast(pl.Int32) * 12 + frame["number"] - 1).unique().sort()
    for earlier, later in pairwise(at):
        if later != earlier + 1:
            hole = f"{MONTHS[(earlier + 1) % 12]} {(earlier + 1) // 12}"
            msg = f"{grid.file}: no row for {hole}, expected every month between the first and the last."
            raise LayoutError(msg)


_NOUNS = {"citizenship": "country", "skill": "skill level", "noc": "occupation"}


def _refuse_twins(long: pl.DataFrame, grid: Grid, dimensions: Sequence[str]) -> None:
    keys = ["period", *dimensions]
    twins = long.filter(pl.struct(keys).is_duplicated()).sort(*keys, "row")
    if not twins.is_empty():
        first, second = twins["row"][0], twins["row"][1]
        each = " and ".join(_NOUNS.get(name, name) for name in dimensions)
        grid.refuse(second, _DATED, f"one row a month for each {each}; {grid.cell(first, _DATED)} is another")
