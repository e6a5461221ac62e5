"""The files of the classification: told from tables of counts, and the same as what is kept in data/reference."""

import csv
from pathlib import Path

import pytest

from imp_stats.errors import LayoutError
from imp_stats.folders import shipped_data
from imp_stats.loaders.grid import Grid, grids, read_bytes
from imp_stats.loaders.noc import classification, read_classification
from imp_stats.vocabulary import unit_groups

from made import text

CONCORDANCE = (
    "NOC 2016 V1.3 Code,NOC 2016 V1.3 Title, GSIM Type of Change,NOC 2021 V1.0 Code,NOC 2021 V1.0 Title,Notes\n"
    "11,Legislators,VC1,10,Legislators,\n"
    "8431,General farm workers,RC5,85101,Harvesting labourers,part\n"
)
STRUCTURE = (
    "Level,Hierarchical structure,Code - NOC 2021 V1.0,Class title,Class definition\n"
    "1,Broad Category,0,Management,All of it.\n"
    "5,Unit Group,00010,Legislators,They legislate.\n"
)
NAMES = {
    "noc2016_skill_levels.csv": "skill levels",
    "noc2016_structure.csv": "unit groups",
    "noc2016v1_3-noc2021v1_0-eng.csv": "concordance",
    "noc_2021_version_1.0_-_classification_structure.csv": "unit groups",
}


def grid(path: Path) -> Grid:
    return next(grids(path, read_bytes(path)))


def test_codes_get_their_leading_zeros_back(tmp_path: Path) -> None:
    path = text(tmp_path / "any.csv", CONCORDANCE)
    assert classification(path) == "concordance"
    assert read_classification(grid(path)) == [("0011", "00010"), ("8431", "85101")]


def test_only_unit_groups_are_read_of_a_structure(tmp_path: Path) -> None:
    path = text(tmp_path / "any.csv", STRUCTURE)
    assert classification(path) == "unit groups"
    assert read_classification(grid(path)) == [("00010", "Legislators")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("8431,General", "x431,General", r"line 3, field 1: found 'x431', expected a code of 4 digits"),
        ("8431,General", "84310,General", r"line 3, field 1: found '84310', expected a code of 4 digits"),
        ("8431,General", ",General", r"line 3, field 1: found nothing"),
        ("85101", "851010", r"line 3, field 4: found '851010', expected a code of 5 digits"),
        ("85101", "85 101", r"line 3, field 4: found '85 101'"),
        ("85101", "8510A", r"line 3, field 4: found '8510A'"),
        ("8431,General farm workers,RC5,85101", "11,Legislators,VC1,10",
         r"line 3, field 1: found '11', expected each row once; line 2, field 1 is the same"),
        (" GSIM Type", "GSIM Type", r"line 1, field 1: .*expected a file of the classification"),
    ],
)  # fmt: skip
def test_a_concordance_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_classification(grid(text(tmp_path / "any.csv", CONCORDANCE.replace(old, new))))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("00010", "10", r"line 3, field 3: found '10', expected a code of 5 digits"),
        ("00010", "0001O", r"line 3, field 3"),
        ("00010,Legislators", "00010,", r"line 3, field 4: found nothing, expected a title"),
        ("Class title", "Title", r"line 1, field 1"),
    ],
)
def test_a_structure_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_classification(grid(text(tmp_path / "any.csv", STRUCTURE.replace(old, new))))


def test_any_other_file_is_no_classification(tmp_path: Path) -> None:
    assert classification(text(tmp_path / "a.csv", "code,title\n1,2\n")) is None
    assert classification(text(tmp_path / "a.json", '{"data": 1}')) is None
    assert classification(text(tmp_path / "a.csv", "<html>")) is None


def test_the_real_files_are_what_is_kept_by_hand(real: Path) -> None:
    held = {path.name: classification(path) for path in (real / "noc").iterdir()}
    assert held == NAMES
    older, _, concordance, newer = (read_classification(grid(real / "noc" / name)) for name in (
        "noc2016_structure.csv", "noc2016_skill_levels.csv", "noc2016v1_3-noc2021v1_0-eng.csv",
        "noc_2021_version_1.0_-_classification_structure.csv"))  # fmt: skip
    for code, title in older:
        entry = unit_groups("2011")[code]
        assert title in (entry.en, *entry.aliases)
    assert dict(newer) == {code: entry.en for code, entry in unit_groups("2021").items()}
    assert [code for code, _ in older] == list(unit_groups("2011"))
    path = shipped_data() / "reference" / "concordance.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert [(row["noc_from"], row["noc_to"]) for row in csv.DictReader(file)] == concordance


def test_no_french_title_is_ours(real: Path) -> None:
    """Each French title stands beside its code in one of ESDC's French lists."""
    lists = real / "esdc" / "positive"
    printed = {
        4: ["2016_positive_employer_fr.csv", "tfwp_2022q4_pos_fr.csv", "tfwp_2024q1_pos_fr.csv"],
        5: ["tfwp_2024q2_pos_fr.csv"],
    }
    for version, digits in (("2011", 4), ("2021", 5)):
        cells = {
            (cell or "").strip()
            for name in printed[digits]
            for row in grid(lists / name).frame.iter_rows()
            for cell in row[3:5]
        }
        for code, entry in unit_groups(version).items():
            assert not entry.fr or {f"{code}-{entry.fr}", f"{code.lstrip('0')}-{entry.fr}"} & cells, code
