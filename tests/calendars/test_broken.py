"""What icalendar raises is known in one place."""

from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from mcsj_cli.calendars.broken import BROKEN


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART;TZID=Asia/Tokyo:00010101T000000",
        "DTSTART;TZID=America/Mexico_City:99991231T235959",
        "DTSTART:99999999T999999Z",
        "DTSTART;VALUE=DATE:20200230",
        "DTSTART",
        "DTEND:20200508T170000Z",
    ],
)
def test_a_start_that_cannot_be_is_broken(line: str) -> None:
    content = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    with pytest.raises(BROKEN):
        find_start(content)


def find_start(content: str) -> datetime:
    start: Any = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]["DTSTART"]
    moment: datetime = start.dt
    return moment.astimezone(UTC)
