"""From a portal to the ledger: what is new comes in with what changed, the rest is named and harms nothing."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from imp_stats.build import begin
from imp_stats.cards import cards
from imp_stats.cli import main
from imp_stats.errors import UnknownWordError
from imp_stats.fetch.shelf import Shelf
from imp_stats.intake import Fetched, fetch_new
from imp_stats.ledger import read_vintages

from made import Rows, citizenship, positions, workbook, year_end
from server import API, Answer, Server, patient, serving

TFWP, CITIZENS, POSITIONS, STATCAN = (
    cards()[name]
    for name in ("ircc-tfwp-year-end", "ircc-imp-citizenship", "esdc-positions-noc", "statcan-population")
)
TFWP_PATH = f"/data/{TFWP.file_name}"
CITIZENS_PATH = f"/data/{CITIZENS.file_name}"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without any vintage, so that made files meet no real ones."""
    folder = tmp_path / "data"
    begin(folder)
    shutil.rmtree(folder / "tidy")
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A portal that lists a workbook by its id and two text files by their names."""
    with serving() as running:
        running.serve(TFWP_PATH, sheet(tmp_path, year_end()))
        running.serve(CITIZENS_PATH, citizenship().encode())
        running.serve("/data/t7.csv", positions().encode("cp1252"))
        offer(running)
        yield running


def sheet(folder: Path, rows: Rows) -> bytes:
    return workbook(folder / "made.xlsx", rows).read_bytes()


def offer(server: Server, **more: object) -> None:
    """List the files; ``more`` is what the portal says further of the workbook."""
    at = server.address
    table = {"id": TFWP.resource, "name": "TFWP", "url": at + TFWP_PATH, **more}
    server.portal(TFWP.dataset, [table, {"id": "c", "name": "Citizens", "url": at + CITIZENS_PATH}])
    server.portal(POSITIONS.dataset, [{"id": "p", "name": POSITIONS.file_name, "url": f"{at}/data/t7.csv"}])


OURS = (TFWP.id, CITIZENS.id, POSITIONS.id)


def fetched(
    server: Server, data: Path, *only: str, confirmed: tuple[str, ...] = (), dry_run: bool = False
) -> tuple[Fetched, list[str]]:
    said: list[str] = []
    done = fetch_new(
        out=data,
        only=only or OURS,
        confirmed=confirmed,
        dry_run=dry_run,
        portal=server.api,
        report=said.append,
        manners=patient(),
    )
    return done, said


def held(data: Path) -> list[tuple[str, str]]:
    return [(row["card"], str(row["vintage"])) for row in read_vintages(data).iter_rows(named=True)]


def raw(data: Path) -> list[str]:
    """The raw files kept, the digest left out of their names."""
    files = [path for path in (data / "raw").rglob("[!.]*") if path.is_file()]
    return sorted("_".join([path.name.split("_")[0], path.name.split("_", 2)[2]]) for path in files)


def test_what_is_new_comes_into_the_ledger_and_the_files_are_kept_by_vintage(
    server: Server, data: Path
) -> None:
    done, said = fetched(server, data)
    assert held(data) == [
        (POSITIONS.id, "2023-12-31"),
        (CITIZENS.id, "2024-03-31"),
        (TFWP.id, "2024-12-31"),
    ]
    assert raw(data) == [
        "2023-12-31_t7.csv",
        f"2024-03-31_{CITIZENS.file_name}",
        f"2024-12-31_{TFWP.file_name}",
    ]
    assert f"{TFWP.id}: new, as of 31 December 2024 (stamped), 134 cells" in said
    assert said[-1] == f"3 new, 0 held already, 0 to fetch by hand, 0 failed; the data folder is {data}"
    assert (len(done.added), done.failed) == (3, [])
    assert server.times(f"{API}/package_show?id={TFWP.dataset}") == 1


def test_a_second_run_fetches_nothing(server: Server, data: Path) -> None:
    fetched(server, data)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    done, _ = fetched(server, data)
    assert sorted(done.held) == [
        f"{POSITIONS.id}: held already, as of 2023-12-31",
        f"{CITIZENS.id}: held already, as of 2024-03-31",
        f"{TFWP.id}: held already, as of 2024-12-31",
    ]
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    assert server.asked[-1].headers.keys() >= {"if-none-match", "if-modified-since"}


def test_a_new_vintage_comes_in_with_what_changed(server: Server, data: Path, tmp_path: Path) -> None:
    fetched(server, data, TFWP.id)
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    for row in (3, 4, 5, 7):  # Newfoundland and Labrador, 2023
        rows[row][3] = {"1,000": "1,200", "1,005": "1,205"}.get(rows[row][3] or "", rows[row][3])
    rows[69][3] = "13,270"
    server.serve(TFWP_PATH, sheet(tmp_path, rows))
    done, _ = fetched(server, data, TFWP.id)
    (line,) = done.added
    assert line.startswith(
        f"{TFWP.id}: new, as of 31 December 2025 (stamped), 201 cells; 1 date (31 December 2025) added; "
        "4 of 134 earlier counts changed, most that of TFWP / "
    )
    assert [vintage for _, vintage in held(data)] == ["2024-12-31", "2025-12-31"]


def test_a_vintage_that_the_ledger_holds_is_said_to_be_held_and_its_file_is_kept(
    server: Server, data: Path
) -> None:
    fetched(server, data, TFWP.id)
    shutil.rmtree(data / "raw")
    done, _ = fetched(server, data, TFWP.id)
    assert done.held == [f"{TFWP.id}: held already, as of 2024-12-31"]
    assert raw(data) == [f"2024-12-31_{TFWP.file_name}"]


def test_the_same_figures_in_other_bytes_add_nothing(server: Server, data: Path) -> None:
    fetched(server, data, CITIZENS.id)
    lines = citizenship().split("\r\n")
    server.serve(CITIZENS_PATH, "\n".join([lines[0], *lines[:0:-1][1:], ""]).encode())
    done, _ = fetched(server, data, CITIZENS.id)
    assert done.held == [f"{CITIZENS.id}: the same figures as held for 2024-03-31, in other bytes"]
    assert len(held(data)) == 1


def test_a_dry_run_says_what_would_be_fetched_and_writes_nothing(
    server: Server, data: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    done, said = fetched(server, nowhere, TFWP.id, CITIZENS.id, dry_run=True)
    assert done.added == [
        f"{TFWP.id}: {TFWP.file_name!r} would be fetched from {server.address}{TFWP_PATH}",
        f"{CITIZENS.id}: {CITIZENS.file_name!r} would be fetched from {server.address}{CITIZENS_PATH}",
    ]
    assert said[-1] == "2 to fetch, 0 held already, 0 to fetch by hand, 0 failed; nothing was written"
    assert not nowhere.exists()
    assert server.times(TFWP_PATH) == 0
    fetched(server, data, TFWP.id)
    asked = server.times(TFWP_PATH)
    done, _ = fetched(server, data, TFWP.id, dry_run=True)
    assert done.held == [f"{TFWP.id}: {TFWP.file_name!r} is here already"]
    server.serve(TFWP_PATH, b"PK another")
    offer(server, size=12_345)
    done, _ = fetched(server, data, TFWP.id, dry_run=True)
    assert done.added[0].startswith(f"{TFWP.id}: {TFWP.file_name!r}, 12,345 bytes would be fetched from")
    assert server.times(TFWP_PATH) == asked


def test_one_that_fails_is_named_and_the_others_come_in(server: Server, data: Path) -> None:
    server.gone(TFWP_PATH)
    done, said = fetched(server, data)
    assert len(done.failed) == 1
    assert done.failed[0].startswith(
        f"{TFWP.id}: {server.address}{TFWP_PATH}: the server answered 404 Not Found"
    )
    assert [card for card, _ in held(data)] == [POSITIONS.id, CITIZENS.id]
    assert "2 new, 0 held already, 0 to fetch by hand, 1 failed" in said[-1]


def test_a_portal_that_is_down_fails_each_of_its_cards(server: Server, data: Path) -> None:
    server.instead(f"{API}/package_show?id={TFWP.dataset}", *[Answer(503)] * 5)
    done, _ = fetched(server, data)
    assert [line.partition(":")[0] for line in done.failed] == [TFWP.id, CITIZENS.id]
    assert all("503 Service Unavailable" in line for line in done.failed)
    assert [card for card, _ in held(data)] == [POSITIONS.id]


def test_without_a_network_every_card_fails_in_words_and_nothing_is_lost(data: Path) -> None:
    with serving() as closed:
        pass
    done, _ = fetched(closed, data)
    assert len(done.failed) == 3
    assert all("out of reach" in line for line in done.failed)
    assert not (data / "raw").exists()


def test_a_renamed_file_is_found_by_its_id_and_one_that_is_gone_is_named(
    server: Server, data: Path, tmp_path: Path
) -> None:
    url = server.serve("/data/TFWP%20holders.xlsx", sheet(tmp_path, year_end()))
    server.portal(TFWP.dataset, [{"id": TFWP.resource, "name": "TFWP", "url": url}])
    done, said = fetched(server, data, TFWP.id, CITIZENS.id)
    assert f"{TFWP.id}: {TFWP.file_name!r} is now named 'TFWP holders.xlsx'" in said
    assert raw(data) == ["2024-12-31_TFWP holders.xlsx"]
    (line,) = done.failed
    assert line.startswith(f"{CITIZENS.id}: dataset {CITIZENS.dataset} has no file {CITIZENS.file_name!r}")
    assert "it has 'TFWP holders.xlsx'" in line


def test_a_publisher_without_a_portal_is_left_to_a_person(server: Server, data: Path) -> None:
    done, _ = fetched(server, data, STATCAN.id)
    assert done.by_hand == [
        f"{STATCAN.id}: fetch it by hand from {STATCAN.portal}{STATCAN.dataset}, then `imp-stats build`"
    ]
    assert server.asked == []


def test_by_default_every_table_is_looked_for_in_one_form(server: Server, data: Path) -> None:
    done = fetch_new(out=data, portal=server.api, report=lambda _: None, manners=patient())
    told = [line.partition(":")[0] for line in [*done.added, *done.failed]]
    assert sorted(told) == sorted(name for name, card in cards().items() if card.api and not card.table)
    by_hand = [line.partition(":")[0] for line in done.by_hand]
    assert by_hand == ["statcan-population", "statcan-npr", "statcan-earners-ca and 13 more"]


def test_an_unknown_card_is_named_with_the_right_ones(server: Server, data: Path) -> None:
    with pytest.raises(UnknownWordError, match="'ircc-imp' is no card: it may be ircc-imp-year-end, "):
        fetched(server, data, "ircc-imp")


def bomb() -> bytes:
    """A workbook that says it unpacks to two gigabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(2**20))
        archive.infolist()[0].file_size = 2**31 - 1
    return packed.getvalue()


