import pandas as pd
import pytest

from imp_stats import IncomparableError, charts
from imp_stats.charts.style import LIGHT


def said(ax):
    return [text.get_text() for text in ax.texts]


def dots(ax):
    return [line.get_xydata()[0].tolist() for line in ax.lines if line.get_marker() == "o"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_entry_is_a_bar_from_zero(occupations, width):
    bars = charts.ranks(occupations, width=width).patches
    assert [bar.get_width() for bar in bars] == occupations["effective_year"].tolist()
    assert {bar.get_x() for bar in bars} == {0}
    assert {bar.get_facecolor() for bar in bars} == {bars[0].get_facecolor()}
    places = [bar.get_y() for bar in bars]
    assert places == sorted(places)


def test_a_certain_rank_is_bold_and_an_uncertain_one_a_range(occupations):
    ax = charts.ranks(occupations)
    weights = {text.get_text(): text.get_fontweight() for text in ax.texts}
    assert weights["1"] == 600
    assert (weights["2–3"], said(ax).count("2–3")) == (400, 2)
    assert "4–11" in weights


def test_bounds_that_can_be_seen_are_whiskers(occupations):
    whiskers = [line for line in charts.ranks(occupations).lines if line.get_marker() == "|"]
    inks = [list(line.get_xdata()) for line in whiskers if line.get_color() == LIGHT.text]
    assert inks == [[3700, 4300]]
    assert [line.get_linewidth() for line in whiskers] == [4.5, 1.5]


def test_the_head_says_what_is_ranked_and_counted(occupations):
    assert {"Rank", "Occupation", "Permits that became effective in the year"} < set(
        said(charts.ranks(occupations))
    )
    assert {"Rang", "Profession"} < set(said(charts.ranks(occupations, lang="fr")))
    assert "Occupation" not in said(charts.ranks(occupations, width="narrow"))
    provinces = occupations.drop(columns="province_name").rename(columns={"occupation": "province_name"})
    assert "Name" in said(charts.ranks(provinces))


def test_every_entry_is_named_and_has_its_count(occupations):
    words = " ".join(said(charts.ranks(occupations, width="narrow")))
    for name, count in zip(occupations["occupation"], occupations["effective_year"], strict=True):
        assert name in words
        assert f"{count:,}" in words


def test_several_rankings_in_one_frame_are_refused(occupations):
    with pytest.raises(ValueError, match="pick one province"):
        charts.ranks(pd.concat([occupations, occupations.assign(province="BC")]))
    with pytest.raises(ValueError, match="'rank_best', 'rank_worst'"):
        charts.ranks(occupations.drop(columns=["rank_best", "rank_worst"]))


def test_a_ranking_without_programs_is_in_the_colour_of_text(occupations):
    bars = charts.ranks(occupations.drop(columns="program")).patches
    assert bars[0].get_facecolor() != charts.ranks(occupations).patches[0].get_facecolor()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_what_both_years_hold_is_joined_and_what_one_holds_is_a_dot(provinces, width):
    moved = provinces[(provinces["program"] == "IMP") & provinces["year"].isin([2015, 2024])]
    moved = moved[(moved["province"] != "NU") | (moved["year"] == 2024)]
    ax = charts.slope(moved, width=width)
    joined = [line for line in ax.lines if list(line.get_xdata()) == [0, 1]]
    assert len(joined) == moved["province"].nunique() - 1
    assert sorted(y for _, y in dots(ax)) == sorted(moved["holders"])
    assert ax.get_ylim()[0] == 0


def test_a_name_that_breaks_on_one_side_only_is_still_one_line(provinces):
    moved = provinces[(provinces["program"] == "IMP") & provinces["year"].isin([2015, 2024])]
    french = moved.assign(
        province_name=moved["province_name"].replace("British Columbia", "Terre-Neuve-et-Labrador")
    )
    ax = charts.slope(french, width="narrow")
    assert len([line for line in ax.lines if list(line.get_xdata()) == [0, 1]]) == 5


def test_each_end_is_named_with_its_value_on_a_phone_at_the_right_only(provinces):
    moved = provinces[(provinces["program"] == "IMP") & provinces["year"].isin([2015, 2024])]
    assert (
        said(charts.slope(moved)).count("Ontario"),
        said(charts.slope(moved, width="narrow")).count("Ontario"),
    ) == (2, 1)
    assert {"2015", "2024", "542,105"} < set(said(charts.slope(moved)))


def test_bounds_wider_than_a_dot_are_whiskers_on_a_slope(provinces):
    moved = provinces[(provinces["program"] == "IMP") & provinces["year"].isin([2015, 2024])].copy()
    moved.loc[moved["holders"] == 542105, ["holders", "lower", "upper"]] = [pd.NA, 500000, 560000]
    ax = charts.slope(moved)
    assert "500,000 to 560,000" in said(ax)
    assert [1, 530000] in dots(ax)
    assert [list(line.get_ydata()) for line in ax.lines if line.get_marker() == "_"] == [[500000, 560000]] * 2


def test_a_slope_takes_a_share_and_months(provinces):
    moved = provinces[(provinces["program"] == "IMP") & provinces["year"].isin([2015, 2024])]
    assert "43%" in said(charts.slope(moved.assign(share=moved["holders"] / 1263145), show="share"))
    months = moved.assign(month=pd.to_datetime(moved["year"].astype(str) + "-06-01")).drop(columns="year")
    assert "2015-06" in said(
        charts.slope(months.rename(columns={"holders": "effective_month"}).drop(columns="program"))
    )


def test_a_slope_of_more_years_or_measures_is_refused(provinces):
    with pytest.raises(ValueError, match="two years; the frame holds 3: 2011, 2015, 2024"):
        charts.slope(provinces[provinces["year"].isin([2011, 2015, 2024])])
    with pytest.raises(IncomparableError):
        charts.slope(provinces.assign(target=1))
