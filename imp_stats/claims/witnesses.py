"""Who may speak for a count: the tables held and what others published, but never the claim's own chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.claims.evidence import Evidence, Subject, evidence_of, months_held, other_vintages
from imp_stats.claims.findings import Heard, Part
from imp_stats.claims.rulebooks import opened
from imp_stats.claims.sayings import text
from imp_stats.queries import ask
from imp_stats.questions.occupations import top_occupations

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    import duckdb

    from imp_stats.claims.rulebooks import Page
    from imp_stats.phrases import Lang

Own = frozenset[str]


class Witnesses:
    """The evidence held of counts; each is looked up once."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db
        self._vintages = ask(db, "vintages")
        self._printed: dict[Subject, Evidence | None] = {}
        self._short: dict[Subject, int | None] = {}
        self._others: dict[Subject, list[Evidence]] = {}
        self._older: dict[Subject, list[Evidence]] = {}
        self._rankings: dict[tuple[str, str, int, int], pd.DataFrame] = {}
        self._pages: dict[tuple[str, str], dict[Lang, Page]] = {}
        chains = ask(db, "claims", articles=None, claims=None, kinds=None)["lineage"].str.split("|").explode()
        self._sources = frozenset(chain for chain in chains if " " in chain)
        figures = ask(db, "published_figures", measures=None, programs=None, years=None, as_of=None)
        whole = figures[figures["category"].isna() & figures["lower"].notna()]
        self._figures = whole.sort_values("vintage", ascending=False, kind="stable", na_position="last")

    def hear(self, subjects: Iterable[Subject], own: Own) -> Heard:
        """The best evidence of each count; those for which there is none but the claim's own are missing."""
        heard = Heard()
        for subject in subjects:
            first, free = None, None
            for first in self.all_of(subject):
                if not is_own(first, own):
                    free = first
                    break
            if free is not None:
                heard.parts.append(Part(subject, free))
            else:
                heard.lacking.append(subject)
                heard.left_out |= first is not None
                months = None if first else self._months(subject)
                heard.short += [(subject, months)] if months else []
        return heard

    def all_of(self, subject: Subject) -> Iterator[Evidence]:
        """All that is held of a count: the newest table first, then its older vintages, then what others published."""
        newest = self._newest(subject)
        if newest is not None:
            yield newest
            if subject not in self._older:
                self._older[subject] = other_vintages(self.db, subject, newest, self._vintages)
            yield from self._older[subject]
        yield from self._published(subject)

    def ranking(self, program: str, province: str, year: int, n: int) -> pd.DataFrame:
        """The first occupations of a place and year."""
        key = program, province, year, n
        if key not in self._rankings:
            self._rankings[key] = top_occupations(self.db, program=program, province=province, year=year, n=n)
        return self._rankings[key]

    def pages(self, table: str, entry: str) -> dict[Lang, Page]:
        """The rows of a rule table that an entry names, in both languages."""
        key = table, entry
        if key not in self._pages:
            self._pages[key] = {lang: opened(self.db, table, entry, lang) for lang in ("en", "fr")}
        return self._pages[key]

    def retold(self, sources: Iterable[str]) -> str:
        """The source of another article, if that is all that a rule is known from."""
        told = sorted(set(sources))
        return "; ".join(told) if set(told) <= self._sources else ""

    def _newest(self, subject: Subject) -> Evidence | None:
        if subject not in self._printed:
            self._printed[subject] = evidence_of(self.db, subject)
        return self._printed[subject]

    def _months(self, subject: Subject) -> int | None:
        """How many months are held of a year that is not over."""
        if subject not in self._short:
            self._short[subject] = months_held(self.db, subject)
        return self._short[subject]

    def _published(self, subject: Subject) -> list[Evidence]:
        """What others published of a count, the newest first; parts that no table has are left out."""
        if subject.noc or subject.npr_type or subject.plan:
            return []
        if subject not in self._others:
            found = self._figures
            is_it = (found["measure"] == subject.measure) & (found["period"] == subject.period)
            is_it &= (found["program"] == subject.program) & (found["province"] == subject.province)
            is_it &= found["stream"].isna() if subject.stream is None else found["stream"] == subject.stream
            rows = found[is_it].to_dict("records")
            self._others[subject] = [_evidence(row) for row in rows]
        return self._others[subject]


def is_own(evidence: Evidence, own: Own) -> bool:
    """Whether the evidence reaches us by the claim's own chain."""
    return evidence.lineage in own or names_own(evidence.source, own)


def names_own(source: str, own: Own) -> bool:
    """Whether a source is one by which the claim reaches us, alone or among others."""
    return any(" " in chain and chain in source for chain in own)


def _evidence(row: dict[Hashable, Any]) -> Evidence:
    value, upper = row["value"], row["upper"]
    return Evidence(
        measure=str(row["measure"]),
        value=None if pd.isna(value) else int(value),
        lower=int(row["lower"]),
        upper=None if pd.isna(upper) else int(upper),
        source=str(row["source"]),
        vintage=text(row["vintage"]) or "",
        lineage=str(row["lineage"]),
        certainty=str(row["certainty"]),
        published=True,
    )
