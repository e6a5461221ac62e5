"""A file -> the card it is of, and its cells."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from imp_stats.cards import Card, cards
from imp_stats.errors import LayoutError
from imp_stats.ledger import Staged
from imp_stats.loaders.census import place_of, read_earners
from imp_stats.loaders.esdc_headers import begins_as_list, list_kind
from imp_stats.loaders.esdc_lists import read_list
from imp_stats.loaders.esdc_tables import read_blocks, read_places
from imp_stats.loaders.grid import Grid, grids, read_bytes
from imp_stats.loaders.ircc_noc_csv import read_noc_csv
from imp_stats.loaders.ircc_tsv import read_tsv
from imp_stats.loaders.ircc_workbooks import read_monthly, read_year_end
from imp_stats.loaders.statcan import read_npr, read_population

Reader = Callable[[Grid, Card], tuple[pl.DataFrame, date]]
READERS: dict[str, tuple[Reader, str]] = {
    "year_end": (read_year_end, "stamped"),
    "monthly": (read_monthly, "stamped"),
    "tsv": (read_tsv, "inferred"),
    "noc_csv": (read_noc_csv, "inferred"),
    "esdc_blocks": (read_blocks, "inferred"),
    "esdc_places": (read_places, "inferred"),
    "esdc_list": (read_list, "inferred"),
    "population": (read_population, "inferred"),
    "npr": (read_npr, "inferred"),
    "earners": (read_earners, "inferred"),
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
        for first in grids(path, content, rows=2):
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


def taken_as(path: Path, card: Card) -> tuple[Card, Grid]:
    """A file that a person says is of a card, and the sheet that holds its table; one that begins otherwise is refused."""
    content = read_bytes(path)
    for first in grids(path, content, rows=2):
        if _card_of(first, card) == card:
            return card, next(grid for grid in grids(path, content) if grid.sheet == first.sheet)
    begins = f"the title {card.title!r}" if card.title else f"the header {card.header.partition(chr(9))[0]!r}"
    first.refuse(0, 0, f"{begins} of {card.id}, which it is said to be")


def may_be(path: Path) -> list[str]:
    """The cards whose whole header a text file under another name has: their tables carry no title to tell them by."""
    try:
        head = next(grids(path, read_bytes(path), rows=1)).row(0)
    except LayoutError:
        return []
    return [card.id for card in cards().values() if not card.title and tuple(card.header.split("\t")) == head]


def _begins_as_ours(path: Path) -> bool:
    """Whether a text file that cannot be read was one of ours, or holds nothing at all."""
    try:
        head = path.read_bytes()[:1000].decode("cp1252", errors="replace")
    except OSError:
        return True
    return (
        (not head and path.suffix.lower() in {".csv", ".txt"})
        or any(card.title and card.title in head for card in cards().values())
        or begins_as_list(head)
    )


def _card_of(grid: Grid, named: Card | None) -> Card | None:
    title = next((text for text in grid.row(0) if text), "")
    kind = list_kind(grid)
    if kind is not None:  # of the lists of employers only those of positive LMIAs are ours
        lists = (card for card in cards().values() if card.reader == "esdc_list")
        return next(lists) if kind == "positive" else None
    for card in cards().values():
        if any(map(_plain(title).startswith, map(_plain, filter(None, (card.title, *card.other_titles))))):
            return _of_its_place(card, grid)
    begins_right = named and not named.title and title == named.header.partition("\t")[0]
    return named if begins_right else None


def _of_its_place(card: Card, grid: Grid) -> Card:
    """The card itself; of a table that comes as a file for each place, the card of the file's place."""
    if not card.place:
        return card
    place = place_of(grid)
    return next(one for one in cards().values() if one.title == card.title and one.place == place)


@cache
def _plain(title: str) -> str:
    """A title as titles are compared: the publisher changes capitals, dashes and spaces without notice."""
    return " ".join(title.replace("\u2013", "-").replace("\u2019", "'").casefold().split())


def load(path: Path, card: Card, grid: Grid) -> Staged:
    """A recognised file as read; one that does not hold to its layout raises :class:`LayoutError`."""
    reader, vintage_from = READERS[card.reader]
    if vintage_from == "inferred" and grid.lines is None and card.reader != "esdc_list":
        grid.refuse(0, 0, "the publisher's text file, not a workbook made of it")
    cells, vintage = reader(grid, card)
    today = datetime.now(UTC).date()
    if vintage > today:
        grid.refuse(0, 0, f"a period that is over: the file would be as of {vintage}, and today is {today}")
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    name = path.name.encode(errors="replace").decode()  # a name may hold bytes that are no text
    return Staged(cells, card.kept_as, vintage, vintage_from, digest, name)
