"""Two people share what they may do: neither is stuck, and nothing is lost unsaid.

Each pair is tried twice, with either of the two sharing first, on two clones of the example, and
advice is followed to the letter.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from mcsj_cli.model.kinds import ACTIONS
from mcsj_cli.store.project import Project
from tests.conftest import copy_folder
from tests.store.two_people import Known, Two, make_two, read_lines, read_tree
from tests.stress.folders import run_git

WORKSHOPS = "2020-04-23-coser-cubrebocas-en-talleres-de-mezclilla-que-se-quedaron"
MOMENT = "2020-05-08T20:00:00-05:00"  # the meetings of week 19 are over, but none is recorded
ADD_ACTION = (
    "actions add {title} --mesa leon --axis salud --approach intercambio --owner coordinación"
    " --due 2020-05-20"
)
AGREE = (
    "meetings record 2020-W19-g3 --agreement {title} --axis salud --approach intercambio"
    " --owner coordinación --due 2020-05-20"
)
ADD_MESA = "mesas add Zapopan --group {group} --state Jal --timezone America/Mexico_City --yes"
PRACTICE = (
    "data/practices/2020/2020-04-28-compras-a-domicilio-para-adultos-mayores-que-viven-solos.yaml"
)


class Pair(NamedTuple):
    """What two people do at once, and what each means: a text of the data, or of what is told.

    With `asks` the one who shares second hears that only one of the two can stand.
    """

    name: str
    one: str
    other: str
    words: tuple[str, ...]
    asks: bool = False


# The pairs of a round touch nothing in common, and share one pair of clones.
ROUNDS = {
    "records": [
        Pair(
            "note, done",
            "actions update bancos --note Avance",
            "actions done bancos --evidence Acta",
            ("bancos.*note: Avance", "bancos.*status: completed"),
        ),
        Pair(
            "note, cancel",
            "actions update talleres-de-mezclilla --note Avance",
            "actions cancel talleres-de-mezclilla --reason Imposible",
            ("talleres-de-mezclilla.*note: Avance", "talleres-de-mezclilla.*Imposible"),
        ),
        Pair(
            "closed, postponed",
            "actions done talleres-de-bordado --evidence Acta",
            "actions update talleres-de-bordado --due 2020-06-30 --note Aplazada",
            (
                "talleres-de-bordado.*(cerró la acción|status: completed)",
                "talleres-de-bordado.*2020-06-30",
            ),
            asks=True,
        ),
        Pair(
            "two notes",
            "actions update grupos-de-crianza --note Uno",
            "actions update grupos-de-crianza --note Dos",
            ("crianza.*note: Uno", "crianza.*note: Dos"),
        ),
        Pair(
            "owner, done",
            "actions update fiscalia --owner enlace",
            "actions done fiscalia --evidence Acta",
            ("fiscalia.*owner: enlace", "fiscalia.*status: completed"),
        ),
        Pair(
            "rubric renamed, item added",
            "categories rename SOSmensajes SOSanimo",
            "content add --tag SOSmensajes 'Cosa nueva'",
            ("tag: SOSanimo", "cosa-nueva: tags: .SOSmensajes"),
        ),
        Pair(
            "practice removed, copied",
            f"rm {PRACTICE}",
            ADD_ACTION.format(title="Copiar") + " --practice compras",
            ("", "title: Copiar"),
        ),
        Pair(
            "two items",
            "content add --tag SOSnacional 'Cosa uno'",
            "content add --tag SOSnacional 'Otra muy distinta'",
            ("title: Cosa uno", "title: Otra muy distinta"),
        ),
        Pair(
            "two items of one title",
            "content add --tag SOSnacional Cosa --summary Uno",
            "content add --tag SOSnacional Cosa --summary Dos",
            ("08-cosa(-2)?: summary: Uno", "08-cosa(-2)?: summary: Dos"),
        ),
        Pair(
            "retracted, verified again",
            "content retract el-pueblo-que --by coordinación --reason Falso",
            "content verify el-pueblo-que --by enlace --evidence https://example.org/otra",
            ("Falso", "verificación|https://example.org/otra"),
            asks=True,
        ),
        Pair(
            "two contacts",
            "followups add --mesa leon --channel call --stage contacted --summary Uno",
            "followups add --mesa leon --channel call --stage contacted --summary Dos",
            ("08-leon(-2)?: summary: Uno", "08-leon(-2)?: summary: Dos"),
        ),
        Pair(
            "two copies",
            "practices replicate catalogo --mesa irapuato --date 2020-05-05",
            "practices replicate catalogo --mesa colima --date 2020-05-06",
            ("catalogo.*irapuato", "catalogo.*colima"),
        ),
        Pair(
            "a rubric renamed twice",
            "categories rename SOSeconomia SOSdinero",
            "categories rename SOSeconomia SOSpesos",
            ("SOSdinero", "SOSpesos"),
            asks=True,
        ),
    ],
    "meetings": [
        Pair(
            "cancel, record",
            "meetings cancel 2020-W19-g4 --reason Lluvia",
            "meetings record 2020-W19-g4 --present torreon",
            ("W19-g4.*Lluvia", "W19-g4.*(torreon: present|reunión se celebró)"),
            asks=True,
        ),
        Pair(
            "not held, held",
            "meetings record 2020-W19-g5 --not-held --reason Lluvia",
            "meetings record 2020-W19-g5 --present colima",
            ("W19-g5.*Lluvia", "W19-g5.*(colima: present|reunión se celebró)"),
            asks=True,
        ),
        Pair(
            "last mesa moves, attendance",
            "mesas move michoacan --group 2 --from 2020-05-04 --yes",
            "meetings record 2020-W19-g1 --present michoacan",
            ("until: 2020-05-03", "michoacan: present"),
        ),
        Pair(
            "attendance, notes",
            "meetings record 2020-W19-g2 --present veracruz",
            "meetings record 2020-W19-g2 --notes Hablamos",
            ("W19-g2.*veracruz: present", "W19-g2.*Hablamos"),
        ),
        Pair(
            "two agreements",
            AGREE.format(title="Uno"),
            AGREE.format(title="Dos"),
            ("-uno: title: Uno", "-dos: title: Dos"),
        ),
        Pair(
            "mesas seen by two people",
            "meetings record 2020-W19-g6 --present leon",
            "meetings record 2020-W19-g6 --present pachuca",
            ("W19-g6.*leon: present", "W19-g6.*pachuca: present"),
        ),
        Pair(
            "cancelled, moved",
            "meetings cancel 2020-W20-g4 --reason Lluvia",
            "meetings move 2020-W20-g4 --to '2020-05-15 18:00' --reason Puente --yes",
            ("W20-g4.*Lluvia", "W20-g4.*2020-05-15 18:00", "W20-g4: sequence: 2"),
            asks=True,
        ),
        Pair(
            "two hours of one slot by hand",
            "edit data/groups.yaml 'friday, time: 12:00' 'wednesday, time: 12:00, sequence: 1'",
            "edit data/groups.yaml 'friday, time: 12:00' 'friday, time: 20:00, sequence: 1'",
            (
                "(wednesday|miércoles), (time: )?12:00",
                "(friday|viernes), (time: )?20:00",
                "(wednesday, time: 12:00|friday, time: 20:00), sequence: 2",
            ),
            asks=True,
        ),
    ],
    "corrections": [
        Pair(
            "corrected, corrected elsewhere",
            "actions edit bancos --title 'Otro mapa'",
            "actions edit bancos --owner enlace",
            ("bancos.*title: Otro mapa", "bancos.*owner: enlace"),
        ),
        Pair(
            "corrected in two ways",
            "actions edit talleres-de-bordado --title 'Un plano'",
            "actions edit talleres-de-bordado --title 'Una lista'",
            ("Un plano", "Una lista"),
            asks=True,
        ),
        Pair(
            "deleted, corrected",
            "actions delete 2020-04-23-abrir-grupos-de-crianza-por-mensajes-con-psicologos --yes",
            "actions edit grupos-de-crianza --title 'Otro grupo'",
            ("crianza.*title: Otro grupo", "eliminó .*crianza.*se conservó"),
        ),
        Pair(
            "deleted, named elsewhere",
            "practices delete"
            " 2020-04-28-compras-a-domicilio-para-adultos-mayores-que-viven-solos --yes",
            ADD_ACTION.format(title="Copiar") + " --practice compras",
            ("", "title: Copiar"),
        ),
        Pair(
            "deleted by both",
            f"actions delete {WORKSHOPS} --yes",
            f"actions delete {WORKSHOPS} --yes",
            ("", ""),
        ),
        Pair(
            "notes corrected, a mesa seen",
            "meetings edit 2020-W17-g4 --notes 'Otra cosa'",
            "meetings record 2020-W17-g4 --present torreon",
            ("W17-g4.*Otra cosa", "W17-g4.*torreon: present"),
        ),
    ],
    "seats and slots": [
        Pair(
            "mesa moves, attendance",
            "mesas move torreon --group 5 --from 2020-05-04 --yes",
            "meetings record 2020-W19-g4 --present torreon",
            ("until: 2020-05-03", "torreon: present"),
        ),
        Pair(
            "mesa leaves, attendance",
            "mesas retire colima --until 2020-05-01 --yes",
            "meetings record 2020-W19-g5 --present colima",
            ("until: 2020-05-01", "colima: present"),
        ),
        Pair(
            "moves to two groups on a day",
            "mesas move leon --group 5 --from 2020-05-11",
            "mesas move leon --group 4 --from 2020-05-11",
            ("grupo 5 desde 2020-05-11", "grupo 4 desde 2020-05-11"),
            asks=True,
        ),
        Pair(
            "moves to two groups on two days",
            "mesas move pachuca --group 5 --from 2020-05-11",
            "mesas move pachuca --group 4 --from 2020-05-18",
            ("grupo 5 desde 2020-05-11", "grupo 4 desde 2020-05-18"),
            asks=True,
        ),
        Pair(
            "a mesa added to two groups",
            ADD_MESA.format(group=4),
            ADD_MESA.format(group=5),
            ("zapopan.*grupo 4|slug: zapopan", "zapopan.*grupo 5|slug: zapopan"),
            asks=True,
        ),
        Pair(
            "mesa corrected, moved",
            "mesas edit irapuato --name 'Irapuato y su zona'",
            "mesas move irapuato --group 5 --from 2020-05-11",
            ("Irapuato y su zona.*from: 2020-05-11", "until: 2020-05-10"),
        ),
        Pair(
            "hours of two groups",
            "groups schedule 1 --weekday monday --time 18:00 --from 2020-05-18 --yes",
            "groups schedule 2 --weekday tuesday --time 18:00 --from 2020-05-18 --yes",
            ("weekday: monday, time: 18:00", "weekday: tuesday, time: 18:00"),
        ),
        Pair(
            "two hours of one group",
            "groups schedule 3 --weekday monday --time 18:00 --from 2020-05-18 --yes",
            "groups schedule 3 --weekday tuesday --time 19:00 --from 2020-05-18 --yes",
            ("lunes, 18:00", "martes, 19:00"),
            asks=True,
        ),
        Pair(
            "mesa taken out by hand, moved",
            "drop data/groups.yaml 'slug: guadalajara,'",
            "mesas move guadalajara --group 5 --from 2020-05-11",
            ("eliminaron|eliminó", "slug: guadalajara.* from: 2020-05-11"),
        ),
        Pair(
            "a mesa put in two places",
            "mesas edit veracruz --municipality Silao",
            "mesas edit veracruz --municipality Cancún --timezone America/Cancun",
            (r"11037, Gto \(America/Mexico_City", r"23005, QR \(America/Cancun"),
            asks=True,
        ),
    ],
}


@pytest.fixture(scope="module")
def shared(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy that two people share, and a clone for each; never change it."""
    root = tmp_path_factory.mktemp("shared")
    make_two(demo_folder, root)
    return root


