"""The printed cells behind a row, found again by its table, vintage, measure and codes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.phrases import listed
from imp_stats.queries import ask
from imp_stats.questions.groups import streams_of
from imp_stats.vocabulary import CANADA, NOT_STATED, entries

if TYPE_CHECKING:
    import duckdb

# Each measure's questions and the codes that tell their rows apart: the first whose codes a frame has is the one.
_QUESTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "holders": {
        "holders_by_stream": ("program", "year", "stream"),
        "holders_by_province": ("program", "province", "year"),
        "holders_by_year": ("program", "year"),
    },
    "effective_year": {
        "effective_by_occupation": ("program", "province", "year", "noc"),
        "effective_by_year": ("program", "province", "year"),
    },
    "effective_month": {"effective_by_month": ("program", "province", "month")},
    "positions": {
        "positions_by_occupation": ("program", "province", "year", "noc"),
        "positions_by_year": ("program", "province", "year"),
    },
    "population": {"population_by_province": ("province", "day")},
}
_EVERY_ROW_HAS = ("lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_UNWRITTEN = "not stated"  # the stream of a place that prints none


@dataclass(frozen=True)
class Sought:
    """What the cells of a row have in common; ``province`` None means every row but printed Canada's."""

    measure: str
    source: str
    vintage: str
    first: dt.date
    last: dt.date
    program: str | None
    province: str | None
    streams: list[str] | None = None
    noc: str | None = None


def asked(frame: pd.DataFrame, measure: str) -> tuple[str, list[str]]:
    """The question that answers with such a frame, and the columns of codes that tell its rows apart."""
    if measure not in _QUESTIONS:
        hint = (
            "it is a sum of months: explain the months, effective_by_month(db)."
            if measure == "effective_months"
            else "it is kept by hand from its source, which the columns source and vintage name."
        )
        msg = f"No cell of a table held prints {measure}: {hint}"
        raise NotHeldError(msg)
    missing = [name for name in _EVERY_ROW_HAS if name not in frame.columns]
    if missing:
        msg = f"The frame of {measure} has no {listed(missing)}: pass it as a question returned it."
        raise IncomparableError(msg)
    for question, codes in _QUESTIONS[measure].items():
        if set(codes) <= set(frame.columns):
            places = ["province"] if "province" in frame.columns and "province" not in codes else []
            return question, [*codes, *places]
    needed = " or ".join(listed(codes) for codes in _QUESTIONS[measure].values())
    msg = f"The cells of a count of {measure} are found by {needed}: the frame lacks these columns."
    raise IncomparableError(msg)


def sought_by(question: str, measure: str, row: pd.Series[Any]) -> Sought:
    """By what the cells of a row are found again."""
    first, last = _period(row)
    place = str(row.get("province", CANADA))
    sought = Sought(
        measure=measure,
        source=str(row["source"]),
        vintage=str(row["vintage"]),
        first=first,
        last=last,
        program=str(row["program"]) if "program" in row else None,
        province=place,
    )
    summed = None if place == CANADA else place
    if question == "holders_by_stream":
        if row["stream"] == _UNWRITTEN:
            return replace(sought, province=NOT_STATED)
        return replace(sought, province=summed, streams=_streams(str(row["program"]), str(row["stream"])))
    if question == "effective_by_month":
        return replace(sought, province=summed)
    if question == "effective_by_occupation":
        return replace(sought, province=summed, noc=str(row["noc"]))
    return replace(sought, noc=str(row["noc"])) if question == "positions_by_occupation" else sought


def _streams(program: str, stream: str) -> list[str]:
    """The paths of a row's stream: its own, or those of the group it names."""
    return [stream] if stream in entries("stream") else streams_of(program, stream)


def _period(row: pd.Series[Any]) -> tuple[dt.date, dt.date]:
    if "year" in row:
        return dt.date(int(row["year"]), 1, 1), dt.date(int(row["year"]), 12, 31)
    day = pd.Timestamp(row["month"] if "month" in row else row["day"]).date()
    return day, day


def cells_of(db: duckdb.DuckDBPyConnection, sought: Sought) -> pd.DataFrame:
    """The cells sought, one a row, each as it was printed."""
    return ask(
        db,
        "cells_behind",
        source=sought.source,
        vintage=sought.vintage,
        measure=sought.measure,
        first=sought.first,
        last=sought.last,
        program=sought.program,
        province=sought.province,
        streams=sought.streams,
        noc=sought.noc,
    )


def excess(db: duckdb.DuckDBPyConnection, sought: Sought) -> int:
    """By how much the places' printed totals can exceed printed Canada, where a row adds up places; else 0."""
    if sought.measure != "effective_year" or sought.province is not None:
        return 0
    places = cells_of(db, replace(sought, noc=None))
    canada = cells_of(db, replace(sought, noc=None, province=CANADA))
    return max(0, int(places["upper"].sum() - canada["lower"].sum()))
