"""Requests: patient with what passes, short with what does not, and polite."""

import datetime as dt
import socket
import ssl
import subprocess
import threading
import time
from email.utils import format_datetime
from pathlib import Path

import pytest

from imp_stats.errors import LayoutError
from imp_stats.fetch.network import FetchError, Manners, Network

from server import Answer, Server, patient, serving


def get(url: str, manners: Manners) -> bytes:
    with Network(manners) as network:

        def once(ends: float) -> bytes:
            with network.answer(url) as response:
                return b"".join(network.body(url, response, ends))

        return network.persist(url, once)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again_each_time_after_twice_the_time(
    server: Server, status: int
) -> None:
    url = server.serve("/f", b"here")
    server.instead("/f", Answer(status), Answer(status))
    slept: list[float] = []
    assert get(url, patient(sleep=slept.append)) == b"here"
    assert slept == [1, 2]


def test_a_server_that_stays_broken_is_given_up_with_what_it_said(server: Server) -> None:
    server.instead("/f", *[Answer(500)] * 9)
    with pytest.raises(
        FetchError, match=r"/f: the server answered 500 Internal Server Error\. Try again later"
    ):
        get(f"{server.address}/f", patient(attempts=3))
    assert server.times("/f") == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_is_not_there_is_asked_for_once(server: Server, status: int) -> None:
    server.instead("/f", *[Answer(status)] * 9)
    with pytest.raises(FetchError, match=rf"/f: the server answered {status} .*publisher's page"):
        get(f"{server.address}/f", patient())
    assert server.times("/f") == 1


def test_the_time_that_a_server_asks_for_is_waited_said_in_seconds_or_as_a_date(server: Server) -> None:
    url = server.serve("/f", b"here")
    later = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    said = ["7", later, "soon", ""]
    server.instead("/f", *[Answer(429, headers={"Retry-After": when}) for when in said])
    slept: list[float] = []
    assert get(url, patient(sleep=slept.append)) == b"here"
    assert slept == [7, pytest.approx(30, abs=2), 4, 8]


def test_a_server_that_asks_for_too_long_a_wait_is_left_alone(server: Server) -> None:
    server.instead("/f", Answer(429, headers={"Retry-After": "3600"}))
    with pytest.raises(FetchError, match=r"429 Too Many Requests, and to wait 3,600 seconds is too long"):
        get(f"{server.address}/f", patient(deadline=1e6))
    assert server.times("/f") == 1


def test_a_wait_that_would_end_after_the_deadline_is_not_begun(server: Server) -> None:
    server.instead("/f", *[Answer(503, headers={"Retry-After": "20"})] * 9)
    with pytest.raises(FetchError, match="to wait 20 seconds is too long"):
        get(f"{server.address}/f", patient(deadline=10))


def test_redirects_are_followed_but_not_for_ever(server: Server) -> None:
    server.serve("/new", b"here")
    server.instead("/old", Answer(302, headers={"Location": "/new"}))
    assert get(f"{server.address}/old", patient()) == b"here"
    server.instead("/round", *[Answer(301, headers={"Location": "/round"})] * 20)
    with pytest.raises(FetchError, match="redirect"):
        get(f"{server.address}/round", patient())


def test_a_silent_server_is_waited_for_only_so_long(server: Server) -> None:
    server.instead("/f", *[Answer(wait=5)] * 2)
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"no answer within 0\.1 seconds"):
        get(f"{server.address}/f", patient(silence=0.1, attempts=2))
    assert time.monotonic() - start < 3


def test_a_trickle_ends_at_the_deadline(server: Server) -> None:
    server.instead("/f", Answer(body=b"x" * 1000, each=0.02))
    start = time.monotonic()
    with pytest.raises(FetchError, match="not all there after 0 seconds"):
        get(f"{server.address}/f", patient(deadline=0.3))
    assert time.monotonic() - start < 3


def test_too_much_is_not_taken(server: Server) -> None:
    url = server.serve("/f", b"x" * 100_001)
    assert len(get(url, patient(largest=100_001))) == 100_001
    with pytest.raises(LayoutError, match="more than 100,000 bytes came"):
        get(url, patient(largest=100_000))


def test_two_requests_to_one_host_have_a_pause_between_them(server: Server) -> None:
    url = server.serve("/f", b"here")
    slept: list[float] = []
    with Network(Manners(pause=50, sleep=slept.append)) as network, serving() as other:
        for address in (url, url, other.serve("/f", b"").replace("127.0.0.1", "localhost")):
            with network.answer(address):
                pass
    assert slept == [pytest.approx(50, abs=1)]


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_host_out_of_reach_is_tried_patiently_once_and_then_no_more() -> None:
    address = f"http://127.0.0.1:{closed_port()}"
    slept: list[float] = []
    with Network(patient(sleep=slept.append, attempts=3)) as network:
        for name in ("a", "b"):
            url = f"{address}/{name}"

            def once(_ends: float, url: str = url) -> None:
                with network.answer(url):
                    pass

            with pytest.raises(FetchError, match=r"/a: out of reach .*HTTPS_PROXY"):
                network.persist(url, once)
    assert slept == [1, 2]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/f", "http://127.0.0.1:port", "no address"])
def test_what_is_no_address_is_named(url: str) -> None:
    with pytest.raises(FetchError, match=r"ftp://|no address|port"):
        get(url, patient())


def test_a_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.address)
    server.serve("http://statistics.invalid/f", b"by the proxy")
    assert get("http://statistics.invalid/f", patient()) == b"by the proxy"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("HTTPS_PROXY", "gopher://proxy:70"),
        ("ALL_PROXY", "socks5://proxy:1080"),
        ("HTTP_PROXY", "http://proxy:port"),
    ],
)
def test_what_is_wrong_in_the_environment_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(FetchError, match=r"set in the environment are of no use \(.*SSL_CERT_FILE"):
        Network()


def test_a_certificate_that_is_not_trusted_is_refused_at_once_and_one_named_in_the_environment_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openssl = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    try:
        call = [*openssl.split(), *names.split(), "-keyout", "key.pem", "-out", "cert.pem"]
        subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    except FileNotFoundError:
        pytest.skip("openssl, which makes the certificate, is not on this machine")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer_safely, args=(listening, context), daemon=True).start()
        url = f"https://localhost:{listening.getsockname()[1]}/f"
        slept: list[float] = []
        with pytest.raises(FetchError, match=r"certificate is not trusted .*SSL_CERT_FILE"):
            get(url, patient(sleep=slept.append))
        assert slept == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert get(url, patient()) == b"safe"


def answer_safely(listening: socket.socket, context: ssl.SSLContext) -> None:
    for _ in range(2):
        connection, _ = listening.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as safe:
                safe.recv(4096)
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")
        except OSError:  # the first client does not trust us
            connection.close()
