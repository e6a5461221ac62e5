import json

import pytest

from imp_stats.folders import shipped_notebooks
from imp_stats.reports.notebooks import faults, read_notebook, read_notebooks
from imp_stats.reports.prose import PageError


def test_a_notebook_is_read_with_its_cells_tags_and_names(write):
    notebook = read_notebook(write(name_en="Programs", name_fr="Programmes"))
    assert [cell.tag for cell in notebook.cells] == ["", "parameters", "", "caution"]
    assert (notebook.called("en"), notebook.called("fr")) == ("Programs", "Programmes")
    assert notebook.slug == "01_two_programs"
    assert notebook.side_file.name == "01_two_programs.fr.md"


def test_a_notebook_without_names_is_called_by_its_file(write):
    assert read_notebook(write()).called("en") == "Two programs"


def test_notebooks_are_in_order_and_the_front_page_comes_first(write, notebooks):
    for name in ("02_b", "index", "01_a"):
        write(name=name)
    assert [notebook.slug for notebook in read_notebooks(notebooks)] == ["index", "01_a", "02_b"]


def test_a_folder_without_notebooks_is_named(tmp_path):
    with pytest.raises(PageError, match="holds no notebook"):
        read_notebooks(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": []}', '{"metadata": {}, "cells": [{"source": ""}]}']
)
def test_a_file_that_is_no_notebook_is_named(tmp_path, text):
    path = tmp_path / "01_x.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=r"01_x\.ipynb is no notebook"):
        read_notebook(path)


def test_a_notebook_without_a_cell_of_parameters_is_refused(write):
    path = write()
    path.write_text(path.read_text(encoding="utf-8").replace('["parameters"]', "[]"), encoding="utf-8")
    with pytest.raises(PageError, match="tagged 'parameters'"):
        read_notebook(path)


def test_a_good_notebook_has_no_faults(write):
    published = (
        "code",
        "show",
        '%matplotlib inline\nexhibits.publish(held, id="held", finding="Of {{ imp }} people")',
    )
    assert faults(read_notebook(write(published))) == []


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (("markdown", "x", "There were 1,263,145 people."), "types the figure '1,263,145'"),
        (("code", "x", 'publish(held, id="a", finding=f"{n} people, 20%")'), "types the figure '20%'"),
        (("code", "x", "def f():\n    return 1"), "holds a FunctionDef"),
        (("code", "x", "for year in years:\n    print(year)"), "holds a For"),
        (("code", "x", 'open_warehouse(data="data/tidy")'), "names the path 'data/tidy'"),
        (("code", "x", 'pd.read_csv("holders.csv")'), "names the path 'holders.csv'"),
        (("code", "frame", "1"), "the cell id 'frame' occurs 2 times"),
    ],
)
def test_what_no_notebook_may_hold_is_found_with_its_cell(write, cell, complaint):
    (fault,) = faults(read_notebook(write(cell)))
    assert "01_two_programs.ipynb" in fault
    assert complaint in fault


def test_stored_outputs_and_a_missing_caution_are_faults(write):
    path = write()
    written = json.loads(path.read_text(encoding="utf-8"))
    written["cells"] = [cell | {"execution_count": 1} for cell in written["cells"][:2]]
    path.write_text(json.dumps(written), encoding="utf-8")
    assert [fault.partition(": ")[2] for fault in faults(read_notebook(path))] == [
        "no cell is tagged 'caution': the page must say what not to conclude",
        "cell 2 (id 'parameters') stores its output: strip it",
    ]


def test_figures_typed_into_the_french_are_faults_too(write):
    notebook = read_notebook(write())
    notebook.side_file.write_text(
        "<!-- cell: title, translates: 0 -->\n# 1 263 145 personnes\n", encoding="utf-8"
    )
    (fault,) = faults(notebook)
    assert "the French of cell 'title' types the figure '1 263 145'" in fault


def test_the_shipped_notebooks_have_no_faults():
    paths = sorted(shipped_notebooks().glob("*.ipynb"))
    assert [fault for path in paths for fault in faults(read_notebook(path))] == []
