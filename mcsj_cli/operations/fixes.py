"""What `check --fix` mends: what has one right answer, and nothing that a person must decide."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import InvalidDataError, NotFoundError
from mcsj_cli.model.category import Categories
from mcsj_cli.model.kinds import ACTIONS, CONTENT, KINDS, Entry, Kind, Record, references
from mcsj_cli.operations.foreign_files import list_known, list_spares
from mcsj_cli.rules import Data, check_references, find_numbers
from mcsj_cli.store import files
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import Contents, replace_all
from mcsj_cli.store.scan import right_name
from mcsj_cli.store.yaml import edit, parse_plain


class Repair(NamedTuple):
    """A file that will be better: where it lies and will lie, what it holds and will hold.

    Its `place` is empty if it is a copy that was removed.
    """

    file: str
    place: str
    before: bytes
    after: bytes


def mend(project: Project) -> list[Repair]:
    """Mend what has one right answer, as one change."""
    with project.writing() as history:
        repairs = _plan_repairs(project)
        if repairs:
            project.raise_format(history)
        contents = _list_contents(repairs)
        # Also of the places: what a person moved away from there is an edit of theirs.
        history.record_edits(contents)
        replace_all(project.root, contents)
        places = sorted({repair.place for repair in repairs})
        history.record(commit_subject("check: fix", ", ".join(places)), contents)
        return [*repairs, *_remove_spares(project)]


def _remove_spares(project: Project) -> list[Repair]:
    """Remove copies that say nothing new and that nobody was sent."""
    known = set(list_known(project.root))
    spares = [spare for spare in list_spares(project) if spare.file not in known]
    replace_all(project.root, {spare.file: (spare.content, None) for spare in spares})
    return [Repair(spare.file, "", spare.content, b"") for spare in spares]


def _plan_repairs(project: Project) -> list[Repair]:
    """Plan the repairs of records: of their places, and of names that mean something else now.

    They may lie under another ending or year. Their tags may be in another spelling or be those of
    a renamed rubric. They may name records that were removed. Two agreements of a meeting may have
    one number.
    """
    gone = _find_gone(project)
    found: list[Repair] = []
    for kind in KINDS:
        found += _repair_kind(project, kind, gone)
    repairs = [repair for repair in found if not (project.root / repair.file).is_symlink()]
    places = [repair.place for repair in repairs]
    return [repair for repair in repairs if places.count(repair.place) == 1]


def _list_contents(repairs: list[Repair]) -> Contents:
    """Return each file's content before and after, as the store writes them."""
    contents: dict[str, tuple[bytes | None, bytes | None]] = {}
    for repair in repairs:
        if repair.file == repair.place:
            contents[repair.file] = (repair.before, repair.after)
        else:
            contents |= {repair.place: (None, repair.after), repair.file: (repair.before, None)}
    return contents


def _find_gone(project: Project) -> dict[str, list[str]]:
    """Return the fields that name a record which was removed, by the file that has them.

    None is said to be gone while records of its kind cannot be read: it may be one of them.
    """
    readings = {kind.folder: project.read(kind) for kind in KINDS}
    entries = {folder: reading.entries for folder, reading in readings.items()}
    try:
        groups = (GROUPS, project.groups)
    except InvalidDataError:
        return {}
    missing = [*check_references(Data(groups, None, None, entries))]
    removed = set(project.history.list_removed()) if missing else set()
    records: dict[str, Record] = {}
    for found in entries.values():
        records |= {entry.file: entry.record for entry in found}
    gone: dict[str, list[str]] = {}
    for file, fault in missing:
        for field, kind, uid in references(records[file]):
            is_gone = kind.path(uid) in removed and not readings[kind.folder].problems
            if field == fault.path[0] and is_gone:
                gone.setdefault(file, []).append(field)
    return gone


def _repair_kind(
    project: Project, kind: Kind[Record], gone: Mapping[str, list[str]]
) -> Iterator[Repair]:
    reading = project.read(kind)
    for file in dict.fromkeys(problem.file for problem in reading.problems):
        path = PurePosixPath(file)
        place = path.with_name(right_name(path.name)).as_posix()
        if path.suffix != ".yaml" and (project.root / file).is_file() and _is_free(project, place):
            raw = files.read(project.root / file, file)
            yield Repair(file, place, raw, raw)
    categories = _read_categories(project) if kind is CONTENT else None
    numbers = find_numbers(project.read(ACTIONS).entries) if kind is ACTIONS else {}
    for entry in reading.entries:
        place = _right_place(project, kind, entry)
        right: dict[str, Any] = {}
        if categories:
            right = _right_tags(entry, categories)
        elif entry.uid in numbers:
            right = {"number": str(numbers[entry.uid])}
        if place != entry.file or right or entry.file in gone:
            raw = files.read(project.root / entry.file, entry.file)
            mended = _mend(raw, entry.file, right, gone.get(entry.file, []))
            yield Repair(entry.file, place, raw, mended)


def _is_free(project: Project, place: str) -> bool:
    return not (project.root / place).exists()


def _right_place(project: Project, kind: Kind[Record], entry: Entry[Record]) -> str:
    place = kind.path(entry.uid)
    return place if entry.uid[:4].isdecimal() and _is_free(project, place) else entry.file


def _read_categories(project: Project) -> Categories | None:
    try:
        return project.categories
    except InvalidDataError:
        return None


def _right_tags(entry: Entry[Record], categories: Categories) -> dict[str, list[str]]:
    """Return an item's tags in the spelling of the categories.

    Nothing if they are written so already, or if one of them is not declared at all.
    """
    written = [value for field, value in entry.record.facets() if field == "tag"]
    try:
        right = list(dict.fromkeys(str(categories.find_tag(tag)) for tag in written))
    except NotFoundError:
        return {}
    return {"tags": right} if right != written else {}


def _mend(raw: bytes, file: str, right: Mapping[str, Any], gone: Sequence[str]) -> bytes:
    """Return a record's text with other values of some fields, and without others."""
    if not right and not gone:
        return raw
    document = parse_plain(raw, file)
    assert isinstance(document, dict)  # noqa: S101  it was read as a record
    dropped = {*gone, "number"} if "meeting" in gone else {*gone}
    changed = {**document, **right}
    kept = {key: value for key, value in changed.items() if key not in dropped}
    return edit.rewrite(raw, kept, file)
