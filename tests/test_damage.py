"""What share of random damage to the publishers' files is caught, and damaged workbooks from end to end."""

import csv
import datetime as dt
import hashlib
import io
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from imp_stats.build import begin, build, check
from imp_stats.cards import Card
from imp_stats.continuity import follow
from imp_stats.errors import LayoutError
from imp_stats.folders import shipped_data
from imp_stats.ledger import Staged
from imp_stats.loaders.esdc_tables import _blocks
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.ircc_workbooks import _total_row
from imp_stats.loaders.periods import header_row, label_width
from imp_stats.loaders.recognise import READERS, load, recognise

from made import citizenship, positions, year_end

IMP = "ircc/EN_ODP_annual-TR-work-IMP_PT_program_year_end.xlsx"
TFWP = "ircc/EN_ODP_annual-TR-work-TFW_PT_program_year_end.xlsx"
NOC = "ircc/2024-12-31/EN_ODP-TR-Work-IMP_PT_NOC4.xlsx"
SMALL = (
    IMP,
    TFWP,
    "ircc/2022-12-31/EN_ODP_annual-TR-work-TFW_PT_program_year_end.xlsx",
    "ircc/ODP-TR-Work-IMP-CITZ.csv",
    "ircc/2026-01-31/ODP-TR-Work-IMP-CITZ.csv",
    "ircc/ODP-TR-Work-TFWP-CITZ.csv",
    "esdc/annual/tfwp2023_annual_table_7_e.csv",
)


@dataclass(frozen=True)
class File:
    """A sound file: its cells, and where its counts, labels and headers stand."""

    card: Card
    grid: Grid
    staged: Staged
    headers: Sequence[int]
    body: Sequence[int]  # the rows of counts
    blocks: Sequence[Sequence[int]]  # the rows of a place; of a text by citizenship, those of a country
    width: int  # of the labels

    @property
    def labels(self) -> range:
        return range(self.width)

    @cached_property
    def counts(self) -> range:
        return range(self.width, self.grid.frame.width)

    def draw(
        self, rng: random.Random, columns: Sequence[int], wanted: Callable[[str], object] = bool
    ) -> tuple[int, int, str] | None:
        """A random cell of the body that is wanted; None where a long search finds none."""
        for _ in range(500):
            row, column = rng.choice(self.body), rng.choice(columns)
            text = self.grid.text(row, column)
            if text and wanted(text):
                return row, column, text
        return None


def sound(path: Path) -> File:
    found = recognise(path)
    assert found is not None
    card, grid = found
    return File(card, grid, load(path, card, grid), *_places(card, grid))


def _places(card: Card, grid: Grid) -> tuple[list[int], list[int], list[list[int]], int]:
    """The rows of headers, of counts, and of each block, and how many columns hold labels."""
    if card.reader == "tsv":
        countries: dict[str | None, list[int]] = {}
        for row in range(1, grid.frame.height):
            countries.setdefault(grid.text(row, 6), []).append(row)
        return [0], list(range(1, grid.frame.height)), list(countries.values()), 8
    if card.reader == "esdc_blocks":
        spans = [(first, last) for _, first, last in _blocks(grid, card)]
        heads = [row for first, _ in spans for row in range(first - 3, first)]
        body = [row for first, last in spans for row in range(first, last + 1)]
        return heads, body, [list(range(first - 3, last + 1)) for first, last in spans], 1
    header = header_row(grid, card.header)
    first = header + (3 if card.reader == "monthly" else 1)
    body = list(range(first, _total_row(grid, first) + 1))
    ends = [row + 1 for row in body if grid.text(row, 0)]
    starts = [first, *ends]
    blocks = [list(range(start, end)) for start, end in zip(starts, ends, strict=False)]
    return list(range(header, first)), body, blocks, label_width(grid, header)


# A change is a function of a sound file that gives its damaged grid, or None where the file has no such place.
Change = Callable[[File, random.Random], Grid | None]
Found = tuple[int, int, str] | None


def put(file: File, found: Found, change: Callable[[str], str | None]) -> Grid | None:
    """The grid with one cell changed."""
    if found is None:
        return None
    row, column, text = found
    frame = file.grid.frame.clone()
    frame[row, column] = change(text)
    return replace(file.grid, frame=frame)


