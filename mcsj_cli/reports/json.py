"""A report as JSON for programs; its schema is `mcsj schema report`."""

from typing import Literal

import msgspec

from mcsj_cli.interchange import to_json
from mcsj_cli.reports.period_values import GroupReport, MesaReport, Report

SCHEMA: Literal["mcsj-report/1"] = (
    "mcsj-report/1"  # a number more when a program that reads this one would break
)


def render(report: Report) -> str:
    """Write the whole report, which version of its shape this is and what kind of report before all."""
    kind = {GroupReport: "group", MesaReport: "mesa"}.get(type(report), "weekly")
    return (
        to_json({"schema": SCHEMA, "report": kind, **msgspec.to_builtins(report, enc_hook=str)})
        + "\n"
    )
