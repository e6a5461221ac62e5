"""A notebook's prose: markdown with slots to HTML, and the French side file that stands for it.

A side file ``NN_name.fr.md`` holds one section for each piece of English prose, headed by a comment
that names the piece and carries a stamp of the English it translates::

    <!-- cell: lead, translates: 1f3870be -->
    Le 31 décembre {{ latest | year }}, ...

    <!-- exhibit: holders, translates: 9f86d081 -->
    finding: Le nombre de titulaires {{ growth }} en trois ans
    alt: ...

so that a French page can neither miss a piece nor say what the English no longer says.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from imp_stats.exhibits import SLOT, Words, fill
from imp_stats.phrases import NBSP, Lang, listed
from imp_stats.vocabulary import entries

Linker = Callable[[str], str]


class PageError(ValueError):
    """A notebook that cannot become a page: names the notebook and the cell, and what to do."""


@dataclass(frozen=True)
class Setting:
    """What prose is rendered with: the notebook's variables, the language, and where links lead."""

    names: Mapping[str, object]
    lang: Lang = "en"
    link: Linker = str


def render(source: str, setting: Setting, kind: str = "") -> str:
    """The HTML of a markdown cell.

    ``kind`` is the cell's tag: ``boxes`` makes a box of each third-level heading, ``caution`` sets
    what follows the heading apart.
    """
    markdown = _markdown(setting.lang)
    tokens = markdown.parse(source, {"setting": setting})

    def html(part: list[Token]) -> str:
        return str(markdown.renderer.render(part, markdown.options, {})).strip()

    if kind == "boxes":
        return _boxes(tokens, html)
    if kind == "caution":
        after = 1 + max((i for i, t in enumerate(tokens) if t.type == "heading_close"), default=-1)
        return f'{html(tokens[:after])}\n<div class="caution">\n{html(tokens[after:])}\n</div>'
    return html(tokens)


def inline(source: str, setting: Setting) -> str:
    """The HTML of one line of prose, without a paragraph around it."""
    return str(_markdown(setting.lang).renderInline(source, {"setting": setting}))


def plain(html: str) -> str:
    """What is read of some HTML: its text, with its no-break spaces."""
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]*>", "", html))).strip()


def first_sentence(text: str) -> str:
    """The first sentence of a text.

    >>> first_sentence("In 2024, 1.2 million people. And then?")
    'In 2024, 1.2 million people.'
    """
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


@cache
def _markdown(lang: Lang) -> MarkdownIt:
    quotes = [f"«{NBSP}", f"{NBSP}»", "“", "”"] if lang == "fr" else ["“", "”", "‘", "’"]
    options = {"html": False, "typographer": True, "quotes": quotes}
    markdown = MarkdownIt("commonmark", options).enable("smartquotes")
    markdown.inline.ruler.before("text", "slot", _slot)
    markdown.core.ruler.push("links", _links)
    markdown.core.ruler.push("programs", _programs)
    if lang == "fr":
        markdown.core.ruler.push("spaces", _french_spaces)
    return markdown


def _slot(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  (the parser calls it so)
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos)
    slot = state.src[state.pos : end + 2 if end > 0 else None]
    if not silent:
        setting: Setting = state.env["setting"]
        state.pending += fill(slot, setting.names, setting.lang)
    state.pos += len(slot)
    return True


def _inlines(state: StateCore) -> list[Token]:
    return [child for token in state.tokens for child in token.children or []]


def _links(state: StateCore) -> None:
    setting: Setting = state.env["setting"]
    for token in _inlines(state):
        if token.type == "link_open":
            token.attrSet("href", setting.link(str(token.attrGet("href"))))


@cache
def _program_names() -> dict[str, str]:
    """Each name of a program, short, long, or long with the short one behind -> its code in small letters."""
    found: dict[str, str] = {}
    for code, entry in entries("program").items():
        shorts = (code, *entry.aliases)
        names = (entry.en, entry.fr, *shorts)
        bracketed = [f"{name} ({short})" for name in names for short in shorts]
        found |= dict.fromkeys((*names, *bracketed), code.lower())
    return found


def _programs(state: StateCore) -> None:
    """Give bold text that is a program's name the program's colour."""
    inlines = _inlines(state)
    for at, token in enumerate(inlines):
        if token.type == "strong_open":
            inside = takewhile(lambda other: other.type != "strong_close", inlines[at + 1 :])
            program = _program_names().get(" ".join(part.content for part in inside if part.content))
            if program:
                token.attrSet("class", program)


def _french_spaces(state: StateCore) -> None:
    for token in _inlines(state):
        if token.type == "text":
            token.content = french_spaces(token.content)


def french_spaces(text: str) -> str:
    """The text with no-break spaces where French wants them.

    >>> french_spaces("Source : 5 % des « titulaires »").replace(NBSP, "_")
    'Source_: 5_% des «_titulaires_»'
    """
    return re.sub(r"(?<=«) | (?=[:»%$])", NBSP, text)


def _boxes(tokens: list[Token], html: Callable[[list[Token]], str]) -> str:
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h3"]
    for child in (child for token in tokens for child in token.children or []):
        if child.type == "softbreak":
            child.type = "hardbreak"
    title = html(tokens[: starts[0]] if starts else tokens)
    parts = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        if not title:
            tokens[start].tag = tokens[start + 2].tag = "h2"
        words = re.findall(r"\w+", tokens[start + 1].content)
        programs = {_program_names()[word] for word in words if word in _program_names()}
        colour = f" {programs.pop()}" if len(programs) == 1 else ""
        parts.append(f'<section class="box{colour}">\n{html(tokens[start:end])}\n</section>')
    return "\n".join([title, *parts] if title else parts)


