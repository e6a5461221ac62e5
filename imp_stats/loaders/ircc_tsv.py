"""IRCC's tab-separated files: months by citizenship, rows in no order, an absent row being the zero.

They carry no title and no stamp: the program is known from the file's name, or from the user, and
the as-of date is inferred to be the end of the last month.
"""

import calendar
import datetime as dt
from itertools import pairwise

import polars as pl

from imp_stats.cards import Card
from imp_stats.errors import LayoutError
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.periods import MONTHS
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import Entry, entries

_FRENCH_MONTHS = (
    "janv.", "fév.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_YEAR = r"^(19|20)\d\d$"


def read_citizenship(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a citizenship file, and the end of its last month."""
    names = card.header.split("\t")
    for column, name in enumerate(names):
        if grid.text(0, column) != name:
            grid.refuse(0, column, f"the header {name!r}")
    body = grid.frame.rename(dict(zip(grid.frame.columns, names, strict=False))).with_row_index("row")[1:]
    _check_width(grid, len(names))
    dated = _dated(body, grid)
    _check_countries(dated, grid)
    _check_months(dated, grid)
    long = dated.with_columns(
        period=pl.date(pl.col("EN_YEAR").cast(pl.Int32), pl.col("number"), 1),
        citizenship="EN_COUNTRY_OF_CITIZENSHIP",
        text="TOTAL",
        column=pl.lit(len(names) - 1),
    )
    _refuse_twins(long, grid)
    counts = read_counts(long, grid, exact=card.is_exact).sort("period", "citizenship")
    cells = counts.with_columns(
        cell=grid.lines_of(counts["row"]),
        is_total=pl.lit(value=False),
        measure=pl.lit("effective_month"),
        period_kind=pl.lit("month"),
    )
    last: dt.date = cells["period"].to_list()[-1]
    vintage = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return as_cells(cells, card=card.id, vintage=vintage, program=card.program), vintage


def _check_width(grid: Grid, width: int) -> None:
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


def _check_countries(frame: pl.DataFrame, grid: Grid) -> None:
    known = entries("citizenship")
    english = pl.col("EN_COUNTRY_OF_CITIZENSHIP")
    grid.hold(frame, english.is_in(list(known)), 6, "a country of citizenship in citizenships.csv")
    pairs = pl.DataFrame(
        [(entry.code, name) for entry in known.values() for name in _french(entry)],
        schema=["EN_COUNTRY_OF_CITIZENSHIP", "FR_PAYS_DE_CITOYENNETÉ"],
        orient="row",
    )
    odd = frame.join(pairs, on=pairs.columns, how="anti", maintain_order="left")
    if not odd.is_empty():
        right = known[odd["EN_COUNTRY_OF_CITIZENSHIP"][0]].fr
        grid.refuse(odd["row"][0], 7, f"the French name of the row's country, {right!r}")


def _french(entry: Entry) -> tuple[str, ...]:
    return (entry.fr, *entry.aliases)


def _check_months(frame: pl.DataFrame, grid: Grid) -> None:
    """Every month between the first and the last: a month without a row is a hole, not a zero."""
    at = (frame["EN_YEAR"].cast(pl.Int32) * 12 + frame["number"] - 1).unique().sort()
    for earlier, later in pairwise(at):
        if later != earlier + 1:
            hole = f"{MONTHS[(earlier + 1) % 12]} {(earlier + 1) // 12}"
            msg = f"{grid.file}: no row for {hole}, expected every month between the first and the last."
            raise LayoutError(msg)


def _refuse_twins(long: pl.DataFrame, grid: Grid) -> None:
    twins = long.filter(pl.struct("period", "citizenship").is_duplicated()).sort(
        "period", "citizenship", "row"
    )
    if not twins.is_empty():
        first, second = twins["row"][0], twins["row"][1]
        grid.refuse(second, 6, f"one row a month for each country; {grid.cell(first, 6)} is another")
