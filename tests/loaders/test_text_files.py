"""The tab-separated citizenship files and ESDC's table 7."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from imp_stats.errors import LayoutError
from imp_stats.loaders.recognise import load, recognise
from imp_stats.vocabulary import STATED, entries

from made import citizenship, positions, text

IMP = "ODP-TR-Work-IMP-CITZ.csv"


def loaded(path: Path) -> pl.DataFrame:
    found = recognise(path)
    assert found is not None
    return load(path, *found).cells


def test_a_citizenship_file_keeps_its_lines_and_dates_itself_by_its_last_month(tmp_path: Path) -> None:
    path = text(tmp_path / IMP, citizenship())
    found = recognise(path)
    assert found is not None
    staged = load(path, *found)
    assert (staged.vintage, staged.vintage_from) == (dt.date(2024, 3, 31), "inferred")
    assert staged.cells.select("period", "citizenship", "printed", "cell").rows() == [
        (dt.date(2024, 2, 1), "India", 25, "line 3"),
        (dt.date(2024, 3, 1), "Brazil", None, "line 4"),
        (dt.date(2024, 3, 1), "India", 1005, "line 2"),
    ]


def test_line_ends_do_not_matter(tmp_path: Path) -> None:
    unix = loaded(text(tmp_path / IMP, citizenship().replace("\r\n", "\n")))
    assert unix.equals(loaded(text(tmp_path / IMP, citizenship())))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("FR_ANNEÉ", "FR_ANNÉE", r"line 1, field 4: found 'FR_ANNÉE', expected the header 'FR_ANNEÉ'"),
        ("TOTAL", "COUNT", r"line 1, field 9"),
        ("Brazil", "Brasil", r"line 4, field 7: found 'Brasil', expected a country"),
        (
            "Brésil",
            "Brazil",
            r"line 4, field 8: found 'Brazil', expected the French name of the row's country, 'Brésil'",
        ),
        ("Q1\tFeb", "Q2\tFeb", r"line 3, field 2: found 'Q2', expected the quarter"),
        ("fév.", "févr.", r"line 3, field 6"),
        ("2024\tT1\tfév.", "2023\tT1\tfév.", r"line 3, field 4"),
        ("T1\tfév.", "T2\tfév.", r"line 3, field 5"),
        ("\tFeb\t", "\tFeb.\t", r"line 3, field 3"),
        ("1005", "1.005", r"line 2, field 9: found '1\.005'"),
        ("1005", "-5", r"line 2, field 9"),
        ("1005", "1005\t", r"line 2, field 10: found nothing, expected 9 fields"),
        ("\t1005", "", r"line 2, field 9: found nothing"),
        (
            "Brazil\tBrésil",
            "India\tInde",
            r"line 4, field 7: found 'India', expected one row a month for each country; line 2",
        ),
        ("2024\tQ1\tFeb\t2024\tT1\tfév.", "2023\tQ4\tDec\t2023\tT4\tdéc.", r"no row for Jan 2024"),
    ],
)
def test_a_citizenship_file_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        loaded(text(tmp_path / IMP, citizenship().replace(old, new)))


def test_a_header_alone_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="only a header"):
        loaded(text(tmp_path / IMP, citizenship().partition("\n")[0] + "\n"))


def test_without_its_name_a_citizenship_file_cannot_be_told(tmp_path: Path) -> None:
    assert recognise(text(tmp_path / "citizens.csv", citizenship())) is None


def test_positions_are_exact_and_dated_by_their_last_year(tmp_path: Path) -> None:
    cells = loaded(text(tmp_path / "any name.csv", positions(), "cp1252"))
    ontario = cells.filter((pl.col("province") == "ON") & pl.col("noc").is_not_null())
    assert ontario.select("period", "printed", "lower", "upper", "status", "cell").rows() == [
        (dt.date(2022, 1, 1), 100, 100, 100, "exact", "line 35, field 2"),
        (dt.date(2023, 1, 1), 100, 100, 100, "exact", "line 35, field 3"),
    ]
    assert cells["vintage"].unique().to_list() == [dt.date(2023, 12, 31)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "8431 - General farm workers,100",
            "8431 - Farm workers,100",
            r"expected '8431 - General farm workers'",
        ),
        (
            "8431 - General farm workers,100",
            "8499 - Farmers,100",
            r"line 10, field 1: .*expected an occupation",
        ),
        ("Ontario - Total", "Ontario Total", r"expected the row 'Ontario - Total' before the next place"),
        (
            "NOC Code and Occupational Group,,\r\n,2022,2023\r\n8431 - General farm workers,100",
            "NOC Code,,\r\n,2022,2023\r\n8431 - General farm workers,100",
            r"expected the header",
        ),
        (
            "Group,,\r\n,2022,2023\r\n8431 - General farm workers,100",
            "Group,,\r\n,2021,2023\r\n8431 - General farm workers,100",
            r"the same row of years",
        ),
        (",2022,2023", ",2022,2024", r"field 3: found '2024', expected the year 2023"),
        ("Ontario,,", "Ontari,,", r"found 'Ontari', expected the name of the next place"),
        ("workers,100,100", "workers,100,#N/A", r"line 10, field 3: found '#N/A'"),
        ("workers,100,100", 'workers,100,"1,00"', r"line 10, field 3"),
        ("Notes:,,", "Note:,,", r"found 'Note:', expected the name of the next place, or 'Notes:'"),
    ],
)
def test_a_table_of_positions_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    content = positions().replace(old, new, 1) if old != ",2022,2023" else positions().replace(old, new)
    with pytest.raises(LayoutError, match=message):
        loaded(text(tmp_path / "table.csv", content, "cp1252"))


def test_a_place_missing_from_the_positions_is_refused(tmp_path: Path) -> None:
    lines = positions().split("\r\n")
    ontario = lines.index("Ontario,,")
    with pytest.raises(LayoutError, match="expected the places Canada, Newfoundland"):
        loaded(text(tmp_path / "table.csv", "\r\n".join(lines[:ontario] + lines[ontario + 5 :])))


def test_an_occupation_doubled_is_refused(tmp_path: Path) -> None:
    row = "8431 - General farm workers,100,100"
    with pytest.raises(LayoutError, match="that NL does not have already"):
        loaded(text(tmp_path / "table.csv", positions().replace(row, f"{row}\r\n{row}", 1)))


POPULATION_HEADER = "REF_DATE,GEO,DGUID,UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,COORDINATE,VALUE,STATUS,SYMBOL,TERMINATED,DECIMALS"


def population() -> str:
    """A population table: a quarter before today's territories, and one with all of them."""
    rows = [POPULATION_HEADER, "1991-04,Canada,,Persons,249,units,0,v1,1,100,,,,0"]
    rows += ["1991-04,Northwest Territories including Nunavut,,Persons,249,units,0,v1,1,50,,,t,0"]
    for place, count in (("Canada", 1300), *((entries("province")[code].en, 100) for code in STATED)):
        rows.append(f"1991-07,{place},,Persons,249,units,0,v1,1,{count},,,,0")
    return "\r\n".join(rows) + "\r\n"


