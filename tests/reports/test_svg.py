import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from imp_stats import charts
from imp_stats.charts.style import DARK, LIGHT
from imp_stats.reports import svg

SVG = "{http://www.w3.org/2000/svg}"
AGAIN = """
import pandas as pd
from imp_stats import charts
from imp_stats.reports import svg
held = pd.DataFrame({"program": ["IMP", "IMP"], "year": [2023, 2024], "holders": [1075390, 1263145]})
print(svg.inline(charts.trend(held).figure, "trend-wide", "alt"))
print(svg.standalone(charts.trend(held).figure, "title", "alt"))
"""


@pytest.fixture
def figure():
    years = [2022, 2023, 2024]
    held = pd.DataFrame({"program": ["IMP"] * 3 + ["TFWP"] * 3, "year": years * 2})
    held["holders"] = [647250, 1075390, 1263145, 119130, 187455, 236130]
    events = pd.DataFrame({"date": ["2023-06-01"], "label": ["A & <B> $1 or $2"]})
    yield charts.trend(held, events=events).figure
    plt.close("all")


@pytest.fixture(params=["inline", "standalone"])
def drawn(request, figure):
    if request.param == "inline":
        return svg.inline(figure, "trend-wide", 'IMP "rose" & TFWP < IMP')
    return svg.standalone(figure, "IMP & TFWP", "They < rose")


def parsed(drawn):
    return ET.fromstring(drawn)  # noqa: S314  (we have just written it)


def texts(drawn):
    return ["".join(element.itertext()) for element in parsed(drawn).iter(f"{SVG}text")]


def test_it_is_well_formed_and_text_stays_text(drawn):
    assert {"IMP", "1,263,145", "TFWP", "A & <B> $1 or $2", "2024", "1,250,000 people"} <= set(texts(drawn))
    assert len(drawn) < 12_000


def test_one_unit_is_one_pixel(drawn):
    root = parsed(drawn)
    assert root.get("viewBox") in {"0 0 720 400", "-16 -16 752 432"}
    assert root.get("viewBox").split()[2:] == [root.get("width"), root.get("height")]


def test_every_colour_is_one_of_the_palettes_variables(figure):
    drawn = svg.inline(figure, "trend-wide", "alt")
    assert not re.search(r"(?:fill|stroke): ?(?!none|var\()\S", drawn)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", drawn.replace("#trend-wide", ""))
    assert {"imp", "tfwp", "second", "axis", "grid"} <= set(re.findall(r"var\(--([\w-]+)\)", drawn))


def test_no_colour_of_a_chart_is_left_without_a_name():
    assert len(svg._NAMES) == 13
    assert set(svg._roles(LIGHT)) == set(svg._roles(DARK))


def test_the_names_of_colours_are_those_of_the_pages():
    page = (Path(svg.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
    for palette in (LIGHT, DARK):
        for name, colour in svg._roles(palette).items():
            assert f"--{name}: {colour}" in page


def test_text_has_its_outline_from_the_style_sheet_and_not_as_paths(drawn):
    assert "paint-order:stroke;stroke:var(--bg)" in drawn
    assert "letter" not in drawn
    assert "DejaVu" not in drawn


def test_the_alternative_is_there_once(figure):
    alone = parsed(svg.standalone(figure, "Title", "What it shows"))
    assert alone.get("role") == "img"
    assert alone.get("aria-label") is None
    assert [alone.find(f"{SVG}{part}").text for part in ("title", "desc")] == ["Title", "What it shows"]
    inside = parsed(svg.inline(figure, "a", 'What "it" shows'))
    assert (inside.get("role"), inside.get("aria-label")) == ("img", 'What "it" shows')
    assert inside.find(f"{SVG}title") is None


def test_every_id_has_the_prefix_and_every_reference_finds_one(figure):
    drawn = svg.inline(figure, "trend-wide", "alt")
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("trend-wide") for name in ids)
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', drawn)) <= set(ids)


def test_the_paper_of_a_page_shows_through_and_a_file_brings_its_own(figure):
    assert "<rect" not in svg.inline(figure, "a", "alt").partition("<clipPath")[0]
    alone = svg.standalone(figure, "title", "alt")
    assert '<rect x="-16" y="-16" width="100%" height="100%" style="fill:var(--bg)"/>' in alone
    assert "@media screen and (prefers-color-scheme:dark)" in alone
    assert f"--bg:{DARK.background}" in alone


def test_neither_date_nor_maker_nor_doctype_is_written(drawn):
    assert not re.search(r"Matplotlib|metadata|DOCTYPE|<\?xml|dc:|rdf", drawn)


def test_the_users_settings_change_nothing_and_stay(figure):
    plain = svg.inline(figure, "a", "alt")
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "other", "savefig.dpi": 300}):
        before = dict(mpl.rcParams)
        assert svg.inline(figure, "a", "alt") == plain
        assert dict(mpl.rcParams) == before


def printed(seed):
    surroundings = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", AGAIN]
    return subprocess.run(command, capture_output=True, check=True, env=surroundings).stdout  # noqa: S603


def test_the_same_figure_gives_the_same_bytes_in_every_process():
    assert printed("1") == printed("2")
    assert printed("1").startswith(b"<svg")
