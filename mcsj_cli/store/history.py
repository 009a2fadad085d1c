"""The history of a data folder: every change a commit of its own, read back, and taken back."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import ExistsError, HistoryError, NotFoundError, OutputError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.store import files, git
from mcsj_cli.store.lock import STAGING
from mcsj_cli.store.person import Person

# Who commits where nobody has said who they are; the domain is one that cannot exist (RFC 2606).
STAND_IN = ("mcsj", "mcsj@localhost.invalid")
UNDO, REDO = "undo: ", "redo: "
DRIVER = "mcsj"
INCOMING = "refs/mcsj/incoming"  # a merged commit whose files are on their way
_TOLD = Path(".mcsj", "told-without-history")


class History:
    """The commits of the folder at `root`; where they are not kept, `record` does nothing and says so once."""

    def __init__(self, root: Path, person: Person, *, autocommit: bool) -> None:
        self._root = root
        self._person = person
        self._autocommit = autocommit

    def begin(self, message: str, paths: Iterable[str], driver: str) -> None:
        """Make the folder a repository if it is none, and commit its first files."""
        if not git.version():
            self._tell_once(_("There is no git on this machine: the history of changes is not kept."))
            return
        if not git.is_repository(self._root):
            git.init(self._root)
        install_driver(self._root, driver)
        self.record(message, paths, always=True)

    def add_hook(self, name: str, script: str) -> None:
        """Add a hook of git's, unless there is one already."""
        if git.is_repository(self._root):
            path = self._root / ".git" / "hooks" / name
            if path.exists():
                self._person.tell(_("There is a hook {path} already: it stays as it is.").format(path=path))
                return
            files.make_folder(path.parent)
            files.create(path, script.encode())
            path.chmod(0o755)

    def introduce(self) -> None:
        """See that changes can be signed, before anything is written: whoever leaves the question changes nothing."""
        if self._autocommit and git.is_repository(self._root) and git.version():
            self.identity()

    def record(self, message: str, paths: Iterable[str], *, always: bool = False) -> str | None:
        """Commit some files as they lie there now, and nothing else; give the commit's name.

        Where the history is not kept nothing is done, unless a person asked for it: `always`.
        """
        if not always and not self._is_kept():
            return None
        changes = {path: _read(self._root / path) for path in paths}
        return self._commit(message, changes) if changes else None

    def require(self) -> str:
        """Give the branch that is checked out; raise HistoryError where there is no history to work with."""
        if not git.version():
            raise HistoryError(_("There is no git on this machine."), _("Install git to keep and share a history."))
        if not git.is_repository(self._root):
            advice = _("Make it one: git init --initial-branch=main, and then «mcsj sync».")
            raise HistoryError(_("{path} is not a git repository.").format(path=self._root), advice)
        branch = git.find_branch(self._root)
        if branch is None:
            raise HistoryError(
                _("No branch is checked out here (git calls it a detached HEAD)."),
                _("Go back to the network's branch, as in: git switch main"),
            )
        return branch

    def require_rest(self) -> str:
        """Give the branch, as `require`; raise HistoryError also while a person's own merge or rebase is unfinished."""
        branch = self.require()
        if git.is_amid(self._root):
            raise HistoryError(
                _("Git is in the middle of a merge or a similar operation in this folder."),
                _("Nothing was changed. Finish it, or take it back: git merge --abort"),
            )
        return branch

    def identity(self) -> str:
        """Give who commits; one who is unknown to git is asked, or stood in for, once."""
        known = git.find_identity(self._root)
        if known:
            return known
        given = self._person.introduce()
        name, address = given or STAND_IN
        git.set_setting(self._root, "user.name", name)
        git.set_setting(self._root, "user.email", address or STAND_IN[1])
        if given is None:
            self._person.tell(
                _("Git does not know who you are: changes are signed «{name}».").format(name=name)
                + " "
                + _('To sign them: git config user.name "NAME" and git config user.email ADDRESS')
            )
        return git.find_identity(self._root) or f"{name} <{address}> now"

    def settle(self) -> None:
        """Bring files and branch to the merged commit that is waiting, if one is; call it under the lock.

        A file that a person changed in between is merged once more, and its own change stays theirs to commit.
        """
        if not git.is_repository(self._root) or not git.version():
            return
        target, branch = git.resolve(self._root, INCOMING), git.find_branch(self._root)
        if target is None or branch is None:
            return
        head = git.resolve(self._root, branch)
        if head and target != head and git.find_base(self._root, head, target) == head:
            changes = git.compare(self._root, head, target)
            replace_all(self._root, self._bring(changes))
            git.set_ref(self._root, branch, target, head)
            git.refresh_index(self._root, list(changes))
        git.remove_ref(self._root, INCOMING)

    def log(self, limit: int, path: str | None = None) -> list[git.Commit]:
        """Give the last changes, or those of one file, latest first; raise HistoryError without a history."""
        self.require()
        return git.read_log(self._root, limit, path) if git.resolve(self._root, "HEAD") else []

    def plan_undo(self, name: str | None) -> "Undoing":
        """Work out what taking a change back, the last one if none is named, does to each file.

        Raises NotFoundError, WrongUsageError for what cannot be taken back, and ExistsError where a later change
        stands in the same place.
        """
        self.require_rest()
        target = git.resolve(self._root, name or "HEAD")
        head = git.resolve(self._root, "HEAD")
        if target is None or head is None or git.find_base(self._root, target, head) != target:
            raise NotFoundError(_("change"), name or "HEAD")
        (commit,) = git.read_log(self._root, 1, first=target)
        if commit.parents != 1:
            message = (
                _("That change brought the others' work together with yours.")
                if commit.parents
                else _("That change began the folder.")
            )
            raise WrongUsageError(message, _("Choose one of the others: mcsj log"))
        changes = git.compare(self._root, f"{target}^", target)
        return Undoing(commit, self._take_back(changes))

    def finish_undo(self, undoing: "Undoing") -> None:
        """Write what was worked out, and commit it."""
        replace_all(self._root, undoing.files)
        self._commit(undoing.message, {path: after for path, (_before, after) in undoing.files.items()})

    def _take_back(
        self, changes: Mapping[str, tuple[git.Blob | None, git.Blob | None]]
    ) -> dict[str, tuple[bytes | None, bytes | None]]:
        contents = git.read_blobs(self._root, [blob.name for pair in changes.values() for blob in pair if blob])
        taken: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, pair in changes.items():
            before, after = (contents[blob.name] if blob else None for blob in pair)
            current = _read(self._root / path)
            wanted = before if current == after else _merge(self._root, path, after, current, before)
            if wanted != current:
                taken[path] = (current, wanted)
        return taken

    def _bring(
        self, changes: Mapping[str, tuple[git.Blob | None, git.Blob | None]]
    ) -> dict[str, tuple[bytes | None, bytes | None]]:
        from mcsj_cli.store.merge import Side, merge  # noqa: PLC0415  only after a sync

        contents = git.read_blobs(self._root, [blob.name for pair in changes.values() for blob in pair if blob])
        brought: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, pair in changes.items():
            before, after = (contents[blob.name] if blob else None for blob in pair)
            current = _read(self._root / path)
            if current not in (before, after):
                if current is None or after is None:
                    continue  # edited here and removed there, or the other way round: the edit stays
                after = merge(
                    before, current, after, path, lambda _conflict: Side.OURS, merge_lines(self._root)
                ).content
            if current != after:
                brought[path] = (current, after)
        return brought

    def _commit(self, message: str, changes: Mapping[str, bytes | None]) -> str:
        branch = self.require()
        head = git.resolve(self._root, "HEAD")
        name = git.commit(self._root, branch, message, changes, [head] if head else [], identity=self.identity())
        git.refresh_index(self._root, list(changes))
        return name

    def _is_kept(self) -> bool:
        if not self._autocommit:
            why = _("network.yaml says autocommit: false, so the history of changes is not kept.")
        elif not git.is_repository(self._root):
            why = _("This folder is not a git repository, so the history of changes is not kept.")
        elif not git.version():
            why = _("There is no git on this machine: the history of changes is not kept.")
        elif git.find_branch(self._root) is None:
            self._person.tell(_("No branch is checked out here, so the change is not in the history."))
            return False
        else:
            return True
        self._tell_once(why)
        return False

    def _tell_once(self, text: str) -> None:
        """Tell something of the folder the first time only; where that cannot be noted, each time."""
        mark = self._root / _TOLD
        if mark.exists():
            return
        self._person.tell(text)
        try:
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
        except OSError:
            return


