"""Web addresses: those of one page, and those that open a room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.fields import Url
from mcsj_cli.model.web_page import clean, opens_room, resolve, url_key


@pytest.mark.parametrize(
    "other",
    [
        "http://imss.gob.mx/a",
        "https://www.imss.gob.mx/a/",
        "HTTPS://WWW.IMSS.GOB.MX/a",
        "https://imss.gob.mx/a#parte",
        "https://imss.gob.mx/a?utm_source=x&utm_medium=y",
        "https://imss.gob.mx/a?fbclid=abc",
        "https://imss.gob.mx/a?",
    ],
)
def test_addresses_of_one_page(other: str) -> None:
    assert url_key(other) == url_key("https://imss.gob.mx/a")


@pytest.mark.parametrize(
    "other",
    [
        "https://imss.gob.mx/b",
        "https://imss.gob.mx/a?id=1",
        "https://imss.gob.mx:8443/a",
        "https://m.imss.gob.mx/a",
        "https://imss.gob.mx/A",
        "https://imss.gob.mx/a?id=",
    ],
)
def test_addresses_of_other_pages(other: str) -> None:
    assert url_key(other) != url_key("https://imss.gob.mx/a")


def test_order_of_parameters_makes_no_difference() -> None:
    assert url_key("https://a.mx/?b=2&a=1&utm_id=3") == url_key("https://a.mx?a=1&b=2")
    assert url_key("https://a.mx/?a=1") != url_key("https://a.mx/?a=2")


@given(st.text(max_size=40).map(lambda rest: f"https://a.mx/{rest}"))
def test_any_address_that_a_record_can_have_is_compared(text: str) -> None:
    try:
        url = Url.parse(text)
    except ValueError:
        return
    assert url_key(url) == url_key(url)


@pytest.mark.parametrize("text", ["https://a.mx:99999/b", "https://a.mx:x/b"])
def test_address_with_a_bad_port_is_refused_or_compared(text: str) -> None:
    try:
        url = Url.parse(text)
    except ValueError:
        return
    assert url_key(url)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtu.be/abc-_1?si=xyz", "https://www.youtube.com/watch?v=abc-_1"),
        ("https://m.youtube.com/watch?v=abc&feature=share", "https://youtube.com/watch?v=abc"),
        ("https://youtube.com/shorts/abc?si=1", "https://youtube.com/watch?v=abc"),
        ("https://youtube.com/live/abc", "https://youtu.be/abc"),
        ("https://twitter.com/ssa/status/1?s=20&t=abc", "https://x.com/ssa/status/1"),
        ("https://mobile.twitter.com/ssa/status/1", "https://x.com/ssa/status/1"),
        ("https://m.facebook.com/a/posts/1?mibextid=Z", "https://www.facebook.com/a/posts/1"),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fgob.mx%2Fa%3Ffbclid%3D1&h=AT0",
            "https://www.gob.mx/a",
        ),
        ("https://www.instagram.com/p/1/?igsh=abc", "https://instagram.com/p/1"),
        ("https://www.instagram.com/p/1/?igshid=abc", "https://instagram.com/p/1"),
        ("https://www.google.com/url?q=https://gob.mx/a&sa=D", "https://gob.mx/a"),
        ("https://www.google.com/amp/s/gob.mx/a", "https://gob.mx/a"),
        ("https://gob-mx.cdn.ampproject.org/c/s/gob.mx/a", "https://gob.mx/a"),
    ],
)
def test_addresses_of_one_page_as_programs_share_them(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gob.mx/a?s=2", "https://gob.mx/a"),
        ("https://gob.mx/a?t=2", "https://gob.mx/a"),
        ("https://gob.mx/a?feature=share", "https://gob.mx/a"),
        ("https://youtube.com/watch?v=abc", "https://youtube.com/watch?v=abd"),
        ("https://google.com/url?q=nothing", "https://google.com/url"),
    ],
)
def test_what_one_host_adds_chooses_a_page_elsewhere(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("target", ["https%3A%2F%2F[a", "https%3A%2F%2Fa.mx:99999%2F", "ftp://a"])
def test_a_redirect_to_what_is_no_address_is_a_page_itself(target: str) -> None:
    url = f"https://l.facebook.com/l.php?u={target}"
    assert (resolve(url), url_key(url).startswith("l.facebook.com/l.php?")) == (url, True)


def test_a_redirect_that_leads_to_itself_ends() -> None:
    inner = "https://l.facebook.com/l.php?u=https%3A%2F%2Fl.facebook.com%2Fl.php"
    assert resolve(inner) == "https://l.facebook.com/l.php"


@pytest.mark.parametrize(
    ("shared", "kept"),
    [
        (
            "https://www.gob.mx/a?utm_source=w&id=%C3%B1&fbclid=1#p",
            "https://www.gob.mx/a?id=%C3%B1#p",
        ),
        ("https://www.gob.mx/a?x=a%20b", "https://www.gob.mx/a?x=a%20b"),
        ("https://youtu.be/abc?si=1", "https://youtu.be/abc"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fgob.mx%2Fa", "https://gob.mx/a"),
    ],
)
def test_an_address_is_kept_without_where_its_reader_came_from(shared: str, kept: str) -> None:
    assert clean(shared) == kept


@given(st.sampled_from(["a.mx", "www.a.mx", "youtu.be", "x.com", "a.cdn.ampproject.org"]),
       st.text("ab/?#=&.-_~%:@", max_size=12))  # fmt: skip
def test_the_short_way_gives_the_same_key(host: str, rest: str) -> None:
    short = url_key(f"https://{host}/{rest}")
    assert short == url_key(f"HTTPS://{host}/{rest}")  # which takes the long way


@given(st.text(max_size=30).map(lambda rest: f"https://a.mx/{rest}"))
def test_cleaning_never_changes_the_page(text: str) -> None:
    try:
        url = Url.parse(text)
    except ValueError:
        return
    assert url_key(clean(url)) == url_key(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://us02web.zoom.us/j/00000000000?pwd=abc",
        "https://zoom.us/j/00000000000",
        "https://zoom.us/my/mesa",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting",
        "https://teams.live.com/meet/0000",
        "https://meet.google.com/abc-defg-hij",
        "https://chat.whatsapp.com/AAAA",
        "https://t.me/+AAAA",
        "https://t.me/joinchat/AAAA",
        "https://meet.jit.si/MesaLeon",
        "https://mesa.webex.com/mesa/j.php?MTID=m0",
        "https://discord.gg/abc",
        "https://example.org/sala?pwd=abc",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fchat.whatsapp.com%2FAAAA",
        "https://meet.google.com/ABC-DEFG-HIJ",
        "https://us02web.zoom.us./J/00000000000",
        "https://us02web.zoom.us//j/00000000000",
        "https://t.me/%2BAAAA",
        "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19",
    ],
)
def test_addresses_that_open_a_room(url: str) -> None:
    assert opens_room(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://zoom.us/",
        "https://zoom.us/webinar/register/WN_abc",
        "https://us02web.zoom.us/meeting/register/tZ?tk=",
        "https://support.zoom.us/hc/es/articles/1",
        "https://workspace.google.com/meet",
        "https://t.me/SSalud_mx",
        "https://www.gob.mx/a?pwd=",
        "https://www.whatsapp.com/coronavirus",
        "https://meet.jit.si/",
        "https://tienda.example.org/cubrebocas?tk=abril",
    ],
)
def test_addresses_of_public_pages(url: str) -> None:
    assert not opens_room(url)
