"""`mcsj people`: the private contacts of the mesas, which never leave their folder unless a person asks for it here.

People's data go to stdout alone; what is told on stderr, errors and questions included, names nobody.
"""

import re
from typing import Any

import click

from mcsj_cli.errors import McsjError
from mcsj_cli.grammar import LazyVerbs, Verb, new_noun
from mcsj_cli.i18n import _
from mcsj_cli.store.private import concealing

# How click repeats what was typed.
_QUOTED = re.compile(r"\(.*\)|'[^']*'|«[^»]*»")


class PrivateVerbs(LazyVerbs):
    """The verbs of a noun whose arguments and faults hold people's data, which no message may repeat."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; raise what it raises, without people's data."""
        typed = [text for text in ctx.args if not text.startswith("-")]
        with concealing((McsjError, click.ClickException, click.Abort, click.exceptions.Exit)):
            try:
                return super().invoke(ctx)
            except click.UsageError as error:
                error.message = _QUOTED.sub(lambda quoted: _hide(quoted[0], typed), error.message)
                raise


def _hide(quoted: str, typed: list[str]) -> str:
    """Leave of what a message repeats its brackets or quotes, if it was typed."""
    return f"{quoted[0]}…{quoted[-1]}" if any(text in quoted for text in typed if text) else quoted


VERBS = (
    Verb(
        "add",
        "add",
        "add_person",
        _("Keep somebody's contact. At a keyboard it asks for what is missing."),
    ),
    Verb(
        "list",
        "lists",
        "list_people",
        _("List the contacts: all of them, or those of a mesa, a group or a role."),
    ),
    Verb("show", "lists", "show_person", _("Show all that is kept of somebody.")),
    Verb(
        "edit",
        "add",
        "edit_person",
        _("Correct what is kept of somebody; an empty text takes it away."),
    ),
    Verb("forget", "privacy", "forget", _("Erase somebody, and say what this cannot reach.")),
    Verb(
        "export",
        "privacy",
        "export_people",
        _("Write all that is kept of somebody; or, with --all, those who may be written to."),
    ),
    Verb(
        "notice",
        "privacy",
        "write_notice",
        _("Write the privacy notice to hand over before anybody's data are kept."),
    ),
    Verb(
        "lock",
        "keys",
        "lock_people",
        _("Encrypt the contacts; from then on every command opens them with your key."),
    ),
    Verb("unlock", "keys", "unlock_people", _("Write the contacts back as plain text.")),
    Verb(
        "rekey",
        "keys",
        "rekey",
        _("Encrypt the contacts for a new key, and for nobody else but those that you name."),
    ),
)
app = new_noun(__name__, VERBS, PrivateVerbs)
