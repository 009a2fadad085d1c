"""What is sent to a group: hours, changes of clock, and messages that fit."""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcsj_cli.messages.announcement import share_link, split_message
from tests.test_main import Run

HOUR = re.compile(r"^- (\d\d:\d\d) h(?:, [^(]*)? \((.*?)\): (.*)$", re.MULTILINE)
ZONES = {
    "hora del centro": "America/Mexico_City", "hora de Monterrey": "America/Monterrey",
    "hora de Cancún": "America/Cancun", "hora de Ciudad Juárez": "America/Ciudad_Juarez",
}  # fmt: skip


def notice(mcsj: Run, group: int, week: str, *options: str) -> str:
    result = mcsj(
        "meetings", "announce", "--group", str(group), "--week", week, "--dry-run", *options
    )
    assert result.code == 0
    (meeting,) = result.err.splitlines()  # which one it is, before anything else
    assert meeting.endswith(f"({week}-g{group})")
    return result.out


@pytest.mark.parametrize("group", [4, 5])
@pytest.mark.parametrize(
    "week", ["2020-W19", "2022-W44", "2026-W10", "2026-W11", "2026-W30", "2026-W44", "2026-W45"]
)
def test_every_hour_is_that_of_its_zone(project: Path, mcsj: Run, group: int, week: str) -> None:
    text = notice(mcsj, group, week)
    day = datetime.fromisocalendar(int(week[:4]), int(week[-2:]), {4: 4, 5: 5}[group])
    start = day.replace(hour=17, tzinfo=ZoneInfo("America/Mexico_City"))
    hours = HOUR.findall(text)
    assert hours == sorted(hours, key=lambda one: one[0])
    for hour, zone, _names in hours:
        assert hour == f"{start.astimezone(ZoneInfo(ZONES[zone])):%H:%M}", zone
    told = ", ".join(names for _hour, _zone, names in hours).split(", ")
    assert len(told) == len(set(told)) == 5


@pytest.mark.parametrize(
    ("week", "line"),
    [
        (
            "2026-W10",
            (
                "- Cd. Juárez: a partir del viernes 13 de marzo de 2026, a las 17:00 h; "
                "ya no a las 16:00 h."
            ),
        ),
        ("2026-W11", "- Cd. Juárez: esta vez a las 17:00 h; la semana pasada fue a las 16:00 h."),
        (
            "2026-W44",
            (
                "- Cd. Juárez: a partir del viernes 6 de noviembre de 2026, a las 16:00 h; "
                "ya no a las 17:00 h."
            ),
        ),
        ("2026-W45", "- Cd. Juárez: esta vez a las 16:00 h; la semana pasada fue a las 17:00 h."),
    ],
)
def test_a_clock_that_changes_is_told_the_week_before_and_then(
    project: Path, mcsj: Run, week: str, line: str
) -> None:
    assert line in notice(mcsj, 5, week).splitlines()
    assert "Cambio de hora" not in notice(mcsj, 5, "2026-W20")


def test_cancun_is_an_hour_later_all_year_since_there_is_no_summer_time(
    project: Path, mcsj: Run
) -> None:
    for week in range(2, 54):
        hours = {
            zone: hour for hour, zone, _names in HOUR.findall(notice(mcsj, 4, f"2026-W{week:02d}"))
        }
        assert (hours["hora del centro"], hours["hora de Cancún"]) == ("17:00", "18:00")


def test_each_channel_has_its_own_marks(project: Path, mcsj: Run) -> None:
    chat, mail, plain = (
        notice(mcsj, 4, "2020-W18", "--for", name) for name in ("whatsapp", "email", "plain")
    )
    assert chat.startswith("*Convocatoria: Grupo 4*\n")
    assert "*" not in mail + plain
    assert mail.startswith("Asunto: Convocatoria: Grupo 4\n\n")
    assert mail.endswith(plain)
    for text in (chat, mail, plain):
        assert "jueves 30 de abril de 2020, 17:00 h (hora del centro)" in text
        assert "55 58 09 49 03" in text
    assert mcsj("meetings", "announce", "--group", "4", "--for", "fax").code == 2
    assert mcsj("meetings", "announce", "--group", "4", "--for", "email", "--share").code == 2


def test_the_shared_address_holds_the_text(project: Path, mcsj: Run) -> None:
    text = notice(mcsj, 4, "2020-W18").rstrip("\n")
    link = notice(mcsj, 4, "2020-W18", "--share").strip()
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "wa.me", "/")
    assert parse_qs(parts.query) == {"text": [text]}
    assert share_link("a&b #c") == "https://wa.me/?text=a%26b%20%23c"


@given(
    text=st.lists(st.lists(st.text("ab ", max_size=90), max_size=6).map("\n".join), max_size=8).map(
        "\n\n".join
    ),
    limit=st.integers(30, 200),
)
@example(text="a" * 1000, limit=50)
def test_a_long_text_is_parted_and_nothing_is_lost(text: str, limit: int) -> None:
    messages = split_message(text, limit)
    assert all(len(message) <= limit for message in messages)
    if len(text) <= limit:
        assert messages == [text]
        return
    bodies = []
    for number, message in enumerate(messages, 1):
        mark, _newline, body = message.partition("\n")
        assert mark == f"({number}/{len(messages)})"
        bodies.append(body)
    assert re.sub(r"\s", "", "".join(bodies)) == re.sub(r"\s", "", text)


def test_paragraphs_stay_whole_where_they_fit() -> None:
    paragraphs = [letter * 100 for letter in "abcdefgh"]
    messages = split_message("\n\n".join(paragraphs), 300)
    for paragraph in paragraphs:
        assert sum(paragraph in message for message in messages) == 1
