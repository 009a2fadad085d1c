"""Draw the pictures of the documentation from what the program really prints on a terminal of 100 columns."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 100
SCENES = {
    "semana": (("es", "mcsj groups list"), ("es", "mcsj meetings list --week 2020-W18"), ("es", "mcsj status")),
}


def capture(command: str, language: str, folder: Path) -> str:
    """Run a command on a pseudo-terminal and give what it printed, colours included."""
    program, *arguments = command.split()
    environ = {**os.environ, "MCSJ_LANG": language, "MCSJ_NOW": "2020-04-29T10:00:00-05:00", "TERM": "xterm-256color"}
    environ.pop("NO_COLOR", None)
    path = str(Path(sys.executable).parent / program)
    terminal = pexpect.spawn(
        path, arguments, cwd=str(folder), env=environ, encoding="utf-8", dimensions=(60, COLUMNS), timeout=30
    )
    terminal.expect(pexpect.EOF)
    return (terminal.before or "").replace("\r\n", "\n")


def draw(name: str, folder: Path) -> None:
    """Write a scene as an SVG that needs no font from elsewhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
        for language, command in SCENES[name]:
            console.print(Text(f"$ {command}", style="bold green"))
            console.print(Text.from_ansi(capture(command, language, folder)))
        svg = console.export_svg(title="mcsj", theme=MONOKAI, unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.svg").write_text("".join(f"{line.rstrip()}\n" for line in svg.splitlines()), encoding="utf-8")


def main() -> None:
    """Draw every scene on a fresh demo folder."""
    with tempfile.TemporaryDirectory() as name:
        program = str(Path(sys.executable).parent / "mcsj")
        subprocess.run([program, "init", "red", "--demo"], cwd=name, check=True, capture_output=True)
        for scene in SCENES:
            draw(scene, Path(name) / "red")


if __name__ == "__main__":
    main()
