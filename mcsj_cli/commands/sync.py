"""`mcsj sync`: share the folder with the others."""

from collections.abc import Sequence
from shlex import quote
from typing import Annotated

from mcsj_cli.commands.context import open_project, today, warn_of_format
from mcsj_cli.commands.field import Field
from mcsj_cli.console import is_interactive, note, say, show_problems
from mcsj_cli.errors import ProblemsFoundError, SyncConflictError, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.interchange import to_json
from mcsj_cli.labels import field_label, label
from mcsj_cli.model.text import fold, one_line
from mcsj_cli.operations.decisions import describe_side
from mcsj_cli.operations.history_checkup import describe_unsent
from mcsj_cli.operations.news import News, find_news
from mcsj_cli.operations.server_changes import ServerChange, Settings, find_server_changes
from mcsj_cli.operations.sharing import inspect_data
from mcsj_cli.questions import ask, tell
from mcsj_cli.store.git.remotes import count_unsent
from mcsj_cli.store.history import advise_naming
from mcsj_cli.store.merge import Conflict, Side
from mcsj_cli.store.merge_plan import Answers, Returned
from mcsj_cli.store.merge_setting import build_line
from mcsj_cli.store.project import Project
from mcsj_cli.store.seats import SEAT
from mcsj_cli.store.sync import Decisions, Exchange, Kept, Sync

VERBOSE: Field[bool] = Field(
    "verbose", N_("Name each record that came, with its author."), also=("-v",)
)


def sync(verbose: Annotated[bool, VERBOSE.option()] = False) -> None:
    project = open_project()
    day = today(project)

    kept: list[Kept] = []
    news: list[News] = []

    def report(decisions: Decisions) -> None:
        kept.extend(decisions.kept)
        news.append(find_news(project.root, decisions.ours, decisions.theirs))
        _tell_decisions(decisions)
        for change in find_server_changes(project.root, decisions.ours, decisions.theirs):
            _tell_server_change(change)

    syncing = Sync(project.root, project.history, build_line(), interactive=is_interactive())
    exchange = syncing.run(_decide, lambda: inspect_data(project, day), report)
    _tell_exchange(exchange)
    warn_of_format(Project(project.root))  # which may have come just now
    for name, count in count_unsent(project.root).items():
        note(describe_unsent(name, count))
    for one in news:
        for line in one.tell(verbose=verbose):
            say(line)
        if one.records and not verbose:
            note(_("Each change with its author: mcsj log"))
    if not project.history.is_signed():
        why = _("What you change here will be signed, but git does not know with which name yet.")
        note(f"{why} {advise_naming()}")
    unsent = [*exchange.stopped, *exchange.held]
    if unsent:
        raise ProblemsFoundError(len(unsent))
    if kept:
        raise SyncConflictError(len(kept))


def _decide(file: str, conflicts: Sequence[Conflict]) -> Answers:
    """Ask which of two values holds, for each conflict; None where nobody is at the keyboard."""
    if not is_interactive():
        return {conflict.path: None for conflict in conflicts}
    return {conflict.path: _ask_side(file, conflict) for conflict in conflicts}


def _ask_side(file: str, conflict: Conflict) -> Side:
    tell(_("Two people changed {what}:").format(what=_name_conflict(file, conflict)))
    tell(_("  1. theirs: {value}").format(value=_show_side(conflict, Side.THEIRS)))
    tell(_("  2. yours:  {value}").format(value=_show_side(conflict, Side.OURS)))

    def choose(answer: str) -> str:
        if fold(answer) not in ("1", "2"):
            raise WrongUsageError(_("Answer 1 or 2."))
        return fold(answer)

    answer = ask(
        _("Which one holds? 1 or 2"),
        choose,
        explanation=_("The number of the value that everybody will have; both stay in mcsj log."),
        settled=True,
        left=_("Nothing is lost: your folder is as it was. To go on: mcsj sync"),
    )
    return Side.THEIRS if answer == "1" else Side.OURS


def _tell_exchange(exchange: Exchange) -> None:
    came = ngettext("{n} change received", "{n} changes received", exchange.received).format(
        n=exchange.received
    )
    went = ngettext("{n} change sent", "{n} changes sent", exchange.sent).format(n=exchange.sent)
    say(f"{came}, {went}.")
    if exchange.begun:
        line = f"git clone -b {quote(exchange.begun.branch)} {quote(exchange.begun.address)} red"
        note(_("Whoever joins brings the network to their computer with: {line}").format(line=line))
    if exchange.restored:
        message = ngettext(
            "The others' copy had lost {n} change that it had before: it was sent again. Somebody "
            "has written its history anew.",
            "The others' copy had lost {n} changes that it had before: they were sent again. "
            "Somebody has written its history anew.",
            exchange.restored,
        )
        note(message.format(n=exchange.restored))
    _tell_problems(exchange)


