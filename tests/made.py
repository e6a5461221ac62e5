"""Tiny publisher's files, made by the tests in the real layouts and with the real vocabulary."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl

from imp_stats.cards import cards
from imp_stats.loaders.grid import Grid
from imp_stats.vocabulary import STATED, entries

YEAR_END_TITLE = (
    "Canada - Temporary Foreign Worker Program (TFWP) work permit holders on December 31st by "
    "Province/Territory of intended destination and program, 2023 - 2024"
)
NOC_TITLE = (
    "Canada - International Mobility Program (IMP) work permit holders by province/territory of intended destination, "
    "intended occupation (4-digit NOC 2011) and year in which permit(s) became effective, January 2023 - March 2024"
)
PROGRAMMERS = "2174 - Computer programmers and interactive media developers"
Rows = list[list[str | None]]


def year_end(years: Sequence[str] = ("2023", "2024"), *, stamp: str = "December 31 2024") -> Rows:
    """A TFWP year-end sheet: every place has two agricultural streams, their total, and its own total."""
    count = len(years)
    rows: Rows = [[YEAR_END_TITLE], [""], ["Province/territory and program", None, None, *years]]
    for code in STATED:
        rows += [
            ["", "", "Seasonal Agricultural Worker Program", *["--"] * count],
            [None, None, "Agricultural Stream", *["1,000"] * count],
            [None, "Agricultural Workers", None, *["1,005"] * count],
            [None, "Caregivers", None, *["0"] * count],
            [f"{entries('province')[code].en} Total", None, None, *["1,005"] * count],
        ]
    rows += [
        ["Province / Territory not stated", None, None, *["5"] * count],
        ["Total", None, None, *["13,070"] * count],
        [""],
        ["Notes: \nvalues between 0 and 5 are shown as --"],
        [f"Source: IRCC, {stamp}"],
    ]
    return rows


def monthly() -> Rows:
    """An IMP sheet by occupation: one full year and a first quarter; 15 programmers a month in each place."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    first: list[str | None] = ["Province/territory and occupation", None]
    second: list[str | None] = [None, None]
    third: list[str | None] = [None, None]
    counts: list[str] = []
    for year, last in (("2023", 12), ("2024", 3)):
        first.append(year)
        for number in range(last):
            quarter = number // 3 + 1
            second.append(f"Q{quarter}" if number % 3 == 0 else None)
            third.append(months[number])
            counts.append("15")
            if number % 3 == 2:
                second.append(None)
                third.append(f"Q{quarter} Total")
                counts.append("40")
        second.append(f"{year} Total")
        third.append(None)
        counts.append("130" if last == 12 else "40")
        first += [None] * (len(second) - len(first))
    rows: Rows = [[NOC_TITLE], [""], first, second, third]
    for code in (*STATED, "ZZ"):
        name = "Province/territory not stated" if code == "ZZ" else entries("province")[code].en
        rows += [
            ["", PROGRAMMERS, *counts],
            [None, "Other occupations", *["--"] * len(counts)],
            [None, "Occupation not stated", *["0"] * len(counts)],
            [f"{name} Total", None, *counts],
        ]
    canada = {"15": "210", "40": "560", "130": "1,820"}
    rows += [
        ["Total", None, *[canada[count] for count in counts]],
        [""],
        ["NotesL \nvalues between 0 and 5 are shown as --"],
        ["Source: IRCC, March 31, 2024"],
    ]
    return rows


def citizenship() -> str:
    """An IMP citizenship file: two countries, two months, one zero that is not there."""
    head = "EN_YEAR\tEN_QUARTER\tEN_MONTH\tFR_ANNEÉ\tFR_TRIMESTRE\tFR_MOIS\tEN_COUNTRY_OF_CITIZENSHIP\tFR_PAYS_DE_CITOYENNETÉ\tTOTAL"
    rows = (
        "2024\tQ1\tMar\t2024\tT1\tmars\tIndia\tInde\t1005",
        "2024\tQ1\tFeb\t2024\tT1\tfév.\tIndia\tInde\t25",
        "2024\tQ1\tMar\t2024\tT1\tmars\tBrazil\tBrésil\t--",
    )
    return "\r\n".join([head, *rows]) + "\r\n"


def positions() -> str:
    """An ESDC table 7: one occupation, one position in each place, two years."""
    title = cards()["esdc-positions-noc"].title
    lines = [f'"{title}",,']
    for code in ("CA", *STATED):
        name = entries("province")[code].en
        count = '"1,300"' if code == "CA" else "100"
        lines += [
            f"{name},,",
            "NOC Code and Occupational Group,,",
            ",2022,2023",
            f"8431 - General farm workers,{count},{count}",
            f"{name} - Total,{count},{count}",
        ]
    return "\r\n".join([*lines, "Notes:,,", "1. Positions are no people.,,", ""])


def grid(rows: Rows, sheet: str | None = "TR - TFW Progam") -> Grid:
    """Rows as the loaders see them."""
    width = max(map(len, rows))
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    names = [f"column_{place}" for place in range(width)]
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return Grid("made.xlsx", sheet, frame)


def workbook(path: Path, rows: Rows, sheet: str = "TR - TFW Progam") -> Path:
    """Rows as a workbook, every cell text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Text as a file."""
    path.write_bytes(content.encode(encoding))
    return path