# Numbers that are no figures: years, codes named as such, dates and table numbers, and the unit "per 1,000".
_NO_FIGURE = re.compile(
    r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)|<!--.*?-->"
    r"|\b(?:NOC|CNP) \d{4,5}\b|\d+(?:-\d+){2,}|\b(?:per|pour) 1[, \u00a0]000\b|\b1[, \u00a0]000(?= (?:residents|habitants)\b)|(?<!\d)(?:19|20)\d\d(?![\d,.]*\d)",
    re.DOTALL,
)
_FIGURE = re.compile(
    r"\d[\d.,\u00a0]*\s?(?:%|percent|per cent|pour cent|p\. 100)"
    r"|(?<!\d)\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)|(?<!\d)\d{4,}"
)


def typed_figures(text: str) -> list[str]:
    """Figures typed into prose, which a slot should fill from a variable.

    >>> typed_figures("In 2021 {{ people }} people; 20.9% under NOC 2174, of 1,263,145")
    ['20.9%', '1,263,145']
    """
    return _FIGURE.findall(_NO_FIGURE.sub(" ", text))


def stamp(english: str) -> str:
    """Eight letters that change with the text."""
    return hashlib.sha256(english.strip().encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Section:
    """One translated piece: its text, and the stamp of the English that was translated."""

    text: str
    stamp: str


def words_text(words: Words) -> str:
    """The words around an exhibit as a side file writes them, one to a line."""
    return "\n".join(f"{name}: {' '.join(text.split())}" for name, text in words.items())


def words_of(text: str) -> dict[str, str]:
    r"""The words that a section of a side file gives an exhibit.

    >>> words_of("finding: Deux programmes\nalt: Deux lignes")
    {'finding': 'Deux programmes', 'alt': 'Deux lignes'}
    """
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name: value.strip() for name, _, value in lines}


_HEADER = re.compile(r"^<!-- (cell|exhibit): (\S+), translates: (\S+) -->$", re.MULTILINE)


Piece = tuple[str, str]
"""A piece of prose: ``cell`` or ``exhibit``, and its id."""


@dataclass(frozen=True)
class Translation:
    """A side file as read: what it says for each piece of English prose."""

    path: Path
    sections: Mapping[Piece, Section]

    def french(self, piece: Piece, english: str) -> str:
        """The French of a piece; what has no word in it needs none."""
        return self.sections[piece].text if _needs_words(piece, english) else english

    def check(self, english: Mapping[Piece, str]) -> None:
        """Raise :class:`PageError` unless every piece has French that was made from the English of now."""
        faults = [
            f"The {' '.join(piece)} {fault}"
            for piece, text in english.items()
            if _needs_words(piece, text) and (fault := self._fault(piece, text))
        ]
        strays = self.sections.keys() - english.keys()
        faults += [
            f"The {' '.join(piece)} is in the notebook no more: remove its section."
            for piece in sorted(strays)
        ]
        if faults:
            raise PageError("\n".join([f"{self.path} does not translate its notebook.", *faults]))

    def _fault(self, piece: Piece, english: str) -> str:
        header = f"<!-- {piece[0]}: {piece[1]}, translates: {stamp(english)} -->"
        if piece not in self.sections:
            return f"has no French: add a section headed {header} for\n{english}\n"
        if self.sections[piece].stamp != stamp(english):
            return f"has changed in English: mend its French, then head it {header} or restamp the file. It now says\n{english}\n"
        if piece[0] == "exhibit" and words_of(self.sections[piece].text).keys() != words_of(english).keys():
            return f"must say in French as in English its {listed(words_of(english))}."
        return ""


def _needs_words(piece: Piece, english: str) -> bool:
    said = words_of(english).values() if piece[0] == "exhibit" else [english]
    return any(char.isalpha() for text in said for char in SLOT.sub("", text))


def read_translation(path: Path) -> Translation:
    """Read a side file; text before the first section, or a piece translated twice, is refused."""
    before, *pieces = _HEADER.split(path.read_text(encoding="utf-8"))
    if before.strip():
        msg = f"{path}: {before.strip().splitlines()[0]!r} stands before the first section's comment."
        raise PageError(msg)
    sections: dict[Piece, Section] = {}
    for kind, name, mark, text in zip(*(iter(pieces),) * 4, strict=True):
        if (kind, name) in sections:
            msg = f"{path}: the {kind} {name!r} is translated twice."
            raise PageError(msg)
        if kind == "exhibit" and not words_of(text).keys() <= Words.__dataclass_fields__.keys():
            msg = f"{path}: the exhibit {name!r} has lines that name no word of it ({listed(Words.__dataclass_fields__)})."
            raise PageError(msg)
        sections[kind, name] = Section(text.strip(), mark)
    return Translation(path, sections)


def restamped(text: str, english: Mapping[Piece, str]) -> str:
    """A side file's text with every section stamped as translating the English of now."""

    def header(old: re.Match[str]) -> str:
        kind, name, mark = old.groups()
        now = stamp(english[kind, name]) if (kind, name) in english else mark
        return f"<!-- {kind}: {name}, translates: {now} -->"

    return _HEADER.sub(header, text)
