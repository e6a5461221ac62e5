"""The loaders on the publishers' files, against the totals that the files print and others computed."""

import hashlib
from pathlib import Path

import duckdb
import polars as pl
import pytest

from imp_stats.build import begin, build
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.vocabulary import STATED
from imp_stats.warehouse import run_checks

from conftest import REPOSITORY

# The quarterly lists of employers: province x stream x occupation with a count, by the last day of the period.
LISTS = {
    ("esdc-list-positive", "2015-12-31"): 13,
    ("esdc-list-positive", "2016-12-31"): 1455,
    ("esdc-list-positive", "2017-06-30"): 1459,
    ("esdc-list-positive", "2017-09-30"): 1008,
    ("esdc-list-positive", "2018-03-31"): 751,
    ("esdc-list-positive", "2018-06-30"): 867,
    ("esdc-list-positive", "2018-12-31"): 803,
    ("esdc-list-positive", "2019-03-31"): 1020,
    ("esdc-list-positive", "2019-06-30"): 1022,
    ("esdc-list-positive", "2019-09-30"): 1083,
    ("esdc-list-positive", "2019-12-31"): 1052,
    ("esdc-list-positive", "2020-03-31"): 1134,
    ("esdc-list-positive", "2020-06-30"): 609,
    ("esdc-list-positive", "2020-12-31"): 1008,
    ("esdc-list-positive", "2021-03-31"): 1094,
    ("esdc-list-positive", "2021-06-30"): 1087,
    ("esdc-list-positive", "2021-09-30"): 879,
    ("esdc-list-positive", "2021-12-31"): 897,
    ("esdc-list-positive", "2022-03-31"): 1182,
    ("esdc-list-positive", "2022-09-30"): 1539,
    ("esdc-list-positive", "2022-12-31"): 1684,
    ("esdc-list-positive", "2023-03-31"): 1665,
    ("esdc-list-positive", "2023-06-30"): 1738,
    ("esdc-list-positive", "2023-12-31"): 2007,
    ("esdc-list-positive", "2024-03-31"): 2144,
    ("esdc-list-positive", "2024-06-30"): 2259,
    ("esdc-list-positive", "2024-12-31"): 1899,
    ("esdc-list-positive", "2025-03-31"): 2050,
}


@pytest.fixture(scope="module")
def ledger() -> dict[tuple[str, str], pl.DataFrame]:
    """Every shipped vintage by its card and date."""
    rows = read_vintages(shipped_data()).iter_rows(named=True)
    return {(row["card"], str(row["vintage"])): read_cells(shipped_data(), row) for row in rows}


def by_year(cells: pl.DataFrame, *filters: pl.Expr) -> dict[int, int]:
    kept = (
        cells.filter(*filters).group_by(pl.col("period").dt.year().alias("year")).agg(pl.col("printed").sum())
    )
    return dict(kept.iter_rows())


CANADA = pl.col("province") == "CA"


def test_holders_on_31_december_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    imp = by_year(ledger["ircc-imp-year-end", "2024-12-31"], CANADA)
    tfwp = by_year(ledger["ircc-tfwp-year-end", "2024-12-31"], CANADA)
    years = (2015, 2019, 2020, 2021, 2022, 2023, 2024)
    assert [imp[year] for year in years] == [261600, 453230, 457830, 430015, 647250, 1075390, 1263145]
    assert [tfwp[year] for year in years] == [60000, 73355, 76400, 81430, 119130, 187455, 236130]
    assert (imp[2000], tfwp[2000], len(imp)) == (44140, 22470, 25)


