"""Signs in data files that nobody sees: controls, and marks that hide or turn round what follows.

Reading takes them out of every text, so that they change no list and no report; but git, an editor
or another program shows something else than what is there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.text import find_unseen
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# How a text in double quotes writes a sign; two backslashes are one of its own.
_ESCAPED = re.compile(
    r"\\(?:\\|([abefv0]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))",
)
_NAMED = {"a": 7, "b": 8, "e": 27, "f": 12, "v": 11, "0": 0}


def review_signs(project: Project) -> list[Problem]:
    """Find the lines of data files that hold a sign nobody sees, as warnings."""
    problems: list[Problem] = []
    for path in sorted((project.root / "data").rglob("*.yaml")):
        if path.is_file() and not path.is_symlink():
            problems += _review_file(path, path.relative_to(project.root).as_posix())
    return problems


def _review_file(path: Path, file: str) -> Iterator[Problem]:
    try:
        text = files.read(path, file).decode("utf-8")
    except (InvalidDataError, UnicodeDecodeError):  # told by those who read the data
        return
    if "\\" not in text and find_unseen(text.replace("\r", "").replace("\n", " ")) is None:
        return
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        for column, sign in _find_signs(line.removesuffix("\r")):
            message = _("there is a sign here that nobody sees, U+{code:04X}")
            advice = _("Type the line anew: such a sign can turn letters round, or hide them.")
            yield Problem(
                file, number, column, message.format(code=ord(sign)), advice, warning=True
            )
            break


def _find_signs(line: str) -> Iterator[tuple[int, str]]:
    """Yield the signs of a line that nobody sees, with their columns from 1."""
    position = find_unseen(line)
    if position is not None:
        yield position + 1, line[position]
    for quoted in _QUOTED.finditer(line):
        for escape in _ESCAPED.finditer(line, quoted.start(1), quoted.end(1)):
            if escape[1] and find_unseen(_decode(escape[1])) is not None:
                yield escape.start() + 1, _decode(escape[1])


def _decode(escape: str) -> str:
    """Return the sign that an escape without its backslash stands for."""
    if escape[0] in "xuU":
        return chr(min(int(escape[1:], 16), 0x10FFFF))
    return chr(_NAMED[escape[0]])
