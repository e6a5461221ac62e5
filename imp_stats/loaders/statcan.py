"""Statistics Canada's full-table CSV of the population: quarterly estimates by province, exact as printed.

The table carries no title and its header is that of every full-table CSV, so that the file's name, which is the
table's number, decides. Quarters before the three territories of today are left out.
"""

import datetime as dt

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, STATED, code_of_label

_TERRITORIES_BEFORE = "Northwest Territories including Nunavut"
_QUARTER = r"^(19|20)\d\d-(01|04|07|10)$"


def read_population(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the table, and its last quarter's first day."""
    names = card.header.split("\t")
    for place, name in enumerate(names):
        if grid.text(0, place) != name:
            grid.refuse(0, place, f"the header {name!r}")
    rows = grid.frame.rename(dict(zip(grid.frame.columns, names, strict=False))).with_row_index("row")[1:]
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
    whole = today.filter(pl.len().over("period") >= len(places))
    counts = read_counts(
        whole.with_columns(text="VALUE", column=pl.lit(names.index("VALUE"))), grid, exact=card.is_exact
    ).sort("period", "row")
    cells = counts.with_columns(
        cell=grid.lines_of(counts["row"]),
        is_total=pl.col("province") == CANADA,
        measure=pl.lit("population"),
        period_kind=pl.lit("day"),
    )
    last: dt.date = cells["period"].to_list()[-1]
    return as_cells(cells, card=card.id, vintage=last), last
