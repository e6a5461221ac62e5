"""Permit holders on 31 December: by year, by province, by stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.intervals.continuing import after_last_break
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask
from imp_stats.questions.filters import (
    Date,
    Words,
    Years,
    day,
    each_found,
    hold,
    labelled,
    ordered,
    within,
    words,
    years,
)
from imp_stats.vocabulary import CANADA, STATED

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import pandas as pd

_COUNTS = ("holders", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")


def holders_by_year(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program and year: people in Canada's program with a valid permit on 31 December, as printed.

    Columns ``program``, ``year``, ``program_name``, ``holders`` (persons), ``lower``, ``upper``, ``status``,
    ``hidden``, ``provenance``, ``source``, ``vintage``. The source is the row "Total" of IRCC's year-end tables,
    rounded to 5. A person in both programs is counted in each: ``ims.total`` says by how much that can matter.
    ``since_break=True`` leaves out what lies before the latest break in a series; the notes name it.

    Raises
    ------
    UnknownWordError
        A program that is none.
    NotHeldError
        A year or an ``as_of`` date that no table held covers.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.holders_by_year(ims.open_warehouse(), program="IMP", since=2023)
    >>> frame[["year", "holders", "lower", "upper"]]
       year  holders    lower    upper
    0  2023  1075390  1075388  1075392
    1  2024  1263145  1263143  1263147

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "holders", programs=programs, asked=asked, as_of=day(as_of))
    found = ask(db, "holders_by_year", programs=programs, as_of=day(as_of))
    named = labelled(
        within(found, asked=asked, since=since, until=until), "program", "program_name", language
    )
    answer = ordered(named, "program", "year", "program_name", *_COUNTS)
    return after_last_break(answer) if since_break else answer


def holders_by_province(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, place and year: people with a valid permit on 31 December, as printed.

    Columns ``program``, ``province``, ``year``, ``province_name``, ``holders`` (persons), ``lower``, ``upper``,
    ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. A province is the intended destination; ``ZZ`` is
    the place not stated: an unknown, 14% of the IMP in 2024, and no category. Canada comes only where it is asked for.
    ``since_break=True`` leaves out what lies before the latest break in a series; the notes name it.

    Raises
    ------
    UnknownWordError
        A province or program that is none; the message names the near ones.
    NotHeldError
        A year or an ``as_of`` date that no table held covers.

    Examples
    --------
    >>> import imp_stats as ims
    >>> db = ims.open_warehouse()
    >>> ims.holders_by_province(db, program="IMP", province=["Québec", "ON"], year=2021)[["province", "holders"]]
      province  holders
    0       ON   195130
    1       QC    73880

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "holders", programs=programs, asked=asked, as_of=day(as_of))
    places = words("province", province)
    found = ask(db, "holders_by_province", programs=programs, provinces=places, as_of=day(as_of))
    kept = each_found(within(found, asked=asked, since=since, until=until), province=places)
    named = labelled(kept, "province", "province_name", language)
    answer = ordered(named, "program", "province", "year", "province_name", *_COUNTS)
    return after_last_break(answer) if since_break else answer


def holders_by_stream(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    stream: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, stream and year: people with a valid permit on 31 December.

    Columns ``program``, ``province``, ``year``, ``stream``, ``province_name``, ``stream_name``, ``holders`` (persons),
    ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Without ``province`` the rows
    are Canada's: sums over the places, since no table prints streams for Canada. Without ``stream`` the rows are the
    finest that every place prints, and do not nest; a stream asked for by name is answered from its own printed
    row, leaf or subtotal. The place not stated has no streams: it is the stream ``not stated``, an unknown.
    ``since_break=True`` leaves out what lies before the latest break in a series; the notes name it.

    Raises
    ------
    UnknownWordError
        A stream, province or program that is none; the message names the near ones.
    NotHeldError
        A year or an ``as_of`` date that no table held covers, or a stream that a place never printed: the children of
        "Significant benefit" are printed for three places only, which is no count of Canada.

    Examples
    --------
    >>> import imp_stats as ims
    >>> db = ims.open_warehouse()
    >>> ims.holders_by_stream(db, stream="Post-grad employment", year=2024)[["holders", "lower", "upper", "provenance"]]
       holders   lower   upper       provenance
    0   431497  431472  431523  sum of 13 cells

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "holders", programs=programs, asked=asked, as_of=day(as_of))
    places, streams = words("province", province) or [CANADA], words("stream", stream)
    found = ask(
        db, "holders_by_stream", programs=programs, provinces=places, streams=streams, as_of=day(as_of)
    )
    missing = set(streams or ()) - set(found["stream"])
    each_found(
        found,
        _printing(db, programs, missing, day(as_of)) if missing else "",
        stream=streams,
        province=places,
    )
    kept = within(found, asked=asked, since=since, until=until)
    named = labelled(labelled(kept, "province", "province_name", language), "stream", "stream_name", language)
    answer = ordered(named, "program", "province", "year", "stream", "province_name", "stream_name", *_COUNTS)
    return after_last_break(answer) if since_break else answer


def _printing(
    db: duckdb.DuckDBPyConnection, programs: list[str] | None, streams: set[str], as_of: dt.date | None
) -> str:
    """Which places print the streams, for the message that refuses others."""
    everywhere = list(STATED)
    found = ask(
        db, "holders_by_stream", programs=programs, provinces=everywhere, streams=list(streams), as_of=as_of
    )
    places = sorted(found["province"].unique())
    return f"Printed for {listed(places)} only: give province=." if places else ""
