"""Frames from one version of the NOC to another, with sums that are exact and estimates that say so.

Where a unit group was split or merged, or passed some jobs on, its count has no one successor. The codes that such changes
tie together make a cluster, the same in both versions: whatever happened inside it, its total is known. What splits a
cluster is an estimate and takes a bridge; none is ever assumed to be even.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.concordance.bridges import Bridge, Count, bridge_to, split
from imp_stats.concordance.clusters import Cluster, clusters, concordances, versions_with
from imp_stats.errors import IncomparableError, UnknownWordError
from imp_stats.intervals import arrays, total
from imp_stats.measures import additivity
from imp_stats.phrases import check_lang, listed
from imp_stats.vocabulary import label, unit_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imp_stats.guard import Groups
    from imp_stats.phrases import Lang

_LABELS = ["occupation", "skill"]
_COMPLETE = "An occupation without a row in a place and period counts 0 there."
_BRIDGED = (
    "Clusters are split by the bridge {0.name} ({0.source}): an estimate, whose bounds are what is sure without it. "
    "Those of which nothing was observed stay whole."
)


def harmonize(
    frame: pd.DataFrame,
    *,
    to: str = "2021",
    bridge: str | None = None,
    complete: bool = False,
    lang: str = "en",
) -> pd.DataFrame:
    """The frame by occupations of another version of the NOC: codes with one successor move, others become clusters.

    A cluster is the smallest set of codes that is closed under Statistics Canada's concordance: there are 435, of which 396
    are one code to one. Its count is the sum of its codes, as the measure adds over occupations. In rows that are of the
    version ``to`` already clusters are summed too, so that two frames brought to one version have the same occupations.
    Other occupations, and those not stated, pass through.

    Parameters
    ----------
    frame
        A frame of one measure with ``noc``, in either version or, period by period, in both.
    to
        The version of the codes: ``"2021"``, or ``"2011"``, whose codes are those of 2016.
    bridge
        The name of a bridge in ``data/reference/bridges.csv``, whose observed counts split each older code over its
        successors. The parts are estimates; their bounds are what is sure without it. Newer codes beside which
        older ones are split stay as they are.
    complete
        Whether the frame has every row of its table, so that an occupation without one counts 0 there. Otherwise a cluster
        of which a code is missing is refused.
    lang
        Of the labels, where the frame has ``occupation``.

    Returns
    -------
    DataFrame
        The columns that say what a row counts, with ``noc``, ``noc_version`` (``to``, or ``"2011-2021"`` for a cluster),
        ``noc_from`` and ``noc_to`` (the older and the newer codes, ";" between); the count, ``lower``, ``upper``,
        ``status``, ``hidden``, ``provenance`` (which names the bridge), ``source``, ``vintage``. The concordance and the
        bridges have their sources in their files. ``rank`` and ``top`` refuse clusters beside unit groups.

    Raises
    ------
    IncomparableError
        If a code of a cluster is missing, the measure does not add over occupations, or the frame is harmonized already.
    UnknownWordError
        A version, a bridge or a code that is none.

    Examples
    --------
    General farm workers (8431) are tied to air pilots (2271) by jobs that moved between four codes: the cluster is
    {2271, 8252, 8431, 8611} to {72600, 82030, 84120, 85100, 85101}.

    >>> import imp_stats as ims
    >>> db = ims.open_warehouse()
    >>> farm = ims.positions_by_occupation(db, noc=["2271", "8252", "8431", "8611"], year=2021)
    >>> harmonize(farm)[["noc", "occupation", "positions"]]
                       noc                                occupation  positions
    0  2271+8252+8431+8611  General farm workers (8431) and 3 others      65783

    Computer programmers (2174) are tied to four others, {2171 to 2175} to ten codes from 21211 to 21234.

    >>> codes = ["2171", "2172", "2173", "2174", "2175"]
    >>> people = ims.effective_by_occupation(db, noc=codes, province="ON", year=2021)
    >>> harmonize(people)[["noc", "lower", "upper"]]
                            noc  lower  upper
    0  2171+2172+2173+2174+2175   2798   7340
    """
    language = check_lang(lang)
    measure = guard.measure_in(frame)
    tied = _tied(frame, to)
    found = None if bridge is None else bridge_to(bridge, to)
    ids = [_key(one, code, found) for one, code in zip(tied, frame["noc"], strict=True)]
    if not complete:
        _refuse_missing(
            frame, [one if one and one.id == key else None for one, key in zip(tied, ids, strict=True)]
        )
    work = frame.drop(columns=_LABELS, errors="ignore")
    work.insert(list(work.columns).index("noc"), "cluster", ids)
    apart = [*(name for name in guard.dimensions(work) if name != "noc"), "cluster"]
    summed = total(work, by=apart)
    result = _coded(summed, {key: one for one, key in zip(tied, ids, strict=True) if one}, to)
    notes = [*summed.attrs["notes"], *([_COMPLETE] if complete else [])]
    if found is not None:
        groups = guard.group_numbers(work, apart)
        result = _split(work, result, tied, found, groups=groups, measure=measure)
        notes.append(_BRIDGED.format(found))
    if "occupation" in frame.columns:
        names = _names(result, _leading(frame, tied), language)
        result.insert(list(result.columns).index(measure), "occupation", names)
    result.attrs = {"notes": list(dict.fromkeys(notes))}
    return result.drop(columns="cluster")


def _tied(frame: pd.DataFrame, to: str) -> list[Cluster | None]:
    """The cluster of each row; none where it stands for no occupation."""
    if "noc" not in frame.columns:
        msg = "The frame has no column 'noc': it counts no occupations that could be moved."
        raise IncomparableError(msg)
    if "noc_from" in frame.columns:
        msg = "The frame is harmonized already: begin with the frame that the question returned."
        raise IncomparableError(msg)
    given = frame["noc_version"] if "noc_version" in frame.columns else [None] * len(frame)
    unknown = guard.unknown_codes("noc")
    versions = [
        None if code in unknown else _version(code, version)
        for code, version in zip(frame["noc"], given, strict=True)
    ]
    pair = versions_with(to, {version for version in versions if version} - {to})
    return [
        clusters(pair)[code] if version else None
        for code, version in zip(frame["noc"], versions, strict=True)
    ]


def _version(code: str, given: str | None) -> str:
    """The version of a code: the one given, or the only one that has it."""
    held = dict.fromkeys(version for pair in concordances() for version in pair)
    found = [version for version in held if code in unit_groups(version) and given in (None, version)]
    if len(found) == 1:
        return found[0]
    if found:
        msg = (
            f"{code!r} is a code of NOC {listed(found)}: the frame must say which in a column 'noc_version'."
        )
    else:
        msg = f"{code!r} is no unit group of NOC {given or listed(held)}."
    raise UnknownWordError(msg)


def _key(cluster: Cluster | None, code: str, bridge: Bridge | None) -> str:
    """Under what a row is summed: its cluster, or itself where it is no occupation, or one that is split beside it."""
    if cluster is None:
        return code
    is_spared = bridge is not None and _side(cluster, code) == bridge.to and bridge.splits(cluster)
    return code if is_spared else cluster.id


def _refuse_missing(frame: pd.DataFrame, tied: Sequence[Cluster | None]) -> None:
    """Refuse a cluster of which not all codes have a row in one place, period and program: its total is not known."""
    groups = guard.group_numbers(frame, [name for name in guard.dimensions(frame) if name != "noc"])
    held: dict[tuple[int, Cluster, str], dict[str, int]] = defaultdict(dict)
    for row, (group, cluster, code) in enumerate(zip(groups, tied, frame["noc"], strict=True)):
        if cluster is not None and len(cluster.edges) > 1:
            held[group, cluster, _side(cluster, code)][code] = row
    for (_, cluster, side), codes in held.items():
        missing = [code for code in cluster.members(side) if code not in codes]
        if missing:
            row = next(iter(codes.values()))
            msg = (
                f"{guard.row_named(frame, row)}: its occupation is tied to {listed(missing)}, of which the frame has no row "
                f"there, so that no total of the cluster {cluster.id} is known. Ask for all its codes, "
                f"noc={list(cluster.members(side))!r}; or, if the frame has every row of its table and an occupation "
                "without one is 0, say so: harmonize(frame, complete=True)."
            )
            raise IncomparableError(msg)


def _side(cluster: Cluster, code: str) -> str:
    """The version of the cluster that a code is of."""
    older, newer = cluster.versions
    return older if code in cluster.members(older) else newer


def _coded(summed: pd.DataFrame, known: dict[str, Cluster], to: str) -> pd.DataFrame:
    """The sums under their codes, in place of the clusters' names."""
    result = summed.drop(columns=["noc", "noc_version"], errors="ignore")
    tied = [known.get(name) for name in summed["cluster"]]
    named = [
        one.named(to) if one and name not in one.members(to) else (name, to)
        for one, name in zip(tied, summed["cluster"], strict=True)
    ]
    members = [
        tuple(";".join(one.members(side)) for side in one.versions) if one else ("", "") for one in tied
    ]
    columns = {
        "noc": [noc for noc, _ in named],
        "noc_version": [version for _, version in named],
        "noc_from": [older for older, _ in members],
        "noc_to": [newer for _, newer in members],
    }
    place = list(result.columns).index("cluster")
    for shift, (name, values) in enumerate(columns.items()):
        result.insert(place + shift, name, pd.Series(values, dtype="str"))
    return result


