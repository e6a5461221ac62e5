"""The warehouse: one file in the cache, opened read-only, whatever happened to the build before; views never nest."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import LayoutError, NotHeldError
from imp_stats.folders import shipped_data, sql
from imp_stats.ledger import parquet_path, read_vintages
from imp_stats.warehouse import connect, data_hash, run_checks

CARDS = ("ircc-tfwp-year-end", "esdc-positions-noc")
DIMENSIONS = (
    "program", "province", "stream", "noc", "citizenship", "gender", "area", "skill", "year", "quarter", "month", "day",
    "lmia_stream", "noc_version", "half", "pr_class", "npr_type",
)  # fmt: skip
VIEWS = sorted(path.stem for path in sql("views").glob("[a-z]*.sql"))
OPENS = (
    "import imp_stats as ims; print(*ims.open_warehouse().execute('select count(*) from cells').fetchone())"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two of the shipped tables, which is built in a fraction of the time."""
    data = tmp_path_factory.mktemp("small") / "data"
    shutil.copytree(shipped_data(), data, ignore=shutil.ignore_patterns("*.parquet"))
    held = read_vintages(data).filter(pl.col("card").is_in(CARDS))
    for row in held.iter_rows(named=True):
        shutil.copy(parquet_path(shipped_data(), row), parquet_path(data, row))
    held.write_csv(data / "tidy" / "vintages.csv")
    return data


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be damaged."""
    return shutil.copytree(small, tmp_path / "own")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and where the warehouses will be in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "it's a cache"))
    return tmp_path / "it's a cache" / "imp_stats" / "warehouses"


def files(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir()) if cache.is_dir() else []


def one(db: duckdb.DuckDBPyConnection, statement: str) -> Any:  # noqa: ANN401 - whatever the cell holds
    rows = db.execute(statement).fetchall()
    assert len(rows) == 1
    return rows[0][0]


def where(db: duckdb.DuckDBPyConnection) -> tuple[str | None, bool]:
    """The file that the warehouse is in, and whether it is read-only."""
    return db.execute(
        "select path, readonly from duckdb_databases() where database_name = 'warehouse'"
    ).fetchall()[0]


# One file in the cache


def test_the_second_open_reads_what_the_first_built(
    small: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ims.open_warehouse(small).close()
    (name,) = files(cache)
    assert name.endswith(f"-{duckdb.__version__}.duckdb")
    said = capsys.readouterr()
    assert "built the warehouse in" in said.err
    assert said.out == ""
    before = (cache / name).stat()
    db = ims.open_warehouse(str(small))
    assert where(db) == (str(cache / name), True)
    after = (cache / name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "statement",
    [
        "delete from cells",
        "update cells set printed = 0",
        "create table mine as select 1",
        "drop view holders_canada",
    ],
)
def test_the_warehouse_cannot_be_written(db: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        db.execute(statement)


def test_temporary_tables_and_own_frames_stand_beside_the_views(small: Path, cache: Path) -> None:
    db = ims.open_warehouse(small)
    db.execute("create temp table mine as select 2021 as year, 7 as x")
    found = db.sql("select x, holders from holders_canada join mine using (year)").df()
    assert found["holders"].tolist() == [81430]
    assert files(cache)


def test_a_connection_installs_no_extension_and_keeps_clear_of_the_optimizer_that_is_wrong(
    db: duckdb.DuckDBPyConnection,
) -> None:
    assert one(db, "select current_setting('disabled_optimizers')") == "window_self_join"
    assert one(db, "select current_setting('autoinstall_known_extensions')") is False
    assert one(db, "select current_setting('autoload_known_extensions')") is False
    assert one(db.cursor(), "select current_setting('disabled_optimizers')") == "window_self_join"


def test_several_processes_build_and_read_at_once(small: Path, cache: Path) -> None:
    call = f"import imp_stats as ims; db = ims.open_warehouse({str(small)!r}); input(); print(len(ims.schema(db)))"
    readers = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", call],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [reader.communicate("go\n", timeout=60) for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0, 0], answers
    assert len({out for out, _ in answers}) == 1
    assert len(files(cache)) == 1


def test_a_build_that_is_killed_leaves_nothing_that_confuses_the_next(small: Path, cache: Path) -> None:
    builder = subprocess.Popen([sys.executable, "-c", OPENS], stderr=subprocess.DEVNULL)  # noqa: S603 - ourselves
    try:
        end = time.monotonic() + 60
        while not list(cache.glob(".building-*/*.duckdb")):
            assert time.monotonic() < end, "no build began"
            assert builder.poll() is None, "the build was over before it could be killed"
            time.sleep(0.002)
        builder.send_signal(signal.SIGKILL)
    finally:
        builder.kill()
        builder.wait()
    (left,) = cache.iterdir()
    assert left.name.startswith(".building-")
    db = ims.open_warehouse()
    assert one(db, "select holders from holders_canada where program = 'IMP' and year = 2024") == 1263145
    assert where(db)[1] is True
    assert left.is_dir(), "a build that may be running is swept"
    (left / "deeper").mkdir()
    long_ago = time.time() - 3600
    os.utime(left, (long_ago, long_ago))
    ims.open_warehouse(small).close()
    assert [name for name in files(cache) if name.startswith(".")] == []
    assert len(files(cache)) == 2


# No cache


def in_memory(db: duckdb.DuckDBPyConnection) -> bool:
    holders = ims.holders_by_year(db, program="TFWP", year=2021)
    assert holders["holders"].tolist() == [81430]
    return where(db)[0] is None


def test_a_cache_that_cannot_be_written_leaves_the_warehouse_in_memory(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file / "cache"))
    assert in_memory(ims.open_warehouse(small))
    assert capsys.readouterr().err == ""


def test_a_user_without_a_home_folder_has_the_warehouse_in_memory(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.chdir(tmp_path)
    assert in_memory(ims.open_warehouse(small))
    assert list(tmp_path.iterdir()) == [], "a folder called ~ was made"


# A folder of one's own


def test_another_data_folder_answers_for_itself(small: Path, cache: Path) -> None:
    db = ims.open_warehouse(small)
    assert set(ims.holders_by_year(db)["program"]) == {"TFWP"}
    with pytest.raises(NotHeldError, match="No table held prints holders for the IMP"):
        ims.holders_by_year(db, program="IMP")
    with pytest.raises(NotHeldError, match="No table held prints effective_year"):
        ims.effective_by_year(db)
    with pytest.raises(NotHeldError, match="No table held prints effective_month"):
        ims.effective_by_month(db)
    assert len(files(cache)) == 1


def test_a_folder_without_a_ledger_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NotHeldError, match=rf"{tmp_path}: no ledger here"):
        ims.open_warehouse(tmp_path)


def test_a_file_that_the_ledger_lists_and_that_is_gone_is_refused_by_name(own: Path, cache: Path) -> None:
    ims.open_warehouse(own).close()
    gone = next((own / "tidy").glob("esdc*.parquet"))
    gone.unlink()
    with pytest.raises(LayoutError, match=rf"{gone.name}: listed in vintages.csv and not there"):
        ims.open_warehouse(own)
    assert len(files(cache)) == 1


@pytest.mark.parametrize("damaged", ["reference/provinces.csv", "tidy/vintages.csv", "tidy/esdc*.parquet"])
def test_whatever_changes_in_a_folder_changes_its_warehouse(own: Path, damaged: str) -> None:
    before = data_hash(own)
    (path,) = own.glob(damaged)
    path.write_bytes(
        path.read_bytes().replace(b"inferred", b"stamped") + b"\n" * (path.name != "vintages.csv")
    )
    assert data_hash(own) != before


def test_line_ends_do_not_make_another_warehouse(own: Path) -> None:
    before = data_hash(own)
    for path in own.rglob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert data_hash(own) == before


def damage(own: Path, changes: dict[str, pl.Expr]) -> None:
    """Change one cell of the TFWP's newest year-end table."""
    row = read_vintages(own).filter(pl.col("card") == CARDS[0]).row(-1, named=True)
    path = parquet_path(own, row)
    cells = pl.read_parquet(path).with_row_index()
    changed = [
        pl.when(pl.col("index") == 7).then(to).otherwise(pl.col(name)).alias(name)
        for name, to in changes.items()
    ]
    cells.with_columns(changed).drop("index").write_parquet(path)


