"""All files of the site, in the order in which they are made."""

from collections.abc import Iterator
from functools import partial

from mcsj_cli.i18n import speaking
from mcsj_cli.messages.atom import render_feed, take_latest
from mcsj_cli.site.addresses import (
    FEED,
    ICON,
    LANGUAGES,
    LOGOS,
    PICTURE,
    ROBOTS,
    SITEMAP,
    STYLE,
    Base,
    Key,
    Language,
)
from mcsj_cli.site.calendars import calendar_outputs
from mcsj_cli.site.clock_marks import mark_of_clocks
from mcsj_cli.site.front import frame_of, front_page
from mcsj_cli.site.information import card_items, card_practices, practice_pages, rubric_pages
from mcsj_cli.site.network_view import (
    NetworkView,
    group_pages,
    list_pages,
    mesa_pages,
    seats_to_show,
)
from mcsj_cli.site.outputs import Page, encode, mark_of, page_of
from mcsj_cli.site.pages import MissingPage
from mcsj_cli.site.public import Public
from mcsj_cli.site.rendering import SiteSetting, program_mark, read_asset, render, render_style
from mcsj_cli.site.sitemap import render_robots, render_sitemap
from mcsj_cli.site.weeks import sort_weeks, week_pages
from mcsj_cli.store.managed_folder import Output

_IN_FEED = 50


def plan(public: Public, base: Base) -> list[Output]:
    """Plan every file of the site; nothing is made yet but the values of the pages."""
    pages = list(_build_pages(public))
    setting = SiteSetting(frame_of(public), base)
    program = mark_of(program_mark(), mark_of_clocks(public))
    common = mark_of(program, encode(setting.frame), base.url)
    outputs: list[Output] = []
    for page in pages:
        outputs += _plan_page(page, setting, common)
    mesas = [seat.mesa for seat in seats_to_show(public.groups, public.today)]
    outputs += calendar_outputs(public, mesas, program)
    outputs.append(_plan_feed(public, base, common))
    outputs += _plan_assets(public)
    if base.url:
        keys = [page.key for page in pages if page.key.kind != "missing"]
        make = partial(render_sitemap, keys, base)
        outputs.append(Output(SITEMAP, mark_of(common, encode(keys)), make))
    outputs.append(Output(ROBOTS, mark_of(common, ROBOTS), partial(render_robots, base)))
    return outputs


def _plan_assets(public: Public) -> Iterator[Output]:
    for name in (ICON, PICTURE):
        yield Output(name, mark_of(program_mark(), name), partial(read_asset, name))
    colour = public.network.letterhead.colour
    yield Output(STYLE, mark_of(program_mark(), colour), partial(render_style, colour))
    if public.logo:
        content = public.logo.content
        yield Output(LOGOS[public.logo.media], mark_of(content), lambda: content)


def _build_pages(public: Public) -> Iterator[Page]:
    network = NetworkView(public)
    by_tag, by_state = card_items(public)
    practices = card_practices(public, network.lines)
    weeks = sort_weeks(public, by_tag, practices)
    yield front_page(network, by_tag, practices, next(reversed(weeks), ""))
    yield from list_pages(network)
    yield from group_pages(network)
    yield from mesa_pages(network, practices, by_state)
    yield from rubric_pages(public, by_tag)
    yield from practice_pages(practices)
    yield from week_pages(public, weeks)
    yield page_of(Key("missing"), "missing.html", MissingPage())


def _plan_page(page: Page, setting: SiteSetting, common: str) -> Iterator[Output]:
    languages: tuple[Language, ...] = ("es",) if page.key.kind == "missing" else LANGUAGES
    for language in languages:
        mark = mark_of(common, encode(page.key, page.template, language), page.inputs)
        yield Output(page.key.path(language), mark, partial(_render_page, page, setting, language))


def _render_page(page: Page, setting: SiteSetting, language: Language) -> bytes:
    return render(page, page.value(), setting, language)


def _plan_feed(public: Public, base: Base, common: str) -> Output:
    latest = take_latest(public.items, _IN_FEED)

    def make() -> bytes:
        own = base.join(FEED) if base.url else ""
        with speaking(public.network.language):
            return render_feed(latest, public.network, home=base.url, own=own).encode()

    return Output(FEED, mark_of(common, encode(latest, public.network)), make)
