"""A claim of one's own: answered as those of the articles are, and refused with the right words."""

from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import UnknownWordError


def ask(db: duckdb.DuckDBPyConnection, **said: Any) -> pd.Series:  # noqa: ANN401 - any keyword
    found = ims.check_claim(db, **{"measure": "holders", "program": "IMP", "period": "2024-12-31", **said})
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"lower": 1_000_000}, "supported"),
        ({"upper": 1_000_000}, "contradicted"),
        ({"lower": 1_263_145}, "undetermined"),
        ({"period": "1999-12-31", "lower": 1}, "not held"),
        ({"kind": "order", "against": {"program": "TFWP"}}, "supported"),
        ({"kind": "order", "against": [{"period": "2023-12-31"}]}, "supported"),
        ({"kind": "constancy", "against": {"period": "2023-12-31"}}, "contradicted"),
        ({"kind": "change", "lower": 0.1, "against": {"period": "2023-12-31"}}, "supported"),
        ({"kind": "change", "lower": 0.1, "upper": 0.2, "against": [{"period": "2023-12-31"}, {"period": "2020-12-31"}]},
         "depends on the comparator"),
        ({"kind": "ratio", "lower": 0.5, "against": [{}, {"program": "TFWP"}]}, "supported"),
        ({"kind": "ratio", "upper": 0.05, "stream": "Post-grad employment", "against": {"stream": None}}, "contradicted"),
        ({"kind": "rank", "province": "Ontario", "lower": 1, "upper": 1}, "supported"),
        ({"kind": "rank", "province": "ON", "lower": 1, "upper": 1, "fewest": True}, "contradicted"),
        ({"kind": "rank", "measure": "effective_year", "period": 2021, "province": "ON", "noc": "2174", "upper": 3},
         "supported"),
        ({"kind": "rank", "measure": "effective_year", "period": 2021, "province": "ON", "noc": "0011", "lower": 3},
         "supported"),
        ({"measure": "target", "period": 2026, "lower": 170_000, "upper": 170_000}, "supported"),
        ({"program": "both", "lower": 1_400_000}, "undetermined"),  # a person may hold a permit of each
        ({"program": "both", "lower": 1_200_000}, "supported"),
        ({"lineage": ["IRCC, IMP work permit holders on 31 December by province and program"], "lower": 1}, "not held"),
    ],
)  # fmt: skip
def test_a_claim_of_ones_own_has_its_verdict(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], verdict: str
) -> None:
    assert ask(db, **said)["verdict"] == verdict


def test_the_row_is_as_those_of_the_articles_and_says_what_was_claimed(db: duckdb.DuckDBPyConnection) -> None:
    mine = ims.check_claim(
        db, measure="holders", program="imp", period="2024-12-31", lower=1_000_000, lang="fr"
    )
    theirs = ims.check_claims(db, claim="a3-nunavut", lang="fr")
    assert mine.columns.tolist() == theirs.columns.tolist()
    assert mine.dtypes.tolist() == theirs.dtypes.tolist()
    assert "au moins 1 000 000" in mine["text"].iloc[0].replace("\u00a0", " ")
    assert mine["verdict_name"].iloc[0] == "appuyé"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"kind": "levle", "lower": 1},
            "kind='levle': a claim of your own may be level, rank.*Did you mean 'level'",
        ),
        ({"kind": "rule", "lower": 1}, "kind='rule': a claim of your own may be"),
        ({"measure": "holder", "lower": 1}, "Did you mean holders"),
        ({"program": "IMPP", "lower": 1}, "'IMPP' is no program"),
        ({"province": "Ontaro", "lower": 1}, r"did you mean Ontario \(ON\)"),
        ({"noc": "software enginer", "lower": 1}, "did you mean"),
        ({"kind": "order", "against": {"when": 2020}}, "against=when: it may name measure"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_ones(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(UnknownWordError, match=message):
        ask(db, **said)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "kind='level' needs what is claimed: lower=, upper=, or both"),
        ({"lower": 2, "upper": 1}, "lower=2 lies above upper=1"),
        ({"kind": "order"}, "kind='order' needs against="),
        ({"lower": 1, "against": {"period": "2023-12-31"}}, "kind='level' is set against nothing"),
        ({"lower": 1, "period": "last year"}, "period='last year': write 2021"),
        ({"lower": 1, "lang": "de"}, "the languages are"),
    ],
)
def test_a_claim_that_is_not_whole_is_refused(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ask(db, **said)
