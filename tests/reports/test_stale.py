import json
import shutil
from pathlib import Path

import pytest

from imp_stats.folders import shipped_data
from imp_stats.reports.layout import site
from imp_stats.reports.notebooks import read_notebooks
from imp_stats.reports.stale import code_stamps, stale_pages, stamps, strangers, why, written


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(shipped_data() / "reference", folder / "reference")
    (folder / "tidy").mkdir()
    (folder / "tidy" / "vintages.csv").write_text("card,vintage\n", encoding="utf-8")
    return folder


@pytest.fixture
def reports(tmp_path, write, notebooks, data):
    """Pages that hold nothing but what they were made from."""
    write()
    write(name="06_province", each="province")
    folder = tmp_path / "reports"
    whole = site(read_notebooks(notebooks))
    for page in whole.pages:
        if page.province in ("", "ON"):
            stamp_page(folder / page.path, written(stamps(page, whole, data)))
    return folder


def stamp_page(path: Path, made_from: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<meta name="made-from" content="{made_from}">', encoding="utf-8")


def test_pages_made_from_what_is_there_are_not_stale_nor_are_provinces_never_made(reports, notebooks, data):
    assert stale_pages(reports, notebooks=notebooks, data=data) == []


@pytest.mark.parametrize("changed", ["reference/programs.csv", "tidy/vintages.csv", "cards.toml"])
def test_every_page_is_stale_when_the_data_change(reports, notebooks, data, changed):
    with (data / changed).open("a", encoding="utf-8") as file:
        file.write("more")
    found = {str(page) for page in stale_pages(reports, notebooks=notebooks, data=data)}
    assert found == {
        "index.html: the data changed",
        "01_two_programs.html: the data changed",
        "provinces/ON.html: the data changed",
    }


def test_a_page_is_stale_when_its_notebook_says_something_else_but_not_when_jupyter_saved_it(
    reports, notebooks, data
):
    path = notebooks / "01_two_programs.ipynb"
    opened = json.loads(path.read_text(encoding="utf-8"))
    opened["metadata"]["kernelspec"] = {"name": "python3"}
    opened["cells"][1]["execution_count"] = 7
    path.write_text(json.dumps(opened), encoding="utf-8")
    assert stale_pages(reports, notebooks=notebooks, data=data) == []
    opened["cells"][0]["source"].append("More.")
    path.write_text(json.dumps(opened), encoding="utf-8")
    (page,) = stale_pages(reports, notebooks=notebooks, data=data)
    assert str(page) == "01_two_programs.html: the notebook changed"


def test_a_new_french_page_is_missing_and_changes_the_list_on_every_page(reports, notebooks, data):
    (notebooks / "01_two_programs.fr.md").write_text("", encoding="utf-8")
    found = {str(page.path): page.why for page in stale_pages(reports, notebooks=notebooks, data=data)}
    assert found["fr/01_two_programs.html"] == "it is not there yet"
    assert found["provinces/ON.html"] == "the list of pages changed"


def test_a_french_page_is_stale_when_its_prose_changes(notebooks, write, data, tmp_path):
    write()
    side_file = notebooks / "01_two_programs.fr.md"
    side_file.write_text("avant", encoding="utf-8")
    whole = site(read_notebooks(notebooks))
    page = whole.find("01_two_programs", "fr")
    stamp_page(tmp_path / "page.html", written(stamps(page, whole, data)))
    side_file.write_text("après", encoding="utf-8")
    assert why(tmp_path / "page.html", stamps(page, whole, data)) == "its French prose changed"


def test_several_reasons_are_said_together_and_a_page_without_stamps_has_them_all(reports, notebooks, data):
    (reports / "index.html").write_text("<p>old</p>", encoding="utf-8")
    (page,) = stale_pages(reports, notebooks=notebooks, data=data)
    assert page.why == (
        "the data, the notebook, the code of questions, charts or tables, the templates and the list of pages changed"
    )


def test_a_page_that_no_notebook_makes_any_more_is_stale_and_foreign_pages_are_left_alone(
    reports, notebooks, data
):
    stamp_page(reports / "09_gone.html", "data:1")
    (reports / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    (page,) = stale_pages(reports, notebooks=notebooks, data=data)
    assert str(page) == "09_gone.html: no notebook makes it any more"
    assert strangers(site(read_notebooks(notebooks)), reports) == [reports / "09_gone.html"]


CODE = (
    "charts/lines.py",
    "sql/views/a.sql",
    "loaders/grid.py",
    "continuity.py",
    "cli.py",
    "reports/page.py",
    "reports/templates/a.css",
)


@pytest.mark.parametrize(
    ("changed", "parts"),
    [*zip(CODE, [["code"], ["code"], [], [], [], ["templates"], ["templates"]], strict=True)],
)
def test_the_code_that_a_page_shows_is_stamped_and_what_only_reads_files_is_not(tmp_path, changed, parts):
    for package in (tmp_path / "before", tmp_path / "after"):
        for name in CODE:
            (package / name).parent.mkdir(parents=True, exist_ok=True)
            (package / name).write_text(package.name if name == changed else "same", encoding="utf-8")
    before, after = code_stamps(tmp_path / "before"), code_stamps(tmp_path / "after")
    assert [part for part in after if after[part] != before[part]] == parts
