"""A table in words, as Jupyter and a terminal show it and as pages read it."""

import hashlib
import html
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Literal

import great_tables
import pandas as pd
from great_tables import html as _marked

from imp_stats.phrases import NBSP, Lang

_WIDTH = 80
_GROUP = "_group"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Column:
    """A column: its id, its heading, how it is set, and the notes (counted from 1) of its heading."""

    id: str
    heading: str
    align: Literal["left", "right"]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, what stands small beneath it, whether it is certain, and its notes."""

    text: str
    beneath: str = ""
    is_strong: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table in words, and the frame it came from; ``row_header`` is the column that names a row."""

    caption: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_header: str
    notes: tuple[str, ...]
    source: str
    lang: Lang
    frame: pd.DataFrame = field(compare=False)
    lead: str = ""
    """What must be read before the table: how much of the whole it covers."""
    groups: tuple[str, ...] = ()
    """For each row the heading that it stands under, rows of one heading together; empty where they stand under none."""

    @property
    def id(self) -> str:
        """An id of what the table says: the same words have the same id."""
        said = repr((self.caption, self.subtitle, self.lang, self.columns, self.rows))
        return f"table-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    @property
    def parts(self) -> list[tuple[str, tuple[tuple[Cell, ...], ...]]]:
        """The rows under each heading; all of them under an empty one where they stand under none."""
        named = zip(self.groups or [""] * len(self.rows), self.rows, strict=True)
        return [(name, tuple(row for _, row in part)) for name, part in groupby(named, key=itemgetter(0))]

    def __repr__(self) -> str:
        paragraphs = (self.caption, self.subtitle, self.lead)
        notes = (f"{_raised([number])} {note}" for number, note in enumerate(self.notes, 1))
        before = [line for text in paragraphs for line in textwrap.wrap(text, _WIDTH)]
        after = [line for text in (*notes, self.source) for line in textwrap.wrap(text, _WIDTH)]
        lines = [line for name, rows in self.parts for line in _under(name, _printed(self.columns, rows))]
        return "\n".join([*before, *lines, "", *after])

    def _repr_html_(self) -> str:
        ids = [column.id for column in self.columns]
        cells = pd.DataFrame([[_html(cell) for cell in row] for row in self.rows], columns=ids)
        under = (
            cells.assign(**{_GROUP: [html.escape(name) for name in self.groups]}) if self.groups else cells
        )
        table = (
            great_tables.GT(under, id=self.id, groupname_col=_GROUP if self.groups else None)
            .fmt_passthrough(escape=False)
            .tab_header(_marked(html.escape(self.caption)), _marked(html.escape(self.subtitle)))
            .cols_label(cases={c.id: _marked(_html(Cell(c.heading, notes=c.notes))) for c in self.columns})
            .opt_align_table_header("left")
        )
        for column in self.columns:
            table = table.cols_align(column.align, column.id)
        for number, note in enumerate(self.notes, 1):
            table = table.tab_source_note(_marked(f"<sup>{number}</sup>{NBSP}{html.escape(note)}"))
        shown = table.tab_source_note(_marked(html.escape(self.source))).as_raw_html()
        return f"<p>{html.escape(self.lead)}</p>\n{shown}" if self.lead else shown


def _html(cell: Cell) -> str:
    text = html.escape(cell.text)
    text = f"<strong>{text}</strong>" if cell.is_strong else text
    marks = f"<sup>{', '.join(map(str, cell.notes))}</sup>" if cell.notes else ""
    return (
        f"{text}{marks}<br><small>{html.escape(cell.beneath)}</small>" if cell.beneath else f"{text}{marks}"
    )


def _raised(notes: Iterable[int]) -> str:
    return " ".join(str(note).translate(_RAISED) for note in notes)


def _under(name: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a heading, if it has words."""
    yield ""
    yield from textwrap.wrap(name, _WIDTH)
    yield from lines


def _printed(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table in a terminal; the widest column of text is folded to fit."""
    heads = [Cell(column.heading, notes=column.notes) for column in columns]
    table = [[_lines(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(line) for row in table for line in row[at]) for at in range(len(columns))]
    over = sum(widths) + 2 * (len(widths) - 1) - _WIDTH
    if over > 0:
        widest = max(range(len(widths)), key=lambda at: (columns[at].align == "left", widths[at]))
        widths[widest] = max(widths[widest] - over, 12)
    for number, row in enumerate(table):
        folded = [
            [part for line in lines for part in textwrap.wrap(line, width) or [""]]
            for lines, width in zip(row, widths, strict=True)
        ]
        for at in range(max(map(len, folded))):
            parts = (lines[at] if at < len(lines) else "" for lines in folded)
            sides = zip(parts, widths, columns, strict=True)
            yield "  ".join(
                f"{part:{'>' if c.align == 'right' else '<'}{width}}" for part, width, c in sides
            ).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


def _lines(cell: Cell) -> list[str]:
    return [f"{cell.text}{_raised(cell.notes)}", *([cell.beneath] if cell.beneath else [])]
