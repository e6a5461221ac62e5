"""A claim as it was made: who said what, of which counts or rules, and by which chain it reaches us."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imp_stats.claims.evidence import Subject
from imp_stats.claims.weighing import Interval
from imp_stats.queries import ask
from imp_stats.vocabulary import CANADA

if TYPE_CHECKING:
    from collections.abc import Hashable

    import duckdb
    import pandas as pd

NOT_CHECKABLE = "not checkable"
_RULE = ("rule_table", "entry", "field", "pattern", "relation", "claimed")


@dataclass(frozen=True)
class Operand:
    """A count that a claim speaks of, and what it is in the claim (subject, comparator, part, maybe, whole, per)."""

    role: str
    subject: Subject


@dataclass(frozen=True)
class RuleAsked:
    """Where a rule stands, and what the claim says of it."""

    table: str
    entry: str
    field: str
    pattern: str
    relation: str
    claimed: str


@dataclass(frozen=True)
class Claim:
    """What somebody says, in a form that can be computed."""

    claim: str
    kind: str
    claimed: Interval
    operands: tuple[Operand, ...] = ()
    rule: RuleAsked | None = None
    lineage: frozenset[str] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)

    def of(self, role: str) -> list[Subject]:
        """The counts that have a role, in the order in which they were written down."""
        return [operand.subject for operand in self.operands if operand.role == role]


def claims_of(
    db: duckdb.DuckDBPyConnection,
    *,
    articles: list[str] | None,
    claims: list[str] | None,
    kinds: list[str] | None,
) -> list[Claim]:
    """The claims kept in the reference tables."""
    rows = ask(db, "claims", articles=articles, claims=claims, kinds=kinds).to_dict("records")
    operands = ask(db, "claim_operands")
    return [_claim(row, operands[operands["claim"] == row["claim"]]) for row in rows]


def _claim(row: dict[Hashable, Any], operands: pd.DataFrame) -> Claim:
    rule = {name: text(row[name]) or "" for name in _RULE}
    table = rule.pop("rule_table")
    return Claim(
        claim=str(row["claim"]),
        kind=str(row["kind"]),
        claimed=Interval.between(row["claimed_lower"], row["claimed_upper"]),
        operands=tuple(_operand(operand) for operand in operands.to_dict("records")),
        rule=RuleAsked(table=table, **rule) if rule["field"] or row["kind"] == "rule" else None,
        lineage=frozenset((text(row["lineage"]) or "").split("|")) - {""},
        facts={str(name): value for name, value in row.items()},
    )


def _operand(row: dict[Hashable, Any]) -> Operand:
    optional = {name: text(row[name]) for name in ("program", "stream", "noc", "npr_type", "plan")}
    place = text(row["province"]) or CANADA
    subject = Subject(measure=str(row["measure"]), period=str(row["period"]), province=place, **optional)
    return Operand(role=str(row["role"]), subject=subject)


def text(value: object) -> str | None:
    """The words of a cell; None where it is empty."""
    return value if isinstance(value, str) and value else None
