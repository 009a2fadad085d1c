"""A change of the history taken back, on top of what was changed since."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import MEND, RAISE, REDO, UNDO
from mcsj_cli.errors import ExistsError, InvalidDataError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.store import git
from mcsj_cli.store.data_format import keep_format, raise_format
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.edits import find_edits
from mcsj_cli.store.history import PRIVATE, Changes, History, are_plain, read_contents
from mcsj_cli.store.merge import Side, Sides, merge
from mcsj_cli.store.replacement import Contents, read_content, replace_all
from mcsj_cli.store.yaml import parse_plain
from mcsj_cli.store.yaml.notation import write_document


class Undoing(NamedTuple):
    """A change to be taken back, and each file's content now and then."""

    commit: git.Commit
    files: Contents

    @property
    def message(self) -> str:
        """The first line of its own commit; to undo what undid something is to do that again."""
        subject = self.commit.subject
        if subject.startswith(UNDO):
            return REDO + subject.removeprefix(UNDO)
        return UNDO + subject.removeprefix(REDO)


def plan_undo(root: Path, history: History, name: str | None) -> Undoing:
    """Work out what taking a change back, the last one if none is named, does to each file.

    Raises NotFoundError, WrongUsageError for what cannot be taken back, and ExistsError where a
    later change stands in the same place.
    """
    history.require_rest()
    commit = _find_commit(root, name)
    changes = git.compare(root, f"{commit.name}^", commit.name)
    _require_data(commit, changes)
    taken: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path, (before, after) in read_contents(root, changes).items():
        current = read_content(root, path)
        wanted = before if current == after else _merge(root, path, after, current, before)
        if path == NETWORK:
            wanted = keep_format(current, wanted)
        if wanted != current:
            taken[path] = (current, wanted)
    return Undoing(commit, taken)


def finish_undo(root: Path, history: History, undoing: Undoing) -> None:
    """Write what was worked out, and commit it, after what was edited by hand of the same files."""
    history.identity()  # it may refuse, before anything is touched
    if undoing.files and raise_format(root, history, always=True):
        undoing = plan_undo(root, history, undoing.commit.name)
    history.record_edits(undoing.files, always=True)
    replace_all(root, undoing.files)
    history.commit(
        undoing.message, {path: after for path, (_before, after) in undoing.files.items()}
    )


def _find_commit(root: Path, name: str | None) -> git.Commit:
    """Find a commit of this branch that has one parent.

    Without a name it is the last one, or our last one before those that brought others' work in or
    mended what that had broken.
    """
    target = git.resolve(root, name or "HEAD") if name != "" else None
    head = git.resolve(root, "HEAD")
    if target is None or head is None or git.find_base(root, target, head) != target:
        raise NotFoundError(
            _("change"), name or "", known=[_("those of «mcsj log», in the last column")]
        )
    (commit,) = git.read_log(root, 1, first=target)
    while name is None and (commit.parents > 1 or _is_of_program(commit)):
        (commit,) = git.read_log(root, 1, first=f"{commit.name}^1")
    if commit.parents != 1 or _is_of_program(commit):
        raise _report_other_change(commit)
    return commit


def _report_other_change(commit: git.Commit) -> WrongUsageError:
    message = _("That change began the folder.")
    if commit.subject.startswith(MEND):
        message = _("That change mended what an earlier sync had broken.")
    elif commit.subject.startswith(RAISE):
        message = _("That change took the folder to its format, which never goes back.")
    elif commit.parents:
        message = _("That change brought the others' work together with yours.")
    return WrongUsageError(message, _("Choose one of the others: mcsj log"))


def _is_of_program(commit: git.Commit) -> bool:
    """Whether a commit is no change of a person: it mended data, or raised the format."""
    return commit.parents > 0 and commit.subject.startswith((MEND, RAISE))


def _require_data(commit: git.Commit, changes: Changes) -> None:
    """Raise WrongUsageError for a change of people's data, of a link, or to or from a program."""
    if any(path.startswith(PRIVATE) for path in changes):
        raise WrongUsageError(
            _("That change has people's data, which are not in the history's hands."),
            _("Nothing was changed."),
        )
    odd = []
    for path, pair in changes.items():
        if not are_plain(path, pair) and not all(map(git.is_program, pair)):
            odd.append(path)
    if odd:
        raise WrongUsageError(
            _("That change is of {file}, which is no ordinary file.").format(file=odd[0]),
            _("Undo it with git itself: git revert {commit}").format(commit=commit.name[:8]),
        )


def _merge(
    root: Path, path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None
) -> bytes:
    """Merge a file that was changed again since; raise ExistsError where both changes touch."""
    theirs = theirs or _find_bare(path, base)
    if ours is None or theirs is None:
        raise _report_touching(root, path)
    merge_text = partial(git.merge_text, root)
    merged = merge(base, ours, theirs, path, Sides(Side.OURS), merge_text)
    if merged.conflicts:
        raise _report_touching(root, path)
    return merged.content


def _find_bare(path: str, after: bytes | None) -> bytes | None:
    """Return a group's meeting of which nothing is said, as it is without a file; or None."""
    if after is None or not path.startswith(f"data/{MEETINGS.folder}/"):
        return None
    try:
        document = parse_plain(after, path)
    except InvalidDataError:
        return None
    if not (isinstance(document, dict) and document.keys() >= {"group", "week"}):
        return None
    return write_document({key: document[key] for key in ("group", "week")}).encode()


def _report_touching(root: Path, path: str) -> ExistsError:
    advice = _("Nothing was undone. Undo the later change first: mcsj log")
    if path in find_edits(root):
        advice = _(
            "Nothing was undone. That was by hand, and «mcsj sync» records it; to drop it: git "
            "checkout -- {file}"
        )
    message = _("{file} was changed again since, in the same place.")
    return ExistsError(message.format(file=path), advice.format(file=path))
