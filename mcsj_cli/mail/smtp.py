"""The way to a mail server (RFC 5321, 8314): the only module that speaks SMTP.

What a server says is not repeated but for its code: it may hold the address that it speaks of.
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
"""Seconds that a server may take for an answer."""

PATIENCE = 600.0
"""Seconds that it may take to say whether it has taken a message (RFC 5321 4.5.3.2.6)."""

_LONGEST = 100_000  # bytes of an answer, in how many lines soever
_OPEN = re.compile(
    rb"^\.", re.MULTILINE
)  # a line that begins as the end of the message does (RFC 5321 4.5.2)
_GONE = 421  # the code with which a server takes its leave
_NAME = "[127.0.0.1]"  # instead of this machine's own name, which is nobody's business


class MailServerError(McsjError):
    """A server that cannot be reached, or does not let us in."""

    exit_code = 7


class MailRefusedError(McsjError):
    """A message that was not taken, while the way to the server is open."""

    exit_code = 7

    def __init__(self, code: int) -> None:
        told = (
            _("the server refuses it ({code})")
            if code >= 500
            else _("the server does not take it now ({code})")
        )
        super().__init__(told.format(code=code))


class LostError(McsjError):
    """The way to the server is lost, before it had the message: that was not taken (RFC 5321 4.1.1.10)."""

    exit_code = 7

    def __init__(self) -> None:
        super().__init__(_("the connection was lost"))


class UnsureError(McsjError):
    """The way to the server is lost while it had the message: it may have taken it (RFC 5321 6.1)."""

    exit_code = 7

    def __init__(self) -> None:
        super().__init__(_("the connection was lost before the server said whether it takes it"))


class UndeliveredError(McsjError):
    """Some messages were not taken: whose, by short name, and why; of those `unsure` nobody knows."""

    exit_code = 7

    def __init__(self, failures: Mapping[str, str], unsure: Collection[str] = ()) -> None:
        told, advice = [], []
        if failures:
            text = ngettext(
                "{n} message was not sent: {list}.",
                "{n} messages were not sent: {list}.",
                len(failures),
            )
            reasons = "; ".join(f"{uid} ({reason})" for uid, reason in failures.items())
            told.append(text.format(n=len(failures), list=reasons))
            advice.append(
                _(
                    "The same command sends what is missing, and nothing twice. Correct first what was refused."
                )
            )
        if unsure:
            text = _(
                "The connection was lost before the server said whether it takes the message for: {names}."
            )
            told.append(text.format(names=", ".join(unsure)))
            advice.append(_("They may have got it. To send it to them again: --again"))
        super().__init__(" ".join(told), " ".join(advice))


class _Ear(io.RawIOBase):
    """What a server says: of each answer so many bytes, within the time that a silence may last."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.begin()

    def begin(self) -> None:
        """Begin another answer."""
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
    """A connection on which no answer is longer or slower than it can reasonably be."""

    _ear: _Ear

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:
            self._ear = _Ear(self.sock)
            self.file = io.BufferedReader(self._ear)
        self._ear.begin()
        return super().getreply()


class _ClosedLine(_Line, smtplib.SMTP_SSL):
    """The same with TLS from its beginning."""


