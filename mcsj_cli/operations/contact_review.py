"""The contacts that may no longer be kept as they are: each with the reasons to look at it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.messages.privacy_notice import VERSION
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.person import Person
from mcsj_cli.store.invitations import list_invitations, read_correspondence
from mcsj_cli.store.people import read_people

MONTHS = 12


class ReviewedPerson(NamedTuple):
    """Somebody to be looked at, why, and the command that settles the first of the reasons."""

    person: Person
    reasons: list[str]
    command: str


class _Reason(NamedTuple):
    text: str
    command: str


def review_people(
    root: Path, key: Path | None, groups: Groups, day: date, months: int = MONTHS
) -> list[ReviewedPerson]:
    """Return the people to be looked at; raise as `read_people`."""
    people = read_people(root, key)
    limit = _months_before(day, months)
    written = _find_last_written(root, key, people, limit)
    found = []
    for person in people:
        reasons = list(_find_reasons(person, groups, day, limit, written.get(person.uid)))
        if reasons:
            texts = [reason.text for reason in reasons]
            found.append(ReviewedPerson(person, texts, reasons[0].command))
    return found


def count_to_review(root: Path, key: Path | None, groups: Groups, day: date) -> int:
    """Count the people to be looked at; none where the contacts do not open."""
    with suppress(McsjError):  # told by «mcsj check», «mcsj doctor» and every command of people
        return len(review_people(root, key, groups, day))
    return 0


def _find_reasons(
    person: Person, groups: Groups, day: date, limit: date, written: date | None
) -> Iterator[_Reason]:
    forget = f"mcsj people forget {person.uid}"
    if person.withdrawn:
        text = _("withdrew their consent on {day}").format(day=person.withdrawn)
        yield _Reason(text, forget)
    mesa = next((one.mesa for one in groups.seats if one.mesa.slug == person.mesa), None)
    if mesa and mesa.until and mesa.until < day:
        text = _("their mesa left the network on {day}").format(day=mesa.until)
        yield _Reason(text, forget)
    elif person.mesa and mesa is None:
        text = _("there is no mesa «{slug}»").format(slug=person.mesa)
        yield _Reason(text, f"mcsj people edit {person.uid} --mesa …")
    if person.consent and person.consent.notice != VERSION:
        text = _("agreed to version {old} of the notice; it is at {new}")
        yield _Reason(
            text.format(old=person.consent.notice, new=VERSION),
            f"mcsj people edit {person.uid} --consent hoy --how whatsapp",
        )
    last = max(filter(None, (person.created, _agreed(person), written)))
    if last < limit:
        text = _("not written to from here since {day}").format(day=last)
        yield _Reason(text, forget)


def _agreed(person: Person) -> date | None:
    return person.consent.day if person.consent else None


def _find_last_written(
    root: Path, key: Path | None, people: Sequence[Person], limit: date
) -> dict[str, date]:
    """Return the day of each person's last invitation; nothing is opened if nobody is kept long."""
    if all(max(one.created, _agreed(one) or date.min) >= limit for one in people):
        return {}
    last: dict[str, date] = {}
    for uid in list_invitations(root):
        for sent in read_correspondence(root, key, uid).sent:
            if sent.at:
                last[sent.person] = max(sent.at.date(), last.get(sent.person, date.min))
    return last


def _months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    for last in range(day.day, day.day - 4, -1):
        with suppress(ValueError):
            return date(max(count // 12, 1), count % 12 + 1, last)
    raise ValueError(day)
