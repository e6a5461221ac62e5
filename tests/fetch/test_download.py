"""Files on their way: only if new, whole, tables, and from where the last run stopped."""

import gzip
import json
from hashlib import md5, sha256
from pathlib import Path

import pytest

from imp_stats.errors import LayoutError
from imp_stats.fetch.download import Download, differs, is_changed
from imp_stats.fetch.network import FetchError, Manners, Network
from imp_stats.fetch.portal import Resource
from imp_stats.fetch.stamps import Stamp, read_stamp, stamp_path, write_stamp

from server import Answer, Asked, Server, patient

BODY = b"EN_YEAR\tTOTAL\r\n" + b"2024\t1005\r\n" * 20_000


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "raw" / ".file.part"


def bring(
    url: str, part: Path, *, known: Stamp | None = None, manners: Manners | None = None, **more: object
) -> Stamp | None:
    with Network(manners or patient()) as network:
        return Download(network, Resource("1", "", url), part, known, **more).run()


def test_a_file_comes_whole_with_what_the_server_says_of_it(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    seen: list[tuple[str, int, int | None]] = []
    stamp = bring(url, part, watch=lambda *step: seen.append(step))
    assert part.read_bytes() == BODY
    assert stamp == read_stamp(part)
    assert stamp is not None
    assert (stamp.url, stamp.size) == (url, len(BODY))
    assert (stamp.etag, stamp.last_modified) == (
        f'"{sha256(BODY).hexdigest()[:12]}"',
        "Tue, 14 Nov 2023 22:13:20 GMT",
    )
    assert seen[-1] == ("f.csv", len(BODY), len(BODY))


def test_a_file_that_is_held_does_not_come_again_and_a_new_one_does(server: Server, part: Path) -> None:
    for etag in (None, ""):  # by its ETag, or by its date
        url = server.serve("/f.csv", BODY, etag=etag)
        known = bring(url, part)
        part.unlink()
        assert known is not None
        assert bring(url, part, known=known) is None
        assert not part.exists()
        with Network(patient()) as network:
            assert not is_changed(network, url, known)
            server.serve("/f.csv", BODY + b"2025\t5\r\n", etag=etag, modified=1.8e9)
            assert is_changed(network, url, known)
        assert bring(url, part, known=known) not in {None, known}
        assert part.read_bytes().endswith(b"2025\t5\r\n")


def test_a_cut_file_goes_on_where_it_was_cut(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    whole = server.answer(asked=Asked("GET", "/f.csv", {}))
    server.instead("/f.csv", Answer(200, BODY, whole.headers, cut=100_000))
    bring(url, part)
    assert part.read_bytes() == BODY
    assert server.asked[-1].headers["range"] == "bytes=100000-"


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    part.parent.mkdir()
    part.write_bytes(BODY[:5000])
    write_stamp(part, Stamp(url, f'"{sha256(BODY).hexdigest()[:12]}"', "", len(BODY)))
    seen: list[int] = []
    bring(url, part, watch=lambda _name, size, _total: seen.append(size))
    assert part.read_bytes() == BODY
    assert seen[0] > 5000
    assert server.asked[-1].headers["range"] == "bytes=5000-"


def test_a_file_that_came_whole_before_the_run_was_interrupted_does_not_come_again(
    server: Server, part: Path
) -> None:
    url = server.serve("/f.csv", BODY)
    stamp = bring(url, part)
    seen: list[int] = []
    assert bring(url, part, watch=lambda _name, size, _total: seen.append(size)) == stamp
    assert seen == []
    assert part.read_bytes() == BODY


@pytest.mark.parametrize(
    "stamp",
    [
        Stamp("{url}", '"another"', "", len(BODY)),  # another file by now
        Stamp("{url}", "", "", len(BODY)),  # nothing by which to know that it is the same
        Stamp("{url}", 'W/"weak"', "", len(BODY)),  # not the same byte for byte
        Stamp("{url}", '"{etag}"', "", None),  # nobody knows how long it is
        Stamp("https://elsewhere/f.csv", '"{etag}"', "", len(BODY)),
    ],
)
def test_what_cannot_be_gone_on_with_begins_anew(server: Server, part: Path, stamp: Stamp) -> None:
    url = server.serve("/f.csv", BODY)
    part.parent.mkdir()
    part.write_bytes(b"old" * 1000)
    said = json.dumps(stamp.__dict__).replace("{url}", url).replace("{etag}", sha256(BODY).hexdigest()[:12])
    stamp_path(part).write_text(said, encoding="utf-8")
    bring(url, part)
    assert part.read_bytes() == BODY


@pytest.mark.parametrize(("modified", "asked"), [(0, None), (1.7e9, "Tue, 14 Nov 2023 22:13:20 GMT")])
def test_a_weak_etag_does_not_say_that_bytes_are_the_same(
    server: Server, part: Path, modified: float, asked: str | None
) -> None:
    url = server.serve("/f.csv", BODY, etag='W/"weak"', modified=modified)
    part.parent.mkdir()
    part.write_bytes(BODY[:5000])
    write_stamp(part, Stamp(url, 'W/"weak"', asked or "", len(BODY)))
    bring(url, part)
    assert part.read_bytes() == BODY
    assert server.asked[-1].headers.get("if-range") == asked


def test_a_stamp_that_is_cut_off_is_none(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    part.parent.mkdir()
    part.write_bytes(b"old")
    for said in ('{"url": "', "[]", '{"url": 1}', "\x00"):
        stamp_path(part).write_text(said, encoding="utf-8")
        assert read_stamp(part) is None
    bring(url, part)
    assert part.read_bytes() == BODY


@pytest.mark.parametrize("where", [f"bytes 0-{len(BODY) - 5001}/{len(BODY)}", "bytes 5000-9999/*", ""])
def test_another_part_than_the_one_asked_for_is_not_taken(server: Server, part: Path, where: str) -> None:
    url = server.serve("/f.csv", BODY)
    part.parent.mkdir()
    part.write_bytes(BODY[:5000])
    write_stamp(part, Stamp(url, '"e"', "", len(BODY)))
    server.instead("/f.csv", Answer(206, BODY[:-5000], {"Content-Range": where}))
    bring(url, part)
    assert part.read_bytes() == BODY


def test_a_part_that_the_server_does_not_have_makes_the_file_begin_anew(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    part.parent.mkdir()
    part.write_bytes(b"other" * 1000)
    write_stamp(part, Stamp(url, '"e"', "", len(BODY)))
    server.instead("/f.csv", Answer(416))
    bring(url, part)
    assert part.read_bytes() == BODY
    assert "range" not in server.asked[-1].headers


def test_a_part_that_ends_too_early_is_gone_on_with(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    etag = f'"{sha256(BODY).hexdigest()[:12]}"'
    part.parent.mkdir()
    part.write_bytes(BODY[:5000])
    write_stamp(part, Stamp(url, etag, "", len(BODY)))
    where = {"Content-Range": f"bytes 5000-{len(BODY) - 1}/{len(BODY)}", "ETag": etag}
    server.instead("/f.csv", Answer(206, BODY[5000:6000], where))
    bring(url, part)
    assert part.read_bytes() == BODY
    assert server.asked[-1].headers["range"] == "bytes=6000-"


def test_a_file_that_never_comes_whole_is_given_up_and_what_came_is_kept(server: Server, part: Path) -> None:
    url = server.serve("/f.csv", BODY)
    server.instead("/f.csv", *[Answer(200, BODY, {"ETag": '"e"'}, cut=1000)] * 5)
    with pytest.raises(FetchError, match=r"/f\.csv: the connection was cut .*Try again later"):
        bring(url, part)
    assert part.read_bytes() == BODY[:1000]


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        (
            "/f.csv",
            b"<html><TITLE>Sorry, we are down </TITLE>",
            "a web page headed 'Sorry, we are down' came, not a table",
        ),
        ("/f.csv", b"\xef\xbb\xbf \r\n<!doctype html>", "a web page came"),
        ("/f.xlsx", b'{"error": "busy"}', "no workbook, or one cut off"),
        ("/f.XLSX?v=2", b"EN_YEAR\t", "no workbook"),
        ("/f.csv", b"", "nothing came"),
        ("/f.csv", b" \n", "nothing came"),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(
    server: Server, part: Path, name: str, body: bytes, message: str
) -> None:
    with pytest.raises(LayoutError, match=message):
        bring(server.serve(name, body), part)
    assert list(part.parent.iterdir()) == []


def test_a_file_that_is_too_large_is_not_kept(server: Server, part: Path) -> None:
    with pytest.raises(LayoutError, match="more than 1,000 bytes came"):
        bring(server.serve("/f.csv", BODY), part, manners=patient(largest=1000))
    assert list(part.parent.iterdir()) == []


def test_a_file_that_comes_packed_is_unpacked_and_its_packed_size_is_not_taken_for_its_size(
    server: Server, part: Path
) -> None:
    server.instead("/f.csv", Answer(200, gzip.compress(BODY), {"Content-Encoding": "gzip", "ETag": '"e"'}))
    stamp = bring(f"{server.address}/f.csv", part)
    assert part.read_bytes() == BODY
    assert stamp == Stamp(f"{server.address}/f.csv", '"e"', "", None)
    assert server.asked[-1].headers["accept-encoding"] == "identity"
    server.instead("/f.csv", Answer(200, b"not packed", {"Content-Encoding": "gzip"}))
    with pytest.raises(FetchError, match=r"/f\.csv: "):
        bring(f"{server.address}/f.csv", part)


def test_a_file_without_a_length_comes_until_the_connection_ends(server: Server, part: Path) -> None:
    chunked = b"5\r\nhello\r\n0\r\n\r\n"
    server.instead("/f.csv", Answer(200, chunked, {"Transfer-Encoding": "chunked"}))
    stamp = bring(f"{server.address}/f.csv", part)
    assert part.read_bytes() == b"hello"
    assert stamp is not None
    assert stamp.size is None


def test_an_etag_that_could_not_be_sent_back_is_none(server: Server, part: Path) -> None:
    server.instead("/f.csv", Answer(200, BODY, {"ETag": '"é"'}))
    stamp = bring(f"{server.address}/f.csv", part)
    assert stamp is not None
    assert stamp.etag == ""


def test_what_the_portal_says_of_a_file_is_held_against_it(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(BODY)
    digests = [md5(BODY, usedforsecurity=False).hexdigest(), f"sha256:{sha256(BODY).hexdigest().upper()}"]
    for digest in ("", "unknown", *digests):
        for size in (None, 0, len(BODY)):
            assert not differs(path, Resource("1", "", "", size, digest))
    assert (
        differs(path, Resource("1", "", "", 1000)) == f"the portal says 1,000 bytes, and {len(BODY):,} came"
    )
    said = differs(path, Resource("1", "", "", None, "0" * 32))
    assert said == f"the portal says md5 00000000, and {digests[0][:8]} came"
