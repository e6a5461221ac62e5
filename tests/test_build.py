"""From a folder of files to a ledger: all or nothing, and never the same count twice."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from imp_stats.build import begin, build, check
from imp_stats.continuity import follow
from imp_stats.errors import LayoutError, UnknownWordError
from imp_stats.ledger import Staged, keep, read_cells, read_vintages
from imp_stats.loaders.ircc_tsv import _FRENCH_MONTHS
from imp_stats.loaders.periods import MONTHS
from imp_stats.loaders.recognise import load, recognise
from imp_stats.vocabulary import STATED, entries

from made import (
    citizenship,
    earners,
    gender,
    graduates,
    monthly,
    noc_csv,
    npr,
    positions,
    text,
    workbook,
    year_end,
)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A data folder without any vintage, so that made files meet no real ones."""
    data = tmp_path / "data"
    begin(data)
    shutil.rmtree(data / "tidy")
    return data


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_known_files_are_told_under_any_name_and_unknown_ones_passed_over(empty: Path, source: Path) -> None:
    workbook(source / "regional_WP(original).xlsx", year_end())
    workbook(source / "TR foreign workers.xlsx", monthly(), "TR - IMP NOC")
    text(source / "ODP-TR-Work-IMP-CITZ.csv", citizenship())
    (source / "deeper").mkdir()
    text(source / "deeper" / "t7.csv", positions(), "cp1252")
    text(source / "letter.txt", "Dear analyst,")
    workbook(source / "budget.xlsx", [["Budget"], ["1"]])
    said: list[str] = []
    outcome = build(source, out=empty, report=said.append)
    assert [one.card for one in outcome.added] == [
        "esdc-positions-noc",
        "ircc-imp-citizenship",
        "ircc-imp-noc",
        "ircc-tfwp-year-end",
    ]
    assert sorted(path.name for path in outcome.passed_over) == ["budget.xlsx", "letter.txt"]
    assert "letter.txt: not one of ours, passed over" in said
    assert "regional_WP(original).xlsx: ircc-tfwp-year-end, as of 2024-12-31 (stamped), 134 cells" in said
    assert read_vintages(empty)["card"].to_list() == [one.card for one in outcome.added]


def test_a_second_run_changes_nothing(empty: Path, source: Path) -> None:
    workbook(source / "a.xlsx", year_end())
    shutil.copy(source / "a.xlsx", source / "the same again.xlsx")
    first = build(source, out=empty, report=lambda _: None)
    assert len(first.held) == 1
    before = state(empty)
    second = build(source, out=empty, report=lambda _: None)
    assert (second.added, len(second.held)) == ((), 2)
    assert state(empty) == before


def test_a_vintage_is_added_beside_the_one_before(empty: Path, source: Path) -> None:
    workbook(source / "2024.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    before = state(empty)
    workbook(source / "2025.xlsx", year_end(("2023", "2024", "2025"), stamp="December 31 2025"))
    build(source, out=empty, report=lambda _: None)
    assert read_vintages(empty).height == 2
    kept = {name: digest for name, digest in before.items() if not name.endswith("vintages.csv")}
    assert kept.items() <= state(empty).items()


def damaged(rows: list[list[str | None]], row: int, column: int, value: str | None) -> list[list[str | None]]:
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            damaged(year_end(), 6, 3, "45"),
            r"D8: the total \[1003, 1007\] and its parts D6, D7 \[1046, 1054\] do not meet",
        ),
        (damaged(year_end(), 5, 3, "2,005"), r"D6: the total .*parts D4, D5"),
        (
            damaged(year_end(), 69, 4, "13,150"),
            r"E70: Canada \[13148, 13152\] and its places E8, E13.*E69 .* do not meet",
        ),
        (damaged(year_end(), 68, 3, "85"), r"D70: Canada .* do not meet"),
    ],
)
def test_a_sum_that_does_not_hold_is_refused_with_the_total_and_its_parts(
    empty: Path, source: Path, rows: list[list[str | None]], message: str
) -> None:
    workbook(source / "ok.xlsx", monthly(), "TR - IMP NOC")
    workbook(source / "broken.xlsx", rows)
    before = state(empty)
    with pytest.raises(LayoutError, match=rf"broken\.xlsx, sheet 'TR - TFW Progam', cell {message}"):
        build(source, out=empty, report=lambda _: None)
    assert state(empty) == before


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (8, 18, "60", r"lies outside its months|do not meet"),
        (
            8,
            18,
            "300",
            r"S9: the total \[298, 302\] and its 3 occupations, S6 to S8 \[129, 136\] do not meet",
        ),
        (
            5,
            5,
            "55",
            r"F6: the total \[53, 57\] lies outside its months C6, D6, E6|F9: the total .* occupations",
        ),
        (5, 2, "45", r"C9: the total \[13, 17\] and its 3 occupations, C6 to C8 \[44, 51\] do not meet"),
        (61, 2, "300", r"C62: Canada|places"),
    ],
)
def test_a_year_a_quarter_or_a_month_that_cannot_be_is_refused(
    empty: Path, source: Path, row: int, column: int, value: str, message: str
) -> None:
    workbook(source / "noc.xlsx", damaged(monthly(), row, column, value), "TR - IMP NOC")
    with pytest.raises(LayoutError, match=message):
        build(source, out=empty, report=lambda _: None)


