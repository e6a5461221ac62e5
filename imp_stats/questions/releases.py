"""What moved between two vintages of one table: kind by kind, and count by count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from imp_stats.phrases import Lang, check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.compared import Since, asked_for, known, moved
from imp_stats.questions.filters import Date, Words, ordered
from imp_stats.questions.kinds import DIMENSIONS
from imp_stats.vocabulary import CANADA, KINDS, label

if TYPE_CHECKING:
    import duckdb

_FEWEST = 5  # vintages of which a mean revision is told
_SERIES = ["card", "measure", "program"]
_PAIR = [*_SERIES, "source", "old_vintage", "vintage"]
_MEANS = [
    f"{name}{bound}"
    for name in ("mean_revision", "mean_absolute_revision")
    for bound in ("", "_lower", "_upper")
]
_CHANGE = ["change", "change_lower", "change_upper"]


def revisions(
    db: duckdb.DuckDBPyConnection,
    *,
    measure: Words = None,
    program: Words = None,
    card: Words = None,
    old: Date = None,
    new: Date = None,
    since: Since = None,
    until: Since = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per pair of vintages, measure and kind of change: how many counts moved, where, and by how much.

    Without ``old`` and ``new`` the pairs are each vintage of a table and the next. A kind's tests and thresholds are
    declared in ``data/reference/revision_kinds.csv``; the first that holds decides, over the whole pair, whatever
    years are asked for. A kind of which nothing was found has 0.

    Columns ``card``, ``measure``, ``program``, ``old_vintage``, ``kind``, ``kind_name``, ``test`` (when a change is of
    the kind), ``cells`` (counts of the kind), ``of_cells`` (counts that both vintages have), ``added`` and ``gone``
    (those of the kind in the newer or the older vintage only), ``raised`` and ``lowered`` (for certain),
    ``first_period``, ``last_period``, ``median_change`` (relative to the older count, over those printed in both),
    ``largest_change``, ``largest_change_lower``, ``largest_change_upper`` (unit of the measure), ``vintages`` (how many
    are held of the series), ``mean_revision`` and ``mean_absolute_revision`` (of the printed totals from one vintage to
    the next, relative, each with ``_lower`` and ``_upper``; NA where fewer than five vintages are held, or no total is
    printed), ``source``, ``vintage`` (the newer). The frame may hold several measures: ``compare`` and ``total`` refuse it.

    Raises
    ------
    UnknownWordError
        A measure, program or card that is none.
    NotHeldError
        No table of those asked for is held in two vintages, or not in the vintage asked for.

    Examples
    --------
    >>> import imp_stats as ims
    >>> moved = ims.revisions(ims.open_warehouse(), measure="holders", program="TFWP")
    >>> moved.loc[moved["cells"] > 0, ["kind", "cells", "lowered", "largest_change", "median_change"]].round(4)
                kind  cells  lowered  largest_change  median_change
    1   roll-forward    264        0            <NA>           <NA>
    5  tail revision     53       48            -695        -0.0043
    7  back revision    141      131             -35        -0.0005

    """
    language = check_lang(lang)
    tests = ask(db, "revision_kinds").set_index("kind")
    asked = asked_for(measure=measure, program=program, card=card, old=old, new=new, since=since, until=until)
    parts = [_summary(rows, tests, language) for rows in moved(db, asked, tests)]
    means = ask(
        db, "mean_revisions", measures=asked.measures, programs=asked.programs, cards=asked.cards, fewest=_FEWEST
    )  # fmt: skip
    whole = pd.concat(parts, ignore_index=True).merge(means, on=_SERIES, how="left")
    first = (*_SERIES, "old_vintage", "kind", "kind_name", "test", "cells", "of_cells", "added", "gone")
    size = ("raised", "lowered", "first_period", "last_period", "median_change")
    largest = [f"largest_{name}" for name in _CHANGE]
    return frame(ordered(whole, *first, *size, *largest, "vintages", *_MEANS, "source", "vintage"))


