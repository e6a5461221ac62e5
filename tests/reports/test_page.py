import re
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from imp_stats.charts.style import DARK, LIGHT
from imp_stats.phrases import NBSP
from imp_stats.reports import page as pages
from imp_stats.reports.layout import site
from imp_stats.reports.notebooks import read_notebooks
from imp_stats.reports.page import compose, contents
from imp_stats.reports.prose import PageError, stamp
from imp_stats.reports.runner import run

BOXES = ("markdown", "boxes", "### IMP holders\n\n**{{ imp }}**", "boxes")
STAMPS = {"data": "0a1b2c3d", "code": "11111111"}


@pytest.fixture
def composed(notebooks):
    """Compose the page of the only notebook in a language."""

    def made(lang: str = "en") -> dict[str, str]:
        whole = site(read_notebooks(notebooks))
        page = next(page for page in whole.pages if page.lang == lang and not page.is_contents)
        files = compose(page, whole, STAMPS, run(page.notebook, {"lang": lang}))
        return {str(path): text for path, text in files.items()}

    return made


def test_a_page_holds_prose_and_exhibits_in_the_order_of_the_notebook(write, chart, table, composed):
    write(chart, ("markdown", "more", "## More\n\nWords."), table)
    html = composed()["01_two_programs.html"]
    parts = ["<h1>1,263,145 people</h1>", '<figure class="exhibit" id="trend">', "<h2>More</h2>", 'id="held"']
    places = [html.index(part) for part in [*parts, '<div class="caution">', "<footer>"]]
    assert places == sorted(places)


def test_a_finding_is_a_heading_one_level_below_what_it_stands_under(write, chart, table, composed):
    write(chart, ("markdown", "more", "## More"), table)
    html = composed()["01_two_programs.html"]
    assert "<h2>1,263,145 people</h2>" in html
    assert "<h3>1,263,145 people in a table</h3>" in html


def test_a_chart_is_there_in_both_widths_with_its_alternative_text_and_its_figures_beneath(
    write, chart, composed
):
    write(chart)
    html = composed()["01_two_programs.html"]
    label = 'role="img" aria-label="1,263,145 people. Two lines rise"'
    assert html.count(label) == 2
    assert html.index('<div class="wide">') < html.index('<div class="narrow">')
    assert "<details>" in html
    assert "Source: IRCC, a table, as of 31 December 2024" in html.replace(NBSP, " ")


def test_a_long_frame_is_in_the_csv_only(write, chart, composed):
    write(
        ("code", "long", "held = pd.concat([held.assign(year=held['year'] - 2 * n) for n in range(20)])"),
        chart,
    )
    files = composed()
    assert "<details>" not in files["01_two_programs.html"]
    assert files["data/01_two_programs/trend.csv"].count("\n") == 81


def test_the_downloads_are_the_frame_with_its_bounds_and_the_chart_with_its_title(
    write, chart, table, composed
):
    write(chart, table)
    files = composed()
    assert set(files) == {
        "01_two_programs.html",
        "data/01_two_programs/trend.csv",
        "data/01_two_programs/trend.svg",
        "data/01_two_programs/held.csv",
    }
    head, first = files["data/01_two_programs/trend.csv"].splitlines()[:2]
    assert head == "program,year,holders,lower,upper,status,hidden,provenance,source,vintage"
    assert first == 'IMP,2023,1075390,1075388,1075392,rounded,0,printed,"IRCC, a table",2024-12-31'
    drawn = ET.fromstring(files["data/01_two_programs/trend.svg"])  # noqa: S314  (our own file)
    assert drawn[0].text == "1,263,145 people"
    assert drawn[1].text == "Two lines rise."
    for name in ("trend.csv", "trend.svg", "held.csv"):
        assert f'href="data/01_two_programs/{name}"' in files["01_two_programs.html"]


def test_a_table_has_a_caption_row_headers_and_notes_that_can_be_reached(write, table, composed):
    write(table)
    html = composed()["01_two_programs.html"]
    assert '<caption id="held_table-caption"><b class="unseen">1,263,145 people in a table</b>' in html
    assert html.count('<th scope="row"') == 4
    for target in re.findall(r'href="#(held_table-note-\d)"', html):
        assert f'id="{target}"' in html


def test_the_coverage_of_a_ranking_stands_before_its_table_as_a_bar_and_a_sentence(write, composed):
    ranking = """from imp_stats import tables
top = held.iloc[:1].assign(
    province="ON", noc="2174", province_name="Ontario", occupation="Programmers", skill="A", rank_best=1, rank_worst=1,
    share_lower=0.1, share_upper=0.13, coverage_lower=0.16, coverage_upper=0.2)
exhibits.publish(tables.top_occupations(top), id="top")"""
    write(("code", "top", ranking))
    html = composed()["01_two_programs.html"]
    bar = '<div class="coverage imp" aria-hidden="true"><i style="width: 16.0%"></i><i style="width: 4.0%"></i></div>'
    assert html.index(bar) < html.index("Occupation is recorded for 16% to 20%") < html.index("<table>")
    assert "<strong>1</strong>" in html


