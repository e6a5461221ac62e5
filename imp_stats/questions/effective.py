"""Holders by the year, the month or the occupation in which their permits became effective."""

from __future__ import annotations

import calendar
from itertools import product
from typing import TYPE_CHECKING

from imp_stats.errors import IncomparableError, NotHeldError
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
    month,
    occupations,
    ordered,
    within,
    words,
    years,
)
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import pandas as pd

_TAIL = ("lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_NO_TFWP_YEAR = (
    "Its months are: effective_by_month(db, program='TFWP'); added up they are effective_months, in which a person "
    "counts once a month, and no year. A printed year would need IRCC's workbook of the TFWP by year of effect."
)
_NO_TFWP_PLACE = "The months of the TFWP are held for Canada only: effective_by_month(db, program='TFWP')."


def effective_by_year(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place and year: people with a permit that became effective in the year, each once, as printed.

    Columns ``program``, ``province``, ``year``, ``province_name``, ``effective_year`` (persons), ``lower``, ``upper``,
    ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada unless provinces are given. Only printed years
    are answered, from IRCC's workbooks: the IMP from 2015. Extensions count as much as new arrivals. Humanitarian
    permits are no part of the IMP and come only where ``program="HC"`` asks for them. A year that is not over in its
    table comes only where ``year`` names it alone, with a note.

    Raises
    ------
    NotHeldError
        The TFWP, whose years no table held prints; or a year or date not held. The message says what is.
    IncomparableError
        A year that is not over in its table, asked for beside whole years.
    UnknownWordError
        A province or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.effective_by_year(ims.open_warehouse(), year=[2021, 2024])
    >>> frame[["program", "year", "effective_year", "lower", "upper"]]
      program  year  effective_year   lower   upper
    0     IMP  2021          333205  333203  333207
    1     IMP  2024          720465  720463  720467

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "effective_year", programs=programs, asked=asked, as_of=day(as_of), instead=_NO_TFWP_YEAR)
    places = words("province", province) or [CANADA]
    found = ask(db, "effective_by_year", programs=programs, provinces=places, years=asked, as_of=day(as_of))
    kept = each_found(within(found, asked=asked, since=since, until=until), province=places)
    named = labelled(kept, "province", "province_name", language)
    answer = ordered(named, "program", "province", "year", "province_name", "effective_year", *_TAIL)
    notes = _not_over(answer)
    if programs is None and "TFWP" not in set(answer["program"]):
        notes.append(f"No table held prints a year of the TFWP. {_NO_TFWP_YEAR}")
    if notes:
        answer.attrs["notes"] = notes
    return answer


def _not_over(answer: pd.DataFrame) -> list[str]:
    """A note, where the years are not over in their table; whole years beside them are refused."""
    stamped = answer["vintage"].str
    is_short = (stamped[:4] == answer["year"].astype("str")) & (stamped[5:7] != "12")
    if not is_short.any():
        return []
    first = answer[is_short].iloc[0]
    said = f"{first['year']} of the {first['program']}: January to {calendar.month_name[int(first['vintage'][5:7])]} only"
    if not is_short.all():
        msg = f"{said}, which beside whole years would look like a fall: ask for it alone, year={first['year']}."
        raise IncomparableError(msg)
    return [f"{said}."]


