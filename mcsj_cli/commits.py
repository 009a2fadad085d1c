"""The subjects of our commits: written for git, and translated for people."""

import re
from collections.abc import Sequence

from mcsj_cli.i18n import N_, _

UNDO, REDO = "undo: ", "redo: "
KEEP, MEND = "sync: keep", "sync: mend"
RESTORE = "data: restore"
RAISE = "network: raise-format"
_FEW = 3
_SUBJECT = r'(?P<deed>[a-z]+: [a-z-]+)(?: "(?P<what>.*)")?'
_PREFIXES = {UNDO: N_("undone: {deed}"), REDO: N_("done again: {deed}")}
_TEXTS = {
    "init: begin": N_("the folder was made"),
    "init: workflow": N_("the workflow of the public page was added"),
    "content: add": N_("item added: {what}"),
    "groups: schedule": N_("schedule of {what} changed"),
    "mesas: add": N_("mesa added: {what}"),
    "mesas: edit": N_("mesa corrected: {what}"),
    "mesas: move": N_("mesa moved to another group: {what}"),
    "mesas: retire": N_("mesa left the network: {what}"),
    "followups: add": N_("contact with {what} written down"),
    "meetings: schedule": N_("meeting set: {what}"),
    "meetings: agenda": N_("agenda of {what} changed"),
    "meetings: announce": N_("meeting announced: {what}"),
    "meetings: record": N_("meeting recorded: {what}"),
    "meetings: minutes": N_("minutes of {what} made"),
    "meetings: move": N_("meeting moved: {what}"),
    "meetings: cancel": N_("meeting cancelled: {what}"),
    "calendar: import": N_("calendar taken over: {what}"),
    "actions: add": N_("action added: {what}"),
    "actions: update": N_("progress of an action: {what}"),
    "actions: done": N_("action completed: {what}"),
    "actions: cancel": N_("action cancelled: {what}"),
    "practices: add": N_("practice added: {what}"),
    "practices: replicate": N_("practice copied: {what}"),
    "content: verify": N_("item verified: {what}"),
    "content: schedule": N_("item scheduled: {what}"),
    "content: publish": N_("item published: {what}"),
    "content: retract": N_("item retracted: {what}"),
    "content: tag": N_("tags of an item changed: {what}"),
    "content: import": N_("items added: {what}"),
    "content: tips": N_("links taken in: {what}"),
    "content: edit": N_("item corrected: {what}"),
    "content: correct": N_("items corrected: {what}"),
    "content: delete": N_("item deleted: {what}"),
    "actions: import": N_("actions added: {what}"),
    "actions: correct": N_("actions corrected: {what}"),
    "followups: import": N_("contacts written down: {what}"),
    "followups: correct": N_("contacts corrected: {what}"),
    "mesas: import": N_("mesas taken over from a table: {what}"),
    "actions: edit": N_("action corrected: {what}"),
    "actions: reopen": N_("action opened again: {what}"),
    "actions: delete": N_("action deleted: {what}"),
    "practices: edit": N_("practice corrected: {what}"),
    "practices: delete": N_("practice deleted: {what}"),
    "followups: edit": N_("contact corrected: {what}"),
    "followups: delete": N_("contact deleted: {what}"),
    "meetings: edit": N_("meeting corrected: {what}"),
    "meetings: delete": N_("meeting deleted: {what}"),
    "categories: rename": N_("rubric renamed: {what}"),
    "check: fix": N_("mended by «check --fix»: {what}"),
    "doctor: fix": N_("mended by «doctor --fix»: {what}"),
    "sync: edit": N_("edited by hand: {what}"),
    "sync: merge": N_("brought together with the others' changes"),
    RAISE: N_("the folder went to format {what}"),
    MEND: N_("what an earlier sync had broken was mended: {what}"),
    RESTORE: N_("put back as it last could be read: {what}"),
    KEEP: N_("the other side's value kept in {what}"),
}


def commit_subject(deed: str, what: str = "") -> str:
    """Return the first line of a commit: `content: add "Title"`."""
    return f'{deed} "{what}"' if what else deed


def edit_subject(files: Sequence[str]) -> str:
    """Return the first line of a commit of files edited by hand, with the first few names."""
    names = [file.rpartition("/")[2].removesuffix(".yaml") for file in files]
    return commit_subject("sync: edit", list_few(names))


def list_few(names: Sequence[str]) -> str:
    """Return the first few of some names, for the first line of a commit."""
    return ", ".join([*names[:_FEW], "…"] if len(names) > _FEW else names)


def describe_commit(subject: str) -> str:
    """Translate the subject of a commit for people; return a foreign subject as it is."""
    for prefix, text in _PREFIXES.items():
        if subject.startswith(prefix):
            return _(text).format(deed=describe_commit(subject.removeprefix(prefix)))
    match = re.fullmatch(_SUBJECT, subject)
    if match is None or match["deed"] not in _TEXTS:
        return subject
    return _(_TEXTS[match["deed"]]).format(what=match["what"] or "")
