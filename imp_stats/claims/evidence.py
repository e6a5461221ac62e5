"""What the tables held say of one count: by measure, dimensions and period, in any vintage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.cards import cards
from imp_stats.claims.dimensions import not_taken
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.intervals import total
from imp_stats.measures import measure_of
from imp_stats.queries import ask
from imp_stats.questions.admissions import pr_admissions_by_year
from imp_stats.questions.effective import effective_by_month, effective_by_occupation, effective_by_year
from imp_stats.questions.holders import holders_by_province, holders_by_stream, holders_by_year
from imp_stats.questions.plans import arrivals_by_month, arrivals_by_year, levels_plan
from imp_stats.questions.positions import positions_by_occupation, positions_by_year
from imp_stats.questions.residents import npr_by_quarter, population_by_province
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    import duckdb

_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_DAY = "-12-31"
_MONTHS = 12
_HALVES = {"H1": ("01", "06"), "H2": ("07", "12")}
BOTH = "both"


@dataclass(frozen=True)
class Subject:
    """What is counted: a measure, of whom, and when (``2021``, ``2021-12-31``, ``2021-03``, ``2024-H1``, ``2024-01/2024-08``)."""

    measure: str
    period: str
    program: str | None = None
    province: str = CANADA
    stream: str | None = None
    noc: str | None = None
    npr_type: str | None = None
    plan: str | None = None

    def filters(self, *names: str) -> dict[str, Any]:
        """The keywords of a question: a program that is both is none in particular."""
        given = {name: getattr(self, name) for name in names}
        return {name: None if value == BOTH else value for name, value in given.items()}

    @property
    def year(self) -> int:
        """The year of the period."""
        return int(self.period[:4])

    def months(self) -> tuple[str, str]:
        """The first and the last month of the period."""
        first, _, last = self.period.partition("/")
        if last:
            return first, last
        half = _HALVES.get(self.period[5:])
        if half:
            return f"{self.year}-{half[0]}", f"{self.year}-{half[1]}"
        return (self.period, self.period) if len(self.period) == 7 else (f"{self.year}-01", f"{self.year}-12")


@dataclass(frozen=True)
class Evidence:
    """What a table held says: a count with its bounds, where it stands, and by which chain it reaches us."""

    measure: str
    value: int | None
    lower: int
    upper: int | None
    source: str
    vintage: str
    lineage: str
    certainty: str = "A"
    as_of: str | None = None
    published: bool = False


class _PartOfYearError(NotHeldError):
    """A table holds some months of a year that was asked for whole."""

    def __init__(self, months: int) -> None:
        super().__init__(f"Of the year, the table holds {months} months.")
        self.months = months


Answer = Callable[["duckdb.DuckDBPyConnection", Subject, str | None], pd.DataFrame]


def evidence_of(
    db: duckdb.DuckDBPyConnection, subject: Subject, *, as_of: str | None = None
) -> Evidence | None:
    """The count that the tables held give of a subject, in the newest vintage or that of a date; None if none does."""
    try:
        rows = _rows(db, subject, as_of)
        found = rows if len(rows) == 1 else total(rows)
    except (
        NotHeldError,
        IncomparableError,
        UnknownWordError,
    ):  # nothing counts this, or nothing adds up to it
        return None
    row = found.iloc[0]
    measure = measure_of(found)
    if measure != subject.measure:
        return None
    return Evidence(
        measure=measure,
        value=None if pd.isna(row[measure]) else int(row[measure]),
        lower=int(row["lower"]),
        upper=None if pd.isna(row["upper"]) else int(row["upper"]),
        source=str(row["source"]),
        vintage=str(row["vintage"]),
        lineage=lineage_of(str(row["source"]), str(row["vintage"])),
        certainty=str(rows["certainty"].max()) if "certainty" in rows else "A",
        as_of=as_of,
    )


def months_held(db: duckdb.DuckDBPyConnection, subject: Subject) -> int | None:
    """How many months of a year its table holds, where the year is not over in it."""
    try:
        _rows(db, subject, None)
    except _PartOfYearError as found:
        return found.months
    except (NotHeldError, IncomparableError, UnknownWordError):
        pass
    return None


def _rows(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    """The rows that answer a subject by every dimension that it has."""
    _refuse_unless(subject, subject.measure in _ANSWERS and not not_taken(asdict(subject)))
    return _ANSWERS[subject.measure](db, subject, as_of)


def other_vintages(
    db: duckdb.DuckDBPyConnection, subject: Subject, newest: Evidence, vintages: pd.DataFrame | None = None
) -> list[Evidence]:
    """What the older vintages held give of a subject, the newest of them first; the list of them may be given."""
    held = ask(db, "vintages") if vintages is None else vintages
    of_same = [citation in newest.source for citation in held["citation"]]
    dates = sorted(set(held.loc[of_same, "vintage"]), reverse=True)
    found = (evidence_of(db, subject, as_of=date) for date in dates if date < newest.vintage)
    distinct = {one.lineage: one for one in found if one is not None and one.lineage != newest.lineage}
    return list(distinct.values())


def lineage_of(source: str, vintage: str) -> str:
    """By which chain a figure reaches us: the table and vintage of a publisher, or the source of what is kept by hand."""
    found = next((card for card in cards().values() if card.citation == source and not card.table), None)
    return f"{found.id}-{vintage}" if found else source


def _holders(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, subject.period == f"{subject.year}{_LAST_DAY}")
    said = {**subject.filters("program"), "year": subject.year, "as_of": as_of}
    if subject.stream:
        return holders_by_stream(db, stream=subject.stream, province=subject.province, **said)
    if subject.province != CANADA:
        return holders_by_province(db, province=subject.province, **said)
    return _both(subject, holders_by_year(db, **said))


def _effective_year(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, _YEAR.fullmatch(subject.period) is not None)
    said = {**subject.filters("province"), "year": subject.year, "as_of": as_of}
    if subject.noc:
        found = effective_by_occupation(db, noc=subject.noc, **said)
        _refuse_unless(subject, set(found["program"]) == {subject.program})
        return found
    return _whole(subject, _both(subject, effective_by_year(db, **subject.filters("program"), **said)))


def _effective_month(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    first, last = subject.months()
    said = subject.filters("program", "province")
    found = effective_by_month(db, since=first, until=last, as_of=as_of, **said)
    expected = len(pd.period_range(first, last, freq="M")) * found["program"].nunique()
    _refuse_unless(subject, len(found) == expected)  # a missing month blocks a sum
    return _both(subject, found)


def _pr_admissions(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, _YEAR.fullmatch(subject.period) is not None and subject.program != BOTH)
    said = subject.filters("program", "province")
    return _whole(subject, pr_admissions_by_year(db, year=subject.year, as_of=as_of, **said))


def _positions(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, _YEAR.fullmatch(subject.period) is not None)
    said: dict[str, Any] = {"province": subject.province, "year": subject.year, "as_of": as_of}
    if subject.noc:
        return positions_by_occupation(db, noc=subject.noc, **said)
    return positions_by_year(db, **said)


def _arrivals(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    program = "workers" if subject.program == BOTH else subject.program
    if _YEAR.fullmatch(subject.period):
        return arrivals_by_year(db, program=program, year=subject.year)
    first, last = subject.months()
    found = arrivals_by_month(db, program=program, since=first, until=last)
    _refuse_unless(subject, as_of is None and len(found) == len(pd.period_range(first, last, freq="M")))
    return found


def _target(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, as_of is None)
    program = "workers" if subject.program == BOTH else subject.program
    found = levels_plan(db, program=program, year=subject.year, plan=subject.plan)
    is_newest = found["plan"] == found["plan"].max()
    kept: pd.DataFrame = found[is_newest & found["category"].isna()]
    return kept


def _npr(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, _DAY.fullmatch(subject.period) is not None)
    quarter = subject.period[:7]
    return npr_by_quarter(db, npr_type=subject.npr_type, since=quarter, until=quarter, as_of=as_of)


def _population(db: duckdb.DuckDBPyConnection, subject: Subject, as_of: str | None) -> pd.DataFrame:
    _refuse_unless(subject, _DAY.fullmatch(subject.period) is not None)
    return population_by_province(db, province=subject.province, on=subject.period, as_of=as_of)


def _both(subject: Subject, found: pd.DataFrame) -> pd.DataFrame:
    """The rows, if they are of both programs where both were asked for, or none in particular."""
    _refuse_unless(subject, subject.program not in (None, BOTH) or found["program"].nunique() == 2)
    return found


def _whole(subject: Subject, found: pd.DataFrame) -> pd.DataFrame:
    """The rows, if the year is over in their table."""
    dated = found["vintage"].astype("str")
    months = dated.str[5:7].where(dated.str[:4] == str(subject.year), "12").astype("int").min()
    if "months" in found:
        months = int(found["months"].min())
    if months < _MONTHS:
        raise _PartOfYearError(int(months))
    return found


def _refuse_unless(subject: Subject, holds: bool) -> None:  # noqa: FBT001 - the rule itself
    if not holds:
        msg = f"No table held answers {subject}."
        raise NotHeldError(msg)


_ANSWERS: dict[str, Answer] = {
    "holders": _holders,
    "effective_year": _effective_year,
    "effective_month": _effective_month,
    "effective_months": _effective_month,
    "pr_admissions": _pr_admissions,
    "positions": _positions,
    "arrivals": _arrivals,
    "target": _target,
    "npr": _npr,
    "population": _population,
}
