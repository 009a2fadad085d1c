"""The options that commands share, and what they stand for: a format, days, the project, this moment."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
import typer

from mcsj_cli.console import ask, check_format, confirm, is_interactive, note, show_problems, show_progress
from mcsj_cli.errors import InvalidDataError, InvalidValueError, McsjError, OutputError, WrongUsageError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.fields import Field, Line, WallTime
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.model.week import Week, parse_days
from mcsj_cli.store.person import Person
from mcsj_cli.store.project import Project, find_project
from mcsj_cli.words import word

if TYPE_CHECKING:
    from mcsj_cli.model.kinds import Entry, Record
    from mcsj_cli.model.mail import MailServer
    from mcsj_cli.model.network import Groups

F = TypeVar("F", bound=Field)


def _format(value: str | None) -> str | None:
    return check_format(value) if value is not None else None


def complete_group(incomplete: str) -> list[str]:
    """Propose the numbers of the groups, for the Tab key."""
    return _propose(incomplete, lambda project: (str(group.number) for group in project.groups.groups))


def complete_mesa(incomplete: str) -> list[str]:
    """Propose the short names of the mesas, for the Tab key."""
    return _propose(incomplete, lambda project: project.groups.mesa_names)


def complete_tag(incomplete: str) -> list[str]:
    """Propose the tags, for the Tab key."""
    return _propose(incomplete.removeprefix("#"), lambda project: project.categories.tags)


def complete_uid(folder: str) -> Callable[[str], list[str]]:
    """Propose the latest records of a kind, for the Tab key."""

    def propose(incomplete: str) -> list[str]:
        from mcsj_cli.model.kinds import KINDS  # noqa: PLC0415  only at the Tab key
        from mcsj_cli.model.selection import Selection  # noqa: PLC0415

        kind = next(kind for kind in KINDS if kind.folder == folder)
        latest = Selection(kind, limit=_PROPOSED)
        return _propose(incomplete, lambda project: (entry.uid for entry in project.select(latest).entries))

    return propose


def name_argument(folder: str, metavar: str) -> Any:
    """Declare the argument that names a record of a kind, by its folder."""
    told = _("Its name, a part of it, or - for the last one touched.")
    return typer.Argument(help=told, metavar=metavar, autocompletion=complete_uid(folder))


def _propose(incomplete: str, name: "Callable[[Project], Iterable[str]]") -> list[str]:
    """Give the names that begin so; nothing where there is no data folder, or one that cannot be read."""
    try:
        names = [str(one) for one in name(find_project(Path.cwd()))]
    except McsjError:
        return []
    return [one for one in names if fold(one).startswith(fold(incomplete))]


_PROPOSED = 200
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help=_("How to show it: json, yaml, csv, or a table such as github or html."),
        callback=_format,
        metavar=_("FORMAT"),
    ),
]
WeekOption = Annotated[str | None, typer.Option("--week", "-w", help=_("A week, such as 2020-W17."), metavar=_("WEEK"))]
FromOption = Annotated[
    str | None,
    typer.Option("--from", help=_("First day: 2020-04-23, hoy, jueves or 2020-W17."), metavar=_("DAY")),
]
ToOption = Annotated[str | None, typer.Option("--to", help=_("Last day, included."), metavar=_("DAY"))]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group",
        "-g",
        help=_("Only this group, by number."),
        metavar=_("GROUP"),
        autocompletion=complete_group,
    ),
]
StateOption = Annotated[
    str | None,
    typer.Option("--state", help=_("Only this state: Jal, Jalisco or MX-JAL."), metavar=_("STATE")),
]


MesaOption = Annotated[
    str | None, typer.Option("--mesa", "-m", help=_("Only this mesa."), metavar=_("MESA"), autocompletion=complete_mesa)
]
DateOption = Annotated[str | None, typer.Option("--date", help=_("Its day, if it is not today."), metavar=_("DAY"))]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help=_("Go on without asking."))]
LimitOption = Annotated[int | None, typer.Option("--limit", help=_("Only so many: the latest."), min=1, metavar=_("N"))]


def introduce() -> tuple[str, str] | None:
    """Ask a person who they are, for the history; None where nobody is at the keyboard."""
    if not is_interactive():
        return None
    note(_("Every change is signed in the history; whoever shares the folder sees the name."))
    return ask(_("Your name, or your role"), Line.parse), ask(_("Your e-mail address (Enter to leave it out)"), str, "")


PERSON = Person(note, show_progress, introduce)


def driver_command() -> str:
    """Give the command by which git finds this very program, to merge data files.

    Git runs it in the data folder, from which -P keeps Python from importing anything.
    """
    return f'"{sys.executable}" -P -m mcsj_cli merge-driver %O %A %B %P'


def open_project() -> Project:
    """Open the data folder of the working directory or above; raise NoProjectError."""
    return find_project(Path.cwd(), PERSON)


def now(project: Project) -> datetime:
    """Give this moment on the network's clock, or on this machine's if the network's file cannot be read.

    `MCSJ_NOW` (ISO 8601) stands in for it when an example or a test wants another moment.
    """
    try:
        zone: tzinfo | None = project.network.timezone.zone
    except InvalidDataError as error:
        show_problems(error.problems)
        zone = datetime.now(UTC).astimezone().tzinfo
    text = os.environ.get("MCSJ_NOW")
    if not text:
        return datetime.now(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(_("MCSJ_NOW is not a moment: {text}").format(text=text)) from error
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def own_key() -> Path:
    """Give the file of the key that opens private contacts: `MCSJ_KEY`, or the one in the person's settings."""
    from mcsj_cli.store.age import find_key  # noqa: PLC0415  only for private contacts

    return find_key(os.environ)


