"""Nothing but `fetch` ever touches the network: everything else works where no socket can be opened."""

import subprocess
import sys
from pathlib import Path

from made import workbook

CUT_OFF = """
import socket, sys

def cut_off(*_, **__):
    raise AssertionError("something opened a socket")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = cut_off
"""
USE = """
import importlib, inspect, pkgutil
from pathlib import Path
import imp_stats as ims
from click.testing import CliRunner
from imp_stats.build import build
from imp_stats.cli import main

outside = ("imp_stats.fetch", "imp_stats.intake")
for found in pkgutil.walk_packages(ims.__path__, "imp_stats."):
    if not found.name.startswith(outside):
        importlib.import_module(found.name)

db = ims.open_warehouse()
ims.charts.trend(ims.holders_by_year(db))
ims.tables.top_occupations(ims.top_occupations(db))
ims.explain(db, ims.holders_by_year(db), row=0)
build(Path(sys.argv[1]), out=Path(sys.argv[2]), report=lambda line: None)
ims.open_warehouse(sys.argv[2])
for words in (["top"], ["sources"], ["fetch", "--help"]):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
loaded = {"httpx", "httpcore", "requests", "urllib3", "imp_stats.intake", "imp_stats.fetch.network"} & set(sys.modules)
print("loaded:", sorted(loaded))
"""


def run(code: str, *words: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603


def test_everything_but_fetch_works_without_a_network_and_loads_nothing_that_could_use_one(
    tmp_path: Path,
) -> None:
    source = tmp_path / "files"
    source.mkdir()
    (source / "letter.txt").write_text("Dear analyst,", encoding="utf-8")
    workbook(source / "budget.xlsx", [["Budget"], ["1"]])
    done = run(CUT_OFF + USE, source, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "loaded: []\n"


def test_fetch_does_open_sockets_so_that_the_test_above_would_notice(tmp_path: Path) -> None:
    code = "from imp_stats.cli import main; main(['fetch', '--out', sys.argv[1], '--only', 'ircc-imp-noc'])"
    done = run(CUT_OFF + code, tmp_path / "data")
    assert done.returncode != 0
    assert "something opened a socket" in done.stderr
