"""A notebook that has run -> one page, and the files that can be downloaded from it."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path, PurePosixPath

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import imp_stats
from imp_stats.exhibits import Exhibit
from imp_stats.phrases import Lang
from imp_stats.reports import frames, svg
from imp_stats.reports.layout import ASSETS, Link, Page, Site
from imp_stats.reports.notebooks import Cell
from imp_stats.reports.prose import (
    PageError,
    Setting,
    Translation,
    first_sentence,
    inline,
    plain,
    read_translation,
    render,
    words_of,
    words_text,
)
from imp_stats.reports.runner import Run
from imp_stats.reports.stale import Stamps, written

_TEMPLATES = Path(__file__).parent / "templates"
_STATCAN = "Statistics Canada, "
_LONGEST_TABLE = 60  # rows; beneath a chart a longer frame is in its CSV only, and groups of more are folded

Files = dict[PurePosixPath, str]


@dataclass(frozen=True)
class Block:
    """A piece of a page, of kind ``prose``, ``boxes`` or ``exhibit``, and its downloads."""

    kind: str
    html: str
    files: Files = field(default_factory=dict)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _rendered(template: str, **values: object) -> Markup:
    return Markup(_templates().get_template(template).render(values))  # noqa: S704  (it escapes)


@cache
def said(lang: Lang) -> Mapping[str, str]:
    """What the pages of a language say beside what notebooks say."""
    words: dict[str, dict[str, str]] = tomllib.loads((_TEMPLATES / "words.toml").read_text(encoding="utf-8"))
    return words[lang]


def compose(page: Page, whole: Site, made_from: Stamps, run: Run) -> Files:
    """The page of a run and its downloads, by where they lie under ``reports/``."""
    translation = read_translation(page.side_file) if page.side_file else None
    if translation:
        translation.check(run.prose)
    setting = Setting(run.names, page.lang, partial(whole.address, page))
    blocks: list[Block] = []
    for cell in page.notebook.cells:
        with _blaming(page.notebook.where(cell)):
            if cell.kind == "markdown":
                blocks.append(_prose(cell, setting, translation))
            for exhibit in run.published.get(cell.id, ()):
                words = _words(exhibit, setting, translation)
                has_section = any("<h2>" in block.html for block in blocks if block.kind == "prose")
                blocks.append(_exhibit(page, exhibit, words, level=3 if has_section else 2))
    files = {path: text for block in blocks for path, text in block.files.items()}
    shown = [exhibit.frame for exhibit in run.exhibits]
    return {page.path: _finished(page, whole, made_from, _laid_out(blocks), shown), **files}


@contextmanager
def _blaming(where: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        msg = f"{where}: {type(error).__name__}: {error}"
        raise PageError(msg) from error


def _prose(cell: Cell, setting: Setting, translation: Translation | None) -> Block:
    source = translation.french(("cell", cell.id), cell.source) if translation else cell.source
    kind = "boxes" if cell.tag == "boxes" else "prose"
    return Block(kind, f'<div class="{kind}">\n{render(source, setting, cell.tag)}\n</div>')


def _words(exhibit: Exhibit, setting: Setting, translation: Translation | None) -> dict[str, Markup]:
    """The words around an exhibit as HTML, in the page's language."""
    english = words_text(exhibit.words)
    text = translation.french(("exhibit", exhibit.id), english) if translation else english
    return {name: Markup(inline(value, setting)) for name, value in words_of(text).items()}  # noqa: S704


def _exhibit(page: Page, exhibit: Exhibit, words: Mapping[str, Markup], *, level: int) -> Block:
    name = plain(words["finding"]) if "finding" in words else exhibit.id
    label = ". ".join(plain(words[part]).rstrip(".") for part in ("finding", "alt") if part in words)
    files = {page.data / f"{exhibit.id}.csv": exhibit.frame.to_csv(index=False, lineterminator="\n")}
    if exhibit.figures:
        files[page.data / f"{exhibit.id}.svg"] = svg.standalone(
            exhibit.figures["wide"], name, plain(words["alt"])
        )
    html = _rendered(
        "exhibit.html.jinja",
        exhibit=exhibit,
        level=level,
        words=words,
        charts={
            width: Markup(svg.inline(figure, f"{exhibit.id}_{width}", label))  # noqa: S704  (it is SVG)
            for width, figure in exhibit.figures.items()
        },
        table=_table(exhibit, name, page.lang),
        source=exhibit.table.source if exhibit.table else frames.source_line(exhibit.frame, page.lang),
        downloads=[Link(path.suffix[1:].upper(), page.to(path)) for path in files],
        name=name,
        said=said(page.lang),
    )
    return Block("exhibit", html, files)


