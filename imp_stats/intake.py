"""``imp-stats fetch``: from the publishers' portals to new vintages in a data folder.

Each file stands for itself: one that does not come, or is refused, is named, and the others come in. What came is
kept in ``raw/``, so that it is not fetched twice; what is kept there and not in the ledger is read again.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from imp_stats.build import Report, begin, check
from imp_stats.cards import Card, cards
from imp_stats.continuity import follow
from imp_stats.errors import LayoutError, NotHeldError, UnknownWordError
from imp_stats.fetch.download import Download, Watch, differs, digest_of, is_changed, unwatched
from imp_stats.fetch.network import FetchError, Manners, Network
from imp_stats.fetch.portal import Resource, package, published_as, renaming
from imp_stats.fetch.shelf import Shelf, safe_name
from imp_stats.fetch.stamps import drop, read_stamp
from imp_stats.folders import user_data
from imp_stats.ledger import Staged, keep, read_cells, read_vintages
from imp_stats.loaders.recognise import load, taken_as
from imp_stats.news import news

_FRACTION = 10  # a file, or its table, less than a tenth of the last is none


@dataclass
class Fetched:
    """What a run did, a line each: what came into the ledger, what was there already, what is left to a person, what failed."""

    added: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def fetch_new(
    *,
    out: Path | None = None,
    only: Sequence[str] = (),
    confirmed: Sequence[str] = (),
    dry_run: bool = False,
    portal: str | None = None,
    report: Report = print,
    watch: Watch = unwatched,
    manners: Manners | None = None,
) -> Fetched:
    """Bring what the publishers have released since, check it, add it to a data folder, and say what changed.

    Parameters
    ----------
    out
        The data folder to add to: the user's own by default, begun as a copy of the shipped one.
    only
        Ids of cards; by default all but those that are another form of a table.
    confirmed
        In what a new vintage may break with the one before, as its error words it, or a card's id for all.
    dry_run
        Only say what would be fetched; the portal and the files' headers are asked, and nothing is written.
    portal
        The address of a CKAN API to ask, instead of each publisher's own.
    report, watch
        Are called with each line that tells what was done, and with each file's progress.
    manners
        How patient and how polite requests are.

    Returns
    -------
    What came in, was held already, is left to a person, and failed: a line each.

    Raises
    ------
    UnknownWordError
        ``only`` names no card; names the cards.
    FileExistsError
        ``out`` is a folder of other things.

    """
    chosen = _chosen(only)
    data = user_data() if out is None else out
    if not dry_run:
        begin(data)
    done = Fetched()
    with Network(manners) as network:
        run = _Run(data, network, tuple(confirmed), report, watch, done)
        for card, resource in run.found(chosen, portal):
            with run.failing(card):
                (run.foretell if dry_run else run.fetch)(card, resource)
    report(
        f"{len(done.added)} {'to fetch' if dry_run else 'new'}, {len(done.held)} held already, "
        f"{len(done.by_hand)} to fetch by hand, {len(done.failed)} failed; "
        f"{'nothing was written' if dry_run else f'the data folder is {data}'}"
    )
    return done


def _chosen(only: Sequence[str]) -> list[Card]:
    unknown = [name for name in only if name not in cards()]
    if unknown:
        msg = f"{unknown[0]!r} is no card: it may be {', '.join(cards())}."
        raise UnknownWordError(msg)
    return [card for card in cards().values() if card.id in only or not (only or card.table)]


@dataclass(frozen=True)
class _Run:
    data: Path
    network: Network
    confirmed: tuple[str, ...]
    report: Report
    watch: Watch
    done: Fetched

    def tell(self, kind: list[str], line: str) -> None:
        """Keep a line among those of its kind, and say it."""
        kind.append(line)
        self.report(line)

    @contextmanager
    def failing(self, *of: Card) -> Iterator[None]:
        """What is refused in here fails the cards, a line each, and not the run."""
        try:
            yield
        except (LayoutError, NotHeldError, OSError) as error:
            self.done.failed.extend(f"{card.id}: {error}" for card in of)

    def found(self, wanted: list[Card], portal: str | None) -> Iterator[tuple[Card, Resource]]:
        """The files of each card, as its portal lists them; each dataset is asked for once, cards without one told."""
        by_dataset: dict[tuple[str, str], list[Card]] = {}
        for card in wanted:
            by_dataset.setdefault((card.api and (portal or card.api), card.dataset), []).append(card)
        for (api, dataset), of_dataset in by_dataset.items():
            if not api:
                first, more = of_dataset[0], len(of_dataset) - 1
                named = f"{first.id} and {more} more" if more else first.id
                where = f"fetch it by hand from {first.portal}{dataset}, then `imp-stats build`"
                self.tell(self.done.by_hand, f"{named}: {where}")
                continue
            with self.failing(*of_dataset):
                offered = package(self.network, api, dataset)
                for card in of_dataset:
                    with self.failing(card):
                        for resource in published_as(card, offered):
                            if renamed := renaming(card, resource):
                                self.report(f"{card.id}: {renamed}")
                            yield card, resource

    def foretell(self, card: Card, resource: Resource) -> None:
        """Say whether a file would be fetched; write nothing."""
        held = self._shelf(card).newest(resource.url)
        stamp = read_stamp(held) if held else None
        if stamp and not is_changed(self.network, resource.url, stamp):
            self.tell(self.done.held, f"{card.id}: {resource.file_name!r} is here already")
        else:
            size = f", {resource.size:,} bytes" if resource.size else ""
            self.tell(
                self.done.added,
                f"{card.id}: {resource.file_name!r}{size} would be fetched from {resource.url}",
            )

    def fetch(self, card: Card, resource: Resource) -> None:
        """Bring a file if it is new, and enter it in the ledger if it is not there."""
        shelf = self._shelf(card)
        path = self._brought(card, resource, shelf)
        row = _newest(read_vintages(self.data).filter(pl.col("sha256") == digest_of(path)))
        if row:
            shelf.put(path, resource.file_name, row["vintage"])
            self.tell(self.done.held, f"{card.id}: held already, as of {row['vintage']}")
            return
        staged = _read(path, card, resource)
        shelf.put(path, resource.file_name, staged.vintage)
        self._enter(card, staged)

    def _shelf(self, card: Card) -> Shelf:
        return Shelf(self.data / "raw" / card.id)

    def _brought(self, card: Card, resource: Resource, shelf: Shelf) -> Path:
        """The file on its shelf, fetched now unless the server says that it is the one there."""
        held = shelf.newest(resource.url)
        part = shelf.part(resource.url)
        known = read_stamp(held) if held else None
        if Download(self.network, resource, part, known, self.watch).run() is None:
            if held is None:
                msg = f"{resource.url}: the server says that it has not changed, and none is held. Run it again later."
                raise FetchError(msg)
            return held
        self._hold_to_portal(card, resource, part)
        last = shelf.last_read()
        if last and not card.series and part.stat().st_size * _FRACTION < last.stat().st_size:
            msg = f"{resource.url}: {part.stat().st_size:,} bytes came, the last file had {last.stat().st_size:,}; it is not kept."
            drop(part)
            raise LayoutError(msg)
        return shelf.put(part, resource.file_name, None)

    def _hold_to_portal(self, card: Card, resource: Resource, part: Path) -> None:
        """Fetch a file anew if it is not the one that the portal describes: it may have changed in between."""
        other = differs(part, resource)
        if not other:
            return
        self.report(f"{card.id}: {other}; it is fetched anew")
        first = digest_of(part)
        drop(part)
        Download(self.network, resource, part, watch=self.watch).run()
        if differs(part, resource) and digest_of(part) != first:
            drop(part)
            msg = f"{resource.url}: it changes while it is fetched. Run it again later."
            raise FetchError(msg)
        if differs(part, resource):
            self.report(f"{card.id}: the same came twice, so what the portal says is out of date")

    def _enter(self, card: Card, staged: Staged) -> None:
        held = read_vintages(self.data).filter(
            pl.col("card") == staged.card, pl.col("vintage") <= staged.vintage
        )
        row = None if card.series else _newest(held)
        before = None if row is None else read_cells(self.data, row)
        if before is not None and staged.cells.height * _FRACTION < before.height:
            msg = f"{staged.file_name}: {staged.cells.height:,} cells, {before.height:,} in the vintage before; that is no whole table."
            raise LayoutError(msg)
        check([staged])
        added = follow([staged], self.data, self.confirmed)
        if not added:
            self.tell(
                self.done.held, f"{card.id}: the same figures as held for {staged.vintage}, in other bytes"
            )
            return
        keep(self.data, added)
        self.tell(self.done.added, f"{card.id}: {news(added[0], before)}")


def _newest(held: pl.DataFrame) -> dict[str, Any] | None:
    return held.sort("vintage").row(-1, named=True) if held.height else None


def _read(path: Path, card: Card, resource: Resource) -> Staged:
    """A file as the card's table, under the name that it has on the portal."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / safe_name(resource.file_name)
        shutil.copyfile(path, named)
        return load(named, *taken_as(named, card))
