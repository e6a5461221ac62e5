import pandas as pd
import pytest
from matplotlib.colors import to_hex

from imp_stats import UnknownWordError, charts
from imp_stats.charts.maps import _PLACES
from imp_stats.charts.style import LIGHT
from imp_stats.vocabulary import entries


@pytest.fixture
def rates(provinces):
    one = provinces[(provinces["program"] == "IMP") & (provinces["year"] == 2024)]
    one = one.assign(per_thousand=[33.3, 32.9, 16.4, 14.1, 2.5])
    stated = pd.DataFrame({"province": ["ZZ"], "holders": [180855], "lower": [180853], "upper": [180857]})
    return pd.concat([one, stated], ignore_index=True)


def said(ax):
    return [text.get_text() for text in ax.texts]


def filled(ax):
    """The colour of each tile by province, the key left out."""
    codes = [text for text in said(ax) if text in _PLACES]
    return dict(zip(codes, (to_hex(patch.get_facecolor()) for patch in ax.patches), strict=False))


def test_every_province_and_territory_has_a_place_of_its_own():
    assert set(_PLACES) == set(entries("province")) - {"CA", "ZZ", "XX"}
    assert len(set(_PLACES.values())) == 13


def test_a_tile_has_its_code_its_value_and_a_step_of_colour(rates):
    ax = charts.tiles(rates, show="per_thousand")
    assert said(ax)[:2] == ["ON", "33.3"]
    steps = {code: LIGHT.ramp.index(colour) for code, colour in filled(ax).items()}
    assert steps == {"ON": 3, "BC": 3, "SK": 1, "NL": 1, "NU": 0}


def test_text_on_a_dark_tile_is_light_and_has_no_outline(rates):
    ax = charts.tiles(rates, show="per_thousand")
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert (colours["ON"], colours["NU"]) == (LIGHT.background, LIGHT.text)
    assert all(text.get_gid().startswith("on-fill") for text in ax.texts[:10])
    assert len({text.get_gid() for text in ax.texts[:10]}) == 10


def test_the_key_names_every_boundary_and_the_unit(rates):
    assert {"10", "20", "30", "per 1,000 residents"} < set(said(charts.tiles(rates, show="per_thousand")))
    assert "pour 1\u00a0000 habitants" in said(charts.tiles(rates, show="per_thousand", lang="fr"))


def test_those_without_a_stated_province_stand_beneath_and_in_no_tile(rates):
    assert "180,855 people with no stated province" in said(charts.tiles(rates, show="per_thousand"))
    assert "180\u00a0855 personnes sans province déclarée" in said(
        charts.tiles(rates, show="per_thousand", lang="fr")
    )
    assert not any("stated" in text for text in said(charts.tiles(rates[:-1], show="per_thousand")))


@pytest.mark.parametrize(("width", "side"), [("wide", 80), ("narrow", 42)])
def test_tiles_are_squares_of_the_pixels_that_they_should_have(rates, width, side):
    ax = charts.tiles(rates, show="per_thousand", width=width)
    corners = ax.transData.transform([(0, 0), (side, side)])
    assert abs(corners[1] - corners[0]) == pytest.approx([side, side])
    assert ax.patches[0].get_width() == side


def test_a_hidden_count_is_a_tile_without_colour(rates):
    rates.loc[rates["province"] == "NU", ["holders", "lower", "upper"]] = [pd.NA, 1, 4]
    ax = charts.tiles(rates)
    assert "1–4" in said(ax)
    assert ax.patches[4].get_facecolor()[3] == 0


def test_shares_are_percentages_in_the_tiles_and_in_the_key(rates):
    ax = charts.tiles(rates[:-1].assign(share=[0.43, 0.15, 0.02, 0.01, 0.0]), show="share")
    assert {"43%", "10%", "40%"} < set(said(ax))


def test_what_has_no_tile_or_no_room_is_refused(rates):
    with pytest.raises(UnknownWordError, match="no place for CA"):
        charts.tiles(rates.assign(province="CA")[:1])
    with pytest.raises(ValueError, match="542,105 is too wide for a tile of 42 points: show a rate"):
        charts.tiles(rates, width="narrow")
    with pytest.raises(ValueError, match="Several rows for ON"):
        charts.tiles(pd.concat([rates, rates]))
