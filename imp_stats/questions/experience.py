"""Toward permanent residence: what work counts, and how much of the work with an occupation could count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from imp_stats.measures import additivity
from imp_stats.phrases import Lang, check_lang
from imp_stats.queries import ask, frame
from imp_stats.questions.effective import effective_by_occupation, effective_by_year
from imp_stats.questions.filters import Date, Words, Years, labelled, ordered
from imp_stats.questions.occupations import top_occupations
from imp_stats.questions.positions import positions_by_occupation, positions_by_year
from imp_stats.vocabulary import CANADA, NOT_STATED, STATED, skill_level

if TYPE_CHECKING:
    import duckdb

_PLACE = ["program", "province", "year"]
_NO_OCCUPATION = ("other", "not stated")
_BANDS = ("0-3", "either", "4-5")
_LEVELS = ("management", "A", "B", "C", "D")
_BAND_SUMS = ("sure_lower", "rest_upper", "possible_upper", "never_lower")
_SAME = (  # in every cell of a place and year
    "province_name", "source", "vintage", "none_upper", "whole_lower", "whole_upper", "coverage_lower", "coverage_upper",
)  # fmt: skip
_SHARES = tuple(f"share{end}" for end in ("", "_lower", "_upper"))
_TEER_SHARES = ("share_teer_0_3_lower", "share_teer_0_3_upper")
_OF_PROGRAM = ("share_of_program_lower", "share_of_program_upper", "coverage_lower", "coverage_upper")


def cec_rule(db: duckdb.DuckDBPyConnection, *, lang: str = "en") -> pd.DataFrame:
    """One row per condition that the Canadian Experience Class sets on work, language and place.

    Columns ``rule``, ``required`` (a number, a level or a word) and its ``unit``, ``text``, ``section`` of the Regulations,
    ``certainty``, ``source``, ``vintage``. The law decides, not this table: it says what the articles on the subject say
    right and wrong.

    Examples
    --------
    >>> import imp_stats as ims
    >>> rule = ims.cec_rule(ims.open_warehouse()).set_index("rule")["required"]
    >>> rule[["hours", "hours-per-week", "window", "continuity", "self-employment"]].tolist()
    ['1560', '30', '36', 'not required', 'excluded']

    """
    language = check_lang(lang)
    found = ask(db, "cec_rule")
    said = found.assign(text=found[f"text_{language}"])
    return ordered(said, "rule", "required", "unit", "text", "section", "certainty", "source", "vintage")


def skill_shares(
    db: duckdb.DuckDBPyConnection,
    *,
    program: str = "IMP",
    province: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per place, year and skill level: the counts that have an occupation, by the level of it.

    IMP: people whose permit became effective in the year (``effective_year``); TFWP: positions on positive LMIAs
    (``positions``). Columns ``program``, ``province``, ``year``, ``skill`` (NOC 2011: management, A to D), ``province_name``,
    ``skill_name``, the count, ``lower``, ``upper``, ``status``, ``hidden``, ``share`` of all occupations added up,
    ``share_lower``, ``share_upper``, ``share_teer_0_3_lower`` and ``share_teer_0_3_upper`` (of the level: the share whose
    occupation is of TEER 0 to 3 in NOC 2021), ``share_of_program_lower`` and ``share_of_program_upper`` (of everyone, where
    those without an occupation may have any), ``coverage_lower`` and ``coverage_upper`` (the share of the program that has
    an occupation at all, about a fifth of the IMP), ``provenance``, ``source``, ``vintage``. Who has two occupations counts in
    both: a lower bound of people is less than the sum of its cells by as much as that can be. A level of which a place
    lists no occupation has no row.

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
    >>> shares = ims.skill_shares(ims.open_warehouse(), province="ON", year=2021)
    >>> shares[["skill", "effective_year", "share_lower", "share_upper"]].round(2)
            skill  effective_year  share_lower  share_upper
    0  management            4592         0.18         0.19
    1           A           14307         0.57         0.59
    2           B            5179          0.2         0.22
    3           C             382         0.01         0.02
    4           D              82          0.0          0.0

    """
    found, measure = _coded(db, program=program, province=province, year=year, as_of=as_of, lang=lang)
    found["skill"] = [skill_level(noc) for noc in found["noc"]]
    answer = _summed(found, "skill", _LEVELS, measure)
    names = {level: _level_name(level, check_lang(lang)) for level in _LEVELS}
    named = answer.assign(skill_name=answer["skill"].map(names))
    order = (*_PLACE, "skill", "province_name", "skill_name", measure, "lower", "upper", "status", "hidden")
    tail = ("provenance", "source", "vintage")
    return ordered(frame(named), *order, *_SHARES, *_TEER_SHARES, *_OF_PROGRAM, *tail)


