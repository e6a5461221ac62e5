"""A claim of one's own, put into the form that those of the articles have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from imp_stats.claims.counts import COMPARATOR, PART, SUBJECT, WHOLE
from imp_stats.claims.dimensions import refuse_not_taken, taken
from imp_stats.claims.evidence import BOTH, Subject
from imp_stats.claims.likeness import refuse_unlike
from imp_stats.claims.places import FEWEST
from imp_stats.claims.sayings import Claim, Operand
from imp_stats.claims.verdicts import framed, judged, row_of
from imp_stats.claims.weighing import Interval
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import range_words, subject_words
from imp_stats.errors import UnknownWordError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import check_lang, listed
from imp_stats.queries import ask
from imp_stats.questions.filters import held_words
from imp_stats.vocabulary import CANADA, Kind, code_of, folded

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Against = Mapping[str, Any] | Iterable[Mapping[str, Any]] | None

# kind -> what the count is in it, and what those that it is set against are
_ROLES: dict[str, tuple[str, str | None]] = {
    "level": (SUBJECT, None),
    "rank": (SUBJECT, None),
    "order": (SUBJECT, COMPARATOR),
    "change": (SUBJECT, COMPARATOR),
    "ratio": (PART, WHOLE),
    "constancy": (SUBJECT, SUBJECT),
}
_JUST_ABOVE = 1e-6
_UNSAID = {"order": (1 + _JUST_ABOVE, None), "constancy": (1, 1)}
_VOCABULARIES: dict[str, Kind] = {
    "program": "program",
    "province": "province",
    "stream": "stream",
    "noc": "noc",
    "npr_type": "npr_type",
}
_MEANT = {
    "share": "ratio", "percentage": "ratio", "proportion": "ratio", "rate": "ratio", "growth": "change", "increase": "change",
    "rise": "change", "decrease": "change", "fall": "change", "comparison": "order", "count": "level", "number": "level",
}  # fmt: skip
_OF_BOTH = ("workers", "all", "total")
_YEAR = re.compile(r"\d{4}")
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-H[12])?|\d{4}-\d{2}/\d{4}-\d{2}")


def check_claim(
    db: duckdb.DuckDBPyConnection,
    *,
    measure: str,
    period: int | str,
    kind: str = "level",
    program: str | None = None,
    province: str | None = None,
    stream: str | None = None,
    noc: str | None = None,
    npr_type: str | None = None,
    plan: str | None = None,
    lower: float | None = None,
    upper: float | None = None,
    against: Against = None,
    fewest: bool = False,
    lineage: Iterable[str] = (),
    lang: str = "en",
) -> pd.DataFrame:
    """One row: the verdict of the tables held on a claim of your own, computed as those of :func:`check_claims` are.

    Columns as there. Only rules and set relations are left to the articles; a rule is asked of its own table.

    Parameters
    ----------
    db
        An open warehouse.
    measure, program, province, stream, noc, npr_type, plan
        What is counted; Canada, unless a province is given. ``program="both"`` means the two together.
    period
        A year (2021; of the stock ``holders`` its 31 December), a day ("2021-12-31", for stocks), a month ("2021-03"), a half ("2025-H1") or a span of months
        ("2024-01/2024-08").
    kind
        ``"level"``, ``"ratio"`` (the count over those it is against), ``"order"`` (larger than it), ``"change"`` (against
        one or several), ``"constancy"`` (the same as those), ``"rank"`` (of an occupation, or of a province).
    lower, upper
        What is claimed, in the unit of the kind: persons, a share, a ratio, a relative change, a rank. One may be open.
    against
        The other counts, each with what differs in it: ``{"period": 2020}``. Only what counts alike is compared; arrivals
        with targets, and what may lawfully be divided (holders by the population of the following day).
    fewest
        A rank counted from the smallest.
    lineage
        Chains of evidence to leave out, such as the claim's own.
    lang
        The language of the words.

    Raises
    ------
    UnknownWordError
        A kind, measure, program, province, stream or occupation that is none, or a dimension that the measure does not
        have; the message names the right ones.
    IncomparableError
        Counts that are set against each other and do not count the same, with the call that would be right.
    ValueError
        A period that is none, a claim without a range, or one that lacks what it is set against.

    Examples
    --------
    >>> import imp_stats as ims
    >>> found = ims.check_claim(
    ...     ims.open_warehouse(), measure="holders", program="TFWP", period="2024-12-31", lower=200_000
    ... )
    >>> found[["answer", "verdict"]].to_numpy().tolist()
    [[236130.0, 'supported']]

    """
    language = check_lang(lang)
    roles = _roles(kind)
    first: dict[str, Any] = {
        "measure": measure, "program": program, "province": province, "stream": stream, "noc": noc,
        "npr_type": npr_type, "plan": plan, "period": period,
    }  # fmt: skip
    others = [_inherited(first, other) for other in _several(against)]
    _complete(kind, others, lower, upper)
    operands = [
        Operand(roles[0], _subject(db, first)),
        *(Operand(str(roles[1]), _subject(db, one)) for one in others),
    ]
    _refuse_no_rank(kind, operands[0].subject)
    least, most = _UNSAID.get(kind, (lower, upper)) if lower is None and upper is None else (lower, upper)
    claimed = Interval.between(least, most)
    text = f"{subject_words(operands[0].subject, language)}: {range_words(kind, claimed, language)}"
    claim = Claim(
        claim="own",
        kind=kind,
        claimed=claimed,
        operands=tuple(operands),
        lineage=frozenset(lineage),
        facts={f"text_{language}": text, "relation": FEWEST if fewest else None},
    )
    refuse_unlike(claim)
    return framed([row_of(claim, judged(Witnesses(db), claim), language)])


def _roles(kind: str) -> tuple[str, str | None]:
    if kind not in _ROLES:
        near = [_MEANT[kind]] if kind in _MEANT else difflib.get_close_matches(str(kind), _ROLES, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"kind={kind!r}: a claim of your own may be {listed(_ROLES)}.{hint}"
        raise UnknownWordError(msg)
    return _ROLES[kind]


def _several(against: Against) -> list[Mapping[str, Any]]:
    if against is None:
        return []
    alone = isinstance(against, (Mapping, str)) or not isinstance(against, Iterable)
    several: list[Any] = [against] if alone else list(against)
    wrong = [one for one in several if not isinstance(one, Mapping)]
    if wrong:
        msg = f"against={against!r}: say what differs in the other count, such as {{'period': {wrong[0]!r}}}."
        raise ValueError(msg)
    return several


def _inherited(first: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The other count: as the first, but for what is said of it and for dimensions that its measure does not have."""
    measure = str(other.get("measure", first["measure"]))
    kept = {"measure", "period", *taken(measure)} if measure != first["measure"] else set(first)
    return {name: value if name in kept else None for name, value in first.items()} | dict(other)


