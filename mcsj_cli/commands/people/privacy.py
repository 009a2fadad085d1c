"""`mcsj people forget|notice`: what a person may ask for."""

from typing import Annotated

from mcsj_cli.commands.arguments import agree
from mcsj_cli.commands.context import check_output, open_project, own_key, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FOR, YesOption
from mcsj_cli.commands.people.display import deliver, list_fields, note_copies
from mcsj_cli.commands.people.options import OutputOption, Uid
from mcsj_cli.console import is_interactive, note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, language
from mcsj_cli.listing import show_fields
from mcsj_cli.messages import privacy_notice
from mcsj_cli.model.person import Person, PersonNotFoundError, find_person
from mcsj_cli.model.text import fold
from mcsj_cli.store import files
from mcsj_cli.store.people import forget_person, read_people
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

FOR_WHOM: Field[str] = FOR.but(metavar=N_("PERSON"), help=N_("With what is kept of this person."))

SHORT: Field[bool] = Field(
    "short", N_("The simplified notice, for a message: it says where the whole one is.")
)


def forget(uid: Uid, yes: YesOption = False) -> None:
    project = open_project()
    key = own_key()
    person = find_person(read_people(project.root, key), uid)
    if not yes:
        show_fields(list_fields(project, person))
    else:
        _require_whole_name(person, uid)
    agree(_("All that is kept of this person will be erased; it cannot be undone."), yes=yes)
    reference = forget_person(project.root, key, person.uid, today(project))
    if is_interactive():  # what a script prints is kept in more places
        note(_("This person was erased: {who}").format(who=_name_person(project, person)))
    note(_("This erasure is noted under this reference:"))
    say(reference)
    _note_limits()
    note_copies(project)


def _require_whole_name(person: Person, given: str) -> None:
    """Raise PersonNotFoundError where a person is called by a part of the name.

    Only who is at the keyboard is told whose it is.
    """
    if fold(given) in (person.uid, fold(person.name)):
        return
    if is_interactive():
        command = spoken(f"mcsj people forget {person.uid} --yes")
        advice = _("Nothing was erased. If you mean this person: {command}").format(command=command)
    else:
        advice = _(
            "Nothing was erased. «mcsj people list --format json» shows the short names (uid)."
        )
    raise PersonNotFoundError(
        _("With --yes it takes the whole short name (uid), or the whole name."), advice
    )


def _name_person(project: Project, person: Person) -> str:
    """Return a person's name, with the mesa's where there is one."""
    mesa = project.groups.mesa_names.get(person.mesa or "", person.mesa)
    return f"{person.name} ({mesa})" if mesa else str(person.name)


def _note_limits() -> None:
    """Name the places that an erasure does not reach."""
    heading = _(
        "Erased. This reference and the day are kept, in private/erasures.yaml, and in"
        " private/forgotten.txt a few letters that recognise who comes back in a colleague's file,"
        " and tell nobody who it was. What this cannot reach:"
    )
    note(heading)
    for text in (
        _("messages and invitations that were sent already"),
        _("copies on other people's machines, and in their phones"),
        _("files that were exported"),
        _("backups, and earlier encrypted copies of the contacts"),
    ):
        note(f"  - {text}")


def write_notice(
    whose: Annotated[Text, FOR_WHOM.option()] = None,
    short: Annotated[bool, SHORT.option()] = False,
    output: OutputOption = None,
) -> None:
    if short and whose:
        raise WrongUsageError(
            _("The short notice is the same for everybody."), as_in("mcsj people notice --short")
        )
    project = open_project()
    person = find_person(read_people(project.root, own_key()), whose) if whose else None
    if short:
        text = privacy_notice.render_short(project.network, language())
    else:
        text = privacy_notice.render(project.network, today(project), language(), person)
    if person is None and output:
        files.write(check_output(project, output), text.encode())
        say(str(output))
    else:
        deliver(project, output, text, "utf-8")
    caution = _(
        "This is a model and not legal advice:"
        " fill in what stands in [brackets], and have it reviewed."
    )
    note(caution)
