"""Changes of the mail and calendar servers in `data/network.yaml` that came from others."""

from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.store import git
from mcsj_cli.store.data_format import load_network
from mcsj_cli.store.documents import NETWORK

SECTIONS = ("calendar", "mail")
_MOST = 1000  # commits that are looked at for an author

Settings = dict[str, Any]


class ServerChange(NamedTuple):
    """A section of the file that others changed, its settings before and after, and an author."""

    section: str
    author: str
    before: Settings
    after: Settings


def find_server_changes(root: Path, ours: str, theirs: str) -> list[ServerChange]:
    """Find what a sync that joined `theirs` to our commit `ours` changed of the servers."""
    if not ours:
        return []
    before, after = _read_both(root, ours, git.resolve(root, "HEAD") or ours)
    changes = []
    for section in SECTIONS:
        if before[section] != after[section]:
            author = _find_author(root, ours, theirs, section)
            changes.append(ServerChange(section, author, before[section], after[section]))
    return changes


def _find_author(root: Path, ours: str, theirs: str, section: str) -> str:
    """Return who last changed a section in the commits that came.

    If only a merge changed it, that is the author of the last one.
    """
    for commit in git.read_log(root, _MOST, NETWORK, f"{ours}..{theirs}"):
        if commit.parents:
            before, after = _read_both(root, f"{commit.name}^", commit.name)
            if before[section] != after[section]:
                return commit.author
    return git.read_log(root, 1, first=theirs)[0].author


def _read_both(root: Path, before: str, after: str) -> tuple[dict[str, Settings], ...]:
    """Read the sections as two commits have them, alike where the file did not change."""
    pair = git.compare(root, before, after).get(NETWORK, (None, None))
    contents = git.read_blobs(root, [blob.name for blob in pair if blob])
    return tuple(_read_sections(contents[blob.name] if blob else None) for blob in pair)


def _read_sections(content: bytes | None) -> dict[str, Settings]:
    """Return the settings that are not empty, by section; none of a file that is wrong."""
    sections: dict[str, Settings] = {section: {} for section in SECTIONS}
    if content is None:
        return sections
    try:
        network = load_network(content)
    except InvalidDataError:
        return sections
    for section in SECTIONS:
        value = getattr(network, section)
        whole = msgspec.to_builtins(value, enc_hook=str) if value else {}
        sections[section] = {key: setting for key, setting in whole.items() if setting}
    return sections
