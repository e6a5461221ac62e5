"""People with earnings in 2015 by occupation, from the 2016 Census: one file per place, of 500 unit groups.

The census rounds each count at random to a multiple of 5, and one below 10 to 0 or 10, whatever the others are: a printed 0
is [0, 9], a 10 is [1, 14], and any other v is [v-4, v+4]. Totals are rounded by themselves. That the counts come from one
household in four is not in these bounds: the publisher gives no error of the sample.

Depth stands in spaces, two for each level, before a cell of code and title. Groups above the unit groups hold their units'
sums together and are not kept. The accents of French words are damaged in a known way (Windows bytes read as Macintosh's),
so that each name is compared with the one its code has, right or damaged so, and never guessed.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import CANADA, STATED, entries, unit_groups

_PLACE = "Geography = "
# Words above the counts, with the numbers of their notes: one more where the place has a note itself.
_HEAD = {
    3: "Visible minority (15) = Total - Visible minority [{1}]",
    4: "Highest certificate, diploma or degree (7) = Total - Highest certificate, diploma or degree [{2}]",
    5: "Work activity during the reference year (4) = Total - Work activity during the reference year [{3}]",
    6: "Age (4D) = Total - Age",
    7: "Sex (3) = Total - Sex",
}
_COLUMNS = (
    "Total - Number of employment income recipients [{4}]",
    "Median employment income in 2015 ($) [{5}]",
    "Average employment income in 2015 ($) [{6}]",
)
_HEADER = 8  # the row of the header; the first count is the total of all occupations
_ALL = "Total - Occupation - National Occupational Classification (NOC) 2016 [{7}]"
_NOTES = "Note"
_SOURCE = "Source: Statistics Canada - 2016 Census. Catalogue Number 98-400-X2016356."
_LABEL = re.compile(r"( *)(\d{1,4}|\d\d-\d\d) (.+)")
_CENSUS_DAY = dt.date(2016, 5, 10)


def place_of(grid: Grid) -> str:
    """The code of the place that a file of the census table is of; one that is none of ours is refused."""
    named = re.sub(r" \[\d+\]$", "", grid.text(1, 0) or "")
    for code in (CANADA, *STATED):
        entry = entries("province")[code]
        if named in {_PLACE + name for name in _spelt(entry.en, f"{entry.en} / {entry.fr}")}:
            return code
    grid.refuse(1, 0, f"'{_PLACE}' and Canada, a province or a territory")


def read_earners(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The cells of the total and of the unit groups of one place, and the day of the census."""
    _hold_frame(grid, card)
    labels = list(_labels(grid))
    long = pl.DataFrame(
        {
            "row": [label.row for label in labels],
            "column": [1] * len(labels),
            "text": [grid.text(label.row, 1) for label in labels],
            "noc": [label.code if label.depth == 4 else None for label in labels],
            "is_total": [label.depth == 0 for label in labels],
        },
        schema_overrides={"row": pl.UInt32, "text": pl.String, "noc": pl.String},
    )
    counts = _bounded(read_counts(long, grid, exact=True), grid)
    _hold_sums(labels, counts, grid)
    kept = counts.filter(pl.col("noc").is_not_null() | pl.col("is_total"))
    cells = kept.with_columns(
        cell=pl.Series([grid.cell(row, 1) for row in kept["row"]], dtype=pl.String),
        province=pl.lit(place_of(grid)),
        measure=pl.lit("earners_2015"),
        period_kind=pl.lit("year"),
        period=pl.lit(dt.date(2015, 1, 1)),
        noc_version=pl.lit(card.noc_version),
    )
    return as_cells(cells, card=card.id, vintage=_CENSUS_DAY), _CENSUS_DAY


@dataclass(frozen=True)
class _Label:
    row: int
    depth: int  # 0 for all occupations, 1 to 3 for groups, 4 for unit groups
    code: str


def _spelt(*words: str) -> Iterator[str]:
    """The words as they are right, and as the publisher's damage makes them."""
    for word in words:
        yield word
        yield word.encode("cp1252").decode("mac_roman")


