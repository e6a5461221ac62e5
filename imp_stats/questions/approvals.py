"""Positions in ESDC's quarterly lists of employers with a positive LMIA: jobs by quarter, no employers and no people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, day, each_found, labelled, month, ordered, words
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

    from imp_stats.phrases import Lang

_TAIL = ("lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LEFT_OUT = (
    "Employers with a person's name, caregivers' families above all, are not listed: a year adds up to less than ESDC's annual table.",
    "Positions for permanent residence only are left out of the lists of 2018-Q1 to 2023-Q3.",
)
_BEFORE = "The lists of 2015, 2016 and the first half of 2017 tell no quarters: see the views positions_listed_year and positions_listed_half."
_BY_VERSION = "Lists are by NOC 2011 (four digits) until 2024-Q1 and by NOC 2021 (five digits) since: no code goes on as another."
_WHY = f"{_BY_VERSION} {_LEFT_OUT[1]}"


def positions_by_quarter(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    lmia_stream: Words = None,
    noc: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place and quarter: positions on positive LMIAs of the employers that ESDC lists.

    Columns ``program``, ``province``, ``quarter`` (its first day), ``lmia_stream`` where streams are asked for, ``noc`` and
    ``noc_version`` where occupations are, ``province_name``, ``lmia_stream_name`` and ``occupation`` likewise,
    ``positions_listed`` (jobs, exact), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``.
    Canada, unless provinces are given, adds up all places with head offices abroad (``XX``). ``since`` and ``until`` take
    a year, "2021Q3" or "2021-07". A list that is held and has no such row is a zero. A quarter whose list is not held has
    no row, and neither has an occupation in lists by another version of the NOC, nor a stream that a list leaves out:
    ``attrs["notes"]`` says which. Employers with a person's name are not listed.

    Raises
    ------
    NotHeldError
        A quarter that is named and not held, or of which the list has no such code; a span with no list at all.
    UnknownWordError
        A province, stream or occupation that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.positions_by_quarter(ims.open_warehouse(), since=2021, until=2021)
    >>> frame[["quarter", "positions_listed"]]
         quarter  positions_listed
    0 2021-01-01             34132
    1 2021-04-01             21813
    2 2021-07-01             13193
    3 2021-10-01             40959

    """
    language, places = check_lang(lang), words("province", province) or [CANADA]
    streams, nocs = words("lmia_stream", lmia_stream), words("noc", noc)
    first, last = _quarter(since, "since", last=False), _quarter(until, "until", last=True)
    named = {
        quarter for text, quarter in ((since, first), (until, last)) if quarter and isinstance(text, str)
    }
    held = set(ask(db, "positions_quarters", as_of=day(as_of))["quarter"].dt.date)
    _refuse_gaps(held, named, first, last)
    found = ask(
        db,
        "positions_by_quarter",
        provinces=places,
        lmia_streams=streams,
        nocs=nocs,
        since=first,
        until=last,
        as_of=day(as_of),
    )
    each_found(found, _WHY, lmia_stream=streams, noc=nocs, province=places)
    _refuse_absent(found, named, lmia_stream=streams, noc=nocs)
    answer = _shaped(found, streams, nocs, language)
    answer.attrs["notes"] = _notes(held, first, last, nocs)
    return answer


def _quarter(given: int | str | None, name: str, *, last: bool) -> dt.date | None:
    """The first day of the quarter "2021Q3", or of the one that holds a month; a year stands for its first or last."""
    found = _QUARTER.fullmatch(given) if isinstance(given, str) else None
    if isinstance(given, str) and not found and not _MONTH.fullmatch(given):
        msg = f"{name}={given!r}: a quarter is written as 2021Q3, a month as 2021-07, and a year as the number 2021."
        raise ValueError(msg)
    start = month(f"{found[1]}-{3 * int(found[2]) - 2:02}" if found else given, name, last=last)
    return start.replace(month=3 * ((start.month - 1) // 3) + 1) if start else None


def _refuse_gaps(
    held: set[dt.date], named: set[dt.date], first: dt.date | None, last: dt.date | None
) -> None:
    """Refuse quarters that were named and are not held, and a span without any that is."""
    missing = sorted(named - held)
    within = [
        quarter for quarter in held if (not first or first <= quarter) and (not last or quarter <= last)
    ]
    if within and not missing:
        return
    span = f"from {_said(first) if first else 'the first'} to {_said(last) if last else 'the last'}"
    what = listed(map(_said, missing)) if missing else f"any quarter {span}"
    are = (
        f"held are {_said(min(held))} to {_said(max(held))}, without {listed(map(_said, _gaps(held)))}"
        if held
        else "none is held as of that date"
    )
    msg = f"positions_listed: the list of {what} is not held; {are}. {_BEFORE}"
    raise NotHeldError(msg)


def _gaps(held: set[dt.date]) -> list[dt.date]:
    """The quarters between the first and the last held that are not."""
    every = pd.date_range(min(held), max(held), freq="QS").date
    return [quarter for quarter in every if quarter not in held]


def _said(quarter: dt.date) -> str:
    return f"{quarter.year}-Q{(quarter.month + 2) // 3}"


def _refuse_absent(found: pd.DataFrame, named: set[dt.date], **asked: list[str] | None) -> None:
    """Refuse a code of which the list of a quarter that was named says nothing."""
    for quarter in sorted(named):
        there = found[found["quarter"].dt.date == quarter]
        for column, codes in asked.items():
            missing = [code for code in codes or [] if code not in set(there[column])]
            if missing:
                msg = f"{column}: the list of {_said(quarter)} does not tell of {listed(missing)}. {_WHY}"
                raise NotHeldError(msg)


def _shaped(
    found: pd.DataFrame, streams: list[str] | None, nocs: list[str] | None, lang: Lang
) -> pd.DataFrame:
    """The columns of what was asked for, codes first and names after them."""
    codes, names = ["program", "province", "quarter"], ["province_name"]
    named = labelled(found, "province", "province_name", lang)
    if streams is not None:
        codes.append("lmia_stream")
        names.append("lmia_stream_name")
        named = labelled(named, "lmia_stream", "lmia_stream_name", lang)
    if nocs is not None:
        codes += ["noc", "noc_version"]
        names.append("occupation")
        named = labelled(named, "noc", "occupation", lang)
    return ordered(named, *codes, *names, "positions_listed", *_TAIL)


def _notes(
    held: set[dt.date],
    first: dt.date | None,
    last: dt.date | None,
    nocs: list[str] | None,
) -> list[str]:
    """What the rows do not tell: who is left out, and which quarters are not held."""
    ends = first or min(held), last or max(held)
    gaps = [quarter for quarter in _gaps(held) if ends[0] <= quarter <= ends[1]]
    notes = list(_LEFT_OUT)
    if gaps:
        are = "is" if len(gaps) == 1 else "are"
        notes.append(f"{listed(map(_said, gaps))} {are} not held: no row there is a zero.")
    if ends[0] <= min(held):
        notes.append(_BEFORE)
    if nocs is not None:
        notes.append(_BY_VERSION)
    return notes
