"""How the verbs show people, to programs and to persons."""

from pathlib import Path
from typing import Any

import msgspec

from mcsj_cli.commands.context import check_output
from mcsj_cli.console import note, say
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.person import ContactKind, Person
from mcsj_cli.operations.private_checkup import warn_of_cloud
from mcsj_cli.store.private import find_copies, write_export
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken


def describe_person(person: Person) -> dict[str, Any]:
    """Return all fields under their names in the file, also the empty ones."""
    fields = {one.encode_name: getattr(person, one.name) for one in msgspec.structs.fields(Person)}
    plain: dict[str, Any] = msgspec.to_builtins(fields, enc_hook=str)
    return plain


def flatten_person(person: Person) -> dict[str, Any]:
    """Return a row of a table, with a column for each kind of channel."""
    return {
        "uid": person.uid,
        "name": person.name,
        "role": person.role,
        "mesa": person.mesa or "",
        "preferred": person.preferred or "",
        "contact": person.reached_at,
        **{kind.value: person.values(kind) for kind in ContactKind},
        "consent": str(person.consent.day) if person.consent else "",
        "do_not_contact": person.do_not_contact,
    }


def list_fields(project: Project, person: Person) -> list[tuple[str, object]]:
    """Return what is shown of a person, each with its heading."""
    return [
        (_("Person"), person.uid),
        (_("Name"), person.name),
        (_("Role"), person.role),
        (_("Mesa"), _format_mesa(project, person)),
        *((_capitalize(label(contact.kind)), contact.value) for contact in person.channels),
        (_("Prefers"), label(person.preferred) if person.preferred else ""),
        (_("Consent"), _format_consent(person)),
        (_("Remark"), _("do not contact") if person.do_not_contact else ""),
        (_("Written down"), person.created),
        (_("Last changed"), person.updated),
    ]


def _format_mesa(project: Project, person: Person) -> str:
    if not person.mesa:
        return _("national office")
    return project.groups.mesa_names.get(person.mesa, person.mesa)


def _format_consent(person: Person) -> str:
    consent = person.consent
    if person.withdrawn:
        return _("withdrawn on {day}").format(day=person.withdrawn)
    if not consent:
        return _("no")
    told = [_("{day}, version {version}").format(day=consent.day, version=consent.notice)]
    told += [label(consent.means)] if consent.means else []
    told += [_("to: {role}").format(role=consent.taken_by)] if consent.taken_by else []
    return "; ".join(told)


def list_changes(before: Person, after: Person) -> list[str]:
    """Return each field that differs: «phone: 55… → 56…»."""
    old, new = _list_values(before), _list_values(after)
    changed = [name for name in old if old[name] != new[name]]
    return [f"{name}: {old[name] or '–'} → {new[name] or '–'}" for name in changed]


def _list_values(person: Person) -> dict[str, str]:
    return {
        _("Name"): str(person.name),
        _("Role"): str(person.role),
        _("Mesa"): str(person.mesa or ""),
        **{label(kind): ", ".join(person.values(kind)) for kind in ContactKind},
        _("Prefers"): label(person.preferred) if person.preferred else "",
        _("Consent"): f"{person.consent.day} ({person.consent.notice})" if person.consent else "",
    }


def _capitalize(text: str) -> str:
    return text[0].upper() + text[1:]


def note_copies(project: Project) -> None:
    """Name the files that may hold copies of the contacts."""
    copies = find_copies(project.root)
    if copies:
        note(_("Look also into: {names}").format(names=", ".join(copies)))


def note_cloud(project: Project) -> None:
    """Note that the contacts go to a cloud as they are, until they are encrypted."""
    warning = warn_of_cloud(project.root)
    if warning:
        note(warning)
        note(spoken("  mcsj people lock"))


def deliver(project: Project, output: Path | None, text: str, encoding: str = "utf-8") -> None:
    """Print a result, or write it so that only its owner can read it."""
    if output is None:
        say(text.replace("\r\n", "\n").rstrip("\n"))
        return
    write_export(project.root, check_output(project, output, private=True), text.encode(encoding))
    say(str(output))
