"""A search over everything: records of all kinds, mesas, partners, and the contacts kept here."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mcsj_cli.errors import McsjError, Problem
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, KINDS, Entry, Kind, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.partner import Partner
from mcsj_cli.model.person import Person
from mcsj_cli.model.search import Search
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import split_words
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project

_MESAS, _PARTNERS, _PEOPLE = "mesas", "partners", "people"


class Hit(NamedTuple):
    """A thing that has all the words: its kind by its noun, its name, and the texts that have them.

    `day` is None for what has none. `command` opens it.
    """

    noun: str
    name: str
    title: str
    text: str
    day: date | None
    command: str


class Hits(NamedTuple):
    """The best hits, the first one first, and what could not be looked at."""

    hits: list[Hit]
    problems: list[Problem]
    closed: McsjError | None


def search_everything(project: Project, search: Search, limit: int, key: Path | None) -> Hits:
    """Find what has all the words; in the contacts only with the file of their `key`.

    With facets or a first day only records are found, since nothing else has them.
    """
    hits: list[Hit] = []
    problems: list[Problem] = []
    closed = None
    for kind in KINDS:
        reading = project.select(_build_selection(kind, search, limit))
        hits += [_describe_record(project, kind, entry) for entry in reading.entries]
        problems += reading.problems
    if not search.facets and search.since is None:
        hits += _find_declared(project, search.words)
        try:
            hits += _find_people(project.root, key, search.words)
        except McsjError as error:
            closed = error
    return Hits(_rank(hits, search.words)[:limit], problems, closed)


def _build_selection(kind: Kind[Any], search: Search, limit: int) -> Selection[Any]:
    return Selection(
        kind, first=search.since, facets=search.facets, words=search.words, limit=limit
    )


def _describe_record(project: Project, kind: Kind[Any], entry: Entry[Record]) -> Hit:
    title, text = entry.record.texts()
    return Hit(
        noun=kind.folder,
        name=entry.uid,
        title=title or _find_subject(project.groups, entry.record),
        text=text,
        day=entry.record.day,
        command=_find_command(kind, entry),
    )


def _find_subject(groups: Groups, record: Record) -> str:
    """Return whom a record without a title is about."""
    if isinstance(record, Followup):
        return groups.mesa_names.get(record.mesa, record.mesa)
    if isinstance(record, Meeting) and record.group is not None:
        return next((one.name for one in groups.groups if one.number == record.group), "")
    return ""


def _find_command(kind: Kind[Any], entry: Entry[Record]) -> str:
    if kind is FOLLOWUPS and isinstance(entry.record, Followup):
        day = entry.record.day
        return f"mcsj followups list --mesa {entry.record.mesa} --from {day} --to {day}"
    return f"mcsj {kind.folder} show {entry.uid}"


def _find_declared(project: Project, words: Sequence[str]) -> Iterator[Hit]:
    """Find mesas and partners."""
    for mesa in {seat.mesa.slug: seat.mesa for seat in project.groups.entries}.values():
        text = _list_names(project.groups, mesa)
        if has_words(f"{mesa.name} {mesa.slug} {text}", words):
            command = f"mcsj mesas show {mesa.slug}"
            yield Hit(_MESAS, str(mesa.slug), mesa.name, text, None, command)
    for partner in project.partners.partners:
        text = _list_helplines(partner)
        if has_words(f"{partner.name} {partner.abbreviation} {partner.slug} {text}", words):
            command = f"mcsj partners show {partner.slug}"
            yield Hit(_PARTNERS, str(partner.slug), partner.name, text, None, command)


def _list_names(groups: Groups, mesa: Mesa) -> str:
    places = [find_state(mesa.state).name, *groups.municipality_names(mesa)]
    return ", ".join([*mesa.aliases, *places])


def _list_helplines(partner: Partner) -> str:
    return "; ".join(f"{line.name}: {line.audience}" for line in partner.helplines)


def _find_people(root: Path, key: Path | None, words: Sequence[str]) -> Iterator[Hit]:
    for person in read_people(root, key):
        text = ", ".join(filter(None, [person.role, person.mesa]))
        if has_words(f"{person.name} {text} {_list_channels(person)}", words):
            command = f"mcsj people show {person.uid}"
            yield Hit(_PEOPLE, str(person.uid), person.name, text, None, command)


def _list_channels(person: Person) -> str:
    return " ".join(contact.value for contact in person.channels)


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text has every word, perhaps going on; several words in one are a phrase."""
    have = split_words(text)
    return all(_has_phrase(have, word.split(" ")) for word in words)


def _has_phrase(have: Sequence[str], phrase: Sequence[str]) -> bool:
    *firsts, last = phrase
    for begin in range(len(have) - len(firsts)):
        end = begin + len(firsts)
        if list(have[begin:end]) == firsts and have[end].startswith(last):
            return True
    return False


def _rank(hits: Sequence[Hit], words: Sequence[str]) -> list[Hit]:
    """Sort hits by how much of their titles the words are, and of each kind the best first."""
    places: dict[str, int] = {}
    ranked = []
    for hit in hits:
        places[hit.noun] = places.get(hit.noun, 0) + 1
        in_title = sum(has_words(hit.title, [word]) for word in words)
        share = in_title / max(len(split_words(hit.title)), 1)
        ranked.append(((-in_title, -share, places[hit.noun]), hit))
    return [hit for _score, hit in sorted(ranked, key=lambda one: one[0])]
