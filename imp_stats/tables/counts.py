"""Any frame of one measure as a table."""

import pandas as pd

from imp_stats import phrases
from imp_stats.measures import measure as declared
from imp_stats.measures import measure_of
from imp_stats.phrases import Lang, check_lang, listed
from imp_stats.tables import cells
from imp_stats.tables.cells import Notes
from imp_stats.tables.table import Cell, Column, Table
from imp_stats.tables.values import word
from imp_stats.tables.words import heading, said

_NEEDED = ("lower", "upper", "status", "source", "vintage")
# a derived column and how it is written
_DERIVED = {
    "share": cells.share,
    "share_of_stated": cells.share,
    "per_thousand": cells.rate,
    "per_thousand_earners": cells.rate,
    "ratio": cells.rate,
}
# a code and its label say the same: the label is shown, under the heading of the code
_LABELS = {
    "province_name": "province",
    "stream_name": "stream",
    "occupation": "noc",
    "citizenship_name": "citizenship",
    "npr_type_name": "npr_type",
    "program_name": "program",
    "pr_class_name": "pr_class",
    "skill_name": "skill",
}

_ASIDE = ("certainty", "is_notional", "is_derived", "months", "note")
_LONGEST = 60


def plain(frame: pd.DataFrame, *, caption: str, lang: str = "en") -> Table:
    """A frame of one measure as a table: what each row counts, the count with its bounds, its share.

    What is the same in all rows stands in the subtitle. A lone hidden cell is ``1–4``; where there
    is no central value the bounds stand in its place.

    Parameters
    ----------
    frame
        A frame as a question or an interval function returned it.
    caption
        What the table shows.
    lang
        The language of headings and numbers; names stand as the frame has them.

    Returns
    -------
    Table
        Shown by Jupyter and in a terminal; ``ims.publish`` puts it on a page.

    Raises
    ------
    IncomparableError
        If the frame holds several measures, or none.
    ValueError
        If it holds no row, or lacks what says how sure its counts are.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "program": "IMP", "year": 2024, "province_name": ["Ontario", "Nunavut"],
    ...     "holders": pd.array([542105, None], dtype="Int64"), "lower": [542103, 1], "upper": [542107, 4],
    ...     "status": ["rounded", "suppressed"], "hidden": [0, 1],
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> table = plain(holders, caption="Two places")
    >>> [[cell.text for cell in row] for row in table.rows]
    [['Ontario', '542,105'], ['Nunavut', '1–4']]
    """
    tongue, measure = check_lang(lang), measure_of(frame)
    _refuse_unsure(frame)
    names = _describing(frame, measure)
    constant = [name for name in names if len(frame) > 1 and len(frame[name].unique()) == 1]
    shown = [name for name in names if name not in constant]
    derived = [name for name in _DERIVED if name in frame.columns]
    notes = Notes(tongue)
    columns = _columns(frame, measure, shown, derived, notes)
    rows = tuple(_row(row, measure, shown, derived, notes) for _, row in frame.iterrows())
    said_once = [_written(frame[name].iloc[0], name, tongue) for name in constant if _says_what(frame, name)]
    return Table(
        caption=caption,
        subtitle=", ".join(
            [declared(measure).label(tongue), *said_once, cells.as_of(frame["vintage"], tongue)]
        ),
        columns=columns,
        rows=rows,
        row_header=columns[0].id,
        notes=(*notes.texts, *frame.attrs.get("notes", [])),
        source=cells.source(frame, tongue),
        lang=tongue,
        frame=frame,
    )


def _says_what(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column that is the same in every row tells which rows these are, in a word or two."""
    value = frame[name].iloc[0]
    return pd.notna(value) and name not in _ASIDE and len(str(value)) <= _LONGEST


def _refuse_unsure(frame: pd.DataFrame) -> None:
    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing or frame.empty:
        what = f"has no {listed(missing)}" if missing else "holds no row"
        msg = f"The frame {what}: pass it as a question returned it."
        raise ValueError(msg)


def _describing(frame: pd.DataFrame, measure: str) -> list[str]:
    """The columns that say what a row counts, a label in place of its code."""
    names = [str(name) for name in frame.columns]
    before = names[: names.index(measure)]
    labelled = {_LABELS[name] for name in before if name in _LABELS}
    return [name for name in before if name not in labelled]


def _columns(
    frame: pd.DataFrame, measure: str, shown: list[str], derived: list[str], notes: Notes
) -> tuple[Column, ...]:
    lang, unit = notes.lang, declared(measure).unit
    is_exact = (frame["status"] == "exact").all()
    about = ["note_rounded"] if not is_exact else ["note_positions"] if unit == "positions" else []
    about_count = tuple(notes.number(key) for key in about)
    about_share = (notes.number("note_not_stated"),) if "share_of_stated" in derived else ()
    return (
        *(Column(name, heading(_LABELS.get(name, name), lang), "left") for name in shown),
        Column("count", said(unit, lang), "right", about_count),
        *(
            Column(name, heading(name, lang), "right", about_share if name == "share" else ())
            for name in derived
        ),
    )


def _row(
    row: pd.Series, measure: str, shown: list[str], derived: list[str], notes: Notes
) -> tuple[Cell, ...]:
    return (
        *(Cell(_written(row[name], name, notes.lang)) for name in shown),
        cells.count(row, measure, notes),
        *(Cell(_DERIVED[name](row[f"{name}_lower"], row[f"{name}_upper"], notes.lang)) for name in derived),
    )


def _written(value: str | float | pd.Timestamp | None, name: str, lang: Lang) -> str:
    if isinstance(value, pd.Timestamp):
        return phrases.date(value, lang) if name == "day" else phrases.month(value, lang)
    if pd.isna(value):
        return ""
    if name.startswith("is_"):
        return word("truth", str(value), lang)
    return cells.program(str(value), lang) if name == "program" else str(value)
