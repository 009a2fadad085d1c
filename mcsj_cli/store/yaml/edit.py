"""Changes in a document's text that touch only the lines they mean.

Comments, order and quotes stay as they are. The library that edits is young: after every step the
text is read again, and a step that did anything else is never kept.
"""

import re
from typing import Any, NamedTuple

from mcsj_cli.errors import Fault, InvalidDataError, McsjError
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml import locate, parse_plain
from mcsj_cli.store.yaml.differences import Path, ValueChange, find_change, follow, place_of
from mcsj_cli.store.yaml.tree import MANNERS, EditRefusedError, Manner, edit_text

_BOM = b"\xef\xbb\xbf"


class EditError(McsjError):
    """A change that cannot be made without touching other lines of the file."""

    exit_code = 6

    def __init__(self, place: str, key: str) -> None:
        message = _("{place}: «{key}» cannot be changed here without touching other lines.")
        super().__init__(
            message.format(place=place, key=key),
            _("Nothing was written. Change it by hand in a text editor, and run «mcsj check»."),
        )


class _Draft(NamedTuple):
    """A text and what it holds."""

    text: str
    plain: Any


def rewrite(raw: bytes, wanted: object, file: str) -> bytes:
    """Change a document so that it holds `wanted`: plain lists, mappings and texts.

    The order of keys does not count. Raises InvalidDataError if the document cannot be read, and
    EditError if it cannot be changed so.
    """
    draft = _Draft(raw.decode("utf-8-sig", "replace"), parse_plain(raw, file))
    while (change := find_change(draft.plain, wanted)) is not None:
        try:
            draft = _advance(draft, change, wanted)
        except EditRefusedError as error:
            raise _build_error(raw, change, file) from error
    return (_BOM if raw.startswith(_BOM) else b"") + draft.text.encode()


def set_value(raw: bytes, path: Path, value: object, file: str) -> bytes:
    """Change or add the value at a path.

    The last key may be new. A list grows when the number after its last element is given.
    """
    plain = parse_plain(raw, file)
    container = follow(plain, path[:-1])
    if isinstance(container, dict):
        is_new = path[-1] not in container
    else:
        is_new = path[-1] == len(container)
    if is_new:
        change = ValueChange("insert", path, len(container), value)
    else:
        change = ValueChange("set", path, place_of(plain, path), value)
    return rewrite(raw, change.apply(plain), file)


def _build_error(raw: bytes, change: ValueChange, file: str) -> EditError:
    problem = locate(raw, file, [Fault(change.path, "")])[0]
    names = [step for step in change.path if isinstance(step, str)]
    return EditError(f"{file}:{problem.line}", names[-1] if names else file)


def _advance(draft: _Draft, change: ValueChange, wanted: object) -> _Draft:
    """Make one step, or the smallest one around it that can be made."""
    while change.path:
        for manner in MANNERS:
            try:
                return _attempt(draft, change, manner)
            except EditRefusedError:
                continue
        path = change.path[:-1]
        place = place_of(draft.plain, path) if path else 0
        change = ValueChange("set", path, place, follow(wanted, path))
    raise EditRefusedError


def _attempt(draft: _Draft, change: ValueChange, manner: Manner) -> _Draft:
    text = _keep_line_ends(draft.text, edit_text(draft.text, change, manner))
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
    if new.endswith("\n"):
        return new
    return new + ("\r\n" if old.endswith("\r\n") else "\n")
