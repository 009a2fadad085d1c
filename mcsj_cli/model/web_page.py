"""Web addresses: which of them are of one page, and which let somebody into a room."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

# Parameters that only tell where a reader came from, by how their names begin.
_TRACKING = (
    "utm_", "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "igsh",
    "mibextid", "mc_cid", "mc_eid",
)  # fmt: skip
# What some hosts add besides; the same names may choose a page elsewhere.
_ADDED_BY_HOST = {
    "youtube.com": {"si", "feature", "t", "pp", "ab_channel"},
    "x.com": {"s", "t", "ref_src", "ref_url"},
    "facebook.com": {"rdid", "share_url", "sfnsn", "refsrc", "locale", "fs", "paipv", "eav"},
    "instagram.com": {"img_index", "hl"},
    "tiktok.com": {"_r", "_t", "is_from_webapp", "sender_device"},
    "linkedin.com": {"trk", "rcm"},
}
# Other names of one host.
_HOSTS = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "mobile.x.com": "x.com",
    "m.facebook.com": "facebook.com",
    "mbasic.facebook.com": "facebook.com",
    "web.facebook.com": "facebook.com",
    "m.youtube.com": "youtube.com",
    "m.tiktok.com": "tiktok.com",
}
# Addresses that only send a reader on, with the parameter that says where to.
_REDIRECTS = {
    ("l.facebook.com", "/l.php"): "u",
    ("lm.facebook.com", "/l.php"): "u",
    ("l.instagram.com", "/"): "u",
    ("google.com", "/url"): "q",
    ("youtube.com", "/redirect"): "q",
}
_MAY_SEND_ON = ("facebook", "instagram", "google", "youtube", "ampproject")
_MOST_REDIRECTS = 3
_CACHED = re.compile(r"[\w-]+\.cdn\.ampproject\.org")
_OF_VIDEO = re.compile(r"/(?:shorts|live|embed)/([\w-]+)/?")

# Hosts whose addresses of these forms open a call or a chat to whoever has them.
_ROOMS: tuple[tuple[str, str], ...] = (
    (r"(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com)", r"/(?:j|w|s|my|wc)/"),
    (r"teams\.(?:microsoft|live)\.com", r"/(?:l/meetup-join|meet|dl/launcher)/"),
    (r"meet\.google\.com", r"/(?:[a-z]{3,4}-[a-z]{4}-[a-z]{3}|lookup/)"),
    (r"meet\.jit\.si|8x8\.vc|whereby\.com", r"/[^/?]"),
    (r"(?:[\w-]+\.)*webex\.com", r"/(?:meet|join|[\w.-]+/j\.php)"),
    (r"chat\.whatsapp\.com|call\.whatsapp\.com|signal\.group|discord\.gg", r"/"),
    (r"(?:t|telegram)\.me|telegram\.dog", r"/(?:\+|joinchat/)"),
    (r"discord(?:app)?\.com", r"/invite/"),
    (r"m\.me", r"/j/"),
)  # fmt: skip
_ROOM_PATTERNS = [(re.compile(host), re.compile(path, re.IGNORECASE)) for host, path in _ROOMS]
# What every such address has somewhere, also behind a redirect; a percent sign may hide anything.
_MAY_OPEN = (
    "%", "zoom", "teams", "meet", "8x8", "whereby", "webex", "whatsapp", "signal", "discord",
    "telegram", "t.me", "m.me", "pwd=",
)  # fmt: skip
_PASSWORD = "pwd"  # noqa: S105  the name of a parameter
_REGISTRATION = re.compile(r"/(?:webinar|meeting)/register/")

# An address that needs no closer look, unless its host is one of those above.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9]+(?:[.-][a-z0-9]+)*)(/[!-\"$->@-~]*)?")
_CACHE_HOST = ".cdn.ampproject.org"
_SPECIAL = frozenset({*_HOSTS, "youtu.be", "youtube.com", *(host for host, _path in _REDIRECTS)})


class _Page(NamedTuple):
    """The parts of an address that choose a page; `port` is empty or ":8443"."""

    host: str
    port: str
    path: str
    query: list[tuple[str, str]]


def url_key(url: str) -> str:
    """Return the same text for all addresses of one page.

    Redirects are followed by what their addresses say, without a network. Left out are the scheme,
    «www.», the fragment, a final slash, and what only tells where a reader came from.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and plain[1] not in _SPECIAL and not plain[1].endswith(_CACHE_HOST):
        return plain[1] + (plain[2] or "").rstrip("/")
    page = _find_page(urlsplit(resolve(url)))
    path = page.path.rstrip("/")
    return f"{page.host}{page.port}{path}?{urlencode(sorted(page.query))}".rstrip("?")


