"""Pairs of measures that do not count the same: why, and the call that would be right."""

import csv
from dataclasses import dataclass
from functools import cache

import pandas as pd

from imp_stats.errors import IncomparableError
from imp_stats.folders import shipped_data
from imp_stats.measures import measure as declared
from imp_stats.measures import measure_of


@dataclass(frozen=True)
class Advice:
    """Why two measures are not compared, and the call that would be right."""

    why: str
    instead: str


@cache
def advice() -> dict[frozenset[str], Advice]:
    """What is said of every pair of measures, as declared in ``data/reference/comparisons.csv``."""
    path = shipped_data() / "reference" / "comparisons.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            frozenset({row["measure_a"], row["measure_b"]}): Advice(row["why_en"], row["instead_en"])
            for row in csv.DictReader(file)
        }


def refuse_measures(a: pd.DataFrame, b: pd.DataFrame) -> str:
    """The measure of both frames; two measures are refused with both definitions and the right call."""
    one, other = measure_of(a), measure_of(b)
    if one != other:
        said = advice()[frozenset({one, other})]
        definitions = "\n".join(
            f"  {name}: {declared(name).definition()} [{declared(name).unit}, {declared(name).kind}]"
            for name in (one, other)
        )
        msg = f"{one} and {other} do not count the same: {said.why}\n{definitions}\n  Instead: {said.instead}"
        raise IncomparableError(msg)
    return one
