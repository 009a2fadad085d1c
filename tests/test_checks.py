"""Each rule that one file cannot break alone, broken once in a copy of the example."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mcsj_cli import rules
from mcsj_cli.errors import Problem
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.checking import leave_out_wrong, review
from mcsj_cli.store.project import Project
from tests.test_main import Run

TODAY = date(2020, 5, 25)  # after the weeks of the example
AMID = date(2020, 4, 23)  # the moment that the example is shown at
ITEM = "title: Un título\ntags: [{tags}]\ncreated: 2020-04-22\n"
PLACE = "data/content/2020/2020-04-22-un-titulo.yaml"
SESSION = "mesa: leon\nplanned: 2020-05-12 11:00\ntimezone: America/Mexico_City\n"
ACTION_PLACE, PRACTICE_PLACE = (
    "actions/2020/2020-05-11-una.yaml",
    "practices/2020/2020-05-11-otra.yaml",
)
AGREED = "meeting: 2020-W20-g4\nnumber: 7\n"
ACTION = (
    "title: Una\nmesas: [leon]\naxis: economia\napproach: intercambio\nowner: coordinación\n"
    "due: 2020-05-30\ncreated: 2020-05-11\n"
)
PRACTICE = (
    "title: Otra\nmesa: torreon\naxis: salud\ndone: Algo\nresult: Mucho\ncreated: 2020-05-11\n"
)
FOLLOWUP = "mesa: leon\ndate: 2020-05-11\nchannel: call\nstage: contacted\nsummary: Se habló\n"
Break = Callable[[Path], None]


def item(tags: str, place: str = PLACE) -> Break:
    def write(project: Path) -> None:
        path = project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ITEM.format(tags=tags), encoding="utf-8")

    return write


def both(one: Break, other: Break) -> Break:
    def write(project: Path) -> None:
        one(project)
        other(project)

    return write


def written(name: str, text: str) -> Break:
    """Write an item with its own title and these lines."""
    return record(
        f"content/2020/2020-04-22-{name}.yaml", f"title: {name}\ntags: [SOSnacional]\n{text}"
    )


def meeting(place: str, text: str) -> Break:
    return record(f"meetings/{place}", text)


def record(place: str, text: str) -> Break:
    def write(project: Path) -> None:
        path = project / "data" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def edit(name: str, before: str, after: str) -> Break:
    def write(project: Path) -> None:
        path = project / "data" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return write


def line_of(path: Path, text: str) -> tuple[int, int]:
    """Find where a text stands first in a file, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if text in line)
    return number + 1, lines[number].index(text) + 1