def revised_cells(
    db: duckdb.DuckDBPyConnection,
    *,
    measure: Words = None,
    program: Words = None,
    card: Words = None,
    kind: Words = None,
    old: Date = None,
    new: Date = None,
    since: Since = None,
    until: Since = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per count that two vintages of one table print differently: both, the change, and its kind.

    Columns ``card``, ``measure``, ``period_kind``, ``day`` (the day, or the first day of the month, quarter, half or year),
    ``program``, ``province``, ``stream``, ``lmia_stream``, ``noc``, ``noc_version``, ``citizenship``, ``gender``, ``area``,
    ``skill``, ``pr_class``, ``npr_type`` (NA where the table has none), ``row_name`` (those in words), ``kind``,
    ``kind_name``, ``value_before``, ``lower_before``, ``upper_before``, ``status_before``, ``value``, ``lower``, ``upper``,
    ``status``, ``change``, ``change_lower``, ``change_upper`` (unit of the measure), ``source``, ``old_vintage``,
    ``vintage``. Two rounded counts that differ by v moved by v - 4 to v + 4; where either is hidden, the change has the
    bounds of both and no central value. A row missing from a table that leaves zeros out is 0, status ``absent``.
    Rows and periods that one vintage alone has are counted in ``revisions``, and not listed.

    Raises
    ------
    UnknownWordError
        A measure, program, card or kind that is none.
    NotHeldError
        No table of those asked for is held in two vintages, or not in the vintage asked for.

    Examples
    --------
    >>> import imp_stats as ims
    >>> moved = ims.revised_cells(ims.open_warehouse(), measure="holders", program="TFWP", since=2022)
    >>> moved.loc[moved["province"] == "CA", ["value_before", "value", "change", "change_lower", "change_upper"]]
        value_before   value  change  change_lower  change_upper
    11        119825  119130    -695          -699          -691

    """
    language = check_lang(lang)
    tests = ask(db, "revision_kinds").set_index("kind")
    asked = asked_for(measure=measure, program=program, card=card, old=old, new=new, since=since, until=until)
    kinds = known(kind, "kind", list(tests.index)) or list(tests.index)
    parts = [
        rows[(rows["moved"] == "changed") & rows["kind"].isin(kinds)] for rows in moved(db, asked, tests)
    ]
    whole = pd.concat(parts, ignore_index=True)
    named = whole.assign(
        kind_name=whole["kind"].map(tests[f"name_{language}"]), row_name=_row_names(whole, language)
    )
    row = ("card", "measure", "period_kind", "day", *DIMENSIONS, "row_name", "kind", "kind_name")
    counts = ("value", "lower", "upper", "status")
    before = [f"{name}_before" for name in counts]
    return frame(ordered(named, *row, *before, *counts, *_CHANGE, "source", "old_vintage", "vintage"))


def _summary(rows: pd.DataFrame, tests: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """One row per measure and kind of a pair of vintages, those of which nothing was found among them."""
    kinds = pd.DataFrame(
        {"kind": tests.index, "kind_name": tests[f"name_{lang}"], "test": tests[f"test_{lang}"]}
    )
    common = rows[rows["moved"].isin(["same", "changed"])].groupby(_SERIES, dropna=False)["cells"].sum()
    grid = rows[_PAIR].drop_duplicates().merge(kinds, how="cross")
    size = rows.assign(
        raised=(rows["change_lower"] > 0).fillna(value=False),
        lowered=(rows["change_upper"] < 0).fillna(value=False),
        relative=rows["change"] / rows["value_before"].where(rows["value_before"] > 0),
    )
    found = size.groupby([*_SERIES, "kind"], dropna=False).agg(
        cells=("cells", "sum"), added=("added", "sum"), gone=("gone", "sum"), raised=("raised", "sum"),
        lowered=("lowered", "sum"), first_period=("day", "min"), last_period=("day", "max"),
        median_change=("relative", "median"),
    )  # fmt: skip
    told = grid.merge(found.reset_index(), on=[*_SERIES, "kind"], how="left")
    told = told.merge(_largest(rows), on=[*_SERIES, "kind"], how="left")
    told = told.merge(common.rename("of_cells").reset_index(), on=_SERIES, how="left")
    counted = ["cells", "of_cells", "added", "gone", "raised", "lowered"]
    return told.assign(**told[counted].fillna(0))


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The change of each kind that is the largest to either side."""
    known_changes = rows.dropna(subset=["change"])
    by_size = known_changes.loc[
        known_changes["change"].abs().sort_values(ascending=False, kind="stable").index
    ]
    largest = by_size.drop_duplicates([*_SERIES, "kind"])[[*_SERIES, "kind", *_CHANGE]]
    return largest.rename(columns={name: f"largest_{name}" for name in _CHANGE})


def _row_names(rows: pd.DataFrame, lang: Lang) -> pd.Series[str]:
    """What each row is of, in words: place, stream, occupation, country ..., with a comma between."""
    names = pd.DataFrame(index=rows.index)
    for kind in KINDS:
        if kind != "program" and rows[kind].notna().any():
            words = {code: label(kind, code, lang) for code in rows[kind].dropna().unique()}
            names[kind] = rows[kind].map(words)
    joined = [", ".join(word for word in row if isinstance(word, str)) for row in names.to_numpy()]
    return pd.Series(
        [text or label("province", CANADA, lang) for text in joined], index=rows.index, dtype="str"
    )
