"""The call that an analyst would type for a count, a ranking or a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    from imp_stats.claims.evidence import Subject

_BY_YEAR = {
    "holders": "holders_by_year",
    "effective_year": "effective_by_year",
    "pr_admissions": "pr_admissions_by_year",
    "positions": "positions_by_year",
    "target": "levels_plan",
}
_BY_MONTH = {"effective_month": "effective_by_month", "effective_months": "effective_by_month"}
_OF_ONE = ("positions", "npr", "population")  # measures that no program is a dimension of


def call_of(subject: Subject) -> str:
    """The question that answers a count; figures of others where no question does."""
    if subject.measure == "npr":
        month = subject.period[:7]
        return written("npr_by_quarter", npr_type=subject.npr_type, since=month, until=month)
    if subject.measure == "population":
        return written("population_by_province", province=_place(subject), on=subject.period)
    program = None if subject.program == "both" or subject.measure in _OF_ONE else subject.program
    if subject.measure == "arrivals":
        return _arrivals(subject)
    if subject.measure in _BY_MONTH:
        first, last = subject.months()
        said = {"program": program, "province": _place(subject), "since": first, "until": last}
        return written(_BY_MONTH[subject.measure], **said)
    name = _name(subject)
    if name == "published_figures":
        of = "both" if subject.program == "both" else program
        return written(name, measure=subject.measure, program=of, year=subject.year)
    return written(
        name,
        plan=subject.plan,
        program=program,
        stream=subject.stream,
        noc=subject.noc,
        province=_place(subject),
        year=subject.year,
    )


def _name(subject: Subject) -> str:
    if subject.measure == "holders" and subject.stream:
        return "holders_by_stream"
    if subject.measure == "holders" and subject.province != CANADA:
        return "holders_by_province"
    if subject.noc and subject.measure in ("effective_year", "positions"):
        return "effective_by_occupation" if subject.measure == "effective_year" else "positions_by_occupation"
    return _BY_YEAR.get(subject.measure, "published_figures")


def _arrivals(subject: Subject) -> str:
    program = "workers" if subject.program == "both" else subject.program
    if len(subject.period) == 4:
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
