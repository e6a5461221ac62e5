"""Breaks and events on trends: no line goes on across a break, and no partial year is a fall."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from imp_stats import charts
from imp_stats.charts.style import LIGHT

WIDTHS = ("wide", "narrow")


def bounded(frame, measure):
    counts = frame[measure].astype("Int64")
    return frame.assign(**{measure: counts}, lower=counts - 2, upper=counts + 2, status="rounded", hidden=0)


def said(ax):
    return [text.get_text() for text in ax.texts]


def pieces(ax, colour=LIGHT.imp):
    """The years of each piece of a program's line or lines; verticals and dots left out."""
    return [
        list(line.get_xdata())
        for line in ax.lines
        if line.get_color() == colour and line.get_marker() == "None"
    ]


def verticals(ax):
    """The verticals: their places, and whether they are dashed as breaks are or dotted as events."""
    drawn = [line for line in ax.lines if line.get_color() == LIGHT.second]
    return [(float(line.get_xdata()[0]), line._unscaled_dash_pattern[1] == (4, 3)) for line in drawn]


def stream(first=2018, name="Other IMP Participants"):
    years = list(range(first, 2025))
    frame = pd.DataFrame(
        {
            "program": "IMP",
            "year": years,
            "stream": name,
            "holders": [100 * n + 90 for n in range(len(years))],
        }
    )
    return bounded(frame, "holders")


def crossing(first=2010):
    years = list(range(first, 2019))
    frame = pd.DataFrame(
        {"program": "IMP", "year": years, "holders": [1000 + 90 * n for n in range(len(years))]}
    )
    return bounded(frame, "holders")


def partial(**said: object):
    years = list(range(2021, 2025))
    frame = pd.DataFrame({"program": "TFWP", "year": years, "effective_months": [1000, 1200, 1400, 700]})
    return bounded(frame, "effective_months").assign(**said)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_piece_of_a_line_goes_across_a_break_in_its_series(width):
    assert pieces(charts.trend(crossing(), width=width)) == [
        [2010, 2011, 2012, 2013],
        [2014, 2015, 2016, 2017, 2018],
    ]
    assert pieces(charts.trend(crossing(2014), width=width)) == [[2014, 2015, 2016, 2017, 2018]]


def test_a_year_between_two_breaks_is_a_dot_of_its_own():
    ax = charts.trend(stream())
    assert pieces(ax) == [[2018, 2019, 2020], [2022, 2023, 2024]]
    dots = [list(line.get_xdata()) for line in ax.lines if line.get_marker() == "o"]
    assert [2021] in dots


def test_a_break_is_a_dashed_vertical_between_the_years_it_parts_with_its_label():
    ax = charts.trend(stream())
    (one, is_dashed), (two, _) = verticals(ax)
    assert is_dashed
    assert 2020 < one < 2021 < two < 2022
    words = " ".join(said(ax))
    assert '"Other IMP participants" grows from 2021' in words
    assert "Exemption codes change in December 2022" in words
    assert "croît dès 2021" in " ".join(said(charts.trend(stream(), lang="fr")))


def test_what_is_to_be_said_of_the_breaks_goes_with_the_figure_and_into_its_words():
    ax = charts.trend(stream())
    assert [note.split(":")[0] for note in ax.figure.ims_notes] == [
        '"Other IMP participants" grows from 2021', "Exemption codes change in December 2022",
    ]  # fmt: skip
    charts.words(ax, note="Source: IRCC.")
    written = " ".join(text.get_text() for text in ax.figure.texts)
    assert "no stream can be followed across 2021" in written
    assert charts.trend(crossing(2014)).figure.ims_notes == ()


def test_a_suspected_break_is_marked_and_does_not_part_the_line():
    years = list(range(2018, 2024))
    frame = pd.DataFrame(
        {"program": "TFWP", "year": years, "noc": "8431", "positions": [50, 51, 52, 70, 71, 80]}
    )
    ax = charts.trend(bounded(frame, "positions"))
    assert pieces(ax, LIGHT.tfwp) == [years]
    assert verticals(ax) == [(2020.5, True)]
    assert "8432 to 8431 in 2021" in " ".join(said(ax))


def test_months_are_parted_too():
    times = pd.date_range("2022-09-01", periods=6, freq="MS")
    frame = pd.DataFrame({"program": "IMP", "month": times, "noc": "2174", "effective_month": [50] * 6})
    first, second = pieces(charts.trend(bounded(frame, "effective_month")))
    assert (len(first), len(second)) == (2, 4)