def _hold_frame(grid: Grid, card: Card) -> None:
    """What stands above and below the counts: another cut of the same table would have other words there."""
    if place_of(grid) != card.place:
        grid.refuse(1, 0, f"'{_PLACE}{entries('province')[card.place].en}'")
    has_note = (grid.text(1, 0) or "").endswith(" [1]")
    notes = [number + has_note for number in range(8)]
    expected = {(row, 0): text for row, text in _HEAD.items()}
    expected |= {(_HEADER, column): text for column, text in enumerate((card.header, *_COLUMNS))}
    for (row, column), text in (expected | {(_HEADER + 1, 0): _ALL}).items():
        if grid.text(row, column) != text.format(*notes):
            grid.refuse(row, column, repr(text.format(*notes)))
    last = grid.frame.height - 1
    if grid.text(last, 0) != _SOURCE:
        grid.refuse(last, 0, f"the last row {_SOURCE!r}: the file is cut off")


def _labels(grid: Grid) -> Iterator[_Label]:
    """The rows of counts, each occupation once and in the order of the classification, under its groups."""
    yield _Label(_HEADER + 1, 0, "")
    wanted = iter(unit_groups("2011"))
    above: dict[int, str] = {}
    row = _HEADER + 2
    while (text := grid.text(row, 0)) != _NOTES:
        found = _LABEL.fullmatch(text or "")
        if found is None or len(found[1]) % 2:
            grid.refuse(row, 0, f"a code and its title after two spaces for each level, or {_NOTES!r}")
        depth, code = len(found[1]) // 2, found[2]
        if depth == 4:
            _hold_unit(grid, row, next(wanted, ""), found)
            if not all(_holds(above.get(level, ""), code) for level in (1, 2, 3)):
                grid.refuse(row, 0, f"an occupation of the groups above it, {', '.join(above.values())}")
        elif depth != (2 if "-" in code else len(code)):
            grid.refuse(row, 0, "a code as deep as its spaces say")
        else:
            above = {level: held for level, held in above.items() if level < depth} | {depth: code}
        yield _Label(row, depth, code)
        row += 1
    if (missing := next(wanted, None)) is not None:
        grid.refuse(row, 0, f"the occupation {missing} before the notes")


def _hold_unit(grid: Grid, row: int, code: str, found: re.Match[str]) -> None:
    if not code:
        grid.refuse(row, 0, f"{_NOTES!r} after the last occupation")
    entry = unit_groups("2011")[code]
    if found[2] != code or found[3] not in set(_spelt(entry.en, *entry.aliases)):
        right = " or ".join(f"'{code} {title}'" for title in (entry.en, *entry.aliases))
        grid.refuse(row, 0, f"{right} after eight spaces")


def _holds(group: str, code: str) -> bool:
    """Whether a group's code, of digits or a span such as 01-05, holds a unit group."""
    first, _, last = group.partition("-")
    return bool(first) and first <= code[: len(first)] <= (last or first)


def _bounded(counts: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """The counts with the bounds of random rounding."""
    printed = pl.col("printed")
    bad = counts.filter((printed % 5 != 0) | (printed == 5))
    if not bad.is_empty():
        grid.refuse(bad["row"][0], 1, "a count rounded to a multiple of 5, and never 5 itself")
    return counts.with_columns(
        lower=pl.when(printed == 0).then(0).when(printed == 10).then(1).otherwise(printed - 4),
        upper=pl.when(printed == 0).then(9).otherwise(printed + 4),
        status=pl.lit("rounded"),
    )


def _hold_sums(labels: list[_Label], counts: pl.DataFrame, grid: Grid) -> None:
    """Each group and the units under it meet: their intervals intersect."""
    bounds = {row["row"]: row for row in counts.iter_rows(named=True)}
    for at, label in enumerate(labels):
        if label.depth == 4:
            continue
        end = next((n for n in range(at + 1, len(labels)) if labels[n].depth <= label.depth), len(labels))
        units = [bounds[one.row] for one in labels[at:end] if one.depth == 4]
        lower, upper = (sum(unit[name] for unit in units) for name in ("lower", "upper"))
        whole = bounds[label.row]
        if upper < whole["lower"] or lower > whole["upper"]:
            grid.refuse(label.row, 1, f"the sum of its {len(units)} occupations, {lower:,} to {upper:,}")
