"""What the tests of claims share: the claims of the tables, checked once, and claims made for a test."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.claims.evidence import Subject
from imp_stats.claims.sayings import Claim, Operand, RuleAsked
from imp_stats.claims.weighing import Interval
from imp_stats.claims.witnesses import Witnesses

Made = Callable[..., Claim]


@pytest.fixture(scope="session")
def checked(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every claim of the tables, by its id."""
    return ims.check_claims(db).set_index("claim")


@pytest.fixture(scope="session")
def witnesses(db: duckdb.DuckDBPyConnection) -> Witnesses:
    return Witnesses(db)


@pytest.fixture
def made() -> Made:
    """A claim from its kind, its range and its counts: ``("subject", "holders", "2024-12-31", {"program": "IMP"})``."""

    def make(
        kind: str,
        lower: float | None = None,
        upper: float | None = None,
        *counts: tuple[str, str, str, dict[str, Any]],
        rule: RuleAsked | None = None,
        lineage: tuple[str, ...] = (),
        relation: str | None = None,
    ) -> Claim:
        operands = [
            Operand(role, Subject(measure=measure, period=period, **more))
            for role, measure, period, more in counts
        ]
        return Claim(
            claim="made",
            kind=kind,
            claimed=Interval.between(lower, upper),
            operands=tuple(operands),
            rule=rule,
            lineage=frozenset(lineage),
            facts={"relation": relation},
        )

    return make
