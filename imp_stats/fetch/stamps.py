"""What a server said of a file, kept beside it: by it the server is asked whether there is a newer one."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """What a server said of a file; empty, and a ``size`` of None, where it said nothing."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size: int | None = None

    def unless_new(self) -> dict[str, str]:
        """The headers that ask for a file only if it is another one."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: said for name, said in asked.items() if said}

    def the_rest(self, held: int) -> dict[str, str]:
        """The headers that ask for the bytes after the first ``held``, or for all if it is another file by now."""
        same = self.last_modified if self.etag.startswith("W/") else self.etag or self.last_modified
        return {"Range": f"bytes={held}-", "If-Range": same} if held and same else {}


def read_stamp(path: Path) -> Stamp | None:
    """The stamp of a file; None where it has none that can be read."""
    try:
        said = json.loads(stamp_path(path).read_text(encoding="utf-8"))
        return Stamp(**{name: said[name] for name in Stamp.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Put a stamp beside a file, whole or not at all."""
    place = stamp_path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.part")
    beside.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    beside.replace(place)


def stamp_path(path: Path) -> Path:
    """Where the stamp of a file is: under a hidden name, which ``imp-stats build`` passes by."""
    return path.with_name(f".{path.name.removeprefix('.')}.json")


def move(path: Path, to: Path) -> None:
    """Move a file and its stamp; the stamp last, so that no file has the stamp of another."""
    to.parent.mkdir(parents=True, exist_ok=True)
    stamp_path(to).unlink(missing_ok=True)
    path.replace(to)
    stamp_path(path).replace(stamp_path(to))


def drop(path: Path) -> None:
    """Remove a file and its stamp, if they are there."""
    path.unlink(missing_ok=True)
    stamp_path(path).unlink(missing_ok=True)