@pytest.mark.parametrize(
    ("make", "message", "is_kept"),
    [
        (lambda _: b"<html><title>Maintenance</title>", "a web page headed 'Maintenance' came", False),
        (lambda _: b'{"status": "ok"}', "no workbook, or one cut off", False),
        (lambda _: bomb(), "unpacks to more than", True),
        (lambda folder: sheet(folder, year_end())[:3000], "no workbook, or one cut off", False),
        (lambda folder: sheet(folder, year_end()).replace(b"PK\3\4", b"PK\3\5"), "damaged", True),
        (
            lambda folder: sheet(folder, [["Budget"], ["1"]]),
            "found 'Budget', expected the title 'Canada",
            True,
        ),
    ],
)
def test_what_is_not_the_table_never_enters_the_ledger(
    server: Server,
    data: Path,
    tmp_path: Path,
    make: Callable[[Path], bytes],
    message: str,
    is_kept: bool,  # noqa: FBT001
) -> None:
    server.serve(TFWP_PATH, make(tmp_path))
    url = server.serve("/data/TFWP.xlsx", make(tmp_path))
    server.portal(TFWP.dataset, [{"id": TFWP.resource, "name": "", "url": url}])
    done, _ = fetched(server, data, TFWP.id)
    assert message in done.failed[0]
    assert held(data) == []
    assert raw(data) == (["unread_TFWP.xlsx"] if is_kept else [])


