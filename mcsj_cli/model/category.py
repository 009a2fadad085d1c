"""Rubrics, axes and approaches, and the search for a declared tag."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from mcsj_cli.errors import ExistsError, Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Prose, Slug, Tag
from mcsj_cli.model.text import find_repeated, fold, nearest


class Rubric(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A heading of the page, named by its hashtag; `aliases` are those that it had before."""

    tag: Tag
    name: Line
    description: Prose
    keywords: list[Line] = []
    aliases: list[Tag] = []

    def rename(self, new: Tag) -> "Rubric":
        """Return it with another tag."""
        aliases = [alias for alias in self.aliases if fold(alias) != fold(new)]
        return msgspec.structs.replace(self, tag=new, aliases=[*aliases, self.tag])


class Axis(Struct, frozen=True, forbid_unknown_fields=True):
    """A sense in which the mesas act: health, economy, family, security and justice."""

    slug: Slug
    name: Line
    description: Prose


class Approach(Struct, frozen=True, forbid_unknown_fields=True):
    """A way in which the mesas act."""

    slug: Slug
    name: Line
    description: Prose


class Categories(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that content and actions are sorted by."""

    rubrics: list[Rubric]
    axes: list[Axis]
    approaches: list[Approach]

    def faults(self) -> Iterator[Fault]:
        """Yield the tags and slugs that are declared twice."""
        approaches = [approach.slug for approach in self.approaches]
        yield from find_repeated("rubrics", "tag", [fold(rubric.tag) for rubric in self.rubrics])
        yield from find_repeated("axes", "slug", [axis.slug for axis in self.axes])
        yield from find_repeated("approaches", "slug", approaches)

    @property
    def tags(self) -> list[Tag]:
        return [rubric.tag for rubric in self.rubrics]

    def find_tag(self, text: str) -> Tag:
        """Find a declared tag, with or without # and in any case, also by what it was before.

        Raises NotFoundError.
        """
        wanted = fold(text.strip().removeprefix("#"))
        for tag in self.tags:
            if fold(tag) == wanted:
                return tag
        for rubric in self.rubrics:
            if wanted in map(fold, rubric.aliases):
                return rubric.tag
        raise NotFoundError(_("tag"), text, nearest(wanted, self.tags), self.tags)

    def rename(self, old: Tag, new: Tag) -> "Categories":
        """Return them with another tag of a rubric, which is still found by the old one.

        Raises ExistsError if another rubric has the new one, or had it before: what a colleague
        still writes under it would change its rubric without a word.
        """
        if fold(new) in [fold(tag) for tag in self.tags if tag != old]:
            raise ExistsError(
                _("There is a rubric #{tag} already.").format(tag=new), _("Nothing was written.")
            )
        for rubric in self.rubrics:
            if rubric.tag != old and fold(new) in map(fold, rubric.aliases):
                message = _("#{tag} was what the rubric #{rubric} was called before.")
                raise ExistsError(
                    message.format(tag=new, rubric=rubric.tag),
                    _("Nothing was written. Choose another tag."),
                )
        renamed = [one.rename(new) if one.tag == old else one for one in self.rubrics]
        return msgspec.structs.replace(self, rubrics=renamed)

    def is_alias(self, text: str) -> bool:
        """Whether a text is a tag that a rubric had before, and none has now."""
        wanted = fold(text)
        aliases: list[str] = []
        for rubric in self.rubrics:
            aliases += map(fold, rubric.aliases)
        return wanted in aliases and wanted not in map(fold, self.tags)

    def find_axis(self, text: str) -> Slug:
        """Find an axis by slug or name; raise NotFoundError."""
        return _find_slug(text, [(axis.slug, axis.name) for axis in self.axes], _("axis"))

    def find_approach(self, text: str) -> Slug:
        """Find an approach by slug or name; raise NotFoundError."""
        known = [(approach.slug, approach.name) for approach in self.approaches]
        return _find_slug(text, known, _("approach"))


def _find_slug(text: str, known: list[tuple[Slug, Line]], what: str) -> Slug:
    wanted = fold(text)
    for slug, name in known:
        if wanted in (slug, fold(name)):
            return slug
    slugs = [str(slug) for slug, _name in known]
    names = [str(name) for _slug, name in known]
    raise NotFoundError(what, text, nearest(text, [*slugs, *names]), slugs)
