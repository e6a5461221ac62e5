"""The top occupations of a program in a place and year, with the range of each rank and what they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.intervals import top
from imp_stats.measures import additivity
from imp_stats.phrases import check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.effective import effective_by_occupation, effective_by_year
from imp_stats.questions.filters import Date, Words, Years, day, ordered, words, years
from imp_stats.questions.positions import positions_by_occupation, positions_by_year
from imp_stats.vocabulary import skill_level

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

_RANKING = ["program", "province", "year"]
_NO_OCCUPATION = ("other", "not stated")
_ENOUGH_HIDDEN = 25  # a residual of fewer hidden cells would help to uncover them


def top_occupations(
    db: duckdb.DuckDBPyConnection,
    *,
    program: str = "IMP",
    province: Words = None,
    year: Years = None,
    n: int = 10,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Everyone who may belong to the first ``n`` occupations: one ranking per place and year, in order.

    IMP: people whose permit became effective in the year (``effective_year``). TFWP: positions on positive LMIAs
    (``positions``), which are jobs and no people. Columns ``program``, ``province``, ``year``, ``noc``, ``province_name``,
    ``occupation``, ``skill`` (level of the NOC 2011: management, A to D), the count, ``lower``, ``upper``, ``status``,
    ``hidden``, ``rank_best``, ``rank_worst``, ``share`` (of all occupations added up), ``share_of_program``,
    ``coverage_lower`` and ``coverage_upper`` (the share of the program that has an occupation at all: about a fifth
    of the IMP in 2021), ``provenance``, ``source``, ``vintage``. Shares come with ``_lower`` and ``_upper``.

    Parameters
    ----------
    db
        An open warehouse.
    program
        One of the two: their lists count different things and are never ranked together.
    province
        One place or several, each ranked apart; Canada if none is given.
    year
        One year or several; the newest held if none is given.
    n
        How many places of the ranking are asked for; more rows come back where ranks are uncertain.
    as_of
        The newest vintage dated on or before this day.
    lang
        The language of the names; occupation titles are held in English.

    Raises
    ------
    NotHeldError
        A year or date not held.
    UnknownWordError
        A program or province that is none.
    IncomparableError
        Both programs at once.

    Examples
    --------
    >>> import imp_stats as ims
    >>> db = ims.open_warehouse()
    >>> ims.top_occupations(db, province="ON", year=2021, n=3)[["noc", "effective_year", "rank_best", "rank_worst"]]
        noc  effective_year  rank_best  rank_worst
    0  2174            2800          1           1
    1  2171            2225          2           2
    2  2173            2020          3           3

    """
    check_lang(lang)
    code = _one_program(program)
    asked = years(year) or [_newest(db, code, day(as_of))]
    if code == "IMP":
        counts = effective_by_occupation(db, province=province, year=asked, as_of=as_of, lang=lang)
        wholes = effective_by_year(db, program="IMP", province=province, year=asked, as_of=as_of, lang=lang)
        measure = "effective_year"
    else:
        counts = positions_by_occupation(db, province=province, year=asked, as_of=as_of, lang=lang)
        wholes = positions_by_year(db, province=province, year=asked, as_of=as_of, lang=lang)
        measure = "positions"
    shared = _shared(counts, wholes, measure)
    is_listed = ~shared["noc"].isin(_NO_OCCUPATION) & (shared["upper"] > 0)
    ranked = top(shared[is_listed], n, within=_RANKING)
    ranked["skill"] = [skill_level(noc) for noc in ranked["noc"]]
    answer = ordered(ranked, *_columns(measure))
    return _in_order_of(frame(answer), words("province", province))


def _one_program(program: str) -> str:
    codes = words("program", program) or []
    if len(codes) != 1:
        msg = (
            "The IMP's occupations count people and the TFWP's count positions: they are never ranked together. "
            "Ask for one: top_occupations(db, program='IMP'), then top_occupations(db, program='TFWP')."
        )
        raise IncomparableError(msg)
    if codes[0] not in ("IMP", "TFWP"):
        msg = f"No table held has occupations of {program!r}: ask for the IMP or the TFWP."
        raise NotHeldError(msg)
    return codes[0]


