"""Sessions with a mail server (RFC 5321, 8314): the only module that speaks SMTP.

Of a server's replies only the code is repeated, since the text may contain addresses.
"""

import io
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import NoReturn, Self

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.mail import MailServer, Security

TIMEOUT = 30.0
"""Seconds to wait for a reply."""

PATIENCE = 600.0
"""Seconds to wait for the reply to a message (RFC 5321 4.5.3.2.6)."""

_LONGEST = 100_000  # bytes of a reply, however many lines it has
# Lines to be written with a second dot, since a single dot ends the message (RFC 5321 4.5.2).
_DOTTED = re.compile(rb"^\.", re.MULTILINE)
_CLOSING = 421  # the code with which a server ends the session
_NAME = "[127.0.0.1]"  # sent instead of this machine's name, which is private


class MailServerError(McsjError):
    """The server cannot be reached, or refuses the login."""

    exit_code = 7


class MailRefusedError(McsjError):
    """The server refused a message, and the session goes on."""

    exit_code = 7

    def __init__(self, code: int) -> None:
        text = _("the server does not take it now ({code})")
        if code >= 500:
            text = _("the server refuses it ({code})")
        super().__init__(text.format(code=code))


class LostError(McsjError):
    """The connection was lost before the message was sent (RFC 5321 4.1.1.10)."""

    exit_code = 7

    def __init__(self) -> None:
        super().__init__(_("the connection was lost"))


class UnsureError(McsjError):
    """The connection was lost after the message was sent: it may be delivered (RFC 5321 6.1)."""

    exit_code = 7

    def __init__(self) -> None:
        super().__init__(_("the connection was lost before the server said whether it takes it"))


class UndeliveredError(McsjError):
    """Some messages were not sent: the reasons by short name; those `unsure` may have been."""

    exit_code = 7

    def __init__(self, failures: Mapping[str, str], unsure: Collection[str] = ()) -> None:
        messages, advice = [], []
        if failures:
            messages.append(_count_unsent(failures))
            advice.append(
                _(
                    "The same command sends what is missing, and nothing twice. "
                    "Correct first what was refused."
                )
            )
        if unsure:
            text = _(
                "The connection was lost before the server said "
                "whether it takes the message for: {names}."
            )
            messages.append(text.format(names=", ".join(unsure)))
            advice.append(_("They may have got it. To send it to them again: --again"))
        super().__init__(" ".join(messages), " ".join(advice))


def _count_unsent(failures: Mapping[str, str]) -> str:
    text = ngettext(
        "{n} message was not sent: {list}.", "{n} messages were not sent: {list}.", len(failures)
    )
    reasons = "; ".join(f"{uid} ({reason})" for uid, reason in failures.items())
    return text.format(n=len(failures), list=reasons)


class _ReplyStream(io.RawIOBase):
    """A server's replies, each limited in its bytes and in its time as a whole."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.begin()

    def begin(self) -> None:
        """Begin the next reply."""
        self._room = _LONGEST
        self._end = time.monotonic() + (self._line.gettimeout() or TIMEOUT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = self._end - time.monotonic()
        if self._room < 0 or left <= 0:
            raise TimeoutError
        usual = self._line.gettimeout()
        self._line.settimeout(left)
        count = self._line.recv_into(buffer)
        self._line.settimeout(usual)
        self._room -= count
        return count


class _Line(smtplib.SMTP):
    """A connection that refuses replies that are too long or too slow."""

    _replies: _ReplyStream

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self._replies = _ReplyStream(self.sock)
            self.file = io.BufferedReader(self._replies)
        self._replies.begin()
        return super().getreply()


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """The same with TLS from the start."""


class SmtpSession:
    """A session with a server, opened with the first message and again after a LostError."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> smtplib.SMTP:
        """Connect and log in, unless that is done; raise MailServerError."""
        if self._line is None:
            self._line = _reach(self._server)
            try:
                _log_in(self._line, self._server)
            except MailServerError:
                self._drop()
                raise
        return self._line

    def offer(self, recipient: str) -> None:
        """Name the next recipient; raise MailServerError, MailRefusedError or LostError."""
        line = self.open()
        try:
            replies = (line.mail(self._server.sender), line.rcpt(recipient))
        except OSError:  # the base of all that smtplib raises
            self._drop()
            raise LostError from None
        for code, _text in replies:
            if code not in (250, 251):
                self._give_up(line, code)

    def deliver(self, content: bytes) -> None:
        """Send the message that was offered, which has to end with a line end.

        Raise MailRefusedError, LostError or UnsureError. If the connection is lost after the
        server has asked for the message, only its reply could tell whether it has the message.
        """
        line = self.open()
        try:
            code, _text = line.docmd("DATA")
        except OSError:
            self._drop()
            raise LostError from None
        if code != 354:
            self._give_up(line, code)
        try:
            code, _text = _send(line, content)
        except OSError:
            code = -1
        if code == -1:
            self._drop()
            raise UnsureError
        if code != 250:
            self._give_up(line, code)

    def close(self) -> None:
        """End the session."""
        if self._line:
            try:
                self._line.quit()
            except OSError:
                self._line.close()
            self._line = None

    def _give_up(self, line: smtplib.SMTP, code: int) -> NoReturn:
        """Reset the session after a refusal; raise MailRefusedError, or LostError if it ended."""
        if code in (_CLOSING, -1):
            self._drop()
            raise LostError
        try:
            line.rset()
        except OSError:
            self._drop()
        raise MailRefusedError(code)

    def _drop(self) -> None:
        if self._line:
            self._line.close()
            self._line = None


