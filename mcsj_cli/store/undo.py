"""Changes of the history taken back, and returned, on top of what was changed since."""

from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mcsj_cli.commits import MEND, RAISE, REDO, UNDO
from mcsj_cli.errors import ExistsError, InvalidDataError, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.text import join_sentences
from mcsj_cli.store import git
from mcsj_cli.store.data_format import keep_format, raise_format
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.edits import find_edits
from mcsj_cli.store.git.trail import revert_message
from mcsj_cli.store.history import PRIVATE, History
from mcsj_cli.store.merge import Side, Sides, merge
from mcsj_cli.store.own_changes import find_standing, read_own_changes
from mcsj_cli.store.replacement import Contents, read_content, replace_all
from mcsj_cli.store.yaml import parse_plain
from mcsj_cli.store.yaml.notation import write_document
from mcsj_cli.vocabulary import spoken

_RULE = Path(".mcsj", "undo-goes-back")
_MOST_ALIKE = 10  # records of one day and name
_SHORT = 8  # letters of a commit's name, as «mcsj log» shows them
# A file as the change left it, as it is now, and as it was before; None is no file.
_Versions = tuple[bytes | None, bytes | None, bytes | None]


class Undoing(NamedTuple):
    """A change to be taken back, and each file's content now and then."""

    commit: git.Commit
    files: Contents

    @property
    def subject(self) -> str:
        """The first line of its own commit; to undo what undid something is to do that again."""
        subject = self.commit.subject
        if subject.startswith(UNDO):
            return REDO + subject.removeprefix(UNDO)
        return UNDO + subject.removeprefix(REDO)


def plan_undo(root: Path, history: History, name: str | None) -> Undoing:
    """Work out what taking a change back does to each file.

    Without a name it is the last one of this clone that stands. Raises NotFoundError,
    WrongUsageError for what cannot be taken back, and ExistsError where a later change stands in
    the same place.
    """
    branch = history.require_rest()
    if name is not None:
        return _plan(root, _find_commit(root, name))
    standing = find_standing(root, branch, 2)
    if not standing:
        raise WrongUsageError(
            _("Nothing that was changed in this folder is left to be undone."),
            _("Any other change is undone by its name: mcsj log, and mcsj undo CHANGE"),
        )
    earlier = standing[1].name if len(standing) > 1 else ""
    return _plan(root, _find_commit(root, standing[0].name), earlier)


def plan_redo(root: Path, history: History) -> Undoing:
    """Work out what returning the last undone change does; raises as `plan_undo`."""
    step = read_own_changes(root, history.require_rest()).find_last_undo()
    if step is None:
        raise WrongUsageError(
            _("There is nothing to return: nothing was undone here since the last change."),
            _("What was undone before is returned by its name: mcsj log, and mcsj undo CHANGE"),
        )
    return _plan(root, _find_commit(root, step.name))


def find_next_undo(root: Path, history: History, passed: str = "") -> str | None:
    """Find the change that the next undo without a name would take back, but for one of a name."""
    standing = find_standing(root, history.require_branch(), 2)
    return next((step.subject for step in standing if step.name != passed), None)


def has_told_rule(root: Path) -> bool:
    """Whether it was noted that a person knows how undo goes on; from now on it is."""
    mark = root / _RULE
    if mark.is_file():
        return True
    note_rule(root)
    return False


def note_rule(root: Path) -> None:
    """Note that whoever uses this folder knows how undo goes on."""
    with suppress(OSError):
        (root / _RULE).parent.mkdir(exist_ok=True)
        (root / _RULE).touch()


def finish_undo(root: Path, history: History, undoing: Undoing) -> None:
    """Write what was worked out, and commit it, after what was edited by hand of the same files."""
    history.identity()  # it may refuse, before anything is touched
    if undoing.files and raise_format(root, history, always=True):
        undoing = plan_undo(root, history, undoing.commit.name)
    history.record_edits(undoing.files, always=True)
    replace_all(root, undoing.files)
    history.commit(
        revert_message(undoing.subject, undoing.commit.name),
        {path: after for path, (_before, after) in undoing.files.items()},
    )


