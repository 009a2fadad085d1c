"""The person's word for each value that data files write in English."""

from mcsj_cli.i18n import _


def meeting_label(status: str, *, moved: bool, held: bool | None = None) -> str:
    """Say what has become of a meeting: moved counts more than its status, cancelled more than moved.

    Whether it was `held` counts most, where it is written down.
    """
    if held is not None:
        told = label("held" if held else "not-held")
        return f"{label('moved')}, {told}" if moved else told
    return label("moved" if moved and status != "cancelled" else status)


def label(value: str) -> str:
    """Translate a value of the data, such as «tentative»; one without a word stands for itself."""
    return {
        "monday": _("Monday"),
        "tuesday": _("Tuesday"),
        "wednesday": _("Wednesday"),
        "thursday": _("Thursday"),
        "friday": _("Friday"),
        "saturday": _("Saturday"),
        "sunday": _("Sunday"),
        "tentative": _("tentative"),
        "confirmed": _("confirmed"),
        "cancelled": _("cancelled"),
        "moved": _("moved"),
        "draft": _("draft"),
        "verified": _("verified"),
        "scheduled": _("scheduled"),
        "published": _("published"),
        "retracted": _("retracted"),
        "present": _("present"),
        "excused": _("excused"),
        "absent": _("absent"),
        "held": _("held"),
        "not-held": _("not held"),
        "coming": _("still to come"),
        "unrecorded": _("without record"),
        "needs-action": _("pending"),
        "in-process": _("in process"),
        "completed": _("completed"),
        "overdue": _("overdue"),
        "no-contact": _("not contacted yet"),
        "contacted": _("contacted"),
        "explained": _("explained"),
        "meeting-set": _("meeting set"),
        "actions-agreed": _("actions agreed"),
        "following": _("being followed"),
        "phone": _("phone"),
        "email": _("mail"),
        "plain": _("plain text"),
        "call": _("call"),
        "whatsapp": _("WhatsApp"),
        "e-mail": _("e-mail"),
        "video": _("video call"),
        "visit": _("visit"),
        "state": _("whole state"),
        "municipal": _("municipal"),
        "rubric": _("rubric"),
        "axis": _("axis"),
        "approach": _("approach"),
        "yes": _("yes"),
        "no": _("no"),
        "maybe": _("maybe"),
        "invitation": _("invitation"),
        "update": _("change"),
        "cancellation": _("cancellation"),
        "removal": _("no longer with their mesa"),
    }.get(value, value)


def answer_label(answer: str | None, *, reconfirm: bool = False) -> str:
    """Say what somebody answered to an invitation; None is nothing yet."""
    told = {"accepted": _("will come"), "declined": _("will not come"), "tentative": _("may come")}
    text = told[answer] if answer else _("has not answered")
    return _("{answer}, to be reconfirmed").format(answer=text) if reconfirm else text


def point_title(name: str) -> str:
    """Give the title of a point of an agenda; one that a person wrote is its own."""
    return {
        "agreements": _("Follow-up of the agreements of the last meeting"),
        "actions": _("Open actions"),
        "practices": _("Practices worth copying"),
        "content": _("Verified information of the week"),
        "news": _("What is new in each mesa"),
        "other": _("Any other business"),
    }.get(name, name)


def zone_label(zone: str) -> str:
    """Name a zone as people do: «hora del centro», or by its city."""
    if zone == "America/Mexico_City":
        return _("Mexico City time")
    cities = {
        "America/Cancun": "Cancún",
        "America/Ciudad_Juarez": "Ciudad Juárez",
        "America/Merida": "Mérida",
        "America/Bahia_Banderas": "Bahía de Banderas",
        "America/Mazatlan": "Mazatlán",
    }
    city = cities.get(zone, zone.rpartition("/")[2].replace("_", " "))
    return _("time of {city}").format(city=city)
