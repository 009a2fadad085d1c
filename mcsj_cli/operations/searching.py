"""A search over everything: records of all kinds, mesas, partners, and the contacts kept here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mcsj_cli.errors import McsjError, Problem
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import CONTENT, FOLLOWUPS, KINDS, MEETINGS, Entry, Kind, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.partner import Partner
from mcsj_cli.model.person import Person
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.model.search import Search
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import split_words
from mcsj_cli.model.week import Week
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project

_MESAS, _PARTNERS, _PEOPLE = "mesas", "partners", "people"
_MESA_FACETS = {"practices": "tried"}  # the facets of mesas that have another name


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
    """The best hits, the first one first, of how many in all, and what could not be looked at."""

    hits: list[Hit]
    total: int
    problems: list[Problem]
    closed: McsjError | None


def search_everything(project: Project, search: Search, limit: int, key: Path | None) -> Hits:
    """Find what has all the words; in the contacts only with the file of their `key`.

    With facets or a first day only records are found, since nothing else has them.
    """
    hits: list[Hit] = []
    problems: list[Problem] = []
    closed, total = None, 0
    mesas = _choose_mesas(project.groups, search)
    for asked in _list_selections(project.groups, search, mesas, limit):
        for selection in _split_first_week(asked):
            reading = project.select(selection)
            found = [_describe_record(project, asked.kind, one) for one in reading.entries]
            is_cut = len(found) == selection.limit
            found = [hit for hit in found if _is_since(hit, search.since)]
            hits += found
            total += project.count_selected(selection) if is_cut else len(found)
            problems += reading.problems
    if not search.facets and search.since is None:
        others = [*_find_declared(project, search.words, mesas)]
        try:
            others += _find_people(project.root, key, search.words, mesas)
        except McsjError as error:
            closed = error
        hits += others
        total += len(others)
    problems = list(dict.fromkeys(problems))
    return Hits(_rank(hits, search.words)[:limit], total, problems, closed)


def _choose_mesas(groups: Groups, search: Search) -> list[str] | None:
    """Return the slugs of the mesas that a search is about; None for a search about any."""
    if not search.mesa and search.group is None:
        return None
    return [
        str(seat.mesa.slug)
        for seat in groups.seats
        if search.mesa in ("", seat.mesa.slug) and search.group in (None, seat.group.number)
    ]


def _list_selections(
    groups: Groups, search: Search, mesas: Sequence[str] | None, limit: int
) -> Iterator[Selection[Any]]:
    """Yield what selects the records of a search, none of them twice."""
    asked: Selection[Any] = Selection(
        CONTENT, first=search.since, facets=search.facets, words=search.words, limit=limit
    )
    for kind in KINDS:
        of_kind = replace(asked, kind=kind)
        if mesas is None:
            yield of_kind
        elif kind is MEETINGS:
            of_group = {"marked": mesas}
            if search.group is not None:
                of_group["group"] = [str(search.group)]
            if not search.mesa:
                del of_group["marked"]
            yield _narrow(of_kind, of_group)
            yield _narrow(of_kind, {"mesa": mesas})
        elif kind is not CONTENT:
            yield _narrow(of_kind, {_MESA_FACETS.get(kind.folder, "mesa"): mesas})
        elif search.mesa and mesas:
            # An item has no mesa of its own: it is about the one that it names.
            name = " ".join(split_words(groups.mesa_names[search.mesa]))
            yield replace(of_kind, words=[*search.words, name])


def _split_first_week(selection: Selection[Any]) -> Iterator[Selection[Any]]:
    """Yield what selects the same; of meetings those of the first week apart, all of them.

    The index knows a group's meeting by the Monday of its week, not by its day.
    """
    if selection.kind is not MEETINGS or selection.first is None:
        yield selection
        return
    week = Week.of(selection.first)
    yield replace(selection, first=week.monday, last=week.sunday, limit=None)
    yield replace(selection, first=week.shift(1).monday)


def _is_since(hit: Hit, since: date | None) -> bool:
    return since is None or hit.day is None or hit.day >= since


def _narrow(selection: Selection[Any], facets: Mapping[str, Sequence[str]]) -> Selection[Any]:
    return replace(selection, facets={**selection.facets, **facets})


def _describe_record(project: Project, kind: Kind[Any], entry: Entry[Record]) -> Hit:
    title, text = entry.record.texts()
    return Hit(
        noun=kind.folder,
        name=entry.uid,
        title=title or _find_subject(project.groups, entry.record),
        text=text,
        day=_find_day(project.groups, entry),
        command=_find_command(kind, entry),
    )


def _find_day(groups: Groups, entry: Entry[Record]) -> date:
    """Return the day of a record, of a group's meeting the one on which it is or was."""
    if isinstance(entry.record, Meeting):
        found = find_occurrence(groups.groups, entry.uid, {entry.uid: entry.record})
        return found.start.date() if found else entry.record.day
    return entry.record.day


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


def _find_declared(
    project: Project, words: Sequence[str], mesas: Sequence[str] | None
) -> Iterator[Hit]:
    """Find mesas, or only some of them, and partners, where any mesa will do."""
    for mesa in {seat.mesa.slug: seat.mesa for seat in project.groups.entries}.values():
        if mesas is not None and mesa.slug not in mesas:
            continue
        text = _list_names(project.groups, mesa)
        if has_words(f"{mesa.name} {mesa.slug} {text}", words):
            command = f"mcsj mesas show {mesa.slug}"
            yield Hit(_MESAS, str(mesa.slug), mesa.name, text, None, command)
    for partner in project.partners.partners if mesas is None else ():
        text = _list_helplines(partner)
        if has_words(f"{partner.name} {partner.abbreviation} {partner.slug} {text}", words):
            command = f"mcsj partners show {partner.slug}"
            yield Hit(_PARTNERS, str(partner.slug), partner.name, text, None, command)


def _list_names(groups: Groups, mesa: Mesa) -> str:
    places = [find_state(mesa.state).name, *groups.municipality_names(mesa)]
    return ", ".join([*mesa.aliases, *places])


def _list_helplines(partner: Partner) -> str:
    return "; ".join(f"{line.name}: {line.audience}" for line in partner.helplines)


def _find_people(
    root: Path, key: Path | None, words: Sequence[str], mesas: Sequence[str] | None
) -> Iterator[Hit]:
    for person in read_people(root, key):
        if mesas is not None and person.mesa not in mesas:
            continue
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
