"""Git's own program: how it is run, and what it says when it refuses.

This is the only module that starts another program.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _

# What a hook or a script may have set for another repository.
_FOREIGN = (
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_SHALLOW_FILE",
    "GIT_NAMESPACE",
)
# Arguments that may stand before the name of git's command.
_BEFORE_THE_COMMAND = ("-c", "pack.compression=0", "--no-optional-locks")
# No program that watches the files: whoever made the folder could have named any. And no modes of
# files: on a USB stick, under WSL or on a Windows share everything is a program.
_ALWAYS = ("-c", "core.fsmonitor=false", "-c", "core.fileMode=false")
# Programs that git would run although it is only asked.
_ONLY_ASKED = ("-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false")
# How git refuses a folder of another owner, and the command by which it can be told to go on.
_FOREIGN_OWNER = re.compile(r"(?:ownership in repository at|unsafe repository) \(?'([^']*)'")
_WAY_OUT = re.compile(r"git config --global --add safe\.directory .*")
# How git says that a file is not in the encoding that its attributes name.
_ENCODING = ("BOM is required", "BOM is prohibited", "failed to encode")
_FILTER = re.compile(r"(filter\..*)\.[^.]+", re.DOTALL)


class Refused(NamedTuple):
    """Git's exit code and its words when it did not do what was asked."""

    code: int
    said: str


def run(
    root: Path,
    *arguments: str,
    given: bytes | None = None,
    interactive: bool = False,
    settings: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run git in a folder and wait for its end; `interactive` lets it ask for a password.

    `settings` hold instead of the folder's own. Raises HistoryError if there is no git, or if it
    refuses the folder for its owner.
    """
    stdin = subprocess.DEVNULL if given is None and not interactive else None
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *_ALWAYS, *arguments],
            input=given,
            stdin=stdin,
            capture_output=True,
            env=_build_environment(interactive=interactive) | _name_settings(settings or {}),
            check=False,
        )
    except OSError as error:
        message = _("There is no git on this machine.")
        raise HistoryError(message, _("Install git to keep and share a history.")) from error
    if done.returncode:
        _require_owner(done.stderr.decode("utf-8", "replace"))
    return done


def _require_owner(said: str) -> None:
    """Raise HistoryError where git refused a folder for its owner; git names its own way out."""
    refused, way_out = _FOREIGN_OWNER.search(said), _WAY_OUT.search(said)
    if refused and way_out:
        message = _("Git refuses {path}: the folder belongs to another user of this machine.")
        advice = _("If you know that user, tell git once: {command}")
        raise HistoryError(
            message.format(path=refused[1]), advice.format(command=way_out[0].strip())
        )


def _build_environment(*, interactive: bool) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    environment |= {
        # Some of git's messages are recognised, so they must be in English.
        "LC_ALL": "C",
        "LANGUAGE": "",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TERMINAL_PROMPT": "1" if interactive else "0",
    }
    if not interactive:
        environment.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
    return environment


def _name_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that gives git some settings, whatever their names hold."""
    if not settings:
        return {}
    environment = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        environment[f"GIT_CONFIG_KEY_{number}"] = key
        environment[f"GIT_CONFIG_VALUE_{number}"] = value
    return environment


def ask(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Run git and return what it prints; raise HistoryError with its own last words."""
    done = run(root, *arguments, given=given)
    if done.returncode:
        command = next(word for word in arguments if word not in _BEFORE_THE_COMMAND)
        raise build_error(command, done)
    return done.stdout


def inspect(root: Path, *arguments: str, files: bool = False) -> bytes:
    """Run git only to look, as `ask`, so that it runs no program that the folder's settings name.

    A folder that came as a copy has brought them along. With `files` git looks at the work tree.
    """
    filters = _disarm_filters(root) if files else {}
    options = [*_ONLY_ASKED]
    if filters:  # what git finds without them is not to be kept in its index
        options.append("--no-optional-locks")
    for key, value in filters.items():
        if "=" not in key:  # git before 2.31 knows no other way
            options += ["-c", f"{key}={value}"]
    done = run(root, *options, *arguments, settings=filters)
    if done.returncode:
        raise build_error(next(word for word in arguments if not word.startswith("-")), done)
    return done.stdout


def _disarm_filters(root: Path) -> dict[str, str]:
    """Return settings by which none of the folder's own filters is run."""
    listed = run(
        root, "config", "--show-scope", "--null", "--name-only", "--get-regexp", r"^filter\."
    )
    words = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    settings = {}
    for scope, key in zip(words[0::2], words[1::2], strict=False):
        driver = _FILTER.fullmatch(key)
        if driver and scope in ("local", "worktree"):
            for part in ("clean", "smudge", "process"):
                settings[f"{driver[1]}.{part}"] = ""
            settings[f"{driver[1]}.required"] = "false"
    return settings


def build_error(command: str, done: "subprocess.CompletedProcess[bytes]") -> HistoryError:
    """Build the error for a git command that failed."""
    message = _("Git refused ({command}): {said}")
    said = parse_refusal(done).said
    advice = _(
        "What was saved stays as it is. «mcsj doctor» looks at git;"
        " then «mcsj sync» puts it into the history."
    )
    if any(words in said for words in _ENCODING):
        advice = _(
            "What was saved stays as it is. Somebody told git in .gitattributes to keep data files"
            " in another encoding: «mcsj doctor --fix» mends that; then run «mcsj sync»."
        )
    return HistoryError(message.format(command=f"git {command}", said=said), advice)


def parse_refusal(done: "subprocess.CompletedProcess[bytes]") -> Refused:
    """Return what a run of git that failed has printed, on one line and without its hints."""
    printed = (done.stderr + b"\n" + done.stdout).decode("utf-8", "replace")
    told = []
    for line in printed.splitlines():
        if line.strip() and not line.startswith("hint:"):
            told.append(line.strip())
    return Refused(done.returncode, " / ".join(told) or str(done.returncode))


def find_line(root: Path, *arguments: str) -> str | None:
    """Run git and return the line that it prints, or None if it refuses."""
    done = run(root, *arguments)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def split_names(raw: bytes) -> list[str]:
    """Split a list of names that git has ended with zeros."""
    return [name for name in decode(raw).split("\0") if name]


def decode(raw: bytes) -> str:
    """Return what git has printed as text, names that are no text included."""
    return raw.decode("utf-8", "surrogateescape")
