"""The printed cells behind a row, found again by its table, vintage, measure and codes."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.phrases import listed
from imp_stats.queries import ask
from imp_stats.questions.groups import streams_of
from imp_stats.vocabulary import CANADA, NOT_STATED, entries

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "effective_month": {
        "pgwp_by_area": ("program", "stream", "province", "area", "month"),
        "effective_by_citizenship": ("program", "citizenship", "month"),
        "effective_by_gender": ("program", "gender", "month"),
        "effective_by_month": ("program", "province", "month"),
    },
    "pr_admissions": {
        "pr_admissions_by_class": ("program", "province", "year", "pr_class"),
        "pr_admissions_by_year": ("program", "province", "year"),
        "pr_admissions_by_month": ("program", "province", "month"),
    },
    "positions": {
        "positions_by_stream": ("program", "province", "year", "lmia_stream"),
        "positions_by_occupation": ("program", "province", "year", "noc"),
        "positions_by_year": ("program", "province", "year"),
    },
    "positions_listed": {"positions_by_quarter": ("program", "province", "quarter")},
    "population": {"population_by_province": ("province", "day")},
    "npr": {"npr_by_quarter": ("npr_type", "day")},
    "earners_2015": {"earners_by_occupation": ("province", "year", "noc")},
}
BY_PARTS = (
    "Explain its parts, the rows that the question returned, before they are added up or changed: "
    "ims.explain(db, frame, row=0), row=1 and so on."
)
CELLS_BEHIND = "cells_behind"  # the SQL that finds the cells of a row
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
    lmia_stream: str | None = None
    pr_class: str | None = None
    citizenship: str | None = None
    gender: str | None = None
    area: str | None = None
    npr_type: str | None = None
    period_kind: str | None = None  # where a measure is printed for months, quarters and years alike


def asked(frame: pd.DataFrame, measure: str) -> tuple[str, list[str]]:
    """The question that answers with such a frame, and the columns of codes that tell its rows apart."""
    if measure not in _QUESTIONS:
        hint = (
            f"it is a sum of months: explain the months, effective_by_month(db). {BY_PARTS}"
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
            more = ["province"] if question != "positions_by_quarter" else ["lmia_stream", "noc"]
            return question, [*codes, *(code for code in more if code in frame.columns and code not in codes)]
    needed = " or ".join(listed(codes) for codes in _QUESTIONS[measure].values())
    msg = (
        f"The cells of a count of {measure} are found by {needed}: the frame lacks these columns. {BY_PARTS}"
    )
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
    narrowed = _NARROWED.get(question, _NARROWED.get(measure))
    return narrowed(sought, row) if narrowed else sought


def _summed(sought: Sought) -> str | None:
    """The place of a row for whose Canada the places were added up."""
    return None if sought.province == CANADA else sought.province


def _of_stream(sought: Sought, row: pd.Series[Any]) -> Sought:
    if row["stream"] == _UNWRITTEN:
        return replace(sought, province=NOT_STATED)
    return replace(
        sought, province=_summed(sought), streams=_streams(str(row["program"]), str(row["stream"]))
    )


def _of_month(sought: Sought, row: pd.Series[Any]) -> Sought:
    return sought if row["provenance"] == "printed" else replace(sought, province=_summed(sought))


def _of_occupation(sought: Sought, row: pd.Series[Any]) -> Sought:
    return replace(sought, province=_summed(sought), noc=_occupation(row))


def _occupation(row: pd.Series[Any]) -> str:
    """The code that the table has: the older one of a row that ``ims.harmonize`` took over as one code to one."""
    return str(row["noc_from"] or row["noc"]) if "noc_from" in row else str(row["noc"])


def _of_admissions(sought: Sought, row: pd.Series[Any]) -> Sought:
    of_class = "pr_class" in row
    return replace(
        sought,
        province=_summed(sought) if of_class else sought.province,
        pr_class=str(row["pr_class"]) if of_class else None,
        period_kind="month" if "month" in row else "year",
    )


def _of_positions(sought: Sought, row: pd.Series[Any]) -> Sought:
    """Tables of positions print Canada; the lists of employers do not, so that Canada is all their rows."""
    is_summed = sought.measure == "positions_listed" and sought.province == CANADA
    return replace(
        sought,
        province=None if is_summed else sought.province,
        lmia_stream=str(row["lmia_stream"]) if "lmia_stream" in row else None,
        noc=_occupation(row) if "noc" in row else None,
    )


def _of_area(sought: Sought, row: pd.Series[Any]) -> Sought:
    return replace(sought, streams=[str(row["stream"])], area=str(row["area"]))


def _of_person(sought: Sought, row: pd.Series[Any]) -> Sought:
    """The cells of one country or one gender, which name no place."""
    codes = {name: str(row[name]) for name in ("citizenship", "gender") if name in row}
    return replace(sought, province=None, citizenship=codes.get("citizenship"), gender=codes.get("gender"))


def _of_type(sought: Sought, row: pd.Series[Any]) -> Sought:
    return replace(sought, npr_type=str(row["npr_type"]))


def _of_earners(sought: Sought, row: pd.Series[Any]) -> Sought:
    return replace(sought, noc=_occupation(row))


# By what more the cells of a question's row, or of all rows of a measure, are found.
_NARROWED: dict[str, Callable[[Sought, pd.Series[Any]], Sought]] = {
    "holders_by_stream": _of_stream,
    "effective_by_month": _of_month,
    "effective_by_occupation": _of_occupation,
    "effective_by_citizenship": _of_person,
    "effective_by_gender": _of_person,
    "pgwp_by_area": _of_area,
    "pr_admissions": _of_admissions,
    "positions": _of_positions,
    "positions_listed": _of_positions,
    "npr": _of_type,
    "earners_2015": _of_earners,
}


def _streams(program: str, stream: str) -> list[str]:
    """The paths of a row's stream: its own, or those of the group it names."""
    return [stream] if stream in entries("stream") else streams_of(program, stream)


def _period(row: pd.Series[Any]) -> tuple[dt.date, dt.date]:
    if "year" in row:
        return dt.date(int(row["year"]), 1, 1), dt.date(int(row["year"]), 12, 31)
    (name,) = {"month", "quarter", "day"} & set(map(str, row.index))
    day = pd.Timestamp(row[name]).date()
    return day, day


def parameters_of(sought: Sought) -> dict[str, object]:
    """What the SQL is asked to find the cells sought."""
    return asdict(sought)


def cells_of(db: duckdb.DuckDBPyConnection, sought: Sought) -> pd.DataFrame:
    """The cells sought, one a row, each as it was printed."""
    return ask(db, "cells_behind", **parameters_of(sought))


def excess(db: duckdb.DuckDBPyConnection, sought: Sought) -> int:
    """By how much the places' printed totals can exceed printed Canada, where a row adds up places; else 0."""
    if sought.measure != "effective_year" or sought.province is not None:
        return 0
    places = cells_of(db, replace(sought, noc=None))
    canada = cells_of(db, replace(sought, noc=None, province=CANADA))
    return max(0, int(places["upper"].sum() - canada["lower"].sum()))