def _table(exhibit: Exhibit, name: str, lang: Lang) -> Markup | None:
    """The exhibit's table: the one published, or one of its frame where that is short or all there is."""
    if exhibit.figures and len(exhibit.frame) > _LONGEST_TABLE:
        return None
    table = exhibit.table or frames.as_table(exhibit.frame, name, lang)
    share = {
        column.id: " extra" if column.id.startswith("share") and table.lead else ""
        for column in table.columns
    }
    return _rendered(
        "table.html.jinja",
        table=table,
        prefix=f"{exhibit.id}_table",
        caption=table.caption or name,
        is_said=table.caption in ("", name),
        is_folded=bool(table.groups) and len(table.rows) > _LONGEST_TABLE,
        classes={c.id: ("number" if c.align == "right" else "text") + share[c.id] for c in table.columns},
        coverage=frames.coverage(table.frame) if table.lead else None,
        program=str(table.frame["program"].iloc[0]).lower() if table.lead else "",
        said=said(lang),
    )


def _laid_out(blocks: Sequence[Block]) -> Markup:
    """The pieces in their order; boxes just before or after an exhibit stand beside it where there is room."""
    kinds = "".join(block.kind[0] for block in blocks)
    parts = []
    for group in re.finditer("beb?|eb|.", kinds):
        html = "\n".join(block.html for block in blocks[group.start() : group.end()])
        parts.append(f'<div class="beside">\n{html}\n</div>' if len(group[0]) > 1 else html)
    return Markup("\n".join(parts))  # noqa: S704  (made of HTML)


def contents(page: Page, whole: Site, made_from: Stamps, pages: Mapping[PurePosixPath, str]) -> str:
    """The page of contents: every page by its heading and its first sentence, as these pages now say them."""
    entries = [
        (page.to(other.path), *_heading(pages[other.path]))
        for other in whole.among(page.lang, provinces=False)
        if other.path in pages and not other.is_contents
    ]
    body = _rendered("contents.html.jinja", entries=entries, said=said(page.lang))
    return _finished(page, whole, made_from, body, ())


def _heading(html: str) -> tuple[Markup, str]:
    """The heading of a page or of its body, and the first sentence beneath it."""
    found = re.search(r"<h1>(.*?)</h1>\s*(?:<p>(.*?)</p>)?", html, re.DOTALL)
    if found is None:
        msg = "no markdown cell begins with '# ', which makes the heading of the page"
        raise ValueError(msg)
    return Markup(found[1]), first_sentence(plain(found[2] or ""))  # noqa: S704  (it is HTML)


def _finished(page: Page, whole: Site, made_from: Stamps, body: Markup, shown: Sequence[pd.DataFrame]) -> str:
    with _blaming(str(page.notebook.path)):
        heading, sentence = _heading(body)
    words = said(page.lang)
    named = [
        str(name)
        for frame in shown
        if {"source", "vintage"} <= set(frame.columns)
        for name in frames.origins(frame)["source"].unique()
    ]
    named += [str(name) for frame in shown if "citation" in frame for name in frame["citation"].unique()]
    products = [name.removeprefix(_STATCAN) for name in named if name.startswith(_STATCAN)]
    if any("noc" in frame.columns for frame in shown):
        products.append(words["nomenclature"])
    return _rendered(
        "page.html.jinja",
        page=page,
        title=plain(heading),
        description=sentence,
        made_from=written(made_from),
        twin=whole.twin(page),
        links=whole.links(page, provinces=False),
        provinces=whole.links(page, provinces=True),
        neighbours=whole.neighbours(page),
        body=body,
        css=Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8")),  # noqa: S704  (it is our CSS)
        assets=ASSETS,
        said=words,
        has_certainty=any("certainty" in frame.columns for frame in shown),
        statcan=words["statcan"].format(products="; ".join(dict.fromkeys(products)) or words["nomenclature"]),
        made=words["made"].format(version=imp_stats.__version__, data=made_from["data"]),
    )
