"""HTML as it may be shown: cleaned by nh3, remote images held back, images inside the mail kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

import nh3

from kulanz.channels.email.reading.charset import whole_characters
from kulanz.channels.email.reading.html_guard import is_bearable, words_without_parser

_TAG_NAMES = """
    a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup
    table tbody td tfoot th thead tr tt u ul var
"""
_STYLE_NAMES = """
    background-color border border-bottom border-collapse border-color border-left border-right
    border-spacing border-style border-top border-width color direction font-family font-size font-style
    font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom
    margin-left margin-right margin-top max-width min-width padding padding-bottom padding-left
    padding-right padding-top text-align text-decoration text-indent text-transform vertical-align
    white-space width word-break word-wrap
"""
_TAGS = set(_TAG_NAMES.split())
_STYLES = set(_STYLE_NAMES.split())
_DROPPED = {"script", "style", "title", "template", "noscript", "textarea", "iframe", "object", "svg", "math"}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "title", "valign", "width", "height", "bgcolor", "style"},
    "a": {"href", "name"},
    "img": {"src", "alt", "border"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "ol": {"start", "type"},
    "li": {"value"},
    "blockquote": {"type"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
_SAFE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_STYLE_DANGER = re.compile(r"url\s*\(|expression|@import|\\|javascript|image\s*\(", re.IGNORECASE)
# nh3 can change a value but not rename an attribute; a character for private use marks what is renamed after.
_HELD = "\ue000"
_LARGEST = 2_000_000

CidLookup = Mapping[str, str] | Callable[[str], str | None] | None


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """`html` may be put into a sandboxed frame; `remote_images_blocked` counts the images held back."""

    html: str
    remote_images_blocked: int


def safe_html(html: str, cids: CidLookup = None, *, remote_images: bool = False) -> SafeHtml:
    """Clean one HTML part for showing.

    No script, style sheet, form, frame, event attribute or active address is left. `cids` gives the address
    to show for a content id (without 'cid:' and brackets); without an entry the reference stays `cid:...`.
    Remote images keep their address in `data-remote` only, unless `remote_images` is True. HTML that no
    parser could bear and HTML of more than two million characters is shown as plain words.
    """
    html = whole_characters(html).replace("\0", "")
    if len(html) > _LARGEST or not is_bearable(html):
        return SafeHtml(f"<pre>{escape(words_without_parser(html[:_LARGEST]))}</pre>", 0)
    keeper = _Keeper(cids.get if isinstance(cids, Mapping) else cids, remote_images)
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=keeper.filter,
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    if keeper.blocked:
        cleaned = cleaned.replace(f'src="{_HELD}', 'data-remote="')
    return SafeHtml(cleaned, keeper.blocked)


@dataclass(slots=True)
class _Keeper:
    """Decides about every attribute value nh3 would let through."""

    look_up: Callable[[str], str | None] | None
    remote_images: bool
    blocked: int = field(default=0)

    def filter(self, tag: str, attribute: str, value: str) -> str | None:
        address = value.strip()
        if attribute == "style":
            kept = [rule for rule in value.split(";") if not _STYLE_DANGER.search(rule)]
            return ";".join(kept) or None
        if attribute == "href":
            return None if address[:5].lower() in ("data:", "cid:") else value
        if tag == "img" and attribute == "src":
            return self._image(address)
        return value

    def _image(self, address: str) -> str | None:
        start = address[:8].lower()
        if start.startswith("cid:"):
            found = self.look_up(unquote(address[4:])) if self.look_up else None
            return found or address
        if start.startswith("data:"):
            return address if _SAFE_DATA.match(address) else None
        if start.startswith(("http:", "https:", "//")):
            if self.remote_images:
                return address
            self.blocked += 1
            return _HELD + address
        return None
