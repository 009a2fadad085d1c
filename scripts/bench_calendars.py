"""Measure the calendars of very many groups beside the bare icalendar library.

The library writes as many events, all alike.

Run by itself, `python scripts/bench_calendars.py EVENTS` is that bare program: it reads nothing,
and writes a file of the working folder.
"""

import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from measure import Section, Stand, Usage, open_stand

PROGRAM = str(Path(sys.executable).parent / "mcsj")
FIRST, WEEKS = date(2026, 1, 5), 52
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONES = ("America/Mexico_City", "America/Monterrey", "America/Cancun", "America/Ciudad_Juarez")
_MESAS = 3
_COLUMNS = ("calendar", "events", "s", "× bare icalendar", "MB", "× bare icalendar, MB")


def measure_calendars(groups: int, environment: dict[str, str]) -> Section:
    """Measure a year of so many groups as series, and of a tenth of them as single events."""
    rows = []
    for expanded, count in ((False, groups), (True, max(1, groups // 10))):
        with (
            tempfile.TemporaryDirectory() as name,
            open_stand(Path(name) / "red", environment) as stand,
        ):
            subprocess.run(
                [PROGRAM, "init", "red"], cwd=name, env=environment, check=True, capture_output=True
            )
            (stand.folder / "data" / "groups.yaml").write_text(
                _write_groups(count), encoding="utf-8"
            )
            ours, events = _measure_ours(stand, expanded=expanded)
            bare = stand.weigh([sys.executable, __file__, str(events)])
        what = f"{count:,} groups, {'one event a meeting' if expanded else 'weekly series'}"
        rows.append(
            [
                what, f"{events:,}", f"{ours.seconds:.1f}", f"{ours.seconds / bare.seconds:.2f}",
                f"{ours.largest:.0f}", f"{ours.largest / bare.largest:.2f}",
            ]
        )  # fmt: skip
    return Section("Calendars of a year", _COLUMNS, rows)


def _measure_ours(stand: Stand, *, expanded: bool) -> tuple[Usage, int]:
    last = FIRST + timedelta(weeks=WEEKS, days=-1)
    words = [
        "meetings",
        "ics",
        "--combined",
        "-o",
        "red.ics",
        "--from",
        str(FIRST),
        "--until",
        str(last),
    ]
    usage = stand.weigh([PROGRAM, *words, *(["--expand"] if expanded else [])])
    return usage, (stand.folder / "red.ics").read_bytes().count(b"BEGIN:VEVENT")


def _write_groups(count: int) -> str:
    """Write groups of three mesas on several clocks, each with an hour of its own."""
    lines = ["groups:"]
    for number in range(1, count + 1):
        slot = f"weekday: {_WEEKDAYS[number % 7]}, time: {8 + number % 12:02}:{number * 7 % 60:02}"
        lines += [
            f"  - number: {number}",
            f"    series: [{{from: {FIRST}, {slot}, "
            f"timezone: {_ZONES[number % 4]}, status: confirmed}}]",
            "    mesas:",
        ]
        for mesa in range(_MESAS):
            zone = _ZONES[(number + mesa) % 4]
            lines.append(
                f"      - {{slug: m{number}-{mesa}, name: Mesa {number} {mesa}, state: NL, "
                f"timezone: {zone}}}"
            )
    return "\n".join(lines) + "\n"


def write_bare(events: int) -> bytes:
    """Write weekly events with the properties that ours have, by the library alone."""
    from icalendar import Alarm, Calendar, Event  # the bench itself does without

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bare//EN")
    start = datetime(2026, 1, 5, 17, tzinfo=ZoneInfo(_ZONES[0]))
    stamp = datetime(2026, 1, 5, tzinfo=UTC)
    for number in range(events):
        event = Event()
        for name, value in (
            ("uid", f"g{number}@example.org"),
            ("dtstamp", stamp),
            ("last-modified", stamp),
            ("sequence", 0),
            ("dtstart", start),
            ("dtend", start + timedelta(hours=1)),
            ("summary", f"Grupo {number}: reunión semanal"),
            ("status", "CONFIRMED"),
            ("transp", "OPAQUE"),
            ("color", "teal"),
            ("categories", [f"Grupo {number}"]),
            ("description", "Hora de cada mesa, apoyo psicológico y lo demás. " * 8),
            ("rrule", {"FREQ": "WEEKLY", "BYDAY": "MO"}),
        ):
            event.add(name, value)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Grupo {number}: reunión semanal")
        alarm.add("trigger", timedelta(minutes=-30))
        event.add_component(alarm)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


if __name__ == "__main__":
    Path("bare.ics").write_bytes(write_bare(int(sys.argv[1])))
