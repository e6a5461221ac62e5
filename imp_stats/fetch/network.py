"""Requests with manners: a pause between them, retries with back-off, and an end to waiting.

Proxies and certificates come from the environment (``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE``).
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import NoReturn, Self, TypeVar

import httpx

from imp_stats import __version__
from imp_stats.errors import LayoutError

T = TypeVar("T")
_TRY_AGAIN = frozenset({408, 416, 425, 429, 500, 502, 503, 504})  # 416: the part asked for, not the file
_OUT_OF_REACH = (httpx.ConnectError, httpx.ConnectTimeout)


class FetchError(ConnectionError):
    """What the network did not give: names the address, what came, and what to do."""


class CutOffError(Exception):
    """A request that may be tried again: why, with the status, and after how many seconds if the server said so."""

    def __init__(self, reason: str, *, status: int = 0, after: float | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.after = after


@dataclass(frozen=True)
class Manners:
    """How patient and how polite requests are. Times are in seconds, sizes in bytes."""

    attempts: int = 5
    pause: float = 1.0  # between two requests to one host
    first_wait: float = 1.0  # before the second attempt; doubled before each further one
    longest_wait: float = 120.0
    silence: float = 30.0  # without a byte
    deadline: float = 900.0  # for all attempts at one file
    largest: int = 200 * 2**20
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


class Network:
    """One run's requests; used in a ``with`` statement."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self._client = _client(self.manners)
        self._last: dict[str, float] = {}
        self._out_of_reach: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def persist(self, url: str, once: Callable[[float], T]) -> T:
        """What ``once`` returns; it is given the time by which it must end, and is tried again when cut off.

        Raises
        ------
        FetchError
            The last attempt failed, waiting longer would be idle, or the host was out of reach before in this run.

        """
        host = _host(url)
        if host in self._out_of_reach:
            raise FetchError(self._out_of_reach[host])
        ends = self.manners.clock() + self.manners.deadline
        attempt = 1
        while True:
            try:
                return once(ends)
            except (*_OUT_OF_REACH, CutOffError) as error:
                if attempt >= self.manners.attempts or _is_distrust(error):
                    self._give_up(url, error)
                self._wait(url, error, attempt, ends)
                attempt += 1

    def _wait(self, url: str, error: Exception, attempt: int, ends: float) -> None:
        asked = error.after if isinstance(error, CutOffError) else None
        wait = self.manners.first_wait * 2 ** (attempt - 1) if asked is None else asked
        if wait > self.manners.longest_wait or self.manners.clock() + wait > ends:
            msg = f"{url}: {error}, and to wait {wait:,.0f} seconds is too long. Run it again later."
            raise FetchError(msg) from error
        self.manners.sleep(wait)

    def _give_up(self, url: str, error: Exception) -> NoReturn:
        msg = f"{url}: {_reason(error)}"
        if isinstance(error, _OUT_OF_REACH):
            self._out_of_reach[_host(url)] = msg
        raise FetchError(msg) from error

    @contextmanager
    def answer(
        self, url: str, *, method: str = "GET", headers: dict[str, str] | None = None
    ) -> Iterator[httpx.Response]:
        """The answer to a request, its body not read yet; what may pass is :class:`CutOffError`, the rest FetchError."""
        self._keep_pace(_host(url))
        try:
            with self._client.stream(method, url, headers=headers) as response:
                if response.status_code in _TRY_AGAIN:
                    raise CutOffError(
                        _status(response), status=response.status_code, after=_retry_after(response)
                    )
                if response.is_client_error or response.is_server_error:
                    msg = f"{url}: {_status(response)}. Look for the file on the publisher's page."
                    raise FetchError(msg)
                yield response
        except _OUT_OF_REACH:
            raise
        except httpx.TimeoutException as error:
            msg = f"no answer within {self.manners.silence:g} seconds"
            raise CutOffError(msg) from error
        except (httpx.UnsupportedProtocol, httpx.TooManyRedirects, httpx.DecodingError) as error:
            msg = f"{url}: {error}"
            raise FetchError(msg) from error
        except httpx.TransportError as error:
            msg = f"the connection was cut ({error})"
            raise CutOffError(msg) from error

    def body(self, url: str, response: httpx.Response, ends: float, *, held: int = 0) -> Iterator[bytes]:
        """The bytes of an answer as they come, after the ``held`` ones: too late is FetchError, too many LayoutError."""
        size = held
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self.manners.largest:
                msg = f"{url}: more than {self.manners.largest:,} bytes came, which no table of ours has; it is not kept."
                raise LayoutError(msg)
            if self.manners.clock() > ends:
                msg = f"{url}: not all there after {self.manners.deadline:,.0f} seconds. Run it again later."
                raise FetchError(msg)
            yield chunk

    def _keep_pace(self, host: str) -> None:
        now = self.manners.clock()
        until = self._last.get(host, now - self.manners.pause) + self.manners.pause
        if until > now:
            self.manners.sleep(until - now)
        self._last[host] = self.manners.clock()


def _client(manners: Manners) -> httpx.Client:
    try:
        return httpx.Client(
            follow_redirects=True,
            max_redirects=5,
            timeout=manners.silence,
            headers={"User-Agent": f"imp-stats/{__version__}"},
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        msg = f"the proxy or the certificates set in the environment are of no use ({error}). Look at HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE."
        raise FetchError(msg) from error


def _status(response: httpx.Response) -> str:
    return f"the server answered {response.status_code} {response.reason_phrase}".rstrip()


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that a server asks to wait, which it may say as a number or as a date."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        until = parsedate_to_datetime(said).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    return max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds())


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host
    except httpx.InvalidURL as error:
        msg = f"{url!r}: no address of a file ({error}). Look for the file on the publisher's page."
        raise FetchError(msg) from error


def _is_distrust(error: Exception) -> bool:
    """Whether the server's certificate is not trusted: trying again cannot help."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _reason(error: Exception) -> str:
    if _is_distrust(error):
        return f"its certificate is not trusted ({error}). If a proxy of yours puts in its own, name that in SSL_CERT_FILE."
    if isinstance(error, _OUT_OF_REACH):
        return f"out of reach ({error}). Is there a network, or a proxy to set in HTTPS_PROXY?"
    return f"{error}. Try again later."
