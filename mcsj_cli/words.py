"""The person's word for each value that data files write in English."""

from mcsj_cli.i18n import _


def meeting_word(status: str, *, moved: bool, held: bool | None = None) -> str:
    """Say what has become of a meeting: moved counts more than its status, cancelled more than moved.

    Whether it was `held` counts most, where it is written down.
    """
    if held is not None:
        told = word("held" if held else "not-held")
        return f"{word('moved')}, {told}" if moved else told
    return word("moved" if moved and status != "cancelled" else status)


def word(value: str) -> str:
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


def answer_word(answer: str | None, *, reconfirm: bool = False) -> str:
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
