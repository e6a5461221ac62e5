from itertools import combinations, pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.colors import to_rgb

import imp_stats as ims
from imp_stats import charts
from imp_stats.charts.style import DARK, FONTS, LIGHT, Drawing, grow, size

PALETTES = {"light": LIGHT, "dark": DARK}
NEEDED = "ABCabc0123456789àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛŒ«»“”‘’–—−≥≤→←↑↓≈×…·\u00a0\u202f"


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=PALETTES)
def palette(request):
    return PALETTES[request.param]


@pytest.mark.parametrize("role", ["imp", "tfwp", "text", "second", "third"])
def test_what_is_written_stands_out_from_the_paper(palette, role):
    assert contrast(getattr(palette, role), palette.background) >= 4.5


def test_the_axis_can_be_seen_and_the_grid_stays_behind_it(palette):
    assert contrast(palette.axis, palette.background) >= 3
    assert 1.2 < contrast(palette.grid, palette.background) < 2


def test_the_contrasts_are_those_that_were_chosen():
    light = [contrast(getattr(LIGHT, role), "#ffffff") for role in ("imp", "tfwp", "text", "second", "third")]
    assert light == pytest.approx([6.7, 4.7, 16.9, 8.1, 6.1], abs=0.1)
    dark = [contrast(getattr(DARK, role), "#14171c") for role in ("imp", "tfwp", "text", "second", "third")]
    assert dark == pytest.approx([8.6, 7.6, 14.9, 9.3, 7.7], abs=0.1)


def test_the_two_programs_differ_in_hue_since_they_hardly_do_in_light(palette):
    assert contrast(palette.imp, palette.tfwp) < 2
    blue, orange = to_rgb(palette.imp), to_rgb(palette.tfwp)
    assert blue[2] > blue[0]
    assert orange[0] > orange[2]


def test_text_on_every_step_of_the_map_can_be_read(palette):
    for step, colour in enumerate(palette.ramp):
        ink = palette.text if step < 3 else palette.background
        assert contrast(ink, colour) >= 4.5, step


def test_the_steps_of_the_map_go_one_way(palette):
    lights = [luminance(colour) for colour in palette.ramp]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    assert all(contrast(a, b) > 1.2 for a, b in pairwise(palette.ramp))


def test_every_colour_has_one_role(palette):
    colours = [v for v in vars(palette).values() if isinstance(v, str)] + list(palette.ramp)
    assert all(a != b for a, b in combinations(colours, 2))


