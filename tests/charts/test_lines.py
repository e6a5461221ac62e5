from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import imp_stats as ims
from imp_stats import IncomparableError, charts
from imp_stats.charts.style import LIGHT


def said(ax):
    return [text.get_text() for text in ax.texts]


def lines(ax, colour):
    """The lines of a program, without dots and stalks."""
    return [line for line in ax.lines if line.get_color() == colour and len(line.get_xdata()) > 2]


def test_the_lines_are_the_frame(holders):
    ax = charts.trend(holders)
    for program, colour in (("IMP", LIGHT.imp), ("TFWP", LIGHT.tfwp)):
        (line,) = lines(ax, colour)
        rows = holders[holders["program"] == program]
        assert list(line.get_xdata()) == list(rows["year"])
        assert list(line.get_ydata()) == list(rows["holders"])


def test_the_imps_line_is_the_wider_one(holders):
    ax = charts.trend(holders)
    assert [lines(ax, colour)[0].get_linewidth() for colour in (LIGHT.imp, LIGHT.tfwp)] == [3, 2.5]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["IMP", "1,263,145", "TFWP", "236,130"]),
        ("fr", ["PMI", "1\u00a0263\u00a0145", "PTET", "236\u00a0130"]),
    ],
)
def test_lines_are_named_at_their_ends_with_their_values(holders, lang, expected):
    ax = charts.trend(holders, lang=lang)
    assert said(ax) == expected
    assert [text.get_color() for text in ax.texts] == [LIGHT.imp] * 2 + [LIGHT.tfwp] * 2
    assert ax.get_legend() is None


def test_end_labels_that_would_overlap_are_nudged_apart(holders):
    close = holders.assign(
        holders=holders["holders"].where(holders["program"] == "IMP", 1_250_000).astype("Int64")
    )
    ax = charts.trend(close)
    ax.figure.draw_without_rendering()
    boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 0.5 for low, high in pairwise(boxes))


def test_rows_in_any_order_give_the_same_line(holders):
    mixed = holders.sample(frac=1, random_state=3)
    for one, two in zip(
        lines(charts.trend(holders), LIGHT.imp), lines(charts.trend(mixed), LIGHT.imp), strict=True
    ):
        assert np.array_equal(one.get_xydata(), two.get_xydata())


def test_a_count_that_is_not_known_breaks_its_line(holders):
    holders.loc[holders["year"] == 2018, ["holders", "lower", "upper"]] = pd.NA
    (line,) = lines(charts.trend(holders), LIGHT.imp)
    assert np.flatnonzero(np.isnan(line.get_ydata())).tolist() == [3]


def test_a_known_count_between_two_that_are_not_is_a_dot(holders):
    holders.loc[holders["year"].isin([2017, 2019]), ["holders", "lower", "upper"]] = pd.NA
    ax = charts.trend(holders)
    dots = [
        line
        for line in ax.lines
        if line.get_marker() == "o" and line.get_color() == LIGHT.imp and len(line.get_xdata()) == 1
    ]
    assert (2018, 380940) in [(line.get_xdata()[0], line.get_ydata()[0]) for line in dots]


def test_a_hidden_count_at_the_end_is_named_by_its_bounds():
    frame = pd.DataFrame(
        {
            "program": "IMP",
            "year": [2022, 2023, 2024],
            "holders": [25, 10, None],
            "lower": [23, 8, 1],
            "upper": [27, 12, 4],
        }
    )
    ax = charts.trend(frame.astype({"holders": "Int64"}))
    assert said(ax) == ["IMP", "1 to 4"]
    assert len(ax.collections) == 1


def test_bounds_narrower_than_the_line_are_not_drawn(holders):
    assert not charts.trend(holders).collections


def test_bounds_wider_than_the_line_are_a_band(months):
    ax = charts.trend(months)
    assert [to_hex(band.get_facecolor()[0]) for band in ax.collections] == [LIGHT.imp, LIGHT.tfwp]
    heights = ax.collections[0].get_paths()[0].get_extents()
    imp = months[months["program"] == "IMP"]
    assert (heights.y0, heights.y1) == (imp["lower"].min(), imp["upper"].max())


def test_bounds_of_a_single_row_are_a_whisker():
    frame = pd.DataFrame(
        {
            "program": ["IMP"],
            "year": [2021],
            "effective_months": [350000],
            "lower": [332263],
            "upper": [370431],
        }
    )
    ax = charts.trend(frame)
    paper, ink = (line for line in ax.lines if line.get_marker() == "_")
    assert list(paper.get_ydata()) == list(ink.get_ydata()) == [332263, 370431]
    assert (paper.get_linewidth(), ink.get_linewidth()) == (4.5, 1.5)
    assert said(ax) == ["IMP", "350,000"]


def test_estimates_are_dashed_where_their_bounds_are_seen_and_called_about(months):
    ax = charts.trend(months)
    (line,) = lines(ax, LIGHT.imp)
    assert line.is_dashed()
    assert said(ax)[1].startswith("about 40,300")
    assert said(charts.trend(months, lang="fr"))[1] == "environ 40\u00a0300"


def test_only_the_segments_at_an_estimate_are_dashed(holders):
    estimated = (holders["year"] == 2018) & (holders["program"] == "IMP")
    holders.loc[estimated, ["lower", "upper", "status"]] = [300_000, 450_000, "estimated"]
    solid, dashed = lines(charts.trend(holders), LIGHT.imp)
    assert (solid.is_dashed(), dashed.is_dashed()) == (False, True)
    assert np.flatnonzero(~np.isnan(dashed.get_ydata())).tolist() == [2, 3, 4]
    assert np.flatnonzero(np.isnan(solid.get_ydata())).tolist() == [3]


