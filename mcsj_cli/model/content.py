"""An item of verified information for the page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from mcsj_cli.errors import Fault, NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Proof, Prose, Tag, Url, WallMoment
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, similarity, slugify
from mcsj_cli.model.together import Facts
from mcsj_cli.model.web_page import opens_room, url_key

NEAR = 0.85
_ADDRESS = re.compile(r"https?://[^\s<>\"»)]+")


class ContentStatus(StrEnum):
    """How far an item has come."""

    DRAFT = "draft"
    VERIFIED = "verified"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"


VOUCHED_FOR = (ContentStatus.VERIFIED, ContentStatus.SCHEDULED, ContentStatus.PUBLISHED)


class Verification(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """Who vouches for an item (a role), since when, on what evidence and until when.

    `digest` is that of the text that was read. If the item has another one, its text was changed
    since, and the verification no longer holds.
    """

    by: Line
    on: date
    evidence: Proof
    expires: date | None = None
    digest: Phrase = Phrase("")

    def find_lapse(self, day: date) -> str:
        """Return why it does not hold on a day, or "" if it does."""
        if self.on > day:
            return _("The item is verified only from {day} on.").format(day=self.on)
        if self.expires and self.expires < day:
            return _("The verification of the item holds only until {day}.").format(
                day=self.expires
            )
        return ""


class PublishSlot(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """When an item is to appear on the page, on the network's clock,
    and who settled that and when.
    """  # noqa: D205  one text in the JSON Schema

    at: WallMoment
    by: Line
    on: date


class PagePost(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Since when an item is on the page, who put it there, and under which address."""

    by: Line
    on: date
    link: Url = Url("")


