"""Commits, written by `git fast-import`.

It touches only the folders of the commit's own paths. Nothing else that is staged or edited is
looked at, and a commit costs the same in an archive of any size.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mcsj_cli.store.git import PLAIN, Blob, Content, is_plain, list_programs
from mcsj_cli.store.git.process import ask


def write_commit(
    root: Path,
    ref: str,
    message: str,
    changes: Mapping[str, Content],
    parents: Sequence[str],
    *,
    identity: str,
) -> str:
    """Write a commit, set `ref` to it, and return its name.

    Its files are those of its first parent with some changes. Data files become ordinary ones, and
    a program that stands elsewhere stays one.
    """
    header = f"commit {ref}\nmark :1\ncommitter {identity}\n".encode()
    lines = [header, _format_data(message.encode("utf-8", "replace"))]
    for number, name in enumerate(parents):
        verb = "merge" if number else "from"
        lines.append(f"{verb} {name}\n".encode())
    written = [path for path, content in changes.items() if isinstance(content, bytes)]
    programs = list_programs(root, parents[0], written) if parents else {}
    for path, content in changes.items():
        lines.append(_format_change(path, content, programs.get(path, PLAIN)))
    lines.append(b"get-mark :1\ndone\n")
    # fast-import writes a pack that is unpacked right away, so skip compression.
    options = ("-c", "pack.compression=0")
    said = ask(root, *options, "fast-import", "--quiet", "--done", given=b"".join(lines))
    return said.decode().strip().splitlines()[-1]


def _format_change(path: str, content: Content, mode: str) -> bytes:
    quoted = _quote_path(path)
    if content is None:
        return b"D " + quoted + b"\n"
    if isinstance(content, Blob):
        mode = PLAIN if is_plain(path, content) else content.mode
        return f"M {mode} {content.name} ".encode() + quoted + b"\n"
    return f"M {mode} inline ".encode() + quoted + b"\n" + _format_data(content)


def _format_data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quote_path(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
