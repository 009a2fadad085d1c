"""The person's word for each value that data files write in English."""

from mcsj_cli.i18n import _


def meeting_word(status: str, *, moved: bool) -> str:
    """Say what has become of a meeting: moved counts more than its status, cancelled more than moved."""
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
        "unrecorded": _("without record"),
        "state": _("whole state"),
        "municipal": _("municipal"),
        "rubric": _("rubric"),
        "axis": _("axis"),
        "approach": _("approach"),
    }.get(value, value)
