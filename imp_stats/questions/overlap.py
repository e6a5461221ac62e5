"""People whom a sum over places counts twice: how many they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, Years, day, hold, ordered, within, words, years

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def counted_twice(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    year: Years = None,
    as_of: Date = None,
) -> pd.DataFrame:
    """One row per program and year: how many people a sum over all places can count more than once, at most.

    Columns ``program``, ``year``, ``effective_year`` (persons, printed Canada), ``counted_twice`` (persons: the most by
    which the places' printed totals exceed it), ``source``, ``vintage``. A person with permits for two provinces in a
    year is in both totals and once in Canada's. ``ims.total(frame, by=("program", "year"), excess=...)`` takes the frame.

    Raises
    ------
    UnknownWordError
        A program that is none.
    NotHeldError
        A program, year or date for which no printed year is held.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.counted_twice(ims.open_warehouse(), year=2021)[["program", "effective_year", "counted_twice"]]
      program  effective_year  counted_twice
    0     IMP          333205            565

    """
    programs, asked = words("program", program), years(year)
    hold(db, "effective_year", programs=programs, asked=asked, as_of=day(as_of))
    found = within(
        ask(db, "counted_twice", programs=programs, as_of=day(as_of)), asked=asked, since=None, until=None
    )
    return ordered(found, "program", "year", "effective_year", "counted_twice", "source", "vintage")
