"""Small notebooks, made by the tests, that need no warehouse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cells = list[tuple[str, ...]]
Write = Callable[..., Path]

PARAMETERS = ("code", "parameters", 'lang = "en"\nprovince = "ON"', "parameters")
CAUTION = ("markdown", "caution", "## What not to conclude\n\nThat this is all.", "caution")
FRAME = """import pandas as pd
from imp_stats import charts, exhibits
held = pd.DataFrame({
    "program": ["IMP", "IMP", "TFWP", "TFWP"], "year": [2023, 2024] * 2,
    "holders": [1075390, 1263145, 187455, 236130], "status": "rounded", "hidden": 0, "provenance": "printed",
    "source": "IRCC, a table", "vintage": "2024-12-31",
})
held.insert(3, "lower", held["holders"] - 2)
held.insert(4, "upper", held["holders"] + 2)
imp = held["holders"].iloc[1]"""
CHART = 'exhibits.publish(charts.trend(held, lang=lang), id="trend", finding="{{ imp }} people", alt="Two lines rise.")'
TABLE = 'exhibits.publish(held, id="held", finding="{{ imp }} people in a table")'


def notebook_text(cells: Cells, meta: dict[str, Any]) -> str:
    written = []
    for kind, name, source, *tags in cells:
        cell = {
            "cell_type": kind,
            "id": name,
            "metadata": {"tags": tags},
            "source": source.splitlines(keepends=True),
        }
        written.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"imp_stats": meta}, "cells": written})


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return folder


@pytest.fixture
def write(notebooks: Path) -> Write:
    """Write a notebook of these cells, after a heading, the parameters and a frame of both programs."""

    def written(*cells: tuple[str, ...], name: str = "01_two_programs", **meta: str) -> Path:
        title = ("markdown", "title", "# {{ imp }} people\n\nThey hold a permit. And more.")
        path = notebooks / f"{name}.ipynb"
        path.write_text(
            notebook_text([title, PARAMETERS, ("code", "frame", FRAME), *cells, CAUTION], meta),
            encoding="utf-8",
        )
        return path

    return written


@pytest.fixture
def chart() -> tuple[str, ...]:
    """A cell that publishes a chart."""
    return ("code", "show-chart", CHART)


@pytest.fixture
def table() -> tuple[str, ...]:
    """A cell that publishes a frame."""
    return ("code", "show-table", TABLE)
