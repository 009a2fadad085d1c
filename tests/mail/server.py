"""A real mail server on loopback, with STARTTLS, a certificate of its own and a password,
and with bad days.
"""

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "coordinacion", "palabras"


class Received:
    """A message as it came in: for whom the envelope was, and what it holds."""

    def __init__(self, envelope: Envelope) -> None:
        self.sender = envelope.mail_from
        self.recipients = list(envelope.rcpt_tos)
        self.content = cast("bytes", envelope.original_content)
        self.message = BytesParser(policy=default).parsebytes(self.content)

    @property
    def to(self) -> str:
        [one] = self.recipients
        return one

    def part(self, kind: str) -> EmailMessage:
        [part] = [part for part in self.message.walk() if part.get_content_type() == kind]
        return part

    @property
    def text(self) -> str:
        return str(self.part("text/plain").get_content())

    @property
    def calendar(self) -> bytes:
        return cast("bytes", self.part("text/calendar").get_payload(decode=True))


class Server:
    """What came in, and how the server behaves.

    `refuse` gives an answer instead of a recipient's acceptance.

    `on_data` is called with each message before it is kept; what it gives is answered instead.
    `cut_at_data` are those for whom it takes no message before it leaves, and `cut_after_data`
    those for whom it takes one without saying so; `delay` is for how many seconds it thinks of the
    next one.
    """

    def __init__(self, folder: Path) -> None:
        self.received: list[Received] = []
        self.refuse: dict[str, str] = {}
        self.on_data: Callable[[Received], str | None] = lambda _received: None
        self.certificate = folder / "server.pem"
        self.seen_auth: list[bool] = []
        self.cut_at_data: set[str] = set()
        self.cut_after_data: set[str] = set()
        self.nonsense = False
        self.silent = False
        self.delay = 0.0
        self.port = 0
        self.loop = asyncio.new_event_loop()
        _make_certificate(self.certificate)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.silent:
            await asyncio.sleep(60)
        delay, self.delay = self.delay, 0.0
        await asyncio.sleep(delay)
        received = Received(envelope)
        self.seen_auth.append(bool(session.authenticated) and session.ssl is not None)
        if received.to in self.cut_after_data:
            self.cut_after_data.discard(received.to)
            self.received.append(received)
            cast("asyncio.Transport", server.transport).abort()
            return "451 gone"
        answer = self.on_data(received)
        if answer is None:
            self.received.append(received)
        return "OK, I think" if self.nonsense else answer or "250 OK"

    def settle(self) -> None:
        """Wait until it is done with what it is at.

        Whoever killed a client hears of that before the server does.
        """
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result(30)

    def addresses(self) -> list[str]:
        return [one.to for one in self.received]


class _Smtp(SMTP):
    """A server that may leave when it is to ask for a message."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        cut = cast("Server", self.event_handler).cut_at_data
        recipients = set(self.envelope.rcpt_tos) if self.envelope else set()
        if recipients & cut:
            cut -= recipients
            cast("asyncio.Transport", self.transport).abort()
        else:
            await super().smtp_DATA(arg)


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=good, handled=False)


def _make_certificate(path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    now = datetime.now(UTC)
    names = [x509.IPAddress(ip_address("127.0.0.1"))]  # and not localhost, which is another name
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(encoding))


@contextmanager
def serve(
    folder: Path, *, tls: bool = True, password: bool = True, at_once: bool = False
) -> Iterator[Server]:
    """Run a server in a thread of its own until the end.

    With STARTTLS, with TLS `at_once`, or without any.
    """
    server = Server(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server.certificate)
    loop = server.loop

    def make() -> SMTP:
        return _Smtp(
            server,
            hostname="localhost",
            tls_context=context if tls else None,
            require_starttls=tls,
            authenticator=_authenticate,
            auth_required=password,
            auth_require_tls=tls,
            loop=loop,
        )

    listening = loop.run_until_complete(
        loop.create_server(make, "127.0.0.1", 0, ssl=context if at_once else None)
    )
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        listening.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


class Told:
    """A server that says what it is told, once it is reached and after each line that it gets.

    `sent` counts bytes.
    """

    def __init__(self, *answers: Iterable[bytes]) -> None:
        self.sent = 0
        self._answers = answers
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._thread.join(10)
        self._listening.close()

    def _run(self) -> None:
        connection, _address = self._listening.accept()
        with connection, connection.makefile("rb") as lines, suppress(OSError):
            for answer in self._answers:
                for piece in answer:
                    connection.sendall(piece)
                    self.sent += len(piece)
                lines.readline()


def settings(server: Server) -> dict[str, str]:
    """Give the environment with which the program reaches the server."""
    return {
        "MCSJ_SMTP_HOST": "127.0.0.1",
        "MCSJ_SMTP_PORT": str(server.port),
        "MCSJ_SMTP_USER": USER,
        "MCSJ_SMTP_PASSWORD": PASSWORD,
        "MCSJ_SMTP_SENDER": "coordinacion@example.org",
        "SSL_CERT_FILE": os.fspath(server.certificate),
    }
