"""The history of a data folder: every change a commit of its own, read back, and taken back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import KEEP, REDO, UNDO, describe_commit, edit_subject
from mcsj_cli.errors import (
    ExistsError,
    HistoryError,
    McsjError,
    NotFoundError,
    OutputError,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.store import files, git, lock
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.lock import STAGING
from mcsj_cli.store.signals import defer_interrupts

# Who commits where nobody has said who they are; the domain is one that cannot exist (RFC 2606).
STAND_IN = ("mcsj", "mcsj@localhost.invalid")
DRIVER = "mcsj"
Contents = Mapping[str, tuple[bytes | None, bytes | None]]  # of files by path, before and after
INCOMING = "refs/mcsj/incoming"  # a merged commit whose files are on their way
PRIVATE = "private/"  # what git must never have
# What a folder's first commit holds beside its data, if git comes to it only later.
_BEGINNING = (".gitignore", ".gitattributes", ".vscode/settings.json")
_TOLD = Path(".mcsj", "told-without-history")


class History:
    """The commits of the folder at `root`; where they are not kept, `record` does nothing and says so once."""

    def __init__(self, root: Path, listener: Listener, *, autocommit: bool) -> None:
        self._root = root
        self._listener = listener
        self._autocommit = autocommit
        self._identity: str | None = None

    def begin(self, message: str, paths: Iterable[str], driver: str) -> None:
        """Make the folder a repository if it is none, and commit its first files."""
        if not git.version():
            self._is_kept()
            return
        if not git.is_repository(self._root):
            git.init(self._root)
        install_driver(self._root, driver)
        self.record(message, paths, always=True)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only writer while the block runs, once a sync that was left half done is made whole."""
        self.introduce()  # before the lock: a question keeps nobody waiting
        with lock.hold(self._root):
            try:
                self.settle()
            except McsjError as error:
                # The next sync meets the same error, and has to go on from it.
                self._listener.tell(error.message)
            yield

    def write(self, message: str, contents: Contents) -> None:
        """Write files and commit them, after what was edited by hand of those that were there."""
        self.record_edits(file for file, (before, _after) in contents.items() if before is not None)
        replace_all(self._root, contents)
        with defer_interrupts():  # so that the files and their commit cannot part
            self.record(message, contents)

    def find_edits(self) -> list[str]:
        """Name the files that were edited by hand since the last change."""
        return git.find_edits(self._root, "data")

    def add_hook(self, name: str, script: str) -> None:
        """Add a hook of git's, unless there is one already."""
        if git.is_repository(self._root):
            path = git.find_hooks(self._root) / name
            if path.exists():
                self._listener.tell(
                    _("There is a hook {path} already: it stays as it is.").format(path=path)
                )
                return
            files.make_folder(path.parent)
            files.create(path, script.encode())
            path.chmod(0o755)

    def introduce(self) -> None:
        """See that changes can be signed, before anything is written: whoever leaves the question changes nothing."""
        if self._autocommit and git.is_repository(self._root):
            with suppress(HistoryError):  # told where it matters
                self.identity()

    def record(self, message: str, paths: Iterable[str], *, always: bool = False) -> str | None:
        """Commit some files as they lie there now, and nothing else; give the commit's name.

        Where the history is not kept nothing is done, unless a person asked for it: `always`.
        """
        if not always and not self._is_kept():
            return None
        changes = {path: _read(self._root / path) for path in paths}
        return self._commit(message, changes) if changes else None

    def record_edits(self, paths: Iterable[str], *, always: bool = False) -> None:
        """Commit what was edited by hand of some files, before a command changes them: each change is its own."""
        wanted = set(paths)
        if not always and not self._is_kept():
            return
        edited: list[str] = []
        if wanted:  # git looks at every file, however large the archive
            edited = sorted(wanted.intersection(git.find_edits(self._root, "data")))
        if git.resolve(self._root, "HEAD") is None:
            begun = [name for name in _BEGINNING if (self._root / name).is_file()]
            self.record(edit_subject(edited), [*begun, *edited], always=True)
            return
        changes = git.stage(self._root, edited) if edited else {}
        if changes:
            self._commit(edit_subject(list(changes)), changes)

    def require(self) -> str:
        """Give the branch that is checked out; raise HistoryError where there is no history to work with."""
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
        if self._identity is None:
            self._identity = git.find_identity(self._root) or self._ask_identity()
        return self._identity

    def _ask_identity(self) -> str:
        given = self._listener.introduce()
        name, address = given or STAND_IN
        git.set_setting(self._root, "user.name", name)
        git.set_setting(self._root, "user.email", address or STAND_IN[1])
        if given is None:
            self._listener.tell(
                _("Git does not know who you are: changes are signed «{name}».").format(name=name)
                + " "
                + _('To sign them: git config user.name "NAME" and git config user.email ADDRESS')
            )
        return git.find_identity(self._root) or f"{name} <{address}> now"

    def settle(self, *, tell: bool = True) -> None:
        """Bring files and branch to the merged commit that is waiting, if one is; call it under the lock.

        A file that a person changed in between is merged once more, and its own change stays theirs to commit. Of what
        an interrupted sync had decided a person is told, unless somebody else will.
        """
        if not git.is_repository(self._root) or not git.may_have(self._root, INCOMING):
            return
        target, branch = git.resolve(self._root, INCOMING), git.find_branch(self._root)
        if target is None or branch is None:
            return
        head = git.resolve(self._root, branch)
        if head and target != head and git.find_base(self._root, head, target) == head:
            changes = git.compare(self._root, head, target)
            plain = {path: pair for path, pair in changes.items() if _are_plain(pair)}
            replace_all(self._root, self._bring(plain))
            git.refresh_index(self._root, list(plain))
            others = [
                path for path, (_before, after) in changes.items() if path not in plain and after
            ]
            if others:
                git.checkout(self._root, target, others)
            git.set_ref(self._root, branch, target, head)
            if tell:
                self._tell_decided(head, target)
        git.remove_ref(self._root, INCOMING)

    def _tell_decided(self, head: str, target: str) -> None:
        self._listener.tell(_("A sync that was interrupted is now whole."))
        for commit in git.read_log(
            self._root, git.count(self._root, head, target) or 1, first=target
        ):
            if commit.subject.startswith(KEEP):
                self._listener.tell(
                    _("{deed}. To bring yours back: mcsj undo {commit}").format(
                        deed=describe_commit(commit.subject), commit=commit.name[:8]
                    )
                )

    def log(self, limit: int, path: str | None = None) -> list[git.Commit]:
        """Give the last changes, or those of one file, latest first; raise HistoryError without a history."""
        self.require()
        return git.read_log(self._root, limit, path) if git.resolve(self._root, "HEAD") else []

    def find_removed(self, text: str) -> str | None:
        """Find a record that is no more by its file's path, name or a unique part of it."""
        self.require()
        names = list(dict.fromkeys(git.find_removed(self._root, "data")))
        fits = [name for name in names if text in (name, Path(name).name, Path(name).stem)]
        fits = fits or [name for name in names if text in name]
        return fits[0] if len(fits) == 1 else None

    def plan_undo(self, name: str | None) -> "Undoing":
        """Work out what taking a change back, the last one if none is named, does to each file.

        Raises NotFoundError, WrongUsageError for what cannot be taken back, and ExistsError where a later change
        stands in the same place.
        """
        self.require_rest()
        target = git.resolve(self._root, "HEAD" if name is None else name) if name != "" else None
        head = git.resolve(self._root, "HEAD")
        if target is None or head is None or git.find_base(self._root, target, head) != target:
            raise NotFoundError(
                _("change"), name or "", known=[_("those of «mcsj log», in the last column")]
            )
        (commit,) = git.read_log(self._root, 1, first=target)
        if commit.parents != 1:
            message = (
                _("That change brought the others' work together with yours.")
                if commit.parents
                else _("That change began the folder.")
            )
            raise WrongUsageError(message, _("Choose one of the others: mcsj log"))
        changes = git.compare(self._root, f"{target}^", target)
        if any(path.startswith(PRIVATE) for path in changes):
            raise WrongUsageError(
                _("That change has people's data, which are not in the history's hands."),
                _("Nothing was changed."),
            )
        odd = [path for path, pair in changes.items() if not _are_plain(pair)]
        if odd:
            raise WrongUsageError(
                _("That change is of {file}, which is no ordinary file.").format(file=odd[0]),
                _("Undo it with git itself: git revert {commit}").format(commit=target[:8]),
            )
        return Undoing(commit, self._take_back(changes))

    def finish_undo(self, undoing: "Undoing") -> None:
        """Write what was worked out, and commit it, after what was edited by hand of the same files."""
        self.record_edits(undoing.files, always=True)
        replace_all(self._root, undoing.files)
        self._commit(
            undoing.message, {path: after for path, (_before, after) in undoing.files.items()}
        )

    def _take_back(
        self, changes: Mapping[str, tuple[git.Blob | None, git.Blob | None]]
    ) -> dict[str, tuple[bytes | None, bytes | None]]:
        contents = git.read_blobs(
            self._root, [blob.name for pair in changes.values() for blob in pair if blob]
        )
        taken: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, pair in changes.items():
            before, after = (contents[blob.name] if blob else None for blob in pair)
            current = _read(self._root / path)
            wanted = (
                before if current == after else _merge(self._root, path, after, current, before)
            )
            if wanted != current:
                taken[path] = (current, wanted)
        return taken

    def _bring(
        self, changes: Mapping[str, tuple[git.Blob | None, git.Blob | None]]
    ) -> dict[str, tuple[bytes | None, bytes | None]]:
        from mcsj_cli.store.merge import Side, merge  # only after a sync

        contents = git.read_blobs(
            self._root, [blob.name for pair in changes.values() for blob in pair if blob]
        )
        brought: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, pair in changes.items():
            before, after = (contents[blob.name] if blob else None for blob in pair)
            current = _read(self._root / path)
            if current not in (before, after):
                if current is None or after is None:
                    continue  # edited here and removed there, or the other way round: the edit stays
                after = merge(
                    before,
                    current,
                    after,
                    path,
                    lambda _conflict: Side.OURS,
                    merge_lines(self._root),
                ).content
            if current != after:
                brought[path] = (current, after)
        return brought

    def _commit(self, message: str, changes: Mapping[str, git.Content]) -> str:
        branch, identity = self.require(), self.identity()
        # Git's own index first: were it last and refused, a person's next commit would remove the files again.
        git.refresh_index(
            self._root,
            [path for path, content in changes.items() if not isinstance(content, git.Blob)],
        )
        head = git.resolve(self._root, "HEAD")
        return write_commit(
            self._root, branch, message, changes, [head] if head else [], identity=identity
        )

    def _is_kept(self) -> bool:
        why = self._why_not_kept()
        mark = self._root / _TOLD
        if why is None:
            mark.unlink(missing_ok=True)
            return True
        self._tell_once(why, mark)
        return False

    def _why_not_kept(self) -> str | None:
        """Say why no command is recorded here; None if each is."""
        if not self._autocommit:
            return _("network.yaml says autocommit: false, so the history of changes is not kept.")
        if not git.is_repository(self._root):
            if git.version():
                return _(
                    "This folder is not a git repository, so the history of changes is not kept."
                )
            return _("There is no git on this machine: the history of changes is not kept.")
        try:
            branch = git.find_branch(self._root)
        except HistoryError as error:
            return error.message
        return (
            _("No branch is checked out here, so the change is not in the history.")
            if branch is None
            else None
        )

    def _tell_once(self, text: str, mark: Path) -> None:
        """Tell something of the folder the first time only; where that cannot be noted, each time."""
        if mark.is_file() and mark.read_text(encoding="utf-8") == text:
            return
        self._listener.tell(text)
        try:
            mark.parent.mkdir(exist_ok=True)
            mark.write_text(text, encoding="utf-8")
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
        return (
            REDO + subject.removeprefix(UNDO)
            if subject.startswith(UNDO)
            else UNDO + subject.removeprefix(REDO)
        )


