"""`mcsj helpline`: the helplines, and whether they are open now."""

from datetime import datetime
from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import say
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import zone_label
from mcsj_cli.listing import Column, show_fields, show_list
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.partner import Helpline, Partner

TEXT: Field[bool] = Field("text", N_("A short text, ready to be pasted."))


def helpline(text: Annotated[bool, TEXT.option()] = False, form: Format = None) -> None:
    project = open_project()
    moment, helplines = now(project), project.partners.helplines
    if text:
        say("\n\n".join(_format_message(partner, line) for partner, line in helplines))
        return
    if form is None and helplines:
        for partner, line in helplines:
            fields = _list_fields(partner, line, moment)
            show_fields([*fields, *_list_clocks(line, project.groups, moment)])
        return
    columns = [
        Column(_("Helpline"), lambda item: item["name"]),
        Column(_("Number"), lambda item: item["phone"]),
        Column(_("Hours"), lambda item: f"{item['from']}-{item['to']} h"),
        Column(_("Now"), lambda item: _("open") if item["open"] else _("closed")),
        Column(_("For whom"), lambda item: item["audience"]),
    ]
    items = [_build_item(partner, line, moment) for partner, line in helplines]
    show_list(items, columns, form, _("There is no helpline yet: add one in data/partners.yaml."))


def _list_fields(partner: Partner, line: Helpline, moment: datetime) -> list[tuple[str, object]]:
    giver = str(partner.name)
    if partner.abbreviation:
        giver += f" ({partner.abbreviation})"
    return [
        (_("Helpline"), line.name),
        (_("Number"), line.phone),
        (_("Now"), _format_state(line, moment)),
        (_("Hours"), _format_hours(line)),
        (_("For whom"), line.audience),
        (_("Given by"), giver),
    ]


def _format_state(line: Helpline, moment: datetime) -> str:
    """Return whether it is open, and until when, or else when it opens next."""
    if line.hours.is_open(moment):
        return _("open, until {hour} h").format(hour=line.hours.closes)
    opens = line.hours.opens_next(moment)
    return _("closed; it opens at {hour} h").format(hour=f"{opens:%H:%M}")


def _format_hours(line: Helpline) -> str:
    hours = line.hours
    zone = str(hours.timezone)
    if hours.timezone_assumed:
        zone += _(" (assumed; not confirmed)")
    text = _("{opens} to {closes} h, {zone}")
    return text.format(opens=hours.opens, closes=hours.closes, zone=zone)


def _list_clocks(line: Helpline, groups: Groups, moment: datetime) -> list[tuple[str, object]]:
    """Return the hours in the zones of mesas whose clocks read others."""
    hours = line.hours
    own = hours.timezone.zone
    day = moment.astimezone(own).date()
    opening = datetime.combine(day, hours.opens.time, own)
    closing = datetime.combine(day, hours.closes.time, own)
    fields: list[tuple[str, object]] = []
    for zone in _list_zones(groups):
        opens = f"{opening.astimezone(zone.zone):%H:%M}"
        closes = f"{closing.astimezone(zone.zone):%H:%M}"
        if (opens, closes) != (hours.opens, hours.closes):
            name = _("Hours, {zone}").format(zone=zone_label(zone))
            fields.append((name, f"{opens}-{closes} h"))
    return fields


def _list_zones(groups: Groups) -> list[ZoneName]:
    """Return the zones of the network's mesas, each once."""
    zones: list[ZoneName] = []
    for seat in groups.seats:
        zones += seat.mesa.timezones
    return list(dict.fromkeys(zones))


def _format_message(partner: Partner, line: Helpline) -> str:
    """Return a helpline as a message: who gives it, the number, the hours and for whom."""
    given = partner.abbreviation or partner.name
    hours = f"{line.hours.opens}-{line.hours.closes} h ({zone_label(line.hours.timezone)})"
    return f"{line.name} ({given}): {line.phone}\n{hours}\n{line.audience}"


def _build_item(partner: Partner, line: Helpline, moment: datetime) -> dict[str, Any]:
    return {
        "partner": partner.slug,
        "name": line.name,
        "phone": line.phone,
        "tel": line.tel,
        "audience": line.audience,
        "from": line.hours.opens,
        "to": line.hours.closes,
        "timezone": line.hours.timezone,
        "timezone_assumed": line.hours.timezone_assumed,
        "open": line.hours.is_open(moment),
        "opens_next": line.hours.opens_next(moment).isoformat(),
    }