def test_a_line_that_ends_early_says_its_year(holders):
    short = holders[(holders["program"] == "IMP") | (holders["year"] < 2023)]
    assert said(charts.trend(short)) == ["IMP", "1,263,145", "TFWP", "119,130", "2022"]


def test_a_line_of_months_that_ends_early_says_its_month(months):
    short = months[(months["program"] == "IMP") | (months["month"] < "2023-01-01")]
    assert said(charts.trend(short))[-1] == "December\u00a02022"


def test_a_frame_without_programs_is_one_line_in_the_colour_of_text(holders):
    ax = charts.trend(holders[holders["program"] == "IMP"].drop(columns="program"))
    assert said(ax) == ["1,263,145"]
    assert len(lines(ax, LIGHT.text)) == 1


def test_a_frame_of_several_measures_is_refused(holders):
    with pytest.raises(IncomparableError, match="holders, target"):
        charts.trend(holders.assign(target=1))
    with pytest.raises(IncomparableError, match="several measures"):
        charts.trend(holders.assign(measure="holders"))


def test_a_frame_with_two_rows_for_a_year_is_refused_with_what_varies(holders):
    both = pd.concat([holders.assign(province="ON"), holders.assign(province="BC")])
    with pytest.raises(ValueError, match=r"IMP has several rows for year 2015: pick one of province;"):
        charts.trend(both)


def test_lines_begin_beside_the_scales_numbers_where_they_would_cross_them(holders):
    assert charts.trend(holders).get_xlim()[0] < 2015
    steep = holders[holders["program"] == "IMP"].assign(holders=[100_000 * n for n in range(10)])
    assert charts.trend(steep).get_xlim()[0] == 2015


def test_events_within_the_years_are_dotted_verticals_with_their_labels(holders, events):
    ax = charts.trend(holders, events=events)
    stalks = [line for line in ax.lines if line.get_color() == LIGHT.second]
    assert len(stalks) == 4
    words = " ".join(said(ax))
    assert "Programs split" not in words
    assert "Not yet" not in words
    assert "Open permit for" in words
    assert all(stalk.get_ydata()[0] == 0 for stalk in stalks)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_event_labels_stand_clear_of_lines_and_of_one_another(holders, events, width):
    ax = charts.trend(holders, events=events, width=width)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
    assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])
    labels = [t.get_window_extent().padded(-1) for t in ax.texts if t.get_color() == LIGHT.second]
    for line in ax.lines:
        path = line.get_path().transformed(ax.transData)
        if len(path) > 1:
            assert not any(path.intersects_bbox(box, filled=False) for box in labels)
    top = max(box.y1 for box in boxes)
    assert top <= ax.figure.bbox.y1 + 1


def test_many_events_make_the_figure_higher_not_fuller(holders):
    many = pd.DataFrame(
        {"date": pd.date_range("2015-03-01", "2023-12-01", periods=14), "label": "A change of the rules"}
    )
    ax = charts.trend(holders, events=many, width="narrow")
    assert ax.figure.get_figheight() > charts.trend(holders, width="narrow").figure.get_figheight()
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
    assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])


def test_events_at_the_left_edge_stand_to_the_right_of_their_stalks(holders):
    early = pd.DataFrame(
        {"date": ["2016-02-01", "2016-06-01"], "label": ["The first of two changes", "The second of them"]}
    )
    ax = charts.trend(holders, events=early)
    labels = [text for text in ax.texts if text.get_color() == LIGHT.second]
    assert {label.get_horizontalalignment() for label in labels} == {"left"}


def test_a_figure_once_published_otherwise_is_a_hollow_dot_on_a_stalk(holders, published):
    ax = charts.trend(holders, published=published)
    (hollow,) = [line for line in ax.lines if line.get_markerfacecolor() == LIGHT.background]
    assert hollow.get_xydata().tolist() == [[2022, 1015000]]
    (stalk,) = ax.collections
    assert stalk.get_segments()[0][:, 1].tolist() == [647250, 1015000]
    assert "As first published" in " ".join(said(ax))


def test_a_published_figure_may_stand_without_a_program(holders):
    alone = holders[holders["program"] == "IMP"].drop(columns="program")
    once = pd.DataFrame({"year": [2022], "holders": [1015000], "label": ["Once"]})
    assert "Once" in said(charts.trend(alone, published=once))


def test_a_crowded_line_is_thinner(months):
    long = pd.concat([months.assign(month=months["month"] + pd.DateOffset(months=30 * n)) for n in range(6)])
    (line,) = lines(charts.trend(long, width="narrow"), LIGHT.imp)
    assert line.get_linewidth() == 2


def test_the_users_axes_are_not_made_higher_by_events(holders, events):
    figure, ax = plt.subplots()
    height = figure.get_figheight()
    charts.trend(holders, ax=ax, events=events)
    assert figure.get_figheight() == height


def test_what_was_derived_is_drawn_where_it_is_asked_for() -> None:
    held = pd.DataFrame({
        "program": "IMP", "year": [2019, 2023, 2024], "holders": [453230, 1075390, 1263145],
        "lower": [453228, 1075388, 1263143], "upper": [453232, 1075392, 1263147], "status": "rounded", "hidden": 0,
        "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    })  # fmt: skip
    indexed = ims.index_to(held, base=2019)
    assert "279" in [label.get_text() for label in ims.charts.trend(indexed, show="index").texts]
    assert "1,263,145" in [label.get_text() for label in ims.charts.trend(indexed).texts]
    with pytest.raises(ValueError, match=r"show='growth'.* or 'index'"):
        ims.charts.trend(indexed, show="growth")