REFUSED: dict[str, dict[str, pl.Expr]] = {
    "bounds out of order": {
        "lower": pl.lit(9),
        "upper": pl.lit(8),
        "printed": pl.lit(None),
        "status": pl.lit("suppressed"),
    },
    "a count below its bounds": {"printed": pl.lit(0), "lower": pl.lit(3), "upper": pl.lit(7)},
    "a count above its bounds": {"printed": pl.lit(10), "lower": pl.lit(3), "upper": pl.lit(7)},
    "a bound below nothing": {"lower": pl.lit(-1)},
    "no lower bound": {"lower": pl.lit(None)},
    "a hidden cell with a count": {"status": pl.lit("suppressed"), "printed": pl.lit(3), "lower": pl.lit(1)},
    "a count that is not there": {"printed": pl.lit(None), "status": pl.lit("rounded")},
    "a status that is none": {"status": pl.lit("guessed")},
    "a province that is none": {"province": pl.lit("Ontario")},
    "a stream that is none": {"stream": pl.lit("Agriculture")},
    "a measure that is none": {"measure": pl.lit("permits")},
    "a program that is none": {"program": pl.lit("TFW")},
    "no period": {"period": pl.lit(None)},
    "no address": {"cell": pl.lit(None)},
    "neither a total nor a part": {"is_total": pl.lit(None)},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_cell_is_refused(own: Path, cache: Path, name: str) -> None:
    damage(own, REFUSED[name])
    with pytest.raises((duckdb.ConstraintException, duckdb.ConversionException)):
        ims.open_warehouse(own)
    assert files(cache) == []


def test_a_good_cell_is_not_refused(own: Path, cache: Path) -> None:
    damage(
        own, {"printed": pl.lit(10), "lower": pl.lit(8), "upper": pl.lit(None), "status": pl.lit("rounded")}
    )
    assert one(ims.open_warehouse(own), "select count(*) from cells where upper is null") == 1
    assert files(cache)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("esdc-positions-noc", "esdc-positions-teer"),
        ("2022-12-31,stamped", "2024-12-31,stamped"),
        (",stamped", ",guessed"),
    ],
)
def test_a_bad_row_of_the_index_is_refused(own: Path, cache: Path, old: str, new: str) -> None:
    index = own / "tidy" / "vintages.csv"
    index.write_text(index.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for row in read_vintages(own).iter_rows(named=True):
        path = parquet_path(own, row)
        shutil.copy(next(path.parent.glob(f"*{path.name[-16:]}")), own / "copy")
        (own / "copy").replace(path)
    with pytest.raises(duckdb.ConstraintException):
        ims.open_warehouse(own)
    assert files(cache) == []


def test_a_folder_begun_by_an_older_version_says_what_it_lacks(own: Path, cache: Path) -> None:
    (own / "reference" / "ratios.csv").unlink()
    (own / "reference" / "claims.csv").unlink()
    lacks = r"reference/claims.csv is missing \(2 such tables\).*Copy the tables"
    with pytest.raises(NotHeldError, match=lacks):
        ims.open_warehouse(own)
    assert files(cache) == []


# What stands in it


@pytest.mark.slow
def test_no_check_fails_on_the_shipped_data(db: duckdb.DuckDBPyConnection) -> None:
    assert list(run_checks(db)) == []


def test_every_cell_of_the_ledger_is_in_the_warehouse(db: duckdb.DuckDBPyConnection) -> None:
    held = read_vintages(shipped_data())
    counted = "select card, vintage, count(*) from cells group by card, vintage order by card, vintage"
    assert db.execute(counted).fetchall() == held.select("card", "vintage", "cells").rows()


def test_every_table_view_and_column_says_what_it_holds(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.schema(db)
    assert not found.isna().any(axis=None)
    assert (found["holds"].str.len() > 10).all()
    assert set(found.loc[found["kind"] == "view", "name"]) == {*VIEWS, "newest", "answering"}


def test_every_view_is_one_file_of_its_name_and_opens_with_what_it_is() -> None:
    for name in VIEWS:
        text = sql("views", f"{name}.sql").read_text(encoding="utf-8")
        assert text.startswith("-- ")
        assert f"create view {name} as" in text


def count(db: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(one(db, f"select count(*) from ({rows})"))


@pytest.mark.parametrize("view", VIEWS)
def test_rows_of_a_view_never_nest(db: duckdb.DuckDBPyConnection, view: str) -> None:
    columns = [column[0] for column in db.execute(f"from {view} limit 0").description or ()]
    dimensions = [name for name in columns if name in DIMENSIONS]
    assert count(db, f"from {view}") > 0
    assert count(db, f"select 1 from {view} group by {', '.join(dimensions)} having count(*) > 1") == 0
    assert count(db, f"from {view} where {' or '.join(f'{name} is null' for name in dimensions)}") == 0
    if "province" in dimensions:
        assert count(db, f"from {view} where province = 'CA'") == 0
    for tree in {"stream", "pr_class"} & set(dimensions):
        block = ", ".join(name for name in dimensions if name != tree)
        below = f"starts_with(part.{tree}, whole.{tree} || ' > ')"
        assert (
            count(db, f"select 1 from {view} as part join {view} as whole using ({block}) where {below}") == 0
        )


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_holds_the_newest_vintage_of_each_table(db: duckdb.DuckDBPyConnection, view: str) -> None:
    newest = "select card, max(vintage) as newest from vintages group by card"
    series = "select id from cards where is_series"  # whose files are periods of their own, and all held
    older = f"select 1 from {view} join ({newest}) using (card) where vintage <> newest and card not in ({series})"
    assert count(db, older) == 0
    assert count(db, f"from {view} anti join ({newest}) using (card)") == 0


def test_the_streams_of_a_place_meet_its_printed_total(db: duckdb.DuckDBPyConnection) -> None:
    apart = db.execute(
        """
        select program, province, year, sum(streams.lower), sum(streams.upper), min(places.lower), min(places.upper)
        from holders_stream as streams join holders_province as places using (program, province, year)
        group by program, province, year
        having sum(streams.upper) < min(places.lower) or sum(streams.lower) > min(places.upper)
        """
    )
    assert apart.fetchall() == []


def test_a_country_without_a_row_in_a_month_of_its_file_is_a_zero(db: duckdb.DuckDBPyConnection) -> None:
    shape = db.execute(
        """
        select card, count(*), count(distinct month) * count(distinct citizenship),
               sum(case when status = 'absent' then 1 else 0 end),
               sum(case when status = 'absent' then effective_month + lower + upper else 0 end)
        from effective_month_citizenship group by card
        """
    ).fetchall()
    printed = dict(
        db.execute(
            "select card, count(*) from cells semi join newest using (card, vintage) where citizenship is not null group by card"
        ).fetchall()
    )
    assert {card for card, *_ in shape} == {"ircc-imp-citizenship", "ircc-tfwp-citizenship"}
    for card, rows, grid, absent, counted in shape:
        assert (rows, absent, counted) == (grid, grid - printed[card], 0)


# The optimizer that is wrong


@pytest.fixture
def partitioned(tmp_path: Path) -> str:
    rows = pl.DataFrame({"number": range(400)}).with_columns(
        year=2015 + pl.col("number") % 4, province="p" + (pl.col("number") % 3).cast(pl.String),
        vintage=2020 + pl.col("number") % 5, persons=1 + pl.col("number") % 7,
    )  # fmt: skip
    for (vintage,), part in rows.group_by("vintage"):
        folder = tmp_path / f"vintage={vintage}"
        folder.mkdir()
        part.drop("vintage").write_parquet(folder / "part.parquet")
    return str(tmp_path / "*" / "part.parquet")


def wholes(db: duckdb.DuckDBPyConnection, files: str) -> list[float]:
    """What the shares of each year add up to."""
    found = db.execute(
        """
        with shares as (
            select year, province, sum(persons) / sum(sum(persons)) over (partition by year) as share
            from read_parquet($files, hive_partitioning = true)
            where vintage = 2021
            group by year, province
        )
        select sum(share) from shares group by year
        """,
        {"files": files},
    )
    return [round(row[0], 9) for row in found.fetchall()]


def test_shares_add_up_to_one_on_our_connections(db: duckdb.DuckDBPyConnection, partitioned: str) -> None:
    assert wholes(db, partitioned) == [1, 1, 1, 1]
    with connect() as another:
        assert wholes(another, partitioned) == [1, 1, 1, 1]


def test_they_do_not_on_plain_ones_or_the_setting_can_go(partitioned: str) -> None:
    with duckdb.connect() as plain:
        assert max(wholes(plain, partitioned)) < 0.5
