"""All style sheets as one file, in layer order.

Thirty small files are pleasant to read and slow to fetch: as @imports they block the first paint for two
round trips and thirty requests (measured in docs/design-system.md). One answer under a name that carries
its digest may be kept by browsers for ever.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
LAYERS = {
    "tokens": ("tokens.css",),
    "base": ("base.css",),
    "components": ("components/*.css",),
    "screens": ("screens/*.css",),
    "print": ("print.css",),
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RELATIVE_URL = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True)
class Bundle:
    """The one style sheet: its name with a digest, its text, and that text packed by gzip."""

    name: str
    body: bytes
    packed: bytes


def bundle() -> Bundle:
    """The current bundle; while DEBUG is on, an edited file shows at the next reload."""
    newest = max(path.stat().st_mtime_ns for path in sheets()) if settings.DEBUG else 0
    return _build(newest)


def sheets() -> list[Path]:
    """The files of the style sheet, in the order of their layers."""
    return [path for patterns in LAYERS.values() for path in _matching(patterns)]


def _matching(patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(FOLDER.glob(pattern))]


@lru_cache(maxsize=1)
def _build(newest: int) -> Bundle:
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer, patterns in LAYERS.items():
        rules = "\n".join(_squeeze(path.read_text("utf-8")) for path in _matching(patterns))
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    body = "\n".join(parts).encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Bundle(name=digest, body=body, packed=gzip.compress(body, mtime=0))


def _squeeze(css: str) -> str:
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    text = "\n".join(line for line in lines if line)
    return RELATIVE_URL.sub(lambda found: f'url("{static("ui/" + found[1])}")', text)