def test_boxes_beside_an_exhibit_share_a_row_with_it_and_others_stand_alone(write, chart, composed):
    write(BOXES, chart, ("markdown", "more", "## More"), (*BOXES[:1], "again", *BOXES[2:]))
    html = composed()["01_two_programs.html"]
    assert re.search(
        r'<div class="beside">\n<div class="boxes">.*?</section>\n</div>\n<figure', html, re.DOTALL
    )
    assert html.count('<div class="beside">') == 1
    assert html.count('<div class="boxes">') == 2


def test_a_page_names_itself_its_language_its_stamps_and_its_licences(write, composed):
    write(name_en="Programs")
    html = composed()["01_two_programs.html"]
    assert '<html lang="en-CA">' in html
    assert "<title>1,263,145 people – Canada’s two work permit programs</title>" in html
    assert '<meta name="description" content="They hold a permit.">' in html
    assert '<meta name="made-from" content="data:0a1b2c3d code:11111111">' in html
    assert '<a class="skip" href="#_content">Skip to content</a>' in html
    assert '<a href="01_two_programs.html" aria-current="page">Programs</a>' in html
    assert "Contains information licensed under the Open Government Licence – Canada." in html
    assert "This does not constitute an endorsement by Statistics Canada of this product." in html
    assert "from data 0a1b2c3d." in html


def test_what_comes_from_statistics_canada_is_named_in_the_footer(write, table, composed):
    write(("code", "x", 'held["source"] = "Statistics Canada, table 17-10-0009-01"'), table)
    assert "Adapted from Statistics Canada, table 17-10-0009-01. This" in composed()["01_two_programs.html"]


def test_the_french_page_says_everything_in_french(write, chart, notebooks, composed):
    write(chart)
    english = run(read_notebooks(notebooks)[0], {}).prose
    french = {
        ("cell", "title"): "# {{ imp }} titulaires\n\nIls ont un permis.",
        ("exhibit", "trend"): "finding: {{ imp }} titulaires\nalt: Deux lignes montent.",
        ("cell", "caution"): "## Ce qu'il ne faut pas conclure\n\nQue c'est tout.",
    }
    sections = [
        f"<!-- {a}: {b}, translates: {stamp(english[a, b])} -->\n{text}\n" for (a, b), text in french.items()
    ]
    (notebooks / "01_two_programs.fr.md").write_text("\n".join(sections), encoding="utf-8")
    html = composed("fr")["fr/01_two_programs.html"]
    assert '<html lang="fr-CA">' in html
    assert f"<h1>1{NBSP}263{NBSP}145 titulaires</h1>" in html
    assert f'aria-label="1{NBSP}263{NBSP}145 titulaires. Deux lignes montent"' in html
    assert "PMI" in html
    assert "Licence du gouvernement ouvert – Canada" in html
    assert 'href="../01_two_programs.html" lang="en"' in html
    assert 'url("../assets/ImsSans-Regular.woff2")' in html


def test_a_page_without_its_french_is_not_made(write, notebooks, composed):
    write()
    (notebooks / "01_two_programs.fr.md").write_text("", encoding="utf-8")
    with pytest.raises(PageError, match="cell title has no French"):
        composed("fr")


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (("markdown", "wrong", "{{ nobody }}"), r"\.ipynb, cell 4 \(id 'wrong'\): .*no variable 'nobody'"),
        (("markdown", "wrong", "[x](09.ipynb)"), r"cell 4 \(id 'wrong'\): .*'09\.ipynb' leads to no page"),
    ],
)
def test_prose_that_cannot_be_written_is_named_by_notebook_and_cell(write, composed, cell, complaint):
    write(cell)
    with pytest.raises(PageError, match=complaint):
        composed()


def test_a_notebook_without_a_heading_makes_no_page(write, composed):
    path = write()
    path.write_text(
        path.read_text(encoding="utf-8").replace("# {{ imp }} people", "People"), encoding="utf-8"
    )
    with pytest.raises(PageError, match="no markdown cell begins with '# '"):
        composed()


def test_the_page_of_contents_names_each_page_by_its_heading_and_first_sentence(write, notebooks, composed):
    write()
    write(name="06_province", each="province")
    whole = site(read_notebooks(notebooks))
    made = {PurePosixPath(path): text for path, text in composed().items()}
    html = contents(whole.pages[0], whole, STAMPS, made)
    assert '<a href="01_two_programs.html">1,263,145 people</a>\n<p>They hold a permit.</p>' in html
    assert '<a href="provinces/ON.html">Ontario</a>' in html
    assert "<title>Canada’s two work permit programs</title>" in html


@pytest.mark.parametrize(("palette", "part"), [(LIGHT, 0), (DARK, 1)])
def test_the_colours_of_a_page_are_those_of_its_charts(palette, part):
    css = (pages._TEMPLATES / "page.css").read_text(encoding="utf-8")
    block = css.split("@media screen and (prefers-color-scheme: dark)")[part]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block.partition("\n\n")[0]))
    names = ("imp", "tfwp", "text", "second", "third", "axis", "grid")
    expected = {name: getattr(palette, name) for name in names} | {"bg": palette.background}
    expected |= {f"map-{step}": colour for step, colour in enumerate(palette.ramp, 1)}
    assert {name: colours[name] for name in expected} == expected


def test_both_languages_have_the_same_words():
    assert pages.said("en").keys() == pages.said("fr").keys()
