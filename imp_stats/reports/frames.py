"""The frame of an exhibit as a page needs it: as a table, and as the line that names its sources."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from imp_stats import phrases
from imp_stats.errors import IncomparableError
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang
from imp_stats.tables import Cell, Column, Table, plain
from imp_stats.tables.values import word
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
    unsaid = {"citation"} | ({"source", "vintage"} if source_line(frame, lang) else set())
    names = [str(name) for name in frame.columns if name not in unsaid]
    writers = {name: _writer(frame[name]) for name in names}
    columns = tuple(
        Column(name, heading(name, lang), "left" if writers[name] in (_text, _truth) else "right")
        for name in names
    )
    cells = [
        [Cell("" if pd.isna(value) else writers[name](value, lang)) for value in frame[name]]
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


_Writer = Callable[[Any, Lang], str]


def _writer(column: "pd.Series[Any]") -> _Writer:
    """How the values of a column are written: years and codes as they stand, counts grouped, shares in percent."""
    name = str(column.name)
    if name == "vintage":
        return phrases.vintage
    if name in ("month", "quarter"):
        return phrases.month
    if pd.api.types.is_bool_dtype(column):
        return _truth
    if not pd.api.types.is_numeric_dtype(column) or name == "year":
        return _text
    if name.startswith(("share", "coverage")):
        return partial(phrases.percent, decimals=1)
    return partial(phrases.number, decimals=1 if pd.api.types.is_float_dtype(column) else 0)


def _text(value: object, lang: Lang) -> str:
    return phrases.date(value, lang) if isinstance(value, dt.date) else str(value)


def _truth(value: object, lang: Lang) -> str:
    return word("truth", str(value), lang)


def source_line(frame: pd.DataFrame, lang: Lang) -> str:
    """Where the figures of a frame come from and the day they speak for; empty where no line could say it.

    >>> counts = pd.DataFrame({"source": ["IRCC, a table"] * 2, "vintage": ["2024-12-31"] * 2})
    >>> source_line(counts, "en").replace(phrases.NBSP, " ")
    'Source: IRCC, a table, as of 31 December 2024'
    """
    if not {"source", "vintage"} <= set(frame.columns):
        return ""
    days = (
        origins(frame)
        .groupby("source", sort=False)["vintage"]
        .agg(lambda column: "; ".join(sorted(set(column.dropna()))))
    )
    if not 0 < len(days) <= _MOST_SOURCES:
        return ""
    named = [
        f"{source}, {said('as_of', lang, day=_days(day, lang))}" if day else str(source)
        for source, day in days.items()
    ]
    return said("source", lang, source="; ".join(named))


def origins(frame: pd.DataFrame) -> pd.DataFrame:
    """The sources and vintages of a frame's counts, and those of the residents that they were divided by."""
    counted = frame[["source", "vintage"]]
    if "source_residents" not in frame.columns:
        return counted
    residents = frame[["source_residents", "vintage_residents"]].set_axis(counted.columns, axis=1)
    return pd.concat([counted, residents]).dropna(subset=["source"])


def _days(vintages: str, lang: Lang) -> str:
    return phrases.listed(
        [phrases.vintage(vintage, lang) for vintage in dict.fromkeys(vintages.split("; "))], lang
    )


def coverage(frame: pd.DataFrame) -> tuple[float, float] | None:
    """The least and the most that a table's rows cover of the whole, in percent; None where that is unknown or all."""
    if "coverage_lower" not in frame.columns or frame["coverage_lower"].iloc[0] == 1:
        return None
    return 100 * float(frame["coverage_lower"].iloc[0]), 100 * float(frame["coverage_upper"].iloc[0])
