"""What many tests share: the real files, where they are to be had, and an open warehouse."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import matplotlib as mpl
import pytest

import imp_stats as ims

mpl.use("Agg")
REPOSITORY = Path(__file__).parents[1]
REAL = REPOSITORY.parent / "shared" / "data"


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
