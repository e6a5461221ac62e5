"""The raw files of a card in the user's data folder, each under its vintage and sha256, with its stamp beside it."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from imp_stats.fetch.download import digest_of
from imp_stats.fetch.stamps import drop, move, read_stamp

_UNREAD = "unread"


@dataclass(frozen=True)
class Shelf:
    """The folder ``raw/<card>`` of a data folder; it may not exist yet."""

    folder: Path

    def part(self, url: str) -> Path:
        """Where the file of an address is while it comes."""
        return self.folder / f".{hashlib.sha256(url.encode()).hexdigest()[:16]}.part"

    def newest(self, url: str) -> Path | None:
        """The file that came last from an address, read or not; None if none is here that is whole."""
        return max(filter(_is_whole, self._of(url)), key=_when, default=None)

    def last_read(self) -> Path | None:
        """The file that came last of those that were read; None if none is here."""
        read = [path for path in self._files() if not path.name.startswith(_UNREAD)]
        return max(read, key=_when, default=None)

    def put(self, path: Path, name: str, vintage: dt.date | None) -> Path:
        """Move a file and its stamp to its place, under its vintage, or as one that is not read; returns the place.

        One from the same address that could not be read gives way to it.
        """
        place = self.folder / f"{vintage or _UNREAD}_{digest_of(path)[:8]}_{safe_name(name)}"
        if place != path:
            move(path, place)
        stamp = read_stamp(place)
        for other in self._of(stamp.url) if stamp else ():
            if other != place and other.name.startswith(_UNREAD):
                drop(other)
        return place

    def _of(self, url: str) -> list[Path]:
        stamps = {path: read_stamp(path) for path in self._files()}
        return [path for path, stamp in stamps.items() if stamp and stamp.url == url]

    def _files(self) -> list[Path]:
        return [path for path in self.folder.glob("[!.]*") if path.is_file()]


def safe_name(name: str) -> str:
    """A file's name without what a file system, or somebody who names files, could make of it.

    >>> safe_name("../EN_ODP-TR-Work-IMP CITZ.xlsx"), safe_name("")
    ('_EN_ODP-TR-Work-IMP CITZ.xlsx', 'file')
    """
    return re.sub(r"[^\w .()+-]", "_", name)[-100:].lstrip(".") or "file"


def _is_whole(path: Path) -> bool:
    stamp = read_stamp(path)
    return stamp is not None and stamp.size in {None, path.stat().st_size}


def _when(path: Path) -> tuple[float, str]:
    return path.stat().st_mtime, path.name
