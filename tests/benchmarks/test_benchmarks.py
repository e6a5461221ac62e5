"""How long the main steps take, as ratios within one run: `make bench`. Nothing here asserts a time."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import imp_stats as ims
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.warehouse import connect, fill

pytestmark = pytest.mark.slow


def best_of(times: int, step: Callable[[], object]) -> float:
    """The shortest of several runs: the one least disturbed by what else the machine does."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        step()
        taken.append(time.perf_counter() - began)
    return min(taken)


def test_main_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = ims.open_warehouse()
    data = shipped_data()
    holders = ims.holders_by_year(db)

    def filled() -> None:
        path = tmp_path / f"{time.perf_counter_ns()}.duckdb"
        with connect(path) as connection:
            fill(connection, data)

    steps: dict[str, Callable[[], object]] = {
        "read the ledger with polars": lambda: [read_cells(data, row) for row in read_vintages(data).iter_rows(named=True)],
        "build the warehouse": filled,
        "open the warehouse": lambda: ims.open_warehouse().close(),
        "holders_by_year": lambda: ims.holders_by_year(db),
        "top_occupations of 14 places and 10 years": lambda: ims.top_occupations(
            db, province=["CA", "ON", "BC", "QC", "AB", "MB", "SK", "NS", "NB", "NL", "PE", "YT", "NT", "NU"],
            year=list(range(2015, 2025)),
        ),
        "draw a trend": lambda: ims.charts.trend(holders),
    }  # fmt: skip
    unit = best_of(3, steps["read the ledger with polars"])
    with capsys.disabled():
        print(f"\n1.00 = reading the whole ledger with polars, {1000 * unit:.0f} ms here")
        for name, step in steps.items():
            print(f"{best_of(3, step) / unit:8.2f}  {name}")
    assert unit > 0
