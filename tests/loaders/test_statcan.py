"""Statistics Canada's table of non-permanent residents and the census files of earners, made and real."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from imp_stats.build import build
from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.folders import shipped_data
from imp_stats.ledger import Staged
from imp_stats.loaders.recognise import load, recognise
from imp_stats.vocabulary import CANADA, STATED, unit_groups

from made import earners, npr, text

NPR = "statcan_npr_by_type.csv"


def loaded(path: Path) -> Staged:
    found = recognise(path)
    assert found is not None
    return load(path, *found)


# Non-permanent residents


def test_non_permanent_residents_keep_their_type_day_and_line(tmp_path: Path) -> None:
    staged = loaded(text(tmp_path / NPR, npr()))
    assert (staged.card, staged.vintage, staged.vintage_from) == (
        "statcan-npr",
        dt.date(2026, 4, 1),
        "inferred",
    )
    first = staged.cells.filter(pl.col("npr_type") == "Work permits")
    assert first.select(
        "period_kind", "period", "province", "printed", "lower", "upper", "status", "cell"
    ).rows() == [
        ("day", dt.date(2025, 10, 1), "CA", 1484451, 1484451, 1484451, "exact", "line 2"),
        ("day", dt.date(2026, 1, 1), "CA", 1375566, 1375566, 1375566, "exact", "line 3"),
        ("day", dt.date(2026, 4, 1), "CA", 1296046, 1296046, 1296046, "exact", "line 4"),
    ]
    assert not staged.cells["is_total"].any()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("date,type,count", "date,kind,count", r"line 1, field 2: found 'kind', expected the header 'type'"),
        ("date,type,count", "date,type", r"line 1, field 3: found nothing, expected the header 'count'"),
        ("2026-01-01,Other", "2026-02-01,Other", r"line 6, field 1: found '2026-02-01', expected the first day of a q"),
        ("2026-01-01,Other", "2026-01-02,Other", r"line 6, field 1: found '2026-01-02'"),
        ("2026-01-01,Other", "Jan 2026,Other", r"line 6, field 1: found 'Jan 2026'"),
        ("2026-01-01,Other", "2026-01-01,Others", r"line 6, field 2: found 'Others', expected a type of non-perm"),
        ("2026-01-01,Other", "2026-01-01,", r"line 6, field 2: found nothing, expected a type"),
        ("127584", "127 584", r"line 6, field 3: found '127 584', expected a whole number"),
        ("127584", "127584.5", r"line 6, field 3: found '127584\.5'"),
        ("127584", "-127584", r"line 6, field 3: found '-127584'"),
        ("127584", "#N/A", r"line 6, field 3: found '#N/A'"),
        ("127584", "--", r"line 6, field 3: found '--'"),
        ("127584", "127584,1", r"line 6, field 4: found '1', expected 3 fields"),
        ("2026-01-01,Other,127584\n", "", r"line 3, field 2: found 'Work permits', expected Other non-permanent residents in every quarter, also on 2026-01-01"),
        ("2026-01-01,Other", "2026-04-01,Other", r"line 6, field 2: found 'Other', expected each type once in a quarter"),
        ("2025-10-01", "2025-07-01", r"no row between 2025-07-01 and 2026-01-01, expected every quarter"),
    ],
)  # fmt: skip
def test_a_table_of_non_permanent_residents_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in npr()
    with pytest.raises(LayoutError, match=message):
        loaded(text(tmp_path / NPR, npr().replace(old, new)))


def test_a_header_alone_is_no_table_of_non_permanent_residents(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="there is only a header"):
        loaded(text(tmp_path / NPR, "date,type,count\n"))


def test_the_real_types_add_up_to_the_published_whole(real: Path) -> None:
    cells = loaded(real / "statcan" / NPR).cells
    assert cells.height == 100
    whole = dict(cells.group_by("period").agg(pl.col("printed").sum()).iter_rows())
    path = shipped_data() / "reference" / "published_figures.csv"
    figures = pl.read_csv(path, infer_schema=False).filter(
        pl.col("figure").str.contains(r"^all-npr-\d{4}-\d\d$")
        & pl.col("printed_as").str.contains(r"^[\d,]+$")
    )
    published = {
        dt.date.fromisoformat(row["period"]): int(row["value"]) for row in figures.iter_rows(named=True)
    }
    assert len(published) == 12
    assert {day: whole[day] for day in published} == published
    working = cells.filter(pl.col("npr_type") == "Work permits").sort("period")["printed"].to_list()
    assert working[-3:] == [1_484_451, 1_375_566, 1_296_046]


# Earners of 2015


def test_earners_are_one_total_and_500_occupations_within_random_rounding(tmp_path: Path) -> None:
    staged = loaded(text(tmp_path / "any name.csv", earners()))
    assert (staged.card, staged.vintage, staged.vintage_from) == (
        "statcan-earners-on", dt.date(2016, 5, 10), "inferred",
    )  # fmt: skip
    cells = staged.cells
    assert cells.height == 501
    assert cells.filter("is_total").select("province", "noc", "printed", "lower", "upper", "cell").rows() == [
        ("ON", None, 10000, 9996, 10004, "line 10, field 2")
    ]
    units = cells.filter(~pl.col("is_total"))
    assert units["noc"].to_list() == list(unit_groups("2011"))
    assert units.select("period_kind", "period", "noc_version", "status").unique().rows() == [
        ("year", dt.date(2015, 1, 1), "2011", "rounded")
    ]


@pytest.mark.parametrize(
    ("printed", "bounds"), [(0, (0, 9)), (10, (1, 14)), (15, (11, 19)), (20, (16, 24)), (1000, (996, 1004))]
)
def test_a_count_may_be_whatever_random_rounding_makes_the_printed_one_of(
    tmp_path: Path, printed: int, bounds: tuple[int, int]
) -> None:
    cells = loaded(text(tmp_path / "table.csv", earners(each=printed))).cells
    assert cells.filter(~pl.col("is_total")).select("printed", "lower", "upper").unique().rows() == [
        (printed, *bounds)
    ]

    def may_print(true: int) -> set[int]:
        if true < 10:
            return {0, 10} if true else {0}
        return {true} if true % 5 == 0 else {true - true % 5, true - true % 5 + 5}

    true_ones = [true for true in range(1010) if printed in may_print(true)]
    assert (true_ones[0], true_ones[-1]) == bounds


@pytest.mark.parametrize(
    "geography",
    ["Canada", "Quebec / Québec", "Quebec / QuÈbec", "Nova Scotia / Nouvelle-…cosse",
     "Prince Edward Island / Œle-du-Prince-…douard", "Nunavut"],
)  # fmt: skip
def test_the_names_of_places_are_known_right_and_damaged(tmp_path: Path, geography: str) -> None:
    for note in (False, True):
        staged = loaded(text(tmp_path / "table.csv", earners(geography, note=note)))
        assert staged.cells["province"].unique().to_list() == [staged.card[-2:].upper()]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Geography = Ontario", "Geography = Toronto", r"line 2, field 1: found 'Geography = Toronto', expected 'Geography = ' and Canada"),
        ("Geography = Ontario", "Ontario", r"line 2, field 1: found 'Ontario'"),
        ("Geography = Ontario", "Geography = Quebec / Qubec", r"line 2, field 1"),
        ("Total - Visible minority [1]", "South Asian", r"line 4, field 1: found 'Visible minority \(15\) = South Asian'"),
        ("Total - Highest certificate", "No certificate", r"line 5, field 1"),
        ("Total - Work activity", "Full year - Work activity", r"line 6, field 1"),
        ("= Total - Age", "= 15 to 24", r"line 7, field 1: found 'Age \(4D\) = 15 to 24', expected 'Age \(4D\) = Total - Age'"),
        ("= Total - Sex", "= Female", r"line 8, field 1: found 'Sex \(3\) = Female'"),
        ("2016 (691),Total", "2021 (691),Total", r"line 9, field 1"),
        ("Total - Number of", "Number of", r"line 9, field 2: found 'Number of employment income recipients \[4\]'"),
        ("Total - Occupation - ", "All - ", r"line 10, field 1"),
        ("8431 General farm workers", "8431 Farm workers", r"line \d+, field 1: found '        8431 Farm workers', expected '8431 General farm workers' after eight spaces"),
        ("        8431 General", "      8431 General", r"expected a code as deep as its spaces say"),
        ("        8431 General", "       8431 General", r"expected a code and its title after two spaces for each level"),
        ('"        8431 General farm workers",20,1,1,\r\n', "", r"found '        8432 .*expected '8431 General farm workers'"),
        ("8432 Nursery", "8431 Nursery", r"found '        8431 Nursery.*expected '8432 Nursery"),
        ('workers",20,1,1,\r\n"        8432', 'workers",twenty,1,1,\r\n"        8432', r"field 2: found 'twenty', expected a whole number"),
        ('8431 General farm workers",20', '8431 General farm workers",22', r"field 2: found '22', expected a count rounded to a multiple of 5"),
        ('8431 General farm workers",20', '8431 General farm workers",5', r"field 2: found '5', expected a count rounded to a multiple of 5, and never 5"),
        ('8431 General farm workers",20', '8431 General farm workers",x', r"field 2: found 'x'"),
        ('8431 General farm workers",20', '8431 General farm workers",2000', r"field 2: found '\d+', expected the sum of its \d+ occupations"),
        ("    84 A group", "    85 A group", r"found '        8411 .*', expected an occupation of the groups above it, 8, 85, 841"),
        ("      843 A group", "      844 A group", r"expected an occupation of the groups above it, 8, 84, 844"),
        ("Note,", "Notes,", r"found 'Notes', expected a code and its title .*, or 'Note'"),
        ("Source: Statistics Canada - 2016", "Source: 2016", r"expected the last row 'Source: Statistics Canada - 2016 Census"),
    ],
)  # fmt: skip
def test_a_census_file_that_does_not_hold_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert earners().count(old) == 1
    with pytest.raises(LayoutError, match=message) as refused:
        loaded(text(tmp_path / "table.csv", earners().replace(old, new)))
    assert "table.csv, line " in str(refused.value)


def test_a_census_file_that_is_cut_off_or_goes_on_is_refused(tmp_path: Path) -> None:
    lines = earners().split("\r\n")
    note = lines.index("Note,,,,")
    for cut in (9, 40, note - 1, note + 1):
        with pytest.raises(LayoutError, match=r"the file is cut off|expected"):
            loaded(text(tmp_path / "table.csv", "\r\n".join(lines[:cut])))
    with pytest.raises(LayoutError, match="expected 'Note' after the last occupation"):
        loaded(text(tmp_path / "table.csv", "\r\n".join([*lines[:note], lines[note - 1], *lines[note:]])))
    with pytest.raises(LayoutError, match="the occupation 9619 before the notes"):
        loaded(text(tmp_path / "table.csv", "\r\n".join(lines[: note - 1] + lines[note:])))


def test_the_accents_of_an_occupation_are_mended_by_its_code_and_not_guessed(tmp_path: Path) -> None:
    assert "MaÓtres d'hÙtel" in earners()
    loaded(text(tmp_path / "table.csv", earners().replace("MaÓtres d'hÙtel", "Maîtres d'hôtel")))
    with pytest.raises(LayoutError, match="expected '6511 Maîtres d'hôtel"):
        loaded(text(tmp_path / "table.csv", earners().replace("MaÓtres d'hÙtel", "Ma?tres d'h?tel")))


def test_a_census_file_of_one_place_is_not_read_under_the_card_of_another(tmp_path: Path) -> None:
    path = text(tmp_path / "table.csv", earners())
    found = recognise(path)
    assert found is not None
    with pytest.raises(
        LayoutError, match="line 2, field 1: found 'Geography = Ontario', expected 'Geography = Quebec'"
    ):
        load(path, cards()["statcan-earners-qc"], found[1])


def test_every_place_of_the_census_has_its_card_and_canada_is_their_sum(real: Path) -> None:
    folder = real / "statcan" / "census2016_98-400-X2016356"
    staged = {one.card[-2:].upper(): one.cells for one in map(loaded, sorted(folder.iterdir()))}
    assert set(staged) == {CANADA, *STATED}
    totals = {place: cells.filter("is_total")["printed"].item() for place, cells in staged.items()}
    assert (totals["CA"], totals["ON"], totals["NU"]) == (18_499_405, 7_006_945, 15_675)
    parts = pl.concat([cells for place, cells in staged.items() if place != CANADA])
    sums = parts.group_by("noc").agg(pl.col("lower").sum(), pl.col("upper").sum())
    both = staged[CANADA].select("noc", "lower", "upper").join(sums, on="noc", nulls_equal=True)
    assert both.height == 501
    assert both.filter(
        (pl.col("lower") > pl.col("upper_right")) | (pl.col("upper") < pl.col("lower_right"))
    ).is_empty()
    assert staged["QC"].filter(pl.col("noc") == "6511")["printed"].item() > 0


def test_a_folder_of_these_files_builds_and_says_what_each_is(real: Path, tmp_path: Path) -> None:
    said: list[str] = []
    source = tmp_path / "source"
    source.mkdir()
    for path in [
        *(real / "noc").iterdir(),
        real / "statcan" / NPR,
        real / "statcan" / "17100121_canada_extract.json",
    ]:
        (source / path.name).write_bytes(path.read_bytes())
    build(source, out=tmp_path / "data", report=said.append)
    lines = "\n".join(said)
    assert lines.count("a classification (") == 4
    assert (
        "noc2016v1_3-noc2021v1_0-eng.csv: a classification (concordance), kept in data/reference, passed over"
        in lines
    )
    assert "17100121_canada_extract.json: not one of ours, passed over" in lines
    assert "statcan_npr_by_type.csv: statcan-npr, as of 2026-04-01 (inferred), " in lines
