"""Lists of participants, as each program writes them: who was there, and for how long."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.doors.call_list import CallList, read_call_list
from mcsj_cli.doors.call_moments import parse_length, parse_moment, unite
from mcsj_cli.doors.call_people import join_people, list_own_parts, part_name
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.source_text import UnreadableFileError, decode

DATA = Path(__file__).parent / "data/attendance"
DAY = date(2020, 4, 23)
HOST = "Coordinación Nacional"
MEET = "2020-04-23 17-00 Reunión semanal Grupo 4.csv"

# What each sample is meant to say: minutes by the name that is shown; None where no end is known.
EXPECTED: dict[str, dict[str, int | None]] = {
    "zoom-2020-en-todas.csv": {
        HOST: 73,
        "Mesa Monterrey (Ana Prueba)": 65,
        "iPhone de Beto": 58,
        "Muestra, Carla (MESA TORREÓN)": 63,
        "528100000001": 4,
        "Diego Ejemplo": 2,
        "Diego Ejemplo - Guadalajara": 62,
        "Notetaker (read.ai)": 65,
    },
    "zoom-2020-es-unicos.csv": {
        HOST: 73,
        "Ana Prueba": 65,
        "Carla Muestra": 126,
        "iPhone de Beto": 58,
    },
    "zoom-2021-es-excel.csv": {HOST: 73, "Ana Prueba (Monterrey)": 72, "Íñigo Muñoz": 56},
    "zoom-2022-en-unique-block.csv": {HOST: 73, "Ana Prueba": 65, "528710000001": 41},
    "zoom-2026-en.csv": {
        f"{HOST} (Host)": 73,
        "Ana Prueba": 66,
        "Mesa Gómez Palacio (L., Prueba)": 58,
    },
    "zoom-2026-es.csv": {f"{HOST} (Anfitrión)": 73, "Ana Prueba": 66},
    "zoom-ambiguo.csv": {"Ana Prueba": 60},
    "zoom-webinar.csv": {HOST: 73, "Ana Prueba": 66},
    "teams-2020-es.csv": {
        HOST: None,
        "Ana Prueba (Invitado)": None,
        "Muestra, Carla": None,
        "Diego Ejemplo": 2,
    },
    "teams-2022-en.csv": {
        HOST: 73,
        "Ana Prueba": 65,
        "Carla Muestra (Unverified)": 63,
        "Diego Ejemplo (Guest)": 2,
    },
    "teams-2023-utf8-otras-palabras.csv": {HOST: 73, "Ana Prueba": 65},
    "teams-2024-es.csv": {HOST: 73, "Ana Prueba": 66},
    MEET: {HOST: 72, "Ana Prueba": 66, "Carla Muestra": 58},
    "meet-en.csv": {HOST: 72, "Ana Prueba": 66},
    "nextcloud.csv": {HOST: None, "Ana Prueba": None, "Mesa Cancún-IM": None},
}
EXPECTED["teams-2022-en-be.csv"] = EXPECTED["teams-2022-en.csv"]
# Those whose list says who opened the call.
HOSTED = {
    "zoom-2020-en-todas.csv",
    "zoom-2022-en-unique-block.csv",
    "zoom-2026-en.csv",
    "zoom-2026-es.csv",
    "zoom-webinar.csv",
    "teams-2022-en.csv",
    "teams-2022-en-be.csv",
    "teams-2023-utf8-otras-palabras.csv",
    "teams-2024-es.csv",
}
DAYLESS = {"zoom-2020-es-unicos.csv", "meet-en.csv", "nextcloud.csv"}


def _read(name: str) -> CallList:
    return read_call_list(decode((DATA / name).read_bytes(), name), name)


def test_every_sample_is_expected_to_say_something() -> None:
    names = {path.name for path in DATA.iterdir() if not path.name.startswith("bad-")}
    assert names == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_list_says_who_stayed_for_how_long(name: str) -> None:
    calls = _read(name)
    people = join_people(calls, calls.list_orders()[0], DAY)
    minutes = {one.names[0]: one.minutes for one in people if one.has_come}
    assert minutes == EXPECTED[name]
    assert {one.names[0].partition(" (")[0] for one in people if one.is_host} == (
        {HOST} if name in HOSTED else set()
    )


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - DAYLESS - {"zoom-ambiguo.csv"}))
def test_a_list_tells_its_day(name: str) -> None:
    calls = _read(name)
    assert DAY in calls.list_days(calls.list_orders()[0])


def test_whoever_only_waited_did_not_come() -> None:
    calls = _read("zoom-2021-es-excel.csv")
    people = join_people(calls, DayOrder.DAY_FIRST, DAY)
    assert [one.names[0] for one in people if not one.has_come] == ["Elena Espera"]


def test_a_whole_file_decides_what_comes_first_in_days() -> None:
    assert _read("teams-2022-en.csv").list_orders() == [DayOrder.MONTH_FIRST]
    assert _read("teams-2024-es.csv").list_orders() == [DayOrder.DAY_FIRST]
    assert _read("zoom-ambiguo.csv").list_orders() == list(DayOrder)


@pytest.mark.parametrize("name", ["bad-imagen.csv", "bad-vacio.csv", "bad-otra-tabla.csv"])
def test_what_is_no_list_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        _read(name)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/19/2021 09:54:15 AM", ((11, 19, 2021), None, time(9, 54, 15))),
        ("23/04/2020 04:52:10\u202fp.\u00a0m.", ((23, 4, 2020), None, time(16, 52, 10))),
        ("14/11/22, 09:30:46", ((14, 11, 2022), None, time(9, 30, 46))),
        ("7/20/23, 12:16:29 AM", ((7, 20, 2023), None, time(0, 16, 29))),
        ("Mar 22, 2025 19:13:27", (None, date(2025, 3, 22), time(19, 13, 27))),
        ("22 de abr 2020 7:05 p. m.", (None, date(2020, 4, 22), time(19, 5))),
        ("2020-04-21T07:30:00", (None, date(2020, 4, 21), time(7, 30))),
        ("16:52", (None, None, time(16, 52))),
        ("5:05 p. m.", (None, None, time(17, 5))),
    ],
)
def test_moments_as_programs_write_them(
    text: str, expected: tuple[tuple[int, int, int] | None, date | None, time]
) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert (moment.numbers, moment.day, moment.clock) == expected


@pytest.mark.parametrize("text", ["", "73", "Ana Prueba", "25:00", "13:00 PM", "Sí", "31.31"])
def test_what_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("73", 73 * 60),
        ("1h 13m 42s", 4422),
        ("1 h 12 min 31 s", 4351),
        ("1 hr 5 min", 3900),
        ("58 min", 3480),
        ("1:05:30", 3930),
        ("0:41", 41),
    ],
)
def test_lengths_as_programs_write_them(text: str, seconds: int) -> None:
    assert parse_length(text) == timedelta(seconds=seconds)


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(0, 40)).map(lambda one: (one[0], sum(one))),
        max_size=8,
    )
)
def test_a_union_counts_every_minute_once(spans: list[tuple[int, int]]) -> None:
    begin = datetime(2020, 4, 23, 17)
    minutes: set[int] = set()
    for first, last in spans:
        minutes.update(range(first, last))
    timed = [(begin + timedelta(minutes=a), begin + timedelta(minutes=b)) for a, b in spans]
    assert unite(timed) == timedelta(minutes=len(minutes))


@pytest.mark.parametrize(
    ("shown", "names", "parts"),
    [
        ("Mesa Monterrey (Ana Prueba)", ["Mesa Monterrey", "Ana Prueba"], {"Mesa Monterrey"}),
        ("Muestra, Carla (Guest)", ["Carla Muestra"], set()),
        ("Diego Ejemplo - Guadalajara", ["Diego Ejemplo - Guadalajara"], {"Guadalajara"}),
        ("Pérez, León", ["León Pérez"], set()),
    ],
)
def test_the_parts_of_a_shown_name(shown: str, names: list[str], parts: set[str]) -> None:
    assert part_name(shown) == names
    assert parts <= set(list_own_parts(shown))
    assert "León" not in list_own_parts(shown)
