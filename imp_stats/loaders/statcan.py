"""Statistics Canada's quarterly estimates, exact as printed: residents by province, and non-permanent residents by type.

These tables carry no title, and the header of one is that of every full-table CSV, so that the file's name decides.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

import polars as pl

from imp_stats.cards import Card
from imp_stats.errors import LayoutError
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, STATED, code_of_label, label

_TERRITORIES_BEFORE = "Northwest Territories including Nunavut"
_THREE_TERRITORIES = dt.date(1991, 7, 1)  # the first quarter with Nunavut apart
_QUARTER = r"^(19|20)\d\d-(01|04|07|10)$"
_QUARTER_DAY = r"^(19|20)\d\d-(01|04|07|10)-01$"


def read_population(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the table of residents, and its last quarter's first day.

    Quarters before July 1991 are left out: they have not the three territories of today. Later ones have every place.
    """
    names = card.header.split("\t")
    rows = _rows(grid, names)
    grid.hold(
        rows, pl.col("REF_DATE").str.contains(_QUARTER), 0, "the first month of a quarter, such as 2025-01"
    )
    places = [CANADA, *STATED]
    codes = {name: code_of_label("province", name) for name in rows["GEO"].unique() if name is not None}
    known = pl.col("GEO").is_in(
        [name for name, code in codes.items() if code in places] + [_TERRITORIES_BEFORE]
    )
    grid.hold(rows, known, 1, "Canada, a province or a territory")
    for column, value in (("UOM", "Persons"), ("SCALAR_FACTOR", "units"), ("STATUS", ""), ("SYMBOL", "")):
        grid.hold(rows, pl.col(column).fill_null("") == value, names.index(column), f"{value!r}")
    today = rows.filter(pl.col("GEO") != _TERRITORIES_BEFORE).with_columns(
        province=pl.col("GEO").replace_strict(codes, return_dtype=pl.String),
        period=(pl.col("REF_DATE") + "-01").str.to_date(),
    )
    kept = today.filter(pl.col("period") >= _THREE_TERRITORIES)
    if kept.is_empty():
        grid.refuse(
            rows["row"][-1], 0, f"quarters since {_THREE_TERRITORIES}, when there are three territories"
        )
    _hold_whole(kept, grid, "province", places)
    counts = read_counts(
        kept.with_columns(text="VALUE", column=pl.lit(names.index("VALUE"))), grid, exact=card.is_exact
    ).sort("period", "row")
    return _cells(counts.with_columns(is_total=pl.col("province") == CANADA), grid, card)


def read_npr(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the table of non-permanent residents, and its last quarter's first day.

    Each type has each quarter once, and the types are disjoint: the table prints no total.
    """
    names = card.header.split("\t")
    rows = _rows(grid, names)
    grid.hold(rows, pl.col("date").str.contains(_QUARTER_DAY), 0, "the first day of a quarter")
    codes = {name: code_of_label("npr_type", name) for name in rows["type"].unique() if name is not None}
    known = pl.col("type").is_in([name for name, code in codes.items() if code is not None])
    grid.hold(rows, known, 1, "a type of non-permanent resident")
    typed = rows.with_columns(
        npr_type=pl.col("type").replace_strict(codes, return_dtype=pl.String),
        period=pl.col("date").str.to_date(),
        text="count",
        column=pl.lit(names.index("count")),
    )
    grid.hold(typed, ~pl.struct("npr_type", "period").is_duplicated(), 1, "each type once in a quarter")
    _hold_whole(typed, grid, "npr_type", typed["npr_type"].unique(maintain_order=True))
    counts = read_counts(typed, grid, exact=card.is_exact).sort("period", "row")
    return _cells(counts.with_columns(is_total=False, province=pl.lit(CANADA)), grid, card)


def _rows(grid: Grid, names: list[str]) -> pl.DataFrame:
    """The rows under the header, each with its place in the grid; another header or width is refused."""
    for place, name in enumerate(names):
        if grid.text(0, place) != name:
            grid.refuse(0, place, f"the header {name!r}")
    rows = grid.frame.rename(dict(zip(grid.frame.columns, names, strict=False))).with_row_index("row")[1:]
    if rows.is_empty():
        grid.refuse(1, 0, "rows of counts: there is only a header")
    for column, name in enumerate(grid.frame.columns[len(names) :], start=len(names)):
        grid.hold(rows, pl.col(name).is_null(), column, f"{len(names)} fields")
    return rows


def _hold_whole(
    rows: pl.DataFrame, grid: Grid, kind: Literal["province", "npr_type"], words: Iterable[str]
) -> None:
    """Every quarter between the first and the last, with every word: a row that is not there is a hole, not a zero."""
    days = sorted(rows["period"].unique())
    for earlier, later in pairwise(days):
        if (later.year - earlier.year) * 12 + later.month - earlier.month != 3:
            msg = f"{grid.file}: no row between {earlier} and {later}, expected every quarter."
            raise LayoutError(msg)
    for word in words:
        missing = sorted(set(days) - set(rows.filter(pl.col(kind) == word)["period"]))
        if missing:
            first = rows.filter(pl.col("period") == missing[0])["row"][0]
            grid.refuse(first, 1, f"{label(kind, word)} in every quarter, also on {missing[0]}")


def _cells(counts: pl.DataFrame, grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    cells = counts.with_columns(
        cell=grid.lines_of(counts["row"]), measure=pl.lit(card.measures[0]), period_kind=pl.lit("day")
    )
    last: dt.date = cells["period"].to_list()[-1]
    return as_cells(cells, card=card.id, vintage=last), last
