"""The family of tab-separated files: by gender, area, program and occupation, each with its labels in two languages."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.loaders.recognise import load, recognise, taken_as

from made import PROGRAMMERS, citizenship, gender, graduates, occupations, programs, text

PGWP = "Canadian Interests > Competitiveness and public policy > Post-grad employment"
BENEFIT = "Canadian Interests > Significant benefit"
MADE: dict[str, Callable[[], str]] = {
    "ircc-imp-gender": gender,
    "ircc-imp-pgwp-area": graduates,
    "ircc-imp-program-tsv": programs,
    "ircc-imp-noc-tsv": occupations,
}


def loaded(folder: Path, card: str, content: str) -> pl.DataFrame:
    path = text(folder / cards()[card].file_name, content)
    found = recognise(path)
    assert found is not None
    staged = load(path, *found)
    assert (staged.card, staged.vintage, staged.vintage_from) == (card, dt.date(2024, 3, 31), "inferred")
    return staged.cells


def test_genders_are_read_by_skill_level_with_their_codes(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-gender", gender())
    assert cells.select("period", "program", "gender", "skill", "printed", "upper", "cell").rows() == [
        (dt.date(2024, 2, 1), "IMP", "not stated", "Other occupations", None, 4, "line 4"),
        (dt.date(2024, 3, 1), "IMP", "Female", "Other occupations", 1005, 1007, "line 2"),
        (dt.date(2024, 3, 1), "IMP", "Female", "Skill level not stated", None, 4, "line 3"),
    ]


def test_areas_are_read_with_their_province_and_the_stream_of_the_table(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-pgwp-area", graduates())
    assert set(cells["stream"]) == {PGWP}
    assert cells.select("province", "area", "printed", "cell").rows() == [
        ("ON", "Ottawa - Gatineau (Ontario part)", 205, "line 2"),
        ("QC", "Ottawa - Gatineau (Quebec part)", 30, "line 3"),
        ("ON", "Other - Ontario", None, "line 4"),
        ("ZZ", "not stated", 5, "line 5"),
    ]


def test_streams_are_paths_of_as_many_levels_as_are_filled(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-program-tsv", programs())
    assert cells.select("province", "stream", "printed", "is_total").rows() == [
        ("ON", f"{BENEFIT} > Intra-company transfers", 40, False),
        ("YT", BENEFIT, None, False),
        ("QC", "Other IMP Participants", 1005, False),
    ]


def test_occupations_are_read_in_the_version_of_their_card(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-noc-tsv", occupations())
    assert set(cells["noc_version"]) == {"2011"}
    assert cells.select("province", "noc", "printed").rows() == [
        ("ON", "2174", 205),
        ("ON", "not stated", None),
        ("ON", "other", 8005),
        ("QC", "2174", 30),
    ]


@pytest.mark.parametrize("card", MADE)
def test_line_ends_and_the_order_of_rows_do_not_matter(tmp_path: Path, card: str) -> None:
    head, *rows = MADE[card]().splitlines()
    before = loaded(tmp_path, card, MADE[card]())
    after = loaded(tmp_path, card, "\n".join([head, *reversed(rows)]) + "\n")
    assert after.drop("cell").equals(before.drop("cell"))


@pytest.mark.parametrize("program", ["imp", "tfwp"])
@pytest.mark.parametrize("table", ["program", "noc"])
def test_both_programs_have_a_card_for_each_table(program: str, table: str) -> None:
    card = cards()[f"ircc-{program}-{table}-tsv"]
    assert card.program == program.upper()
    assert program.upper() in card.file_name


REFUSED = [
    # Gender and skill level
    ("ircc-imp-gender", "FR_SEXE", "FR_GENRE", r"line 1, field 8: found 'FR_GENRE', expected the header 'FR_SEXE'"),
    ("ircc-imp-gender", "FR_ANNEÉ", "FR_ANNÉE", r"line 1, field 4"),
    ("ircc-imp-gender", "Gender not stated", "Unknown", r"line 4, field 7: found 'Unknown', expected a gender in genders\.csv"),
    ("ircc-imp-gender", "Sexe non déclaré", "Femmes", r"line 4, field 8: found 'Femmes', expected the French name of the row's gender, 'Sexe non déclaré'"),
    ("ircc-imp-gender", "Skill level not stated", "Skilled", r"line 3, field 9: found 'Skilled', expected a skill level"),
    ("ircc-imp-gender", "Niveau de compétence non indiqué", "Autres occupations", r"line 3, field 10: .*'Niveau de compétence non indiqué'"),
    ("ircc-imp-gender", "Skill level not stated\tNiveau de compétence non indiqué", "Other occupations\tAutres occupations",
     r"line 3, field 7: found 'Female', expected one row a month for each gender and skill level; line 2"),
    ("ircc-imp-gender", "\t1005", "\t1003", r"line 2, field 11: found '1003', expected a whole number rounded to 5"),
    ("ircc-imp-gender", "\t1005", "", r"line 2, field 11: found nothing"),
    ("ircc-imp-gender", "\t1005", "\t1005\t5", r"line 2, field 12: found '5', expected 11 fields"),
    ("ircc-imp-gender", "Q1\tFeb", "Q2\tFeb", r"line 4, field 2"),
    ("ircc-imp-gender", "2024\tQ1\tFeb\t2024\tT1\tfév.", "2023\tQ4\tDec\t2023\tT4\tdéc.", r"no row for Jan 2024"),
    # Areas
    ("ircc-imp-pgwp-area", "EN_CENSUS_METROPOLITAN_AREA", "EN_CMA", r"line 1, field 9: found 'EN_CMA'"),
    ("ircc-imp-pgwp-area", "Ontario\tOntario\tOttawa", "Ontari\tOntario\tOttawa", r"line 2, field 7: found 'Ontari', expected a province"),
    ("ircc-imp-pgwp-area", "Ontario\tOntario\tOttawa", "Canada\tCanada\tOttawa", r"line 2, field 7: found 'Canada'"),
    ("ircc-imp-pgwp-area", "Quebec\tQuébec", "Quebec\tQuebec", r"line 3, field 8: found 'Quebec', expected the French name of the row's province, 'Québec'"),
    ("ircc-imp-pgwp-area", "Quebec\tQuébec", "Ontario\tOntario", r"line 3, field 9: .*expected an area of the row's province"),
    ("ircc-imp-pgwp-area", "Ottawa - Gatineau (Ontario part)", "Ottawa", r"line 2, field 9: found 'Ottawa', expected an area in areas\.csv"),
    ("ircc-imp-pgwp-area", "Autres - Ontario", "Autres", r"line 4, field 10: found 'Autres', expected .* 'Autres - Ontario'"),
    ("ircc-imp-pgwp-area", "déclaré(e)", "déclaré", r"line 5, field 8"),
    ("ircc-imp-pgwp-area", "\t205", "\t2 05", r"line 2, field 11: found '2 05'"),
    ("ircc-imp-pgwp-area", "\t--", "\t-", r"line 4, field 11: found '-'"),
    # Programs
    ("ircc-imp-program-tsv", "FR_PROGRAM_LEVEL_5", "FR_PROGRAM_LEVEL_6", r"line 1, field 16"),
    ("ircc-imp-program-tsv", "Other IMP Participants", "Other Participants", r"line 4, field 9: found 'Other Participants', expected a stream of the IMP in streams\.csv"),
    ("ircc-imp-program-tsv", "Other IMP Participants", "Caregivers", r"line 4, field 9: found 'Caregivers', expected a stream of the IMP"),
    ("ircc-imp-program-tsv", "Intra-company transfers", "Emergency transfers", r"line 2, field 13: found 'Emergency transfers'"),
    ("ircc-imp-program-tsv", "Personnes mutées à l'intérieur d'une société", "Réparations urgentes", r"line 2, field 14: .*expected the stream's French name, 'Personnes mutées"),
    ("ircc-imp-program-tsv", "Personnes mutées à l'intérieur d'une société", "", r"line 2, field 14: found nothing, expected the French of the field before it"),
    ("ircc-imp-program-tsv", "Other IMP Participants\tAutres participants au PMI", "\t", r"line 4, field 9: found nothing, expected a stream of the IMP"),
    ("ircc-imp-program-tsv", "Significant benefit\tAvantages importants\tIntra", "\t\tIntra", r"line 2, field 13: .*expected nothing below a level that is empty"),
    ("ircc-imp-program-tsv", "Yukon\tYukon\tCanadian Interests\tIntérêts canadiens", "Yukon\tYukon\tCanadian Interests\tIntérêts du Canada",
     r"line 3, field 10: found 'Intérêts du Canada', expected 'Intérêts canadiens', the French of the same label in line 2"),
    ("ircc-imp-program-tsv", "Yukon\tYukon", "Yukon\tLe Yukon", r"line 3, field 8"),
    ("ircc-imp-program-tsv", "\t40", "\t#N/A", r"line 2, field 17: found '#N/A'"),
    # Occupations
    ("ircc-imp-noc-tsv", "FR_PROFESSION", "PROFESSION", r"line 1, field 10: found 'PROFESSION', expected the header of the French twin"),
    ("ircc-imp-noc-tsv", "EN_OCCUPATION", "EN_NOC", r"line 1, field 9"),
    ("ircc-imp-noc-tsv", f"Quebec\tQuébec\t{PROGRAMMERS}", "Quebec\tQuébec\t2174 - Programmers", r"line 3, field 9: found '2174 - Programmers'"),
    ("ircc-imp-noc-tsv", f"Quebec\tQuébec\t{PROGRAMMERS}", "Quebec\tQuébec\t21230 - Computer systems developers and programmers", r"line 3, field 9"),
    ("ircc-imp-noc-tsv", "30\r", "30\r".replace("30", "31"), r"line 3, field 11: found '31'"),
    ("ircc-imp-noc-tsv", "2174 - Programmeurs et développeurs en médias interactifs\t30", "2173 - Programmeurs et développeurs en médias interactifs\t30", r"line 3, field 10: .*after its code"),
    ("ircc-imp-noc-tsv", "2174 - Programmeurs et développeurs en médias interactifs\t30", "2174 - Programmeurs\t30", r"line 3, field 10: .*the French of the same label in line 2"),
    ("ircc-imp-noc-tsv", "Autres professions", "", r"line 4, field 10"),
    ("ircc-imp-noc-tsv", "Other occupations\tAutres professions", "Occupation not stated\tProfession non déclarée", r"line 5, field 7: .*one row a month for each province and occupation; line 4"),
]  # fmt: skip


@pytest.mark.parametrize(("card", "old", "new", "message"), REFUSED)
def test_a_file_that_does_not_hold_is_refused_with_line_and_field(
    tmp_path: Path, card: str, old: str, new: str, message: str
) -> None:
    content = MADE[card]()
    assert content.count(old) >= 1
    with pytest.raises(LayoutError, match=message):
        loaded(tmp_path, card, content.replace(old, new, 1))


@pytest.mark.parametrize("card", MADE)
def test_each_layout_is_broken_in_ten_ways(card: str) -> None:
    assert sum(one == card for one, *_ in REFUSED) >= 9  # and a header alone, below


@pytest.mark.parametrize("card", MADE)
def test_a_header_alone_is_no_table(tmp_path: Path, card: str) -> None:
    with pytest.raises(LayoutError, match="only a header"):
        loaded(tmp_path, card, MADE[card]().partition("\r\n")[0] + "\r\n")


def test_a_file_under_another_name_is_read_as_the_card_that_is_said(tmp_path: Path) -> None:
    path = text(tmp_path / "TR by sex.csv", gender())
    assert recognise(path) is None
    staged = load(path, *taken_as(path, cards()["ircc-imp-gender"]))
    assert (staged.card, staged.file_name) == ("ircc-imp-gender", "TR by sex.csv")


@pytest.mark.parametrize(
    ("card", "message"),
    [
        ("ircc-imp-citizenship", r"line 1, field 7: found 'EN_GENDER', expected the header 'EN_COUNTRY_OF_CITIZENSHIP'"),
        ("statcan-population", r"line 1, field 1: found 'EN_YEAR', expected the header 'REF_DATE' of statcan-population"),
        ("ircc-imp-noc", r"line 1, field 1: found 'EN_YEAR', expected the title 'Canada - International Mobility"),
    ],
)  # fmt: skip
def test_a_wrong_card_is_refused_with_the_address_of_the_header(
    tmp_path: Path, card: str, message: str
) -> None:
    path = text(tmp_path / "TR by sex.csv", gender())
    with pytest.raises(LayoutError, match=message):
        load(path, *taken_as(path, cards()[card]))


def test_a_month_without_a_row_is_no_cell(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-pgwp-area", graduates())
    assert cells.height == 4
    assert "absent" not in set(cells["status"])


def test_a_citizenship_file_still_reads_as_it_did(tmp_path: Path) -> None:
    cells = loaded(tmp_path, "ircc-imp-citizenship", citizenship())
    assert cells["citizenship"].to_list() == ["India", "Brazil", "India"]