def _split(
    work: pd.DataFrame,
    result: pd.DataFrame,
    tied: Sequence[Cluster | None],
    bridge: Bridge,
    *,
    groups: Groups,
    measure: str,
) -> pd.DataFrame:
    """The result with a row for each newer code of the clusters that the bridge can split."""
    lower, upper = arrays.bounds(work)
    central, hidden = arrays.central(work, measure), work["hidden"].to_numpy(dtype=np.float64)
    adds = additivity(measure, "noc").rule == "adds"
    codes = work["noc"].tolist()
    rows_of = pd.Series(groups).groupby(groups).indices
    pieces: list[tuple[int, Count | None]] = []
    for number in range(len(result)):
        rows = rows_of[number]
        cluster, first = tied[rows[0]], codes[rows[0]]
        parts: Sequence[Count | None] = [None]
        is_several = cluster is not None and len(cluster.members(bridge.to)) > 1
        if cluster and is_several and _side(cluster, first) != bridge.to and bridge.splits(cluster):
            counts = [Count(codes[row], central[row], lower[row], upper[row], hidden[row]) for row in rows]
            parts = split(cluster, counts, bridge, adds=adds)
        pieces += [(number, part) for part in parts]
    return _replaced(result, pieces, bridge, measure)


def _replaced(
    result: pd.DataFrame, pieces: Sequence[tuple[int, Count | None]], bridge: Bridge, measure: str
) -> pd.DataFrame:
    spread = result.iloc[[number for number, _ in pieces]].reset_index(drop=True)
    parts = [part for _, part in pieces if part is not None]
    rows = np.flatnonzero([part is not None for _, part in pieces])
    spread.loc[rows, "noc"] = [part.noc for part in parts]
    spread.loc[rows, "noc_version"] = bridge.to
    spread.loc[rows, "status"] = "estimated"
    spread.loc[rows, "provenance"] = f"bridge {bridge.name} over " + spread["provenance"].iloc[rows]
    counts = {
        measure: [part.central for part in parts],
        "lower": [part.lower for part in parts],
        "upper": [part.upper for part in parts],
        "hidden": [part.hidden for part in parts],
    }
    for name, values in counts.items():
        spread.loc[rows, name] = arrays.integers(np.array(values, dtype=np.float64)).to_numpy()
    return spread


