"""What a table says otherwise of the mesas than groups.yaml, as a proposal and as one change."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.errors import InvalidDataError, InvalidValueError, McsjError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.interchange import to_cell
from mcsj_cli.labels import column_label
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.membership import Groups, Mesa, Municipality, Seat
from mcsj_cli.model.states import find_state
from mcsj_cli.model.table import InputTable
from mcsj_cli.model.text import fold, one_line, slugify
from mcsj_cli.operations import siting
from mcsj_cli.operations.mesas import change_groups, find_first_day
from mcsj_cli.store.project import Project

FIELDS: Mapping[str, tuple[str, ...]] = {
    "slug": ("slug", "nombre corto", "clave corta"),
    "name": ("name", "mesa", "nombre", "mesa ciudadana", "nombre de la mesa"),
    "group": ("group", "grupo", "grupo de trabajo", "numero de grupo"),
    "state": ("state", "estado", "entidad"),
    "municipalities": ("municipalities", "municipios", "municipio", "claves de municipio",
                       "clave de municipio", "inegi", "clave inegi"),
    "timezone": ("timezone", "zona horaria", "zona"),
    "other_timezones": ("other_timezones", "otras zonas"),
    "aliases": ("aliases", "alias", "otros nombres", "tambien llamada"),
}  # fmt: skip
_KEY_LENGTH = 5  # digits of INEGI's key of a municipality


class MesaStep(NamedTuple):
    """What a row says of a mesa: that it is new, or that some fields change."""

    row: int
    slug: str
    name: str
    is_new: bool
    changes: Sequence[tuple[str, Any, Any]]


class MesaPlan(NamedTuple):
    """What a table would change; `after` are the groups then.

    `padded` are keys of municipalities that had lost their zero, `unnamed` the mesas of the network
    that no row names: nothing happens to them.
    """

    steps: list[MesaStep]
    after: Groups
    padded: list[str]
    unnamed: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.steps


def plan_mesas(
    project: Project, table: InputTable, file: str, columns: Mapping[str, str], moment: datetime
) -> MesaPlan:
    """Compare the rows of a table with the groups; raise InvalidDataError for what is wrong."""
    planner = _Planner(project.groups, moment)
    problems: list[Problem] = []
    for row, cells in table.rows:
        said = {field: one_line(cells[name]) for name, field in columns.items()}
        try:
            planner.take(row, said)
        except McsjError as error:
            problems.append(Problem(file, row, 0, error.message, error.advice))
        except ValueError as error:
            problems.append(Problem(file, row, 0, str(error)))
    if problems:
        failed = InvalidDataError(problems)
        failed.advice = _("Nothing was written. Correct the table and import it again.")
        raise failed
    unnamed = [
        str(seat.mesa.name)
        for seat in project.groups.seats_on(moment.date())
        if seat.mesa.slug not in planner.named
    ]
    return MesaPlan(planner.steps, planner.groups, planner.padded, unnamed)


def apply_mesas(project: Project, plan: MesaPlan) -> None:
    """Write down what was planned, as one commit.

    Raise ExistsError where the groups are no longer those that were compared.
    """
    before = project.groups
    names = list_few([step.name for step in plan.steps])
    change_groups(project, commit_subject("mesas: import", names), before, plan.after)


class _Planner:
    """The groups as they become, row by row."""

    def __init__(self, groups: Groups, moment: datetime) -> None:
        self.groups = groups
        self.steps: list[MesaStep] = []
        self.padded: list[str] = []
        self.named: set[str] = set()
        self._moment = moment
        self._day: date = moment.date()

    def take(self, row: int, said: dict[str, str]) -> None:
        """Take a row; raise McsjError or ValueError for what it cannot mean."""
        if not said.get("slug") and not said.get("name"):
            raise InvalidValueError(_("«{field}» is missing").format(field=column_label("name")))
        seat = self._find(said)
        slug = str(seat.mesa.slug) if seat else said.get("slug") or slugify(said["name"])
        if slug in self.named:
            raise InvalidValueError(_("«{uid}» comes twice").format(uid=slug))
        self.named.add(slug)
        if seat:
            self._correct(row, seat, said)
        else:
            self._add(row, slug, said)

    def _find(self, said: Mapping[str, str]) -> Seat | None:
        """Find the mesa of a row by its slug, or else by its name."""
        slugs = {str(seat.mesa.slug): seat for seat in self.groups.seats}
        if said.get("slug") in slugs:
            return self.groups.seat_on(said["slug"], self._day)
        name = said.get("name", "")
        same = [seat for seat in slugs.values() if fold(seat.mesa.name) == fold(name)]
        if same:
            return self.groups.seat_on(same[0].mesa.slug, self._day)
        if said.get("slug"):
            return None
        if not said.get("group"):
            return self.groups.seat_on(self.groups.find_seat(name).mesa.slug, self._day)
        return self._find_alike(name, said["group"])

    def _find_alike(self, name: str, group: str) -> Seat | None:
        """Find the mesa that a name is a spelling of, in the group that the row says.

        Raise InvalidValueError where it may be one of another group, or a new one.
        """
        found = self.groups.find_slugs(name, [seat.mesa for seat in self.groups.seats])
        seats = [self.groups.seat_on(slug, self._day) for slug in found]
        number = self.groups.find_group(group).number
        if len(seats) == 1 and seats[0].group.number == number:
            return seats[0]
        if seats:
            names = ", ".join(f"«{seat.mesa.name}» ({seat.mesa.slug})" for seat in seats)
            raise InvalidValueError(
                _("«{name}» may be {names}, or a new mesa").format(name=name, names=names),
                _("Add a column «slug» with its short name."),
            )
        return None

    def _correct(self, row: int, seat: Seat, said: Mapping[str, str]) -> None:
        mesa, group = seat
        site = self._site(mesa, said)
        changes: dict[str, Any] = siting.list_changes(site) if site else {}
        changes |= self._read_rest(mesa, said)
        differing = {name: new for name, new in changes.items() if getattr(mesa, name) != new}
        told = [(name, getattr(mesa, name), new) for name, new in differing.items()]
        slug = str(mesa.slug)
        if differing:
            described = site.described if site else {}
            self.groups = roster.edit_mesa(
                roster.describe(self.groups, described), slug, self._day,
                lambda one: msgspec.structs.replace(one, **differing),
            )  # fmt: skip
        wanted = said.get("group")
        if wanted and self.groups.find_group(wanted).number != group.number:
            other = self.groups.find_group(wanted)
            first = find_first_day(other, self._moment)
            self.groups = roster.move_mesa(
                self.groups, self.groups.find_seat(slug), other.number, first, self._day
            )
            told.append(("group", group.number, other.number))
        if told:
            self.steps.append(MesaStep(row, slug, str(mesa.name), is_new=False, changes=told))

    def _site(self, mesa: Mesa, said: Mapping[str, str]) -> siting.Siting | None:
        """Find where a mesa is, if a row says it otherwise."""
        places = self._read_places(said.get("municipalities", ""))
        state = find_state(said["state"]) if said.get("state") else None
        home = find_state(mesa.state)
        is_same_state = state is None or state == home
        known = [str(key) for key in mesa.municipalities]
        names = self.groups.municipality_names(mesa)
        is_same_place = places in ([], known) or list(map(fold, places)) == list(map(fold, names))
        if is_same_state and is_same_place:
            return None
        return siting.move_site(self.groups, mesa, places, state)

    def _read_places(self, text: str) -> list[str]:
        """Return the municipalities of a cell; keys get the zero back that a spreadsheet took."""
        places: list[str] = []
        for part in filter(None, map(str.strip, re.split(r"[;\n]|,(?! )|, (?=\d)", text))):
            key = part.zfill(_KEY_LENGTH)
            if part.isdecimal() and key != part and len(part) == _KEY_LENGTH - 1:
                self.padded.append(key)
            places.append(key if part.isdecimal() else part)
        return places

    def _read_rest(self, mesa: Mesa, said: Mapping[str, str]) -> dict[str, Any]:
        """Return the name, the clocks and the other names that a row says otherwise."""
        readers: dict[str, Callable[[str], Any]] = {
            "name": Line.parse,
            "timezone": lambda text: ZoneName.parse(text).canonical,
            "other_timezones": lambda text: [ZoneName.parse(one).canonical for one in _part(text)],
            "aliases": lambda text: [Line.parse(one) for one in _part(text)],
        }
        if said.get("slug") != mesa.slug:
            del readers["name"]  # by it the mesa was found
        return {
            field: read(said[field])
            for field, read in readers.items()
            if said.get(field) and said[field] != str(to_cell(getattr(mesa, field)))
        }

    def _add(self, row: int, slug: str, said: Mapping[str, str]) -> None:
        if not said.get("group"):
            raise InvalidValueError(
                _("«{name}» is a new mesa, and its group is not said").format(name=said["name"]),
                _("Write the group's number in a column «group»."),
            )
        group = self.groups.find_group(said["group"])
        name = Line.parse(said.get("name") or slug)
        state = find_state(said["state"]) if said.get("state") else None
        places = self._read_places(said.get("municipalities", ""))
        site = (
            siting.site_municipalities(self.groups, places, state)
            if places
            else siting.site_by_name(self.groups, name, state)
        )
        mesa = Mesa(
            slug=Slug.parse(slug), name=name, since=find_first_day(group, self._moment),
            **siting.list_changes(site),
        )  # fmt: skip
        mesa = msgspec.structs.replace(mesa, **self._read_rest(mesa, said))
        described: Mapping[str, Municipality] = site.described
        self.groups = roster.add_mesa(self.groups, group.number, mesa, described, self._day)
        told = [("group", None, group.number), ("state", None, mesa.state)]
        if mesa.municipalities:
            names = self.groups.municipality_names(mesa)
            told.append(("municipalities", None, names))
        self.steps.append(MesaStep(row, slug, str(name), is_new=True, changes=told))


def _part(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
