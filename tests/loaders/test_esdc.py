"""ESDC's annual tables, and its lists of employers through every header since 2015, in both languages."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from imp_stats.build import check
from imp_stats.continuity import follow
from imp_stats.errors import LayoutError
from imp_stats.ledger import Staged, keep
from imp_stats.loaders.grid import grids
from imp_stats.loaders.recognise import load, recognise
from imp_stats.vocabulary import STATED, entries

from made import (
    ENGLISH_TITLE,
    FRENCH_TITLE,
    LISTED,
    Rows,
    comma_separated,
    listed_by_blocks,
    listed_by_occupation,
    listed_by_stream,
    positions_by_level,
    positions_by_stream,
    positions_requested,
    text,
    workbook,
)

LIST = "esdc-list-positive"
COUNTS = ["province", "lmia_stream", "noc", "noc_version", "printed"]
CRCRLF = "\r\r\n"


def staged(path: Path, **declared: list[str]) -> Staged:
    """A file as loaded, with what its card is made to declare."""
    found = recognise(path)
    assert found is not None
    card, grid = found
    return load(path, replace(card, declared={**card.declared, **declared}) if declared else card, grid)


def counts(cells: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(cells.select(COUNTS).rows(), key=str)


def expected(*, streams: bool, nocs: tuple[str, str] = ("2173", "0631")) -> list[tuple[object, ...]]:
    """What every made list holds: three software engineers and three managers in each place."""
    version = "2021" if len(nocs[0]) == 5 else "2011"
    pairs = zip(("High Wage", "Low Wage"), nocs, strict=True)
    rows = [(code, stream if streams else None, noc, version, 3) for stream, noc in pairs for code in LISTED]
    return sorted(rows, key=str)


# Each layout

LAYOUTS: dict[str, tuple[str, Callable[[], str | Rows], list[tuple[object, ...]], dt.date, str]] = {
    "2015, blocks": (
        "2015_positive_employers_en.csv",
        lambda: comma_separated(listed_by_blocks(), CRCRLF),
        sorted(((code, None, None, None, 6) for code in LISTED), key=str),
        dt.date(2015, 12, 31),
        "line 5, field 3 and 2 below",
    ),
    "2016": (
        "a.csv",
        lambda: comma_separated(listed_by_occupation(), CRCRLF),
        expected(streams=False),
        dt.date(2016, 12, 31),
        "line 5, field 5 and 1 below",
    ),
    "2017, half a year, filled down": (
        "b.csv",
        lambda: comma_separated(
            listed_by_stream(narrow=True, title=ENGLISH_TITLE.format(2011, "in 2017 (January-June)")), CRCRLF
        ),
        expected(streams=True),
        dt.date(2017, 6, 30),
        "line 5, field 6 and 1 below",
    ),
    "2018, filled down, a misspelt header": (
        "c.csv",
        lambda: comma_separated(
            listed_by_stream(narrow=True, title=ENGLISH_TITLE.format(2011, "2018 (October-December)"))
        ).replace("Occupation ", "Occupaitons under NOC 2011"),
        expected(streams=True),
        dt.date(2018, 12, 31),
        "line 3, field 6 and 1 below",
    ),
    "2020, labels on each row, a workbook": (
        "d.xlsx",
        listed_by_stream,
        expected(streams=True),
        dt.date(2022, 3, 31),
        "F3 and 1 below",
    ),
    "2021, wide, a workbook": (
        "e.xlsx",
        lambda: listed_by_stream(wide=True),
        expected(streams=True),
        dt.date(2022, 3, 31),
        "H3 and 1 below",
    ),
    "2024, five digits": (
        "f.xlsx",
        lambda: listed_by_stream(
            wide=True, version="2021", title=ENGLISH_TITLE.format(2021, "April to June 2024")
        ),
        expected(streams=True, nocs=("21231", "63200")),
        dt.date(2024, 6, 30),
        "H3 and 1 below",
    ),
    "2025, no title": (
        "tfwp_2025q1_pos_en.csv",
        lambda: comma_separated(listed_by_stream(wide=True, version="2021", title=""), "\n"),
        expected(streams=True, nocs=("21231", "63200")),
        dt.date(2025, 3, 31),
        "line 2, field 8 and 1 below",
    ),
    "2016, French, leading zeros lost": (
        "g.csv",
        lambda: comma_separated(listed_by_occupation(lang="fr"), CRCRLF).replace("0631-", "631-"),
        expected(streams=False),
        dt.date(2016, 12, 31),
        "line 6, field 5 and 1 below",
    ),
    "2022, French, no title": (
        "tfwp_2022q4_pos_fr.csv",
        lambda: comma_separated(listed_by_stream(wide=True, lang="fr", title="")),
        expected(streams=True),
        dt.date(2022, 12, 31),
        "line 2, field 8 and 1 below",
    ),
}


def put(folder: Path, name: str, content: str | Rows, encoding: str = "cp1252") -> Path:
    path = folder / name
    return text(path, content, encoding) if isinstance(content, str) else workbook(path, content)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_header_since_2015_gives_its_counts_and_their_addresses(tmp_path: Path, layout: str) -> None:
    name, content, right, last, address = LAYOUTS[layout]
    one = staged(put(tmp_path, name, content()))
    assert (one.card, one.vintage, one.vintage_from) == (LIST, last, "inferred")
    assert counts(one.cells) == right
    assert one.cells["cell"][0] == address
    assert set(one.cells["measure"]) == {"positions_listed"}
    assert set(one.cells["status"]) == {"exact"}
    assert one.cells["printed"].equals(one.cells["upper"])
    check([one])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_employer_and_no_address_is_in_the_cells(tmp_path: Path, layout: str) -> None:
    name, content, *_ = LAYOUTS[layout]
    one = staged(put(tmp_path, name, content()))
    keep(tmp_path / "data", [one])
    written = b"".join(path.read_bytes() for path in (tmp_path / "data" / "tidy").iterdir())
    said = " ".join(str(value) for row in one.cells.iter_rows() for value in row)
    for word in ("Notesolution", "Total Maintenance", "Calgary", "T2P"):
        assert word not in said
        assert word.encode() not in written


def test_stray_bytes_and_no_break_spaces_beside_the_counts_do_not_matter(tmp_path: Path) -> None:
    right = comma_separated(
        listed_by_stream(narrow=True, title=ENGLISH_TITLE.format(2011, "2018 (April-June)"))
    )
    path = text(tmp_path / "list.csv", right, "cp1252")
    before = staged(path).cells
    path.write_bytes(
        path.read_bytes()
        .replace(b"Notesolution", b"Note\x81\x8dsolution")
        .replace(b"Calgary", b"Montr\x8fal")
    )
    assert staged(path).cells.equals(before)


def test_lost_accents_are_read_as_what_they_were(tmp_path: Path) -> None:
    right = comma_separated(listed_by_stream(wide=True, lang="fr", title=""))
    lost = re.sub(r"[^\x00-\x7f]", " ", right)
    assert "Qu bec" in lost
    assert "Postes Approuv s" in lost
    damaged = staged(text(tmp_path / "tfwp_2025q1_pos_fr.csv", lost)).cells
    assert damaged.equals(staged(text(tmp_path / "tfwp_2025q1_pos_fr.csv", right)).cells)


def test_the_blocks_of_2015_may_stand_under_a_title_and_in_french(tmp_path: Path) -> None:
    title = "Employeurs ayant obtenu une Étude d'impact sur le marché du travail (EIMT) positive en 2015"
    content = comma_separated([[title], *listed_by_blocks()], CRCRLF)
    words = {
        "Employer,Address,Positions approved": "Employeur,Adresse,Postes approuvés",
        "Outside Canada": "À l'extérieur du Canada",
    }
    words |= {entries("province")[code].en: entries("province")[code].fr for code in STATED[:10]}
    for english, french in words.items():
        content = content.replace(english, french)
    one = staged(text(tmp_path / "list.csv", content, "cp1252"))
    assert (one.vintage, counts(one.cells)) == (dt.date(2015, 12, 31), LAYOUTS["2015, blocks"][2])
    assert one.cells["cell"][0] == "line 7, field 3 and 2 below"


PERIODS = [
    ("in 2016", "year", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
    ("in 2017 (January-June)", "half", dt.date(2017, 1, 1), dt.date(2017, 6, 30)),
    ("in 2017 (July-September)", "quarter", dt.date(2017, 7, 1), dt.date(2017, 9, 30)),
    ("October to December 2023", "quarter", dt.date(2023, 10, 1), dt.date(2023, 12, 31)),
    ("de janvier à mars 2025", "quarter", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
    ("juillet à décembre 2025", "half", dt.date(2025, 7, 1), dt.date(2025, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kind", "first", "last"), PERIODS)
def test_a_title_says_the_period(tmp_path: Path, said: str, kind: str, first: dt.date, last: dt.date) -> None:
    rows = listed_by_stream(title=ENGLISH_TITLE.format(2011, said))
    one = staged(workbook(tmp_path / "2019q3.xlsx", rows))
    assert one.vintage == last
    assert set(one.cells.select("period_kind", "period").iter_rows()) == {(kind, first)}


@pytest.mark.parametrize(
    "said", ["", "in 2022 (January-May)", "February to April 2022", "March 2022", "2021 and 2022"]
)
def test_a_title_without_one_period_is_refused(tmp_path: Path, said: str) -> None:
    rows = listed_by_stream(title=ENGLISH_TITLE.format(2011, said))
    with pytest.raises(LayoutError, match=r"cell A1: found 'Employers Who .*one quarter, half or whole year"):
        staged(workbook(tmp_path / "tfwp_2022q1.xlsx", rows))


@pytest.mark.parametrize(
    ("name", "kind", "last"),
    [
        ("tfwp_2024q2_pos_fr.csv", "quarter", dt.date(2024, 6, 30)),
        ("TFWP_2024Q2_Positive_EN (1).csv", "quarter", dt.date(2024, 6, 30)),
        ("2017q1q2_positive_en.csv", "half", dt.date(2017, 6, 30)),
    ],
)
def test_without_a_title_the_name_says_the_period(
    tmp_path: Path, name: str, kind: str, last: dt.date
) -> None:
    one = staged(text(tmp_path / name, comma_separated(listed_by_stream(title=""))))
    assert (one.vintage, set(one.cells["period_kind"])) == (last, {kind})


@pytest.mark.parametrize(
    "name", ["list.csv", "tfwp_2024_pos.csv", "2024q1_2024q2.csv", "2024q5.csv", "2024q2q3.csv"]
)
def test_a_list_without_a_title_whose_name_says_no_quarter_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        LayoutError, match=r"line 1, field 1: found 'Province/Territory', expected a title with the period"
    ):
        staged(text(tmp_path / name, comma_separated(listed_by_stream(title=""))))


# What is not ours


def test_lists_of_negative_assessments_are_passed_over(tmp_path: Path) -> None:
    title = ENGLISH_TITLE.format(2011, "January to March 2022").replace("a Positive", "a Negative")
    rows = listed_by_stream(wide=True, title=title)
    requested = [[(cell or "").replace("Approved", "Requested") for cell in row] for row in rows]
    french = FRENCH_TITLE.format(2016).replace("positive", "négative")
    assert recognise(workbook(tmp_path / "a.xlsx", requested, "Negataive_EN")) is None
    assert recognise(workbook(tmp_path / "b.xlsx", rows)) is None
    assert (
        recognise(text(tmp_path / "c.csv", comma_separated([[french], *listed_by_occupation(lang="fr")[1:]])))
        is None
    )
    for name in ("tfwp_2025q1_neg_en.csv", "list.csv"):
        assert recognise(text(tmp_path / name, comma_separated(requested[1:]))) is None


def test_a_list_that_its_name_calls_negative_and_its_header_positive_is_refused(tmp_path: Path) -> None:
    path = text(tmp_path / "tfwp_2025q1_neg_en.csv", comma_separated(listed_by_stream(title="")))
    with pytest.raises(
        LayoutError, match=r"line 1, field 1: .*does not say that the list is of negative LMIAs"
    ):
        staged(path)


# The publisher's errors


def misheaded() -> Rows:
    rows = listed_by_stream(wide=True, title=ENGLISH_TITLE.format(2011, "April to June 2022"))
    return [[(cell or "").replace("Approved", "Requested") for cell in row] for row in rows]


def test_a_positive_list_headed_requested_is_refused_until_its_card_declares_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "tfwp_2022q2_positive_en.xlsx", misheaded())
    with pytest.raises(
        LayoutError,
        match=r"cell G2: found 'Requested LMIAs', expected a header .* must declare for 2022-06-30",
    ):
        staged(path)
    with pytest.raises(LayoutError, match="cell G2"):
        staged(path, headed_requested=["2022-03-31"])
    assert counts(staged(path, headed_requested=["2022-06-30"]).cells) == expected(streams=True)


def test_a_list_without_a_title_that_its_name_calls_positive_and_is_headed_requested_is_refused(
    tmp_path: Path,
) -> None:
    path = text(tmp_path / "tfwp_2025q3_pos_en.csv", comma_separated(misheaded()[1:]))
    with pytest.raises(LayoutError, match="line 1, field 7: found 'Requested LMIAs'"):
        staged(path)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("0631-R", "631-R", "lost_zeros"),
        ("0631-Restaurant and food service managers", "#N/A", "unread_occupations"),
    ],
)
def test_what_happened_to_occupations_is_refused_until_the_card_declares_it(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    content = comma_separated(listed_by_stream(wide=True)).replace(old, new)
    path = text(tmp_path / "list.csv", content)
    found = new if new == "#N/A" else "631-Restaurant"
    with pytest.raises(LayoutError, match=rf"line 5, field 5: found '{found}"):
        staged(path)
    codes = {"0631"} if what == "lost_zeros" else {"not stated"}
    assert set(staged(path, **{what: ["2022-03-31"]}).cells["noc"]) == {"2173"} | codes


def test_a_blank_occupation_is_not_stated_and_an_empty_cell_of_a_workbook_may_be_an_error(
    tmp_path: Path,
) -> None:
    rows = listed_by_stream(wide=True)
    for blank in ("(blank)", ""):
        content = comma_separated([*rows[:4], [*rows[4][:4], blank, *rows[4][5:]], *rows[5:]])
        cells = staged(text(tmp_path / "list.csv", content)).cells
        assert cells.filter(noc="not stated").select(
            "province", "lmia_stream", "noc_version", "printed"
        ).rows() == [("NL", "Low Wage", "2011", 3)]
    rows[4][4] = None
    path = workbook(tmp_path / "list.xlsx", rows)
    with pytest.raises(LayoutError, match=r"cell E5: found nothing, expected an occupation or '\(blank\)'"):
        staged(path)
    assert "not stated" in staged(path, empty_occupations=["2022-03-31"]).cells["noc"]


# Broken on purpose

NARROW = listed_by_stream(narrow=True)
BROKEN_TEXT: list[tuple[str, str, str, str]] = [
    # the list of 2015
    ("2015", "Positions approved", "Positions aproved", r"line 3, field 3: found 'Positions aproved', expected a header"),
    ("2015", "Outside Canada", "Outside Canda", r"line \d+, field 1: found 'Outside Canda'|the name of a province"),
    ("2015", "Prince Edward Island,,\r\r\nEmployer", "Prince Edward Island,,\r\r\nEmployers", r"line 13, field 1: found 'Employers', expected the header 'Employer'"),
    ("2015", "Quebec,,", "Ontario,,", r"line 51, field 1: found 'Ontario', expected each province"),
    ("2015", 'AB T2P 1A1",3', 'AB T2P 1A1",3.0', r"line 9, field 3: found '3\.0', expected a whole number"),
    ("2015", "Notes:", "Note", r"expected the row 'Notes:'"),
    ("2015", "Manitoba", "Nunavut", r"line \d+, field 1: found 'Notes:', expected rows of Manitoba"),
    # the list of 2016
    ("2016", "Positions Approved", "Positions", r"line 3, field 5: found 'Positions', expected a header"),
    ("2016", "Occupations under NOC 2011", "Address", r"line 3, field 4: found 'Address', expected a header .* each once"),
    ("2016", "Prince Edward Island", "Prince Edwards Island", r"line 11, field 1: found 'Prince Edwards Island'"),
    ("2016", "Prince Edward Island", "", r"found 'Notes:', expected rows of Prince Edward Island"),
    ("2016", "Newfoundland and Labrador", "", r"line 5, field 1: found nothing, expected the name of a province .* on the first row"),
    ("2016", "Ontario", "Quebec", r"line 35, field 1: found 'Quebec', expected each name .* once"),
    ("2016", "2173-Software", "2273-Software", r"line 5, field 4: found '2273-.*the title of 2273: 'Deck officers"),
    ("2016", "2173-Software", "9999-Software", r"line 5, field 4: .*a code of 4 digits of NOC 2011"),
    ("2016", "Software engineers", "Softwear engineers", r"line 5, field 4: .*the title of 2173: 'Software engineers and designers'"),
    # the list of 2017 to 2019, labels on the first row of a group only
    ("narrow", "    Low Wage", "    Low Wages", r"line 5, field 2: found '    Low Wages', expected the name of a stream of LMIAs"),
    ("narrow", "Newfoundland and Labrador,    High Wage", "Newfoundland and Labrador,", r"line 3, field 2: found nothing, expected the name of a stream of LMIAs on the first row"),
    ("narrow", ",    Low Wage", ",    High Wage", r"line 5, field 2: found '    High Wage', expected each name of a stream .* once"),
    ("narrow", "Nova Scotia,", ",", r"line 9, field 2: found '    High Wage', expected each name of a stream of LMIAs once"),
    ("narrow", ",3\r\n", ",three\r\n", r"line 5, field 6: found 'three'"),
    ("narrow", ",Program Stream", ",Stream of program", r"line 2, field 2: found 'Stream of program', expected a header"),
    # the wide list
    ("wide", "Approved LMIAs", "Approved LMIA", r"line 2, field 7: found 'Approved LMIA'"),
    ("wide", "Unknown,1,3", "Unknown,x,3", r"line 5, field 7: found 'x', expected a whole number"),
    ("wide", "Unknown,1,3", "Unknown,1,-3", r"line 5, field 8: found '-3'"),
    ("wide", "Unknown,1,3", "Unknown,1,", r"line 5, field 8: found nothing"),
    ("wide", "Nova Scotia,    Low", ",    Low", r"line 11, field 1: found nothing, expected the name of a province or territory, which the other rows have"),
    ("wide", "Ontario,    Low", "Quebec,    Low", r"line 20, field 1: found 'Quebec', expected all rows of a province .* together"),
    ("wide", "0631-", "10013-", r"line 5, field 5: .*a code of 4 digits of NOC 2011"),
    ("wide", "(NOC) 2011", "(NOC) 2021", r"line 3, field 5: found '2173-.*a code of 5 digits of NOC 2021"),
    ("wide", "Notes:,", "Notes:,x", r"expected the row 'Notes:' after the employers; the file is cut off"),
    ("wide", 'caregivers.",', 'caregivers.",x', r"line 37, field 2: found 'x', expected nothing beside the notes"),
    ("wide", "Incorporate Status,", "Incorporate Status,Incorporate Status,", r"line 2, field 7: found 'Incorporate Status', expected a header .* each once"),
    # five digits
    ("five", "21231-", "2173-", r"line 2, field 5: found '2173-.*a code of 5 digits of NOC 2021"),
    ("five", "63200-Cooks", "63200-Chefs", r"line 4, field 5: found '63200-Chefs', expected the title of 63200: 'Cooks'"),
    ("five", "63200-Cooks", "63200 Cooks", r"line 4, field 5: found '63200 Cooks'"),
    # French
    ("french", "Haut salaire", "Haut salaires", r"line 2, field 2: found '    Haut salaires'"),
    ("french", "Île-du-Prince-Édouard", "Île du Prince Edouard", r"line 5, field 1: found 'Île du Prince Edouard'"),
    ("french", "2173-Ingénieurs", "2173-Software", r"line 2, field 5: .*the title of 2173: 'Ingénieurs"),
    ("french", "Volet du programme", "Volets", r"line 1, field 2: found 'Volets'"),
]  # fmt: skip
MADE: dict[str, tuple[str, Callable[[], str]]] = {
    "2015": ("2015_positive.csv", lambda: comma_separated(listed_by_blocks(), CRCRLF)),
    "2016": ("a.csv", lambda: comma_separated(listed_by_occupation(), CRCRLF)),
    "narrow": ("b.csv", lambda: comma_separated(NARROW)),
    "wide": ("c.csv", lambda: comma_separated(listed_by_stream(wide=True))),
    "five": ("2025q1.csv", lambda: comma_separated(listed_by_stream(wide=True, version="2021", title=""))),
    "french": ("2022q4.csv", lambda: comma_separated(listed_by_stream(wide=True, lang="fr", title=""))),
}


@pytest.mark.parametrize(("made", "old", "new", "message"), BROKEN_TEXT)
def test_a_list_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, made: str, old: str, new: str, message: str
) -> None:
    name, content = MADE[made]
    assert old in content()
    path = text(
        tmp_path / name,
        content().replace(old, new, 1),
    )
    with pytest.raises(LayoutError, match=message):
        staged(path)


@pytest.mark.parametrize("made", MADE)
def test_a_list_cut_off_is_refused(tmp_path: Path, made: str) -> None:
    name, content = MADE[made]
    lines = content().splitlines(keepends=True)
    with pytest.raises(LayoutError, match=r"the row 'Notes:' after the employers; the file is cut off"):
        staged(text(tmp_path / name, "".join(lines[: len(lines) // 2])))


@pytest.mark.parametrize("made", MADE)
def test_a_list_that_cannot_be_read_as_a_table_is_refused_and_not_passed_over(
    tmp_path: Path, made: str
) -> None:
    name, content = MADE[made]
    with pytest.raises(LayoutError, match=r"line \d+: .*; the file is cut off or damaged"):
        staged(text(tmp_path / name, content().replace('"Calgary, AB', '"Calgary" AB', 1)))


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (4, 0, None, "cell A5: found nothing, expected the name of a province"),
        (4, 1, None, "cell B5: found nothing, expected the name of a stream"),
        (4, 7, None, "cell H5: found nothing, expected a whole number"),
        (4, 6, None, "cell G5: found nothing, expected a whole number"),
        (4, 7, "1.5", r"cell H5: found '1\.5'"),
        (1, 7, "Positions", "cell H2: found 'Positions', expected a header"),
        (1, 2, None, "cell C2: found nothing, expected a header"),
        (2, 8, "x", "cell I2: found nothing, expected a header"),
        (
            5,
            1,
            "    Low Wage",
            "cell B8: found '    Low Wage', expected all rows of a stream of LMIAs together",
        ),
        (0, 0, "Employers", "cell A1: found 'Employers', expected a title such as"),
    ],
)
def test_a_workbook_that_does_not_hold_is_refused_with_the_cell(
    tmp_path: Path, row: int, column: int, value: str | None, message: str
) -> None:
    rows = listed_by_stream(wide=True)
    rows[row] = [*rows[row], *[None] * (column + 1 - len(rows[row]))]
    rows[row][column] = value
    path = workbook(tmp_path / "list.xlsx", rows)
    with pytest.raises(LayoutError, match=message):
        staged(path)


# Twins, and files of other periods


def test_a_french_twin_adds_nothing_and_one_of_other_figures_is_refused(tmp_path: Path) -> None:
    english = staged(text(tmp_path / "2022q4_en.csv", comma_separated(listed_by_stream(wide=True, title=""))))
    right = comma_separated(listed_by_stream(wide=True, lang="fr", title=""))
    french = staged(text(tmp_path / "2022q4_fr.csv", right))
    other = staged(
        text(
            tmp_path / "2022q4_fr2.csv",
            right.replace("Inconnu,1,3", "Inconnu,1,4", 1).replace("Unknown,1,3", "Unknown,1,4", 1),
        )
    )
    keep(tmp_path / "data", [english])
    assert follow([french], tmp_path / "data") == []
    with pytest.raises(
        LayoutError,
        match=r"2022q4_fr2\.csv: esdc-list-positive as of 2022-12-31 is held already, .*: 4, before 3",
    ):
        follow([other], tmp_path / "data")
    check([english, french])


def test_a_twin_that_has_lost_occupations_adds_nothing_unless_its_counts_differ(tmp_path: Path) -> None:
    rows = comma_separated(listed_by_stream(wide=True))
    english = staged(text(tmp_path / "en.csv", rows))
    lost = rows.replace("2173-Software engineers and designers", "#N/A", 1)
    twin = staged(text(tmp_path / "fr.csv", lost), unread_occupations=["2022-03-31"])
    more = staged(
        text(tmp_path / "fr2.csv", lost.replace("#N/A,Unknown,1,2", "#N/A,Unknown,1,9")),
        unread_occupations=["2022-03-31"],
    )
    keep(tmp_path / "data", [english])
    assert follow([twin], tmp_path / "data") == []
    with pytest.raises(LayoutError, match="is held already"):
        follow([more], tmp_path / "data")
    keep(tmp_path / "other", [twin])
    with pytest.raises(LayoutError, match="is held already"):
        follow([english], tmp_path / "other")


def swapped(rows: Rows, number: int) -> Rows:
    """The list with LMIAs and positions the other way round in so many of its rows."""
    head = next(at for at, row in enumerate(rows) if "Approved LMIAs" in row)
    several = [row for row in rows[head + 1 :] if len(row) > 1 and row[-1] != row[-2]]
    for row in several[:number]:
        row[-2:] = row[:-3:-1]
    return rows


def test_a_list_with_fewer_positions_than_lmias_in_more_than_a_twentieth_of_its_rows_is_refused(
    tmp_path: Path,
) -> None:
    rows = listed_by_stream(wide=True, title="")
    assert sum(len(row) > 1 for row in rows[1:]) == 33
    one = swapped(listed_by_stream(wide=True, title=""), 1)
    assert staged(text(tmp_path / "2022q3.csv", comma_separated(one))).cells.height == 22
    for number, said in ((2, "in 2 of 33"), (99, "in 22 of 33")):
        path = text(
            tmp_path / "2022q4.csv",
            comma_separated(swapped(listed_by_stream(wide=True, title=""), number)),
        )
        with pytest.raises(
            LayoutError, match=rf"line 2, field 8: found '1', expected at least as many positions .* {said}"
        ):
            staged(path)


def test_a_list_of_a_quarter_that_is_to_come_is_refused(tmp_path: Path) -> None:
    title = ENGLISH_TITLE.format(2011, "January to March 2032")
    path = text(tmp_path / "t.csv", comma_separated(listed_by_stream(wide=True, title=title)))
    with pytest.raises(
        LayoutError,
        match=r"expected a period that is over: the file would be as of 2032-03-31, and today is 20",
    ):
        staged(path)


def test_a_list_is_not_held_to_the_quarter_before(tmp_path: Path) -> None:
    rows = listed_by_stream(wide=True, title="")
    fewer = [row for row in rows if len(row) == 1 or not (row[1] or "").endswith("Low Wage")]
    first = staged(text(tmp_path / "2022q3.csv", comma_separated(rows)))
    second = staged(text(tmp_path / "2022q4.csv", comma_separated(fewer)))
    keep(tmp_path / "data", [second])
    assert [one.vintage for one in follow([first], tmp_path / "data")] == [first.vintage]
    keep(tmp_path / "other", [first])
    assert [one.vintage for one in follow([second], tmp_path / "other")] == [second.vintage]


# Annual tables 4, 12 and 13

TABLES: dict[str, Callable[[], str]] = {
    "skill": positions_by_level,
    "stream": positions_by_stream,
    "requested": positions_requested,
}


def test_an_annual_table_keeps_its_rows_totals_and_lines(tmp_path: Path) -> None:
    skill = staged(text(tmp_path / "a.csv", positions_by_level(), "cp1252"))
    stream = staged(text(tmp_path / "b.csv", positions_by_stream(), "cp1252"))
    asked = staged(text(tmp_path / "c.csv", positions_requested(), "cp1252"))
    assert [one.card for one in (skill, stream, asked)] == [
        "esdc-positions-skill",
        "esdc-positions-stream",
        "esdc-positions-requested",
    ]
    assert {one.vintage for one in (skill, stream, asked)} == {dt.date(2023, 12, 31)}
    for one, column in ((skill, "skill"), (stream, "lmia_stream")):
        assert one.cells.height == 14 * 3 * 2
        whole = one.cells.filter(pl.col(column).is_null())
        assert whole["is_total"].all()
        assert dict(whole.filter(province="CA").select("period", "printed").iter_rows()) == {
            dt.date(2022, 1, 1): 520,
            dt.date(2023, 1, 1): 780,
        }
    assert skill.cells.row(0, named=True)["cell"] == "line 4, field 2"
    assert stream.cells.row(0, named=True)["cell"] == "line 6, field 2"
    assert set(stream.cells["lmia_stream"].drop_nulls()) == {"Global Talent", "High Wage"}
    assert (asked.cells.height, set(asked.cells["measure"])) == (28, {"positions_requested"})
    assert asked.cells.filter(is_total=True)["printed"].to_list() == [1300, 2600]
    check([skill, stream, asked])


BROKEN_TABLES: list[tuple[str, str, str, str]] = [
    ("skill", "A - Professionals", "A - Professions", r"line 5, field 1: found 'A - Professions', expected a skill level"),
    ("skill", "A - Professionals", "0 - Management Occupations", r"line 5, field 1: .*a skill level that CA does not have already \(line 4, field 1\)"),
    ("skill", "Skill Level (A - D),2022", "Skill Level,2022", r"line 3, field 1: found 'Management Occupations and Skill Level', expected the header"),
    ("skill", ",2022,2023", ",2022,2024", r"line 3, field 3: found '2024', expected the year 2023"),
    ("skill", "Canada - Total", "Canada Total", r"line \d+, field 1: found .*expected the row 'Canada - Total'"),
    ("skill", "Yukon,,", "Youkon,,", r"field 1: found 'Youkon', expected the name of the next place"),
    ("skill", "390", "39.0", r"line 5, field 2: found '39\.0', expected a whole number"),
    ("skill", "390", "", r"line 5, field 2: found nothing"),
    ("skill", "Notes:", "Note:", r"field 1: found 'Note:', expected the name of the next place, or 'Notes:'"),
    ("skill", "Newfoundland and Labrador", "Ontario", r"line 13, field 1: found .*expected the row 'Ontario - Total' before the next place"),
    ("stream", "Stream,,", "Streams,,", r"line 4, field 1: found 'Streams', expected the header 'Stream'"),
    ("stream", "High-Wage", "High wage", r"line 7, field 1: found 'High wage', expected a stream"),
    ("stream", "High-Wage", "Global Talent", r"line 7, field 1: .*a stream that CA does not have already \(line 6, field 1\)"),
    ("stream", ",2022,2023", ",2022", r"line 5, field 3: found nothing, expected the year 2023"),
    ("stream", "Canada,,", "Kanada,,", r"line 3, field 1: found 'Kanada'"),
    ("stream", "Nunavut - Total", "Yukon - Total", r"expected the row 'Nunavut - Total'"),
    ("stream", "Nova Scotia,,", "Canada,,", r"field 1: found 'Canada', expected the name of the next place"),
    ("requested", "Province/Territory", "Province", r"line 2, field 1: found 'Province', expected the header 'Province/Territory'"),
    ("requested", "Yukon,", "Youkon,", r"line 13, field 1: found 'Youkon', expected the places"),
    ("requested", "Yukon,", "Nunavut,", r"line 13, field 1: found 'Nunavut', expected the places"),
    ("requested", '"Canada"', '"All"', r"line 16, field 1: found 'All', expected the places .*Canada, in this order"),
    ("requested", "Notes:", "Note", r"expected 'Notes:' after the places|found 'Note', expected"),
    ("requested", ",2022,2023", ",2023,2022", r"line 2, field 3: found '2022', expected the year 2024"),
    ("requested", "Ontario,100", "Ontario,~100", r"line 8, field 2: found '~100'"),
    ("requested", "Ontario,100", "Ontario,-100", r"line 8, field 2: found '-100'"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "message"), BROKEN_TABLES)
def test_an_annual_table_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, table: str, old: str, new: str, message: str
) -> None:
    content = TABLES[table]()
    assert old in content
    with pytest.raises(LayoutError, match=message):
        staged(text(tmp_path / "table.csv", content.replace(old, new, 1), "cp1252"))


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("skill", "390", "370", r"line 6, field 2: the total \[520, 520\] and its 2 skill levels"),
        ("skill", "520", "519", r"do not meet"),
        ("stream", "390", "350", r"the total \[520, 520\] and its 2 LMIA streams"),
        ("stream", "Ontario - Total,40", "Ontario - Total,44", r"do not meet"),
        (
            "requested",
            "Ontario,100",
            "Ontario,101",
            r"line 16, field 2: Canada \[1300, 1300\] and its places",
        ),
        ("requested", "Ontario,100", "Ontario,70", r"line 16, field 2: Canada \[1300, 1300\] and its places"),
    ],
)
def test_totals_that_do_not_hold_are_refused(
    tmp_path: Path, table: str, old: str, new: str, message: str
) -> None:
    one = staged(text(tmp_path / "table.csv", TABLES[table]().replace(old, new, 1), "cp1252"))
    with pytest.raises(LayoutError, match=message):
        check([one])


def test_years_of_a_later_block_are_those_of_the_first(tmp_path: Path) -> None:
    head, years, rest = positions_by_stream().partition("Newfoundland and Labrador,,")
    content = head + years + rest.replace(",2022,2023", ",2021,2022", 1)
    with pytest.raises(LayoutError, match=r"line 11, field 2: found '2021', expected the same row of years"):
        staged(text(tmp_path / "table.csv", content, "cp1252"))


def test_of_two_files_of_one_date_each_is_checked(tmp_path: Path) -> None:
    right = staged(text(tmp_path / "a.csv", positions_requested(), "cp1252"))
    wrong = staged(
        text(tmp_path / "b.csv", positions_requested().replace("Ontario,100", "Ontario,101"), "cp1252")
    )
    check([right, right])
    for files in ([right, wrong], [wrong, right]):
        with pytest.raises(LayoutError, match=r"b\.csv, line 16, field 2: Canada"):
            check(files)


# The publisher's files


@pytest.fixture(scope="module")
def read(real: Path) -> dict[str, Staged]:
    """Every file of ESDC as read, by its name."""
    return {path.name: staged(path) for path in sorted((real / "esdc").rglob("*")) if path.is_file()}


def total(read: dict[str, Staged], name: str) -> int:
    return int(read[name].cells["printed"].sum())


def test_the_lists_of_2021_add_up_to_what_was_computed(read: dict[str, Staged]) -> None:
    names = (
        "tfwp_2021q1_positive_en.xlsx",
        "TFWP_2021Q2_Positive_EN.xlsx",
        "TFWP_2021Q3_Positive_EN.xlsx",
        "tfwp_2021q4_positive_en.xlsx",
    )
    found = [total(read, name) for name in names]
    assert found == [34132, 21813, 13193, 40959]
    assert sum(found) == 110097


PAIRS = [
    ("2016_positive_employer_en.csv", "2016_positive_employer_fr.csv"),
    ("tfwp_2022q4_pos_en.xlsx", "tfwp_2022q4_pos_fr.csv"),
    ("tfwp_2024q1_pos_en.xlsx", "tfwp_2024q1_pos_fr.csv"),
]


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_english_and_french_twins_give_the_same_counts(
    read: dict[str, Staged], english: str, french: str
) -> None:
    assert counts(read[english].cells) == counts(read[french].cells)
    assert read[english].vintage == read[french].vintage


def test_the_french_list_of_the_second_quarter_of_2024_has_lost_231_positions_occupations(
    read: dict[str, Staged],
) -> None:
    english, french = (read[f"tfwp_2024q2_pos_{end}"].cells for end in ("en.xlsx", "fr.csv"))
    lost = [cells.filter(noc="not stated")["printed"].sum() for cells in (english, french)]
    assert lost[1] - lost[0] == 231 - 1
    without = ["province", "lmia_stream"]
    sums = [cells.group_by(without).agg(pl.col("printed").sum()).sort(without) for cells in (english, french)]
    assert sums[0].equals(sums[1])


def test_every_row_of_2015_is_counted_those_with_the_names_of_notes_and_totals_among_them(
    read: dict[str, Staged], real: Path
) -> None:
    cells = read["2015_positive_employers_en.csv"].cells
    numbers = [
        int(found[1]) + 1 if (found := re.search(r" and (\d+) below$", cell)) else 1 for cell in cells["cell"]
    ]
    assert sum(numbers) == 13112
    assert cells["printed"].sum() == 82683
    assert cells["province"].to_list() == [*STATED[:12], "XX"]
    content = (real / "esdc" / "positive" / "2015_positive_employers_en.csv").read_bytes().decode("cp1252")
    rows = [row for row in csv.reader(io.StringIO(content, newline="")) if row]
    assert sum(row[2].isdigit() for row in rows) == 13112
    traps = Counter(row[0] for row in rows if row[0].startswith(("Note", "Total")) and row[2].isdigit())
    assert {"Notesolution Inc- OneClass", "Total Maintenance Services Inc."} <= set(traps)


def test_the_periods_held_are_these_and_no_others(read: dict[str, Staged]) -> None:
    lists = [one for one in read.values() if one.card == LIST]
    held = {(one.cells["period_kind"][0], one.cells["period"][0]) for one in lists}
    years = {("year", dt.date(2015, 1, 1)), ("year", dt.date(2016, 1, 1)), ("half", dt.date(2017, 1, 1))}
    missing = {
        (2017, 4),
        (2018, 3),
        (2020, 3),
        (2022, 2),
        (2023, 3),
        (2024, 3),
        (2025, 2),
        (2025, 3),
        (2025, 4),
    }
    quarters = {
        ("quarter", dt.date(year, 3 * quarter - 2, 1))
        for year in range(2018, 2026)
        for quarter in range(1, 5)
        if (year, quarter) not in missing
    }
    assert held == years | quarters | {("quarter", dt.date(2017, 7, 1))}
    assert {one.cells["noc_version"][0] for one in lists if one.vintage >= dt.date(2024, 6, 30)} == {"2021"}
    assert {one.cells["noc_version"][0] for one in lists if one.vintage < dt.date(2024, 6, 30)} == {
        "2011",
        None,
    }


def test_the_cells_are_found_in_the_file_where_they_say(read: dict[str, Staged], real: Path) -> None:
    (path,) = real.rglob("tfwp_2021q4_positive_en.xlsx")
    (grid,) = grids(path, path.read_bytes())
    for row in read[path.name].cells.sample(40, seed=2021).iter_rows(named=True):
        column, line, more = re.fullmatch(r"([A-Z])(\d+)(?: and (\d+) below)?", row["cell"]).groups()  # type: ignore[union-attr]
        first = grid.row(int(line) - 1)
        assert (column, row["sheet"]) == ("H", "Positive_EN")
        assert (
            entries("province")[row["province"]].aliases[0] == first[0]
            if row["province"] == "XX"
            else entries("province")[row["province"]].en == first[0]
        )
        assert (first[1] or "").strip().startswith(row["lmia_stream"])
        if row["noc"].isdigit():
            assert (first[4] or "").startswith(row["noc"] + "-")
        if more is None:
            assert int(first[7] or 0) == row["printed"]


def test_the_annual_tables_agree_with_table_7(read: dict[str, Staged]) -> None:
    year, canada = dt.date(2021, 1, 1), pl.col("province") == "CA"
    for number in (4, 7, 13):
        cells = read[f"tfwp2023_annual_table_{number}_e.csv"].cells.filter(canada, is_total=True)
        assert cells.filter(period=year)["printed"].to_list() == [133196]
        assert cells.sort("period")["printed"].to_list() == [
            90314,
            98146,
            108988,
            130457,
            125279,
            133196,
            222847,
            239646,
        ]
    asked = read["tfwp2023_annual_table_12_e.csv"].cells
    assert asked.filter(canada, period=year)["printed"].to_list() == [158724]
    assert asked.filter(~canada, period=year)["printed"].sum() == 158724
    places = [
        read[f"tfwp2023_annual_table_{number}_e.csv"]
        .cells.filter(~canada, is_total=True)
        .select("province", "period", "printed")
        for number in (4, 7, 13)
    ]
    assert places[0].equals(places[1])
    assert places[0].equals(places[2])


def test_the_checks_hold_over_all_of_them(read: dict[str, Staged]) -> None:
    check(list(read.values()))
