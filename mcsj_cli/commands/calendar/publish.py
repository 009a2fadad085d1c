"""`mcsj calendar publish`: to a server, or into a folder."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from mcsj_cli.commands.arguments import check_range, choose_range
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import DRY_RUN, TO, UNTIL, Format, FromOption, GroupOption, MesaOption
from mcsj_cli.commands.trust import TrustOption
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.week import Week
from mcsj_cli.vocabulary import as_in, in_spanish, spoken

if TYPE_CHECKING:
    from mcsj_cli.calendars.feed import Days

PLACE: Field[str] = TO.but(
    metavar=N_("PLACE"),
    spanish=in_spanish("to", "calendar publish"),
    also=("--output", "-o"),
    help=N_(
        "The address of a calendar on a server, or a folder;"
        " without it, the calendar of network.yaml."
    ),
)
CREATE: Field[bool] = Field(
    "create", N_("Make the calendar on the server, if it is not there yet.")
)
OVERWRITE: Field[bool] = Field(
    "overwrite", N_("Write over what somebody else has edited or removed there.")
)
PREVIEW: Field[bool] = DRY_RUN.but(help=N_("Show what would be done, and do nothing."))
PUBLIC: Field[bool] = Field(
    "public", N_("Only what anybody may read: public links, and no reasons, agendas or sessions.")
)

# The beginning of an address without its https://: a host, maybe with a user and a port.
_HOST = re.compile(r"https?:|(.*@)?([\w-]+(\.[\w-]+)+|localhost)(:\d+)?", re.IGNORECASE)

# The beginning of an address of another kind; a single letter is a drive.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def publish_calendar(
    to: Annotated[Text, PLACE.option()] = None,
    group: GroupOption = None,
    mesa: MesaOption = None,
    first: FromOption = None,
    until: Annotated[Text, UNTIL.option()] = None,
    create: Annotated[bool, CREATE.option()] = False,
    public: Annotated[bool, PUBLIC.option()] = False,
    overwrite: Annotated[bool, OVERWRITE.option()] = False,
    dry_run: Annotated[bool, PREVIEW.option()] = False,
    form: Format = None,
    trust_host: TrustOption = None,
) -> None:
    from mcsj_cli.commands.calendar.folder import publish_folder  # icalendar only for calendars
    from mcsj_cli.commands.calendar.online import Wish, publish_online
    from mcsj_cli.operations.publishing import PublishTerms, read_publication

    project = open_project()
    target = to or project.network.calendar.url
    _require_place(target)
    if group is not None and mesa is not None:
        raise WrongUsageError(_("Say either --group or --mesa."))
    days = _choose_days(first, until, today(project))
    publication = read_publication(project, public=public)
    online = "://" in target
    if form is not None and not (online and dry_run):
        raise WrongUsageError(
            _("--format goes with --dry-run, and with the address of a calendar on a server.")
        )
    if online:
        terms = PublishTerms(create, overwrite, dry_run)
        wish = Wish(group, mesa, terms, form, trust_host, named_here=bool(to))
        publish_online(project, publication, days, target, wish)
        return
    if group is not None or mesa is not None or create or public:
        raise _build_folder_error()
    if trust_host is not None:
        raise WrongUsageError(
            _("--trust-host is for a server, and nothing is sent to one here: leave it out.")
        )
    folder = check_output(project, _parse_folder(target), folder=True)
    publish_folder(project, publication, days, folder, overwrite=overwrite, dry_run=dry_run)


def _require_place(target: str) -> None:
    if not target:
        example = "mcsj calendar publish --to https://example.org/dav/red/reuniones/"
        raise WrongUsageError(
            _("Say where to: the address of a calendar, or a folder."),
            as_in(example),
        )


def _choose_days(first: str | None, until: str | None, day: date) -> "Days":
    """Return the days of --from and --until, by default from this week on."""
    from mcsj_cli.calendars.feed import Days, check_days

    begins, ends = choose_range(first, until, day)
    days = Days(begins or Week.of(day).monday, ends)
    check_range(days.first, days.until)
    check_days(days)
    return days


def _build_folder_error() -> WrongUsageError:
    """Build the error for options that do not go with a folder."""
    message = _(
        "A folder takes the calendars of all, for anybody:"
        " leave out --group, --mesa, --create and --public."
    )
    advice = _("A single calendar as a file: {command}")
    return WrongUsageError(
        message, advice.format(command=spoken("mcsj meetings ics --group 4 --expand"))
    )


def _parse_folder(text: str) -> Path:
    """Return the folder; raise WrongUsageError for what looks like an address, unless it exists.

    The error does not repeat it, as it may hold a password.
    """
    first, _slash, rest = text.partition("/")
    is_address = _SCHEME.match(first) or (rest and _HOST.fullmatch(first))
    if is_address and not Path(first).exists():
        raise WrongUsageError(
            _("This looks like the address of a calendar, but does not begin with https://."),
            _("Write https:// before it. If it is a folder, write ./ before it."),
        )
    return Path(text)
