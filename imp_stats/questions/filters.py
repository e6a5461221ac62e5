"""The keywords that mean the same in every question, and the errors they raise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.phrases import Lang, listed
from imp_stats.queries import ask
from imp_stats.vocabulary import Kind, codes_of, entries, folded, label

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HUMANITARIAN = "HC"  # no part of the IMP: its permits come only where they are asked for
Words = str | Iterable[str] | None
Years = int | Iterable[int] | None
Date = str | dt.date | None
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def words(kind: Kind, given: Words) -> list[str] | None:
    """The codes of an analyst's words; None for all."""
    if given is None:
        return None
    codes = codes_of(kind, given)
    if not codes:
        msg = f"{kind}={given!r} names none: leave it out to ask for all."
        raise UnknownWordError(msg)
    return codes


def occupations(given: Words, version: str) -> list[str] | None:
    """The codes of an analyst's occupations in the version of the NOC that a table has; None for all."""
    codes = words("noc", given)
    for code in codes or []:
        entry = entries("noc")[code]
        if entry.version != version and code.isdigit():
            msg = (
                f"{code} ({entry.en}) is a code of NOC {entry.version}, and the table is by NOC {version}: give codes of "
                "that (ims.find shows them); ims.harmonize takes their rows over."
            )
            raise NotHeldError(msg)
    return codes


def held_words(given: Words, held: pd.Series[str], noun: str) -> list[str] | None:
    """The words as the column has them: in any case, and a program also by its names."""
    if given is None:
        return None
    right = {folded(word): word for word in held.unique()}
    for entry in entries("program").values():
        if entry.code in right.values():
            right |= {folded(name): entry.code for name in (entry.en, entry.fr, *entry.aliases)}
    asked = [given] if isinstance(given, str) else list(given)
    for word in asked:
        if folded(str(word)) not in right:
            msg = f"{word!r} is no {noun}: it may be {listed(sorted(set(right.values())))}."
            raise UnknownWordError(msg)
    return [right[folded(str(word))] for word in asked]


def years(given: Years) -> list[int] | None:
    """A year or several as a list, each once; None for all."""
    if given is None:
        return None
    several = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    for year in several:
        if not isinstance(year, Integral) or isinstance(year, bool) or not 1900 <= year <= 2199:
            msg = f"year={year!r}: a year is a number such as 2021."
            raise ValueError(msg)
    if not several:
        msg = f"year={given!r} names none: leave it out to ask for all."
        raise ValueError(msg)
    return list(dict.fromkeys(int(year) for year in several))


def day(given: Date, name: str = "as_of") -> dt.date | None:
    """A date, or its ISO text; None for the newest."""
    if given is None or isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(given)
    except (TypeError, ValueError):
        msg = f"{name}={given!r}: a date is written as 2024-12-31."
        raise ValueError(msg) from None


def month(given: int | str | None, name: str, *, last: bool) -> dt.date | None:
    """The first day of a month "2021-03"; a year stands for its first month or, if ``last``, its last."""
    if given is None:
        return None
    if isinstance(given, Integral) and not isinstance(given, bool):
        return dt.date(int(given), 12 if last else 1, 1)
    found = _MONTH.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        msg = f"{name}={given!r}: a month is written as 2021-03, and a year as the number 2021."
        raise ValueError(msg)
    return dt.date(int(found[1]), int(found[2]), 1)


def hold(
    db: duckdb.DuckDBPyConnection,
    measure: str,
    *,
    programs: list[str] | None,
    asked: list[int] | None,
    as_of: dt.date | None,
    instead: str = "",
) -> None:
    """Refuse a program, a year or a date for which no table prints the measure: names what is held."""
    first = ask(db, "first_vintages", measure=measure).set_index("program")["vintage"]
    held = ask(db, "years_held", measure=measure, as_of=as_of)
    if first.empty:
        msg = f"No table held prints {measure}. {instead}".strip()
        raise NotHeldError(msg)
    for program in programs or [code for code in first.index if code != HUMANITARIAN]:
        its_years = held.loc[held["program"] == program, "year"]
        missing = sorted(set(asked or []) - set(its_years))
        if program not in first:
            msg = f"No table held prints {measure} for the {program}. {instead}".strip()
        elif its_years.empty:
            msg = f"as_of={as_of}: {measure} of the {program} is held from vintages of {first[program]} on."
        elif missing:
            msg = f"{measure} of the {program}: {listed(map(str, missing))} not held; {its_years.min()} to {its_years.max()} are."
        else:
            continue
        raise NotHeldError(msg)


def each_found(found: pd.DataFrame, hint: str = "", **asked: Sequence[object] | None) -> pd.DataFrame:
    """The frame, if each code that was asked for has a row in its column; one without raises :class:`NotHeldError`."""
    for column, codes in asked.items():
        missing = [str(code) for code in codes or [] if code not in set(found[column])]
        if missing:
            msg = f"{column}: no row held for {listed(missing)}. {hint}".strip()
            raise NotHeldError(msg)
    return found


def within(
    found: pd.DataFrame, *, asked: list[int] | None, since: int | None, until: int | None
) -> pd.DataFrame:
    """The rows of the years asked for; none at all raises :class:`NotHeldError` with the years held."""
    if asked is not None and (since is not None or until is not None):
        msg = f"year={asked}, since={since}, until={until}: give the years, or from when until when."
        raise ValueError(msg)
    for name, end in (("since", since), ("until", until)):
        if end is not None and (not isinstance(end, Integral) or isinstance(end, bool)):
            msg = f"{name}={end!r}: the rows are of years, such as 2021."
            raise ValueError(msg)
    keep = found["year"].notna()
    if asked is not None:
        keep &= found["year"].isin(asked)
    if since is not None:
        keep &= found["year"] >= since
    if until is not None:
        keep &= found["year"] <= until
    if not keep.any():
        held = (
            f"{found['year'].min()} to {found['year'].max()} are held"
            if len(found)
            else "no such row is held"
        )
        msg = f"Nothing between since={since} and until={until}; {held}."
        raise NotHeldError(msg)
    return found[keep]


def labelled(
    found: pd.DataFrame, kind: Kind, name: str, lang: Lang, *, code: str | None = None
) -> pd.DataFrame:
    """The frame with the names of a column of codes, put after the dimensions by :func:`ordered`."""
    column = code or kind
    names = {value: label(kind, value, lang) for value in found[column].dropna().unique()}
    return found.assign(**{name: found[column].map(names).astype("str")})


def ordered(found: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with its columns in the order given and a clean index."""
    return found[list(columns)].reset_index(drop=True)
