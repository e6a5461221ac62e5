"""Notebooks as their authors write them: cells, tags and names, and what no notebook may hold."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from imp_stats.phrases import Lang
from imp_stats.reports.prose import PageError, read_translation, typed_figures

TAGS = ("parameters", "boxes", "caution")


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook: ``markdown`` or ``code``, and the tag that pages know, if it carries one."""

    id: str
    kind: str
    source: str
    tag: str = ""
    has_output: bool = False


@dataclass(frozen=True)
class Notebook:
    """A notebook, with the name that pages give it in either language."""

    path: Path
    cells: tuple[Cell, ...]
    name_en: str = ""
    name_fr: str = ""
    is_per_province: bool = False

    @property
    def slug(self) -> str:
        """The notebook's own name, as in the address of its page."""
        return self.path.stem

    @property
    def side_file(self) -> Path:
        """Where its French prose stands, if it has any."""
        return self.path.with_suffix(".fr.md")

    def called(self, lang: Lang) -> str:
        """What pages call it: the name in its metadata, or its file's name without the number."""
        name = self.name_fr if lang == "fr" else self.name_en
        return name or self.slug.lstrip("0123456789_").replace("_", " ").capitalize()

    def where(self, cell: Cell) -> str:
        """A cell as errors name it."""
        return f"{self.path}, cell {self.cells.index(cell) + 1} (id {cell.id!r})"


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's file; one that is none, or lacks its parameters, is a :class:`PageError`."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        declared = written["metadata"].get("imp_stats", {})
        cells = tuple(_cell(number, cell) for number, cell in enumerate(written["cells"], start=1))
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is no notebook: {type(error).__name__}: {error}."
        raise PageError(msg) from error
    first = next((cell for cell in cells if cell.kind == "code"), None)
    if first is None or first.tag != "parameters":
        msg = f"{path}: its first code cell must be tagged 'parameters' and set lang, and province where it has one."
        raise PageError(msg)
    names = (declared.get("name_en", ""), declared.get("name_fr", ""))
    return Notebook(path, cells, *names, is_per_province=declared.get("each") == "province")


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    tags = [tag for tag in cell.get("metadata", {}).get("tags", []) if tag in TAGS]
    return Cell(
        cell.get("id", f"cell-{number}"),
        cell["cell_type"],
        "".join(cell["source"]),
        tags[0] if tags else "",
        bool(cell.get("outputs") or cell.get("execution_count")),
    )


def read_notebooks(folder: Path) -> tuple[Notebook, ...]:
    """Every notebook of a folder that becomes pages, ``index`` first, then by number."""
    paths = sorted(folder.glob("*.ipynb"), key=lambda path: (path.stem != "index", path.stem))
    if not paths:
        msg = f"{folder} holds no notebook."
        raise PageError(msg)
    return tuple(map(read_notebook, paths))


def faults(notebook: Notebook) -> list[str]:
    """What a notebook holds that none may: outputs, logic, paths, typed figures, cells of one id."""
    found = [f"the cell id {name!r} occurs {n} times" for name, n in _ids(notebook).items() if n > 1]
    if notebook.slug != "index" and not any(cell.tag == "caution" for cell in notebook.cells):
        found.append("no cell is tagged 'caution': the page must say what not to conclude")
    for cell in notebook.cells:
        parts = _faults_of_code(cell) if cell.kind == "code" else _faults_of_prose(cell.source)
        found += [f"cell {notebook.cells.index(cell) + 1} (id {cell.id!r}) {part}" for part in parts]
    if notebook.side_file.exists():
        for (kind, name), section in read_translation(notebook.side_file).sections.items():
            found += [f"the French of {kind} {name!r} {part}" for part in _faults_of_prose(section.text)]
    return [f"{notebook.path}: {part}" for part in found]


def _ids(notebook: Notebook) -> Counter[str]:
    return Counter(cell.id for cell in notebook.cells)


def _faults_of_prose(text: str) -> Iterator[str]:
    for figure in typed_figures(text):
        yield f"types the figure {figure!r}: fill it from a variable, {{{{ name }}}}"


_LOGIC = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.With, ast.Try)
_PATH = re.compile(r"[\w.~-]*[/\\][\w.~/\\-]+|[\w-]+\.(?:csv|xlsx|parquet|json|svg|png)")


def _faults_of_code(cell: Cell) -> Iterator[str]:
    if cell.has_output:
        yield "stores its output: strip it"
    for node in ast.walk(ast.parse(TransformerManager().transform_cell(cell.source))):
        if isinstance(node, _LOGIC):
            yield f"holds a {type(node).__name__}: notebooks are prose and calls, logic belongs in imp_stats"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PATH.fullmatch(node.value):
            yield f"names the path {node.value!r}"
        if isinstance(node, ast.keyword) and node.arg in ("finding", "subtitle", "alt", "note"):
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield from _faults_of_prose(part.value)
