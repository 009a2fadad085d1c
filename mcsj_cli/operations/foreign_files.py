"""What lies in data/ and is none of the network's: what each file is, and what to do with it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mcsj_cli.errors import HistoryError, InvalidDataError, Problem
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.interchange import to_json
from mcsj_cli.model.privacy import Contacts, holds_personal
from mcsj_cli.model.text import one_line
from mcsj_cli.store import files, git, yaml
from mcsj_cli.store.foreign import Foreign, find_foreign
from mcsj_cli.store.links import build_link_problem, quote
from mcsj_cli.store.project import Project
from mcsj_cli.store.yaml.differences import ValueChange, follow, list_changes
from mcsj_cli.store.yaml.tree import list_comments

_FEW = 4  # differences, or files, that are named
_LONGEST = 60  # letters of a value
_MILD = ("spare", "leftover", "unknown")


class Spare(NamedTuple):
    """A copy that says nothing which its original does not say, and its content."""

    file: str
    content: bytes


def review_foreign(project: Project) -> list[Problem]:
    """Return a problem for each file in data/ that is none of the network's."""
    found = list(find_foreign(project.root))
    known = list_known(project.root) if found else frozenset()
    return [_build_problem(project, one, known) for one in found]


def list_spares(project: Project) -> list[Spare]:
    """Return the copies of files that say the same as these; nothing is lost with them."""
    spares = []
    for one in find_foreign(project.root):
        if one.what in ("copy", "spare") and (project.root / one.original).is_file():
            pair = _read_pair(project.root, one)
            if pair and _says_the_same(pair[0], pair[1], one.original):
                spares.append(Spare(one.file, pair[1]))
    return spares


def list_known(root: Path) -> frozenset[str]:
    """Name the files below data/ that git knows; none where it refuses."""
    if not git.is_repository(root):
        return frozenset()
    try:
        return frozenset(git.list_known(root, "data"))
    except HistoryError:
        return frozenset()


def _build_problem(project: Project, one: Foreign, known: frozenset[str]) -> Problem:
    if one.what == "link":
        return build_link_problem(project.root, one.file)
    if one.what == "folder":
        return _build_folder_problem(project.root, one)
    if one.original:
        message, advice = _compare(project, one, is_known=one.file in known)
    else:
        message, advice = _describe(one, is_known=one.file in known)
    return Problem(one.file, 0, 0, message, advice, warning=one.what in _MILD)


def _describe(one: Foreign, *, is_known: bool) -> tuple[str, str]:
    removal = _("If nobody needs it: rm {file}").format(file=quote(one.file))
    if one.what == "leftover":
        return _("this is no data: a program has left it here, and it is not read"), removal
    if is_known:
        return _("data/ has no use for this file, but the others have it too"), removal
    message = _("data/ has no use for this file: it is neither read nor sent to the others")
    return message, _("Move it out of data/, or remove it: rm {file}").format(file=quote(one.file))


def _build_folder_problem(root: Path, one: Foreign) -> Problem:
    count = sum(1 for path in (root / one.file).rglob("*") if path.is_file())
    counted = ngettext("{n} file", "{n} files", count).format(n=count)
    if not one.original:
        text = _("data/ has no use for this folder ({counted}): nothing in it is read")
        advice = _("Move it out of data/.")
        return Problem(one.file, 0, 0, text.format(counted=counted), advice, warning=True)
    text = _("this is a copy of the folder {original} ({counted}): nothing in it counts")
    advice = _(
        "See how they differ, and then move it out of data/: git diff --no-index {original} {file}"
    )
    names = {"original": one.original, "file": quote(one.file)}
    message = text.format(original=one.original, counted=counted)
    return Problem(one.file, 0, 0, message, advice.format(**names))


