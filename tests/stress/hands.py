"""Data files changed as a person changes them in an editor.

A line here, a block there, quotes as they come.
"""

import re
from pathlib import Path
from random import Random

from mcsj_cli.store.yaml import parse_plain

TAGS = ("SOSnacional", "SOSdelaOMS", "SOSeconomia", "SOSmensajes")
STATES = ("NL", "Jal", "Coah", "Mich", "Gto")
ATTENDANCE = ("present", "excused", "absent")


def quote(text: str, chance: Random) -> str:
    """Write a text that needs no quotes with or without them."""
    return chance.choice([text, f"'{text}'", f'"{text}"'])


def put(path: Path, key: str, written: str) -> None:
    """Write a key of a record's first level anew, with all that hangs from it."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(
        rf"^{key}:.*\n(?:(?: +|- ).*\n)*", lambda _match: f"{written}\n", text, flags=re.MULTILINE
    )
    assert count == 1, (key, text)
    path.write_text(changed, encoding="utf-8")


def put_list(path: Path, key: str, items: list[str], chance: Random) -> None:
    """Write a list on one line or one item a line."""
    block = f"{key}:" + "".join(f"\n  - {item}" for item in items)
    put(
        path, key, chance.choice([f"{key}: [{', '.join(items)}]", block]) if items else f"{key}: []"
    )


def read(path: Path) -> dict[str, object]:
    """Read a record as texts, lists and mappings."""
    data = parse_plain(path.read_bytes(), path.name)
    assert isinstance(data, dict)
    return data


def toggle(path: Path, key: str, known: tuple[str, ...], chance: Random, kept: str = "") -> None:
    """Add an item to a list or take one out, but never the one that must stay."""
    items = list(map(str, read(path)[key]))  # type: ignore[call-overload]
    item = chance.choice([item for item in known if item != kept])
    if item in items:
        items.remove(item)
    else:
        items.insert(chance.randint(0, len(items)), item)
    put_list(path, key, items, chance)


def mark_attendance(path: Path, mesas: list[str], chance: Random) -> None:
    """Say of a mesa that it came or not, or leave it out; one at least stays."""
    attendance = dict(read(path)["attendance"])  # type: ignore[call-overload]
    mesa = chance.choice(mesas)
    if mesa in attendance and len(attendance) > 1 and chance.random() < 0.2:
        del attendance[mesa]
    else:
        attendance[mesa] = chance.choice(
            [value for value in ATTENDANCE if value != attendance.get(mesa)]
        )
    pairs = [f"{mesa}: {value}" for mesa, value in attendance.items()]
    block = "attendance:" + "".join(f"\n  {pair}" for pair in pairs)
    put(path, "attendance", chance.choice([f"attendance: {{{', '.join(pairs)}}}", block]))


def name_group(path: Path, number: int, name: str, comment: str = "") -> None:
    """Give a group another name, with a remark beside it if there is one."""
    _substitute(path, rf"(- number: {number}\n(?: *#.*\n)* *name: ).*", rf"\g<1>{name}{comment}")


def name_mesa(path: Path, slug: str, name: str) -> None:
    """Give a mesa another name."""
    _substitute(path, rf"(slug: {slug}, name: )[^,}}]*", rf"\g<1>{name}")


def _substitute(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, replacement, text)
    assert count == 1, (pattern, text)
    path.write_text(changed, encoding="utf-8")