@pytest.fixture(scope="module")
def known() -> Known:
    """What the example itself is warned of at that moment, filled by the first pair."""
    return []


@pytest.fixture
def two(shared: Path, tmp_path: Path, known: Known, monkeypatch: pytest.MonkeyPatch) -> Two:
    copy_folder(shared, tmp_path / "shared")
    monkeypatch.setenv("MCSJ_NOW", MOMENT)
    return Two(tmp_path / "shared", known)


@pytest.mark.parametrize("first", ["one", "other"])
@pytest.mark.parametrize("name", ROUNDS)
def test_two_people_are_never_stuck(name: str, first: str, two: Two) -> None:
    pairs = ROUNDS[name]
    for pair in pairs:
        mine, yours = (pair.one, pair.other) if first == "one" else (pair.other, pair.one)
        two.run(two.ana, mine)
        two.run(two.beto, yours)
    told = two.share()
    report = two.run(two.ana, "report weekly --week 2020-W19")
    assert "No cuenta aquí" not in report
    said = f"{read_lines(two.ana)}\n{told}"
    for pair in pairs:
        for words in pair.words:
            assert re.search(words, said), (pair.name, words, told)
    two.follow_advice()
    undone = re.findall("mcsj (deshacer [0-9a-f]{8})", told)
    assert len(undone) == sum(pair.asks for pair in pairs), told
    for command in dict.fromkeys(undone):
        two.run(two.beto, command)
        two.find_new(two.beto)
    two.run(two.beto, "sync")


