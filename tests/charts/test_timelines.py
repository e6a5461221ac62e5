"""What is held over time: bars with gaps, ticks for days, a row for each measure."""

import pandas as pd
import pytest

from imp_stats import charts
from imp_stats.charts.style import LIGHT


def stretches(ax):
    return [(round(float(bar.get_x()), 3), round(float(bar.get_width()), 3)) for bar in ax.patches]


def ticks(ax, colour):
    found = [
        lines for lines in ax.collections if lines.get_color()[0][:3].tolist() == pytest.approx(rgb(colour))
    ]
    return [[round(float(segment[0][0]), 3) for segment in lines.get_segments()] for lines in found]


def rgb(colour):
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def test_a_period_that_is_missing_is_a_gap_and_what_any_row_holds_is_none(coverage):
    positions = charts.spans(coverage[coverage["measure_name"] == "Positions"])
    assert stretches(positions) == [(2016.0, 1.75), (2018.0, 0.5), (2018.75, 0.25)]


@pytest.mark.parametrize(
    ("kind", "months", "missing", "expected"),
    [
        ("half", 6, "2017-H2", [(2017.0, 0.5), (2018.0, 0.5)]),
        ("quarter", 3, "2017-Q4", [(2017.0, 0.75), (2018.0, 0.25)]),
        ("month", 1, "2017-12", [(2017.0, 0.917), (2018.0, 0.083)]),
        ("year", 12, "2017", [(2018.0, 1.0)]),
    ],
)
def test_a_missing_period_is_read_as_coverage_writes_it(coverage, kind, months, missing, expected):
    last = pd.Timestamp(2018, 1, 1)
    held = coverage[:1].assign(period_kind=kind, first_period=pd.Timestamp(2017, 1, 1), last_period=last)
    held = held.assign(missing_periods=missing, vintage=f"2018-{months:02}-28")
    assert stretches(charts.spans(held)) == expected


def test_a_period_that_was_not_over_ends_on_the_day_of_its_table(coverage):
    admissions = charts.spans(coverage[coverage["measure_name"] == "Admissions"])
    assert stretches(admissions) == [(2020.0, 0.167), (2020.25, 0.25), (2021.0, 1.583)]


def test_a_stock_is_a_tick_for_each_day_that_is_held(coverage):
    ax = charts.spans(coverage)
    assert ticks(ax, LIGHT.imp) == [[2021.0, 2022.0, 2024.0, 2025.0]]
    assert ticks(ax, LIGHT.tfwp) == [[2021.0, 2022.0, 2023.0, 2024.0, 2025.0]]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_measure_is_named_once_and_each_bar_by_its_program_in_its_colour(coverage, width):
    ax = charts.spans(coverage, width=width)
    texts = [(text.get_text(), text.get_color()) for text in ax.texts if text.get_text()]
    assert [text for text, _ in texts if not text.isdigit()] == [
        "Holders on 31 December", "IMP", "TFWP", "Positions", "TFWP", "Admissions",
    ]  # fmt: skip
    assert ("IMP", LIGHT.imp) in texts
    french = charts.spans(coverage, width=width, lang="fr")
    assert {"PMI", "PTET"} < {text.get_text() for text in french.texts}


def test_years_stand_over_grid_lines_no_more_than_a_phone_has_room_for(coverage):
    years = [text.get_text() for text in charts.spans(coverage).texts if text.get_text().isdigit()]
    assert years == ["2016", "2018", "2020", "2022", "2024"]
    long = coverage.assign(
        first_period=coverage["first_period"].where(
            coverage["period_kind"] != "year", pd.Timestamp(1991, 1, 1)
        )
    )
    assert [text.get_text() for text in charts.spans(long).texts if text.get_text().isdigit()] == [
        "2000", "2010", "2020",
    ]  # fmt: skip


def test_a_frame_that_is_no_coverage_is_refused(coverage):
    with pytest.raises(ValueError, match="no column 'missing_periods'"):
        charts.spans(coverage.drop(columns="missing_periods"))