def test_another_table_of_ours_in_the_place_of_one_is_refused(server: Server, data: Path) -> None:
    server.serve(TFWP_PATH, b"PK")
    url = server.serve("/data/other.csv", positions().encode("cp1252"))
    server.portal(TFWP.dataset, [{"id": TFWP.resource, "name": "", "url": url}])
    done, _ = fetched(server, data, TFWP.id)
    assert f"of {TFWP.id}, which it is said to be" in done.failed[0]
    assert held(data) == []


def test_a_file_that_the_loader_refuses_is_kept_and_not_fetched_again_until_there_is_another(
    server: Server, data: Path, tmp_path: Path
) -> None:
    rows = year_end()
    rows[4][3] = "n/a"
    server.serve(TFWP_PATH, sheet(tmp_path, rows))
    for _ in range(2):
        done, _ = fetched(server, data, TFWP.id)
        assert "cell D5: found 'n/a'" in done.failed[0]
        assert raw(data) == [f"unread_{TFWP.file_name}"]
    assert ["if-none-match" in one.headers for one in server.asked if one.path == TFWP_PATH] == [False, True]
    server.serve(TFWP_PATH, sheet(tmp_path, year_end()))
    done, _ = fetched(server, data, TFWP.id)
    assert len(done.added) == 1
    assert raw(data) == [f"2024-12-31_{TFWP.file_name}"]