BROKEN: list[tuple[rules.Check, str, Break, str, str, str]] = [
    (
        rules.check_tags,
        "undeclared tag",
        item("SOSnacional, SOSdeportes"),
        f"{PLACE}:2:21",
        "No hay etiqueta «SOSdeportes»",
        "",
    ),
    (
        rules.check_tags,
        "near tag",
        item("SOSnacionale"),
        f"{PLACE}:2:8",
        "«SOSnacionale»",
        "«SOSnacional»",
    ),
    (
        rules.check_tags,
        "other case",
        item("sosNacional"),
        f"{PLACE}:2:8",
        "está declarada como «SOSnacional»",
        "está declarada",
    ),
    (
        rules.check_tags,
        "accent",
        item("SOSeconomía"),
        f"{PLACE}:2:8",
        "está declarada como «SOSeconomia»",
        "está declarada",
    ),
    (
        rules.check_tags,
        "former tag",
        both(
            edit("categories", "tag: SOSmensajes\n", "tag: SOSmensajes\n    aliases: [SOSanimo]\n"),
            item("SOSanimo"),
        ),
        f"{PLACE}:2:8",
        "el rubro se llama ahora «SOSmensajes»",
        "mcsj revisar --corregir",
    ),
    (
        rules.check_meetings,
        "unknown group",
        meeting("2020/2020-W17-g9.yaml", "group: 9\nweek: 2020-W17\n"),
        "data/meetings/2020/2020-W17-g9.yaml:1:8",
        "no hay un grupo 9",
        "1, 2, 3, 4, 5, 6",
    ),
    (
        rules.check_meetings,
        "mesa of another group",
        meeting(
            "2020/2020-W20-g4.yaml",
            (
                "group: 4\nweek: 2020-W20\nheld: true\n"
                "attendance: {monterrey: present, leon: absent}\n"
            ),
        ),
        "data/meetings/2020/2020-W20-g4.yaml:4:40",
        "«leon» no es una mesa del grupo 4",
        "mcsj reuniones registrar 2020-W20-g4 --desmarcar leon",
    ),
    (
        rules.check_meetings,
        "mesa with a slip",
        meeting(
            "2020/2020-W20-g4.yaml",
            "group: 4\nweek: 2020-W20\nheld: true\nattendance:\n  torreo: present\n",
        ),
        "data/meetings/2020/2020-W20-g4.yaml:5:11",
        "«torreo»",
        "torreon",
    ),
    (
        rules.check_meetings,
        "week before the series",
        meeting("2020/2020-W16-g4.yaml", "group: 4\nweek: 2020-W16\n"),
        "data/meetings/2020/2020-W16-g4.yaml:2:7",
        "no tiene reunión en la semana 2020-W16",
        "data/groups.yaml",
    ),
    (
        rules.check_meetings,
        "attendance of another mesa at a mesa's meeting",
        meeting(
            "2020/2020-05-12-leon.yaml", SESSION + "held: true\nattendance: {pachuca: present}\n"
        ),
        "data/meetings/2020/2020-05-12-leon.yaml:5:23",
        "solo con la mesa «leon»",
        "leon",
    ),
    (
        rules.check_mesas,
        "action of a mesa with a slip",
        record(ACTION_PLACE, ACTION.replace("[leon]", "[leon, monterey]")),
        f"data/{ACTION_PLACE}:2:15",
        "no hay una mesa «monterey»",
        "monterrey",
    ),
    (
        rules.check_mesas,
        "copy by an unknown mesa",
        record(PRACTICE_PLACE, PRACTICE + "replications: [{mesa: zapopan, date: 2020-05-12}]\n"),
        f"data/{PRACTICE_PLACE}:7:23",
        "no hay una mesa «zapopan»",
        "",
    ),
    (
        rules.check_mesas,
        "contact with an unknown mesa",
        record("followups/2020/2020-05-11-leo.yaml", FOLLOWUP.replace("leon", "leo")),
        "data/followups/2020/2020-05-11-leo.yaml:1:7",
        "no hay una mesa «leo»",
        "leon",
    ),
    (
        rules.check_mesas,
        "meeting with an unknown mesa",
        meeting("2020/2020-05-12-leo.yaml", SESSION.replace("leon", "leo")),
        "data/meetings/2020/2020-05-12-leo.yaml:1:7",
        "no hay una mesa «leo»",
        "leon",
    ),
    (
        rules.check_axes,
        "unknown axis of an action",
        record(ACTION_PLACE, ACTION.replace("economia", "economa")),
        f"data/{ACTION_PLACE}:3:7",
        "no hay un eje «economa»",
        "economia",
    ),
    (
        rules.check_axes,
        "unknown axis of a practice",
        record(PRACTICE_PLACE, PRACTICE.replace("salud", "deporte")),
        f"data/{PRACTICE_PLACE}:3:7",
        "no hay un eje «deporte»",
        "salud",
    ),
    (
        rules.check_axes,
        "unknown approach",
        record(ACTION_PLACE, ACTION.replace("intercambio", "cambio")),
        f"data/{ACTION_PLACE}:4:11",
        "no hay una forma «cambio»",
        "intercambio",
    ),
    (
        rules.check_references,
        "action of a meeting that is not",
        record(ACTION_PLACE, ACTION + "meeting: 2020-W16-g4\n"),
        f"data/{ACTION_PLACE}:8:10",
        "no hay: reunión «2020-W16-g4»",
        "2020-W",
    ),
    (
        rules.check_references,
        "practice that grew from nothing",
        record(PRACTICE_PLACE, PRACTICE + "action: 2020-04-20-nada\n"),
        f"data/{PRACTICE_PLACE}:7:9",
        "no hay: acción «2020-04-20-nada»",
        "",
    ),
    (
        rules.check_references,
        "contact that set no meeting",
        record("followups/2020/2020-05-11-leon.yaml", FOLLOWUP + "meeting: 2020-05-12-leon\n"),
        "data/followups/2020/2020-05-11-leon.yaml:6:10",
        "no hay: reunión «2020-05-12-leon»",
        "",
    ),
    (
        rules.check_references,
        "item on a practice that is not",
        written("sobre-una-practica", "practice: 2020-04-20-nada\ncreated: 2020-04-22\n"),
        "data/content/2020/2020-04-22-sobre-una-practica.yaml:3:11",
        "no hay: práctica «2020-04-20-nada»",
        "",
    ),
    (
        rules.check_circles,
        "a practice and an action out of each other",
        both(
            record(ACTION_PLACE, ACTION + "practice: 2020-05-11-otra\n"),
            record(PRACTICE_PLACE, PRACTICE + "action: 2020-05-11-una\n"),
        ),
        f"data/{PRACTICE_PLACE}:7:9",
        "nació de una acción que viene de ella",
        "",
    ),
    (
        rules.check_agreements,
        "two agreements of one number",
        both(
            record("actions/2020/2020-05-11-cero.yaml", ACTION + AGREED),
            record(ACTION_PLACE, ACTION + AGREED),
        ),
        f"data/{ACTION_PLACE}:9:9",
        "el número 7",
        "check --fix",
    ),
    (
        rules.check_dates,
        "action closed tomorrow",
        record(ACTION_PLACE, ACTION + "status: completed\nclosed: 2020-05-26\n"),
        f"data/{ACTION_PLACE}:9:9",
        "2020-05-26",
        "",
    ),
    (
        rules.check_dates,
        "practice copied tomorrow",
        record(PRACTICE_PLACE, PRACTICE + "replications: [{mesa: leon, date: 2020-05-26}]\n"),
        f"data/{PRACTICE_PLACE}:7:35",
        "2020-05-26",
        "",
    ),
    (
        rules.check_dates,
        "contact of tomorrow",
        record("followups/2020/2020-05-26-leon.yaml", FOLLOWUP.replace("05-11", "05-26")),
        "data/followups/2020/2020-05-26-leon.yaml:2:7",
        "2020-05-26",
        "",
    ),
    (
        rules.check_folders,
        "meeting in another year",
        meeting("2021/2020-W20-g4.yaml", "group: 4\nweek: 2020-W20\n"),
        "data/meetings/2021/2020-W20-g4.yaml:1:1",
        "",
        "data/meetings/2020/2020-W20-g4.yaml",
    ),
    (
        rules.check_folders,
        "item in another year",
        item("SOSnacional", PLACE.replace("/2020/", "/2019/")),
        PLACE.replace("/2020/", "/2019/") + ":1:1",
        "",
        PLACE,
    ),
    (
        rules.check_folders,
        "item without a year",
        item("SOSnacional", PLACE.replace("/2020/", "/")),
        PLACE.replace("/2020/", "/") + ":1:1",
        "",
        PLACE,
    ),
    (
        rules.check_partner_axes,
        "unknown axis",
        edit("partners", "axes: [salud, ", "axes: [salud, deporte, "),
        "data/partners.yaml:?",
        "no hay un eje «deporte»",
        "salud, economia, familia, seguridad-justicia",
    ),
    (
        rules.check_municipalities,
        "undescribed municipality",
        edit("groups", '["19039"]', '["19039", "19001"]'),
        "data/groups.yaml:?",
        "el municipio 19001",
        "mcsj mesas editar monterrey --municipio 19039 --municipio 19001",
    ),
    (
        rules.check_aliases,
        "name of another mesa",
        edit(
            "groups", "name: Pachuca,", "name: Pachuca, aliases: [Bella Airosa, Mesa-Leon, leon],"
        ),
        "data/groups.yaml:?5",
        "«leon» también se llama «leon»",
        "una de las dos",
    ),
    (
        rules.check_places,
        "clock of another state",
        edit(
            "groups",
            '["05035"], timezone: America/Monterrey',
            '["05035"], timezone: America/Tijuana',
        ),
        "data/groups.yaml:?3",
        "America/Monterrey, no America/Tijuana",
        "mcsj mesas editar torreon --zona America/Monterrey",
    ),
    (
        rules.check_places,
        "key of another municipality",
        edit("groups", "name: Zihuatanejo de Azueta", "name: Acapulco de Juárez"),
        "data/groups.yaml:?4",
        "12038 es Zihuatanejo de Azueta, Guerrero, no «Acapulco de Juárez»",
        "mcsj mesas editar ixtapa-zihuatanejo --municipio 12001",
    ),
    (
        rules.check_rooms,
        "way into a room",
        written("sala", "url: https://zoom.us/j/1?pwd=a\ncreated: 2020-04-22\n"),
        "data/content/2020/2020-04-22-sala.yaml:3:6",
        "deja entrar a una llamada",
        "página pública",
    ),
    (
        rules.check_twins,
        "same address",
        written(
            "copia",
            (
                "url: http://www.example.org/demo/llamale-a-quien-viva-solo/?utm_source=x\n"
                "created: 2020-04-22\n"
            ),
        ),
        "data/content/2020/2020-04-22-copia.yaml:3:6",
        "data/content/2020/2020-04-21-si-a-ti-te-pesa-el-encierro-llamale-a-alguien-que-viva-solo.yaml",
        "",
    ),
    (
        rules.check_twins,
        "same title",
        record(
            "content/2020/2020-05-09-lavate.yaml",
            "title: LAVATE las manos  como si cuidaras a la persona que más quieres\n"
            "tags: [SOSmensajes]\n"
            "created: 2020-05-09\n",
        ),
        "data/content/2020/2020-05-09-lavate.yaml:1:8",
        "data/content/2020/2020-04-19-lavate-las-manos-como-si-cuidaras-a-la-persona-que-mas.yaml",
        "",
    ),
    (
        rules.check_dates,
        "verified tomorrow",
        written(
            "futura",
            (
                "verification: {by: cargo, on: 2020-05-26, evidence: https://a.mx}\n"
                "created: 2020-04-22\n"
            ),
        ),
        "data/content/2020/2020-04-22-futura.yaml:3:31",
        "2020-05-26",
        "",
    ),
    (
        rules.check_dates,
        "year with a slip",
        written("lejana", "created: 2021-05-27\n"),
        "data/content/2020/2020-04-22-lejana.yaml:3:10",
        "2021-05-27",
        "",
    ),
    (
        rules.check_dates,
        "held before its week",
        meeting("2020/2020-W23-g4.yaml", "group: 4\nweek: 2020-W23\nheld: true\n"),
        "data/meetings/2020/2020-W23-g4.yaml:3:7",
        "2020-06-01",
        "",
    ),
    (
        rules.check_dates,
        "changed tomorrow",
        meeting("2020/2020-W22-g4.yaml", "group: 4\nweek: 2020-W22\nupdated: 2020-05-26\n"),
        "data/meetings/2020/2020-W22-g4.yaml:3:10",
        "2020-05-26",
        "",
    ),
    (
        rules.check_dates,
        "slot changed tomorrow",
        edit(
            "groups",
            "weekday: monday, time: 17:00",
            "weekday: monday, updated: 2020-05-26, time: 17:00",
        ),
        "data/groups.yaml:?2",
        "2020-05-26",
        "",
    ),
    (
        rules.check_texts,
        "changed since it was read",
        written(
            "cambiada",
            "status: verified\ncreated: 2020-04-22\n"
            "verification: {by: cargo, on: 2020-04-22, evidence: https://a.mx, "
            "digest: 0123456789ab}\n",
        ),
        "data/content/2020/2020-04-22-cambiada.yaml:5:75",
        "",
        "",
    ),
    (
        rules.check_expiry,
        "published yesterday for the last time",
        written(
            "vencida",
            "status: published\ncreated: 2020-04-22\n"
            "verification: {by: cargo, on: 2020-04-22, evidence: https://a.mx, "
            "expires: 2020-05-24}\n",
        ),
        "data/content/2020/2020-04-22-vencida.yaml:5:76",
        "2020-05-24",
        "",
    ),
    (
        rules.check_privacy,
        "phone in a summary",
        written(
            "resumen",
            "created: 2020-04-22\nsummary: >-\n  Informes con la\n  maestra (33) 1234-5678\n",
        ),
        "data/content/2020/2020-04-22-resumen.yaml:4:10",
        "«resumen»",
        "partners.yaml",
    ),
    (
        rules.check_privacy,
        "mail of who verified",
        written(
            "correo",
            "created: 2020-04-22\nverification: {by: x@gmail.com, on: 2020-04-22, evidence: https://a.mx}\n",
        ),
        "data/content/2020/2020-04-22-correo.yaml:4:20",
        "«by»",
        "partners.yaml",
    ),
    (
        rules.check_privacy,
        "phone in a reason",
        meeting(
            "2020/2020-W24-g4.yaml", "group: 4\nweek: 2020-W24\nreason: llame al 818 123 4567\n"
        ),
        "data/meetings/2020/2020-W24-g4.yaml:3:9",
        "«motivo»",
        "partners.yaml",
    ),
    (
        rules.check_documents,
        "mail in a hand-edited file",
        edit("network", "abbreviation: RNMCSJ", "abbreviation: RNMCSJ coordinadora@gmail.com"),
        "data/network.yaml:?",
        "«abbreviation»",
        "partners.yaml",
    ),
]
# Files that are no records, for the names that they have.
MISNAMED: list[tuple[str, Break, str, str, str]] = [
    (
        "action without a day",
        record("actions/2020/una.yaml", ACTION),
        "data/actions/2020/una.yaml:1:1",
        "",
        "2020-05-11-una.yaml",
    ),
    (
        "no day",
        record("content/2020/nota.yaml", "title: Nota\ntags: [SOSnacional]\ncreated: 2020-04-22\n"),
        "data/content/2020/nota.yaml:1:1",
        "",
        "2020-04-22-nota.yaml",
    ),
    (
        "no such day",
        record(
            "content/2020/2020-02-30-nada.yaml",
            "title: Nada\ntags: [SOSnacional]\ncreated: 2020-03-01\n",
        ),
        "data/content/2020/2020-02-30-nada.yaml:1:1",
        "",
        "2020-03-01-nada.yaml",
    ),
    (
        "capitals",
        record(
            "content/2020/2020-04-22-Aviso.yaml",
            "title: Aviso\ntags: [SOSnacional]\ncreated: 2020-04-22\n",
        ),
        "data/content/2020/2020-04-22-Aviso.yaml:1:1",
        "",
        "2020-04-22-aviso.yaml",
    ),
]
MILD = ("mesa of another group", "former tag")  # what another person may have done meanwhile
MARKS = {
    "data/partners.yaml:?": "deporte",
    "data/groups.yaml:?": '"19001"',
    "data/groups.yaml:?2": "2020-05-26",
    "data/groups.yaml:?3": "America/Tijuana",
    "data/groups.yaml:?4": "Acapulco",
    "data/groups.yaml:?5": "leon]",
    "data/network.yaml:?": "RNMCSJ coord",
}


