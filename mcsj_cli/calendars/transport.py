"""Requests to a calendar server over HTTP (RFC 9110): one host, one connection, every wait limited.

The standard library's client is enough. A password never goes to another host, nor unencrypted
over a network. A request is repeated only if that is safe. Answers that are too long or too slow
are refused.
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
from mcsj_cli.model.destination import name_host
from mcsj_cli.model.host import is_loopback

_SAFE = {"PROPFIND", "REPORT", "GET"}  # may be repeated even if the first request arrived
_TRIES = 3
_LARGEST = 50_000_000  # bytes of an answer: a hundred times the list of ten thousand meetings
_PATIENCE = 30.0  # seconds: if a server asks for a longer wait, the person is told
_REDIRECTS = 5
_PORTS = {"https": 443, "http": 80}


class Login(NamedTuple):
    """User and password for Basic authentication (RFC 7617)."""

    user: str
    password: str

    @property
    def header(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


class Limits(NamedTuple):
    """Seconds to wait for a byte and for a whole answer, and the function that makes a pause."""

    silence: float = 30.0
    answer: float = 180.0
    pause: Callable[[float], None] = time.sleep


class Response(NamedTuple):
    """A server's answer, with header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ServerAddress(NamedTuple):
    """The address of a calendar; `path` is unquoted and ends with a slash."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse an address; raise WrongUsageError if it is none, or holds a password or a query.

        The error does not repeat the text, since any part of it may be a password.
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname or "", parts.port
            known = re.fullmatch(rb"[\w.:-]+", host.encode("idna"))
        except ValueError:  # UnicodeError too
            raise _wrong_address_error() from None
        if "@" in parts.netloc:
            raise _login_in_address_error()
        path = unquote(parts.path).rstrip("/") + "/"
        is_printable = all(ord(char) >= 32 for char in path)
        if parts.scheme not in _PORTS or not known or port == 0 or not is_printable:
            raise _wrong_address_error()
        if parts.query or parts.fragment:
            raise _wrong_address_error()
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], path)

    @property
    def origin(self) -> str:
        """The address without its path, under which a keyring keeps its password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def name(self) -> str:
        """The server's name for a person, with its port where that is not the usual one."""
        return name_host(self.host, self.port, _PORTS[self.scheme])

    @property
    def is_private(self) -> bool:
        """Whether requests are encrypted, or stay on this machine."""
        return self.scheme == "https" or is_loopback(self.host)

    def __str__(self) -> str:
        return self.origin + quote(self.path)


def _login_in_address_error() -> WrongUsageError:
    return WrongUsageError(
        _("The address holds a user or a password, where everybody can read them."),
        _("Leave them out, and set MCSJ_CALDAV_USER and MCSJ_CALDAV_PASSWORD, or use the keyring."),
    )


