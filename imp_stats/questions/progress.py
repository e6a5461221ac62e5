"""How far a year has come: new arrivals beside the target that counts them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from imp_stats.errors import NotHeldError
from imp_stats.phrases import Lang, check_lang, listed, month
from imp_stats.queries import ask, frame
from imp_stats.questions.filters import Date, Words, Years, day, held_words, ordered, years
from imp_stats.questions.plans import levels_plan

if TYPE_CHECKING:
    import duckdb

_KEYS = ["program", "year"]
_PACES = [f"{name}{end}" for name in ("share", "pace", "pace_needed") for end in ("", "_lower", "_upper")]
_ORDER = (
    "plan", "program", "year", "until", "months", "months_missing", "months_apart", "counts", "is_notional", "certainty",
    "target", "arrivals", "lower", "upper", "status", "hidden", *_PACES,
    "provenance", "source", "vintage", "source_target", "vintage_target",
)  # fmt: skip
_STOPS: dict[Lang, str] = {
    "en": "Arrivals are added up from January to the month before the first that is not held. Months held after it are not "
    "added, and a year whose January is not held has no sum.",
    "fr": "Les arrivées s’additionnent de janvier jusqu’au mois qui précède le premier qui manque. Les mois tenus après lui "
    "ne s’ajoutent pas, et une année dont janvier manque n’a pas de somme.",
}


def arrivals_against_target(
    db: duckdb.DuckDBPyConnection,
    *,
    year: Years,
    program: Words = None,
    plan: Words = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per plan, program and year: the arrivals so far, the share of the target they are, the pace that is needed.

    Columns ``plan`` (the newest with a target for the year, unless plans are given), ``program`` (IMP, TFWP, or workers
    for both), ``year``, ``until`` (the last month added, its first day), ``months`` (how many were added),
    ``months_missing`` (not held, and so not added), ``months_apart`` (held, but behind a missing one, and so not added),
    ``counts`` (what the target counts), ``is_notional``, ``certainty`` (the lesser of target and arrivals), ``target`` and
    ``arrivals`` (persons), ``lower``, ``upper``, ``status``, ``hidden``, ``share`` of the target with ``share_lower`` and
    ``share_upper``, ``pace`` (arrivals a month so far) and ``pace_needed`` (arrivals a month that would meet the target in
    the rest of the year; NA for a whole year), both with bounds, ``provenance``, ``source``, ``vintage`` (of the arrivals),
    ``source_target``, ``vintage_target``. Where the whole year is held, it is taken instead of its months.

    The two measures stand side by side because the one is what the other counts: new arrivals. A target is no cap, and
    holders of permits are never set beside it.

    Raises
    ------
    NotHeldError
        A year without a target, or of which no arrivals are held; the message says of which they are.
    UnknownWordError
        A plan or program that is none.

    Examples
    --------
    >>> import imp_stats as ims
    >>> done = ims.arrivals_against_target(ims.open_warehouse(), year=2025, program=["IMP", "TFWP"])
    >>> done[["program", "months", "target", "arrivals"]]
      program  months  target  arrivals
    0     IMP       8  285750    111200
    1    TFWP       8   82000     43315
    >>> done["months_missing"][1]
    'September and December 2025'
    >>> done["share"].round(3).tolist()
    [0.389, 0.528]

    """
    language, asked = check_lang(lang), years(year)
    done = _done(db, program, asked, day(as_of), language)
    targets = levels_plan(
        db, plan=plan, program=sorted(set(done["program"])), year=asked, as_of=as_of, lang=language
    )
    if plan is None:
        newest = targets.groupby(_KEYS)["vintage"].transform("max")
        targets = targets[targets["vintage"] == newest]
    named = targets.rename(
        columns={"source": "source_target", "vintage": "vintage_target", "certainty": "of_target"}
    )
    kept = named[
        ["plan", *_KEYS, "counts", "is_notional", "of_target", "target", "source_target", "vintage_target"]
    ]
    both = kept.merge(done, on=_KEYS, validate="many_to_one")
    certainty = both[["of_target", "certainty"]].max(axis=1)
    answer = ordered(frame(_paced(both.assign(certainty=certainty))), *_ORDER)
    answer.attrs["notes"] = [_STOPS[language]]
    return answer


