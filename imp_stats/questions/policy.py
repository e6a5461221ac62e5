"""Policy beside the figures: events, with date and certainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imp_stats.errors import UnknownWordError
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

    Columns ``event``, ``date``, ``date_precision`` (day or month), ``program``, ``kind`` (rule, fee, data or plan),
    ``streams`` (paths it touches), ``label`` (short, for a chart), ``description``, ``certainty``, ``source``. An event of
    both programs comes with either. A trend takes the frame as ``events=``; timing is no cause.

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
    said = found.assign(label=found[f"short_{language}"], description=found[f"event_{language}"])
    order = ("event", "date", "date_precision", "program", "kind", "streams", "label", "description")
    return ordered(said, *order, "certainty", "source")
