"""What was aimed for and what was published: the levels plans, and other people's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Date, Words, Years, day, each_found, ordered, years
from imp_stats.vocabulary import entries, folded

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TAIL = ("status", "hidden", "provenance", "source", "vintage")


def levels_plan(
    db: duckdb.DuckDBPyConnection,
    *,
    plan: Words = None,
    program: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per plan, program and year: the target of the Immigration Levels Plan, in new arrivals.

    Columns ``plan``, ``program`` (IMP, TFWP, workers, students, temporary residents, permanent residents), ``year``,
    ``category``, ``counts`` (what the target counts), ``is_notional``, ``certainty``, ``target`` (persons), ``lower``,
    ``upper`` (the printed range, where there is one), ``status``, ``hidden``, ``provenance``, ``source``, ``vintage`` (the
    day the plan was tabled). A target is no cap and counts neither extensions nor seasonal workers: it is never
    compared with holders.

    Raises
    ------
    UnknownWordError
        A plan or program that is none; the message names those held.
    NotHeldError
        A year that no plan held covers.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.levels_plan(ims.open_warehouse(), plan="2026-2028", program=["IMP", "TFWP"], year=2026)
    >>> frame[["program", "year", "target"]]
      program  year  target
    0     IMP  2026  170000
    1    TFWP  2026   60000

    """
    language = check_lang(lang)
    whole = ask(db, "levels_plan", plans=None, programs=None, years=None, as_of=None)
    plans = _known(plan, whole["plan"], "plan")
    programs = _known(program, whole["program"], "program of a levels plan")
    asked = years(year)
    found = ask(db, "levels_plan", plans=plans, programs=programs, years=asked, as_of=day(as_of))
    if found.empty:
        held = f"{whole['year'].min()} to {whole['year'].max()}"
        msg = f"No target for year={year}, plan={plan}, program={program}, as_of={as_of}; plans held cover {held}."
        raise NotHeldError(msg)
    each_found(found, "No such target is held.", plan=plans, program=programs, year=asked)
    counted = found.assign(counts=found[f"counts_{language}"], status="exact", hidden=0, provenance="printed")
    order = (
        "plan",
        "program",
        "year",
        "category",
        "counts",
        "is_notional",
        "certainty",
        "target",
        "lower",
        "upper",
    )
    return ordered(frame(counted), *order, *_TAIL)


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
    programs = _known(program, whole["program"], "program of a published figure")
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


def arrivals_by_year(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program and year: people who arrived anew to work, the count that targets are set for.

    Columns ``program`` (IMP, TFWP, workers), ``year``, ``is_derived``, ``certainty``, ``note``, ``arrivals``
    (persons), ``lower``, ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. The newest release of each year. IRCC publishes no file of these: they
    reach us through pages and those who quote them, hence the certainty.

    Raises
    ------
    NotHeldError
        A year or a program for which no whole year is held: 2025 has one for both programs together only.
    UnknownWordError
        A program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.arrivals_by_year(ims.open_warehouse(), program=["IMP", "TFWP"])[["program", "year", "arrivals"]]
      program  year  arrivals
    0     IMP  2024    300115
    1    TFWP  2024     93595

    """
    return _arrivals(db, program, year, as_of, lang, whole_years=True).drop(columns="month")


def arrivals_by_month(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program and month: people who arrived anew to work in the month.

    Columns as :func:`arrivals_by_year` with ``month`` (its first day) for the year. Months are missing in between: a sum of what
    is held is no year to date.

    Raises
    ------
    NotHeldError
        A year of which no month is held.
    UnknownWordError
        A program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.arrivals_by_month(ims.open_warehouse(), program="TFWP", year=2025)["month"].dt.month.tolist()
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]

    """
    return _arrivals(db, program, year, as_of, lang, whole_years=False).drop(columns="year")


def _arrivals(
    db: duckdb.DuckDBPyConnection, program: Words, year: Years, as_of: Date, lang: str, *, whole_years: bool
) -> pd.DataFrame:
    check_lang(lang)
    whole = ask(db, "arrivals", programs=None, as_of=None, whole_years=whole_years)
    programs = _known(program, whole["program"], "program of which arrivals are held")
    found = ask(db, "arrivals", programs=programs, as_of=day(as_of), whole_years=whole_years)
    asked = years(year)
    kept = found if asked is None else found[found["year"].isin(asked)]
    lacking = [
        f"{one} {number}"
        for one in programs or []
        for number in asked or []
        if kept[(kept["program"] == one) & (kept["year"] == number)].empty
    ]
    if kept.empty or lacking:
        held = listed(
            f"{row.program} {row.year}" for row in whole[["program", "year"]].drop_duplicates().itertuples()
        )
        what = "year" if whole_years else "month"
        msg = f"{listed(lacking) if lacking else f'year={year}, as_of={as_of}'}: no {what} of arrivals held; {held} are."
        raise NotHeldError(msg)
    order = ("program", "year", "month", "is_derived", "certainty", "note", "arrivals", "lower", "upper")
    counted = kept.assign(
        status=kept["is_derived"].map({True: "estimated", False: "rounded"}),
        hidden=0,
        provenance=kept["is_derived"].map({True: "derived", False: "printed"}),
    )
    return ordered(frame(counted), *order, *_TAIL)


def _known(given: Words, held: pd.Series[str], noun: str) -> list[str] | None:
    """The words as the column has them: in any case, and a program also by its names."""
    if given is None:
        return None
    right = {folded(word): word for word in held.unique()}
    for entry in entries("program").values():
        if entry.code in right.values():
            right |= {folded(name): entry.code for name in (entry.en, entry.fr, *entry.aliases)}
    asked = [given] if isinstance(given, str) else list(given)
    for word in asked:
        if folded(str(word)) not in right:
            msg = f"{word!r} is no {noun}: it may be {listed(sorted(set(right.values())))}."
            raise UnknownWordError(msg)
    return [right[folded(str(word))] for word in asked]
