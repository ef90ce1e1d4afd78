"""HTML as it may be shown: cleaned by nh3, remote images held back, images inside the mail kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

import nh3

from .charset import whole_characters
from .html_colours import ground_of, keep_readable, with_ground_of_body
from .html_guard import is_bearable, words_without_parser

_TAG_NAMES = """
    a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup
    table tbody td tfoot th thead tr tt u ul var
"""
_STYLE_NAMES = """
    background background-color border border-bottom border-collapse border-color border-left border-right
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
_LINKED = _SCHEMES - {"cid", "data"}
_SAFE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_STYLE_DANGER = re.compile(r"url\s*\(|expression|@import|\\|javascript|image\s*\(", re.IGNORECASE)
# nh3 can change a value but not rename an attribute; a character for private use marks what is renamed after.
_HELD = "\ue000"
# nh3 takes quadratic time on characters that it writes as entities: no-break spaces go through it as another sign.
_NO_BREAK = "\ue001"
_NO_BREAK_WRITTEN = re.compile(r"\xa0|&nbsp;|&#160;|&#xa0;", re.IGNORECASE)
_ENTITY = re.compile(r"&|<(?![a-zA-Z/!?])")
_MOST_ENTITIES = 100_000
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
    to show for a content id (without 'cid:' and brackets, in any case) or a Content-Location, which may stand there
    bare; without an entry a reference `cid:...` stays.
    Remote images keep their address in `data-remote` only, unless `remote_images` is True. HTML that no
    parser could bear and HTML of more than two million characters is shown as plain words.
    """
    html = whole_characters(html).replace("\0", "")
    html = _NO_BREAK_WRITTEN.sub(_NO_BREAK, html)
    if len(html) > _LARGEST or _entities(html) > _MOST_ENTITIES or not is_bearable(html):
        html = html.replace(_NO_BREAK, " ")
        return SafeHtml(f"<pre>{escape(words_without_parser(html[:_LARGEST]))}</pre>", 0)
    html = with_ground_of_body(html)
    if "color" in html.lower():
        html = keep_readable(_clean(html, _looks))
    keeper = _Keeper(_by_any_name(cids) if isinstance(cids, Mapping) else cids, remote_images)
    cleaned = _clean(html, keeper.filter)
    if keeper.blocked:
        cleaned = cleaned.replace(f'src="{_HELD}', 'data-remote="')
    return SafeHtml(cleaned.replace(_NO_BREAK, "&nbsp;"), keeper.blocked)


def _entities(html: str) -> int:
    """About how many characters of the text will be written as entities."""
    return len(_ENTITY.findall(html)) + max(html.count(">") - html.count("<"), 0)


def _clean(html: str, attribute_filter: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _looks(tag: str, attribute: str, value: str) -> str | None:
    """Every attribute as it is, and the style with its grounds as colours."""
    if attribute != "style":
        return value
    rules = map(_colour_only, value.split(";"))
    return ";".join(rule for rule in rules if rule.strip() and not _STYLE_DANGER.search(rule)) or None


def _by_any_name(cids: Mapping[str, str]) -> Callable[[str], str | None]:
    """Look pictures up as programs write their names: in any case, and of a location its last part, too."""
    names: dict[str, str] = {}
    for name, address in cids.items():
        key = name.strip("<> ").casefold()
        names.setdefault(key.rpartition("/")[2], address)
        names[key] = address
    return lambda name: names.get(name.strip("<> ").casefold()) or names.get(unquote(name).strip("<> ").casefold())


@dataclass(slots=True)
class _Keeper:
    """Decides about every attribute value nh3 would let through."""

    look_up: Callable[[str], str | None] | None
    remote_images: bool
    blocked: int = field(default=0)

    def filter(self, tag: str, attribute: str, value: str) -> str | None:
        address = value.strip()
        if attribute == "style":
            return _looks(tag, attribute, value)
        if attribute == "href":
            return _target(address)
        if tag == "img" and attribute == "src":
            return self._image(address)
        return value

    def _image(self, address: str) -> str | None:
        start = address[:8].lower()
        if start.startswith("data:"):
            return address if _SAFE_DATA.match(address) else None
        if start.startswith("cid:"):
            return self._inside(unquote(address[4:]).lstrip("/")) or address
        found = self._inside(address)
        if not found and ":" not in address and not address.startswith("//"):
            found = self._inside(address.rpartition("/")[2])  # relative to wherever its page lay
        if found or not start.startswith(("http:", "https:", "//")):
            return found
        if self.remote_images:
            return address
        self.blocked += 1
        return _HELD + address

    def _inside(self, name: str) -> str | None:
        return self.look_up(name) if self.look_up and name else None


def _target(address: str) -> str | None:
    """Where a link leads; nowhere without a scheme, for a mail has no place: it would lead into the house."""
    if address.startswith("//"):
        return f"https:{address}"
    name = address.partition(":")[0].lower()
    return address if address.startswith("#") or name in _LINKED else None


def _colour_only(rule: str) -> str:
    """A rule as it is; of a shorthand for the ground, which may fetch pictures, only its colour."""
    name, _, value = rule.partition(":")
    if name.strip().lower() != "background":
        return rule
    ground = ground_of(value)
    return f"background-color:{ground}" if ground else ""
