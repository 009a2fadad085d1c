"""Every way to write a data file wrong that we have seen or feared,
each with the exact place that is named.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from mcsj_cli.errors import Fault, InvalidDataError, Problem
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.store import yaml

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
CONTENT = "title: Un título\ntags: [SOSnacional]\ncreated: 2020-04-22\n"
MEETING = "group: 4\nweek: 2020-W17\n"
NETWORK = "organisation: México SOS\nnetwork: Red\ntimezone: {zone}\nuid_domain: mexico-sos.mcsj\n"
GROUP = "groups:\n  - number: 1\n    series:\n{series}    mesas:\n{mesas}"
SLOT = (
    "      - {{from: {since}, weekday: {weekday}, time: {time}, minutes: {minutes}, "
    "timezone: {zone}}}\n"
)
MESA = (
    "      - {{slug: {slug}, name: Una, state: {state}, municipalities: [{code}], "
    "timezone: America/Monterrey}}\n"
)


class Case(NamedTuple):
    """A document, the schema it is read as, and the places and a word of each problem
    that it has.
    """

    name: str
    schema: type
    document: str | bytes
    places: str
    word: str

    @property
    def raw(self) -> bytes:
        return self.document if isinstance(self.document, bytes) else self.document.encode()


def slot(
    since: str = "2020-04-20",
    weekday: str = "thursday",
    time: str = "17:00",
    minutes: str = "60",
    zone: str = "America/Mexico_City",
) -> str:
    return SLOT.format(since=since, weekday=weekday, time=time, minutes=minutes, zone=zone)


def mesa(slug: str = "monterrey", state: str = "NL", code: str = '"19039"') -> str:
    return MESA.format(slug=slug, state=state, code=code)


def group(series: str = "", mesas: str = "") -> str:
    return GROUP.format(series=series or slot(), mesas=mesas or mesa())


def partner(slug: str) -> str:
    return f"  - {{slug: {slug}, name: Una}}\n"


def find_problems(raw: bytes, schema: type) -> tuple[Problem, ...]:
    with pytest.raises(InvalidDataError) as caught:
        yaml.load(raw, schema, "data/archivo.yaml")
    return caught.value.problems


def places(problems: tuple[Problem, ...]) -> str:
    return " ".join(f"{problem.line}:{problem.column}" for problem in problems)


SYNTAX = [
    Case("tab", Groups, "groups:\n  - number: 1\n\tseries: []\n", "3:1", "tabulador"),
    Case(
        "tab after spaces", Groups, "groups:\n  - number: 1\n  \tseries: []\n", "3:3", "tabulador"
    ),
    Case("tab before the first item", Groups, "groups:\n\t- number: 1\n", "2:1", "tabulador"),
    Case(
        "repeated key",
        Content,
        CONTENT + "title: Otro\n",
        "4:1",
        "«title» está aquí por segunda vez",
    ),
    Case(
        "repeated key in braces",
        Content,
        CONTENT + "verification: {by: a, on: 2020-04-22, on: 2020-04-23, evidence: https://a.mx}\n",
        "4:39",
        "«on» está aquí por segunda vez",
    ),
    Case(
        "repeated mesa",
        Meeting,
        MEETING + "held: true\nattendance: {a: present, a: absent}\n",
        "4:26",
        "«a»",
    ),
    Case(
        "alias",
        Content,
        "title: &t Un\ntags: [a]\nsource: *t\ncreated: 2020-04-22\n",
        "1:8 3:9",
        "ancla",
    ),
    Case("anchor alone", Content, CONTENT + "source: &IMSS 2020\n", "4:9", "«&IMSS» es un ancla"),
    Case(
        "merge markers",
        Content,
        f"<<<<<<< HEAD\n{CONTENT}=======\ntitle: Otro\n>>>>>>> rama\n",
        "1:1 5:1 7:1",
        "marca de fusión",
    ),
    Case(
        "merge marker in CRLF",
        Content,
        f"{CONTENT}=======\n".replace("\n", "\r\n"),
        "4:1",
        "marca de fusión",
    ),
    Case("merge key", Content, CONTENT + "<<: otro\n", "4:1", "clave «<<»"),
    Case("Latin-1", Content, "title: Ñandú\n".encode("latin-1"), "1:8", "0xD1"),
    Case(
        "Latin-1 after UTF-8",
        Content,
        "title: Ñandú\n".encode() + "tags: [á]\n".encode("latin-1"),
        "2:8",
        "0xE1",
    ),
    Case("UTF-16", Content, CONTENT.encode("utf-16"), "1:1", "UTF-8"),
    Case("UTF-16 without mark", Content, "title: a\n".encode("utf-16-be"), "1:1", "control"),
    Case("two documents", Content, f"{CONTENT}---\n{CONTENT}", "4:1", "segundo documento"),
    Case("unclosed quote", Content, 'title: "Un título\ntags: [a]\n', "3:1", "comillas sin cerrar"),
    Case(
        "unclosed bracket",
        Content,
        "title: a\ntags: [a\ncreated: 2020-04-22\n",
        "3:8",
        "falta una coma o un ]",
    ),
    Case(
        "unclosed brace",
        Content,
        CONTENT + "verification: {by: a\n",
        "5:1",
        "falta una coma o un }",
    ),
    Case("colon in a value", Content, "title: Aviso: esto\n", "1:13", "dos puntos"),
    Case("at sign", Content, "title: @mexicososmx\n", "1:8", "entre comillas"),
    Case("percent sign", Content, "title: %50 de los casos\n", "1:8", "entre comillas"),
    Case("control character first", Content, "\x07title: a\n", "1:1", "control"),
    Case("empty file", Content, "", "1:1", "vacío"),
    Case("blank file", Meeting, "\n\n", "1:1", "vacío"),
    Case("only comments", Groups, "# nada\n", "1:1", "vacío"),
    Case("empty document", Content, "---\n...\n", "2:1", "conjunto de claves"),
    Case("never closed, 5,000 deep", Content, "title: " + "[" * 5000 + "\n", "1:1", "niveles"),
]

HASHTAGS = [
    Case("scalar", Content, CONTENT + "source: #SOSnacional\n", "4:9", "«#SOSnacional»"),
    Case(
        "needed scalar",
        Content,
        "title: #SOSnacional\ntags: [a]\ncreated: 2020-04-22\n",
        "1:8",
        "«#SOSnacional»",
    ),
    Case(
        "flow list",
        Content,
        "title: a\ntags: [#SOSnacional]\ncreated: 2020-04-22\n",
        "2:8",
        "«#SOSnacional»",
    ),
    Case(
        "flow list, second",
        Content,
        "title: a\ntags: [a, #b]\ncreated: 2020-04-22\n",
        "2:11",
        "«#b»",
    ),
    Case(
        "flow list, closed below",
        Content,
        "title: a\ntags: [a, #b\n  ]\ncreated: 2020-04-22\n",
        "2:11",
        "«#b»",
    ),
    Case(
        "block list",
        Content,
        "title: a\ntags:\n  - #SOSnacional\ncreated: 2020-04-22\n",
        "3:5",
        "«#SOSnacional»",
    ),
    Case(
        "block list, second",
        Content,
        "title: a\ntags:\n  - a\n  - #b\ncreated: 2020-04-22\n",
        "4:5",
        "«#b»",
    ),
    Case(
        "after text",
        Content,
        CONTENT.replace("Un título", "Apoyo #SOSeconomia hoy"),
        "1:14",
        "«#SOSeconomia»",
    ),
    Case(
        "after emoji",
        Content,
        CONTENT.replace("Un título", "😷 «Ñ» #SOSmensajes"),
        "1:14",
        "«#SOSmensajes»",
    ),
    Case(
        "after a quoted value with #",
        Content,
        CONTENT.replace("Un título", '"Un # título" #b'),
        "1:22",
        "«#b»",
    ),
    Case(
        "two lines", Content, CONTENT + "source: a #b\nsummary: c #d\n", "4:11 5:12", "comentario"
    ),
]

VALUES = [
    Case("unknown key", Content, CONTENT + "sumary: x\n", "4:1", "¿Quiso decir «summary»?"),
    Case("unknown key, far", Content, CONTENT + "zzzz: x\n", "4:1", "Las claves son: title, tags,"),
    Case("missing key", Content, "title: a\ncreated: 2020-04-22\n", "1:1", "falta la clave «tags»"),
    Case(
        "missing key inside",
        Groups,
        "groups:\n  - number: 1\n    series: []\n",
        "2:5",
        "falta la clave «mesas»",
    ),
    Case(
        "missing renamed key",
        Groups,
        group("      - {weekday: monday}\n"),
        "4:9 4:9 4:9",
        "falta la clave «from»",
    ),
    Case(
        "list for a scalar", Content, CONTENT.replace("Un título", "[a, b]"), "1:8", "un solo valor"
    ),
    Case(
        "braces for a scalar",
        Content,
        CONTENT.replace("Un título", "{a: b}"),
        "1:8",
        "un solo valor",
    ),
    Case(
        "scalar for a list",
        Content,
        CONTENT.replace("[SOSnacional]", "SOSnacional"),
        "2:7",
        "una lista",
    ),
    Case("nothing for a list", Content, CONTENT.replace(" [SOSnacional]", ""), "2:6", "una lista"),
    Case("scalar for keys", Content, CONTENT + "verification: sí\n", "4:15", "conjunto de claves"),
    Case(
        "list for keys",
        Meeting,
        MEETING + "held: true\nattendance: [a]\n",
        "4:13",
        "conjunto de claves",
    ),
    Case("list for a document", Content, "- a\n", "1:1", "conjunto de claves"),
    Case("scalar for a document", Network, "hola\n", "1:1", "conjunto de claves"),
    Case("no title", Content, "title:\ntags: [a]\ncreated: 2020-04-22\n", "1:7", "falta un texto"),
    Case("enum", Content, CONTENT + "status: publised\n", "4:9", "¿Quiso decir «published»?"),
    Case(
        "enum, far", Content, CONTENT + "status: xyz\n", "4:9", "Los valores son: draft, verified"
    ),
    Case(
        "enum in a list", Groups, group(slot(weekday="thurday")), "4:37", "¿Quiso decir «thursday»?"
    ),
    Case("null for a moment", Meeting, MEETING + "start: null\n", "3:8", "«null»"),
    Case("literal", Meeting, MEETING + "status: canceled\n", "3:9", "¿Quiso decir «cancelled»?"),
    Case("truth", Meeting, MEETING + "held: quizá\n", "3:7", "«quizá» no es true ni false"),
    Case("hour", Groups, group(slot(time="25:00")), "4:53", "«25:00» no es una hora"),
    Case("hour as minutes", Groups, group(slot(time="1020")), "4:53", "«1020» no es una hora"),
    Case(
        "number", Groups, "groups: [{number: 0, series: [], mesas: []}]\n", "1:19", "de 1 a 99999"
    ),
    Case("number, low", Groups, group(slot(minutes="4")), "4:69", "de 5 a 1440"),
    Case("number, high", Groups, group(slot(minutes="1441")), "4:69", "de 5 a 1440"),
    Case("number, without end", Meeting, "group: 0\nweek: 2020-W17\n", "1:8", "de 1 en adelante"),
    Case(
        "no number", Meeting, "group: cuatro\nweek: 2020-W17\n", "1:8", "«cuatro» no es un número"
    ),
    Case(
        "not a number",
        Groups,
        "groups: []\nmunicipalities: {'19039': {name: a, latitude: nan, longitude: 181}}\n",
        "2:47 2:63",
        "de -90 a 90",
    ),
    Case(
        "zone",
        Network,
        NETWORK.format(zone="America/Mexico_Cty"),
        "3:11",
        "las de México son: America/Mexico_City",
    ),
    Case(
        "zone in a list",
        Groups,
        group(slot(zone="America/Cancún")),
        "4:83",
        "no hay una zona horaria",
    ),
    Case(
        "zone outside",
        Network,
        NETWORK.format(zone="../../etc/passwd"),
        "3:11",
        "no hay una zona horaria",
    ),
    Case(
        "date",
        Content,
        CONTENT.replace("2020-04-22", "2020-02-30"),
        "3:10",
        "«2020-02-30» no es una fecha",
    ),
    Case(
        "date as number",
        Content,
        CONTENT.replace("2020-04-22", "1587513600"),
        "3:10",
        "no es una fecha",
    ),
    Case(
        "date with hour",
        Content,
        CONTENT.replace("2020-04-22", "2020-04-22 10:00"),
        "3:10",
        "no es una fecha",
    ),
    Case("week", Meeting, "group: 4\nweek: 2019-W53\n", "2:7", "no tiene semana 53"),
    Case("moment", Meeting, MEETING + "start: 2020-04-23\n", "3:8", "día y una hora"),
    Case("address", Content, CONTENT + "url: www.imss.gob.mx\n", "4:6", "no es una dirección web"),
    Case("slug", Groups, group(mesas=mesa(slug="Cd. Juárez")), "6:16", "sería «cd-juarez»"),
    Case(
        "tag", Content, CONTENT.replace("SOSnacional", "SOS nacional"), "2:8", "no es una etiqueta"
    ),
]

RULES = [
    Case("state of a mesa", Groups, group(mesas=mesa(state="Jalsco")), "6:45", "«Jalsco»"),
    Case("municipality", Groups, group(mesas=mesa(code='"14039"')), "6:66", "empiezan con 19"),
    Case(
        "two mesas of one slug",
        Groups,
        group(mesas=mesa() + mesa()),
        "7:16",
        "«monterrey» está declarada",
    ),
    Case(
        "a group twice",
        Groups,
        "groups:\n  - {number: 1, series: [], mesas: []}\n  - {number: 1, series: [], mesas: []}\n",
        "3:14",
        "«1» se declara por segunda vez",
    ),
    Case(
        "series out of order",
        Groups,
        group(slot() + slot(since="2020-04-13")),
        "5:16",
        "2020-04-13",
    ),
    Case("series of one day", Groups, group(slot() + slot()), "5:16", "no después del anterior"),
    Case("year of a series", Groups, group(slot(since="0020-04-20")), "4:16", "20"),
    Case("no tag", Content, CONTENT.replace("SOSnacional", ""), "2:7", "al menos una etiqueta"),
    Case(
        "state of an item", Content, CONTENT + "states: [Jal, Atlántida]\n", "4:15", "«Atlántida»"
    ),
    Case("not vouched for", Content, CONTENT + "status: published\n", "4:9", "published"),
    Case(
        "verification",
        Content,
        CONTENT
        + "verification: {by: a, on: 2020-04-22, evidence: https://a.mx, expires: 2020-04-21}\n",
        "4:72",
        "vence antes",
    ),
    Case(
        "held and cancelled",
        Meeting,
        MEETING + "held: true\nstatus: cancelled\n",
        "3:7",
        "cancelada",
    ),
    Case("attendance", Meeting, MEETING + "attendance: {a: present}\n", "3:13", "asistencia"),
    Case(
        "moved out of its week", Meeting, MEETING + "start: 2020-04-27 11:00\n", "3:8", "2020-W17"
    ),
    Case(
        "a tag twice",
        Categories,
        (
            "rubrics: [{tag: a, name: a, description: a}, {tag: Á, name: a, description: a}]\n"
            "axes: []\napproaches: []\n"
        ),
        "1:52",
        "por segunda vez",
    ),
    Case(
        "a partner twice",
        Partners,
        f"partners:\n{partner('una') * 2}",
        "3:12",
        "«una» se declara por segunda vez",
    ),
]

CASES = [
    pytest.param(case, id=f"{family}: {case.name}")
    for family, cases in (
        ("syntax", SYNTAX),
        ("hashtag", HASHTAGS),
        ("value", VALUES),
        ("rule", RULES),
    )
    for case in cases
]


@pytest.mark.parametrize("case", CASES)
def test_bad_document_is_told_with_its_place(case: Case) -> None:
    problems = find_problems(case.raw, case.schema)
    assert places(problems) == case.places
    assert all(problem.file == "data/archivo.yaml" for problem in problems)
    assert any(case.word in f"{problem.message} {problem.advice}" for problem in problems), problems


@pytest.mark.parametrize(
    "case", [c for c in CASES if "Latin" not in str(c.id) and "UTF" not in str(c.id)]
)
def test_windows_line_ends_move_no_place(case: Case) -> None:
    raw = case.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert places(find_problems(raw, case.schema)) == case.places


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("title: a\nsource: b", "2:10"),
        ("title: a\nsource: ", "2:9"),
        ("title: ", "1:8"),
        ("title: áéíóú\n# ñññññññññññññññ\nsource: b", "3:10"),
    ],
)
def test_control_character_is_told_with_its_line(before: str, place: str) -> None:
    problems = find_problems(f"{before}\x07c\ntags: [a]\ncreated: 2020-04-22\n".encode(), Content)
    assert places(problems) == place
    assert "control" in problems[0].message


@pytest.mark.parametrize(
    "value",
    [
        "*Aviso* de hoy",
        "[[[",
        "&",
        "|x",
        "!a!b c",
        '"\\q"',
        "]",
        "*importante",
        "'a' b",
        "{a: b}}",
        "%5",
        "a: b",
    ],
)
def test_reason_is_in_the_language_of_the_person(value: str) -> None:
    problems = find_problems(f"{CONTENT}source: {value}\n".encode(), Content)
    assert not re.search(
        "found|find|expected|while|unknown|invalid", " ".join(p.message for p in problems)
    )


@pytest.mark.parametrize(
    "document",
    [
        "title: " + "[" * 5000 + "]" * 5000 + "\n",
        "title: " + "{a: " * 5000 + "}" * 5000 + "\n",
        "".join(" " * depth + "a:\n" for depth in range(1000)),
        "- " * 5000 + "a\n",
    ],
    ids=["brackets", "braces", "lines", "hyphens"],
)
def test_deep_nesting_is_a_problem(document: str) -> None:
    (problem,) = find_problems(document.encode(), Content)
    assert "demasiados niveles" in problem.message


def test_nesting_without_end_does_not_kill_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: " + b"[" * 100_000 + b"]" * 100_000)
    code = (
        "from mcsj_cli.store import yaml; from mcsj_cli.errors import InvalidDataError\n"
        "from mcsj_cli.model.content import Content\n"
        "try: yaml.load(open('a.yaml', 'rb').read(), Content, 'a.yaml')\n"
        "except InvalidDataError: print('told')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, b"told\n")


@pytest.mark.parametrize("key", ["? [a]\n: b\n", "{a: b}: c\n", "? - a\n: b\n"])
def test_key_that_is_no_text(key: str) -> None:
    (problem,) = find_problems((CONTENT + key).encode(), Content)
    assert problem.line == 4
    assert "una clave debe ser un texto" in problem.message


def test_nothing_written_as_null_is_no_problem_beside_another() -> None:
    document = f"{CONTENT}source: a &b\nverification: null\n"
    assert yaml.load(document.encode(), Content, "f.yaml").source == "a &b"
    problems = find_problems(f"{CONTENT}verification: null\nzzz: a\n".encode(), Content)
    assert places(problems) == "5:1"


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_unusual_line_breaks_count_as_yaml_counts_them(sign: str) -> None:
    problems = find_problems(
        f'title: "a{sign}b"\ntags: [a]\ncreated: 2020-02-30\n'.encode(), Content
    )
    assert places(problems) == "4:10"
    assert problems[0].excerpt == "created: 2020-02-30"


def test_long_line_has_a_short_excerpt_around_the_place() -> None:
    document = (
        f"{CONTENT}verification: {{by: {'a' * 5000}, on: 2020-02-30, evidence: https://a.mx}}\n"
    )
    (problem,) = find_problems(document.encode(), Content)
    assert (problem.line, problem.column) == (4, 5026)
    assert "2020-02-30" in problem.excerpt
    assert len(problem.excerpt) <= 102


def test_long_line_is_read() -> None:
    record = yaml.load(CONTENT.replace("Un", "U" + "n" * 5000).encode(), Content, "f.yaml")
    assert len(record.title) == 5008


def test_all_problems_are_told_at_once_in_their_order() -> None:
    document = (
        "titel: a\ntags: SOSnacional\nstatus: publised\nurl: ftp://a.mx\ncreated: 2020-13-01\n"
        "source: a #SOSnacional\n"
    )
    problems = find_problems(document.encode(), Content)
    assert places(problems) == "1:1 1:1 2:7 3:9 4:6 5:10 6:11"
    assert list(problems) == sorted(problems)
    assert len(set(problems)) == len(problems)


def test_advice_and_excerpt_stand_beside_the_problem() -> None:
    (problem,) = find_problems(f"{CONTENT}  # nota\ntitle: Otro\n".encode(), Content)
    assert problem == Problem(
        "data/archivo.yaml",
        5,
        1,
        "la clave «title» está aquí por segunda vez",
        "Conserve una de las dos.",
        "title: Otro",
    )
    assert problem.place == "data/archivo.yaml:5:1"


@pytest.mark.parametrize(
    "text",
    ["NO", "0445551234", "1e3", "null", "~", "17:00", "0x1F", "true", "2020-04-22", "=", "1_000"],
)
def test_what_yaml_would_guess_stays_text(text: str) -> None:
    document = (
        f"title: {text}\ntags: [{text if text.isalnum() else 'a'}]\nsource: {text}\n"
        "created: 2020-04-22\n"
    )
    record = yaml.load(document.encode(), Content, "f.yaml")
    assert (record.title, record.source) == (text, text)


@pytest.mark.parametrize(
    "document",
    [
        CONTENT + "url: https://a.mx/b?c=1&d=2#parte\n",
        CONTENT + "source: a#b y *c* y d&e\n",
        CONTENT.replace("[SOSnacional]", '["#SOSnacional"]'),
        CONTENT.replace("Un título", '"Apoyo #SOSeconomia hoy"'),
        CONTENT.replace("Un título", "'Apoyo #SOSeconomia y &más *hoy'"),
        CONTENT.replace("Un título", "Un título # nota"),
        CONTENT.replace("Un título", "Un título # nota sobre #SOSnacional"),
        "#sin espacio\n" + CONTENT + "  #tampoco\n",
        CONTENT + "summary: |\n  Primero #SOSnacional\n\n  &Segundo *tercero\n",
        CONTENT + "summary: >-\n  #SOSnacional primero\n  y segundo\n",
        CONTENT + "verification: null\n",
        "\ufeff" + CONTENT,
        "---\n" + CONTENT + "...\n",
        CONTENT.replace("\n", "\r\n"),
        CONTENT.replace("\n", "\r"),
    ],
)
def test_good_document_has_no_problem(document: str) -> None:
    record = yaml.load(document.encode(), Content, "f.yaml")
    assert record.tags == ["SOSnacional"]
    assert record.status is ContentStatus.DRAFT


def test_address_keeps_its_signs() -> None:
    record = yaml.load(f"{CONTENT}url: https://a.mx/b?c=1&d=2#parte\n".encode(), Content, "f.yaml")
    assert record.url == "https://a.mx/b?c=1&d=2#parte"


def test_hour_is_five_o_clock_and_not_1020() -> None:
    series = yaml.load(
        group(slot(time="17:00") + slot("2020-05-01", time="9:05")).encode(), Groups, "f.yaml"
    ).groups[0]
    assert [str(entry.time) for entry in series.series] == ["17:00", "09:05"]


def test_a_fault_of_a_missing_part_is_placed_at_the_nearest_part() -> None:
    (problem,) = yaml.locate(
        CONTENT.encode(),
        "f.yaml",
        [Fault(("verification", "expires"), "mensaje", "consejo")],
    )
    assert (problem.line, problem.column, problem.message, problem.advice) == (
        1,
        1,
        "mensaje",
        "consejo",
    )
