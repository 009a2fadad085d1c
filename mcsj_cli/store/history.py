"""The history of a data folder: every change is a commit of its own, and can be read back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mcsj_cli.commits import KEEP, describe_commit, edit_subject
from mcsj_cli.errors import HistoryError, McsjError
from mcsj_cli.i18n import _
from mcsj_cli.store import files, git, lock, merge_setting
from mcsj_cli.store.arrival import bring_files
from mcsj_cli.store.edits import find_edits
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.git.remotes import list_remotes
from mcsj_cli.store.git.unfinished import require_finished, require_merged
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.replacement import Contents, read_content, replace_all
from mcsj_cli.store.signals import defer_interrupts

# Who commits where nobody has said who they are; the domain is one that cannot exist (RFC 2606).
STAND_IN = ("mcsj", "mcsj@localhost.invalid")
INCOMING = "refs/mcsj/incoming"  # a merged commit whose files are on their way
PRIVATE = "private/"  # what git must never have
# What a folder's first commit holds beside its data, if git comes to it only later.
_BEGINNING = (".gitignore", ".gitattributes", ".vscode/settings.json")
_TOLD = Path(".mcsj", "told-without-history")


class UnknownAuthorError(HistoryError):
    """Nobody has said who signs the changes of a clone, and nobody can be asked."""

    def __init__(self) -> None:
        super().__init__(
            _("Git does not know who you are, and the others are to see who changed what."),
            _("Nothing was changed.") + " " + advise_naming(),
        )


def advise_naming() -> str:
    """Return what to do where nobody has said who signs, in a sentence."""
    return _('Say it once, in this folder: git config user.name "NAME"')


def describe_detached() -> str:
    """Return that no branch is checked out, in a sentence."""
    return _("No branch is checked out here (git calls it a detached HEAD).")


def advise_branch(root: Path) -> str:
    """Return how to go back to the branch that is the network's, as far as can be told."""
    branches = git.list_branches(root)
    usual = [name for name in ("main", "master") if name in branches]
    advice = _("Go back to the network's branch, as in: git switch {branch}")
    return advice.format(branch=(usual or branches or ["main"])[0])


