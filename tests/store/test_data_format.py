"""The format of a folder: one of version 0.1 is read and raised, and a newer one keeps its own."""

import json
import shlex
from pathlib import Path

import pytest

from mcsj_cli.model.action import Action
from mcsj_cli.model.network import FORMAT, Network
from mcsj_cli.operations.schemas import build_schemas
from mcsj_cli.store import git
from mcsj_cli.store.data_format import find_format, keep_format, load_network, with_format
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.yaml import is_sound, parse_plain
from tests.store.test_history import Run, picture, run_git
from tests.store.test_sync import Network as Clones
from tests.store.test_sync import change, data_of

LINE = "format: 2  # Todas las personas necesitan mcsj 0.2 o posterior: actualice el programa"
TOLD = "Esta carpeta pasa al formato 2: todas las personas necesitan mcsj 0.2 o posterior."
RAISED = 'network: raise-format "2"'
ACTION = (
    "data/actions/2020/2020-04-21-acordar-con-el-dif-municipal-un-reporte-semanal-de-violencia.yaml"
)
MEETING = "data/meetings/2020/2020-W19-g4.yaml"
DONE = ("actions", "done", "acordar-con-el-dif", "--evidence", "https://example.org/acta")
ADD = ("content", "add", "--tag", "SOSnacional")


def subjects(root: Path) -> list[str]:
    return run_git(root, "log", "--format=%s").splitlines()


