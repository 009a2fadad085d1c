"""`mcsj helpline`: the helplines, and whether they are open now."""

from datetime import datetime
from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import Column, say, show_fields, show_list
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import zone_label
from mcsj_cli.model.network import Groups
from mcsj_cli.model.partner import Helpline, Partner

TEXT: Field[bool] = Field("text", N_("A short text, ready to be pasted."))


def helpline(
    text: Annotated[bool, TEXT.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    moment, helplines = now(project), project.partners.helplines
    if text:
        say("\n\n".join(_write_text(partner, line) for partner, line in helplines))
        return
    if form is None and helplines:
        for partner, line in helplines:
            show_fields([*_fields(partner, line, moment), *_zones(line, project.groups, moment)])
        return
    columns = [
        Column(_("Helpline"), lambda item: item["name"]),
        Column(_("Number"), lambda item: item["phone"]),
        Column(_("Hours"), lambda item: f"{item['from']}-{item['to']} h"),
        Column(_("Now"), lambda item: _("open") if item["open"] else _("closed")),
        Column(_("For whom"), lambda item: item["audience"]),
    ]
    items = [_describe(partner, line, moment) for partner, line in helplines]
    show_list(items, columns, form, _("There is no helpline yet: add one in data/partners.yaml."))


def _fields(partner: Partner, line: Helpline, moment: datetime) -> list[tuple[str, object]]:
    opens = line.hours.opens_next(moment)
    state = (
        _("open, until {hour} h").format(hour=line.hours.closes)
        if line.hours.is_open(moment)
        else _("closed; it opens at {hour} h").format(hour=f"{opens:%H:%M}")
    )
    zone = line.hours.timezone + (
        _(" (assumed; not confirmed)") if line.hours.timezone_assumed else ""
    )
    hours = _("{opens} to {closes} h, {zone}").format(
        opens=line.hours.opens, closes=line.hours.closes, zone=zone
    )
    return [
        (_("Helpline"), line.name),
        (_("Number"), line.phone),
        (_("Now"), state),
        (_("Hours"), hours),
        (_("For whom"), line.audience),
        (
            _("Given by"),
            f"{partner.name} ({partner.abbreviation})" if partner.abbreviation else partner.name,
        ),
    ]


def _zones(line: Helpline, groups: Groups, moment: datetime) -> list[tuple[str, object]]:
    """Give the hours on the clocks of the network's mesas that read others."""
    day = moment.astimezone(line.hours.timezone.zone).date()
    ends = [
        datetime.combine(day, hour.time, line.hours.timezone.zone)
        for hour in (line.hours.opens, line.hours.closes)
    ]
    zones = dict.fromkeys(zone for seat in groups.seats for zone in seat.mesa.timezones)
    told: list[tuple[str, object]] = []
    for zone in zones:
        opens, closes = (f"{end.astimezone(zone.zone):%H:%M}" for end in ends)
        if (opens, closes) != (line.hours.opens, line.hours.closes):
            told.append((_("Hours, {zone}").format(zone=zone_label(zone)), f"{opens}-{closes} h"))
    return told


def _write_text(partner: Partner, line: Helpline) -> str:
    """Write a helpline as a message: who gives it, the number, the hours and for whom."""
    given = partner.abbreviation or partner.name
    hours = f"{line.hours.opens}-{line.hours.closes} h ({zone_label(line.hours.timezone)})"
    return f"{line.name} ({given}): {line.phone}\n{hours}\n{line.audience}"


def _describe(partner: Partner, line: Helpline, moment: datetime) -> dict[str, Any]:
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
