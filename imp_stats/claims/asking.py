"""A claim of one's own, put into the form that those of the articles have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from imp_stats.claims.counts import COMPARATOR, PART, SUBJECT, WHOLE
from imp_stats.claims.evidence import BOTH, Subject
from imp_stats.claims.places import FEWEST
from imp_stats.claims.sayings import Claim, Operand
from imp_stats.claims.verdicts import framed, judged, row_of
from imp_stats.claims.weighing import Interval
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import range_words, subject_words
from imp_stats.errors import UnknownWordError
from imp_stats.measures import measure as known_measure
from imp_stats.phrases import check_lang, listed
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
        A year (2021), a day ("2021-12-31", for stocks), a month ("2021-03"), a half ("2025-H1") or a span of months
        ("2024-01/2024-08").
    kind
        ``"level"``, ``"ratio"`` (the count over those it is against), ``"order"`` (larger than it), ``"change"`` (against
        one or several), ``"constancy"`` (the same as those), ``"rank"`` (of an occupation, or of a province).
    lower, upper
        What is claimed, in the unit of the kind: persons, a share, a ratio, a relative change, a rank. One may be open.
    against
        The other counts, each with what differs in it: ``{"period": 2020}``.
    fewest
        A rank counted from the smallest.
    lineage
        Chains of evidence to leave out, such as the claim's own.
    lang
        The language of the words.

    Raises
    ------
    UnknownWordError
        A kind, measure, program, province, stream or occupation that is none; the message names the right ones.
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
    first = {
        "measure": measure, "program": program, "province": province, "stream": stream, "noc": noc,
        "npr_type": npr_type, "plan": plan, "period": period,
    }  # fmt: skip
    others = [first | dict(other) for other in _several(against)]
    _complete(kind, others, lower, upper)
    operands = [
        Operand(roles[0], _subject(first)),
        *(Operand(str(roles[1]), _subject(one)) for one in others),
    ]
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
    return framed([row_of(claim, judged(Witnesses(db), claim), language)])


def _roles(kind: str) -> tuple[str, str | None]:
    if kind not in _ROLES:
        near = difflib.get_close_matches(str(kind), _ROLES, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"kind={kind!r}: a claim of your own may be {listed(_ROLES)}.{hint}"
        raise UnknownWordError(msg)
    return _ROLES[kind]


def _several(against: Against) -> list[Mapping[str, Any]]:
    if against is None:
        return []
    return [against] if isinstance(against, Mapping) else list(against)


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


def _subject(given: dict[str, Any]) -> Subject:
    """The count in codes; a word that is none is refused with the right ones."""
    unknown = sorted(set(given) - set(Subject.__dataclass_fields__))
    if unknown:
        msg = f"against={listed(unknown)}: it may name {listed(Subject.__dataclass_fields__)}."
        raise UnknownWordError(msg)
    codes = {name: _code(name, given[name]) for name in _VOCABULARIES}
    period = str(given["period"])
    if not _PERIOD.fullmatch(period):
        msg = f"period={period!r}: write 2021, '2021-12-31', '2021-03', '2025-H1' or '2024-01/2024-08'."
        raise ValueError(msg)
    return Subject(
        measure=known_measure(given["measure"]).id,
        period=period,
        plan=given["plan"],
        **{**codes, "province": codes["province"] or CANADA},  # type: ignore[arg-type]
    )


def _code(name: str, word: str | None) -> str | None:
    if word is None:
        return None
    if name == "program" and folded(word) == BOTH:
        return BOTH
    return code_of(_VOCABULARIES[name], word)
