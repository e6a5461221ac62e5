"""The contract of a cell, and the ledger: every printed count as one row, vintage beside vintage.

A data folder's ``tidy/`` holds one Parquet file per card, vintage and first eight of the file's
sha256, and ``vintages.csv``, which is renamed into place last: a file it does not list is not held.
"""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from imp_stats.errors import LayoutError

DIMENSIONS: dict[str, type[pl.DataType]] = {
    "period_kind": pl.String,
    "period": pl.Date,
    "program": pl.String,
    "province": pl.String,
    "stream": pl.String,
    "lmia_stream": pl.String,
    "noc": pl.String,
    "noc_version": pl.String,
    "citizenship": pl.String,
    "gender": pl.String,
    "area": pl.String,
    "skill": pl.String,
    "pr_class": pl.String,
    "npr_type": pl.String,
}
SCHEMA: dict[str, type[pl.DataType]] = {
    "card": pl.String,
    "vintage": pl.Date,
    "measure": pl.String,
    **DIMENSIONS,
    "printed": pl.Int64,
    "lower": pl.Int64,
    "upper": pl.Int64,
    "status": pl.String,
    "is_total": pl.Boolean,
    "sheet": pl.String,
    "cell": pl.String,
}
VINTAGES: dict[str, type[pl.DataType]] = {
    "card": pl.String,
    "vintage": pl.Date,
    "vintage_from": pl.String,  # stamped in the file, or inferred from its last period
    "sha256": pl.String,
    "file_name": pl.String,  # as met
    "cells": pl.Int64,
    "confirmed": pl.String,  # in what a person let it break with the vintage before
}


@dataclass(frozen=True)
class Staged:
    """One publisher's file as read: its cells, and the row that ``vintages.csv`` will hold of it."""

    cells: pl.DataFrame
    card: str
    vintage: dt.date
    vintage_from: str
    sha256: str
    file_name: str
    confirmed: str = ""

    @property
    def parquet_name(self) -> str:
        """The file's place in ``tidy/``."""
        return f"{self.card}_{self.vintage}_{self.sha256[:8]}.parquet"

    def row(self) -> dict[str, object]:
        """The file's row in ``vintages.csv``."""
        known = {name: getattr(self, name) for name in VINTAGES if name != "cells"}
        return {**known, "cells": self.cells.height}


def as_cells(frame: pl.DataFrame, *, card: str, vintage: dt.date, **same: str | None) -> pl.DataFrame:
    """The frame under the contract: every column of it, in order and typed; what is not given is null."""
    constants = {"card": card, "vintage": vintage, **same}
    given = frame.with_columns(pl.lit(value).alias(name) for name, value in constants.items())
    absent = SCHEMA.keys() - set(given.columns)
    return given.with_columns(pl.lit(None).alias(name) for name in absent).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def read_vintages(data: Path) -> pl.DataFrame:
    """What a data folder holds: one row per file kept; empty if it holds none."""
    path = data / "tidy" / "vintages.csv"
    if not path.is_file():
        return pl.DataFrame(schema=VINTAGES)
    held = pl.read_csv(path, schema=VINTAGES).with_columns(pl.col("confirmed").fill_null(""))
    return held.sort("card", "vintage", "sha256")


def parquet_path(data: Path, vintage: dict[str, object]) -> Path:
    """Where the cells of one row of ``vintages.csv`` are."""
    name = f"{vintage['card']}_{vintage['vintage']}_{str(vintage['sha256'])[:8]}.parquet"
    return data / "tidy" / name


def read_cells(data: Path, vintage: dict[str, object]) -> pl.DataFrame:
    """The cells of one row of ``vintages.csv``."""
    path = parquet_path(data, vintage)
    if not path.is_file():
        msg = f"{path}: listed in vintages.csv and not there; copy the data folder again, or build it anew."
        raise LayoutError(msg)
    return pl.read_parquet(path)


def keep(data: Path, staged: Sequence[Staged]) -> None:
    """Add files to a data folder's ledger: all of them, or, if anything fails, none."""
    tidy = data / "tidy"
    tidy.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tidy, prefix=".adding-") as beside:
        for one in staged:
            one.cells.write_parquet(
                Path(beside) / one.parquet_name, compression="zstd", compression_level=9, statistics=False
            )
        rows = pl.DataFrame([one.row() for one in staged], schema=VINTAGES)
        index = Path(beside) / "vintages.csv"
        pl.concat([read_vintages(data), rows]).sort("card", "vintage", "sha256").write_csv(index)
        for one in staged:
            (Path(beside) / one.parquet_name).replace(tidy / one.parquet_name)
        index.replace(tidy / "vintages.csv")