def test_population_is_read_from_the_first_quarter_with_all_of_todays_places(tmp_path: Path) -> None:
    cells = loaded(text(tmp_path / "17100009.csv", population()))
    assert cells.height == 14
    assert cells.filter(pl.col("province") == "CA").select("period", "printed", "status", "cell").rows() == [
        (dt.date(1991, 7, 1), 1300, "exact", "line 4")
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("UOM,", "UNIT,", r"line 1, field 4: found 'UNIT', expected the header 'UOM'"),
        (
            "1991-07,Ontario",
            "1991-08,Ontario",
            r"line 10, field 1: found '1991-08', expected the first month of a quarter",
        ),
        (
            "1991-07,Ontario",
            "1991-07,Upper Canada",
            r"line 10, field 2: found 'Upper Canada', expected Canada, a province",
        ),
        ("Ontario,,Persons", "Ontario,,Dollars", r"line 10, field 4: found 'Dollars', expected 'Persons'"),
        (
            "Persons,249,units,0,v1,1,1300",
            "Persons,249,thousands,0,v1,1,1300",
            r"line 4, field 6: found 'thousands'",
        ),
        ("v1,1,1300,,", "v1,1,1300,E,", r"line 4, field 11: found 'E'"),
        (
            "1991-07,Ontario,,Persons,249,units,0,v1,1,100,,,,0\r\n",
            "",
            r"line 4, field 2: found 'Canada', expected Ontario in every quarter, also on 1991-07-01",
        ),
        ("1991-07,Canada", "1991-04,Canada", r"expected Canada in every quarter, also on 1991-07-01"),
        (
            "1991-07,Ontario",
            "1992-01,Ontario",
            r"no row between 1991-07-01 and 1992-01-01, expected every quarter",
        ),
        ("1991-07", "1991-04", r"line 17, field 1: found '1991-04', expected quarters since 1991-07-01"),
        ("v1,1,1300", "v1,1,..", r"line 4, field 10: found '\.\.', expected a whole number"),
    ],
)
def test_a_population_table_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        loaded(text(tmp_path / "17100009.csv", population().replace(old, new)))