def _newest(db: duckdb.DuckDBPyConnection, program: str, as_of: dt.date | None) -> int:
    measure = "effective_year" if program == "IMP" else "positions"
    known = ask(db, "years_held", measure=measure, as_of=as_of)
    held = known[known["program"] == program]
    if held.empty:
        msg = f"as_of={as_of}: no table of occupations of the {program} is held from then."
        raise NotHeldError(msg)
    return int(held["year"].max())


def _columns(measure: str) -> list[str]:
    shares = [f"{name}{end}" for name in ("share", "share_of_program") for end in ("", "_lower", "_upper")]
    dimensions = [*_RANKING, "noc", "province_name", "occupation", "skill"]
    counts = [measure, "lower", "upper", "status", "hidden", "rank_best", "rank_worst"]
    return [
        *dimensions,
        *counts,
        *shares,
        "coverage_lower",
        "coverage_upper",
        "provenance",
        "source",
        "vintage",
    ]


def _shared(counts: pd.DataFrame, wholes: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows with their share of the occupations, their share of the program, and the program's coverage.

    All occupations added up are at least the people who have one, whom :func:`_sums` bounds too.
    """
    coded = ~counts["noc"].isin(_NO_OCCUPATION)
    sums = _sums(counts[coded], counts[~coded], wholes, measure)
    rows = counts.join(sums, on=_RANKING)
    lower, upper, count = (rows[name].astype("Float64") for name in ("lower", "upper", measure))
    shares = {
        "share": count / rows["coded"],
        "share_lower": lower / (lower + rows["coded_upper"] - upper),
        "share_upper": upper / (upper + rows["coded_lower"] - lower).clip(lower=rows["residual"]),
        "share_of_program": count / rows["whole"],
        "share_of_program_lower": lower / rows["whole_upper"],
        "share_of_program_upper": (upper / rows["whole_lower"]).clip(upper=1),
    }
    return counts.assign(
        **shares, coverage_lower=rows["coverage_lower"], coverage_upper=rows["coverage_upper"]
    )


def _sums(coded: pd.DataFrame, rest: pd.DataFrame, wholes: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Per ranking: the coded rows added up, the printed whole, and between which shares of it has an occupation.

    Where a person may have two occupations, the sum of the coded is only a most; the least is the whole without
    those who have none, unless so few cells are hidden that this would help to uncover them.
    """
    groups = coded.groupby(_RANKING)
    sums = pd.DataFrame(
        {
            "coded": groups[measure].sum() + 2 * groups[measure].agg(lambda counts: counts.isna().sum()),
            "coded_lower": groups["lower"].sum(),
            "coded_upper": groups["upper"].sum(),
            "largest": groups["lower"].max(),
            "hidden_cells": groups["hidden"].sum(),
            "none_upper": rest.groupby(_RANKING)["upper"].sum(),
        }
    ).join(wholes.set_index(_RANKING)[[measure, "lower", "upper"]].add_prefix("whole_"))
    sums = sums.rename(columns={f"whole_{measure}": "whole"}).astype("Float64").fillna({"none_upper": 0})
    enough = sums["hidden_cells"] >= _ENOUGH_HIDDEN
    residual = (sums["whole_lower"] - sums["none_upper"]).where(enough, 0).clip(lower=0)
    if additivity(measure, "noc").rule == "adds":
        least = sums["coded_lower"] / sums["whole_upper"]
    else:
        shares = [residual / sums["whole_lower"], sums["largest"] / sums["whole_upper"]]
        least = pd.concat(shares, axis=1).max(axis=1)
    most = (sums["coded_upper"] / sums["whole_lower"]).clip(upper=1)
    return sums.assign(residual=residual, coverage_lower=least, coverage_upper=most)


def _in_order_of(found: pd.DataFrame, places: list[str] | None) -> pd.DataFrame:
    """The rankings in the order in which the places were asked for."""
    if not places:
        return found
    at = found["province"].map({place: number for number, place in enumerate(places)})
    return found.iloc[np.argsort(at.to_numpy(), kind="stable")].reset_index(drop=True)
