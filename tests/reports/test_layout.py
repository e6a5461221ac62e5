from pathlib import PurePosixPath

import pytest

from imp_stats.errors import UnknownWordError
from imp_stats.reports.layout import Page, site
from imp_stats.reports.notebooks import read_notebook, read_notebooks
from imp_stats.reports.prose import PageError


@pytest.fixture
def whole(write, notebooks):
    write(name="01_two_programs", name_en="Programs", name_fr="Programmes")
    write(name="02_top_occupations")
    write(name="06_province", each="province")
    read_notebook(notebooks / "01_two_programs.ipynb").side_file.write_text("", encoding="utf-8")
    return site(read_notebooks(notebooks))


def test_every_notebook_makes_a_page_and_a_french_one_where_its_side_file_stands(whole):
    assert [str(page.path) for page in whole.pages if not page.province] == [
        "index.html",
        "fr/index.html",
        "01_two_programs.html",
        "fr/01_two_programs.html",
        "02_top_occupations.html",
    ]


def test_a_notebook_for_each_province_makes_thirteen_pages_in_a_folder_of_their_own(whole):
    pages = whole.among("en", provinces=True)
    assert len(pages) == 13
    assert str(pages[5].path) == "provinces/ON.html"
    assert str(pages[5].data) == "provinces/data/ON"


def test_links_name_the_pages_of_the_same_language_and_mark_the_one_that_is_open(whole):
    page = whole.find("01_two_programs", "fr")
    assert [(link.text, link.href, link.is_here) for link in whole.links(page, provinces=False)] == [
        ("Sommaire", "index.html", False),
        ("Programmes", "01_two_programs.html", True),
    ]
    assert whole.twin(page).path == PurePosixPath("01_two_programs.html")
    assert whole.twin(whole.find("02_top_occupations", "en")) is None


def test_links_from_a_province_climb_out_of_its_folder_and_lead_to_its_neighbours(whole):
    page = whole.find("06_province", "en", "NL")
    assert whole.links(page, provinces=False)[1].href == "../01_two_programs.html"
    assert [(word, link.href) for word, link in whole.neighbours(page)] == [("next", "PE.html")]
    assert whole.neighbours(whole.find("02_top_occupations", "en")) == []


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("02_top_occupations.ipynb", "../02_top_occupations.html"),
        ("01_two_programs.ipynb#trend", "01_two_programs.html#trend"),
        ("06_province.ipynb#ON", "../provinces/ON.html"),
        ("https://open.canada.ca/#a.ipynb", "https://open.canada.ca/#a.ipynb"),
        ("#trend", "#trend"),
    ],
)
def test_a_link_to_a_notebook_leads_to_its_page_in_the_language_or_else_in_english(whole, href, address):
    assert whole.address(whole.find("01_two_programs", "fr"), href) == address


def test_a_link_to_no_page_is_refused(whole):
    with pytest.raises(UnknownWordError, match=r"'09_none\.ipynb' leads to no page"):
        whole.address(whole.find("01_two_programs", "en"), "09_none.ipynb")


def test_two_notebooks_for_each_province_are_refused(write, notebooks):
    write(name="06_province", each="province")
    write(name="07_province", each="province")
    with pytest.raises(PageError, match=r"Two notebooks make provinces/NL\.html"):
        site(read_notebooks(notebooks))


def test_a_front_page_of_its_own_takes_the_place_of_the_page_of_contents(write, notebooks):
    write(name="index")
    (page,) = site(read_notebooks(notebooks)).pages
    assert page == Page(read_notebook(notebooks / "index.ipynb"))
    assert not page.is_contents