def ordered(grid: Grid, rows: Iterable[int]) -> Grid:
    """The grid with these of its rows, in this order."""
    frame = grid.frame[list(rows)]
    return replace(grid, frame=frame, lines=grid.lines and tuple(range(1, frame.height + 1)))


def number_in(text: str) -> int:
    """A printed number; 0 for what is none."""
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() else 0


def other(rng: random.Random, choices: Iterable[str], than: str | None) -> str | None:
    left = [choice for choice in choices if choice != than]
    return rng.choice(left) if left else None


def one_character(rng: random.Random, text: str, among: str, wanted: Callable[[str], bool]) -> str:
    """The text with one of its wanted characters changed into another."""
    at = rng.choice([place for place, character in enumerate(text) if wanted(character)])
    return f"{text[:at]}{other(rng, among, text[at])}{text[at + 1 :]}"


def letter_of_a_label(file: File, rng: random.Random) -> Grid | None:
    found = file.draw(rng, file.labels, lambda text: any(map(str.isalpha, text)))
    return put(file, found, lambda text: one_character(rng, text, "abcdefghijklmnopqrstuvwxyz", str.isalpha))


def label_for_label(file: File, rng: random.Random) -> Grid | None:
    found = file.draw(rng, file.labels)
    if found is None:
        return None
    words = {file.grid.text(row, found[1]) or "" for row in file.body} - {""}
    new = other(rng, sorted(words), found[2])
    return put(file, found, lambda _: new) if new else None


def token_that_is_none(file: File, rng: random.Random) -> Grid | None:
    tokens = ["n/a", "#N/A", "1.5", "-5", "1 234", "1.234", "x", "..", "-", "12,34", "7e3", "5*", " "]
    return put(file, file.draw(rng, file.counts), lambda _: rng.choice(tokens))


def cell_emptied(file: File, rng: random.Random) -> Grid | None:
    nothing = None if file.grid.sheet else ""
    return put(file, file.draw(rng, file.counts), lambda _: nothing)


def digit_changed(file: File, rng: random.Random) -> Grid | None:
    found = file.draw(rng, file.counts, number_in)
    return put(file, found, lambda text: one_character(rng, text, "0123456789", str.isdecimal))


def near_number(file: File, rng: random.Random) -> Grid | None:
    step = 1 if file.card.is_exact else 5

    def near(text: str) -> list[int]:
        value = number_in(text)
        reach = value // (5 * step) * step
        return [value + change for change in range(-reach, reach + 1, step) if change]

    return put(file, file.draw(rng, file.counts, near), lambda text: f"{rng.choice(near(text)):,}")


def hidden_to_0(file: File, rng: random.Random) -> Grid | None:
    return put(file, file.draw(rng, file.counts, "--".__eq__), lambda _: "0")


def hidden_to_5(file: File, rng: random.Random) -> Grid | None:
    return put(file, file.draw(rng, file.counts, "--".__eq__), lambda _: "5")


def hidden_shown(file: File, rng: random.Random) -> Grid | None:
    return rng.choice([hidden_to_0, hidden_to_5])(file, rng)


def numbers_swapped(file: File, rng: random.Random) -> Grid | None:
    first = file.draw(rng, file.counts, number_in)
    if first is None:
        return None
    row, column, text = first
    below, beside = rng.choice([(1, 0), (0, 1)]) if len(file.counts) > 1 else (1, 0)
    second = file.grid.text(row + below, column + beside) or ""
    if not number_in(second):
        return None
    grid = put(file, first, lambda _: second)
    assert grid is not None
    grid.frame[row + below, column + beside] = text
    return grid


def row_removed(file: File, rng: random.Random) -> Grid:
    gone = rng.choice(file.body)
    return ordered(file.grid, (row for row in range(file.grid.frame.height) if row != gone))


def rows_swapped(file: File, rng: random.Random) -> Grid | None:
    row = rng.choice(file.body)
    if row + 1 not in file.body:
        return None
    rows = list(range(file.grid.frame.height))
    rows[row : row + 2] = rows[row + 1], rows[row]
    return ordered(file.grid, rows)


def rows_doubled(file: File, block: Sequence[int]) -> Grid:
    after = block[-1] + 1
    return ordered(file.grid, [*range(after), *block, *range(after, file.grid.frame.height)])


def row_doubled(file: File, rng: random.Random) -> Grid:
    return rows_doubled(file, [rng.choice(file.body)])


