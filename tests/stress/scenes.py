"""Folders in which a command is about to change several files,
with the copy that they share beside them.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store import git
from tests.conftest import copy_folder
from tests.stress import folders, hands

ADD = (
    "content",
    "add",
    "--tag",
    "SOSnacional",
    "--date",
    "2021-01-05",
    "Una",
)  # the first of its year
RECORD = (
    "meetings", "record", "2020-W17-g4", "--present", "gomez-palacio", "--notes", "Algo",
    "--agreement", "Uno", "--agreement", "Dos", "--axis", "salud", "--approach", "intercambio",
    "--owner", "mesa", "--due", "2020-05-20",
)  # fmt: skip
CONFLICT, EDITED, REMOVED, OTHER, *_REST = (
    f"data/content/2020/{name}.yaml"
    for name in (
        "2020-04-06-guatemala-y-honduras-amplian-el-toque-de-queda-hasta-el-12",
        "2020-04-06-las-mascarillas-solas-no-bastan-encontrar-aislar-y-atender",
        "2020-04-07-la-ops-urge-a-ampliar-las-pruebas-antes-de-que-azote-la",
        "2020-04-08-peru-se-queda-en-casa-las-24-horas-el-jueves-y-el-viernes",
    )
)
OURS, THEIRS = "Fuente nuestra", "Fuente de la otra persona"


class Scene(NamedTuple):
    """A command and what must be so before it.

    `top` holds the folder `red` and the shared copy `hub.git`.
    """

    top: Path
    command: tuple[str, ...]

    @property
    def root(self) -> Path:
        return self.top / "red"

    @property
    def hub(self) -> Path:
        return self.top / "hub.git"

    def copy(self, top: Path) -> "Scene":
        """Play the scene elsewhere."""
        copy_folder(self.top, top)
        return self._replace(top=top)


def share(demo: Path, top: Path) -> None:
    """Put a folder and its shared copy into `top`.

    Neither knows where the other lies but beside it.
    """
    top.mkdir()
    copy_folder(demo, top / "red")
    folders.run_git(top, "init", "-q", "--bare", "-b", "main", "hub.git")
    folders.run_git(top / "red", "remote", "add", "origin", "../hub.git")
    _sync(top / "red")


def _sync(root: Path) -> None:
    result = folders.run(root, "sync")
    assert result.code == 0, result


def _edit(root: Path) -> None:
    """Change three files, remove one and add one in a year of its own."""
    hands.put(root / EDITED, "source", "source: Otra fuente")
    hands.put(root / CONFLICT, "source", f"source: {THEIRS}")
    hands.name_group(root / "data/groups.yaml", 1, "Primer grupo")
    (root / REMOVED).unlink()
    result = folders.run(root, *ADD[:-1], "De la otra persona")
    assert result.code == 0, result


def _let_another_edit(top: Path) -> None:
    folders.run_git(top, "clone", "-q", "hub.git", "other")
    git.set_setting(top / "other", "user.name", "Otra coordinación")
    git.set_setting(top / "other", "user.email", "otra@example.org")
    folders.run_git(top / "other", "config", "remote.origin.url", "../hub.git")
    _edit(top / "other")
    _sync(top / "other")
    shutil.rmtree(top / "other")


def set_add(demo: Path, top: Path) -> Scene:
    share(demo, top)
    return Scene(top, ADD)


def set_record(demo: Path, top: Path) -> Scene:
    """A meeting changes, and two actions come that it agreed."""
    share(demo, top)
    return Scene(top, RECORD)


def set_undo(demo: Path, top: Path) -> Scene:
    """A change of several files, made by hand, is the last one."""
    share(demo, top)
    _edit(top / "red")
    folders.run_git(top / "red", "reset", "-q", "--soft", "HEAD~1")
    _sync(top / "red")
    return Scene(top, ("undo",))


def set_fast_forward(demo: Path, top: Path) -> Scene:
    share(demo, top)
    _let_another_edit(top)
    return Scene(top, ("sync",))


def set_merge(demo: Path, top: Path) -> Scene:
    """Both changed other files, other fields of one file, and one field."""
    share(demo, top)
    _let_another_edit(top)
    root = top / "red"
    hands.put(root / CONFLICT, "source", f"source: {OURS}")
    hands.put(root / CONFLICT, "summary", "summary: Resumen nuestro")
    hands.put(root / OTHER, "summary", "summary: Resumen nuestro")
    hands.name_group(root / "data/groups.yaml", 2, "Segundo grupo")
    return Scene(top, ("sync",))


SCENES: dict[str, Callable[[Path, Path], Scene]] = {
    "add": set_add,
    "record": set_record,
    "undo": set_undo,
    "fast forward": set_fast_forward,
    "merge": set_merge,
}