def test_a_kept_file_that_is_not_whole_any_more_is_fetched_again(server: Server, data: Path) -> None:
    fetched(server, data, TFWP.id)
    (kept,) = Shelf(data / "raw" / TFWP.id).folder.glob("[!.]*")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:100])
    done, _ = fetched(server, data, TFWP.id)
    assert done.held == [f"{TFWP.id}: held already, as of 2024-12-31"]
    assert kept.read_bytes() == whole


def test_a_file_whose_sums_do_not_hold_is_refused(server: Server, data: Path, tmp_path: Path) -> None:
    rows = year_end()
    rows[5][3] = "2,005"
    server.serve(TFWP_PATH, sheet(tmp_path, rows))
    done, _ = fetched(server, data, TFWP.id)
    assert "cell D6: the total" in done.failed[0]
    assert held(data) == []


def test_a_row_that_vanished_is_refused_until_it_is_confirmed_and_then_taken_from_what_is_kept(
    server: Server, data: Path, tmp_path: Path
) -> None:
    fetched(server, data, TFWP.id)
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    del rows[6]
    server.serve(TFWP_PATH, sheet(tmp_path, rows))
    done, _ = fetched(server, data, TFWP.id)
    assert "was a row of the vintage before and is gone" in done.failed[0]
    assert len(held(data)) == 1
    assert f"2025-12-31_{TFWP.file_name}" in raw(data)
    done, _ = fetched(server, data, TFWP.id, confirmed=(TFWP.id,))
    assert "2 counts are gone" in done.added[0]
    assert len(held(data)) == 2
    assert (
        sum(one.headers.get("if-none-match") is not None for one in server.asked if one.path == TFWP_PATH)
        == 2
    )


def test_a_file_a_tenth_as_large_as_the_last_is_refused(server: Server, data: Path) -> None:
    large = citizenship() + "".join(
        f"{year}\tQ1\tMar\t{year}\tT1\tmars\tIndia\tInde\t{year}\r\n" for year in range(1000, 1100)
    )
    server.serve(CITIZENS_PATH, citizenship().encode())
    fetched(server, data, CITIZENS.id)
    last = Shelf(data / "raw" / CITIZENS.id).last_read()
    assert last is not None
    last.write_bytes(large.encode())
    server.serve(CITIZENS_PATH, citizenship().encode().replace(b"1005", b"1010"))
    done, _ = fetched(server, data, CITIZENS.id)
    assert f"bytes came, the last file had {len(large.encode()):,}; it is not kept" in done.failed[0]
    assert len(raw(data)) == 1


def test_a_table_with_a_tenth_of_the_cells_is_refused(server: Server, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    begin(shipped)  # holds the real table: thousands of cells
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    server.serve(TFWP_PATH, sheet(tmp_path, rows))
    before = held(shipped)
    done, _ = fetched(server, shipped, TFWP.id)
    assert "201 cells, 3,300 in the vintage before; that is no whole table" in done.failed[0]
    assert held(shipped) == before


def test_a_file_that_changed_since_the_portal_answered_is_fetched_anew_once(
    server: Server, data: Path, tmp_path: Path
) -> None:
    new = sheet(tmp_path, year_end())
    offer(server, size=len(new))
    old = sheet(tmp_path, [["The last one"]])
    server.instead(TFWP_PATH, Answer(200, old, {"ETag": '"old"'}))
    done, said = fetched(server, data, TFWP.id)
    assert f"{TFWP.id}: the portal says {len(new):,} bytes, and {len(old):,} came; it is fetched anew" in said
    assert len(done.added) == 1
    assert server.times(TFWP_PATH) == 2


def test_a_portal_that_is_behind_does_not_keep_a_file_out(server: Server, data: Path) -> None:
    offer(server, hash="0" * 40)
    done, said = fetched(server, data, TFWP.id)
    assert f"{TFWP.id}: the same came twice, so what the portal says is out of date" in said
    assert len(done.added) == 1


def test_a_file_that_changes_with_every_call_is_left_for_later(
    server: Server, data: Path, tmp_path: Path
) -> None:
    offer(server, size=999)
    server.instead(TFWP_PATH, *[Answer(200, sheet(tmp_path, [[said]])) for said in ("one", "two")])
    done, _ = fetched(server, data, TFWP.id)
    assert done.failed == [
        f"{TFWP.id}: {server.address}{TFWP_PATH}: it changes while it is fetched. Run it again later."
    ]
    assert raw(data) == []


def test_a_server_that_calls_a_file_unchanged_which_nobody_holds_is_not_believed(
    server: Server, data: Path
) -> None:
    server.instead(TFWP_PATH, Answer(304))
    done, _ = fetched(server, data, TFWP.id)
    assert "has not changed, and none is held" in done.failed[0]


def test_an_interrupted_run_goes_on_where_it_stopped(server: Server, data: Path) -> None:
    def interrupt(name: str, size: int, total: int | None) -> None:
        if name == TFWP.file_name and size == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_new(
            out=data, only=OURS, portal=server.api, report=lambda _: None, watch=interrupt, manners=patient()
        )
    first = held(data)
    assert 0 < len(first) + 1 <= 3
    done, _ = fetched(server, data)
    assert (len(done.added), len(done.held), done.failed) == (3 - len(first), len(first), [])
    bodies = [one for one in server.asked if one.path == TFWP_PATH]
    assert (
        "if-none-match" in bodies[-1].headers
    )  # it had come whole: only whether it is still the same is asked
    assert not list((data / "raw").rglob("*.part"))


def test_the_command_fetches_names_what_failed_and_ends_with_status_1(server: Server, data: Path) -> None:
    portal = server.api.replace("127.0.0.1", "localhost")  # another host, so that there is no pause

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["fetch", "--out", str(data), "--portal", portal, *words])

    good = run("--only", CITIZENS.id)
    assert (good.exit_code, good.stderr) == (0, "")
    assert f"{CITIZENS.id}: new, as of 31 March 2024 (inferred), 3 cells" in good.stdout
    server.gone(TFWP_PATH)
    bad = run("--only", CITIZENS.id, "--only", TFWP.id)
    assert bad.exit_code == 1
    assert f"1 of the files did not come in:\n{TFWP.id}: {server.address}" in bad.stderr
    assert f"{CITIZENS.id}: held already" in bad.stdout
    wrong = run("--only", "nothing")
    assert (wrong.exit_code, "'nothing' is no card" in wrong.stderr) == (1, True)
    foretold = run("--only", CITIZENS.id, "--dry-run")
    assert f"{CITIZENS.file_name!r} is here already" in foretold.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals on Windows")
