"""The attributes by which git leaves data files as they are, and has them merged by field.

A pull brings `.gitattributes` along as it brings any file, so others may have changed it.
"""

from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store.git.attributes import read_attributes

ATTRIBUTES = ".gitattributes"
# Data files keep their line ends, and are merged by field.
DATA_LINES = (b"data/**/*.yaml -text merge=mcsj",)
# What git must be told of a data file; without the last three it would write other bytes.
_WANTED = {
    "merge": "mcsj",
    "text": "unset",
    "working-tree-encoding": "unspecified",
    "filter": "unspecified",
    "ident": "unspecified",
}
_HARMFUL = ("working-tree-encoding", "filter", "ident")
_SAMPLES = ("data/groups.yaml", *(f"data/{kind.folder}/2020/x.yaml" for kind in KINDS))


def find_foreign_attributes(root: Path) -> list[str]:
    """Return what git is told of data files otherwise than it should be, as «merge: union»."""
    found = set()
    for name, value in read_attributes(root, list(_WANTED), _SAMPLES):
        if value != _WANTED[name]:
            found.add(f"{name}: {value}")
    return sorted(found)


def find_other_sources(root: Path) -> list[str]:
    """Name the other files that may say how git treats data files."""
    places = [".git/info/attributes"]
    for path in sorted((root / "data").rglob(ATTRIBUTES)):
        places.append(path.relative_to(root).as_posix())
    return [place for place in places if (root / place).is_file()]


def mend_attributes(text: bytes) -> bytes:
    """Return `.gitattributes` with our lines at its end, where they count most.

    Lines of others stay, but those by which git would write data files in other bytes.
    """
    end = b"\r\n" if b"\r\n" in text else b"\n"
    kept = []
    for line in text.splitlines():
        if line.strip() not in DATA_LINES and not _harms_data(line.decode("utf-8", "replace")):
            kept.append(line)
    return b"".join(line + end for line in (*kept, *DATA_LINES))


def _harms_data(line: str) -> bool:
    words = line.split()
    if not words or words[0].startswith(("#", "[attr]")):
        return False
    names = [word.lstrip("-!").partition("=")[0] for word in words[1:]]
    return any(name in _HARMFUL for name in names) and _meets(words[0].strip('"'), _SAMPLES)


def _meets(pattern: str, paths: Sequence[str]) -> bool:
    """Whether a pattern of git's may mean one of some paths; without a slash it means names."""
    if "/" not in pattern.rstrip("/"):
        return any(fnmatch(path.rpartition("/")[2], pattern) for path in paths)
    return any(fnmatch(path, pattern.lstrip("/").replace("**/", "*")) for path in paths)
