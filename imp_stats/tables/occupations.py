"""The table of top occupations, which says first how little it covers."""

import pandas as pd

from imp_stats.measures import additivity, measure_of
from imp_stats.measures import measure as declared
from imp_stats.phrases import Lang, check_lang, listed
from imp_stats.tables import cells
from imp_stats.tables.cells import Notes
from imp_stats.tables.table import Cell, Column, Table
from imp_stats.tables.words import said

_RANKING = ["program", "province", "year"]
_NEEDED = (
    *_RANKING, "province_name", "noc", "occupation", "skill", "rank_best", "rank_worst", "share_lower",
    "share_upper", "coverage_lower", "coverage_upper",
)  # fmt: skip


def top_occupations(top: pd.DataFrame, *, lang: str = "en") -> Table:
    """One ranking as a table: rank, occupation, count with its bounds, and share of those coded.

    The line that stands first says what part of the program has an occupation at all. A rank is one
    number where it is certain, else a range; every occupation that may belong is a row.

    Parameters
    ----------
    top
        A frame as ``ims.top_occupations`` returns it, of one program, province and year.
    lang
        The language of the table; the names of occupations stand as the frame has them.

    Returns
    -------
    Table
        Shown by Jupyter and in a terminal; ``ims.publish`` puts it on a page.

    Raises
    ------
    ValueError
        If the frame holds several rankings, or is not one that ``ims.top_occupations`` returned.

    Examples
    --------
    >>> top = pd.DataFrame({
    ...     "program": "IMP", "province": "ON", "year": 2021, "noc": ["2174", "2171"], "province_name": "Ontario",
    ...     "occupation": ["Computer programmers", "Information systems analysts"], "skill": "A",
    ...     "effective_year": [2800, 2225], "lower": [2798, 2223], "upper": [2802, 2227], "status": "rounded",
    ...     "hidden": 0, "rank_best": [1, 2], "rank_worst": [1, 2], "share_lower": [0.12, 0.09],
    ...     "share_upper": [0.14, 0.11], "coverage_lower": 0.16, "coverage_upper": 0.19,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> table = top_occupations(top)
    >>> table.lead
    'Occupation is recorded for 16% to 19% of the people counted; the rest, mostly open permits, name no occupation.'
    >>> [cell.text for cell in table.rows[0]]
    ['1', 'Computer programmers', '2,800', '12–14%']
    """
    tongue, measure = check_lang(lang), measure_of(top)
    _refuse_others(top)
    _refuse_several(top)
    notes = Notes(tongue)
    columns = _columns(top, measure, notes)
    rows = tuple(_row(row, measure, notes) for _, row in top.iterrows())
    first = top.iloc[0]
    where = f"{cells.program(first['program'], tongue)}, {first['province_name']}, {first['year']}"
    return Table(
        caption=said("top", tongue, where=where),
        subtitle=f"{declared(measure).label(tongue)}, {cells.as_of(top['vintage'], tongue)}",
        lead=_coverage(first, measure, tongue),
        columns=columns,
        rows=rows,
        row_header="occupation",
        notes=(*notes.texts, *top.attrs.get("notes", [])),
        source=cells.source(top, tongue),
        lang=tongue,
        frame=top,
    )


def _refuse_others(top: pd.DataFrame) -> None:
    missing = [name for name in _NEEDED if name not in top.columns]
    if missing or top.empty:
        what = f"has no {listed(missing)}" if missing else "holds no row"
        msg = f"The frame {what}: pass one as ims.top_occupations(db, ...) returned it."
        raise ValueError(msg)


def _refuse_several(top: pd.DataFrame) -> None:
    rankings = top[_RANKING].drop_duplicates()
    if len(rankings) > 1:
        varying = [name for name in _RANKING if len(rankings[name].unique()) > 1]
        held = listed(" ".join(map(str, ranking)) for ranking in rankings.itertuples(index=False))
        pick = " & ".join(f'(top["{name}"] == {rankings[name].tolist()[0]!r})' for name in varying)
        msg = f"The frame holds {len(rankings)} rankings ({held}); a table shows one: top_occupations(top[{pick}])."
        raise ValueError(msg)


def _coverage(row: pd.Series, measure: str, lang: Lang) -> str:
    unit = declared(measure).unit
    if row["coverage_lower"] == 1:
        return said(f"all_{unit}", lang)
    share = cells.share_in_prose(row["coverage_lower"], row["coverage_upper"], lang)
    return said(f"some_{unit}", lang, share=share)


def _columns(top: pd.DataFrame, measure: str, notes: Notes) -> tuple[Column, ...]:
    lang = notes.lang
    unit = declared(measure).unit
    ranges = (top["rank_best"] != top["rank_worst"]).any()
    about_rank = (notes.number("note_rank"),) if ranges else ()
    about_count = (notes.number("note_positions" if unit == "positions" else "note_rounded"),)
    counts_twice = additivity(measure, "noc").rule != "adds"
    about_share = (notes.number("note_coded"),) if counts_twice else ()
    return (
        Column("rank", said("rank", lang), "left", about_rank),
        Column("occupation", said("occupation", lang), "left"),
        Column("count", said(unit, lang), "right", about_count),
        Column("share", said("share", lang), "right", about_share),
    )


def _row(row: pd.Series, measure: str, notes: Notes) -> tuple[Cell, ...]:
    lang = notes.lang
    skill = row["skill"]
    level = said("management", lang) if skill == "management" else said("level", lang, skill=skill)
    return (
        cells.rank(row["rank_best"], row["rank_worst"]),
        Cell(row["occupation"], said("unit_group", lang, noc=row["noc"], skill=level)),
        cells.count(row, measure, notes),
        Cell(cells.share(row["share_lower"], row["share_upper"], lang)),
    )
