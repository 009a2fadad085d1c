"""Two changed versions of a data file made one: data by field, and the text around by line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from msgspec import Struct

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.category import Categories
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.reconcile import Conflict, Side, Sides
from mcsj_cli.store.sound_merge import Three, merge_soundly
from mcsj_cli.store.yaml import parse_plain
from mcsj_cli.store.yaml.edit import EditError, rewrite
from mcsj_cli.store.yaml.notation import write_document
from mcsj_cli.store.yaml.tree import list_comments

__all__ = ["COMMENTS", "WHOLE", "Conflict", "MergeText", "Merged", "Side", "Sides", "merge"]

# The places of conflicts that are of no field: of a file's comments, and of a file as a whole.
COMMENTS, WHOLE = ("#",), ()
_DOCUMENTS: Mapping[str, type[Struct]] = {
    NETWORK: Network,
    GROUPS: Groups,
    CATEGORIES: Categories,
    PARTNERS: Partners,
}
_BOM = b"\xef\xbb\xbf"
_FORMAT = re.compile(rb"^format: *([0-9]+)\b[^\r\n]*", re.MULTILINE)

# Merges base, ours and theirs line by line, and takes a side's lines where both changed the same
# ones.
MergeText = Callable[[bytes, bytes, bytes, Side], bytes]


class Merged(NamedTuple):
    """The merged file, and what both sides changed differently."""

    content: bytes
    conflicts: tuple[Conflict, ...]


class _Texts(NamedTuple):
    """The three versions of a file; an empty `base` is a file that both sides added."""

    base: bytes
    ours: bytes
    theirs: bytes


def merge(
    base: bytes | None, ours: bytes, theirs: bytes, file: str, sides: Sides, merge_text: MergeText
) -> Merged:
    """Merge two versions of a file that came from `base`, which is None if both sides added it.

    `sides` decides where both sides changed one value. The lines end as theirs do.
    """
    if ours in (theirs, base):
        return Merged(theirs, ())
    if theirs == base:
        return Merged(ours, ())
    if file == NETWORK:
        ours, theirs = _share_format(ours, theirs)
    texts = _Texts(base or b"", ours, theirs)
    whole = Conflict(WHOLE, None if base is None else _decode(base), _decode(ours), _decode(theirs))
    try:
        before = {} if base is None else parse_plain(base, file)
        plain = before, parse_plain(ours, file), parse_plain(theirs, file)
        data = merge_soundly(Three(*plain, schema=find_schema(file)), sides)
    except InvalidDataError:
        return Merged(_choose_file(texts, sides), (whole,))
    conflicts = tuple(one if one.path else whole for one in data.conflicts)
    drafts = {side: _find_text(texts, data.value, file, merge_text, side) for side in Side}
    content = drafts[Side.THEIRS] or drafts[Side.OURS]
    if content is None:
        return Merged(_choose_file(texts, sides), (*conflicts, whole))
    comments = _compare_comments(drafts)
    if comments is None:
        return Merged(content, conflicts)
    return Merged(drafts[sides.find(COMMENTS)] or content, (*conflicts, comments))


def _share_format(ours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
    """Return both sides with the line of the higher format, where both have one."""
    our_line, their_line = _FORMAT.search(ours), _FORMAT.search(theirs)
    if not our_line or not their_line or our_line[1] == their_line[1]:
        return ours, theirs
    line = max(our_line, their_line, key=lambda found: int(found[1]))[0]
    shared = [
        text[: found.start()] + line + text[found.end() :]
        for text, found in ((ours, our_line), (theirs, their_line))
    ]
    return shared[0], shared[1]


def _choose_file(texts: _Texts, sides: Sides) -> bytes:
    return texts.ours if sides.find(WHOLE) is Side.OURS else texts.theirs


def _compare_comments(drafts: Mapping[Side, bytes | None]) -> Conflict | None:
    """Return a conflict if both sides changed the same comments, so that theirs would lose ours."""
    ours, theirs = drafts[Side.OURS], drafts[Side.THEIRS]
    if ours == theirs or not ours or not theirs:
        return None
    our_comments, their_comments = list_comments(_decode(ours)), list_comments(_decode(theirs))
    if not our_comments - their_comments:
        return None
    our_own = "\n".join((our_comments - their_comments).elements())
    their_own = "\n".join((their_comments - our_comments).elements())
    return Conflict(COMMENTS, None, our_own, their_own)


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "replace")


def _find_text(
    texts: _Texts, wanted: Any, file: str, merge_text: MergeText, side: Side
) -> bytes | None:
    """Find a text for the merged data; None if there is none.

    Where both sides changed the same lines, those of `side` are taken.
    """
    even = _Texts(*(_even(text) for text in texts))
    draft = merge_text(*even, side)
    own = even.theirs if side is Side.THEIRS else even.ours
    content = next(_list_rewritten((draft, own), wanted, file), None)
    if content is None and _is_record(file):
        content = write_document(wanted).encode()
    return content if content is None else _as_in(texts.theirs, content)


def _list_rewritten(drafts: Sequence[bytes], wanted: Any, file: str) -> Iterator[bytes]:
    """Yield the first draft if it says what is wanted, and each draft edited to say it."""
    if _holds(drafts[0], wanted, file):
        yield drafts[0]
    for draft in drafts:
        try:
            yield rewrite(draft, wanted, file)
        except (EditError, InvalidDataError):
            continue


def _holds(raw: bytes, wanted: Any, file: str) -> bool:
    try:
        return bool(parse_plain(raw, file) == wanted)
    except InvalidDataError:
        return False


def _even(raw: bytes) -> bytes:
    """Return a text without what is in no line: byte order mark and line ends of another system."""
    return raw.removeprefix(_BOM).replace(b"\r\n", b"\n")


def _as_in(model: bytes, raw: bytes) -> bytes:
    """Return a text with the byte order mark and the line ends of another."""
    if model.count(b"\r\n") * 2 > model.count(b"\n"):
        raw = raw.replace(b"\n", b"\r\n")
    return (_BOM if model.startswith(_BOM) else b"") + raw


def find_schema(file: str) -> type[Struct] | None:
    """Return the type that a data file is read as; None for other files."""
    for kind in KINDS:
        if file.startswith(f"data/{kind.folder}/"):
            return kind.record  # type: ignore[return-value]
    return _DOCUMENTS.get(file)


def _is_record(file: str) -> bool:
    return PurePosixPath(file).parts[:2] in {("data", kind.folder) for kind in KINDS}
