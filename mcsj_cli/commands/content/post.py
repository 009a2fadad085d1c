"""`mcsj content post|feed`: items as posts for a channel, and as a feed for programs."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.arguments import choose_value, choose_week
from mcsj_cli.commands.content.choose import OptionalItemArgument
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FOR, LIMIT, OUTPUT, WeekOption
from mcsj_cli.commands.passing_on import CopyOption, Passing, ShareOption
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.interchange import to_csv
from mcsj_cli.labels import title_row
from mcsj_cli.messages.social_post import CHANNELS, PHONE_FOLD, Channel
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.posts import describe_post, write_post
from mcsj_cli.operations.reading import read_week
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

INDEX: Field[str] = Field("index", N_("The list of the posts: csv or xlsx."), N_("FORMAT"))


def post_content(
    item: OptionalItemArgument = None,
    channel: Annotated[Text, FOR.option()] = None,
    week: WeekOption = None,
    output: Annotated[
        Path | None,
        OUTPUT.but(metavar=N_("FOLDER")).option(N_("The folder for a week's posts.")),
    ] = None,
    index: Annotated[str, INDEX.option()] = "csv",
    share: ShareOption = False,
    copy: CopyOption = False,
) -> None:
    project = open_project()
    passing = Passing(share, copy)
    wanted = _choose_channel(channel, passing)
    day = today(project)
    if (item is None) == (output is None):
        raise WrongUsageError(
            _("Say which item, or with -o the folder for those of a week."),
            as_in("mcsj content post --week 2020-W17 -o posts"),
        )
    if item is not None:
        entry = project.find(CONTENT, item)
        entry.record.require_vouched(day, entry.uid)
        say(passing.hand_on(_write(project, entry, wanted)))
        return
    if passing:
        raise WrongUsageError(
            _("A week of posts goes into a folder: {options} is for one item.").format(
                options=spoken("--share, --copy")
            )
        )
    if index not in ("csv", "xlsx"):
        raise WrongUsageError(
            _("There is no format «{name}» here.").format(name=index), _("There are: csv, xlsx.")
        )
    _write_week(project, week, wanted, check_output(project, output or Path(), folder=True), index)


def _choose_channel(text: str | None, passing: Passing) -> Channel:
    """Return the channel of a post: Facebook, but WhatsApp for what is shared."""
    said = choose_value(text or ("whatsapp" if passing.share else "facebook"), CHANNELS)
    channel = next(one for one in CHANNELS if one == said)
    passing.require(channel)
    return channel


def _write(project: Project, entry: Entry[Content], channel: Channel) -> list[str]:
    """Return an item as messages, and warn of a title that a phone does not show whole."""
    post = write_post(project.network, entry, channel)
    if len(entry.record.title) > PHONE_FOLD:
        text = _(
            "On a phone only the first {limit} of the title's {n} letters"
            " are seen before it is unfolded."
        )
        note(text.format(limit=PHONE_FOLD, n=len(entry.record.title)))
    return post


def _write_week(
    project: Project, week: str | None, channel: Channel, folder: Path, form: str
) -> None:
    """Write one text file a post, and a list of them; files of others in the folder stay."""
    day = today(project)
    chosen = choose_week(week, day)
    ready: dict[Path, bytes] = {}
    rows: list[dict[str, object]] = []
    for entry in read_week(project, chosen).entries:
        missing = entry.record.find_missing(max(day, entry.record.day))
        if missing:
            note(_("Left out: {uid}: {reason}").format(uid=entry.uid, reason=missing))
            continue
        name = f"{entry.uid}.txt"
        ready[folder / name] = ("\n\n".join(_write(project, entry, channel)) + "\n").encode()
        rows.append(describe_post(entry, name))
    if not ready:
        raise WrongUsageError(
            _("Nothing of the week {week} is ready to be posted.").format(week=chosen)
        )
    ready[folder / f"index.{form}"] = _render_index(rows, form)
    contents = {check_output(project, path): content for path, content in ready.items()}
    files.write_all(contents)
    for path in ready:
        say(str(path))


def _render_index(rows: list[dict[str, object]], form: str) -> bytes:
    rows = [title_row(row) for row in rows]
    if form == "csv":
        return to_csv(rows).encode("utf-8-sig")
    from mcsj_cli.reports import xlsx  # an extra

    return xlsx.render([xlsx.Table("posts", rows)])


def write_feed(
    output: Annotated[
        Path,
        OUTPUT.option(N_("The file, or - for the screen.")),
    ] = Path("-"),
    limit: Annotated[int, LIMIT.option(N_("So many at most: the latest."))] = 50,
) -> None:
    from mcsj_cli.messages.atom import render_feed, take_latest

    project = open_project()
    day = today(project)
    published = Selection(CONTENT, last=day, facets={"status": ContentStatus.PUBLISHED.value})
    entries = project.select(published).entries
    vouched = [entry for entry in entries if not entry.record.find_missing(day)]
    text = render_feed(take_latest(vouched, limit), project.network)
    if output == Path("-"):
        say(text.rstrip("\n"))
        return
    files.write(check_output(project, output), text.encode())
    say(str(output))