def block_doubled_or_removed(file: File, rng: random.Random) -> Grid:
    block = rng.choice(file.blocks)
    if rng.random() < 0.5:
        return rows_doubled(file, block)
    gone = set(block)
    return ordered(file.grid, (row for row in range(file.grid.frame.height) if row not in gone))


def column_removed(file: File, rng: random.Random) -> Grid:
    return replace(file.grid, frame=file.grid.frame.drop(rng.choice(file.grid.frame.columns)))


def header_changed(file: File, rng: random.Random) -> Grid | None:
    cells = [(row, column) for row in file.headers for column in range(file.grid.frame.width)]
    row, column = rng.choice([cell for cell in cells if file.grid.text(*cell)])
    among = "abcdefghijklmnopqrstuvwxyz0123456789"
    text = file.grid.text(row, column) or ""
    return put(file, (row, column, text), lambda text: one_character(rng, text, among, str.isalnum))


KINDS: dict[str, Change] = {
    "a letter of a label changed": letter_of_a_label,
    "a label replaced by another of its column": label_for_label,
    "a token made one that is none": token_that_is_none,
    "a cell emptied": cell_emptied,
    "a digit of a number changed": digit_changed,
    "a number changed by up to 20%, rounded as all are": near_number,
    "'--' made 0 or 5": hidden_shown,
    "two neighbouring numbers swapped": numbers_swapped,
    "a row removed": row_removed,
    "two neighbouring rows swapped": rows_swapped,
    "a row doubled": row_doubled,
    "a block doubled or removed": block_doubled_or_removed,
    "a column removed": column_removed,
    "a header cell changed": header_changed,
}
ALONE, BEFORE, MISSED = "loader and sums", "vintage before", "missed"


def judged(file: File, grid: Grid) -> str | None:
    """What catches a damaged grid; None if its cells say what the sound ones say."""
    try:
        cells, _ = READERS[file.card.reader][0](grid, file.card)
        touched = _touched(file.staged.cells, cells)
        if touched is None:
            return None
        check([replace(file.staged, cells=cells.filter(pl.col("period").dt.year().is_in(touched)))])
    except LayoutError:
        return ALONE
    later = replace(file.staged, cells=cells, vintage=file.staged.vintage + dt.timedelta(days=31))
    try:
        follow([later], shipped_data())
    except LayoutError:
        return BEFORE
    return MISSED


def _touched(before: pl.DataFrame, after: pl.DataFrame) -> list[int] | None:
    """The years in which anything changed but an address; no check looks further than one year."""
    what = [name for name in before.columns if name not in ("cell", "vintage")]
    pairs = ((before, after), (after, before))
    only = pl.concat([one.join(two, on=what, how="anti", nulls_equal=True) for one, two in pairs])
    return None if only.is_empty() else only["period"].dt.year().unique().to_list()


def experiment(files: Callable[[random.Random], File], number: int, seed: int) -> Counter[tuple[str, str]]:
    """What catches random single changes, the kinds drawn in turn; harmless ones are drawn again."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    outcomes: Counter[tuple[str, str]] = Counter()
    for at in range(number):
        kind = list(KINDS)[at % len(KINDS)]
        outcome = None
        while outcome is None:
            file = files(rng)
            grid = KINDS[kind](file, rng)
            outcome = judged(file, grid) if grid else None
        outcomes[kind, outcome] += 1
    return outcomes


def table(outcomes: Counter[tuple[str, str]]) -> str:
    """The outcomes by kind, as text."""
    names = (ALONE, BEFORE, MISSED)
    lines = [f"{'':52}{''.join(f'{name:>17}' for name in names)}"]
    lines += [f"{kind:52}{''.join(f'{outcomes[kind, name]:17}' for name in names)}" for kind in KINDS]
    sums = [sum(outcomes[kind, name] for kind in KINDS) for name in names]
    lines.append(f"{'all':52}{''.join(f'{one:17}' for one in sums)}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def small(real: Path) -> list[File]:
    return [sound(real / name) for name in SMALL]


# Kinds of which no case is let through: the loader reads labels, headers and tokens, and takes nothing for granted.
ALWAYS = (
    "a letter of a label changed",
    "a label replaced by another of its column",
    "a token made one that is none",
    "a cell emptied",
    "two neighbouring rows swapped",
    "a row doubled",
    "a block doubled or removed",
    "a column removed",
    "a header cell changed",
)


def test_damage_to_labels_headers_and_tokens_is_always_caught(small: list[File]) -> None:
    outcomes = experiment(lambda rng: rng.choice(small), 3 * len(KINDS), seed=10)
    assert {kind: outcomes[kind, MISSED] for kind in ALWAYS} == dict.fromkeys(ALWAYS, 0)


@pytest.mark.slow
def test_the_share_of_random_damage_that_is_caught(
    real: Path, small: list[File], capsys: pytest.CaptureFixture[str]
) -> None:
    large = sound(real / NOC)
    outcomes = experiment(lambda rng: large if rng.random() < 1 / 15 else rng.choice(small), 2000, seed=2021)
    with capsys.disabled():
        print(f"\n{table(outcomes)}")
    assert {kind: outcomes[kind, MISSED] for kind in ALWAYS} == dict.fromkeys(ALWAYS, 0)
    caught = sum(outcomes[kind, by] for kind in KINDS for by in (ALONE, BEFORE))
    assert caught >= 0.89 * outcomes.total()  # measured: 1,789 of 2,000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that holds no vintage, so that a copy meets only its own layout and sums."""
    folder = tmp_path / "data"
    begin(folder)
    shutil.rmtree(folder / "tidy")
    return folder


