"""What each page was made from, stamped into it, and which pages are older than what they show."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from imp_stats.folders import shipped_data, shipped_notebooks
from imp_stats.phrases import listed
from imp_stats.reports.layout import Page, Site, site
from imp_stats.reports.notebooks import Notebook, read_notebooks

_PACKAGE = Path(__file__).parents[1]
# These read files and write the ledger; what a page shows does not pass through them.
_NOT_SHOWN = ("cli.py", "build.py", "continuity.py", "fetch.py", "claims.py", "loaders")
_META = re.compile(r'<meta name="made-from" content="([^"]*)">')
_CHANGED = {
    "data": "the data",
    "notebook": "the notebook",
    "french": "its French prose",
    "code": "the code of questions, charts or tables",
    "templates": "the templates",
    "site": "the list of pages",
}

Stamps = Mapping[str, str]


@dataclass(frozen=True)
class Stale:
    """A page under ``reports/`` that does not show what it would show if it were made now, and why."""

    path: PurePosixPath
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:8]


def _digest_files(folder: Path, files: Iterable[Path]) -> str:
    ordered = sorted((file.relative_to(folder).as_posix(), file) for file in files)
    return _digest(part for name, file in ordered for part in (name.encode(), file.read_bytes()))


def data_stamp(data: Path) -> str:
    """What stands for a whole data folder: its list of vintages and what is kept by hand."""
    files = [data / "tidy" / "vintages.csv", data / "cards.toml", *(data / "reference").glob("*.csv")]
    return _digest_files(data, filter(Path.exists, files))


@cache
def code_stamps(package: Path) -> Stamps:
    """What stands for the package's code: that of figures, and the templates that set them on pages."""
    files = [file for file in package.rglob("*") if file.suffix in (".py", ".sql", ".mplstyle", ".ttf")]
    shown = [file for file in files if file.relative_to(package).parts[0] not in (*_NOT_SHOWN, "reports")]
    pages = [
        file for file in (package / "reports").rglob("*") if file.suffix in (".py", ".css", ".jinja", ".toml")
    ]
    return {"code": _digest_files(package, shown), "templates": _digest_files(package, pages)}


def _notebook_stamp(notebook: Notebook) -> str:
    """Of what an author writes, not of the outputs and versions that Jupyter adds."""
    cells = [(cell.id, cell.kind, cell.source, cell.tag) for cell in notebook.cells]
    return _digest([json.dumps(cells).encode()])


def _site_stamp(whole: Site) -> str:
    return _digest(f"{page.path} {page.called}".encode() for page in whole.pages)


def stamps(page: Page, whole: Site, data: Path) -> Stamps:
    """What a page is made from, part by part."""
    french = {"french": _digest([page.side_file.read_bytes()])} if page.side_file else {}
    return {
        "data": data_stamp(data),
        "notebook": _notebook_stamp(page.notebook),
        **french,
        **code_stamps(_PACKAGE),
        "site": _site_stamp(whole),
    }


def written(made_from: Stamps) -> str:
    """Stamps as a page carries them."""
    return " ".join(f"{part}:{mark}" for part, mark in made_from.items())


def _carried(page: Path) -> Stamps:
    found = _META.search(page.read_text(encoding="utf-8"))
    return dict(pair.split(":") for pair in found[1].split()) if found else {}


def why(page: Path, made_from: Stamps) -> str:
    """Why a page must be made again; empty if it shows what it would show."""
    if not page.exists():
        return "it is not there yet"
    carried = _carried(page)
    changed = [what for part, what in _CHANGED.items() if carried.get(part) != made_from.get(part)]
    return f"{listed(changed)} changed" if changed else ""


def outdated(pages: Iterable[Page], whole: Site, out: Path, data: Path) -> dict[Page, str]:
    """Those of the pages that are missing in a folder, or older than what they show, each with why."""
    reasons = {page: why(out / page.path, stamps(page, whole, data)) for page in pages}
    return {page: reason for page, reason in reasons.items() if reason}


def strangers(whole: Site, out: Path) -> list[Path]:
    """Pages in a folder that were made here but that no notebook makes any more."""
    known = {out / page.path for page in whole.pages}
    return [path for path in sorted(out.rglob("*.html")) if path not in known and _carried(path)]


def stale_pages(reports: Path, *, notebooks: Path | None = None, data: Path | None = None) -> list[Stale]:
    """The pages under ``reports`` that are older than what they show, each with why.

    A page of a province that is not there is not old: these are made where they are wanted.
    """
    whole = site(read_notebooks(notebooks or shipped_notebooks()))
    pages = [page for page in whole.pages if not page.province or (reports / page.path).exists()]
    old = outdated(pages, whole, reports, data or shipped_data())
    left = [path.relative_to(reports).as_posix() for path in strangers(whole, reports)]
    return [
        *(Stale(page.path, reason) for page, reason in old.items()),
        *(Stale(PurePosixPath(path), "no notebook makes it any more") for path in left),
    ]
