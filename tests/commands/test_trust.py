"""Servers that a pulled change names get nothing, until a person at this machine says so."""

import json
import os
import shutil
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pexpect
import pytest

from mcsj_cli.model.fields import Line
from mcsj_cli.model.invitation import Correspondence, Method, Sent
from mcsj_cli.model.person import Handle
from mcsj_cli.store.invitations import change_correspondence
from mcsj_cli.store.people import change_people
from tests.commands.test_prompts import _end, _spawn
from tests.mail.conftest import MEETING, everybody
from tests.mail.server import PASSWORD as MAIL_PASSWORD
from tests.mail.server import USER as MAIL_USER
from tests.mail.server import Server, serve, settings
from tests.servers import PASSWORD, USER, Radicale, run_radicale
from tests.store.test_history import run_git
from tests.test_main import Run

PUBLISH = ("calendar", "publish", "--group", "4", "--until", "2020-05-17")
INVITE = ("meetings", "invite", MEETING, "--yes")


class Ear:
    """A server on loopback that says nothing and keeps every byte, and every connection."""

    def __init__(self) -> None:
        self.heard = b""
        self.reached = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_why: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # which ends the wait of the thread
        self._listening.close()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                self.reached += 1
                with connection:
                    connection.settimeout(5)
                    self.heard += connection.recv(100_000)


@pytest.fixture
def ear() -> Iterator[Ear]:
    with Ear() as listening:
        yield listening


@pytest.fixture
def radicale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Radicale]:
    monkeypatch.setenv("MCSJ_CALDAV_USER", USER)
    monkeypatch.setenv("MCSJ_CALDAV_PASSWORD", PASSWORD)
    folder = tmp_path / "radicale"
    folder.mkdir()
    with run_radicale(folder) as running:
        yield running


@pytest.fixture
def people(project: Path) -> Path:
    change_people(project, None, lambda _before: everybody())
    return project


@pytest.fixture
def mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a mail server, whose name only the network's file tells."""
    folder = tmp_path / "mail"
    folder.mkdir()
    with serve(folder) as running:
        monkeypatch.setenv("MCSJ_SMTP_PASSWORD", MAIL_PASSWORD)
        monkeypatch.setenv("SSL_CERT_FILE", settings(running)["SSL_CERT_FILE"])
        yield running


def name_calendar(project: Path, url: str, message: str = "calendar") -> None:
    """Have the network's file name another calendar server, as a pull does."""
    _write(project, "calendar", f"{{url: {url}}}", message)


def name_mail(project: Path, port: int, more: str = "") -> None:
    value = f"{{sender: red@example.org, host: 127.0.0.1, port: {port}{more}}}"
    _write(project, "mail", value, "mail")


def _write(project: Path, key: str, value: str, message: str) -> None:
    path = project / "data/network.yaml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{key}:")]
    path.write_text("\n".join([*kept, f"{key}: {value}", ""]), "utf-8")
    run_git(project, "commit", "-qam", message)


def memory() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "mcsj" / "servers.json"


def remembered() -> list[tuple[str, str]]:
    servers = json.loads(memory().read_text("utf-8"))["servers"]
    return [(one["service"], one["host"]) for one in servers]


def test_a_pulled_calendar_server_gets_nothing(
    project: Path, mcsj: Run, radicale: Radicale, ear: Ear
) -> None:
    assert mcsj(*PUBLISH, "--to", radicale.url, "--create").code == 0
    name_calendar(project, f"http://{ear.host}/dav/")
    bare = ear.host.partition(":")[0]
    for options in ([], ["--dry-run"], ["--trust-host", "example.org"], ["--trust-host", bare]):
        refused = mcsj(*PUBLISH, *options)
        is_named = any(f"«{one}» no es el nombre completo" in refused.err for one in options)
        assert is_named == (len(options) == 2)
        assert (refused.code, refused.out) == (7, "")
        assert f"nunca se ha enviado nada al servidor de calendario «{ear.host}»" in refused.err
        assert f"--confiar-en {ear.host}" in refused.err
    assert (ear.reached, ear.heard) == (0, b"")
    assert remembered() == [("calendar", urlsplit(radicale.url).netloc)]


