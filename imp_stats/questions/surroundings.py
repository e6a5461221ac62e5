"""The figures before and after an event: what moved when, which is not why."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.discontinuities import declared_breaks
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.intervals.arrays import with_columns
from imp_stats.intervals.changes import change_columns
from imp_stats.intervals.continuing import spans
from imp_stats.phrases import Lang, check_lang, date, listed, month
from imp_stats.questions.effective import effective_by_month, effective_by_year
from imp_stats.questions.holders import holders_by_province, holders_by_stream, holders_by_year
from imp_stats.questions.policy import policy_events
from imp_stats.questions.positions import positions_by_year

if TYPE_CHECKING:
    import duckdb

    from imp_stats.guard import Groups
    from imp_stats.questions.filters import Date, Words

_MEASURES = ("holders", "effective_year", "effective_month", "positions")
_SAID: dict[str, tuple[str, str]] = {
    "timing": (
        "What follows an event in time need not follow from it: timing is not cause.",
        "Ce qui suit un événement dans le temps n’en découle pas forcément : la concomitance n’est pas une cause.",
    ),
    "events": ("In the same time: {}.", "Dans le même temps : {}."),
    "break": ("A break in the series lies between. {}", "Une rupture de série s’interpose. {}"),
    "few": (
        "Of the {} periods asked for on either side, {} before and {} after are held.",
        "Des {} périodes demandées de chaque côté, {} avant et {} après sont détenues.",
    ),
}


def around(
    db: duckdb.DuckDBPyConnection,
    *,
    event: str,
    measure: str = "holders",
    program: Words = None,
    province: Words = None,
    stream: Words = None,
    years: int = 2,
    months: int = 12,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per series and period around an event of ``ims.policy_events``: the count, and how it changed.

    The dimensions and labels, ``side`` (before; during: the period that the event falls in; after), the count,
    ``lower``, ``upper``, ``status``, ``hidden``, then ``since``, ``change``, ``ratio`` and their bounds and ``breaks`` as
    ``ims.change`` gives them, ``provenance``, ``source``, ``vintage``. Years change from the last one before the event,
    months from the same month of the year before. Where a base may be 0 the ratio has no upper bound. The notes
    say what else happened in the same time: timing is not cause.

    Parameters
    ----------
    event
        An id of ``ims.policy_events``.
    measure
        ``"holders"`` (by stream, where the event or ``stream`` names some), ``"effective_year"``,
        ``"effective_month"`` or ``"positions"``.
    program
        The event's own, unless given.
    province, stream
        As the question of the measure takes them.
    years, months
        How many periods on either side, for a measure of years and for one of months.

    Raises
    ------
    UnknownWordError
        An event or a measure that is none; the message names those near.
    NotHeldError
        If no period before the event is held, or none after it.

    Examples
    --------
    >>> import imp_stats as ims
    >>> frame = ims.around(ims.open_warehouse(), event="family-permits", years=1)
    >>> frame[["year", "side", "holders", "change", "change_lower", "change_upper"]]
       year    side  holders  change  change_lower  change_upper
    0  2022  before       14       0             0             0
    1  2023   after     8027    8013          7984          8043

    """
    language = check_lang(lang)
    if measure not in _MEASURES:
        msg = f"measure={measure!r}: around answers {listed(_MEASURES)}."
        raise UnknownWordError(msg)
    events = policy_events(db, lang=lang)
    found = _event(events, event)
    programs = program if program is not None else _programs(str(found["program"]))
    if stream is None and measure == "holders" and not pd.isna(found["streams"]):
        stream = str(found["streams"]).split(";")
    counts = _counts(db, measure, programs, province, stream, as_of=as_of, lang=lang)
    over = "month" if measure == "effective_month" else "year"
    side, starts = _sides(counts, measure, found)
    rows = _changed(counts, measure, over, starts)
    wanted = months if over == "month" else years
    kept = _near(rows, side, over, wanted, event)
    kept.attrs["notes"] = _notes(kept, events, found, over=over, wanted=wanted, lang=language)
    return kept


def _event(events: pd.DataFrame, event: str) -> pd.Series:
    """The row of an event; an unknown one is refused with those near."""
    held = list(events["event"])
    if event not in held:
        alike = difflib.get_close_matches(str(event), held, n=3, cutoff=0.6)
        near = list(dict.fromkeys([*(name for name in held if str(event) in name), *alike]))[:3]
        hint = (
            f"did you mean {listed(near)}?"
            if near
            else "ims.policy_events(db) has them all; breaks are no events."
        )
        msg = f"event={event!r} is no event: {hint}"
        raise UnknownWordError(msg)
    return events.iloc[held.index(event)]


def _programs(program: str) -> Words:
    return program if program in {"IMP", "TFWP"} else None


