"""Which pages there are, where each lies under ``reports/``, and how they link to one another.

``index.html``, ``01_two_programs.html``, their French twins in ``fr/``, a page per province in
``provinces/``; beside the pages of a folder, ``data/<page>/`` holds what can be downloaded. Every
link is relative, so that pages open from disk.
"""

import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import get_args

from imp_stats import vocabulary
from imp_stats.errors import UnknownWordError
from imp_stats.phrases import Lang
from imp_stats.reports.notebooks import Notebook
from imp_stats.reports.prose import PageError

PROVINCES = PurePosixPath("provinces")
ASSETS = PurePosixPath("assets")


@dataclass(frozen=True)
class Page:
    """One page: a notebook in one language, for one province or for all."""

    notebook: Notebook
    lang: Lang = "en"
    province: str = ""

    @property
    def name(self) -> str:
        """Its file's name without the ending."""
        return self.province or self.notebook.slug

    @property
    def folder(self) -> PurePosixPath:
        """The folder it lies in, under ``reports/``."""
        folder = PROVINCES if self.province else PurePosixPath()
        return folder / "fr" if self.lang == "fr" else folder

    @property
    def path(self) -> PurePosixPath:
        """Where it lies under ``reports/``."""
        return self.folder / f"{self.name}.html"

    @property
    def data(self) -> PurePosixPath:
        """The folder of its downloads under ``reports/``."""
        return self.folder / "data" / self.name

    def to(self, target: PurePosixPath) -> str:
        """The address of another file under ``reports/``, from this page."""
        return posixpath.relpath(target, self.folder)

    @property
    def side_file(self) -> Path | None:
        """The French prose it is made with, if it is."""
        return self.notebook.side_file if self.lang == "fr" and not self.is_contents else None

    @property
    def is_contents(self) -> bool:
        """Whether it is the page of contents, which stands in for a front page and has no notebook."""
        return not self.notebook.cells

    @property
    def called(self) -> str:
        """What other pages call it."""
        if self.province:
            return vocabulary.label("province", self.province, self.lang)
        return self.notebook.called(self.lang)


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    text: str
    href: str
    is_here: bool = False


@dataclass(frozen=True)
class Site:
    """All pages that a folder of notebooks makes."""

    pages: tuple[Page, ...]

    def among(self, lang: Lang, *, provinces: bool) -> tuple[Page, ...]:
        """The pages of one language: those for a province each, or the others."""
        return tuple(p for p in self.pages if p.lang == lang and bool(p.province) == provinces)

    def links(self, page: Page, *, provinces: bool) -> list[Link]:
        """The ways from a page to the pages of its language."""
        others = self.among(page.lang, provinces=provinces)
        return [Link(other.called, page.to(other.path), other == page) for other in others]

    def find(self, slug: str, lang: Lang, province: str = "") -> Page | None:
        """The page of a notebook in a language, if there is one."""
        wanted = (slug, lang, province)
        return next((p for p in self.pages if (p.notebook.slug, p.lang, p.province) == wanted), None)

    def twin(self, page: Page) -> Page | None:
        """The same page in the other language, if there is one."""
        other: Lang = "en" if page.lang == "fr" else "fr"
        return self.find(page.notebook.slug, other, page.province)

    def neighbours(self, page: Page) -> list[tuple[str, Link]]:
        """For a page of a province, the ways to the one before and to the one behind."""
        if not page.province:
            return []
        links = self.links(page, provinces=True)
        here = next(i for i, link in enumerate(links) if link.is_here)
        around = (("previous", here - 1), ("next", here + 1))
        return [(word, links[i]) for word, i in around if 0 <= i < len(links)]

    def address(self, page: Page, href: str) -> str:
        """Where a link in prose leads: ``03_provinces.ipynb#map`` to that notebook's page, others as written.

        Of a notebook with a page per province, ``06_province.ipynb#ON`` is Ontario's.
        """
        target, _, fragment = href.partition("#")
        if not target.endswith(".ipynb"):
            return href
        slug = target.removesuffix(".ipynb")
        for lang in (page.lang, "en"):
            if whole := self.find(slug, lang):
                return page.to(whole.path) + (f"#{fragment}" if fragment else "")
            if single := self.find(slug, lang, fragment):
                return page.to(single.path)
        msg = f"the link to {href!r} leads to no page"
        raise UnknownWordError(msg)


_CONTENTS = Notebook(Path("index.ipynb"), (), "Contents", "Sommaire")


def site(notebooks: Iterable[Notebook]) -> Site:
    """The pages that these notebooks make: English ones, and French ones where a side file stands.

    Without a notebook ``index``, a page of contents takes its place.
    """
    pages: list[Page] = []
    for notebook in notebooks:
        provinces = _provinces() if notebook.is_per_province else [""]
        langs = [lang for lang in get_args(Lang) if lang == "en" or notebook.side_file.exists()]
        pages += [Page(notebook, lang, province) for lang in langs for province in provinces]
    if not any(page.notebook.slug == "index" for page in pages):
        pages[:0] = [Page(_CONTENTS, lang) for lang in get_args(Lang) if any(p.lang == lang for p in pages)]
    twice = [path for path, n in Counter(page.path for page in pages).items() if n > 1]
    if twice:
        msg = f"Two notebooks make {twice[0]}: only one may have 'each': 'province' in its metadata."
        raise PageError(msg)
    return Site(tuple(pages))


def _provinces() -> list[str]:
    """The thirteen provinces and territories: not Canada as a whole, not those who stated none."""
    return [code for code in vocabulary.entries("province") if code not in ("CA", "ZZ", "XX")]
