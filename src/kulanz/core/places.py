"""Places in braces, as people write them into signatures and ready-made texts: "{name}"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{(\w+)\}")


def names(text: str) -> list[str]:
    """Return the names in braces, in their order, each as often as it stands there."""
    return _PLACE.findall(text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled in, in one go: what a value holds is no place. Unknown ones stay."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def unknown_places(text: str, known: Collection[str]) -> list[str]:
    """Return the names in braces that nobody fills in, each once."""
    return [name for name in dict.fromkeys(names(text)) if name not in known]