def _complete(kind: str, others: list[dict[str, Any]], lower: float | None, upper: float | None) -> None:
    """Refuse a claim without a range, or without what it is set against."""
    if lower is None and upper is None and kind not in _UNSAID:
        msg = f"kind={kind!r} needs what is claimed: lower=, upper=, or both."
        raise ValueError(msg)
    if bool(others) is not (_ROLES[kind][1] is not None):
        needs = (
            "needs against=, such as {'period': 2020}"
            if not others
            else "is set against nothing: leave out against="
        )
        msg = f"kind={kind!r} {needs}."
        raise ValueError(msg)


def _refuse_no_rank(kind: str, subject: Subject) -> None:
    """Refuse a rank of what is neither an occupation nor a province."""
    if kind == "rank" and not subject.noc and subject.province == CANADA:
        msg = "kind='rank' needs noc= or province=: it is the rank of an occupation, or of a province."
        raise ValueError(msg)


def _subject(db: duckdb.DuckDBPyConnection, given: dict[str, Any]) -> Subject:
    """The count in codes; a word that is none is refused with the right ones."""
    unknown = sorted(set(given) - set(Subject.__dataclass_fields__))
    if unknown:
        msg = f"against={listed(unknown)}: it may name {listed(Subject.__dataclass_fields__)}."
        raise UnknownWordError(msg)
    codes = {name: _code(name, given[name]) for name in _VOCABULARIES}
    measure = known_measure(given["measure"]).id
    plan = given["plan"] and _plan(db, given["plan"])
    refuse_not_taken(given | codes | {"measure": measure, "plan": plan})
    period = str(given["period"])
    if not _PERIOD.fullmatch(period):
        msg = f"period={period!r}: write 2021, '2021-12-31', '2021-03', '2025-H1' or '2024-01/2024-08'."
        raise ValueError(msg)
    return Subject(
        measure=measure,
        period=f"{period}-12-31" if measure == "holders" and _YEAR.fullmatch(period) else period,
        plan=plan,
        **{**codes, "province": codes["province"] or CANADA},  # type: ignore[arg-type]
    )


def _plan(db: duckdb.DuckDBPyConnection, word: str) -> str:
    held = ask(db, "levels_plan", plans=None, programs=None, years=None, as_of=None)
    return (held_words(word, held["plan"], "plan") or [word])[0]


def _code(name: str, word: str | None) -> str | None:
    if word is None:
        return None
    if name == "program" and folded(word) == BOTH:
        return BOTH
    if name == "program" and folded(word) in _OF_BOTH:
        msg = f"{word!r} is no program: the two together are program={BOTH!r}."
        raise UnknownWordError(msg)
    return code_of(_VOCABULARIES[name], word)
