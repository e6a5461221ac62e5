"""The claims of the articles and of the press, each with the verdict that the tables give today."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims import counts, places, rules
from imp_stats.claims.dated import dated
from imp_stats.claims.findings import Finding
from imp_stats.claims.grounds import found, grounds
from imp_stats.claims.likeness import unlike
from imp_stats.claims.matching import matched
from imp_stats.claims.sayings import NOT_CHECKABLE, Claim, claims_of, text
from imp_stats.claims.weighing import NOT_KNOWABLE, Interval
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import VERDICTS, evidence_words, part_words, range_words
from imp_stats.errors import NotHeldError
from imp_stats.phrases import Lang, check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Words, held_words

if TYPE_CHECKING:
    import duckdb

Kind = Callable[[Witnesses, Claim], Finding]

KINDS: dict[str, Kind] = {
    "level": counts.level,
    "ratio": counts.ratio,
    "order": counts.order,
    "change": counts.change,
    "constancy": counts.constancy,
    "rank": places.place,
    "rule": rules.rule,
    "set relation": rules.members,
    NOT_CHECKABLE: lambda _witnesses, _claim: Finding(NOT_KNOWABLE),
}
_COLUMNS = (
    "claim", "article", "said_by", "said_on", "kind", "text", "measure", "program", "province", "period", "claimed",
    "claimed_lower", "claimed_upper", "answer", "answer_lower", "answer_upper", "found", "verdict", "verdict_name", "why", "matches",
    "tried", "evidence", "evidence_certainty", "as_of", "lineage", "question", "certainty", "source", "vintage",
)  # fmt: skip


def check_claims(
    db: duckdb.DuckDBPyConnection,
    *,
    article: Words = None,
    claim: Words = None,
    kind: Words = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per claim of the three articles and of the press: what the tables held say of it, computed now.

    Columns ``claim``, ``article`` (1, 2, 3 or press), ``said_by``, ``said_on``, ``kind``, ``text`` (in our words), ``measure``,
    ``program``, ``province``, ``period`` (of the count that it means), ``claimed`` (in words), ``claimed_lower``,
    ``claimed_upper`` (what its words allow), ``answer``, ``answer_lower``, ``answer_upper`` (persons for a level; a share for a
    ratio or set relation; a ratio for an order or constancy; the relative change; the rank), ``found`` (the same in words, or
    what a rule table says), ``verdict``, ``verdict_name``, ``why``, ``matches`` (the other count that fits), ``tried`` (of how many), ``evidence`` (source and date),
    ``evidence_certainty`` (A, B or C: the least), ``as_of`` (vintage of the data behind the claim, where known), ``lineage`` (the chain by which the claim reaches us: evidence of it is
    left out), ``question`` (the call that answers it), ``certainty``, ``source``, ``vintage`` (of the claim).

    Verdicts: "supported" (the answer lies in what is claimed), "contradicted" (apart from it, or two counts set
    against each other that do not count the same: then no answer is computed), "another vintage" (apart from it, but the
    data behind the claim are of another date, and some vintage known says it), "undetermined" (across its edge), "depends on the comparator", "agrees" or "differs" (a rule against the rule tables), "not held", "own chain
    only" (held, but only by the claim's own chain), "not knowable" (an opinion, advice, or what nobody publishes; ``why`` says which). None is
    written down anywhere: a changed figure changes the verdict. The frame holds several measures.

    Raises
    ------
    UnknownWordError
        An article, a claim or a kind that is none; the message names those that are.
    NotHeldError
        Filters that no claim meets together.

    Examples
    --------
    >>> import imp_stats as ims
    >>> found = ims.check_claims(ims.open_warehouse(), claim=["a2-constant-imp", "a2-constant-tfwp"])
    >>> found[["program", "verdict"]].to_numpy().tolist()
    [['IMP', 'supported'], ['TFWP', 'contradicted']]

    """
    language = check_lang(lang)
    whole = ask(db, "claims", articles=None, claims=None, kinds=None)
    claims = claims_of(
        db,
        articles=held_words(article, whole["article"], "article"),
        claims=held_words(claim, whole["claim"], "claim"),
        kinds=held_words(kind, whole["kind"], "kind of claim"),
    )
    if not claims:
        msg = f"No claim meets all of article={article}, claim={claim}, kind={kind}."
        raise NotHeldError(msg)
    witnesses = Witnesses(db)
    return framed([row_of(one, judged(witnesses, one), language) for one in claims])


def judged(witnesses: Witnesses, claim: Claim) -> Finding:
    """The finding on a claim by the rule of its kind, with the other count that it may be.

    A claim that sets counts against each other which do not count the same errs in that: no number is computed.
    """
    apart = unlike(claim)
    if apart:
        return counts.not_compared(witnesses, claim, apart)
    return dated(witnesses, claim, matched(witnesses, claim, KINDS[claim.kind](witnesses, claim)))


def framed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a frame, every column in its declared dtype."""
    return frame(pd.DataFrame(rows, columns=list(_COLUMNS)))


def row_of(claim: Claim, finding: Finding, lang: Lang) -> dict[str, Any]:
    """A claim with its finding, as a row."""
    facts = claim.facts
    return {
        "claim": claim.claim,
        **{
            name: facts.get(name)
            for name in ("article", "said_by", "said_on", "certainty", "source", "vintage")
        },
        "kind": claim.kind,
        "text": facts.get(f"text_{lang}"),
        **_subject(claim),
        "claimed": _claimed(claim, lang),
        **_bounds("claimed", claim.claimed),
        "answer": finding.answer.value if finding.answer else None,
        **_bounds("answer", finding.answer),
        "found": found(claim, finding, lang),
        "verdict": finding.verdict,
        "verdict_name": VERDICTS[finding.verdict][lang],
        "why": grounds(claim, finding, lang),
        "matches": part_words(finding.matches, lang) if finding.matches else None,
        "tried": finding.tried,
        "evidence": evidence_words(finding, lang),
        "evidence_certainty": _certainty(finding),
        "as_of": text(facts.get("as_of")),
        "lineage": facts.get("lineage"),
        "question": finding.question or None,
    }


def _subject(claim: Claim) -> dict[str, str | None]:
    if not claim.operands:
        return {}
    subject = claim.operands[0].subject
    return {name: getattr(subject, name) for name in ("measure", "program", "province", "period")}


def _claimed(claim: Claim, lang: Lang) -> str | None:
    if claim.kind == NOT_CHECKABLE:
        return None
    if claim.rule and claim.kind == "rule":
        in_words = bool(claim.rule.pattern) and not claim.rule.claimed.isdigit()
        return None if lang == "fr" and in_words else text(claim.rule.claimed)
    return range_words(claim.kind, claim.claimed, lang)


def _bounds(name: str, found: Interval | None) -> dict[str, float | None]:
    ends = (found.lower, found.upper) if found else (math.inf, math.inf)
    lower, upper = (None if math.isinf(end) else end for end in ends)
    return {f"{name}_lower": lower, f"{name}_upper": upper}


def _certainty(finding: Finding) -> str | None:
    held = [part.evidence.certainty for part in finding.parts] + [
        entry.certainty for entry in finding.entries
    ]
    return max(held, default=None)
