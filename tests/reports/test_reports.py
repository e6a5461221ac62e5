import re
import sys
from urllib.parse import unquote

import pytest

from imp_stats.errors import UnknownWordError
from imp_stats.reports import PageError, build_reports, restamp, stale_pages

FRENCH = """<!-- cell: title, translates: 00000000 -->
# {{ imp }} titulaires

Voir [aussi](02_more.ipynb#trend).

<!-- exhibit: trend, translates: 00000000 -->
finding: {{ imp }} titulaires
alt: Deux lignes.

<!-- cell: caution, translates: 00000000 -->
## Ce qu'il ne faut pas conclure

Rien.
"""


@pytest.fixture
def build(tmp_path, notebooks, monkeypatch):
    """Build the pages of the made notebooks, one after another in this process, and what is said of it."""
    monkeypatch.setattr(sys, "platform", "win32")

    def built(**asked: str | bool) -> tuple[list[str], list[str]]:
        said = []
        made = build_reports(tmp_path / "reports", notebooks=notebooks, report=said.append, **asked)
        return [path.relative_to(tmp_path / "reports").as_posix() for path in made], said

    return built


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_pages_are_made_once_and_again_only_where_something_changed(write, chart, build, tmp_path, notebooks):
    write(chart, name="01_one")
    write(chart, name="02_two")
    made, said = build()
    assert made == ["01_one.html", "02_two.html", "index.html"]
    assert said == [
        "01_one.html: it is not there yet",
        "02_two.html: it is not there yet",
        "2 of 2 pages made",
    ]
    assert build() == ([], ["0 of 2 pages made: all are up to date"])
    write(chart, ("markdown", "more", "More."), name="02_two")
    assert build() == (["02_two.html"], ["02_two.html: the notebook changed", "1 of 2 pages made"])
    assert stale_pages(tmp_path / "reports", notebooks=notebooks) == []


def test_pages_made_again_have_the_same_bytes(write, chart, table, build, tmp_path):
    write(chart, table)
    build()
    before = everything(tmp_path / "reports")
    assert build(force=True) == (
        ["01_two_programs.html"],
        ["01_two_programs.html: asked for", "1 of 1 pages made"],
    )
    assert everything(tmp_path / "reports") == before


def test_one_notebook_or_one_province_can_be_asked_for(write, build):
    write(name="01_one")
    write(name="06_province", each="province")
    assert build(only="01")[0] == ["01_one.html", "index.html"]
    assert build(province="Ontario")[0] == ["provinces/ON.html"]
    with pytest.raises(UnknownWordError, match=r"'07': no notebook makes such a page.*01_one, 06_province"):
        build(only="07")
    with pytest.raises(UnknownWordError, match="did you mean Ontario"):
        build(province="Ontaro")


def test_a_notebook_that_fails_leaves_the_pages_as_they_were_and_every_failure_is_named(
    write, chart, build, tmp_path
):
    write(chart, name="01_one")
    write(chart, name="02_two")
    build()
    before = everything(tmp_path)
    for path in (
        write(("code", "bad", "1 / 0"), name="01_one"),
        write(("code", "bad", "nobody"), name="02_two"),
    ):
        before[path.relative_to(tmp_path)] = path.read_bytes()
    write(chart, name="03_three")
    before |= {path: text for path, text in everything(tmp_path).items() if path.name == "03_three.ipynb"}
    with pytest.raises(PageError, match=r"(?s)01_one\.html: .*ZeroDivisionError.*02_two\.html: .*NameError"):
        build()
    assert everything(tmp_path) == before


def test_an_exhibit_that_is_gone_takes_its_downloads_with_it(write, chart, build, tmp_path):
    write(chart)
    build()
    assert (tmp_path / "reports/data/01_two_programs/trend.svg").exists()
    write()
    build()
    assert not (tmp_path / "reports/data/01_two_programs").exists()


def test_a_notebook_that_is_gone_takes_its_page_with_it(write, chart, build, tmp_path, notebooks):
    write(chart, name="01_one")
    write(chart, name="02_two")
    build()
    (notebooks / "02_two.ipynb").unlink()
    assert "02_two.html: removed, as no notebook makes it any more" in build()[1]
    assert not any("02_two" in str(path) for path in everything(tmp_path / "reports"))


def test_every_link_of_every_page_leads_to_a_file_that_is_there(write, chart, build, tmp_path, notebooks):
    write(chart, ("markdown", "see", "[x](02_more.ipynb#trend) [y](06_province.ipynb#ON)"), name="01_one")
    write(chart, name="02_more")
    write(name="06_province", each="province")
    (notebooks / "02_more.fr.md").write_text(FRENCH, encoding="utf-8")
    restamp(notebooks / "02_more.ipynb")
    build()
    pages = sorted((tmp_path / "reports").rglob("*.html"))
    assert len(pages) == 18
    for page in pages:
        html = page.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href="|src="|url\(")([^"]*)"', html):
            path, _, fragment = unquote(link).partition("#")
            target = page.parent / path if path else page
            assert target.is_file(), f"{page}: {link}"
            assert f'id="{fragment}"' in target.read_text(encoding="utf-8") if fragment else True


def test_restamping_names_the_sections_that_changed_and_then_has_nothing_to_do(
    write, chart, build, notebooks
):
    path = write(chart, name="02_more")
    (notebooks / "02_more.fr.md").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(PageError, match="cell title has changed in English"):
        build()
    assert restamp(path) == ["cell title", "exhibit trend", "cell caution"]
    assert restamp(path) == []
    assert "fr/02_more.html" in build()[0]


def test_pages_are_made_side_by_side_by_processes_that_have_everything_imported(
    tmp_path, notebooks, write, chart
):
    write(chart, name="01_one")
    write(("code", "bad", "1 / 0"), name="02_two")
    with pytest.raises(
        PageError, match=r"^02_two\.html: .*cell 4 \(id 'bad'\): ZeroDivisionError: division by zero$"
    ):
        build_reports(tmp_path / "reports", notebooks=notebooks, report=lambda _: None)
    write(chart, name="02_two")
    made = build_reports(tmp_path / "reports", notebooks=notebooks, report=lambda _: None)
    assert [path.name for path in made] == ["01_one.html", "02_two.html", "index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notebooks", "reports"]
