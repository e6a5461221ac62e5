"""Where the figures come from: the tables read, their vintages, and what the warehouse holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.queries import ask

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def sources(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per publisher's table and vintage held: what it counts, its licence, its citation, its file.

    Columns ``card``, ``citation``, ``publisher``, ``measures``, ``universe``, ``dataset``, ``resource``,
    ``official_name``, ``recognised_by``, ``licence``, ``vintage``, ``vintage_from`` (stamped or inferred), ``is_newest``,
    ``met_as``, ``sha256``, ``cells`` (counts in the file). A table of which no vintage is held has NA from ``vintage`` on.

    Examples
    --------
    >>> import imp_stats as ims
    >>> held = ims.sources(ims.open_warehouse())
    >>> held.loc[held["card"] == "ircc-tfwp-year-end", ["vintage", "is_newest", "cells"]].reset_index(drop=True)
          vintage  is_newest  cells
    0  2022-12-31      False   3036
    1  2024-12-31       True   3300

    """
    return ask(db, "sources")


def vintages(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per publisher's table and vintage held, newest first: its dates, its cells, and what they cover.

    Columns ``card``, ``citation``, ``vintage`` (as-of date of the publisher), ``vintage_from`` (stamped in the file, or
    inferred from its last period), ``is_newest`` (of its table: what a question without ``as_of`` reads),
    ``first_period``, ``last_period`` (the day, or the first day of the month, quarter or year), ``years``, ``months``
    (how many of each have cells; a table that prints no months has 0), ``cells``. A year may be part of one:
    ``breaks`` says which.

    Examples
    --------
    >>> import imp_stats as ims
    >>> held = ims.vintages(ims.open_warehouse())
    >>> held.loc[held["card"] == "ircc-imp-citizenship", ["vintage", "years", "months"]].reset_index(drop=True)
          vintage  years  months
    0  2026-01-31     12     133
    1  2024-06-30     10     114

    """
    return ask(db, "vintages")


def schema(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per column of every table and view of the warehouse: what it holds, in which unit.

    Columns ``name``, ``kind`` (view or table), ``holds``, ``column``, ``type``, ``unit``. Rows of a view never nest; the
    table ``cells`` has totals beside their parts.

    Examples
    --------
    >>> import imp_stats as ims
    >>> columns = ims.schema(ims.open_warehouse())
    >>> columns.loc[(columns["name"] == "holders_canada") & (columns["column"] == "holders"), "unit"].item()
    'persons; null where hidden'

    """
    return ask(db, "schema")
