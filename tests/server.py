"""A publisher's portal and file server on 127.0.0.1: well behaved, unless a test says how it is to misbehave."""

import email.utils
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from imp_stats.fetch.network import Manners

API = "/api/3/action"


@dataclass(frozen=True)
class Answer:
    """How one request is answered. ``cut`` ends the connection after so many bytes; ``each`` is a pause between bytes."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    each: float = 0.0
    wait: float = 0.0


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]


class Server:
    """Files by path; answers in their stead, each used once, by path; and what was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.api = f"{address}{API}/"
        self.asked: list[Asked] = []
        self._files: dict[str, tuple[bytes, str, str]] = {}
        self._instead: dict[str, deque[Answer]] = {}

    def serve(self, path: str, body: bytes, *, etag: str | None = None, modified: float = 1.7e9) -> str:
        """Serve a file, and return its address. Its ETag is made of its bytes; an empty one is none."""
        tag = f'"{sha256(body).hexdigest()[:12]}"' if etag is None else etag
        self._files[path] = (body, tag, email.utils.formatdate(modified, usegmt=True) if modified else "")
        return self.address + path

    def instead(self, path: str, *answers: Answer) -> None:
        """Answer the next requests of a path so."""
        self._instead.setdefault(path, deque()).extend(answers)

    def portal(self, dataset: str, resources: Sequence[dict[str, Any]]) -> str:
        """List the files of a dataset as CKAN does, and return the path at which it is asked for."""
        path = f"{API}/package_show?id={dataset}"
        answer = {"success": True, "result": {"id": dataset, "resources": list(resources)}}
        self.serve(path, json.dumps(answer).encode(), etag="", modified=0)
        return path

    def gone(self, path: str) -> None:
        """Serve a file no more."""
        del self._files[path]

    def times(self, path: str, method: str = "GET") -> int:
        """How often a path was asked for."""
        return sum(one.path == path and one.method == method for one in self.asked)

    def answer(self, asked: Asked) -> Answer:
        """What is sent."""
        self.asked.append(asked)
        if self._instead.get(asked.path):
            return self._instead[asked.path].popleft()
        if asked.path not in self._files:
            return Answer(404, b"<html><title>Not found</title></html>")
        body, etag, modified = self._files[asked.path]
        stamps = {name: said for name, said in (("ETag", etag), ("Last-Modified", modified)) if said}
        said = asked.headers
        if etag and said.get("if-none-match") == etag:
            return Answer(304, headers=stamps)
        if "if-none-match" not in said and modified and said.get("if-modified-since") == modified:
            return Answer(304, headers=stamps)
        if "range" in said and said.get("if-range") in (etag, modified):
            start = int(said["range"].removeprefix("bytes=").removesuffix("-"))
            where = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return Answer(206, body[start:], stamps | where)
        return Answer(200, body, stamps)


def patient(
    *,
    attempts: int = 5,
    silence: float = 10,
    deadline: float = 60,
    largest: int = 2**24,
    sleep: Callable[[float], None] = lambda _seconds: None,
) -> Manners:
    """Manners that never really wait: what would be slept goes nowhere."""
    return Manners(
        attempts=attempts, pause=0, silence=silence, deadline=deadline, largest=largest, sleep=sleep
    )


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    behind: Server

    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that left."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        headers = {name.lower(): said for name, said in self.headers.items()}
        answer = self.server.behind.answer(Asked(self.command, self.path, headers))
        time.sleep(answer.wait)
        self.send_response(answer.status)
        for name, said in answer.headers.items():
            self.send_header(name, said)
        if not {"Content-Length", "Transfer-Encoding"} & answer.headers.keys():
            self.send_header("Content-Length", str(len(answer.body)))
        try:
            self.end_headers()
            if self.command != "HEAD" and answer.status != HTTPStatus.NOT_MODIFIED:
                self._send(answer)
        except OSError:  # the client has had enough
            self.close_connection = True

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, answer: Answer) -> None:
        body = answer.body if answer.cut is None else answer.body[: answer.cut]
        step = 1 if answer.each else max(len(body), 1)
        for place in range(0, len(body), step):
            self.wfile.write(body[place : place + step])
            time.sleep(answer.each)
        if answer.cut is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server for a test."""
    with _Http(("127.0.0.1", 0), _Handler) as http:
        http.behind = Server(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield http.behind
        finally:
            http.shutdown()
            thread.join()