# partial years


@pytest.mark.parametrize(
    "how", [{"vintage": "2024-07-31"}, {"months": [12, 12, 12, 7]}, {"vintage": "2026-01-31; 2024-07-31"}]
)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_partial_last_year_is_a_hollow_dot_that_no_line_leads_to(how, width):
    ax = charts.trend(partial(**how), width=width)
    assert pieces(ax, LIGHT.tfwp) == [[2021, 2022, 2023]]
    (hollow,) = [line for line in ax.lines if line.get_markerfacecolor() == LIGHT.background]
    assert hollow.get_xydata().tolist() == [[2024, 700]]
    assert said(ax)[-1] == "Jan–Jul"
    assert said(charts.trend(partial(**how), width=width, lang="fr"))[-1] == "janv.–juill."


def test_a_whole_year_is_joined():
    for how in ({"vintage": "2024-12-31"}, {"vintage": "2026-01-31"}, {"months": 12}, {}):
        ax = charts.trend(partial(**how))
        assert pieces(ax, LIGHT.tfwp) == [[2021, 2022, 2023, 2024]]
        assert "Jan–Jul" not in said(ax)


def test_like_held_against_like_is_joined_and_named():
    ax = charts.trend(partial(months=7))
    assert pieces(ax, LIGHT.tfwp) == [[2021, 2022, 2023, 2024]]
    assert said(ax)[-1] == "Jan–Jul"


def test_a_stock_is_never_partial():
    frame = crossing(2014).assign(vintage="2018-06-30")
    assert pieces(charts.trend(frame)) == [[2014, 2015, 2016, 2017, 2018]]


def test_a_line_that_ends_early_and_in_part_says_both():
    longer = partial(vintage="2026-01-31").assign(program="IMP", year=[2022, 2023, 2024, 2025])
    ax = charts.trend(pd.concat([partial(vintage="2024-06-30"), longer]))
    assert "Jan–Jun 2024" in said(ax)


# events


def many(count, label="A change of the rules"):
    return pd.DataFrame({"date": pd.date_range("2016-03-01", "2023-12-01", periods=count), "label": label})


def test_an_event_on_the_day_of_a_break_is_not_marked_twice():
    events = pd.DataFrame({"date": ["2014-06-20", "2016-02-01"], "label": ["IMP split from TFWP", "Another"]})
    ax = charts.trend(crossing(), events=events)
    assert [dashed for _, dashed in verticals(ax)] == [True, False]
    assert "IMP split from TFWP" not in " ".join(said(ax))


@pytest.mark.parametrize(("width", "few"), [("wide", 6), ("narrow", 2)])
def test_few_events_have_their_words_and_many_a_number_and_a_key(holders, width, few):
    assert "1" not in said(charts.trend(holders, events=many(few), width=width))
    ax = charts.trend(holders, events=many(few + 1), width=width)
    assert len([text for text in said(ax) if text.startswith("A change of the rules, ")]) == few + 1
    keys = [text for text in ax.texts if text.get_text() == "1"]
    assert keys


def test_a_break_in_the_key_has_its_date_once():
    words = said(charts.trend(crossing(), events=many(30)))
    assert "Programs split in 2014" in words
    assert "A change of the rules, March\u00a02016" in words


def test_numbers_too_near_one_another_are_a_range(holders):
    near = pd.DataFrame({"date": pd.date_range("2020-01-01", periods=8, freq="15D"), "label": "A change"})
    assert "1–8" in said(charts.trend(holders, events=near))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("by", ["holders", "months", "stream"])
def test_words_stand_clear_of_one_another_with_breaks_and_events(request, width, lang, by):
    frame = stream(2008) if by == "stream" else request.getfixturevalue(by)
    for count in (2, 13):
        ax = charts.trend(frame, events=many(count), width=width, lang=lang)
        ax.figure.draw_without_rendering()
        boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
        assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])
        edge = ax.figure.bbox
        assert all(edge.y0 - 1 <= box.y0 and box.y1 <= edge.y1 + 1 and box.x1 <= edge.x1 + 1 for box in boxes)


def test_a_users_axes_have_words_and_no_key(holders):
    figure, ax = charts.style.plt.subplots()
    charts.trend(holders, ax=ax, events=many(9))
    assert figure.get_figheight() > 0
    assert not any(", " in text and "A change" in text for text in said(ax))


