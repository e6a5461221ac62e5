"""Headers -> periods: which column of a workbook stands for which day, month, quarter or year."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from imp_stats.loaders.grid import Grid

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEAR = re.compile(r"(19|20)\d\d")
_SOURCE = re.compile(r"Source: IRCC, ([A-Z][a-z]+) (\d{1,2}),? (\d{4})")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """The period of a column: its kind and its first day (of a stock, the day itself)."""

    column: int
    kind: str
    start: dt.date


def header_row(grid: Grid, header: str) -> int:
    """The row whose first cell is the header the card declares."""
    for row in range(min(grid.frame.height, 12)):
        if grid.text(row, 0) == header:
            return row
    grid.refuse(2, 0, f"the header {header!r}")


def label_width(grid: Grid, row: int) -> int:
    """How many columns before the first year hold labels."""
    for column in range(1, grid.frame.width):
        if grid.text(row, column):
            return column
    grid.refuse(row, 1, "a year after the label columns")


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


def months_quarters_years(grid: Grid, row: int, first: int) -> list[Period]:
    """The columns under three header rows: years; quarters and year totals; months and quarter totals.

    Within a year months follow one another from January, a quarter's total follows its last month and
    the year's total ends it; the last year may stop early, after any month.
    """
    periods: list[Period] = []
    column = first
    while column < grid.frame.width:
        year = _year_at(grid, row, column, periods)
        column = _read_year(grid, row, column, year, periods)
    return periods


def _year_at(grid: Grid, row: int, column: int, periods: list[Period]) -> int:
    text = grid.text(row, column) or ""
    expected = f"the year {periods[-1].start.year + 1}" if periods else "a year such as 2015"
    is_next = _YEAR.fullmatch(text) and (not periods or int(text) == periods[-1].start.year + 1)
    if not is_next:
        grid.refuse(row, column, expected)
    return int(text)


def _read_year(grid: Grid, row: int, column: int, year: int, periods: list[Period]) -> int:
    month = 1
    while month <= 12 and column < grid.frame.width and grid.text(row + 1, column) != f"{year} Total":
        quarter = (month - 1) // 3 + 1
        if (month - 1) % 3 == 0 and grid.text(row + 1, column) != f"Q{quarter}":
            grid.refuse(row + 1, column, f"'Q{quarter}' or '{year} Total'")
        _expect(grid, row + 2, column, MONTHS[month - 1])
        periods.append(Period(column, "month", dt.date(year, month, 1)))
        column += 1
        if grid.text(row + 2, column) == f"Q{quarter} Total":
            periods.append(Period(column, "quarter", dt.date(year, 3 * quarter - 2, 1)))
            column += 1
        elif month % 3 == 0:
            grid.refuse(
                row + 2, min(column, grid.frame.width - 1), f"'Q{quarter} Total' after the quarter's months"
            )
        month += 1
    _expect(grid, row + 1, min(column, grid.frame.width - 1), f"{year} Total")
    periods.append(Period(column, "year", dt.date(year, 1, 1)))
    column += 1
    if month <= 12 and column < grid.frame.width:
        grid.refuse(row + 1, column - 1, f"{MONTHS[month - 1]} of {year}: only the last year may stop early")
    return column


def _expect(grid: Grid, row: int, column: int, text: str) -> None:
    if grid.text(row, column) != text:
        grid.refuse(row, column, repr(text))


def source_date(grid: Grid, first: int, periods: Sequence[Period]) -> dt.date:
    """The publisher's as-of date, the last line of the notes, which begin at row ``first``: the end of the last period."""
    last = max(period.start for period in periods)
    end = last if last.month == 12 else dt.date(last.year, last.month + 1, 1) - dt.timedelta(days=1)
    end = dt.date(end.year, 12, 31) if end.month == 12 else end
    for row in range(grid.frame.height - 1, first - 1, -1):
        found = _SOURCE.fullmatch((grid.text(row, 0) or "").strip())
        if found is None:
            continue
        if found.groups() != (_MONTH_NAMES[end.month - 1], str(end.day), str(end.year)):
            grid.refuse(
                row, 0, f"the end of the last period, {_MONTH_NAMES[end.month - 1]} {end.day}, {end.year}"
            )
        return end
    grid.refuse(grid.frame.height - 1, 0, "a last line such as 'Source: IRCC, December 31, 2024'")


def notes_row(grid: Grid, row: int) -> None:
    """Hold the rows from ``row`` on to notes: nothing stands outside their first column."""
    for below in range(row, grid.frame.height):
        for column in range(1, grid.frame.width):
            if grid.text(below, column):
                grid.refuse(below, column, "nothing beside the notes after the row 'Total'")
