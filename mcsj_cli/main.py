"""The way in and out: first the language, then the application; every error is an exit code."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from mcsj_cli import i18n

_LANGUAGE = ("--lang", "--idioma")
BUG, INTERRUPTED = 70, 130  # sysexits.h EX_SOFTWARE; 128 + SIGINT


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    # A short run never has garbage worth a search, and imports alone cause fifty searches.
    gc.set_threshold(100_000)
    language, rest = take_language(arguments)
    i18n.use(language or i18n.find_language(os.environ))
    _prepare_streams()
    code = _run_application(rest)
    try:
        sys.stderr.flush()
    except OSError:
        _forget(sys.stderr)
    return code


def _prepare_streams() -> None:
    """Let both streams take whatever is printed; one may be closed, or know few signs."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  for the run
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            # Programs that read our pipes expect UTF-8, also on Windows.
            # A console shows what it can.
            piped = os.name == "nt" and not stream.isatty()
            stream.reconfigure(errors="replace", encoding="utf-8" if piped else None)


def take_language(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `--lang` or `--idioma` out of the arguments; the last one before `--` counts."""
    rest, language = list(arguments), None
    stop = rest.index("--") if "--" in rest else len(rest)
    for position in range(stop - 1, -1, -1):
        value, taken = _find_language(rest[position : position + 2])
        if value in i18n.LANGUAGES:
            language = language or value
            del rest[position : position + taken]
    return language, rest


def _find_language(arguments: Sequence[str]) -> tuple[str | None, int]:
    """Return the language that the first argument names, and how many arguments that takes."""
    option, joined, value = arguments[0].partition("=")
    if option in _LANGUAGE and joined:
        return value, 1
    if option in _LANGUAGE and len(arguments) > 1:
        return arguments[1], 2
    return None, 0


def _run_application(arguments: list[str]) -> int:
    import click  # these ask for their words when imported

    from mcsj_cli.console import forget_told, note, show_error
    from mcsj_cli.errors import McsjError, ReaderGoneError, UnshownError

    forget_told()
    try:
        return _invoke(arguments)
    except McsjError as error:
        if not isinstance(error, ReaderGoneError):
            show_error(error)
        if isinstance(error, UnshownError | ReaderGoneError):
            _forget(sys.stdout)
        return error.exit_code
    except click.ClickException as error:
        with suppress(OSError):  # who closed stderr does not want to be told
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        note("\n" + (str(error) or i18n._("Interrupted.")))
        return INTERRUPTED
    except Exception:  # noqa: BLE001  the one place that may: a bug is told and kept
        note(_keep_traceback())
        return BUG


def _invoke(arguments: list[str]) -> int:
    """Run the application; raise ReaderGoneError or UnshownError where Typer cannot print."""
    from mcsj_cli.application import build  # asks for its words when imported
    from mcsj_cli.console import flush
    from mcsj_cli.errors import ReaderGoneError, UnshownError

    try:
        code = build().main(arguments, prog_name="mcsj", standalone_mode=False)
    except SystemExit as error:
        # Typer leaves so once the Tab key is answered, or where the reader of its help has gone.
        if not error.code:
            return 0
        raise ReaderGoneError from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise UnshownError(i18n._("the disk is full")) from error
    flush()
    return code if isinstance(code, int) else 0


def _forget(stream: TextIO) -> None:
    """Point a stream that takes nothing to nowhere, where the interpreter can flush it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _keep_traceback() -> str:
    """Write the traceback of a bug into a file, and return the message that names it."""
    import tempfile  # only for a bug
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="mcsj-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exc(file=log)
    return i18n._(
        "Error: the program has a fault of its own; this is not your doing.\n"
        "  What happened is kept in {path}: send that file to whoever looks after mcsj."
    ).format(path=log.name)


if __name__ == "__main__":
    main()
