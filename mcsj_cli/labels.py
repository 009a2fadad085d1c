"""How the values that data files write in English are shown to people."""

from collections.abc import Mapping
from typing import TypeVar

from mcsj_cli.i18n import N_, _, language

T = TypeVar("T")

_LABELS = {
    "monday": N_("Monday"),
    "tuesday": N_("Tuesday"),
    "wednesday": N_("Wednesday"),
    "thursday": N_("Thursday"),
    "friday": N_("Friday"),
    "saturday": N_("Saturday"),
    "sunday": N_("Sunday"),
    "tentative": N_("tentative"),
    "confirmed": N_("confirmed"),
    "cancelled": N_("cancelled"),
    "moved": N_("moved"),
    "draft": N_("draft"),
    "verified": N_("verified"),
    "scheduled": N_("scheduled"),
    "published": N_("published"),
    "retracted": N_("retracted"),
    "present": N_("present"),
    "excused": N_("excused"),
    "absent": N_("absent"),
    "held": N_("held"),
    "not-held": N_("not held"),
    "coming": N_("still to come"),
    "unrecorded": N_("without record"),
    "needs-action": N_("pending"),
    "in-process": N_("in process"),
    "completed": N_("completed"),
    "overdue": N_("overdue"),
    "no-contact": N_("not contacted yet"),
    "contacted": N_("contacted"),
    "explained": N_("explained"),
    "meeting-set": N_("meeting set"),
    "actions-agreed": N_("actions agreed"),
    "following": N_("being followed"),
    "phone": N_("phone"),
    "email": N_("mail"),
    "plain": N_("plain text"),
    "text": N_("text"),
    "call": N_("call"),
    "whatsapp": N_("WhatsApp"),
    "e-mail": N_("e-mail"),
    "video": N_("video call"),
    "visit": N_("visit"),
    "paper": N_("paper"),
    "in-person": N_("in person"),
    "state": N_("whole state"),
    "municipal": N_("municipal"),
    "rubric": N_("rubric"),
    "axis": N_("axis"),
    "approach": N_("approach"),
    "yes": N_("yes"),
    "no": N_("no"),
    "maybe": N_("maybe"),
    "invitation": N_("invitation"),
    "update": N_("change"),
    "cancellation": N_("cancellation"),
    "removal": N_("no longer with their mesa"),
}
# The fields of data files, as a person is told of one that two people changed.
_FIELDS = {
    "attendance": N_("attendance"),
    "notes": N_("notes"),
    "agenda": N_("agenda"),
    "reason": N_("reason"),
    "start": N_("day and hour"),
    "title": N_("title"),
    "summary": N_("summary"),
    "source": N_("source"),
    "tags": N_("tags"),
    "states": N_("states"),
    "url": N_("url"),
    "created": N_("date"),
    "uid": N_("record"),
    "owner": N_("owner"),
    "due": N_("day it is due"),
    "progress": N_("progress"),
    "evidence": N_("evidence"),
    "mesas": N_("mesas"),
    "done": N_("what was done"),
    "result": N_("result"),
    "steps": N_("steps"),
    "name": N_("name"),
    "link": N_("link"),
    "weekday": N_("weekday"),
    "time": N_("time"),
    "minutes": N_("minutes"),
    "timezone": N_("timezone"),
    "series": N_("series"),
    "groups": N_("groups"),
    "rubrics": N_("rubrics"),
    "keywords": N_("keywords"),
    "replications": N_("replications"),
    "municipalities": N_("municipalities"),
    "mesa": N_("mesa"),
    "meeting": N_("meeting"),
    "practice": N_("practice"),
    "stage": N_("stage"),
    "channel": N_("channel"),
    "purpose": N_("purpose"),
    "until": N_("until"),
    "aliases": N_("aliases"),
    "thresholds": N_("thresholds"),
    "verification": N_("verification"),
    "organisation": N_("organisation"),
    "next_step": N_("next step"),
    "next_on": N_("day of the next step"),
    "note": N_("note"),
    "planned": N_("planned day and hour"),
    "public": N_("public"),
    "status": N_("status"),
    "verified_by": N_("who verified it"),
    "verified_on": N_("verified on"),
    "verified_evidence": N_("evidence of it"),
    "verified_expires": N_("verified until"),
    "file": N_("file"),
    "at": N_("day and hour of posting"),
    "role": N_("role"),
    "preferred": N_("preferred channel"),
    "contact": N_("contact"),
    "phone": N_("phone number"),
    "whatsapp": N_("WhatsApp number"),
    "email": N_("e-mail address"),
    "consent": N_("consent"),
    "do_not_contact": N_("do not contact"),
}
_ANSWERS = {
    "accepted": N_("will come"),
    "declined": N_("will not come"),
    "tentative": N_("may come"),
}
_NO_ANSWER = N_("has not answered")
_POINT_TITLES = {
    "agreements": N_("Follow-up of the agreements of the last meeting"),
    "actions": N_("Open actions"),
    "practices": N_("Practices worth copying"),
    "content": N_("Verified information of the week"),
    "news": N_("What is new in each mesa"),
    "other": N_("Any other business"),
}
# The cities whose accents the zone database leaves out.
_CITIES = {
    "America/Cancun": "Cancún",
    "America/Ciudad_Juarez": "Ciudad Juárez",
    "America/Merida": "Mérida",
    "America/Bahia_Banderas": "Bahía de Banderas",
    "America/Mazatlan": "Mazatlán",
}