class SmtpSession:
    """A way to a server, open from the first message on; after a LostError a new one is opened for the next."""

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
        """Reach the server and be let in, if that is not so yet; raise MailServerError."""
        if self._line is None:
            self._line = _reach(self._server)
            try:
                _enter(self._line, self._server)
            except MailServerError:
                self._drop()
                raise
        return self._line

    def offer(self, recipient: str) -> None:
        """Say for whom the next message is; raise MailServerError, RefusedError or LostError."""
        line = self.open()
        try:
            replies = (line.mail(self._server.sender), line.rcpt(recipient))
        except OSError:  # as all that smtplib raises is
            self._drop()
            raise LostError from None
        for code, _told in replies:
            if code not in (250, 251):
                self._give_up(line, code)

    def deliver(self, content: bytes) -> None:
        """Hand over the message that was offered, which ends with its line; raise RefusedError, LostError, UnsureError.

        Until the server asks for the message it has none; from then on only its answer says what became of it.
        """
        line = self.open()
        try:
            code, _told = line.docmd("DATA")
        except OSError:
            self._drop()
            raise LostError from None
        if code != 354:
            self._give_up(line, code)
        try:
            code, _told = _hand_over(line, content)
        except OSError:
            code = -1
        if code == -1:
            self._drop()
            raise UnsureError
        if code != 250:
            self._give_up(line, code)

    def close(self) -> None:
        """Take leave."""
        if self._line:
            try:
                self._line.quit()
            except OSError:
                self._line.close()
            self._line = None

    def _give_up(self, line: smtplib.SMTP, code: int) -> NoReturn:
        """Begin anew after a refusal; raise LostError where the server has left, RefusedError otherwise."""
        if code in (_GONE, -1):
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


def _hand_over(line: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Send a message, and wait for the one answer that may take long: -1 for what is none."""
    assert line.sock  # noqa: S101  it is open
    line.send(_OPEN.sub(b"..", content) + b".\r\n")
    line.sock.settimeout(PATIENCE)
    answer = line.getreply()
    line.sock.settimeout(TIMEOUT)
    return answer


def _reach(server: MailServer) -> smtplib.SMTP:
    """Connect, closed to others as the settings say; raise MailServerError."""
    with ExitStack() as open_until_ready:
        try:
            context = ssl.create_default_context()
            if server.security is Security.TLS:
                line: smtplib.SMTP = _ClosedLine(
                    server.host, server.port, _NAME, timeout=TIMEOUT, context=context
                )
            else:
                line = _Line(server.host, server.port, _NAME, timeout=TIMEOUT)
            open_until_ready.callback(line.close)
            if server.security is Security.STARTTLS:
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()  # what was said before TLS does not count
        except (OSError, UnicodeError) as error:
            raise _explain(server, error) from None
        open_until_ready.pop_all()
        return line


def _explain(server: MailServer, error: Exception) -> MailServerError:
    """Say why a server cannot be reached, and what to do."""
    place = {"host": server.host, "port": server.port}
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = _(
            "Nothing was sent. Look at the host's name; a certificate of your own is named in SSL_CERT_FILE."
        )
        return MailServerError(
            _("The mail server {host}:{port} cannot prove who it is.").format(**place), advice
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        advice = _("Nothing was sent. If it has a port for TLS (465), set: security: tls")
        return MailServerError(
            _("The mail server {host}:{port} does not offer STARTTLS.").format(**place), advice
        )
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        advice = _("Nothing was sent. Try again later, and look at host, port and security.")
        return MailServerError(
            _("The mail server {host}:{port} does not answer.").format(**place), advice
        )
    advice = _("Nothing was sent. Look at the connection, and at host, port and security.")
    return MailServerError(
        _("The mail server {host}:{port} cannot be reached.").format(**place), advice
    )


def _enter(line: smtplib.SMTP, server: MailServer) -> None:
    """Say who we are, where we are somebody; raise MailServerError."""
    if not server.user:
        return
    try:
        line.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        message = _("The mail server does not accept the user and the password ({code}).").format(
            code=error.smtp_code
        )
        advice = _(
            "Nothing was sent. Look at both; some servers want a password of its own for programs."
        )
        raise MailServerError(message, advice) from None
    except UnicodeError:
        message = _("The user or the password has letters that mail servers do not take.")
        raise MailServerError(
            message, _("Nothing was sent. Choose a password without accents.")
        ) from None
    except (OSError, ValueError):  # ValueError for a challenge that is none
        message = _("The mail server does not let anybody in by user and password.")
        raise MailServerError(
            message, _("Nothing was sent. Leave out the user, or look at host and port.")
        ) from None