def effective_by_month(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, place and month: people with a permit that became effective in the month, each once.

    Columns ``program``, ``province``, ``month`` (its first day), ``province_name``, ``effective_month`` (persons),
    ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada, for both programs, is the
    sum over countries of citizenship, with 2 for each hidden cell as its estimate; provinces, for the IMP, are
    printed rows of the workbook by occupation. Humanitarian permits, no part of the IMP, come only where
    ``program="HC"`` asks for them, as printed for Canada. ``since`` and ``until`` take a year or "2021-03". Months added up
    are person-months and no year.

    Raises
    ------
    NotHeldError
        Months that no table held covers, or provinces of the TFWP.
    UnknownWordError
        A province or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.effective_by_month(ims.open_warehouse(), program="TFWP", since="2024-05")
    >>> frame[["month", "effective_month", "lower", "upper", "hidden"]]
           month  effective_month  lower  upper  hidden
    0 2024-05-01            21978  21766  22268      44
    1 2024-06-01            19219  19021  19497      42

    """
    language, programs = check_lang(lang), words("program", program)
    places = words("province", province) or [CANADA]
    first, last = month(since, "since", last=False), month(until, "until", last=True)
    hold(db, "effective_month", programs=programs, asked=None, as_of=day(as_of))
    found = ask(
        db,
        "effective_by_month",
        programs=programs,
        provinces=places,
        since=first,
        until=last,
        as_of=day(as_of),
    )
    held = set(zip(found["program"], found["province"], strict=True))
    held |= {("", place) for place in found["province"]}
    for code, place in product(programs or [""], places):
        if (code, place) not in held:
            what = f"the {code} for {place}" if code else place
            msg = f"No month of {what} from {since} to {until}. {_months_held(db, code, place, day(as_of))}"
            raise NotHeldError(msg)
    named = labelled(found, "province", "province_name", language)
    answer = ordered(named, "program", "province", "month", "province_name", "effective_month", *_TAIL)
    placed = answer.loc[answer["province"] != CANADA, "program"]
    notes = [_NO_TFWP_PLACE] if programs is None and len(placed) and "TFWP" not in set(placed) else []
    answer.attrs["notes"] = [*notes, *(_ended(db, answer, programs, day(as_of)) if CANADA in places else [])]
    return answer


def _ended(
    db: duckdb.DuckDBPyConnection, answer: pd.DataFrame, programs: list[str] | None, as_of: dt.date | None
) -> list[str]:
    """A note for each program whose months end before those of another do."""
    last = answer[answer["province"] == CANADA].groupby("program")["month"].max()
    asked = programs or ["IMP", "TFWP"]
    short = [code for code in asked if code not in last or last[code] < last.max()]
    return [f"{code}: the months end before. {_months_held(db, code, CANADA, as_of)}" for code in short]


def _months_held(db: duckdb.DuckDBPyConnection, program: str, place: str, as_of: dt.date | None) -> str:
    def months(until: dt.date | None) -> pd.DataFrame:
        programs = [program] if program else None
        return ask(
            db,
            "effective_by_month",
            programs=programs,
            provinces=[place],
            since=None,
            until=None,
            as_of=until,
        )

    held = months(as_of)
    if not held.empty:
        return f"Held are {held['month'].min():%Y-%m} to {held['month'].max():%Y-%m}."
    later = months(None)
    if program == "TFWP" or later.empty:
        return _NO_TFWP_PLACE if program == "TFWP" else "None are held as of any date."
    return (
        f"No vintage until {as_of} prints a row of {place} over all occupations: that of {later['vintage'].max()} does, "
        f"for {later['month'].min():%Y-%m} to {later['month'].max():%Y-%m}."
    )


def effective_by_occupation(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    noc: Words = None,
    year: Years = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place, year and occupation: people whose permit for it became effective in the year, each once.

    Columns ``program``, ``province``, ``year``, ``noc``, ``province_name``, ``occupation``, ``effective_year`` (persons),
    ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. IMP only. Canada, unless provinces
    are given: a sum over places whose lower bound gives way by the people that two places count. Rows ``other``
    (mostly open permits, which name no occupation) and ``not stated`` come along: they are no occupations.
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
    >>> frame = ims.effective_by_occupation(ims.open_warehouse(), noc="2174", year=2021)
    >>> frame[["effective_year", "lower", "upper", "hidden"]]
       effective_year  lower  upper  hidden
    0            4237   3655   4257       1

    """
    language, asked = check_lang(lang), years(year)
    hold(db, "effective_year", programs=None, asked=asked, as_of=day(as_of))
    places, nocs = words("province", province) or [CANADA], occupations(noc, "2011")
    found = ask(db, "effective_by_occupation", provinces=places, nocs=nocs, years=asked, as_of=day(as_of))
    each_found(found, "A place lists only occupations that it ever had.", noc=nocs, province=places)
    named = labelled(labelled(found, "province", "province_name", language), "noc", "occupation", language)
    order = ("program", "province", "year", "noc", "province_name", "occupation", "effective_year", *_TAIL)
    answer = ordered(named, *order)
    return after_last_break(answer) if since_break else answer