def teer_shares(
    db: duckdb.DuckDBPyConnection,
    *,
    program: str = "IMP",
    province: Words = None,
    year: Years = None,
    as_of: Date = None,
    lang: str = "en",
) -> pd.DataFrame:
    """Three rows per place and year: the counts with an occupation of TEER 0 to 3, of TEER 4 or 5, and of either.

    Work counts toward the Canadian Experience Class in TEER 0 to 3. The tables have codes of NOC 2011; Statistics
    Canada's concordance says which of NOC 2021 may hold their jobs, and the second digit of those is the TEER. A unit
    group that was split over both sides is ``either``. Columns as in :func:`skill_shares` with ``teer`` (0-3, either,
    4-5) for the level; ``share_teer_0_3_lower`` (none of ``either`` counts) and ``share_teer_0_3_upper`` (all of it) are the
    share of TEER 0 to 3 among all occupations added up, the same in each row.

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
    >>> shares = ims.teer_shares(ims.open_warehouse(), year=2021)
    >>> shares.loc[0, ["share_teer_0_3_lower", "share_teer_0_3_upper", "coverage_lower", "coverage_upper"]].round(2).tolist()
    [0.88, 0.94, 0.21, 0.23]

    """
    found, measure = _coded(db, program=program, province=province, year=year, as_of=as_of, lang=lang)
    answer = _summed(found, "band", _BANDS, measure).rename(columns={"band": "teer"})
    order = (*_PLACE, "teer", "province_name", measure, "lower", "upper", "status", "hidden")
    tail = ("provenance", "source", "vintage")
    return ordered(frame(answer), *order, *_SHARES, *_TEER_SHARES, *_OF_PROGRAM, *tail)


def _level_name(level: str, language: Lang) -> str:
    if level == "management":
        return "Gestion" if language == "fr" else "Management"
    return f"Niveau de compétence {level}" if language == "fr" else f"Skill level {level}"


def _coded(
    db: duckdb.DuckDBPyConnection, *, program: str, province: Words, year: Years, as_of: Date, lang: str
) -> tuple[pd.DataFrame, str]:
    """Every cell with an occupation of the places and years asked for, with its band of TEER, beside its whole.

    A place without sums of its own is added up from its parts: Canada by occupation is printed for positions only.
    """
    ranked = top_occupations(db, program=program, province=province, year=year, n=1, as_of=as_of, lang=lang)
    code, asked = ranked["program"].iloc[0], ranked["year"].unique().tolist()
    places = ranked["province"].unique().tolist()
    measure = "effective_year" if code == "IMP" else "positions"
    question = positions_by_year if measure == "positions" else effective_by_year
    cells = pd.concat([_cells(db, measure, place, asked, as_of) for place in places], ignore_index=True)
    wholes = question(db, province=places, year=asked, as_of=as_of)
    known = ranked.drop_duplicates(_PLACE).set_index(_PLACE)[["coverage_lower", "coverage_upper"]]
    rows = cells.join(_margins(cells, wholes, measure), on=_PLACE).join(known, on=_PLACE)
    bands = ask(db, "teers").set_index("noc")
    most, least = (rows["noc"].map(bands[end]) for end in ("most", "least"))
    rows["band"] = np.select([most <= "3", least > "3"], ["0-3", "4-5"], "either")
    coded = rows[~rows["noc"].isin(_NO_OCCUPATION)].copy()
    return labelled(coded, "province", "province_name", check_lang(lang)), measure


def _cells(
    db: duckdb.DuckDBPyConnection, measure: str, place: str, asked: list[int], as_of: Date
) -> pd.DataFrame:
    """The printed cells of a place by occupation; those of Canada are those of its parts, where it has none."""
    if measure == "positions":
        return positions_by_occupation(db, province=place, year=asked, as_of=as_of)
    parts = [*STATED, NOT_STATED] if place == CANADA else place
    return effective_by_occupation(db, province=parts, year=asked, as_of=as_of).assign(province=place)


