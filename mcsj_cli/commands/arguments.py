"""The arguments of commands understood: days and weeks, values and fields, a yes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from mcsj_cli.choices import Choice
from mcsj_cli.console import is_interactive, note, note_once
from mcsj_cli.errors import InvalidValueError, NotFoundError, UnkeepableError, WrongUsageError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model import dates
from mcsj_cli.model.category import Categories
from mcsj_cli.model.dates import AmbiguousHourError, Looking
from mcsj_cli.model.fields import Scalar, WallTime
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.search import Search, parse_search
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.model.week import Week
from mcsj_cli.operations.mesa_choice import split_names
from mcsj_cli.questions import ask, confirm, tell
from mcsj_cli.store import files
from mcsj_cli.vocabulary import as_in, spoken

F = TypeVar("F", bound=Scalar)
T = TypeVar("T")
_LONG_AHEAD = 300  # days after which a day without its year may mean the one that is over
_FAR = 10  # years ahead for which nobody plans a meeting


def choose_week(text: str | None, day: date, looking: Looking = Looking.NEAR) -> Week:
    """Parse a week or a day of it; without a text, the week of `day`; raise WrongUsageError."""
    if text is None:
        return Week.of(day)
    found = dates.parse_week(text, day, looking)
    if not found.full:
        _echo(
            _("{week}, from {first} to {last}").format(
                week=found.week,
                first=long_date(found.week.monday),
                last=long_date(found.week.sunday),
            )
        )
    return found.week


def choose_days(
    week: str | None,
    first: str | None,
    last: str | None,
    day: date,
    looking: Looking = Looking.BACK,
) -> tuple[date | None, date | None]:
    """Return the first and last day of --week, or of --from and --to; None for an open end.

    Raise WrongUsageError for a range that ends before it begins.
    """
    if week is not None:
        if first or last:
            raise WrongUsageError(
                _("--week already says from when to when: leave out --from and --to.")
            )
        chosen = choose_week(week, day)
        return chosen.monday, chosen.sunday
    return choose_range(first, last, day, looking)


def choose_range(
    first: str | None, last: str | None, day: date, looking: Looking = Looking.AHEAD
) -> tuple[date | None, date | None]:
    """Return the days from a first to a last one; None for an open end.

    A last day without its year or week comes after the first one.
    Raise WrongUsageError for a range that ends before it begins.
    """
    begins = dates.parse_days(first, day, looking) if first else None
    ends = dates.parse_days(last, day, looking) if last else None
    if last and begins and ends and ends.last < begins.first and not ends.full:
        ends = dates.parse_days(last, day, Looking.AHEAD)
    check_range(begins.first if begins else None, ends.last if ends else None)
    told = [long_date(begins.first)] if begins and not begins.full else []
    told += [long_date(ends.last)] if ends and not ends.full else []
    for one in told:
        _echo(one)
    return begins.first if begins else None, ends.last if ends else None


def check_range(begins: date | None, ends: date | None) -> None:
    """Raise WrongUsageError for a range that ends before it begins."""
    if begins and ends and ends < begins:
        message = _("The range ends on {last}, before it begins on {first}.")
        raise WrongUsageError(message.format(first=begins, last=ends))


def choose_day(text: str | None, option: str, day: date, looking: Looking = Looking.AHEAD) -> date:
    """Parse the one day of an option; without a text, `day`; raise WrongUsageError.

    A day without its year or week is the next one, or the last one of what has happened.
    """
    if text is None:
        return day
    if dates.is_week(text, day):
        raise WrongUsageError(
            _("{option} takes one day, not the week {week}.").format(
                option=spoken(option), week=text
            )
        )
    found = dates.parse_day(text, day, looking)
    if not found.full:
        _echo(long_date(found.day))
        if (found.day - day).days > _LONG_AHEAD:
            _warn_of_next_year(found.day)
    return found.day


def _warn_of_next_year(chosen: date) -> None:
    """Warn of a day without its year that has just gone by, and is understood as the next one."""
    text = _(
        "Warning: {day} is about a year away. If you mean the one that is over, write its year: "
        "{other}"
    )
    other = f"{chosen.year - 1}-{chosen:%m-%d}"
    note_once(text.format(day=long_date(chosen), other=other))


def choose_past_day(text: str | None, option: str, day: date) -> date:
    """Parse a day as `choose_day`; raise WrongUsageError also for one that has not come yet."""
    chosen = choose_day(text, option, day, Looking.BACK)
    if chosen > day:
        raise WrongUsageError(
            _("{day} has not come yet.").format(day=chosen), _("Nothing was written.")
        )
    return chosen


def choose_moment(text: str, day: date, own: date | None = None) -> datetime:
    """Parse a day and an hour, «2020-04-21 11:00» or «jueves 5 pm», as a naive moment.

    An hour alone is one of the `own` day. A person at the keyboard is asked about an hour that may
    be two. Raise WrongUsageError.
    """
    try:
        found = dates.parse_moment(text, day, own=own)
    except AmbiguousHourError as error:
        if not is_interactive():
            raise
        return _ask_hour(error)
    if not found.full:
        _echo(f"{long_date(found.moment.date())}, {found.moment:%H:%M} h")
    return found.moment


def choose_hour(text: str) -> WallTime:
    """Parse an hour, «17:00» or «5 pm»; raise InvalidValueError."""
    try:
        found = dates.parse_hour(text)
    except WrongUsageError as error:
        raise InvalidValueError(error.message, error.advice) from error
    if len(found.hours) > 1:
        one, other = (f"{hour:%H:%M}" for hour in found.hours)
        message = _("«{text}» may be {one} h or {other} h.")
        advice = _("Write it as {hour}.").format(hour=other)
        raise InvalidValueError(message.format(text=text, one=one, other=other), advice)
    if not found.full:
        _echo(f"{found.hours[0]:%H:%M} h")
    return WallTime.parse(f"{found.hours[0]:%H:%M}")


def _ask_hour(error: AmbiguousHourError) -> datetime:
    """Ask which of two hours is meant."""
    tell(error.message)
    moments = {str(number): moment for number, moment in enumerate(error.moments, 1)}
    for number, moment in moments.items():
        tell(f"  {number}. {long_date(moment.date())}, {moment:%H:%M} h")

    def choose(answer: str) -> str:
        if fold(answer) not in moments:
            raise WrongUsageError(_("Answer 1 or 2."))
        return fold(answer)

    meaning = _("The number of what is meant.")
    return moments[ask(_("Which one is it? 1 or 2"), choose, explanation=meaning)]


def _echo(understood: str) -> None:
    """Tell a person what was understood, once a run: questions parse an answer twice."""
    note_once(_("Understood: {what}").format(what=understood))


def choose_value(text: str | None, known: Iterable[str]) -> str | None:
    """Find a value by itself or by its label; raise WrongUsageError with the nearest."""
    if text is None:
        return None
    names: dict[str, str] = {}
    for value in known:
        names |= {fold(value): value, fold(label(value)): value}
    if fold(text) in names:
        return names[fold(text)]
    message = _("«{value}» is not one of the values that can be here").format(value=text) + "."
    labels = ", ".join(dict.fromkeys(label(value) for value in known))
    advice = _("They are: {names}.").format(names=labels)
    close = nearest(text, names, 1)
    if close:
        advice = _("Did you mean «{name}»?").format(name=close[0]) + f" {advice}"
    raise WrongUsageError(message, advice)


def list_labels(known: Iterable[str]) -> list[Choice]:
    """Return the choices of some values, by their labels."""
    return [Choice(label(str(value))) for value in known]


def choose_each(texts: Sequence[str] | None, find: Callable[[str], T]) -> list[T]:
    """Find each of some values, which may also stand in one text with commas; raise as `find`."""
    found: list[T] = []
    for name in split_names(texts):
        one = find(name)
        if one not in found:
            found.append(one)
    return found


def find_value(known: Iterable[str]) -> Callable[[str], str]:
    """Return what finds a value by itself or by its label; it raises WrongUsageError."""

    def find(text: str) -> str:
        return choose_value(text, known) or ""

    return find


def choose_search(
    texts: Sequence[str],
    categories: Categories,
    day: date,
    example: str,
    groups: Groups | None = None,
) -> Search:
    """Parse the words of a search; raise WrongUsageError if there are none, or as they do."""
    asked = parse_search(texts, categories, day, groups)
    if asked.is_empty:
        raise WrongUsageError(_("There is no word to search for."), as_in(example))
    if asked.since and not asked.is_full:
        _echo(long_date(asked.since))
    return asked


def parse_field(field: type[F], text: str) -> F:
    """Parse a text as a field of a record; raise InvalidValueError."""
    try:
        return field.parse(text)
    except ValueError as error:
        raise UnkeepableError(error) from error


def read_file(path: Path, most: int = -1) -> bytes:
    """Read a file that a person named, or at most so many bytes of it.

    Raise NotFoundError, or WrongUsageError if it cannot be read.
    """
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


def agree(question: str, *, yes: bool) -> None:
    """Require a person's yes, given beforehand or at the keyboard; raise WrongUsageError."""
    if yes:
        return
    if not is_interactive():
        raise WrongUsageError(question, _("Nothing was written. To go on all the same: --yes"))
    if not confirm(question + " " + _("Go on?")):
        raise WrongUsageError(_("Nothing was written."))


