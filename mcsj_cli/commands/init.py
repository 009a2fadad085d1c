"""`mcsj init`: the data folder of a new network."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import PERSON, introduce, parse_email
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import NAME
from mcsj_cli.commands.telling import place_from_here, show_file
from mcsj_cli.console import is_interactive, note, say, tells_files
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.fields import Line, Phrase
from mcsj_cli.operations.new_network import (
    SITE_FILE,
    Extras,
    Founding,
    add_site_workflow,
    check_clone,
    create_network,
    needs_name,
)
from mcsj_cli.operations.private_checkup import advise_lock, warn_of_cloud
from mcsj_cli.questions import ask
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.merge_setting import build_line
from mcsj_cli.store.project import Project
from mcsj_cli.store.template import check_free, read_usual_name
from mcsj_cli.vocabulary import spoken

DEMO: Field[bool] = Field("demo", N_("Fill it with the example weeks of April 2020."))
FOLDER: Field[str] = Field("folder", N_("Where to make it; here, if left out."), N_("FOLDER"))
HOOK: Field[bool] = Field(
    "hook/--no-hook",
    N_("Check the data before every commit made by hand."),
)
SITE_WORKFLOW: Field[bool] = Field(
    "site-workflow", N_("Add a workflow file that builds and publishes the public page.")
)
WORKFLOW: Field[bool] = Field(
    "workflow/--no-workflow",
    N_("Add a workflow file that checks the data at every push."),
)
CALLED = NAME.but(help=N_("The network's name."), question=N_("The network's name"), explained="")
EMAIL: Field[str] = Field(
    "email",
    N_("The e-mail address of who signs."),
    N_("ADDRESS"),
    parse=lambda _setting, text: parse_email(text),
)
SIGNER: Field[str] = Field(
    "by", N_("Who signs the changes made in this folder: a name or a role."), N_("NAME")
)


def init(
    folder: Annotated[Path, FOLDER.argument()] = Path(),
    demo: Annotated[bool, DEMO.option()] = False,
    name: Annotated[Text, CALLED.option()] = None,
    by: Annotated[Text, SIGNER.option()] = None,
    email: Annotated[Text, EMAIL.option()] = None,
    hook: Annotated[bool | None, HOOK.option()] = None,
    workflow: Annotated[bool | None, WORKFLOW.option()] = None,
    site_workflow: Annotated[bool, SITE_WORKFLOW.option()] = False,
) -> None:
    if site_workflow and (folder / NETWORK).is_file():
        _refuse_more(demo=demo, name=name, by=by, email=email, hook=hook, workflow=workflow)
        project = Project(folder.resolve(), PERSON)
        add_site_workflow(project)
        show_file(project, SITE_FILE)
        _note_workflow()
        return
    check_free(folder)
    check_clone(folder)
    signer, address = parse_field(Phrase, by or ""), parse_email(email or "")
    # All questions come before anything is made: if one is left unanswered, there is no folder.
    called = parse_field(Line, name) if name is not None else _ask_name(demo=demo)
    introduced: tuple[str, str] = (signer, address)
    if not signer and needs_name():
        introduced = introduce() or ("", address)
    person = PERSON._replace(introduce=lambda: introduced)
    extras = Extras(demo, bool(hook), bool(workflow), site_workflow)
    founding = Founding(called, signer, address)
    create_network(folder, extras, person, build_line(), founding)
    if tells_files():
        say(place_from_here(folder / "data"))
    note(_("The network's folder is made: {folder}").format(folder=folder.resolve().name))
    _note_next_steps(extras)
    warning = warn_of_cloud(folder)
    if warning:
        note(f"{warning} {advise_lock()}")


def _refuse_more(**given: object) -> None:
    """Refuse what only a new network takes, where one is there already."""
    more = ", ".join(f"--{name}" for name, value in given.items() if value not in (None, False))
    if more:
        text = _("The network is there already: {options} is only for a new one.")
        raise WrongUsageError(text.format(options=spoken(more)), _("Nothing was written."))


def _ask_name(*, demo: bool) -> str:
    """Ask for the network's name, where Enter takes the template's; an example keeps that one."""
    if demo or not is_interactive():
        return ""
    return ask(
        _(CALLED.question),
        lambda text: parse_field(Line, text),
        read_usual_name(),
        explanation=_("It stands on reports, announcements and calendars, just as you write it."),
    )


def _note_workflow() -> None:
    text = _(
        "GitHub publishes the page with {file}: what to set there once is written at its beginning."
    )
    note(text.format(file=SITE_FILE))


def _note_next_steps(extras: Extras) -> None:
    if extras.site_workflow:
        _note_workflow()
    if extras.demo:
        text = _(
            "This is example data, from 2020-W15 to 2020-W18:"
            " attendance, links and verifications are invented."
        )
        note(text)
        note(_("Try: mcsj report weekly --week 2020-W17"))
    else:
        text = _(
            "The hours are tentative. When a group has confirmed its own: "
            "mcsj groups schedule 1 --confirm"
        )
        note(text)
        note(_("Who coordinates it, its page and its clock: data/network.yaml."))
