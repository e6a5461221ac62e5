"""Rules, codes, fees and events as a table: a few columns, and what else is known of a row beneath them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from imp_stats import phrases
from imp_stats.phrases import NBSP, Lang, check_lang, listed
from imp_stats.tables import cells
from imp_stats.tables.table import Cell, Column, Table
from imp_stats.tables.values import word
from imp_stats.tables.words import has_words, heading, said

_DOLLARS = ("amount", "cost")


def stacked(
    frame: pd.DataFrame,
    *,
    columns: Sequence[str],
    caption: str = "",
    beneath: Mapping[str, Sequence[str]] | None = None,
    group: str | None = None,
    lang: str = "en",
) -> Table:
    """A reference frame as a table that fits a phone: some columns, the others small beneath them.

    Every row says how sure it is: ``certainty`` is a column, or stands beneath one; where it is the same in all rows it
    may stand at the foot, with the source. Where the rows come from several texts, each is a note of its rows.

    Parameters
    ----------
    frame
        A frame as ``ims.exemption_codes``, ``ims.fees``, ``ims.policy_events`` and their like return it.
    columns
        The columns that are shown; the first names a row.
    caption
        What the table shows, if no heading around it says so.
    beneath
        For a column, those whose values stand beneath its own; what a row has not, is left out.
    group
        A column by whose values the rows are put together, each under its name, in the order of the frame.
    lang
        The language of headings, numbers and coded values; texts stand as the frame has them.

    Returns
    -------
    Table
        Shown by Jupyter and in a terminal; ``ims.publish`` puts it on a page.

    Raises
    ------
    ValueError
        If the frame holds no row, lacks a column, or would not say how sure its rows are.

    Examples
    --------
    >>> fees = pd.DataFrame({
    ...     "label": ["Biometrics"], "amount": [85.0], "per": ["person"], "certainty": ["A"],
    ...     "source": ["The Regulations"], "vintage": ["2026-01-19"],
    ... })
    >>> table = stacked(fees, columns=["label", "amount", "certainty"], beneath={"amount": ["per"]})
    >>> [(cell.text, cell.beneath) for cell in table.rows[0]]
    [('Biometrics', ''), ('$85', 'per person'), ('A', '')]
    >>> table.source.replace(phrases.NBSP, " ")
    'Source: The Regulations, as of 19 January 2026'
    """
    tongue, small = check_lang(lang), dict(beneath or {})
    _refuse_unsure(frame, columns, small, group)
    shown = [*columns, *(name for names in small.values() for name in names)]
    ordered = frame if group is None else _together(frame, group)
    origins = _origins(ordered, tongue)
    texts = list(dict.fromkeys(origins))
    rows = []
    for (_, row), origin in zip(ordered.iterrows(), origins, strict=True):
        notes = (texts.index(origin) + 1,) if len(texts) > 1 else ()
        rows.append(tuple(_cell(row, name, small.get(name, ()), notes, tongue) for name in columns))
    return Table(
        caption=caption,
        subtitle="",
        columns=tuple(Column(name, heading(name, tongue), _side(frame, name)) for name in columns),
        rows=tuple(rows),
        row_header=columns[0],
        notes=tuple(texts) if len(texts) > 1 else (),
        source=_foot(ordered, texts, is_shown="certainty" in shown, lang=tongue),
        lang=tongue,
        frame=frame,
        groups=() if group is None else tuple(_named(row, group, tongue) for _, row in ordered.iterrows()),
    )


def _refuse_unsure(
    frame: pd.DataFrame, columns: Sequence[str], beneath: Mapping[str, Sequence[str]], group: str | None
) -> None:
    shown = [*columns, *(name for names in beneath.values() for name in names)]
    wanted = [*shown, *beneath, *([group] if group else []), "source", "certainty"]
    missing = list(dict.fromkeys(name for name in wanted if name not in frame.columns))
    if missing or frame.empty:
        what = f"has no {listed(missing)}" if missing else "holds no row"
        msg = f"The frame {what}: pass it as a question returned it."
        raise ValueError(msg)
    if "certainty" not in shown and len(frame[["certainty", "source"]].drop_duplicates()) > 1:
        msg = (
            "Rows differ in certainty or source: add 'certainty' to columns=, or to what stands beneath one."
        )
        raise ValueError(msg)
    strays = [name for name in beneath if name not in columns]
    if strays:
        msg = f"beneath={strays[0]!r} is none of the columns shown: {listed(columns)}."
        raise ValueError(msg)


def _together(frame: pd.DataFrame, group: str) -> pd.DataFrame:
    """The rows of a group together, groups in the order in which they first come."""
    place = {value: at for at, value in enumerate(frame[group].unique())}
    return frame.assign(_at=frame[group].map(place)).sort_values("_at", kind="stable").drop(columns="_at")


def _origins(frame: pd.DataFrame, lang: Lang) -> list[str]:
    """The text that each row comes from, with the day it speaks for where that is held."""
    days = frame["vintage"] if "vintage" in frame.columns else pd.Series(pd.NA, index=frame.index)
    return [
        str(source)
        if _says_day(str(source), day, lang)
        else f"{source}, {cells.as_of(pd.Series([day]), lang)}"
        for source, day in zip(frame["source"], days, strict=True)
    ]


def _foot(frame: pd.DataFrame, texts: Sequence[str], *, is_shown: bool, lang: Lang) -> str:
    """The one text that all rows come from, and their certainty where no column says it; empty where there are several."""
    if len(texts) > 1:
        return ""
    line = said("source", lang, source=texts[0])
    return line if is_shown else f"{line}; {_beneath(frame.iloc[0], 'certainty', lang)}"


def _says_day(source: str, day: str | None, lang: Lang) -> bool:
    """Whether the name of a text holds its day, or no day is held."""
    return pd.isna(day) or phrases.vintage(str(day), lang).replace(NBSP, " ") in source


def _cell(
    row: "pd.Series[Any]", name: str, beneath: Sequence[str], notes: tuple[int, ...], lang: Lang
) -> Cell:
    lines = [line for each in beneath if (line := _beneath(row, each, lang))]
    marks = notes if "certainty" in (name, *beneath) else ()
    return Cell(_value(row, name, lang), "; ".join(lines), notes=marks)


def _beneath(row: "pd.Series[Any]", name: str, lang: Lang) -> str:
    """A value with the words that say what it is, where it needs any; empty where there is none."""
    if name == "since" and _is_last_day_alone(row):
        return said("first_day_unknown", lang)
    value, key = _value(row, name, lang), f"beneath_{name}"
    return said(key, lang, value=value) if value and has_words(key) else value


def _is_last_day_alone(row: "pd.Series[Any]") -> bool:
    """Whether the first day that is held is but the last, and the true first is not known."""
    return row.get("since_precision") == "at the latest" and row["since"] == row.get("until")


def _named(row: "pd.Series[Any]", group: str, lang: Lang) -> str:
    name = _beneath(row, group, lang)
    return name[:1].upper() + name[1:]


def _is_empty(value: object) -> bool:
    return value is pd.NaT or value is None or bool(pd.isna(value)) or value == ""  # type: ignore[call-overload]


def _value(row: "pd.Series[Any]", name: str, lang: Lang) -> str:
    value = row[name]
    if _is_empty(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return _day(value, str(row.get(f"{name}_precision", "day")), lang)
    if isinstance(value, str):
        return phrases.vintage(value, lang) if name == "vintage" else word(name, value, lang)
    if name in _DOLLARS:
        return phrases.dollars(value, lang)
    if name.startswith(("share", "coverage")):
        return phrases.percent(value, lang, decimals=1)
    return str(value) if "year" in name else phrases.number(value, lang)


def _day(day: pd.Timestamp, precision: str, lang: Lang) -> str:
    if precision == "month":
        return phrases.month(day, lang)
    written = phrases.date(day, lang)
    return said("at_the_latest", lang, day=written) if precision == "at the latest" else written


def _side(frame: pd.DataFrame, name: str) -> Literal["left", "right"]:
    return "right" if pd.api.types.is_numeric_dtype(frame[name]) and "year" not in name else "left"
