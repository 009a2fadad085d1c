"""The settings by which git calls this program to merge data files; no clone brings them along.

The line that git is given outlives the program: where that has moved or gone, git merges by line
and marks what two people changed. It would otherwise leave one side whole, without a mark.
"""

import shlex
import sys
from pathlib import Path

from mcsj_cli.store import git
from mcsj_cli.store.git.unfinished import find_folder

DRIVER = "mcsj"


def build_line(program: str = sys.executable) -> str:
    """Return the line of shell by which git runs this very program to merge data files.

    `program` is a Python. Git runs the line in the data folder, from which -P keeps Python from
    importing anything. An exit code of 1 means that two people changed one value, but Python has it
    too where the package is gone: that is why it is asked once more.
    """
    python = shlex.quote(Path(program).as_posix())  # the shell that git brings along on Windows
    merge = '"$p" -P -m mcsj_cli merge-driver %O %A %B %P'
    asked = '"$p" -P -c "import mcsj_cli.commands.merge_driver" 2>/dev/null'
    return (
        f'p={_escape(python)}; if [ -x "$p" ]; then {merge}; c=$?; [ $c = 0 ] && exit 0; '
        f"[ $c = 1 ] && {asked} && exit 1; fi; "
        "git merge-file -L HEAD -L base -L other %A %O %B"
    )


def _escape(text: str) -> str:
    """Return a text without what git would take for one of its own placeholders."""
    return text.replace("%", "%%")


def install(root: Path, line: str) -> bool:
    """Let git merge data files by a line of shell, and keep large folders fast.

    Return whether any of these settings was new.
    """
    settings = {
        f"merge.{DRIVER}.name": "mcsj: by record and field",
        f"merge.{DRIVER}.driver": line,
        # One more file would otherwise have git write its list of all files anew.
        "core.splitIndex": "true",
        # Which changes were made here is known by what git notes of the branch.
        "gc.refs/heads/*.reflogExpire": "never",
    }
    missing = {key: value for key, value in settings.items() if git.get_setting(root, key) != value}
    for key, value in missing.items():
        git.set_setting(root, key, value)
    return bool(missing)


def renew(root: Path) -> None:
    """Install the line of this very program where git's settings have another one, or none.

    A look at the file of settings is enough mostly; git, which takes longer, is asked then.
    """
    line = build_line()
    written = line.replace("\\", "\\\\").replace('"', '\\"')
    try:
        found = written.encode("utf-8", "surrogateescape") in _read_settings(root)
    except OSError:
        found = False
    if not found:
        install(root, line)


def _read_settings(root: Path) -> bytes:
    return (find_folder(root) / "config").read_bytes()