def found(project: Path, *breaks: Break) -> list[Problem]:
    """Find what is wrong once all is broken and was not before.

    Verifications of the example have expired by now.
    """
    before = review(Project(project), today=TODAY)
    for break_it in breaks:
        break_it(project)
    return [problem for problem in review(Project(project), today=TODAY) if problem not in before]


@pytest.mark.parametrize(
    ("break_it", "place", "message", "advice"),
    [
        *(pytest.param(*rest, id=f"{check.__name__}: {name}") for check, name, *rest in BROKEN),
        *(pytest.param(*rest, id=name) for name, *rest in MISNAMED),
    ],
)
def test_broken_rule_is_told_with_its_place(
    break_it: Break, place: str, message: str, advice: str, project: Path
) -> None:
    (problem,) = found(project, break_it)
    if place in MARKS:
        line, column = line_of(project / problem.file, MARKS[place])
        place = f"{problem.file}:{line}:{column}"
    assert problem.place == place
    assert message in problem.message
    assert advice in problem.advice


def test_every_check_is_tested() -> None:
    known = {
        value
        for name, value in vars(rules).items()
        if name.startswith("check_") and callable(value)
    }
    assert set(rules.CHECKS) == known
    assert {check for check, *_rest in BROKEN} == known
    assert set(rules.FIGURE_CHECKS) <= set(rules.CHECKS)