class Undoing(NamedTuple):
    """A change to be taken back, and each file's content now and then; None where there is no file."""

    commit: git.Commit
    files: dict[str, tuple[bytes | None, bytes | None]]

    @property
    def message(self) -> str:
        """Write the first line of its own commit: to undo what undid something is to do that again."""
        subject = self.commit.subject
        return REDO + subject.removeprefix(UNDO) if subject.startswith(UNDO) else UNDO + subject.removeprefix(REDO)


def install_driver(root: Path, command: str) -> bool:
    """Let git merge data files with `command`, which no clone brings along; say whether that was new."""
    settings = {f"merge.{DRIVER}.name": "mcsj: by record and field", f"merge.{DRIVER}.driver": command}
    missing = {key: value for key, value in settings.items() if git.get_setting(root, key) != value}
    for key, value in missing.items():
        git.set_setting(root, key, value)
    return bool(missing)


def replace_all(root: Path, contents: Mapping[str, tuple[bytes | None, bytes | None]]) -> None:
    """Give files new contents where they still have the ones they are known to have.

    Nothing is removed before all else is written. Folders that lose their last record go with it. Raises ChangedError
    or OutputError.
    """
    for file, (before, after) in sorted(contents.items(), key=lambda item: item[1][1] is None):
        path = root / file
        if after is None and before is not None:
            files.remove(path, before)
            _remove_empty(root, path.parent)
        elif after is not None and before is None:
            files.make_folder(path.parent)
            files.create(path, after, root / STAGING)
        elif after is not None and before is not None:
            files.replace(path, after, before, root / STAGING)