def _tell_problems(exchange: Exchange) -> None:
    if exchange.left:
        show_problems(exchange.left)
        if exchange.stopped or exchange.held:
            note(_("That alone keeps nothing from being shared. What does so is this:"))
        else:
            text = _(
                "This kept nothing from being shared. Lists and reports leave out what is wrong."
            )
            note(text)
    show_problems([*exchange.stopped, *exchange.held])
    if exchange.held and exchange.sent:
        note(
            _("These files stay here, and all else was sent: mend them, and run «mcsj sync» again.")
        )
    elif exchange.stopped or exchange.held:
        note(
            _(
                "Nothing was sent: mend what is wrong first, and run «mcsj sync» again. Your "
                "changes are safe here."
            )
        )


def _tell_decisions(decisions: Decisions) -> None:
    if decisions.found:
        message = ngettext(
            "The others' copy was begun with {files}: this folder has it too now.",
            "The others' copy was begun with {files}: this folder has them too now.",
            len(decisions.found),
        )
        note(message.format(files=", ".join(decisions.found)))
    for file in decisions.covered:
        message = _(
            "The others have another {file} than the one that lay here. Yours stays, and the next "
            "sync sends it. To take theirs: git checkout HEAD -- {file}"
        )
        note(message.format(file=file))
    for file in decisions.mended:
        note(_("{file}: what an earlier sync had broken is mended.").format(file=file))
    for one in decisions.renumbered:
        message = _("{file} is agreement {number} of {meeting} now: others added one meanwhile.")
        note(message.format(file=one.file, number=one.number, meeting=one.meeting))
    for kept in decisions.kept:
        _tell_kept(kept)
    for returned in decisions.returned:
        _tell_returned(returned)
    for doubled in decisions.doubled:
        note(
            _("Somebody else added {file} too; both were kept, and yours is {place}.").format(
                **doubled._asdict()
            )
        )


def _tell_server_change(change: ServerChange) -> None:
    """Note that others named another server: what is sent from here would go there."""
    note(
        _("{author} changed «{section}» in data/network.yaml: {before} → {after}").format(
            author=one_line(change.author),
            section=change.section,
            before=_show_settings(change.before),
            after=_show_settings(change.after),
        )
    )


def _show_settings(settings: Settings) -> str:
    shown = ", ".join(f"{key}: {value}" for key, value in settings.items())
    return one_line(shown) or _("(nothing)")


def _tell_kept(kept: Kept) -> None:
    what = _name_conflict(kept.file, kept.conflict)
    theirs, ours = (_show_side(kept.conflict, side) for side in (Side.THEIRS, Side.OURS))
    if kept.conflict.facts:
        message = _(
            "{what}: the other person {theirs}. You {ours}. What the other person did holds."
        )
        note(message.format(what=what, theirs=theirs, ours=ours))
    else:
        note(_("Two people changed {what}; theirs was kept.").format(what=what))
        note(_("  theirs: {value}").format(value=theirs))
        note(_("  yours:  {value}").format(value=ours))
    note(_("  To bring yours back: mcsj undo {commit}").format(commit=kept.commit[:8]))


def _tell_returned(returned: Returned) -> None:
    what = _name(returned.file, returned.path)
    if returned.by_us:
        note(
            _("The others removed {what}, which you had changed: your change was kept.").format(
                what=what
            )
        )
    else:
        note(
            _("You removed {what}, which the others had changed: their change was kept.").format(
                what=what
            )
        )


def _name(file: str, path: tuple[str | int, ...]) -> str:
    """Name a place in a file: «groups.yaml: groups, 4, name»."""
    return f"{file}: {', '.join(field_label(str(part)) for part in path)}" if path else file


def _name_conflict(file: str, conflict: Conflict) -> str:
    """Name a conflict by its place; facts by the record or the part of a file that has them."""
    if conflict.facts is SEAT:
        return _("mesa «{mesa}»").format(mesa=conflict.path[-1])
    return _name(file, conflict.path[:-1] if conflict.facts else conflict.path)


def _show_side(conflict: Conflict, side: Side) -> str:
    return describe_side(conflict, side) if conflict.facts else _show(getattr(conflict, side))


def _show(value: object) -> str:
    if value is None:
        return _("(removed)")
    text = one_line(label(value) if isinstance(value, str) else to_json(value))
    return text if len(text) <= 200 else f"{text[:200]}…"
