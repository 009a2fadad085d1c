"""Three versions of a document made one that breaks none of its own rules.

Two changes that each kept the rules may break them together. Then facts of which only a part was
decided by both are kept whole from one side, and at last the document as a whole.
"""

from typing import Any

import msgspec

from mcsj_cli.model.membership import Groups
from mcsj_cli.store.reconcile import Conflict, Reconciled, Side, Sides, reconcile
from mcsj_cli.store.seats import settle_seats
from mcsj_cli.store.yaml import is_sound


class Three(msgspec.Struct, frozen=True):
    """A document of a type before both changes and after each; without a type it has no rules."""

    base: Any
    ours: Any
    theirs: Any
    schema: type[msgspec.Struct] | None = None


def merge_soundly(three: Three, sides: Sides) -> Reconciled:
    """Merge three versions; whichever side is chosen where nobody has, the result is sound.

    So what a person chooses later, or takes back, leads to no broken document either. Versions that
    broke the rules already are merged by field: they are told of when the data are checked.
    """
    if three.schema is None or not _are_sound(three, three.ours, three.theirs):
        return _merge(three, sides, strict=False)
    for strict in (False, True):
        merged = {side: _merge(three, Sides(side, sides.chosen), strict=strict) for side in Side}
        if _are_sound(three, *(one.value for one in merged.values())):
            return merged[sides.others]
    whole = Conflict((), three.base, three.ours, three.theirs)
    return Reconciled(getattr(whole, sides.find(whole.path)), (whole,))


def _merge(three: Three, sides: Sides, *, strict: bool) -> Reconciled:
    if three.schema is not Groups:
        return reconcile(three.base, three.ours, three.theirs, sides, three.schema, strict=strict)
    seats = settle_seats(three.base, three.ours, three.theirs, sides)
    rest = reconcile(seats.base, seats.ours, seats.theirs, sides, three.schema, strict=strict)
    return Reconciled(rest.value, (*seats.conflicts, *rest.conflicts))


def _are_sound(three: Three, *values: Any) -> bool:
    return all(is_sound(value, three.schema) for value in values)
