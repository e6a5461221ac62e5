"""Admissions of permanent residents who had held a work permit before: by year, by month and by class."""

from __future__ import annotations

import calendar
from itertools import product
from typing import TYPE_CHECKING

from imp_stats.errors import IncomparableError, NotHeldError
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

_TAIL = ("pr_admissions", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")


def pr_admissions_by_year(
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
    """One row per program, place and year: former permit holders admitted as permanent residents, as printed.

    Columns ``program`` (of the permit held before), ``province``, ``year``, ``months`` (how many the row covers),
    ``province_name``, ``pr_admissions`` (admissions), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``,
    ``source``, ``vintage``. Canada unless provinces are given. A year that is not over in its table comes only where
    ``year`` names it alone, so that it looks like no fall. The two programs never add up: who had held both kinds of
    permit may be in both tables.

    Raises
    ------
    NotHeldError
        A year, a place or an ``as_of`` date that no table held covers.
    IncomparableError
        A year that is not over, asked for beside whole years.
    UnknownWordError
        A province or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.pr_admissions_by_year(ims.open_warehouse(), program="IMP", since=2023)
    >>> frame[["year", "months", "pr_admissions", "lower", "upper"]]
       year  months  pr_admissions   lower   upper
    0  2023      12         146210  146208  146212
    1  2024      12         147300  147298  147302

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "pr_admissions", programs=programs, asked=asked, as_of=day(as_of))
    places = words("province", province) or [CANADA]
    found = ask(
        db, "pr_admissions_by_year", programs=programs, provinces=places, years=asked, as_of=day(as_of)
    )
    kept = each_found(within(found, asked=asked, since=since, until=until), province=places)
    named = labelled(kept, "province", "province_name", language)
    return _told(ordered(named, "program", "province", "year", "months", "province_name", *_TAIL))


def pr_admissions_by_month(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, place and month: former permit holders admitted as permanent residents, as printed.

    Columns ``program`` (of the permit held before), ``province``, ``month`` (its first day), ``province_name``,
    ``pr_admissions`` (admissions), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``,
    ``vintage``. Canada unless provinces are given. ``since`` and ``until`` take a year or "2021-03". Admissions are
    events: months add up to the year, within rounding.

    Raises
    ------
    NotHeldError
        Months, a place or an ``as_of`` date that no table held covers.
    UnknownWordError
        A province or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.pr_admissions_by_month(ims.open_warehouse(), program="TFWP", since="2025-06")
    >>> frame[["month", "pr_admissions", "lower", "upper"]]
           month  pr_admissions  lower  upper
    0 2025-06-01           1570   1568   1572
    1 2025-07-01           1600   1598   1602

    """
    language, programs = check_lang(lang), words("program", program)
    places = words("province", province) or [CANADA]
    first, last = month(since, "since", last=False), month(until, "until", last=True)
    hold(db, "pr_admissions", programs=programs, asked=None, as_of=day(as_of))
    found = ask(
        db,
        "pr_admissions_by_month",
        programs=programs,
        provinces=places,
        since=first,
        until=last,
        as_of=day(as_of),
    )
    held = set(zip(found["program"], found["province"], strict=True))
    for code, place in product(programs or sorted(found["program"].unique()) or [""], places):
        if (code, place) not in held:
            of = " for ".join(filter(None, (code, place)))
            msg = f"No month of {of} from {since} to {until}. {_held(db, code, place, day(as_of))}"
            raise NotHeldError(msg)
    named = labelled(found, "province", "province_name", language)
    return ordered(named, "program", "province", "month", "province_name", *_TAIL)


def _held(db: duckdb.DuckDBPyConnection, program: str, place: str, as_of: dt.date | None) -> str:
    programs = [program] if program else None
    whole = ask(
        db,
        "pr_admissions_by_month",
        programs=programs,
        provinces=[place],
        since=None,
        until=None,
        as_of=as_of,
    )
    if whole.empty:
        return "No such row is held."
    return f"Held are {whole['month'].min():%Y-%m} to {whole['month'].max():%Y-%m}."


def pr_admissions_by_class(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    province: Words = None,
    pr_class: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, class and year: former permit holders admitted as permanent residents.

    Columns ``program`` (of the permit held before), ``province``, ``year``, ``pr_class``, ``months`` (how many the row
    covers), ``province_name``, ``pr_class_name``, ``pr_admissions`` (admissions), ``lower``, ``upper``, ``status``,
    ``hidden``, ``provenance``, ``source``, ``vintage``. Without ``province`` the rows are Canada's: sums over the
    places, since no table prints classes for Canada. Without ``pr_class`` the rows are the finest that every place
    prints, and do not nest; a class asked for by name, such as "Economic", is answered from its own printed rows. A
    year that is not over in its table comes only where ``year`` names it alone.

    Raises
    ------
    NotHeldError
        A year, a class of a place or an ``as_of`` date that no table held covers.
    IncomparableError
        A year that is not over, asked for beside whole years.
    UnknownWordError
        A class, province or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.pr_admissions_by_class(ims.open_warehouse(), program="IMP", pr_class="Economic", year=2024)
    >>> frame[["pr_class", "pr_admissions", "lower", "upper", "provenance"]]
       pr_class  pr_admissions   lower   upper       provenance
    0  Economic         132789  132763  132817  sum of 14 cells

    """
    language, programs, asked = check_lang(lang), words("program", program), years(year)
    hold(db, "pr_admissions", programs=programs, asked=asked, as_of=day(as_of))
    places, classes = words("province", province) or [CANADA], words("pr_class", pr_class)
    found = ask(
        db,
        "pr_admissions_by_class",
        programs=programs,
        provinces=places,
        pr_class=classes,
        years=asked,
        as_of=day(as_of),
    )
    each_found(found, "A place lists only classes that it ever had.", pr_class=classes, province=places)
    kept = within(found, asked=asked, since=since, until=until)
    named = labelled(
        labelled(kept, "province", "province_name", language), "pr_class", "pr_class_name", language
    )
    order = ("program", "province", "year", "pr_class", "months", "province_name", "pr_class_name")
    return _told(ordered(named, *order, *_TAIL))


def _told(answer: pd.DataFrame) -> pd.DataFrame:
    """The frame with a note, where its years are not over in their table; whole years beside them are refused."""
    if (answer["months"] == 12).all():
        return answer
    short = answer[answer["months"] < 12].iloc[0]
    year, last = int(short["year"]), calendar.month_name[int(short["months"])]
    if (answer["months"] != short["months"]).any():
        msg = f"{year} is held for January to {last} only, which beside whole years would look like a fall: ask for it alone."
        raise IncomparableError(msg)
    answer.attrs["notes"] = [f"{year}: January to {last} only."]
    return answer
