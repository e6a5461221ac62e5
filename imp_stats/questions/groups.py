"""Streams by the reason that the IMP rests on: a reading of the program tree, and not the publisher's."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from imp_stats.folders import shipped_data
from imp_stats.intervals import total
from imp_stats.intervals.continuing import after_last_break
from imp_stats.phrases import Lang, check_lang
from imp_stats.questions.filters import Date, Words, Years, ordered, words
from imp_stats.questions.holders import holders_by_stream
from imp_stats.vocabulary import label

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

NOT_STATED = "not stated"
_COUNTS = ("holders", "lower", "upper", "status", "hidden", "provenance", "source", "vintage")


@dataclass(frozen=True)
class _Group:
    """Streams taken together: the program, the code, the paths of the streams, and the names."""

    program: str
    code: str
    streams: tuple[str, ...]
    en: str
    fr: str

    def label(self, lang: Lang) -> str:
        return self.fr if lang == "fr" else self.en


def holders_by_group(
    db: duckdb.DuckDBPyConnection,
    *,
    program: Words = None,
    year: Years = None,
    since: int | None = None,
    until: int | None = None,
    since_break: bool = False,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per program, group of streams and year: people in Canada with a valid permit on 31 December.

    Columns ``program``, ``year``, ``stream`` (the group's code), ``stream_name``, ``holders`` (persons), ``lower``,
    ``upper``, ``status``, ``hidden``, ``provenance``, ``source``, ``vintage``. The IMP's groups are ``agreements``,
    ``interests``, ``reciprocal`` and ``humanitarian``, the reasons that are given for its exemptions, and ``in no
    group``: "Other IMP Participants", of whom the publisher says nothing more. The TFWP's are ``agriculture``, ``care``
    and ``other work``. The place not stated has no streams and is the group ``not stated``, so that the groups make
    up the program. Which streams a group holds is a reading of ours (certainty C), written in
    ``data/reference/stream_groups.csv``; each is a sum of the highest rows that hold no other group.
    ``since_break=True`` leaves out what lies before the latest break in a series; the notes name it.

    Raises
    ------
    UnknownWordError
        A program that is none.
    NotHeldError
        A year or an ``as_of`` date that no table held covers.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.holders_by_group(ims.open_warehouse(), program="IMP", year=2024)
    >>> frame[["stream", "holders", "lower", "upper"]]
             stream  holders   lower   upper
    0    agreements    23312   23287   23338
    1     interests   681325  681236  681421
    2    reciprocal    42810   42784   42836
    3  humanitarian     4939    4917    4963
    4   in no group   329905  329879  329931
    5    not stated   180855  180853  180857

    """
    language, programs = check_lang(lang), words("program", program)
    groups = [group for group in _groups() if programs is None or group.program in programs]
    names = {group.code: group.label(language) for group in groups}
    names[NOT_STATED] = label("stream", NOT_STATED, language)
    codes = {path: group.code for group in groups for path in group.streams} | {NOT_STATED: NOT_STATED}
    found = holders_by_stream(
        db, program=programs, stream=list(codes), year=year, since=since, until=until, as_of=as_of
    )
    found.insert(0, "group_code", found["stream"].map(codes))
    counted = total(found, by=("program", "year", "group_code"))
    named = counted.assign(
        stream=counted["group_code"], stream_name=counted["group_code"].map(names).astype("str")
    )
    place = list(names).index
    in_order = named.assign(place=named["stream"].map(place)).sort_values(["program", "place", "year"])
    answer = ordered(in_order, "program", "year", "stream", "stream_name", *_COUNTS)
    return after_last_break(answer) if since_break else answer


def streams_of(program: str, group: str) -> list[str]:
    """The paths of the streams that a group of a program holds; none if there is no such group."""
    return [path for one in _groups() if (one.program, one.code) == (program, group) for path in one.streams]


@cache
def _groups() -> tuple[_Group, ...]:
    """Every group of either program, in the order of its file."""
    path = shipped_data() / "reference" / "stream_groups.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            _Group(
                row["program"], row["group"], tuple(row["streams"].split(";")), row["name_en"], row["name_fr"]
            )
            for row in csv.DictReader(lines)
        )