def meeting_label(status: str, *, moved: bool, held: bool | None = None) -> str:
    """Return the state of a meeting in words.

    Whether it was `held` counts most, then cancelled, then moved, then its other status.
    """
    if held is not None:
        told = label("held" if held else "not-held")
        return f"{label('moved')}, {told}" if moved else told
    return label("moved" if moved and status != "cancelled" else status)


def label(value: str) -> str:
    """Translate a value of the data, such as «tentative»; return an unknown one as it is."""
    return _(_LABELS[value]) if value in _LABELS else value


def field_label(name: str) -> str:
    """Return the name of a field of a data file in words; another name as it is."""
    return _(_FIELDS[name]) if name in _FIELDS else name


def title_row(row: Mapping[str, T]) -> dict[str, T]:
    """Return a row of a table for a person's spreadsheet, under headings in their language.

    In English they are the names of the fields, as programs know them.
    """
    return {field_label(key) if language() == "es" else key: cell for key, cell in row.items()}


# Fields that are columns of a table, and are told of nowhere else.
_COLUMNS = {
    "axis": N_("axis"),
    "approach": N_("approach"),
    "status": N_("status"),
    "state": N_("state"),
    "group": N_("group"),
    "slug": N_("short name"),
    "number": N_("number of the agreement"),
    "closed": N_("day it was closed"),
    "day": N_("day"),
    "next_step": N_("next step"),
    "next_on": N_("day of the next step"),
    "other_timezones": N_("other time zones"),
}


def column_label(field: str) -> str:
    """Return what a column of a table holds, in words."""
    return _(_COLUMNS[field]) if field in _COLUMNS else field_label(field)


def answer_label(answer: str | None, *, reconfirm: bool = False) -> str:
    """Return the answer to an invitation in words; None means that there is no answer yet."""
    text = _(_ANSWERS[answer] if answer else _NO_ANSWER)
    return _("{answer}, to be reconfirmed").format(answer=text) if reconfirm else text


def point_title(name: str) -> str:
    """Return the title of a point of an agenda; a point written by hand is its own title."""
    return _(_POINT_TITLES[name]) if name in _POINT_TITLES else name


def zone_label(zone: str) -> str:
    """Return the name of a zone for people: «hora del centro», or by its city."""
    if zone == "America/Mexico_City":
        return _("Mexico City time")
    city = _CITIES.get(zone, zone.rpartition("/")[2].replace("_", " "))
    return _("time of {city}").format(city=city)


def clock_label(name: str) -> str:
    """Return the name of a mesa's clock for people: one beside the main one by its city."""
    mesa, _space, zone = name.removesuffix(")").rpartition(" (")
    return f"{mesa} ({zone_label(zone)})" if "/" in zone and mesa else name
