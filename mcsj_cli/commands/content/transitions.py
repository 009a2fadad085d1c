"""`mcsj content verify|schedule|publish|retract`: an item's way to the page, and back."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from mcsj_cli.commands.arguments import (
    choose_day,
    choose_moment,
    choose_past_day,
    parse_field,
    require,
)
from mcsj_cli.commands.content.choose import ItemArgument
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import AT, EVIDENCE, LINK, REASON, DateOption
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import ask, note, say
from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.messages.social_post import render_correction
from mcsj_cli.model.content import (
    Content,
    ContentStatus,
    PagePost,
    PublishSlot,
    Retraction,
    Verification,
)
from mcsj_cli.model.fields import Line, Url, WallMoment
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.store.project import Project

BY: Field[str] = Field("by", N_("Who does it: a role, not a name."), N_("ROLE"))
EXPIRES: Field[str] = Field("expires", N_("The last day on which it holds."), N_("DAY"))

ByOption = Annotated[Text, BY.option()]


def verify_content(
    item: ItemArgument,
    by: ByOption = None,
    evidence: Annotated[
        Text, EVIDENCE.but(metavar="URL").option(N_("The address that proves it."))
    ] = None,
    expires: Annotated[Text, EXPIRES.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(CONTENT, item)
    require(
        {"--by": by, "--evidence": evidence},
        f'mcsj content verify {entry.uid} --by "…" --evidence https://…',
    )
    who = parse_field(
        Line, by or ask(_("Who verified it (a role)"), lambda text: parse_field(Line, text))
    )
    proof = _check_evidence(evidence or ask(_("The address that proves it"), _check_evidence))
    until = _check_expiry(expires, on, today(project)) if expires else None
    verification = Verification(by=who, on=on, evidence=proof, expires=until)
    _change(project, entry, "content: verify", lambda content: content.verify(verification))


def _check_evidence(text: str) -> Url:
    if not text.strip():
        raise InvalidValueError(_("The evidence is missing: the address of who says so."))
    return parse_field(Url, text.strip())


def _check_expiry(text: str, on: date, day: date) -> date:
    last = choose_day(text, "--expires", day)
    if last < on:
        raise InvalidValueError(
            _("The verification would expire on {last}, before it is made on {day}.").format(
                last=last, day=on
            ),
            _("Correct the date."),
        )
    return last


def schedule_content(
    item: ItemArgument,
    at: Annotated[Text, AT.option()] = None,
    by: ByOption = None,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    entry = project.find(CONTENT, item)
    entry.record.require_vouched(day)
    require({"--at": at}, f"mcsj content schedule {entry.uid} --at '2020-04-24 09:00'")
    when = choose_moment(
        at or ask(_("Day and hour"), lambda text: f"{choose_moment(text, day):%Y-%m-%d %H:%M}"), day
    )
    if when.replace(tzinfo=moment.tzinfo) < moment:
        told = _("{day}, {hour} h, is over already.").format(
            day=long_date(when.date()), hour=f"{when:%H:%M}"
        )
        raise WrongUsageError(told[0].upper() + told[1:], _("Nothing was written."))
    slot = PublishSlot(
        at=WallMoment(f"{when:%Y-%m-%d %H:%M}"), by=_choose_role(by, entry.record), on=day
    )
    _change(project, entry, "content: schedule", lambda content: content.schedule(slot))


def publish_content(
    item: ItemArgument,
    link: Annotated[str, LINK.option(N_("The address of the post."))] = "",
    by: ByOption = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    on = choose_past_day(day, "--date", today(project))
    entry.record.require_vouched(on)
    publication = PagePost(by=_choose_role(by, entry.record), on=on, link=parse_field(Url, link))
    _change(project, entry, "content: publish", lambda content: content.publish(publication))


def retract_content(
    item: ItemArgument,
    reason: Annotated[Text, REASON.option()] = None,
    by: ByOption = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    on = choose_past_day(day, "--date", today(project))
    require({"--reason": reason}, f'mcsj content retract {entry.uid} --reason "…"')
    why = parse_field(Line, reason or ask(_("Why"), lambda text: parse_field(Line, text)))
    retraction = Retraction(by=_choose_role(by, entry.record), on=on, reason=why)
    retracted = _change(
        project, entry, "content: retract", lambda content: content.retract(retraction), told=False
    )
    if entry.record.publication or entry.record.status is ContentStatus.PUBLISHED:
        say(render_correction(retracted, project.network))
        note(
            "\n"
            + _("Saved in {file}. Put the text where the item was published.").format(
                file=entry.file
            )
        )
    else:
        say(str(project.root / entry.file))


def _choose_role(by: str | None, item: Content) -> Line:
    """Give who does a step: the role that is named, or the one that vouches for the item."""
    if by is None and item.verification is None:
        raise WrongUsageError(_("Missing: {names}.").format(names="--by"))
    return parse_field(Line, by) if by is not None else item.verification.by  # type: ignore[union-attr]


def _change(
    project: Project,
    entry: Entry[Content],
    deed: str,
    make: Callable[[Content], Content],
    *,
    told: bool = True,
) -> Content:
    """Take an item a step on, as it is now, and print its file where that is the result."""
    with project.changing(commit_subject(deed, entry.record.title)) as change:
        current = change.load_known(entry.file, Content)
        changed = make(current)
        change.put(entry.file, changed)
    if told:
        say(str(project.root / entry.file))
    return changed
