"""Who the holders are whose permits became effective: their citizenship and their gender, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import (
    HUMANITARIAN,
    Date,
    Words,
    Years,
    day,
    each_found,
    hold,
    labelled,
    ordered,
    words,
)
from imp_stats.questions.months import months_within

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TAIL = ("effective_month", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_LISTED = "The file lists a word only where it printed a count of it in some month."
_NO_YEAR = (
    "No year by {0} is printed for the IMP or the TFWP. Months added up are effective_months, in which a person counts once a month: "
    "ims.total(frame, by=('program', '{0}', 'year'))."
)
_HUMANITARIAN_YEAR = (
    "Years of humanitarian permits are printed, each person once: by country in the view humanitarian_year_citizenship, "
    "for Canada in effective_by_year(db, program='HC')."
)


def effective_by_citizenship(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    citizenship: Words = None,
    year: Years = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, country of citizenship and month: people with a permit that became effective in the month.

    Columns ``program``, ``citizenship``, ``month`` (its first day), ``citizenship_name``, ``effective_month`` (persons,
    each once in the month), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. As printed
    by IRCC, by country of citizenship; a month in which a listed country has no row is a 0 with status ``absent``, for the
    publisher prints no zeros. Humanitarian permits, no part of the IMP, come only with ``program="HC"``. ``year`` picks
    the months of a year: no year of a citizenship is printed for the two programs, and a note in ``attrs`` says how months
    are added. ``since`` and ``until`` take a year or "2021-03".

    Raises
    ------
    NotHeldError
        Months, a program or a country that the files do not hold.
    UnknownWordError
        A country or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.effective_by_citizenship(ims.open_warehouse(), program="IMP", citizenship="India", since="2025-12")
    >>> frame[["citizenship", "month", "effective_month", "lower", "upper"]]
      citizenship      month  effective_month  lower  upper
    0       India 2025-12-01            18680  18678  18682
    1       India 2026-01-01            37240  37238  37242

    """
    language, programs, countries = (
        check_lang(lang), words("program", program), words("citizenship", citizenship),
    )  # fmt: skip
    hold(db, "effective_month", programs=programs, asked=None, as_of=day(as_of))
    found = ask(db, "effective_by_citizenship", programs=programs, citizenships=countries, as_of=day(as_of))
    each_found(found, _LISTED, citizenship=countries, program=programs)
    kept = months_within(found, year=year, since=since, until=until)
    named = labelled(kept, "citizenship", "citizenship_name", language)
    answer = ordered(named, "program", "citizenship", "month", "citizenship_name", *_TAIL)
    of_programs = set(answer["program"])
    notes = [_NO_YEAR.format("citizenship")] if of_programs - {HUMANITARIAN} else []
    notes += [_HUMANITARIAN_YEAR] if HUMANITARIAN in of_programs else []
    answer.attrs["notes"] = [*notes, *_ended(found, kept)]
    return answer


def _ended(found: pd.DataFrame, kept: pd.DataFrame) -> list[str]:
    """A note for each program of which the table's months end before the last month of the answer."""
    held, last = found.groupby("program")["month"].max(), kept["month"].max()
    return [f"{code}: no month after {end:%Y-%m} is held." for code, end in held.items() if end < last]


def effective_by_gender(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    gender: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per gender and month: people of the IMP with a permit that became effective in the month.

    Columns ``program``, ``gender``, ``month`` (its first day), ``gender_name``, ``effective_month`` (persons, each once in
    the month), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. From IRCC's table by
    gender and skill level, added over its two groups of skill level; a month in which a gender has no row is a 0 with
    status ``absent``. The table counts the same people as that by citizenship: their months agree within bounds.

    Raises
    ------
    NotHeldError
        The TFWP, whose genders no table held prints, or months not held.
    UnknownWordError
        A gender or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.effective_by_gender(ims.open_warehouse(), gender=["Female", "Male"], since="2026-01")
    >>> frame[["gender", "effective_month", "lower", "upper"]]
       gender  effective_month  lower  upper
    0  Female            37480  37478  37482
    1    Male            43195  43193  43197

    """
    language, programs, genders = check_lang(lang), words("program", program), words("gender", gender)
    hold(db, "effective_month", programs=programs, asked=None, as_of=day(as_of))
    found = ask(db, "effective_by_gender", programs=programs, genders=genders, as_of=day(as_of))
    each_found(found, "Genders are held for the IMP.", program=programs, gender=genders)
    kept = months_within(found, since=since, until=until)
    named = labelled(kept, "gender", "gender_name", language)
    answer = ordered(named, "program", "gender", "month", "gender_name", *_TAIL)
    answer.attrs["notes"] = [_NO_YEAR.format("gender")]
    return answer
