"""Links from chats: the right ones, on the right day, and never who wrote."""

import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.doors.chat import find_order, read_chat, unpack
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.source_text import UnreadableFileError, decode

CHATS = Path(__file__).parent / "data" / "whatsapp"
TODAY = date(2020, 4, 24)
PEOPLE = ("Ana", "Carla", "Prueba", "Muestra", "Diego", "Otra Persona", "Coordinación", "8100")


def read(text: str, today: date = TODAY) -> list[tuple[str, str, str]]:
    order = find_order(text, today)
    assert order
    return [(str(tip.day), tip.url, tip.title) for tip in read_chat(text, order).tips]


def sample(name: str) -> str:
    raw = (CHATS / name).read_bytes()
    return decode(unpack(raw, name) if name.endswith(".zip") else raw, name)


@pytest.mark.parametrize(
    ("name", "tips"),
    [
        (
            "Chat de WhatsApp con Mesas Grupo 4.txt",
            [
                (
                    "2020-04-20",
                    "https://www.gob.mx/salud/prensa/comunicado-000",
                    "Miren esto 👆 de la Secretaría de Salud",
                ),
                ("2020-04-20", "https://noticias-falsas.example.net/vacuna", "la vacuna ya está"),
                ("2020-04-21", "https://gob.mx/salud/prensa/comunicado-000/", "la misma liga"),
            ],
        ),
        ("_chat.txt", [("2020-04-20", "https://youtu.be/000000", "segunda línea")]),
        (
            "WhatsApp Chat - Mesas Grupo 4.zip",
            [("2020-04-20", "https://youtu.be/000000", "segunda línea")],
        ),
        (
            "WhatsApp Chat with Mesas Grupo 4.txt",
            [("2020-04-20", "https://coronavirus.gob.mx/", "")],
        ),
    ],
)
def test_samples(name: str, tips: list[tuple[str, str, str]]) -> None:
    assert read(sample(name)) == tips


def test_nobody_of_a_chat_is_in_its_tips() -> None:
    for name in CHATS.iterdir():
        if name.name != "ambiguo.txt":
            told = str(read(sample(name.name)))
            assert not [person for person in PEOPLE if person in told]


def test_a_day_that_may_be_a_month_is_not_guessed() -> None:
    assert find_order(sample("ambiguo.txt"), date(2020, 7, 1)) is None
    assert (
        find_order(sample("ambiguo.txt"), date(2020, 5, 10)) is DayOrder.MONTH_FIRST
    )  # 5 June is to come


def test_twelve_hours_after_midnight_with_narrow_spaces() -> None:
    line = "20/6/2017 12:10\u202fa.\u00a0m. - Ana: https://www.who.int/es hoy"
    assert read(line) == [("2017-06-20", "https://www.who.int/es", "hoy")]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("https://gob.mx/a", ""),
        ("Lean https://gob.mx/a por favor", "Lean por favor"),
        ("Carla: Muestra: https://gob.mx/a", ""),
        ("dice @\u2068Carla Muestra\u2069 que https://gob.mx/a", "dice que"),
        ("llamen al @5218100000001 https://gob.mx/a", "llamen al"),
        ("Ana Prueba lo vio https://gob.mx/a", ""),
        ("[1/4/2020, 14:42] Otra Persona: mira https://gob.mx/a", "mira"),
    ],
)
def test_words_beside_a_link_name_nobody(said: str, title: str) -> None:
    assert read(f"20/4/20 9:00 - Ana Prueba: {said}") == [("2020-04-20", "https://gob.mx/a", title)]


@pytest.mark.parametrize(
    "link",
    [
        "https://chat.whatsapp.com/AAAA",
        "https://us02web.zoom.us/j/0000?pwd=a",
        "https://maps.google.com/?q=19.4,-99.1",
        "https://wa.me/525500000000",
    ],
)
def test_rooms_and_places_are_left_out_and_counted(link: str) -> None:
    tips = read_chat(f"20/4/20 9:00 - Ana: {link}", DayOrder.DAY_FIRST)
    assert (tips.tips, tips.private) == ([], 1)


def test_signs_after_a_link_are_not_of_it() -> None:
    said = "(vean https://es.wikipedia.org/wiki/L_(a)). *https://gob.mx/a*, #SOSsalud"
    text = f"20/4/20 9:00 - Ana: {said}"
    tips = read_chat(text, DayOrder.DAY_FIRST).tips
    assert [tip.url for tip in tips] == ["https://es.wikipedia.org/wiki/L_(a)", "https://gob.mx/a"]
    assert {tip.tags for tip in tips} == {("SOSsalud",)}


def test_signs_after_a_link_are_taken_off_at_once() -> None:
    """Else half a million brackets take minutes."""
    said = f"20/4/20 9:00 - Ana: (https://gob.mx/a_(b){')' * 500_000}"
    assert [tip.url for tip in read_chat(said, DayOrder.DAY_FIRST).tips] == ["https://gob.mx/a_(b)"]


def test_an_archive_without_one_text_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("b.txt", "x")
    with pytest.raises(UnreadableFileError):
        unpack(buffer.getvalue(), "a.zip")
    with pytest.raises(UnreadableFileError):
        unpack(buffer.getvalue()[:30], "a.zip")


MOMENTS = st.lists(
    st.datetimes(datetime(2018, 1, 1), datetime(2020, 4, 20)), min_size=1, max_size=12
).map(sorted)


@given(MOMENTS, st.sampled_from(["android", "android-12", "iphone"]), st.booleans())
def test_what_a_phone_writes_is_read_on_its_day(
    moments: list[datetime], form: str, american: bool
) -> None:
    lines = [_write(moment, form, american) for moment in moments]
    order = find_order("\n".join(lines), date(2020, 4, 20))
    right = DayOrder.MONTH_FIRST if american else DayOrder.DAY_FIRST
    assert order in (right, None)
    days = [tip.day for tip in read_chat("\n".join(lines), right).tips]
    assert days == [moment.date() for moment in moments]


@given(MOMENTS.filter(lambda all_: any(one.day > 12 for one in all_)), st.booleans())
def test_one_day_over_twelve_tells_the_order(moments: list[datetime], american: bool) -> None:
    lines = [_write(moment, "android", american) for moment in moments]
    right = DayOrder.MONTH_FIRST if american else DayOrder.DAY_FIRST
    assert find_order("\n".join(lines), date(2020, 4, 20) + timedelta(days=400)) == right


def _write(moment: datetime, form: str, american: bool) -> str:
    day = f"{moment.month}/{moment.day}" if american else f"{moment.day}/{moment.month}"
    stamp = f"{day}/{moment:%y}"
    half = "a.\u00a0m." if moment.hour < 12 else "p.\u00a0m."
    twelve = (moment.hour - 1) % 12 + 1
    if form == "android":
        return f"{stamp}, {moment:%H:%M} - Ana: https://gob.mx/a"
    if form == "android-12":
        return f"{stamp} {twelve}:{moment:%M}\u202f{half} - Ana: https://gob.mx/a"
    return f"[{stamp}, {twelve}:{moment:%M:%S} {half}] Ana: https://gob.mx/a"