def _leading(frame: pd.DataFrame, tied: Sequence[Cluster | None]) -> dict[str, str]:
    """The code of each cluster that counts the most in the frame, by which the cluster is named."""
    _, upper = arrays.bounds(frame)
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for cluster, code, most in zip(tied, frame["noc"], upper, strict=True):
        if cluster is not None:
            sums[cluster.id, code] += most
    leading: dict[str, str] = {}
    for name, code in sorted(sums, key=lambda key: (-sums[key], key)):
        leading.setdefault(name, code)
    return leading


def _names(result: pd.DataFrame, leading: dict[str, str], lang: Lang) -> pd.Series:
    names = []
    for noc, version, cluster in zip(result["noc"], result["noc_version"], result["cluster"], strict=True):
        if noc in guard.unknown_codes("noc"):
            names.append(label("noc", noc, lang))
        elif "-" not in version:
            names.append(unit_groups(version)[noc].label(lang))
        else:
            older, newer = version.split("-")
            code = leading[cluster]
            names.append(_named(clusters((older, newer))[code], code, lang))
    return pd.Series(names, dtype="str")


def _named(cluster: Cluster, code: str, lang: Lang) -> str:
    """A cluster in words: its leading code and how many others there are."""
    side = _side(cluster, code)
    others = len(cluster.members(side)) - 1
    name = unit_groups(side)[code].label(lang)
    if not others:
        return name
    words = (
        ("et", "autre" if others == 1 else "autres")
        if lang == "fr"
        else ("and", "other" if others == 1 else "others")
    )
    return f"{name} ({code}) {words[0]} {others} {words[1]}"
