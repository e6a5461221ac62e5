"""Where the count of one row comes from: file, sheet, cells, question, bounds."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.folders import sql
from imp_stats.measures import measure as declared
from imp_stats.measures import measure_of
from imp_stats.phrases import date, listed, number
from imp_stats.queries import ask, statement
from imp_stats.questions.behind import (
    BY_PARTS,
    CELLS_BEHIND,
    asked,
    cells_of,
    excess,
    parameters_of,
    sought_by,
)
from imp_stats.questions.divisor import whole_of
from imp_stats.questions.telling import HIDDEN, Explanation, token

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_EXACT = "exact, neither rounded nor hidden"
_ROUNDED = '"--" stands for 1 to 4, 0 for 0, 5 for 5 to 7, and any other count for 2 less to 2 more'
_AT_RANDOM = "rounded at random to a multiple of 5, so that 0 stands for 0 to 9, 10 for 1 to 14, and any other count for 4 less to 4 more"
_VINTAGE_FROM = {"stamped": "stamped in the file", "inferred": "inferred from the file's last period"}


def explain(
    db: duckdb.DuckDBPyConnection,
    frame: pd.DataFrame,
    *,
    row: int = 0,
    within: str | Sequence[str] | None = None,
    whole: pd.DataFrame | None = None,
) -> Explanation:
    """One screen about the count in a row: publisher, table, vintage, file, cells, question, bounds, definition.

    The cells are found again by table, vintage, measure and the codes in the row, and must give the row's count and
    bounds. ``cells`` of what comes out is a frame of them: ``sheet`` (empty for text files), ``cell`` (or line),
    ``province``, ``stream``, ``noc``, ``citizenship``, ``printed`` (text; ``--`` stays as it is), ``lower``, ``upper``,
    ``status``; ``sql`` and ``parameters`` find them again: ``db.execute(found.sql, found.parameters)``. A group of streams is explained by the streams that it holds. Of a frame with a share, change, rank or
    rate the count is explained, from which these are reckoned; of a share also its whole, if ``within`` or ``whole`` say
    what ``ims.share`` was given: ``whole_cells`` of what comes out are its cells.

    Parameters
    ----------
    db
        The open warehouse that answered.
    frame
        What a question returned, rows left out or columns derived as you like: holders, effective permits, positions,
        residents or top occupations; of what ``ims.harmonize`` gives the rows that are one code to one.
    row
        The row's position, from 0.
    within, whole
        What ``ims.share`` was given, to explain the whole of a share beside its part.

    Raises
    ------
    IncomparableError
        The frame holds no measure or several, lacks codes, or its row is no longer what the question answered: a
        total of rows, say, which is explained by its parts, row by row. Or ``within`` and ``whole`` do not give the share that stands there.
    NotHeldError
        No table held has cells of it: targets, arrivals, or a vintage of another warehouse.
    IndexError
        The frame has no such row.

    Examples
    --------
    >>> import imp_stats as ims
    >>> db = ims.open_warehouse()
    >>> found = ims.explain(db, ims.holders_by_stream(db, stream="Post-grad employment", province="NU", year=2024))
    >>> found.vintage.endswith("stamped in the file")
    True
    >>> found.cells[["sheet", "cell", "printed", "lower", "upper"]]
                 sheet   cell printed  lower  upper
    0  TR - IMP Progam  AC450      --      1      4

    """
    measure = measure_of(frame)
    question, codes = asked(frame, measure)
    one = _row(frame, row, codes)
    _refuse_absent(one, codes)
    source = _source(db, str(one["source"]), str(one["vintage"]))
    sought = sought_by(question, measure, one)
    cells, more = cells_of(db, sought), excess(db, sought)
    named = ", ".join(f"{code} {_plain(one[code])}" for code in codes)
    _refuse_others(cells, one, measure, more, f"row={row} ({named})")
    is_hidden = bool(pd.isna(one[measure]))
    count = f"{one['lower']} to {one['upper']}" if is_hidden else number(int(one[measure]))
    as_of = date(dt.date.fromisoformat(source["vintage"]))
    is_share = within is not None or whole is not None
    said, whole_cells = (
        whole_of(db, frame, row, within=within or (), whole=whole) if is_share else ("", cells.head(0))
    )
    return Explanation(
        title=f"{measure} {count} ({one['status']}), {named}",
        publisher=source["publisher"],
        table=f"{source['card']}: {source['citation']}; dataset {source['dataset']}",
        vintage=f"{as_of}, {_VINTAGE_FROM[source['vintage_from']]}",
        file=source["met_as"],
        sha256=source["sha256"],
        question=_asked_by(question),
        sql=statement(CELLS_BEHIND),
        parameters=parameters_of(sought),
        bounds=_bounds(cells, more, measure),
        definition=declared(measure).definition(),
        derived=_derived(frame, is_share=is_share),
        whole=said,
        citation=f"{source['citation']}, as of {as_of}",
        licence=source["licence"],
        cells=cells,
        whole_cells=whole_cells,
    )


def _row(frame: pd.DataFrame, row: int, codes: list[str]) -> pd.Series[Any]:
    """The row at a position, with all its codes."""
    if not 0 <= row < len(frame):
        msg = f"row={row}: the frame has {len(frame)} rows, counted from 0."
        raise IndexError(msg)
    one = frame.iloc[row]
    if one[codes].isna().any():
        msg = f"row={row} lacks a code in {listed(codes)}: its cells cannot be told from others."
        raise IncomparableError(msg)
    return one


def _refuse_absent(row: pd.Series[Any], codes: list[str]) -> None:
    """Refuse a zero that is no cell: the table has no row for it, in a month of which it has others."""
    if row["status"] == "absent":
        named = ", ".join(f"{code} {_plain(row[code])}" for code in codes)
        msg = f"{named}: no cell is printed. The table has other rows of that month and none of this, which is its way to print a 0."
        raise NotHeldError(msg)


def _source(db: duckdb.DuckDBPyConnection, citation: str, vintage: str) -> pd.Series[Any]:
    """The table and vintage that a row cites."""
    held = ask(db, "sources")
    of_table = held[(held["citation"] == citation) & held["vintage"].notna()]
    found = of_table[of_table["vintage"] == vintage]
    if found.empty:
        vintages = listed(of_table["vintage"]) if len(of_table) else "none"
        msg = f"{citation}, vintage {vintage}: not in this warehouse; held of that table: {vintages}."
        raise NotHeldError(msg)
    return found.iloc[0]


def _least(cells: pd.DataFrame, excess: int) -> int:
    """The lower bound of a sum: no part is more than the whole, and people counted twice count once."""
    return max(int(cells["lower"].max()), int(cells["lower"].sum()) - excess)


def _refuse_others(cells: pd.DataFrame, row: pd.Series[Any], measure: str, excess: int, named: str) -> None:
    """Refuse a row whose cells do not give its count and bounds: it counts something else by now."""
    if not cells.empty and _gives(cells, row, measure, excess):
        return
    msg = (
        f"{named}: the cells held under these codes do not give what the row says ({row['provenance']}; "
        f"{row['lower']} to {row['upper']}). {BY_PARTS}"
    )
    raise IncomparableError(msg)


def _gives(cells: pd.DataFrame, row: pd.Series[Any], measure: str, excess: int) -> bool:
    """Whether the cells give the row's count, bounds, hidden cells and provenance."""
    hidden, upper = int((cells["status"] == "suppressed").sum()), _most(cells)
    printed = pd.to_numeric(cells["printed"].where(cells["printed"] != HIDDEN)).sum()
    if pd.isna(row[measure]):
        is_counted = hidden == 1 and upper == cells["upper"].max()
    else:
        is_counted = row[measure] == printed + 2 * hidden and not hidden == len(cells) == 1
    is_bounded = row["lower"] == _least(cells, excess) and row["hidden"] == hidden
    given = None if pd.isna(row["upper"]) else int(row["upper"])
    provenance = [f"sum of {len(cells)} cells", *(["printed"] if len(cells) == 1 else [])]
    return bool(is_counted and is_bounded and given == upper and row["provenance"] in provenance)


