"""The rule tables, each asked for an entry: codes, fees, routes, events, plans, conditions, measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims.calls import written
from imp_stats.claims.rulewords import RULES
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.measures import measures
from imp_stats.questions.codes import exemption_codes
from imp_stats.questions.costs import fees, routes
from imp_stats.questions.experience import cec_rule
from imp_stats.questions.plans import levels_plan
from imp_stats.questions.policy import policy_events
from imp_stats.vocabulary import Kind, entries

if TYPE_CHECKING:
    import duckdb

    from imp_stats.phrases import Lang


_ONLY = "only"
_TREES: dict[Kind, str] = {
    "stream": "IRCC, program tree of the tables of work permit holders",
    "lmia_stream": "ESDC, TFWP: positive LMIA employers list",
}


@dataclass(frozen=True)
class Page:
    """The rows of a rule table that an entry names, and the call that gives them."""

    rows: pd.DataFrame
    question: str


Opened = Callable[["duckdb.DuckDBPyConnection", str, "Lang"], Page]


def opened(db: duckdb.DuckDBPyConnection, table: str, entry: str, lang: Lang) -> Page:
    """The rows of an entry; none where the table has no such entry."""
    page = RULEBOOKS[table](db, entry, lang)
    if page.rows.empty:
        return page
    return Page(page.rows.assign(named=_NAMES[table](page.rows, entry, lang)), page.question)


def _codes(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    """``all``, ``T36``, ``C41;C42``, ``was:C12``, ``word:trader``, ``only:open`` (and nothing else)."""
    key, colon, value = entry.partition(":")
    codes = entry.split(";")
    asked: dict[str, Any] = {"code": codes if len(codes) > 1 else entry}
    if colon:
        asked = {"permit" if key == _ONLY else key: value}
    elif entry == "all":
        asked = {}
    question = written("exemption_codes", **asked)
    try:
        found = exemption_codes(db, lang=lang, **asked)
    except (NotHeldError, UnknownWordError):
        return Page(pd.DataFrame(), question)
    return Page(found[found["permit"] == value] if key == _ONLY else found, question)


def _fees(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    found = fees(db, lang=lang)
    return Page(found[(found["fee"] == entry) & found["until"].isna()], written("fees"))


def _cec(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    found = cec_rule(db, lang=lang)
    return Page(found[found["rule"] == entry], written("cec_rule"))


def _events(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    found = policy_events(db, lang=lang)
    rows = found[found["event"] == entry]
    dated = rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d"))
    day = dated["date"].iloc[0] if len(dated) else None
    return Page(dated.assign(vintage=dated["date"]), written("policy_events", since=day, until=day))


def _routes(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    """``inspection:IMP``."""
    attribute, _, route = entry.partition(":")
    found = routes(db, route=route, lang=lang)
    return Page(found[found["attribute"] == attribute], written("routes", route=route))


def _plans(db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    """``2026-2028:IMP:2026``."""
    plan, program, year = entry.split(":")
    question = written("levels_plan", plan=plan, program=program, year=int(year))
    return Page(levels_plan(db, plan=plan, program=program, year=int(year), lang=lang), question)


def _measures(_db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    one = measures()[entry]
    row = {"label": one.label(lang), "source": one.source, "vintage": "", "certainty": "A"}
    return Page(pd.DataFrame([row]), f'what_is("{entry}")')


def _streams(_db: duckdb.DuckDBPyConnection, entry: str, lang: Lang) -> Page:
    """The rows of a program's tree (``IMP``, ``TFWP``), or a stream of the LMIA, which is one of the TFWP (``lmia:High Wage``)."""
    _, colon, lmia = entry.partition(":")
    kind: Kind = "lmia_stream" if colon else "stream"
    named = [one for one in entries(kind).values() if entry == one.program or (colon and one.code == lmia)]
    rows = [
        {
            "name": one.label(lang),
            "program": one.program or "TFWP",
            "source": _TREES[kind],
            "vintage": "",
            "certainty": "A",
        }
        for one in named
    ]
    name, said = (
        ("positions_by_stream", {"lmia_stream": lmia}) if colon else ("holders_by_stream", {"program": entry})
    )
    return Page(pd.DataFrame(rows), written(name, **said))


def _rule_named(entry: str, lang: Lang) -> str:
    return RULES.get(entry, (entry, entry))[lang == "fr"]


# how the rows of a table are named
_NAMES: dict[str, Callable[[pd.DataFrame, str, Lang], Any]] = {
    "exemption_codes": lambda rows, _entry, _lang: rows["code"],
    "fees": lambda rows, _entry, _lang: rows["label"],
    "cec_rule": lambda _rows, entry, lang: _rule_named(entry, lang),
    "policy_events": lambda rows, _entry, _lang: rows["label"],
    "routes": lambda rows, _entry, _lang: rows["attribute_name"] + ", " + rows["route"],
    "levels_plan": lambda _rows, entry, _lang: entry.replace(":", ", "),
    "measures": lambda _rows, entry, _lang: entry,
    "streams": lambda rows, _entry, _lang: rows["name"],
}
RULEBOOKS: dict[str, Opened] = {
    "exemption_codes": _codes,
    "fees": _fees,
    "cec_rule": _cec,
    "policy_events": _events,
    "routes": _routes,
    "levels_plan": _plans,
    "measures": _measures,
    "streams": _streams,
}
