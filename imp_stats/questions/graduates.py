"""Graduates of Canadian schools whose post-graduation permits became effective, by metropolitan area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, day, each_found, hold, labelled, ordered, words
from imp_stats.questions.months import months_within

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TAIL = ("effective_month", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_PRINTED = (
    "An area belongs to one province and is listed only if it had a count in some month; Canada is their sum, "
    "ims.total(frame, by=('program', 'stream', 'month'))."
)
_NOTES = [
    "These are permits that became effective in the month, new ones and extensions; IRCC's counts of permits issued differ.",
    (
        "No year by area is printed. Months added up are effective_months, in which a person counts once a month: "
        "ims.total(frame, by=('program', 'stream', 'province', 'area', 'year'))."
    ),
]


def pgwp_by_area(
    db: duckdb.DuckDBPyConnection,
    *,
    province: Words = None,
    area: Words = None,
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per metropolitan area and month: people whose post-graduation permit became effective in the month.

    Columns ``program`` (IMP), ``stream`` (post-graduation permits), ``province``, ``area``, ``month`` (its first day),
    ``stream_name``, ``province_name``, ``area_name``, ``effective_month`` (persons, each once in the month), ``lower``,
    ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. Areas are census metropolitan areas and
    agglomerations of intended destination, as IRCC prints them, and "Other" for the rest of a province; one that lies in
    two provinces is printed in two parts. A month in which a listed area has no row is a 0 with status ``absent``.

    Raises
    ------
    NotHeldError
        Months not held, or an area outside the provinces asked for.
    UnknownWordError
        An area or province that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.pgwp_by_area(ims.open_warehouse(), area=["Toronto", "Red Deer"], since="2026-01")
    >>> frame[["province", "area", "effective_month", "lower", "upper"]]
      province      area  effective_month  lower  upper
    0       AB  Red Deer              105    103    107
    1       ON   Toronto            15800  15798  15802

    """
    language, places, areas = check_lang(lang), words("province", province), words("area", area)
    hold(db, "effective_month", programs=None, asked=None, as_of=day(as_of))
    found = ask(db, "pgwp_by_area", provinces=places, areas=areas, as_of=day(as_of))
    each_found(found, _PRINTED, province=places, area=areas)
    named = months_within(found, since=since, until=until)
    for kind in ("stream", "province", "area"):
        named = labelled(named, kind, f"{kind}_name", language)
    codes = ("program", "stream", "province", "area", "month")
    answer = ordered(named, *codes, "stream_name", "province_name", "area_name", *_TAIL)
    answer.attrs["notes"] = list(_NOTES)
    return answer