def text_of(root: Path, file: str) -> str:
    return (root / file).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after the meeting of group 4 that was moved."""
    monkeypatch.setenv("MCSJ_NOW", "2020-05-09T10:00:00-05:00")


# A folder of version 0.1.


@pytest.mark.parametrize(
    "command",
    [
        *("check", "status", "groups list", "mesas list", "content list", "log", "actions list"),
        *("meetings list --week 2020-W19", "practices list", "followups list"),
        *("report weekly --week 2020-W17", "report mesa leon --week 2020-W18"),
        "undo --dry-run HEAD",
    ],
)
def test_reading_raises_nothing(old_project: Path, mcsj: Run, command: str) -> None:
    before = picture(old_project)
    result = mcsj(*command.split())
    assert result.code == (2 if command.startswith("undo") else 0), result
    assert TOLD not in result.err
    assert picture(old_project) == before
    assert subjects(old_project) == ["init: begin"]


def test_every_kind_is_read_whole(old_project: Path, mcsj: Run) -> None:
    counts = {}
    for noun in ("content", "actions", "practices", "followups"):
        counts[noun] = len(json.loads(mcsj(noun, "list", "--format", "json").out))
    assert counts == {"content": 5, "actions": 5, "practices": 2, "followups": 4}
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W17", "--format", "json").out)
    assert report["figures"]["meetings"]["held"] == 2
    assert (
        json.loads(mcsj("meetings", "show", "2020-W19-g4", "--format", "json").out)["sequence"] == 1
    )


def test_the_first_change_raises_the_format_and_nothing_else(old_project: Path, mcsj: Run) -> None:
    _status, before = picture(old_project)
    result = mcsj(*DONE)
    assert result.code == 0
    assert result.err.startswith(TOLD)
    status, after = picture(old_project)
    assert status == ""
    assert {file for file in after if after[file] != before.get(file)} == {NETWORK, ACTION}
    assert after[NETWORK].decode().replace(f"{LINE}\n\n", "") == before[NETWORK].decode()
    assert subjects(old_project)[1:] == [RAISED, "init: begin"]
    assert run_git(old_project, "show", "--format=", "--name-only", "HEAD~1") == NETWORK
    again = mcsj(*ADD, "Otra")
    assert TOLD not in again.err
    assert subjects(old_project)[1:3] != [RAISED, RAISED]
    assert mcsj("check").code == 0
    assert "la carpeta pasó al formato 2" in mcsj("log").out


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("content add --tag Nada Cosa", 5),
        ("actions done no-hay --evidence x", 5),
        ("mesas move pachuca --group 5 --yes", 2),
        ("content tag --dry-run", 2),
        ("check --fix", 0),
        ("groups schedule 4 --confirm --yes", 2),
    ],
)
def test_what_writes_nothing_raises_nothing(
    old_project: Path, mcsj: Run, command: str, code: int
) -> None:
    before = picture(old_project)
    result = mcsj(*command.split())
    assert result.code == code, result
    assert TOLD not in result.err
    assert picture(old_project) == before
    assert subjects(old_project) == ["init: begin"]


def test_mending_raises_the_format(old_project: Path, mcsj: Run) -> None:
    (old_project / ACTION).rename((old_project / ACTION).with_suffix(".yml"))
    result = mcsj("check", "--fix")
    assert TOLD in result.err
    assert RAISED in subjects(old_project)


def test_without_a_history_the_format_is_simply_written(old_project: Path, mcsj: Run) -> None:
    change(old_project, NETWORK, "^autocommit: true", "autocommit: false")
    run_git(old_project, "commit", "-qam", "by hand")
    assert TOLD in mcsj(*DONE).err
    assert LINE in text_of(old_project, NETWORK)
    assert subjects(old_project) == ["by hand", "init: begin"]


def test_a_file_that_is_wrong_is_left_to_its_owner(old_project: Path, mcsj: Run) -> None:
    change(old_project, NETWORK, "^page:", "pagina:")
    assert mcsj(*DONE).code == 0
    assert "format" not in text_of(old_project, NETWORK)


# Undoing.


def test_undoing_leaves_the_format(old_project: Path, mcsj: Run) -> None:
    mcsj(*DONE)
    assert mcsj("undo").code == 0
    assert subjects(old_project)[2:] == [RAISED, "init: begin"]
    assert "completed" not in text_of(old_project, ACTION)
    assert LINE in text_of(old_project, NETWORK)


def test_the_raise_itself_is_nobodys_change(old_project: Path, mcsj: Run) -> None:
    mcsj(*DONE)
    run_git(old_project, "reset", "-q", "--hard", "HEAD~1")
    refused = mcsj("undo")  # what is left is not a change of anybody
    assert refused.code == 2
    assert "No queda nada que deshacer" in refused.err
    named = mcsj("undo", run_git(old_project, "rev-parse", "HEAD"))
    assert named.code == 2
    assert "nunca vuelve atrás" in named.err
    assert LINE in text_of(old_project, NETWORK)


def test_undoing_what_lies_before_the_raise_keeps_it(old_project: Path, mcsj: Run) -> None:
    change(old_project, NETWORK, "quiet_days: 14", "quiet_days: 20")
    run_git(old_project, "commit", "-qam", "before")
    mcsj(*DONE)
    assert mcsj("undo", "HEAD~2").code == 0
    assert "quiet_days: 14" in text_of(old_project, NETWORK)
    assert LINE in text_of(old_project, NETWORK)


def test_undoing_a_change_that_brought_the_format_along_keeps_it(
    old_project: Path, mcsj: Run
) -> None:
    change(old_project, NETWORK, "^organisation", "format: 2\norganisation")
    change(old_project, NETWORK, "quiet_days: 14", "quiet_days: 20")
    run_git(old_project, "commit", "-qam", "both by hand")
    assert mcsj("undo").code == 0
    assert "quiet_days: 14" in text_of(old_project, NETWORK)
    assert find_format((old_project / NETWORK).read_bytes()) == 2


def test_undoing_may_be_the_first_change(old_project: Path, mcsj: Run) -> None:
    change(old_project, NETWORK, "quiet_days: 14", "quiet_days: 20")
    run_git(old_project, "commit", "-qam", "by hand")
    result = mcsj("undo")
    assert result.code == 0
    assert TOLD in result.err
    assert "quiet_days: 14" in text_of(old_project, NETWORK)
    assert LINE in text_of(old_project, NETWORK)
    assert subjects(old_project)[:2] == ["undo: by hand", RAISED]


def test_the_past_is_read_as_it_was(old_project: Path, mcsj: Run) -> None:
    mcsj(*DONE)
    report = ("report", "weekly", "--week", "2020-W19", "--format", "json")
    first = run_git(old_project, "rev-parse", "HEAD~2")
    now, then = mcsj(*report), mcsj(*report, "--as-of", first)
    assert (now.code, then.code) == (0, 0)
    completed = [json.loads(run.out)["figures"]["actions"]["completed"] for run in (now, then)]
    assert completed[0] != completed[1]


# Two people.


@pytest.fixture
def clones(old_project: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch) -> Clones:
    """Two folders of version 0.1, and the copy that they share."""
    hub, beto = tmp_path / "hub.git", tmp_path / "beto"
    run_git(tmp_path, "clone", "-q", "--bare", str(old_project), str(hub))
    run_git(old_project, "remote", "add", "origin", str(hub))
    run_git(tmp_path, "clone", "-q", str(hub), str(beto))
    git.set_setting(beto, "user.name", "Coordinación norte")
    git.set_setting(beto, "user.email", "norte@example.org")
    return Clones(hub, old_project, beto, mcsj, monkeypatch)


def test_two_raise_it_at_once_and_neither_is_asked(clones: Clones) -> None:
    clones.run(clones.ana, *ADD, "De Ana")
    clones.run(clones.beto, *ADD, "De Beto")
    clones.sync(clones.ana)
    told = clones.sync(clones.beto)
    assert told.startswith("2 cambios recibidos, 2 cambios enviados.\n")
    assert NETWORK not in told
    clones.settle()
    assert text_of(clones.ana, NETWORK).count("format:") == 1
    assert LINE in text_of(clones.ana, NETWORK)


def test_sync_raises_it_once_for_all(clones: Clones) -> None:
    assert TOLD in clones.sync(clones.ana)
    assert subjects(clones.ana) == [RAISED, "init: begin"]
    told = clones.sync(clones.beto)
    assert TOLD not in told
    assert "1 cambio recibido, 0 cambios enviados" in told
    assert "En la red: la carpeta pasó al formato 2." in told
    clones.settle()
    assert subjects(clones.beto) == [RAISED, "init: begin"]


def test_sync_raises_nothing_where_the_file_stays_behind(clones: Clones) -> None:
    change(clones.ana, NETWORK, "^page:", "pagina:")
    assert TOLD not in clones.sync(clones.ana, code=1)
    assert "format" not in text_of(clones.ana, NETWORK)
    change(clones.ana, NETWORK, "^pagina:.*", "page: https://example.org/  # tel. 81 2345 6789")
    assert TOLD not in clones.sync(clones.ana, code=1)
    assert "format" not in text_of(clones.ana, NETWORK)
    assert subjects(clones.ana) == ["init: begin"]


def test_who_goes_on_with_version_0_1_loses_nothing(clones: Clones) -> None:
    """Beto's program of 0.1 commits and merges as it always did, and sends nothing any more."""
    clones.run(clones.ana, *DONE)
    clones.sync(clones.ana)
    change(clones.beto, MEETING, "El jueves", "El miércoles")
    run_git(clones.beto, "commit", "-qam", 'meetings: move "2020-W19-g4"')
    run_git(clones.beto, "-c", "pull.rebase=false", "pull", "-q", "--no-edit")
    change(clones.beto, NETWORK, "quiet_days: 14", "quiet_days: 20")
    run_git(clones.beto, "commit", "-qam", "sync: edit")
    assert "2 cambios enviados" in clones.sync(clones.beto)  # by now he has the new program
    clones.settle()
    assert "El miércoles" in text_of(clones.ana, MEETING)
    assert "status: completed" in text_of(clones.beto, ACTION)
    assert "quiet_days: 20" in text_of(clones.ana, NETWORK)
    assert LINE in text_of(clones.ana, NETWORK)


