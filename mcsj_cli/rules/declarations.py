"""Names in records and hand-edited files must be declared: tags, axes, mesas and municipalities."""

from collections.abc import Iterator, Sequence

from mcsj_cli.errors import Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import ACTIONS, CONTENT, PRACTICES, Record
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups, Mesa
from mcsj_cli.model.practice import Practice
from mcsj_cli.rules.checked_data import Data, Violation
from mcsj_cli.rules.name_advice import advise_name
from mcsj_cli.vocabulary import spoken

Path = tuple[str | int, ...]


def check_tags(data: Data) -> Iterator[Violation]:
    """Every tag of an item is declared, in the declared spelling."""
    if data.categories is None:
        return
    _file, categories = data.categories
    declared = set(categories.tags)
    for entry in data.of(CONTENT):
        for position, tag in enumerate(entry.record.tags):
            if tag not in declared:
                yield Violation(entry.file, _undeclared_tag(position, tag, categories))


def _undeclared_tag(position: int, tag: str, categories: Categories) -> Fault:
    if categories.is_alias(tag):
        message = _("the rubric is called «{tag}» now").format(tag=categories.find_tag(tag))
        advice = _("To write it so in every item: mcsj check --fix")
        return Fault(("tags", position), message, advice, warning=True)
    try:
        message = _("the tag is declared as «{tag}»").format(tag=categories.find_tag(tag))
        return Fault(("tags", position), message, _("Write it as it is declared."))
    except NotFoundError as error:
        return Fault(("tags", position), error.message, error.advice)


def check_axes(data: Data) -> Iterator[Violation]:
    """Every axis and approach of an action or practice is declared."""
    if data.categories is None:
        return
    axes = [str(axis.slug) for axis in data.categories[1].axes]
    approaches = [str(approach.slug) for approach in data.categories[1].approaches]
    named = [(entry.file, entry.record.axis) for entry in data.of(ACTIONS)]
    named += [(entry.file, entry.record.axis) for entry in data.of(PRACTICES)]
    for file, axis in named:
        if axis not in axes:
            yield Violation(file, _unknown_axis(("axis",), axis, advise_name(axis, axes)))
    for action in data.of(ACTIONS):
        approach = action.record.approach
        if approach not in approaches:
            message = _("there is no approach «{approach}»").format(approach=approach)
            fault = Fault(("approach",), message, advise_name(approach, approaches))
            yield Violation(action.file, fault)


def check_partner_axes(data: Data) -> Iterator[Violation]:
    """Every axis of a partner is declared."""
    if data.categories is None or data.partners is None:
        return
    file, partners = data.partners
    known = [str(axis.slug) for axis in data.categories[1].axes]
    advice = _("There are: {names}.").format(names=", ".join(known))
    for number, partner in enumerate(partners.partners):
        for position, axis in enumerate(partner.axes):
            if axis not in known:
                path = ("partners", number, "axes", position)
                yield Violation(file, _unknown_axis(path, axis, advice))


def _unknown_axis(path: Path, axis: str, advice: str) -> Fault:
    return Fault(path, _("there is no axis «{axis}»").format(axis=axis), advice)


def check_mesas(data: Data) -> Iterator[Violation]:
    """Every mesa that a record names is, or was, one of the network's."""
    if data.groups is None:
        return
    known = [str(seat.mesa.slug) for seat in data.groups[1].seats]
    for _kind, entry in data.records:
        for path, mesa in _named_mesas(entry.record):
            if mesa not in known:
                yield Violation(entry.file, _unknown_mesa(path, mesa, known))


def _named_mesas(record: Record) -> Iterator[tuple[Path, str]]:
    match record:
        case Action(mesas=mesas):
            for position, mesa in enumerate(mesas):
                yield ("mesas", position), mesa
        case Practice(mesa=mesa, replications=replications):
            yield ("mesa",), mesa
            for position, one in enumerate(replications):
                yield ("replications", position, "mesa"), one.mesa
        case Followup(mesa=mesa) | Meeting(mesa=str(mesa)):
            yield ("mesa",), mesa


def _unknown_mesa(path: Path, mesa: str, known: Sequence[str]) -> Fault:
    message = _("there is no mesa «{mesa}»").format(mesa=mesa)
    return Fault(path, message, advise_name(mesa, known))


def check_aliases(data: Data) -> Iterator[Violation]:
    """Every name belongs to one mesa."""
    if data.groups is None:
        return
    file, groups = data.groups
    for fault in groups.shared_names():
        yield Violation(file, fault)


def check_municipalities(data: Data) -> Iterator[Violation]:
    """Every municipality that a mesa names is described."""
    if data.groups is None:
        return
    file, groups = data.groups
    for path, mesa, code in _named_municipalities(groups):
        if code in groups.municipalities:
            continue
        message = _("the municipality {code} is not described").format(code=code)
        advice = _("Add it under «municipalities», with its name, latitude and longitude.")
        if data.gazetteer and data.gazetteer.get(code):
            codes = " ".join(f"--municipality {one}" for one in mesa.municipalities)
            command = f"mcsj mesas edit {mesa.slug} {codes}"
            advice = _("To describe it: {command}").format(command=spoken(command))
        yield Violation(file, Fault(path, message, advice))


def _named_municipalities(groups: Groups) -> Iterator[tuple[Path, Mesa, str]]:
    for number, group in enumerate(groups.groups):
        for place, mesa in enumerate(group.mesas):
            for position, code in enumerate(mesa.municipalities):
                path = ("groups", number, "mesas", place, "municipalities", position)
                yield path, mesa, code