def share(two: Two, ours: str, theirs: str) -> str:
    """Let Ana share one change, and Beto another after it; return what he is told."""
    two.run(two.ana, ours)
    two.run(two.beto, theirs)
    return two.share()


def test_agreements_of_two_people_have_two_numbers(two: Two) -> None:
    told = share(two, AGREE.format(title="Uno"), AGREE.format(title="Dos"))
    two.run(two.ana, "sync")
    numbers = {}
    for entry in Project(two.ana).read(ACTIONS).entries:
        if entry.record.meeting == "2020-W19-g3":
            numbers[str(entry.record.title)] = entry.record.number
    assert numbers == {"Uno": 1, "Dos": 2}
    assert re.search("2020-05-06-dos.yaml es ahora el acuerdo 2 de 2020-W19-g3", told)


def test_what_names_an_action_that_another_person_called_the_same_names_ones_own(two: Two) -> None:
    practice = (
        "practices add {title} --mesa leon --axis salud --done Algo --result Bien --action {action}"
    )
    for where, title, owner in ((two.ana, "Suya", "enlace"), (two.beto, "Propia", "mesa")):
        two.run(where, ADD_ACTION.format(title="Copiar").replace("coordinación", owner))
        two.run(where, practice.format(title=title, action="2020-05-08-copiar"))
    two.run(two.ana, "sync")
    two.run(two.beto, "sync")
    for title, action in (("suya", "2020-05-08-copiar"), ("propia", "2020-05-08-copiar-2")):
        path = two.beto / f"data/practices/2020/2020-05-08-{title}.yaml"
        assert f"action: {action}\n" in path.read_text(encoding="utf-8")
    assert Project(two.beto).find(ACTIONS, "2020-05-08-copiar-2").record.owner == "mesa"
    two.run(two.beto, "check")


