"""The person's terminal: results on stdout, everything else on stderr."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from mcsj_cli.errors import McsjError, Problem, ReaderGoneError, UnshownError, find_edited
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.text import one_line

_FEW = 3
_LONG = 2_000  # files that take long enough to be waited for
_BAR = 30  # columns of a bar of progress
_told: set[Problem | str] = set()
_told_copies: set[str] = set()
_hushed: list[bool] = []  # not empty while what was told already is told again
_asked_for: set[str] = set()  # what the person wants to be told besides
_FILES = "files"


def say(text: str = "") -> None:
    """Print a result; raise ReaderGoneError, or UnshownError where it cannot be taken."""
    with _printing():
        print(text, file=sys.stdout)


def say_bytes(content: bytes) -> None:
    """Print a file's own bytes, line ends included; raise as `say` does."""
    with _printing():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def flush() -> None:
    """Write out everything that was printed; raise as `say` does."""
    with _printing():
        sys.stdout.flush()


def note(text: str) -> None:
    """Print something that is not the result, unless it is hushed."""
    if _hushed:
        return
    with suppress(ReaderGoneError, UnshownError):
        flush()
    with suppress(OSError):  # who closed it does not want to be told
        print(text, file=sys.stderr, flush=True)


def hush(*, on: bool) -> None:
    """Tell nothing but results while answers are given again, and tell on afterwards."""
    _hushed[:] = [True] if on else []


def note_more(hidden: int, total: int) -> None:
    """Say how many results of a list were left out for its limit, and how all are shown."""
    if hidden > 0:
        told = ngettext(
            "There is {n} more: --limit {total}", "There are {n} more: --limit {total}", hidden
        )
        note(told.format(n=hidden, total=total))


def note_once(text: str) -> None:
    """Print something that is not the result, unless it was printed in this run already."""
    if text not in _told:
        _told.add(text)
        note(text)


def show_progress(done: int, total: int) -> None:
    """Draw on a terminal how far a long reading has come; clear it when all is done."""
    if total < _LONG or not _is_drawn():
        return
    text = _("Reading the archive {bar} {done} of {total}")
    line = text.format(bar=_format_bar(done, total), done=done, total=total)
    if done >= total:
        line = " " * len(line) + "\r"
    _draw(line)


def show_steps(done: int, total: int) -> None:
    """Draw on a terminal how far some slow steps have come; clear it when all are done."""
    if _is_drawn():
        _draw(f"{_format_bar(done, total)} {done}/{total}" if done < total else "\x1b[K")


def _is_drawn() -> bool:
    """Whether progress is drawn: only where a person sees stderr."""
    return sys.stderr is not None and sys.stderr.isatty()


def _format_bar(done: int, total: int) -> str:
    return ("█" * (done * _BAR // max(total, 1))).ljust(_BAR, "░")


def _draw(line: str) -> None:
    """Draw over the line of progress."""
    with suppress(OSError):
        print("\r" + line, end="", file=sys.stderr, flush=True)


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        from mcsj_cli.store.files import reason  # only when the stream is closed to us

        raise UnshownError(reason(error)) from error


def is_interactive() -> bool:
    """Whether a person is at the keyboard."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_terminal() -> bool:
    """Whether a person reads the result on a terminal."""
    return sys.stdout.isatty()


def want_files(*, wanted: bool) -> None:
    """Note whether the person asked for the places of files."""
    if wanted:
        _asked_for.add(_FILES)


def tells_files() -> bool:
    """Whether places of data files are told: to who asked for them, and to programs in a pipe."""
    return _FILES in _asked_for or not is_terminal()


def show_error(error: McsjError) -> None:
    """Print an error with its advice, and its problems where it has some."""
    show_problems(getattr(error, "problems", ()))
    note(_("Error: {message}").format(message=_printable(error.message)))
    if error.advice:
        note("  " + _printable(error.advice))


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems to stderr, each once in a run: several steps may meet the same one."""
    list_problems([problem for problem in problems if problem not in _told], note)
    _told.update(problems)


def forget_told() -> None:
    """Begin a run, in which nothing has been shown yet."""
    _told.clear()
    _told_copies.clear()
    _asked_for.clear()


def list_problems(problems: Sequence[Problem], tell: Callable[[str], None] = say) -> None:
    """Print problems: place and message, what stands there, what to do."""
    for problem in problems:
        message = problem.message
        if problem.warning:
            message = _("Warning: {message}").format(message=message)
        tell(f"{_printable(problem.place)}: {_printable(message)}")
        if problem.excerpt:
            tell("    | " + _printable(problem.excerpt))
        if problem.advice:
            tell("    → " + _printable(problem.advice))


def warn_unread(problems: Sequence[Problem]) -> None:
    """Name on stderr the files that could not be read, the first few with their problems."""
    first = {problem.file: problem for problem in reversed(problems)}
    files = list(dict.fromkeys(problem.file for problem in problems))
    show_problems([first[file] for file in files[:_FEW]])
    for file in files[_FEW:]:
        note(_printable(file))
    if files:
        text = ngettext(
            "Warning: {n} file could not be read and does not count here.",
            "Warning: {n} files could not be read and do not count here.",
            len(files),
        )
        note(text.format(n=len(files)))
    if file := find_edited(problems):
        note(_("To put it back as it was: mcsj undo {file}").format(file=file))
    if len(problems) > min(len(files), _FEW):
        note(_("«mcsj check» shows every problem."))


def warn_copies(files: Sequence[str]) -> None:
    """Say on stderr, once in a run, how many files among the records are only copies of them."""
    if _told_copies.issuperset(files):
        return
    _told_copies.update(files)
    text = ngettext(
        "Warning: {n} file is a copy of a record and does not count: «mcsj check» tells of it.",
        "Warning: {n} files are copies of records and do not count: «mcsj check» tells of them.",
        len(files),
    )
    note(text.format(n=len(files)))


def _printable(text: str) -> str:
    """Return a text whose lines hold no signs that steer a terminal."""
    return "\n".join(one_line(line) for line in text.split("\n"))
