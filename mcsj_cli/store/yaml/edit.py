"""Changes in a document's text that touch only the lines they mean: comments, order and quotes stay as they are.

The library that edits is young. So after every step the text is read again, and a step that did anything else than
it should is never kept.
"""

import re
from typing import Any, NamedTuple

from mcsj_cli.errors import Fault, InvalidDataError, McsjError
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml import locate, parse_plain
from mcsj_cli.store.yaml.differences import Path, ValueChange, find_change, follow, place_of
from mcsj_cli.store.yaml.tree import MANNERS, EditRefusedError, Manner, make

_BOM = b"\xef\xbb\xbf"


class EditError(McsjError):
    """A change that cannot be made without touching more of the file than it means."""

    exit_code = 6

    def __init__(self, place: str, key: str) -> None:
        super().__init__(
            _("{place}: «{key}» cannot be changed here without touching other lines.").format(
                place=place, key=key
            ),
            _("Nothing was written. Change it by hand in a text editor, and run «mcsj check»."),
        )


class _Draft(NamedTuple):
    """A text and what it holds."""

    text: str
    plain: Any


def rewrite(raw: bytes, wanted: object, file: str) -> bytes:
    """Change a document so that it holds `wanted`, plain lists, mappings and texts, whatever the order of keys.

    Raises InvalidDataError if it cannot be read, and EditError if it cannot be changed so.
    """
    draft = _Draft(raw.decode("utf-8-sig", "replace"), parse_plain(raw, file))
    while (change := find_change(draft.plain, wanted)) is not None:
        try:
            draft = _make(draft, change, wanted)
        except EditRefusedError as error:
            raise _explain(raw, change, file) from error
    return (_BOM if raw.startswith(_BOM) else b"") + draft.text.encode()


def set_value(raw: bytes, path: Path, value: object, file: str) -> bytes:
    """Change or add the one value at a path; the last key may be new, and a list grows by the number after its last."""
    plain = parse_plain(raw, file)
    container = follow(plain, path[:-1])
    is_new = (
        path[-1] not in container if isinstance(container, dict) else path[-1] == len(container)
    )
    place = len(container) if is_new else place_of(plain, path)
    return rewrite(
        raw, ValueChange("insert" if is_new else "set", path, place, value).apply(plain), file
    )


def _explain(raw: bytes, change: ValueChange, file: str) -> EditError:
    problem = locate(raw, file, [Fault(change.path, "")])[0]
    names = [step for step in change.path if isinstance(step, str)]
    return EditError(f"{file}:{problem.line}", names[-1] if names else file)


def _make(draft: _Draft, change: ValueChange, wanted: object) -> _Draft:
    """Make one step, or the smallest one around it that can be made."""
    while change.path:
        for manner in MANNERS:
            try:
                return _attempt(draft, change, manner)
            except EditRefusedError:
                continue
        path = change.path[:-1]
        change = ValueChange(
            "set", path, place_of(draft.plain, path) if path else 0, follow(wanted, path)
        )
    raise EditRefusedError


def _attempt(draft: _Draft, change: ValueChange, manner: Manner) -> _Draft:
    text = _keep_line_ends(draft.text, make(draft.text, change, manner))
    try:
        plain = parse_plain(text.encode(), "")
    except InvalidDataError as error:
        raise EditRefusedError from error
    if plain != change.apply(draft.plain):
        raise EditRefusedError
    return _Draft(text, plain)


def _keep_line_ends(old: str, new: str) -> str:
    if "\r\n" in old and not re.search(r"(?<!\r)\n", old):
        new = re.sub(r"\r?\n", "\r\n", new)
    if not old.endswith("\n"):
        return new.removesuffix("\n").removesuffix("\r")
    return new if new.endswith("\n") else new + ("\r\n" if old.endswith("\r\n") else "\n")
