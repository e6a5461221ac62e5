"""Printed labels -> codes: what the label columns of IRCC's workbooks say, in English or in French.

English labels must be exact. No French workbook has been read here: a French label may differ in case, accents and
punctuation from the name held, and must still mean one thing only. A row that is the total of others says so by the
word "Total" in some tables, by its place alone in others.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from imp_stats.cards import Card
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.outline import Node
from imp_stats.vocabulary import (
    CANADA,
    NOT_STATED,
    STATED,
    Entry,
    Kind,
    code_of_label,
    entries,
    folded,
    unit_groups,
)

PATHS = ("stream", "pr_class")
_FILES = {"stream": "streams.csv", "pr_class": "pr_classes.csv"}
_WHOLE = re.compile(r"Total|Total unique persons|(?:Total|Nombre total)\b.*\buniques?\b.*")
_FRENCH_TOTAL = re.compile(r"Total (?:[-–] )?(?P<before>.+)|(?P<after>.+) Total")
_NO_OCCUPATION = {
    "autres professions": "other",
    "profession non declaree": "not stated",
    "profession non indiquee": "not stated",
    "profession non precisee": "not stated",
}
_EXPECTED = {
    "citizenship": "a country of citizenship in citizenships.csv",
    "gender": "a gender in genders.csv",
    "skill": "a skill level in skills.csv",
    "noc": "an occupation as code and title, 'Other occupations' or 'Occupation not stated'",
}


def is_whole(label: str | None) -> bool:
    """Whether a label is that of the last row, which counts everybody: "Total" or "Total unique persons"."""
    return bool(label and _WHOLE.fullmatch(label))


@dataclass(frozen=True)
class Labels:
    """How the labels of one sheet are read: its card, its language, and how many columns hold labels."""

    grid: Grid
    card: Card
    width: int
    is_french: bool = False

    def outer(self, node: Node) -> dict[str, str | None]:
        """The codes of a row in the first label column."""
        if is_whole(node.label):
            return {"province": CANADA}
        kind = self.card.dimensions[0]
        return {kind: self._province(node) if kind == "province" else self._flat(cast("Kind", kind), node)}

    def inner(self, node: Node) -> dict[str, str | None]:
        """The codes of a row below one of the first column, beside those of that one."""
        if len(self.card.dimensions) == 1:
            self.grid.refuse(node.row, node.level, "no label beside those of the first column")
        kind = cast("Kind", self.card.dimensions[1])
        if kind in PATHS:
            return {kind: self._path(kind, node)}
        if node.level > 1:
            self.grid.refuse(node.row, node.level, "no label beyond the second column")
        if kind == "noc":
            return {"noc": self._occupation(node)}
        return {kind: self._flat(kind, node)}

    def bare(self, label: str) -> str:
        """A label without the word that says that it is a total."""
        if not self.is_french:
            return label.removesuffix(" Total")
        found = _FRENCH_TOTAL.fullmatch(label)
        return (found["before"] or found["after"]) if found else label

    def _known(self, kind: Kind, label: str) -> str | None:
        if not self.is_french:
            return code_of_label(kind, label)
        return _french(kind).get(folded(label)) or (
            _NO_OCCUPATION.get(folded(label)) if kind == "noc" else None
        )

    def _province(self, node: Node) -> str:
        bare = self.bare(node.label)
        code = self._known("province", bare)
        if bare.casefold() == entries("province")[NOT_STATED].en.casefold():
            code = NOT_STATED
        if code not in (*STATED, NOT_STATED) or (bare == node.label and code != NOT_STATED):
            expected = "a province or territory and ' Total', such as 'Ontario Total'"
            self.grid.refuse(node.row, node.level, expected)
        return code

    def _flat(self, kind: Kind, node: Node) -> str:
        code = self._known(kind, node.label) or (
            self._known(kind, self.bare(node.label)) if node.children else None
        )
        if code is None:
            self.grid.refuse(node.row, node.level, _EXPECTED[kind])
        return code

    def _path(self, kind: Kind, node: Node) -> str:
        """The path in a tree of the labels from the second column on, each below the one before."""
        above = ""
        for level, label in enumerate(node.path[1:], 1):
            bare = self.bare(label) if level < self.width - 1 or self.width == 2 else label
            found = self._below(kind, above).get(folded(bare) if self.is_french else bare)
            if found is None and self.width == 2:
                found = self._named_once(kind, bare)
            if found is None:
                said = " > ".join(node.path[1:])
                what = f"a stream of the {self.card.program}" if kind == "stream" else "a class"
                self.grid.refuse(node.row, node.level, f"{what}; {said!r} is none in {_FILES[kind]}")
            above = found
        return above

    def _below(self, kind: Kind, above: str) -> dict[str, str]:
        """The entries one step below a path by the last name of their own."""
        return {
            folded(entry.fr) if self.is_french else entry.en: entry.code
            for entry in self._entries(kind)
            if entry.code.rpartition(" > ")[0] == above
        }

    def _named_once(self, kind: Kind, label: str) -> str | None:
        """The path whose last name is the label, where it is one only: a table without columns for the levels."""
        names = [
            entry.code
            for entry in self._entries(kind)
            if (folded(entry.fr) == folded(label) if self.is_french else entry.en == label)
        ]
        return names[0] if len(names) == 1 else None

    def _entries(self, kind: Kind) -> list[Entry]:
        return [entry for entry in entries(kind).values() if entry.program in (None, self.card.program)]

    def _occupation(self, node: Node) -> str:
        """The code of an occupation "2174 - Title"; the French titles are not all known, so that there the code decides."""
        code, dash, title = node.label.partition(" - ")
        known = unit_groups(self.card.noc_version)
        if dash and code.isdigit():
            entry = known.get(code)
            if entry is not None and (title == entry.en or (self.is_french and title)):
                return code
            example = f"an occupation of NOC {self.card.noc_version} such as '{next(iter(known))} - ...'"
            self.grid.refuse(node.row, node.level, f"'{code} - {entry.en}'" if entry else example)
        return self._flat("noc", node)


@cache
def _french(kind: Kind) -> dict[str, str]:
    """Each French name of a vocabulary that means one thing only, without case, accents and punctuation."""
    found: dict[str, set[str]] = {}
    for entry in entries(kind).values():
        for word in (entry.fr, *entry.aliases):
            found.setdefault(folded(word), set()).add(entry.code)
    return {word: next(iter(codes)) for word, codes in found.items() if word and len(codes) == 1}
