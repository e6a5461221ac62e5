"""People living and working in Canada: residents, those without permanent status, and earners by occupation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError
from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import (
    Date,
    Words,
    day,
    each_found,
    labelled,
    month,
    occupations,
    ordered,
    words,
)
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import pandas as pd


def population_by_province(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    on: Date | Sequence[dt.date | str] = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place and day: people living there, as Statistics Canada estimates them for the first of a quarter.

    Columns ``province``, ``day``, ``province_name``, ``population`` (persons), ``lower``, ``upper``, ``status``, ``hidden``,
    ``provenance``, ``source``, ``vintage``. ``on`` takes the first day of a quarter, or several; all since July 1991
    otherwise. Holders of 31 December go with the population of the following 1 January. Canada comes only where it
    is asked for. The source is table 17-10-0009-01.

    Raises
    ------
    NotHeldError
        A day that is no first of a quarter held.
    UnknownWordError
        A province that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.population_by_province(ims.open_warehouse(), province="Ontario", on="2025-01-01")
    >>> frame[["province", "day", "population"]]
      province        day  population
    0       ON 2025-01-01    16255550

    """
    language = check_lang(lang)
    several = [on] if on is None or isinstance(on, str | dt.date) else list(on)
    days = None if on is None else [day(one, "on") for one in several]
    places = words("province", province)
    found = ask(db, "population_by_province", provinces=places, days=days, as_of=day(as_of))
    missing = set(days or []) - set(found["day"].dt.date)
    if missing or found.empty:
        which = ", ".join(sorted(map(str, missing))) or f"province={province}, as_of={as_of}"
        whole = ask(db, "population_by_province", provinces=[CANADA], days=None, as_of=None)
        held = f"{whole['day'].min():%Y-%m-%d} to {whole['day'].max():%Y-%m-%d}"
        msg = f"{which}: not held; population is held for the first day of each quarter from {held}."
        raise NotHeldError(msg)
    each_found(found, province=places)
    named = labelled(found, "province", "province_name", language)
    order = ("province", "day", "province_name", "population", "lower", "upper", "status", "hidden")
    return ordered(named, *order, "provenance", "source", "vintage")


def npr_by_quarter(
    db: duckdb.DuckDBPyConnection,
    *,
    npr_type: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per type and quarter: non-permanent residents of Canada on its first day, as Statistics Canada estimates them.

    Columns ``npr_type``, ``day``, ``npr_type_name``, ``npr`` (persons), ``lower``, ``upper``, ``status``, ``hidden``,
    ``provenance``, ``source``, ``vintage``. Everyone is of one type, so that all add up to the whole of a day:
    ``ims.total(frame, by="day")``. Family members without a permit are with those they live with. ``since`` and ``until``
    take a month ("2023-04") or a year. The source is table 17-10-0121-01. Statistics Canada warns against comparing these
    estimates with counts of permits: renewals in process, family and asylum claimants are in them.

    Raises
    ------
    NotHeldError
        A time or date not held.
    UnknownWordError
        A type that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.npr_by_quarter(ims.open_warehouse(), npr_type="Work permits", since="2025-10")
    >>> frame[["npr_type", "day", "npr"]]
           npr_type        day      npr
    0  Work permits 2025-10-01  1484451
    1  Work permits 2026-01-01  1375566
    2  Work permits 2026-04-01  1296046

    """
    language, types = check_lang(lang), words("npr_type", npr_type)
    first, last = month(since, "since", last=False), month(until, "until", last=True)
    found = ask(db, "npr_by_quarter", npr_types=types, since=first, until=last, as_of=day(as_of))
    if found.empty:
        whole = ask(db, "npr_by_quarter", npr_types=None, since=None, until=None, as_of=None)
        held = f"{whole['day'].min():%Y-%m-%d} to {whole['day'].max():%Y-%m-%d}"
        msg = f"since={since}, until={until}, as_of={as_of}: not held; npr is held for the first day of each quarter from {held}."
        raise NotHeldError(msg)
    each_found(found, npr_type=types)
    named = labelled(found, "npr_type", "npr_type_name", language)
    order = ("npr_type", "day", "npr_type_name", "npr", "lower", "upper", "status", "hidden")
    return ordered(named, *order, "provenance", "source", "vintage")


def earners_by_occupation(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    noc: Words = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place and occupation: people who worked and had employment income in 2015, by the 2016 Census.

    Columns ``province``, ``year`` (2015), ``noc`` (NOC 2011 and 2016), ``province_name``, ``occupation``, ``earners_2015``
    (persons), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Canada unless provinces
    are given; every place has all 500 occupations. The census rounds at random: a count is within 4 of the one printed, or
    below 10 where 0 is. It asks one household in four, and the error of that sample is not in the bounds. Collective
    dwellings, farm housing among them, are left out. The source is table 98-400-X2016356.

    Raises
    ------
    NotHeldError
        A place or date not held.
    UnknownWordError
        An occupation or province that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.earners_by_occupation(ims.open_warehouse(), noc=["Cooks", "8431"])
    >>> frame[["noc", "earners_2015", "lower", "upper"]]
        noc  earners_2015   lower   upper
    0  6322        230970  230966  230974
    1  8431        101055  101051  101059

    """
    language = check_lang(lang)
    places, nocs = words("province", province) or [CANADA], occupations(noc, "2011")
    found = ask(db, "earners_by_occupation", provinces=places, nocs=nocs, as_of=day(as_of))
    if found.empty:
        msg = (
            f"province={province}, noc={noc}, as_of={as_of}: not held; earners are held of NOC 2011 in Canada, the provinces "
            "and the territories, by the census of 2016-05-10."
        )
        raise NotHeldError(msg)
    each_found(found, "Earners are held by codes of NOC 2011.", noc=nocs, province=places)
    named = labelled(labelled(found, "province", "province_name", language), "noc", "occupation", language)
    order = (
        "province",
        "year",
        "noc",
        "province_name",
        "occupation",
        "earners_2015",
        "lower",
        "upper",
        "status",
    )
    return ordered(named, *order, "hidden", "provenance", "source", "vintage")
