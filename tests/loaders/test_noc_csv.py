"""The IMP's table by occupation as saved in CSV, kept as an older vintage of the workbook's table."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from imp_stats.errors import LayoutError
from imp_stats.ledger import Staged
from imp_stats.loaders.recognise import load, recognise

from made import PROGRAMMERS, noc_csv, text

NAME = "EN_ODP-TR-Work-IMP_PT_NOC4.csv"


def staged(path: Path) -> Staged:
    found = recognise(path)
    assert found is not None
    return load(path, *found)


def test_its_cells_are_kept_under_the_workbooks_card(tmp_path: Path) -> None:
    one = staged(text(tmp_path / NAME, noc_csv()))
    assert (one.card, one.vintage, one.vintage_from) == ("ircc-imp-noc", dt.date(2015, 2, 28), "inferred")
    assert set(one.cells["card"]) == {"ircc-imp-noc"}
    assert one.cells.height == 14 * 3 * 2
    ontario = one.cells.filter(pl.col("province") == "ON", pl.col("period") == dt.date(2015, 2, 1))
    assert ontario.select("noc", "noc_version", "printed", "lower", "upper", "cell").rows() == [
        ("0011", "2011", None, 1, 4, "line 17, field 4"),
        ("2174", "2011", 1015, 1013, 1017, "line 18, field 4"),
        ("other", "2011", 0, 0, 0, "line 19, field 4"),
    ]
    assert not one.cells["is_total"].any()


def test_a_year_ends_and_the_next_begins(tmp_path: Path) -> None:
    months = [
        "15-Jan",
        *(
            f"15-{name}"
            for name in ["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        ),
        "16-Jan",
    ]
    one = staged(text(tmp_path / NAME, noc_csv(months)))
    assert one.vintage == dt.date(2016, 1, 31)


def test_under_another_name_it_is_none_of_ours(tmp_path: Path) -> None:
    assert recognise(text(tmp_path / "jobs.csv", noc_csv())) is None


ONTARIO = "Ontario,0011 - Legislators,--,--\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",,15-Jan", "Province,,15-Jan", r"line 1, field 1: found 'Province', expected the header '15-Jan'"),
        (",,15-Jan", ",NOC,15-Jan", r"line 1, field 1: found '', expected the header|line 1, field 1: found nothing"),
        ("15-Feb", "15-Mar", r"line 1, field 4: found '15-Mar', expected the month '15-Feb'"),
        ("15-Feb", "2015-02", r"line 1, field 4"),
        ("15-Feb", "", r"line 1, field 4: found nothing, expected the month '15-Feb'"),
        ("Ontario,0011", "Ontari,0011", r"line 17, field 1: found 'Ontari', expected a province or territory"),
        ("Ontario,0011", ",0011", r"line 17, field 1: found nothing"),
        ("Ontario,0011", "Canada,0011", r"line 17, field 1: found 'Canada'"),
        ("Ontario,0011", "Quebec,0011", r"line 17, field 2: .*expected an occupation after 'other', each once for a place"),
        ("Ontario,0011 - Legislators", "Ontario,0011 - Lawmakers", r"line 17, field 2: found '0011 - Lawmakers', expected '0011 - Legislators'"),
        ("Ontario,0011 - Legislators", "Ontario,9999 - Robots", r"line 17, field 2: found '9999 - Robots', expected an occupation of NOC 2011"),
        (ONTARIO, ONTARIO * 2, r"line 18, field 2: .*expected an occupation after '0011'"),
        (ONTARIO, ONTARIO.replace("--,--", "--"), r"line 17, field 4: found nothing, expected a whole number"),
        (ONTARIO, ONTARIO.replace("--,--", "--,--,5"), r"line 17, field 5: found '5', expected 4 fields"),
        (ONTARIO, ONTARIO.replace("--,--", "--,3"), r"line 17, field 4: found '3', expected a whole number rounded to 5"),
        (ONTARIO, ONTARIO.replace("--,--", "--,1015.0"), r"line 17, field 4: found '1015\.0'"),
        (ONTARIO, ONTARIO.replace("--,--", "--,15-Jan"), r"line 17, field 4"),
        (ONTARIO, f"{ONTARIO}\n", r"line 18, field 1: found nothing"),
        (ONTARIO, f"Ontario,Other occupations,0,0\n{ONTARIO}", r"line 18, field 2: .*after 'other'"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_is_refused_with_line_and_field(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in noc_csv()
    with pytest.raises(LayoutError, match=message):
        staged(text(tmp_path / NAME, noc_csv().replace(old, new, 1)))


def block(place: str) -> str:
    return "".join(line for line in noc_csv().splitlines(keepends=True) if line.startswith(f"{place},"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (block("Ontario"), "", r"line 17, field 1: found 'Manitoba', expected the rows of 'Ontario'"),
        (block("Ontario"), block("Ontario") + block("Quebec"), r"line 20, field 1: found 'Quebec', expected the rows of 'Manitoba'"),
        (block("Ontario") + block("Manitoba"), block("Manitoba") + block("Ontario"), r"line 17, field 1: found 'Manitoba'"),
        (block("Province/territory not stated"), "", r"line 41, field 1: found nothing, expected the rows of 'Province/territory not stated'"),
        (block("Province/territory not stated"), block("Province/territory not stated") + block("Yukon"),
         r"line 44, field 1: found 'Yukon', expected the end of the file"),
    ],
)  # fmt: skip
def test_a_block_moved_doubled_or_lost_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        staged(text(tmp_path / NAME, noc_csv().replace(old, new, 1)))


def test_a_header_alone_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="only a header"):
        staged(text(tmp_path / NAME, ",,15-Jan\n"))
    with pytest.raises(LayoutError, match="line 1, field 1"):
        staged(text(tmp_path / NAME, f"Ontario,{PROGRAMMERS},5\n"))
