"""The whole behind a share: the rows that were added up, or the printed row, and their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from imp_stats.errors import IncomparableError
from imp_stats.intervals import share
from imp_stats.measures import measure_of
from imp_stats.phrases import number
from imp_stats.questions.behind import asked, cells_of, sought_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_SHARES = (
    "share", "share_lower", "share_upper",
    "share_of_stated", "share_of_stated_lower", "share_of_stated_upper",
)  # fmt: skip


def whole_of(
    db: duckdb.DuckDBPyConnection,
    frame: pd.DataFrame,
    row: int,
    *,
    within: str | Sequence[str],
    whole: pd.DataFrame | None,
) -> tuple[str, pd.DataFrame]:
    """What the share in a row is of, in words, and the cells of it.

    ``within`` and ``whole`` are those that ``share`` was given; shares that they do not give are refused.
    """
    _refuse_other_shares(frame, row, within=within, whole=whole)
    keys = [within] if isinstance(within, str) else list(within)
    of = frame if whole is None else whole
    same = np.logical_and.reduce(
        [of[key] == frame[key].iloc[row] for key in keys] or [np.full(len(of), True)]
    )
    rows = of[same]
    measure = measure_of(rows)
    question, _ = asked(rows, measure)
    cells = pd.concat(
        [cells_of(db, sought_by(question, measure, one)) for _, one in rows.iterrows()], ignore_index=True
    )
    kept = ", ".join(f"{key} {frame[key].iloc[row]}" for key in keys)
    where = f" of {kept}" if kept else ""
    if whole is None:
        rule = "The part and the rest are bounded together: the share is part / (part + rest)."
        return f"the sum of {len(rows)} rows{where}, {_ends(rows)}. {rule}", cells
    rule = "The share is bounded by part / whole, each by its own bounds."
    return f"a row given ({rows['provenance'].iloc[0]}){where}, {_ends(rows)}. {rule}", cells


def _ends(rows: pd.DataFrame) -> str:
    least = number(int(rows["lower"].sum()))
    return (
        f"at least {least}"
        if rows["upper"].isna().any()
        else f"{least} to {number(int(rows['upper'].sum()))}"
    )


def _refuse_other_shares(
    frame: pd.DataFrame, row: int, *, within: str | Sequence[str], whole: pd.DataFrame | None
) -> None:
    held = [name for name in _SHARES if name in frame.columns]
    if "share" not in held:
        msg = "The frame has no share: within= and whole= are for what ims.share returned."
        raise IncomparableError(msg)
    again = share(frame.drop(columns=held), within=within, whole=whole)
    same = set(held) <= set(again.columns) and again[held].iloc[row].equals(frame[held].iloc[row])
    if not same:
        msg = (
            f"row={row}: within={within!r} and the whole given do not give the share that stands there: "
            "give those that ims.share was given, and the frame as it returned it."
        )
        raise IncomparableError(msg)
