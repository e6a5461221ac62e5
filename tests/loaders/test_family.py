"""IRCC's workbooks by year in which permits became effective: each card of the family, in English and in French."""

import datetime as dt
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from imp_stats.build import begin, build
from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.loaders.ircc_workbooks import read_monthly
from imp_stats.loaders.recognise import _plain, recognise
from imp_stats.vocabulary import entries

from made import PROGRAMMERS, Rows, Tree, everywhere, family, grid, partout, workbook

HC, SKILL, CLASSES = "ircc-hc-citizenship", "ircc-imp-skill-workbook", "ircc-imp-admissions"
NEW = [card.id for card in cards().values() if card.reader == "monthly"]

COUNTRIES: Tree = [("India", 100), ("Mexico", 20), ("United Kingdom and Overseas Territories", "--"),
                   ("Country of Citizenship not stated", 0)]  # fmt: skip
PAYS: Tree = [("Inde", 100), ("Mexique", 20), ("Royaume-Uni et territoires d'outre-mer", "--"),
              ("Pays de citoyenneté non déclaré", 0)]  # fmt: skip
LEVELS: Tree = [
    ("Managerial", 15),
    ("Labourers/elemental", 5),
    ("Other occupations", 105),
    ("Skill level not stated", "--"),
]
NIVEAUX: Tree = [("Gestion", 15), ("Élémentaire et manœuvres", 5), ("Autres occupations", 105),
                 ("Niveau de compétence non indiqué", "--")]  # fmt: skip
GENDERS: Tree = [("Female", LEVELS), ("Male", LEVELS), ("Gender not stated", [("Other occupations", 5)])]
GENRES: Tree = [("Femmes", NIVEAUX), ("Hommes", NIVEAUX), ("Sexe non déclaré", [("Autres occupations", 5)])]
IMMIGRATION: Tree = [
    ("Economic Total", [
        ("Worker Program Total", [("Canadian Experience", 10), ("Skilled Worker", "--")]),
        ("Provincial Nominee Program Total", 15),
    ]),
    ("Sponsored Family Total", [("Sponsored Family Total", [("Sponsored Spouse or Partner", 5)])]),
    ("All Other Immigration Total", 0),
]  # fmt: skip
WORKERS: Tree = [
    (
        "Agricultural Workers Total",
        [("Seasonal Agricultural Worker Program", 20), ("Agricultural Stream", 25)],
    ),
    ("Caregivers Total", 10),
    ("Other Temporary Foreign Workers with LMIA", "--"),
]
TRAVAILLEURS: Tree = [
    (
        "Travailleurs agricoles Total",
        [("Programme des travailleurs agricoles saisonniers", 20), ("Volet agricole", 25)],
    ),
    ("Soignants Total", 10),
    ("Autres titulaires de permis de travail PTET", "--"),
]
JOBS: Tree = [(PROGRAMMERS, 15), ("Other occupations", 100), ("Occupation not stated", "--")]


def in_french(kind: str, tree: Tree) -> Tree:
    """A tree with its labels in French, by the names held."""
    french: Tree = []
    for label, below in tree:
        bare = label.removesuffix(" Total")
        name = next(entry.fr for entry in entries(kind).values() if entry.en == bare)  # type: ignore[arg-type]
        total = f"{name} Total" if bare != label else name
        french.append((total, in_french(kind, below) if isinstance(below, list) else below))
    return french