def test_a_year_that_its_months_cannot_make_is_refused_even_if_it_is_so_everywhere(
    empty: Path, source: Path
) -> None:
    new = {"130": "300", "1,820": "4,200"}
    rows = [[new.get(text, text) if text else text for text in row] for row in monthly()]
    workbook(source / "noc.xlsx", rows, "TR - IMP NOC")
    with pytest.raises(LayoutError, match=r"S6: the .* \[298, 302\] lies outside its (months|quarters)"):
        build(source, out=empty, report=lambda _: None)


def test_a_digit_changed_in_the_positions_is_refused(empty: Path, source: Path) -> None:
    text(source / "t7.csv", positions().replace("workers,100,100", "workers,100,101", 1), "cp1252")
    with pytest.raises(
        LayoutError,
        match=r"t7\.csv, line 11, field 3: the total \[100, 100\] and its 1 occupations, .* \[101, 101\]",
    ):
        build(source, out=empty, report=lambda _: None)


def test_other_figures_under_a_date_that_is_held_are_refused(empty: Path, source: Path) -> None:
    workbook(source / "a.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    workbook(source / "a.xlsx", damaged(year_end(), 3, 4, "5"))
    with pytest.raises(
        LayoutError,
        match=r"held already, from 'a\.xlsx', and this file differs in 1 cells, first E4: 5, before --",
    ):
        build(source, out=empty, report=lambda _: None)


def test_sums_that_do_not_hold_are_told_before_figures_that_differ(empty: Path, source: Path) -> None:
    workbook(source / "a.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    workbook(source / "a.xlsx", damaged(year_end(), 5, 3, "2,005"))
    with pytest.raises(LayoutError, match=r"cell D6: the total .* and its parts D4, D5"):
        build(source, out=empty, report=lambda _: None)


def test_a_row_that_vanished_is_refused_until_it_is_confirmed(empty: Path, source: Path) -> None:
    workbook(source / "2024.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    del rows[11]  # caregivers of Prince Edward Island
    workbook(source / "2025.xlsx", rows)
    with pytest.raises(
        LayoutError,
        match=r"'TFWP / PE / Caregivers' was a row of the vintage before and is gone.*--confirm 'TFWP / PE / Caregivers'",
    ):
        build(source, out=empty, report=lambda _: None)
    build(source, out=empty, report=lambda _: None, confirmed=["TFWP / PE / Caregivers"])
    assert read_vintages(empty)["confirmed"].to_list() == ["", "TFWP / PE / Caregivers"]


def test_a_count_that_was_printed_and_is_now_no_row_is_refused(empty: Path, source: Path) -> None:
    text(source / "ODP-TR-Work-IMP-CITZ.csv", citizenship())
    build(source, out=empty, report=lambda _: None)
    april = "2024\tQ2\tApr\t2024\tT2\tavr.\tIndia\tInde\t30\r\n"
    february = "2024\tQ1\tFeb\t2024\tT1\tfév.\tIndia\tInde\t25\r\n"
    other = february.replace("India\tInde", "Brazil\tBrésil")
    text(source / "ODP-TR-Work-IMP-CITZ.csv", citizenship().replace(february, other) + april)
    with pytest.raises(
        LayoutError, match="'IMP / India / month / 2024-02-01' was printed in the vintage before and is gone"
    ):
        build(source, out=empty, report=lambda _: None)


def test_a_hidden_count_that_comes_to_light_is_refused_until_it_is_confirmed(
    empty: Path, source: Path
) -> None:
    workbook(source / "2024.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    rows[3][3] = "5"
    workbook(source / "2025.xlsx", rows)
    with pytest.raises(
        LayoutError, match="/ day / 2023-12-31' was hidden in the vintage before and is printed"
    ):
        build(source, out=empty, report=lambda _: None)
    build(source, out=empty, report=lambda _: None, confirmed=["ircc-tfwp-year-end"])
    (_, note) = read_vintages(empty)["confirmed"].to_list()
    assert note == "all that was hidden in the vintage before and is printed: 1"


# Months by country: what sums of a file cannot tell

COUNTRIES = list(entries("citizenship").values())[:20]


def months_by_country(
    last: int, *, short: Mapping[int, int] | None = None, times: int = 1, off: int = 0
) -> str:
    """An IMP file of so many months from January 2023 with 20 countries in each, or as many as ``short`` says."""
    lines = [citizenship().partition("\r\n")[0]]
    for at in range(last):
        year, month = 2023 + at // 12, at % 12
        when = (
            f"{year}\tQ{month // 3 + 1}\t{MONTHS[month]}\t{year}\tT{month // 3 + 1}\t{_FRENCH_MONTHS[month]}"
        )
        for number, country in enumerate(COUNTRIES[: (short or {}).get(at, 20)]):
            count = "--" if number == 19 else str((100 + 10 * number + off) * times)
            lines.append(f"{when}\t{country.en}\t{country.fr}\t{count}")
    return "\r\n".join(lines) + "\r\n"


def read(folder: Path, content: str, name: str = "ODP-TR-Work-IMP-CITZ.csv") -> Staged:
    found = recognise(text(folder / name, content))
    assert found is not None
    return load(folder / name, *found)


def kept(data: Path, *files: Staged) -> Path:
    keep(data, files)
    return data


@pytest.mark.parametrize("month", [12, 13])
def test_a_new_month_with_less_than_half_the_rows_is_refused_until_it_is_confirmed(
    empty: Path, source: Path, month: int
) -> None:
    kept(empty, read(source, months_by_country(12)))
    first = f"month / 2024-0{month - 11}-01"
    follow([read(source, months_by_country(14, short={month: 10}))], empty)
    one = read(source, months_by_country(14, short={month: 9}))
    with pytest.raises(LayoutError, match=f"'{first}' has less than half the rows of the months before it"):
        follow([one], empty)
    assert [done.confirmed for done in follow([one], empty, [first])] == [first]


def test_a_thin_month_of_a_first_vintage_is_refused_and_one_that_was_held_so_is_not(
    empty: Path, source: Path
) -> None:
    one = read(source, months_by_country(14, short={12: 1}))
    with pytest.raises(LayoutError, match="'month / 2024-01-01' has less than half the rows"):
        follow([one], empty)
    kept(empty, one)
    follow([read(source, months_by_country(15, short={12: 1}))], empty)


def test_counts_that_are_all_ten_times_as_many_are_no_revision(empty: Path, source: Path) -> None:
    kept(empty, read(source, months_by_country(12)))
    follow([read(source, months_by_country(13, off=15))], empty)
    one = read(source, months_by_country(13, times=10))
    with pytest.raises(
        LayoutError, match=r"'228 of 228 counts' differ from the vintage before by more than a third"
    ):
        follow([one], empty)
    (done,) = follow([one], empty, [one.card])
    assert done.confirmed.startswith("all that differ from the vintage before")


def test_an_older_vintage_is_held_to_the_later_one(empty: Path, source: Path) -> None:
    kept(empty, read(source, months_by_country(14)))
    older = read(source, months_by_country(13))
    assert follow([older], empty) == [older]
    for content, message in (
        (months_by_country(13, times=10), r"'247 of 247 counts' differ from the later vintage held by more"),
        (months_by_country(13).replace(f"\t{COUNTRIES[3].en}\t{COUNTRIES[3].fr}\t", "\tIndia\tInde\t"),
         "'IMP / India' is a row of the file and none of the later vintage held"),
        (months_by_country(13, short={12: 9}), "'month / 2024-01-01' has less than half the rows"),
    ):  # fmt: skip
        with pytest.raises(LayoutError, match=message):
            follow([read(source, content)], empty)


def test_what_an_older_vintage_prints_and_the_later_one_has_not_or_hides_is_refused(
    empty: Path, source: Path
) -> None:
    kept(empty, read(source, months_by_country(14, short={2: 12, 5: 20})))
    with pytest.raises(
        LayoutError, match="month / 2023-03-01' and 6 more is printed in the file and gone from the later"
    ):
        follow([read(source, months_by_country(13))], empty)
    shown = months_by_country(13, short={2: 12}).replace("\t120\r\n", "\t--\r\n", 1)
    with pytest.raises(
        LayoutError, match="month / 2023-01-01' is hidden in the file and printed in the later"
    ):
        follow([read(source, shown)], empty)


def test_the_table_of_one_program_under_the_name_of_the_other_is_refused(
    real: Path, empty: Path, tmp_path: Path
) -> None:
    ircc = real / "ircc"
    content = (ircc / "ODP-TR-Work-TFWP-CITZ.csv").read_text(encoding="utf-8")
    wrong = read(tmp_path, content)
    assert wrong.card == "ircc-imp-citizenship"
    with pytest.raises(LayoutError, match="of the later vintage held"):
        follow(
            [wrong],
            kept(
                empty,
                read(
                    tmp_path, (ircc / "2026-01-31" / "ODP-TR-Work-IMP-CITZ.csv").read_text(encoding="utf-8")
                ),
            ),
        )


@pytest.mark.parametrize(
    ("name", "content", "missing"),
    [
        ("ODP-WP-IMP-Gender-Skill.csv", gender(), "'Male' and 1 more has no row, and every gender has one"),
        ("ODP-WP-PGWP-Province-CMA.csv", graduates(), "'Newfoundland and Labrador' and 10 more has no row, and every province"),
        ("statcan_npr_by_type.csv", npr(), "'Asylum claimants and related groups' and 2 more has no row, and every npr_type"),
    ],
)  # fmt: skip
def test_a_first_vintage_without_a_word_that_every_file_has_is_refused(
    empty: Path, source: Path, name: str, content: str, missing: str
) -> None:
    one = read(source, content, name)
    with pytest.raises(LayoutError, match=f"{missing}.*in a first vintage.*--confirm {one.card}"):
        follow([one], empty)
    (done,) = follow([one], empty, [one.card])
    assert done.confirmed


def of_census(folder: Path, each: Mapping[str, int]) -> list[Staged]:
    """Files of the census for these places, with so many people in every occupation."""
    return [
        read(folder, earners(entries("province")[code].en, each=count), f"{code}.csv")
        for code, count in each.items()
    ]


@pytest.mark.parametrize(
    ("canada", "places", "message"),
    [
        (100, {**dict.fromkeys(STATED[:4], 20), "QC": 60}, r"Canada \[49996, 50004\] and its 5 places \[69980, 70020\]"),
        (500, dict.fromkeys(STATED, 20), r"Canada \[249996, 250004\] and its 13 places \[129948, 130052\] do not meet"),
    ],
)  # fmt: skip
def test_places_of_the_census_that_do_not_meet_canada_are_refused(
    source: Path, canada: int, places: Mapping[str, int], message: str
) -> None:
    files = of_census(source, {"CA": canada, **places})
    check(files[:-1])
    with pytest.raises(LayoutError, match=rf"CA\.csv, line .*: {message}"):
        check(files)


# The table by occupation, whose finest counts are revised across what is hidden


def revised(path: Path, printed: Mapping[int, int]) -> Staged:
    """A later vintage of a file: some of its hidden cells, and some of its printed ones, by their number, with other counts."""
    found = recognise(path)
    assert found is not None
    one = load(path, *found)
    new = [printed.get(at, old) for at, old in enumerate(one.cells["printed"].to_list())]
    cells = one.cells.with_columns(
        printed=pl.Series(new, dtype=pl.Int64),
        status=pl.Series(["suppressed" if count is None else "rounded" for count in new]),
    )
    return replace(one, cells=cells, vintage=one.vintage + dt.timedelta(days=30))


def hidden_and_printed(path: Path, number: int) -> tuple[list[int], list[int]]:
    found = recognise(path)
    assert found is not None
    cells = load(path, *found).cells.with_row_index()
    hidden = cells.filter(pl.col("status") == "suppressed")["index"].to_list()
    return hidden[:number], cells.filter(pl.col("printed") > 10)["index"].to_list()


@pytest.mark.parametrize("count", [0, 5])
def test_a_hidden_count_that_moves_by_one_in_a_revision_of_the_table_by_occupation_is_let_through(
    empty: Path, source: Path, count: int
) -> None:
    path = workbook(source / "noc.xlsx", monthly(), "TR - IMP NOC")
    build(source, out=empty, report=lambda _: None)
    (hidden,), printed = hidden_and_printed(path, 1)
    one = revised(path, {hidden: count, **dict.fromkeys(printed[:3], 45)})
    assert [kept.confirmed for kept in follow([one], empty)] == [""]


def test_one_that_comes_to_light_where_little_else_was_revised_is_refused(empty: Path, source: Path) -> None:
    path = workbook(source / "noc.xlsx", monthly(), "TR - IMP NOC")
    build(source, out=empty, report=lambda _: None)
    (hidden,), printed = hidden_and_printed(path, 1)
    for few in (printed[:0], printed[:2]):
        with pytest.raises(LayoutError, match="'IMP / NL / other / 2011 / month / 2023-01-01' was hidden"):
            follow([revised(path, {hidden: 5, **dict.fromkeys(few, 45)})], empty)


def test_ten_next_to_what_was_hidden_is_no_revision(empty: Path, source: Path) -> None:
    path = workbook(source / "noc.xlsx", monthly(), "TR - IMP NOC")
    build(source, out=empty, report=lambda _: None)
    hidden, printed = hidden_and_printed(path, 2)
    one = revised(path, {hidden[0]: 5, hidden[1]: 10, **dict.fromkeys(printed[:40], 45)})
    with pytest.raises(
        LayoutError, match="'IMP / NL / other / 2011 / month / 2023-02-01' was hidden in the vintage"
    ):
        follow([one], empty)


def test_in_other_tables_what_was_hidden_stays_so_whatever_else_was_revised(
    empty: Path, source: Path
) -> None:
    path = workbook(source / "a.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    (hidden,), printed = hidden_and_printed(path, 1)
    with pytest.raises(LayoutError, match="was hidden in the vintage before and is printed"):
        follow([revised(path, {hidden: 5, **dict.fromkeys(printed[:40], 45)})], empty)


def test_a_table_in_another_form_is_a_vintage_of_the_same_table(empty: Path, source: Path) -> None:
    text(source / "EN_ODP-TR-Work-IMP_PT_NOC4.csv", noc_csv())
    workbook(source / "noc.xlsx", monthly(), "TR - IMP NOC")
    with pytest.raises(
        LayoutError, match=r"noc\.xlsx: the month of 2015-01-01 was in the vintage before and is gone"
    ):
        build(source, out=empty, report=lambda _: None)
    (source / "noc.xlsx").unlink()
    build(source, out=empty, report=lambda _: None)
    assert read_vintages(empty).select("card", "file_name").rows() == [
        ("ircc-imp-noc", "EN_ODP-TR-Work-IMP_PT_NOC4.csv")
    ]


# Files that carry no title, under another name


def test_a_renamed_file_is_told_by_its_header_and_read_as_the_card_that_is_said(
    empty: Path, source: Path
) -> None:
    (source / "deeper").mkdir()
    text(source / "deeper" / "citizens.csv", citizenship())
    text(source / "sex.csv", gender())
    said: list[str] = []
    build(source, out=empty, report=said.append)
    assert said[0] == (
        "deeper/citizens.csv: its header is that of ircc-imp-citizenship and ircc-tfwp-citizenship, "
        "say which it is with --as CARD=FILE, passed over"
    )
    assert "its header is that of ircc-imp-gender, say" in said[1]
    named = {"deeper/citizens.csv": "ircc-tfwp-citizenship", str(source / "sex.csv"): "ircc-imp-gender"}
    outcome = build(source, out=empty, report=said.append, named=named, confirmed=["ircc-imp-gender"])
    assert [one.card for one in outcome.added] == ["ircc-imp-gender", "ircc-tfwp-citizenship"]
    assert set(read_vintages(empty)["file_name"]) == {"citizens.csv", "sex.csv"}


def test_a_wrong_card_a_card_that_is_none_and_a_file_that_is_not_there_are_refused(
    empty: Path, source: Path
) -> None:
    text(source / "sex.csv", gender())
    before = state(empty)
    for named, error, message in (
        ({"sex.csv": "ircc-imp-citizenship"}, LayoutError, r"sex\.csv, line 1, field 7: found 'EN_GENDER'"),
        (
            {"sex.csv": "ircc-imp-sex"},
            UnknownWordError,
            "'ircc-imp-sex' is no card: they are ircc-imp-year-end, ",
        ),
        ({"gender.csv": "ircc-imp-gender"}, FileNotFoundError, r"gender\.csv: no such file in"),
    ):
        with pytest.raises(error, match=message):
            build(source, out=empty, report=lambda _: None, named=named)
    assert state(empty) == before


@pytest.mark.parametrize(
    "stamp", ["December 31 2023", "February 30 2024", "November 30 2024", "December 31 9999"]
)
def test_a_stamp_that_is_not_the_end_of_the_last_period_is_refused(
    empty: Path, source: Path, stamp: str
) -> None:
    workbook(source / "a.xlsx", year_end(stamp=stamp))
    with pytest.raises(
        LayoutError, match=r"cell A73: found .*expected the end of the last period, December 31, 2024"
    ):
        build(source, out=empty, report=lambda _: None)


def test_a_year_that_vanished_is_refused(empty: Path, source: Path) -> None:
    workbook(source / "2024.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    workbook(source / "2025.xlsx", year_end(("2024", "2025"), stamp="December 31 2025"))
    with pytest.raises(LayoutError, match="the day of 2023-12-31 was in the vintage before and is gone"):
        build(source, out=empty, report=lambda _: None)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"", r"a\.xlsx: the file is empty"),
        ("a.csv", b"", r"a\.csv: the file is empty"),
        ("a.xlsx", b"<!DOCTYPE html><html>Not found</html>", r"a\.xlsx: this is a web page, not a table"),
        ("ODP-TR-Work-IMP-CITZ.csv", b"<html>Busy</html>", "this is a web page"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        ("a.xlsx", b"just text", "this is no workbook"),
        (
            "EN_ODP-TR-Work-IMP_PT_NOC4.xlsx",
            None,
            r"cell A1: found 'Canada - Temporary .*expected the title 'Canada - International",
        ),
        ("ODP-TR-Work-IMP-CITZ.csv", b"a,b\n1,2\n", r"line 1, field 1: found 'a', expected the header"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(
    empty: Path, source: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is None:
        rows = year_end()
        rows[0] = ["Canada - Temporary Residents by something else"]
        workbook(source / name, rows)
    else:
        (source / name).write_bytes(content)
    before = state(empty)
    with pytest.raises(LayoutError, match=message):
        build(source, out=empty, report=lambda _: None)
    assert state(empty) == before


def test_a_workbook_cut_off_is_refused(empty: Path, source: Path) -> None:
    path = workbook(source / "a.xlsx", year_end())
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(LayoutError, match=r"a\.xlsx: the workbook cannot be opened .* download it again"):
        build(source, out=empty, report=lambda _: None)


def test_a_cell_far_from_any_table_does_not_take_all_memory(empty: Path, source: Path) -> None:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    book.save(source / "a.xlsx")
    with pytest.raises(
        LayoutError, match=r"a\.xlsx: the workbook cannot be opened \(.* has a cell XFD1048576"
    ):
        build(source, out=empty, report=lambda _: None)


def test_a_table_under_the_name_of_another_is_taken_for_what_it_is(empty: Path, source: Path) -> None:
    workbook(source / "EN_ODP-TR-Work-IMP_PT_NOC4.xlsx", year_end())
    said: list[str] = []
    build(source, out=empty, report=said.append)
    assert said[0].startswith("EN_ODP-TR-Work-IMP_PT_NOC4.xlsx: ircc-tfwp-year-end")


def test_an_empty_folder_is_named_and_begins_no_data_folder(source: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="files: there is no file in it"):
        build(source, out=tmp_path / "mine", report=lambda _: None)
    assert not (tmp_path / "mine").exists()


def test_the_same_figures_in_other_bytes_are_nothing_new(empty: Path, source: Path) -> None:
    workbook(source / "a.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    before = state(empty)
    workbook(source / "a.xlsx", [*year_end(), ["A note that somebody added"]][:-1], sheet="saved again")
    said: list[str] = []
    outcome = build(source, out=empty, report=said.append)
    assert outcome.added == ()
    assert "a.xlsx: the same figures as held for 2024-12-31, in other bytes; nothing to add" in said
    assert state(empty) == before


def test_a_folder_that_is_none_is_named(empty: Path, tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="no such folder"):
        build(tmp_path / "nowhere", out=empty)


def test_a_folder_with_other_things_is_not_taken_for_a_data_folder(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("1")
    text(source / "letter.txt", "Dear analyst,")
    with pytest.raises(FileExistsError, match=r"no cards\.toml"):
        build(source, out=other, report=lambda _: None)
    assert state(other).keys() == {"chapter.txt"}


def test_a_data_folder_is_begun_as_a_copy_of_the_shipped_one(source: Path, tmp_path: Path) -> None:
    workbook(source / "2025.xlsx", [*year_end(("2023", "2024", "2025"), stamp="December 31 2025")])
    with pytest.raises(
        LayoutError, match="was in the vintage before and is gone"
    ):  # the real one begins in 2000
        build(source, out=tmp_path / "mine", report=lambda _: None)
    assert not (tmp_path / "mine").exists()


def test_what_was_kept_is_read_back_as_it_was(empty: Path, source: Path) -> None:
    path = workbook(source / "a.xlsx", year_end())
    build(source, out=empty, report=lambda _: None)
    found = recognise(path)
    assert found is not None
    (row,) = read_vintages(empty).iter_rows(named=True)
    assert read_cells(empty, row).equals(load(path, *found).cells)
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_check_sees_two_cells_that_count_the_same_thing(source: Path) -> None:
    path = workbook(source / "a.xlsx", year_end())
    found = recognise(path)
    assert found is not None
    staged = load(path, *found)
    doubled = pl.concat([staged.cells, staged.cells.filter(pl.col("stream") == "Caregivers")])
    with pytest.raises(LayoutError, match="2 cells count the same thing"):
        check([type(staged)(doubled, staged.card, staged.vintage, "stamped", "0" * 64, "a.xlsx")])
