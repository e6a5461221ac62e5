"""Bridges: observed counts of newer codes, by which the count of an older code is split over its successors."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from imp_stats.concordance.clusters import Cluster
from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.phrases import listed


@dataclass(frozen=True)
class Bridge:
    """What was observed of the newer codes between which an older one was split, and by whom."""

    name: str
    to: str
    observed: dict[str, int]
    source: str

    def splits(self, cluster: Cluster) -> bool:
        """Whether something was observed of the successors of every code of the cluster that has several."""
        older = cluster.members(cluster.versions[0])
        return all(_shares(cluster.successors(code), self) for code in older)


@dataclass(frozen=True)
class Count:
    """The count of an older code: its central value, which may be unknown (NaN), and its bounds; or of a newer one."""

    noc: str
    central: float
    lower: float
    upper: float
    hidden: float


@cache
def _bridges() -> dict[str, Bridge]:
    path = shipped_data() / "reference" / "bridges.csv"
    found: dict[str, Bridge] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            new = Bridge(row["bridge"], row["to_version"], {}, row["source"])
            found.setdefault(row["bridge"], new).observed[row["noc_to"]] = int(row["observed"])
    return found


def bridge_to(name: str, to: str) -> Bridge:
    """The bridge of a name, which must lead to the version asked for."""
    held = [one.name for one in _bridges().values() if one.to == to]
    if name not in held:
        known = f"it may be {listed(held)}" if held else f"none leads to NOC {to}"
        msg = f"bridge={name!r} is no bridge to NOC {to}: {known}."
        raise UnknownWordError(msg)
    return _bridges()[name]


def split(cluster: Cluster, counts: Sequence[Count], bridge: Bridge, *, adds: bool) -> list[Count]:
    """The newer codes of a cluster that the bridge splits, each with an estimate, and bounds that hold without it.

    An older code's count goes to its own successors in the proportion of what was observed of them. The least a newer code
    can be is what has nowhere else to go, the most all that may have come to it; where people may be in two codes there is
    an estimate only of what comes from one.
    """
    shares = {count.noc: _shares(cluster.successors(count.noc), bridge) for count in counts}
    newer = cluster.members(cluster.versions[1])
    parts = []
    for code in newer:
        coming = [count for count in counts if code in cluster.successors(count.noc)]
        staying = [count.lower for count in coming if len(cluster.successors(count.noc)) == 1]
        estimate = sum(shares[count.noc].get(code, 0) * count.central for count in coming)
        is_known = adds or sum(count.upper > 0 for count in coming) <= 1
        lower = sum(staying) if adds else max(staying, default=0)
        parts.append(
            Count(code, estimate if is_known else math.nan, lower, sum(count.upper for count in coming),
                  sum(count.hidden for count in coming))
        )  # fmt: skip
    return _whole_numbers(parts)


def _shares(successors: Sequence[str], bridge: Bridge) -> dict[str, float]:
    """The share of each successor; none where nothing was observed of several."""
    if len(successors) == 1:
        return {successors[0]: 1.0}
    observed = {code: bridge.observed.get(code, 0) for code in successors}
    whole = sum(observed.values())
    return {code: count / whole for code, count in observed.items()} if whole else {}


def _whole_numbers(parts: list[Count]) -> list[Count]:
    """The estimates as whole numbers with the same sum: the largest fractions are rounded up."""
    known = [at for at, part in enumerate(parts) if math.isfinite(part.central)]
    missing = round(sum(parts[at].central for at in known)) - sum(
        math.floor(parts[at].central) for at in known
    )
    by_fraction = sorted(known, key=lambda at: math.floor(parts[at].central) - parts[at].central)
    up = set(by_fraction[:missing])
    return [
        Count(part.noc, math.floor(part.central) + (at in up) if at in known else math.nan,
              part.lower, part.upper, part.hidden)
        for at, part in enumerate(parts)
    ]  # fmt: skip