def require_whole_name(given: str, uid: str, command: str) -> None:
    """Raise WrongUsageError where a record is not called by its whole name.

    What a part of a name means changes with what else there is, and nobody was asked.
    """
    if fold(given).removesuffix(".yaml") != fold(uid):
        raise WrongUsageError(
            _("With --yes it takes the whole name, and «{given}» is not one.").format(given=given),
            _("Nothing was written. If you mean this one: {command}").format(
                command=spoken(command)
            ),
        )


def agree_to_rewrite(before: Groups, after: Groups, moment: datetime, *, yes: bool) -> None:
    """Ask before a schedule changes the hours of past meetings; raise WrongUsageError."""
    from mcsj_cli.model.roster import find_rewritten  # lists do without

    rewritten = find_rewritten(before, after, moment)
    if rewritten:
        day = long_date(rewritten.start.date())
        agree(_("From {day} on, meetings that are over change too.").format(day=day), yes=yes)


def agree_to_start(start: datetime, moment: datetime, *, yes: bool) -> None:
    """Ask before something is planned for the past, or for a year that may be a slip.

    Raise InvalidValueError for a moment that never comes.
    """
    day, hour = long_date(start.date()), f"{start:%H:%M}"
    from mcsj_cli.model.schedule import clock_turn  # lists do without

    turn = clock_turn(start)
    if turn > timedelta():
        message = _("There is no {hour} h on {day}: the clock goes forward that night.")
        advice = _("Nothing was written. Choose another hour.")
        raise InvalidValueError(message.format(hour=hour, day=day), advice)
    if turn < timedelta():
        text = _("{hour} h comes twice on {day}, as the clock goes back: the first one counts.")
        note(text.format(hour=hour, day=day))
    if start.year > moment.year + _FAR:
        told = _("{day} is more than {n} years away.").format(day=day, n=_FAR)
        agree(told[0].upper() + told[1:], yes=yes)
    if start < moment:
        told = _("{day}, {hour} h, is over already.").format(day=day, hour=hour)
        agree(told[0].upper() + told[1:], yes=yes)
