"""Files that an earlier merge broke, merged anew from what was whole on both sides of it.

Older versions merged every field for itself, which could bring two allowed changes together into a
record that no command reads.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.store import git
from mcsj_cli.store.merge import Conflict, Side, Sides, find_schema, merge
from mcsj_cli.store.yaml import is_sound, parse_plain


class Mended(NamedTuple):
    """A file as it will be with our side of the `conflicts`, and with theirs."""

    file: str
    ours: bytes
    theirs: bytes
    conflicts: tuple[Conflict, ...]


def plan_mending(root: Path, files: Iterable[str]) -> list[Mended]:
    """Merge broken files anew, each from the last merge that two whole versions went into."""
    found = (_plan_file(root, file) for file in files if find_schema(file))
    return [mended for mended in found if mended]


def _plan_file(root: Path, file: str) -> Mended | None:
    current = _read_version(root, "HEAD", file)
    if current is None or _is_whole(current, file):
        return None
    for before, ours, theirs in _list_merged(root, file):
        if not (_is_whole(ours, file) and _is_whole(theirs, file)):
            continue
        merge_text = partial(git.merge_text, root)
        sides = {side: merge(before, ours, theirs, file, Sides(side), merge_text) for side in Side}
        contents = {side: merged.content for side, merged in sides.items()}
        if all(_is_whole(content, file) for content in contents.values()):
            conflicts = [one for one in sides[Side.THEIRS].conflicts if one.needs_choice]
            return Mended(file, contents[Side.OURS], contents[Side.THEIRS], tuple(conflicts))
    return None


def _list_merged(root: Path, file: str) -> Iterator[tuple[bytes | None, bytes, bytes]]:
    """Yield a file before and on both sides of each merge that touched it, the latest first."""
    for one, other in git.list_merges(root, file):
        ours, theirs = _read_version(root, one, file), _read_version(root, other, file)
        base = git.find_base(root, one, other)
        if ours is not None and theirs is not None and base is not None:
            yield _read_version(root, base, file), ours, theirs


def _read_version(root: Path, commit: str, file: str) -> bytes | None:
    name = git.resolve_file(root, commit, file)
    return git.read_blobs(root, [name])[name] if name else None


def _is_whole(content: bytes, file: str) -> bool:
    try:
        return is_sound(parse_plain(content, file), find_schema(file))
    except InvalidDataError:
        return False
