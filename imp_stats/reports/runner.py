"""Runs a notebook without Jupyter: an IPython shell of its own, and what each cell published.

:func:`each` runs many, two at a time: a server process imports everything once and forks for each,
so that no page sees another's variables or waits for the imports. Where processes cannot be forked
safely, pages are made one after another.
"""

import multiprocessing as mp
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import IO, TypeVar, cast

import matplotlib as mpl
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

import imp_stats
from imp_stats.exhibits import Exhibit, collecting
from imp_stats.reports.notebooks import Notebook
from imp_stats.reports.prose import PageError, Piece, words_text

_AT_A_TIME = 2


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


def each(work: Callable[[Job], None], jobs: Sequence[Job]) -> Iterator[tuple[Job, str]]:
    """Do the work of every job, and yield each as it ends with the error it met, empty where it met none."""
    if jobs and sys.platform == "linux":
        yield from _served(work, jobs)
    else:
        yield from ((job, _attempt(work, job)) for job in jobs)


def _attempt(work: Callable[[Job], None], job: Job) -> str:
    try:
        work(job)
    except PageError as error:
        return str(error)
    return ""


def _served(work: Callable[[Job], None], jobs: Sequence[Job]) -> Iterator[tuple[Job, str]]:
    """Hand the jobs to a server, a fresh process in which no thread runs yet, so that it may fork."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    unanswered = dict(enumerate(jobs))
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        asked, answers = cast("IO[bytes]", server.stdin), cast("IO[bytes]", server.stdout)
        with asked:
            pickle.dump((work, jobs), asked)
        try:
            while unanswered:
                number, error = pickle.load(answers)  # noqa: S301  (from our own process)
                yield unanswered.pop(number), error
        except EOFError:
            status = server.wait()
        finally:
            server.terminate()
    for job in unanswered.values():
        yield (
            job,
            f"the process that makes pages ended with exit status {status}; what went wrong stands above",
        )


def serve() -> None:
    """Import everything, then fork for each job that comes in; answers go out where it began to print."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        for name in dir(imp_stats):
            getattr(imp_stats, name)
        work, jobs = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that began this one)
        for answer in _forked(work, deque(enumerate(jobs))):
            pickle.dump(answer, answers)
            answers.flush()


def _attempt_aside(end: Connection, work: Callable[[Job], None], job: Job) -> None:
    end.send(_attempt(work, job))


def _forked(work: Callable[[Job], None], waiting: deque[tuple[int, Job]]) -> Iterator[tuple[int, str]]:
    context = mp.get_context("fork")
    running: dict[Connection, tuple[int, ForkProcess]] = {}
    while waiting or running:
        while waiting and len(running) < _AT_A_TIME:
            number, job = waiting.popleft()
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_attempt_aside, args=(there, work, job), daemon=True)
            process.start()
            there.close()
            running[here] = number, process
        ready = wait(list(running))
        for end in [end for end in running if end in ready]:
            number, process = running.pop(end)
            yield number, _answer(end, process)


def _answer(end: Connection, process: ForkProcess) -> str:
    try:
        error: str = end.recv()
    except EOFError:
        process.join()
        error = f"its process ended with exit status {process.exitcode}; what went wrong stands above"
    end.close()
    process.join()
    return error
