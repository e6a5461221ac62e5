import pandas as pd
import pytest
from matplotlib.colors import to_hex

from imp_stats import charts
from imp_stats.charts.style import LIGHT


def said(ax):
    return [text.get_text() for text in ax.texts]


def dots(ax):
    return [line for line in ax.lines if line.get_marker() == "o"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_value_of_an_answer_is_a_dot(told, width):
    ax = charts.answers(told, width=width)
    assert [dot.get_xdata()[0] for dot in dots(ax)] == told["value"].dropna().tolist()
    colours = [LIGHT.program(program) for program in told.loc[told["value"].notna(), "program"]]
    assert [dot.get_markeredgecolor() for dot in dots(ax)] == colours


def test_answers_stand_one_below_another_in_the_frames_order(told):
    places = [dot.get_ydata()[0] for dot in dots(charts.answers(told))]
    assert places == sorted(places)
    assert len(set(places)) == 3


def test_each_figure_is_named_in_the_publishers_words_or_as_a_number(told):
    words = said(charts.answers(told))
    assert {"more than 315,000", "about 104,000", "313,294", "430,015", "332,263 to 370,431"} < set(words)
    assert "430\u00a0015" in said(charts.answers(told, lang="fr"))


def test_what_was_counted_stands_over_its_source_and_date(told):
    words = said(charts.answers(told, width="narrow"))
    at = words.index("Valid permit on 31 December 2021")
    assert words[at + 1] == "IRCC, 31\u00a0December\u00a02024"
    assert "IRCC, Annual Report, November\u00a02022; not verified" in words
    assert "IRCC, Annual Report, novembre\u00a02022; non vérifié" in said(
        charts.answers(told, width="narrow", lang="fr")
    )


def test_a_figure_that_is_not_verified_is_hollow(told):
    hollow = [dot.get_markerfacecolor() == LIGHT.background for dot in dots(charts.answers(told))]
    assert hollow == [False, False, True, True, False, False]
    computed = told.assign(certainty="C")
    assert all(dot.get_markerfacecolor() == LIGHT.background for dot in dots(charts.answers(computed)))
    assert any("computed" in text for text in said(charts.answers(computed)))


def test_bounds_are_a_bar_where_they_are_wider_than_a_dot(told):
    bars = [c for c in charts.answers(told).collections if c.get_linewidth()[0] == 7]
    (bar,) = bars
    assert bar.get_segments()[0][:, 0].tolist() == [332263, 370431]
    assert to_hex(bar.get_color()[0]) == LIGHT.imp


def test_the_programs_are_named_above_once_each(told):
    assert [said(charts.answers(told)).count(name) for name in ("IMP", "TFWP")] == [1, 1]
    assert {"PMI", "PTET"} < set(said(charts.answers(told, lang="fr")))


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_values_that_are_close_stand_apart(told, width):
    close = told.assign(value=told["value"].where(told["program"] == "IMP", told["value"].shift() - 3000))
    ax = charts.answers(close, width=width)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
    assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])


def test_answers_for_several_years_or_without_a_source_are_refused(told):
    with pytest.raises(ValueError, match="one year; the frame holds 2021, 2022"):
        charts.answers(pd.concat([told, told.assign(year=2022)]))
    with pytest.raises(ValueError, match="no column 'source', 'vintage'"):
        charts.answers(told.drop(columns=["source", "vintage"]))


def test_an_answer_without_a_date_has_its_source_alone(told):
    words = said(charts.answers(told.assign(vintage=pd.NA), width="narrow"))
    assert "IRCC open data" in words


def test_every_row_is_a_bar_from_zero_in_the_frames_order(provinces):
    one = provinces[(provinces["program"] == "IMP") & (provinces["year"] == 2024)]
    bars = charts.bars(one).patches
    assert [bar.get_width() for bar in bars] == one["holders"].tolist()
    assert {bar.get_x() for bar in bars} == {0}
    assert {to_hex(bar.get_facecolor()) for bar in bars} == {LIGHT.imp}


def test_bars_are_named_and_the_first_value_says_its_unit(provinces):
    one = provinces[(provinces["program"] == "IMP") & (provinces["year"] == 2024)]
    assert said(charts.bars(one))[:4] == ["Ontario", "542,105 people", "British Columbia", "187,310"]
    assert "542\u00a0105 personnes" in said(charts.bars(one, lang="fr"))


def test_both_programs_stand_together_two_pixels_apart_and_are_named(provinces):
    ax = charts.bars(provinces[provinces["year"] == 2024])
    assert {"IMP 542,105 people", "TFWP 56,545"} < set(said(ax))
    first, second = sorted(ax.patches[:2], key=lambda bar: bar.get_y())
    assert second.get_y() - (first.get_y() + first.get_height()) == pytest.approx(2)
    assert said(ax).count("Ontario") == 1


def test_a_hidden_count_has_no_bar_but_its_bounds_in_words():
    frame = pd.DataFrame(
        {"province_name": ["Yukon", "Nunavut"], "holders": [40, None], "lower": [38, 1], "upper": [42, 4]}
    )
    ax = charts.bars(frame.astype({"holders": "Int64"}))
    assert len(ax.patches) == 1
    assert said(ax)[-1] == "1 to 4"
    inks = [list(line.get_xdata()) for line in ax.lines if line.get_color() == LIGHT.text]
    assert inks == [[38, 42], [1, 4]]


def test_bars_of_a_share_are_percentages(provinces):
    one = provinces[(provinces["program"] == "IMP") & (provinces["year"] == 2024)]
    assert "43%" in said(charts.bars(one.assign(share=one["holders"] / 1263145), show="share"))


def test_bars_of_several_years_are_refused(provinces):
    with pytest.raises(ValueError, match="pick one year"):
        charts.bars(provinces[provinces["program"] == "IMP"])
