"""What a notebook hands over: a chart, a table or a frame, with the words that stand around it.

``publish`` shows the object in Jupyter. Inside :func:`collecting`, where pages are made, it records
an :class:`Exhibit` instead. The words may hold slots, ``{{ name }}``, which :func:`fill` fills from the
notebook's own variables.
"""

import datetime as dt
import html
import math
import numbers
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, cast

import matplotlib.pyplot as plt
import pandas as pd
from IPython.core.formatters import BaseFormatter
from IPython.core.getipython import get_ipython
from IPython.display import Markdown, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from imp_stats import phrases
from imp_stats.charts.labels import words as write_words
from imp_stats.charts.style import PIXELS, Drawing, Width, figure_of
from imp_stats.errors import IncomparableError
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang
from imp_stats.tables import Table

if TYPE_CHECKING:
    from IPython.core.formatters import DisplayFormatter
    from IPython.core.interactiveshell import InteractiveShell

_ID = re.compile(r"[a-z][a-z0-9-]*")
_EVERY_COUNT_HAS = ("lower", "upper", "source", "vintage")


@dataclass(frozen=True)
class Words:
    """What stands around an exhibit: its finding is the heading, ``alt`` is for those who cannot see it."""

    finding: str | None = None
    subtitle: str | None = None
    alt: str | None = None
    note: str | None = None

    def items(self) -> list[tuple[str, str]]:
        """The words that are given, by name, in the order in which they are read."""
        return [(name, text) for name, text in asdict(self).items() if text is not None]


@dataclass(frozen=True)
class Exhibit:
    """One thing on a page: a chart drawn in both widths, or a table, or else its frame; the frame is its CSV.

    ``notes`` is what a chart itself has to say: of breaks in its series, above all.
    """

    id: str
    words: Words
    frame: pd.DataFrame
    figures: Mapping[Width, Figure] = field(default_factory=dict)
    table: Table | None = None
    notes: tuple[str, ...] = ()


_collected: ContextVar[list[Exhibit] | None] = ContextVar("collected", default=None)


@contextmanager
def collecting() -> Iterator[list[Exhibit]]:
    """Record what is published, in order, instead of showing it."""
    exhibits: list[Exhibit] = []
    token = _collected.set(exhibits)
    try:
        yield exhibits
    finally:
        _collected.reset(token)


def publish(
    obj: object,
    *,
    id: str,  # noqa: A002  (the word of HTML, and of the page's address)
    finding: str | None = None,
    alt: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
) -> None:
    """Hand an exhibit over: shown here and now in Jupyter, put on the page by ``imp-stats reports``.

    Parameters
    ----------
    obj
        The ``Axes`` that a chart of :mod:`imp_stats.charts` returned, a table of
        :mod:`imp_stats.tables`, or a frame.
    id
        Its name on the page and that of its files: small letters, digits and hyphens.
    finding
        Its heading: what the reader should see in it. May hold ``{{ name }}``, as the other words.
    alt
        For a chart: what it shows, in words, for those who cannot see it.
    subtitle
        Measure, universe, place and period.
    note
        What a reader must know to read it right.
    """
    words = Words(finding, subtitle, alt, note)
    collected = _collected.get()
    if collected is None:
        _show(obj, words)
        return
    if any(exhibit.id == id for exhibit in collected):
        msg = f"id={id!r} is published twice: each exhibit of a notebook needs an id of its own."
        raise ValueError(msg)
    _check_words(obj, id, words)
    collected.append(_exhibit(obj, id, words))


def _check_words(obj: object, name: str, words: Words) -> None:
    """Refuse what no page could show to everyone."""
    faults = {
        "is no name for files: use small letters, digits and hyphens, a letter first": not _ID.fullmatch(
            name
        ),
        "is a chart and has no alternative text: say in alt= what it shows": _drawing(obj) and not words.alt,
        "is a frame and has no heading: give it a finding=": isinstance(obj, pd.DataFrame)
        and not words.finding,
    }
    for fault, is_so in faults.items():
        if is_so:
            msg = f"id={name!r} {fault}."
            raise ValueError(msg)


def _exhibit(obj: object, name: str, words: Words) -> Exhibit:
    if drawing := _drawing(obj):
        figures = {width: figure_of(drawing.ims_redraw(width)) for width in PIXELS}
        plt.close(drawing)
        return Exhibit(name, words, _checked(drawing.ims_frame), figures=figures, notes=drawing.ims_notes)
    if isinstance(obj, Table):
        return Exhibit(name, words, _checked(obj.frame), table=obj)
    if isinstance(obj, pd.DataFrame):
        return Exhibit(name, words, _checked(obj))
    msg = (
        f"An object of type {type(obj).__name__} cannot be published: hand over the Axes that a chart of imp_stats.charts "
        "made for itself, a table of imp_stats.tables, or a frame."
    )
    raise TypeError(msg)


