"""Where things are: the shipped data and notebooks, the package's own files, and the user's folders."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path

_PACKAGE = Path(__file__).parent


def _shipped(name: str) -> Path:
    """The folder ``name`` as installed inside the package, or beside it in a clone."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def shipped_data() -> Path:
    """The data folder that comes with the package: ``cards.toml``, ``reference/`` and ``tidy/``."""
    return _shipped("data")


def shipped_notebooks() -> Path:
    """The notebooks that come with the package."""
    return _shipped("notebooks")


def sql(*parts: str) -> Path:
    """A folder or file of the package's SQL."""
    return _PACKAGE.joinpath("sql", *parts)


def user_data() -> Path:
    """The user's own data folder, which ``imp-stats build`` writes; it may not exist yet."""
    return user_data_path("imp_stats", appauthor=False)


def user_cache() -> Path:
    """The user's cache, where warehouses are kept; it may not exist, or not be writable."""
    return user_cache_path("imp_stats", appauthor=False)
