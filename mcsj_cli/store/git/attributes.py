"""Git's attributes: how it is told to treat files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mcsj_cli.store.git.process import ask


def read_attributes(
    root: Path, names: Sequence[str], paths: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield attributes of some paths, each with its value: unset, unspecified, set or a word."""
    raw = ask(root, "check-attr", "-z", *names, "--", *paths)
    words = raw.decode("utf-8", "replace").split("\0")
    yield from zip(words[1::3], words[2::3], strict=False)