ENGLISH: dict[str, Tree] = {
    "citizenship": COUNTRIES,
    "skill": GENDERS,
    "pr_class": everywhere(IMMIGRATION, elsewhere=None),
    "noc": everywhere(JOBS),
    "stream-IMP": everywhere(
        [("Other IMP Participants", 105), ("Vulnerable workers", [("Vulnerable workers", 5)])]
    ),
    "stream-TFWP": everywhere(WORKERS),
}
FRENCH: dict[str, Tree] = {
    "citizenship": PAYS,
    "skill": GENRES,
    "pr_class": partout(in_french("pr_class", IMMIGRATION))[:-1],
    "noc": partout(
        [
            ("2174 - Programmeurs et développeurs en médias interactifs", 15),
            ("Autres professions", 100),
            ("Profession non déclarée", "--"),
        ]
    ),
    "stream-IMP": partout(
        in_french(
            "stream", [("Other IMP Participants", 105), ("Vulnerable workers", [("Vulnerable workers", 5)])]
        )
    ),
    "stream-TFWP": partout(TRAVAILLEURS),
}


def key(card: str) -> str:
    innermost = cards()[card].dimensions[-1]
    return f"{innermost}-{cards()[card].program}" if innermost == "stream" else innermost


def english(card: str) -> Rows:
    return family(card, ENGLISH[key(card)])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without any vintage."""
    begin(tmp_path / "data")
    for path in (tmp_path / "data" / "tidy").iterdir():
        path.unlink()
    return tmp_path / "data"


def built(tmp_path: Path, data: Path, rows: Rows) -> pl.DataFrame:
    """The cells of a workbook under any name, recognised, read, checked and kept."""
    (tmp_path / "files").mkdir()
    workbook(tmp_path / "files" / "renamed.xlsx", rows, "Feuille 1")
    build(tmp_path / "files", out=data, report=lambda _: None)
    return read_cells(data, read_vintages(data).row(0, named=True))


@pytest.mark.parametrize("card", NEW)
def test_each_table_of_the_family_is_recognised_by_its_title_read_and_kept(
    card: str, tmp_path: Path, data: Path
) -> None:
    cells = built(tmp_path, data, english(card))
    assert set(cells["card"]) == {card}
    assert set(cells["vintage"]) == {dt.date(2025, 7, 31)}
    assert set(cells["program"]) == {cards()[card].program}
    assert set(cells["measure"]) == set(cards()[card].measures)
    assert cells.group_by("period_kind").len().sort("period_kind")["len"].to_list() == [
        19 * cells.height // 28, 7 * cells.height // 28, 2 * cells.height // 28,
    ]  # fmt: skip
    assert cells.filter(province="CA", period_kind="year").height == 2


@pytest.mark.parametrize("card", NEW)
def test_a_french_twin_gives_the_same_cells(card: str) -> None:
    rows = family(card, FRENCH[key(card)], french=True)
    found, vintage = read_monthly(grid(rows), cards()[card])
    right, same = read_monthly(grid(english(card)), cards()[card])
    assert vintage == same
    assert found.drop("upper").equals(right.drop("upper"))


@pytest.mark.parametrize("card", NEW)
def test_the_last_row_may_count_unique_persons(card: str) -> None:
    rows = family(card, ENGLISH[key(card)], total="Total unique persons")
    assert read_monthly(grid(rows), cards()[card])[0].equals(
        read_monthly(grid(english(card)), cards()[card])[0]
    )


def test_no_title_of_the_family_begins_another() -> None:
    titles = [
        (card.id, _plain(title))
        for card in cards().values()
        if card.reader in ("monthly", "year_end")
        for title in (card.title, *card.other_titles)
    ]
    for (one, title), (other, longer) in permutations(titles, 2):
        assert one == other or not longer.startswith(title), (one, other)


def test_a_title_is_known_in_other_capitals_and_dashes(tmp_path: Path) -> None:
    rows = english(HC)
    rows[0][0] = (
        str(rows[0][0]).replace("Canada - Work", "Canada \u2013  work").replace(" and Comp", " And comp")
    )
    found = recognise(workbook(tmp_path / "any.xlsx", rows))
    assert found is not None
    assert found[0].id == HC


def test_countries_have_no_place_and_their_total_is_canada() -> None:
    cells, _ = read_monthly(grid(english(HC)), cards()[HC])
    july = cells.filter(period_kind="month", period=dt.date(2025, 7, 1))
    assert july.select("province", "citizenship", "printed", "lower", "upper", "is_total", "cell").rows() == [
        (None, "India", 100, 98, 102, False, "AA6"),
        (None, "Mexico", 20, 18, 22, False, "AA7"),
        (None, "United Kingdom and Overseas Territories", None, 1, None, False, "AA8"),
        (None, "Country of Citizenship not stated", 0, 0, 0, False, "AA9"),
        ("CA", None, 120, 118, 122, True, "AA10"),
    ]


def test_a_class_knows_its_path_and_a_subtotal_loses_its_word() -> None:
    cells, _ = read_monthly(grid(english(CLASSES)), cards()[CLASSES])
    rows = cells.filter(period_kind="month", period=dt.date(2024, 1, 1), province="ON")
    assert rows.select("pr_class", "printed", "is_total").rows() == [
        ("Economic > Worker Program > Canadian Experience", 10, False),
        ("Economic > Worker Program > Skilled Worker", None, False),
        ("Economic > Worker Program", 10, True),
        ("Economic > Provincial Nominee Program", 15, False),
        ("Economic", 25, True),
        ("Sponsored Family > Sponsored Family > Sponsored Spouse or Partner", 5, False),
        ("Sponsored Family > Sponsored Family", 5, True),
        ("Sponsored Family", 5, True),
        ("All Other Immigration", 0, False),
        (None, 30, True),
    ]


def test_skill_levels_stand_below_genders() -> None:
    cells, _ = read_monthly(grid(english(SKILL)), cards()[SKILL])
    rows = cells.filter(period_kind="month", period=dt.date(2025, 7, 1))
    assert rows.select("province", "gender", "skill", "printed", "is_total").rows()[3:7] == [
        (None, "Female", "Skill level not stated", None, False),
        (None, "Female", None, 125, True),
        (None, "Male", "Managerial", 15, False),
        (None, "Male", "Labourers/elemental", 5, False),
    ]
    assert rows.select("province", "gender", "skill", "printed", "is_total").rows()[-1] == (
        "CA",
        None,
        None,
        260,
        True,
    )


def test_streams_in_one_column_are_known_by_their_last_names(tmp_path: Path, data: Path) -> None:
    card = "ircc-tfwp-program-workbook"
    below: Tree = [("Seasonal Agricultural Worker Program", 20), ("Agricultural Stream", 25), ("Agricultural Workers Total", 45),
                   ("Live-In Caregiver Program", 5), ("Caregivers", 10)]  # fmt: skip
    rows = family(card, everywhere(below))
    for row in rows[5:]:  # a place counts its subtotal once
        if str(row[0]).endswith(" Total") and not str(row[0]).startswith("Province/"):
            row[2:] = [f"{60 * span:,}" for span in SPANS]
        if row[0] == "Total":
            row[2:] = [f"{(13 * 60 + 5) * span:,}" for span in SPANS]
    cells = built(tmp_path, data, rows).filter(province="ON", period_kind="year", period=dt.date(2024, 1, 1))
    assert cells.select("stream", "is_total").rows() == [
        ("Agricultural Workers > Seasonal Agricultural Worker Program", False),
        ("Agricultural Workers > Agricultural Stream", False),
        ("Agricultural Workers", True),
        ("Live-In Caregivers > Live-In Caregiver Program", False),
        ("Caregivers", False),
        (None, True),
    ]


SPANS = [*[1, 1, 1, 3] * 4, 12, *[1, 1, 1, 3] * 2, 1, 1, 7]


def changed(card: str, row: int, column: int, value: str | None) -> Rows:
    rows = english(card)
    rows[row] = [*rows[row], *[None] * (column + 1 - len(rows[row]))]
    rows[row][column] = value
    return rows


HEADERS = [
    (2, 0, "Country", r"A3: found 'Country', expected the header"),
    (2, -1, "2024*", r"3: found '2024\*', expected a year"),
    (2, 16, "2026", r"3: found '2026', expected the year 2025"),
    (3, -1, "T1", r"4: found 'T1', expected 'Q1' or '2024 Total'"),
    (4, 0, "Fev", r"5: found 'Fev', expected 'Feb'"),
    (4, 2, "Q1", r"5: found 'Q1', expected 'Q1 Total'"),
    (3, 15, "Total 2024", r"4: found 'Total 2024', expected '2024 Total'"),
    (4, 25, "Q4 Total", r"5: found 'Q4 Total', expected 'Aug'"),
    (3, 26, None, r"4: found nothing, expected '2025 Total' after a quarter that stops early"),
]  # fmt: skip


@pytest.mark.parametrize("card", [HC, SKILL, CLASSES, "ircc-tfwp-program-workbook", "ircc-tfwp-noc"])
@pytest.mark.parametrize(("row", "column", "value", "message"), HEADERS)
def test_a_header_that_does_not_hold_is_refused_with_the_cell(
    card: str, row: int, column: int, value: str | None, message: str
) -> None:
    first = (
        0
        if (row, column) == (2, 0)
        else {HC: 1, CLASSES: 4, "ircc-tfwp-program-workbook": 3}.get(card, 2) + 1
    )
    with pytest.raises(LayoutError, match=message):
        read_monthly(grid(changed(card, row, column + first, value)), cards()[card])


@pytest.mark.parametrize(
    ("card", "row", "column", "value", "message"),
    [
        (HC, 5, 0, "Indai", r"A6: found 'Indai', expected a country of citizenship"),
        (
            HC,
            6,
            0,
            "India",
            r"A7: found 'India', expected a label that its group does not have already \(in A6\)",
        ),
        (HC, 6, 0, None, r"A7: found nothing, expected one label"),
        (HC, 6, 0, "Mexico Total", r"A7: found 'Mexico Total', expected a country"),
        (HC, 9, 0, "Totals", r"A14: found 'Source: IRCC, July 31, 2025', expected the row 'Total'"),
        (HC, 6, 3, "21", r"D7: found '21', expected a whole number rounded to 5"),
        (HC, 6, 3, "#N/A", r"D7: found '#N/A'"),
        (HC, 6, 3, None, r"D7: found nothing"),
        (HC, 6, 3, "-", r"D7: found '-'"),
        (HC, 11, 4, "100", r"E12: found '100', expected nothing beside the notes"),
        (
            HC,
            13,
            0,
            "Source: IRCC, June 30, 2025",
            r"A14: found .* expected the end of the last period, July 31, 2025",
        ),
        (HC, 13, 0, "Source: the web", r"A14: .*expected a last line such as 'Source: IRCC"),
        (SKILL, 5, 1, "Managerial ", r"B6: found 'Managerial ', expected a skill level in skills.csv"),
        (SKILL, 9, 0, "Women", r"A10: found 'Women', expected a gender in genders.csv"),
        (
            SKILL,
            6,
            0,
            "Female",
            r"B7: found 'Labourers/elemental', expected one label in the first 2 columns",
        ),
        (
            SKILL,
            10,
            0,
            None,
            r"A11: found nothing, expected an empty text, which opens the group of 'Male' in row 15",
        ),
        (SKILL, 6, 0, "", r"B7: found 'Labourers/elemental', expected no group to open here"),
        (
            SKILL,
            7,
            1,
            "Managerial",
            r"B8: found 'Managerial', expected a label that its group does not have already",
        ),
        (SKILL, 9, 0, "Total", r"A10|A11|B11"),
        (SKILL, 5, 4, "15.0", r"E6: found '15\.0'"),
        (SKILL, 5, 6, "1 5", r"G6: found '1 5'"),
        (SKILL, 16, 0, "Gender not stated Totl", r"A17: found 'Gender not stated Totl', expected a gender"),
        (
            CLASSES,
            5,
            3,
            "Canadian Experiences",
            r"D6: .*expected a class; 'Economic Total > Worker Program Total > Canadian Exp",
        ),
        (CLASSES, 7, 2, "Workers Total", r"D6: .*Workers Total.* is none in pr_classes.csv"),
        (CLASSES, 8, 2, "Provincial Nominee Programs Total", r"C9: found .* expected a class"),
        (CLASSES, 9, 1, "Economic Totals", r"expected a class"),
        (
            CLASSES,
            5,
            3,
            "Canadian Experience Total",
            r"D6: found 'Canadian Experience Total', expected a class",
        ),
        (
            CLASSES,
            14,
            0,
            "Newfoundland Total",
            r"A15: found 'Newfoundland Total', expected a province or territory",
        ),
        (
            CLASSES,
            14,
            0,
            "Newfoundland and Labrador",
            r"A15: .*expected a province or territory and ' Total'",
        ),
        (CLASSES, 7, 2, None, r"A8: found nothing, expected one label in the first 4 columns"),
        (
            CLASSES,
            24,
            0,
            "Newfoundland and Labrador Total",
            r"A25: found .* does not have already \(in A15\)",
        ),
        (
            CLASSES,
            5,
            1,
            None,
            r"B6: found nothing, expected an empty text, which opens the group of 'Economic Total'",
        ),
        (CLASSES, 6, 0, "", r"B7: found nothing, expected no group to open here"),
        (CLASSES, 5, 5, "12", r"F6: found '12', expected a whole number rounded to 5"),
        (
            "ircc-tfwp-program-workbook",
            5,
            2,
            "Seasonal Agricultural Workers",
            r"C6: .*expected a stream of the TFWP",
        ),
        (
            "ircc-tfwp-program-workbook",
            8,
            1,
            "Vulnerable workers",
            r"B9: .*expected a stream of the TFWP; 'Vulnerable workers'",
        ),
        ("ircc-tfwp-noc", 5, 1, "2174 - Computer programmers", rf"B6: .*expected '{PROGRAMMERS}'"),
        ("ircc-tfwp-noc", 5, 1, "9999 - Wizards", r"B6: .*expected an occupation of NOC 2011"),
        ("ircc-tfwp-noc", 6, 1, "Others", r"B7: found 'Others', expected an occupation as code and title"),
    ],
)
def test_a_sheet_that_does_not_hold_is_refused_with_the_cell(
    card: str, row: int, column: int, value: str | None, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_monthly(grid(changed(card, row, column, value)), cards()[card])


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (4, 1, "janv", r"B5: found 'janv', expected 'Jan'|B4: found 'T1', expected 'Q1'"),
        (4, 2, "Feb", r"C5: found 'Feb', expected 'fév\.'"),
        (3, 1, "Q1", r"B4: found 'Q1', expected 'T1' or '2024 Total'"),
        (4, 4, "T1", r"E5: found 'T1', expected 'T1 Total'"),
        (3, 17, "2024", r"R4: found '2024', expected '2024 Total'"),
        (2, 0, "Pays", r"A3: found 'Pays', expected the header 'Country of Citizenship'"),
        (5, 0, "Indes", r"A6: found 'Indes', expected a country"),
        (5, 0, "India", r"A6: found 'India', expected a country"),
        (9, 0, "Somme", r"expected the row 'Total'"),
        (13, 0, "Source : IRCC, 31 july 2025", r"A14: found .* expected the end of the last period"),
        (13, 0, "Source : IRCC, 30 juin 2025", r"A14: found .* expected the end of the last period"),
    ],
)  # fmt: skip
def test_a_french_sheet_that_does_not_hold_is_refused_with_the_cell(
    row: int, column: int, value: str, message: str
) -> None:
    rows = family(HC, PAYS, french=True)
    rows[row][column] = value
    with pytest.raises(LayoutError, match=message):
        read_monthly(grid(rows), cards()[HC])


@pytest.mark.parametrize("form", ["Total T1", "Total - T1"])
def test_a_french_total_may_name_its_quarter_first(form: str) -> None:
    rows = family(HC, PAYS, french=True)
    rows[4][4] = form
    rows[3][17] = "Total 2024"
    assert read_monthly(grid(rows), cards()[HC])[1] == dt.date(2025, 7, 31)


@pytest.mark.parametrize(
    "label", ["Total - Titulaires uniques de permis de travail PTET", "Nombre total de personnes uniques"]
)
def test_a_french_last_row_may_count_unique_persons(label: str) -> None:
    assert read_monthly(grid(family(HC, PAYS, french=True, total=label)), cards()[HC])[1] == dt.date(
        2025, 7, 31
    )


def test_a_quarter_that_stops_early_ends_its_year() -> None:
    rows = english(HC)
    for row, text in zip(rows[2:5], (None, None, "Q2 Total"), strict=True):
        row[6] = text  # a total in the place of May 2024
    with pytest.raises(
        LayoutError, match=r"H4: found nothing, expected '2024 Total' after a quarter that stops early"
    ):
        read_monthly(grid(rows), cards()[HC])


# Sums that do not hold: the checks


@pytest.mark.parametrize(
    ("card", "row", "column", "value", "message"),
    [
        (HC, 9, 4, "500", r"E10: the total \[498, 502\] and its 4 countries, E6 to E9 .* do not meet"),
        (HC, 5, 1, "200", r"B10: the total \[118, 122\] and its 4 countries, B6 to B9 \[217, 284\] do not meet \(check parts_meet_their_total\)"),
        (SKILL, 5, 2, "25", r"C10: the total \[123, 127\] and its 4 skill levels, C6 to C9 \[\d+, \d+\] do not meet"),
        (SKILL, 16, 2, "25", r"C17: the total \[23, 27\] and its 1 skill levels|C18: the total \[258, 262\] and its 3 genders, C10 to C17"),
        (SKILL, 17, 2, "300", r"C18: the total \[298, 302\] and its 3 genders, C10 to C17 \[251, 261\] do not meet"),
        (CLASSES, 5, 7, "20", r"H6: the total \[18, 22\] lies outside its months E6, F6, G6 \[8 to 36\] \(check periods_meet\)"),
        (CLASSES, 5, 20, "200", r"U6: the (total|year) \[198, 202\] lies outside its (quarter|month)s"),
        ("ircc-tfwp-program-workbook", 7, 3, "60", r"D8: the total \[58, 62\] and its parts D6, D7 \[41, 49\] do not meet"),
        ("ircc-tfwp-noc", 8, 2, "300", r"C9: the total \[298, 302\] and its 3 occupations, C6 to C8"),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_hold_is_refused_with_its_parts(
    tmp_path: Path, data: Path, card: str, row: int, column: int, value: str, message: str
) -> None:
    with pytest.raises(LayoutError, match=rf"renamed\.xlsx, sheet 'Feuille 1', cell ({message})"):
        built(tmp_path, data, changed(card, row, column, value))


def raised(rows: Rows, row: int, by: int) -> Rows:
    """A row with so much more in every month, and in its quarters and years accordingly."""
    texts = rows[row]
    for column, span in enumerate(SPANS, len(texts) - len(SPANS)):
        texts[column] = f"{int(str(texts[column]).replace(',', '')) + by * span:,}"
    return rows


@pytest.mark.parametrize(
    ("row", "by", "message"),
    [
        (5, 10, r"E8: the total \[8, 12\] and its parts E6, E7 \[19, 26\] do not meet \(check streams_meet_their_total\)"),
        (14, 100, r"E136: Canada .* and its places E15, E25, .* do not meet \(check places_meet_canada\)"),
        (13, 20, r"E15: the total \[28, 32\] and its parts E10, E13, E14 \[\d+, \d+\] do not meet"),
        (135, 400, r"E136: Canada \[\d+, \d+\] and its places E15, E25, .* do not meet \(check places_meet_canada\)"),
    ],
)  # fmt: skip
def test_a_class_or_a_place_that_does_not_meet_its_total_is_refused(
    tmp_path: Path, data: Path, row: int, by: int, message: str
) -> None:
    with pytest.raises(LayoutError, match=rf"cell ({message})"):
        built(tmp_path, data, raised(english(CLASSES), row, by))


def test_a_year_of_people_lies_between_its_largest_month_and_their_sum(tmp_path: Path, data: Path) -> None:
    rows = english(HC)
    rows[5][17], rows[9][17] = "90", "355"
    with pytest.raises(
        LayoutError,
        match=r"R6: the (total|year) \[88, 92\] lies outside its (months|quarters) .* \(check periods",
    ):
        built(tmp_path, data, rows)


def test_the_year_of_people_may_be_less_than_its_months(tmp_path: Path, data: Path) -> None:
    rows = english(HC)
    rows[5][17], rows[9][17] = "900", "1,165"
    assert built(tmp_path, data, rows).filter(cell="R6")["printed"].to_list() == [900]


@pytest.mark.parametrize("total", ["120", "155"])
def test_a_hidden_count_of_a_composite_row_is_at_most_four_for_each_it_stands_for(
    tmp_path: Path, data: Path, total: str
) -> None:
    rows = english(HC)
    rows[7][1], rows[9][1] = "--", total
    cells = built(tmp_path, data, rows)
    assert cells.filter(cell="B10")["printed"].to_list() == [int(total)]
    assert cells.filter(cell="B8").select("lower", "upper").rows() == [(1, None)]


def test_a_total_beyond_all_that_a_composite_row_stands_for_is_refused(tmp_path: Path, data: Path) -> None:
    rows = english(HC)
    rows[7][1], rows[9][1] = "--", "1,120"
    with pytest.raises(
        LayoutError, match=r"cell B10: the total \[1118, 1122\] and its 4 countries, .* \[\d+, 1\d\d\] do not"
    ):
        built(tmp_path, data, rows)


def test_a_year_beyond_all_that_hidden_months_of_a_composite_row_can_be_is_refused(
    tmp_path: Path, data: Path
) -> None:
    rows = english(HC)
    for column in range(1, 18):
        rows[7][column] = "--"
    rows[7][17], rows[9][17] = "2,000", "3,440"
    with pytest.raises(
        LayoutError, match=r"R8: the (total|year) \[1998, 2002\] lies outside its (month|quarter)s"
    ):
        built(tmp_path, data, rows)


def test_the_admissions_of_a_place_that_is_gone_are_refused() -> None:
    rows = english(CLASSES)
    del rows[15:25]
    with pytest.raises(
        LayoutError, match="expected also the places Prince Edward Island, before the row 'Total'"
    ):
        read_monthly(grid(rows), cards()[CLASSES])


@pytest.mark.parametrize(
    ("card", "tree", "message"),
    [
        (
            HC,
            [("India", [("Mexico", 20)])],
            r"B6: found 'Mexico', expected no label beside those of the first",
        ),
        (
            SKILL,
            [("Female", [("Managerial", [("Professional", 5)])])],
            r"C6: found 'Professional', expected no label beyond the second column",
        ),
    ],
)
def test_a_sheet_with_more_columns_of_labels_than_its_card_knows_is_refused(
    card: str, tree: Tree, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_monthly(grid(family(card, tree)), cards()[card])


def test_a_header_without_a_year_is_refused() -> None:
    rows = english(HC)
    rows[2] = rows[2][:1]
    with pytest.raises(LayoutError, match=r"B3: found nothing, expected a year after the label columns"):
        read_monthly(grid(rows), cards()[HC])
