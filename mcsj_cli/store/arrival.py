"""The files of a merged commit, brought into the folder in which a person may be at work."""

import os
from functools import partial
from pathlib import Path

from mcsj_cli.store import git
from mcsj_cli.store.links import find_link
from mcsj_cli.store.own_folder import is_own
from mcsj_cli.store.replacement import Contents, read_content, remove_empty, replace_all


def bring_files(root: Path, head: str, target: str) -> None:
    """Bring the files from one commit to another, and git's index with them."""
    every = git.compare(root, head, target)
    changes = {path: pair for path, pair in every.items() if not is_own(path)}
    git.forget(root, [path for path in every if is_own(path)])
    plain = {path: pair for path, pair in changes.items() if git.are_plain(path, pair)}
    others = {path: pair for path, pair in changes.items() if path not in plain}
    _remove_others(root, others)
    replace_all(root, _merge_edits(root, plain))
    reached = [path for path in plain if not find_link(root, path)]
    git.refresh_index(root, reached)
    programs = [path for path in reached if git.is_program(plain[path][1])]
    git.mark_programs(root, programs)
    # Links, programs and the like, unless a person put something in their place.
    written = []
    for path, (before, after) in others.items():
        if after and _is_as_in(root, path, before):
            written.append(path)
    if written:
        git.checkout(root, target, written)


def _remove_others(root: Path, changes: git.Changes) -> None:
    """Remove links and programs that others have removed, before files come in their place."""
    for path, (before, after) in changes.items():
        if after or not _is_as_in(root, path, before):
            continue
        place = root / path
        if place.is_symlink() or place.is_file():
            place.unlink()
            remove_empty(root, place.parent)
        git.refresh_index(root, [path])


def _is_as_in(root: Path, path: str, before: git.Blob | None) -> bool:
    """Whether a file, a link perhaps, is as a commit has it; another repository is git's."""
    link = find_link(root, path)
    if git.is_link(before) and link == path:
        return True
    if link or before is None or git.is_link(before):
        return link is None and not os.path.lexists(root / path)
    if not git.is_file(before):
        return True
    content = git.read_blobs(root, [before.name])[before.name]
    return read_content(root, path) in (content, None)


def _merge_edits(root: Path, changes: git.Changes) -> Contents:
    """Return files as they are now and will be, with a person's edits of the meantime."""
    from mcsj_cli.store.merge import Side, Sides, merge  # only after a sync

    merge_text = partial(git.merge_text, root)
    brought: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path, (before, after) in git.read_contents(root, changes).items():
        if find_link(root, path):
            continue  # what lies there stays, and is told
        current = read_content(root, path)
        wanted = after
        if current not in (before, after):
            if current is None or after is None:
                continue  # edited by one and removed by the other: what lies there stays
            sides = Sides(Side.OURS)
            wanted = merge(before, current, after, path, sides, merge_text).content
        if current != wanted:
            brought[path] = (current, wanted)
    return brought
