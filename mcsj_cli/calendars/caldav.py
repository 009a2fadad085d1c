"""A calendar on a server (RFC 4791): found or made, its objects listed, read, written and removed, each on condition.

Every change says which version of the object it is meant for, so nothing that somebody else does meanwhile is lost.
"""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from mcsj_cli.calendars import multistatus
from mcsj_cli.calendars.multistatus import CALDAV, DAV, Resource
from mcsj_cli.calendars.transport import Response, Server, ServerAddress, find_delay
from mcsj_cli.errors import McsjError, ServerError
from mcsj_cli.i18n import _, ngettext

ANY = "*"
"""The tag of an object of which the server tells none (RFC 9110 13.1.1); two objects of that tag may differ."""

_WEAK = "W/"  # no request can be made on condition of such a tag (RFC 9110 8.8.3.2, 13.1.1)
_BATCH = 100  # objects read at once
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_LISTED = (f"{DAV}resourcetype", f"{DAV}displayname", f"{DAV}getetag")
_HOMES = (f"{DAV}current-user-principal", f"{CALDAV}calendar-home-set")
_DONE = (200, 201, 204)
_SHOWN = 5


def is_same(one: str, other: str) -> bool:
    """Say whether two tags tell the same of an object, whichever of them a proxy has weakened (RFC 9110 8.8.3.2)."""
    return one.removeprefix(_WEAK) == other.removeprefix(_WEAK) and one != ANY


class ConflictError(McsjError):
    """An object is not, or no longer, what a change was meant for."""


class CaldavRefusedError(McsjError):
    """The server refuses one object, and may take others."""


class CalendarName(NamedTuple):
    """How a calendar that is made is to be called, and its colour as #RRGGBB, or none."""

    name: str
    description: str
    colour: str


