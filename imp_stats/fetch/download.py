"""An address -> a file: only if it is new, and going on where an earlier run was cut off."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from imp_stats.errors import LayoutError
from imp_stats.fetch.network import CutOffError, Network
from imp_stats.fetch.portal import Resource
from imp_stats.fetch.stamps import Stamp, drop, read_stamp, write_stamp

Watch = Callable[[str, int, int | None], None]
"""Is called with a file's name, how many of its bytes have come, and of how many."""
_BOM = b"\xef\xbb\xbf"
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,80})", re.IGNORECASE)
_ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256"}  # by the length of a digest
_OTHER_PART = httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE


def unwatched(_name: str, _size: int, _total: int | None) -> None:
    """Nobody looks on."""


def is_changed(network: Network, url: str, known: Stamp) -> bool:
    """Whether a server may have another file than the one known; asks for its headers only."""

    def once(_ends: float) -> bool:
        with network.answer(url, method="HEAD", headers=known.unless_new()) as response:
            return response.status_code != httpx.codes.NOT_MODIFIED

    return network.persist(url, once)


@dataclass(frozen=True)
class Download:
    """One file on its way to ``part``; ``known`` is the stamp of the one held, if one is."""

    network: Network
    resource: Resource
    part: Path
    known: Stamp | None = None
    watch: Watch = unwatched

    def run(self) -> Stamp | None:
        """Bring the file, and return what the server said of it; None if it is the one known.

        What an earlier run left is gone on with, if the server still has the same file and sends parts.

        Raises
        ------
        FetchError
            It does not come, or not all of it. What came is kept for the next run.
        LayoutError
            What came is no table: a web page, no workbook under a workbook's name, or too large. It is not kept.

        """
        try:
            stamp = self.network.persist(self.resource.url, self._once)
            if stamp is not None:
                self._refuse_other()
        except LayoutError:
            drop(self.part)
            raise
        return stamp

    def _once(self, ends: float) -> Stamp | None:
        begun, held = self._begun()
        whole = begun is not None and begun.size == held
        known = begun if whole else self.known
        rest = begun.the_rest(held) if begun and not whole else {}
        asked = rest or (known.unless_new() if known else {})
        try:
            with self.network.answer(
                self.resource.url, headers={"Accept-Encoding": "identity", **asked}
            ) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return begun if whole else None
                return self._take(response, held, ends)
        except CutOffError as error:
            if error.status == _OTHER_PART:
                drop(self.part)
            raise

    def _begun(self) -> tuple[Stamp | None, int]:
        """What an earlier run has of the file, and how many bytes; nothing if it cannot be gone on with."""
        stamp = read_stamp(self.part)
        if stamp is None or stamp.url != self.resource.url or stamp.size is None or not self.part.is_file():
            return None, 0
        return stamp, self.part.stat().st_size

    def _take(self, response: httpx.Response, held: int, ends: float) -> Stamp:
        start, stamp = _beginning(response, self.resource.url, held)
        if not start:
            drop(self.part)  # before its stamp: bytes of one file never stand under the stamp of another
            write_stamp(self.part, stamp)
        with self.part.open("ab") as file:
            for chunk in self.network.body(self.resource.url, response, ends, held=start):
                file.write(chunk)
                self.watch(self.resource.file_name, file.tell(), stamp.size)
        size = self.part.stat().st_size
        if stamp.size not in {None, size}:
            msg = f"{size:,} of {stamp.size:,} bytes came"
            raise CutOffError(msg)
        return stamp

    def _refuse_other(self) -> None:
        """Refuse what is no table: an error page with status 200, or no workbook under a workbook's name."""
        with self.part.open("rb") as file:
            head = file.read(1000).removeprefix(_BOM).lstrip()
        title = _TITLE.search(head)
        what = ""
        if not head:
            what = "nothing came"
        elif head.startswith(b"<"):
            said = f" headed {title[1].decode(errors='replace').strip()!r}" if title else ""
            what = f"a web page{said} came, not a table"
        elif self.resource.file_name.lower().endswith(".xlsx") and not zipfile.is_zipfile(self.part):
            what = "what came is no workbook, or one cut off"
        if what:
            msg = f"{self.resource.url}: {what}; it is not kept. Run it again later, or look on the publisher's page."
            raise LayoutError(msg)


def _beginning(response: httpx.Response, url: str, held: int) -> tuple[int, Stamp]:
    """Where the bytes that come belong, and the stamp of the whole file."""
    said = response.headers
    start, size = 0, said.get("Content-Length", "")
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        match = _RANGE.fullmatch(said.get("Content-Range", ""))
        if match is None or int(match[1]) != held:
            msg = f"the server sent another part than the one from byte {held:,} on"
            raise CutOffError(msg, status=_OTHER_PART)
        start, size = held, match[2]
    is_known = (
        size.isdecimal() and "Content-Encoding" not in said
    )  # else the size is that of the packed bytes
    etag, last_modified = (said.get(name, "") for name in ("ETag", "Last-Modified"))
    etag = etag if etag.isascii() else ""  # it could not be sent back
    stamp = Stamp(url, etag, last_modified, int(size) if is_known else None)
    return start, stamp


def differs(path: Path, resource: Resource) -> str:
    """In what a file differs from what the portal says of it, in words; empty if it does not, or nothing is said."""
    size = path.stat().st_size
    if resource.size and resource.size != size:
        return f"the portal says {resource.size:,} bytes, and {size:,} came"
    digest = resource.digest.rpartition(":")[2].lower()
    algorithm = _ALGORITHMS.get(len(digest))
    if algorithm is None or digest_of(path, algorithm) == digest:
        return ""
    return f"the portal says {algorithm} {digest[:8]}, and {digest_of(path, algorithm)[:8]} came"


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    """The digest of a file, by sha256 as the ledger knows it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