def test_the_higher_format_stands_in_a_merge(clones: Clones) -> None:
    change(clones.beto, NETWORK, "^organisation", "format: 3\norganisation")
    run_git(clones.beto, "commit", "-qam", "a newer program")
    run_git(clones.beto, "push", "-q", "origin", "HEAD:main")
    clones.run(clones.ana, *DONE)
    clones.sync(clones.ana)
    assert find_format((clones.ana / NETWORK).read_bytes()) == 3


# The line.

HEAD = "# De la red.\n#   - nota\n\n"
NAME = "# El nombre.\norganisation: X\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{HEAD}{NAME}", f"{HEAD}{LINE}\n\n{NAME}"),
        (f"{HEAD}organisation: X\n", f"{HEAD}{LINE}\n\norganisation: X\n"),
        (NAME, f"# El nombre.\n{LINE}\norganisation: X\n"),
        ("organisation: X\n", f"{LINE}\norganisation: X\n"),
        ("---\norganisation: X\n", f"---\n{LINE}\norganisation: X\n"),
        (f"{HEAD}{NAME}".replace("\n", "\r\n"), f"{HEAD}{LINE}\n\n{NAME}".replace("\n", "\r\n")),
        (f"\ufeff{HEAD}{NAME}", f"\ufeff{HEAD}{LINE}\n\n{NAME}"),
        ("organisation: X", f"{LINE}\norganisation: X"),
        ("format: 1\norganisation: X\n", f"{LINE}\norganisation: X\n"),
        ("organisation: X\nformat: 1\n", f"organisation: X\n{LINE}\n"),
        ("organisation: X\nformat: 1", f"organisation: X\n{LINE}"),
        ("format: 1  # mío\norganisation: X\n", "format: 2  # mío\norganisation: X\n"),
        ("format: 1\r\norganisation: X\r\n", f"{LINE}\r\norganisation: X\r\n"),
        ("{organisation: X}\n", "{organisation: X, format: 2}" + LINE[9:] + "\n"),
    ],
)
def test_the_line_stands_below_the_head_and_moves_no_other(text: str, wanted: str) -> None:
    assert with_format(text.encode(), 2, "es").decode() == wanted


