"""What a person is told when a calendar server fails: what happened, what to do, and an exit code.

No traceback.
"""

import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import keyring
import pytest
from keyring import backend

from tests.calendars.test_caldav import PATH, listing
from tests.servers import Reply, Request, run_told
from tests.test_main import Run

FEW = ("--group", "4", "--until", "2020-05-17")
Answer = Reply | bytes | None
WAIT = Reply(429, headers=(("Retry-After", "3600"),))
DIGEST = Reply(401, headers=(("WWW-Authenticate", 'Digest realm="x", nonce="y"'),))
BASIC = Reply(401, headers=(("WWW-Authenticate", 'Basic realm="x"'),))
PAGE = b"<!DOCTYPE html><html><body>Bienvenidos</body></html>"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
UID_ELSEWHERE = Reply(
    403,
    (
        b'<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><c:no-uid-conflict/>'
        b"</d:error>"
    ),
)


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_CALDAV_USER", "coordinacion")
    monkeypatch.setenv("MCSJ_CALDAV_PASSWORD", "secreto")
    monkeypatch.setattr(
        "mcsj_cli.calendars.transport.Limits.__new__.__defaults__",
        (0.3, 1.0, lambda _seconds: None),
    )


def tell(mcsj: Run, url: str, code: int, spanish: str, english: str) -> None:
    """Run the command in both languages, and expect a message and what to do in each."""
    for language, words in (("es", spanish), ("en", english)):
        done = mcsj("--lang", language, "calendar", "publish", "--to", url, *FEW)
        assert done.code == code, done
        assert re.search(words, done.err), done.err
        assert "Error: " in done.err
        assert done.err.rstrip().splitlines()[-1].startswith("  ")  # what to do
        assert "Traceback" not in done.err
        assert "secreto" not in done.err


LISTING = [
    (BASIC, "no acepta la contraseña de «coordinacion»", "does not accept the password"),
    (DIGEST, "otra forma de comprobar la contraseña", "another kind of password"),
    (Reply(403), "no deja que «coordinacion» escriba", "does not let «coordinacion» write"),
    (Reply(404), "No hay ningún calendario", "no calendar at"),
    (Reply(405), "no es la dirección de un calendario", "is not the address of a calendar"),
    (Reply(501), "no es la dirección de un calendario", "is not the address of a calendar"),
    (WAIT, "demasiadas peticiones[^$]*60 minutos", "too much at once[^$]*60 minutes"),
    (Reply(500), r"una falla \(500\)", r"a fault \(500\)"),
    (Reply(503), "no está disponible", "not available"),
    (Reply(200, PAGE), "No se entiende", "not understood"),
    (Reply(207, PAGE), "No se entiende", "not understood"),
    (Reply(207, BOMB), "No se entiende", "not understood"),
    (Reply(207, b"<d:multistatus xmlns:d='DAV:'>", cut=999), "se cortó", "broke off"),
    (
        Reply(301, headers=(("Location", "https://192.0.2.1/"),)),
        "nos manda a otra dirección",
        "on to another address",
    ),
    (Reply(301, headers=(("Location", PATH),)), "en círculo", "in a circle"),
    (None, "se cortó", "broke off"),
    (b"220 mail.example.org ESMTP\r\n", "No se entiende", "not understood"),
    (listing(path="/elsewhere/"), "", ""),
]


@pytest.mark.parametrize(("answer", "spanish", "english"), LISTING, ids=repr)
def test_a_calendar_that_cannot_be_looked_at(
    project: Path, mcsj: Run, answer: Answer, spanish: str, english: str
) -> None:
    with run_told(lambda _request: answer) as told:
        tell(mcsj, told.url, 7, spanish, english)
        assert {one.method for one in told.asked} <= {"PROPFIND"}


