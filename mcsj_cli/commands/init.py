"""`mcsj init`: the data folder of a new network."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import PERSON, driver_command, introduce
from mcsj_cli.commands.field import Field
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import confirm, is_interactive, note, say
from mcsj_cli.errors import ExistsError
from mcsj_cli.i18n import N_, _
from mcsj_cli.interchange import to_json
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.schemas import build_schemas
from mcsj_cli.store import git
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.git.remotes import list_remotes
from mcsj_cli.store.project import Project
from mcsj_cli.store.replacement import replace_all
from mcsj_cli.store.template import create_project

DEMO: Field[bool] = Field("demo", N_("Fill it with the example weeks of April 2020."))
FOLDER: Field[str] = Field("folder", N_("Where to make it; here, if left out."), N_("FOLDER"))
HOOK: Field[bool] = Field("hook/--no-hook", N_("Check the data before every commit made by hand."))
SITE_WORKFLOW: Field[bool] = Field(
    "site-workflow", N_("Add a workflow file that builds and publishes the public page.")
)
WORKFLOW: Field[bool] = Field(
    "workflow/--no-workflow", N_("Add a workflow file that checks the data at every push.")
)

_WORKFLOW = """\
# Looks for problems in the data at every push. The package must be where pip finds it; otherwise name its address here.
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
_SITE_WORKFLOW = Path(__file__).parent.parent / "templates" / "workflows" / "site.yml"
_SITE_FILE = ".github/workflows/site.yml"
_HOOK = """\
#!/bin/sh
# Nothing goes into the history by hand with a problem in it; `git commit --no-verify` passes by.
exec mcsj check
"""


def init(
    folder: Annotated[Path, FOLDER.argument()] = Path(),
    demo: Annotated[bool, DEMO.option()] = False,
    hook: Annotated[bool | None, HOOK.option()] = None,
    workflow: Annotated[bool | None, WORKFLOW.option()] = None,
    site_workflow: Annotated[bool, SITE_WORKFLOW.option()] = False,
) -> None:
    if site_workflow and (folder / NETWORK).is_file():
        _add_site_workflow(Project(folder.resolve(), PERSON))
        return
    _check_clone(folder)
    others = _editor_files()
    if _is_wanted(
        workflow,
        demo,
        _("Is the network shared on GitHub, and should GitHub check the data at every push?"),
    ):
        others[".github/workflows/mcsj.yml"] = _WORKFLOW.encode()
    if site_workflow:
        others[_SITE_FILE] = _SITE_WORKFLOW.read_bytes()
    with_hook = _is_wanted(
        hook, demo, _("If somebody uses git itself, should it refuse data with problems?")
    )
    # All questions come before anything is made: whoever leaves one has made nothing.
    introduced = introduce() if git.version() and not git.find_identity(Path()) else None
    made = create_project(folder, demo=demo, others=others)
    project = Project(folder.resolve(), PERSON._replace(introduce=lambda: introduced))
    with project.writing() as history:
        history.begin(commit_subject("init: begin"), made, driver_command())
        if with_hook:
            history.add_hook("pre-commit", _HOOK)
    say(str(folder / "data"))
    if site_workflow:
        note(
            _(
                "GitHub publishes the page with {file}: what to set there once is written at its beginning."
            ).format(file=_SITE_FILE)
        )
    if demo:
        note(
            _(
                "This is example data, from 2020-W15 to 2020-W18: attendance, links and verifications are invented."
            )
        )
        note(_("Try: mcsj report weekly --week 2020-W17"))
    else:
        note(
            _(
                "The hours are tentative: look at them in data/groups.yaml, and then run «mcsj check»."
            )
        )


def _add_site_workflow(project: Project) -> None:
    """Add the workflow of the public page to a network that there is already; raise ExistsError where it has one."""
    with project.writing() as history:
        if (project.root / _SITE_FILE).exists():
            raise ExistsError(
                _("There is a {file} already.").format(file=_SITE_FILE),
                _("Nothing was written. To have it anew, take the old one away first."),
            )
        replace_all(project.root, {_SITE_FILE: (None, _SITE_WORKFLOW.read_bytes())})
        history.record(commit_subject("init: workflow"), [_SITE_FILE])
    say(str(project.root / _SITE_FILE))


def _check_clone(folder: Path) -> None:
    """Refuse a copy of a shared folder whose files only have not been brought yet; raise ExistsError."""
    if git.is_repository(folder) and list_remotes(folder) and git.resolve(folder, "HEAD") is None:
        raise ExistsError(
            _("{path} is a copy of a shared folder, still without its files.").format(
                path=folder.resolve()
            ),
            _("Bring them: git switch main"),
        )


def _is_wanted(given: bool | None, demo: bool, question: str) -> bool:
    """Settle by option, or by asking a person who makes a folder in earnest; no otherwise."""
    return confirm(question) if given is None and not demo and is_interactive() else bool(given)


def _editor_files() -> dict[str, bytes]:
    """Make the schemas, and the settings by which an editor finds those of the records."""
    files = {
        f"schemas/{name}.schema.json": f"{to_json(schema)}\n".encode()
        for name, schema in build_schemas().items()
    }
    records = {
        f"schemas/{kind.folder}.schema.json": f"data/{kind.folder}/**/*.yaml" for kind in KINDS
    }
    files[".vscode/settings.json"] = f"{to_json({'yaml.schemas': records})}\n".encode()
    return files