def test_the_line_speaks_the_language_of_the_network() -> None:
    line = with_format(b"organisation: X\n", 2, "en").split(b"\n")[0].decode()
    assert line == "format: 2  # Everybody needs mcsj 0.2 or newer: update the program"


def test_version_0_1_shows_the_whole_line_in_its_error() -> None:
    """It quotes a hundred characters of the line."""
    assert all(len(with_format(b"a: b\n", 2, one).split(b"\n")[0]) <= 100 for one in ("es", "en"))


def test_the_template_is_of_the_format_that_is_written() -> None:
    template = Path(__file__).parents[2] / "data/network.yaml"
    assert find_format(template.read_bytes()) == FORMAT
    assert LINE in template.read_text(encoding="utf-8")


@pytest.mark.parametrize("value", ["0", "-1", "dos", "", "1.5", "[2]", "null"])
def test_a_format_is_a_whole_number_from_one_up(project: Path, mcsj: Run, value: str) -> None:
    change(project, NETWORK, "^format: 2.*$", f"format: {value}")
    result = mcsj("check")
    assert result.code == 1
    assert f"{NETWORK}:10:" in result.out
    assert mcsj("content", "list").code == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("format: 3\nformat: 3\n", 3),
        ("<<<<<<< a\nformat: 2  # x\n=======\nformat: 3\n>>>>>>> b\n", 3),
        ("# format: 3\na: b\n", 1),
        ("format: x\n", 1),
        ("", 1),
        ("a: [\n", 1),
    ],
)
def test_the_format_is_found_in_a_file_that_is_wrong(text: str, number: int) -> None:
    assert find_format(text.encode()) == number


def test_what_is_put_back_never_has_a_lower_format() -> None:
    low, high = b"organisation: X\n", b"format: 3\norganisation: Y\n"
    assert keep_format(high, low) == b"format: 3\norganisation: X\n"
    assert keep_format(low, high) == high
    assert keep_format(None, low) == low
    assert keep_format(low, None) is None


def test_the_schema_of_editors_knows_the_format_and_no_other_key() -> None:
    schema = build_schemas()["network"]
    assert schema["properties"]["format"] == {"type": "integer", "minimum": 1}
    assert schema["additionalProperties"] is False


# A newer format.

DRAFT = "data/content/2020/2020-05-02-horarios-de-los-filtros.yaml"
PUBLISHED = (
    "data/content/2020/2020-04-23-en-uno-de-cada-tres-hogares-el-ingreso-de-marzo-cayo-a-la.yaml"
)
PRACTICE = (
    "data/practices/2020/2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar.yaml"
)
UNKNOWN = "2020-04-07-la-ops-urge-a-ampliar-las-pruebas-antes-de-que-azote-la"


@pytest.fixture
def newer(old_project: Path) -> Path:
    """A folder as some later version might leave it: other keys everywhere, and another value."""
    grown = {
        NETWORK: [
            ("^organisation", "format: 3\nslogan: Juntos\norganisation"),
            ("^  weekly_items: 1", "  weekly_items: 1\n  monthly_items: 4"),
        ],
        "data/groups.yaml": [
            ("^  - number: 4", "  - room: Norte\n    number: 4"),
            ("slug: pachuca", "population: 9, slug: pachuca"),
            ("slug: monterrey", "population: 8, slug: monterrey"),
        ],
        "data/categories.yaml": [("^  - tag: SOSmensajes", "  - icon: sol\n    tag: SOSmensajes")],
        "data/partners.yaml": [("^  - slug: leapam", "  - rating: 5\n    slug: leapam")],
        ACTION: [("due:", "extra: uno\ndue:"), ("date: 2020-05-01,", "date: 2020-05-01, mood: 7,")],
        MEETING: [("^week", "room: {floor: 2, name: Sala}\nweek")],
        f"data/content/2020/{UNKNOWN}.yaml": [("^status: verified", "status: archived")],
        DRAFT: [("^created", "audio: a\ncreated")],
        PUBLISHED: [("{by:", "{method: llamada, by:")],
        PRACTICE: [("mesa: torreon", "mesa: torreon, score: 3")],
        "data/followups/2020/2020-05-02-leon.yaml": [("^stage", "tone: bueno\nstage")],
    }
    for file, edits in grown.items():
        for old, new in edits:
            change(old_project, file, old, new)
    run_git(old_project, "commit", "-qam", "a newer program")
    return old_project