class Retraction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Why an item no longer holds, who says so and since when."""

    by: Line
    on: date
    reason: Line


class Content(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An item under one or more rubrics; `practice` is the one that it tells of.

    Its day is when it appeared on the page, or else is to appear, or else was created. How far it
    has come and what that rests on are one decision.
    """

    together: ClassVar[tuple[Facts, ...]] = (
        Facts("item", ("status", "verification", "slot", "publication", "retraction")),
    )

    title: Line
    tags: list[Tag]
    summary: Prose = Prose("")
    url: Url = Url("")
    source: Phrase = Phrase("")
    states: list[Line] = []
    status: ContentStatus = ContentStatus.DRAFT
    verification: Verification | None = None
    slot: PublishSlot | None = None
    publication: PagePost | None = None
    retraction: Retraction | None = None
    practice: Phrase | None = None
    created: date

    @property
    def uid(self) -> str:
        """Return the name of a new item's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        if self.publication:
            return self.publication.on
        return self.slot.at.moment.date() if self.slot else self.created

    @property
    def digest(self) -> Phrase:
        """Return a short hash of its title, summary, address and source."""
        text = "\n".join((self.title, self.summary, self.url, self.source))
        return Phrase(sha256(text.encode()).hexdigest()[:12])

    @property
    def is_changed(self) -> bool:
        """Whether it was changed after it was verified; False if no digest was kept."""
        return bool(
            self.verification
            and self.verification.digest
            and self.verification.digest != self.digest
        )

    def verify(self, verification: Verification) -> "Content":
        """Return it with a verification.

        A draft becomes verified. So does a scheduled item, if the verification expires before its
        slot. Any other item keeps its status. Raises WrongUsageError if it was retracted.
        """
        if self.status is ContentStatus.RETRACTED:
            raise WrongUsageError(
                _("The item was retracted."), _("Add it anew if it holds after all.")
            )
        verification = msgspec.structs.replace(verification, digest=self.digest)
        if self.status is ContentStatus.DRAFT or self._appears_after(verification):
            return msgspec.structs.replace(
                self, verification=verification, slot=None, status=ContentStatus.VERIFIED
            )
        return msgspec.structs.replace(self, verification=verification)

    def _appears_after(self, verification: Verification) -> bool:
        """Whether it is scheduled for a day on which a verification has expired."""
        if self.status is not ContentStatus.SCHEDULED or self.slot is None:
            return False
        expires = verification.expires
        return expires is not None and expires < self.slot.at.moment.date()

    def schedule(self, slot: PublishSlot) -> "Content":
        """Return it with the slot in which it is to appear.

        Raises WrongUsageError if it is published already or not vouched for on that day.
        """
        if self.status is ContentStatus.PUBLISHED:
            raise WrongUsageError(_("The item is published already."), _("Nothing was written."))
        self.require_vouched(slot.at.moment.date())
        return msgspec.structs.replace(self, slot=slot, status=ContentStatus.SCHEDULED)

    def publish(self, publication: PagePost) -> "Content":
        """Return it published; of an item that already was, only the address may change.

        Raises WrongUsageError if it is not vouched for on that day, or the day is before it began.
        """
        self.require_vouched(publication.on)
        self._require_begun(publication.on)
        if self.publication:
            link = publication.link or self.publication.link
            publication = msgspec.structs.replace(self.publication, link=link)
        return msgspec.structs.replace(
            self, publication=publication, status=ContentStatus.PUBLISHED
        )

    def require_read(self, name: str = "") -> None:
        """Raise WrongUsageError for what cannot be retracted, as it was already, or is a draft."""
        if self.status is ContentStatus.RETRACTED:
            raise WrongUsageError(_("The item was retracted."), _("Nothing was written."))
        if self.status is ContentStatus.DRAFT:
            raise WrongUsageError(
                _("The item is a draft: nobody has read it."),
                _("To be rid of it: mcsj content delete {uid}").format(uid=name or self.uid),
            )

    def retract(self, retraction: Retraction, name: str = "") -> "Content":
        """Return it retracted; raise WrongUsageError if it is already, or is still a draft.

        Its advice calls the item by a name, or as it would be called if it were new.
        """
        self.require_read(name)
        self._require_begun(retraction.on)
        return msgspec.structs.replace(self, retraction=retraction, status=ContentStatus.RETRACTED)

    def _require_begun(self, day: date) -> None:
        if day < self.created:
            raise WrongUsageError(
                _("The item is of {day}, later than that.").format(day=self.created)
            )

    def require_vouched(self, day: date, name: str = "") -> None:
        """Raise WrongUsageError with what is missing, unless it is vouched for on a day.

        Its advice calls the item by a name, or as it would be called if it were new.
        """
        missing = self.find_missing(day)
        if missing:
            again = self.status is not ContentStatus.RETRACTED
            advice = _("Verify it: mcsj content verify {uid}").format(uid=name or self.uid)
            raise WrongUsageError(missing, advice if again else _("Nothing was written."))

    def find_missing(self, day: date) -> str:
        """Return why it may not be shown on a day, or "" if it may."""
        if self.status is ContentStatus.RETRACTED:
            return _("The item was retracted.")
        if self.verification is None or self.status is ContentStatus.DRAFT:
            return _("Nobody has verified the item: who did, and on what evidence, is missing.")
        if self.is_changed:
            return _("The text of the item has changed since it was verified.")
        return self.verification.find_lapse(day)

    def _is_covered(self, slot: PublishSlot) -> bool:
        if self.verification is None:
            return False
        return not self.verification.find_lapse(slot.at.moment.date())

    def correct(self, values: Mapping[str, Any]) -> "Content":
        """Return it with other values; a verification of another text holds no more.

        Raises WrongUsageError if it was retracted, or was published before its other day.
        """
        if self.status is ContentStatus.RETRACTED:
            raise WrongUsageError(
                _("The item was retracted."), _("Add it anew if it holds after all.")
            )
        verification = self.verification
        if verification and not verification.digest:
            verification = msgspec.structs.replace(verification, digest=self.digest)
        corrected = msgspec.structs.replace(self, **values)
        if corrected.publication and corrected.created != self.created:
            corrected._require_begun(corrected.publication.on)
        if corrected.digest == self.digest:
            return corrected
        return msgspec.structs.replace(corrected, verification=verification)

    def retag(self, tags: Sequence[Tag]) -> "Content":
        """Return it under other rubrics."""
        return msgspec.structs.replace(self, tags=list(dict.fromkeys(tags)))

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with its tags and states, its status and its verification."""
        yield from self._faults_of_facets()
        yield from self._faults_of_status()
        yield from self._faults_of_verification()

    def faults_at_entry(self) -> Iterator[Fault]:
        """Yield what no new item may have, though older ones may: addresses that open a room."""
        link = self.publication.link if self.publication else ""
        proof = self.verification.evidence if self.verification else ""
        addresses = (
            (("url",), self.url),
            (("publication", "link"), link),
            (("verification", "evidence"), proof),
        )
        for path, address in addresses:
            if opens_room(address):
                yield Fault(path, *_room_message(), warning=True, private=True)
        for name, text in (("title", self.title), ("summary", self.summary)):
            if any(opens_room(address) for address in _ADDRESS.findall(text)):
                yield Fault((name,), *_room_message(), warning=True, private=True)

    def _faults_of_facets(self) -> Iterator[Fault]:
        if not self.tags:
            yield Fault(
                ("tags",),
                _("an item needs at least one tag"),
                _("Write one, as in tags: [SOSnacional]."),
            )
        for position, text in enumerate(self.states):
            try:
                find_state(text)
            except NotFoundError as error:
                yield Fault(("states", position), error.message, error.advice)

    def _faults_of_status(self) -> Iterator[Fault]:
        if self.status in VOUCHED_FOR and self.verification is None:
            yield Fault(
                ("status",),
                _("the item is «{status}» without a verification").format(status=self.status),
                _("Say who verified it, when and on what evidence, or make it a draft."),
            )
        if self.status is ContentStatus.RETRACTED and self.publication and self.retraction is None:
            yield Fault(
                ("status",),
                _("the item was published and retracted, and it is not said why"),
                _("Write the retraction: by, on and reason."),
            )

    def _faults_of_verification(self) -> Iterator[Fault]:
        verification = self.verification
        if verification and not verification.evidence:
            yield Fault(
                ("verification", "evidence"),
                _("the verification has no evidence"),
                _("Write what proves it: an address, a call or a document."),
            )
        if self.status is ContentStatus.SCHEDULED and self.slot and not self._is_covered(self.slot):
            yield Fault(
                ("slot", "at"),
                _("nobody vouches for the item on the day of its slot"),
                _("Verify it for longer, or choose an earlier day."),
            )
        if verification and verification.expires and verification.expires < verification.on:
            yield Fault(
                ("verification", "expires"),
                _("the verification expires before it was made"),
                _("Correct one of the two dates."),
            )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield its rubrics, states, status, source, practice and address, and when it expires."""
        yield from (("tag", tag) for tag in self.tags)
        yield from (("state", find_state(text).abbreviation) for text in self.states)
        yield "status", self.status.value
        if self.source:
            yield "source", fold(self.source)
        if self.practice:
            yield "practice", self.practice
        if self.url:
            yield "url", url_key(self.url)
        if self.verification and self.verification.expires:
            yield "expires", self.verification.expires.isoformat()

    def texts(self) -> tuple[str, str]:
        """Return its title, and its summary with its source and rubrics."""
        return self.title, "\n".join((self.summary, self.source, *self.tags))


def _room_message() -> tuple[str, str]:
    return (
        _("this address lets whoever has it into a call or a chat"),
        _("Give the address of a public page; the link of a meeting belongs to its meeting."),
    )


def is_near(one: Content, other: Content) -> bool:
    """Whether two items have nearly the same title."""
    return similarity(one.title, other.title) >= NEAR
