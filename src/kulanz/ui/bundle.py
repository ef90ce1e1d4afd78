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

from django.apps import apps
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
OF_ROOMS = ("components", "screens")  # where rooms bring sheets of their own, in static/<room>/css
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ROOM = re.compile(r"\s*([{};])\s*")  # round signs that stand in none of our strings
RELATIVE_URL = re.compile(r'url\("\.\./([^"]+)"\)')


@dataclass(frozen=True)
class Bundle:
    """Many files as one: its name is a digest of its text; the text, and that packed by gzip."""

    name: str
    body: bytes
    packed: bytes


def packed(text: str) -> Bundle:
    """Return a text as a bundle."""
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    # Without the time in its head, so that every process and every start packs the same bytes.
    return Bundle(name=digest, body=body, packed=gzip.compress(body, mtime=0))


def bundle() -> Bundle:
    """The current bundle; while DEBUG is on, an edited file shows at the next reload."""
    newest = max(path.stat().st_mtime_ns for path in sheets()) if settings.DEBUG else 0
    return _build(newest)


def sheets() -> list[Path]:
    """The files of the style sheet, in the order of their layers."""
    return [path for layer in LAYERS for path in _sheets_of(layer)]


def _sheets_of(layer: str) -> list[Path]:
    """Ours first, then those of the rooms in the order in which they are installed."""
    folders = [FOLDER, *_folders_of_rooms()] if layer in OF_ROOMS else [FOLDER]
    return [path for folder in folders for pattern in LAYERS[layer] for path in sorted(folder.glob(pattern))]


def _folders_of_rooms() -> list[Path]:
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("kulanz.") and app.label != "ui"]
    return [Path(room.path) / "static" / room.label / "css" for room in rooms]


@lru_cache(maxsize=1)
def _build(newest: int) -> Bundle:
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        rules = "\n".join(_squeeze(path.read_text("utf-8"), _room_of(path)) for path in _sheets_of(layer))
        parts.append(f"@layer {layer} {{\n{rules}\n}}")
    return packed("\n".join(parts))


def _room_of(path: Path) -> str:
    """The name of the room that brings a sheet: the folder above its css."""
    return next((folder.parent.name for folder in path.parents if folder.name == "css"), "ui")


def _squeeze(css: str, room: str) -> str:
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    text = ROOM.sub(r"\1", "\n".join(line for line in lines if line))
    return RELATIVE_URL.sub(lambda found: f'url("{static(f"{room}/{found[1]}")}")', text)
