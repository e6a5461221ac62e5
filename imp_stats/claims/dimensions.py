"""By what each measure can be asked for here: a count of which more is said than its measure has is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imp_stats.errors import UnknownWordError
from imp_stats.phrases import listed
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    from collections.abc import Mapping

# measure -> what may be said of it beside its period; for all others, what figures of others are by
_TAKEN: dict[str, tuple[str, ...]] = {
    "holders": ("program", "province", "stream"),
    "effective_year": ("program", "province", "noc"),
    "effective_month": ("program", "province"),
    "effective_months": ("program", "province"),
    "pr_admissions": ("program", "province"),
    "positions": ("program", "province", "noc"),
    "arrivals": ("program",),
    "target": ("program", "plan"),
    "npr": ("npr_type",),
    "population": ("province",),
}
_OF_FIGURES = ("program", "province", "stream")
_DIMENSIONS = ("program", "province", "stream", "noc", "npr_type", "plan")
_ALL = (None, "", CANADA)  # Canada is all provinces: it is said of every measure
_ONLY_OF = {"positions": "TFWP"}


def taken(measure: str) -> tuple[str, ...]:
    """The dimensions by which a measure can be asked for."""
    return _TAKEN.get(measure, _OF_FIGURES)


def not_taken(given: Mapping[str, Any]) -> list[str]:
    """What is said of a count that its measure has no dimension for.

    >>> not_taken({"measure": "positions", "program": "IMP", "stream": None, "province": "CA"})
    ['program']
    """
    measure = str(given["measure"])
    said = [name for name in _DIMENSIONS if given.get(name) not in _ALL]
    apart = [name for name in said if name not in taken(measure)]
    program = given.get("program")
    return apart + (["program"] if program and _ONLY_OF.get(measure, program) != program else [])


def refuse_not_taken(given: Mapping[str, Any]) -> None:
    """Refuse a count of which more is said than its measure has, with the dimensions it has."""
    apart = not_taken(given)
    if not apart:
        return
    measure = str(given["measure"])
    said = listed(f"{name}={given[name]!r}" for name in apart)
    only = f"it is of the {_ONLY_OF[measure]} only, and " if measure in _ONLY_OF else ""
    where = "" if "province" in taken(measure) else ", for Canada only"
    msg = (
        f"{said}: {measure} is not counted so here; {only}it is asked for by {listed(taken(measure))}{where}."
    )
    raise UnknownWordError(msg)
