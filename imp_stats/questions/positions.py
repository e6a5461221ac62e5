"""Positions on positive LMIAs: jobs that employers may fill through the TFWP, exact counts, no people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.intervals.continuing import after_last_break
from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import (
    Date,
    Words,
    Years,
    day,
    each_found,
    hold,
    labelled,
    occupations,
    ordered,
    within,
    words,
    years,
)
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_COUNTS = ("positions", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")


def positions_by_year(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place and year: positions on positive LMIAs, as printed by ESDC.

    Columns ``program``, ``province``, ``year``, ``province_name``, ``positions`` (jobs, exact), ``lower``, ``upper``,
    ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada unless provinces are given. Not every position
    leads to a permit: ESDC says that these counts cannot tell how many workers entered.

    Raises
    ------
    NotHeldError
        A year or date not held.
    UnknownWordError
        A province that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.positions_by_year(ims.open_warehouse(), since=2022)[["year", "positions"]]
       year  positions
    0  2022     222847
    1  2023     239646

    """
    language, asked = check_lang(lang), years(year)
    hold(db, "positions", programs=None, asked=asked, as_of=day(as_of))
    places = words("province", province) or [CANADA]
    found = ask(db, "positions_by_year", provinces=places, as_of=day(as_of))
    kept = each_found(within(found, asked=asked, since=since, until=until), province=places)
    named = labelled(kept, "province", "province_name", language)
    return ordered(named, "program", "province", "year", "province_name", *_COUNTS)


def positions_by_occupation(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    noc: Words = None,
    year: Years = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place, year and occupation: positions on positive LMIAs, as printed by ESDC.

    Columns ``program``, ``province``, ``year``, ``noc``, ``province_name``, ``occupation``, ``positions`` (jobs, exact),
    ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada unless provinces are given.
    A place lists only occupations for which it had a request.
    ``since_break=True`` leaves out what lies before the latest break in a series; the notes name it.

    Raises
    ------
    NotHeldError
        A year or date not held, or an occupation that no place asked for lists.
    UnknownWordError
        An occupation or province that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.positions_by_occupation(ims.open_warehouse(), noc=["8431", "Cooks"], year=2021)
    >>> frame[["noc", "positions"]]
        noc  positions
    0  6322       4993
    1  8431      61515

    """
    language, asked = check_lang(lang), years(year)
    hold(db, "positions", programs=None, asked=asked, as_of=day(as_of))
    places, nocs = words("province", province) or [CANADA], occupations(noc, "2011")
    found = ask(db, "positions_by_occupation", provinces=places, nocs=nocs, years=asked, as_of=day(as_of))
    each_found(found, "A place lists only occupations for which it had a request.", noc=nocs, province=places)
    named = labelled(labelled(found, "province", "province_name", language), "noc", "occupation", language)
    answer = ordered(named, "program", "province", "year", "noc", "province_name", "occupation", *_COUNTS)
    return after_last_break(answer) if since_break else answer


def positions_by_stream(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    lmia_stream: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place, year and stream: positions on positive LMIAs, as printed by ESDC.

    Columns ``program``, ``province``, ``year``, ``lmia_stream``, ``province_name``, ``lmia_stream_name``, ``positions`` (jobs,
    exact), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada unless provinces are
    given. The source is annual table 13; in 2016 and 2017 its totals exceed the five streams by up to 25 positions.
    The streams are those of the LMIA, and no programs of IRCC's tables.

    Raises
    ------
    NotHeldError
        A year or date not held.
    UnknownWordError
        A province or stream that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.positions_by_stream(ims.open_warehouse(), year=2023, lmia_stream=["High Wage", "Low Wage"])
    >>> frame[["lmia_stream", "positions"]]
      lmia_stream  positions
    0   High Wage      45874
    1    Low Wage      83654

    """
    language, asked = check_lang(lang), years(year)
    hold(db, "positions", programs=None, asked=asked, as_of=day(as_of))
    places, streams = words("province", province) or [CANADA], words("lmia_stream", lmia_stream)
    found = ask(db, "positions_by_stream", provinces=places, lmia_streams=streams, as_of=day(as_of))
    kept = each_found(
        within(found, asked=asked, since=since, until=until), province=places, lmia_stream=streams
    )
    named = labelled(kept, "province", "province_name", language)
    named = labelled(named, "lmia_stream", "lmia_stream_name", language)
    dimensions = ("program", "province", "year", "lmia_stream", "province_name", "lmia_stream_name")
    return ordered(named, *dimensions, *_COUNTS)