def test_a_chart_leaves_the_users_settings_as_they_were(holders):
    with mpl.rc_context({"font.size": 31, "axes.grid": True, "axes.facecolor": "red", "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        charts.trend(holders)
        assert dict(mpl.rcParams) == before


def test_a_chart_looks_the_same_whatever_the_users_settings_are(holders):
    plain = charts.trend(holders)
    with mpl.rc_context({"font.size": 31, "axes.facecolor": "red", "lines.linewidth": 9, "figure.dpi": 300}):
        other = charts.trend(holders)
    for one, two in ((plain, other), (plain.figure, other.figure)):
        assert [t.get_fontsize() for t in one.texts] == [t.get_fontsize() for t in two.texts]
    assert [line.get_linewidth() for line in plain.lines] == [line.get_linewidth() for line in other.lines]
    assert other.get_facecolor()[3] == 0
    assert other.figure.get_dpi() == plain.figure.get_dpi() == 72


def test_a_failing_chart_leaves_the_users_settings_as_they_were(holders):
    before = dict(mpl.rcParams)
    with pytest.raises(ValueError, match="lang"):
        charts.trend(holders, lang="de")
    assert dict(mpl.rcParams) == before


def test_a_frame_in_which_nothing_is_known_is_refused(holders):
    with pytest.raises(ValueError, match="has no rows"):
        charts.bars(holders[:0])
    nothing = holders.assign(holders=pd.NA, lower=pd.NA, upper=pd.NA, province_name="Ontario")
    for chart in (charts.trend, charts.small_multiples):
        with pytest.raises(ValueError, match="no bound is known"):
            chart(nothing)


def test_a_failing_chart_leaves_no_figure_open(holders):
    tile = holders[:1].assign(province="ON")
    open_before = plt.get_fignums()
    with pytest.raises(ValueError, match="too wide"):
        charts.tiles(tile.assign(holders=10**9), width="narrow")
    assert plt.get_fignums() == open_before


@pytest.mark.parametrize(("width", "pixels"), [("wide", 720), ("narrow", 358)])
def test_a_figure_is_as_many_pixels_wide_as_its_place_on_the_page(holders, width, pixels):
    figure = charts.trend(holders, width=width).figure
    assert figure.get_dpi() * figure.get_figwidth() == pytest.approx(pixels)


def test_a_width_that_is_none_is_refused(holders):
    with pytest.raises(ValueError, match="'wide' and 'narrow'"):
        charts.trend(holders, width="medium")


def test_a_figure_remembers_its_call_and_its_frame(holders, events):
    figure = charts.trend(holders, lang="fr", events=events).figure
    assert isinstance(figure, Drawing)
    holders["holders"] = 0
    open_before = plt.get_fignums()
    again = figure.ims_redraw("narrow")
    assert plt.get_fignums() == open_before
    assert 72 * again.figure.get_figwidth() == pytest.approx(358)
    assert {"PMI", "PTET", "1\u00a0263\u00a0145"} < {text.get_text() for text in again.texts}
    assert figure.ims_frame["holders"].max() == 1263145


def test_a_chart_in_the_users_axes_stays_in_its_place(holders):
    figure, (left, right) = plt.subplots(1, 2)
    place = left.get_position()
    assert charts.trend(holders, ax=left) is left
    drawn = left.get_position()
    assert place.x0 <= drawn.x0
    assert drawn.x1 < place.x1 < right.get_position().x0
    assert not isinstance(figure, Drawing)
    assert not hasattr(figure, "ims_redraw")


def test_axes_too_small_for_the_words_are_refused(holders):
    ax = plt.figure(figsize=(1, 1)).add_axes((0, 0, 1, 1))
    with pytest.raises(ValueError, match="72 by 72 points is too small"):
        charts.trend(holders, ax=ax)


def test_a_chart_can_be_drawn_in_a_part_of_a_figure(holders):
    part = plt.figure().subfigures(1, 2)[0]
    ax = part.subplots()
    assert charts.trend(holders, ax=ax) is ax
    assert charts.words(ax, title="A title").texts


def test_paper_added_around_a_figure_leaves_the_chart_its_size(holders):
    ax = charts.trend(holders)
    before = size(ax)
    grow(ax, left=10, right=20, top=30, bottom=40)
    assert size(ax) == pytest.approx(before)


@pytest.mark.parametrize(
    "file", sorted(FONTS.glob("*.ttf")) + sorted(FONTS.glob("*.woff2")), ids=lambda f: f.name
)
def test_a_font_bears_our_name_only_and_holds_what_we_write(file):
    if file.suffix == ".woff2":
        pytest.importorskip("brotli", reason="reading WOFF2 takes brotli, which is not on this machine")
    font = TTFont(file)
    names = {record.nameID: str(record) for record in font["name"].names}
    assert "Source" not in "".join(text for number, text in names.items() if number not in {0, 13, 14})
    assert names[1] == "Ims Sans"
    assert "Reserved Font Name" in names[0]
    assert {ord(char) for char in NEEDED} <= set(font.getBestCmap())
    digits = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(digits) == 1


def test_the_licence_of_the_fonts_ships_with_them():
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Reserved Font Name 'Source'" in text
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


@pytest.mark.parametrize("weight", [400, 600])
def test_matplotlib_finds_both_weights(holders, weight):
    charts.trend(holders)
    found = font_manager.findfont(font_manager.FontProperties(family="Ims Sans", weight=weight))
    assert TTFont(found)["OS/2"].usWeightClass == weight


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Occupations estimated by the bridge"), ("fr", "Professions estimées par la passerelle")],
)
def test_a_bridge_is_named_in_the_caption(lang: str, said: str) -> None:
    frame = pd.DataFrame({
        "noc": ["11200", "12200"], "occupation": ["one", "other"], "positions": [30, 40], "lower": [22, 40],
        "upper": [38, 40], "status": ["estimated", "exact"], "provenance": ["bridge lists-2025 over sum of 4 cells", "printed"],
    })  # fmt: skip
    axes = ims.charts.bars(frame, lang=lang)
    assert axes.figure.ims_notes == (f"{said} lists-2025.",)
