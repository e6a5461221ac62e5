"""The concordance of two versions of the NOC, and the clusters of occupations that its changes tie together."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.phrases import listed

Versions = tuple[str, str]
Edges = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cluster:
    """Unit groups of an older and a newer version that changes tie together, with the pairs that do."""

    versions: Versions
    edges: Edges

    @property
    def id(self) -> str:
        """The older codes, by which the cluster is known in both directions."""
        return "+".join(self.members(self.versions[0]))

    def members(self, version: str) -> tuple[str, ...]:
        """The codes of one of the two versions, in order."""
        place = self.versions.index(version)
        return tuple(sorted({edge[place] for edge in self.edges}))

    def successors(self, older: str) -> tuple[str, ...]:
        """The newer codes that may hold jobs of an older one, in order."""
        return tuple(sorted(newer for one, newer in self.edges if one == older))

    def named(self, to: str) -> tuple[str, str]:
        """What stands as ``noc`` and ``noc_version``: the one code of a version, or else the cluster."""
        codes = self.members(to)
        return (codes[0], to) if len(codes) == 1 else (self.id, "-".join(self.versions))


@cache
def concordances() -> dict[Versions, Edges]:
    """The pairs of an older and a newer code, by the versions, as kept in ``data/reference/concordance.csv``."""
    path = shipped_data() / "reference" / "concordance.csv"
    found: dict[Versions, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["from_version"], row["to_version"]].append((row["noc_from"], row["noc_to"]))
    return {versions: tuple(edges) for versions, edges in found.items()}


def versions_with(to: str, others: set[str]) -> Versions:
    """The one concordance held between a version and the others; without others the one that it is in."""
    pairs = [pair for pair in concordances() if to in pair and others <= set(pair)]
    if len(pairs) == 1:
        return pairs[0]
    known = listed(f"{older} and {newer}" for older, newer in concordances())
    asked = f"to={to!r} from {listed(sorted(others))}" if others else f"to={to!r}"
    msg = f"{asked}: a concordance of the NOC is held between {known}."
    raise UnknownWordError(msg)


@cache
def clusters(versions: Versions) -> dict[str, Cluster]:
    """Each code of either version with its cluster: the smallest set that is closed under the concordance.

    >>> found = clusters(("2011", "2021"))
    >>> found["8431"].members("2011"), found["8431"].members("2021")
    (('2271', '8252', '8431', '8611'), ('72600', '82030', '84120', '85100', '85101'))
    >>> found["2174"].id, len({cluster.id for cluster in found.values()})
    ('2171+2172+2173+2174+2175', 435)
    """
    edges = concordances()[versions]
    neighbours: dict[str, set[str]] = defaultdict(set)
    for older, newer in edges:
        neighbours[older].add(newer)
        neighbours[newer].add(older)
    found: dict[str, Cluster] = {}
    for start in neighbours:
        if start not in found:
            reached = _reached(start, neighbours)
            cluster = Cluster(versions, tuple(edge for edge in edges if edge[0] in reached))
            found |= dict.fromkeys(reached, cluster)
    return found


def _reached(start: str, neighbours: dict[str, set[str]]) -> set[str]:
    reached, open_ones = {start}, [start]
    while open_ones:
        new = neighbours[open_ones.pop()] - reached
        reached |= new
        open_ones += new
    return reached
