"""Records deleted, unless others need them or the page has shown them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import (
    ACTIONS,
    CONTENT,
    FOLLOWUPS,
    MEETINGS,
    PRACTICES,
    Entry,
    Kind,
    Record,
)
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.store.invitations import has_correspondence
from mcsj_cli.store.project import Project

R = TypeVar("R", bound=Record)

# The kinds whose records may name one of another kind, and the field in which they do.
_NAMED_BY: Mapping[str, tuple[str, tuple[Kind[Record], ...]]] = {
    MEETINGS.folder: ("meeting", (ACTIONS, FOLLOWUPS)),
    PRACTICES.folder: ("practice", (ACTIONS, CONTENT)),
    ACTIONS.folder: ("action", (PRACTICES,)),
}


class Deletion(NamedTuple, Generic[R]):
    """A record that can be deleted, and what a person should know before it is."""

    kind: Kind[R]
    entry: Entry[R]
    told: list[str]


def plan_deletion(project: Project, kind: Kind[R], entry: Entry[R], day: date) -> Deletion[R]:
    """Find out what the deletion of a record means.

    Raise WrongUsageError for what was published, ExistsError where other records name it.
    """
    if isinstance(entry.record, Content):
        _refuse_published(entry.record, entry.uid)
    _refuse_needed(project, kind, entry)
    told = [*_list_told(entry.record, day)]
    if has_correspondence(project.root, entry.uid):
        text = _("Who was invited to it knows nothing of that: tell them, or cancel it instead.")
        told.append(text)
    return Deletion(kind, entry, told)


def delete_record(project: Project, deletion: Deletion[R]) -> None:
    """Delete a record as one commit; raise ChangedError if it was changed meanwhile."""
    kind, entry, _told = deletion
    title = entry.record.texts()[0] or entry.uid
    with project.changing(commit_subject(f"{kind.folder}: delete", title)) as change:
        if change.load_known(entry.file, type(entry.record)) != entry.record:  # type: ignore[type-var]
            message = _("{file} was changed meanwhile by somebody else.").format(file=entry.file)
            raise ExistsError(message, _("Nothing was deleted. Look at it again."))
        change.remove(entry.file)


def _refuse_published(item: Content, uid: str) -> None:
    if item.status is ContentStatus.RETRACTED and item.publication:
        raise WrongUsageError(
            _("The item was on the page: that it was retracted stays."), _("Nothing was deleted.")
        )
    if item.publication or item.status is ContentStatus.PUBLISHED:
        raise WrongUsageError(
            _("The item was published: it is retracted, not deleted."),
            _("Nothing was deleted. Take it back: mcsj content retract {uid}").format(uid=uid),
        )


def _refuse_needed(project: Project, kind: Kind[Record], entry: Entry[Record]) -> None:
    names = [*_list_naming(project, kind, entry.uid)]
    if names:
        message = _("{uid} is named by: {names}.").format(uid=entry.uid, names=", ".join(names))
        advice = _("Nothing was deleted. Correct or delete those first.")
        raise ExistsError(message, advice)


def _list_naming(project: Project, kind: Kind[Record], uid: str) -> Iterator[str]:
    """Yield the records that name one, each with its kind."""
    field, kinds = _NAMED_BY.get(kind.folder, ("", ()))
    for other in kinds:
        for found in project.select(Selection(other, facets={field: uid})).entries:
            yield f"{other.label()} {found.uid}"


def _list_told(record: Record, day: date) -> Iterator[str]:
    week = Week.of(record.day)
    if week < Week.of(day):
        text = _(
            "The report of the week {week} counts it: if you sent it, send it anew: mcsj report "
            "weekly --week {week}"
        )
        yield text.format(week=week)
    if isinstance(record, Followup) and record.meeting:
        text = _("The meeting that it set stays: mcsj meetings delete {uid}")
        yield text.format(uid=record.meeting)
    if isinstance(record, Meeting) and record.week:
        yield _("The group still meets as its schedule says; what was written down of it goes.")
