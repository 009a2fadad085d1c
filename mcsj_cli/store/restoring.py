"""A file edited by hand, put back as it last could be read; what it said then is set aside."""

from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcsj_cli.commits import RESTORE, commit_subject
from mcsj_cli.errors import InvalidDataError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.store import files, git, yaml
from mcsj_cli.store.history import History
from mcsj_cli.store.merge import find_schema
from mcsj_cli.store.replacement import read_content, replace_all

_ASIDE = "aside"
_ALL = 1_000  # versions of a file that are looked through


class Restoring(NamedTuple):
    """A file's text now and as it will be again; `aside` is where the present one goes, if any.

    `moment` is when the good text was written down, and `committed` whether it is still so in the
    last commit.
    """

    file: str
    current: bytes | None
    good: bytes
    moment: str
    aside: str | None
    committed: bool


def plan_restoring(root: Path, history: History, file: str) -> Restoring:
    """Find the last text of a file that can be read, and where the present one would go.

    Raises WrongUsageError for a file that reads and was not edited since, NotFoundError where no
    commit has a text that reads.
    """
    history.require_rest()
    current, last = read_content(root, file), _read_version(root, "HEAD", file)
    is_sound = last is not None and _is_readable(last, file)
    if current == last or not is_sound:
        _refuse_readable(current, file)
    for commit in git.read_log(root, _ALL, file):
        good = last if is_sound else _read_version(root, commit.name, file)
        if good is not None and _is_readable(good, file):
            aside = None if current is None else _find_aside(root, file)
            return Restoring(file, current, good, commit.moment, aside, is_sound)
    raise NotFoundError(_("text that can be read, in the history of"), file)


def finish_restoring(root: Path, history: History, restoring: Restoring) -> None:
    """Set the present text aside, and write the good one; commit it where the last one is not."""
    file = restoring.file
    if restoring.aside and restoring.current is not None:
        files.make_folder((root / restoring.aside).parent)
        files.create(root / restoring.aside, restoring.current)
    replace_all(root, {file: (restoring.current, restoring.good)})
    if not restoring.committed:
        history.record(commit_subject(RESTORE, file), [file], always=True)


def _refuse_readable(current: bytes | None, file: str) -> None:
    if current is None or not _is_readable(current, file):
        return
    raise WrongUsageError(
        _("{file} can be read, and nobody has edited it by hand since.").format(file=file),
        _("Nothing was written. Each of its changes is undone by its name: mcsj log {file}").format(
            file=file
        ),
    )


def _read_version(root: Path, commit: str, file: str) -> bytes | None:
    name = git.resolve_file(root, commit, file)
    return git.read_blobs(root, [name])[name] if name else None


def _is_readable(content: bytes, file: str) -> bool:
    schema = find_schema(file)
    try:
        if schema:
            yaml.load(content, schema, file)
    except InvalidDataError:
        return False
    return True


def _find_aside(root: Path, file: str) -> str:
    """Return a free place for a text that nothing reads, and that is not shared."""
    path = PurePosixPath(file)
    places = (f"{_ASIDE}/{path.stem}-{number}{path.suffix}" for number in count(1))
    return next(place for place in places if not (root / place).exists())
