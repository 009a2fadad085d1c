"""Draw the pictures of the documentation from what the program really makes.

What it prints on a terminal of 100 columns is drawn as SVG; its pages are looked at with the
system's Chromium.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Literal, NamedTuple

import pexpect
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 100
SCENES = {
    "semana": (
        ("es", "mcsj groups list"),
        ("es", "mcsj meetings list --week 2020-W18"),
        ("es", "mcsj actions list --overdue"),
    ),
}
REPORT = ("mcsj", "report", "weekly", "--week", "2020-W17", "-o")
LARGEST = 150_000  # bytes of a picture


class View(NamedTuple):
    """A part of the report's page.

    How wide the window is, in which colours, and from which heading how far down.
    """

    name: str
    width: int
    scheme: Literal["light", "dark"]
    heading: str
    height: int


VIEWS = (
    View("informe", 920, "light", "h1", 640),
    View("informe-mapa", 920, "light", "#map", 430),
    View("informe-telefono", 390, "dark", "#map", 640),
)
# Pages of the site side by side, as a phone shows them: each with its colours.
PHONES: tuple[tuple[str, Literal["light", "dark"]], ...] = (
    ("index.html", "light"),
    ("mesas/cd-juarez.html", "dark"),
)
ADDRESS = "https://example.org/mesas/"


def capture(command: str, language: str, folder: Path) -> str:
    """Run a command on a pseudo-terminal and give what it printed, colours included."""
    program, *arguments = command.split()
    environ = {
        **os.environ,
        "MCSJ_LANG": language,
        "MCSJ_NOW": "2020-04-29T10:00:00-05:00",
        "TERM": "xterm-256color",
    }
    environ.pop("NO_COLOR", None)
    path = str(Path(sys.executable).parent / program)
    terminal = pexpect.spawn(
        path,
        arguments,
        cwd=str(folder),
        env=environ,
        encoding="utf-8",
        dimensions=(60, COLUMNS),
        timeout=30,
    )
    terminal.expect(pexpect.EOF)
    return (terminal.before or "").replace("\r\n", "\n")


def draw(name: str, folder: Path) -> None:
    """Write a scene as an SVG that needs no font from elsewhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(
            record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor"
        )
        for language, command in SCENES[name]:
            console.print(Text(f"$ {command}", style="bold green"))
            console.print(Text.from_ansi(capture(command, language, folder)))
        svg = console.export_svg(title="mcsj", theme=MONOKAI, unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.svg").write_text(
        "".join(f"{line.rstrip()}\n" for line in svg.splitlines()), encoding="utf-8"
    )


def make_report(folder: Path, ending: str) -> Path:
    """Make the weekly report of the example, in a form."""
    path = folder / f"informe.{ending}"
    program, *arguments = REPORT
    environ = {**os.environ, "MCSJ_LANG": "es", "MCSJ_NOW": "2020-04-26T18:00:00-05:00"}
    command = [str(Path(sys.executable).parent / program), *arguments, str(path)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environ)
    return path


def look(folder: Path) -> None:
    """Take the pictures of the report's page."""
    page_file = make_report(folder, "html")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for view in VIEWS:
            context = browser.new_context(
                viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme
            )
            page = context.new_page()
            page.goto(page_file.as_uri())
            top = page.locator(view.heading).bounding_box()
            above = max(0.0, (top["y"] if top else 0.0) - (24 if view.heading != "h1" else 90))
            target = PICTURES / f"{view.name}.png"
            area = (0.0, above, float(view.width), float(view.height))
            clip = dict(zip(("x", "y", "width", "height"), area, strict=True))
            page.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]
            check_size(target)
            context.close()
        browser.close()


def look_at_site(folder: Path) -> None:
    """Take one picture of some pages of the site as three phones would show them."""
    environ = {**os.environ, "MCSJ_LANG": "es", "MCSJ_NOW": "2020-04-29T10:00:00-05:00"}
    command = [str(Path(sys.executable).parent / "mcsj"), "site", "build", "--base-url", ADDRESS]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environ)
    target, parts = PICTURES / "sitio-mesa.png", []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, scheme in PHONES:
            page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
            page.goto((folder / "site" / name).as_uri())
            parts.append(b64encode(page.screenshot()).decode())
        page = browser.new_page(viewport={"width": 616, "height": 660})
        images = "".join(f'<img src="data:image/png;base64,{part}" width="284">' for part in parts)
        page.set_content(
            f'<body style="margin:16px;display:flex;gap:8px;background:#c9d1d9">{images}'
        )
        page.screenshot(path=target)
        browser.close()
    check_size(target)


def check_size(path: Path) -> None:
    """Refuse a picture that would weigh on whoever reads the guide."""
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path}: {path.stat().st_size} bytes are too many")


def main() -> None:
    """Draw every scene on a fresh demo folder."""
    with tempfile.TemporaryDirectory() as name:
        program = str(Path(sys.executable).parent / "mcsj")
        subprocess.run(
            [program, "init", "red", "--demo"], cwd=name, check=True, capture_output=True
        )
        for scene in SCENES:
            draw(scene, Path(name) / "red")
        look(Path(name) / "red")
        look_at_site(Path(name) / "red")


if __name__ == "__main__":
    main()