WRITING = [
    (BASIC, 7, "no acepta la contraseña", "does not accept"),
    (Reply(403), 7, "no deja que", "does not let"),
    (Reply(404), 7, "No hay ningún calendario", "no calendar at"),
    (Reply(405), 7, "no es la dirección", "not the address"),
    (WAIT, 7, "demasiadas peticiones", "too much at once"),
    (Reply(500), 7, "una falla", "a fault"),
    (Reply(507), 7, "no hay espacio", "no room left"),
    (Reply(201, b"", cut=5), 7, "se cortó", "broke off"),
    (None, 7, "se cortó", "broke off"),
    (Reply(423), 7, "2020-W17-g4: está bloqueada", "2020-W17-g4: it is locked"),
    (Reply(413), 7, "demasiado grande", "too large"),
    (Reply(400), 7, r"no la acepta \(400\)", r"does not take it \(400\)"),
    (
        Reply(412),
        4,
        "2020-W17-g4: alguien la cambió en el servidor en este momento",
        "changed it on the server just now",
    ),
    (UID_ELSEWHERE, 4, "el mismo UID", "the same UID"),
]


def first_put(answer: Answer) -> Callable[[Request], Answer]:
    """Answer so to the first meeting, and take the others."""

    def script(request: Request) -> Answer:
        if request.method == "PROPFIND":
            return listing()
        if request.method == "REPORT":
            return Reply(207, b'<d:multistatus xmlns:d="DAV:"/>')
        return answer if "2020-W17-g4" in request.path else Reply(201, headers=(("ETag", '"1"'),))

    return script


@pytest.mark.parametrize(("answer", "code", "spanish", "english"), WRITING, ids=repr)
def test_a_meeting_that_cannot_be_written(
    project: Path, mcsj: Run, answer: Answer, code: int, spanish: str, english: str
) -> None:
    with run_told(first_put(answer)) as told:
        tell(mcsj, told.url, code, spanish, english)


def test_the_others_go_on_and_it_is_said_how_many(project: Path, mcsj: Run) -> None:
    with run_told(first_put(Reply(423))) as told:
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert "Agregadas: 3" in done.out
        assert "1 reunión quedó allí como está." in done.err
        assert sum(one.method == "PUT" for one in told.asked) == 4


def test_a_server_that_fills_up_keeps_what_it_took(project: Path, mcsj: Run) -> None:
    taken: list[str] = []

    def script(request: Request) -> Answer:
        if request.method == "PROPFIND":
            return listing()
        taken.append(request.path)
        return Reply(507) if len(taken) > 2 else Reply(201, headers=(("ETag", '"1"'),))

    with run_told(script) as told:
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert (done.code, done.out) == (7, "")
        assert "Agregadas: 2" in done.err
        assert len(taken) == 3


def test_nobody_answers(project: Path, mcsj: Run) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        tell(
            mcsj,
            f"http://127.0.0.1:{closed.getsockname()[1]}/x/",
            7,
            "Nadie responde en 127.0.0.1",
            "Nothing answers",
        )
    tell(mcsj, "https://nowhere.invalid/x/", 7, "No existe el servidor", "There is no server")


