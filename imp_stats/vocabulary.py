"""What others say -> code, code -> label: programs, provinces, streams, occupations and citizenships.

The vocabularies are closed and stand in ``data/reference``. An analyst's word may be a code, an
English or a French name, in any case and without accents; a publisher's label must be exact.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data

if TYPE_CHECKING:
    import pandas as pd

    from imp_stats.phrases import Lang

Kind = Literal[
    "program", "province", "stream", "noc", "citizenship",
    "gender", "area", "skill", "lmia_stream", "pr_class", "npr_type",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

_FEW = 20  # words that a message can name
STATED = ("NL", "PE", "NS", "NB", "QC", "ON", "MB", "SK", "AB", "BC", "YT", "NT", "NU")
NOT_STATED = "ZZ"
CANADA = "CA"

# file, code column, English column, French column, words that mean the same
_FILES: dict[Kind, tuple[str, str, str, str, tuple[str, ...]]] = {
    "program": ("programs.csv", "program", "name_en", "name_fr", ("short_fr",)),
    "province": ("provinces.csv", "code", "name_en", "name_fr", ("aliases",)),
    "stream": ("streams.csv", "stream", "name_en", "name_fr", ()),
    "noc": ("occupations.csv", "noc", "title_en", "title_fr", ("aliases",)),
    "citizenship": ("citizenships.csv", "citizenship", "name_en", "name_fr", ("aliases",)),
    "gender": ("genders.csv", "gender", "name_en", "name_fr", ("aliases",)),
    "area": ("areas.csv", "area", "name_en", "name_fr", ("aliases",)),
    "skill": ("skills.csv", "skill", "name_en", "name_fr", ("aliases",)),
    "lmia_stream": ("lmia_streams.csv", "lmia_stream", "name_en", "name_fr", ("aliases",)),
    "pr_class": ("pr_classes.csv", "pr_class", "name_en", "name_fr", ("aliases",)),
    "npr_type": ("npr_types.csv", "npr_type", "name_en", "name_fr", ("aliases",)),
}


@dataclass(frozen=True)
class Entry:
    """One word of a vocabulary: its code, its names, and the program or classification it belongs to, if to one."""

    kind: Kind
    code: str
    en: str
    fr: str
    aliases: tuple[str, ...]
    program: str | None
    version: str = ""

    def label(self, lang: Lang = "en") -> str:
        """The name in a language; the English one where no French one is known."""
        return self.fr if lang == "fr" and self.fr else self.en


@cache
def entries(kind: Kind) -> dict[str, Entry]:
    """Every entry of a vocabulary by its code, in the order of its file.

    A code that several versions of a classification share is that of the first.
    """
    found: dict[str, Entry] = {}
    for entry in _rows(kind):
        found.setdefault(entry.code, entry)
    return found


@cache
def unit_groups(version: str) -> dict[str, Entry]:
    """The unit groups of one version of the NOC by their codes, without those that stand for no occupation.

    >>> len(unit_groups("2011")), len(unit_groups("2021"))
    (500, 516)
    """
    found = {entry.code: entry for entry in _rows("noc") if entry.version == version and entry.code.isdigit()}
    if found:
        return found
    known = sorted({entry.version for entry in _rows("noc")})
    msg = f"{version!r} is no version of the NOC held here: give {' or '.join(known)}."
    raise UnknownWordError(msg)


def _rows(kind: Kind) -> list[Entry]:
    file, code, en, fr, more = _FILES[kind]
    with (shipped_data() / "reference" / file).open(encoding="utf-8", newline="") as lines:
        return [
            Entry(
                kind=kind,
                code=row[code],
                en=row[en],
                fr=row[fr],
                aliases=tuple(word for column in more for word in row[column].split("|") if word),
                program=row["program"] if kind == "stream" else None,
                version=row.get("noc_version", ""),
            )
            for row in csv.DictReader(lines)
        ]


def label(kind: Kind, code: str, lang: Lang = "en") -> str:
    """The name of a code.

    >>> label("province", "QC", "fr")
    'Québec'
    """
    return entries(kind)[code].label(lang)


def folded(word: str) -> str:
    """A word without case, accents or punctuation, as searches compare it.

    >>> folded("Île-du-Prince-Édouard")
    'ile du prince edouard'
    """
    plain = unicodedata.normalize("NFKD", word.replace("\u2019", "'")).casefold()
    kept = "".join(" " if not char.isalnum() else char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


@cache
def _index(kind: Kind) -> dict[str, tuple[str, ...]]:
    """Each folded word -> the codes it may mean; codes win over names, an older classification over a newer."""
    found: dict[str, list[Entry]] = {}
    for entry in entries(kind).values():
        words = (entry.en, entry.fr, *entry.aliases, f"{entry.code} {entry.en}")
        for word in dict.fromkeys(map(folded, words)):
            if word:
                found.setdefault(word, []).append(entry)
    index = {
        word: tuple(entry.code for entry in shared if entry.version == shared[0].version)
        for word, shared in found.items()
    }
    return index | {folded(code): (code,) for code in entries(kind)}


def code_of(kind: Kind, word: str) -> str:
    """The code of an analyst's word; one that is unknown or means several raises with the right ones.

    >>> code_of("province", "ontario"), code_of("stream", "Post-grad employment")
    ('ON', 'Canadian Interests > Competitiveness and public policy > Post-grad employment')
    >>> code_of("province", "Ontaro")
    Traceback (most recent call last):
    imp_stats.errors.UnknownWordError: 'Ontaro' is no province: did you mean Ontario (ON)?
    """
    if not isinstance(word, str):
        msg = f"{word!r} is no {_noun(kind)}: give a code or a name as text, such as {_examples(kind)}."
        raise UnknownWordError(msg)
    codes = _index(kind).get(folded(word), ())
    if len(codes) == 1:
        return codes[0]
    if codes:
        msg = f"{word!r} may be {_spoken(kind, codes)}: give the code."
        raise UnknownWordError(msg)
    near = _near(kind, word)
    hint = f"did you mean {_spoken(kind, near)}?" if near else f"it may be {_examples(kind)}."
    more = "" if len(near) == 1 or len(entries(kind)) <= _FEW else f" ims.find({word!r}) searches them all."
    msg = f"{word!r} is no {_noun(kind)}: {hint}{more}"
    raise UnknownWordError(msg)


def _near(kind: Kind, word: str) -> list[str]:
    """The codes that a wrong word may have meant: spelt alike first, then those that hold all its words."""
    asked = folded(word)
    close = difflib.get_close_matches(asked, list(_index(kind)), n=3, cutoff=0.75)
    parts = asked.split()
    holding = [
        name
        for name in _index(kind)
        if parts and all(any(said.startswith(part) for said in name.split()) for part in parts)
    ]
    looser = difflib.get_close_matches(asked, list(_index(kind)), n=3, cutoff=0.6)
    found = [*close, *sorted(holding, key=len), *looser]
    return list(dict.fromkeys(code for name in found for code in _index(kind)[name]))[:3]


def codes_of(kind: Kind, words: str | Iterable[str]) -> list[str]:
    """The codes of one word or of several, in the order given, each once."""
    several = [words] if isinstance(words, str) or not isinstance(words, Iterable) else words
    return list(dict.fromkeys(code_of(kind, word) for word in several))


def find(text: str) -> pd.DataFrame:
    """One row per word of a vocabulary that holds the text: programs, provinces, streams, occupations, countries, codes.

    Columns ``kind`` (the keyword that takes it), ``code``, ``english``, ``french`` (empty where none is known). Case and
    accents do not matter; every word of the text must occur, in English, French or the code. Words that begin so
    come first.

    Examples
    --------
    >>> find("cook")[["kind", "code", "english"]].head(3)
              kind          code       english
    0          noc          6322         Cooks
    1          noc         63200         Cooks
    2  citizenship  Cook Islands  Cook Islands

    """
    import pandas as pd  # noqa: PLC0415 - the vocabulary itself needs no frames

    asked = folded(text).split()
    rows = []
    for words, said in _findable():
        begins = [any(word.startswith(part) for word in said) for part in asked]
        if asked and all(part in " ".join(said) for part in asked):
            rows.append((not all(begins), words[:4]))
    rows.sort(key=lambda row: row[0])
    columns = ["kind", "code", "english", "french"]
    return pd.DataFrame([row[1] for row in rows], columns=columns, dtype="str")


@cache
def _findable() -> list[tuple[tuple[str, ...], list[str]]]:
    """Each row that ``find`` may give, with all its words as they are compared."""
    named: list[tuple[str, ...]] = [
        (kind, entry.code, entry.en, entry.fr, *entry.aliases)
        for kind in KINDS
        for entry in entries(kind).values()
    ]
    return [(words, folded(" ".join(words[1:])).split()) for words in [*named, *_exemption_codes()]]


@cache
def _exemption_codes() -> list[tuple[str, ...]]:
    """Each exemption code as ``find`` looks for it: "code", itself, its titles, what it was, its other names."""
    heads = ("code", "title_en", "title_fr", "code_before", "also_called")
    with (shipped_data() / "reference" / "exemption_codes.csv").open(encoding="utf-8", newline="") as lines:
        return [("code", *(row[head] for head in heads)) for row in csv.DictReader(lines)]


def code_of_label(kind: Kind, printed: str) -> str | None:
    """The code of a publisher's label, which must be exact; None if it is not known."""
    return _printed(kind).get(printed)


