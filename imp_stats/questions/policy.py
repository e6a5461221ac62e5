"""Policy and breaks beside the figures: events and changes in the counting, with date and certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.errors import UnknownWordError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask
from imp_stats.questions.filters import Date, Words, day, ordered, words

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_KINDS = ("rule", "fee", "data", "plan")


def policy_events(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    kind: Words = None,
    since: Date = None,
    until: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per event that touched the programs or their statistics, by date.

    Columns ``event``, ``date``, ``until`` (its last day, if it ended), ``date_precision`` (day or month), ``program``,
    ``kind`` (rule, fee, data or plan), ``streams`` (paths it touches), ``label`` (short, for a chart), ``description``,
    ``note`` (what is not sure of it, or in what ways it is read), ``certainty``, ``source``. An event of both programs
    comes with either. A trend takes the frame as ``events=``; ``ims.around`` gives the figures before and after one:
    timing is no cause.

    Raises
    ------
    UnknownWordError
        A program or a kind that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> events = ims.policy_events(ims.open_warehouse(), since="2026-02-01", until="2026-02-28")
    >>> events[["date", "program", "certainty"]]
            date program certainty
    0 2026-02-20     IMP         B
    1 2026-02-24     IMP         B

    """
    language = check_lang(lang)
    kinds = [kind] if isinstance(kind, str) else kind
    for word in kinds or []:
        if word not in _KINDS:
            msg = f"kind={word!r}: the kinds of events are {listed(_KINDS)}."
            raise UnknownWordError(msg)
    found = ask(
        db,
        "policy_events",
        programs=words("program", program),
        kinds=kinds,
        since=day(since, "since"),
        until=day(until, "until"),
    )
    said = found.assign(
        label=found[f"short_{language}"],
        description=found[f"event_{language}"],
        note=found[f"note_{language}"],
    )
    order = ("event", "date", "until", "date_precision", "program", "kind", "streams", "label", "description")
    return ordered(said, *order, "note", "certainty", "source")


def breaks(
    db: duckdb.DuckDBPyConnection, *, measure: Words = None, program: Words = None, lang: str = "en"
) -> pd.DataFrame:
    """One row per break in the series, by date: where before and after, or two vintages, do not compare.

    Columns ``break``, ``kind`` (series: before and after do not compare; vintage: files from before and after do not;
    outlier; partial year; candidate: suspected), ``date`` (first day of the new state), ``until`` (its last day; NA
    where it lasts), ``date_precision`` (day, month or year), ``measures``, ``programs``, ``dimensions`` (columns along
    which it shows), ``provinces``, ``streams``, ``noc`` (what it touches, ";" between; NA for all), ``label`` (short, for
    a chart), ``effect`` (what changes in the figures), ``certainty``, ``source``. A break of several measures or
    programs comes with each. No row means that no break is known, and not that there is none.

    Raises
    ------
    UnknownWordError
        A measure or a program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> found = ims.breaks(ims.open_warehouse(), measure="positions")
    >>> found[["date", "kind", "label"]]
            date       kind                   label
    0 2016-11-01     series  ESDC takes up NOC 2011
    1 2021-01-01  candidate    8432 to 8431 in 2021

    """
    language = check_lang(lang)
    measures = [measure] if isinstance(measure, str) else None if measure is None else list(measure)
    for name in measures or []:
        known_measure(name)
    found = ask(db, "breaks", measures=measures, programs=words("program", program))
    said = found.assign(label=found[f"label_{language}"], effect=found[f"effect_{language}"])
    order = ("break", "kind", "date", "until", "date_precision", "measures", "programs")
    where = ("dimensions", "provinces", "streams", "noc")
    return ordered(said, *order, *where, "label", "effect", "certainty", "source")
