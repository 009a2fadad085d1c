"""Meetings in a calendar of a real Radicale.

What is written and what is not, whatever others do, and after a crash.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
from caldav.davclient import DAVClient

from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.schedule import gather
from mcsj_cli.store.project import Project
from tests.calendars.readers import Instant, parse
from tests.conftest import ROOT
from tests.servers import PASSWORD, USER, Radicale, kill, run_radicale
from tests.test_main import Run

# Four weeks of one group, and all else that is small.
FEW = ("--group", "4", "--until", "2020-05-17")
OBJECT = "2020-W19-g4@mexico-sos.mcsj.ics"
FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20200401T000000Z\r\n"
    b"DTSTART:20200430T150000Z\r\nDTEND:20200430T160000Z\r\nSUMMARY:Dentista\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Radicale]:
    monkeypatch.setenv("MCSJ_CALDAV_USER", USER)
    monkeypatch.setenv("MCSJ_CALDAV_PASSWORD", PASSWORD)
    folder = tmp_path / "radicale"
    folder.mkdir()
    with run_radicale(folder) as running:
        yield running


@pytest.fixture
def published(project: Path, mcsj: Run, server: Radicale) -> Radicale:
    """Have the meetings of a few weeks published, and a dentist's appointment beside them."""
    done = mcsj("calendar", "publish", "--to", server.url, "--create", *FEW)
    assert done.code == 0, done
    put(server, "dentist.ics", FOREIGN)
    server.asked.clear()
    return server


def client(server: Radicale) -> Any:
    opened: Any = DAVClient(url=server.url, username=USER, password=PASSWORD)
    return opened.calendar(url=server.url)


def put(server: Radicale, name: str, content: bytes) -> None:
    """Write an object as another program does."""
    client(server).client.put(
        server.url + name, content, {"Content-Type": "text/calendar; charset=utf-8"}
    )


def edit(server: Radicale, name: str, old: str, new: str) -> None:
    """Change an object as another program does."""
    text = server.files[name].decode()
    assert old in text
    put(server, name, text.replace(old, new).encode())


def begin_later(project: Path, day: str) -> None:
    """Let the weekly meetings of group 4 begin on a later day,
    so that the earlier ones are no more.
    """
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    changed = text.replace("from: 2020-04-20, weekday: thursday", f"from: {day}, weekday: thursday")
    assert changed != text
    groups.write_text(changed, encoding="utf-8")


def publish(mcsj: Run, server: Radicale, *options: str, code: int = 0) -> str:
    done = mcsj("calendar", "publish", "--to", server.url, *(options or FEW))
    assert done.code == code, done
    assert "Traceback" not in done.err
    return done.out + done.err


def expected(project: Path, group: int, first: date, last: date) -> list[Instant]:
    data = Project(project)
    groups = [one for one in data.groups.groups if one.number == group]
    found = gather(groups, first, last, data.read(MEETINGS).records)
    return sorted(
        Instant(o.start.astimezone(UTC), o.end.astimezone(UTC), o.status.upper())
        for o in found
        if not o.is_session
    )


def instants(server: Radicale) -> list[Instant]:
    """Have the caldav library and icalendar read the calendar; the dentist is somebody else's."""
    found = []
    for item in client(server).events():
        events: list[Any] = icalendar.Calendar.from_ical(item.data).walk("VEVENT")
        for event in events:
            if "mexico-sos" in event["UID"]:
                found.append(Instant(event["DTSTART"].dt, event["DTEND"].dt, str(event["STATUS"])))
    return sorted(found)


