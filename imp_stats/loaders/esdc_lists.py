"""ESDC's lists of employers with a positive LMIA -> positions by period, province, stream and occupation.

Only counts come out: no employer and no address enters a cell. A count is the sum of the list's rows with the same
province, stream and occupation; its address is that of the first of them, with the number of rows below that add to it.
Files until 2020 end their lines with CR CR LF: every second line is empty, and addresses count it.
"""

import datetime as dt
from typing import Literal

import polars as pl

from imp_stats.cards import Card
from imp_stats.ledger import as_cells
from imp_stats.loaders.esdc_headers import (
    BLOCKS,
    Layout,
    codes_of_labels,
    forms,
    next_row,
    plain,
    read_layout,
)
from imp_stats.loaders.grid import Grid
from imp_stats.loaders.tokens import read_counts
from imp_stats.vocabulary import entries, unit_groups

NOT_STATED = "not stated"
_BLANK = ("", "(blank)")
_UNREAD = "#N/A"
_FEW = 20  # of the rows at most one in twenty has fewer positions than LMIAs: in the real lists one in 600 at most
_PROVINCES = ("NL", "PE", "NS", "NB", "QC", "ON", "MB", "SK", "AB", "BC")


def read_list(grid: Grid, card: Card) -> tuple[pl.DataFrame, dt.date]:
    """The counts of a list, and the last day of the period that it covers."""
    layout = read_layout(grid)
    date = str(layout.period.last)
    for column in layout.asked_for:
        if date not in card.declared.get("headed_requested", ()):
            grid.refuse(
                layout.header,
                column,
                f"a header such as 'Approved Positions': a positive list headed so is the publisher's error, which the card {card.id} must declare for {date}",
            )
    rows = _blocks(grid, layout) if set(layout.columns) == set(BLOCKS) else _rows(grid, layout)
    placed = _placed(rows, grid, layout)
    counted = _counted(_occupied(placed, grid, layout, card), grid, layout)
    for code in _PROVINCES:
        if code not in counted["province"]:
            grid.refuse(layout.notes, 0, f"rows of {entries('province')[code].en} before the notes")
    cells = counted.with_columns(
        period=pl.lit(layout.period.first),
        period_kind=pl.lit(layout.period.kind),
        measure=pl.lit("positions_listed"),
        is_total=pl.lit(value=False),
    )
    vintage = layout.period.last
    return as_cells(cells, card=card.id, vintage=vintage, program=card.program, sheet=grid.sheet), vintage


def _rows(grid: Grid, layout: Layout) -> pl.DataFrame:
    """The list's rows by what their columns hold, without rows of nothing: text files that end lines twice have them."""
    frame = grid.frame.select(pl.nth(at).alias(field) for field, at in layout.columns.items())
    numbered = frame.with_row_index("row")[layout.header + 1 : layout.notes]
    return numbered.filter(~pl.all_horizontal(pl.exclude("row").is_null()))


def _blocks(grid: Grid, layout: Layout) -> pl.DataFrame:
    """The rows of 2015: the name of a province, the header again, and its employers."""
    header = [plain(text) for text in grid.row(layout.header)]
    rows = _rows(grid, layout)
    first = max(row for row in range(layout.header) if any(grid.row(row)))
    titles = rows.filter(pl.all_horizontal(pl.col("address", "positions").fill_null("") == ""))["row"]
    starts = [first, *titles]
    found, seen = [], set()
    for start, end in zip(starts, [*starts[1:], layout.notes], strict=True):
        below = next_row(grid, start)
        if [plain(text) for text in grid.row(below)] != header:
            grid.refuse(below, 0, f"the header {header[0]!r} under the name of a province")
        block = rows.filter(pl.col("row").is_between(below, end, closed="none"))
        if plain(grid.text(start, 0)) in seen:
            grid.refuse(start, 0, "each province or territory once: it has a block further up")
        seen.add(plain(grid.text(start, 0)))
        found.append(block.with_columns(province=pl.lit(grid.text(start, 0)), named=pl.lit(start)))
    return pl.concat(found)


