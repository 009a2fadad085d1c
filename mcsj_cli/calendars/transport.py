"""Requests to a calendar server over HTTP (RFC 9110): one host, one connection, nothing waited for without end.

The standard library's client is enough, and what is refused here stays refused: no password goes to another host or in
clear over a network, no request is repeated that may not be, no answer is longer or slower than it can reasonably be.
"""

import base64
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from threading import Timer
from typing import NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit

from mcsj_cli import __version__
from mcsj_cli.errors import ServerError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.host import is_loopback

_SAFE = {"PROPFIND", "REPORT", "GET"}  # what may be asked again whatever became of the first time
_TRIES = 3
_LARGEST = (
    50_000_000  # bytes of an answer: a hundred times what ten thousand meetings need to be listed
)
_PATIENCE = 30.0  # seconds: longer waits that a server asks for are told to the person
_REDIRECTS = 5


class Login(NamedTuple):
    """Who asks, by RFC 7617."""

    user: str
    password: str

    @property
    def header(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


class Limits(NamedTuple):
    """Seconds: without a byte, for a whole answer, and how a pause is made."""

    silence: float = 30.0
    answer: float = 180.0
    pause: Callable[[float], None] = time.sleep


class Response(NamedTuple):
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ServerAddress(NamedTuple):
    """Where a calendar is; `path` is as people read it, not quoted, and ends with a slash."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address; raise WrongUsageError for one that is none, or that holds what belongs elsewhere.

        The text is not said again: where it is none, nobody can tell which part of it is a password.
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname or "", parts.port
            known = re.fullmatch(rb"[\w.:-]+", host.encode("idna"))
        except ValueError:  # UnicodeError too
            raise _wrong_address() from None
        if "@" in parts.netloc:
            raise WrongUsageError(
                _("The address holds a user or a password, where everybody can read them."),
                _(
                    "Leave them out, and set MCSJ_CALDAV_USER and MCSJ_CALDAV_PASSWORD, or use the keyring."
                ),
            )
        path = unquote(parts.path).rstrip("/") + "/"
        usable = (
            parts.scheme in ("http", "https")
            and known
            and port != 0
            and all(ord(c) >= 32 for c in path)
        )
        if not usable or parts.query or parts.fragment:
            raise _wrong_address()
        return cls(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)

    @property
    def origin(self) -> str:
        """Give it without its path, as a keyring keeps passwords for it: «https://example.org»."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")

    @property
    def is_private(self) -> bool:
        """Say whether nobody on the way can read what is sent."""
        return self.scheme == "https" or is_loopback(self.host)

    def __str__(self) -> str:
        return self.origin + quote(self.path)


def _wrong_address() -> WrongUsageError:
    return WrongUsageError(
        _("This is not the address of a calendar."),
        _("Such an address looks like https://example.org/dav/calendars/red/reuniones/"),
    )


class Server:
    """A connection to the host of an address, opened when it is first needed."""

    def __init__(
        self, address: ServerAddress, login: Login | None, limits: Limits | None = None
    ) -> None:
        if login and not address.is_private:
            raise WrongUsageError(
                _(
                    "The password would go to {host} in clear, for everybody on the way to read."
                ).format(host=address.host),
                _("Nothing was sent. Use an address that begins with https://."),
            )
        self.address = address
        self.login = login
        self._limits = limits or Limits()
        self._connection: HTTPConnection | None = None

    def close(self) -> None:
        """End the connection; the next request opens another."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send a request and give the answer, whatever its status; raise ServerError where there is none.

        What failed on the way is asked again only where that cannot do harm. A short pause is made if it is asked for.
        """
        for attempt in range(1, _TRIES + 1):
            last = attempt == _TRIES
            worn = self._connection is not None
            connection = self._connection or self._connect()
            try:
                answer = self._exchange(connection, method, path, body, headers or {})
            except (OSError, HTTPException) as error:
                self.close()
                # A connection that was left open may have been closed at the other end meanwhile.
                stale = worn and isinstance(error, ConnectionError)
                if last or not (stale or method in _SAFE):
                    raise _tell(error, self.address, self._limits) from error
                self._limits.pause(0.0 if stale else float(attempt))
                continue
            delay = find_delay(answer)
            if last or delay is None or delay > _PATIENCE:
                return answer
            self._limits.pause(delay)
        raise AssertionError  # the last attempt has answered or failed

    def ask_on(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """Ask as `ask`, and go on to where the host sends us, which becomes our address; never to another host."""
        for _hop in range(_REDIRECTS + 1):
            answer = self.ask(method, path, body, headers)
            if answer.status not in (301, 302, 307, 308):
                return answer
            target = self._find_target(answer.headers.get("location", ""))
            if target[:3] != self.address[:3]:
                self.close()
            self.address, path = target, target.path
        raise ServerError(
            _("The server sends us around in a circle."),
            _("Look whether the address is that of the calendar."),
        )

    def _find_target(self, location: str) -> ServerAddress:
        """Read where we are sent on to; raise ServerError for what is no address, or not of the very same server."""
        try:
            target = ServerAddress.parse(urljoin(str(self.address), location))
        except (ValueError, WrongUsageError):
            target = None
        same = target and (
            target[:3] == self.address[:3] if self.login else target.host == self.address.host
        )
        if target is None or not same:
            raise ServerError(
                _("The server sends us on to another address: {address}").format(
                    address=target or location
                ),
                _("Nothing was sent there. If it is the right one, give that address yourself."),
            )
        return target

    def _exchange(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Response:
        sent = {"User-Agent": f"mcsj/{__version__}", **headers}
        if self.login:
            sent["Authorization"] = self.login.header
        with _deadline(connection, self._limits.answer):
            connection.request(method, quote(path), body or None, sent)
            response = connection.getresponse()
            content = _read(response)
        if response.will_close:
            self.close()
        return Response(
            response.status, {name.lower(): value for name, value in response.getheaders()}, content
        )

    def _connect(self) -> HTTPConnection:
        place, silence = (self.address.host, self.address.port), self._limits.silence
        if self.address.scheme == "https":
            connection: HTTPConnection = HTTPSConnection(
                *place, timeout=silence, context=ssl.create_default_context()
            )
        else:
            connection = HTTPConnection(*place, timeout=silence)
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:
            raise _tell(error, self.address, self._limits, sent=False) from error
        self._connection = connection
        return connection


class _deadline:  # noqa: N801  used like a function
    """Cut a connection that is too slow as a whole, though each byte comes in time; TimeoutError says so."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._socket: socket.socket = connection.sock
        self._passed = False
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._timer.cancel()
        if self._passed and (
            error is None or isinstance(error, OSError | HTTPException | ValueError)
        ):
            raise TimeoutError from error

    def _cut(self) -> None:
        self._passed = True
        with suppress(OSError):
            socket.socket.shutdown(
                self._socket, socket.SHUT_RDWR
            )  # under TLS: its state is the reader's


def _read(response: HTTPResponse) -> bytes:
    parts, size = [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise HTTPException("too long")
    if response.length:  # read1 does not mind an answer that ends early
        raise IncompleteRead(b"", response.length)
    response.close()
    return b"".join(parts)


def find_delay(answer: Response) -> float | None:
    """Say how many seconds a server that is too busy asks us to wait (RFC 9110 10.2.3); None from any other."""
    if answer.status not in (429, 503):
        return None
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(min(int(text[:9]), 10**6))
    try:  # a date, on the server's own clock
        moments = [parsedate_to_datetime(value) for value in (text, answer.headers.get("date", ""))]
        return max(0.0, (moments[0] - moments[1]).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 5.0 if answer.status == 429 else None


def _tell(
    error: Exception, address: ServerAddress, limits: Limits, *, sent: bool = True
) -> ServerError:
    host = address.host
    advice = _("Look at your connection, and run the command again: it goes on where it stopped.")
    match error:
        case ssl.SSLCertVerificationError():
            message = _("{host} does not prove that it is itself: {reason}.").format(
                host=host, reason=error.verify_message
            )
            advice = _(
                "Nothing was sent. Look at the address, and ask whoever looks after the server."
            )
        case ssl.SSLError() if not sent:
            message = _("There is no secure connection to {host}.").format(host=host)
            advice = _(
                "Nothing was sent. Look at the address and its port, and ask whoever looks after the server."
            )
        case socket.gaierror() | UnicodeError():
            message = _("There is no server «{host}», or no connection to the network.").format(
                host=host
            )
        case TimeoutError():
            message = _("{host} takes too long to answer (more than {n} seconds).").format(
                host=host, n=round(limits.silence)
            )
        case ConnectionRefusedError():
            message = _("Nothing answers at {host}, port {port}.").format(
                host=host, port=address.port
            )
            advice = _("Look at the address; if it is right, the server is down: try again later.")
        case OSError() | IncompleteRead():
            message = _("The connection to {host} broke off before it had answered.").format(
                host=host
            )
        case _:
            message = _("What {host} answers is not understood.").format(host=host)
            advice = _(
                "Look whether the address is that of a calendar, and ask whoever looks after the server."
            )
    return ServerError(message, advice)