class History:
    """The commits of the folder at `root`.

    Where the history is not kept, `record` does nothing and tells so once.
    """

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
        merge_setting.install(self._root, driver)
        self.record(message, paths, always=True)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Be the only writer while the block runs; first finish a sync that was left half done.

        Raises HistoryError amid a person's own merge or the like: taking that back would take away
        what is written meanwhile.
        """
        require_finished(self._root)
        self.introduce()  # before the lock: a question keeps nobody waiting
        with lock.hold(self._root):
            self._renew_driver()
            try:
                self.settle()
            except McsjError as error:
                # The next sync meets the same error, and has to go on from it.
                self._listener.tell(error.message)
            yield

    def _renew_driver(self) -> None:
        """Have git call this very program to merge data files, also in a clone or once it moved."""
        if self._autocommit and git.is_repository(self._root):
            with suppress(HistoryError):  # the next step that needs git tells why it refuses
                merge_setting.renew(self._root)

    def tell(self, text: str) -> None:
        """Tell the person what happens beside what they asked for."""
        self._listener.tell(text)

    def write(self, message: str, contents: Contents) -> None:
        """Write files and commit them, after what was edited by hand of those that were there."""
        self.record_edits(file for file, (before, _after) in contents.items() if before is not None)
        replace_all(self._root, contents)
        with defer_interrupts():  # so that the files and their commit cannot part
            self.record(message, contents)

    def find_edits(self) -> list[str]:
        """Name the files that were edited by hand since the last change."""
        return find_edits(self._root)

    def add_hook(self, name: str, script: str) -> None:
        """Add a hook of git's, unless there is one already."""
        if not git.is_repository(self._root):
            return
        path = git.find_hooks(self._root) / name
        if path.exists():
            message = _("There is a hook {path} already: it stays as it is.")
            self._listener.tell(message.format(path=path))
            return
        files.make_folder(path.parent)
        files.create(path, script.encode())
        path.chmod(0o755)

    def introduce(self) -> None:
        """Find out who signs changes before anything is written, since the question can be left.

        Raises UnknownAuthorError.
        """
        if not (self._autocommit and git.is_repository(self._root)):
            return
        try:
            self.identity()
        except UnknownAuthorError:
            raise
        except HistoryError:  # told where it matters
            return

    def record(self, message: str, paths: Iterable[str], *, always: bool = False) -> str | None:
        """Commit some files as they lie there now, and nothing else; give the commit's name.

        Where the history is not kept nothing is done, unless a person asked for it: `always`.
        """
        if not always and not self._is_kept():
            return None
        changes = {path: read_content(self._root, path) for path in paths}
        return self.commit(message, changes) if changes else None

    def record_edits(self, paths: Iterable[str], *, always: bool = False) -> None:
        """Commit what was edited by hand in some files, before a command changes them."""
        wanted = set(paths)
        if not always and not self._is_kept():
            return
        edited: list[str] = []
        if wanted:  # git looks at every file, however large the archive
            edited = sorted(wanted.intersection(find_edits(self._root)))
        else:
            require_merged(self._root)
        if git.resolve(self._root, "HEAD") is None:
            begun = [name for name in _BEGINNING if (self._root / name).is_file()]
            self.record(edit_subject(edited), [*begun, *edited], always=True)
            return
        changes = git.stage(self._root, edited) if edited else {}
        if changes:
            self.commit(edit_subject(list(changes)), changes)

    def require(self) -> None:
        """Raise HistoryError without a history."""
        if not git.is_repository(self._root):
            advice = _("Make it one: git init --initial-branch=main, and then «mcsj sync».")
            raise HistoryError(_("{path} is not a git repository.").format(path=self._root), advice)

    def require_branch(self) -> str:
        """Return the branch that is checked out; raise HistoryError if there is none."""
        self.require()
        branch = git.find_branch(self._root)
        if branch is None:
            raise HistoryError(describe_detached(), advise_branch(self._root))
        return branch

    def require_rest(self) -> str:
        """Return the branch, as `require_branch`; refuse also amid a person's own operation."""
        self.require()
        require_finished(self._root)
        return self.require_branch()

    def identity(self) -> str:
        """Return who commits. If git does not know, the person is asked once.

        Where nobody can be asked, somebody stands in, but not in a clone: UnknownAuthorError.
        """
        if self._identity is None:
            self._identity = git.find_identity(self._root) or self._ask_identity()
        return self._identity

    def _ask_identity(self) -> str:
        git.require_access(self._root)  # before anything is asked in vain
        known = git.get_setting(self._root, "user.name")
        given = (known, "") if known else self._listener.introduce()
        if given is None and self._is_clone():
            raise UnknownAuthorError
        name, address = given or ("", "")
        address = address or git.get_setting(self._root, "user.email") or STAND_IN[1]
        git.set_setting(self._root, "user.name", name or STAND_IN[0])
        git.set_setting(self._root, "user.email", address)
        if not name:
            message = _("Git does not know who you are: changes are signed «{name}».")
            advice = _(
                'To sign them: git config user.name "NAME" and git config user.email ADDRESS'
            )
            self._listener.tell(f"{message.format(name=STAND_IN[0])} {advice}")
        return git.find_identity(self._root) or f"{name} <{address}> now"

    def can_sign(self) -> bool:
        """Whether changes can be signed here: somebody is known, can be asked or stood in for."""
        try:
            self.identity()
        except UnknownAuthorError:
            return False
        return True

    def is_signed(self) -> bool:
        """Whether it is known who commits."""
        return self._identity is not None or git.find_identity(self._root) is not None

    def _is_clone(self) -> bool:
        """Whether the folder has others' changes, or shares its own."""
        return git.resolve(self._root, "HEAD") is not None and bool(list_remotes(self._root))

    def settle(self, *, tell: bool = True) -> None:
        """Bring files and branch to the merged commit that is waiting, if there is one.

        Call it under the lock. A file that a person changed in between is merged once more, and
        that change stays theirs to commit. With `tell` the person hears what an interrupted sync
        had decided.
        """
        if not git.is_repository(self._root) or not git.may_have(self._root, INCOMING):
            return
        target, branch = git.resolve(self._root, INCOMING), git.find_branch(self._root)
        if target is None or branch is None:
            return
        head = git.resolve(self._root, branch)
        if head and target != head and git.find_base(self._root, head, target) == head:
            bring_files(self._root, head, target)
            git.set_ref(self._root, branch, target, head)
            if tell:
                self._tell_decided(head, target)
        git.remove_ref(self._root, INCOMING)

    def _tell_decided(self, head: str, target: str) -> None:
        self._listener.tell(_("A sync that was interrupted is now whole."))
        kept = _("{deed}. To bring yours back: mcsj undo {commit}")
        limit = git.count(self._root, head, target) or 1
        for commit in git.read_log(self._root, limit, first=target):
            if commit.subject.startswith(KEEP):
                deed = describe_commit(commit.subject)
                self._listener.tell(kept.format(deed=deed, commit=commit.name[:8]))

    def log(self, limit: int, path: str | None = None) -> list[git.Commit]:
        """Return the last changes, or those of one file, latest first.

        Raises HistoryError without a history.
        """
        self.require()
        return git.read_log(self._root, limit, path) if git.resolve(self._root, "HEAD") else []

    def find_removed(self, text: str) -> str | None:
        """Find a record that is no more by its file's path, name or a unique part of it."""
        self.require()
        names = list(dict.fromkeys(git.find_removed(self._root, "data")))
        fits = [name for name in names if text in (name, Path(name).name, Path(name).stem)]
        fits = fits or [name for name in names if text in name]
        return fits[0] if len(fits) == 1 else None

    def list_removed(self) -> list[str]:
        """Name the data files that were removed in the history; none without a history."""
        if not git.is_repository(self._root) or git.resolve(self._root, "HEAD") is None:
            return []
        return git.find_removed(self._root, "data")

    def commit(self, message: str, changes: Mapping[str, git.Content]) -> str:
        """Commit files with the contents given, and return the commit's name."""
        branch, identity = self.require_branch(), self.identity()
        # Update git's index before the commit. If it failed afterwards, the person's next `git
        # commit` would remove these files again.
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
        """Return why commands are not recorded here; None if they are."""
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
            return f"{error.message} {error.advice}"
        if branch is None:
            message = _("No branch is checked out here, so the change is not in the history.")
            return f"{message} {advise_branch(self._root)}"
        return None

    def _tell_once(self, text: str, mark: Path) -> None:
        """Tell a text of the folder once, or each time if that cannot be noted."""
        if mark.is_file() and mark.read_text(encoding="utf-8") == text:
            return
        self._listener.tell(text)
        try:
            mark.parent.mkdir(exist_ok=True)
            mark.write_text(text, encoding="utf-8")
        except OSError:
            return