def test_the_first_time_every_meeting_is_written_once(
    project: Path, mcsj: Run, server: Radicale
) -> None:
    told = publish(mcsj, server, "--create", "--group", "4")
    meetings = expected(project, 4, date(2020, 4, 20), date(2021, 4, 26))
    assert server.counts() == {"MKCALENDAR": 1, "PUT": len(meetings)}
    assert f"Agregadas: {len(meetings)}; cambiadas: 0; quitadas: 0; sin cambio: 0." in told
    assert instants(server) == meetings
    assert len(meetings) > 50
    props = json.loads(
        (server.folder / USER / "reuniones" / ".Radicale.props").read_text(encoding="utf-8")
    )
    assert props["tag"] == "VCALENDAR"
    assert props["D:displayname"] == "Grupo 4 · RNMCSJ"
    assert re.fullmatch("#[0-9A-F]{6}", props["ICAL:calendar-color"])
    for content in server.files.values():
        event = parse(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert not event.values("METHOD")


def test_unchanged_nothing_is_written(project: Path, mcsj: Run, published: Radicale) -> None:
    before = published.files
    told = publish(mcsj, published)
    assert published.counts() == {}
    assert "Agregadas: 0; cambiadas: 0; quitadas: 0; sin cambio: 4." in told
    assert published.files == before


def test_a_second_creation_makes_nothing_new(project: Path, mcsj: Run, published: Radicale) -> None:
    publish(mcsj, published, "--create", *FEW)
    assert published.counts() == {}


def test_only_what_changed_is_written_and_what_is_no_more_removed(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    more = ("--group", "4", "--until", "2020-06-21")
    publish(mcsj, published, *more)
    published.counts()
    assert (
        mcsj("meetings", "move", "2020-W20-g4", "--to", "2020-05-13 11:00", "--reason", "x").code
        == 0
    )
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    assert mcsj("meetings", "agenda", "2020-W21-g4", "--add", "Semáforo").code == 0
    plan = publish(mcsj, published, *more, "--dry-run")
    assert published.counts() == {}
    assert plan.count("se cambia") == 3
    publish(mcsj, published, *more)
    assert published.counts() == {"PUT": 3}
    begin_later(project, "2020-05-01")
    assert publish(mcsj, published, *more, "--dry-run").count("se quita") == 2
    publish(mcsj, published, *more)
    assert published.counts()["DELETE"] == 2
    assert instants(published) == expected(project, 4, date(2020, 4, 20), date(2020, 6, 21))
    assert published.files["dentist.ics"].count(b"Dentista") == 1
    assert "CANCELLED" in published.files[OBJECT].decode()


@pytest.mark.parametrize("remembered", [True, False])
def test_what_lies_after_the_last_day_stays(
    project: Path, mcsj: Run, published: Radicale, remembered: bool
) -> None:
    before = published.files
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    if not remembered:
        shutil.rmtree(project / ".mcsj")
    for options in ((), ("--overwrite",)):
        publish(mcsj, published, "--group", "4", "--until", "2020-05-10", *options)
    assert published.counts() == {"PUT": 1}
    assert published.files.keys() == before.keys()


def test_a_plan_for_programs(project: Path, mcsj: Run, server: Radicale) -> None:
    done = mcsj(
        "calendar", "publish", "--to", server.url, "--create", *FEW, "--dry-run", "--format", "json"
    )
    assert done.code == 0
    steps = json.loads(done.out)
    assert steps[0] == {"uid": "2020-W17-g4", "day": "2020-04-23", "step": "add"}
    assert len(steps) == 4
    assert server.counts() == {}
    assert server.files == {}


def test_meetings_that_are_over_stay(
    project: Path, mcsj: Run, published: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-06T09:00:00-05:00")
    publish(mcsj, published)
    assert published.counts() == {}
    shutil.rmtree(project / ".mcsj")
    publish(mcsj, published)
    assert published.counts() == {}
    assert len(published.files) == 5


@pytest.mark.parametrize("remembered", [True, False])
def test_an_evening_before_the_first_day_is_past_although_it_is_that_day_in_utc(
    project: Path, mcsj: Run, server: Radicale, monkeypatch: pytest.MonkeyPatch, remembered: bool
) -> None:
    late = (
        "groups",
        "schedule",
        "4",
        "--weekday",
        "sunday",
        "--time",
        "20:00",
        "--from",
        "2020-04-24",
    )
    assert mcsj(*late).code == 0
    publish(mcsj, server, "--create", *FEW)
    assert datetime(2020, 5, 4, 1, tzinfo=UTC) in moments(server)
    before = server.files
    server.counts()
    monkeypatch.setenv("MCSJ_NOW", "2020-05-04T09:00:00-05:00")
    if not remembered:
        shutil.rmtree(project / ".mcsj")
    publish(mcsj, server)
    assert server.counts() == {}
    assert server.files == before


def test_what_somebody_edited_is_left_and_the_others_go_on(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    edit(published, OBJECT, "DTSTART:20200507T220000Z", "DTSTART:20200507T213000Z")
    assert mcsj("meetings", "cancel", "2020-W20-g4", "--reason", "x").code == 0
    edited = published.files[OBJECT]
    published.counts()
    for _time in range(2):
        told = publish(mcsj, published, code=4)
        assert "2020-W19-g4: alguien la cambió en el servidor" in told
        assert "--sobrescribir" in told
        assert published.files[OBJECT] == edited
    assert published.counts() == {"PUT": 1}
    publish(mcsj, published, *FEW, "--overwrite")
    assert published.counts() == {"PUT": 1}
    assert instants(published) == expected(project, 4, date(2020, 4, 20), date(2020, 5, 17))
    publish(mcsj, published)
    assert published.counts() == {}


def test_an_edit_is_seen_without_memory_too(project: Path, mcsj: Run, published: Radicale) -> None:
    edit(published, OBJECT, "SUMMARY:Grupo 4", "SUMMARY:Otra cosa")
    shutil.rmtree(project / ".mcsj")
    edited = published.files
    published.counts()
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    assert "2020-W19-g4" in publish(mcsj, published, code=4)
    assert published.counts() == {}
    assert published.files == edited


def test_an_alarm_that_somebody_dismissed_is_no_edit(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    edit(published, OBJECT, "END:VALARM", "ACKNOWLEDGED:20200507T213100Z\r\nEND:VALARM")
    edit(published, OBJECT, "SEQUENCE:0", "SEQUENCE:0\r\nX-MOZ-LASTACK:20200507T213100Z")
    published.counts()
    publish(mcsj, published)
    assert published.counts() == {}
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    publish(mcsj, published)
    assert published.counts() == {"PUT": 1}


def test_what_somebody_removed_stays_away_until_told(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    client(published).client.delete(published.url + OBJECT)
    published.counts()
    assert "2020-W19-g4: alguien la quitó del servidor" in publish(mcsj, published, code=4)
    assert published.counts() == {}
    publish(mcsj, published, *FEW, "--overwrite")
    assert published.counts() == {"PUT": 1}
    assert OBJECT in published.files


def test_without_memory_nothing_is_written_twice(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    shutil.rmtree(project / ".mcsj")
    before = published.files
    publish(mcsj, published)
    assert published.counts() == {}
    assert published.files == before
    assert mcsj("meetings", "cancel", "2020-W20-g4", "--reason", "x").code == 0
    shutil.rmtree(project / ".mcsj")
    publish(mcsj, published, "--group", "4", "--until", "2020-05-24")
    assert published.counts() == {"PUT": 2}
    shutil.rmtree(project / ".mcsj")
    begin_later(project, "2020-04-24")
    publish(mcsj, published)
    assert published.counts()["DELETE"] == 1
    assert published.files["dentist.ics"] == before["dentist.ics"]


def test_another_machine_takes_over(
    project: Path, tmp_path: Path, mcsj: Run, published: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two coordinators publish in turn.

    Neither takes the other for a stranger, nor back what the other has changed.
    """
    other = tmp_path / "otra"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns(".mcsj"))
    monkeypatch.chdir(other)
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    publish(mcsj, published)
    assert published.counts() == {"PUT": 1}
    cancelled = published.files
    monkeypatch.chdir(project)
    assert mcsj("meetings", "agenda", "2020-W20-g4", "--add", "Semáforo").code == 0
    assert "se queda: es más nueva" in publish(mcsj, published, *FEW, "--dry-run", code=4)
    told = publish(mcsj, published, code=4)
    assert "2020-W19-g4: allá tiene una revisión más alta" in told
    assert "mcsj compartir" in told
    assert published.counts() == {"PUT": 1}
    assert published.files[OBJECT] == cancelled[OBJECT]
    shutil.copytree(other / "data/meetings", project / "data/meetings", dirs_exist_ok=True)
    publish(mcsj, published)
    assert published.files[OBJECT] == cancelled[OBJECT]


def test_a_change_that_is_taken_back_is_taken_back_there_too(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    before = published.files[OBJECT]
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    publish(mcsj, published)
    assert published.files[OBJECT] != before
    edit(
        published, OBJECT, "END:VEVENT", "X-MOZ-LASTACK:20200507T213100Z\r\nEND:VEVENT"
    )  # another tag
    for path in (project / "data/meetings").rglob("2020-W19-g4.yaml"):
        path.unlink()
    publish(mcsj, published)
    assert published.files[OBJECT] == before


def test_older_data_are_put_there_if_that_is_said(
    project: Path, tmp_path: Path, mcsj: Run, published: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = published.files[OBJECT]
    other = tmp_path / "otra"
    shutil.copytree(project, other, ignore=shutil.ignore_patterns(".mcsj"))
    monkeypatch.chdir(other)
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    publish(mcsj, published)
    monkeypatch.chdir(project)
    publish(mcsj, published, *FEW, "--overwrite")
    assert published.files[OBJECT] == before


def test_a_group_does_not_take_away_the_meetings_of_the_others(
    project: Path, mcsj: Run, published: Radicale
) -> None:
    publish(mcsj, published, "--group", "5", "--until", "2020-05-17")
    assert published.counts() == {"PUT": 4}
    begin_later(project, "2020-05-01")
    publish(mcsj, published, "--group", "5", "--until", "2020-05-17")
    assert published.counts() == {}
    publish(mcsj, published, "--group", "4", "--until", "2020-04-26")
    assert published.counts() == {"DELETE": 1}
    publish(mcsj, published, "--until", "2020-05-03")
    assert published.counts()["DELETE"] == 1
    assert len(published.files) > 6


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("method", "number"),
    [("PROPFIND", 1), ("MKCALENDAR", 1), ("PUT", 1), ("PUT", 3), ("DELETE", 1)],
)
def test_a_run_that_is_killed_is_ended_by_the_next(
    project: Path, mcsj: Run, server: Radicale, method: str, number: int, moment: str
) -> None:
    if method == "DELETE":
        publish(mcsj, server, "--create", *FEW)
        begin_later(project, "2020-04-24")
        server.asked.clear()
    command = [
        sys.executable,
        "-m",
        "mcsj_cli",
        "calendar",
        "publish",
        "--to",
        server.url,
        "--create",
        *FEW,
    ]
    killed: list[int] = []

    def strike(asked: str, count: int) -> None:
        if (asked, count) == (method, number) and not killed:
            killed.append(process.pid)
            kill(process.pid)

    setattr(server, moment, strike)
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
    ) as process:
        assert process.wait(60) == -9
    assert killed
    server.settle()
    server.counts()
    publish(mcsj, server, "--create", *FEW)
    assert instants(server) == expected(project, 4, date(2020, 4, 20), date(2020, 5, 17))
    assert len(server.files) == (3 if method == "DELETE" else 4)
    written = server.counts()
    assert written.get("PUT", 0) <= 4
    publish(mcsj, server)
    assert server.counts() == {}


def test_mesas_and_the_whole_network(project: Path, mcsj: Run, server: Radicale) -> None:
    assert (
        mcsj(
            "meetings",
            "schedule",
            "--mesa",
            "leon",
            "--at",
            "2020-05-05 11:00",
            "--purpose",
            "Apoyos",
        ).code
        == 0
    )
    publish(mcsj, server, "--create", "--mesa", "leon", "--until", "2020-05-10")
    texts = [content.decode() for content in server.files.values()]
    assert any("UID:2020-05-05-leon@" in text for text in texts)
    data = Project(project)
    everything = gather(
        data.groups.groups, date(2020, 4, 20), date(2020, 5, 10), data.read(MEETINGS).records
    )
    assert len(texts) == len(
        [one for one in everything if "leon" in [mesa.slug for mesa in one.mesas]]
    )
    other = server.url.replace("reuniones", "otra")
    done = mcsj("calendar", "publish", "--to", other, "--create", "--until", "2020-05-10")
    assert done.code == 0
    assert len(list((server.folder / USER / "otra").glob("*.ics"))) == len(everything)


def test_private_links_can_be_left_out(project: Path, mcsj: Run, server: Radicale) -> None:
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    groups.write_text(
        text.replace("time: 17:00,", "time: 17:00, link: https://example.org/sala,"),
        encoding="utf-8",
    )
    publish(mcsj, server, "--create", *FEW)
    assert all(b"example.org/sala" in content for content in server.files.values())
    publish(mcsj, server, *FEW, "--public")
    assert not any(b"example.org/sala" in content for content in server.files.values())


def test_settings_come_from_the_network_file_and_the_password_never(
    project: Path, mcsj: Run, server: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    network.write_text(
        f"{text}\ncalendar:\n  url: {server.url}\n  user: {USER}\n", encoding="utf-8"
    )
    monkeypatch.delenv("MCSJ_CALDAV_USER")
    trust = ("--trust-host", urlsplit(server.url).netloc)
    assert mcsj("calendar", "publish", "--create", *trust, *FEW).code == 0
    assert len(server.files) == 4
    for place in (project / ".mcsj").rglob("*"):
        assert place.is_dir() or PASSWORD.encode() not in place.read_bytes()
    network.write_text(
        f"{text}\ncalendar:\n  url: https://yo:secreto@example.org/dav/\n", encoding="utf-8"
    )
    refused = mcsj("calendar", "publish", *FEW)
    assert refused.code == 6
    assert "MCSJ_CALDAV_PASSWORD" in refused.err
    assert "secreto" not in refused.err
    network.write_text(text, encoding="utf-8")
    refused = mcsj("calendar", "publish", "--to", "https://yo:secreto@example.org/dav/", *FEW)
    assert refused.code == 2
    assert "secreto" not in refused.err


def test_unchanged_costs_a_small_part_of_the_first_time(
    project: Path, mcsj: Run, server: Radicale
) -> None:
    """Some three hundred meetings: requests rather than seconds, which a busy machine stretches."""
    publish(mcsj, server, "--create", "--public")
    assert len(server.asked) > 300
    server.asked.clear()
    publish(mcsj, server, "--public")
    assert len(server.asked) == 1


def test_the_oldest_and_the_newest_day(project: Path, mcsj: Run, server: Radicale) -> None:
    for first in ("1970-01-01", "9999-12-01"):
        done = mcsj("calendar", "publish", "--to", server.url, "--create", "--from", first)
        assert done.code in (0, 2), done


def moments(server: Radicale) -> list[datetime]:
    return [one.start for one in instants(server)]


def test_clock_changes_do_not_move_what_is_published(
    project: Path, mcsj: Run, server: Radicale
) -> None:
    publish(
        mcsj, server, "--create", "--group", "4", "--from", "2022-10-17", "--until", "2022-11-13"
    )
    found = moments(server)
    assert [moment.hour for moment in found] == [22, 22, 23, 23]
    assert {other - one for one, other in pairwise(found)} == {
        timedelta(days=7), timedelta(days=7, hours=1),
    }  # fmt: skip