# several lines of one program


def named(*names: str):
    frames = [stream(2022, "Vulnerable workers").assign(stream_name=name) for name in names]
    return pd.concat([frame.assign(holders=frame["holders"] + 500 * n) for n, frame in enumerate(frames)])


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_that_a_label_tells_apart_are_lines_named_by_it(width):
    ax = charts.trend(named("Spouses of skilled workers", "Post-grad employment"), width=width)
    assert pieces(ax) == [[2022, 2023, 2024]] * 2
    words = said(ax)
    assert " ".join(words) == "Spouses of skilled workers 290 Post-grad employment 790"
    assert {text.get_color() for text in ax.texts} == {LIGHT.imp}


def test_more_than_four_lines_are_refused_with_the_chart_that_draws_them():
    with pytest.raises(
        ValueError, match="4 lines at most, and these are 5: take fewer, or draw small_multiples"
    ):
        charts.trend(named(*"abcde"))
    assert len(pieces(charts.trend(named(*"abcd")))) == 4


def test_one_line_of_a_program_keeps_the_programs_name():
    assert said(charts.trend(named("Post-grad employment"))) == ["IMP", "290"]


# the other charts over time


def test_small_multiples_part_their_lines_and_name_the_break(provinces):
    ax = charts.small_multiples(provinces)
    for panel in ax.figure.axes[1:-1]:
        ends = [(min(x), max(x)) for x in pieces(panel)]
        assert not any(low <= 2013 and high >= 2014 for low, high in ends)
        assert any(
            2013 < path.vertices[0, 0] < 2014 for each in panel.collections for path in each.get_paths()
        )
    assert "Programs split in 2014" in " ".join(said(ax.figure.axes[-1]))
    assert ax.figure.ims_notes


def test_many_breaks_make_the_key_longer_and_the_figure_higher():
    frames = [
        stream(2008, name).assign(stream_name=name)
        for name in ("Vulnerable workers", "Other IMP Participants")
    ]
    three = pd.concat([*frames, stream(2008, "Agreements").assign(stream_name="Agreements")])
    ax = charts.small_multiples(three, width="narrow")
    ax.figure.draw_without_rendering()
    key = [text.get_window_extent() for text in ax.figure.axes[-1].texts]
    assert min(box.y0 for box in key) >= -1
    assert len(ax.figure.ims_notes) == 3


def test_a_small_multiple_of_a_partial_year_ends_in_a_hollow_dot():
    both = pd.concat([partial(vintage="2024-07-31", province_name=name) for name in ("Ontario", "Quebec")])
    panel = charts.small_multiples(both).figure.axes[1]
    assert [line for line in panel.lines if line.get_markerfacecolor() == LIGHT.background]
    assert pieces(panel, LIGHT.tfwp) == [[2021, 2022, 2023]]


def ends(first, last):
    frame = pd.concat(
        [stream(2008, name).assign(stream_name=name) for name in ("Vulnerable workers", "Agreements")]
    )
    return frame[frame["year"].isin([first, last])]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slope_across_a_break_is_parted_and_the_breaks_named_beneath(width):
    ax = charts.slope(ends(2019, 2024), width=width)
    sloping = [line.get_xdata() for line in ax.lines if line.get_linewidth() == 2]
    assert not any(x[0] <= 0.5 <= x[-1] for x in sloping)
    assert len(sloping) == 4
    assert "Exemption codes change in December 2022" in said(ax)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
    assert not any(one.overlaps(two) for one, two in pairwise(boxes[-3:]))
    assert min(box.y0 for box in boxes) >= 0


def test_a_slope_that_no_break_lies_in_is_whole():
    ax = charts.slope(ends(2022, 2024))
    assert [list(line.get_xdata()) for line in ax.lines if line.get_linewidth() == 2] == [[0, 1], [0, 1]]
    assert ax.figure.ims_notes == ()
    assert not verticals(ax)


def test_verticals_go_round_the_numbers_of_the_scale(holders):
    early = pd.DataFrame({"date": pd.date_range("2016-01-15", periods=9, freq="20D"), "label": "A change"})
    frame = holders.assign(holders=holders["holders"] * 0 + [1000 + n for n in range(20)])
    ax = charts.trend(frame, events=early, width="narrow")
    gaps = [np.isnan(line.get_ydata()).any() for line in ax.lines if line.get_color() == LIGHT.second]
    assert any(gaps)
