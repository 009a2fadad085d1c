"""The names by which somebody of a mesa was in a video call, as a person said once.

They are kept as privately as contacts: «iPhone de la mesa» may be anybody's telephone.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Handle, Person, list_identifying
from mcsj_cli.model.text import fold, split_words

_PARTICLES = {"de", "del", "la", "las", "los", "el", "y"}


class Caller(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A name, an address or a number in a call, and the mesa that it stands for; None for none."""

    name: Line
    mesa: Handle | None = None

    def is_called(self, names: Iterable[str]) -> bool:
        """Whether one of some names, addresses or numbers is this one, however it is typed."""
        return fold(self.name) in {fold(name) for name in names}

    def may_be(self, person: Person) -> bool:
        """Whether a part of it is a person's name, number or address."""
        words = set(split_words(person.name)) - _PARTICLES
        digits = "".join(sign for sign in self.name if sign.isdigit())[-10:]
        known = list_identifying(person)
        own = split_words(self.name)
        has_channel = self.name.casefold() in known or (digits and digits in known)
        return not words.isdisjoint(own) or bool(has_channel)


class Callers(Struct, frozen=True, forbid_unknown_fields=True):
    """All the names that are remembered."""

    callers: list[Caller] = []

    def find(self, names: Sequence[str]) -> Caller | None:
        """Return what is remembered under one of some names; None if nothing is."""
        return next((one for one in self.callers if one.is_called(names)), None)

    def remember(self, fresh: Sequence[Caller]) -> "Callers":
        """Return them with some more, which take the place of those of the same name."""
        names = [new.name for new in fresh]
        others = [one for one in self.callers if not one.is_called(names)]
        changed = Callers([*others, *fresh])
        return self if set(changed.callers) == set(self.callers) else changed

    def without(self, person: Person) -> "Callers":
        """Return them without any that could be a person's: all of their mesa are gone too.

        What is gone is asked for once more; what stays would be kept for good.
        """
        return Callers(
            [one for one in self.callers if one.mesa != person.mesa and not one.may_be(person)]
        )

    def only(self, person: Person) -> list[Caller]:
        """Return those that are a person's by their name, number or address."""
        return [one for one in self.callers if one.may_be(person)]
