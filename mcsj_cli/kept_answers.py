"""The answers of a command that was left half-way, kept in this clone for another try of it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mcsj_cli.dialogue import GivenAnswer
from mcsj_cli.errors import McsjError

_NAME = "answers"
_MOST = 9  # commands
_Kept = dict[str, list[GivenAnswer]]


def recall(key: str) -> list[GivenAnswer]:
    """Return the answers that were kept of a command in the network of the working directory."""
    root = _find_root()
    return _read(root).get(key, []) if root else []


def keep(key: str, answers: Sequence[GivenAnswer]) -> bool:
    """Keep answers up to the first private one, or forget them; whether any are kept now."""
    from mcsj_cli.store import cache  # only where something was answered

    root = _find_root()
    if root is None:
        return False
    kept = _read(root)
    before = kept.pop(key, None)
    first_private = next((n for n, one in enumerate(answers) if one.is_private), len(answers))
    public = list(answers[:first_private])
    if not public and before is None:
        return False
    if public:
        kept[key] = public
    cache.remember(root, _NAME, dict([*kept.items()][-_MOST:]))
    return key in _read(root)


def _read(root: Path) -> _Kept:
    from mcsj_cli.store import cache

    return cache.recall(root, _NAME, _Kept) or {}


def _find_root() -> Path | None:
    from mcsj_cli.store.project import find_project

    with suppress(McsjError, OSError):
        return find_project(Path.cwd()).root
    return None
