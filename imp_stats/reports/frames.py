"""The frame of an exhibit as a page needs it: as a table, and as the line that names its sources."""

import datetime as dt
import numbers
import re

import pandas as pd

from imp_stats import phrases
from imp_stats.errors import IncomparableError
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang
from imp_stats.tables import Cell, Column, Table, plain
from imp_stats.tables.words import heading, said

_MOST_SOURCES = 4  # on one line; of more, the table names each


def as_table(frame: pd.DataFrame, caption: str, lang: Lang) -> Table:
    """A frame as a table: of counts with their bounds, or, where it is not of one counted measure, as it stands."""
    try:
        measure_of(frame)
    except IncomparableError:
        return _as_it_stands(frame, caption, lang)
    return (
        plain(frame, caption=caption, lang=lang)
        if "status" in frame.columns
        else _as_it_stands(frame, caption, lang)
    )


def _as_it_stands(frame: pd.DataFrame, caption: str, lang: Lang) -> Table:
    unsaid = {"source", "vintage"} if source_line(frame, lang) else set()
    names = [str(name) for name in frame.columns if name not in unsaid]
    columns = tuple(
        Column(name, heading(name, lang), "right" if _is_count(frame, name) else "left") for name in names
    )
    cells = [
        [Cell(_written(value, lang, is_count=_is_count(frame, name))) for value in frame[name]]
        for name in names
    ]
    return Table(
        caption=caption,
        subtitle="",
        columns=columns,
        rows=tuple(zip(*cells, strict=True)),
        row_header=names[0],
        notes=tuple(frame.attrs.get("notes", ())),
        source="",
        lang=lang,
        frame=frame,
    )


def _is_count(frame: pd.DataFrame, name: str) -> bool:
    return pd.api.types.is_integer_dtype(frame[name]) and name != "year"


def _written(value: object, lang: Lang, *, is_count: bool) -> str:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  (only what is missing differs from itself)
        return ""
    if isinstance(value, dt.date):
        return phrases.date(value, lang)
    return (
        phrases.number(int(value), lang) if is_count and isinstance(value, numbers.Integral) else str(value)
    )


def source_line(frame: pd.DataFrame, lang: Lang) -> str:
    """Where the figures of a frame come from and the day they speak for; empty where no line could say it.

    >>> counts = pd.DataFrame({"source": ["IRCC, a table"] * 2, "vintage": ["2024-12-31"] * 2})
    >>> source_line(counts, "en").replace(phrases.NBSP, " ")
    'Source: IRCC, a table, as of 31 December 2024.'
    """
    if not {"source", "vintage"} <= set(frame.columns):
        return ""
    days = frame.groupby("source", sort=False)["vintage"].agg(
        lambda column: "; ".join(sorted(set(column.dropna())))
    )
    if not 0 < len(days) <= _MOST_SOURCES:
        return ""
    named = [
        f"{source}, {said('as_of', lang, day=_days(day, lang))}" if day else str(source)
        for source, day in days.items()
    ]
    return said("source", lang, source="; ".join(named))


def _days(vintages: str, lang: Lang) -> str:
    return phrases.listed([_day(vintage, lang) for vintage in dict.fromkeys(vintages.split("; "))], lang)


def _day(vintage: str, lang: Lang) -> str:
    """A vintage in words; others' figures are sometimes known by their month or year alone."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", vintage):
        return phrases.date(dt.date.fromisoformat(vintage), lang)
    if re.fullmatch(r"\d{4}-\d\d", vintage):
        return phrases.month(dt.date.fromisoformat(f"{vintage}-01"), lang)
    return vintage


def coverage(frame: pd.DataFrame) -> tuple[float, float] | None:
    """The least and the most that a table's rows cover of the whole, in percent, where its frame says so."""
    if "coverage_lower" not in frame.columns:
        return None
    return 100 * float(frame["coverage_lower"].iloc[0]), 100 * float(frame["coverage_upper"].iloc[0])
