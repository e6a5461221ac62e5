"""Other people's figures, each with its measure, vintage, certainty and lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import check_lang
from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, Years, day, each_found, held_words, ordered, years

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def published_figures(
    db: duckdb.DuckDBPyConnection,
    *,
    measure: Words = None,
    program: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per figure that others published, with its measure, vintage, certainty and lineage.

    Columns ``figure``, ``measure``, ``program``, ``province``, ``stream``, ``category`` (a part of the program, where the
    figure is of one), ``year``, ``period``, ``label``, ``printed_as``, ``value``,
    ``lower``, ``upper`` (what the printed words allow), ``certainty`` (A official text, B a secondary source that
    quotes it, C derived), ``lineage`` (figures of one lineage do not confirm each other), ``publisher``, ``source``,
    ``vintage``, ``note``. The frame holds several measures, so that ``compare`` and charts of one measure refuse it.

    Raises
    ------
    UnknownWordError
        A measure or program that is none.
    NotHeldError
        A year for which no figure is held.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.published_figures(ims.open_warehouse(), measure="effective_year", year=2021, program="IMP")
    >>> "more than 315,000" in set(frame["printed_as"])
    True

    """
    language = check_lang(lang)
    measures = [measure] if isinstance(measure, str) else None if measure is None else list(measure)
    for name in measures or []:
        known_measure(name)
    whole = ask(db, "published_figures", measures=None, programs=None, years=None, as_of=None)
    programs = held_words(program, whole["program"], "program of a published figure")
    asked = years(year)
    found = ask(db, "published_figures", measures=measures, programs=programs, years=asked, as_of=day(as_of))
    if found.empty:
        held = f"{whole['year'].min()} to {whole['year'].max()}"
        msg = f"No figure for year={year}, measure={measure}, program={program}, as_of={as_of}; figures held cover {held}."
        raise NotHeldError(msg)
    each_found(found, "No such figure is held.", measure=measures, year=asked)
    named = found.assign(label=found[f"label_{language}"], note=found["note_en"])
    order = (
        "figure",
        "measure",
        "program",
        "province",
        "stream",
        "category",
        "year",
        "period",
        "label",
        "printed_as",
    )
    return ordered(
        named,
        *order,
        "value",
        "lower",
        "upper",
        "certainty",
        "lineage",
        "publisher",
        "source",
        "vintage",
        "note",
    )