def mail_server(project: Project) -> "MailServer":
    """Give the mail server of `data/network.yaml`; `MCSJ_SMTP_HOST` and its like stand in for what it says.

    The password comes from `MCSJ_SMTP_PASSWORD`, or from the system's keyring. Raises WrongUsageError or
    InvalidValueError.
    """
    from mcsj_cli.model.mail import SETTINGS, choose_server  # noqa: PLC0415  only for mail
    from mcsj_cli.store.passwords import find_password  # noqa: PLC0415

    given = {name: os.environ.get(f"MCSJ_SMTP_{name}", "") for name in SETTINGS}
    server = choose_server(project.network.mail, given)
    password = os.environ.get("MCSJ_SMTP_PASSWORD", "")
    if server.user and not password:
        password = find_password(f"mcsj:{server.host}", server.user)
    if server.user and not password:
        raise WrongUsageError(
            _("There is no password for the mail server."),
            _("Put it into MCSJ_SMTP_PASSWORD, or into the keyring: keyring set mcsj:{host} {user}").format(
                host=server.host, user=server.user
            ),
        )
    return server._replace(password=password)


def caldav_login(user: str, place: str) -> tuple[str, str] | None:
    """Give user and password for a calendar server, from the environment or the keyring; None where there is no user.

    `user` is the one of the settings, and `place` what the keyring keeps the password for. Raises WrongUsageError for
    one of the two without the other.
    """
    user = os.environ.get("MCSJ_CALDAV_USER") or user
    from mcsj_cli.store.passwords import find_password  # noqa: PLC0415  only for servers

    password = os.environ.get("MCSJ_CALDAV_PASSWORD")
    if not user and password:
        raise WrongUsageError(_("There is a password, but no user."), _("Set MCSJ_CALDAV_USER too."))
    if not user:
        return None
    password = password or find_password(place, user)
    if not password:
        raise WrongUsageError(
            _("There is no password for «{user}».").format(user=user),
            _("Set MCSJ_CALDAV_PASSWORD, or keep it in the keyring: keyring set {place} {user}").format(
                place=place, user=user
            ),
        )
    return user, password


def today(project: Project) -> date:
    """Give the day that it is on the network's clock."""
    return now(project).date()


def choose_week(text: str | None, day: date) -> Week:
    """Read a week however a day of it is written; without one, the week of `day`. Raises WrongUsageError."""
    if text is None:
        return Week.of(day)
    try:
        return Week.parse(text)
    except ValueError as error:
        try:
            return Week.of(parse_days(text, day)[0])
        except WrongUsageError:
            raise WrongUsageError(
                _("There is no week «{text}»: {reason}.").format(text=text, reason=error),
                _("Write it as {week}.").format(week=Week.of(day)),
            ) from error


def choose_days(week: str | None, first: str | None, last: str | None, day: date) -> tuple[date | None, date | None]:
    """Settle the first and last day asked for by --week, or by --from and --to; None where an end is open.

    Raises WrongUsageError for a range that ends before it begins.
    """
    if week is not None:
        if first or last:
            raise WrongUsageError(_("--week already says from when to when: leave out --from and --to."))
        chosen = choose_week(week, day)
        return chosen.monday, chosen.sunday
    begins = parse_days(first, day)[0] if first else None
    ends = parse_days(last, day)[1] if last else None
    check_range(begins, ends)
    return begins, ends


def check_range(begins: date | None, ends: date | None) -> None:
    """Refuse a range that ends before it begins, with WrongUsageError."""
    if begins and ends and ends < begins:
        message = _("The range ends on {last}, before it begins on {first}.").format(first=begins, last=ends)
        raise WrongUsageError(message)


