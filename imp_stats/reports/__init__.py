"""Notebooks -> pages: run, written, stamped with what they were made from, and moved into place together."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from imp_stats.charts.style import FONTS
from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data, shipped_notebooks
from imp_stats.reports.layout import ASSETS, Page, Site, site
from imp_stats.reports.notebooks import read_notebook, read_notebooks
from imp_stats.reports.page import compose, contents
from imp_stats.reports.prose import PageError, read_translation, restamped
from imp_stats.reports.runner import each, run
from imp_stats.reports.stale import Stale, Stamps, outdated, stale_pages, stamps, strangers
from imp_stats.vocabulary import code_of
from imp_stats.warehouse import open_warehouse

__all__ = ["PageError", "Stale", "build_reports", "restamp", "stale_pages"]

Report = Callable[[str], None]


@dataclass(frozen=True)
class _Job:
    page: Page
    whole: Site
    made_from: Stamps
    stage: Path


def build_reports(
    out: Path,
    *,
    only: str | None = None,
    province: str | None = None,
    force: bool = False,
    notebooks: Path | None = None,
    report: Report = print,
) -> list[Path]:
    """Make the pages that are missing or older than what they show, and say of each why.

    All are made beside ``out`` first. If one fails, :class:`PageError` names every one that did, and
    ``out`` stays as it was.

    Parameters
    ----------
    out
        The folder of the pages; it need not exist.
    only
        The notebook whose pages to make: the beginning of its name, such as ``"02"``.
    province
        The province whose page to make, by its code or name.
    force
        Make every page, also those that are up to date.
    notebooks
        The folder of the notebooks, by default the shipped ones.
    report
        Is told one line for each page as it is done.

    Returns
    -------
    list[Path]
        The pages that were written.
    """
    data = shipped_data()
    whole = site(read_notebooks(notebooks or shipped_notebooks()))
    wanted = _wanted(whole, only, province)
    due = dict.fromkeys(wanted, "asked for") if force else outdated(wanted, whole, out, data)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".reports-") as folder:
        stage = Path(folder)
        pages = [page for page in due if not page.is_contents]
        _make_all([_Job(page, whole, stamps(page, whole, data), stage) for page in pages], due, report)
        for page in pages:
            _move(stage / page.data, out / page.data)
            _move(stage / page.path, out / page.path)
    _copy_assets(out / ASSETS)
    written = [out / page.path for page in pages] + _write_contents(whole, out, data)
    if wanted == whole.pages:
        _sweep(whole, out, report)
    made = f"{len(pages)} of {sum(not page.is_contents for page in wanted)} pages made"
    report(made if pages else f"{made}: all are up to date")
    return written


def _wanted(whole: Site, only: str | None, province: str | None) -> tuple[Page, ...]:
    code = province and code_of("province", province)
    wanted = tuple(
        page
        for page in whole.pages
        if page.notebook.slug.startswith(only or "") and (code is None or page.province == code)
    )
    if not wanted:
        asked = " ".join(word for word in (only, province) if word)
        held = ", ".join(dict.fromkeys(page.notebook.slug for page in whole.pages))
        msg = f"{asked!r}: no notebook makes such a page. The notebooks are {held}."
        raise UnknownWordError(msg)
    return wanted


def _make_all(jobs: Sequence[_Job], due: Mapping[Page, str], report: Report) -> None:
    if jobs:
        open_warehouse().close()  # built once here, and not by every page at the same time
    errors = []
    for job, error in each(_make, jobs):
        if error:
            errors.append(f"{job.page.path}: {error}")
        else:
            report(f"{job.page.path}: {due[job.page]}")
    if errors:
        raise PageError("\n".join(sorted(errors)))


def _make(job: _Job) -> None:
    parameters = {"lang": job.page.lang, "province": job.page.province}
    done = run(job.page.notebook, {name: value for name, value in parameters.items() if value})
    for path, text in compose(job.page, job.whole, job.made_from, done).items():
        target = job.stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _move(made: Path, place: Path) -> None:
    """Put a file or a folder in its place, or clear the place if nothing was made for it."""
    if place.is_dir():
        shutil.rmtree(place)
    if made.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        made.replace(place)


def _copy_assets(assets: Path) -> None:
    for file in (*FONTS.glob("*.woff2"), FONTS / "OFL.txt"):
        _write(assets / file.name, file.read_bytes())


def _write(path: Path, content: bytes) -> bool:
    """Write a file that is not there or says something else; whether it was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def _write_contents(whole: Site, out: Path, data: Path) -> list[Path]:
    made = {page.path: out / page.path for page in whole.pages if (out / page.path).exists()}
    pages = {path: file.read_text(encoding="utf-8") for path, file in made.items()}
    texts = {
        out / page.path: contents(page, whole, stamps(page, whole, data), pages)
        for page in whole.pages
        if page.is_contents
    }
    return [path for path, text in texts.items() if _write(path, text.encode())]


def _sweep(whole: Site, out: Path, report: Report) -> None:
    for path in strangers(whole, out):
        path.unlink()
        shutil.rmtree(path.parent / "data" / path.stem, ignore_errors=True)
        report(f"{path.relative_to(out).as_posix()}: removed, as no notebook makes it any more")


def restamp(notebook: Path) -> list[str]:
    """Stamp every section of a notebook's French side file as translating the English of now.

    To be called when the French has been read against the English again. Returns the sections whose
    stamp changed.
    """
    read = read_notebook(notebook)
    english = run(read, {"lang": "en"}).prose
    before = read_translation(read.side_file).sections
    text = restamped(read.side_file.read_text(encoding="utf-8"), english)
    _write(read.side_file, text.encode())
    after = read_translation(read.side_file).sections
    return [f"{kind} {name}" for (kind, name), section in after.items() if section != before[kind, name]]