def _most(cells: pd.DataFrame) -> int | None:
    """The upper bound of a sum; None where a part has none."""
    return None if cells["upper"].isna().any() else int(cells["upper"].sum())


def _bounds(cells: pd.DataFrame, excess: int, measure: str) -> str:
    """How the bounds came from what is printed, in words."""
    is_exact = (cells["status"] == "exact").all()
    rule = _EXACT if is_exact else _AT_RANDOM if measure == "earners_2015" else _ROUNDED
    least, most = _least(cells, excess), _most(cells)
    ends = f"at least {number(least)}" if most is None else f"{number(least)} to {number(most)}"
    if least == most:
        ends = number(least)
    if len(cells) == 1:
        printed = str(cells["printed"].iloc[0])
        return f"printed {token(printed)}, which is {ends}: {rule}."
    hidden = int((cells["status"] == "suppressed").sum())
    said = f"{ends}: the bounds of {len(cells)} cells added up; {rule}."
    if hidden:
        said += f' {hidden} of them {"is" if hidden == 1 else "are"} "--"; the count takes 2 for each.'
    if excess:
        said += (
            f" People counted in two places: the printed totals of the places exceed printed Canada by at most "
            f"{number(excess)}, and the lower bound gives way by that, though not below the largest cell."
        )
    return said


def _derived(frame: pd.DataFrame, *, is_share: bool) -> str:
    """What the frame has beside the count: columns reckoned from it, which stand before ``provenance``."""
    columns = [str(name) for name in frame.columns]
    after, before = columns.index("hidden") + 1, columns.index("provenance")
    derived = [name for name in columns[after:before] if name != "breaks"]
    names = [name for name in derived if not name.endswith(("_lower", "_upper"))]
    said = "reckoned from counts and bounds; what is explained is the row's count."
    if "share" in names and not is_share:
        said += " Give within= or whole=, as ims.share was given them, to see what the share is of."
    return f"{listed(names)}: {said}" if names else ""


def _asked_by(question: str) -> str:
    """The question's file of SQL and what it says of itself."""
    lines = sql("questions", f"{question}.sql").read_text(encoding="utf-8").splitlines()
    comment = takewhile(lambda line: line.startswith("-- "), lines)
    return f"sql/questions/{question}.sql: {' '.join(line.removeprefix('-- ') for line in comment)}"


def _plain(code: object) -> str:
    """A code in words; a month or day without its hours."""
    return str(code.date()) if isinstance(code, pd.Timestamp) else str(code)