def state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def short(value: object) -> str:
    """The name of a case: no bytes of a workbook, which hold the time of day."""
    return re.sub(r"\W+", "-", value)[:40] if isinstance(value, str) else "_"


Edit = Callable[[Worksheet], None]


def write(cell: str, value: str | float) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[cell] = value

    return edit


def empty(cell: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[cell].value = None

    return edit


def cut(row: int, number: int = 1) -> Edit:
    return lambda sheet: sheet.delete_rows(row, number)


def double(first: int, last: int) -> Edit:
    def edit(sheet: Worksheet) -> None:
        block = list(sheet.iter_rows(first, last, values_only=True))
        sheet.insert_rows(last + 1, len(block))
        for row, values in enumerate(block, last + 1):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column, value)

    return edit


def copy_damaged(original: Path, folder: Path, edit: Edit) -> Path:
    folder.mkdir()
    book = openpyxl.load_workbook(original)
    edit(book.worksheets[0])
    book.save(folder / "a copy.xlsx")
    return folder


def refuses(folder: Path, data: Path, message: str) -> None:
    before = state(data)
    with pytest.raises(LayoutError, match=message):
        build(folder, out=data, report=lambda _: None)
    assert state(data) == before


NOT_A_COUNT = "expected a whole number rounded to 5, or '--', thousands parted by commas"


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        (
            TFWP,
            write("C8", "Agricultural stream"),
            "C8: found 'Agricultural stream', expected a stream of the TFWP",
        ),
        (
            TFWP,
            write("A13", "Newfoundland Total"),
            "A13: found 'Newfoundland Total', expected a province or territory",
        ),
        (
            IMP,
            write("D26", "Postgrad employment"),
            "D26: found 'Postgrad employment', expected a stream of the IMP",
        ),
        (TFWP, write("A3", "Province and program"), "A3: found 'Province and program', expected the header"),
        (IMP, write("AC3", "2024p"), "AC3: found '2024p', expected the year 2024"),
        (TFWP, write("AA18", "n/a"), f"AA18: found 'n/a', {NOT_A_COUNT}"),
        (TFWP, write("AA18", "#N/A"), f"AA18: found nothing, {NOT_A_COUNT}"),
        (TFWP, write("AA18", "1.234"), f"AA18: found '1.234', {NOT_A_COUNT}"),
        (TFWP, write("AA18", "-5"), f"AA18: found '-5', {NOT_A_COUNT}"),
        (IMP, write("AB26", "1 435"), f"AB26: found '1 435', {NOT_A_COUNT}"),
        (IMP, write("AB26", 1435.5), f"AB26: found '1435.5', {NOT_A_COUNT}"),
        (IMP, write("AB26", "=700+735"), f"AB26: found nothing, {NOT_A_COUNT}"),
        (TFWP, empty("AB21"), f"AB21: found nothing, {NOT_A_COUNT}"),
        (IMP, empty("B35"), "B35|A35: found nothing, expected one label"),
        (
            TFWP,
            double(14, 23),
            r"A33: found 'Prince Edward Island Total', expected a label that its group does not have already \(in A23\)",
        ),
        (
            IMP,
            double(4, 36),
            r"A69: found 'Newfoundland and Labrador Total', .* does not have already \(in A36\)",
        ),
        (TFWP, cut(18), r"O19: the total \[8, 12\] and its parts O17, O18 \[1, 4\] do not meet"),
        (
            IMP,
            cut(24, 3),
            r"E27: the total \[48, 52\] and its parts E24, E25, E26 \[18, 22\] do not meet",
        ),
        (TFWP, cut(14, 10), "expected also the places Prince Edward Island, before the row 'Total'"),
        (TFWP, cut(100, 42), "expected the row 'Total' before the end of the sheet"),
        (
            TFWP,
            write("AB21", "1,305"),
            r"AB23: the total \[1253, 1257\] and its parts AB16, AB20, AB21, AB22 \[\d+, \d+\] do not meet",
        ),
        (
            IMP,
            write("AC36", "7,845"),
            r"AC461: Canada \[1263143, 1263147\] and its places AC36, AC74, .* \[1263017, 1263073\] do not meet",
        ),
        (
            IMP,
            write("AB26", "1,485"),
            r"AB30: the total \[2473, 2477\] and its parts AB24, AB25, AB26, .* do not meet",
        ),
    ],
    ids=short,
)
def test_a_copy_of_a_workbook_with_one_thing_changed_is_refused_with_the_cell_and_nothing_is_written(
    real: Path, tmp_path: Path, data: Path, name: str, edit: Edit, message: str
) -> None:
    folder = copy_damaged(real / name, tmp_path / "files", edit)
    refuses(folder, data, rf"a copy\.xlsx, sheet '.*', cell .*{message}")


