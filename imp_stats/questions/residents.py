"""Residents by province: what rates per 1,000 are divided by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError
from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, day, each_found, labelled, ordered, words
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