def install_driver(root: Path, command: str) -> bool:
    """Let git merge data files with `command`, and keep large folders fast: no clone brings that along.

    Says whether anything was new.
    """
    settings = {
        f"merge.{DRIVER}.name": "mcsj: by record and field",
        f"merge.{DRIVER}.driver": command,
        # One more file would otherwise have git write its list of all files anew.
        "core.splitIndex": "true",
    }
    missing = {key: value for key, value in settings.items() if git.get_setting(root, key) != value}
    for key, value in missing.items():
        git.set_setting(root, key, value)
    return bool(missing)


def replace_all(root: Path, contents: Contents) -> None:
    """Give files new contents where they still have the ones they are known to have; None is no file.

    Nothing is removed before all else is written, but what stands where a file must go. Folders that lose their last
    record go with it. Raises ChangedError or OutputError, and what Ctrl-C does, with all as it was before.
    """
    begun: list[str] = []
    try:
        for file in sorted(contents, key=partial(_turn, contents)):
            begun.append(file)
            _replace_one(root, file, *contents[file])
    except (McsjError, KeyboardInterrupt):
        with defer_interrupts():
            for file in reversed(begun):
                with suppress(McsjError):
                    if _read(root / file) == contents[file][1]:
                        _replace_one(root, file, *reversed(contents[file]))
        raise


