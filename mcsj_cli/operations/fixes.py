"""What `check --fix` mends: what has one right answer, and nothing that a person must decide."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import InvalidDataError, NotFoundError
from mcsj_cli.model.category import Categories
from mcsj_cli.model.kinds import CONTENT, KINDS, Entry, Kind, Record
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import Contents, replace_all
from mcsj_cli.store.scan import right_name
from mcsj_cli.store.yaml import edit, parse_plain


class Repair(NamedTuple):
    """A file that will be better: where it lies and will lie, what it holds and will hold."""

    file: str
    place: str
    before: bytes
    after: bytes


def mend(project: Project) -> list[Repair]:
    """Mend what has one right answer, as one change."""
    with project.writing() as history:
        repairs = _plan_repairs(project)
        contents = _list_contents(repairs)
        # Also of the places: what a person moved away from there is an edit of theirs.
        history.record_edits(contents)
        replace_all(project.root, contents)
        places = sorted({repair.place for repair in repairs})
        history.record(commit_subject("check: fix", ", ".join(places)), contents)
    return repairs


def _plan_repairs(project: Project) -> list[Repair]:
    """Plan the repairs of records under another ending or year, and of tags in another spelling."""
    found: list[Repair] = []
    for kind in KINDS:
        found += _repair_kind(project, kind)
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


def _repair_kind(project: Project, kind: Kind[Record]) -> Iterator[Repair]:
    reading = project.read(kind)
    for file in dict.fromkeys(problem.file for problem in reading.problems):
        path = PurePosixPath(file)
        place = path.with_name(right_name(path.name)).as_posix()
        if path.suffix != ".yaml" and (project.root / file).is_file() and _is_free(project, place):
            raw = files.read(project.root / file, file)
            yield Repair(file, place, raw, raw)
    categories = _read_categories(project) if kind is CONTENT else None
    for entry in reading.entries:
        place = _right_place(project, kind, entry)
        tags = _right_tags(entry, categories) if categories else None
        if place != entry.file or tags:
            raw = files.read(project.root / entry.file, entry.file)
            yield Repair(entry.file, place, raw, _with_tags(raw, tags, entry.file) if tags else raw)


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


def _right_tags(entry: Entry[Record], categories: Categories) -> list[str] | None:
    """Return an item's tags in the spelling of the categories.

    None if they are written so already, or if one of them is not declared at all.
    """
    written = [value for field, value in entry.record.facets() if field == "tag"]
    try:
        right = list(dict.fromkeys(str(categories.find_tag(tag)) for tag in written))
    except NotFoundError:
        return None
    return right if right != written else None


def _with_tags(raw: bytes, tags: list[str], file: str) -> bytes:
    document = parse_plain(raw, file)
    assert isinstance(document, dict)  # noqa: S101  it was read as a record
    return edit.rewrite(raw, {**document, "tags": tags}, file)
