"""The call that an analyst would type for a count, a ranking or a rule."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imp_stats.claims.evidence import Evidence, Subject

_BY_YEAR = {
    "holders": "holders_by_year",
    "effective_year": "effective_by_year",
    "pr_admissions": "pr_admissions_by_year",
    "positions": "positions_by_year",
    "target": "levels_plan",
}
_BY_MONTH = {"effective_month": "effective_by_month", "effective_months": "effective_by_month"}
_YEAR = len("2021")
_PROGRAM_IS_KNOWN = ("positions_by_year", "positions_by_occupation", "effective_by_occupation")
_OF_WORKERS = ("arrivals", "target")  # measures of which both programs together have a name of their own


def call_of(subject: Subject, evidence: Evidence | None = None) -> str:
    """The question that gives a count, as of the vintage of the evidence; figures of others where they are that."""
    if evidence is not None and evidence.published:
        return _published(subject)
    as_of = evidence.as_of if evidence is not None else None
    if subject.measure == "npr":
        when = subject.year if len(subject.period) == _YEAR else subject.period[:7]
        return written("npr_by_quarter", npr_type=subject.npr_type, since=when, until=when, as_of=as_of)
    if subject.measure == "population":
        day = None if len(subject.period) == _YEAR else subject.period
        return written("population_by_province", province=_place(subject), on=day, as_of=as_of)
    if subject.measure == "arrivals":
        return _arrivals(subject)
    if subject.measure in _BY_MONTH:
        first, last = subject.months()
        said = {"program": _program(subject), "province": _place(subject), "since": first, "until": last}
        return written(_BY_MONTH[subject.measure], **said, as_of=as_of)
    return _by_year(subject, as_of)


def call_of_provinces(subject: Subject, provinces: Sequence[str]) -> str:
    """The question that gives a count of several provinces."""
    call = call_of(dataclasses.replace(subject, province=provinces[0]))
    return call.replace(f'province="{provinces[0]}"', f"province={[*provinces]}")


def _by_year(subject: Subject, as_of: str | None) -> str:
    name = _name(subject)
    if name == "published_figures":
        return _published(subject)
    return written(
        name,
        plan=subject.plan,
        program=None if name in _PROGRAM_IS_KNOWN else _program(subject),
        stream=subject.stream,
        noc=subject.noc,
        province=_place(subject),
        year=subject.year,
        as_of=as_of,
    )


def _published(subject: Subject) -> str:
    return written("published_figures", measure=subject.measure, program=subject.program, year=subject.year)


def _program(subject: Subject) -> str | None:
    if subject.program != "both":
        return subject.program
    return "workers" if subject.measure in _OF_WORKERS else None


def _name(subject: Subject) -> str:
    if subject.measure == "holders" and subject.stream:
        return "holders_by_stream"
    if subject.measure == "holders" and subject.province != CANADA:
        return "holders_by_province"
    if subject.noc and subject.measure in ("effective_year", "positions"):
        return "effective_by_occupation" if subject.measure == "effective_year" else "positions_by_occupation"
    return _BY_YEAR.get(subject.measure, "published_figures")


def _arrivals(subject: Subject) -> str:
    program = _program(subject)
    if len(subject.period) == _YEAR:
        return written("arrivals_by_year", program=program, year=subject.year)
    first, last = subject.months()
    return written("arrivals_by_month", program=program, since=first, until=last)


def _place(subject: Subject) -> str | None:
    return None if subject.province == CANADA else subject.province


def written(name: str, **said: object) -> str:
    """A call as it is typed, without the keywords that are left out.

    >>> written("holders_by_year", program="IMP", year=2021, province=None)
    'holders_by_year(db, program="IMP", year=2021)'
    """
    words = [f'{key}="{value}"' if isinstance(value, str) else f"{key}={value!r}" for key, value in said.items() if value is not None]  # fmt: skip
    return f"{name}({', '.join(['db', *words])})"
