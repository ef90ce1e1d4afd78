"""Icons from the sprite, as short strings that rows may use by the dozen."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"


@cache
def names() -> frozenset[str]:
    """The icons that the sprite holds."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8")))


@cache
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An `<svg>` that points into the sprite.

    `css` adds classes (`s` is 16 px, `l` 24 px). Without a `label` the icon is decoration, hidden from
    screen readers: words must stand beside it. An unknown name raises ValueError.
    """
    if name not in names():
        raise ValueError(f"There is no icon called {name!r} in {SPRITE.name}")
    classes = f"icon {escape(css)}".strip()
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    markup = f'<svg class="{classes}" {voice}><use href="{static("ui/icons.svg")}#{name}"/></svg>'
    return mark_safe(markup)  # noqa: S308 (name is from the sprite, the rest is escaped above)
