"""The data folder of a new network: the bundled template, and the example of April 2020."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from mcsj_cli.errors import ExistsError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.network import Network
from mcsj_cli.store import files, yaml
from mcsj_cli.store.change import Change
from mcsj_cli.store.data_attributes import ATTRIBUTES, DATA_LINES
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.lock import STAGING
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import replace_all
from mcsj_cli.store.yaml import edit

_PACKAGE = Path(__file__).parent.parent
_DEMO = _PACKAGE / "templates" / "demo"
# What git must never see: people's data, and what can be made again.
_IGNORED = (b"private/", b"aside/", b".mcsj/", b".mcsj-*")
_MODELINE = "# yaml-language-server: $schema=../schemas/{name}.schema.json\n"
_NOTICE = """
# Este aviso encabeza el estado y los informes; quítelo cuando los datos sean de verdad.
notice: "Datos de ejemplo: la asistencia, los enlaces y las verificaciones son inventados."
"""


def create_project(
    root: Path, *, demo: bool, others: Mapping[str, bytes] | None = None, name: str = ""
) -> list[str]:
    """Make a network's data folder in `root`, whole or not at all, and return its files.

    `others` are files beside it, by path; one that exists stays as it is. Without a `name` the
    network has that of the template. Raises ExistsError if
    there is a data folder already, and InvalidDataError for a link that git would not follow.
    """
    root = check_free(root)
    for file in (".gitignore", ATTRIBUTES):
        require_no_link(root, file)
    others = others or {}
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".mcsj-", dir=root) as place:
            draft = Path(place)
            shutil.copytree(_find_template(), draft / "data")
            _settle_in(draft / "data", name)
            if demo:
                _fill(draft)
            _add_lines(root / ".gitignore", _IGNORED)
            _add_lines(root / ATTRIBUTES, DATA_LINES)
            made = [file for file, content in others.items() if _add_file(root / file, content)]
            (draft / "data").rename(root / "data")
    except OSError as error:
        raise OutputError(root, files.reason(error)) from error
    data = [path for path in (root / "data").rglob("*") if path.is_file()]
    names = sorted(path.relative_to(root).as_posix() for path in data)
    return [".gitignore", ATTRIBUTES, *made, *names]


def check_free(root: Path) -> Path:
    """Return the resolved path; raise ExistsError if the folder has data, or lies in a network."""
    try:
        root = root.resolve()
        taken = _is_taken(root)
    except OSError as error:
        raise OutputError(root, files.reason(error)) from error
    except RuntimeError as error:  # a circle of links, until Python 3.13
        raise OutputError(root, _("its links lead in a circle")) from error
    if taken:
        message = _("{path} has a data folder already.").format(path=root)
        raise ExistsError(message, _("Choose another folder: mcsj init FOLDER"))
    above = next((parent for parent in root.parents if (parent / NETWORK).is_file()), None)
    # In the program's own source folder that file is the template's.
    if above and not (above / _PACKAGE.name).is_dir():
        message = _("{path} lies in the folder of another network, {above}.")
        advice = _("Nothing was written. Choose a folder outside of it: mcsj init FOLDER")
        raise ExistsError(message.format(path=root, above=above), advice)
    return root


def _is_taken(root: Path) -> bool:
    """Whether a folder has a data folder, is one, or lies in one."""
    for parent in root.parents:
        if parent.name == "data" and (parent / "groups.yaml").is_file():
            return True
    return os.path.lexists(root / "data") or (root / "groups.yaml").is_file()


def _find_template() -> Path:
    """Find the template in an installed package, or beside the package in its source folder."""
    bundled = _PACKAGE / "templates" / "data"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "data"


def _fill(root: Path) -> None:
    """Add the records of the example to a folder that nobody else knows of yet."""
    change = Change(root, Project(root).declared)
    for kind in KINDS:
        name = f"{kind.folder}.yaml"
        schema = dict[str, list[kind.record]]  # type: ignore[name-defined]
        examples = yaml.load((_DEMO / name).read_bytes(), schema, name)[kind.folder]
        for record in examples:
            change.add(kind, record)
    files.clear(root / STAGING)
    replace_all(root, change.contents)
    network = root / NETWORK
    network.write_text(network.read_text(encoding="utf-8") + _NOTICE, encoding="utf-8")


def read_usual_name() -> str:
    """Return the name that a network has unless it is given another one."""
    raw = (_find_template() / "network.yaml").read_bytes()
    return yaml.load(raw, Network, NETWORK).network


def _settle_in(data: Path, name: str) -> None:
    """Make the template a network's own: its name, its history, and schemas that editors know."""
    network = data / "network.yaml"
    changed = edit.set_value(network.read_bytes(), ("autocommit",), "true", NETWORK)
    if name and name != read_usual_name():
        changed = edit.set_value(changed, ("network",), name, NETWORK)
        changed = edit.set_value(changed, ("abbreviation",), "", NETWORK)  # of the other name
    network.write_bytes(changed)
    for path in data.glob("*.yaml"):
        path.write_bytes(_MODELINE.format(name=path.stem).encode() + path.read_bytes())


def _add_file(path: Path, content: bytes) -> bool:
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def _add_lines(path: Path, lines: Sequence[bytes]) -> None:
    """Add to a file the lines that it lacks, at its end and with its own line ends."""
    present = path.read_bytes() if path.exists() else b""
    end = b"\r\n" if b"\r\n" in present else b"\n"
    missing = [line + end for line in lines if line not in present.splitlines()]
    if missing:
        gap = end if present and not present.endswith(b"\n") else b""
        files.write(path, present + gap + b"".join(missing))
