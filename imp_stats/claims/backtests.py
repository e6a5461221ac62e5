"""Figures that others published, asked of the tables held: each is found again, or said why not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims.evidence import Evidence, Subject, evidence_of, other_vintages
from imp_stats.phrases import Lang, check_lang
from imp_stats.questions.figures import published_figures
from imp_stats.vocabulary import entries

if TYPE_CHECKING:
    import duckdb

Figure = Mapping[Hashable, Any]

_WORDS = {
    "found again": (
        "the bounds of the table held and those of the figure meet",
        "les bornes du tableau conservé et celles du chiffre se rejoignent",
    ),
    "own evidence": (
        "the table held is the one the figure was taken from: it is read right, and nothing is confirmed",
        "le tableau conservé est celui d'où le chiffre est tiré : il est bien lu, et rien n'est confirmé",
    ),
    "older vintage": (
        "the newest vintage says otherwise; the one named is that of the figure",
        "le millésime le plus récent dit autre chose; celui qui est nommé est celui du chiffre",
    ),
    "another vintage": (
        "the figure is of a vintage that is not held, and the past was revised since",
        "le chiffre provient de données à une autre date, qui ne sont pas conservées, et le passé a été révisé depuis",
    ),
    "apart": (
        "the table of the same vintage says otherwise",
        "le tableau de la même date dit autre chose",
    ),
    "not held": (
        "no table held counts this",
        "aucun tableau conservé ne compte cela",
    ),
}
_COLUMNS = (
    "figure",
    "measure",
    "program",
    "province",
    "stream",
    "period",
    "label",
    "printed_as",
    "lower",
    "upper",
)


def check_figures(db: duckdb.DuckDBPyConnection, *, lang: str = "en") -> pd.DataFrame:
    """One row per published figure: what the tables held give for it, and whether the two meet.

    Columns ``figure``, ``measure``, ``program``, ``province``, ``stream``, ``period``, ``label``, ``printed_as``, ``lower``,
    ``upper`` (what its words allow), ``answer``, ``answer_lower``, ``answer_upper`` (what a table gives), ``outcome``,
    ``reason``, ``certainty``, ``lineage``, ``evidence`` (the lineage of the answer), ``vintage`` (of the figure),
    ``answer_vintage``, ``answer_source``. Outcomes: "found again" (the bounds meet), "own evidence" (the table held is where
    the figure comes from: no figure confirms itself), "older vintage" (an older vintage held meets it), "another vintage"
    (its vintage is not held and the newest is apart from it), "apart" (the same vintage is), "not held".

    Examples
    --------
    >>> import imp_stats as ims
    >>> found = ims.check_figures(ims.open_warehouse())
    >>> found[found["figure"] == "imp-effective-2021-feb-2022"][["answer", "outcome"]].to_numpy().tolist()
    [[333205, 'found again']]

    """
    language = check_lang(lang)
    figures = published_figures(db, lang=language)
    rows = [_checked(db, row, language) for row in figures.to_dict("records")]
    integers = ("lower", "upper", "answer", "answer_lower", "answer_upper")
    found = pd.DataFrame(rows).astype(dict.fromkeys(integers, "Int64"))
    return found.astype({name: "str" for name in found.columns if name not in integers})


def subject_of(figure: Figure) -> Subject | None:
    """What a figure counts; None for a part of a program that no dimension of the tables names."""
    part = _said(figure["category"])
    if part and part not in entries("npr_type"):
        return None
    return Subject(
        measure=figure["measure"],
        period=figure["period"],
        program=None if figure["program"] == "all" else figure["program"],
        province=figure["province"],
        stream=_said(figure["stream"]),
        npr_type=part,
    )


def _checked(db: duckdb.DuckDBPyConnection, figure: Figure, lang: Lang) -> dict[str, object]:
    subject = subject_of(figure)
    newest = evidence_of(db, subject) if subject else None
    outcome, answer = _outcome(db, figure, subject, newest)
    return {
        **{name: figure[name] for name in _COLUMNS},
        "answer": answer.value if answer else None,
        "answer_lower": answer.lower if answer else None,
        "answer_upper": answer.upper if answer else None,
        "outcome": outcome,
        "reason": _WORDS[outcome][lang == "fr"],
        **{name: figure[name] for name in ("certainty", "lineage", "vintage")},
        "evidence": answer.lineage if answer else None,
        "answer_vintage": answer.vintage if answer else None,
        "answer_source": answer.source if answer else None,
    }


def _outcome(
    db: duckdb.DuckDBPyConnection,
    figure: Figure,
    subject: Subject | None,
    newest: Evidence | None,
) -> tuple[str, Evidence | None]:
    """Whether the figure and the tables meet, and the evidence that says so."""
    if subject is None or newest is None:
        return "not held", None
    if _meets(figure, newest):
        return ("own evidence" if newest.lineage == figure["lineage"] else "found again"), newest
    if newest.lineage == figure["lineage"]:
        return "apart", newest
    for older in other_vintages(db, subject, newest):
        if _meets(figure, older):
            return ("own evidence" if older.lineage == figure["lineage"] else "older vintage"), older
    return "another vintage", newest


def _meets(figure: Figure, evidence: Evidence) -> bool:
    """Whether the bounds of a figure and of the evidence intersect."""
    lower, upper = figure["lower"], figure["upper"]
    above: bool = pd.isna(lower) or evidence.upper is None or evidence.upper >= int(lower)
    below: bool = pd.isna(upper) or evidence.lower <= int(upper)
    return above and below


def _said(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
