"""`mcsj content tips`: links of chats, lists and feeds as drafts."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.test_main import Run

DATA = Path(__file__).parents[1] / "doors" / "data"
CHAT = str(DATA / "whatsapp" / "Chat de WhatsApp con Mesas Grupo 4.txt")
PEOPLE = ("Ana Prueba", "Carla", "Diego", "Otra Persona", "8100000001", "81 0000 0001")


def _content(project: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (project / "data/content").rglob("*.yaml")}


def _commits(project: Path) -> int:
    said = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"], cwd=project, capture_output=True, check=True
    )
    return int(said.stdout)


def test_a_chat_is_shown_then_kept_and_the_second_time_nothing_is_new(
    project: Path, mcsj: Run
) -> None:
    before, commits = _content(project), _commits(project)
    shown = mcsj("content", "tips", CHAT, "--tag", "SOSnacional", "--format", "json")
    assert (shown.code, _content(project), _commits(project)) == (0, before, commits)
    assert [(one["day"], one["url"]) for one in json.loads(shown.out)] == [
        ("2020-04-20", "https://www.gob.mx/salud/prensa/comunicado-000"),
        ("2020-04-20", "https://noticias-falsas.example.net/vacuna"),
    ]
    assert "1 liga ya está aquí" in shown.err  # the same page, two days later
    assert "--aplicar" in shown.err
    done = mcsj("content", "tips", CHAT, "--tag", "SOSnacional", "--apply")
    assert (done.code, "2 agregados." in done.err) == (0, True)
    added = {name: text for name, text in _content(project).items() if name not in before}
    assert (len(added), _commits(project)) == (2, commits + 1)
    assert "se tomaron ligas: Miren esto" in mcsj("log").out
    assert all("status: draft" in text or "status:" not in text for text in added.values())
    again = mcsj("content", "tips", CHAT, "--tag", "SOSnacional", "--apply")
    assert (again.code, _commits(project)) == (0, commits + 1)
    assert "Nada nuevo." in again.err + again.out


def test_nobody_of_a_chat_comes_into_the_folder_or_its_history(project: Path, mcsj: Run) -> None:
    for name in sorted((DATA / "whatsapp").iterdir()):
        mcsj("content", "tips", str(name), "--tag", "SOSnacional", "--day-first", "--apply")
    log = subprocess.run(
        ["git", "log", "-p", "--all"], cwd=project, capture_output=True, check=True
    ).stdout.decode()
    files = "".join(
        path.read_text(errors="replace") for path in project.rglob("*") if path.is_file()
    )
    assert "comunicado-000" in log
    assert "comunicado-000" in files
    assert not [one for one in PEOPLE if one in log or one in files]


def test_the_order_of_days_is_asked_for_where_it_is_not_told(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-07-01T10:00")
    file = str(DATA / "whatsapp" / "ambiguo.txt")
    result = mcsj("content", "tips", file)
    assert (result.code, result.out) == (5, "")
    assert "--dia-primero, --mes-primero" in result.err
    assert "4 de mayo" in result.err
    assert "5 de abril" in result.err
    settled = mcsj(
        "content", "tips", file, "--month-first", "--format", "json", "--tag", "SOSnacional",
    )  # fmt: skip
    assert [one["day"] for one in json.loads(settled.out)] == ["2020-04-05", "2020-05-06"]
    assert mcsj("content", "tips", file, "--month-first", "--day-first").code == 2


def test_a_chat_is_not_read_in_an_order_in_which_its_days_do_not_exist(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    chat = tmp_path / "chat.txt"
    before, said = (f"4/{day}/20, 5:05 PM - Ana: https://www.gob.mx/a\n" for day in (2, 20))
    for row, text in ((1, said), (2, before.replace("https://www.gob.mx/a", "hola") + said)):
        chat.write_text(text, encoding="utf-8")
        result = mcsj("content", "tips", chat, "--day-first", "-t", "SOSnacional")
        assert (result.code, result.out) == (6, "")
        assert f"{chat}:{row}: no todas sus fechas existen" in result.err
        assert "--mes-primero" in result.err
        taken = mcsj("content", "tips", chat, "--month-first", "-t", "SOSnacional", "-f", "json")
        assert [one["day"] for one in json.loads(taken.out)] == ["2020-04-20"]


def test_an_address_that_cannot_be_read_is_no_link(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    links = tmp_path / "ligas.txt"
    links.write_text(
        "https://[::1 uno\nhttp://x.mx:99999/a dos\nhttps://gob.mx/tres\n"
        "https://l.facebook.com/l.php?u=https%3A%2F%2F[zoom cuatro\n",
        encoding="utf-8",
    )
    result = mcsj("content", "tips", links, "-t", "SOSnacional", "-f", "json")
    assert result.code == 0, result.err
    assert [one["url"] for one in json.loads(result.out)] == [
        "https://gob.mx/tres",
        "https://l.facebook.com/l.php?u=https%3A%2F%2F[zoom",
    ]


@pytest.mark.parametrize(
    ("file", "code", "told"),
    [
        ("contacts/iphone-30.vcf", 2, "contactos"),
        ("attendance/bad-imagen.csv", 6, "imagen"),
        ("attendance/bad-vacio.csv", 6, "vacío"),
        ("attendance/meet-en.csv", 2, "videollamada"),
        ("tables/contenido.xlsx", 2, "libro"),
        ("tables/acciones.csv", 2, "tabla"),
    ],
)
def test_other_files_are_named_and_nothing_is_written(
    project: Path, mcsj: Run, file: str, code: int, told: str
) -> None:
    before = _content(project)
    result = mcsj("content", "tips", str(DATA / file), "--apply")
    assert (result.code, result.out, _content(project)) == (code, "", before)
    assert told in result.err


def test_a_chat_given_to_another_command_is_sent_here(project: Path, mcsj: Run) -> None:
    result = mcsj("content", "import", CHAT, "--tag", "SOSnacional")
    assert result.code == 2
    assert "mcsj contenido pistas" in result.err


def test_a_list_of_links_and_a_feed(project: Path, mcsj: Run, tmp_path: Path) -> None:
    links = tmp_path / "ligas.txt"
    links.write_text(
        "Vacunas, en Jalisco: https://example.net/v?utm_source=x #SOSeconomia\n"
        "https://chat.whatsapp.com/AAAA\n",
        encoding="utf-8",
    )
    feed = str(DATA / "feeds" / "inegi.xml")
    result = mcsj("content", "tips", str(links), feed, "--format", "json", "--tag", "SOSnacional")
    assert [(one["url"], one["tags"], one["title"]) for one in json.loads(result.out)] == [
        ("https://example.net/v", ["SOSeconomia"], "Vacunas, en Jalisco"),
        (
            "https://www.inegi.org.mx/app/saladeprensa/noticia.html?id=1",
            ["SOSnacional"],
            "Encuesta telefónica de ocupación",
        ),
        (
            "https://www.inegi.org.mx/app/saladeprensa/noticia.html?id=2",
            ["SOSnacional"],
            "Índice nacional de precios",
        ),
    ]
    assert "Se dejó fuera 1 liga" in result.err


def test_links_without_a_rubric_are_not_kept(project: Path, mcsj: Run, tmp_path: Path) -> None:
    links = tmp_path / "ligas.txt"
    links.write_text("Zzyx https://example.net/zzyx\n", encoding="utf-8")
    before = _content(project)
    result = mcsj("content", "tips", str(links), "--apply")
    assert (result.code, _content(project)) == (2, before)
    assert "--etiqueta" in result.err


def test_only_what_was_given_since_a_day(project: Path, mcsj: Run) -> None:
    result = mcsj(
        "content", "tips", CHAT, "--since", "21 de abril", "--tag", "SOSnacional",
        "--format", "json",
    )  # fmt: skip
    assert [one["url"] for one in json.loads(result.out)] == [
        "https://gob.mx/salud/prensa/comunicado-000/"
    ]


def test_a_chat_within_the_data_folder_is_warned_of(project: Path, mcsj: Run) -> None:
    inside = project / "chat.txt"
    inside.write_text("20/4/20 9:00 - Ana: https://gob.mx/a\n", encoding="utf-8")
    result = mcsj("content", "tips", str(inside), "--tag", "SOSnacional")
    assert result.code == 0
    assert "dentro de la carpeta de datos" in result.err
