"""An item of verified information for the page."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from mcsj_cli.errors import Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Prose, Tag, Url
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import similarity, slugify

_TRACKING = ("utm_", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid")
NEAR = 0.85


class ContentStatus(StrEnum):
    """How far an item has come."""

    DRAFT = "draft"
    VERIFIED = "verified"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"


VOUCHED_FOR = (ContentStatus.VERIFIED, ContentStatus.SCHEDULED, ContentStatus.PUBLISHED)


class Verification(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Who vouches for an item (a role), since when, on what evidence and until when."""

    by: Line
    on: date
    evidence: Url
    expires: date | None = None


class Content(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An item under one or more rubrics; `practice` is the one that it tells of."""

    title: Line
    tags: list[Tag]
    summary: Prose = Prose("")
    url: Url = Url("")
    source: Phrase = Phrase("")
    states: list[Line] = []
    status: ContentStatus = ContentStatus.DRAFT
    verification: Verification | None = None
    practice: Phrase | None = None
    created: date

    @property
    def uid(self) -> str:
        """Propose the name of a new item's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        return self.created

    def faults(self) -> Iterator[Fault]:
        """Find what no item may be: without a rubric, in no state of Mexico, vouched for by nobody."""
        if not self.tags:
            yield Fault(("tags",), _("an item needs at least one tag"), _("Write one, as in tags: [SOSnacional]."))
        for position, text in enumerate(self.states):
            try:
                find_state(text)
            except NotFoundError as error:
                yield Fault(("states", position), error.message, error.advice)
        if self.status in VOUCHED_FOR and self.verification is None:
            yield Fault(
                ("status",),
                _("the item is «{status}» without a verification").format(status=self.status),
                _("Say who verified it, when and on what evidence, or make it a draft."),
            )
        if self.verification and self.verification.expires and self.verification.expires < self.verification.on:
            yield Fault(
                ("verification", "expires"),
                _("the verification expires before it was made"),
                _("Correct one of the two dates."),
            )

    def labels(self) -> Iterator[tuple[str, str]]:
        """Name what it is chosen by: rubrics, states, stage, address, and the day its verification ends."""
        yield from (("tag", tag) for tag in self.tags)
        yield from (("state", find_state(text).abbreviation) for text in self.states)
        yield "status", self.status.value
        if self.practice:
            yield "practice", self.practice
        if self.url:
            yield "url", url_key(self.url)
        if self.verification and self.verification.expires:
            yield "expires", self.verification.expires.isoformat()

    def texts(self) -> tuple[str, str]:
        """Give its title, and its summary with its source and rubrics."""
        return self.title, "\n".join((self.summary, self.source, *self.tags))


def url_key(url: str) -> str:
    """Bring addresses of one page to one form: no scheme, «www.», fragment, final slash or tracking parameters."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True) if parts.query else []
    query = [(k, v) for k, v in pairs if not k.startswith(_TRACKING)]
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    return f"{host}{port}{parts.path.rstrip('/')}?{urlencode(sorted(query))}".rstrip("?")


def is_near(one: Content, other: Content) -> bool:
    """Say whether two items have all but the same title."""
    return similarity(one.title, other.title) >= NEAR
