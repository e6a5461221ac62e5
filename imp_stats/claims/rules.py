"""Claims of rules: what a rule table says against what is claimed, and whether all of a kind are of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims.findings import Entry, Finding, not_held
from imp_stats.claims.weighing import AGREES, DIFFERS, NOT_HELD, Interval, verdict
from imp_stats.claims.witnesses import names_own

if TYPE_CHECKING:
    from collections.abc import Callable

    from imp_stats.claims.sayings import Claim, RuleAsked
    from imp_stats.claims.witnesses import Own, Witnesses

IS, IS_NOT = "is", "is not"
_NONE = "none"
_NOTHING = ("none", "aucun")
_CLAUSE = re.compile(r"(?<=[.;:]) ")


def rule(witnesses: Witnesses, claim: Claim) -> Finding:
    """A field of a rule table, or what a pattern finds in it, is what is claimed; not held where no table says it."""
    asked = claim.rule
    if asked is None or not asked.table:
        return Finding(NOT_HELD)
    page = witnesses.pages(asked.table, asked.entry)["en"]
    free = _not_own(page.rows, claim.lineage)
    if free.empty:
        return not_held((), left_out=len(page.rows) > 0, question=page.question)
    found = _found(free, asked)
    if not found:
        return Finding(NOT_HELD, entries=_entries(witnesses, asked, free), question=page.question)
    agrees = _RELATIONS[asked.relation](found, asked.claimed)
    return Finding(
        AGREES if agrees else DIFFERS,
        retold=witnesses.retold(free["source"]) if agrees else "",
        entries=_entries(witnesses, asked, free),
        question=page.question,
    )


def members(witnesses: Witnesses, claim: Claim) -> Finding:
    """All of a kind are also of another: the share of the entries of a table that are, against what is claimed."""
    asked = claim.rule
    if asked is None:
        msg = f"{claim.claim}: a set relation needs the table in which its members stand."
        raise ValueError(msg)
    page = witnesses.pages(asked.table, asked.entry)["en"]
    free = _not_own(page.rows, claim.lineage)
    if free.empty:
        return not_held((), left_out=len(page.rows) > 0, question=page.question)
    values = free[asked.field].fillna(_NONE).astype("str")
    if asked.pattern:
        values = values.str.extract(asked.pattern)[0].fillna(_NONE)
    is_claimed = values.isin(asked.claimed.split(";"))
    inside = int(is_claimed.sum())
    share = Interval(inside / len(free), inside / len(free), inside / len(free))
    return Finding(
        verdict(share, claim.claimed),
        answer=share,
        entries=_entries(witnesses, asked, free)[:1],
        counted=(inside, len(free)),
        apart=_entries(witnesses, asked, free[~is_claimed]),
        question=page.question,
    )


def _not_own(rows: pd.DataFrame, own: Own) -> pd.DataFrame:
    return rows if rows.empty else rows[[not names_own(source, own) for source in rows["source"]]]


def _found(rows: pd.DataFrame, asked: RuleAsked) -> set[str]:
    """What the field says in each row: as it stands, or what the pattern's group finds in it."""
    values = {
        _plain(value) for value in rows[asked.field].astype(object).where(rows[asked.field].notna(), _NONE)
    }
    if not asked.pattern:
        return values
    return {found[1] for value in values if (found := re.search(asked.pattern, value))}


def _plain(value: object) -> str:
    """A value as a claim writes it: 155.0 as 155."""
    return str(value).removesuffix(".0")


_RELATIONS: dict[str, Callable[[set[str], str], bool]] = {
    IS: lambda found, claimed: found == set(claimed.split(";")),
    IS_NOT: lambda found, claimed: not found & set(claimed.split(";")),
}


def _entries(witnesses: Witnesses, asked: RuleAsked, free: pd.DataFrame) -> tuple[Entry, ...]:
    """What the rows say, in both languages and without what is of the claim's own chain."""
    french = witnesses.pages(asked.table, asked.entry)["fr"].rows
    return tuple(
        Entry(
            name=(str(free.loc[row, "named"]), str(french.loc[row, "named"])),
            said=_clauses(free.loc[row, asked.field], french.loc[row, asked.field], asked.pattern),
            source=str(free.loc[row, "source"]),
            vintage=str(free.loc[row, "vintage"]),
            certainty=str(free.loc[row, "certainty"]),
        )
        for row in free.index
    )


def _clauses(english: Any, french: Any, pattern: str) -> tuple[str, str]:  # noqa: ANN401 - cells
    """What a row says in both languages: of a long text the clause in which the pattern finds something."""
    if pd.isna(english):
        return _NOTHING
    texts = _plain(english), _plain(french)
    parts = [_CLAUSE.split(text) for text in texts]
    at = [number for number, part in enumerate(parts[0]) if pattern and re.search(pattern, part)]
    if not at or len(parts[0]) != len(parts[1]):
        return texts
    return parts[0][at[0]].strip(" ;:,"), parts[1][at[0]].strip(" \u00a0;:,")
