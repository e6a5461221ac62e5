"""A file -> the card it is of, and its cells."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from imp_stats.cards import Card, cards
from imp_stats.errors import LayoutError
from imp_stats.ledger import Staged
from imp_stats.loaders.esdc_tables import read_table_7
from imp_stats.loaders.grid import Grid, grids, read_bytes
from imp_stats.loaders.ircc_tsv import read_citizenship
from imp_stats.loaders.ircc_workbooks import read_monthly, read_year_end
from imp_stats.loaders.statcan import read_population

Reader = Callable[[Grid, Card], tuple[pl.DataFrame, date]]
READERS: dict[str, tuple[Reader, str]] = {
    "year_end": (read_year_end, "stamped"),
    "monthly": (read_monthly, "stamped"),
    "citizenship": (read_citizenship, "inferred"),
    "esdc_table_7": (read_table_7, "inferred"),
    "population": (read_population, "inferred"),
}


def recognise(path: Path) -> tuple[Card, Grid] | None:
    """The card of a file and the sheet that holds its table; None for a file that is not ours.

    The title sentence decides; for a table without one, its header and then the file's name. A file that
    cannot be read raises :class:`LayoutError` if it is a workbook, or empty, or ours by name or title;
    so does one that has the name of a table and not its title.
    """
    named = next((card for card in cards().values() if card.file_name.lower() == path.name.lower()), None)
    try:
        content = read_bytes(path)
        for first in grids(path, content, rows=1):
            card = _card_of(first, named)
            if card is not None:
                return card, next(grid for grid in grids(path, content) if grid.sheet == first.sheet)
    except LayoutError:
        if named or path.suffix.lower() == ".xlsx" or _begins_as_ours(path):
            raise
        return None
    if named:
        expected = f"the title {named.title!r}" if named.title else f"the header {named.header!r}"
        first.refuse(0, 0, f"{expected}, as the file's name says")
    return None


def _begins_as_ours(path: Path) -> bool:
    """Whether a text file that cannot be read was one of ours, or holds nothing at all."""
    try:
        head = path.read_bytes()[:1000].decode("cp1252", errors="replace")
    except OSError:
        return True
    return (not head and path.suffix.lower() in {".csv", ".txt"}) or any(
        card.title and card.title in head for card in cards().values()
    )


def _card_of(grid: Grid, named: Card | None) -> Card | None:
    title = next((text for text in grid.row(0) if text), "")
    for card in cards().values():
        if card.title and title.startswith(card.title):
            return card
    begins_right = named and not named.title and title == named.header.partition("\t")[0]
    return named if begins_right else None


def load(path: Path, card: Card, grid: Grid) -> Staged:
    """A recognised file as read; one that does not hold to its layout raises :class:`LayoutError`."""
    reader, vintage_from = READERS[card.reader]
    if vintage_from == "inferred" and grid.lines is None:
        grid.refuse(0, 0, "the publisher's text file, not a workbook made of it")
    cells, vintage = reader(grid, card)
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    name = path.name.encode(errors="replace").decode()  # a name may hold bytes that are no text
    return Staged(cells, card.id, vintage, vintage_from, digest, name)