@pytest.mark.parametrize("name", [IMP, TFWP])
def test_a_copy_saved_by_another_program_reads_as_the_original(real: Path, tmp_path: Path, name: str) -> None:
    copy_damaged(real / name, tmp_path / "files", lambda _: None)
    assert sound(tmp_path / "files" / "a copy.xlsx").staged.cells.equals(sound(real / name).staged.cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (write("DQ1982", "4,800"), r"DQ1982: the \w+ \[4798, 4802\] lies outside its (months|quarters) D"),
        (write("DQ1982", "2.800"), f"DQ1982: found '2.800', {NOT_A_COUNT}"),
    ],
    ids=short,
)
def test_a_copy_of_the_workbook_by_occupation_with_one_cell_changed_is_refused(
    real: Path, tmp_path: Path, data: Path, edit: Edit, message: str
) -> None:
    folder = copy_damaged(real / NOC, tmp_path / "files", edit)
    refuses(folder, data, rf"a copy\.xlsx, sheet 'TR - IMP NOC', cell {message}")


CITIZENSHIP = "ODP-TR-Work-IMP-CITZ.csv"
Rows = Sequence[Sequence[str | None]]


def sheets(*pages: Rows) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    for at, rows in enumerate(pages, 1):
        sheet = book.create_sheet(str(at))
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_chart_first(rows: Rows) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(sheets(rows)))
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=4, min_row=4, max_row=8))
    book.create_chartsheet("Chart", 0).add_chart(chart)
    return saved(book)


def password_on_each_part(content: bytes) -> bytes:
    marked = bytearray(content)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(signature), content):
            marked[found.start() + flags] |= 1
    return bytes(marked)


def one_byte_flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", password_on_each_part(sheets(year_end())), "cannot be opened .* password required"),
        ("a.xlsx", one_byte_flipped(sheets(year_end())), r"a\.xlsx: the workbook cannot be opened"),
        ("a.xlsx", sheets(year_end(stamp="February 30 2024")), "A73: found 'Source: IRCC, February 30 2024'"),
        ("a.xlsx", sheets([[None, *row] for row in year_end()]), "A3: found nothing, expected the header"),
        ("a.xlsx", sheets([["-"]], year_end()[:3]), r"sheet '2', cell A3: .* expected the row 'Total'"),
        ("t.csv", positions().partition("\r\n")[0], "line 2, field 1: found nothing, expected the header"),
        ("t.csv", "\r\n".join(positions().split("\r\n")[:3]), "line 4, field 2: found nothing, expected a year"),
        ("t.csv", f"{positions().partition('Canada')[0]}Notes:", "line 3, field 1: found nothing, expected the header"),
        ("t.csv", positions().replace("farm", "farm" * 50_000, 1), "line 5: field larger than field limit"),
        (
            "t.xlsx",
            sheets(list(csv.reader(positions().split("\r\n")))),
            "A1: .* the publisher's text file, not a workbook made of it",
        ),
        (CITIZENSHIP, b"\xef\xbb\xbf", "line 1, field 1: found nothing, expected the header"),
        (CITIZENSHIP, citizenship().encode("utf-16"), "line 1, field 1: found .*, expected the header"),
        (CITIZENSHIP, citizenship().replace("India", "In\0dia"), "line 2, field 7: found 'In.x00dia'"),
        (CITIZENSHIP, sheets([row.split("\t") for row in citizenship().split("\r\n")]), "A1: .* text file"),
    ],
    ids=short,
)  # fmt: skip
def test_an_odd_file_of_ours_is_refused(
    tmp_path: Path, data: Path, name: str, content: bytes | str, message: str
) -> None:
    put_file(tmp_path / "files", name, content)
    refuses(tmp_path / "files", data, message)


