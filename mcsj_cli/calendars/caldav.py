"""A calendar on a server (RFC 4791): found or made, its objects listed, read, written and removed.

Every change is made on condition that the object still has a given tag, so that no concurrent
change of somebody else is lost.
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

from mcsj_cli.calendars import multistatus
from mcsj_cli.calendars.multistatus import CALDAV, DAV, Resource
from mcsj_cli.calendars.transport import Response, Server, ServerAddress, find_delay
from mcsj_cli.errors import McsjError, ServerError
from mcsj_cli.i18n import _, ngettext

ANY = "*"
"""Stands for the tag of an object if the server tells none (RFC 9110 13.1.1).

Two objects with it may differ.
"""

_WEAK = "W/"  # no request can be made on condition of such a tag (RFC 9110 8.8.3.2, 13.1.1)
_BATCH = 100  # objects read at once
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_LISTED = (f"{DAV}resourcetype", f"{DAV}displayname", f"{DAV}getetag")
_HOMES = (f"{DAV}current-user-principal", f"{CALDAV}calendar-home-set")
_SAME_UID = f"{CALDAV}no-uid-conflict"
_DONE = (200, 201, 204)
_SHOWN = 5


def is_same(one: str, other: str) -> bool:
    """Whether two tags stand for the same state of an object, even if a proxy weakened one of them.

    RFC 9110 8.8.3.2.
    """
    return one.removeprefix(_WEAK) == other.removeprefix(_WEAK) and one != ANY


class ConflictError(McsjError):
    """An object is not, or no longer, in the state that a change was meant for."""


class CaldavRefusedError(McsjError):
    """The server refuses one object, but may accept others."""


class CalendarName(NamedTuple):
    """The names of a calendar to be made, and its colour as #RRGGBB or empty."""

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
        """Return the server's tag of every object, by name; None if nothing is at this address.

        Raise ServerError, with the calendars that can be found from there, if there is something
        else than a calendar.
        """
        resources = self._list_resources(self.address.path, "1", _LISTED, moving=True)
        if resources is None:
            return None
        path = self.address.path.rstrip("/")
        own = [one for one in resources if one.path.rstrip("/") == path]
        if not any(one.is_calendar for one in own):
            raise self._no_calendar_error(resources)
        if any(one.status == 507 for one in resources):
            raise ServerError(
                _("The server does not list the whole calendar."),
                _("It may hold too many events: make another calendar for the meetings."),
            )
        tags: dict[str, str] = {}
        for one in resources:
            name = one.path.removeprefix(self.address.path)
            if one not in own and name and "/" not in name:
                tags[name] = one.etag or ANY
        return tags

    def missing_error(self) -> ServerError:
        """Return the error for an address without a calendar."""
        return ServerError(
            _("There is no calendar at {address}.").format(address=self.address),
            _("Look at the address; with --create the calendar is made there."),
        )

    def make(self, name: CalendarName) -> None:
        """Make the calendar, if there is none yet (RFC 4791 5.3.1)."""
        asked = multistatus.describe_calendar(*name)
        answer = self._server.ask("MKCALENDAR", self.address.path, asked, _XML)
        if answer.status in (403, 409):
            message = _("The server does not let a calendar be made at {address}.")
            raise ServerError(
                message.format(address=self.address),
                _(
                    "The address must lie beside those of your other calendars: "
                    "look at them on the server's own pages."
                ),
            )
        if answer.status not in (*_DONE, 405):  # 405: there is one
            raise self._refusal_error(answer)

    def read(self, names: Iterable[str]) -> dict[str, tuple[str, bytes]]:
        """Return the tag and content of objects, by name, without those that no longer exist."""
        wanted = sorted(names)
        found: dict[str, tuple[str, bytes]] = {}
        for start in range(0, len(wanted), _BATCH):
            found |= self._read_batch(wanted[start : start + _BATCH])
        return {name: found[name] for name in wanted if name in found}

    def _read_batch(self, names: Iterable[str]) -> dict[str, tuple[str, bytes]]:
        path = self.address.path
        asked = multistatus.ask_objects([path + name for name in names])
        answer = self._server.ask("REPORT", path, asked, {**_XML, "Depth": "1"})
        found: dict[str, tuple[str, bytes]] = {}
        for one in multistatus.parse(self._accept(answer, 207).body):
            if one.data is not None:
                found[one.path.removeprefix(path)] = (one.etag, one.data)
        return found

    def write(self, name: str, content: bytes, etag: str) -> str:
        """Replace the object that has the tag `etag`, or write a new one if `etag` is empty.

        Return the new tag, empty if the server does not tell it. Raise ConflictError if something
        else is there, CaldavRefusedError if the server refuses the object.
        """
        answer = self._change("PUT", name, etag, content)
        self._check(answer)
        return multistatus.tag_of(answer.headers.get("etag", ""))

    def remove(self, name: str, etag: str) -> None:
        """Remove the object that has the tag `etag`, if it still exists; raise as `write`."""
        answer = self._change("DELETE", name, etag)
        if answer.status not in (404, 410):
            self._check(answer)

    def _change(self, method: str, name: str, etag: str, content: bytes = b"") -> Response:
        """Ask for a change of the object that has the tag `etag`, or for a new one if it is empty.

        A weak tag mostly stems from a proxy, and the server accepts the strong form of it. If it
        does not, read the object's tag again and change the object without condition if the tag is
        still the same: such a server offers nothing better.
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
        """Raise ConflictError or CaldavRefusedError for a failure of this object alone.

        Raise ServerError for a failure that concerns all objects.
        """
        if answer.status == 412:
            raise ConflictError(_("somebody changed it on the server just now"))
        if answer.status in (403, 409) and multistatus.names_condition(answer.body, _SAME_UID):
            raise ConflictError(
                _("the calendar holds an event of the same UID that was put there by other means")
            )
        if answer.status in (400, 409, 413, 415, 422, 423):
            raise CaldavRefusedError(_explain_refusal(answer.status))
        self._accept(answer, *_DONE)

    def _accept(self, answer: Response, *statuses: int) -> Response:
        if answer.status not in statuses:
            raise self._refusal_error(answer)
        return answer

    def _list_resources(
        self, path: str, depth: str, names: Iterable[str], *, moving: bool = False
    ) -> list[Resource] | None:
        headers = {**_XML, "Depth": depth}
        ask = self._server.ask_on if moving else self._server.ask
        answer = ask("PROPFIND", path, multistatus.ask_properties(*names), headers)
        if answer.status in (404, 410):
            return None
        return multistatus.parse(self._accept(answer, 207).body)

    def _no_calendar_error(self, resources: list[Resource]) -> ServerError:
        found = [one for one in resources if one.is_calendar] or self._discover()
        host = self.address.origin
        names = ", ".join(f"{host}{quote(one.path)} ({one.name})" for one in found[:_SHOWN])
        if names:
            advice = _("Calendars that can be found from there: {names}").format(names=names)
        else:
            advice = _("Give the address of a calendar, or of a new one with --create.")
        message = _("{address} is not a calendar.").format(address=self.address)
        return ServerError(message, advice)

    def _discover(self) -> list[Resource]:
        """Find the calendars of the user on this host (RFC 5397, RFC 4791 6.2.1)."""
        path = self.address.path
        for _step in range(2):
            resources = self._list_resources(path, "0", _HOMES) or []
            leads = chain.from_iterable(one.leads_to for one in resources)
            paths = [lead for lead in leads if lead]
            if not paths:
                break
            path = paths[-1]
        listed = self._list_resources(path, "1", _LISTED) or []
        return [one for one in listed if one.is_calendar]

    def _refusal_error(self, answer: Response) -> ServerError:
        if answer.status in (404, 410):
            return self.missing_error()
        if answer.status < 400:
            return multistatus.strange_answer_error()
        if answer.status in (405, 501):  # 501: a web server that knows nothing of calendars
            message = _("{address} is not the address of a calendar.").format(address=self.address)
            advice = _("Look at it in the settings of the calendar, on the server's own pages.")
            return ServerError(message, advice)
        if answer.status == 401:
            return self._unauthorised_error(answer)
        if answer.status == 403:
            return self._forbidden_error()
        return _unable_error(answer)

    def _forbidden_error(self) -> ServerError:
        if self._server.login is None:
            return self._no_login_error()
        message = _("The server does not let «{user}» write in this calendar.")
        return ServerError(
            message.format(user=self._server.login.user),
            _("Ask whoever it belongs to, or look at the address."),
        )

    def _unauthorised_error(self, answer: Response) -> ServerError:
        offered = answer.headers.get("www-authenticate", "").casefold()
        if offered and "basic" not in offered:
            return ServerError(
                _(
                    "The server wants another kind of password check "
                    "than this program knows (Basic)."
                ),
                _("Ask whoever looks after the server to allow Basic over https."),
            )
        if self._server.login is None:
            return self._no_login_error()
        message = _("The server does not accept the password of «{user}».")
        return ServerError(message.format(user=self._server.login.user), advise_login(self.address))

    def _no_login_error(self) -> ServerError:
        message = _("The server wants a user and a password.")
        return ServerError(message, advise_login(self.address))


def _explain_refusal(status: int) -> str:
    if status == 413:
        return _("the server finds it too large")
    if status == 423:
        return _("it is locked on the server; try again later")
    return _("the server does not take it ({status})").format(status=status)


def _unable_error(answer: Response) -> ServerError:
    """Return the error of a server that cannot serve anybody now."""
    match answer.status:
        case 429:
            return ServerError(_("The server is asked too much at once."), _advise_delay(answer))
        case 503:
            return ServerError(_("The server is not available just now."), _advise_delay(answer))
        case 507:
            message = _("There is no room left on the server.")
            advice = _(
                "Ask whoever looks after it; then run the command again: "
                "it goes on where it stopped."
            )
        case _:
            message = _("The server answers with a fault ({status}).").format(status=answer.status)
            advice = _(
                "Try again later: it goes on where it stopped. "
                "If it stays so, ask whoever looks after the server."
            )
    return ServerError(message, advice)


def advise_login(address: ServerAddress) -> str:
    """Return the advice on where to put user and password."""
    return _(
        "Set MCSJ_CALDAV_USER and MCSJ_CALDAV_PASSWORD, or keep the password in the keyring: "
        "keyring set {place} USER"
    ).format(place=address.origin)


def _advise_delay(answer: Response) -> str:
    delay = find_delay(answer)
    if delay is None:
        return _("Try again later: it goes on where it stopped.")
    minutes = max(1, round(delay / 60))
    return ngettext(
        "Try again in {n} minute: it goes on where it stopped.",
        "Try again in {n} minutes: it goes on where it stopped.",
        minutes,
    ).format(n=minutes)