def test_a_number_that_an_older_version_gave_twice_is_told_and_mended(two: Two) -> None:
    for title in ("Uno", "Dos"):
        two.run(two.ana, AGREE.format(title=title))
    for path in (two.ana / "data/actions/2020").glob("*-uno.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("number: 1", "number: 2"))
    run_git(two.ana, "commit", "-qam", "a mano")
    (new,) = two.find_new(two.ana)
    assert "2020-05-06-uno.yaml" in new["file"]
    assert "acuerdo" in two.run(two.ana, "sync")
    two.follow_advice()
    agreed = Project(two.ana).read(ACTIONS).entries
    numbers = [one.record.number for one in agreed if one.record.meeting == "2020-W19-g3"]
    assert set(numbers) == {2, 3}
    assert len(numbers) == 2


def test_the_last_change_can_be_undone_though_it_was_brought_together(two: Two) -> None:
    share(two, "actions update bancos --note Avance", "actions done bancos --evidence Acta")
    assert "undo: actions: done" in undo_last(two.beto, two)
    data = read_lines(two.beto)
    assert "Avance" in data
    assert "Acta" not in data
    two.run(two.beto, "check", (0,))


ITEM = (
    "data/content/2020/2020-05-02-el-pueblo-que-se-levanto-en-el-85-y-en-el-17-sabra-hacerlo.yaml"
)
# What Beto does and takes back, what Ana did of the same record, and a text of each.
TAKEN_BACK = [
    (
        "actions done bancos --evidence Acta",
        "actions update bancos --note Avance",
        ("bancos.*status: completed", "bancos.*note: Avance"),
    ),
    (
        "actions update fiscalia --note Propio",
        "actions update fiscalia --owner enlace --note Suyo",
        ("fiscalia.*Propio", "fiscalia.*Suyo"),
    ),
    (
        "content tag el-pueblo-que +SOSeconomia",
        f"edit {ITEM} 'states: []' 'states: [NL]'",
        ("el-pueblo-que.*SOSeconomia", "el-pueblo-que.*states: .NL"),
    ),
    (
        "content verify la-ops-urge --by enlace --evidence https://example.org/a",
        "content tag la-ops-urge +SOSeconomia",
        ("la-ops-urge.*example.org/a", "la-ops-urge.*SOSeconomia"),
    ),
    (
        "meetings cancel 2020-W20-g4 --reason Lluvia",
        "meetings agenda 2020-W20-g4 --add Semáforo",
        ("W20-g4.*Lluvia", "W20-g4.*Semáforo"),
    ),
    (
        "meetings record 2020-W19-g5 --present colima",
        "meetings record 2020-W19-g5 --notes Hablamos",
        ("W19-g5.*colima: present", "W19-g5.*Hablamos"),
    ),
    (
        "practices replicate catalogo --mesa colima --date 2020-05-06",
        "practices replicate catalogo --mesa irapuato --date 2020-05-05",
        ("catalogo.*mesa: colima", "catalogo.*mesa: irapuato"),
    ),
    (
        "edit data/followups/2020/2020-04-29-leon.yaml 'stage: following' 'stage: explained'",
        "edit data/followups/2020/2020-04-29-leon.yaml 'channel: call' 'channel: visit'",
        ("2020-04-29-leon: stage: explained", "2020-04-29-leon: channel: visit"),
    ),
    (
        "groups schedule 3 --weekday monday --time 18:00 --from 2020-05-18 --yes",
        "mesas edit tamaulipas --name 'Tamaulipas entero'",
        ("weekday: monday, time: 18:00", "Tamaulipas entero"),
    ),
    (
        "mesas move irapuato --group 5 --from 2020-05-11",
        "mesas retire pachuca --until 2020-06-30 --yes",
        ("slug: irapuato.*from: 2020-05-11", "slug: pachuca.*until: 2020-06-30"),
    ),
    (
        "categories rename SOSmensajes SOSanimo",
        "edit data/categories.yaml 'name: Información general' 'name: Ánimo'",
        ("tag: SOSanimo", "name: Ánimo"),
    ),
    (
        "edit data/partners.yaml '55 58 09 49 03' '55 58 09 49 04'",
        "edit data/partners.yaml 'from: 08:00' 'from: 09:00'",
        ("49 04", "from: 09:00"),
    ),
]


def test_ones_own_change_can_be_taken_back_after_it_was_brought_together(two: Two) -> None:
    """Of each kind of record, where nobody has changed the same fields since."""
    names = []
    for own, other, _words in TAKEN_BACK:
        two.run(two.ana, other)
        two.run(two.beto, own)
        if own.startswith("edit"):
            run_git(two.beto, "commit", "-qam", own)
        names.append(run_git(two.beto, "rev-parse", "HEAD"))
    told = two.share()
    assert "undo" not in told
    sequences = re.findall(r"sequence: \d+", read_lines(two.beto))
    for name, (own, _other, words) in zip(names, TAKEN_BACK, strict=True):
        before = read_lines(two.beto)
        assert all(re.search(text, before) for text in words), (own, before)
        two.run(two.beto, f"undo {name[:10]}")
        after = read_lines(two.beto)
        assert not re.search(words[0], after), own
        assert re.search(words[1], after), own
    assert two.find_new(two.beto) == []
    assert sequences
    two.run(two.beto, "sync")


def undo_last(where: Path, two: Two) -> str:
    two.run(where, "undo")
    return run_git(where, "log", "-1", "--format=%s")


def test_a_seat_that_another_person_decided_is_not_undone(two: Two) -> None:
    two.run(two.beto, "mesas move leon --group 4 --from 2020-05-18")
    own = run_git(two.beto, "rev-parse", "HEAD").strip()
    two.run(two.ana, "mesas move leon --group 5 --from 2020-05-11")
    two.run(two.ana, "sync")
    two.run(two.beto, "sync", (1,))
    two.run(two.beto, f"undo {own[:8]}", (4,))
    two.run(two.beto, "check")


ACTION = "data/actions/2020/2020-04-17-hacer-un-mapa-de-bancos-de-alimentos-y-comedores-para.yaml"
MEETING = "data/meetings/2020/2020-W19-g4.yaml"


@pytest.mark.parametrize(
    ("ours", "theirs", "file", "change"),
    [
        (
            "actions done bancos --evidence Acta",
            "actions update bancos --note Avance",
            ACTION,
            lambda text: text.replace("status: completed", "status: in-process"),
        ),
        (
            "meetings cancel 2020-W19-g4 --reason Lluvia",
            "meetings record 2020-W19-g4 --present torreon",
            MEETING,
            lambda text: text + "held: true\nattendance: {torreon: present}\n",
        ),
        (
            "mesas move leon --group 5 --from 2020-05-11",
            "mesas move leon --group 4 --from 2020-05-11",
            "data/groups.yaml",
            lambda text: text.replace(
                "      - {slug: monterrey,",
                "      - {slug: leon, name: León, state: Gto, municipalities: [],"
                " timezone: America/Mexico_City, from: 2020-05-11}\n      - {slug: monterrey,",
            ),
        ),
    ],
    ids=["action", "meeting", "seat"],
)
def test_what_an_older_version_broke_is_mended_by_the_next_sync(
    two: Two,
    ours: str,
    theirs: str,
    file: str,
    change: Callable[[str], str],
) -> None:
    """The merge of an older version is made by hand: it took fields of both sides."""
    two.run(two.ana, theirs)
    two.run(two.beto, ours)
    two.run(two.ana, "sync")
    run_git(two.beto, "fetch", "-q")
    run_git(two.beto, "merge", "-q", "-s", "ours", "--no-edit", "--no-commit", "origin/main")
    path = two.beto / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    run_git(two.beto, "commit", "-qam", "sync: merge")
    two.run(two.beto, "check", (1,))
    told = two.run(two.beto, "sync", (0, 1))
    assert f"{file}: quedó corregido" in told
    assert "enviados." in told
    two.find_new(two.beto)
    two.run(two.beto, "report weekly --week 2020-W19")
    two.run(two.ana, "sync")
    assert read_tree(two.ana) == read_tree(two.beto)
    assert "quedó corregido" not in two.run(two.beto, "sync")
    mended = run_git(two.beto, "log", "--format=%h", "--grep=^sync: mend").strip()
    assert "corrigió" in two.run(two.beto, f"undo {mended}", (2,))
    while run_git(two.beto, "log", "-1", "--format=%s").startswith("sync: keep"):
        run_git(two.beto, "reset", "-q", "--hard", "HEAD^")
    two.run(two.beto, "undo", (0, 4))
    two.find_new(two.beto)
    assert "undo: sync" not in run_git(two.beto, "log", "-1", "--format=%s")


@pytest.mark.parametrize(
    "wrong",
    [
        ACTION.replace("/2020/", "/2019/"),
        ACTION.replace(".yaml", ".yml"),
        ACTION.replace(".yaml", " (1).yaml"),
    ],
    ids=["folder", "ending", "copy"],
)
def test_what_was_moved_to_a_wrong_place_stays_here_as_a_whole(two: Two, wrong: str) -> None:
    """If only its removal went out, all others would lose it."""
    (two.ana / wrong).parent.mkdir(exist_ok=True)
    (two.ana / ACTION).rename(two.ana / wrong)
    assert wrong in two.run(two.ana, "sync", (1,))
    assert run_git(two.ana, "rev-parse", "HEAD") == run_git(two.beto, "rev-parse", "HEAD")
    two.run(two.beto, "actions done bancos --evidence x")
    two.run(two.beto, "sync")
    assert "No se envió nada" in two.run(two.ana, "sync", (1,))
    (two.ana / wrong).rename(two.ana / ACTION)
    assert "1 cambio recibido" in two.run(two.ana, "sync")
    assert read_tree(two.ana) == read_tree(two.beto)


def test_a_record_changed_here_and_moved_to_another_folder_there_is_one(two: Two) -> None:
    wrong = ACTION.replace("/2020/", "/2019/")
    (two.ana / wrong).parent.mkdir()
    run_git(two.ana, "mv", ACTION, wrong)
    run_git(two.ana, "commit", "-qm", "a mano")
    for turn, command in enumerate(("done bancos --evidence x", "update bancos --note Algo")):
        two.run(two.beto, f"actions {command}")
        if turn:
            two.run(two.ana, "check --fix")
        for where in (two.ana, two.beto, two.ana):
            two.run(where, "sync")
        assert read_tree(two.ana) == read_tree(two.beto)
        assert [path.parent.name for path in (two.ana / "data").rglob(Path(ACTION).name)] == [
            "2020" if turn else "2019"
        ]
    text = (two.ana / ACTION).read_text(encoding="utf-8")
    assert "status: completed" in text
    assert "note: Algo" in text
    two.run(two.ana, "check", (0,))


def test_an_edit_with_an_error_keeps_only_itself_at_home(two: Two) -> None:
    path = two.beto / ACTION
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("axis: ", "axis: x"), encoding="utf-8")
    two.run(two.beto, "actions update mezclilla --note Avance")
    told = two.run(two.beto, "sync", (1,))
    assert "1 cambio enviado" in told
    assert ACTION in told
    assert run_git(two.beto, "status", "--porcelain").split() == ["M", ACTION]
    assert "Se dejan" not in two.run(two.ana, "sync")
    assert "Avance" in read_lines(two.ana)
    two.run(two.ana, "actions update bancos --note Otro")
    two.run(two.ana, "sync")
    assert "No se envió nada" in two.run(two.beto, "sync", (1,))
    path.write_text(whole, encoding="utf-8")
    two.run(two.beto, "sync")
    assert "Otro" in path.read_text(encoding="utf-8")


def test_a_wrong_record_of_the_others_keeps_nobody_from_sharing(two: Two) -> None:
    path = two.ana / ACTION
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("axis: ", "axis: x"), encoding="utf-8")
    run_git(two.ana, "commit", "-qam", "a mano")
    run_git(two.ana, "push", "-q")
    two.run(two.beto, "actions update mezclilla --note Avance")
    told = two.run(two.beto, "sync")
    assert ACTION in told
    assert "no impidió compartir" in told
    own = next(two.beto.glob("data/actions/*/*mezclilla*.yaml"))
    own.write_text(own.read_text("utf-8").replace("axis: ", "axis: x"), "utf-8")
    told = two.run(two.beto, "sync", (1,))
    assert "no impidió compartir" not in told
    assert told.index(ACTION) < told.index("Lo que sí lo impide") < told.index(own.stem)
    run_git(two.beto, "checkout", "-q", "--", str(own))
    report = two.run(two.beto, "report weekly --week 2020-W19")
    assert "No cuenta aquí 1 registro" in report