@pytest.mark.parametrize("user", ["", f", user: {MAIL_USER}"])
def test_a_pulled_mail_server_gets_nothing(
    people: Path, mcsj: Run, ear: Ear, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.setenv("MCSJ_SMTP_PASSWORD", MAIL_PASSWORD)
    name_mail(people, ear.port, f"{user}, security: none")
    refused = mcsj(*INVITE)
    assert (refused.code, refused.out) == (7, "")
    # The port of its own is not the usual one.
    assert f"nunca se ha enviado nada por el servidor de correo «{ear.host}»" in refused.err
    assert f"--confiar-en {ear.host}" in refused.err
    assert (ear.reached, ear.heard) == (0, b"")
    assert not memory().exists()
    assert not (people / "private/invitations").exists()


def test_a_server_that_is_trusted_once_is_remembered(
    project: Path, mcsj: Run, radicale: Radicale, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_calendar(project, radicale.url)
    host = urlsplit(radicale.url).netloc
    assert mcsj(*PUBLISH, "--create").code == 7
    assert radicale.asked == []
    assert mcsj(*PUBLISH, "--create", "--trust-host", host.upper()).code == 0
    assert stat.S_IMODE(memory().stat().st_mode) == 0o600
    assert PASSWORD not in memory().read_text("utf-8")
    written = memory().read_bytes()
    shutil.rmtree(project / ".mcsj")
    assert mcsj(*PUBLISH).code == 0
    # What is known of the folder goes with it to another place, and to a new clone.
    moved, clone = project.parent / "movida", project.parent / "clon"
    project.rename(moved)
    run_git(project.parent, "clone", "-q", str(moved), str(clone))
    for place in (moved, clone):
        shutil.rmtree(place / ".mcsj", ignore_errors=True)
        monkeypatch.chdir(place)
        assert mcsj(*PUBLISH).code == 0
    assert memory().read_bytes() == written
    run_git(clone, "config", "user.name", "x")
    run_git(clone, "config", "user.email", "x@example.org")
    # Another address on the same host is as good, another port is another host.
    name_calendar(clone, radicale.url.replace("reuniones", "otra"))
    assert mcsj(*PUBLISH, "--create").code == 0
    name_calendar(clone, f"http://{ear.host}/dav/")
    assert mcsj(*PUBLISH).code == 7
    assert ear.reached == 0


def test_another_network_on_this_machine_is_asked_for_itself(
    project: Path, tmp_path: Path, mcsj: Run, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_calendar(project, radicale.url)
    host = urlsplit(radicale.url).netloc
    assert mcsj(*PUBLISH, "--create", "--trust-host", host).code == 0
    other = tmp_path / "otra-red"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns(".mcsj", ".git"))
    run_git(other, "init", "-q")
    run_git(other, "add", ".")
    run_git(other, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "otra")
    monkeypatch.chdir(other)
    assert mcsj(*PUBLISH).code == 7


def test_a_calendar_server_is_not_thereby_trusted_with_mail(
    people: Path, mcsj: Run, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_CALDAV_USER", USER)
    monkeypatch.setenv("MCSJ_CALDAV_PASSWORD", PASSWORD)
    assert mcsj(*PUBLISH, "--to", f"http://{ear.host}/dav/").code == 7  # it says nothing
    assert remembered() == [("calendar", ear.host)]
    reached = ear.reached
    name_mail(people, ear.port, ", security: none")
    assert mcsj(*INVITE).code == 7
    assert ear.reached == reached


def test_a_nightly_publication_goes_on_after_an_upgrade(
    project: Path, mcsj: Run, radicale: Radicale, ear: Ear
) -> None:
    assert mcsj(*PUBLISH, "--to", radicale.url, "--create").code == 0
    memory().unlink()  # as if the release before had done that
    name_calendar(project, radicale.url)
    assert mcsj(*PUBLISH).code == 0
    assert remembered() == [("calendar", urlsplit(radicale.url).netloc)]
    name_calendar(project, f"http://{ear.host}/dav/")
    assert mcsj(*PUBLISH).code == 7
    assert ear.reached == 0


@pytest.mark.parametrize("folder", [".mcsj", ".McsJ"])
def test_what_came_by_a_pull_is_no_earlier_publication(
    project: Path, mcsj: Run, radicale: Radicale, folder: str
) -> None:
    assert mcsj(*PUBLISH, "--to", radicale.url, "--create").code == 0
    memory().unlink()
    name_calendar(project, radicale.url)
    if folder != ".mcsj":
        shutil.copytree(project / ".mcsj", project / folder)
    run_git(project, "add", "--force", folder)
    run_git(project, "commit", "-qm", "sync")
    run_git(project, "rm", "-rq", "--cached", folder)
    run_git(project, "commit", "-qm", "hide")
    radicale.asked.clear()
    assert mcsj(*PUBLISH).code == 7
    assert radicale.asked == []


def _note_sent(project: Path, moment: datetime) -> None:
    """Note an invitation as one that was sent at a moment."""
    sent = Sent(
        person=Handle("otra-jacaranda"),
        method=Method.REQUEST,
        sequence=0,
        told=Line("x"),
        address=Line("x"),
        at=moment.replace(microsecond=0),
    )
    change_correspondence(project, None, "2020-W17-g6", lambda _before: Correspondence([sent], []))


@pytest.mark.parametrize("how", ["committed", "edited since", "not committed", "without git"])
def test_nightly_invitations_go_on_after_an_upgrade(
    people: Path, mcsj: Run, mail: Server, how: str
) -> None:
    before = run_git(people, "rev-parse", "HEAD")
    name_mail(people, mail.port, f", user: {MAIL_USER}")
    if how == "not committed":
        run_git(people, "reset", "-q", "--soft", before)
        run_git(people, "reflog", "expire", "--expire=all", "--all")
    if how == "without git":
        shutil.rmtree(people / ".git")
    _note_sent(people, datetime.now(UTC) + timedelta(seconds=2))
    if how == "edited since":
        later = time.time() + 10
        os.utime(people / "data/network.yaml", (later, later))
    done = mcsj(*INVITE)
    assert done.code == 0, done
    assert len(mail.received) == 3
    assert remembered() == [("mail", f"127.0.0.1:{mail.port}")]


@pytest.mark.parametrize(
    "why", ["named later", "nothing was sent", "invitations came by a pull", "git forgot"]
)
def test_what_does_not_show_that_invitations_went_there(
    people: Path, mcsj: Run, mail: Server, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "named later":
        # A commit may say that it is older than it is.
        _note_sent(people, datetime.now(UTC) - timedelta(seconds=60))
        monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z")
        subprocess.run(["git", "branch", "-q", "theirs"], check=True)
        subprocess.run(["git", "switch", "-q", "theirs"], check=True)
        name_mail(people, mail.port, f", user: {MAIL_USER}")
        monkeypatch.delenv("GIT_COMMITTER_DATE")
        subprocess.run(["git", "switch", "-q", "main"], check=True)
        subprocess.run(["git", "merge", "-q", "--ff-only", "theirs"], check=True)
    else:
        name_mail(people, mail.port, f", user: {MAIL_USER}")
    if why == "git forgot":
        run_git(people, "reflog", "expire", "--expire=all", "--all")
        _note_sent(people, datetime.now(UTC) + timedelta(seconds=2))
        later = time.time() + 10
        os.utime(people / "data/network.yaml", (later, later))
    if why == "invitations came by a pull":
        _note_sent(people, datetime.now(UTC) + timedelta(seconds=2))
        run_git(people, "add", "--force", "private/invitations")
        run_git(people, "commit", "-qm", "sync")
        run_git(people, "rm", "-rq", "--cached", "private")
        run_git(people, "commit", "-qm", "hide")
    refused = mcsj(*INVITE)
    assert refused.code == 7, refused
    assert mail.received == []


def test_the_environment_is_the_persons_own_word(
    people: Path, mcsj: Run, mail: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in settings(mail).items():
        monkeypatch.setenv(key, value)
    assert mcsj(*INVITE).code == 0
    assert remembered() == [("mail", f"127.0.0.1:{mail.port}")]
    for name in ("HOST", "PORT", "SENDER"):
        monkeypatch.delenv(f"MCSJ_SMTP_{name}")
    name_mail(people, mail.port)
    assert mcsj("meetings", "move", MEETING, "--to", "2020-05-07 10:00", "--reason", "x").code == 0
    assert mcsj(*INVITE).code == 0
    assert len(mail.received) == 6


def test_invitations_through_ones_own_server_say_nothing_of_the_one_in_the_file(
    people: Path, mcsj: Run, mail: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_mail(
        people, mail.port, f", user: {MAIL_USER}"
    )  # pulled while the environment names another one
    (tmp_path / "own").mkdir()
    with serve(tmp_path / "own") as own, monkeypatch.context() as patch:
        for key, value in settings(own).items():
            patch.setenv(key, value)
        assert mcsj(*INVITE).code == 0
        assert len(own.received) == 3
    _note_sent(people, datetime.now(UTC) + timedelta(seconds=2))
    assert mcsj("meetings", "move", MEETING, "--to", "2020-05-07 10:00", "--reason", "x").code == 0
    refused = mcsj(*INVITE)
    assert refused.code == 7, refused
    assert "--confiar-en" in refused.err
    assert mail.received == []


def test_a_memory_that_cannot_be_read_is_told_and_counts_as_empty(
    project: Path, mcsj: Run, radicale: Radicale
) -> None:
    name_calendar(project, radicale.url)
    trust = ("--trust-host", urlsplit(radicale.url).netloc)
    assert mcsj(*PUBLISH, "--create", *trust).code == 0
    shutil.rmtree(project / ".mcsj")
    for content in (b"", b"{", b'{"servers": [{"host": 1}]}', b"\xff\x00", b"[" * 100_000):
        memory().write_bytes(content)
        refused = mcsj(*PUBLISH)
        assert refused.code == 7
        assert f"No se puede leer {memory()}" in refused.err
    assert mcsj(*PUBLISH, *trust).code == 0
    assert remembered() == [("calendar", trust[1])]


def test_a_memory_that_cannot_be_written_is_told(
    project: Path, mcsj: Run, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = project.parent / "archivo"
    no_folder.write_bytes(b"")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(no_folder))
    name_calendar(project, radicale.url)
    done = mcsj(*PUBLISH, "--create", "--trust-host", urlsplit(radicale.url).netloc)
    assert done.code == 0
    assert "El servidor no queda anotado" in done.err
    shutil.rmtree(project / ".mcsj")
    assert mcsj(*PUBLISH).code == 7


@pytest.mark.parametrize(("answer", "code"), [("n", 7), ("", 7), ("s", 0)])
def test_at_a_keyboard_the_calendar_server_is_asked_for_by_name(
    project: Path, radicale: Radicale, answer: str, code: int
) -> None:
    name_calendar(project, radicale.url)
    host = urlsplit(radicale.url).netloc
    terminal = _spawn(*PUBLISH, "--create")
    terminal.expect_exact(f"servidor de calendario «{host}»")
    terminal.expect_exact("Recibiría la contraseña y las reuniones de la red.")
    terminal.expect(rf"¿Enviar a «{host}»\?.*\[s/N\]: ")
    assert radicale.asked == []
    terminal.sendline(answer)
    assert _end(terminal)[0] == code
    assert memory().exists() == (code == 0)
    assert bool(radicale.asked) == (code == 0)


@pytest.mark.parametrize(("answer", "code"), [("n", 7), ("s", 0)])
def test_at_a_keyboard_the_mail_server_is_asked_for_and_named(
    people: Path, mail: Server, answer: str, code: int
) -> None:
    name_mail(people, mail.port, f", user: {MAIL_USER}")
    host = f"127.0.0.1:{mail.port}"
    terminal = _spawn("meetings", "invite", MEETING)
    terminal.expect_exact("Recibiría la contraseña, y los nombres y correos de las personas.")
    terminal.expect(rf"¿Enviar a «{host}»\?.*\[s/N\]: ")
    assert mail.received == []
    terminal.sendline(answer)
    if code == 0:
        terminal.expect(rf"Se enviará un mensaje.*3.*servidor de correo {host}\..*\[s/N\]: ")
        assert mail.received == []
        terminal.sendline("s")
    assert _end(terminal)[0] == code
    assert len(mail.received) == (3 if code == 0 else 0)


def test_yes_does_not_answer_for_a_server(people: Path, mail: Server) -> None:
    name_mail(people, mail.port, f", user: {MAIL_USER}")
    terminal = _spawn(*INVITE)
    terminal.expect(r"¿Enviar a «.*»\?.*\[s/N\]: ")
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    assert mail.received == []