def test_the_older_vintage_of_the_tfwp_is_kept_as_it_was(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    old = by_year(ledger["ircc-tfwp-year-end", "2022-12-31"], CANADA)
    assert [old[year] for year in (2015, 2019, 2020, 2021, 2022)] == [60000, 73360, 76405, 81495, 119825]
    new = ledger["ircc-tfwp-year-end", "2024-12-31"]
    keys = ["province", "stream", "period"]
    both = ledger["ircc-tfwp-year-end", "2022-12-31"].join(new, on=keys, nulls_equal=True)
    assert both.height == 3036
    assert both.filter(pl.col("printed").ne_missing(pl.col("printed_right"))).height == 194


def test_the_places_of_2021_are_the_printed_ones(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["ircc-imp-year-end", "2024-12-31"].filter(
        pl.col("stream").is_null() & (pl.col("period").dt.year() == 2021)
    )
    printed = dict(cells.select("province", "printed").iter_rows())
    expected = {
        "NL": 2330, "PE": 2915, "NS": 9990, "NB": 5145, "QC": 73880, "ON": 195130, "MB": 14240, "SK": 8020,
        "AB": 27195, "BC": 77785, "YT": 610, "NT": 220, "NU": 40, "ZZ": 12510, "CA": 430015,
    }  # fmt: skip
    assert printed == expected


def test_the_place_not_stated_is_the_printed_one(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    found = by_year(ledger["ircc-imp-year-end", "2024-12-31"], pl.col("province") == "ZZ")
    assert [found[year] for year in range(2019, 2025)] == [50110, 25450, 12510, 40140, 103990, 180855]


def test_years_of_effect_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    found = by_year(ledger["ircc-imp-noc", "2024-12-31"], CANADA, pl.col("measure") == "effective_year")
    expected = [186195, 224690, 242330, 267790, 323480, 246485, 333205, 466720, 762520, 720465]
    assert [found[year] for year in range(2015, 2025)] == expected


@pytest.mark.parametrize(
    ("card", "vintage", "first", "expected"),
    [
        (
            "ircc-imp-citizenship",
            "2024-06-30",
            2015,
            [190390, 232445, 248445, 274195, 332260, 253905, 341900, 481670, 787905, 415580],
        ),
        (
            "ircc-tfwp-citizenship",
            "2024-06-30",
            2015,
            [74510, 80670, 79185, 84770, 99050, 85735, 105240, 137215, 187395, 109675],
        ),
        (
            "ircc-imp-citizenship",
            "2026-01-31",
            2019,
            [332250, 253885, 341860, 481370, 785175, 733235, 593170, 80565],
        ),
    ],
)
def test_months_by_citizenship_give_the_checksums(
    ledger: dict[tuple[str, str], pl.DataFrame], card: str, vintage: str, first: int, expected: list[int]
) -> None:
    found = by_year(ledger[card, vintage])
    assert [found[first + at] for at in range(len(expected))] == expected


def test_rows_of_the_files_are_all_there(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    assert {key: cells.height for key, cells in ledger.items()} == {
        **LISTS,
        ("esdc-positions-noc", "2023-12-31"): 29160,
        ("esdc-positions-requested", "2023-12-31"): 14 * 8,
        ("esdc-positions-skill", "2023-12-31"): 6 * 14 * 8,
        ("esdc-positions-stream", "2023-12-31"): 6 * 14 * 8,
        ("ircc-hc-citizenship", "2025-07-31"): 200 * 181,
        ("ircc-imp-admissions", "2025-07-31"): 278 * 181,
        ("ircc-imp-citizenship", "2024-06-30"): 18442,
        ("ircc-imp-citizenship", "2026-01-31"): 21655,
        ("ircc-imp-gender", "2026-01-31"): 652,
        ("ircc-imp-noc", "2024-07-31"): 4784 * 115,
        ("ircc-imp-noc", "2024-12-31"): 4863 * 170,
        ("ircc-imp-pgwp-area", "2026-01-31"): 15634,
        ("ircc-imp-year-end", "2024-12-31"): 458 * 25,
        ("ircc-tfwp-admissions", "2025-07-31"): 237 * 181,
        ("ircc-tfwp-citizenship", "2024-06-30"): 12937,
        ("ircc-tfwp-year-end", "2022-12-31"): 132 * 23,
        ("ircc-tfwp-year-end", "2024-12-31"): 132 * 25,
        ("statcan-population", "2025-10-01"): 138 * 14,
        ("statcan-npr", "2026-04-01"): 5 * 20,
        **{(f"statcan-earners-{place.lower()}", "2016-05-10"): 501 for place in ("CA", *STATED)},
    }


def test_residents_are_the_printed_ones(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["statcan-population", "2025-10-01"].filter(pl.col("period") == pl.date(2025, 1, 1))
    printed = dict(cells.select("province", "printed").iter_rows())
    assert (printed["CA"], printed["ON"], printed["NU"]) == (41574517, 16255550, 41651)


def test_positions_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["esdc-positions-noc", "2023-12-31"]
    found = by_year(cells, CANADA, pl.col("noc").is_null())
    assert [found[year] for year in range(2016, 2024)] == [
        90314,
        98146,
        108988,
        130457,
        125279,
        133196,
        222847,
        239646,
    ]
    listed = cells.filter(CANADA, pl.col("noc").is_not_null(), pl.col("period").dt.year() == 2021)
    assert listed["printed"].sum() == 133195
    top = listed.sort("printed", descending=True).head(10).select("noc", "printed").rows()
    assert top == [
        ("8431", 61515), ("8432", 11577), ("6322", 4993), ("6311", 4110), ("9463", 3743),
        ("4411", 3493), ("7511", 3299), ("8611", 2753), ("9617", 2250), ("2174", 1523),
    ]  # fmt: skip


def printed_by_year(cells: pl.DataFrame, kind: str) -> list[int]:
    """Printed Canada of each year from 2015: its year's cell, or its months or quarters summed with hidden ones as 0."""
    found = by_year(cells, CANADA, pl.col("period_kind") == kind)
    return [found[year] for year in range(2015, 2026)]


def test_humanitarian_permits_are_the_printed_totals(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["ircc-hc-citizenship", "2025-07-31"]
    years = printed_by_year(cells, "year")
    assert years[0] == 16660
    assert years[4:] == [62750, 47910, 51530, 75215, 131170, 180910, 91215]
    assert (printed_by_year(cells, "month")[9], printed_by_year(cells, "quarter")[9]) == (189455, 184040)
    assert (printed_by_year(cells, "month")[0], set(cells["program"])) == (18105, {"HC"})


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (
            "ircc-imp-admissions",
            [48370, 45955, 58925, 66755, 70820, 50055, 187505, 111715, 146210, 147300, 90495],
        ),
        ("ircc-tfwp-admissions", [8265, 6880, 5830, 4640, 5660, 3295, 10980, 7555, 10360, 12800, 9090]),
    ],
)
def test_admissions_of_former_permit_holders_are_the_printed_totals(
    ledger: dict[tuple[str, str], pl.DataFrame], card: str, expected: list[int]
) -> None:
    cells = ledger[card, "2025-07-31"]
    assert printed_by_year(cells, "year") == expected
    for kind in ("month", "quarter"):
        assert all(
            abs(year - parts) <= 2 + 2 * 12
            for year, parts in zip(expected, printed_by_year(cells, kind), strict=True)
        )


def test_the_lists_of_employers_of_2021_give_the_computed_sums(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    ends = ("2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31")
    found = [ledger["esdc-list-positive", end]["printed"].sum() for end in ends]
    assert found == [34132, 21813, 13193, 40959]
    assert ledger["esdc-list-positive", "2024-06-30"].filter(pl.col("noc") == "not stated").height == 1
    whole = CANADA, pl.col("is_total")
    annual = [by_year(ledger[card, "2023-12-31"], *whole) for card in (
        "esdc-positions-noc", "esdc-positions-skill", "esdc-positions-stream")]  # fmt: skip
    assert annual[0] == annual[1] == annual[2]
    assert by_year(ledger["esdc-positions-requested", "2023-12-31"], *whole)[2021] == 158724


def test_earners_of_canada_are_the_printed_total_and_its_places_meet_it(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    total = pl.col("is_total")
    whole = ledger["statcan-earners-ca", "2016-05-10"].filter(total).row(0, named=True)
    places = pl.concat(
        ledger[f"statcan-earners-{place.lower()}", "2016-05-10"].filter(total) for place in STATED
    )
    assert whole["printed"] == 18_499_405
    assert places["lower"].sum() <= whole["upper"]
    assert places["upper"].sum() >= whole["lower"]


def test_non_permanent_residents_with_a_work_permit_are_the_published_ones(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    cells = ledger["statcan-npr", "2026-04-01"].filter(pl.col("npr_type") == "Work permits").sort("period")
    assert cells["printed"].to_list()[-3:] == [1_484_451, 1_375_566, 1_296_046]


def test_no_check_finds_anything_in_the_shipped_ledger(db: duckdb.DuckDBPyConnection) -> None:
    assert list(run_checks(db)) == []


def test_the_shipped_ledger_is_what_the_files_give_byte_for_byte(real: Path, tmp_path: Path) -> None:
    begin(tmp_path / "data")
    for path in (tmp_path / "data" / "tidy").iterdir():
        path.unlink()
    build(real, out=tmp_path / "data", report=lambda _: None)

    def digests(folder: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}

    assert digests(tmp_path / "data" / "tidy") == digests(shipped_data() / "tidy")


def test_no_file_of_a_publisher_is_in_the_project(real: Path) -> None:
    theirs = {hashlib.sha256(path.read_bytes()).hexdigest() for path in real.rglob("*") if path.is_file()}
    folders = ("data", "imp_stats", "notebooks", "tests", "reports")
    ours = [path for folder in folders for path in (REPOSITORY / folder).rglob("*") if path.is_file()]
    assert [path for path in ours if hashlib.sha256(path.read_bytes()).hexdigest() in theirs] == []


# Months by gender and by area, and the table by occupation in its older form


def test_months_by_gender_give_the_checksums(ledger: dict[tuple[str, str], pl.DataFrame]) -> None:
    cells = ledger["ircc-imp-gender", "2026-01-31"]
    found = by_year(cells)
    expected = [191675, 233645, 249625, 275315, 333395, 255050, 342970, 482385, 786120, 734155, 594150, 80680]
    assert [found[year] for year in range(2015, 2027)] == expected
    rows = cells.group_by("gender", "skill").len().sort("len", "gender").rows()
    assert rows == [
        ("Female", "Skill level not stated", 64), ("Male", "Skill level not stated", 85),
        ("Another gender", "Other occupations", 110), ("not stated", "Other occupations", 127),
        ("Female", "Other occupations", 133), ("Male", "Other occupations", 133),
    ]  # fmt: skip


def test_months_by_gender_and_by_citizenship_count_the_same_people(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    bounds = [pl.col("lower").sum(), pl.col("upper").sum()]
    by_gender, by_country = (
        ledger[card, "2026-01-31"].group_by("period").agg(bounds)
        for card in ("ircc-imp-gender", "ircc-imp-citizenship")
    )
    both = by_gender.join(by_country, on="period")
    assert both.height == 133
    meet = (pl.col("lower") <= pl.col("upper_right")) & (pl.col("lower_right") <= pl.col("upper"))
    assert both.filter(meet).height == 133


def test_months_of_post_graduation_permits_give_the_checksums(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    cells = ledger["ircc-imp-pgwp-area", "2026-01-31"]
    found = by_year(cells)
    expected = [32855, 54655, 55600, 73805, 95005, 102240, 125640, 123165, 240320, 201890, 173385, 48140]
    assert [found[year] for year in range(2015, 2027)] == expected
    assert (cells["area"].n_unique(), cells["province"].n_unique()) == (172, 14)


@pytest.mark.parametrize(("year", "lower", "upper"), [(2024, 134_340, 138_169), (2025, 106_354, 110_111)])
def test_post_graduation_permits_of_january_to_august_are_near_what_was_issued(
    ledger: dict[tuple[str, str], pl.DataFrame], year: int, lower: int, upper: int
) -> None:
    """IRCC issued about 129,000 in these months of 2024 and about 108,000 in 2025, documents and not effective permits."""
    cells = ledger["ircc-imp-pgwp-area", "2026-01-31"]
    found = cells.filter(pl.col("period").is_between(pl.date(year, 1, 1), pl.date(year, 8, 1)))
    assert found.select(pl.col("lower").sum(), pl.col("upper").sum()).row(0) == (lower, upper)


def test_months_of_the_older_table_by_occupation_give_the_checksums(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    cells = ledger["ircc-imp-noc", "2024-07-31"]
    found = by_year(cells)
    assert [found[year] for year in (2021, 2023, 2024)] == [327395, 771125, 465700]
    of_2021 = cells.filter(pl.col("period").dt.year() == 2021)
    assert of_2021.select(pl.col("lower").sum(), pl.col("upper").sum()).row(0) == (332_263, 370_431)
    assert (cells.height, (cells["status"] == "suppressed").sum()) == (4784 * 115, 93_447)


def test_between_the_two_vintages_by_occupation_hidden_counts_moved_by_one_at_most(
    ledger: dict[tuple[str, str], pl.DataFrame],
) -> None:
    keys = ["measure", "period", "province", "noc"]
    both = ledger["ircc-imp-noc", "2024-07-31"].join(ledger["ircc-imp-noc", "2024-12-31"], on=keys)
    changed = both.filter(pl.col("printed").ne_missing(pl.col("printed_right")))
    assert (both.height, changed.height) == (4784 * 115, 896)
    shown = changed.filter(pl.col("printed").is_null())["printed_right"].value_counts(sort=True)
    assert shown.rows() == [(0, 89), (5, 12)]
    hidden = changed.filter(pl.col("printed_right").is_null())
    assert (hidden.height, hidden.filter(pl.col("printed") == 0).height) == (46, 23)
