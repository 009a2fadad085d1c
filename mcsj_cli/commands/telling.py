"""What is told after a change: what is stored now, its file where it is wanted, what is next."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from mcsj_cli.console import note, say, tells_files
from mcsj_cli.i18n import _, long_date, ngettext, short_date
from mcsj_cli.labels import label
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.operations.actions import find_alike
from mcsj_cli.store.project import Project


def tell_stored(project: Project, file: str, told: str, following: str = "") -> None:
    """Tell what a file says now, and what comes next, in a sentence with its command.

    Which record it is was told when it was written.
    """
    show_file(project, file)
    note(_("Stored: {what}.").format(what=told.rstrip(".")))
    if following:
        note(following)


def tell_beside(project: Project, file: str, told: str) -> None:
    """Tell what a file says now, where the result is a text to send."""
    note("\n" + _("Stored: {what}.").format(what=told.rstrip(".")))
    if tells_files():
        note(_("Saved in {file}.").format(file=place_from_here(project.root / file)))


def tell_action(project: Project, entry: Entry[Action], action: Action, following: str) -> None:
    """Tell an action as it is stored now, and what comes next."""
    told = describe_action(action, project.groups.mesa_names)
    tell_stored(project, entry.file, told, following.format(uid=entry.uid))


def warn_of_action(project: Project, entry: Entry[Action], day: date) -> None:
    """Warn of a new action that is late from the start, or just as another one."""
    warn_of_past(entry.record, day)
    twin = find_alike(project, entry)
    if twin:
        text = _(
            "Warning: there is an action of the same title, mesas and meeting already, {twin}. "
            "If it is the same one: mcsj actions delete {uid}"
        )
        note(text.format(twin=twin, uid=entry.uid))


def warn_of_past(action: Action, day: date) -> None:
    """Warn of an action that is due on a day that is over."""
    if action.is_overdue(day):
        text = _("Warning: {due} is over, and «{title}» is overdue from the start.")
        note(text.format(due=long_date(action.due), title=action.title))


def tell_practice(project: Project, entry: Entry[Practice], practice: Practice) -> None:
    """Tell a practice as it is stored now, and where to look who else could copy it."""
    told = describe_practice(practice, project.groups.mesa_names)
    following = _("Who copied it, and who could: mcsj practices show {uid}")
    tell_stored(project, entry.file, told, following.format(uid=entry.uid))


def tell_item(project: Project, entry: Entry[Content], item: Content) -> None:
    """Tell an item as it is stored now, and the next step on its way to the page."""
    texts = {
        ContentStatus.DRAFT: _("Once somebody vouches for it: mcsj content verify {uid}"),
        ContentStatus.VERIFIED: _("Once it is on the page: mcsj content publish {uid}"),
        ContentStatus.SCHEDULED: _("Once it is on the page: mcsj content publish {uid}"),
        ContentStatus.PUBLISHED: _("As a text to send: mcsj content post {uid}"),
    }
    following = texts.get(item.status, "").format(uid=entry.uid)
    tell_stored(project, entry.file, describe_item(item), following)


def tell_followups(project: Project, entries: Sequence[Entry[Followup]]) -> None:
    """Tell contacts that differ in nothing but their mesas, and where all that is known is."""
    for entry in entries:
        show_file(project, entry.file)
    names = project.groups.mesa_names
    mesas = [names.get(entry.record.mesa, entry.record.mesa) for entry in entries]
    told = "; ".join([", ".join(mesas), describe_followup(entries[0].record)])
    note(_("Stored: {what}.").format(what=told.rstrip(".")))
    if len(entries) == 1:
        following = _("All that is known of the mesa: mcsj mesas show {mesa}")
        note(following.format(mesa=entries[0].record.mesa))


def show_file(project: Project, file: str | Path) -> None:
    """Print where a data file is, as seen from here: to programs, and to who asked for it."""
    if tells_files():
        say(place_from_here(project.root / file))


def place_from_here(path: Path) -> str:
    """Return the way to a file from the folder in which the person stands."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)


def describe_action(action: Action, names: Mapping[str, str]) -> str:
    """Return what an action says beside its title: mesas, owner and day, how far it has come."""
    text = _("{mesas}; owner: {owner}; due {day}; {status}")
    return text.format(
        mesas=", ".join(names.get(slug, slug) for slug in action.mesas),
        owner=action.owner,
        day=long_date(action.due),
        status=label(action.status),
    )


def describe_followup(contact: Followup) -> str:
    """Return what a contact says beside its mesa: day, channel, stage, and what is next."""
    parts = [
        f"{label(contact.channel)}, {short_date(contact.day)}",
        label(contact.stage),
    ]
    if contact.next_step:
        step = _("then: {step}").format(step=contact.next_step)
        parts.append(f"{step}, {long_date(contact.next_on)}" if contact.next_on else step)
    return "; ".join(parts)


def describe_item(item: Content) -> str:
    """Return what an item says beside its title: its rubrics, and how far it has come."""
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return f"{tags}; {_format_standing(item)}"


def _format_standing(item: Content) -> str:
    """Return how far an item has come, and until when it is vouched for or when it appears."""
    told = label(item.status)
    if item.status is ContentStatus.SCHEDULED and item.slot:
        moment = item.slot.at.moment
        return f"{told}, {long_date(moment.date())}, {moment:%H:%M} h"
    if item.status is not ContentStatus.VERIFIED or item.verification is None:
        return told
    told = _("verified by {role}").format(role=item.verification.by)
    last = item.verification.expires
    return _("{told}, until {day}").format(told=told, day=long_date(last)) if last else told


def describe_practice(practice: Practice, names: Mapping[str, str]) -> str:
    """Return what a practice says beside its title: its mesa, axis and those that copied it."""
    text = _("{mesa}; axis: {axis}")
    told = text.format(mesa=names.get(practice.mesa, practice.mesa), axis=practice.axis)
    others = [names.get(one.mesa, one.mesa) for one in practice.replications]
    if not others:
        return told
    copied = ngettext("copied by {names}", "copied by {names}", len(others))
    return f"{told}; {copied.format(names=', '.join(others))}"
