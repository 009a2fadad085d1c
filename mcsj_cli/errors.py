"""What can go wrong: each error is built from facts and has the exit code that scripts rely on."""

from collections.abc import Sequence
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext


class Problem(NamedTuple):
    """Something wrong in a data file; `line` and `column` count from 1, 0 where the file has no such place.

    A `warning` is a task for a person: the data can be read and counted as they are.
    """

    file: str
    line: int
    column: int
    message: str
    advice: str = ""
    excerpt: str = ""
    warning: bool = False

    @property
    def place(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Fault(NamedTuple):
    """A broken rule inside a document, at a path such as ("groups", 3, "number"); the store gives it a place.

    Of a `private` one nothing that stands there may be shown.
    """

    path: tuple[str | int, ...]
    message: str
    advice: str = ""
    warning: bool = False
    private: bool = False


class McsjError(Exception):
    """An expected failure: what happened, and what to do about it."""

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class WrongUsageError(McsjError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class OutputError(WrongUsageError):
    """The file or folder to write to is missing or closed to us."""

    def __init__(self, path: object, reason: str, advice: str | None = None) -> None:
        super().__init__(
            _("Cannot write {path}: {reason}.").format(path=path, reason=reason),
            _("Nothing was written. Choose another place.") if advice is None else advice,
        )


class UnshownError(OutputError):
    """The result could not be printed, whatever was done before that."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("the result"),
            reason,
            _("What the command did before that stays done: look before you repeat it."),
        )


class MissingPartError(WrongUsageError):
    """What was asked for needs a part of the program that was not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            _("{what}: this needs a part that is not installed.").format(what=what),
            _(
                "From the program's folder: pipx install --force '.[{extra}]' (together with the parts that you have)"
            ).format(extra=extra),
        )


class ReaderGoneError(McsjError):
    """Whoever read our output through a pipe has left; nobody is told."""

    exit_code = 141  # 128 + SIGPIPE, as a shell has it

    def __init__(self) -> None:
        super().__init__("")


class NoProjectError(McsjError):
    """Neither this folder nor one above it holds a network's data."""

    exit_code = 3

    def __init__(self, start: object) -> None:
        super().__init__(
            _("There is no data folder in {start} nor above it.").format(start=start),
            _(
                "Make one with «mcsj init red», or with «mcsj init prueba --demo» to try the program on example data."
            ),
        )


class ExistsError(McsjError):
    """Something is there already and would be lost."""

    exit_code = 4


class ChangedError(McsjError):
    """A file changed after it was read: both versions stay."""

    exit_code = 4

    def __init__(self, file: object, kept: object) -> None:
        super().__init__(
            _("{file} was changed meanwhile by somebody else.").format(file=file),
            _(
                "Nothing was overwritten. What was to be written is in {kept}; compare the two and try again."
            ).format(kept=kept),
        )


class BusyError(McsjError):
    """Another process has been writing in the folder for too long."""

    exit_code = 4

    def __init__(self, root: object) -> None:
        super().__init__(
            _("Another mcsj has been writing in {path} for a minute.").format(path=root),
            _("Nothing was written. Wait until it ends, or end it, and try again."),
        )


class NotFoundError(McsjError):
    """No such thing; the nearest right names are proposed."""

    exit_code = 5

    def __init__(
        self, what: str, given: str, nearest: Sequence[str] = (), known: Sequence[str] = ()
    ) -> None:
        advice = ""
        if nearest:
            advice = _("Did you mean {names}?").format(names=_join(nearest))
        elif known:
            advice = _("There are: {names}.").format(names=", ".join(known))
        super().__init__(_("There is no {what} «{given}».").format(what=what, given=given), advice)


class NothingThenError(McsjError):
    """At that time, or in that change, there was no data folder yet."""

    exit_code = 5

    def __init__(self, when: str) -> None:
        super().__init__(
            _("There were no data of the network yet: {when}.").format(when=when),
            _("«mcsj log» shows the changes that there are, with their days."),
        )


class AmbiguousError(McsjError):
    """A part of a name that fits more than one thing."""

    exit_code = 5

    def __init__(self, what: str, given: str, fits: Sequence[str]) -> None:
        super().__init__(
            _("«{given}» fits more than one {what}: {names}.").format(
                given=given, what=what, names=", ".join(fits[:6]) + (", …" if len(fits) > 6 else "")
            ),
            _("Write more of the name."),
        )


class InvalidValueError(McsjError):
    """A value that cannot be kept."""

    exit_code = 6


class UnkeepableError(InvalidValueError):
    """A value that cannot be written to a file, with the reason and perhaps what to do about it."""

    def __init__(self, reason: object, advice: str = "") -> None:
        super().__init__(_("This cannot be kept: {reason}.").format(reason=reason), advice)


class SyncConflictError(McsjError):
    """Values that two people changed, of which theirs was kept until a person looks."""

    exit_code = 1

    def __init__(self, count: int) -> None:
        text = ngettext(
            "{n} value was changed by two people; theirs was kept, and yours is in the history.",
            "{n} values were changed by two people; theirs were kept, and yours are in the history.",
            count,
        )
        super().__init__(text.format(n=count))


class HistoryError(McsjError):
    """Git, or the way to the others' copy, refused."""

    exit_code = 7


class ServerError(McsjError):
    """A server on the network cannot be reached, or refuses."""

    exit_code = 7


class EditedError(McsjError):
    """Somebody else changed what was to be written over; theirs stays."""

    exit_code = 4


class ProblemsFoundError(McsjError):
    """A look at the data that found something; the problems themselves are its result."""

    exit_code = 1

    def __init__(self, count: int, warnings: int = 0) -> None:
        told = ngettext("{n} problem was found.", "{n} problems were found.", count).format(n=count)
        super().__init__(f"{told} {count_warnings(warnings)}".rstrip())


class InvalidDataError(McsjError):
    """Data files that cannot be read as they are; holds every problem found."""

    exit_code = 6

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            ngettext("{n} problem in the data.", "{n} problems in the data.", count).format(
                n=count
            ),
            _("Correct the file and run the command again; «mcsj check» lists every problem."),
        )


def count_warnings(count: int) -> str:
    """Tell how many warnings there are, in a sentence; none are not worth one."""
    return (
        ngettext("{n} warning was found.", "{n} warnings were found.", count).format(n=count)
        if count
        else ""
    )


def _join(names: Sequence[str]) -> str:
    quoted = [f"«{name}»" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + _(" or ") + quoted[-1]