def put_file(folder: Path, name: str, content: bytes | str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no rows.xlsx", sheets([])),
        ("begins in B2.xlsx", sheets([[None], [None, "Budget"]])),
        ("no text.csv", b"\0" * 5000),
        ("a huge cell.csv", "x," * 3 + "x" * 300_000),
        ("another character set.csv", citizenship().encode("utf-16")),
        ("an archive.zip", b"PK\x03\x04 and no more"),
        ("only line ends.csv", "\n\n\n"),
    ],
    ids=short,
)
def test_an_odd_file_of_others_is_passed_over(
    tmp_path: Path, data: Path, name: str, content: bytes | str
) -> None:
    put_file(tmp_path / "files", name, content)
    outcome = build(tmp_path / "files", out=data, report=lambda _: None)
    assert [path.name for path in outcome.passed_over] == [name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"{'x' * 250}.xlsx", sheets(year_end())),
        ("quotes ' and \" and\nlines.xlsx", sheets(year_end())),
        ("no text \udce9.xlsx", sheets(year_end())),
        ("second sheet.xlsx", sheets([["Budget"]], year_end())),
        ("after a sheet that begins in B2.xlsx", sheets([[None], [None, "Budget"]], year_end())),
        ("after a chart.xlsx", with_chart_first(year_end())),
    ],
    ids=short,
)
def test_a_file_of_ours_is_found_under_an_odd_name_and_on_any_sheet(
    tmp_path: Path, data: Path, name: str, content: bytes
) -> None:
    put_file(tmp_path / "files", name, content)
    outcome = build(tmp_path / "files", out=data, report=lambda _: None)
    assert [(one.card, one.cells.height) for one in outcome.added] == [("ircc-tfwp-year-end", 134)]


def test_what_an_office_program_leaves_beside_an_open_workbook_is_no_file_to_read(
    tmp_path: Path, data: Path
) -> None:
    put_file(tmp_path / "files", "~$a.xlsx", b"\x04User" + b"\0" * 160)
    put_file(tmp_path / "files", ".DS_Store", b"\0\1")
    put_file(tmp_path / "files", "letter.txt", b"Dear analyst,")
    outcome = build(tmp_path / "files", out=data, report=lambda _: None)
    assert (outcome.added, [path.name for path in outcome.passed_over]) == ((), ["letter.txt"])


def test_links_in_a_circle_end_the_run_or_are_not_followed(tmp_path: Path, data: Path) -> None:
    put_file(tmp_path / "files", "a.xlsx", sheets(year_end()))
    (tmp_path / "files" / "again").symlink_to(tmp_path / "files")
    assert len(build(tmp_path / "files", out=data, report=lambda _: None).added) == 1
    (tmp_path / "files" / "b.csv").symlink_to(tmp_path / "files" / "c.csv")
    (tmp_path / "files" / "c.csv").symlink_to(tmp_path / "files" / "b.csv")
    refuses(tmp_path / "files", data, r"b\.csv: cannot be read")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
@pytest.mark.parametrize("locked", [".", "folder", "folder/a.xlsx"])
def test_what_may_not_be_read_ends_the_run(tmp_path: Path, data: Path, locked: str) -> None:
    files = tmp_path / "files"
    files.mkdir()
    put_file(files / "folder", "a.xlsx", sheets(year_end()))
    (files / locked).chmod(0)
    refuses(files, data, "cannot be read .* that this user may read")
    (files / locked).chmod(0o700)
