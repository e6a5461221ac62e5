"""What a permit costs, who pays it, and how the routes to it compare."""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.phrases import Lang, check_lang, date, listed, number
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Date, Words, day, held_words, ordered

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

_ROUTES = pd.Series(["IMP", "TFWP", "open"])
_COMPARED = pd.Series(["IMP", "TFWP", "wait"])
_PAYERS = pd.Series(["employer", "worker"])
_TERMS = ("since", "since_precision", "until", "section", "exempt", "note", "certainty", "source", "vintage")


def fees(
    db: duckdb.DuckDBPyConnection,
    *,
    route: Words = None,
    payer: Words = None,
    on: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per fee and amount, earlier amounts beside those of today; with ``on``, the amounts of that day.

    Columns ``fee``, ``payer`` (employer or worker), ``routes`` (IMP, TFWP and open, those it belongs to, ";" between; NA
    for a fee of special cases), ``label``, ``amount`` (Canadian dollars a unit), ``amount_kind`` (exact, or cap: the most to
    be paid), ``per`` (the unit), ``since`` (first day on which the amount is known to apply), ``since_precision`` (day, or
    at the latest: it may have applied before), ``until`` (last day; NA where no later amount is held), ``section`` of the
    Regulations, ``exempt`` (who does not pay), ``note``, ``certainty``, ``source``, ``vintage`` (the day of the source: a
    change after it is not held, so that on a later day the certainty is C). A fee that is held, but not on that day, is
    named in ``attrs["notes"]``.

    Raises
    ------
    NotHeldError
        A day on which no such fee is known; the message says from when each is.
    UnknownWordError
        A route or a payer that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> ims.fees(ims.open_warehouse(), route="IMP", on="2026-01-19")[["fee", "payer", "amount"]]
                       fee     payer  amount
    0  employer-compliance  employer   230.0
    1           biometrics    worker    85.0
    2          work-permit    worker   155.0

    """
    language, asked = check_lang(lang), day(on, "on")
    routes_asked = held_words(route, _ROUTES, "route")
    payers = held_words(payer, _PAYERS, "payer")
    whole = ask(db, "fees", routes=routes_asked, payers=payers, on=None)
    found = ask(db, "fees", routes=routes_asked, payers=payers, on=asked)
    if whole.empty:
        msg = f"No fee of route={route} is paid by payer={payer}."
        raise NotHeldError(msg)
    if found.empty:
        msg = f"on={on}: no amount is known on that day; {_not_known(whole, found, 'en')}."
        raise NotHeldError(msg)
    order = ("fee", "payer", "routes", "label", "amount", "amount_kind", "per", *_TERMS)
    answer = ordered(_in_words(_surely(found, asked), language), *order)
    unknown = _not_known(whole, found, language)
    if unknown:
        said = "Non tenus ce jour-là :" if language == "fr" else "Not held on that day:"
        answer.attrs["notes"] = [f"{said} {unknown}."]
    return answer


def route_cost(
    db: duckdb.DuckDBPyConnection,
    *,
    route: str,
    workers: int = 1,
    on: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per fee of a route: who pays it, how much a unit, how many units, and the product, in Canadian dollars.

    ``"IMP"`` is an employer-specific permit without an LMIA, ``"TFWP"`` one with an LMIA, ``"open"`` an open permit. Columns
    ``route``, ``payer`` (employer or worker), ``fee``, ``label``, ``amount`` (dollars a unit), ``per``, ``units``, ``cost``
    (dollars), then the terms as in :func:`fees`. Every worker has one offer or position, one application and one visit
    for biometrics; ``exempt`` says who pays nothing. No row is a total: ``cost.groupby("payer")["cost"].sum()`` adds up what
    each pays, and ``attrs["notes"]`` says it in words. Without ``on``, the newest amounts held; on a day after
    their source the certainty is C, as in :func:`fees`.

    Raises
    ------
    NotHeldError
        A day on which the amount of one of the fees is not known; the message says from when each is.
    UnknownWordError
        A route that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> cost = ims.route_cost(ims.open_warehouse(), route="TFWP", workers=3)
    >>> cost[["payer", "fee", "amount", "units", "cost"]]
          payer          fee  amount  units    cost
    0  employer         lmia  1000.0      3  3000.0
    1    worker   biometrics    85.0      3   255.0
    2    worker  work-permit   155.0      3   465.0
    >>> cost.groupby("payer")["cost"].sum().to_dict()
    {'employer': 3000.0, 'worker': 720.0}

    """
    language, asked = check_lang(lang), day(on, "on")
    if not isinstance(workers, Integral) or isinstance(workers, bool) or workers < 1:
        msg = f"workers={workers!r}: a number of workers is 1 or more."
        raise ValueError(msg)
    (code,) = held_words([route], _ROUTES, "route") or ()
    whole = ask(db, "fees", routes=[code], payers=None, on=None)
    found = ask(db, "fees", routes=[code], payers=None, on=asked)
    unknown = _not_known(whole, found, "en")
    if unknown:
        msg = f"on={on}: the cost of the route {code} is not known on that day; {unknown}."
        raise NotHeldError(msg)
    newest = found[found["until"].isna()] if asked is None else _surely(found, asked)
    counted = newest.assign(route=code, units=int(workers), cost=newest["amount"] * int(workers))
    order = ("route", "payer", "fee", "label", "amount", "per", "units", "cost", *_TERMS)
    answer = ordered(frame(_in_words(counted, language)), *order)
    answer.attrs["notes"] = [_sums(answer, language), *_later(answer, asked, language)]
    return answer


def routes(db: duckdb.DuckDBPyConnection, *, route: Words = None, lang: str = "en") -> pd.DataFrame:
    """One row per point and route: how the IMP, the TFWP and waiting compare.

    Columns ``attribute``, ``route`` (IMP, TFWP, wait), ``attribute_name``, ``text``, ``fees`` (ids as in :func:`fees`; no amount
    stands in a text), ``standing``, ``guide_row``, ``said``, ``certainty``, ``source``, ``vintage``. A consultant's guide of
    June 2026 compares the three: ``guide_row`` is the row of its table that a row here answers, and ``standing`` what
    became of it: confirmed by an official text, corrected (``said`` is what the guide said), not verified (a rule for which
    only the guide was read), opinion (the guide's own), or added here.

    Raises
    ------
    UnknownWordError
        A route that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> found = ims.routes(ims.open_warehouse(), route="IMP")
    >>> found.loc[found["attribute"] == "test", "text"].item()
    'None: the conditions of an exemption are checked instead.'

    """
    language = check_lang(lang)
    found = ask(db, "routes", routes=held_words(route, _COMPARED, "route that is compared"))
    said = found.assign(
        attribute_name=found[f"attribute_{language}"],
        text=found[f"text_{language}"],
        said=found[f"said_{language}"],
    )
    order = ("attribute", "route", "attribute_name", "text", "fees", "standing", "guide_row", "said")
    return ordered(said, *order, "certainty", "source", "vintage")


def _not_known(whole: pd.DataFrame, found: pd.DataFrame, language: Lang) -> str:
    """The fees that have no amount on the day asked for, each with the day from which one is known."""
    lacking = whole[~whole["fee"].isin(set(found["fee"]))].groupby("fee")["since"].min()
    since = "depuis le" if language == "fr" else "from"
    words = [f"{fee} {since} {date(start.date(), language)}" for fee, start in lacking.items()]
    return listed(words, language) if words else ""


def _surely(found: pd.DataFrame, asked: dt.date | None) -> pd.DataFrame:
    """That an amount without a last day still holds on a day after its source is inferred: certainty C."""
    if asked is None:
        return found
    is_later = found["until"].isna() & (found["vintage"] < asked.isoformat())
    return found.assign(certainty=found["certainty"].mask(is_later, "C"))


def _in_words(found: pd.DataFrame, language: Lang) -> pd.DataFrame:
    return found.assign(**{name: found[f"{name}_{language}"] for name in ("label", "exempt", "note")})


def _sums(answer: pd.DataFrame, language: Lang) -> str:
    """What each payer pays and both together, in words."""
    by = answer.groupby("payer")["cost"].sum()
    employer, worker = (float(by.get(payer, 0)) for payer in ("employer", "worker"))
    paid = [
        number(value, language, decimals=2 if value % 1 else 0)
        for value in (employer, worker, employer + worker)
    ]
    if language == "fr":
        return f"L’employeur paie {paid[0]} $, les travailleurs {paid[1]} $, ensemble {paid[2]} $ canadiens."
    return f"The employer pays ${paid[0]}, the workers ${paid[1]}, together {paid[2]} Canadian dollars."


def _later(answer: pd.DataFrame, asked: dt.date | None, language: Lang) -> list[str]:
    """What a day after the sources means for the amounts."""
    read = answer["vintage"].min()
    if asked is None or asked.isoformat() <= read:
        return []
    said = date(pd.Timestamp(read).date(), language)
    if language == "fr":
        return [f"Montants selon les textes du {said}; un changement ultérieur n’est pas tenu ici."]
    return [f"Amounts as in the texts of {said}; a change after it is not held here."]
