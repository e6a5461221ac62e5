import pandas as pd
import pytest

from imp_stats import charts
from imp_stats.charts.style import LIGHT


def said(ax):
    return [text.get_text() for text in ax.texts]


def lines(panel):
    return [line for line in panel.lines if len(line.get_xdata()) == 3]


def test_each_program_has_a_panel_on_one_scale(levels, arrivals):
    for width in ("wide", "narrow"):
        imp, tfwp = charts.plans(levels, arrivals=arrivals, width=width).figure.axes[1:]
        assert (said(imp)[0], said(tfwp)[0]) == ("IMP", "TFWP")
        heights = [panel.get_ylim()[1] / panel.get_position().height for panel in (imp, tfwp)]
        assert heights[0] == pytest.approx(heights[1])
        assert imp.get_ylim()[0] == tfwp.get_ylim()[0] == 0
        assert imp.get_xlim() == tfwp.get_xlim()


def test_the_lines_are_the_targets_the_newest_plan_solid_and_the_earlier_dashed(levels):
    imp = charts.plans(levels).figure.axes[1]
    old, new = lines(imp)
    assert (old.get_ydata().tolist(), new.get_ydata().tolist()) == ([285750, 128700, 155700], [170000] * 3)
    assert (old.is_dashed(), new.is_dashed()) == (True, False)
    dots = [line for line in imp.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == LIGHT.background for dot in dots] == [True] * 3 + [False] * 3


def test_every_target_is_named_and_the_newest_in_bold(levels):
    imp, tfwp = charts.plans(levels).figure.axes[1:]
    assert [said(imp).count(text) for text in ("170,000", "285,750", "128,700", "155,700")] == [3, 1, 1, 1]
    assert [said(tfwp).count(text) for text in ("82,000", "60,000", "50,000")] == [3, 1, 2]
    weights = {text.get_text(): text.get_fontweight() for text in imp.texts}
    assert (weights["170,000"], weights["285,750"]) == (600, 400)


def test_plans_are_named_by_the_month_they_were_tabled_and_say_what_is_notional(levels):
    english, french = (said(charts.plans(levels, lang=lang).figure.axes[1]) for lang in ("en", "fr"))
    assert {"Plan of October\u00a02024", "2026 and 2027 notional", "Plan of November\u00a02025"} < set(
        english
    )
    assert {"Plan d’octobre\u00a02024", "2026 et 2027 à titre indicatif", "Plan de novembre\u00a02025"} < set(
        french
    )


def test_arrivals_are_grey_squares_that_say_what_they_are(levels, arrivals):
    imp, tfwp = charts.plans(levels, arrivals=arrivals).figure.axes[1:]
    for panel, count in ((imp, 300115), (tfwp, 93595)):
        (square,) = [line for line in panel.lines if line.get_marker() == "s"]
        assert square.get_xydata().tolist() == [[2024, count]]
        assert square.get_color() == LIGHT.third
        assert f"{count:,} arrivals in 2024" in said(panel)
    assert "300\u00a0115 arrivées en 2024" in said(
        charts.plans(levels, arrivals=arrivals, lang="fr").figure.axes[1]
    )


def test_years_run_from_the_arrivals_to_the_last_target(levels, arrivals):
    imp = charts.plans(levels, arrivals=arrivals).figure.axes[1]
    assert [text for text in said(imp) if text.isdigit()] == ["2024", "2025", "2026", "2027", "2028"]
    imp = charts.plans(levels).figure.axes[1]
    assert [text for text in said(imp) if text.isdigit()] == ["2025", "2026", "2027", "2028"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_no_words_of_a_panel_overlap_or_cross_a_line(levels, arrivals, width):
    ax = charts.plans(levels, arrivals=arrivals, width=width)
    ax.figure.draw_without_rendering()
    for panel in ax.figure.axes[1:]:
        boxes = [text.get_window_extent().padded(-1) for text in panel.texts]
        assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])
        paths = [line.get_path().transformed(panel.transData) for line in lines(panel)]
        assert not any(path.intersects_bbox(box, filled=False) for path in paths for box in boxes)


def test_one_program_takes_the_whole_width(levels):
    ax = charts.plans(levels[levels["program"] == "TFWP"])
    assert len(ax.figure.axes) == 2
    assert ax.figure.axes[1].get_position().width == pytest.approx(1)


def test_other_programs_and_doubled_plans_are_refused(levels):
    with pytest.raises(ValueError, match="holds workers too: pick the two"):
        charts.plans(pd.concat([levels, levels[:1].assign(program="workers")]))
    with pytest.raises(ValueError, match="Several rows for 2025-2027, IMP, 2025"):
        charts.plans(pd.concat([levels, levels]))