class Collection:
    """One calendar on a server; objects are named by the last part of their path."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def address(self) -> ServerAddress:
        return self._server.address

    def list_tags(self) -> dict[str, str] | None:
        """Give the server's tag of every object, by name; None where there is nothing at this address.

        Raises ServerError where there is something else, with the calendars that can be found from it.
        """
        resources = self._find(self.address.path, "1", _LISTED, moving=True)
        if resources is None:
            return None
        own = [one for one in resources if one.path.rstrip("/") == self.address.path.rstrip("/")]
        if not any(one.is_calendar for one in own):
            raise self._no_calendar(resources)
        if any(one.status == 507 for one in resources):
            raise ServerError(
                _("The server does not list the whole calendar."),
                _("It may hold too many events: make another calendar for the meetings."),
            )
        named = (
            (one.path.removeprefix(self.address.path), one) for one in resources if one not in own
        )
        return {name: one.etag or ANY for name, one in named if name and "/" not in name}

    def tell_missing(self) -> ServerError:
        """Give the error for a calendar that is not there."""
        return ServerError(
            _("There is no calendar at {address}.").format(address=self.address),
            _("Look at the address; with --create the calendar is made there."),
        )

    def make(self, name: CalendarName) -> None:
        """Make the calendar (RFC 4791 5.3.1); one that is there already is left as it is."""
        answer = self._server.ask(
            "MKCALENDAR", self.address.path, multistatus.describe_calendar(*name), _XML
        )
        if answer.status in (403, 409):
            raise ServerError(
                _("The server does not let a calendar be made at {address}.").format(
                    address=self.address
                ),
                _(
                    "The address must lie beside those of your other calendars: look at them on the server's own pages."
                ),
            )
        if answer.status not in (*_DONE, 405):  # 405: there is one
            raise self._refusal(answer)

    def read(self, names: Iterable[str]) -> dict[str, tuple[str, bytes]]:
        """Give the tag and content of objects, by name; those that are gone meanwhile are left out."""
        wanted = sorted(names)
        found: dict[str, tuple[str, bytes]] = {}
        for start in range(0, len(wanted), _BATCH):
            paths = [self.address.path + name for name in wanted[start : start + _BATCH]]
            headers = {**_XML, "Depth": "1"}
            answer = self._server.ask(
                "REPORT", self.address.path, multistatus.ask_objects(paths), headers
            )
            for one in multistatus.parse(self._accept(answer, 207).body):
                if one.data is not None:
                    found[one.path.removeprefix(self.address.path)] = (one.etag, one.data)
        return {name: found[name] for name in wanted if name in found}

    def write(self, name: str, content: bytes, etag: str) -> str:
        """Write an object in place of the one of that tag, or a new one without; give its own tag, empty if not told.

        Raises ConflictError where something else is there, RefusedError where the server will not have it.
        """
        answer = self._change("PUT", name, etag, content)
        self._check(answer)
        return multistatus.tag_of(answer.headers.get("etag", ""))

    def remove(self, name: str, etag: str) -> None:
        """Remove the object of that tag; raise as `write`. One that is gone already is removed."""
        answer = self._change("DELETE", name, etag)
        if answer.status not in (404, 410):
            self._check(answer)

    def _change(self, method: str, name: str, etag: str, content: bytes = b"") -> Response:
        """Ask for a change of the object of that tag, or for a new one without.

        A weak tag is mostly a proxy's word for a strong one, which the server takes. Where it does not, the object is
        looked at once more, and changed as it is if its tag is still the same: the best that such a server offers.
        """
        path = self.address.path + name
        usual = {"Content-Type": "text/calendar; charset=utf-8"} if content else {}
        condition = {"If-Match": etag.removeprefix(_WEAK)} if etag else {"If-None-Match": "*"}
        answer = self._server.ask(method, path, content, {**usual, **condition})
        if answer.status != 412 or not etag.startswith(_WEAK):
            return answer
        tag, _content = self.read([name]).get(name, ("", b""))
        if not is_same(tag, etag):
            return answer
        return self._server.ask(method, path, content, {**usual, "If-Match": ANY})

    def _check(self, answer: Response) -> None:
        """Tell apart what concerns one object from what concerns them all."""
        if answer.status == 412:
            raise ConflictError(_("somebody changed it on the server just now"))
        if answer.status in (403, 409) and multistatus.names_condition(
            answer.body, f"{CALDAV}no-uid-conflict"
        ):
            raise ConflictError(
                _("the calendar holds an event of the same UID that was put there by other means")
            )
        if answer.status in (400, 409, 413, 415, 422, 423):
            told = {
                413: _("the server finds it too large"),
                423: _("it is locked on the server; try again later"),
            }
            reason = _("the server does not take it ({status})").format(status=answer.status)
            raise CaldavRefusedError(told.get(answer.status, reason))
        self._accept(answer, *_DONE)

    def _accept(self, answer: Response, *statuses: int) -> Response:
        if answer.status not in statuses:
            raise self._refusal(answer)
        return answer

    def _find(
        self, path: str, depth: str, names: Iterable[str], *, moving: bool = False
    ) -> list[Resource] | None:
        headers = {**_XML, "Depth": depth}
        ask = self._server.ask_on if moving else self._server.ask
        answer = ask("PROPFIND", path, multistatus.ask_properties(*names), headers)
        if answer.status in (404, 410):
            return None
        return multistatus.parse(self._accept(answer, 207).body)

    def _no_calendar(self, resources: list[Resource]) -> ServerError:
        found = [one for one in resources if one.is_calendar] or self._discover()
        host = self.address.origin
        told = [f"{host}{quote(one.path)} ({one.name})" for one in found[:_SHOWN]]
        advice = _("Calendars that can be found from there: {names}").format(names=", ".join(told))
        return ServerError(
            _("{address} is not a calendar.").format(address=self.address),
            advice if told else _("Give the address of a calendar, or of a new one with --create."),
        )

    def _discover(self) -> list[Resource]:
        """Find the calendars of whoever asks (RFC 5397, RFC 4791 6.2.1), within this host."""
        path = self.address.path
        for _step in range(2):
            leads = [
                path for one in self._find(path, "0", _HOMES) or [] for path in one.leads_to if path
            ]
            if not leads:
                break
            path = leads[-1]
        listed = self._find(path, "1", _LISTED) or []
        return [one for one in listed if one.is_calendar]

    def _refusal(self, answer: Response) -> ServerError:
        if answer.status in (404, 410):
            return self.tell_missing()
        if answer.status < 400:
            return multistatus.tell_strange()
        no_calendar = (
            _("{address} is not the address of a calendar.").format(address=self.address),
            _("Look at it in the settings of the calendar, on the server's own pages."),
        )
        told = {
            401: self._tell_login(answer),
            403: self._tell_closed(),
            405: no_calendar,
            501: no_calendar,  # a web server that knows nothing of calendars
            429: (_("The server is asked too much at once."), _tell_delay(answer)),
            503: (_("The server is not available just now."), _tell_delay(answer)),
            507: (
                _("There is no room left on the server."),
                _(
                    "Ask whoever looks after it; then run the command again: it goes on where it stopped."
                ),
            ),
        }
        usual = (
            _("The server answers with a fault ({status}).").format(status=answer.status),
            _(
                "Try again later: it goes on where it stopped. If it stays so, ask whoever looks after the server."
            ),
        )
        return ServerError(*told.get(answer.status, usual))

    def _tell_closed(self) -> tuple[str, str]:
        if self._server.login is None:
            return _("The server wants a user and a password."), advise_login(self.address)
        message = _("The server does not let «{user}» write in this calendar.").format(
            user=self._server.login.user
        )
        return message, _("Ask whoever it belongs to, or look at the address.")

    def _tell_login(self, answer: Response) -> tuple[str, str]:
        offered = answer.headers.get("www-authenticate", "").casefold()
        if offered and "basic" not in offered:
            message = _(
                "The server wants another kind of password check than this program knows (Basic)."
            )
            return message, _("Ask whoever looks after the server to allow Basic over https.")
        if self._server.login is None:
            message = _("The server wants a user and a password.")
        else:
            message = _("The server does not accept the password of «{user}».").format(
                user=self._server.login.user
            )
        return message, advise_login(self.address)


def advise_login(address: ServerAddress) -> str:
    """Say where user and password are taken from."""
    return _(
        "Set MCSJ_CALDAV_USER and MCSJ_CALDAV_PASSWORD, or keep the password in the keyring: keyring set {place} USER"
    ).format(place=address.origin)


def _tell_delay(answer: Response) -> str:
    delay = find_delay(answer)
    if delay is None:
        return _("Try again later: it goes on where it stopped.")
    minutes = max(1, round(delay / 60))
    return ngettext(
        "Try again in {n} minute: it goes on where it stopped.",
        "Try again in {n} minutes: it goes on where it stopped.",
        minutes,
    ).format(n=minutes)
