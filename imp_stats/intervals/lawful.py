"""Which count may be divided by which, for what day or year, and what is said of any other division."""

import csv
from dataclasses import dataclass
from functools import cache

import pandas as pd

from imp_stats.errors import IncomparableError
from imp_stats.folders import shipped_data
from imp_stats.intervals.pairs import refuse_measures
from imp_stats.measures import measure as declared
from imp_stats.measures import measure_of
from imp_stats.phrases import listed


@dataclass(frozen=True)
class Ratio:
    """A lawful division: which day or year of the divisor goes with a year of the count, and why.

    ``years_apart`` is how far the two years may lie apart where the divisor is of one year.
    """

    years_after: int
    day: str
    years_apart: int
    reason_en: str


@cache
def ratios() -> dict[tuple[str, str], Ratio]:
    """What may be divided by what, as declared in ``data/reference/ratios.csv``."""
    path = shipped_data() / "reference" / "ratios.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["numerator"], row["denominator"]): Ratio(
                int(row["years_after"]), row["day"], int(row["years_apart"]), row["reason_en"]
            )
            for row in csv.DictReader(file)
        }


def lawful(frame: pd.DataFrame, divisor: pd.DataFrame) -> Ratio:
    """How the one measure is divided by the other; what is not declared is refused."""
    one, other = measure_of(frame), measure_of(divisor)
    if (one, other) in ratios():
        return ratios()[one, other]
    refuse_measures(frame, divisor)
    divided = list(
        dict.fromkeys(numerator for numerator, denominator in ratios() if denominator == "population")
    )
    msg = (
        f"{one} by {other} is no rate: both count the same.\n  {one}: {declared(one).definition()}\n"
        f"  Instead: divide {listed(divided)} by population, per_thousand(ims.holders_by_province(db), "
        "ims.population_by_province(db)); the part of a whole is ims.share."
    )
    raise IncomparableError(msg)
