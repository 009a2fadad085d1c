"""A calendar on a server that answers badly.

What is asked again, what is never sent, and what is not waited for.
"""

import base64
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.calendars import multistatus
from mcsj_cli.calendars.caldav import ANY, CaldavRefusedError, Collection, ConflictError
from mcsj_cli.calendars.fingerprint import read_object
from mcsj_cli.calendars.transport import Limits, Login, Response, Server, ServerAddress, find_delay
from mcsj_cli.errors import McsjError, ServerError, WrongUsageError
from tests.servers import Reply, Request, ToldServer, run_told

LOGIN = Login("coordinacion", "secreto-ñ")
LIST = (
    '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
    "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>{more}</d:multistatus>"
)
OBJECT = (
    "<d:response><d:href>{href}</d:href><d:propstat><d:prop><d:getetag>{tag}</d:getetag></d:prop>"
    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
)
PATH = "/dav/reuniones/"


def listing(*objects: tuple[str, str], path: str = PATH) -> Reply:
    more = "".join(OBJECT.format(href=href, tag=tag) for href, tag in objects)
    return Reply(
        207, LIST.format(path=path, more=more).encode(), (("Content-Type", "application/xml"),)
    )


class Pauses:
    """Counts the seconds of the pauses that would be made."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def reach(
    told: ToldServer, login: Login | None = LOGIN, pauses: Pauses | None = None
) -> Collection:
    limits = Limits(silence=0.3, answer=1.0, pause=pauses or Pauses())
    return Collection(Server(ServerAddress.parse(told.url), login, limits))


def in_turn(*replies: Reply | bytes | None) -> Callable[[Request], Reply | bytes | None]:
    """Answer each request with the next reply, and then always with the last."""
    left = list(replies)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]


def test_objects_are_listed_however_their_addresses_are_written() -> None:
    objects = (
        (f"{PATH}a@b.ics", '"1"'),
        (f"{PATH}c%40d.ics", '"2"'),
        (f"http://elsewhere.example.org{PATH}e%20f.ics", " W/&quot;3&quot; "),
        (f"{PATH}no-tag.ics", ""),
        ("/dav/other/g.ics", '"4"'),
        (f"{PATH}below/h.ics", '"5"'),
        (f"{PATH}below/", '"6"'),
    )
    with run_told(lambda _request: listing(*objects)) as told:
        assert reach(told).list_tags() == {
            "a@b.ics": '"1"',
            "c@d.ics": '"2"',
            "e f.ics": 'W/"3"',
            "no-tag.ics": "*",
        }


@pytest.mark.parametrize("tag", ['"1\n2"', '"1&#13;&#10;X-Y: z"', '"€"', '"ñ"', '"\t"', '"&#127;"'])
def test_a_tag_that_cannot_be_sent_is_none(tag: str) -> None:
    with run_told(
        in_turn(listing((f"{PATH}a.ics", tag)), Reply(204, headers=(("ETag", '"ñ"'),)))
    ) as told:
        collection = reach(told)
        tags = collection.list_tags()
        assert tags == {"a.ics": ANY}
        assert collection.write("a.ics", b"x", tags["a.ics"]) == ""
        assert told.asked[1].headers["if-match"] == ANY


def test_each_change_says_what_it_is_meant_for() -> None:
    with run_told(in_turn(Reply(201, headers=(("ETag", '"new"'),)), Reply(204))) as told:
        collection = reach(told)
        assert collection.write("a@b.ics", b"x", "") == '"new"'
        assert collection.write("a@b.ics", b"x", '"new"') == ""
        collection.remove("a@b.ics", '"new"')
        heads = [
            (one.method, one.headers.get("if-none-match"), one.headers.get("if-match"))
            for one in told.asked
        ]
        assert heads == [("PUT", "*", None), ("PUT", None, '"new"'), ("DELETE", None, '"new"')]
        assert {one.path for one in told.asked} == {f"{PATH}a%40b.ics"}
        sent = base64.b64decode(
            told.asked[0].headers["authorization"].removeprefix("Basic ")
        ).decode()
        assert sent == "coordinacion:secreto-ñ"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(412), ConflictError),
        (
            Reply(
                409,
                b'<d:error xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
                b"<c:no-uid-conflict/></d:error>",
            ),
            ConflictError,
        ),
        (Reply(423), CaldavRefusedError), (Reply(413), CaldavRefusedError),
        (Reply(400), CaldavRefusedError), (Reply(415), CaldavRefusedError),
        (Reply(401), ServerError), (Reply(403), ServerError), (Reply(404), ServerError),
        (Reply(405), ServerError), (Reply(500), ServerError), (Reply(507), ServerError),
        (Reply(302), ServerError), (None, ServerError), (Reply(201, b"half", cut=10), ServerError),
        (b"SSH-2.0-OpenSSH\r\n", ServerError),
    ],
)  # fmt: skip
def test_what_concerns_one_object_is_told_apart_from_what_concerns_all(
    reply: Reply | bytes | None, kind: type[McsjError]
) -> None:
    with run_told(lambda _request: reply) as told, pytest.raises(McsjError) as caught:
        reach(told).write("a.ics", b"x", "")
    assert type(caught.value) is kind
    assert caught.value.message
    assert len(told.asked) == 1  # what changes something is not tried again


def test_what_is_gone_is_removed() -> None:
    with run_told(lambda _request: Reply(404)) as told:
        reach(told).remove("a.ics", '"1"')


def test_reading_is_tried_again_and_writing_is_not() -> None:
    pauses = Pauses()
    with run_told(in_turn(None, Reply(207, b"<half", cut=99), listing())) as told:
        assert reach(told, pauses=pauses).list_tags() == {}
        assert len(told.asked) == 3
    assert pauses.seconds == [1.0, 2.0]
    with run_told(in_turn(None, None, None, listing())) as told, pytest.raises(ServerError):
        reach(told).list_tags()


def test_a_connection_that_the_server_has_closed_meanwhile_is_opened_again() -> None:
    with run_told(in_turn(listing(), None, Reply(201))) as told:
        collection = reach(told)
        collection.list_tags()
        collection.write("a.ics", b"x", "")
        assert [one.method for one in told.asked] == ["PROPFIND", "PUT", "PUT"]


@pytest.mark.parametrize(
    ("headers", "delay"),
    [
        ((("Retry-After", "7"),), 7.0),
        (
            (
                ("Retry-After", "Thu, 23 Apr 2020 22:00:09 GMT"),
                ("Date", "Thu, 23 Apr 2020 22:00:00 GMT"),
            ),
            9.0,
        ),
        ((("Retry-After", "soon"),), 5.0),
        ((("Retry-After", "-1"),), 5.0),
        ((), 5.0),
        ((("Retry-After", "9" * 5000),), 10.0**6),
        ((("Retry-After", "Wed, 21 Oct 99999999999999 07:28:00 GMT"),), 5.0),
    ],
)
def test_a_pause_is_made_if_it_is_short(headers: tuple[tuple[str, str], ...], delay: float) -> None:
    answer = Response(429, {name.lower(): value for name, value in headers}, b"")
    assert find_delay(answer) == delay
    assert find_delay(answer._replace(status=200)) is None


def test_who_is_asked_to_wait_waits_and_goes_on() -> None:
    pauses = Pauses()
    slow = Reply(429, headers=(("Retry-After", "2"),))
    with run_told(in_turn(slow, slow, Reply(201))) as told:
        reach(told, pauses=pauses).write("a.ics", b"x", "")
    assert pauses.seconds == [2.0, 2.0]
    with run_told(lambda _request: Reply(429, headers=(("Retry-After", "3600"),))) as told:
        with pytest.raises(ServerError) as caught:
            reach(told, pauses=pauses).write("a.ics", b"x", "")
        assert len(told.asked) == 1
    assert "60" in caught.value.advice
    assert pauses.seconds == [2.0, 2.0]


def test_a_redirect_within_the_host_is_followed_and_remembered() -> None:
    def script(request: Request) -> Reply:
        if not request.path.startswith("/new/"):
            return Reply(301, headers=(("Location", "/new/caf%C3%A9"),))
        return (
            listing(("/new/café/a.ics", '"1"'), path="/new/caf%C3%A9/")
            if request.method == "PROPFIND"
            else Reply(201)
        )

    with run_told(script) as told:
        collection = reach(told)
        assert collection.list_tags() == {"a.ics": '"1"'}
        collection.write("b.ics", b"x", "")
        assert told.asked[-1].path == "/new/caf%C3%A9/b.ics"


def test_no_redirect_takes_the_password_to_another_host() -> None:
    with run_told(lambda _request: listing()) as other:
        away = other.url.replace("127.0.0.1", "localhost")
        for place in (away, other.url, "http://192.0.2.1/dav/", "ftp://127.0.0.1/", "http://[", ""):
            reply = Reply(302, headers=(("Location", place),))
            with run_told(lambda _request, reply=reply: reply) as told:  # type: ignore[misc]
                with pytest.raises(McsjError):
                    reach(told).list_tags()
                assert len(told.asked) <= 6
        assert other.asked == []


def test_a_circle_of_redirects_ends() -> None:
    with run_told(lambda request: Reply(307, headers=(("Location", request.path + "x/"),))) as told:
        with pytest.raises(ServerError):
            reach(told).list_tags()
        assert len(told.asked) == 6


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><d:multistatus xmlns:d="DAV:">&j;</d:multistatus>'
)
FILE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<d:multistatus xmlns:d="DAV:">&a;</d:multistatus>'
)
DECLARED = (
    f'<!DOCTYPE x [<!ENTITY a "/">]>{LIST.format(path="/dav/reuniones&a;", more="")}'.replace(
        '<?xml version="1.0"?>', ""
    )
)
DEEP = "<a>" * 200_000


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        BOMB.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
        FILE.encode(),
        DECLARED.encode(),
        DEEP.encode(),
        b"",
        b"<html><body>Hola</body></html>",
        b"<!DOCTYPE html><html></html>",
        b"\x00\xff" * 50,
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        LIST.encode()[:150],
        b"<d:multistatus xmlns:d='DAV:'>",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_nothing_that_is_not_a_list_is_taken_for_one(body: bytes) -> None:
    with pytest.raises(ServerError):
        multistatus.parse(body)
    with run_told(lambda _request: Reply(207, body)) as told, pytest.raises(ServerError):
        reach(told).list_tags()


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<d:response>{text}".encode())
)
def test_answers_of_any_kind_are_read_or_refused(body: bytes) -> None:
    for content in (body, LIST.encode().replace(b"{more}", body)):
        try:
            found = multistatus.parse(content)
        except ServerError:
            continue
        assert all(isinstance(one.path, str) for one in found)


def test_objects_are_read_in_batches_and_what_has_gone_is_left_out() -> None:
    def script(request: Request) -> Reply:
        count = request.body.count(b".ics<")
        there = (
            f"<d:response><d:href>{PATH}n000.ics</d:href><d:propstat><d:prop>"
            "<d:getetag>t</d:getetag>"
        )
        there += (
            '<c:calendar-data xmlns:c="urn:ietf:params:xml:ns:caldav">X&#13;\n'
            "Y</c:calendar-data></d:prop>"
        )
        there += "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        gone = (
            f"<d:response><d:href>{PATH}n001.ics</d:href>"
            "<d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
        )
        assert 0 < count <= 100
        return Reply(207, f'<d:multistatus xmlns:d="DAV:">{there}{gone}</d:multistatus>'.encode())

    with run_told(script) as told:
        found = reach(told).read(f"n{number:03}.ics" for number in range(250))
        assert found == {"n000.ics": ("t", b"X\r\nY")}
        assert [one.method for one in told.asked] == ["REPORT"] * 3


def test_an_incomplete_list_is_not_taken_for_the_whole() -> None:
    more = (
        f"<d:response><d:href>{PATH}</d:href>"
        "<d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response>"
    )
    body = LIST.format(path=PATH, more=more).encode()
    with run_told(lambda _request: Reply(207, body)) as told, pytest.raises(ServerError):
        reach(told).list_tags()


def test_where_there_is_no_calendar_those_nearby_are_named() -> None:
    home = (
        '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
        "<d:response><d:href>/</d:href><d:propstat>"
        "<d:prop><d:current-user-principal><d:href>/p/</d:href></d:current-user-principal>"
        "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set></d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
    )

    def script(request: Request) -> Reply:
        if request.path == "/home/":
            return listing(path="/home/una/")
        return Reply(207, home.encode())

    with run_told(script) as told, pytest.raises(ServerError) as caught:
        reach(told).list_tags()
    assert f"http://127.0.0.1:{told.port}/home/una/" in caught.value.advice


@contextmanager
def mute(answer: bytes, drip: float | None = None) -> Iterator[int]:
    """Listen on a port, and answer with some bytes and then nothing,
    or one byte after the other without end.
    """
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=speak, args=(connection,), daemon=True).start()

    def speak(connection: socket.socket) -> None:
        with connection:
            try:
                connection.sendall(answer)
                while not stop.wait(drip):
                    connection.sendall(b"a")
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.close()


HEAD = b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 1000000\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "drip"),
    [
        (b"", None),
        (HEAD, None),
        (HEAD, 0.02),
        (b"HTTP/1.1 207 Multi-Status\r\nX-Long: ", 0.02),
        (b"HTTP/1.1 2", 0.02),
    ],
)
def test_a_server_that_does_not_get_to_the_end_is_left(answer: bytes, drip: float | None) -> None:
    with mute(answer, drip) as port:
        server = Server(
            ServerAddress.parse(f"http://127.0.0.1:{port}/"), None, Limits(0.2, 0.4, Pauses())
        )
        with pytest.raises(ServerError) as caught:
            Collection(server).write("a.ics", b"x", "")
    assert "127.0.0.1" in caught.value.message


def test_an_endless_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcsj_cli.calendars.transport._LARGEST", 100_000)
    with run_told(lambda _request: Reply(207, b"a" * 200_000)) as told, pytest.raises(ServerError):
        reach(told).list_tags()


def test_what_is_no_secure_server_gets_no_password() -> None:
    with run_told(lambda _request: listing()) as told:
        server = Server(
            ServerAddress.parse(told.url.replace("http:", "https:")),
            LOGIN,
            Limits(0.5, 1.0, Pauses()),
        )
        with pytest.raises(ServerError):
            Collection(server).list_tags()
        assert told.asked == []


@pytest.mark.parametrize(
    "url", ["http://example.org/dav/", "http://10.0.0.1/dav/", "http://localhost.example.org/"]
)
def test_no_password_goes_over_a_network_in_clear(url: str) -> None:
    with pytest.raises(WrongUsageError):
        Server(ServerAddress.parse(url), LOGIN)
    Server(ServerAddress.parse(url), None)


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "ftp://example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://[::1/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example..org/",
        "https://u:p@example.org/",
        "https://u:p@example.org/?a=b",
        "ftp://u:p@example.org/",
        "https://u:p@[::1/",
        "https://u:p@example.org:x/",
        "https://u:p#@example.org/",
        "u:p@example.org://",
        "https://u:p@example.org:0/",
        "https://:u:p@/",
        "https://example.org/a%0d%0aX: y/",
        "://",
        "https://exa mple.org/",
        "https://" + "a" * 64 + ".org/",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        ServerAddress.parse(text)
    assert "u:p" not in "".join(traceback.format_exception_only(caught.value)) + caught.value.advice
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://example.org/dav/red", "https://example.org/dav/red/"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/a b/%C3%A1/", "https://example.org:8443/a%20b/%C3%A1/"),
        ("http://[::1]:5232/x/", "http://[::1]:5232/x/"),
        ("HTTPS://Example.ORG:443/X/", "https://example.org/X/"),
    ],
)
def test_addresses_have_one_form(text: str, written: str) -> None:
    address = ServerAddress.parse(text)
    assert str(address) == written
    assert ServerAddress.parse(written) == address


@given(
    st.binary(max_size=400)
    | st.text().map(lambda text: f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{text}".encode())
)
def test_objects_of_any_kind_are_understood_or_not(content: bytes) -> None:
    meaning = read_object(content)
    assert meaning is None or meaning.digest


@pytest.mark.parametrize(
    "start",
    ["DTSTART;TZID=Asia/Tokyo:00010101T000000", "DTSTART;TZID=America/Tijuana:99991231T235959"],
)
def test_a_day_that_has_no_place_in_utc_is_not_understood(start: str) -> None:
    content = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{start}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert read_object(content.encode()) is None


@pytest.mark.parametrize(
    "seal",
    [
        "v.m.2020-99-01.0.all",
        "v.m.all",
        "....",
        "v.m.2020-04-23.x.all",
        f"v.m.2020-04-23.{9:05000}.all",
    ],
)
def test_a_seal_that_is_none_does_no_harm(seal: str) -> None:
    content = (
        f"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20200430T010000Z\r\nX-MCSJ-SEAL:{seal}\r\nEND:VEVENT\r\n"
    )
    meaning = read_object(content.encode())
    assert meaning is None or (meaning.version, meaning.scope) == ("", "")
