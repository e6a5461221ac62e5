"""Year-end and monthly workbooks: right readings, and what is refused, with the cell."""

import datetime as dt

import polars as pl
import pytest

from imp_stats.cards import cards
from imp_stats.errors import LayoutError
from imp_stats.loaders.ircc_workbooks import read_monthly, read_year_end

from made import PROGRAMMERS, Rows, grid, monthly, year_end

TFWP = cards()["ircc-tfwp-year-end"]
NOC = cards()["ircc-imp-noc"]


def test_a_leaf_knows_its_path_and_a_subtotal_is_kept_as_total() -> None:
    cells, vintage = read_year_end(grid(year_end()), TFWP)
    assert vintage == dt.date(2024, 12, 31)
    rows = cells.filter((pl.col("province") == "ON") & (pl.col("period") == dt.date(2024, 12, 31)))
    assert rows.select("stream", "printed", "is_total", "cell").rows() == [
        ("Agricultural Workers > Seasonal Agricultural Worker Program", None, False, "E29"),
        ("Agricultural Workers > Agricultural Stream", 1000, False, "E30"),
        ("Agricultural Workers", 1005, True, "E31"),
        ("Caregivers", 0, False, "E32"),
        (None, 1005, True, "E33"),
    ]
    assert cells.filter(pl.col("province") == "CA")["printed"].to_list() == [13070, 13070]


def test_a_new_year_column_is_welcome() -> None:
    cells, _ = read_year_end(grid(year_end(("2023", "2024", "2025"), stamp="December 31 2025")), TFWP)
    assert cells["period"].max() == dt.date(2025, 12, 31)


def test_months_quarters_and_years_stay_what_they_are() -> None:
    cells, vintage = read_monthly(grid(monthly(), "TR - IMP NOC"), NOC)
    assert vintage == dt.date(2024, 3, 31)
    ontario = cells.filter((pl.col("province") == "ON") & (pl.col("noc") == "2174"))
    counted = (
        ontario.group_by("measure", "period_kind").agg(pl.len(), pl.col("printed").first()).sort("measure")
    )
    assert counted.rows() == [
        ("effective_month", "month", 15, 15),
        ("effective_quarter", "quarter", 5, 40),
        ("effective_year", "year", 2, 130),
    ]
    assert ontario.filter(pl.col("period_kind") == "year")["cell"].to_list() == ["S26", "X26"]


def changed(rows: Rows, row: int, column: int, value: str | None) -> Rows:
    rows[row] = [*rows[row], *[None] * (column + 1 - len(rows[row]))]
    rows[row][column] = value
    return rows


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (2, 0, "Province and program", r"A3: found 'Province and program', expected the header"),
        (2, 4, "2025", r"E3: found '2025', expected the year 2024"),
        (2, 4, "2024*", r"E3: found '2024\*'"),
        (4, 2, "Agricultural stream", r"C5: found 'Agricultural stream', expected a stream of the TFWP"),
        (5, 1, None, r"A6: found nothing, expected one label"),
        (5, 0, "Agriculture", "expected one label"),
        (7, 0, "Newfoundland Total", r"A8: found 'Newfoundland Total', expected a province or territory"),
        (7, 0, "Newfoundland and Labrador", "expected a province or territory and ' Total'"),
        (
            12,
            0,
            "Newfoundland and Labrador Total",
            r"A13: .*a label that its group does not have already \(in A8\)",
        ),
        (4, 3, "1.000", r"D5: found '1\.000', expected a whole number rounded to 5"),
        (4, 4, "1,002", r"E5: found '1,002'"),
        (4, 4, None, r"E5: found nothing"),
        (
            3,
            2,
            "Agricultural Stream",
            r"C5: found 'Agricultural Stream', expected a label that its group does not have",
        ),
        (72, 0, "Source: the web", r"expected a last line such as 'Source: IRCC"),
        (71, 3, "12", r"D72: found '12', expected nothing beside the notes"),
        (
            8,
            1,
            None,
            r"B9: found nothing, expected an empty text, which opens the group of 'Agricultural Workers'",
        ),
    ],
)
def test_a_year_end_sheet_that_does_not_hold_is_refused_with_the_cell(
    row: int, column: int, value: str | None, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_year_end(grid(changed(year_end(), row, column, value)), TFWP)


def test_the_first_row_of_a_group_cut_is_refused_by_the_opener_it_takes_along() -> None:
    rows = year_end()
    del rows[8]
    with pytest.raises(LayoutError, match="opens the group"):
        read_year_end(grid(rows), TFWP)


def test_a_place_lost_is_refused() -> None:
    rows = year_end()
    del rows[8:13]
    with pytest.raises(LayoutError, match="expected also the places Prince Edward Island"):
        read_year_end(grid(rows), TFWP)


def test_a_place_doubled_is_refused() -> None:
    rows = year_end()
    rows[8:8] = rows[3:8]
    with pytest.raises(LayoutError, match=r"A13: found 'Newfoundland and Labrador Total'"):
        read_year_end(grid(rows), TFWP)


def test_a_sheet_without_its_total_row_is_refused() -> None:
    rows = year_end()
    del rows[69]
    with pytest.raises(LayoutError, match="expected the row 'Total'"):
        read_year_end(grid(rows), TFWP)


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (2, 2, "2023*", r"C3: found '2023\*', expected a year"),
        (2, 19, "2025", r"T3: found '2025', expected the year 2024"),
        (3, 2, "Q2", r"C4: found 'Q2', expected 'Q1'"),
        (4, 3, "Fev", r"D5: found 'Fev', expected 'Feb'"),
        (4, 5, "Q1", r"F5: found 'Q1', expected 'Q1 Total' after"),
        (3, 18, "Total 2023", r"S4: found 'Total 2023', expected '2023 Total'"),
        (3, 23, None, r"X4: found nothing, expected 'Q2' or '2024 Total'"),
        (5, 1, "2174 - Computer programmers", rf"B6: found .*, expected '{PROGRAMMERS}'"),
        (
            5,
            1,
            "2175 - Web designers",
            r"B6: found '2175 - Web designers', expected '2175 - Web designers and developers'",
        ),
        (5, 1, "9999 - Wizards", r"B6: .*expected an occupation of NOC 2011"),
        (6, 1, "Others", r"B7: found 'Others'"),
        (5, 18, "#N/A", r"S6: found '#N/A'"),
    ],
)
def test_a_monthly_sheet_that_does_not_hold_is_refused_with_the_cell(
    row: int, column: int, value: str | None, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        read_monthly(grid(changed(monthly(), row, column, value), "TR - IMP NOC"), NOC)


def test_only_the_last_year_may_stop_early() -> None:
    rows = monthly()
    for row in rows[2:]:
        if len(row) > 10:
            del row[14:18]  # October to the fourth quarter's total
    with pytest.raises(LayoutError, match="only the last year may stop early"):
        read_monthly(grid(rows, "TR - IMP NOC"), NOC)