def _compare(project: Project, one: Foreign, *, is_known: bool) -> tuple[str, str]:
    """Say of what a file is a copy, how it differs, and what leads out."""
    names = {"original": one.original, "file": quote(one.file)}
    if not (project.root / one.original).is_file():
        message = _("this looks like a copy of {original}, which is missing")
        advice = _("If it is the right one: mv {file} {original}")
        return message.format(**names), advice.format(**names)
    pair = _read_pair(project.root, one)
    if pair and _says_the_same(*pair, one.original):
        message = _("this is a copy of {original} and says the same: it does not count")
        advice = _("Remove it: rm {file}").format(file=quote(one.file))
        if not is_known:
            advice = _("«mcsj check --fix» removes it.")
        return message.format(original=one.original), advice
    told = _tell_differences(project, one, pair)
    message = _("this is a copy of {original} and does not count. It says otherwise: {told}")
    advice = _(
        "Write what is right of it into {original}, then remove it: rm {file}. "
        "If all of it is right: mv {file} {original}"
    )
    return message.format(original=one.original, told=told), advice.format(**names)


def _read_pair(root: Path, one: Foreign) -> tuple[bytes, bytes] | None:
    """Return the contents of a file and of its copy; None if either cannot be read."""
    try:
        original = files.read(root / one.original, one.original)
        return original, files.read(root / one.file, one.file)
    except InvalidDataError:
        return None


def _says_the_same(original: bytes, copy: bytes, file: str) -> bool:
    """Whether a copy has the same data and the same comments."""
    if original == copy:
        return True
    if not file.endswith(".yaml"):
        return False
    try:
        same = yaml.parse_plain(original, file) == yaml.parse_plain(copy, file)
    except InvalidDataError:
        return False
    texts = [raw.decode("utf-8-sig") for raw in (original, copy)]
    return same and list_comments(texts[0]) == list_comments(texts[1])


def _tell_differences(project: Project, one: Foreign, pair: tuple[bytes, bytes] | None) -> str:
    if pair is None:
        return _("it cannot be read")
    if not one.original.endswith(".yaml"):
        return _("it is another picture")
    try:
        have = yaml.parse_plain(pair[0], one.original)
    except InvalidDataError:
        return _("{file} itself cannot be read").format(file=one.original)
    try:
        wanted = yaml.parse_plain(pair[1], one.file)
    except InvalidDataError as error:
        return error.problems[0].message
    changes = list_changes(have, wanted)
    if not changes:
        return _("its comments are others")
    told = list(_tell_changes(have, changes[:_FEW], _find_declared(project)))
    return "; ".join(told) + ("; …" if len(changes) > _FEW else "")


def _find_declared(project: Project) -> Contacts:
    try:
        return project.declared
    except InvalidDataError:
        return Contacts(frozenset(), frozenset())


def _tell_changes(have: Any, changes: Sequence[ValueChange], declared: Contacts) -> Iterator[str]:
    for change in changes:
        before = None if change.verb == "insert" else follow(have, change.path)
        name = ", ".join(_name_steps(have, change.path))
        sides = [_show(side, declared) for side in (before, change.value)]
        yield f"{name}: {sides[0]} → {sides[1]}"
        have = change.apply(have)


def _name_steps(plain: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    """Name the steps to a value; elements of a list by what people know them by."""
    for step in path:
        inside = isinstance(plain, list) and len(plain) > int(step)
        plain = plain[step] if inside or (isinstance(plain, dict) and step in plain) else None
        if isinstance(step, int) and isinstance(plain, dict):
            yield str(plain.get("slug") or plain.get("number") or plain.get("tag") or step + 1)
        else:
            yield str(step if isinstance(step, str) else step + 1)


def _show(value: object, declared: Contacts) -> str:
    """Return a value in a few words; nothing of a person's."""
    if value is None:
        return _("(nothing)")
    text = one_line(value if isinstance(value, str) else to_json(value))
    if holds_personal(text, declared):
        return "…"
    return f"«{text}»" if len(text) <= _LONGEST else f"«{text[:_LONGEST]}…»"
