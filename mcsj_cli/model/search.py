"""Searches as people type them: «crédito "a la palabra" tag:SOSeconomia since:2020-04-01»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model import dates
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import ContentStatus
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, split_words

_PART = re.compile(r'"([^"]*)"|(\S+)')
_FIELDS = {
    "tag": "tag", "etiqueta": "tag", "rubro": "tag",
    "state": "state", "estado": "state",
    "status": "status", "etapa": "status",
    "since": "since", "desde": "since",
}  # fmt: skip


@dataclass
class Search:
    """Words or phrases, facets that must be there, and the first day.

    `is_full` says that this day was written in full.
    """

    words: list[str] = field(default_factory=list)
    facets: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    is_full: bool = True


def parse_search(texts: Sequence[str], categories: Categories, today: date) -> Search:
    """Read the arguments of a search; raise NotFoundError or WrongUsageError for unknown values.

    An argument of several words without quotes or fields of its own is a phrase.
    """
    search = Search()
    for text in texts:
        is_phrase = " " in text and '"' not in text and ":" not in text
        for phrase, single in [(text, "")] if is_phrase else _PART.findall(text):
            name, colon, value = single.partition(":")
            known = _FIELDS.get(fold(name)) if colon and value else None
            if known is None:
                said = split_words(phrase or single)
                search.words += [" ".join(said)] if phrase and said else said
            elif known == "since":
                search.since, _last, search.is_full = dates.parse_days(value, today, Looking.BACK)
            elif known in search.facets:
                raise WrongUsageError(
                    _("«{field}» stands twice.").format(field=name),
                    _("One of each can be asked for."),
                )
            else:
                search.facets[known] = _find_value(known, value, categories)
    return search


def _find_value(name: str, value: str, categories: Categories) -> str:
    if name == "tag":
        return categories.find_tag(value)
    if name == "state":
        return find_state(value).abbreviation
    stages: dict[str, str] = {}
    for stage in ContentStatus:
        stages[stage.value] = stages[fold(label(stage))] = stage.value
    if fold(value) not in stages:
        raise WrongUsageError(
            _("There is no stage «{name}».").format(name=value),
            _("They are: {names}.").format(names=", ".join(map(label, ContentStatus))),
        )
    return stages[fold(value)]
