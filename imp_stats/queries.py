"""``ask``: the only door for SQL. A question is a file in ``sql/questions``; its answer is a pandas frame.

Every column has a declared dtype, so that a frame's dtypes depend neither on the data nor on the engine.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from imp_stats.folders import sql
from imp_stats.measures import measures

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_INTEGERS = (
    "year", "value", "lower", "upper", "hidden", "target_lower", "target_upper", "rank_best", "rank_worst",
    "cells", "cells_summed", "counted_twice", "years", "months",
    "first_year", "persons", "units",
    "value_before", "lower_before", "upper_before", "added", "gone", "place", "least_persons", "vintages", "change",
    "change_lower", "change_upper", "of_cells", "raised", "lowered", "largest_change", "largest_change_lower",
    "largest_change_upper", "tried", "periods", "missing",
)  # fmt: skip
_DATES = ("month", "quarter", "day", "date", "since", "until", "first_period", "last_period")
_BOOLEANS = ("is_notional", "is_newest", "is_derived", "is_total")
_FLOATS = (
    "claimed_lower", "claimed_upper", "answer", "answer_lower", "answer_upper",
    "amount", "cost", "pace", "pace_lower", "pace_upper", "pace_needed", "pace_needed_lower", "pace_needed_upper",
    "least_relative", "median_change", "mean_revision", "mean_revision_lower", "mean_revision_upper",
    "mean_absolute_revision", "mean_absolute_revision_lower", "mean_absolute_revision_upper",
)  # fmt: skip


def ask(db: duckdb.DuckDBPyConnection, name: str, **params: Any) -> pd.DataFrame:  # noqa: ANN401 - what SQL takes
    """The answer to the question ``sql/questions/<name>.sql`` with its ``$parameters``, as a frame."""
    return frame(db.execute(statement(name), params).df())


@cache
def statement(name: str) -> str:
    """The SQL of a question as its file has it."""
    return sql("questions", f"{name}.sql").read_text(encoding="utf-8")


def frame(found: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column in its declared dtype: counts ``Int64``, shares ``Float64``, the rest text."""
    return found.astype({column: _dtype(column) for column in found.columns})


def _dtype(column: str) -> str:
    if column in _INTEGERS or column in measures():
        return "Int64"
    if column in _DATES:
        return "datetime64[s]"
    if column in _BOOLEANS:
        return "boolean"
    return "Float64" if column in _FLOATS or "share" in column or "coverage" in column else "str"
