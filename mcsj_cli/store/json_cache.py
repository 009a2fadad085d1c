"""What is worth remembering between runs, and can be found out anew: JSON files in `.mcsj/`, deleted at any time."""

import os
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def recall(root: Path, name: str, schema: type[T]) -> T | None:
    """Give what was remembered under a name; None where there is nothing, or nothing that can be read."""
    try:
        return msgspec.json.decode(_path(root, name).read_bytes(), type=schema)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def remember(root: Path, name: str, value: object) -> None:
    """Remember a value; a folder that cannot be written does without."""
    path = _path(root, name)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(value))
        temporary.replace(path)
    except OSError:
        return


def _path(root: Path, name: str) -> Path:
    return root / ".mcsj" / f"{name}.json"
