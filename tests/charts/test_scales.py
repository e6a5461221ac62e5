import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imp_stats import charts
from imp_stats.charts.scales import moment_of, moments, ticks, time_axis, time_of


@given(st.floats(0.01, 1e8), st.integers(3, 6))
def test_ticks_are_few_round_and_within_the_scale(top, most):
    values = ticks(top, most)
    assert 1 <= len(values) <= most
    assert values[-1] <= top * (1 + 1e-9)
    assert values == [pytest.approx(values[0] * n) for n in range(1, len(values) + 1)]


def test_no_ticks_stand_on_a_scale_without_height():
    assert ticks(0) == []


def test_the_unit_stands_on_the_top_value_only(holders):
    names = [label.get_text() for label in charts.trend(holders).get_yticklabels()]
    assert names == ["250,000", "500,000", "750,000", "1,000,000", "1,250,000 people"]
    names = [label.get_text() for label in charts.trend(holders, lang="fr").get_yticklabels()]
    assert names[-2:] == ["1\u00a0000\u00a0000", "1\u00a0250\u00a0000 personnes"]


def test_a_value_stands_above_its_grid_line_at_the_left(holders):
    ax = charts.trend(holders)
    ax.figure.draw_without_rendering()
    for place, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
        box = label.get_window_extent()
        x, y = ax.transData.transform((ax.get_xlim()[0], place))
        assert box.x0 == pytest.approx(x, abs=1)
        assert y <= box.y0 < y + 5


def test_only_horizontal_grid_lines_and_the_line_of_zero_are_drawn(holders):
    ax = charts.trend(holders)
    assert [side for side, spine in ax.spines.items() if spine.get_visible()] == ["bottom"]
    assert all(line.get_visible() for line in ax.get_ygridlines())
    assert not any(line.get_visible() for line in ax.get_xgridlines())
    assert ax.get_ylim()[0] == 0


@pytest.mark.parametrize(
    ("first", "last", "width", "expected"),
    [
        (2000, 2024, 650, [2000, 2004, 2008, 2012, 2016, 2020, 2024]),
        (2000, 2024, 285, [2000, 2006, 2012, 2018, 2024]),
        (2015, 2024, 285, [2015, 2018, 2021, 2024]),
        (2013, 2024, 285, [2013, 2015, 2018, 2021, 2024]),
        (2015, 2026, 600, [2015, 2018, 2020, 2022, 2024, 2026]),
        (2020, 2023, 650, [2020, 2021, 2022, 2023]),
        (2024, 2024, 650, [2024]),
    ],
)
def test_years_along_the_axis_are_even_where_they_can_be_and_hold_both_ends(first, last, width, expected):
    ax = plt.figure(figsize=(width / 72, 1)).add_axes((0, 0, 1, 1))
    ax.set_xlim(first, max(last, first + 1))
    assert time_axis(ax, first, last, "year", "en") == expected


def test_few_months_are_named_and_many_are_years(months):
    names = [label.get_text() for label in charts.trend(months).get_xticklabels()]
    assert names == ["2021", "2022", "2023"]
    few = charts.trend(months[months["month"] < "2022-01-01"], lang="fr")
    assert [label.get_text() for label in few.get_xticklabels()] == [
        "janvier\u00a02021",
        "décembre\u00a02021",
    ]
    one = charts.trend(months[months["month"] < "2021-02-01"])
    assert [label.get_text() for label in one.get_xticklabels()] == ["January\u00a02021"]


def test_a_frame_without_one_column_of_time_is_refused():
    for columns in (["program"], ["year", "month"]):
        with pytest.raises(ValueError, match="'year' or 'month'"):
            time_of(pd.DataFrame(columns=columns))


def test_a_month_is_a_fraction_of_its_year():
    assert list(moments(pd.Series(pd.to_datetime(["2024-01-01", "2024-07-01"])))) == [2024, 2024.5]


def test_a_day_stands_before_the_end_of_its_year_for_a_stock_and_about_its_middle_for_a_flow():
    day = pd.Timestamp("2014-06-20")
    assert 2013.4 < moment_of(day, "holders", "year") < 2013.5
    assert 2013.9 < moment_of(day, "effective_year", "year") < 2014
    assert 2014.41 < moment_of(day, "effective_month", "month") < 2014.43
