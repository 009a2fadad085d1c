"""`mcsj report weekly`: the week of the whole network."""

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.fields import WeekOption
from mcsj_cli.commands.passing_on import CopyOption, Passing, ShareOption
from mcsj_cli.commands.report.as_of import AsOfOption, open_moment
from mcsj_cli.commands.report.forms import FormOption, OutputOption, choose_delivery
from mcsj_cli.commands.report.why import WhyOption, choose_question
from mcsj_cli.console import warn_unread
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.week import Period
from mcsj_cli.operations.report_input import gather_weekly
from mcsj_cli.reports.figures import KEYS, build_weekly


def report_weekly(
    week: WeekOption = None,
    form: FormOption = None,
    output: OutputOption = None,
    why: WhyOption = None,
    as_of: AsOfOption = None,
    share: ShareOption = False,
    copy: CopyOption = False,
) -> None:
    """Build the report of a week and deliver it, or list what one of its figures counts."""
    passing = Passing(share, copy)
    question = choose_question(why, KEYS, form, output, passing)
    delivery = None if question else choose_delivery(form, output, passing)
    with open_moment(as_of) as moment:
        chosen = choose_week(week, moment.day, Looking.BACK)
        sources = gather_weekly(moment.project, chosen, moment.day, moment.commit, moment.now)
        warn_unread(sources.left_out)
        if delivery:
            delivery.send(moment.home, moment.project, build_weekly(sources, chosen))
        elif question:
            question.answer(sources, Period(chosen, chosen))
