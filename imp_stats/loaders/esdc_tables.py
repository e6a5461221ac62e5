"""ESDC's annual tables of positions: exact counts by year and province, and by occupation, skill level or stream.

Tables 4, 7 and 13 are blocks, Canada first: the name of a place, the header, the years (beside the header or below
it), the rows, and "<place> - Total". Table 12 has a row for each place and Canada last. The notes come last.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.periods import Period, year_end_days
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, STATED, Kind, code_of_label, entries, unit_groups

_NOTES = "Notes:"
_WORDS: dict[str, str] = {
    "noc": "an occupation of NOC 2011, code and title",
    "skill": "a skill level, such as 'B - Skilled and Technical'",
    "lmia_stream": "a stream, such as 'Low-Wage'",
}


def read_blocks(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a table in blocks, and the end of its last year."""
    start = _start(grid)
    header = _years_row(grid, card, start)
    years = year_end_days(grid, header, 1)
    blocks = list(_blocks(grid, card))
    places = [(province, first - 1 - (header - start)) for province, first, _ in blocks]
    _hold_places(grid, places, [CANADA, *STATED])
    kind = _kind(card)
    label = _occupation if kind == "noc" else _word_of(kind)
    labels = [row for block in blocks for row in _labels(grid, kind, label, block)]
    return _read(grid, card, labels, years)


def read_places(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of a table with a row for each place and Canada as the last, and the end of its last year."""
    header = 1
    if grid.text(header, 0) != card.header:
        grid.refuse(header, 0, f"the header {card.header!r}")
    last = header
    while grid.text(last, 0) != _NOTES:
        last += 1
        if last >= grid.frame.height:
            grid.refuse(last, 0, f"{_NOTES!r} after the places")
    places = [
        (code_of_label("province", grid.text(row, 0) or "") or "", row) for row in range(header + 1, last)
    ]
    _hold_places(grid, places, [*STATED, CANADA])
    labels: list[dict[str, object]] = [
        {"row": row, "province": code, "is_total": code == CANADA} for code, row in places
    ]
    return _read(grid, card, labels, year_end_days(grid, header, 1))


def _kind(card: Card) -> Kind:
    """The dimension of which a row of a block is, beside its place."""
    if "noc" in card.dimensions:
        return "noc"
    return "skill" if "skill" in card.dimensions else "lmia_stream"


def _hold_places(grid: Grid, found: list[tuple[str, int]], expected: list[str]) -> None:
    for at, code in enumerate(expected):
        if at >= len(found) or found[at][0] != code:
            row = found[min(at, len(found) - 1)][1] if found else 1
            names = ", ".join(entries("province")[place].en for place in expected)
            grid.refuse(row, 0, f"the places {names}, in this order")
    if len(found) > len(expected):
        grid.refuse(found[len(expected)][1], 0, f"{_NOTES!r} after the last place")


def _read(
    grid: Grid, card: Card, labels: list[dict[str, object]], years: list[Period]
) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the labelled rows, under the years of the header."""
    values = grid.frame.with_row_index("row").unpivot(
        index="row", on=grid.frame.columns[1:], variable_name="name", value_name="text"
    )
    columns = pl.DataFrame(
        {
            "name": grid.frame.columns[1:],
            "column": [year.column for year in years],
            "period": [year.start.replace(month=1, day=1) for year in years],
        }
    )
    rows = pl.DataFrame(labels).cast({"row": pl.UInt32})
    counts = read_counts(
        values.join(columns, on="name").join(rows, on="row"), grid, exact=card.is_exact
    ).sort("row", "column")
    lines = pl.Series(grid.lines or (), dtype=pl.Int64)
    cells = counts.with_columns(
        cell=pl.format("line {}, field {}", lines.gather(counts["row"]), pl.col("column") + 1),
        measure=pl.lit(card.measures[0]),
        period_kind=pl.lit("year"),
        noc_version=pl.lit(card.noc_version or None, pl.String),
    )
    vintage = years[-1].start
    return as_cells(cells, card=card.id, vintage=vintage, program=card.program), vintage


def _start(grid: Grid) -> int:
    """The row that names the first place: the one after the title, or after an empty row below it."""
    return 1 if any(grid.row(1)) else 2


def _years_row(grid: Grid, card: Card, start: int) -> int:
    """The row with the years of the block that begins at ``start``."""
    if grid.text(start + 1, 0) != card.header:
        grid.refuse(start + 1, 0, f"the header {card.header!r}")
    return start + 1 if grid.text(start + 1, 1) else start + 2


def _blocks(grid: Grid, card: Card) -> Iterator[tuple[str, int, int]]:
    """Each place with the first row of its block and the row of its total."""
    row = _start(grid)
    years = _years_row(grid, card, row)
    seen: set[str] = set()
    while grid.text(row, 0) != _NOTES:
        code = code_of_label("province", grid.text(row, 0) or "")
        if code is None or code in seen:
            grid.refuse(row, 0, f"the name of the next place, or {_NOTES!r}")
        below = _years_row(grid, card, row)
        if grid.row(below) != grid.row(years):
            grid.refuse(below, 1, "the same row of years as under the first place")
        seen.add(code)
        total = f"{grid.text(row, 0)} - Total"
        last = below + 1
        while grid.text(last, 0) != total:
            last += 1
            if last >= grid.frame.height or grid.text(last, 0) in (_NOTES, card.header):
                grid.refuse(min(last, grid.frame.height - 1), 0, f"the row {total!r} before the next place")
        yield code, below + 1, last
        row = last + 1


def _labels(
    grid: Grid, kind: Kind, label: Callable[[Grid, int], str], block: tuple[str, int, int]
) -> Iterator[dict[str, object]]:
    """The rows of a block with their codes, and its total."""
    province, first, last = block
    seen: dict[str, int] = {}
    for row in range(first, last):
        code = label(grid, row)
        if code in seen:
            what = _WORDS[kind].partition(",")[0].removesuffix(" of NOC 2011")
            grid.refuse(row, 0, f"{what} that {province} does not have already ({grid.cell(seen[code], 0)})")
        seen[code] = row
        yield {"row": row, "province": province, kind: code, "is_total": False}
    yield {"row": last, "province": province, kind: None, "is_total": True}


def _occupation(grid: Grid, row: int) -> str:
    code, _, title = (grid.text(row, 0) or "").partition(" - ")
    entry = unit_groups("2011").get(code)
    if entry is None or entry.en != title.strip():
        grid.refuse(row, 0, f"'{code} - {entry.en}'" if entry else _WORDS["noc"])
    return code


def _word_of(kind: Kind) -> Callable[[Grid, int], str]:
    """Reads a label that is a word of a vocabulary."""

    def read(grid: Grid, row: int) -> str:
        code = code_of_label(kind, grid.text(row, 0) or "")
        if code is None:
            grid.refuse(row, 0, _WORDS[kind])
        return code

    return read
