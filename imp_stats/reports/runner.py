"""Runs a notebook without Jupyter: an IPython shell of its own, and what each cell published.

:func:`each` runs many, two at a time: a server process imports everything once and forks for each,
so that no page sees another's variables or waits for the imports. Where processes cannot be forked
safely, pages are made one after another.
"""

import multiprocessing as mp
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import TypeVar

import matplotlib as mpl
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

from imp_stats.exhibits import Exhibit, collecting
from imp_stats.reports.notebooks import Notebook
from imp_stats.reports.prose import PageError, Piece, words_text

_AT_A_TIME = 2
_WARM = ["imp_stats.reports", "imp_stats.charts", "imp_stats.questions", "imp_stats.tables"]


@dataclass(frozen=True)
class Run:
    """A notebook that has run: its variables, and the exhibits that each code cell published."""

    notebook: Notebook
    names: Mapping[str, object]
    published: Mapping[str, Sequence[Exhibit]]

    @property
    def exhibits(self) -> list[Exhibit]:
        """Everything that was published, in order."""
        return [exhibit for some in self.published.values() for exhibit in some]

    @property
    def prose(self) -> dict[Piece, str]:
        """Every piece of prose as it was written: the markdown cells, and the words around the exhibits."""
        cells = {("cell", cell.id): cell.source for cell in self.notebook.cells if cell.kind == "markdown"}
        return cells | {("exhibit", exhibit.id): words_text(exhibit.words) for exhibit in self.exhibits}


class _Shell(InteractiveShell):
    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: ``%matplotlib inline`` is welcome, and has no window to open here."""


def run(notebook: Notebook, parameters: Mapping[str, str]) -> Run:
    """Run every code cell in order; the first that fails is a :class:`PageError` that names it.

    ``parameters`` take the place of those that the cell tagged ``parameters`` sets.
    """
    published: dict[str, Sequence[Exhibit]] = {}
    mpl.use("Agg")
    config = Config()
    config.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as folder:
        shell: InteractiveShell = _Shell(config=config, ipython_dir=folder)  # type: ignore[no-untyped-call]
        try:
            with collecting() as exhibits, redirect_stdout(StringIO()):
                for cell in notebook.cells:
                    before = len(exhibits)
                    if cell.kind == "code":
                        _raise_if_failed(shell.run_cell(cell.source), notebook.where(cell))
                    if cell.tag == "parameters":
                        shell.push(dict(parameters))
                    published[cell.id] = exhibits[before:]
        finally:
            shell.restore_sys_module_state()
    return Run(notebook, shell.user_ns, published)


def _raise_if_failed(result: ExecutionResult, where: str) -> None:
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        msg = f"{where}: {type(error).__name__}: {error}"
        raise PageError(msg) from error


Job = TypeVar("Job")


def each(work: Callable[[Job], None], jobs: Iterable[Job]) -> Iterator[tuple[Job, str]]:
    """Do the work of every job, and yield each as it ends with the error it met, empty where it met none."""
    if sys.platform == "linux":
        yield from _forked(work, deque(jobs))
    else:
        yield from ((job, _attempt(work, job)) for job in jobs)


def _attempt(work: Callable[[Job], None], job: Job) -> str:
    try:
        work(job)
    except PageError as error:
        return str(error)
    return ""


def _attempt_aside(end: Connection, work: Callable[[Job], None], job: Job) -> None:
    end.send(_attempt(work, job))


def _forked(work: Callable[[Job], None], waiting: deque[Job]) -> Iterator[tuple[Job, str]]:
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    running: dict[Connection, tuple[Job, ForkServerProcess]] = {}
    while waiting or running:
        while waiting and len(running) < _AT_A_TIME:
            job = waiting.popleft()
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_attempt_aside, args=(there, work, job), daemon=True)
            process.start()
            there.close()
            running[here] = job, process
        ready = wait(list(running))
        for end in [end for end in running if end in ready]:
            job, process = running.pop(end)
            yield job, _answer(end, process)


def _answer(end: Connection, process: ForkServerProcess) -> str:
    try:
        error: str = end.recv()
    except EOFError:
        process.join()
        error = f"its process ended with exit status {process.exitcode}; what went wrong stands above"
    end.close()
    process.join()
    return error
