"""One story, as a coordinator lives it.

From the folder's first day to the report, written to docs/semana.md.

Every command of it is run, and what the page shows is what the program said.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "semana.md"
_HEAD = (
    "# Una semana con mcsj, paso a paso\n\n"
    "Esta página la escribe el propio programa (`scripts/story.py`): "
    "cada comando se ejecutó y cada respuesta es la que dio.\n"
    "Los comandos van en español; en inglés son los mismos "
    "(`mcsj reuniones convocar` es `mcsj meetings announce`).\n"
)


class Part(NamedTuple):
    """A scene: its title, its moment (ISO 8601), the text about it, and its commands."""

    title: str
    moment: str
    text: str
    commands: tuple[str, ...]


STORY = (
    Part(
        "Lunes 13 de abril: se abre la carpeta de la red",
        "2020-04-13T09:00:00-05:00",
        "La coordinación nacional crea la carpeta. Trae los seis grupos con sus mesas; "
        "los horarios están por confirmar.",
        ("mcsj iniciar red", "cd red", "mcsj grupos listar"),
    ),
    Part(
        "Martes 14: la primera llamada",
        "2020-04-14T10:20:00-05:00",
        "Se llama a la mesa de León, se le explica la estrategia y se fija una reunión. "
        "La reunión queda programada "
        "en el mismo paso.",
        (
            "mcsj seguimientos agregar --mesa leon --medio llamada --etapa contactada"
            ' --resumen "Se presentó la estrategia; piden más detalle por correo."',
            "mcsj seguimientos agregar --mesa leon --medio correo --etapa 'reunión fijada'"
            ' --resumen "Se envió la estrategia y aceptan una reunión virtual."'
            ' --siguiente-paso "Llevar ejemplos de otras ciudades" --siguiente-fecha 2020-04-17 '
            '--reunion-cuando "2020-04-17 11:00"',
            "mcsj reuniones convocar 2020-04-17-leon",
        ),
    ),
    Part(
        "Viernes 17: la primera reunión con la mesa",
        "2020-04-17T12:10:00-05:00",
        (
            "Asistió la mesa y se tomó un acuerdo, "
            "que desde ese momento es una acción con responsable y fecha."
        ),
        (
            "mcsj reuniones registrar 2020-04-17-leon --asistieron leon"
            ' --notas "La mesa reúne a cámaras y comercios del centro; '
            'empezará por los talleres de calzado."'
            ' --acuerdo "Hacer una lista de talleres que puedan coser cubrebocas" --eje economia'
            ' --forma corresponsabilidad --responsable "coordinación de la mesa de León"'
            " --vence 2020-04-24",
            "mcsj seguimientos agregar --mesa leon --medio videollamada"
            ' --etapa "acciones acordadas"'
            ' --resumen "Quedó acordada la primera acción."',
        ),
    ),
    Part(
        "Lunes 20: qué me toca esta semana",
        "2020-04-20T09:00:00-05:00",
        (
            "El grupo 6 se reúne los viernes al mediodía. Se confirma su horario y se mira el "
            "estado del grupo."
        ),
        ("mcsj grupos programar 6 --confirmar", "mcsj estado --grupo 6"),
    ),
    Part(
        "Miércoles 22: orden del día y convocatoria",
        "2020-04-22T17:30:00-05:00",
        (
            "El orden del día se hace solo; se le agrega un punto. "
            "La convocatoria sale lista para pegarse en WhatsApp."
        ),
        (
            'mcsj reuniones orden --grupo 6 --agregar "Pedidos de cubrebocas" --lugar 2',
            "mcsj reuniones convocar --grupo 6",
        ),
    ),
    Part(
        "Viernes 24: la reunión del grupo 6",
        "2020-04-24T13:10:00-05:00",
        "Lista de asistencia, asuntos tratados y dos acuerdos; después, la minuta.",
        (
            "mcsj reuniones registrar --grupo 6 --asistieron leon,irapuato,pachuca"
            " --justificaron villahermosa"
            ' --notas "León contó cómo armó la lista de talleres. Irapuato quiere hacer lo mismo."'
            ' --acuerdo "Reunir los pedidos de comercios y empresas" --mesa leon --eje economia'
            ' --forma corresponsabilidad --responsable "comisión de economía de la mesa de León"'
            " --vence 2020-04-28",
            "mcsj reuniones registrar --grupo 6"
            ' --acuerdo "Difundir la línea de apoyo psicológico entre los policías"'
            " --eje seguridad-justicia --forma colaboracion"
            ' --responsable "coordinaciones de las mesas" --vence 2020-05-08',
            "mcsj reuniones minuta --grupo 6",
        ),
    ),
    Part(
        "Martes 28: una acción cumplida se vuelve práctica",
        "2020-04-28T18:00:00-05:00",
        (
            "León termina su acción y deja la evidencia. Como funcionó, "
            "se escribe para que otras mesas la copien."
        ),
        (
            'mcsj acciones actualizar pedidos --nota "Hay pedidos de 14 comercios."',
            "mcsj acciones cumplir pedidos --evidencia https://example.org/demo/pedidos",
            'mcsj practicas agregar "Talleres de calzado que cosen cubrebocas" --accion pedidos'
            ' --hecho "Los talleres sin pedidos cosen cubrebocas para comercios y empresas."'
            ' --resultado "14 talleres conservaron 96 empleos."'
            ' --paso "Hacer la lista de talleres" --paso "Acordar un solo patrón"'
            ' --paso "Reunir y repartir los pedidos"',
        ),
    ),
    Part(
        "Jueves 30: otra mesa la copia",
        "2020-04-30T11:00:00-05:00",
        "Irapuato empieza con lo mismo, y queda registrado de dónde vino.",
        (
            (
                "mcsj practicas replicar talleres --mesa irapuato"
                ' --nota "Empezaron con seis talleres de costura."'
            ),
            "mcsj practicas ver talleres",
        ),
    ),
    Part(
        "Viernes 1 de mayo: se cancela una reunión, y el informe",
        "2020-05-01T10:00:00-05:00",
        "Es día de descanso obligatorio: la reunión del grupo 6 se cancela y sale el aviso. "
        "Al final, lo que queda "
        "pendiente y el informe de la semana.",
        (
            (
                "mcsj reuniones cancelar --grupo 6"
                ' --motivo "El 1 de mayo es día de descanso obligatorio."'
            ),
            "mcsj acciones listar",
            "mcsj estado --grupo 6",
            "mcsj informe semanal",
        ),
    ),
)


def tell(folder: Path) -> str:
    """Live the story in an empty folder and give the page.

    Raise CalledProcessError where a command fails.
    """
    parts = [_HEAD]
    place = folder
    for part in STORY:
        parts.append(f"## {part.title}\n\n{part.text}\n")
        shown = []
        for command in part.commands:
            shown.append(f"$ {command}")
            words = shlex.split(command)
            if words[0] == "cd":
                place = place / words[1]
                continue
            shown += _lines(_run(words[1:], place, part.moment))
        parts.append("```console\n" + "\n".join(shown) + "\n```\n")
    return "\n".join(parts)


def _run(arguments: list[str], place: Path, moment: str) -> str:
    settings = place.parent / "gitconfig" if place.name == "red" else place / "gitconfig"
    settings.write_text(
        "[user]\nname = Coordinación nacional\nemail = coordinacion@example.org\n", encoding="utf-8"
    )
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "LC_", "MCSJ"))
        },
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "MCSJ_LANG": "es",
        "MCSJ_NOW": moment,
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
    }
    return _show([sys.executable, "-m", "mcsj_cli", *arguments], place, environment)


def _show(command: list[str], place: Path, environment: dict[str, str]) -> str:
    """Return what a person sees of a command on a terminal."""
    ours, screen = os.openpty()
    with subprocess.Popen(
        command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen
    ) as running:
        os.close(screen)
        seen = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command, seen)
    return seen.decode()


def _read(terminal: int) -> bytes:
    """Read what a terminal shows; nothing where the command has ended."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux tells so that nobody has it open any more
        return b""


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield line.rstrip()


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(tell(Path(name).resolve()), encoding="utf-8")


if __name__ == "__main__":
    main()