KEPT: tuple[str, ...] = (
    "slogan",
    "monthly_items",
    "room",
    "population",
    "icon",
    "rating",
    "extra",
    "mood",
    "floor",
)
KEPT += ("audio", "method", "score", "tone")


def kept(root: Path) -> list[str]:
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted((root / "data").rglob("*.yaml"))
    )
    return [key for key in KEPT for _one in range(text.count(f"{key}: "))]


@pytest.mark.parametrize(
    "command",
    [
        *("check", "status", "groups list", "groups show 4", "mesas list", "mesas show leon"),
        *("partners list", "categories list", "content list", "actions list", "practices list"),
        *("followups list", "meetings list --week 2020-W19", "meetings show 2020-W19-g4"),
        *("report weekly --week 2020-W17", "report mesa leon --week 2020-W18", "log"),
        *("index rebuild", "site build -o ../sitio"),
    ],
)
def test_a_newer_format_is_read_and_told_once(newer: Path, mcsj: Run, command: str) -> None:
    result = mcsj(*command.split())
    assert result.code == 0, result
    assert (result.out + result.err).count("formato más nuevo") == 1
    assert "no hay una clave" not in result.out + result.err


def test_a_value_that_nobody_here_knows_leaves_its_record_out(newer: Path, mcsj: Run) -> None:
    listed = mcsj("content", "list", "--format", "json")
    assert UNKNOWN not in [item["uid"] for item in json.loads(listed.out)]
    assert f"{UNKNOWN}.yaml:7" in listed.err
    assert "archived" in listed.err
    assert "actualice el programa" in listed.err
    checked = mcsj("check")
    assert checked.code == 0
    assert "archived" in checked.out
    report = mcsj("report", "weekly", "--week", "2020-W15")
    assert report.code == 0
    assert UNKNOWN in report.out + report.err


def test_a_hand_edited_value_that_nobody_here_knows_stops_what_needs_it(
    newer: Path, mcsj: Run
) -> None:
    change(newer, "data/groups.yaml", "City, status: confirmed, ", "City, status: paused, ")
    result = mcsj("groups", "list")
    assert result.code == 6
    assert "paused" in result.err
    assert "Los datos tienen un formato más nuevo: actualice el programa." in result.err
    assert mcsj("check").code == 0
    assert mcsj("content", "list").code == 0
    assert mcsj("mesas", "edit", "leon", "--name", "Otra").code == 6
    assert "status: paused" in text_of(newer, "data/groups.yaml")


def test_what_is_no_yaml_stays_an_error(newer: Path, mcsj: Run) -> None:
    change(newer, ACTION, "^axis: familia", "axis: familia\naxis: salud")
    assert mcsj("check").code == 1


EDITS = [
    "actions done acordar-con-el-dif --evidence https://example.org/acta",
    "actions update acordar-con-el-dif --note Otra",
    "meetings record 2020-W19-g4 --notes Algo --yes",
    "meetings cancel 2020-W19-g4 --reason Lluvia",
    "content verify horarios --by enlace --evidence https://example.org/e --expires 2020-05-09",
    "content retract en-uno-de-cada --by enlace --reason Falso",
    "practices replicate talleres --mesa colima --date 2020-05-01",
    "categories rename SOSmensajes SOSanimo",
    "groups schedule 4 --weekday monday --time 18:00 --from 2020-05-18 --yes",
    "mesas edit monterrey --name Regiomontana",
    "mesas retire monterrey --until 2020-06-01 --yes",
]


@pytest.mark.parametrize("command", EDITS)
def test_every_change_keeps_what_it_does_not_know(newer: Path, mcsj: Run, command: str) -> None:
    before = kept(newer)
    result = mcsj(*shlex.split(command))
    assert result.code == 0, result
    assert kept(newer) == before
    assert (result.out + result.err).count("formato más nuevo") == 1
    assert subjects(newer)[0] != RAISED
    assert find_format((newer / NETWORK).read_bytes()) == 3
    assert mcsj("undo").code == 0
    assert kept(newer) == before