def _drawing(obj: object) -> Drawing | None:
    """The figure that a chart made for itself, if this is one or stands in one."""
    figure = figure_of(obj) if isinstance(obj, Axes) else obj
    return figure if isinstance(figure, Drawing) else None


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, if its CSV will say how sure each count is and where it comes from."""
    try:
        measure = measure_of(frame)
    except IncomparableError:
        return frame
    missing = [column for column in _EVERY_COUNT_HAS if column not in frame.columns]
    if not {"status", "certainty"} & set(frame.columns):
        missing.append("status")
    if missing:
        msg = f"The frame of {measure!r} has no {phrases.listed(missing)}: publish it as a question returned it."
        raise ValueError(msg)
    return frame


def _show(obj: object, words: Words) -> None:
    shell = get_ipython()
    names: dict[str, object] = shell.user_ns if shell else {}
    lang = phrases.check_lang(str(names.get("lang", "en")))
    said = {name: fill(text, names, lang) for name, text in words.items()}
    if drawing := _drawing(obj):
        plt.close(drawing)
        again = drawing.ims_redraw("wide")
        write_words(
            again, title=said.get("finding", ""), subtitle=said.get("subtitle", ""), note=said.get("note", "")
        )
        display(figure_of(again))
        return
    head = [f"**{said['finding']}**"] if "finding" in said else []
    for part in (*head, *(said[name] for name in ("subtitle", "note") if name in said)):
        display(Markdown(part))
    display(obj)


# A name, then perhaps a filter, then perhaps its decimals.
SLOT = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*(?:\|\s*([a-z]+)\s*(?:\(\s*(\d+)\s*\)\s*)?)?\}\}")


def fill(text: str, names: Mapping[str, object], lang: Lang = "en") -> str:
    """The text with every slot filled from ``names`` and written as the language writes it.

    An integer, a day, a text and a list of texts need no filter; a fraction or another float does:
    ``percent``, ``number``, each with decimals if need be. ``year`` writes an integer without
    separators, ``month`` the month of a day. A pair of numbers is a range.

    >>> fill("{{ people }} people, {{ share | percent(1) }}", {"people": 1263145, "share": 0.209})
    '1,263,145 people, 20.9%'
    >>> fill("{{ bounds }} in {{ latest | year }}", {"bounds": (2798, 2802), "latest": 2021})
    '2,798 to 2,802 in 2021'
    """

    def filled(slot: re.Match[str]) -> str:
        name, how, decimals = slot.groups()
        if name not in names:
            msg = f"{slot[0]}: the notebook has no variable {name!r}."
            raise LookupError(msg)
        try:
            return _phrase(names[name], _WRITERS[how or ""], int(decimals or 0), lang)
        except KeyError:
            msg = f"{slot[0]}: there is no filter {how!r}; the filters are {phrases.listed(filter(None, _WRITERS))}."
            raise LookupError(msg) from None
        except (TypeError, ValueError, AttributeError) as error:
            msg = f"{slot[0]}: {names[name]!r} cannot be written so: {error}."
            raise ValueError(msg) from error

    if "{{" in SLOT.sub("", text):
        msg = f"{text!r}: a slot is written {{{{ name }}}}, {{{{ name | percent }}}} or {{{{ name | number(1) }}}}."
        raise ValueError(msg)
    return SLOT.sub(filled, text)


_Writer = Callable[[Any, int, Lang], str]


def _phrase(value: object, write: _Writer, decimals: int, lang: Lang) -> str:
    if isinstance(value, tuple):
        lower, *_, upper = (_phrase(end, write, decimals, lang) for end in value)
        return lower if lower == upper else phrases.span(lower, upper, lang)
    if isinstance(value, list):
        return phrases.listed([_phrase(part, write, decimals, lang) for part in value], lang)
    return write(value, decimals, lang)


def _plain(value: object, _decimals: int, lang: Lang) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return phrases.number(int(value), lang)
    if isinstance(value, dt.date):
        return phrases.date(value, lang)
    msg = f"a {type(value).__name__} needs a filter, such as percent or number(1)"
    raise TypeError(msg)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        msg = "it is no number"
        raise ValueError(msg)
    return value


_WRITERS: dict[str, _Writer] = {
    "": _plain,
    "number": lambda value, decimals, lang: phrases.number(_finite(value), lang, decimals=decimals),
    "percent": lambda value, decimals, lang: phrases.percent(_finite(value), lang, decimals=decimals),
    "year": lambda value, _decimals, _lang: str(int(value)),
    "month": lambda value, _decimals, lang: phrases.month(value, lang),
}


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Show the frames of questions in Jupyter as a reader would want them: ``%load_ext imp_stats``."""
    _html_formatter(shell).for_type(pd.DataFrame, _frame_html)


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """Show frames as pandas does again."""
    _html_formatter(shell).pop(pd.DataFrame, None)


def _html_formatter(shell: "InteractiveShell") -> BaseFormatter:
    formatter: BaseFormatter = cast("DisplayFormatter", shell.display_formatter).formatters["text/html"]
    return formatter


def _frame_html(frame: pd.DataFrame) -> str | None:
    """A question's frame with grouped digits and its source beneath; any other as pandas shows it."""
    try:
        measure = measure_of(frame)
    except IncomparableError:
        return _pandas_html(frame)
    shown = frame.copy()
    for column in (measure, "lower", "upper"):
        if column in shown:
            shown[column] = [phrases.number(v) if pd.notna(v) else "" for v in shown[column]]
    constant = [c for c in ("provenance", "source", "vintage") if c in shown and len(set(shown[c])) == 1]
    lines = "; ".join(f"{column}: {html.escape(str(frame[column].iloc[0]))}" for column in constant)
    return f"{_pandas_html(shown.drop(columns=constant))}<p>{lines}</p>"


def _pandas_html(frame: Any) -> str | None:  # noqa: ANN401  (its stubs take the method for a column)
    shown: str | None = frame._repr_html_()
    return shown
