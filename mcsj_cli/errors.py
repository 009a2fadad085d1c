"""The expected errors: each is built from facts, and has an exit code that scripts rely on."""

from collections.abc import Sequence
from typing import NamedTuple

from mcsj_cli.i18n import _, ngettext

_FEW = 6  # names that a message shows at most


class Problem(NamedTuple):
    """Something wrong in a data file, at a `line` and `column` from 1, or 0 if it has no place.

    With a `warning` the data can be used as they are; a person should look at them. What is
    `private` may never reach the history, which goes to everybody.
    """

    file: str
    line: int
    column: int
    message: str
    advice: str = ""
    excerpt: str = ""
    warning: bool = False
    private: bool = False

    @property
    def place(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Fault(NamedTuple):
    """A broken rule inside a document, at a path such as ("groups", 3, "number").

    The store finds its line. The text at the path of a `private` fault is never shown.
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
    """The command line asks for something impossible."""

    exit_code = 2


class OutputError(WrongUsageError):
    """The file or folder to write to is missing, or cannot be written."""

    def __init__(self, path: object, reason: str, advice: str | None = None) -> None:
        super().__init__(
            _("Cannot write {path}: {reason}.").format(path=path, reason=reason),
            _("Nothing was written. Choose another place.") if advice is None else advice,
        )


class UnshownError(OutputError):
    """The result could not be printed; what was done before stays done."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("the result"),
            reason,
            _("What the command did before that stays done: look before you repeat it."),
        )


class MissingPartError(WrongUsageError):
    """The command needs a part of the program that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            _("{what}: this needs a part that is not installed.").format(what=what),
            _(
                "From the program's folder: pipx install --force '.[{extra}]' "
                "(together with the parts that you have)"
            ).format(extra=extra),
        )


class ReaderGoneError(McsjError):
    """The program that read our output through a pipe has ended; no message is shown."""

    exit_code = 141  # 128 + SIGPIPE, as in a shell

    def __init__(self) -> None:
        super().__init__("")


class NoProjectError(McsjError):
    """There is no network's data in this folder or above it; `below` are folders in it that do."""

    exit_code = 3

    def __init__(self, start: object, below: Sequence[str] = ()) -> None:
        advice = _(
            "Make one with «mcsj init red», "
            "or with «mcsj init prueba --demo» to try the program on example data."
        )
        if below:
            from shlex import quote  # only for an error

            lines = _(" or ").join(f"«cd {quote(name)}»" for name in below[:_FEW])
            advice = _("There is one in here. Go into it first: {commands}").format(commands=lines)
        super().__init__(
            _("There is no data folder in {start} nor above it.").format(start=start), advice
        )


class ExistsError(McsjError):
    """Something exists already and would be overwritten."""

    exit_code = 4


class ChangedError(McsjError):
    """A file changed after it was read; both versions are kept."""

    exit_code = 4

    def __init__(self, file: object, kept: object) -> None:
        super().__init__(
            _("{file} was changed meanwhile by somebody else.").format(file=file),
            _(
                "Nothing was overwritten. What was to be written is in {kept}; "
                "compare the two and try again."
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
    """There is no such thing; the nearest names are proposed."""

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
    """There was no data folder yet at that time, or in that change."""

    exit_code = 5

    def __init__(self, when: str) -> None:
        super().__init__(
            _("There were no data of the network yet: {when}.").format(when=when),
            _("«mcsj log» shows the changes that there are, with their days."),
        )


class AmbiguousError(McsjError):
    """A part of a name fits more than one thing."""

    exit_code = 5

    def __init__(
        self, what: str, given: str, fits: Sequence[str], advice: str = "", *, most: int = _FEW
    ) -> None:
        names = [*fits[:most], "…"] if len(fits) > most else fits
        super().__init__(
            _("«{given}» fits more than one {what}: {names}.").format(
                given=given, what=what, names=", ".join(names)
            ),
            advice or _("Write more of the name."),
        )


class InvalidValueError(McsjError):
    """A value is not valid."""

    exit_code = 6


class UnkeepableError(InvalidValueError):
    """A value cannot be written to a file, for a reason that a field or a fault gives."""

    def __init__(self, reason: object, advice: str = "") -> None:
        super().__init__(_("This cannot be kept: {reason}.").format(reason=reason), advice)


class SyncConflictError(McsjError):
    """Two people changed the same values; one person's were kept until somebody decides.

    Those are the others', but `ours` in a rebase.
    """

    exit_code = 1

    def __init__(self, count: int, *, ours: bool = False) -> None:
        text = ngettext(
            "{n} value was changed by two people; theirs was kept, and yours is in the history.",
            "{n} values were changed by two people; "
            "theirs were kept, and yours are in the history.",
            count,
        )
        if ours:
            text = ngettext(
                "{n} value was changed by two people; yours was kept, and theirs is in the "
                "history.",
                "{n} values were changed by two people; "
                "yours were kept, and theirs are in the history.",
                count,
            )
        super().__init__(text.format(n=count))


class HistoryError(McsjError):
    """Git failed, or the shared copy could not be reached."""

    exit_code = 7


class UnsettledError(HistoryError):
    """Git waits for a person in this folder; `problems` names the files that are to be settled."""

    def __init__(self, message: str, advice: str, problems: Sequence[Problem]) -> None:
        super().__init__(message, advice)
        self.problems = tuple(problems)


class ServerError(McsjError):
    """A server on the network cannot be reached, or refuses a request."""

    exit_code = 7


class EditedError(McsjError):
    """Another person changed what was to be overwritten; their version is kept."""

    exit_code = 4


class ProblemsFoundError(McsjError):
    """A check found problems, which it has printed as its result."""

    exit_code = 1

    def __init__(self, count: int, warnings: int = 0) -> None:
        told = ngettext("{n} problem was found.", "{n} problems were found.", count).format(n=count)
        super().__init__(f"{told} {count_warnings(warnings)}".rstrip())


class InvalidDataError(McsjError):
    """Data files cannot be read as they are; `problems` holds everything that was found."""

    exit_code = 6

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            ngettext("{n} problem in the data.", "{n} problems in the data.", count).format(
                n=count
            ),
            _("The data are of a newer format: update the program.")
            if all(problem.warning for problem in self.problems)
            else advise_correcting(self.problems),
        )


def advise_correcting(problems: Sequence[Problem]) -> str:
    """Return what to do about files that cannot be read."""
    file = find_edited(problems)
    if not file:
        return _("Correct the file and run the command again; «mcsj check» lists every problem.")
    return _(
        "Correct the file and run the command again, or put it back as it was: «mcsj undo {file}». "
        "«mcsj check» lists every problem."
    ).format(file=file)


def find_edited(problems: Sequence[Problem]) -> str:
    """Return the first file among the data that a person wrote wrong, as it is typed, or ""."""
    from shlex import quote  # only for an error

    edited = (one.file for one in problems if one.line and one.file.startswith("data/"))
    return next((quote(file) for file in edited), "")


def count_warnings(count: int) -> str:
    """Return a sentence with the number of warnings, or "" if there are none."""
    if not count:
        return ""
    return ngettext("{n} warning was found.", "{n} warnings were found.", count).format(n=count)


def _join(names: Sequence[str]) -> str:
    quoted = [f"«{name}»" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + _(" or ") + quoted[-1]
