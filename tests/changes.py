"""What people change in a network's folder, one change at a time, by commands and by hand.

All begin from the example, and many meet in the same records, so that any two of them are a pair
of people who change things at the same time.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.stress import console, hands

MOMENT = "2020-05-08T20:00:00-05:00"  # the meetings of week 19 are over, but none is recorded
DEAL = "--axis salud --approach intercambio --owner coordinación --due 2020-05-20"
ACTION = "data/actions/2020/2020-04-17-hacer-un-mapa-de-bancos-de-alimentos-y-comedores-para.yaml"
ITEM = (
    "data/content/2020/2020-05-02-el-pueblo-que-se-levanto-en-el-85-y-en-el-17-sabra-hacerlo.yaml"
)
PRACTICE = (
    "data/practices/2020/2020-04-24-catalogo-de-negocios-de-barrio-con-pedidos-por-telefono.yaml"
)
FOLLOWUP = "data/followups/2020/2020-04-29-leon.yaml"
MEETING = "data/meetings/2020/2020-W18-g4.yaml"
GROUPS, CATEGORIES = "data/groups.yaml", "data/categories.yaml"
NETWORK, PARTNERS = "data/network.yaml", "data/partners.yaml"


class SingleChange(NamedTuple):
    """A change, and what does it in a folder."""

    name: str
    do: Callable[[Path], None]


def list_changes() -> list[SingleChange]:
    """Return all changes, those of one kind far from each other."""
    changes = [
        *map(_command, [*_list_actions(), *_list_content(), *_list_meetings(), *_list_others()]),
        *_list_edits(),
    ]
    steps = 7  # has no divisor in common with their number
    changes += [_command("content add --tag SOSmensajes 'La última'")] * (len(changes) % steps == 0)
    return [changes[number * steps % len(changes)] for number in range(len(changes))]


def _command(line: str) -> SingleChange:
    """A change by one or more commands, parted by semicolons."""

    def do(root: Path) -> None:
        for command in line.split("; "):
            result = console.run(root, *shlex.split(command))
            assert result.code == 0, (command, result)

    return SingleChange(line, do)


def _list_actions() -> Iterator[str]:
    for uid in ("bancos", "talleres-de-bordado"):
        yield f"actions update {uid} --note Uno"
        yield f"actions update {uid} --note Dos --evidence foto"
        yield f"actions update {uid} --owner enlace --note Tres"
        yield f"actions update {uid} --due 2020-06-30"
        yield f"actions update {uid} --due 2020-07-15 --note Aplazada"
        yield f"actions done {uid} --evidence acta"
        yield f"actions done {uid} --evidence foto; actions update {uid} --owner mesa"
        yield f"actions cancel {uid} --reason Imposible"
    yield f"actions add Sembrar --mesa leon {DEAL}"
    yield f"actions add Sembrar --mesa irapuato --mesa leon {DEAL}"
    yield f"actions add Copiar --mesa colima --practice catalogo {DEAL}"
    yield f"actions add Barrer --mesa leon {DEAL}; actions done barrer --evidence acta"


def _list_content() -> Iterator[str]:
    proof = "--by enlace --evidence https://example.org/"
    for uid in ("la-ops-urge", "camiones-de-tabasco", "el-pueblo-que"):
        yield f"content verify {uid} {proof}uno"
        yield f"content verify {uid} {proof}dos --expires 2020-07-01"
        yield f"content tag {uid} +SOSmensajes"
        yield f"content tag {uid} +SOSeconomia"
    for uid in ("camiones-de-tabasco", "el-pueblo-que"):
        yield f"content retract {uid} --by coordinación --reason Falso"
    yield "content schedule camiones-de-tabasco --at '2020-05-12 09:00'"
    yield "content schedule camiones-de-tabasco --at '2020-05-13 10:00'"
    yield "content publish camiones-de-tabasco"
    yield f"content verify la-ops-urge {proof}tres; content publish la-ops-urge"
    yield "content add --tag SOSmensajes Cosa --summary Uno"
    yield "content add --tag SOSnacional Cosa --summary Dos"
    yield "content add --tag SOSeconomia 'Otra muy distinta'"


def _list_meetings() -> Iterator[str]:
    record = "meetings record 2020-W19-g4"
    yield f"{record} --present torreon"
    yield f"{record} --present monterrey --excused torreon"
    yield f"{record} --present monterrey --notes Hablamos"
    yield f"{record} --notes Callamos"
    yield f"{record} --not-held --reason Lluvia"
    yield f"{record} --present torreon --agreement Uno {DEAL}"
    yield f"{record} --agreement Dos --agreement Tres {DEAL}"
    yield "meetings cancel 2020-W19-g4 --reason Granizo"
    yield "meetings minutes 2020-W18-g4"
    yield "meetings record 2020-W18-g4 --notes 'Una cosa más'"
    for uid in ("2020-W20-g4", "2020-W20-g5"):
        yield f"meetings agenda {uid} --add Semáforo"
        yield f"meetings agenda {uid} --add Cubrebocas; meetings announce {uid}"
        yield f"meetings announce {uid}"
        yield f"meetings cancel {uid} --reason Lluvia"
        yield f"meetings move {uid} --to '2020-05-15 18:00' --reason Puente --yes"
        yield f"meetings move {uid} --to '2020-05-13 19:00' --reason Gira --yes"
    yield "meetings schedule --mesa leon --at '2020-05-20 11:00'"
    yield "meetings schedule --mesa leon --at '2020-05-20 12:00' --purpose Salud"


def _list_others() -> Iterator[str]:
    yield "followups add --mesa leon --channel call --stage contacted --summary Uno"
    yield "followups add --mesa leon --channel visit --stage explained --summary Dos"
    contact = "followups add --mesa leon --channel call --stage meeting-set --summary Tres"
    yield f"{contact} --meeting-at '2020-05-21 10:00'"
    yield "practices add Huertos --mesa leon --axis salud --done Algo --result Bien"
    yield "practices add Huertos --mesa colima --axis economia --done Poco --result Mal"
    yield "practices replicate catalogo --mesa irapuato --date 2020-05-05"
    yield "practices replicate catalogo --mesa irapuato --date 2020-05-06 --note Bien"
    yield "practices replicate catalogo --mesa colima --date 2020-05-06"
    yield "groups schedule 4 --weekday monday --time 18:00 --from 2020-05-18 --yes"
    yield "groups schedule 4 --weekday tuesday --time 19:00 --from 2020-05-18 --yes"
    yield "groups schedule 5 --weekday tuesday --time 18:00 --from 2020-05-18 --yes"
    yield "groups schedule 4 --confirm"
    for number in (4, 5):
        add = f"mesas add Zapopan --group {number} --state Jal --timezone America/Mexico_City"
        yield f"{add} --yes"
        yield f"mesas move leon --group {number} --from 2020-05-11"
    yield "mesas move leon --group 4 --from 2020-05-18"
    yield "mesas edit leon --name 'León y su zona'"
    yield "mesas retire leon --until 2020-06-30 --yes"
    yield "mesas move torreon --group 5 --from 2020-05-04 --yes"
    yield "mesas retire torreon --until 2020-05-01 --yes"
    yield "mesas edit torreon --name 'Torreón y su zona'"
    yield "categories rename SOSmensajes SOSanimo"
    yield "categories rename SOSmensajes SOSaliento"


def _list_edits() -> Iterator[SingleChange]:
    """Return what people do in an editor, or in the folder itself."""
    yield _put(ITEM, "title", "Otro título")
    yield _put(ITEM, "title", "Un título más")
    yield _put(ITEM, "summary", "Otro resumen")
    yield _put(ACTION, "title", "Hacer un mapa de comedores")
    yield _put(ACTION, "owner", "la mesa")
    yield _put(FOLLOWUP, "summary", "Se habló de más")
    yield _put(FOLLOWUP, "stage", "following")
    yield _put(PRACTICE, "result", "Veinte negocios")
    for file in (ACTION, ITEM, PRACTICE, FOLLOWUP, MEETING):
        yield SingleChange(f"rm {file}", lambda root, file=file: (root / file).unlink())  # type: ignore[misc]
    for file in (ACTION, FOLLOWUP):
        yield SingleChange(f"mv {file}", lambda root, file=file: _move_to_2019(root, file))  # type: ignore[misc]
    slot = r"(number: 4\n(?:.*\n)*?      - \{from: 2020-04-20, weekday: )\w+, time: [\d:]+"
    yield _edit(GROUPS, slot, r"\1friday, time: '12:00'", "slot on Friday")
    yield _edit(GROUPS, slot, r"\1saturday, time: '12:00'", "slot on Saturday")
    yield _edit(GROUPS, r"(number: 4\n    name: ).*", r"\1Grupo Norte", "group named")
    yield _edit(
        GROUPS, r"(number: 4\n    name: ).*", r"\1Grupo del Norte  # nuevo", "group renamed"
    )
    yield _edit(GROUPS, r"      - \{slug: leon,.*\n", "", "mesa taken out")
    yield _edit(GROUPS, r"\Z", "# Al final\n", "remark")
    yield _edit(CATEGORIES, r"(tag: SOSmensajes\n    name: ).*", r"\1Ánimo", "rubric named")
    yield _edit(NETWORK, r"(organisation: ).*", r"\1Otra red", "network named")
    yield _edit(NETWORK, r"\Z", "# Nota\n", "remark in the network's file")
    yield _edit(PARTNERS, r"55 58 09 49 03", "55 58 09 49 04", "number of a partner")
    yield _edit(PARTNERS, "from: 08:00", "from: 09:00", "hours of a partner")


def _put(file: str, key: str, text: str) -> SingleChange:
    return SingleChange(
        f"{key} of {file}", lambda root: hands.put(root / file, key, f"{key}: {text}")
    )


def _edit(file: str, pattern: str, replacement: str, name: str) -> SingleChange:
    def do(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        changed, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1, (name, text)
        (root / file).write_text(changed, encoding="utf-8")

    return SingleChange(f"{name} ({file})", do)


def _move_to_2019(root: Path, file: str) -> None:
    place = root / file.replace("/2020/", "/2019/")
    place.parent.mkdir(exist_ok=True)
    (root / file).rename(place)
