"""The only door for SQL: files with parameters, declared dtypes, and the same answer over every layout of the cells."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.folders import shipped_data, sql
from imp_stats.queries import ask, frame
from imp_stats.questions.behind import Sought
from imp_stats.warehouse import connect, fill

PACKAGE = Path(ims.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
QUESTIONS = sorted(path.stem for path in sql("questions").glob("*.sql"))
# Parameters that a question hands to its SQL under another name, or reckons with in Python.
IN_PYTHON = {"lang", "year", "since", "until", "since_break", "n", "word", "on"}
FOR_SQL_ONLY = {"days", "whole_years"}


def text(name: str) -> str:
    return sql("questions", f"{name}.sql").read_text(encoding="utf-8")


def parameters(name: str) -> set[str]:
    code = "\n".join(line for line in text(name).splitlines() if not line.startswith("--"))
    return set(re.findall(r"\$(\w+)", code))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in names:
                yield node


# SQL stands in files, and nothing is formatted into it


def is_whole(statement: ast.expr) -> bool:
    """Whether a statement is written out, or read from a file as it stands."""
    if isinstance(statement, ast.Constant):
        return isinstance(statement.value, str)
    called = getattr(statement, "func", None)
    return isinstance(called, ast.Attribute | ast.Name) and (
        getattr(called, "attr", "") == "read_text" or getattr(called, "id", "") == "statement"
    )


def test_no_statement_is_put_together_in_python() -> None:
    found = 0
    for path in MODULES:
        for call in calls(path, "execute", "executemany", "sql", "query", "from_query"):
            if isinstance(call.func, ast.Attribute):
                found += 1
                assert is_whole(call.args[0]), f"{path.name}, line {call.lineno}: {ast.unparse(call)}"
    assert found > 10


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("'select 1'", True),
        ("path.read_text()", True),
        ("f'select {x}'", False),
        ("'select %s' % x", False),
        ("'select ' + x", False),
        ("'select {}'.format(x)", False),
        ("'select $x'.replace('$x', x)", False),
        ("statement", False),
    ],
)
def test_the_test_above_knows_a_statement_put_together(statement: str, *, expected: bool) -> None:
    assert is_whole(ast.parse(statement, mode="eval").body) is expected


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_begins_with_what_it_answers_and_is_asked_somewhere(name: str) -> None:
    first = text(name).splitlines()[0]
    assert re.fullmatch(r"-- [A-Z].{20,}", first)
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in MODULES)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_to_what_duckdb_and_spark_both_understand(name: str) -> None:
    code = re.sub(r"--.*|'[^']*'", "", text(name).lower())
    for word in (
        "pivot",
        "columns(",
        "replace",
        "by name",
        "asof",
        "exclude",
        "qualify",
        "group by all",
        "[1:",
    ):
        assert not re.search(rf"\b{re.escape(word)}", code), word


def test_an_ask_hands_over_the_parameters_of_its_sql() -> None:
    asked = set()
    for path in MODULES:
        for call in calls(path, "ask"):
            assert isinstance(call.args[1], ast.Constant)
            name = call.args[1].value
            asked.add(name)
            given = {keyword.arg for keyword in call.keywords}
            if given == {None}:  # **parameters_of(sought)
                given = {field.name for field in fields(Sought)}
            assert given == parameters(name), f"{path.name}, line {call.lineno}"
    assert asked == set(QUESTIONS)


def questions() -> dict[str, Callable[..., pd.DataFrame]]:
    """The public functions whose SQL has their name."""
    return {name: getattr(ims, name) for name in QUESTIONS if name in ims.__all__}


@pytest.mark.parametrize("name", questions())
def test_the_parameters_of_its_sql_are_the_keywords_of_a_question(name: str) -> None:
    keywords = {
        word
        for word, known in inspect.signature(questions()[name]).parameters.items()
        if known.kind is inspect.Parameter.KEYWORD_ONLY
    }
    singular = {word if word in keywords else word.removesuffix("s") for word in parameters(name)}
    assert singular - FOR_SQL_ONLY - {"day"} <= keywords
    assert keywords - singular <= IN_PYTHON


# Declared dtypes


def test_a_column_has_its_dtype_whatever_the_rows() -> None:
    names = ["holders", "lower", "share", "coverage_upper", "month", "is_newest", "noc", "year"]
    dtypes = ["Int64", "Int64", "Float64", "Float64", "datetime64[s]", "boolean", "str", "Int64"]
    rows = {
        "full": [1, 2, 0.5, 0.5, pd.Timestamp("2021-03-01"), True, "0013", 2021],
        "missing": [None] * len(names),
    }
    for row in rows.values():
        found = frame(pd.DataFrame([row], columns=names))
        assert list(map(str, found.dtypes)) == dtypes
    assert list(map(str, frame(pd.DataFrame(columns=names)).dtypes)) == dtypes
    assert frame(pd.DataFrame([rows["missing"]], columns=names)).isna().all(axis=None)


def test_text_that_is_missing_is_no_word(db: duckdb.DuckDBPyConnection) -> None:
    found = ask(db, "levels_plan", plans=None, programs=["IMP"], years=None, as_of=None)
    assert str(found["category"].dtype) == "str"
    assert found["category"].isna().all()


# The same answer over every layout of the cells

_TWO = {"program": "IMP", "province": ["ON", "Nunavut"], "year": 2021}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("holders_by_year", {}),
    ("holders_by_year", {"program": "TFWP", "as_of": "2023-06-30"}),
    ("holders_by_province", {"year": 2024}),
    ("holders_by_province", {"province": ["CA", "BC"], "since": 2020}),
    ("holders_by_stream", {"year": 2024}),
    ("holders_by_stream", {"stream": "Significant benefit", "province": ["Yukon", "Canada"]}),
    ("effective_by_year", {"province": ["CA", "QC"]}),
    ("effective_by_month", {"since": 2024}),
    ("effective_by_month", {"province": ["CA", "ON"], "program": "IMP", "since": "2023-05"}),
    ("effective_by_month", {"as_of": "2024-06-30", "until": 2015}),
    ("effective_by_citizenship", {"citizenship": ["India", "Tuvalu"]}),
    ("effective_by_gender", {}),
    ("pgwp_by_area", {"province": ["Ontario", "ZZ"]}),
    ("effective_by_occupation", {"year": 2021}),
    ("effective_by_occupation", {"noc": ["2174", "other"], "province": ["CA", "ON"]}),
    ("positions_by_year", {"province": ["CA", "AB"]}),
    ("positions_by_occupation", {"year": 2023, "province": ["ON"]}),
    ("positions_by_stream", {"province": ["CA", "QC"], "lmia_stream": "Low Wage"}),
    ("positions_by_quarter", {"province": ["CA", "XX"], "noc": ["6322", "63200"]}),
    ("top_occupations", _TWO),
    ("top_occupations", {"program": "TFWP", "year": [2016, 2023]}),
    ("population_by_province", {"on": "2025-01-01"}),
    ("npr_by_quarter", {}),
    ("earners_by_occupation", {"province": ["Ontario", "NU"]}),
    ("sources", {}),
    ("vintages", {}),
]
LAYOUTS = {
    "table": "create view cells as from kept",
    "flat": "create view cells as from read_parquet(getvariable('flat'))",
    "partitioned": "create view cells as from read_parquet(getvariable('parts'), hive_partitioning = true)",
}


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory whose cells can be a table, one Parquet file, or a folder of them."""
    folder = tmp_path_factory.mktemp("layouts")
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, shipped_data())
        db.execute("set variable flat = $flat", {"flat": str(folder / "flat.parquet")})
        db.execute("set variable parts = $parts", {"parts": str(folder / "parts" / "**" / "*.parquet")})
        db.execute(f"copy cells to '{folder / 'flat.parquet'}' (format parquet)")
        db.execute(
            f"copy cells to '{folder / 'parts'}' (format parquet, partition_by (card, vintage, period_kind))"
        )
        db.execute("alter table cells rename to kept")
        yield db


