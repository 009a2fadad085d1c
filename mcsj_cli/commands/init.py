"""`mcsj init`: the data folder of a new network."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import PERSON, introduce
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.telling import place_from_here, show_file
from mcsj_cli.console import is_interactive, note, say, tells_files
from mcsj_cli.i18n import N_, _
from mcsj_cli.operations.new_network import (
    SITE_FILE,
    Extras,
    add_site_workflow,
    check_clone,
    create_network,
    needs_name,
)
from mcsj_cli.operations.private_checkup import advise_lock, warn_of_cloud
from mcsj_cli.questions import confirm
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.merge_setting import build_line
from mcsj_cli.store.project import Project

DEMO: Field[bool] = Field("demo", N_("Fill it with the example weeks of April 2020."))
FOLDER: Field[str] = Field("folder", N_("Where to make it; here, if left out."), N_("FOLDER"))
HOOK: Field[bool] = Field(
    "hook/--no-hook",
    N_("Check the data before every commit made by hand."),
    question=N_("If somebody uses git itself, should it refuse data with problems?"),
)
SITE_WORKFLOW: Field[bool] = Field(
    "site-workflow", N_("Add a workflow file that builds and publishes the public page.")
)
WORKFLOW: Field[bool] = Field(
    "workflow/--no-workflow",
    N_("Add a workflow file that checks the data at every push."),
    question=N_("Is the network shared on GitHub, and should GitHub check the data at every push?"),
)


def init(
    folder: Annotated[Path, FOLDER.argument()] = Path(),
    demo: Annotated[bool, DEMO.option()] = False,
    hook: Annotated[bool | None, HOOK.option()] = None,
    workflow: Annotated[bool | None, WORKFLOW.option()] = None,
    site_workflow: Annotated[bool, SITE_WORKFLOW.option()] = False,
) -> None:
    if site_workflow and (folder / NETWORK).is_file():
        project = Project(folder.resolve(), PERSON)
        add_site_workflow(project)
        show_file(project, SITE_FILE)
        return
    check_clone(folder)
    # All questions come before anything is made: if one is left unanswered, there is no folder.
    with_workflow = _is_wanted(workflow, demo, WORKFLOW)
    with_hook = _is_wanted(hook, demo, HOOK)
    introduced = (introduce() if needs_name() else None) or ("", "")
    person = PERSON._replace(introduce=lambda: introduced)
    extras = Extras(demo, with_hook, with_workflow, site_workflow)
    create_network(folder, extras, person, build_line())
    if tells_files():
        say(place_from_here(folder / "data"))
    note(_("The network's folder is made: {folder}").format(folder=folder.resolve().name))
    _note_next_steps(extras)
    warning = warn_of_cloud(folder)
    if warning:
        note(f"{warning} {advise_lock()}")


def _is_wanted(given: bool | None, demo: bool, field: Field[bool]) -> bool:
    """Return what was given, or ask; for an example, or without a keyboard, it is not wanted."""
    if given is None and not demo and is_interactive():
        return confirm(_(field.question))
    return bool(given)


def _note_next_steps(extras: Extras) -> None:
    if extras.site_workflow:
        text = _(
            "GitHub publishes the page with {file}:"
            " what to set there once is written at its beginning."
        )
        note(text.format(file=SITE_FILE))
    if extras.demo:
        text = _(
            "This is example data, from 2020-W15 to 2020-W18:"
            " attendance, links and verifications are invented."
        )
        note(text)
        note(_("Try: mcsj report weekly --week 2020-W17"))
    else:
        text = _(
            "The hours are tentative: look at them in data/groups.yaml, and then run «mcsj check»."
        )
        note(text)
