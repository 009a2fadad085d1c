"""Undo takes back every changing command there is, exactly, and redo brings it back."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.registered import find_commands
from tests.store.test_history import ADD, Run, picture, run_git

ITEM = "data/content/2020/2020-04-07-la-ops-urge-a-ampliar-las-pruebas-antes-de-que-azote-la.yaml"


def add(project: Path, mcsj: Run) -> None:
    assert mcsj(*ADD, "Una", "--url", "https://example.org/una").code == 0


def add_the_same_again(project: Path, mcsj: Run) -> None:
    assert mcsj(*ADD, "Una", "--force", "--url", "https://example.org/una").code == 0


def add_in_a_new_year(project: Path, mcsj: Run) -> None:
    assert mcsj("content", "add", "--tag", "SOSnacional", "--date", "2021-02-03", "Otra").code == 0


def fix(project: Path, mcsj: Run) -> None:
    assert mcsj("check", "--fix").code == 0


def add_and_undo(project: Path, mcsj: Run) -> None:
    add_in_a_new_year(project, mcsj)
    assert mcsj("undo").code == 0


def share(project: Path, mcsj: Run) -> None:
    """Commit what was edited by hand; there is nobody to share it with."""
    path = project / ITEM
    path.write_text(
        re.sub("^title: .*", "title: Otro", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert mcsj("sync").code == 7


def run(*arguments: str) -> Callable[[Path, Run], None]:
    """Make what runs one command that must be done."""

    def do(project: Path, mcsj: Run) -> None:
        result = mcsj(*arguments)
        assert result.code == 0, result

    return do


DEAL = (
    "--axis",
    "economia",
    "--approach",
    "intercambio",
    "--owner",
    "coordinación",
    "--due",
    "2020-05-08",
)
CONTACT = (
    "followups",
    "add",
    "--mesa",
    "leon",
    "--channel",
    "call",
    "--stage",
    "meeting-set",
    "--summary",
    "Se habló",
)
MEETING = "2020-W19-g4"
SCHEDULE = run("meetings", "schedule", "--mesa", "leon", "--at", "2020-05-05 11:00")
RECORD = run(
    "meetings",
    "record",
    "2020-W17-g4",
    "--present",
    "torreon",
    "--notes",
    "x",
    "--agreement",
    "Uno",
    *DEAL,
)
MOVE = run("meetings", "move", MEETING, "--to", "2020-05-06 10:00", "--reason", "x")
ACTION = run("actions", "add", "Uno", "--mesa", "leon", *DEAL)
ZAPOPAN = run(
    "mesas",
    "add",
    "Zapopan",
    "--group",
    "4",
    "--state",
    "Jal",
    "--timezone",
    "America/Mexico_City",
    "--municipality",
    "14120=Zapopan,20.7,-103.4",
)


PRACTICE = run(
    "practices", "add", "Uno", "--mesa", "leon", "--axis", "salud", "--done", "a", "--result", "b"
)
PROOF = ("--by", "coordinación", "--evidence", "https://example.org/prueba")


def verified_item(project: Path, mcsj: Run) -> None:
    add(project, mcsj)
    assert mcsj("content", "verify", "2020-04-22-una", *PROOF).code == 0


def import_table(project: Path, mcsj: Run) -> None:
    table = project.parent / "notas.csv"
    table.write_text("Título,Rubro\nUno,SOSnacional\nDos,SOSmensajes\n", encoding="utf-8")
    assert mcsj("content", "import", table).code == 0


def _apply(project: Path, mcsj: Run, text: str, *words: str, name: str = "tabla.csv") -> None:
    """Take in a file of another program."""
    file = project.parent / name
    file.write_text(text, encoding="utf-8")
    result = mcsj(*words[:2], file, *words[2:], "--apply")
    assert result.code == 0, result


def take_links(project: Path, mcsj: Run) -> None:
    text = "Uno https://example.org/uno\nDos https://example.org/dos\n"
    _apply(project, mcsj, text, "content", "tips", "--tag", "SOSnacional", name="ligas.txt")


def import_actions(project: Path, mcsj: Run) -> None:
    heading = "Mesa,Acción,Responsable,Vence,Eje,Forma\n"
    row = "León,Coser cubrebocas,Enlace de salud,2020-05-08,Salud,intercambio\n"
    _apply(project, mcsj, heading + row, "actions", "import")


def import_followups(project: Path, mcsj: Run) -> None:
    heading, row = "Día,Mesa,Medio,Etapa,Resumen\n", "2020-04-22,León,llamada,contactada,Sí\n"
    _apply(project, mcsj, heading + row, "followups", "import")


def import_mesas(project: Path, mcsj: Run) -> None:
    _apply(project, mcsj, "slug,nombre\nmonterrey,Monterrey y área\n", "mesas", "import")


def take_attendance(project: Path, mcsj: Run) -> None:
    heading = "Nombre,Apellido,Correo electrónico,Duración,Hora a la que se unió,"
    text = f"{heading}Hora a la que salió\nMesa,Monterrey,,58 min,17:05,18:03\n"
    words = ("meetings", "attendance", "--group", "4", "--week", "2020-W17")
    _apply(project, mcsj, text, *words, name="2020-04-23 17-00 Reunión.csv")


def import_calendar(project: Path, mcsj: Run) -> None:
    """Take over another hour, a meeting that moved and one with a mesa."""
    file = project.parent / "calendario.ics"
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART{}\nDURATION:PT1H\nSUMMARY:{}\n{}END:VEVENT\n"
    series = event.format(1, ":20200507T230000Z", "Grupo 4", "RRULE:FREQ=WEEKLY\n")
    moved = event.format(1, ":20200515T150000Z", "Grupo 4", "RECURRENCE-ID:20200514T230000Z\n")
    single = event.format(2, ":20200511T160000Z", "Monterrey", "")
    file.write_text(f"BEGIN:VCALENDAR\n{series}{moved}{single}END:VCALENDAR\n", encoding="utf-8")
    result = mcsj("calendar", "import", file, "--group", "4", "--to", "2020-06-30", "--apply")
    assert result.code == 0, result


def prepare_fix(project: Path, mcsj: Run) -> None:
    path = project / ITEM
    path.write_text(
        path.read_text(encoding="utf-8").replace("[SOSdelaOMS]", "[sosdelaoms]"), encoding="utf-8"
    )
    moved = min((project / "data/meetings/2020").glob("*.yaml"))
    (project / "data/meetings/1999").mkdir()
    moved.rename(project / "data/meetings/1999" / moved.name)
    run_git(project, "add", "-A")
    run_git(project, "commit", "-qm", "roto")


def closed_action(project: Path, mcsj: Run) -> None:
    ACTION(project, mcsj)
    assert mcsj("actions", "done", "2020-04-23-uno").code == 0


def nothing(project: Path, mcsj: Run) -> None:
    """Begin with the folder as it is."""


# What each changing command does, after what comes before it.
CHANGING: dict[
    tuple[str, ...], list[tuple[Callable[[Path, Run], None], Callable[[Path, Run], None]]]
] = {
    ("content", "add"): [(nothing, add), (nothing, add_in_a_new_year), (add, add_the_same_again)],
    ("groups", "schedule"): [
        (nothing, run("groups", "schedule", "4", "--confirm")),
        (
            nothing,
            run(
                "groups",
                "schedule",
                "4",
                "--weekday",
                "monday",
                "--time",
                "9:00",
                "--from",
                "2020-06-01",
            ),
        ),
    ],
    ("mesas", "add"): [(nothing, ZAPOPAN)],
    ("mesas", "edit"): [(nothing, run("mesas", "edit", "leon", "--name", "León de los Aldama"))],
    ("mesas", "move"): [
        (nothing, run("mesas", "move", "leon", "--group", "5", "--from", "2020-05-04"))
    ],
    ("mesas", "retire"): [
        (nothing, run("mesas", "retire", "leon", "--yes")),
        (ZAPOPAN, run("mesas", "retire", "zapopan", "--until", "mañana", "--yes")),
    ],
    ("followups", "add"): [
        (nothing, run(*CONTACT)),
        (nothing, run(*CONTACT, "--meeting-at", "2020-05-05 11:00")),
    ],
    ("followups", "edit"): [
        (run(*CONTACT), run("followups", "edit", "2020-04-23-leon", "--stage", "explained"))
    ],
    ("followups", "delete"): [
        (run(*CONTACT), run("followups", "delete", "2020-04-23-leon", "--yes"))
    ],
    ("meetings", "schedule"): [(nothing, SCHEDULE)],
    ("meetings", "move"): [
        (nothing, MOVE),
        (
            SCHEDULE,
            run("meetings", "move", "2020-05-05-leon", "--to", "2020-05-12 9:00", "--reason", "x"),
        ),
    ],
    ("meetings", "cancel"): [
        (nothing, run("meetings", "cancel", MEETING, "--reason", "x")),
        (MOVE, run("meetings", "cancel", MEETING, "--reason", "x")),
    ],
    ("meetings", "agenda"): [(nothing, run("meetings", "agenda", MEETING, "--add", "Semáforo"))],
    ("meetings", "announce"): [(nothing, run("meetings", "announce", MEETING))],
    ("meetings", "record"): [
        (nothing, RECORD),
        (nothing, run("meetings", "record", "2020-W17-g4", "--not-held", "--yes")),
    ],
    ("meetings", "edit"): [
        (RECORD, run("meetings", "edit", "2020-W17-g4", "--notes", "y")),
        (SCHEDULE, run("meetings", "edit", "2020-05-05-leon", "--link", "https://example.org/v")),
    ],
    ("meetings", "delete"): [
        (MOVE, run("meetings", "delete", MEETING, "--yes")),
        (SCHEDULE, run("meetings", "delete", "2020-05-05-leon", "--yes")),
    ],
    ("meetings", "minutes"): [(nothing, run("meetings", "minutes", "2020-W18-g4"))],
    ("calendar", "import"): [(nothing, import_calendar)],
    ("actions", "add"): [(nothing, ACTION), (ACTION, ACTION)],
    ("actions", "update"): [
        (ACTION, run("actions", "update", "2020-04-23-uno", "--note", "Va", "--due", "2020-06-01"))
    ],
    ("actions", "done"): [(ACTION, run("actions", "done", "2020-04-23-uno", "--evidence", "acta"))],
    ("actions", "edit"): [
        (ACTION, run("actions", "edit", "2020-04-23-uno", "--title", "Dos", "--mesa", "colima"))
    ],
    ("actions", "delete"): [(ACTION, run("actions", "delete", "2020-04-23-uno", "--yes"))],
    ("actions", "reopen"): [
        (closed_action, run("actions", "reopen", "2020-04-23-uno", "--reason", "Se pudo"))
    ],
    ("actions", "cancel"): [(ACTION, run("actions", "cancel", "2020-04-23-uno", "--reason", "No"))],
    ("practices", "add"): [(nothing, PRACTICE)],
    ("practices", "edit"): [(nothing, run("practices", "edit", "calzado", "--title", "Otro"))],
    ("practices", "delete"): [(PRACTICE, run("practices", "delete", "2020-04-23-uno", "--yes"))],
    ("practices", "replicate"): [
        (nothing, run("practices", "replicate", "calzado", "--mesa", "pachuca"))
    ],
    ("content", "edit"): [
        (verified_item, run("content", "edit", "2020-04-22-una", "--title", "Otra"))
    ],
    ("content", "delete"): [(verified_item, run("content", "delete", "2020-04-22-una", "--yes"))],
    ("content", "verify"): [(nothing, run("content", "verify", "en-uno-de-cada", *PROOF))],
    ("content", "schedule"): [
        (verified_item, run("content", "schedule", "2020-04-22-una", "--at", "mañana 9:00"))
    ],
    ("content", "publish"): [(verified_item, run("content", "publish", "2020-04-22-una"))],
    ("content", "retract"): [
        (verified_item, run("content", "retract", "2020-04-22-una", "--reason", "No"))
    ],
    ("content", "tag"): [(add, run("content", "tag", "2020-04-22-una", "+SOSmensajes"))],
    ("content", "import"): [(nothing, import_table)],
    ("content", "tips"): [(nothing, take_links)],
    ("actions", "import"): [(nothing, import_actions)],
    ("followups", "import"): [(nothing, import_followups)],
    ("mesas", "import"): [(nothing, import_mesas)],
    ("meetings", "attendance"): [
        (run("meetings", "record", "2020-W17-g4", "--absent", "monterrey"), take_attendance)
    ],
    ("categories", "rename"): [(nothing, run("categories", "rename", "SOSmensajes", "SOSanimo"))],
    ("check",): [(prepare_fix, fix)],
    ("undo",): [(add_and_undo, run("undo", "--redo"))],
    ("sync",): [(nothing, share), (add, share)],
}
# These change no data of a network, or make one; people's are outside the history on purpose.
PEOPLE = {
    ("people", verb)
    for verb in (
        "add",
        "list",
        "show",
        "edit",
        "forget",
        "export",
        "import",
        "notice",
        "key",
        "lock",
        "unlock",
        "rekey",
        "check",
    )
} | {("meetings", "invite"), ("meetings", "replies")}
READING = {
    ("init",), ("status",), ("meetings", "show"), ("followups", "list"), ("followups", "funnel"),
    ("actions", "list"), ("actions", "show"), ("actions", "matrix"), ("practices", "list"),
    ("practices", "show"), ("groups", "list"), ("groups", "show"), ("mesas", "list"),
    ("mesas", "show"), ("categories", "list"), ("partners", "list"), ("partners", "show"),
    ("helpline",), ("meetings", "list"), ("meetings", "check"), ("calendar", "publish"),
    ("meetings", "ics"), ("content", "list"), ("content", "show"), ("content", "search"),
    ("report", "weekly"), ("report", "group"), ("report", "mesa"), ("content", "suggest"),
    ("search",),
    ("content", "post"), ("content", "calendar"), ("content", "balance"), ("content", "feed"),
    ("content", "export"), ("site", "build"), ("site", "serve"), ("log",), ("doctor",),
    ("index", "rebuild"), ("schema",), ("merge-driver",),
}  # fmt: skip
CASES = [(command, number) for command, cases in CHANGING.items() for number in range(len(cases))]


@pytest.mark.parametrize(("command", "number"), CASES, ids=str)
def test_undo_takes_back_exactly_what_was_done(
    project: Path, mcsj: Run, command: tuple[str, ...], number: int
) -> None:
    before, do = CHANGING[command][number]
    before(project, mcsj)
    old = picture(project)
    do(project, mcsj)
    new = picture(project)
    assert new != old
    assert mcsj("undo").code == 0
    assert picture(project) == old
    assert mcsj("undo", "--redo").code == 0
    assert picture(project) == new
    assert mcsj("undo").code == 0
    assert picture(project) == old
    subprocess.run(["git", "fsck", "--strict"], cwd=project, check=True, capture_output=True)


def test_every_command_is_known_to_change_or_not_to() -> None:
    known = set(CHANGING) | READING | PEOPLE
    there = {words for words, _command in find_commands()}
    assert there == known
    assert not set(CHANGING) & READING
