"""What a person gave a command, understood: days and weeks, values and fields, a yes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from mcsj_cli.console import confirm, is_interactive, note
from mcsj_cli.errors import InvalidValueError, NotFoundError, UnkeepableError, WrongUsageError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model.fields import Scalar, WallTime
from mcsj_cli.model.network import Groups
from mcsj_cli.model.roster import find_rewritten
from mcsj_cli.model.schedule import clock_turn
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.model.week import Week, parse_days
from mcsj_cli.store import files

F = TypeVar("F", bound=Scalar)
_FAR = 10  # years ahead for which nobody plans a meeting


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


def choose_days(
    week: str | None, first: str | None, last: str | None, day: date
) -> tuple[date | None, date | None]:
    """Settle the first and last day asked for by --week, or by --from and --to; None where an end is open.

    Raises WrongUsageError for a range that ends before it begins.
    """
    if week is not None:
        if first or last:
            raise WrongUsageError(
                _("--week already says from when to when: leave out --from and --to.")
            )
        chosen = choose_week(week, day)
        return chosen.monday, chosen.sunday
    begins = parse_days(first, day)[0] if first else None
    ends = parse_days(last, day)[1] if last else None
    check_range(begins, ends)
    return begins, ends


def check_range(begins: date | None, ends: date | None) -> None:
    """Refuse a range that ends before it begins, with WrongUsageError."""
    if begins and ends and ends < begins:
        message = _("The range ends on {last}, before it begins on {first}.").format(
            first=begins, last=ends
        )
        raise WrongUsageError(message)


def choose_day(text: str | None, option: str, day: date) -> date:
    """Read the one day of an option, however it is written; without a text, `day`. Raises WrongUsageError."""
    if text is None:
        return day
    try:
        first, last = parse_days(text, day)
    except WrongUsageError as error:
        raise WrongUsageError(
            error.message, _("Write it as 2020-04-23, hoy, mañana, ayer or jueves.")
        ) from error
    if first != last:
        raise WrongUsageError(
            _("{option} takes one day, not the week {week}.").format(option=option, week=text)
        )
    return first


def choose_past_day(text: str | None, option: str, day: date) -> date:
    """Read a day as `choose_day`, of what has been done; raise WrongUsageError for one that has yet to come."""
    chosen = choose_day(text, option, day)
    if chosen > day:
        raise WrongUsageError(
            _("{day} has not come yet.").format(day=chosen), _("Nothing was written.")
        )
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


def choose_value(text: str | None, known: Iterable[str]) -> str | None:
    """Find a value of the data by itself or by the person's word for it; raise WrongUsageError with the nearest."""
    if text is None:
        return None
    names = {name: value for value in known for name in (fold(value), fold(label(value)))}
    if fold(text) in names:
        return names[fold(text)]
    close = nearest(text, names, 1)
    advice = _("Did you mean «{name}»?").format(name=close[0]) + " " if close else ""
    raise WrongUsageError(
        _("«{value}» is not one of the values that can be here").format(value=text) + ".",
        advice
        + _("They are: {names}.").format(
            names=", ".join(dict.fromkeys(label(value) for value in known))
        ),
    )


def choose_state(text: str | None) -> str | None:
    """Give a state's abbreviation; raise NotFoundError."""
    return find_state(text).abbreviation if text else None


def parse_field(field: type[F], text: str) -> F:
    """Make a field of a record from what a person says; raise InvalidValueError."""
    try:
        return field.parse(text)
    except ValueError as error:
        raise UnkeepableError(error) from error


def read_file(path: Path, most: int = -1) -> bytes:
    """Read a file that a person named, or so many bytes of it; raise NotFoundError, or WrongUsageError for no file."""
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError as error:
        raise NotFoundError(_("file"), str(path)) from error
    except OSError as error:
        message = _("{path} cannot be read: {reason}.").format(
            path=path, reason=files.reason(error)
        )
        raise WrongUsageError(message, _("Nothing was written.")) from error


def require(given: Mapping[str, object], example: str) -> None:
    """Refuse to go on without what is missing where nobody is at the keyboard to be asked; raise WrongUsageError."""
    missing = [
        name
        for name, value in given.items()
        if not (value.strip() if isinstance(value, str) else value)
    ]
    if missing and not is_interactive():
        raise WrongUsageError(
            _("Missing: {names}.").format(names=", ".join(missing)),
            _("As in: {example}").format(example=example),
        )


def agree(question: str, *, yes: bool) -> None:
    """Go on only with a person's yes, given beforehand or at the keyboard; raise WrongUsageError."""
    if yes:
        return
    if not is_interactive():
        raise WrongUsageError(question, _("Nothing was written. To go on all the same: --yes"))
    if not confirm(question + " " + _("Go on?")):
        raise WrongUsageError(_("Nothing was written."))


def agree_to_rewrite(before: Groups, after: Groups, moment: datetime, *, yes: bool) -> None:
    """Ask before another schedule changes when meetings were that are over; raise WrongUsageError."""
    rewritten = find_rewritten(before, after, moment)
    if rewritten:
        day = long_date(rewritten.start.date())
        agree(_("From {day} on, meetings that are over change too.").format(day=day), yes=yes)


def agree_to_start(start: datetime, moment: datetime, *, yes: bool) -> None:
    """Ask before something is planned for a moment that is over, or in a year that looks like a slip of the fingers.

    Raises InvalidValueError for a moment that never comes.
    """
    turn = clock_turn(start)
    if turn > timedelta():
        raise InvalidValueError(
            _("There is no {hour} h on {day}: the clock goes forward that night.").format(
                hour=f"{start:%H:%M}", day=long_date(start.date())
            ),
            _("Nothing was written. Choose another hour."),
        )
    if turn < timedelta():
        note(
            _(
                "{hour} h comes twice on {day}, as the clock goes back: the first one counts."
            ).format(hour=f"{start:%H:%M}", day=long_date(start.date()))
        )
    if start.year > moment.year + _FAR:
        told = _("{day} is more than {n} years away.").format(day=long_date(start.date()), n=_FAR)
        agree(told[0].upper() + told[1:], yes=yes)
    if start < moment:
        told = _("{day}, {hour} h, is over already.").format(
            day=long_date(start.date()), hour=f"{start:%H:%M}"
        )
        agree(told[0].upper() + told[1:], yes=yes)
