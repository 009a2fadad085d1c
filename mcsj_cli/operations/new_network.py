"""The data folder of a new network, with its history and the files that editors and GitHub read."""

from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import ExistsError
from mcsj_cli.i18n import _
from mcsj_cli.interchange import to_json
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.schemas import build_schemas
from mcsj_cli.store import git
from mcsj_cli.store.git.process import Refused
from mcsj_cli.store.git.remotes import list_heads, list_remotes
from mcsj_cli.store.git.unfinished import require_finished
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import replace_all
from mcsj_cli.store.template import create_project
from mcsj_cli.store.undo import note_rule

SITE_FILE = ".github/workflows/site.yml"

_CHECK_FILE = ".github/workflows/mcsj.yml"
_WORKFLOWS = Path(__file__).parent.parent / "templates" / "workflows"
_SITE_WORKFLOW = _WORKFLOWS / "site.yml"
_CHECK_WORKFLOW = """\
# Looks for problems in the data at every push. \
The package must be where pip finds it; otherwise name its address here.
name: mcsj check
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install mcsj-cli
      - run: mcsj check
"""
_HOOK = """\
#!/bin/sh
# Nothing goes into the history by hand with a problem in it; `git commit --no-verify` passes by.
exec mcsj check
"""


class Founding(NamedTuple):
    """What is said of a network when it begins: its name, and who signs its history.

    What is empty is left as the template and git have it.
    """

    name: str = ""
    signer: str = ""
    email: str = ""


class Extras(NamedTuple):
    """The parts of a data folder that not every network wants."""

    demo: bool = False
    hook: bool = False
    check_workflow: bool = False
    site_workflow: bool = False


NAMELESS = Founding()


def check_clone(folder: Path) -> None:
    """Raise ExistsError for a clone of a shared folder that still lacks its files.

    A clone of a copy that is empty itself lacks nothing.
    """
    if not git.is_repository(folder) or git.resolve(folder, "HEAD") is not None:
        return
    for remote in list_remotes(folder):
        heads = list_heads(folder, remote, interactive=False)
        if heads == []:
            continue
        branch = "main"
        if not isinstance(heads, Refused) and "refs/heads/main" not in heads:
            branch = heads[0].removeprefix("refs/heads/")
        message = _("{path} is a copy of a shared folder, still without its files.")
        advice = _("Bring them: git switch {branch}").format(branch=branch)
        raise ExistsError(message.format(path=folder.resolve()), advice)


def needs_name() -> bool:
    """Whether there is a history to sign, but git does not know who signs it."""
    return bool(git.version()) and not git.find_identity(Path())


def create_network(
    folder: Path, extras: Extras, person: Listener, driver: str, founding: Founding = NAMELESS
) -> None:
    """Make the data folder and begin its history, in which git merges data files with `driver`.

    Raise ExistsError if there is a data folder already, and HistoryError amid a merge or the like.
    """
    if git.is_repository(folder):
        require_finished(folder)
    others = _build_others(extras)
    made = create_project(folder, demo=extras.demo, others=others, name=founding.name)
    _sign(folder, founding)
    project = Project(folder.resolve(), person)
    with project.writing() as history:
        history.begin(commit_subject("init: begin"), made, driver)
        note_rule(project.root)  # there is nothing here from before that rule
        if extras.hook:
            history.add_hook("pre-commit", _HOOK)


def _sign(folder: Path, founding: Founding) -> None:
    """Have git sign this folder's history as it was said."""
    signature = {"user.name": founding.signer, "user.email": founding.email}
    if not any(signature.values()) or not git.version():
        return
    if not git.is_repository(folder):
        git.init(folder)
    for key, value in signature.items():
        if value:
            git.set_setting(folder, key, value)


def add_site_workflow(project: Project) -> None:
    """Add the workflow of the public page to a network; raise ExistsError if it has one."""
    with project.writing() as history:
        if (project.root / SITE_FILE).exists():
            raise ExistsError(
                _("There is a {file} already.").format(file=SITE_FILE),
                _("Nothing was written. To have it anew, take the old one away first."),
            )
        replace_all(project.root, {SITE_FILE: (None, _SITE_WORKFLOW.read_bytes())})
        history.record(commit_subject("init: workflow"), [SITE_FILE])


def _build_others(extras: Extras) -> dict[str, bytes]:
    """Build the files beside the data: the schemas, editor settings and wanted workflows."""
    files = {
        f"schemas/{name}.schema.json": f"{to_json(schema)}\n".encode()
        for name, schema in build_schemas().items()
    }
    records = {
        f"schemas/{kind.folder}.schema.json": f"data/{kind.folder}/**/*.yaml" for kind in KINDS
    }
    files[".vscode/settings.json"] = f"{to_json({'yaml.schemas': records})}\n".encode()
    if extras.check_workflow:
        files[_CHECK_FILE] = _CHECK_WORKFLOW.encode()
    if extras.site_workflow:
        files[SITE_FILE] = _SITE_WORKFLOW.read_bytes()
    return files
