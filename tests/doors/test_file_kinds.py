"""What kind of file it is, by its shape; and the commands that refuse it by that name."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli.doors.file_kinds import COMMANDS, TABLE_COMMANDS, FileKind, recognise
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.registry import COMMANDS as REGISTERED
from mcsj_cli.registry import Noun
from tests.conftest import Result

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(path for path in DATA.rglob("*") if path.is_file())
BY_FOLDER = {
    "attendance": FileKind.ATTENDANCE,
    "contacts": FileKind.CONTACTS,
    "feeds": FileKind.FEED,
    "page": FileKind.PAGE_EXPORT,
    "whatsapp": FileKind.CHAT,
}
# A command for each kind that it takes, with the options it needs.
TAKERS: dict[str, tuple[tuple[FileKind, ...], tuple[str, ...]]] = {
    "content import": (
        (FileKind.TABLE, FileKind.TEXT, FileKind.WORKBOOK, FileKind.JSON),
        ("-t", "SOSnacional"),
    ),
    "calendar import": ((FileKind.CALENDAR,), ("--group", "4")),
    "people import": (
        (FileKind.SEALED_CONTACTS, FileKind.CONTACTS, FileKind.TABLE, FileKind.WORKBOOK),
        (),
    ),
    "meetings replies": ((FileKind.MAIL, FileKind.CALENDAR), ()),
}


def _find_kind(path: Path) -> FileKind | None:
    try:
        return recognise(path.read_bytes(), path.name).kind
    except UnreadableFileError:
        return None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_what_its_folder_says(path: Path) -> None:
    folder = path.parent.name
    if path.name.startswith("bad-"):
        assert _find_kind(path) is not BY_FOLDER[folder]
    elif folder in BY_FOLDER:
        assert _find_kind(path) is BY_FOLDER[folder]
    else:
        assert _find_kind(path) in (FileKind.TABLE, FileKind.WORKBOOK)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", FileKind.CALENDAR),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hola\r\n\r\nSi\r\n", FileKind.MAIL),
        (b"From a@example.org Thu Apr 23 17:00:00 2020\nSubject: x\n", FileKind.MAIL),
        (b"age-encryption.org/v1\n-> X25519 aaa\n", FileKind.SEALED_CONTACTS),
        (b"<!DOCTYPE html><html></html>", FileKind.WEB_PAGE),
        (b'[{"uid": "a"}]', FileKind.JSON),
        (b"titulo;rubro\nUno;SOSnacional\n", FileKind.TABLE),
        (b"sep=;\r\ntitulo;rubro\r\nUno;SOSnacional\r\n", FileKind.TABLE),
        (b"una nota\nsin columnas\n", FileKind.TEXT),
        (
            b"Topic,Meeting ID,User Name,User Email,Start Time,End Time,Duration (Minutes),"
            b"Participants\nx,000,y,a@example.org,04/23/2020 04:52:10 PM,,73,9\n",
            FileKind.CALL_USAGE,
        ),
        (
            b"First Name,Last Name,Title,E-mail Address\nAna,Prueba,,a@example.org\n",
            FileKind.CONTACTS,
        ),
    ],
)
def test_a_file_is_known_by_its_shape(raw: bytes, kind: FileKind) -> None:
    assert recognise(raw, "a").kind is kind


def test_every_command_that_is_named_exists() -> None:
    verbs = {
        f"{noun.name} {verb.name}"
        for noun in REGISTERED
        if isinstance(noun, Noun)
        for verb in noun.verbs
    }
    assert {*COMMANDS.values(), *TABLE_COMMANDS} <= verbs


@pytest.mark.parametrize("command", TAKERS)
def test_no_command_takes_a_file_of_another_kind(
    project: Path, mcsj: Callable[..., Result], command: str
) -> None:
    own, options = TAKERS[command]
    before = sorted(project.rglob("*"))
    for kind, path in {_find_kind(path): path for path in SAMPLES}.items():
        if kind in own or kind is None:
            continue
        done = mcsj(*command.split(), path, *options)
        told = done.err
        assert done.code == (1 if command == "meetings replies" else 2), told
        assert "Muestra" not in told
        if kind in COMMANDS:
            noun, _space, verb = COMMANDS[kind].partition(" ")
            assert shlex.quote(str(path)) in told
            assert _spanish(noun, verb) in told
    assert sorted(project.rglob("*")) == before


def _spanish(noun: str, verb: str) -> str:
    found = next(one for one in REGISTERED if isinstance(one, Noun) and one.name == noun)
    return f"mcsj {found.spanish} {next(one.spanish for one in found.verbs if one.name == verb)}"


def test_a_first_column_is_never_proposed_as_the_title(
    project: Path, tmp_path: Path, mcsj: Callable[..., Result]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Quién,Qué\nCarla Muestra,algo\n", encoding="utf-8")
    done = mcsj("content", "import", table, "-t", "SOSnacional")
    assert done.code == 2
    assert "Quién" not in done.err
    assert "--columna" in done.err


def test_a_table_with_addresses_of_people_is_no_content_unless_forced(
    project: Path, tmp_path: Path, mcsj: Callable[..., Result]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Título,Teléfono\nTaller de huertos,01 800\n", encoding="utf-8")
    done = mcsj("content", "import", table, "-t", "SOSnacional")
    assert done.code == 2
    assert "Teléfono" in done.err
    forced = mcsj("content", "import", table, "-t", "SOSnacional", "--force", "--dry-run")
    assert forced.code == 0
