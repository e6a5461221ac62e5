import datetime as dt

import pandas as pd
import pytest

from imp_stats.phrases import NBSP
from imp_stats.reports.frames import as_table, coverage, source_line

PLAN = pd.DataFrame(
    {
        "program": ["IMP", "IMP"],
        "year": [2026, 2027],
        "target": [170000, None],
        "day": [dt.date(2025, 11, 5), None],
        "source": "IRCC, a plan",
        "vintage": "2025-11-05",
    }
).astype({"target": "Int64"})


def cells(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_a_frame_of_one_counted_measure_is_a_table_with_its_bounds():
    frame = PLAN[["year", "target", "source", "vintage"]].assign(lower=169998, upper=170002, status="rounded")
    table = as_table(frame.iloc[:1], "Targets", "en")
    assert cells(table) == [["2026", "170,000"]]
    assert table.rows[0][1].beneath == "169,998 to 170,002"


def test_any_other_frame_stands_as_it_is_with_grouped_counts_and_plain_years():
    table = as_table(PLAN, "Targets", "fr")
    assert cells(table) == [
        ["IMP", "2026", f"170{NBSP}000", f"5{NBSP}novembre{NBSP}2025"],
        ["IMP", "2027", "", ""],
    ]
    assert [column.align for column in table.columns] == ["left", "left", "right", "left"]
    assert as_table(PLAN.drop(columns="target"), "Days", "en").row_header == "program"


@pytest.mark.parametrize(
    ("vintage", "said"),
    [
        ("2024-12-31", "as of 31 December 2024"),
        ("2022-12-31; 2024-12-31", "as of 31 December 2022 and 31 December 2024"),
        ("2022-02", "as of February 2022"),
        ("2021", "as of 2021"),
    ],
)
def test_the_source_is_named_with_the_day_it_speaks_for_as_exactly_as_it_is_known(vintage, said):
    line = source_line(pd.DataFrame({"source": ["IRCC, a table"] * 2, "vintage": vintage}), "en")
    assert said in line.replace(NBSP, " ")
    assert line.count("IRCC") == 1


def test_a_source_without_a_day_is_named_alone_and_no_source_not_at_all():
    undated = pd.DataFrame({"source": ["IRCC, a table"], "vintage": [None]})
    assert "as of" not in source_line(undated, "en")
    assert source_line(PLAN.drop(columns="source"), "en") == ""


def test_of_many_sources_each_row_names_its_own():
    frame = pd.DataFrame({"figure": range(6), "source": [f"Source {n}" for n in range(6)], "vintage": "2021"})
    assert source_line(frame, "en") == ""
    assert cells(as_table(frame, "Figures", "en"))[5] == ["5", "Source 5", "2021"]


def test_shares_are_in_percent_and_other_fractions_have_a_decimal():
    rates = pd.DataFrame(
        {"year": [2021], "coverage_lower": [0.1571], "per_thousand": [33.27], "is_notional": [True]}
    )
    assert cells(as_table(rates, "Rates", "en")) == [["2021", "15.7%", "33.3", "yes"]]


def test_coverage_is_in_percent_where_a_frame_has_it_and_it_is_not_all():
    assert coverage(pd.DataFrame({"coverage_lower": [1.0], "coverage_upper": [1.0]})) is None
    assert coverage(pd.DataFrame({"coverage_lower": [0.16], "coverage_upper": [0.2]})) == (16, 20)
    assert coverage(PLAN) is None