def resolve(url: str) -> str:
    """Return where an address that only sends a reader on says that it leads, or itself."""
    for _hop in range(_MOST_REDIRECTS):
        target = _find_target(url)
        if not target:
            break
        url = target
    return url


def clean(url: str) -> str:
    """Return an address without redirects and without what tells where its reader came from."""
    parts = urlsplit(resolve(url))
    return parts._replace(query="&".join(_kept_pieces(_host(parts), parts.query))).geturl()


def opens_room(url: str) -> bool:
    """Whether an address lets whoever has it into a call or a chat, or holds its password."""
    if not any(map(url.lower().count, _MAY_OPEN)):
        return False
    try:
        parts = urlsplit(resolve(url))
    except ValueError:
        return False
    host, rest = _host(parts).rstrip("."), "/" + unquote(parts.path).lstrip("/")
    if any(place.fullmatch(host) and path.match(rest) for place, path in _ROOM_PATTERNS):
        return True
    if _REGISTRATION.match(parts.path):
        return False
    return any(name == _PASSWORD and value for name, value in parse_qsl(parts.query))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removeprefix("www.")
    return _HOSTS.get(host, host)


def _find_target(url: str) -> str:
    """Return the address to which one that only sends on leads, or nothing."""
    if not any(map(url.lower().count, _MAY_SEND_ON)):
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    name = _REDIRECTS.get((host, parts.path))
    if name:
        target = dict(parse_qsl(parts.query)).get(name, "")
        return target if _is_address(target) else ""
    if host == "google.com" and parts.path.startswith("/amp/s/"):
        return f"https://{parts.path.removeprefix('/amp/s/')}"
    cached = re.match(r"/[cv]/s/(.+)", parts.path) if _CACHED.fullmatch(host) else None
    return f"https://{cached[1]}" if cached else ""


def _is_address(text: str) -> bool:
    """Whether a text is a web address whose parts can be told."""
    try:
        return urlsplit(text).port != 0 and text.startswith(("http://", "https://"))
    except ValueError:
        return False


def _find_page(parts: SplitResult) -> _Page:
    host = _host(parts)
    query = _own_parameters(host, parts)
    port = f":{parts.port}" if parts.port else ""
    if host == "youtu.be":
        return _Page("youtube.com", port, "/watch", [("v", parts.path.strip("/"))])
    video = _OF_VIDEO.fullmatch(parts.path) if host == "youtube.com" else None
    if video:
        return _Page(host, port, "/watch", [("v", video[1])])
    return _Page(host, port, parts.path, query)


def _own_parameters(host: str, parts: SplitResult) -> list[tuple[str, str]]:
    """Return the parameters that choose a page, in their order."""
    kept = "&".join(_kept_pieces(host, parts.query))
    return parse_qsl(kept, keep_blank_values=True)


def _kept_pieces(host: str, query: str) -> list[str]:
    """Return the pieces of a query that choose a page, as they are written."""
    added = _ADDED_BY_HOST.get("youtube.com" if host == "youtu.be" else host, set())
    pieces = [(piece.partition("=")[0], piece) for piece in query.split("&") if piece]
    return [piece for name, piece in pieces if not name.startswith(_TRACKING) and name not in added]