@cache
def _printed(kind: Kind) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries(kind).values():
        for word in (entry.en, *entry.aliases):
            found.setdefault(word, entry.code)
    return found


def _noun(kind: Kind) -> str:
    return {
        "noc": "occupation",
        "lmia_stream": "LMIA stream",
        "pr_class": "class of permanent residents",
        "npr_type": "type of non-permanent resident",
    }.get(kind, kind)


def _spoken(kind: Kind, codes: Sequence[str]) -> str:
    names = [f"{entries(kind)[code].en} ({code})" for code in codes]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _examples(kind: Kind) -> str:
    codes = list(entries(kind))
    return ", ".join(codes) if len(codes) <= _FEW else f"{', '.join(codes[:3])} and {len(codes) - 3} others"


def skill_level(noc: str) -> str:
    """The skill level of a unit group of NOC 2011 or 2016: ``management``, or ``A`` to ``D`` by its second digit.

    >>> skill_level("0213"), skill_level("4011"), skill_level("5241"), skill_level("8431")
    ('management', 'A', 'B', 'C')
    """
    _refuse_length(
        noc, 4, "skill levels are of NOC 2011 and 2016: teer() takes the five digits since NOC 2021"
    )
    return "management" if noc[0] == "0" else "AABBCCDD"[int(noc[1])]


def teer(noc: str) -> int:
    """The TEER category of a unit group since NOC 2021: 0 (management) to 5, its second digit.

    TEER says which training, education, experience and responsibilities a job asks for.

    >>> teer("20012"), teer("21231"), teer("53121"), teer("85101")
    (0, 1, 3, 5)
    """
    _refuse_length(noc, 5, "TEER is of NOC 2021 and later: skill_level() takes four digits")
    return int(noc[1])


def _refuse_length(noc: str, digits: int, instead: str) -> None:
    """Refuse what is no code of so many digits."""
    if len(noc) != digits or not noc.isdigit():
        msg = f"{noc!r} is no code of {digits} digits; {instead}."
        raise UnknownWordError(msg)
