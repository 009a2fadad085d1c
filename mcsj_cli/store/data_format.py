"""The format of a data folder, a number in network.yaml: what a program must know to read it.

A folder without a number is of format 1, as version 0.1 made it. That version knows no `format`: it
refuses the file, and quotes the line. So the line itself says what its reader has to do.
"""

import re
from pathlib import Path
from typing import Any

import msgspec

from mcsj_cli.commits import RAISE, commit_subject
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.i18n import _, speaking
from mcsj_cli.model.network import FORMAT, Network
from mcsj_cli.store import files, yaml
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.history import History
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.replacement import replace_all
from mcsj_cli.store.signals import defer_interrupts
from mcsj_cli.store.yaml import edit
from mcsj_cli.store.yaml.notation import find_span

# The version of mcsj that first read each format.
_SINCE = {2: "0.2"}
_KEY = "format"
_LINE = re.compile(r"^format:[ \t]+([0-9]{1,9})\b", re.MULTILINE)
_COMMENTS = re.compile(r"(^#.*\n)*\Z", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


def load_network(raw: bytes) -> Network:
    """Read network.yaml of whatever format; raise InvalidDataError."""
    return yaml.load(raw, Network, NETWORK, newer=find_format(raw) > FORMAT)


def find_format(raw: bytes) -> int:
    """Return the format that a network.yaml names, even one that is wrong elsewhere."""
    try:
        plain = yaml.parse_plain(raw, NETWORK)
    except InvalidDataError:
        named = _LINE.findall(raw.decode("utf-8-sig", "replace"))
        return max(map(int, named), default=1)
    number = plain.get(_KEY) if isinstance(plain, dict) else None
    try:
        return msgspec.convert(number, int, strict=False)
    except msgspec.ValidationError:
        return 1


def seems_newer(root: Path) -> bool:
    """Whether a folder whose network.yaml cannot be read as such names a newer format there."""
    try:
        require_no_link(root, NETWORK)
        return find_format(files.read(root / NETWORK, NETWORK)) > FORMAT
    except InvalidDataError:
        return False


def raise_format(root: Path, history: History, *, always: bool = False) -> bool:
    """Bring a folder of an older format to ours, as a change of its own that is told beforehand.

    Return whether it was of an older one. Where network.yaml is wrong, nothing is done. `always` is
    as for `History.record`; call it under the lock.
    """
    try:
        require_no_link(root, NETWORK)
        raw = files.read(root / NETWORK, NETWORK)
        network = load_network(raw)
    except InvalidDataError:
        return False
    if network.format >= FORMAT:
        return False
    message = _("This folder goes to format {n}: everybody needs mcsj {version} or newer.")
    history.tell(message.format(n=FORMAT, version=_SINCE[FORMAT]))
    history.record_edits([NETWORK], always=always)
    replace_all(root, {NETWORK: (raw, with_format(raw, FORMAT, network.language))})
    with defer_interrupts():  # so that the file and its commit cannot part
        history.record(commit_subject(RAISE, str(FORMAT)), [NETWORK], always=always)
    return True


def keep_format(current: bytes | None, wanted: bytes | None) -> bytes | None:
    """Return what a network.yaml is to be, of no lower format than it is of now."""
    if current is None or wanted is None or find_format(wanted) >= find_format(current):
        return wanted
    plain: Any = yaml.parse_plain(wanted, NETWORK)
    return with_format(wanted, find_format(current), plain.get("language", "es"))


def with_format(raw: bytes, number: int, language: str) -> bytes:
    """Return a network.yaml of another format; all else stays byte for byte."""
    with speaking(language):
        message = _("Everybody needs mcsj {version} or newer: update the program")
        note = message.format(version=_SINCE[number]) if number in _SINCE else ""
    plain: Any = yaml.parse_plain(raw, NETWORK)
    text = raw.decode("utf-8-sig")
    new = _add_line(text, next(iter(plain)), number, note) if _KEY not in plain else None
    if new is None or yaml.parse_plain(new.encode(), NETWORK) != {**plain, _KEY: str(number)}:
        changed = edit.set_value(raw, (_KEY,), str(number), NETWORK)
        new = _add_note(changed.decode("utf-8-sig"), note)
    return (_BOM if raw.startswith(_BOM) else b"") + new.encode()


def _add_line(text: str, first: str, number: int, note: str) -> str | None:
    """Add the format below the comment at the top, before the first key and its own comment.

    None where the first key does not begin a line.
    """
    start = find_span(text, (first,))[0]
    head = text[:start]
    if head and not head.endswith("\n"):
        return None
    own = _COMMENTS.search(head)
    place = own.start() if own and own.start() else start
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"{_KEY}: {number}{_format_note(note)}{end}"
    gap = end if text[:place].endswith(end * 2) else ""
    return f"{text[:place]}{line}{gap}{text[place:]}"


def _add_note(text: str, note: str) -> str:
    """Add a comment to the line of the format, unless it has one."""
    start, end = find_span(text, (_KEY,))
    line = text[start:end].rstrip("\r")
    if "#" in line or "\n" in line:
        return text
    return f"{text[:start]}{line}{_format_note(note)}{text[start + len(line) :]}"


def _format_note(note: str) -> str:
    return f"  # {note}" if note else ""
