"""What many tests share: the real files, where they are to be had, and an open warehouse."""

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import matplotlib as mpl
import pytest

import imp_stats as ims

mpl.use("Agg")
REPOSITORY = Path(__file__).parents[1]
REAL = REPOSITORY.parent / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow-sample", type=int, help="of the slow tests run only so many, chosen by --seed")
    parser.addoption("--seed", default="0", help="what chooses the sample of slow tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    count = config.getoption("--slow-sample")
    slow = [item for item in items if "slow" in item.keywords]
    if count is None or len(slow) <= count:
        return
    chosen = random.Random(config.getoption("--seed")).sample(slow, count)  # noqa: S311 - a sample, no secret
    items[:] = [item for item in items if "slow" not in item.keywords or item in chosen]


@pytest.fixture(autouse=True, scope="session")
def _cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Warehouses of a test run go to a cache of its own, not to the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def db(_cache_of_the_run: None) -> duckdb.DuckDBPyConnection:
    return ims.open_warehouse()


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the publishers' files."""
    if not REAL.is_dir():
        pytest.skip("the publishers' files (../shared/data) are not on this machine")
    return REAL