def test_a_mesa_that_moves_takes_its_own_keys_along(newer: Path, mcsj: Run) -> None:
    result = mcsj("mesas", "move", "monterrey", "--group", "5", "--from", "2020-06-01", "--yes")
    assert result.code == 0, result
    assert text_of(newer, "data/groups.yaml").count("population: 8") == 2


def test_mending_keeps_what_it_does_not_know(newer: Path, mcsj: Run) -> None:
    change(
        newer,
        DRAFT,
        "SOSeconomia",
        "soseconomia",
    )
    before = kept(newer)
    assert mcsj("check", "--fix").code == 0
    assert "SOSeconomia" in text_of(newer, DRAFT)
    assert kept(newer) == before


def test_sync_merges_keys_that_it_does_not_know(newer: Path, clones: Clones) -> None:
    change(clones.ana, ACTION, "extra: uno", "extra: uno\nfirst: a")
    change(clones.beto, ACTION, "mood: 7", "mood: 8")
    change(clones.beto, ACTION, "extra: uno", "second: b\nextra: uno")
    clones.run(clones.beto, *DONE)
    clones.run(clones.ana, "actions", "update", "acordar-con-el-dif", "--owner", "enlace")
    clones.sync(clones.ana)
    told = clones.sync(clones.beto)
    assert told.count("formato más nuevo") == 1
    clones.settle()
    data = data_of(clones.ana, ACTION)
    own = {key: data[key] for key in ("extra", "first", "second", "owner", "status")}
    assert own == {
        "extra": "uno",
        "first": "a",
        "second": "b",
        "owner": "enlace",
        "status": "completed",
    }
    assert "mood: 8" in text_of(clones.ana, ACTION)


def test_sync_is_not_kept_from_sending_by_a_value_that_it_does_not_know(
    newer: Path, clones: Clones
) -> None:
    change(clones.ana, ACTION, "^axis: familia", "axis: familia\napproach_2: x")
    change(clones.ana, MEETING, "^week", "status: postponed\nweek")
    told = clones.sync(clones.ana)
    assert "1 cambio enviado" in told
    assert "postponed" in told


def test_a_newer_format_that_comes_is_told_at_once(clones: Clones) -> None:
    change(clones.ana, NETWORK, "^organisation", "format: 3\nslogan: Juntos\norganisation")
    run_git(clones.ana, "commit", "-qam", "a newer program")
    run_git(clones.ana, "push", "-q", "origin", "HEAD:main")
    assert "formato más nuevo" in clones.sync(clones.beto)


@pytest.mark.usefixtures("later")
def test_the_index_and_the_memory_follow_the_format(newer: Path, mcsj: Run) -> None:
    assert mcsj("groups", "list").code == 0
    assert ACTION not in mcsj("actions", "list").err
    change(newer, NETWORK, "^format: 3\nslogan: Juntos\n", "format: 2\n")
    change(newer, NETWORK, "^  monthly_items: 4\n", "")
    assert "data/groups.yaml:87:5" in mcsj("groups", "list").err
    run_git(newer, "checkout", "-q", "HEAD~1", "--", "data/groups.yaml", "data/categories.yaml")
    result = mcsj("actions", "list")
    assert f"{ACTION}:6:1: aquí no hay una clave «extra»" in result.err
    assert "acordar" not in result.out
    change(newer, NETWORK, "^format: 2", "format: 3")
    assert ACTION not in mcsj("actions", "list").err


def test_at_our_format_a_key_that_nobody_knows_is_an_error(project: Path, mcsj: Run) -> None:
    change(project, NETWORK, "^page:", "pagina:")
    result = mcsj("check")
    assert result.code == 1
    assert "no hay una clave «pagina»" in result.out


def test_a_merge_is_judged_by_what_is_known(old_project: Path) -> None:
    plain = parse_plain((old_project / ACTION).read_bytes(), ACTION)
    assert isinstance(plain, dict)
    assert is_sound({**plain, "extra": {"one": "2"}}, Action)
    assert not is_sound({**plain, "extra": "1", "closed": "2020-05-02"}, Action)


def test_a_password_is_an_error_in_every_format() -> None:
    raw = b"format: 3\norganisation: X\nnetwork: Y\ntimezone: UTC\nuid_domain: x.example\n"
    assert isinstance(load_network(raw + b"slogan: Z\n"), Network)
    with pytest.raises(Exception, match="problema") as caught:
        load_network(raw + b"calendar: {url: 'https://a:b@example.org/'}\n")
    assert not caught.value.problems[0].warning  # type: ignore[attr-defined]
    assert parse_plain(raw, "")
