"""New records that two people called the same: what names one's own goes on to name it."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.kinds import KINDS, references
from mcsj_cli.store.yaml import load, parse_plain
from mcsj_cli.store.yaml.edit import EditError, rewrite


def follow(ours: Mapping[str, bytes], doubled: Mapping[str, str]) -> dict[str, bytes]:
    """Return our records that name a doubled one, with the name that ours has now.

    `doubled` has the file that ours is in now, by the one that it was in.
    """
    followed = {}
    for file, content in ours.items():
        renamed = dict(_find_renamed(file, content, doubled))
        if renamed:
            document = parse_plain(content, file)
            assert isinstance(document, dict)  # noqa: S101  it was read as a record
            try:
                followed[file] = rewrite(content, {**document, **renamed}, file)
            except EditError:  # check tells what is wrong then
                continue
    return followed


def _find_renamed(
    file: str, content: bytes, doubled: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the fields of a record that name a doubled one, each with its new name."""
    kind = next((kind for kind in KINDS if file.startswith(f"data/{kind.folder}/")), None)
    if kind is None:
        return
    try:
        record = load(content, kind.record, file)
    except InvalidDataError:  # it is told when the data are checked
        return
    for field, named, uid in references(record):
        place = doubled.get(named.path(uid))
        if place:
            yield field, PurePosixPath(place).stem