def test_example_has_no_problem(project: Path) -> None:
    assert review(Project(project)) == []


def test_hyphens_and_numbers_in_a_name_are_no_problem(project: Path) -> None:
    item("SOSnacional", PLACE.replace("un-titulo", "un-titulo-2"))(project)
    assert review(Project(project)) == []


def test_all_that_is_broken_is_told_in_the_order_of_files_and_lines(project: Path) -> None:
    problems = found(project, *(break_it for _check, _name, break_it, *_rest in BROKEN))
    assert problems == sorted(problems)
    assert len({problem.place for problem in problems}) == len(problems)
    assert {problem.file for problem in problems} >= {
        "data/groups.yaml",
        "data/partners.yaml",
        PLACE,
    }


@pytest.mark.parametrize("name", ["network", "groups", "categories", "partners"])
def test_bad_file_hides_no_other_problem(name: str, project: Path) -> None:
    (project / "data" / f"{name}.yaml").write_text("zzz: [\n", encoding="utf-8")
    item("SOSdeportes", PLACE.replace("/2020/", "/2019/"))(project)
    meeting("2020/2020-W17-g9.yaml", "group: 9\nweek: 2020-W17\n")(project)
    (project / "data" / "content" / "2020" / "a.yaml").write_text("title: a\n", encoding="utf-8")
    told = {problem.file for problem in review(Project(project))}
    expected = {f"data/{name}.yaml", "data/content/2020/a.yaml", PLACE.replace("/2020/", "/2019/")}
    if name != "groups":
        expected.add("data/meetings/2020/2020-W17-g9.yaml")
    assert told == expected