def check_output(project: Project, path: Path) -> Path:
    """Give a place for a result back, unless it lies among the data; raise WrongUsageError."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError until Python 3.13
        raise OutputError(path, _("its links lead in a circle")) from error
    if (project.root / "data").resolve() in (target, *target.parents):
        raise WrongUsageError(
            _("{path} lies among the network's data, where results are not written.").format(path=path),
            _("Choose another place with -o."),
        )
    return path


def choose_day(text: str | None, option: str, day: date) -> date:
    """Read the one day of an option, however it is written; without a text, `day`. Raises WrongUsageError."""
    if text is None:
        return day
    first, last = parse_days(text, day)
    if first != last:
        raise WrongUsageError(_("{option} takes one day, not the week {week}.").format(option=option, week=text))
    return first


def choose_past_day(text: str | None, option: str, day: date) -> date:
    """Read a day as `choose_day`, of what has been done; raise WrongUsageError for one that has yet to come."""
    chosen = choose_day(text, option, day)
    if chosen > day:
        raise WrongUsageError(_("{day} has not come yet.").format(day=chosen), _("Nothing was written."))
    return chosen


def choose_moment(text: str, day: date) -> datetime:
    """Read a day and an hour, «2020-04-21 11:00» or «jueves 11:00», as the naive moment; raise WrongUsageError."""
    name, _space, hour = " ".join(text.replace("T", " ").split()).rpartition(" ")
    try:
        return datetime.combine(choose_day(name, "", day), WallTime.parse(hour).time)
    except (ValueError, WrongUsageError) as error:
        raise WrongUsageError(
            _("«{text}» is not a day and an hour.").format(text=text),
            _("Write it as «2020-04-21 11:00» or «{weekday} 11:00».").format(weekday=_("Thursday")),
        ) from error


def parse_field(field: type[F], text: str) -> F:
    """Make a field of a record from what a person says; raise InvalidValueError."""
    try:
        return field.parse(text)
    except ValueError as error:
        raise InvalidValueError(_("This cannot be kept: {reason}.").format(reason=error)) from error


def describe(entry: "Entry[Record]") -> dict[str, Any]:
    """Give a record's fields for programs, under their names in the files, also those that say nothing."""
    fields = msgspec.structs.fields(type(entry.record))  # type: ignore[arg-type]
    plain = {one.encode_name: getattr(entry.record, one.name) for one in fields}
    return {"uid": entry.uid, **msgspec.to_builtins(plain, enc_hook=str)}


def require(given: Mapping[str, object], example: str) -> None:
    """Refuse to go on without what is missing where nobody is at the keyboard to be asked; raise WrongUsageError."""
    missing = [name for name, value in given.items() if not (value.strip() if isinstance(value, str) else value)]
    if missing and not is_interactive():
        raise WrongUsageError(
            _("Missing: {names}.").format(names=", ".join(missing)), _("As in: {example}").format(example=example)
        )


def refuse_orphans(project: Project, before: "Groups", after: "Groups") -> None:
    """Refuse groups with which what was written down of meetings would be wrong; raise InvalidValueError."""
    from mcsj_cli.sources import find_orphans  # noqa: PLC0415  only for changes of the groups

    files = find_orphans(project, before, after)
    if files:
        raise InvalidValueError(
            _("What is written down of meetings does not fit this change: {files}.").format(files=", ".join(files[:5])),
            _("Nothing was written. Choose a later day, or correct those first."),
        )


def agree(question: str, *, yes: bool) -> None:
    """Go on only with a person's yes, given beforehand or at the keyboard; raise WrongUsageError."""
    if yes:
        return
    if not is_interactive():
        raise WrongUsageError(question, _("Nothing was written. To go on all the same: --yes"))
    if not confirm(question + " " + _("Go on?")):
        raise WrongUsageError(_("Nothing was written."))


def agree_to_past(start: datetime, moment: datetime, *, yes: bool) -> None:
    """Ask before something is planned for a moment that is over."""
    if start < moment:
        told = _("{day}, {hour} h, is over already.").format(day=long_date(start.date()), hour=f"{start:%H:%M}")
        agree(told[0].upper() + told[1:], yes=yes)


def choose_value(text: str | None, known: Iterable[str]) -> str | None:
    """Find a value of the data by itself or by the person's word for it; raise WrongUsageError with the nearest."""
    if text is None:
        return None
    names = {name: value for value in known for name in (fold(value), fold(word(value)))}
    if fold(text) in names:
        return names[fold(text)]
    close = nearest(text, names, 1)
    advice = _("Did you mean «{name}»?").format(name=close[0]) + " " if close else ""
    raise WrongUsageError(
        _("«{value}» is not one of the values that can be here").format(value=text) + ".",
        advice + _("They are: {names}.").format(names=", ".join(dict.fromkeys(word(value) for value in known))),
    )


def choose_state(text: str | None) -> str | None:
    """Give a state's abbreviation; raise NotFoundError."""
    return find_state(text).abbreviation if text else None