def _wrong_address_error() -> WrongUsageError:
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
            message = _(
                "The password would go to {host} in clear, for everybody on the way to read."
            )
            raise WrongUsageError(
                message.format(host=address.host),
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
        """Send a request and return the answer, whatever its status; raise ServerError without one.

        A request that failed is repeated only if that is safe, and one that the server asks to
        delay is repeated after a short pause.
        """
        for attempt in range(1, _TRIES + 1):
            is_last = attempt == _TRIES
            is_reused = self._connection is not None
            connection = self._connection or self._connect()
            try:
                answer = self._exchange(connection, method, path, body, headers or {})
            except (OSError, HTTPException) as error:
                self.close()
                # The server may have closed a connection that was left open.
                is_stale = is_reused and isinstance(error, ConnectionError)
                if is_last or not (is_stale or method in _SAFE):
                    raise _connection_error(error, self.address, self._limits) from error
                self._limits.pause(0.0 if is_stale else float(attempt))
                continue
            delay = find_delay(answer)
            if is_last or delay is None or delay > _PATIENCE:
                return answer
            self._limits.pause(delay)
        raise AssertionError  # the last attempt returns or raises

    def ask_on(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """Send a request as `ask`, and follow redirects on this host, which change `address`."""
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
        """Return the target of a redirect; raise ServerError if it is on another server."""
        try:
            target = ServerAddress.parse(urljoin(str(self.address), location))
        except (ValueError, WrongUsageError):
            target = None
        if target is not None and self._is_same_server(target):
            return target
        message = _("The server sends us on to another address: {address}")
        raise ServerError(
            message.format(address=target or location),
            _("Nothing was sent there. If it is the right one, give that address yourself."),
        )

    def _is_same_server(self, target: ServerAddress) -> bool:
        if self.login:  # the password may not go to another port, nor to another scheme
            return target[:3] == self.address[:3]
        return target.host == self.address.host

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
        with _Deadline(connection, self._limits.answer):
            connection.request(method, quote(path), body or None, sent)
            response = connection.getresponse()
            content = _read_body(response)
        if response.will_close:
            self.close()
        received = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, received, content)

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
            raise _connection_error(error, self.address, self._limits, sent=False) from error
        self._connection = connection
        return connection


class _Deadline:
    """Close a connection if an answer takes too long as a whole; then raise TimeoutError.

    The connection's own timeout only limits the wait for the next byte.
    """

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._socket: socket.socket = connection.sock
        self._passed = False
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._timer.cancel()
        is_effect = error is None or isinstance(error, OSError | HTTPException | ValueError)
        if self._passed and is_effect:
            raise TimeoutError from error

    def _cut(self) -> None:
        self._passed = True
        with suppress(OSError):
            # Shut down the socket below TLS: the reader may be using the TLS state.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _read_body(response: HTTPResponse) -> bytes:
    parts, size = [], 0
    while part := response.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise HTTPException("too long")
    if response.length:  # read1 raises nothing for an answer that ends early
        raise IncompleteRead(b"", response.length)
    response.close()
    return b"".join(parts)


def find_delay(answer: Response) -> float | None:
    """Return the seconds that a busy server asks us to wait (RFC 9110 10.2.3), or None."""
    if answer.status not in (429, 503):
        return None
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(min(int(text[:9]), 10**6))
    try:  # a date, on the server's own clock
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 5.0 if answer.status == 429 else None


def _connection_error(
    error: Exception, address: ServerAddress, limits: Limits, *, sent: bool = True
) -> ServerError:
    """Return the error for a request without an answer; `sent` is whether it may have arrived."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_error(error, address.host)
    if isinstance(error, ssl.SSLError) and not sent:
        return ServerError(
            _("There is no secure connection to {host}.").format(host=address.host),
            _(
                "Nothing was sent. Look at the address and its port, "
                "and ask whoever looks after the server."
            ),
        )
    if isinstance(error, ConnectionRefusedError):
        message = _("Nothing answers at {host}, port {port}.")
        return ServerError(
            message.format(host=address.host, port=address.port),
            _("Look at the address; if it is right, the server is down: try again later."),
        )
    if isinstance(error, OSError | UnicodeError | IncompleteRead):
        return _lost_connection_error(error, address.host, limits)
    return ServerError(
        _("What {host} answers is not understood.").format(host=address.host),
        _(
            "Look whether the address is that of a calendar, "
            "and ask whoever looks after the server."
        ),
    )


def _certificate_error(error: ssl.SSLCertVerificationError, host: str) -> ServerError:
    message = _("{host} does not prove that it is itself: {reason}.")
    return ServerError(
        message.format(host=host, reason=error.verify_message),
        _("Nothing was sent. Look at the address, and ask whoever looks after the server."),
    )


def _lost_connection_error(error: Exception, host: str, limits: Limits) -> ServerError:
    if isinstance(error, socket.gaierror | UnicodeError):
        message = _("There is no server «{host}», or no connection to the network.")
    elif isinstance(error, TimeoutError):
        message = _("{host} takes too long to answer (more than {n} seconds).")
    else:
        message = _("The connection to {host} broke off before it had answered.")
    advice = _("Look at your connection, and run the command again: it goes on where it stopped.")
    return ServerError(message.format(host=host, n=round(limits.silence)), advice)
