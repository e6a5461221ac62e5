import os
import subprocess
import sys
from collections import deque
from multiprocessing import get_context
from pathlib import Path

import nbclient
import nbformat
import pytest

from imp_stats.exhibits import fill
from imp_stats.reports import runner
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.prose import PageError
from imp_stats.reports.runner import each, run


def test_a_run_keeps_the_variables_and_what_each_cell_published(write, chart, table):
    done = run(read_notebook(write(chart, table)), {})
    assert done.names["imp"] == 1263145
    assert {cell: [e.id for e in found] for cell, found in done.published.items() if found} == {
        "show-chart": ["trend"],
        "show-table": ["held"],
    }
    assert done.prose["exhibit", "trend"] == "finding: {{ imp }} people\nalt: Two lines rise."
    assert done.prose["cell", "caution"].startswith("## What not to conclude")


def test_parameters_take_the_place_of_those_in_the_notebook(write):
    notebook = read_notebook(write(("code", "x", "both = (lang, province)")))
    assert run(notebook, {}).names["both"] == ("en", "ON")
    assert run(notebook, {"lang": "fr", "province": "QC"}).names["both"] == ("fr", "QC")


def test_the_first_cell_that_fails_is_named_with_its_error_and_ends_the_run(write, tmp_path):
    mark = tmp_path / "later"
    notebook = read_notebook(
        write(("code", "wrong", "held['nothing']"), ("code", "later", f"open({str(mark)!r}, 'w').close()"))
    )
    with pytest.raises(
        PageError, match=r"01_two_programs\.ipynb, cell 4 \(id 'wrong'\): KeyError: 'nothing'"
    ):
        run(notebook, {})
    assert not mark.exists()


def test_a_cell_that_cannot_be_read_is_named_too(write):
    with pytest.raises(PageError, match=r"cell 4 \(id 'wrong'\): SyntaxError"):
        run(read_notebook(write(("code", "wrong", "one two"))), {})


def test_one_id_in_two_cells_is_refused(write, table):
    again = ("code", "again", table[2])
    with pytest.raises(PageError, match=r"cell 5 \(id 'again'\): ValueError: id='held' is published twice"):
        run(read_notebook(write(table, again)), {})


def test_a_run_leaves_the_process_as_it_was_and_prints_nothing(write, capfd):
    main, hook = sys.modules["__main__"], sys.displayhook
    run(read_notebook(write(("code", "x", "%matplotlib inline\nprint(imp)\nheld"))), {})
    assert (sys.modules["__main__"], sys.displayhook) == (main, hook)
    assert capfd.readouterr().out == ""


@pytest.mark.filterwarnings("default")  # the kernel's own machinery warns
def test_a_real_kernel_says_what_the_runner_says(write, chart, table):
    path = write(chart, table, ("code", "said", "print(imp, lang, province, held['lower'].tolist())"))
    done = run(read_notebook(path), {})
    opened = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(opened, timeout=60, kernel_name="python3").execute()
    outputs = {cell["id"]: cell.get("outputs", []) for cell in opened.cells}
    names = done.names
    expected = f"{names['imp']} {names['lang']} {names['province']} {names['held']['lower'].tolist()}\n"
    assert outputs["said"][0]["text"] == expected
    assert [list(output["data"]) for output in outputs["show-chart"]] == [["text/plain", "image/png"]]
    heading, shown = outputs["show-table"]
    finding = done.published["show-table"][0].words.finding
    assert heading["data"]["text/markdown"] == f"**{fill(finding, names)}**"
    assert "1263145" in shown["data"]["text/html"]


def _note(job: tuple[Path, str]) -> None:
    folder, name = job
    if name == "wrong":
        msg = "it is wrong"
        raise PageError(msg)
    if name == "dead":
        os._exit(3)
    (folder / name).write_text(str(os.getpid()), encoding="utf-8")


def test_each_job_is_a_process_of_its_own_and_a_failing_one_does_not_stop_the_others(tmp_path):
    jobs = [(tmp_path, name) for name in ("one", "wrong", "dead", "two")]
    ended = {name: error for (_, name), error in each(_note, jobs)}
    assert ended == {
        "one": "",
        "wrong": "it is wrong",
        "dead": "its process ended with exit status 3; what went wrong stands above",
        "two": "",
    }
    processes = {(tmp_path / name).read_text(encoding="utf-8") for name in ("one", "two")}
    assert len(processes | {str(os.getpid())}) == 3


def test_where_nothing_can_be_forked_jobs_are_done_one_after_another_here(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    ended = list(each(_note, [(tmp_path, "one"), (tmp_path, "wrong")]))
    assert ended == [((tmp_path, "one"), ""), ((tmp_path, "wrong"), "it is wrong")]
    assert (tmp_path / "one").read_text(encoding="utf-8") == str(os.getpid())


def test_a_server_that_cannot_begin_is_told_of_every_job(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [])
    ended = list(each(_note, [(tmp_path, "one"), (tmp_path, "two")]))
    assert [job for job, _ in ended] == [(tmp_path, "one"), (tmp_path, "two")]
    assert {error for _, error in ended} == {
        "the process that makes pages ended with exit status 1; what went wrong stands above"
    }


@pytest.mark.filterwarnings(
    "ignore:.*fork:DeprecationWarning"
)  # here threads may run; in the server none does
def test_a_server_forks_for_each_job_and_answers_in_the_order_in_which_they_end(tmp_path):
    answers = runner._forked(
        _note, deque(enumerate([(tmp_path, "one"), (tmp_path, "wrong"), (tmp_path, "dead")]))
    )
    assert sorted(answers) == [
        (0, ""),
        (1, "it is wrong"),
        (2, "its process ended with exit status 3; what went wrong stands above"),
    ]


def test_a_process_answers_its_parent_with_the_error_of_its_job(tmp_path):
    here, there = get_context("fork").Pipe(duplex=False)
    runner._attempt_aside(there, _note, (tmp_path, "wrong"))
    assert here.recv() == "it is wrong"


def test_pages_can_be_made_by_a_program_that_no_file_holds(tmp_path):
    program = f"""
from pathlib import Path
from imp_stats.reports.runner import each
print(sum(error == "" for _, error in each(Path.mkdir, [Path({str(tmp_path)!r}, name) for name in "abc"])))"""
    asked = [sys.executable, "-"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(asked, input=program, capture_output=True, text=True, check=True, env=environment)  # noqa: S603  (our own program)
    assert done.stdout == "3\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