def _remove_empty(root: Path, folder: Path) -> None:
    """Remove the folders that a removed file leaves empty, as git does; `data/` itself stays."""
    while folder not in (root, root / "data") and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _read(path: Path) -> bytes | None:
    """Give a file's content, or None where there is no file; raise OutputError where there is one that is closed."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _merge(root: Path, path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None) -> bytes:
    """Merge a file that changed again after the change that is taken back; raise ExistsError where both touch."""
    from mcsj_cli.store.merge import Side, merge  # noqa: PLC0415  only where two changes meet

    advice = _("Nothing was undone. Undo the later change first: mcsj log")
    if path in git.find_edits(root, "data"):
        advice = _(
            "Nothing was undone. That was by hand, and «mcsj sync» records it; to drop it: git checkout -- {file}"
        )
    touching = ExistsError(
        _("{file} was changed again since, in the same place.").format(file=path), advice.format(file=path)
    )
    if ours is None or theirs is None:
        raise touching
    merged = merge(base, ours, theirs, path, lambda _conflict: Side.OURS, merge_lines(root))
    if merged.conflicts:
        raise touching
    return merged.content


def merge_lines(root: Path) -> Callable[[bytes, bytes, bytes, str], bytes]:
    """Give git's own merge of lines, as the merge of records wants it for what is between the values."""
    return lambda base, ours, theirs, side: git.merge_text(root, base, ours, theirs, str(side))