def test_only_the_rules_asked_for_are_looked_at(project: Path) -> None:
    for _check, _name, break_it, *_rest in BROKEN:
        break_it(project)
    told = review(Project(project), rules.FIGURE_CHECKS)
    folders = {re.split(r"[/:]", problem.file)[1] for problem in told}
    assert {"content", "meetings"} <= folders <= {kind.folder for kind in KINDS}


def test_what_keeps_nobody_from_sharing_is_a_warning_and_the_rest_is_not(project: Path) -> None:
    mild = (
        rules.check_dates,
        rules.check_texts,
        rules.check_expiry,
        rules.check_twins,
        rules.check_rooms,
        rules.check_references,
        rules.check_circles,
        rules.check_places,
        rules.check_agreements,
    )
    for check, name, break_it, *_rest in BROKEN:
        problems = found(project, break_it)
        is_mild = check in mild or name in MILD
        assert {problem.warning for problem in problems} <= {is_mild}, problems


def test_example_has_only_warnings_and_they_are_true(project: Path) -> None:
    problems = review(Project(project), today=AMID)
    assert all(problem.warning for problem in problems)
    for problem in problems:
        (day,) = re.findall(r"2020-\d\d-\d\d", problem.message)
        text = (project / problem.file).read_text(encoding="utf-8")
        assert date.fromisoformat(day) > AMID or (
            f"expires: {day}" in text and "status: published" in text
        )


