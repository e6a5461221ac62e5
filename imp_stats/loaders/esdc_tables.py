"""ESDC's annual table 7: positions on positive LMIAs by occupation and province, exact counts.

For each place: a row with its name, a row with the header, a row of years, the occupations, and
"<place> - Total". Canada comes first; the notes come last.
"""

import datetime as dt
from collections.abc import Iterator

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.periods import year_end_days
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, STATED, code_of_label, entries

_NOTES = "Notes:"


def read_table_7(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the table, and the end of its last year."""
    blocks = list(_blocks(grid, card))
    places = [province for province, *_ in blocks]
    expected = [CANADA, *STATED]
    if places != expected:
        wrong = next(
            (at for at, pair in enumerate(zip(places, expected, strict=False)) if pair[0] != pair[1]),
            len(places) - 1,
        )
        row = blocks[wrong][1] if blocks else 4
        grid.refuse(
            row - 3,
            0,
            f"the places {', '.join(entries('province')[code].en for code in expected)}, in this order",
        )
    years = year_end_days(grid, 3, 1)
    labels = pl.DataFrame([row for block in blocks for row in _labels(grid, *block)]).cast({"row": pl.UInt32})
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
    long = values.join(columns, on="name").join(labels, on="row")
    counts = read_counts(long, grid, exact=card.is_exact).sort("row", "column")
    lines = pl.Series(grid.lines or (), dtype=pl.Int64)
    cells = counts.with_columns(
        cell=pl.format("line {}, field {}", lines.gather(counts["row"]), pl.col("column") + 1),
        measure=pl.lit("positions"),
        period_kind=pl.lit("year"),
        noc_version=pl.lit(card.noc_version),
    )
    vintage = years[-1].start
    return as_cells(cells, card=card.id, vintage=vintage, program=card.program), vintage


def _blocks(grid: Grid, card: Card) -> Iterator[tuple[str, int, int]]:
    """Each place with its first row of occupations and the row of its total."""
    row = 1
    seen: set[str] = set()
    while grid.text(row, 0) != _NOTES:
        code = code_of_label("province", grid.text(row, 0) or "")
        if code is None or code in seen:
            grid.refuse(row, 0, f"the name of the next place, or {_NOTES!r}")
        if grid.text(row + 1, 0) != card.header:
            grid.refuse(row + 1, 0, f"the header {card.header!r}")
        if grid.row(row + 2) != grid.row(3):
            grid.refuse(row + 2, 1, "the same row of years as under the first place")
        seen.add(code)
        total = f"{grid.text(row, 0)} - Total"
        last = row + 3
        while grid.text(last, 0) != total:
            last += 1
            if last >= grid.frame.height or grid.text(last, 0) in (_NOTES, card.header):
                grid.refuse(min(last, grid.frame.height - 1), 0, f"the row {total!r} before the next place")
        yield code, row + 3, last
        row = last + 1


def _labels(grid: Grid, province: str, first: int, last: int) -> Iterator[dict[str, object]]:
    seen: dict[str, int] = {}
    for row in range(first, last):
        label = grid.text(row, 0) or ""
        code, _, title = label.partition(" - ")
        entry = entries("noc").get(code)
        if entry is None or entry.en != title.strip() or not code.isdigit():
            right = f"'{code} - {entry.en}'" if entry else "an occupation of NOC 2011, code and title"
            grid.refuse(row, 0, right)
        if code in seen:
            grid.refuse(
                row, 0, f"an occupation that {province} does not have already ({grid.cell(seen[code], 0)})"
            )
        seen[code] = row
        yield {"row": row, "province": province, "noc": code, "is_total": False}
    yield {"row": last, "province": province, "noc": None, "is_total": True}