def _margins(cells: pd.DataFrame, wholes: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Per place and year: the printed whole, who has no occupation, and how much the cells can count twice.

    All cells together exceed the whole by those who are in several of them: no sum of some cells can count more twice.
    """
    groups = cells.groupby(_PLACE)
    whole = wholes.set_index(_PLACE)[["lower", "upper"]].add_prefix("whole_")
    none = cells[cells["noc"].isin(_NO_OCCUPATION)].groupby(_PLACE)["upper"].sum()
    margins = whole.join(none.rename("none_upper")).fillna({"none_upper": 0})
    twice = (groups["upper"].sum() - margins["whole_lower"]).clip(lower=0)
    unlisted = (margins["whole_upper"] - groups["upper"].sum()).clip(lower=0)
    adds = additivity(measure, "noc").rule == "adds"
    return margins.assign(twice=0 if adds else twice, none_upper=margins["none_upper"] + unlisted)


def _summed(coded: pd.DataFrame, by: str, order: tuple[str, ...], measure: str) -> pd.DataFrame:
    """One row per place, year and group of occupations, in the order given: sums, shares and their bounds."""
    keys = [*_PLACE, by]
    rows = pd.DataFrame([_row(group, measure, keys) for _, group in coded.groupby(keys)])
    all_of = rows.groupby(_PLACE)[["plain_lower", "plain_upper", "estimate"]].transform("sum")
    rest_lower, rest_upper = (all_of[name] - rows[name] for name in ("plain_lower", "plain_upper"))
    rows["share"] = rows[measure].astype("Float64") / all_of["estimate"].where(all_of["estimate"] > 0)
    rows["share_lower"] = _part(rows["plain_lower"], rest_upper)
    rows["share_upper"] = _part(rows["plain_upper"], rest_lower)
    rows["share_of_program_lower"] = rows["lower"] / rows["whole_upper"]
    rows["share_of_program_upper"] = ((rows["upper"] + rows["none_upper"]) / rows["whole_lower"]).clip(
        upper=1
    )
    teers = rows if by == "skill" else rows.groupby(_PLACE)[list(_BAND_SUMS)].transform("sum")
    rows["share_teer_0_3_lower"] = _part(teers["sure_lower"], teers["rest_upper"])
    rows["share_teer_0_3_upper"] = _part(teers["possible_upper"], teers["never_lower"])
    rows["at"] = rows[by].map({name: place for place, name in enumerate(order)})
    return rows.sort_values([*_PLACE, "at"]).reset_index(drop=True)


def _row(group: pd.DataFrame, measure: str, keys: list[str]) -> dict[str, Any]:
    """The sum of some cells: at least its largest, and what is left of the sum when all that can count twice does."""
    first = group.iloc[0]
    lower, upper, hidden = group["lower"].sum(), group["upper"].sum(), int(group["hidden"].sum())
    count = group[measure].sum() + 2 * int(group[measure].isna().sum())
    is_lone = hidden > 0 and upper == group["upper"].max()  # the one cell that is not 0 is hidden
    least = max(group["lower"].max(), lower - first["twice"])
    in_band = {name: group[group["band"] == name] for name in _BANDS}
    return {
        measure: pd.NA if is_lone else count,
        "estimate": count,
        "lower": least,
        "upper": upper,
        "plain_lower": lower,
        "plain_upper": upper,
        "status": "suppressed"
        if is_lone
        else "estimated"
        if hidden
        else "exact"
        if least == upper
        else "rounded",
        "hidden": hidden,
        "sure_lower": in_band["0-3"]["lower"].sum(),
        "rest_upper": upper - in_band["0-3"]["upper"].sum(),
        "possible_upper": upper - in_band["4-5"]["upper"].sum(),
        "never_lower": in_band["4-5"]["lower"].sum(),
        "provenance": "printed" if len(group) == 1 else f"sum of {len(group)} cells",
        **{name: first[name] for name in (*keys, *_SAME)},
    }


def _part(part: pd.Series[Any], rest: pd.Series[Any]) -> pd.Series[Any]:
    """The share of a part in the sum of both; NA of nothing."""
    whole = (part + rest).astype("Float64")
    return part.astype("Float64") / whole.where(whole > 0)