def test_figures_never_wait_for_a_warning(project: Path) -> None:
    for _check, name, break_it, *_rest in BROKEN:
        if name in MILD:
            break_it(project)
    readings = {kind.folder: Project(project).read(kind) for kind in KINDS}
    sound, problems = leave_out_wrong(Project(project), readings, rules.FIGURE_CHECKS)
    assert not problems
    assert sound == readings


def test_personal_data_are_never_repeated(project: Path) -> None:
    written(
        "una-linea",
        "created: 2020-04-22\nverification: {by: x@gmail.com, on: 2020-05-26, evidence: https://a.mx}\n"
        "summary: llame al 55 1234 5678\n",
    )(project)
    problems = [
        p for p in review(Project(project), today=TODAY) if p.file.endswith("una-linea.yaml")
    ]
    assert len(problems) == 3  # the verification's day stands on the mail's line
    assert [problem.excerpt for problem in problems] == ["", "", ""]
    assert not any(
        "gmail" in text or "1234" in text for problem in problems for text in problem[3:6]
    )


def test_public_contacts_may_be_quoted(project: Path) -> None:
    edit(
        "partners",
        "    axes: [salud,",
        '    phones: ["(33) 9876-5432"]\n    emails: [Contacto@example.org]\n    axes: [salud,',
    )(project)
    written(
        "cita",
        "created: 2020-04-22\nsummary: 5558094903, +52 33 9876 5432 o contacto@example.org\n",
    )(project)
    assert review(Project(project)) == []