@pytest.fixture(scope="module")
def over_the_table(layouts: duckdb.DuckDBPyConnection) -> list[pd.DataFrame]:
    layouts.execute("drop view if exists cells")
    layouts.execute(LAYOUTS["table"])
    return [getattr(ims, name)(layouts, **filters) for name, filters in ASKED]


@pytest.mark.parametrize("optimizers", ["window_self_join", ""])
@pytest.mark.parametrize("layout", ["table", "flat", "partitioned"])
def test_the_layout_of_the_cells_and_the_optimizer_do_not_change_an_answer(
    layouts: duckdb.DuckDBPyConnection, over_the_table: list[pd.DataFrame], layout: str, optimizers: str
) -> None:
    layouts.execute("drop view cells")
    layouts.execute(LAYOUTS[layout])
    layouts.execute(f"set disabled_optimizers = '{optimizers}'")
    for (name, filters), expected in zip(ASKED, over_the_table, strict=True):
        found = getattr(ims, name)(layouts, **filters)
        pd.testing.assert_frame_equal(found, expected, obj=f"{name} {filters}")


def test_the_table_of_the_layouts_is_the_warehouse(
    db: duckdb.DuckDBPyConnection, over_the_table: list[pd.DataFrame]
) -> None:
    for (name, filters), found in zip(ASKED, over_the_table, strict=True):
        pd.testing.assert_frame_equal(found, getattr(ims, name)(db, **filters))
