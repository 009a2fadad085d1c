"""The events of a calendar that are looked for: those of one UID, where one of them has the title."""

from collections.abc import Iterator, Sequence

from mcsj_cli.calendars.reading.events import TitleFilter, beginning, names_in
from mcsj_cli.calendars.reading.lines import Block
from mcsj_cli.i18n import _
from mcsj_cli.model.privacy import Contacts
from mcsj_cli.model.text import fold

_SHOWN = 3  # titles that are named where none fits


class EventFilter:
    """A part of a title to choose events by, empty for all, and what was met on the way."""

    def __init__(self, only: str, declared: Contacts) -> None:
        self._only = only
        self._declared = declared
        self._others: dict[str, None] = {}
        self._has_fit = self._has_others = False

    def choose(self, calendar: Block) -> Iterator[Sequence[Block]]:
        """Give the events that share a UID, where one of them has the title that is looked for."""
        families: dict[str, list[Block]] = {}
        for block in calendar.named("VEVENT"):
            uid = block.first("UID")
            families.setdefault(uid.value.strip() if uid else f"\0{block.number}", []).append(block)
        only = fold(self._only)
        for blocks in families.values():
            titles = (line.text for block in blocks for line in block.all("SUMMARY"))
            if not only or any(only in fold(beginning(title)) for title in titles):
                self._has_fit = True
                yield blocks
            else:
                self._leave(blocks)

    def _leave(self, blocks: Sequence[Block]) -> None:
        """Remember the first few titles that do not fit, as far as they name nobody."""
        self._has_others = True
        if len(self._others) <= _SHOWN:
            taste = TitleFilter(names_in(blocks), self._declared)
            clean = (taste.clean(line.text) for line in blocks[0].all("SUMMARY")[:1])
            self._others.update((title, None) for title in clean if title)

    @property
    def is_in_vain(self) -> bool:
        """Say whether there were events, and none of them fits."""
        return self._has_others and not self._has_fit

    def tell(self) -> tuple[str, str]:
        """Say that no title fits, and which there are."""
        named = [f"«{title}»" for title in self._others]
        shown = ", ".join([*named[:_SHOWN], *(["…"] if len(named) > _SHOWN else [])])
        message = _("no title contains «{title}»").format(title=self._only)
        if not shown:
            return message, _("Leave out --only.")
        return message, _(
            "The titles there are: {titles}. Choose one of them, or leave out --only."
        ).format(titles=shown)