def _done(
    db: duckdb.DuckDBPyConnection,
    program: Words,
    asked: list[int] | None,
    as_of: dt.date | None,
    language: Lang,
) -> pd.DataFrame:
    """One row per program and year asked for: what is held of it, added up as far as it goes."""
    ever, held = _arrivals(db, None), _arrivals(db, as_of)
    programs = held_words(program, ever["program"], "program of which arrivals are held")
    kept = held[held["year"].isin(asked or []) & held["program"].isin(programs or list(held["program"]))]
    there = set(kept[_KEYS].itertuples(index=False, name=None))
    lacking = [f"{one} {number}" for number in asked or [] for one in programs or [""] if not any(
        number == year and one in ("", name) for name, year in there)]  # fmt: skip
    if lacking:
        known = [
            f"{name} {number}" for name, number in sorted(set(ever[_KEYS].itertuples(index=False, name=None)))
        ]
        then = "" if as_of is None else f"as_of={as_of}, "
        msg = f"{then}{listed(one.strip() for one in lacking)}: no arrivals held; {listed(known)} are."
        raise NotHeldError(msg)
    return pd.DataFrame([_sum(group, language) for _, group in kept.groupby(_KEYS)])


def _arrivals(db: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> pd.DataFrame:
    """The newest release of every month and of every whole year."""
    both = [
        ask(db, "arrivals", programs=None, as_of=as_of, whole_years=whole).assign(is_whole=whole)
        for whole in (True, False)
    ]
    return pd.concat(both, ignore_index=True)


def _sum(held: pd.DataFrame, language: Lang) -> dict[str, Any]:
    """The arrivals of a program and year: of the whole year if it is held, else of the months before the first missing."""
    program, year = held["program"].iloc[0], int(held["year"].iloc[0])
    whole, months = held[held["is_whole"]], held[~held["is_whole"]].sort_values("month")
    numbers = set(months["month"].dt.month)
    run = next(number for number in range(13) if number + 1 not in numbers)
    parts = months[months["month"].dt.month <= run] if whole.empty else whole
    count = run if whole.empty else 12
    missing = [number for number in range(1, 13) if number not in numbers and number > count]
    apart = [number for number in sorted(numbers) if number > count]
    nothing = parts.empty
    return {
        "program": program,
        "year": year,
        "until": None if nothing else dt.date(year, count, 1),
        "months": count,
        "months_missing": _named(missing, year, language),
        "months_apart": _named(apart, year, language),
        **{name: None if nothing else parts[name].sum() for name in ("arrivals", "lower", "upper")},
        "status": None if nothing else "estimated" if parts["is_derived"].any() else "rounded",
        "hidden": 0,
        "provenance": None if nothing else _came(parts),
        "certainty": held["certainty"].max() if nothing else parts["certainty"].max(),
        "source": "; ".join((held if nothing else parts)["source"].unique()),
        "vintage": (held if nothing else parts)["vintage"].max(),
    }


def _came(parts: pd.DataFrame) -> str:
    if len(parts) > 1:
        return f"sum of {len(parts)} cells"
    return "derived" if parts["is_derived"].all() else "printed"


def _named(numbers: list[int], year: int, language: Lang) -> str | None:
    """Months by their names, and their year once."""
    if not numbers:
        return None
    *head, last = [month(dt.date(year, number, 1), language).replace("\u00a0", " ") for number in numbers]
    return listed([*(name.rpartition(" ")[0] for name in head), last], language)


def _paced(both: pd.DataFrame) -> pd.DataFrame:
    """The rows with the share done, the pace so far and the pace that the rest of the year would need."""
    target, months = both["target"].astype("Float64"), both["months"].astype("Float64")
    left = (12 - months).where(months.between(1, 11))
    columns = {}
    for end, other, count in (
        ("", "", "arrivals"),
        ("_lower", "_upper", "lower"),
        ("_upper", "_lower", "upper"),
    ):
        done = both[count].astype("Float64")
        columns[f"share{end}"] = done / target
        columns[f"pace{end}"] = done / months.where(months > 0)
        columns[f"pace_needed{other}"] = ((target - done) / left).clip(lower=0)
    return both.assign(**columns)
