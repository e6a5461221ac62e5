"""What is held: each measure by table, dimensions, years and vintages, read off the cells themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.measures import measure as known_measure
from imp_stats.phrases import Lang, check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Words, ordered, words

if TYPE_CHECKING:
    import duckdb

_SET = ["measure", "program", "card", "dimensions", "noc_version", "period_kind"]
_STEPS = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "year": 12,
}  # months from one period to the next; of days, the shortest met
_WORDS: dict[str, tuple[str, str]] = {
    "": ("Canada", "Canada"),
    "province": ("province", "province"),
    "stream": ("stream", "volet"),
    "lmia_stream": ("LMIA stream", "volet de l’EIMT"),
    "noc": ("occupation", "profession"),
    "citizenship": ("citizenship", "citoyenneté"),
    "gender": ("gender", "genre"),
    "area": ("metropolitan area", "région métropolitaine"),
    "skill": ("skill level", "niveau de compétence"),
    "pr_class": ("class of permanent residents", "catégorie de résidents permanents"),
    "npr_type": ("type of non-permanent resident", "type de résident non permanent"),
}


def coverage(
    db: duckdb.DuckDBPyConnection, *, measure: Words = None, program: Words = None, lang: str = "en"
) -> pd.DataFrame:
    """One row per measure, program, table, set of dimensions and kind of period: what is held, and what is missing.

    Columns ``measure``, ``program``, ``card``, ``dimensions`` ("province x stream"; empty for Canada as a whole),
    ``noc_version``, ``period_kind``, ``measure_name``, ``dimensions_name``, ``first_period``, ``last_period`` (the day, or
    the first day of the month, quarter, half or year), ``periods`` (how many have counts), ``missing`` (how many between the
    first and the last have none), ``missing_periods`` (which, with a comma between), ``cells`` (counts in the newest
    vintage, or in all files of a table of which each file is a period), ``hidden`` (of them, how many are "--"),
    ``vintages`` (how many are held), ``source``, ``vintage`` (the newest). Read off the cells: a table that is added is
    there without more. Counts that publishers print for Canada are apart from those that they print by place.

    Raises
    ------
    UnknownWordError
        A measure or a program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> held = ims.coverage(ims.open_warehouse(), measure="holders", program="TFWP")
    >>> held[["dimensions_name", "first_period", "last_period", "periods", "missing", "vintages"]]
         dimensions_name first_period last_period  periods  missing  vintages
    0             Canada   2000-12-31  2024-12-31       25        0         2
    1           province   2000-12-31  2024-12-31       25        0         2
    2  province × stream   2000-12-31  2024-12-31       25        0         2

    """
    language, programs = check_lang(lang), words("program", program)
    measures = [measure] if isinstance(measure, str) else None if measure is None else list(measure)
    for name in measures or []:
        known_measure(name)
    found = ask(db, "coverage", measures=measures, programs=programs)
    rows = [_row(periods, language) for _, periods in found.groupby(_SET, dropna=False, sort=False)]
    order = (*_SET, "measure_name", "dimensions_name", "first_period", "last_period", "periods", "missing")
    columns = (*order, "missing_periods", "cells", "hidden", "vintages", "source", "vintage")
    return frame(ordered(pd.DataFrame(rows, columns=list(columns)), *columns))


def _row(periods: pd.DataFrame, lang: Lang) -> dict[str, object]:
    """One set of dimensions from its periods, by date."""
    last = periods.iloc[-1]
    missing = _missing(periods["day"], last["period_kind"])
    return {
        **{name: last[name] for name in (*_SET, "vintages", "source", "vintage")},
        "measure_name": known_measure(last["measure"]).label(lang),
        "dimensions_name": " × ".join(_WORDS[word][lang == "fr"] for word in last["dimensions"].split(" x ")),
        "first_period": periods["day"].iloc[0],
        "last_period": last["day"],
        "periods": len(periods),
        "missing": len(missing),
        "missing_periods": ", ".join(_written(day, last["period_kind"]) for day in missing),
        "cells": periods["cells"].sum(),
        "hidden": periods["hidden"].sum(),
    }


def _missing(days: pd.Series[pd.Timestamp], kind: str) -> list[pd.Timestamp]:
    """The periods between the first and the last that are not there."""
    numbers = days.dt.year * 12 + days.dt.month
    step = _STEPS.get(kind) or (int(numbers.diff().min()) if len(days) > 1 else 12)
    held = set(numbers)
    gaps = [number for number in range(min(held), max(held), step) if number not in held]
    end = days.dt.is_month_end.all()
    first = [pd.Timestamp((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in gaps]
    return [day + pd.offsets.MonthEnd() if end else day for day in first]


def _written(day: pd.Timestamp, kind: str) -> str:
    """A period as it is written: 2021, 2021-H2, 2021-Q3, 2021-03, or the day."""
    if kind == "quarter":
        return f"{day.year}-Q{day.quarter}"
    if kind == "half":
        return f"{day.year}-H{1 if day.month <= 6 else 2}"
    return str(day.date())[: {"year": 4, "month": 7}.get(kind, 10)]
