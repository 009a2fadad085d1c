"""The events of a calendar that are wanted: all of a UID if one of them has the title."""

from collections.abc import Iterator, Sequence

from mcsj_cli.calendars.reading.events import TitleFilter, beginning, names_in
from mcsj_cli.calendars.reading.lines import Block
from mcsj_cli.i18n import _
from mcsj_cli.model.privacy import Contacts
from mcsj_cli.model.text import fold

_SHOWN = 3  # titles to name if none fits


class EventFilter:
    """Chooses events by a part of their title, and remembers the titles that did not fit.

    An empty part fits every title.
    """

    def __init__(self, only: str, declared: Contacts) -> None:
        self._only = only
        self._declared = declared
        self._others: dict[str, None] = {}
        self._has_fit = self._has_others = False

    def choose(self, calendar: Block) -> Iterator[Sequence[Block]]:
        """Yield the events of each UID of which one has the title."""
        by_uid: dict[str, list[Block]] = {}
        for block in calendar.named("VEVENT"):
            uid = block.first("UID")
            key = uid.value.strip() if uid else f"\0{block.number}"
            by_uid.setdefault(key, []).append(block)
        for blocks in by_uid.values():
            if any(map(self._fits, blocks)):
                self._has_fit = True
                yield blocks
            else:
                self._leave_out(blocks)

    def _fits(self, block: Block) -> bool:
        only = fold(self._only)
        titles = [line.text for line in block.all("SUMMARY")]
        return not only or any(only in fold(beginning(title)) for title in titles)

    def _leave_out(self, blocks: Sequence[Block]) -> None:
        """Remember the first few titles that do not fit, except those that name a person."""
        self._has_others = True
        if len(self._others) <= _SHOWN:
            titles = TitleFilter(names_in(blocks), self._declared)
            clean = (titles.clean(line.text) for line in blocks[0].all("SUMMARY")[:1])
            self._others.update((title, None) for title in clean if title)

    @property
    def is_in_vain(self) -> bool:
        """Whether there were events, and none of them fits."""
        return self._has_others and not self._has_fit

    def explain(self) -> tuple[str, str]:
        """Return the message that no title fits, and the advice with the titles there are."""
        named = [f"«{title}»" for title in self._others]
        shown = named[:_SHOWN]
        if len(named) > _SHOWN:
            shown.append("…")
        message = _("no title contains «{title}»").format(title=self._only)
        if not shown:
            return message, _("Leave out --only.")
        advice = _("The titles there are: {titles}. Choose one of them, or leave out --only.")
        return message, advice.format(titles=", ".join(shown))