def _placed(rows: pl.DataFrame, grid: Grid, layout: Layout) -> pl.DataFrame:
    """The rows with the codes of their province and stream; the rows of a group stand together."""
    is_narrow = _is_narrow(rows, grid)
    provinces = _coded(
        _filled_down(rows, grid, layout, "province", is_narrow=is_narrow),
        grid,
        layout,
        "province",
        "province",
    )
    _refuse_parted(provinces, grid, layout, "province", ["province"])
    if "stream" not in layout.columns:
        return provinces.with_columns(lmia_stream=pl.lit(None, pl.String))
    streams = _coded(
        _filled_down(provinces, grid, layout, "stream", is_narrow=is_narrow),
        grid,
        layout,
        "stream",
        "lmia_stream",
    )
    _refuse_parted(streams, grid, layout, "stream", ["province", "lmia_stream"])
    return streams


_A = {"province": "a province or territory", "stream": "a stream of LMIAs"}


def _is_narrow(rows: pl.DataFrame, grid: Grid) -> bool:
    """Whether labels stand on the first row of their group only: so in text files until 2019, in no workbook."""
    empty = (rows["province"].fill_null("").str.strip_chars() == "").sum()
    return grid.lines is not None and 2 * empty >= rows.height


def _filled_down(
    rows: pl.DataFrame, grid: Grid, layout: Layout, field: str, *, is_narrow: bool
) -> pl.DataFrame:
    """A column with the words of its groups on every row."""
    column = layout.columns.get(field)
    word = pl.col(field).fill_null("").str.strip_chars()
    gaps, named = rows.filter(word == ""), rows.filter(word != "")
    if column is None or gaps.is_empty():
        return rows
    if not is_narrow:
        grid.refuse(gaps["row"][0], column, f"the name of {_A[field]}, which the other rows have")
    within = ["province"] if field == "stream" else []
    again = named.filter(~pl.struct(*within, field).is_first_distinct())
    if not again.is_empty():
        grid.refuse(again["row"][0], column, f"each name of {_A[field]} once, on the first row of its group")
    first = rows[:1] if field == "province" else rows.filter(pl.col("province").is_first_distinct())
    nameless = first.filter(word == "")
    if not nameless.is_empty():
        grid.refuse(nameless["row"][0], column, f"the name of {_A[field]} on the first row of a group")
    return rows.with_columns(
        pl.when(word == "").then(None).otherwise(pl.col(field)).forward_fill().alias(field)
    )


def _coded(
    rows: pl.DataFrame, grid: Grid, layout: Layout, field: str, kind: Literal["province", "lmia_stream"]
) -> pl.DataFrame:
    """The rows with the code of a column's word, which must be known."""
    codes = codes_of_labels(kind)
    known = {word: codes.get(plain(word)) for word in rows[field].unique()}
    coded = rows.with_columns(pl.col(field).replace_strict(known, return_dtype=pl.String).alias(kind))
    wrong = coded.filter(pl.col(kind).is_null())
    if not wrong.is_empty():
        grid.refuse(
            _named_at(wrong), layout.columns.get(field, 0), f"the name of {_A[field]}, as ESDC writes it"
        )
    return coded


def _refuse_parted(rows: pl.DataFrame, grid: Grid, layout: Layout, field: str, keys: list[str]) -> None:
    """Refuse a province, or a stream within it, whose rows do not stand together."""
    starts = rows.filter(pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift()) for key in keys))
    again = starts.filter(~pl.struct(keys).is_first_distinct())
    if not again.is_empty():
        column = layout.columns.get(field, 0)
        grid.refuse(_named_at(again), column, f"all rows of {_A[field]} together: it has rows further up")


def _named_at(rows: pl.DataFrame) -> int:
    """Where the province of the first of the rows is named: in the row itself, or above its block."""
    row: int = rows["named" if "named" in rows.columns else "row"][0]
    return row


def _occupied(rows: pl.DataFrame, grid: Grid, layout: Layout, card: Card) -> pl.DataFrame:
    """The rows with the code of their occupation; "not stated" where the list leaves it blank."""
    column = layout.columns.get("occupation")
    if column is None:
        return rows.with_columns(noc=pl.lit(None, pl.String), noc_version=pl.lit(None, pl.String))
    read = _Occupations(grid, layout, card, rows["occupation"].drop_nulls())
    first = rows.group_by("occupation").agg(pl.col("row").min()).sort("row")
    codes = {text: read.code(row, column, text) for text, row in first.iter_rows()}
    noc = pl.col("occupation").replace_strict(codes, return_dtype=pl.String)
    return rows.with_columns(noc=noc, noc_version=pl.lit(read.version))