def test_a_server_that_is_silent(project: Path, mcsj: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        tell(
            mcsj,
            f"http://127.0.0.1:{mute.getsockname()[1]}/x/",
            7,
            "tarda demasiado",
            "takes too long",
        )


def test_a_certificate_that_proves_nothing(project: Path, mcsj: Run, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    names = [str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            names[0],
            "-out",
            names[1],
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(names[1], names[0])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        received: list[bytes] = []

        def serve() -> None:
            for _time in range(2):
                connection, _address = listener.accept()
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        received.append(secure.recv(100))
                except OSError:
                    continue

        threading.Thread(target=serve, daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/x/"
        tell(mcsj, url, 7, "no demuestra ser quien dice", "does not prove that it is itself")
    assert received == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--to", "http://calendario.example.org/x/"), 2, "https://"),
        (("--to", "https://"), 2, "Una dirección así se parece a"),
        (("--to", "ftp://example.org/x"), 2, "Una dirección así se parece a"),
        ((), 2, "Diga adónde"),
        (("--to", "http://127.0.0.1:1/", "--mesa", "leon"), 2, "--grupo o --mesa"),
        (("--to", "carpeta"), 2, "reuniones calendario"),
        (("--to", "http://127.0.0.1:1/", "--until", "2019-01-01"), 2, "antes de"),
    ],
)
def test_what_cannot_be_asked_for(
    project: Path, mcsj: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = mcsj("calendario", "publicar", "--group", "4", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


@pytest.mark.parametrize(
    "place",
    [
        "example.org/dav/reuniones",
        "calendario.example.org:8443/dav/",
        "coordinacion:secreto@example.org/dav/",
        "localhost:5232/red/",
        "https:/example.org/dav/",
        "mailto:x",
        "webcal:/example.org/red.ics",
    ],
)
def test_an_address_without_its_beginning_is_no_folder(
    project: Path, mcsj: Run, place: str
) -> None:
    before = {path.name for path in project.iterdir()} | {".mcsj"}
    for language, words in (("es", "Escriba https:// antes"), ("en", "Write https:// before")):
        done = mcsj("--lang", language, "calendar", "publish", "--to", place)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "secreto" not in done.err
    assert {path.name for path in project.iterdir()} == before
    assert mcsj("calendar", "publish", "--to", f"./{place}", "--dry-run").code == 0


def test_folders_with_a_dot_in_their_name_are_folders(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    (project / "www.example.org").mkdir()
    for place in (
        "www.example.org/calendarios",
        ".web/calendarios",
        "sitio.v2",
        "../otro.sitio/web",
        "./red.v2/web",
    ):
        assert mcsj("calendar", "publish", "--to", place).code == 0
        assert (Path(place) / "index.html").exists()


@pytest.mark.parametrize(
    "address", ["https://yo:secreto@example.org/a?b=1", "ftp://yo:secreto@example.org/a"]
)
def test_a_password_in_an_address_is_never_said_again(
    project: Path, mcsj: Run, address: str
) -> None:
    done = mcsj("calendar", "publish", "--to", address)
    assert done.code == 2
    assert "secreto" not in done.err
    assert "MCSJ_CALDAV_PASSWORD" in done.err


def test_a_user_without_password_and_the_other_way_round(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_told(lambda _request: BASIC) as told:
        monkeypatch.delenv("MCSJ_CALDAV_PASSWORD")
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert done.code == 2
        assert f"keyring set http://127.0.0.1:{told.port} coordinacion" in done.err
        monkeypatch.setenv("MCSJ_CALDAV_PASSWORD", "x")
        monkeypatch.delenv("MCSJ_CALDAV_USER")
        assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 2
        assert told.asked == []
        monkeypatch.delenv("MCSJ_CALDAV_PASSWORD")
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert done.code == 7
        assert "MCSJ_CALDAV_USER" in done.err
        assert "authorization" not in told.asked[0].headers


def test_the_password_comes_from_the_keyring(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kept(backend.KeyringBackend):
        """Holds one password."""

        priority = 1

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def get_password(self, service: str, username: str) -> str | None:
            return "del-llavero" if (service, username) == (place, "coordinacion") else None

    monkeypatch.delenv("MCSJ_CALDAV_PASSWORD")
    before = keyring.get_keyring()
    with run_told(first_put(Reply(201, headers=(("ETag", '"1"'),)))) as told:
        place = f"http://127.0.0.1:{told.port}"
        keyring.set_keyring(Kept())  # type: ignore[no-untyped-call]
        try:
            assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 0
        finally:
            keyring.set_keyring(before)
        assert told.asked[0].headers["authorization"] == "Basic Y29vcmRpbmFjaW9uOmRlbC1sbGF2ZXJv"


class Shelf:
    """A calendar in memory with ways of its own.

    It may rewrite what it is given, tell no tags, or drop its answers.
    """

    def __init__(self, *, rewrites: bool = False, drops: int = 0, weak: str = "") -> None:
        # «told»: only what is told is weak; «always»: no tag of its own is taken on condition
        self.weak = weak
        self.objects: dict[str, tuple[str, bytes]] = {}
        self.rewrites = rewrites
        self.drops = drops
        self.changes = 0

    def __call__(self, request: Request) -> Answer:
        there = self.objects.get(request.path)
        if request.method == "PROPFIND":
            return listing(
                *((path, escape(self.tell(tag))) for path, (tag, _content) in self.objects.items())
            )
        if request.method == "REPORT":
            return self.report(request.body.decode())
        condition = request.headers.get("if-match", "*")
        taken = ("*",) if self.weak == "always" else ("*", there and there[0])
        if condition not in taken or (request.headers.get("if-none-match") and there):
            return Reply(412)
        self.changes += 1
        content = (
            request.body.replace(b"SUMMARY:", b"SUMMARY:~ ") if self.rewrites else request.body
        )
        self.objects[request.path] = (f'"{self.changes}"', content)
        if self.changes <= self.drops:
            return None
        return Reply(
            201, headers=() if self.rewrites else (("ETag", self.tell(f'"{self.changes}"')),)
        )

    def tell(self, tag: str) -> str:
        return f"W/{tag}" if self.weak else tag

    def report(self, asked: str) -> Reply:
        found = [
            f"<d:response><d:href>{path}</d:href><d:propstat><d:prop><d:getetag>{escape(self.tell(tag))}</d:getetag>"
            f"<c:calendar-data>{escape(content.decode())}</c:calendar-data></d:prop>"
            "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
            for path, (tag, content) in self.objects.items()
            if f">{path}<" in asked
        ]
        spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
        return Reply(207, f"<d:multistatus {spaces}>{''.join(found)}</d:multistatus>".encode())


def test_an_answer_that_got_lost_is_no_change_of_somebody_else(project: Path, mcsj: Run) -> None:
    shelf = Shelf(drops=1)
    with run_told(shelf) as told:
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert done.code == 0, done
        assert "Agregadas: 4" in done.out
        assert shelf.changes == 4
        assert [one.method for one in told.asked].count("PUT") == 5


@pytest.mark.parametrize("weak", ["told", "always"])
@pytest.mark.parametrize("meanwhile", [False, True])
def test_weak_tags_are_no_conflict_and_no_licence(
    project: Path, mcsj: Run, weak: str, meanwhile: bool
) -> None:
    """Where the tags are weak a change is made all the same,
    but not over what somebody does at that moment.
    """
    shelf = Shelf(weak=weak)
    at_work = [False]

    def script(request: Request) -> Answer:
        if request.method == "PUT" and at_work[0]:
            at_work[0] = False
            shelf.objects[path] = ('"theirs"', shelf.objects[path][1])
        return shelf(request)

    with run_told(script) as told:
        assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 0
        path = next(path for path in shelf.objects if "W19" in path)
        asked = len(told.asked)
        assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 0
        assert len(told.asked) == asked + 1
        assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
        at_work[0] = meanwhile
        done = mcsj("calendar", "publish", "--to", told.url, *FEW)
        assert done.code == (4 if meanwhile else 0), done
        assert (b"CANCELLED" in shelf.objects[path][1]) is not meanwhile
        assert shelf.changes == (4 if meanwhile else 5)


def test_a_server_with_words_of_its_own_is_written_to_once(project: Path, mcsj: Run) -> None:
    shelf = Shelf(rewrites=True)
    with run_told(shelf) as told:
        for _time in range(3):
            done = mcsj("calendar", "publish", "--to", told.url, *FEW)
            assert done.code == 0, done
        assert shelf.changes == 4
        assert mcsj("meetings", "cancel", "2020-W20-g4", "--reason", "x").code == 0
        assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 0
        assert shelf.changes == 5
        path = next(path for path in shelf.objects if "W19" in path)
        shelf.objects[path] = ('"x"', shelf.objects[path][1].replace(b"SUMMARY:~", b"SUMMARY:!"))
        assert mcsj("calendar", "publish", "--to", told.url, *FEW).code == 4
        assert shelf.changes == 5


def test_an_event_of_somebody_else_under_our_name_is_never_written_over(
    project: Path, mcsj: Run
) -> None:
    shelf = Shelf()
    path = f"{PATH}2020-W18-g4%40mexico-sos.mcsj.ics"
    theirs = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20200430T150000Z\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )
    ancient = theirs.replace(b":20200430T150000Z", b";TZID=Asia/Tokyo:00010101T000000")
    for content in (theirs, ancient, b"no calendar at all"):
        shelf.objects[path] = ('"t"', content)
        with run_told(shelf) as told:
            for options in ((), ("--overwrite",)):
                done = mcsj("calendar", "publish", "--to", told.url, *FEW, *options)
                assert done.code == 4
                assert "2020-W18-g4: hay otra cosa en su lugar" in done.err
        assert shelf.objects[path] == ('"t"', content)
    assert shelf.changes == 3