def test_on_a_terminal_a_bar_moves_for_each_file(server: Server, data: Path) -> None:
    controller, terminal = os.openpty()
    portal = server.api.replace("127.0.0.1", "localhost")
    words = ["fetch", "--out", str(data), "--portal", portal, "--only", CITIZENS.id]
    call = [sys.executable, "-c", "from imp_stats.cli import main; main()", *words]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    run = subprocess.run(call, stderr=terminal, stdout=subprocess.PIPE, env=environment, check=False)  # noqa: S603
    os.close(terminal)
    shown = os.read(controller, 2**16).decode()
    os.close(controller)
    assert run.returncode == 0, shown
    assert run.stdout == b""
    size = len(citizenship().encode())
    assert re.search(rf"{re.escape(CITIZENS.file_name)} .*━.*{size}/{size} bytes", shown)
    assert f"{CITIZENS.id}: new, as of 31 March 2024" in shown


def test_the_real_files_come_in_as_they_were_built(real: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    begin(data)
    with serving() as server:
        listed = []
        for path in sorted((real / "ircc").glob("*.*")):
            url = server.serve(f"/{path.name}", path.read_bytes())
            listed.append({"id": path.name, "name": path.stem, "url": url})
        server.portal(TFWP.dataset, listed)
        done, said = fetched(server, data, TFWP.id, CITIZENS.id, "ircc-imp-year-end", "ircc-tfwp-citizenship")
    assert done.failed == []
    assert done.added == []
    assert len(done.held) == 4
    assert f"{TFWP.id}: resource {TFWP.resource} is gone; " in "\n".join(said)
    assert raw(data)[0] == f"2024-06-30_{CITIZENS.file_name}"


def test_a_real_release_is_told_from_the_one_before_it_in_words(real: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    begin(data)
    before = read_vintages(data).filter(pl.col("card") == TFWP.id, pl.col("vintage") < dt.date(2024, 1, 1))
    before.write_csv(data / "tidy" / "vintages.csv")
    with serving() as server:
        url = server.serve(TFWP_PATH, (real / "ircc" / TFWP.file_name).read_bytes())
        server.portal(TFWP.dataset, [{"id": TFWP.resource, "name": "", "url": url}])
        done, _ = fetched(server, data, TFWP.id)
    assert done.failed == []
    assert done.added == [
        (
            f"{TFWP.id}: new, as of 31 December 2024 (stamped), 3,300 cells; 2 dates (31 December 2023 to 31 December 2024) "
            "added; 194 of 3,036 earlier counts changed, most that of TFWP / CA / 31 December 2022: 119,825, now 119,130"
        )
    ]
