"""Bytes -> addressed text: a sheet or a text file in which every cell can be named in an error."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import fastexcel
import polars as pl

from imp_stats.errors import LayoutError

_LARGEST = 2**30
_FAR = re.compile(rb'<c [^>]*?r="([A-Z]{3,}\d+|[A-Z]+\d{7,})"')
_ENCRYPTED_OR_OLD = b"\xd0\xcf\x11\xe0"
# What the libraries raise over bytes that are no sound workbook: RuntimeError is a password on a part.
_DAMAGED = (
    zipfile.BadZipFile,
    fastexcel.FastExcelError,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Grid:
    """Text in rows and columns, both counted from 0; ``lines`` are the lines of a text file's rows."""

    file: str
    sheet: str | None
    frame: pl.DataFrame
    lines: tuple[int, ...] | None = None

    def text(self, row: int, column: int) -> str | None:
        """What stands in a cell: None where nothing was written, and outside the grid."""
        if row >= self.frame.height or column >= self.frame.width:
            return None
        value: str | None = self.frame.item(row, column)
        return value

    def row(self, row: int) -> tuple[str | None, ...]:
        """A whole row; nothing outside the grid."""
        return self.frame.row(row) if row < self.frame.height else ()

    def cell(self, row: int, column: int) -> str:
        """The address of a cell: ``B5`` in a sheet, ``line 5, field 2`` in a text file."""
        if self.lines is not None:
            line = self.lines[row] if row < len(self.lines) else len(self.lines) + 1
            return f"line {line}, field {column + 1}"
        return f"{letters(column)}{row + 1}"

    def lines_of(self, rows: pl.Series) -> pl.Series:
        """The addresses of whole rows of a text file: ``line 5``."""
        lines = pl.Series(self.lines or (), dtype=pl.Int64).gather(rows)
        return pl.Series([f"line {line}" for line in lines], dtype=pl.String)

    def hold(self, rows: pl.DataFrame, rule: pl.Expr, column: int, expected: str) -> None:
        """Refuse the first of the rows, which have their place in ``row``, for which a rule does not hold."""
        bad = rows.filter(~rule.fill_null(value=False))
        if not bad.is_empty():
            self.refuse(bad["row"][0], column, expected)

    def refuse(self, row: int, column: int, expected: str) -> NoReturn:
        """Raise the error that names the cell, what stands there, and what was expected."""
        found = self.text(row, column)
        what = "nothing" if not found else repr(found)
        sheet = f", sheet {self.sheet!r}" if self.sheet is not None else ""
        msg = f"{self.file}{sheet}, cell {self.cell(row, column)}: found {what}, expected {expected}."
        if self.lines is not None:
            msg = msg.replace(", cell line", ", line")
        raise LayoutError(msg)


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters(0), letters(25), letters(26), letters(171)
    ('A', 'Z', 'AA', 'FP')
    """
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_bytes(path: Path) -> bytes:
    """A file's bytes; one that cannot be read or is empty raises :class:`LayoutError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); give a file that this user may read."
        raise LayoutError(msg) from error
    if not content:
        msg = f"{path}: the file is empty; download it again."
        raise LayoutError(msg)
    return content


def grids(path: Path, content: bytes, *, rows: int | None = None) -> Iterator[Grid]:
    """The grids of a file, each sheet of a workbook or the one table of a text file; of sheets only the first rows."""
    if content.startswith(_ENCRYPTED_OR_OLD):
        msg = f"{path.name}: the workbook is protected by a password, or is an .xls; save it as .xlsx without a password."
        raise LayoutError(msg)
    if content.startswith(b"PK"):
        yield from _sheets(path.name, content, rows)
    elif content.lstrip()[:1] == b"<":
        msg = f"{path.name}: this is a web page, not a table; the download went wrong, download it again."
        raise LayoutError(msg)
    elif path.suffix.lower() == ".xlsx":
        msg = f"{path.name}: this is no workbook, whatever its name says; download it again."
        raise LayoutError(msg)
    else:
        yield _table(path.name, content)


def _sheets(file: str, content: bytes, rows: int | None) -> Iterator[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_unsound(archive)
        book = fastexcel.read_excel(content)
        for name in book.sheet_names:
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=rows, dtypes="string")
            # The library leaves out first columns that are empty; addresses count them.
            shift = max(
                (column.absolute_index - column.index for column in sheet.selected_columns), default=0
            )
            empty = [pl.lit(None, pl.String).alias(f"empty_{column}") for column in range(shift)]
            yield Grid(file, name, sheet.to_polars().select(*empty, pl.all()))
    except _DAMAGED as error:
        msg = f"{file}: the workbook cannot be opened ({error}); it is cut off or damaged, download it again."
        raise LayoutError(msg) from error


def _refuse_unsound(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that is damaged, or larger or wider than any table: the library would take all memory for it."""
    if sum(part.file_size for part in archive.infolist()) > _LARGEST:
        msg = f"it unpacks to more than {_LARGEST:,} bytes"
        raise zipfile.BadZipFile(msg)
    broken = archive.testzip()
    if broken is not None:
        msg = f"the part {broken} is damaged"
        raise zipfile.BadZipFile(msg)
    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and (far := _FAR.search(archive.read(part))):
            msg = f"{part} has a cell {far[1].decode()}, far from any table"
            raise zipfile.BadZipFile(msg)


def _table(file: str, content: bytes) -> Grid:
    text = _decoded(content)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        msg = f"{file}, line {line}: {error}; the file is cut off or damaged, download it again."
        raise LayoutError(msg) from error
    width = max(map(len, rows), default=0)
    columns = {
        f"column_{place}": [row[place] if place < len(row) else None for row in rows]
        for place in range(width)
    }
    return Grid(file, None, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), tuple(lines))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
