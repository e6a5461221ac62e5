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
    "cells", "cells_summed", "years", "months",
)  # fmt: skip
_DATES = ("month", "day", "date", "until", "first_period", "last_period")
_BOOLEANS = ("is_notional", "is_newest", "is_derived")


def ask(db: duckdb.DuckDBPyConnection, name: str, **params: Any) -> pd.DataFrame:  # noqa: ANN401 - what SQL takes
    """The answer to the question ``sql/questions/<name>.sql`` with its ``$parameters``, as a frame."""
    return frame(db.execute(_question(name), params).df())


@cache
def _question(name: str) -> str:
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
    return "Float64" if "share" in column or "coverage" in column else "str"
