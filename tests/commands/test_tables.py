"""Tables taken in: actions, contacts with mesas and mesas, shown first; and what was exported."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from mcsj_cli.model.kinds import ACTIONS, CONTENT, FOLLOWUPS
from mcsj_cli.store.project import Project
from tests.conftest import Result
from tests.doors.workbooks import make_sheet, make_workbook

Run = Callable[..., Result]
HEADING = ("Mesa", "Acción", "Responsable", "Fecha compromiso", "Eje", "Forma", "Estatus", "Avance")
ROWS: tuple[tuple[object, ...], ...] = (
    ("Mesa Guadalajara", "Hacer el catálogo de barrio", "Comisión de economía", date(2020, 4, 30),
     "Economía", "corresponsabilidad", "En proceso", "50 de 100 negocios"),
    ("Torreón; León", "Coser cubrebocas", "Enlace de salud", "8 de mayo", "Salud", "colaboracion",
     "Terminada", "–"),
    ("todas", "Difundir la línea", "coordinación", "15/5/2020", "Familia", "intercambio",
     "Pendiente", ""),
)  # fmt: skip


@pytest.fixture
def actions(tmp_path: Path) -> Path:
    """Make a table as a person would: a title over it, a total under it, and notes beside it."""
    path = tmp_path / "acciones.xlsx"
    rows = [["Acciones de abril"], [], HEADING, *ROWS, ["Total", 3]]
    path.write_bytes(make_workbook({"Abril": rows, "Notas": [["x"]]}))
    return path


@pytest.fixture
def subjects(project: Path) -> Callable[[], list[str]]:
    """Return the subjects of the commits since the project was made, the newest first."""

    def read() -> list[str]:
        done = subprocess.run(
            ["git", "log", "--format=%s"], cwd=project, check=True, capture_output=True, text=True
        )
        return done.stdout.splitlines()[:-1]

    return read


def test_actions_are_shown_and_then_written_as_one_commit(
    project: Path, mcsj: Run, actions: Path, subjects: Callable[[], list[str]]
) -> None:
    before = Project(project).archive.count(ACTIONS)
    shown = mcsj("actions", "import", actions)
    assert shown.code == 0
    assert "Hacer el catálogo de barrio (guadalajara; Comisión de economía" in shown.out
    assert "Solo se lee la hoja «Abril», no: Notas." in shown.err
    assert "El renglón 7 solo suma los demás" in shown.err
    assert "--aplicar" in shown.err
    assert subjects() == []
    done = mcsj("acciones", "importar", actions, "--aplicar")
    assert (done.code, subjects()) == (
        0,
        [f'actions: import "{", ".join(str(row[1]) for row in ROWS)}"'],
    )
    assert "3 agregados." in done.err
    made = {
        str(entry.record.title): entry.record for entry in Project(project).read(ACTIONS).entries
    }
    first, second, third = (made[str(row[1])] for row in ROWS)
    assert (first.mesas, first.owner, first.due) == (
        ["guadalajara"], "Comisión de economía", date(2020, 4, 30),
    )  # fmt: skip
    assert [note.note for note in first.progress] == ["50 de 100 negocios"]
    assert (second.mesas, second.status, second.closed, second.progress) == (
        ["torreon", "leon"], "completed", date(2020, 4, 23), [],
    )  # fmt: skip
    assert (len(third.mesas), third.due) == (18, date(2020, 5, 15))
    assert Project(project).archive.count(ACTIONS) == before + 3
    again = mcsj("actions", "import", actions, "--apply")
    assert (again.code, again.out) == (0, "")
    assert "Nada nuevo." in again.err
    assert len(subjects()) == 1


def test_every_bad_row_is_named_and_nothing_is_written(
    project: Path, mcsj: Run, tmp_path: Path, subjects: Callable[[], list[str]]
) -> None:
    path = tmp_path / "acciones.csv"
    row = "León;Acción {n};Enlace de salud;2020-05-08;salud;colaboracion\n"
    lines = ["Mesa;Acción;Responsable;Vence;Eje;Forma\n"]
    lines += [row.format(n=number) for number in range(10_000)]
    lines[17] = "León;Otra;Carla Muestra;2020-05-08;salud;colaboracion\n"
    lines[4_000] = "Leonia;Otra;Enlace;2020-05-08;salud;colaboracion\n"
    lines[9_999] = "León;Otra;Enlace;;salud;colaboracion\n"
    path.write_text("".join(lines), encoding="utf-8")
    done = mcsj("actions", "import", path, "--apply")
    assert done.code == 6
    for number, told in ((18, "parece un nombre"), (4_001, "Leonia"), (10_000, "falta")):
        assert any(
            line.startswith(f"{path}:{number}:") and told in line for line in done.err.split("\n")
        )
    assert "3 problemas" in done.err
    assert subjects() == []


def test_an_owner_like_a_name_is_taken_only_where_somebody_says_so(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    for owner in ("Carla Muestra", "Lic. Prueba"):
        path.write_text(f"Mesa,Acción,Responsable\nLeón,Otra,{owner}\n", encoding="utf-8")
        options = ("--axis", "salud", "--approach", "colaboracion", "--due", "2020-05-08")
        refused = mcsj("actions", "import", path, *options)
        assert (refused.code, "--forzar" in refused.err) == (6, True)
        assert mcsj("actions", "import", path, *options, "--force").code == 0


def test_the_contacts_of_a_private_list_own_no_action(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    assert mcsj("people", "add", "Zenobia", "--role", "x", "--email", "z@example.org").code == 0
    path = tmp_path / "a.csv"
    path.write_text(
        "Mesa,Acción,Responsable,Vence,Eje,Forma\nLeón,O,zenobia,2020-05-08,salud,colaboracion\n",
        encoding="utf-8",
    )
    assert "parece un nombre" in mcsj("actions", "import", path).err


@pytest.mark.parametrize("noun", ["actions", "followups", "mesas"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_a_list_writes_comes_back_unchanged(
    project: Path, mcsj: Run, tmp_path: Path, noun: str, form: str
) -> None:
    path = tmp_path / f"lista.{form}"
    path.write_text(mcsj(noun, "list", "--format", form).out, encoding="utf-8")
    back = mcsj(noun, "import", path, "--apply")
    assert (back.code, back.out) == (0, "")
    assert "Nada nuevo." in back.err


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_what_content_exports_comes_back_unchanged(
    project: Path, mcsj: Run, tmp_path: Path, ending: str, subjects: Callable[[], list[str]]
) -> None:
    path = tmp_path / f"notas.{ending}"
    assert mcsj("content", "export", "-o", path).code == 0
    back = mcsj("content", "import", path)
    assert back.code == 0
    assert "Nada nuevo." in back.err
    assert subjects() == []


def test_a_list_in_a_new_network_makes_the_same_records(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = {noun: mcsj(noun, "list", "--format", "csv").out for noun in ("actions", "followups")}
    before = {kind: Project(project).read(kind).records for kind in (ACTIONS, FOLLOWUPS)}
    monkeypatch.setenv("MCSJ_NOW", "2020-05-01T09:00")
    for noun in lists:
        shutil.rmtree(project / "data" / noun)
    for noun, text in lists.items():
        path = tmp_path / f"{noun}.csv"
        path.write_text(text, encoding="utf-8")
        assert mcsj(noun, "import", path, "--apply").code == 0
    assert {kind: Project(project).read(kind).records for kind in before} == before


def test_a_row_with_a_uid_corrects_its_record(
    project: Path, mcsj: Run, tmp_path: Path, subjects: Callable[[], list[str]]
) -> None:
    items = json.loads(mcsj("actions", "list", "--format", "json").out)
    chosen = next(item for item in items if item["status"] == "in-process")
    chosen |= {"due": "2020-06-15", "status": "cumplida", "mesas": ["leon"]}
    path = tmp_path / "acciones.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    shown = mcsj("actions", "import", path)
    assert "→ 2020-06-15" in shown.out
    assert "en proceso → cumplida" in shown.out
    assert "1 corregido" in mcsj("actions", "import", path, "--apply").err
    record = Project(project).find(ACTIONS, chosen["uid"]).record
    assert (record.due, record.status, record.mesas) == (date(2020, 6, 15), "completed", ["leon"])
    assert record.closed == date(2020, 4, 23)
    assert len(subjects()) == 1
    chosen["uid"] = items[-2]["uid"]
    path.write_text(json.dumps(items), encoding="utf-8")
    assert "está dos veces" in mcsj("actions", "import", path).err


def test_contacts_with_mesas_are_taken_in(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "llamadas.csv"
    path.write_text(
        "Fecha;Mesa;Medio;Etapa;Resumen;Siguiente paso;Para cuando\n"
        "20/04/20;Mesa León;teléfono;contactada;Se presentó el programa;Llamar;28 de abril\n"
        "21/04/20;Colima;Zoom;explicado;Se explicó;;\n",
        encoding="cp1252",
    )
    options = ("--stage", "contacted")
    text = path.read_text(encoding="cp1252")
    path.write_text(text.replace("explicado", "quién sabe"), encoding="cp1252")
    done = mcsj("followups", "import", path, *options, "--apply")
    assert (done.code, "acciones acordadas, en seguimiento" in done.err) == (6, True)
    path.write_text(text, encoding="utf-16")
    assert mcsj("followups", "import", path, *options, "--apply").code == 0
    record = Project(project).find(FOLLOWUPS, "2020-04-20-leon").record
    assert (record.channel, record.next_step, record.next_on) == (
        "call", "Llamar", date(2020, 4, 28),
    )  # fmt: skip
    assert "Nada nuevo." in mcsj("followups", "import", path).err


def test_days_that_fit_both_ways_are_told(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("título,rubro,fecha\nUno,SOSnacional,4/3/2020\n", encoding="utf-8")
    done = mcsj("content", "import", path, "--dry-run")
    assert "Los días como 4/3/2020 se leen con el día primero" in done.err
    assert mcsj("content", "import", path, "--month-first").code == 0
    assert Project(project).find(CONTENT, "2020-04-03-uno").record.title == "Uno"


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_only_what_a_table_says_otherwise_of_the_mesas_is_changed(
    project: Path, mcsj: Run, tmp_path: Path, subjects: Callable[[], list[str]]
) -> None:
    path = tmp_path / "mesas.csv"
    _write(
        path,
        [
            {"slug": "monterrey", "nombre": "Monterrey y área", "grupo": 4, "municipios": "19039"},
            {"slug": "", "nombre": "Zapopan", "grupo": 1, "municipios": ""},
            {"slug": "", "nombre": "Mesa Torreón", "grupo": 4, "municipios": ""},
            {"slug": "aguascalientes", "nombre": "Aguascalientes", "grupo": "", "municipios": ""},
        ],
    )
    before = (project / "data/groups.yaml").read_text(encoding="utf-8")
    shown = mcsj("mesas", "import", path)
    assert shown.code == 0, shown.err
    assert "nombre: Monterrey → Monterrey y área" in shown.out
    assert [line.split()[1] for line in shown.out.splitlines()[1:]] == ["corrección", "nuevo"]
    assert "15 mesas no están en la tabla" in shown.err
    done = mcsj("mesas", "import", path, "--apply")
    assert (done.code, subjects()) == (0, ['mesas: import "Monterrey, Zapopan"'])
    after = (project / "data/groups.yaml").read_text(encoding="utf-8")
    kept = [line for line in before.splitlines() if line not in after.splitlines()]
    assert [line.split(",")[0].strip() for line in kept if "slug" in line] == ["- {slug: monterrey"]
    assert "Nada nuevo." in mcsj("mesas", "import", path, "--apply").err


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"nombre": "Nueva", "grupo": "", "slug": "nueva"}, "no se dice su grupo"),
        ({"nombre": "Torre", "grupo": "1", "slug": ""}, "o una mesa nueva"),
        ({"nombre": "", "grupo": "1", "slug": ""}, "falta"),
        ({"nombre": "Zapopan", "grupo": "99", "slug": ""}, "99"),
    ],
)
def test_a_mesa_that_is_not_clear_is_refused(
    project: Path, mcsj: Run, tmp_path: Path, row: Mapping[str, object], told: str
) -> None:
    path = tmp_path / "mesas.csv"
    _write(path, [row])
    done = mcsj("mesas", "import", path, "--apply")
    assert (done.code, told in done.err) == (6, True)


def test_a_key_that_a_spreadsheet_shortened_gets_its_zero_back(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mesas.xlsx"
    rows: list[list[object]] = [["Mesa", "Grupo", "Municipios"], ["Coyoacán", 4, 9003]]
    path.write_bytes(make_workbook({"Mesas": rows}))
    done = mcsj("mesas", "import", path)
    assert "habían perdido su cero: 09003" in done.err
    assert "Coyoacán" in done.out


def test_a_table_of_people_is_no_table_of_actions(project: Path, mcsj: Run, tmp_path: Path) -> None:
    path = tmp_path / "contactos.csv"
    path.write_text(
        "First Name,Last Name,E-mail 1 - Value\nAna,Prueba,a@example.org\n", encoding="utf-8"
    )
    for noun in ("actions", "followups", "mesas", "content"):
        done = mcsj(noun, "import", path)
        assert (done.code, "mcsj personas importar" in done.err) == (2, True)


@pytest.mark.parametrize("noun", ["actions", "followups", "mesas", "content"])
def test_what_no_program_could_read_is_refused_with_its_reason(
    project: Path, mcsj: Run, tmp_path: Path, noun: str
) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )
    bad = {
        "lejos.xlsx": (make_sheet(far), "algo está lejos de la tabla"),
        "cortado.xlsx": (make_workbook({"a": [["x", "y"]]})[:900], "cortado"),
        "cerrado.xlsx": (locked, "contraseña"),
        "vacio.csv": (b"", "vacío"),
        "foto.jpg": (b"\xff\xd8\xff" + bytes(90), "una imagen"),
        "enorme.csv": (b"a,b\n" * 6_000_000, "20 MB"),
    }
    for name, (raw, told) in bad.items():
        path = tmp_path / name
        path.write_bytes(raw)
        done = mcsj(noun, "import", path)
        assert (done.code, told in done.err) == (6, True), done.err


def test_cells_of_csv_have_no_notation_of_python(project: Path, mcsj: Run) -> None:
    out = mcsj("actions", "list", "--format", "csv").out
    assert "{" not in out
    assert "; 2020-04-" in out
