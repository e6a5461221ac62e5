"""What was printed, straight from the ledger's files: what every question is held against."""

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages

Printed = Callable[[str, str], pl.DataFrame]


@pytest.fixture(scope="session")
def printed() -> Printed:
    """The cells of a card and vintage, with the year of their period."""
    held = {
        (row["card"], str(row["vintage"])): row for row in read_vintages(shipped_data()).iter_rows(named=True)
    }

    @cache
    def cells(card: str, vintage: str) -> pl.DataFrame:
        found = read_cells(shipped_data(), held[card, vintage])
        return found.with_columns(year=pl.col("period").dt.year())

    return cells
