"""The names that others build on: as written here, and no others."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import imp_stats as ims

NAMES = [
    "IncomparableError", "LayoutError", "NotHeldError", "UnknownWordError",
    "charts", "tables",
    "open_warehouse", "sources", "vintages", "revisions", "revised_cells", "coverage", "schema", "find", "what_is", "measure_of", "explain",
    "holders_by_year", "holders_by_province", "holders_by_stream", "holders_by_group",
    "effective_by_year", "effective_by_month", "effective_by_occupation",
    "effective_by_citizenship", "effective_by_gender", "pgwp_by_area", "counted_twice",
    "positions_by_year", "positions_by_occupation", "positions_by_stream", "positions_by_quarter", "top_occupations",
    "pr_admissions_by_year", "pr_admissions_by_month", "pr_admissions_by_class",
    "arrivals_by_year", "arrivals_by_month", "levels_plan", "policy_events", "around", "breaks", "population_by_province",
    "npr_by_quarter", "earners_by_occupation", "harmonize",
    "published_figures", "check_figures", "check_claims", "check_claim", "one_year",
    "plan_goals", "arrivals_against_target", "exemption_codes", "fees", "route_cost", "routes",
    "cec_rule", "skill_shares", "teer_shares",
    "total", "share", "change", "rank", "top", "compare", "per_thousand",
    "index_to", "rolling", "same_month", "year_to_date", "likely",
    "publish", "load_ipython_extension", "unload_ipython_extension",
]  # fmt: skip
FOLDERS = {"charts", "tables"}
HEAVY = ("pandas", "polars", "duckdb", "matplotlib", "numpy", "IPython", "great_tables")


def test_the_public_names_are_those_written_here() -> None:
    assert sorted(dir(ims)) == sorted(NAMES)
    assert sorted(ims.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(ims, name)
    assert inspect.getdoc(found)
    assert inspect.ismodule(found) is (name in FOLDERS)


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError, match="holders_by_yaer"):
        ims.holders_by_yaer  # noqa: B018


def modules() -> list[str]:
    return [found.name for found in pkgutil.walk_packages(ims.__path__, "imp_stats.")]


def test_no_module_has_the_name_of_a_public_function() -> None:
    functions = set(NAMES) - FOLDERS
    assert {name.rpartition(".")[2] for name in modules()} & functions == set()
    for folder in FOLDERS:
        public = {
            name for name in dir(importlib.import_module(f"imp_stats.{folder}")) if not name.startswith("_")
        }
        inside = {name.rpartition(".")[2] for name in modules() if name.startswith(f"imp_stats.{folder}.")}
        callables = {name for name in public if inspect.isfunction(getattr(getattr(ims, folder), name))}
        assert inside & callables == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name.islower() and name not in FOLDERS])
def test_what_follows_the_first_argument_is_said_by_its_name(name: str) -> None:
    first, *others = inspect.signature(getattr(ims, name)).parameters.values()
    assert first.kind in (first.POSITIONAL_OR_KEYWORD, first.POSITIONAL_ONLY)
    if first.name == "db":
        assert all(other.kind is other.KEYWORD_ONLY or other.name == "frame" for other in others)


def test_importing_the_package_loads_none_of_the_heavy_libraries() -> None:
    call = f"import sys, imp_stats; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"
