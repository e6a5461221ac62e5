"""A claim of one's own: answered as those of the articles are, and refused with the right words."""

from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, UnknownWordError


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
        ({"lineage": ["IRCC, IMP work permit holders on 31 December by province and program"], "lower": 1}, "own chain only"),
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
        ({"kind": "share", "lower": 1}, "Did you mean 'ratio'"),
        ({"kind": "increase", "lower": 1}, "Did you mean 'change'"),
        ({"program": "workers", "lower": 1}, "'workers' is no program: the two together are program='both'"),
        (
            {"measure": "target", "plan": "2026-2029", "lower": 1},
            "'2026-2029' is no plan: it may be 2025-2027 and",
        ),
        (
            {"measure": "positions", "lower": 1},
            "program='IMP': positions .* of the TFWP only, .* program, province and noc",
        ),
        (
            {"noc": "2174", "province": "ON", "lower": 1},
            "noc='2174': holders .* by program, province and stream",
        ),
        (
            {"measure": "arrivals", "province": "ON", "lower": 1},
            "province='ON': arrivals .* by program, for Canada only",
        ),
        ({"measure": "target", "noc": "2174", "lower": 1}, "target .* by program and plan, for Canada only"),
        (
            {"measure": "pr_admissions", "stream": "Agreements", "lower": 1},
            "stream='Agreements': pr_admissions",
        ),
        ({"measure": "npr", "lower": 1}, "program='IMP': npr .* by npr_type, for Canada only"),
        (
            {"measure": "population", "program": None, "noc": "2174", "lower": 1},
            "noc='2174': population .* by province",
        ),
        (
            {"npr_type": "Work permits", "plan": "2026-2028", "lower": 1},
            "npr_type='Work permits' and plan='2026-2028'",
        ),
        ({"kind": "order", "against": {"measure": "arrivals", "noc": "2174"}}, "noc='2174': arrivals"),
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
        ({"kind": "order", "against": 2019}, r"against=2019: say what differs .* \{'period': 2019\}"),
        ({"kind": "order", "against": "2019"}, r"against='2019': say what differs .* \{'period': '2019'\}"),
        ({"kind": "order", "against": [2019]}, r"say what differs .* \{'period': 2019\}"),
        ({"kind": "rank", "lower": 1}, "kind='rank' needs noc= or province="),
    ],
)
def test_a_claim_that_is_not_whole_is_refused(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ask(db, **said)


def test_a_year_of_the_stock_is_its_last_day(db: duckdb.DuckDBPyConnection) -> None:
    found = ask(db, period=2021, kind="change", lower=-0.1, upper=0, against={"period": 2020})
    assert (found["period"], found["verdict"]) == ("2021-12-31", "supported")
    assert "31\u00a0December\u00a02020" in found["why"]
    assert ask(db, measure="population", program=None, period=2021, lower=1)["verdict"] == "not held"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"kind": "ratio", "lower": 1, "against": {"measure": "target", "period": 2026}}, "arrivals of the same whole year"),
        ({"kind": "order", "against": {"measure": "target", "period": 2026}}, "holders and target do not count the same"),
        ({"kind": "change", "lower": 0, "against": {"measure": "effective_year", "period": 2024}}, "do not count the same"),
        ({"kind": "ratio", "lower": 0, "against": {"measure": "population"}}, "by the population of 2025-01-01: give that"),
    ],
)  # fmt: skip
def test_counts_that_do_not_count_alike_are_refused_with_what_would_be_right(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(IncomparableError, match=message):
        ask(db, **said)


def test_what_a_measure_does_not_have_is_not_taken_over_to_the_other_side(
    db: duckdb.DuckDBPyConnection,
) -> None:
    rate = ask(db, kind="ratio", upper=0.04, against={"measure": "population", "period": "2025-01-01"})
    assert (rate["verdict"], round(rate["answer"], 3)) == ("supported", 0.03)
    against_plan = ask(
        db, measure="target", plan="2026-2028", period=2026, kind="change", upper=0, against={"measure": "arrivals", "period": 2024}
    )  # fmt: skip
    assert against_plan["verdict"] == "supported"


def test_whatever_else_a_count_may_be_is_tried_without_an_error(db: duckdb.DuckDBPyConnection) -> None:
    for measure, said in {
        "npr": {"program": None}, "target": {"program": None}, "pr_admissions": {"program": "both"},
        "holders": {"program": "HC", "period": "2024-12-31"}, "effective_month": {"program": None, "period": "2026-01"},
    }.items():  # fmt: skip
        assert ask(db, **{"measure": measure, "period": 2025, "lower": 1, **said})["verdict"] == "not held"


@pytest.mark.parametrize(
    ("said", "call"),
    [
        ({"measure": "effective_months", "program": "TFWP", "period": 2024}, "published_figures(db, measure="),
        ({"measure": "effective_months", "period": "2021-H1"}, "effective_by_month("),
        ({"measure": "effective_year", "period": 2021, "noc": "2174"}, "effective_by_occupation(db, noc="),
        ({"measure": "effective_year", "period": 2021, "province": "ON"}, "effective_by_year("),
        ({"measure": "positions", "program": "TFWP", "period": 2021}, "positions_by_year(db, year=2021)"),
        ({"measure": "positions", "program": None, "period": 2021, "noc": "8431"}, "positions_by_occupation("),
        ({"measure": "target", "program": "both", "period": 2026}, 'levels_plan(db, program="workers", year=2026)'),
        ({"measure": "arrivals", "program": "both", "period": 2025}, 'arrivals_by_year(db, program="workers"'),
        ({"measure": "pr_admissions", "period": 2024, "province": "ON"}, "pr_admissions_by_year("),
        ({"measure": "npr", "program": None, "period": "2026-04-01"}, "npr_by_quarter("),
        ({"measure": "population", "program": None, "period": "2025-10-01"}, "population_by_province("),
        ({"stream": "Agreements"}, "holders_by_stream("),
        ({"program": "TFWP", "period": 2022, "lineage": ["ircc-tfwp-year-end-2024-12-31"]}, 'holders_by_year(db, program="TFWP", year=2022, as_of="2022-12-31")'),
        ({"kind": "rank", "province": "ON"}, 'holders_by_province(db, program="IMP", province=['),
        ({"kind": "rank", "measure": "positions", "program": None, "period": 2021, "noc": "8431"}, 'top_occupations(db, program="TFWP"'),
    ],
)  # fmt: skip
def test_the_question_is_the_call_that_gives_the_answer(
    db: duckdb.DuckDBPyConnection, said: dict[str, Any], call: str
) -> None:
    found = ask(db, **{"lower": 1, **said})
    assert found["verdict"] == "supported"
    assert found["question"].startswith(call)
    name = found["question"].partition("(")[0]
    frame = eval(found["question"], {"db": db, name: getattr(ims, name)})  # noqa: S307 - it is what an analyst types
    if pd.notna(found["answer"]) and len(frame) == 1:
        assert frame[found["measure"]].iloc[0] == found["answer"]


def test_a_rank_by_occupation_is_of_the_program_whose_table_counts_the_measure(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ask(db, kind="rank", measure="effective_year", program="TFWP", period=2021, noc="8431", lower=1)
    assert found["verdict"] == "not held"
