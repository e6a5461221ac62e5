"""ESDC's employer lists: what a file says it is, which period it covers, and which column holds what.

The lists have had six headers since 2015, in two languages, with and without a title, and some files have
lost their accented letters. The words of all of them stand here; a word that does not is refused.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from imp_stats.loaders.grid import Grid
from imp_stats.vocabulary import Entry, entries, folded

ListKind = Literal["positive", "negative"]

# Every word that a header has used, by what its column holds.
_WORDS: dict[str, tuple[str, ...]] = {
    "province": ("Province/Territory", "Province/Territoire"),
    "stream": ("Stream", "Program Stream", "Volet", "Volet du programme"),
    "employer": ("Employer", "Employer Name", "Employeur"),
    "address": ("Address", "Adresse"),
    "occupation": (
        "Occupation", "Occupations under NOC 2011", "Occupaitons under NOC 2011",
        "Profession", "Profession sous CNP 2011",
    ),
    "status": ("Incorporate Status", "Incorporer le statut"),
    "lmias": ("Approved LMIAs", "EIMT Approuvés"),
    "positions": ("Approved Positions", "Positions Approved", "Positions approved", "Postes Approuvés", "Postes approuvés"),
    "requested lmias": ("Requested LMIAs", "EIMT demandées", "EIMT Demandés"),
    "requested positions": ("Requested Positions", "Positions Requested", "Postes demandés", "Postes Demandés"),
}  # fmt: skip
BLOCKS = ("employer", "address", "positions")
_LAYOUTS = (
    BLOCKS,
    ("province", "employer", "address", "occupation", "positions"),
    ("province", "stream", "employer", "address", "occupation", "positions"),
    ("province", "stream", "employer", "address", "occupation", "status", "lmias", "positions"),
)
_NOTES = ("Notes:", "Notes :", "Remarques:", "Remarques :")
_MONTHS = (
    ("january", "janvier"), ("february", "fevrier", "f vrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout", "ao t"), ("september", "septembre"),
    ("october", "octobre"), ("november", "novembre"), ("december", "decembre", "d cembre"),
)  # fmt: skip
_SPANS = {3: "quarter", 6: "half", 12: "year"}
_VERSION = re.compile(r"\b(?:noc|cnp) (20\d\d)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_NAMED = re.compile(r"(?<!\d)(20\d\d)(?:[ _-]?q([1-4])(?:[ _-]?q([1-4]))?)?(?![\dq])", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """What a list covers: a quarter, a half or a whole year, by its first and last day."""

    kind: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Layout:
    """Where things are in a list: its columns by what they hold, its first row after the header, and its notes."""

    columns: dict[str, int]
    header: int
    notes: int
    period: Period
    noc_version: str  # as the title says; empty without a title
    asked_for: tuple[int, ...]  # the columns headed "Requested", where the publisher erred


def plain(text: str | None) -> str:
    """A printed word without padding, no-break spaces and bytes that are no letters.

    >>> plain("    High\u00a0Wage ")
    'High Wage'
    """
    return " ".join(re.sub("[\u00a0\ufffd]", " ", (text or "").replace("\u2019", "'")).split())


def forms(word: str) -> tuple[str, str]:
    """A word as it is written, and as a file prints it that has lost its accented letters.

    >>> forms("Postes Approuvés")
    ('Postes Approuvés', 'Postes Approuv s')
    """
    return plain(word), plain(re.sub(r"[^\x00-\x7f]", " ", word.replace("\u2019", "'")))


def codes_of_labels(kind: Literal["province", "lmia_stream"]) -> dict[str, str]:
    """Every form in which a list may print the words of a vocabulary -> its code."""

    def words(entry: Entry) -> tuple[str, ...]:
        return (entry.en, entry.fr, *entry.aliases)

    return {
        form: entry.code for entry in entries(kind).values() for word in words(entry) for form in forms(word)
    }


_FIELDS = {form: field for field, words in _WORDS.items() for word in words for form in forms(word)}


def list_kind(grid: Grid) -> ListKind | None:
    """Whether a table is ESDC's list of employers with a positive LMIA, or with a negative one, or neither.

    The title decides; where it is none, the header: a file whose title is damaged is ours, and refused.
    """
    title = folded(plain(grid.text(0, 0)))
    found = _header_fields(grid, 0) or _header_fields(grid, next_row(grid, 0))
    if not is_list(title) and not {"employer", "address"} <= found:
        return None
    if re.search("negati|n gati|defavorable|d favorable", title):
        return "negative"
    says = f"{grid.file} {grid.sheet or ''}".casefold()
    is_asked_for = "requested positions" in found and not is_list(title)
    return "negative" if is_asked_for and ("pos" not in says or "neg" in says) else "positive"


def is_list(text: str) -> bool:
    """Whether a text begins with the title of a list of employers, positive or negative."""
    begins = folded(text)
    return begins.startswith(("employ", "list of employ", "liste des employ")) and (
        "labour market impact assessment" in begins or "impact sur le march" in begins
    )


def begins_as_list(text: str) -> bool:
    """Whether a text that cannot be read as a table begins with the title or the header of a list of employers."""
    words = {plain(cell.strip('"')) for line in text.splitlines()[:5] for cell in line.split(",")}
    return is_list(text) or {"employer", "address"} <= {_FIELDS[word] for word in words if word in _FIELDS}


def _header_fields(grid: Grid, row: int) -> set[str]:
    return {_FIELDS[word] for word in map(plain, grid.row(row)) if word in _FIELDS}


def next_row(grid: Grid, row: int) -> int:
    """The next row that holds something: text files that end their lines with CR CR LF have rows of nothing."""
    row += 1
    while row < grid.frame.height and not any(grid.row(row)):
        row += 1
    return row


def read_layout(grid: Grid) -> Layout:
    """Where things are in a list, and which period it covers; a word that is not known is refused."""
    has_title = plain(grid.text(0, 0)) not in {*_FIELDS, *codes_of_labels("province")}
    if not has_title and re.search(r"neg", grid.file, re.IGNORECASE):
        grid.refuse(0, 0, "a title, or a file's name that does not say that the list is of negative LMIAs")
    if has_title and not is_list(plain(grid.text(0, 0))):
        grid.refuse(
            0,
            0,
            "a title such as 'Employers Who Were Issued a Positive Labour Market Impact Assessment (LMIA)'",
        )
    first = next_row(grid, 0) if has_title else 0
    header = first if _header_fields(grid, first) else next_row(grid, first)
    columns, asked_for = _columns(grid, header)
    title = folded(plain(grid.text(0, 0))) if has_title else ""
    version = _VERSION.search(title)
    return Layout(
        columns=columns,
        header=header,
        notes=_notes_row(grid, header),
        period=_titled_period(grid, title) if has_title else _named_period(grid, columns),
        noc_version=version[1] if version else "",
        asked_for=asked_for,
    )


def _columns(grid: Grid, header: int) -> tuple[dict[str, int], tuple[int, ...]]:
    columns: dict[str, int] = {}
    asked_for = []
    for column, text in enumerate(grid.row(header)):
        field = _FIELDS.get(plain(text))
        if field is None or field.removeprefix("requested ") in columns:
            left = [words[0] for name, words in _WORDS.items() if name not in columns and " " not in name]
            grid.refuse(header, column, f"a header such as {', '.join(map(repr, left)) or 'none'}, each once")
        if field.startswith("requested "):
            asked_for.append(column)
        columns[field.removeprefix("requested ")] = column
    if not any(set(layout) == set(columns) for layout in _LAYOUTS):
        nearest = max(_LAYOUTS, key=lambda layout: (len(set(layout) & set(columns)), -len(layout)))
        apart = ", ".join(sorted(set(nearest) ^ set(columns)))
        grid.refuse(header, grid.frame.width - 1, f"the columns {', '.join(nearest)}; they differ by {apart}")
    return columns, tuple(asked_for)


def _notes_row(grid: Grid, header: int) -> int:
    for row in range(grid.frame.height - 1, header, -1):
        if plain(grid.text(row, 0)) in _NOTES and not any(grid.row(row)[1:]):
            break
    else:
        grid.refuse(grid.frame.height, 0, "the row 'Notes:' after the employers; the file is cut off")
    for below in range(row + 1, grid.frame.height):
        for column in range(1, grid.frame.width):
            if grid.text(below, column):
                grid.refuse(below, column, "nothing beside the notes")
    return row


def _titled_period(grid: Grid, title: str) -> Period:
    """The months and the year in a title: '2016', '2017 (January-June)', 'January to March 2022'."""
    years = set(_YEAR.findall(_VERSION.sub(" ", title)))
    named = [
        (found.start(), number)
        for number, words in enumerate(_MONTHS, start=1)
        for found in [re.search(rf"\b(?:{'|'.join(words)})\b", title)]
        if found
    ]
    if len(years) != 1 or len(named) not in (0, 2):
        _refuse_title(grid)
    first, last = (number for _, number in sorted(named)) if named else (1, 12)
    period = _period(int(years.pop()), first, last)
    return period or _refuse_title(grid)


def _refuse_title(grid: Grid) -> NoReturn:
    grid.refuse(0, 0, "a title with one quarter, half or whole year, such as 'January to March 2022'")


def _named_period(grid: Grid, columns: dict[str, int]) -> Period:
    """The period of a list without a title, which stands in its file's name only: tfwp_2025q1_pos_en.csv."""
    found = [match.groups() for match in _NAMED.finditer(grid.file)]
    if len(found) == 1:
        year, quarter, until = found[0]
        if quarter:
            period = _period(int(year), 3 * int(quarter) - 2, 3 * int(until or quarter))
        else:
            # Since there are streams, lists cover quarters or halves: a year alone would say too much.
            period = None if "stream" in columns else _period(int(year), 1, 12)
        if period:
            return period
    grid.refuse(
        0,
        0,
        "a title with the period, or the period in the file's name, as the publisher has it: tfwp_2025q1_pos_en.csv",
    )


def _period(year: int, first: int, last: int) -> Period | None:
    kind = _SPANS.get(last - first + 1)
    if kind is None or (first - 1) % (last - first + 1):
        return None
    days = calendar.monthrange(year, last)[1]
    return Period(kind, dt.date(year, first, 1), dt.date(year, last, days))
