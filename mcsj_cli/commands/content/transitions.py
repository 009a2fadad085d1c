"""`mcsj content verify|schedule|publish|retract`: an item's way to the page, and back."""

from datetime import date, datetime
from typing import Annotated

from mcsj_cli.commands.arguments import (
    choose_day,
    choose_moment,
    choose_past_day,
    parse_field,
)
from mcsj_cli.commands.content.choose import ItemArgument
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Setting, Text, complete
from mcsj_cli.commands.fields import LINK, REASON, DateOption
from mcsj_cli.commands.telling import describe_item, tell_beside, tell_item
from mcsj_cli.console import note, say
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
from mcsj_cli.model.fields import Line, Proof, Url, WallMoment
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.operations.content_items import change_content


def _parse_proof(_setting: Setting, text: str) -> Proof:
    if not text.strip():
        raise InvalidValueError(
            _("The evidence is missing: the address of who says so, or the call or the document.")
        )
    return parse_field(Proof, text.strip())


BY: Field[Line] = Field(
    "by",
    N_("Who does it: a role, not a name."),
    N_("ROLE"),
    question=N_("Who verified it (a role)"),
    example='"…"',
    parse=lambda _setting, text: parse_field(Line, text),
)
PROOF: Field[Proof] = Field(
    "evidence",
    N_("What proves it: a web address, or in words a call or a document."),
    N_("EVIDENCE"),
    question=N_("What proves it: an address, a call or a document"),
    example="https://…",
    parse=_parse_proof,
)
MOMENT: Field[datetime] = Field(
    "at",
    N_("Day and hour on the network's clock: '2020-04-24 09:00'."),
    N_("MOMENT"),
    question=N_("Day and hour"),
    example="'2020-04-24 09:00'",
    parse=lambda setting, text: choose_moment(text, setting.today, own=setting.today),
)
EXPIRES: Field[str] = Field("expires", N_("The last day on which it holds."), N_("DAY"))

ByOption = Annotated[Text, BY.option()]


def verify_content(
    item: ItemArgument,
    by: ByOption = None,
    evidence: Annotated[Text, PROOF.option()] = None,
    expires: Annotated[Text, EXPIRES.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(CONTENT, item)
    answers = complete(
        Setting(project, today(project), on),
        f"mcsj content verify {entry.uid}",
        {BY: by, PROOF: evidence},
    )
    until = _check_expiry(expires, on, today(project)) if expires else None
    verification = Verification(by=answers[BY], on=on, evidence=answers[PROOF], expires=until)
    changed = change_content(
        project, entry, "content: verify", lambda one: one.verify(verification)
    )
    tell_item(project, entry, changed)


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
    at: Annotated[Text, MOMENT.option()] = None,
    by: ByOption = None,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    entry = project.find(CONTENT, item)
    entry.record.require_vouched(day, entry.uid)
    setting = Setting(project, day, day)
    when = complete(setting, f"mcsj content schedule {entry.uid}", {MOMENT: at})[MOMENT]
    if when.replace(tzinfo=moment.tzinfo) < moment:
        told = _("{day}, {hour} h, is over already.").format(
            day=long_date(when.date()), hour=f"{when:%H:%M}"
        )
        raise WrongUsageError(told[0].upper() + told[1:], _("Nothing was written."))
    at_hour = WallMoment(f"{when:%Y-%m-%d %H:%M}")
    slot = PublishSlot(at=at_hour, by=_choose_role(by, entry.record), on=day)
    changed = change_content(project, entry, "content: schedule", lambda one: one.schedule(slot))
    tell_item(project, entry, changed)


def publish_content(
    item: ItemArgument,
    link: Annotated[str, LINK.option(N_("The address of the post."))] = "",
    by: ByOption = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    on = choose_past_day(day, "--date", today(project))
    entry.record.require_vouched(on, entry.uid)
    publication = PagePost(by=_choose_role(by, entry.record), on=on, link=parse_field(Url, link))
    changed = change_content(
        project, entry, "content: publish", lambda one: one.publish(publication)
    )
    tell_item(project, entry, changed)


def retract_content(
    item: ItemArgument,
    reason: Annotated[Text, REASON.option()] = None,
    by: ByOption = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    entry.record.require_read(entry.uid)  # refused before anything is asked
    on = choose_past_day(day, "--date", today(project))
    setting = Setting(project, today(project), on)
    why = complete(setting, f"mcsj content retract {entry.uid}", {REASON: reason})[REASON]
    retraction = Retraction(by=_choose_role(by, entry.record), on=on, reason=why)
    retracted = change_content(
        project, entry, "content: retract", lambda one: one.retract(retraction, entry.uid)
    )
    if entry.record.publication or entry.record.status is ContentStatus.PUBLISHED:
        say(render_correction(retracted, project.network))
        tell_beside(project, entry.file, describe_item(retracted))
        note(_("Put the text where the item was published."))
    else:
        tell_item(project, entry, retracted)


def _choose_role(by: str | None, item: Content) -> Line:
    """Return who does a step: the role that is named, or the one that vouches for the item."""
    if by is not None:
        return parse_field(Line, by)
    if item.verification is None:
        raise WrongUsageError(_("Missing: {names}.").format(names=BY.flag))
    return item.verification.by