def _counts(
    db: duckdb.DuckDBPyConnection,
    measure: str,
    program: Words,
    province: Words,
    stream: Words,
    *,
    as_of: Date,
    lang: str,
) -> pd.DataFrame:
    """The counts of the measure, all periods of them."""
    if stream is not None and measure != "holders":
        msg = f"stream={stream!r}: streams are held for measure='holders' only."
        raise UnknownWordError(msg)
    if measure == "effective_month":
        return effective_by_month(db, program=program, province=province, as_of=as_of, lang=lang)
    if measure == "effective_year":
        return effective_by_year(db, program=program, province=province, as_of=as_of, lang=lang)
    if measure == "positions":
        return positions_by_year(db, province=province, as_of=as_of, lang=lang)
    if stream is not None:
        return holders_by_stream(
            db, program=program, province=province, stream=stream, as_of=as_of, lang=lang
        )
    if province is not None:
        return holders_by_province(db, program=program, province=province, as_of=as_of, lang=lang)
    return holders_by_year(db, program=program, as_of=as_of, lang=lang)


def _sides(counts: pd.DataFrame, measure: str, event: pd.Series) -> tuple[pd.Series, pd.Timestamp]:
    """The side of each row, and the first day of the event."""
    first, last = spans(counts, measure)
    day = pd.Timestamp(event["date"])
    end = day + pd.offsets.MonthEnd(0) if event["date_precision"] == "month" else day - pd.Timedelta(days=1)
    after = first > np.datetime64(end, "D")
    before = last < np.datetime64(day, "D")
    return pd.Series(np.where(before, "before", np.where(after, "after", "during")), dtype="str"), day


def _changed(counts: pd.DataFrame, measure: str, over: str, day: pd.Timestamp) -> pd.DataFrame:
    """The rows with their change: from the last year before the event, or the same month of the year before."""
    if over == "month":
        wanted = counts["month"] - pd.DateOffset(years=1)
        base = _places(counts, over, wanted)
    else:
        _, last = spans(counts, measure)
        before = counts["year"][last < np.datetime64(day, "D")]
        year = before.max() if len(before) else counts["year"].min()
        base = _places(counts, over, pd.Series(year, index=counts.index))
        base = np.where((counts["year"] >= year).to_numpy(dtype=np.bool_), base, -1)
    return with_columns(counts, change_columns(counts, measure, over, base, from_nothing=True))


def _places(counts: pd.DataFrame, over: str, wanted: pd.Series) -> Groups:
    """Where in each row's series the wanted period stands; -1 where it is not held."""
    series = guard.group_numbers(counts, [name for name in guard.dimensions(counts) if name != over])
    held = pd.Series(np.arange(len(counts)), index=pd.MultiIndex.from_arrays([series, counts[over]]))
    asked = pd.MultiIndex.from_arrays([series, wanted.astype(counts[over].dtype)])
    return np.asarray(held.reindex(asked, fill_value=-1).to_numpy(dtype=np.intp), dtype=np.intp)


def _near(rows: pd.DataFrame, side: pd.Series, over: str, wanted: int, event: str) -> pd.DataFrame:
    """The rows of so many periods on either side; none on one of them is refused."""
    periods = {name: sorted(rows[over][side == name].unique()) for name in ("before", "during", "after")}
    for name in ("before", "after"):
        if not periods[name]:
            first, last = guard.row_named(rows[[over]], 0), guard.row_named(rows[[over]], len(rows) - 1)
            msg = f"Nothing is held {name} {event!r}: the rows run from {first} to {last}."
            raise NotHeldError(msg)
    near = [*periods["before"][-wanted:], *periods["during"], *periods["after"][:wanted]]
    place = list(rows.columns).index("lower") - 1
    rows = rows.copy()
    rows.insert(place, "side", side.to_numpy())
    return rows[rows[over].isin(near)].astype({"side": "str"}).reset_index(drop=True)


def _notes(
    kept: pd.DataFrame, events: pd.DataFrame, event: pd.Series, *, over: str, wanted: int, lang: Lang
) -> list[str]:
    """What is to be said beside the figures."""
    said = {name: words[lang == "fr"] for name, words in _SAID.items()}
    notes = [said["timing"], *([] if pd.isna(event["note"]) else [str(event["note"])])]
    held = [kept[over][kept["side"] == side].nunique() for side in ("before", "after")]
    if min(held) < wanted:
        notes.append(said["few"].format(wanted, *held))
    others = events[_meanwhile(kept, events, over) & (events["event"] != event["event"])]
    if len(others):
        notes.append(said["events"].format(listed(_named(others, lang), lang)))
    crossed = {name for text in kept["breaks"] for name in text.split(";")}
    joint = "\u00a0: " if lang == "fr" else ": "
    breaks = [each for each in declared_breaks() if each.id in crossed]
    return notes + [said["break"].format(f"{each.label(lang)}{joint}{each.effect(lang)}") for each in breaks]


def _meanwhile(kept: pd.DataFrame, events: pd.DataFrame, over: str) -> pd.Series:
    """The events of the same programs, or of the data, in the time of the rows."""
    first, last = kept[over].min(), kept[over].max()
    if over == "year":
        first, last = pd.Timestamp(int(first), 1, 1), pd.Timestamp(int(last), 12, 1)
    held = events["date"].between(first, last + pd.offsets.MonthEnd(0))
    return held & events["program"].isin({*kept["program"], "both", "data"})


def _named(events: pd.DataFrame, lang: Lang) -> list[str]:
    """Events in words, each with its day or its month."""
    dated = zip(events["label"], events["date"], events["date_precision"], strict=True)
    return [f"{label} ({(month if exact == 'month' else date)(day, lang)})" for label, day, exact in dated]
