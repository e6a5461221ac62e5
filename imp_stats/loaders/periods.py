"""Headers -> periods: which column of a workbook stands for which day, month, quarter or year.

The English words are held to as they are known. No French workbook has been read here, so that a French header may
say what it says in any of the ways that leave no doubt.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from imp_stats.loaders.grid import Grid

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOIS = (
    ("janv.", "jan.", "janvier"), ("fév.", "févr.", "février"), ("mars",), ("avr.", "avril"), ("mai",), ("juin",),
    ("juil.", "juill.", "juillet"), ("août",), ("sept.", "septembre"), ("oct.", "octobre"), ("nov.", "novembre"),
    ("déc.", "décembre"),
)  # fmt: skip
_YEAR = re.compile(r"(19|20)\d\d")
_SOURCE = re.compile(r"Source: IRCC, ([A-Z][a-z]+) (\d{1,2}),? (\d{4})")
_SOURCE_FR = re.compile(r"Source\s?: IRCC, (?:le |au )?(\d{1,2}) ([a-zéû]+) (\d{4})")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Words:
    """How a header says its months, quarters and totals, each in one way or in several."""

    months: tuple[tuple[str, ...], ...]
    quarter: str
    is_french: bool

    def totals(self, of: str) -> tuple[str, ...]:
        """What may stand over the total of a quarter or a year."""
        return (f"{of} Total", *((f"Total {of}", f"Total - {of}") if self.is_french else ()))


ENGLISH = Words(tuple((month,) for month in MONTHS), "Q", is_french=False)
FRENCH = Words(_MOIS, "T", is_french=True)


@dataclass(frozen=True)
class Period:
    """The period of a column: its kind and its first day (of a stock, the day itself)."""

    column: int
    kind: str
    start: dt.date


def header_row(grid: Grid, *headers: str) -> int:
    """The row whose first cell is a header that the card declares."""
    for row in range(min(grid.frame.height, 12)):
        if grid.text(row, 0) in headers:
            return row
    grid.refuse(2, 0, f"the header {headers[0]!r}")


def label_width(grid: Grid, row: int) -> int:
    """How many columns before the first year hold labels."""
    for column in range(1, grid.frame.width):
        if grid.text(row, column):
            return column
    grid.refuse(row, 1, "a year after the label columns")


def words_of(grid: Grid, row: int, first: int) -> Words:
    """The language of a header of months, by its first month."""
    return FRENCH if grid.text(row + 2, first) in FRENCH.months[0] else ENGLISH


def year_end_days(grid: Grid, row: int, first: int) -> list[Period]:
    """One column per year from ``first`` on, each year following the one before: 31 December of each."""
    periods: list[Period] = []
    for column in range(first, grid.frame.width):
        text = grid.text(row, column) or ""
        follows = (
            not periods or int(text or 0) == periods[-1].start.year + 1 if _YEAR.fullmatch(text) else False
        )
        if not follows:
            expected = f"the year {periods[-1].start.year + 1}" if periods else "a year such as 2000"
            grid.refuse(row, column, expected)
        periods.append(Period(column, "day", dt.date(int(text), 12, 31)))
    return periods


def months_quarters_years(grid: Grid, row: int, first: int, words: Words) -> list[Period]:
    """The columns under three header rows: years; quarters and year totals; months and quarter totals.

    Within a year months follow one another from January, a quarter's total follows its last month and
    the year's total ends it; the last year may stop early, after any month.
    """
    periods: list[Period] = []
    column = first
    while column < grid.frame.width:
        year = _year_at(grid, row, column, periods)
        column = _read_year(grid, row, column, year=year, words=words, periods=periods)
    return periods


def _year_at(grid: Grid, row: int, column: int, periods: list[Period]) -> int:
    text = grid.text(row, column) or ""
    expected = f"the year {periods[-1].start.year + 1}" if periods else "a year such as 2015"
    is_next = _YEAR.fullmatch(text) and (not periods or int(text) == periods[-1].start.year + 1)
    if not is_next:
        grid.refuse(row, column, expected)
    return int(text)


def _read_year(grid: Grid, row: int, column: int, *, year: int, words: Words, periods: list[Period]) -> int:
    """Read the columns of one year into ``periods``; the column after it."""
    month, end = 1, words.totals(str(year))
    while month <= 12 and column < grid.frame.width and grid.text(row + 1, column) not in end:
        quarter = f"{words.quarter}{(month - 1) // 3 + 1}"
        if (month - 1) % 3 == 0 and grid.text(row + 1, column) != quarter:
            grid.refuse(row + 1, column, f"{quarter!r} or {end[0]!r}")
        _expect(grid, row + 2, column, words.months[month - 1])
        periods.append(Period(column, "month", dt.date(year, month, 1)))
        column += 1
        if grid.text(row + 2, column) in words.totals(quarter):
            periods.append(Period(column, "quarter", dt.date(year, month - (month - 1) % 3, 1)))
            column += 1
            month = _after_total(grid, row, column, month, end)
        elif month % 3 == 0:
            right = f"{words.totals(quarter)[0]!r} after the quarter's months"
            grid.refuse(row + 2, min(column, grid.frame.width - 1), right)
        else:
            month += 1
    _expect(grid, row + 1, min(column, grid.frame.width - 1), end)
    periods.append(Period(column, "year", dt.date(year, 1, 1)))
    column += 1
    if month <= 12 and column < grid.frame.width:
        early = f"{MONTHS[month - 1]} of {year}: only the last year may stop early"
        grid.refuse(row + 1, column - 1, early)
    return column


def _after_total(grid: Grid, row: int, column: int, month: int, end: Sequence[str]) -> int:
    """The month after a quarter's total; one that came before the quarter was over must end the year."""
    if month % 3 and grid.text(row + 1, column) not in end:
        grid.refuse(
            row + 1, min(column, grid.frame.width - 1), f"{end[0]!r} after a quarter that stops early"
        )
    return month + 1


