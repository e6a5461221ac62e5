"""The warehouse: built from a data folder's ledger, kept in the user's cache, opened read-only."""

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import duckdb

from imp_stats.cards import cards
from imp_stats.errors import LayoutError, NotHeldError
from imp_stats.folders import shipped_data, sql, user_cache
from imp_stats.ledger import parquet_path, read_vintages

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_LEFTOVER_AFTER = 15 * 60  # seconds; a build takes two


def open_warehouse(data: str | Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection to the warehouse of a data folder: the shipped one, unless another is given.

    The first call builds the warehouse in the user's cache (a second or two, told on stderr); later calls
    open it read-only. Where the cache cannot be written, the warehouse is built in memory. No network.
    A cursor of the connection begins with ``use warehouse``.

    Parameters
    ----------
    data
        A data folder as ``imp-stats build`` writes it.

    Raises
    ------
    NotHeldError
        The folder holds no ledger, or was begun by an older version.
    LayoutError
        The ledger lists a file that is not there.

    Examples
    --------
    >>> db = open_warehouse()
    >>> db.sql("select holders from holders_canada where program = 'IMP' and year = 2024").fetchall()
    [(1263145,)]

    """
    folder = shipped_data() if data is None else Path(data)
    if not (folder / "tidy" / "vintages.csv").is_file():
        msg = f"{folder}: no ledger here (tidy/vintages.csv is missing); give a data folder that `imp-stats build` made."
        raise NotHeldError(msg)
    _refuse_older(folder)
    name = f"{data_hash(folder)[:16]}-{duckdb.__version__}.duckdb"
    connection = connect()
    try:
        path = _built(folder, name)
    except OSError:
        connection.execute("attach ':memory:' as warehouse")
        connection.execute("use warehouse")
        fill(connection, folder)
        return connection
    connection.execute("attach $path as warehouse (read_only)", {"path": str(path)})
    connection.execute("use warehouse")
    return connection


def _refuse_older(folder: Path) -> None:
    """Refuse a data folder begun by an older version, which lacks reference tables that this one reads."""
    needed = {path.name for path in (shipped_data() / "reference").glob("*.csv")}
    missing = sorted(needed - {path.name for path in (folder / "reference").glob("*.csv")})
    if missing:
        msg = (
            f"{folder}: reference/{missing[0]} is missing ({len(missing)} such tables): the folder was begun by an older "
            f"version. Copy the tables from {shipped_data() / 'reference'} into its reference folder; tidy/ stays as it is."
        )
        raise NotHeldError(msg)


def connect(path: str | Path = ":memory:") -> duckdb.DuckDBPyConnection:
    """A DuckDB connection under the house's settings."""
    connection = duckdb.connect(path, config=_CONFIG)
    # DuckDB 2.0.0 computes wrong shares with this optimizer on partitioned Parquet; a test keeps the case.
    connection.execute("set disabled_optimizers = 'window_self_join'")
    connection.execute("set enable_progress_bar = false")
    return connection


def _built(folder: Path, name: str) -> Path:
    """The warehouse file of a data folder, built now unless the cache has it; OSError if there is no cache."""
    try:
        cache = user_cache() / "warehouses"
    except RuntimeError as error:  # no home folder
        raise OSError(str(error)) from error
    path = cache / name
    if path.is_file():
        return path
    cache.mkdir(parents=True, exist_ok=True)
    _sweep(cache)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=cache, prefix=".building-") as beside:
        draft = Path(beside) / path.name
        try:
            with closing(connect(draft)) as connection:
                fill(connection, folder)
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
        draft.replace(path)
    print(f"imp_stats: built the warehouse in {time.perf_counter() - began:.1f} s, {path}", file=sys.stderr)  # noqa: T201
    return path


def _sweep(cache: Path) -> None:
    """Remove what builds that were killed have left in the cache."""
    for leftover in cache.glob(".building-*"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_AFTER:
                shutil.rmtree(leftover)


def data_hash(folder: Path) -> str:
    """A sha256 over all that a warehouse is made from: the ledger, the reference tables, the cards and the SQL."""
    digest = hashlib.sha256()
    texts = [
        shipped_data() / "cards.toml",
        folder / "tidy" / "vintages.csv",
        *sorted((folder / "reference").glob("*.csv")),
        *sorted(sql().rglob("*.sql")),
    ]
    for path in texts:
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for path in _cell_files(folder):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cell_files(folder: Path) -> list[Path]:
    """The ledger's files of cells; one that is listed and not there is a :class:`LayoutError`."""
    files = [parquet_path(folder, row) for row in read_vintages(folder).iter_rows(named=True)]
    for path in files:
        if not path.is_file():
            msg = (
                f"{path}: listed in vintages.csv and not there; copy the data folder again, or build it anew."
            )
            raise LayoutError(msg)
    return files


def fill(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Create the tables and views, and load a data folder into them."""
    files = [str(path) for path in _cell_files(folder)]
    connection.execute("set variable data = $folder", {"folder": str(folder)})
    connection.execute("set variable files = $files", {"files": files})
    _load_cards(connection)
    for path in (
        sql("schema", "tables.sql"),
        *sorted(sql("views").glob("*.sql")),
        sql("schema", "comments.sql"),
    ):
        connection.execute(path.read_text(encoding="utf-8"))


def _load_cards(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(sql("schema", "cards.sql").read_text(encoding="utf-8"))
    rows = [
        (card.id, card.publisher, card.dataset, card.resource, card.file_name, card.title or card.header,
         ", ".join(card.measures), card.universe, card.licence, card.citation, card.unlisted, card.composite_of,
         card.series)
        for card in cards().values()
        if not card.table
    ]  # fmt: skip
    connection.executemany("insert into cards values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def failing_rows(staged: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row that a check returns over a folder of staged cells, with the name of the check."""
    with closing(connect()) as connection:
        connection.execute("set variable data = $folder", {"folder": str(shipped_data())})
        connection.execute("set variable files = $files", {"files": str(staged / "*.parquet")})
        _load_cards(connection)
        connection.execute(sql("schema", "staged.sql").read_text(encoding="utf-8"))
        yield from run_checks(connection)


def run_checks(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row that a check returns over ``cells``, with the name of the check; none if all is well."""
    for path in sorted(sql("checks").glob("*.sql")):
        found = connection.execute(path.read_text(encoding="utf-8"))
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        for row in sorted(rows, key=lambda row: (row["card"], row["vintage"], len(row["cell"]), row["cell"])):
            yield path.stem, row
