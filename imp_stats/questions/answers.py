"""One year and its several right answers: what the tables held say, and what others published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.intervals import total
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang, check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.effective import effective_by_month, effective_by_year
from imp_stats.questions.figures import published_figures
from imp_stats.questions.filters import ordered
from imp_stats.questions.holders import holders_by_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

_COUNTED = ("effective_year", "effective_months", "holders", "valid_in_year")
_ORDER = ("measure", "program", "year", "label", "printed_as", "value", "lower", "upper", "certainty")
_TAIL = ("source", "citation", "vintage")
_SAID: dict[str, tuple[str, str]] = {
    "holders": ("Valid permit on 31 December {}", "Permis valide le 31 décembre {}"),
    "effective_year": (
        "Permit became effective in {}, as printed",
        "Permis entré en vigueur en {}, tel que publié",
    ),
    "effective_months": ("Months of {} added up, by citizenship", "Mois de {} additionnés, par citoyenneté"),
}


def one_year(db: duckdb.DuckDBPyConnection, *, year: int, lang: str = "en") -> pd.DataFrame:
    """One row per answer to "how many people in this program in the year?": several measures, on purpose.

    Columns ``measure``, ``program``, ``year``, ``label`` (what was counted), ``printed_as`` (others' own words),
    ``value``, ``lower``, ``upper``, ``certainty`` (A official text or table, B a secondary source that quotes it),
    ``source`` (who says so), ``citation``, ``vintage``. Answers come first from the tables held, each by its question,
    then from what others published of another lineage. The frame is for ``charts.answers``: ``compare`` refuses it.

    Raises
    ------
    NotHeldError
        A year for which nothing is held.

    Examples
    --------
    >>> import imp_stats as ims
    >>> answers = ims.one_year(ims.open_warehouse(), year=2021)
    >>> answers.loc[answers["program"] == "IMP", ["measure", "lower", "upper", "vintage"]].head(3)
                measure   lower   upper     vintage
    0           holders  430013  430017  2024-12-31
    2    effective_year  333203  333207  2024-12-31
    3  effective_months  339788  346802  2026-01-31

    """
    language = check_lang(lang)
    parts = [*_held(db, year, language), *_published(db, year, language)]
    if not parts:
        msg = f"year={year}: no table and no published figure held counts people in that year."
        raise NotHeldError(msg)
    answer = pd.concat(parts, ignore_index=True)
    return ordered(frame(answer), *_ORDER, *_TAIL)


def _held(db: duckdb.DuckDBPyConnection, year: int, lang: Lang) -> Iterator[pd.DataFrame]:
    questions: tuple[Callable[[], pd.DataFrame], ...] = (
        lambda: holders_by_year(db, year=year),
        lambda: effective_by_year(db, year=year),
        lambda: _whole_years(effective_by_month(db, since=year, until=year)),
    )
    for question in questions:
        try:
            found = question()
        except NotHeldError:
            continue
        measure = measure_of(found)
        rows = found.assign(
            measure=measure,
            year=year,
            label=_SAID[measure][lang == "fr"].format(year),
            printed_as="",
            value=found[measure],
            certainty="A",
            source="IRCC",
            citation=found["source"],
        )
        yield rows[[*_ORDER, *_TAIL]]


def _whole_years(months: pd.DataFrame) -> pd.DataFrame:
    """The person-months of each program of which all twelve months are there."""
    whole = months.groupby("program")["month"].transform("count") == 12
    if not whole.any():
        msg = "no twelve months of one year"
        raise NotHeldError(msg)
    return total(months[whole], by="program")


def _published(db: duckdb.DuckDBPyConnection, year: int, lang: Lang) -> Iterator[pd.DataFrame]:
    """What others published of the whole of a program; a figure read from a table held is no second answer."""
    try:
        found = published_figures(db, year=year, program=["IMP", "TFWP"], lang=lang)
    except NotHeldError:
        return
    held = ask(db, "sources").dropna(subset=["vintage"])
    lineages = set(held["card"] + "-" + held["vintage"])
    kept = found[
        found["measure"].isin(_COUNTED)
        & (found["province"] == "CA")
        & found["stream"].isna()
        & found["category"].isna()
        & ~found["lineage"].isin(lineages)
        & found["value"].notna()
    ]
    yield kept.assign(source=kept["publisher"], citation=kept["source"])[[*_ORDER, *_TAIL]]
