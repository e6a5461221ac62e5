"""Folders: what is shipped, and where the user's own are."""

import pwd
from pathlib import Path

import pytest

from imp_stats.folders import shipped_data, shipped_notebooks, sql, user_cache, user_data


def test_what_is_shipped_is_there() -> None:
    assert (shipped_data() / "cards.toml").is_file()
    assert (shipped_data() / "tidy" / "vintages.csv").is_file()
    assert list((shipped_data() / "reference").glob("*.csv"))
    assert shipped_notebooks().name == "notebooks"
    assert {path.name for path in sql().iterdir()} == {"checks", "questions", "schema", "views"}
    assert sql("questions", "sources.sql").is_file()


def test_the_folders_of_the_user_are_where_the_system_keeps_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    assert user_cache() == tmp_path / "c" / "imp_stats"
    assert user_data() == tmp_path / "d" / "imp_stats"
    assert not user_cache().exists()


def test_a_user_without_a_home_folder_is_told_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for folder in (user_cache, user_data):
        with pytest.raises(RuntimeError, match="set an absolute HOME or XDG variable"):
            folder()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path / "imp_stats"
