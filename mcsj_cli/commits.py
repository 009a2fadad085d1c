"""What a change did, as its commit's first line writes it for git and as a person is told of it."""

import re
from collections.abc import Sequence

from mcsj_cli.i18n import _

UNDO, REDO = "undo: ", "redo: "
KEEP = "sync: keep"
_FEW = 3
_SUBJECT = re.compile(r'(?P<deed>[a-z]+: [a-z-]+)(?: "(?P<what>.*)")?')


def commit_subject(deed: str, what: str = "") -> str:
    """Write the first line of a commit: `content: add "Title"`."""
    return f'{deed} "{what}"' if what else deed


def edit_subject(files: Sequence[str]) -> str:
    """Write the first line of a commit of what was edited by hand, with the first few files."""
    names = [file.rpartition("/")[2].removesuffix(".yaml") for file in files[:_FEW]] + ["…"] * (
        len(files) > _FEW
    )
    return commit_subject("sync: edit", ", ".join(names))


def describe_commit(subject: str) -> str:
    """Tell in the person's language what a commit did; a line that is none of ours stands for itself."""
    for word, text in ((UNDO, _("undone: {deed}")), (REDO, _("done again: {deed}"))):
        if subject.startswith(word):
            return text.format(deed=describe_commit(subject.removeprefix(word)))
    match = _SUBJECT.fullmatch(subject)
    texts = {
        "init: begin": _("the folder was made"),
        "init: workflow": _("the workflow of the public page was added"),
        "content: add": _("item added: {what}"),
        "groups: schedule": _("schedule of {what} changed"),
        "mesas: add": _("mesa added: {what}"),
        "mesas: edit": _("mesa corrected: {what}"),
        "mesas: move": _("mesa moved to another group: {what}"),
        "mesas: retire": _("mesa left the network: {what}"),
        "followups: add": _("contact with {what} written down"),
        "meetings: schedule": _("meeting set: {what}"),
        "meetings: agenda": _("agenda of {what} changed"),
        "meetings: announce": _("meeting announced: {what}"),
        "meetings: record": _("meeting recorded: {what}"),
        "meetings: minutes": _("minutes of {what} made"),
        "meetings: move": _("meeting moved: {what}"),
        "meetings: cancel": _("meeting cancelled: {what}"),
        "calendar: import": _("calendar taken over: {what}"),
        "actions: add": _("action added: {what}"),
        "actions: update": _("progress of an action: {what}"),
        "actions: done": _("action completed: {what}"),
        "actions: cancel": _("action cancelled: {what}"),
        "practices: add": _("practice added: {what}"),
        "practices: replicate": _("practice copied: {what}"),
        "content: verify": _("item verified: {what}"),
        "content: schedule": _("item scheduled: {what}"),
        "content: publish": _("item published: {what}"),
        "content: retract": _("item retracted: {what}"),
        "content: tag": _("tags of an item changed: {what}"),
        "content: import": _("items added from {what}"),
        "categories: rename": _("rubric renamed: {what}"),
        "check: fix": _("mended by «check --fix»: {what}"),
        "sync: edit": _("edited by hand: {what}"),
        "sync: merge": _("brought together with the others' changes"),
        KEEP: _("the other side's value kept in {what}"),
    }
    if match is None or match["deed"] not in texts:
        return subject
    return texts[match["deed"]].format(what=match["what"] or "")