def _plan(root: Path, commit: git.Commit, earlier: str = "") -> Undoing:
    """Work out what taking a commit back does; `earlier` is the one that could be instead."""
    changes = git.compare(root, f"{commit.name}^", commit.name)
    _require_data(commit, changes)
    taken: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path, (before, after) in git.read_contents(root, changes).items():
        current = read_content(root, path)
        wanted = (
            before if current == after else _merge(root, path, (after, current, before), earlier)
        )
        if path == NETWORK:
            wanted = keep_format(current, wanted)
        if wanted != current:
            taken[path] = (current, wanted)
    return Undoing(commit, taken)


def _find_commit(root: Path, name: str) -> git.Commit:
    """Find a commit of this branch that has one parent."""
    target = git.resolve(root, name) if name else None
    head = git.resolve(root, "HEAD")
    if target is None or head is None or git.find_base(root, target, head) != target:
        raise NotFoundError(_("change"), name, known=[_("those of «mcsj log», in the last column")])
    (commit,) = git.read_log(root, 1, first=target)
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


def _require_data(commit: git.Commit, changes: git.Changes) -> None:
    """Raise WrongUsageError for a change of people's data, of a link, or to or from a program."""
    if any(path.startswith(PRIVATE) for path in changes):
        raise WrongUsageError(
            _("That change has people's data, which are not in the history's hands."),
            _("Nothing was changed."),
        )
    odd = []
    for path, pair in changes.items():
        if not git.are_plain(path, pair) and not all(map(git.is_program, pair)):
            odd.append(path)
    if odd:
        raise WrongUsageError(
            _("That change is of {file}, which is no ordinary file.").format(file=odd[0]),
            _("Undo it with git itself: git revert {commit}").format(commit=commit.name[:8]),
        )


def _merge(root: Path, path: str, three: _Versions, earlier: str) -> bytes:
    """Merge a file that was changed again since; raise ExistsError where both changes touch."""
    base, ours, theirs = three
    theirs = theirs or _find_bare(path, base)
    if ours is not None and theirs is None and (place := _find_place(root, path, base)):
        raise _report_other_place(path, place)
    if ours is None or theirs is None:
        raise _report_touching(root, path, earlier)
    merge_text = partial(git.merge_text, root)
    merged = merge(base, ours, theirs, path, Sides(Side.OURS), merge_text)
    if merged.conflicts:
        raise _report_touching(root, path, earlier)
    return merged.content


def _find_place(root: Path, path: str, added: bytes | None) -> PurePosixPath | None:
    """Find where a sync put a record that was added here, as others' record has its name."""
    place = PurePosixPath(path)
    for number in range(2, _MOST_ALIKE):
        other = place.with_stem(f"{place.stem}-{number}")
        if added is not None and read_content(root, str(other)) == added:
            return other
    return None


def _report_other_place(path: str, place: PurePosixPath) -> ExistsError:
    message = _("{file} holds another record now, and what was added is in {place}.")
    kind = place.parts[1]
    advice = _("Nothing was undone. To delete it: {command}")
    command = spoken(f"mcsj {kind} delete {place.stem}")
    return ExistsError(message.format(file=path, place=place), advice.format(command=command))


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


def _report_touching(root: Path, path: str, earlier: str) -> ExistsError:
    advice = _("Nothing was undone. Undo the later change first: mcsj log {file}")
    if earlier:
        advice = join_sentences(advice, _("Or undo the change before: mcsj undo {commit}"))
    if path in find_edits(root):
        advice = _(
            "Nothing was undone. That was by hand, and «mcsj sync» records it; to drop it: mcsj "
            "undo {file}"
        )
    message = _("{file} was changed again since, in the same place.")
    return ExistsError(message.format(file=path), advice.format(file=path, commit=earlier[:_SHORT]))
