"""What moved between two vintages, sorted: a function for each kind that ``revision_kinds.csv`` declares.

A kind's thresholds and words stand in the table, and so does the order in which the tests are tried: the first that
holds decides, so that every count that moved has one kind. A test reads printed counts and their bounds only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    Flags = pd.Series[bool]

DIMENSIONS = (
    "program", "province", "stream", "lmia_stream", "noc", "noc_version", "citizenship", "gender", "area", "skill",
    "pr_class", "npr_type",
)  # fmt: skip
_TABLE = ["measure", "program", "period_kind"]
_PARTS = [name for name in DIMENSIONS if name not in ("program", "province", "noc_version")]


@dataclass(frozen=True)
class Pair:
    """Two vintages of one table: what ``compared_vintages`` found, the older date, and the tests by kind."""

    rows: pd.DataFrame
    old: pd.Timestamp
    tests: pd.DataFrame  # indexed by kind, in order

    def before(self, kind: str) -> pd.Timestamp:
        """The day that lies the months of a kind before the older vintage."""
        return self.old - pd.DateOffset(months=int(self.tests["months"][kind]))

    @property
    def has_changed(self) -> Flags:
        """The counts that both vintages have and that differ."""
        return self.rows["moved"] == "changed"

    @property
    def is_old(self) -> Flags:
        """The rows of periods that are older than the tail."""
        return self.rows["day"] <= self.before("tail revision")


def sort(pair: Pair) -> pd.Series[str]:
    """The kind of each row; NA for what is the same in both vintages."""
    kind = pd.Series(pd.NA, index=pair.rows.index, dtype="str")
    for name in pair.tests.index:
        kind[kind.isna() & (pair.rows["moved"] != "same") & _TESTS[name](pair)] = name
    return kind


def _layout(pair: Pair) -> Flags:
    return pair.rows["moved"] == "row"


def _roll_forward(pair: Pair) -> Flags:
    return pair.rows["moved"] == "new period"


def _suppression_flip(pair: Pair) -> Flags:
    return pair.has_changed & (pair.rows["value_before"].isna() | pair.rows["value"].isna())


def _scope_shift(pair: Pair) -> Flags:
    test = pair.tests.loc["scope shift"]
    found = pd.Series(data=False, index=pair.rows.index)
    for _, rows in pair.rows.groupby(_TABLE, dropna=False):
        printed = (
            rows.dropna(subset=["value_before", "value"]).groupby("day")[["value_before", "value"]].sum()
        )
        printed = printed[printed["value_before"] > 0].astype(float)
        moved = printed["value"] / printed["value_before"] - 1
        for side in (-1, 1):
            same = moved.index[moved * side > 0]
            holds = (
                len(same) > 0
                and len(same) >= test["periods_share"] * len(moved)
                and same.min() < pair.before("scope shift")
                and (moved * side).median() >= test["least_relative"]
            )
            found[rows.index] |= holds & (rows["change"] * side > 0).fillna(value=False).astype(bool)
    return found & pair.has_changed


def _reclassification(pair: Pair) -> Flags:
    """Within a place, between the parts of its whole; and for one part, between the places of Canada."""
    rows = pair.rows[pair.has_changed]
    whole = rows[_PARTS].isna().all(axis=1)
    canada = rows["province"].isna() | (rows["province"] == "CA")
    leaf = ~whole & ~rows["is_total"].astype(bool)
    least, net = (pair.tests[name]["reclassification"] for name in ("least_persons", "net_share"))
    found = _balanced(rows, [*_TABLE, "day", "province"], whole, leaf, least=least, net=net)
    places = [*_TABLE, "day", "noc_version", *_PARTS]
    found |= _balanced(rows, places, canada, ~canada, least=least, net=net)
    return found.reindex(pair.rows.index, fill_value=False)


def _balanced(
    rows: pd.DataFrame, family: list[str], whole: Flags, parts: Flags, *, least: float, net: float
) -> Flags:
    """The rows of families whose parts rise and fall and nearly cancel, while their whole, if printed, nearly stays."""
    by = rows.groupby(family, dropna=False).ngroup()
    upper = rows["change_upper"].astype(float).fillna(float("inf"))
    lower = rows["change_lower"].astype(float)

    def summed(column: pd.Series[float]) -> pd.Series[float]:
        return column.groupby(by).transform("sum")

    up, down = summed(lower.where(parts, 0).clip(lower=0)), summed(-upper.where(parts, 0).clip(upper=0))
    left = net * pd.concat([up, down], axis=1).max(axis=1)
    holds = (up >= least) & (down >= least)
    for counted in (parts, whole):
        holds &= (summed(lower.where(counted, 0)) <= left) & (summed(upper.where(counted, 0)) >= -left)
    return holds & ~whole


def _tail_revision(pair: Pair) -> Flags:
    return pair.has_changed & ~pair.is_old


def _correction(pair: Pair) -> Flags:
    test = pair.tests.loc["correction"]
    rows = pair.rows
    certain = pd.concat([rows["change_lower"], -rows["change_upper"]], axis=1).max(axis=1)
    is_large = (certain >= test["least_persons"]) & (certain >= test["least_relative"] * rows["upper_before"])
    found = pair.has_changed & pair.is_old & is_large.fillna(value=False).astype(bool)
    older = rows.loc[rows["moved"].isin(["same", "changed"]) & pair.is_old, "cells"].sum()
    return found & bool(found.sum() <= test["cells_share"] * older)


def _back_revision(pair: Pair) -> Flags:
    return pair.has_changed


_TESTS: dict[str, Callable[[Pair], Flags]] = {
    "layout": _layout,
    "roll-forward": _roll_forward,
    "suppression flip": _suppression_flip,
    "scope shift": _scope_shift,
    "reclassification": _reclassification,
    "tail revision": _tail_revision,
    "correction": _correction,
    "back revision": _back_revision,
}
