"""`mcsj report group|mesa`: some weeks of a group, or of a mesa."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import GROUP, MESA, WEEKS, WeekOption
from mcsj_cli.commands.passing_on import CopyOption, Passing, ShareOption
from mcsj_cli.commands.report.as_of import AsOfOption, open_moment
from mcsj_cli.commands.report.forms import FormOption, OutputOption, choose_delivery
from mcsj_cli.commands.report.why import WhyOption, choose_question
from mcsj_cli.console import warn_unread
from mcsj_cli.i18n import N_
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.week import Period
from mcsj_cli.operations.report_input import gather_period
from mcsj_cli.reports.figures import (
    WORK_KEYS,
    build_group,
    build_mesa,
    coverage_of_group,
    coverage_of_mesa,
)
from mcsj_cli.work.absences import RECENT_WEEKS

WEEKS_BACK: Field[int] = WEEKS.but(most=520, help=N_("How many weeks, up to that of --week."))

WeeksOption = Annotated[int, WEEKS_BACK.option()]


def report_group(
    group: Annotated[str, GROUP.argument(N_("Its number."))],
    weeks: WeeksOption = RECENT_WEEKS,
    week: WeekOption = None,
    form: FormOption = None,
    output: OutputOption = None,
    why: WhyOption = None,
    as_of: AsOfOption = None,
    share: ShareOption = False,
    copy: CopyOption = False,
) -> None:
    """Build the report of a group and deliver it, or list what one of its figures counts."""
    passing = Passing(share, copy)
    question = choose_question(why, WORK_KEYS, form, output, passing)
    delivery = None if question else choose_delivery(form, output, passing)
    with open_moment(as_of) as moment:
        period = Period.until(choose_week(week, moment.day, Looking.BACK), weeks)
        found = moment.project.groups.find_group(group)
        scope = coverage_of_group(found, period.cut(moment.day))
        sources = gather_period(
            moment.project, period, moment.day, scope, moment.commit, moment.now
        )
        warn_unread(sources.left_out)
        if delivery:
            delivery.send(moment.home, moment.project, build_group(sources, found, period))
        elif question:
            question.answer(sources, period)


def report_mesa(
    mesa: Annotated[str, MESA.argument(N_("The mesa, or a part of its name."))],
    weeks: WeeksOption = RECENT_WEEKS,
    week: WeekOption = None,
    form: FormOption = None,
    output: OutputOption = None,
    why: WhyOption = None,
    as_of: AsOfOption = None,
    share: ShareOption = False,
    copy: CopyOption = False,
) -> None:
    """Build the report of a mesa and deliver it, or list what one of its figures counts."""
    passing = Passing(share, copy)
    question = choose_question(why, WORK_KEYS, form, output, passing)
    delivery = None if question else choose_delivery(form, output, passing)
    with open_moment(as_of) as moment:
        period = Period.until(choose_week(week, moment.day, Looking.BACK), weeks)
        groups = moment.project.groups
        seat = groups.seat_on(groups.find_seat(mesa).mesa.slug, period.cut(moment.day))
        sources = gather_period(
            moment.project, period, moment.day, coverage_of_mesa(seat), moment.commit, moment.now
        )
        warn_unread(sources.left_out)
        if delivery:
            delivery.send(moment.home, moment.project, build_mesa(sources, seat, period))
        elif question:
            question.answer(sources, period)
