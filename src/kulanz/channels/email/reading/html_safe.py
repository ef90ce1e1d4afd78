"""HTML as it may be shown: cleaned by nh3, remote images held back, images inside the mail kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

import nh3

from kulanz.channels.email.reading.html_guard import is_bearable, words_without_parser

_TAGS = frozenset(
    "a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font h1 h2 h3"
    " h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th"
    " thead tr tt u ul var".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "dir", "lang", "title", "valign", "width", "height", "bgcolor", "style"},
    "a": {"href", "name"},
    "img": {"src", "alt", "border", "data-remote-src"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "ol": {"start", "type"},
    "li": {"value"},
    "blockquote": {"type", "cite"},
}
_STYLES = frozenset(
    "background-color border border-bottom border-collapse border-color border-left border-right border-spacing"
    " border-style border-top border-width color direction font-family font-size font-style font-variant font-weight"
    " height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top"
    " max-width min-width padding padding-bottom padding-left padding-right padding-top text-align text-decoration"
    " text-indent text-transform vertical-align white-space width word-break word-wrap".split()
)
_SCHEMES = frozenset(("http", "https", "mailto", "tel", "cid", "data"))
_DROPPED = frozenset(
    ("script", "style", "title", "template", "noscript", "textarea", "iframe", "object", "svg", "math")
)
_SAFE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_STYLE_DANGER = re.compile(r"url\s*\(|expression|@import|\\|javascript|position\s*:", re.IGNORECASE)
_HELD = re.compile(r'<img\b[^>]* data-remote-src="')
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """`html` may be put into a sandboxed frame; `remote_images_blocked` counts the images held back."""

    html: str
    remote_images_blocked: int


def safe_html(
    html: str,
    cids: Mapping[str, str] | Callable[[str], str | None] | None = None,
    *,
    remote_images: bool = False,
) -> SafeHtml:
    """Clean one HTML part for showing.

    No script, style sheet, form, frame, event attribute or active address is left. `cids` gives the address to
    show for a content id (without 'cid:' and brackets); without an entry the reference stays `cid:...`. Remote
    images move to the attribute data-remote-src unless `remote_images` is True. HTML that no parser could bear
    and what lies beyond two million characters is shown as plain words.
    """
    html = html.replace("\0", "")
    if len(html) > _LARGEST or not is_bearable(html):
        return SafeHtml(f"<pre>{escape(words_without_parser(html[:_LARGEST]))}</pre>", 0)
    look_up = cids.get if isinstance(cids, Mapping) else cids
    blocked: list[str] = []

    def choose(tag: str, attribute: str, value: str) -> str | None:
        return _filter(tag, attribute, value, look_up, blocked, remote_images)

    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=choose,
        filter_style_properties=set(_STYLES),
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return SafeHtml(cleaned, len(blocked))


def _filter(
    tag: str,
    attribute: str,
    value: str,
    look_up: Callable[[str], str | None] | None,
    blocked: list[str],
    remote_images: bool,
) -> str | None:
    if attribute == "style":
        return None if _STYLE_DANGER.search(value) else value
    address = value.strip()
    if attribute == "href":
        return None if address[:5].lower() in ("data:", "cid:") else value
    if tag == "img" and attribute == "src":
        return _image(address, look_up, blocked, remote_images)
    return value


def _image(
    address: str, look_up: Callable[[str], str | None] | None, blocked: list[str], remote_images: bool
) -> str | None:
    start = address[:12].lower()
    if start.startswith("cid:"):
        return (look_up(unquote(address[4:])) if look_up else None) or address
    if start.startswith("data:"):
        return address if _SAFE_DATA.match(address) else None
    if start.startswith(("http:", "https:", "//")):
        blocked.append(address)
        return address if remote_images else None
    return None
