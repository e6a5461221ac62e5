"""Breaks in the series, as declared in ``data/reference/breaks.csv``, and which of them touch a row.

A break touches a row by what the row counts: its measure, its program, its place, its stream, its
occupation. A row says so by its columns: one without ``stream`` counts all streams together, and a
break that only moves people from one stream to another does not show in it.
"""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from imp_stats.folders import shipped_data

COLUMNS = ("program", "province", "stream", "noc")
"""The columns by which a row says whether a break touches it."""

_NO_STREAM = "not stated"
_BELOW = " > "


@dataclass(frozen=True)
class Break:
    """One break: its kind, from when until when, what it touches, and what is said of it."""

    id: str
    kind: str
    date: dt.date
    until: dt.date | None
    precision: str
    measures: frozenset[str]
    programs: frozenset[str]
    dimensions: frozenset[str]
    provinces: frozenset[str]
    streams: frozenset[str]
    noc: frozenset[str]
    label_en: str
    label_fr: str
    effect_en: str
    effect_fr: str

    def label(self, lang: str = "en") -> str:
        """A few words, for a chart."""
        return self.label_fr if lang == "fr" else self.label_en

    def effect(self, lang: str = "en") -> str:
        """What changes in the figures."""
        return self.effect_fr if lang == "fr" else self.effect_en

    def touches(self, measure: str, row: Mapping[str, str | None]) -> bool:
        """Whether it shows in a row of the measure, given those of :data:`COLUMNS` that the row has."""
        shown = [name for name in row if not (name == "stream" and row[name] == _NO_STREAM)]
        shows = not self.dimensions or "time" in self.dimensions or not self.dimensions.isdisjoint(shown)
        program = row.get("program")
        return (
            measure in self.measures
            and shows
            and (program is None or program in self.programs)
            and (not self.provinces or row.get("province") in self.provinces)
            and self._touches_stream(row)
            and (not self.noc or "noc" not in row or row["noc"] in self.noc)
        )

    def _touches_stream(self, row: Mapping[str, str | None]) -> bool:
        """A stream is touched with what it contains, unless all that moves stays inside it."""
        stream = row.get("stream")
        if stream is None or not self.streams:
            return True
        paths = _paths(stream)
        inside = {one for one in self.streams if any(_holds(path, one) for path in paths)}
        stays = len(self.streams) > 1 and inside == self.streams and stream not in self.streams
        above = any(_holds(one, path) for path in paths for one in self.streams)
        return (bool(inside) or above) and not stays


def _holds(path: str, other: str) -> bool:
    """Whether a stream is another or contains it."""
    return other == path or other.startswith(path + _BELOW)


@cache
def _paths(stream: str) -> tuple[str, ...]:
    """The paths of a group of streams, or the one path that a stream is."""
    for row in _rows("stream_groups.csv"):
        if row["group"] == stream:
            return tuple(row["streams"].split(";"))
    return (stream,)


def _rows(name: str) -> list[dict[str, str]]:
    with (shipped_data() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _set(text: str) -> frozenset[str]:
    return frozenset(part for part in text.split(";") if part)


@cache
def declared_breaks() -> tuple[Break, ...]:
    """Every break, by date.

    >>> [found.id for found in declared_breaks()][:2]
    ['agricultural-stream-2011', 'nunavut-2011']
    """
    found = [
        Break(
            id=row["break"],
            kind=row["kind"],
            date=dt.date.fromisoformat(row["break_date"]),
            until=dt.date.fromisoformat(row["break_date_end"]) if row["break_date_end"] else None,
            precision=row["break_date_precision"],
            measures=_set(row["measures"]),
            programs=_set(row["programs"]),
            dimensions=_set(row["dimensions"]),
            provinces=_set(row["provinces"]),
            streams=_set(row["streams"]),
            noc=_set(row["noc"]),
            label_en=row["label_en"],
            label_fr=row["label_fr"],
            effect_en=row["effect_en"],
            effect_fr=row["effect_fr"],
        )
        for row in _rows("breaks.csv")
    ]
    return tuple(sorted(found, key=lambda one: (one.date, one.id)))


def touching(measure: str, row: Mapping[str, str | None], *kinds: str) -> list[Break]:
    """The breaks of these kinds that show in a row, by date.

    >>> streams = {"program": "IMP", "stream": "Other IMP Participants"}
    >>> [found.id for found in touching("holders", streams, "series")]
    ['overhaul-2014', 'other-imp-2021', 'exemption-codes-2022']
    """
    return [found for found in declared_breaks() if found.kind in kinds and found.touches(measure, row)]