def _turn(contents: Contents, file: str) -> int:
    """Say when a file's turn is: what stands in the way first, then what is written, then what is removed."""
    if contents[file][1] is not None:
        return 1
    in_the_way = any(
        file.startswith(f"{other}/")
        for other, (_before, after) in contents.items()
        if after is not None
    )
    return 0 if in_the_way else 2


def _replace_one(root: Path, file: str, before: bytes | None, after: bytes | None) -> None:
    path = root / file
    if after is None and before is not None:
        files.remove(path, before)
        _remove_empty(root, path.parent)
    elif after is not None and before is None:
        files.make_folder(path.parent)
        files.create(path, after, root / STAGING)
    elif after is not None and before is not None:
        files.replace(path, after, before, root / STAGING)


def _are_plain(pair: tuple[git.Blob | None, git.Blob | None]) -> bool:
    """Say whether a file is an ordinary one on both sides of a change, where there is any."""
    return all(blob is None or blob.mode == git.PLAIN for blob in pair)


def _remove_empty(root: Path, folder: Path) -> None:
    """Remove the folders that a removed file leaves empty, as git does; `data/` itself stays."""
    while folder not in (root, root / "data") and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _read(path: Path) -> bytes | None:
    """Give a file's content, or None where there is no file; raise OutputError where there is one that is closed."""
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise OutputError(path, _("it is not a file"))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _merge(
    root: Path, path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None
) -> bytes:
    """Merge a file that changed again after the change that is taken back; raise ExistsError where both touch."""
    from mcsj_cli.store.merge import Side, merge  # only where two changes meet

    advice = _("Nothing was undone. Undo the later change first: mcsj log")
    if path in git.find_edits(root, "data"):
        advice = _(
            "Nothing was undone. That was by hand, and «mcsj sync» records it; to drop it: git checkout -- {file}"
        )
    touching = ExistsError(
        _("{file} was changed again since, in the same place.").format(file=path),
        advice.format(file=path),
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
