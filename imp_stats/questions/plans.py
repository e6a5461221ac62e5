"""What was aimed for and what came: the levels plans, and new arrivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Date, Words, Years, day, each_found, held_words, month, ordered, years

if TYPE_CHECKING:
    import duckdb

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
    plans = held_words(plan, whole["plan"], "plan")
    programs = held_words(program, whole["program"], "program of a levels plan")
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


def plan_goals(db: duckdb.DuckDBPyConnection, *, plan: Words = None, lang: str = "en") -> pd.DataFrame:
    """One row per plan, goal and year: what a levels plan aims at or projects beside its targets.

    Columns ``plan``, ``goal``, ``first_year`` and ``year`` (the years it is of, or by whose end), ``relation`` (to, below, up to,
    about, or projected), ``persons`` or ``share`` (NA for the other), ``text``, ``certainty``, ``source``, ``vintage``. Goals for
    the share of temporary residents, what was projected for it, one-time initiatives, Francophone admissions. None is
    a target of new arrivals: those are in :func:`levels_plan`.

    Raises
    ------
    UnknownWordError
        A plan that is none; the message names those held.

    Examples
    --------
    >>> import imp_stats as ims
    >>> goals = ims.plan_goals(ims.open_warehouse(), plan="2026-2028")
    >>> goals.loc[goals["goal"] == "npr-share-goal", ["year", "relation", "share"]].to_dict("records")
    [{'year': 2027, 'relation': 'below', 'share': 0.05}]

    """
    language = check_lang(lang)
    whole = ask(db, "plan_goals", plans=None)
    found = ask(db, "plan_goals", plans=held_words(plan, whole["plan"], "plan"))
    order = ("plan", "goal", "first_year", "year", "relation", "persons", "share", "text")
    return ordered(found.assign(text=found[f"text_{language}"]), *order, "certainty", "source", "vintage")


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
    since: int | str | None = None,
    until: int | str | None = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program and month: people who arrived anew to work in the month.

    Columns as :func:`arrivals_by_year` with ``month`` (its first day) for the year. ``since`` and
    ``until`` take a year, or a month such as "2025-03". Months are missing in between: a sum of what is held is no year to
    date, and :func:`imp_stats.arrivals_against_target` says which are.

    Raises
    ------
    NotHeldError
        A year or a span of which no month is held.
    UnknownWordError
        A program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.arrivals_by_month(ims.open_warehouse(), program="TFWP", year=2025)["month"].dt.month.tolist()
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 11]

    """
    first, last = month(since, "since", last=False), month(until, "until", last=True)
    found = _arrivals(db, program, year, as_of, lang, whole_years=False).drop(columns="year")
    kept = found
    if first is not None:
        kept = kept[kept["month"] >= pd.Timestamp(first)]
    if last is not None:
        kept = kept[kept["month"] <= pd.Timestamp(last)]
    if kept.empty:
        held = listed(sorted(set(found["month"].dt.strftime("%Y-%m"))))
        msg = f"No month of arrivals between since={since} and until={until}; {held} are held."
        raise NotHeldError(msg)
    return kept.reset_index(drop=True)


def _arrivals(
    db: duckdb.DuckDBPyConnection, program: Words, year: Years, as_of: Date, lang: str, *, whole_years: bool
) -> pd.DataFrame:
    check_lang(lang)
    whole = ask(db, "arrivals", programs=None, as_of=None, whole_years=whole_years)
    programs = held_words(program, whole["program"], "program of which arrivals are held")
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