def _send(line: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Send a message and return the reply, which may take long; its code is -1 if it is none."""
    assert line.sock  # noqa: S101  it is open
    line.send(_DOTTED.sub(b"..", content) + b".\r\n")
    line.sock.settimeout(PATIENCE)
    answer = line.getreply()
    line.sock.settimeout(TIMEOUT)
    return answer


def _reach(server: MailServer) -> smtplib.SMTP:
    """Connect, encrypted as the settings say; raise MailServerError."""
    with ExitStack() as open_until_ready:
        try:
            context = ssl.create_default_context()
            line = _connect(server, context)
            open_until_ready.callback(line.close)
            if server.security is Security.STARTTLS:
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()  # again after STARTTLS
        except (OSError, UnicodeError) as error:
            raise _explain(server, error) from None
        open_until_ready.pop_all()
        return line


def _connect(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return _TlsLine(server.host, server.port, _NAME, timeout=TIMEOUT, context=context)
    return _Line(server.host, server.port, _NAME, timeout=TIMEOUT)


def _explain(server: MailServer, error: Exception) -> MailServerError:
    """Return the error for a server that cannot be reached, with advice."""
    if isinstance(error, ssl.SSLCertVerificationError):
        message = _("The mail server {host}:{port} cannot prove who it is.")
        advice = _(
            "Nothing was sent. Look at the host's name; "
            "a certificate of your own is named in SSL_CERT_FILE."
        )
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        message = _("The mail server {host}:{port} does not offer STARTTLS.")
        advice = _("Nothing was sent. If it has a port for TLS (465), set: security: tls")
    elif isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        message = _("The mail server {host}:{port} does not answer.")
        advice = _("Nothing was sent. Try again later, and look at host, port and security.")
    else:
        message = _("The mail server {host}:{port} cannot be reached.")
        advice = _("Nothing was sent. Look at the connection, and at host, port and security.")
    return MailServerError(message.format(host=server.host, port=server.port), advice)


def _log_in(line: smtplib.SMTP, server: MailServer) -> None:
    """Log in if the settings name a user; raise MailServerError."""
    if not server.user:
        return
    try:
        line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        raise _wrong_login_error(error.smtp_code) from None
    except UnicodeError:
        raise MailServerError(
            _("The user or the password has letters that mail servers do not take."),
            _("Nothing was sent. Choose a password without accents."),
        ) from None
    except (OSError, ValueError):  # ValueError for a broken challenge
        raise MailServerError(
            _("The mail server does not let anybody in by user and password."),
            _("Nothing was sent. Leave out the user, or look at host and port."),
        ) from None


def _wrong_login_error(code: int) -> MailServerError:
    message = _("The mail server does not accept the user and the password ({code}).")
    return MailServerError(
        message.format(code=code),
        _("Nothing was sent. Look at both; some servers want a password of its own for programs."),
    )
