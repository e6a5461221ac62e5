"""Printed text -> what it can mean: a count with its lower and upper bound, and its status.

IRCC prints 1 to 4 as ``--`` and rounds everything else to the nearest 5, so that ``--`` is [1, 4],
a printed 5 is [5, 7] and any other v is [v-2, v+2]. ESDC prints exact counts. A number is never
coerced: text that is no such token is refused with its address.
"""

import polars as pl

from imp_stats.loaders.grid import Grid

SUPPRESSED = "--"
_COUNT = r"^(0|[1-9]\d{0,2}(,\d{3}){0,3}|[1-9]\d{0,9})$"


def read_counts(long: pl.DataFrame, grid: Grid, *, exact: bool) -> pl.DataFrame:
    """The frame with ``printed``, ``lower``, ``upper``, ``status`` and ``cell`` in place of ``text``.

    ``long`` has ``row`` and ``column`` (counted from 0 in the grid) and ``text``.
    """
    text = pl.col("text")
    number = (
        pl.when(text.str.contains(_COUNT)).then(text.str.replace_all(",", "", literal=True)).cast(pl.Int64)
    )
    read = long.with_columns(printed=number)
    known = pl.col("printed").is_not_null() & (pl.lit(exact) | (pl.col("printed") % 5 == 0))
    if not exact:
        known = known | (text == SUPPRESSED)
    _refuse_unknown(read.filter(~known.fill_null(value=False)), grid, exact=exact)
    return read.with_columns(_bounds(exact=exact)).drop("text")


def _bounds(*, exact: bool) -> list[pl.Expr]:
    printed = pl.col("printed")
    if exact:
        return [printed.alias("lower"), printed.alias("upper"), pl.lit("exact").alias("status")]
    hidden = printed.is_null()
    lower = (
        pl.when(hidden).then(1).when(printed == 0).then(0).when(printed == 5).then(5).otherwise(printed - 2)
    )
    upper = pl.when(hidden).then(4).when(printed == 0).then(0).otherwise(printed + 2)
    status = pl.when(hidden).then(pl.lit("suppressed")).when(printed == 0).then(pl.lit("exact"))
    return [lower.alias("lower"), upper.alias("upper"), status.otherwise(pl.lit("rounded")).alias("status")]


def _refuse_unknown(bad: pl.DataFrame, grid: Grid, *, exact: bool) -> None:
    if bad.is_empty():
        return
    first = bad.sort("row", "column").row(0, named=True)
    what = "a whole number" if exact else "a whole number rounded to 5, or '--'"
    grid.refuse(first["row"], first["column"], f"{what}, thousands parted by commas")
