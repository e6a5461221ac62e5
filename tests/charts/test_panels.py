import numpy as np
import pytest

from imp_stats import charts
from imp_stats.charts.style import LIGHT


def said(ax):
    return [text.get_text() for text in ax.texts]


def line(panel, colour):
    return next(one for one in panel.lines if one.get_color() == colour and len(one.get_xdata()) > 3)


def drawn(panel, colour):
    """The values of a program's line, piece by piece."""
    pieces = [one for one in panel.lines if one.get_color() == colour and len(one.get_xdata()) > 3]
    return [value for one in pieces for value in one.get_ydata()]


def test_each_place_has_a_panel_the_highest_first(provinces):
    ax = charts.small_multiples(provinces)
    names = [said(panel)[0] for panel in ax.figure.axes[1:-1]]
    assert names == ["Ontario", "British Columbia", "Saskatchewan", "Newfoundland", "Nunavut"]


def test_the_lines_of_a_panel_are_the_frame(provinces):
    ax = charts.small_multiples(provinces)
    ontario = ax.figure.axes[1]
    for program, colour in (("IMP", LIGHT.imp), ("TFWP", LIGHT.tfwp)):
        rows = provinces[(provinces["province"] == "ON") & (provinces["program"] == program)]
        assert drawn(ontario, colour) == rows["holders"].tolist()
        assert line(ontario, colour).get_linewidth() == 2


def test_all_panels_share_one_scale_and_its_numbers_stand_in_the_first(provinces):
    panels = charts.small_multiples(provinces).figure.axes[1:-1]
    assert len({panel.get_ylim() for panel in panels}) == 1
    assert [label.get_text() for label in panels[0].get_yticklabels()] == ["200,000", "400,000"]
    assert not any(label.get_text() for panel in panels[1:] for label in panel.get_yticklabels())


def test_a_value_out_of_all_proportion_is_cut_and_printed(provinces):
    nunavut = charts.small_multiples(provinces[provinces["province"] == "NU"]).figure.axes[1]
    assert nunavut.get_ylim()[1] < 1855
    words = " ".join(said(nunavut))
    assert "1,855" in words
    assert "in 2011" in words
    assert np.isnan(line(nunavut, LIGHT.imp).get_ydata()).sum() == 1
    dotted = [one for one in nunavut.lines if one.get_linestyle() == "--" and len(one.get_xdata()) == 3]
    assert dotted[0].get_ydata()[1] == 1855


def test_a_peak_that_fits_is_drawn_like_everything_else(provinces):
    nunavut = charts.small_multiples(provinces).figure.axes[5]
    assert not np.isnan(line(nunavut, LIGHT.imp).get_ydata()).any()


def test_a_rate_is_cut_but_its_count_is_printed(provinces):
    people = provinces["province"].map({"ON": 16100, "BC": 5690, "SK": 1250, "NL": 545, "NU": 35})
    ax = charts.small_multiples(
        provinces.assign(per_thousand=provinces["holders"] / people), show="per_thousand", lang="fr"
    )
    nunavut = ax.figure.axes[5]
    assert "1\u00a0855" in " ".join(said(nunavut))
    assert "en 2011" in said(nunavut)


@pytest.mark.parametrize(("width", "columns"), [("wide", 5), ("narrow", 3)])
def test_panels_stand_in_rows_and_the_key_after_the_last(provinces, width, columns):
    ax = charts.small_multiples(provinces, width=width)
    lefts = [round(panel.get_position().x0, 4) for panel in ax.figure.axes[1:]]
    assert len(set(lefts)) == columns
    assert lefts == (sorted(set(lefts)) * 4)[: len(lefts)]
    key = said(ax.figure.axes[-1])
    assert key[:3] == ["IMP", "TFWP", "people"]
    assert " ".join(key[3:]) == "Programs split in 2014"


def test_the_years_stand_beneath_the_last_panel_of_each_column(provinces):
    panels = charts.small_multiples(provinces, width="narrow").figure.axes[1:-1]
    with_years = ["2024" in said(panel) for panel in panels]
    assert with_years == [False] * (len(panels) - 3) + [True] * 3


def test_where_two_years_have_no_room_the_last_one_stands_alone(provinces):
    last = charts.small_multiples(
        provinces.assign(holders=10 * provinces["holders"]), width="narrow"
    ).figure.axes[-2]
    assert ("2008" in said(last), "2024" in said(last)) == (False, True)


def test_the_key_gets_a_row_of_its_own_if_the_last_row_is_full(provinces):
    three = provinces[provinces["province"].isin(["ON", "BC", "NU"])]
    ax = charts.small_multiples(three, width="narrow", lang="fr")
    assert said(ax.figure.axes[-1])[:3] == ["PMI", "PTET", "personnes"]
    assert ax.figure.axes[-1].get_position().y1 < ax.figure.axes[-2].get_position().y0


def test_a_place_of_which_nothing_is_known_has_no_panel(provinces):
    hidden = provinces.copy()
    hidden.loc[hidden["province"] == "NU", ["holders", "lower", "upper"]] = None
    ax = charts.small_multiples(hidden)
    assert not any("Nunavut" in said(panel) for panel in ax.figure.axes)


def test_shares_of_one_year_need_no_unit_and_no_second_year(provinces):
    one = provinces[(provinces["year"] == 2024) & (provinces["program"] == "IMP")]
    one = one.assign(share=one["holders"] / 1263145).drop(columns="program")
    ax = charts.small_multiples(one, show="share")
    assert said(ax.figure.axes[-1]) == []
    assert said(ax.figure.axes[-2]).count("2024") == 1