def _expect(grid: Grid, row: int, column: int, right: Sequence[str]) -> None:
    if grid.text(row, column) not in right:
        grid.refuse(row, column, repr(right[0]))


def source_date(grid: Grid, first: int, periods: Sequence[Period]) -> dt.date:
    """The publisher's as-of date, the last line of the notes, which begin at row ``first``: the end of the last period."""
    last = max(period.start for period in periods)
    end = last if last.month == 12 else dt.date(last.year, last.month + 1, 1) - dt.timedelta(days=1)
    end = dt.date(end.year, 12, 31) if end.month == 12 else end
    for row in range(grid.frame.height - 1, first - 1, -1):
        stamp = _stamp((grid.text(row, 0) or "").strip())
        if stamp is None:
            continue
        if stamp != (end.month, end.day, end.year):
            grid.refuse(
                row, 0, f"the end of the last period, {_MONTH_NAMES[end.month - 1]} {end.day}, {end.year}"
            )
        return end
    grid.refuse(grid.frame.height - 1, 0, "a last line such as 'Source: IRCC, December 31, 2024'")


def _stamp(line: str) -> tuple[int, int, int] | None:
    """Month, day and year of a line "Source: IRCC, December 31, 2024", in English or in French; a month that is none is 0."""
    if found := _SOURCE.fullmatch(line):
        month, day, year = found.groups()
        return _MONTH_NAMES.index(month) + 1 if month in _MONTH_NAMES else 0, int(day), int(year)
    if found := _SOURCE_FR.fullmatch(line):
        day, month, year = found.groups()
        return next((at for at, names in enumerate(_MOIS, 1) if month in names), 0), int(day), int(year)
    return None


def notes_row(grid: Grid, row: int) -> None:
    """Hold the rows from ``row`` on to notes: nothing stands outside their first column."""
    for below in range(row, grid.frame.height):
        for column in range(1, grid.frame.width):
            if grid.text(below, column):
                grid.refuse(below, column, "nothing beside the notes after the row 'Total'")
