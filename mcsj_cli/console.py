"""What the person sees: results on stdout, everything else on stderr, lists in every format."""

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal, NamedTuple

from mcsj_cli.errors import McsjError, Problem, ReaderGoneError, UnshownError, WrongUsageError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.model.text import fold, nearest, one_line

Item = Mapping[str, Any]
YES, NO = {"s", "si", "y", "yes"}, {"n", "no"}
PIPED = ("github", "pipe")  # a bar inside a cell would end it
_FEW = 3
_LONG = 2_000  # files that take long enough to be waited for
_told: set[Problem] = set()
PROGRAM_FORMATS = ("json", "yaml", "csv")


class Column(NamedTuple):
    """A column for a person's eyes: its heading and how an item fills it."""

    heading: str
    cell: Callable[[Item], object]
    align: Literal["left", "right"] = "left"


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
    """Let everything that was said out; raise as `say` does."""
    with _printing():
        sys.stdout.flush()


def note(text: str) -> None:
    """Tell the person something that is not the result."""
    with suppress(ReaderGoneError, UnshownError):
        flush()
    with suppress(OSError):  # whoever closed it does not want to be told
        print(text, file=sys.stderr, flush=True)


def show_progress(done: int, total: int) -> None:
    """Draw on a terminal how far a long reading has come; it is gone when all is done."""
    if total < _LONG or sys.stderr is None or not sys.stderr.isatty():
        return
    width = 30
    bar = ("█" * (done * width // total)).ljust(width, "░")
    text = _("Reading the archive {bar} {done} of {total}").format(bar=bar, done=done, total=total)
    with suppress(OSError):
        print(
            "\r" + (text if done < total else " " * len(text) + "\r"),
            end="",
            file=sys.stderr,
            flush=True,
        )


def show_steps(done: int, total: int) -> None:
    """Draw on a terminal how far some steps have come that take a while each; it is gone when all are done."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    width = 30
    text = f"{'█' * (done * width // max(total, 1)):░<{width}} {done}/{total}"
    with suppress(OSError):
        print("\r" + (text if done < total else "\x1b[K"), end="", file=sys.stderr, flush=True)


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
    """Say whether a person is at the keyboard."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_terminal() -> bool:
    """Say whether a person reads the result on a terminal."""
    return sys.stdout.isatty()


def show_error(error: McsjError) -> None:
    """Print an error with its advice, and its problems where it has some."""
    show_problems(getattr(error, "problems", ()))
    note(_("Error: {message}").format(message=_printable(error.message)))
    if error.advice:
        note("  " + _printable(error.advice))


def show_problems(problems: Sequence[Problem]) -> None:
    """Tell of problems, of each once in a run: several steps of a command may meet the same one."""
    list_problems([problem for problem in problems if problem not in _told], note)
    _told.update(problems)


def forget_told() -> None:
    """Begin a run, in which nothing has been told yet."""
    _told.clear()


def list_problems(problems: Sequence[Problem], tell: Callable[[str], None] = say) -> None:
    """Print problems: place and message, what stands there, what to do."""
    for problem in problems:
        message = (
            _("Warning: {message}").format(message=problem.message)
            if problem.warning
            else problem.message
        )
        tell(f"{_printable(problem.place)}: {_printable(message)}")
        if problem.excerpt:
            tell("    | " + _printable(problem.excerpt))
        if problem.advice:
            tell("    → " + _printable(problem.advice))


def warn_unread(problems: Sequence[Problem]) -> None:
    """Name on stderr the files that could not be read and are left out of a list, the first few with what is wrong."""
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
    if len(problems) > min(len(files), _FEW):
        note(_("«mcsj check» shows every problem."))


def ask(
    question: str,
    parse: Callable[[str], str],
    default: str | None = None,
    *,
    show_default: bool = True,
) -> str:
    """Ask a person until `parse` takes the answer; its McsjError is shown and the question asked again."""
    import click  # loaded with the application by now

    def take(answer: str) -> str:
        try:
            return parse(answer)
        except McsjError as error:
            raise click.UsageError(f"{error.message} {error.advice}".strip()) from error

    return str(
        click.prompt(
            question,
            value_proc=take,
            default=default,
            show_default=show_default and bool(default),
            err=True,
        )
    )


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a person for a yes or no, in their own word for it."""

    def take(answer: str) -> str:
        word = fold(answer)
        if word not in YES | NO:
            raise WrongUsageError(_("Answer yes or no."))
        return word

    choices = _("[Y/n]") if default else _("[y/N]")
    return ask(f"{question} {choices}", take, "y" if default else "n", show_default=False) in YES


def show_list(
    items: Sequence[Item], columns: Sequence[Column], form: str | None, empty: str
) -> None:
    """Print a list: as a table for eyes, or whole, with its English keys, for programs."""
    if form in PROGRAM_FORMATS:
        if items or form != "csv":
            say(_for_programs(items, form).rstrip("\n"))
        return
    if not items:
        note(empty)
        return
    rows = [[_cell(column.cell(item)) for column in columns] for item in items]
    if form in PIPED:
        rows = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    if form is None and is_terminal():
        _print_rich(rows, columns)
    elif form is None:
        say(_plain(rows, columns))
    else:
        say(_tabulate(rows, columns, form))


def show_bars(counts: Sequence[tuple[str, int]]) -> None:
    """Draw counts as bars, names and numbers aligned, within the width of the terminal or 80 columns."""
    edge = max((_width(name) for name, _count in counts), default=0)
    figures = max((len(str(count)) for _name, count in counts), default=1)
    room = max(10, min(line_width() - edge - figures - 3, 60))
    most = max([count for _name, count in counts] + [room])
    for name, count in counts:
        bar = "█" * (-(-count * room // most) if most > room else count)
        say(f"{name}{' ' * (edge - _width(name))}  {count:>{figures}} {bar}".rstrip())


def line_width() -> int:
    """Say how many columns a line may have: those of the terminal, or 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if is_terminal() else 80


def show_fields(fields: Sequence[tuple[str, object]]) -> None:
    """Print one thing as its fields, names aligned; a terminal's width is kept."""
    shown = [(name, text) for name, value in fields if (text := _cell(value))]
    edge = max((_width(name) for name, _text in shown), default=0) + 2
    room = shutil.get_terminal_size().columns - edge if is_terminal() else 0
    for name, text in shown:
        lines = (
            textwrap.wrap(text, max(room, 20), break_on_hyphens=False, break_long_words=False)
            if room
            else [text]
        )
        say(f"{name}{' ' * (edge - _width(name))}{lines[0]}")
        for line in lines[1:]:
            say(" " * edge + line)


def show_item(item: Item, fields: Sequence[tuple[str, object]], form: str | None) -> None:
    """Print one thing for a person, or its keys and values for a program."""
    if form is None:
        show_fields(fields)
    elif form == "json":
        say(to_json(item))
    elif form in PROGRAM_FORMATS:
        say(_for_programs([item], form).rstrip("\n"))
    else:
        say(_tabulate([[name, _cell(value)] for name, value in fields], [_NAME, _VALUE], form))


def check_format(form: str) -> str:
    """Give a list format back if there is one of that name; raise WrongUsageError with the nearest."""
    name = form.strip().casefold()
    if name in PROGRAM_FORMATS:
        return name
    import tabulate  # slow to import, and seldom needed

    if name in tabulate.tabulate_formats:
        return name
    known = [*PROGRAM_FORMATS, *tabulate.tabulate_formats]
    raise WrongUsageError(
        _("There is no format «{name}».").format(name=form),
        _("Near it: {names}.").format(names=", ".join(nearest(name, known)))
        if nearest(name, known)
        else _("There are: {names}.").format(names=", ".join(known)),
    )


_NAME = Column("", lambda item: item)
_VALUE = Column("", lambda item: item)


def _for_programs(items: Sequence[Item], form: str) -> str:
    if form == "json":
        return to_json(items)
    if form == "csv":
        return to_csv(items).replace("\r\n", "\n")
    from mcsj_cli.store.yaml import dump_plain  # only where YAML is asked for

    return dump_plain(list(items))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(inner) for inner in value)
    return one_line(str(value))


def _printable(text: str) -> str:
    return "\n".join(one_line(line) for line in text.split("\n"))


def _width(text: str) -> int:
    return sum(
        0
        if unicodedata.combining(c) or c == "\u200d"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _plain(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> str:
    """Align columns with two spaces between them, as a pipe wants it."""
    table = [[column.heading for column in columns], *rows]
    widths = [max(_width(row[n]) for row in table) for n in range(len(columns))]
    lines = []
    for row in table:
        cells = [
            " " * (width - _width(cell)) + cell
            if column.align == "right"
            else cell + " " * (width - _width(cell))
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _print_rich(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> None:
    from rich.console import Console  # only for a table on a terminal

    from mcsj_cli.tables import build_table

    console = Console(highlight=False)
    console.print(
        build_table([(column.heading, column.align) for column in columns], rows, console.width)
    )


def _tabulate(rows: Sequence[Sequence[str]], columns: Sequence[Column], form: str) -> str:
    import tabulate  # slow to import, and seldom needed

    return tabulate.tabulate(
        rows,
        headers=[column.heading for column in columns],
        tablefmt=form,
        disable_numparse=True,
        colalign=[column.align for column in columns],
    )
