"""What a measure is, over what it adds, and which measure a frame holds."""

import csv
import difflib
import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from imp_stats.errors import IncomparableError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.phrases import Lang, check_lang


class Frame(Protocol):
    """Anything with column names: a pandas or a polars frame."""

    @property
    def columns(self) -> Iterable[str]:
        """The names of the columns."""
        ...


@dataclass(frozen=True)
class Measure:
    """One way of counting: its unit, its kind (stock, flow or target) and the publisher's definition."""

    id: str
    unit: str
    kind: str
    label_en: str
    label_fr: str
    definition_en: str
    definition_fr: str
    traps_en: str
    universe: str
    source: str

    def label(self, lang: Lang = "en") -> str:
        """The name of the measure in words."""
        return self.label_fr if lang == "fr" else self.label_en

    def definition(self, lang: Lang = "en") -> str:
        """One sentence: what is counted."""
        return self.definition_fr if lang == "fr" else self.definition_en


@dataclass(frozen=True)
class Additivity:
    """Whether a measure adds over a dimension (``adds``, ``max..sum``, ``never``, ``becomes ...``), and why."""

    rule: str
    reason_en: str
    reason_fr: str


def _rows(name: str) -> list[dict[str, str]]:
    with (shipped_data() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its id, as declared in ``data/reference/measures.csv``."""
    names = Measure.__dataclass_fields__.keys() - {"id"}
    return {
        row["measure"]: Measure(id=row["measure"], **{name: row[name] for name in names})
        for row in _rows("measures.csv")
    }


@cache
def _additivity() -> dict[tuple[str, str], Additivity]:
    return {
        (row["measure"], row["dimension"]): Additivity(row["rule"], row["reason_en"], row["reason_fr"])
        for row in _rows("additivity.csv")
    }


def measure(name: str) -> Measure:
    """The measure called ``name``; a name that is none raises :class:`UnknownWordError`."""
    try:
        return measures()[name]
    except KeyError:
        near = difflib.get_close_matches(str(name), list(measures()), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        msg = f"{name!r} is no measure.{hint} The measures are {', '.join(measures())}."
        raise UnknownWordError(msg) from None


def additivity(name: str, dimension: str) -> Additivity:
    """How the measure adds over ``dimension``; one that is not a dimension of it is never summed."""
    missing = Additivity(
        "never", f"{dimension} is no dimension of {name}", f"{dimension} n'est pas une dimension de {name}"
    )
    return _additivity().get((measure(name).id, dimension), missing)


def measure_of(frame: Frame) -> str:
    """The id of the one measure whose column the frame holds.

    Frames with no measure, with several, or with a ``measure`` column of their own raise
    :class:`IncomparableError`: what such a frame counts cannot be said in one word.

    >>> import pandas as pd
    >>> measure_of(pd.DataFrame({"year": [2021], "holders": [430015]}))
    'holders'
    """
    if not hasattr(frame, "columns"):
        msg = f"{frame!r} is no frame: give what a question returned, such as ims.holders_by_year(db)."
        raise TypeError(msg)
    held = [str(column) for column in frame.columns]
    if "measure" in held:
        msg = "The frame holds several measures, named row by row in its column 'measure': pick the rows of one."
        raise IncomparableError(msg)
    found = [column for column in held if column in measures()]
    if len(found) == 1:
        return found[0]
    what = f"holds {len(found)} measures ({', '.join(found)})" if found else "holds no measure"
    msg = f"The frame {what}. One column must be named after a measure: {', '.join(measures())}."
    raise IncomparableError(msg)


@dataclass(frozen=True)
class Definition:
    """One screen about a measure, readable in a terminal and in Jupyter."""

    measure: Measure
    lang: Lang

    def _lines(self) -> list[tuple[str, str]]:
        french = self.lang == "fr"
        adds = "; ".join(
            f"{dimension}: {entry.rule} ({entry.reason_fr if french else entry.reason_en})"
            for (name, dimension), entry in _additivity().items()
            if name == self.measure.id
        )
        words = (
            ("Compte", "Unité", "Nature", "Univers", "S'additionne", "Pièges", "Source")
            if french
            else ("Counts", "Unit", "Kind", "Universe", "Adds over", "Traps", "Source")
        )
        values = (
            self.measure.definition(self.lang),
            self.measure.unit,
            self.measure.kind,
            self.measure.universe,
            adds,
            self.measure.traps_en,
            self.measure.source,
        )
        return list(zip(words, values, strict=True))

    def __repr__(self) -> str:
        title = f"{self.measure.id}: {self.measure.label(self.lang)}"
        return "\n".join([title, *(f"  {word}: {value}" for word, value in self._lines())])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<dt>{html.escape(word)}</dt><dd>{html.escape(value)}</dd>" for word, value in self._lines()
        )
        title = html.escape(f"{self.measure.id}: {self.measure.label(self.lang)}")
        return f"<p><strong>{title}</strong></p><dl>{rows}</dl>"


def what_is(measure_name: str, *, lang: str = "en") -> Definition:
    """One screen about a measure: what it counts, its unit, over what it adds, and its traps.

    Raises :class:`UnknownWordError` for a name that is no measure. The source of each
    definition is its last line.

    >>> print(what_is("holders"))  # doctest: +ELLIPSIS
    holders: Holders on 31 December
      Counts: People whose work permit under the program was valid on 31 December ...
    """
    return Definition(measure(measure_name), check_lang(lang))