def test_contacts_go_unchecked_while_the_declared_ones_cannot_be_read(project: Path) -> None:
    written("cita", "created: 2020-04-22\nsummary: LEAPAM, 55 58 09 49 03\n")(project)
    (project / "data/partners.yaml").write_text("zzz: [\n", encoding="utf-8")
    assert {problem.file for problem in review(Project(project))} == {"data/partners.yaml"}


def test_a_later_twin_is_told_once_and_a_retracted_one_may_be_replaced(project: Path) -> None:
    same = "url: https://example.org/x\ncreated: 2020-04-22\n"
    for name in ("a", "b", "c"):
        record(
            f"content/2020/2020-05-1{ord(name) - 97}-{name}.yaml",
            f"title: X\ntags: [SOSnacional]\n{same}",
        )(project)
    told = review(Project(project))
    assert [re.sub(r".*-", "", problem.file) for problem in told] == ["b.yaml", "c.yaml"]
    assert all("2020-05-10-a.yaml" in problem.message for problem in told)
    first = project / "data/content/2020/2020-05-10-a.yaml"
    first.write_text(first.read_text(encoding="utf-8") + "status: retracted\n", encoding="utf-8")
    (project / "data/content/2020/2020-05-12-c.yaml").unlink()
    assert review(Project(project)) == []


def test_check_exits_with_1_for_problems_and_not_for_warnings(project: Path, mcsj: Run) -> None:
    result = mcsj("check")
    assert result.code == 0
    warnings = str(len(json.loads(mcsj("check", "--format", "json").out)))
    assert warnings in result.err
    item("SOSdeportes")(project)
    result = mcsj("check")
    assert result.code == 1
    assert warnings in result.err.split(".")[1]


def test_severity_is_told_to_programs(project: Path, mcsj: Run) -> None:
    item("SOSdeportes")(project)
    result = mcsj("check", "--format", "json")
    told = json.loads(result.out)
    assert result.code == 1
    assert {row["severity"] for row in told} == {"error", "warning"}
    assert [row["file"] for row in told if row["severity"] == "error"] == [PLACE]
    assert mcsj("check", "--format", "csv").out.splitlines()[0].endswith("severity")


def test_status_counts_no_warnings(project: Path, mcsj: Run) -> None:
    assert json.loads(mcsj("status", "--format", "json").out)["problems"] == 0
    item("SOSdeportes")(project)
    assert json.loads(mcsj("status", "--format", "json").out)["problems"] == 1


def test_a_check_without_its_files_finds_nothing() -> None:
    assert rules.run(rules.Data(None, None, None, {})) == []
