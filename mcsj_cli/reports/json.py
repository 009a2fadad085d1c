"""A report as JSON for programs; its schema is `mcsj schema report`."""

from typing import Literal

import msgspec

from mcsj_cli.interchange import to_json
from mcsj_cli.reports.period_values import GroupReport, MesaReport, Report

# The number rises with every change that would break a program that reads this form.
SCHEMA: Literal["mcsj-report/1"] = "mcsj-report/1"


def render(report: Report) -> str:
    """Write the whole report, after the version of its form and the kind of report."""
    kind = {GroupReport: "group", MesaReport: "mesa"}.get(type(report), "weekly")
    fields = msgspec.to_builtins(report, enc_hook=str)
    return to_json({"schema": SCHEMA, "report": kind, **fields}) + "\n"