class _Occupations:
    """Reads what a list prints as an occupation: "6322-Cooks"."""

    def __init__(self, grid: Grid, layout: Layout, card: Card, texts: pl.Series) -> None:
        self._grid = grid
        self._date = str(layout.period.last)
        self._card = card
        self._is_french = plain(grid.text(layout.header, layout.columns["province"])) == "Province/Territoire"
        longest = texts.str.extract(r"^(\d+)-", 1).drop_nulls().str.len_chars().max()
        self.version = layout.noc_version or ("2021" if longest == 5 else "2011")
        self._digits = 5 if self.version == "2021" else 4

    def code(self, row: int, column: int, text: str | None) -> str:
        word = plain(text)
        if word in _BLANK or word == _UNREAD:
            self._hold_to_card(row, column, text)
            return NOT_STATED
        code, _, title = word.partition("-")
        if code.isdigit() and len(code) < self._digits and self._declares("lost_zeros"):
            code = code.zfill(self._digits)
        entry = unit_groups(self.version).get(code)
        if entry is None:
            expected = (
                f"a code of {self._digits} digits of NOC {self.version} and its title, such as '6322-Cooks'"
            )
            self._grid.refuse(row, column, expected)
        right = entry.fr if self._is_french else entry.en
        if title.strip() not in {form for name in (right, *entry.aliases) for form in forms(name)} and right:
            self._grid.refuse(row, column, f"the title of {code}: {right!r}")
        return code

    def _hold_to_card(self, row: int, column: int, text: str | None) -> None:
        """Refuse a cell that may have held an occupation, unless the card declares that the file has such."""
        if plain(text) == _UNREAD and not self._declares("unread_occupations"):
            self._grid.refuse(
                row, column, f"an occupation; the card {self._card.id} may declare such for {self._date}"
            )
        # A cell in error comes out of a workbook as nothing, like an empty one.
        if text is None and not self._declares("empty_occupations"):
            self._grid.refuse(
                row,
                column,
                f"an occupation or '(blank)'; the card {self._card.id} may declare empty cells for {self._date}",
            )

    def _declares(self, what: str) -> bool:
        return self._date in self._card.declared.get(what, ())


def _counted(rows: pl.DataFrame, grid: Grid, layout: Layout) -> pl.DataFrame:
    """The positions of each province, stream and occupation added up, with the address of their first row."""
    column = layout.columns["positions"]
    counts = read_counts(rows.with_columns(column=pl.lit(column), text=pl.col("positions")), grid, exact=True)
    if "lmias" in rows.columns:
        _hold_to_lmias(counts, grid, layout)
    summed = (
        counts.group_by("province", "lmia_stream", "noc", "noc_version")
        .agg(
            pl.col("printed", "lower", "upper").sum(),
            pl.col("status").first(),
            pl.col("row").min(),
            number=pl.len(),
        )
        .sort("row")
    )
    places = zip(summed["row"], summed["number"], strict=True)
    return summed.with_columns(
        cell=pl.Series([_address(grid, row, column, number) for row, number in places])
    )


def _hold_to_lmias(counts: pl.DataFrame, grid: Grid, layout: Layout) -> None:
    """Each LMIA is for a position or more, but for few rows: else the two columns are headed the wrong way round."""
    at = pl.lit(layout.columns["lmias"])
    lmias = read_counts(counts.select("row", column=at, text=pl.col("lmias")), grid, exact=True)
    both = counts.select("row", positions="printed").join(lmias, on="row", maintain_order="left")
    fewer = both.filter(pl.col("positions") < pl.col("printed"))
    if fewer.height * _FEW > both.height:
        said = f"at least as many positions as LMIAs in all but few rows: it has fewer in {fewer.height:,} of {both.height:,}"
        grid.refuse(fewer["row"][0], layout.columns["positions"], said)


def _address(grid: Grid, row: int, column: int, number: int) -> str:
    """Where the first of the rows of a count stands, and how many more of the list add to it."""
    first = grid.cell(row, column)
    return first if number == 1 else f"{first} and {number - 1} below"
