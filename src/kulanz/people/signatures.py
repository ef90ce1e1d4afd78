"""What stands below a letter beside its words: the brand's signature with the writer's own part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kulanz.core import places

from .language import ENGLISH, INFORMAL
from .models import Brand, User

KNOWN = ("name", "own", "team", "brand", "phone")
USUAL = "{own}\n{brand}"  # of a brand that has set none
_EDGES = " \t,;:|·•–—/-"
_LAST_LINES = 6
_LONGEST_CLOSING = 7  # words
_CLOSING = re.compile(
    r"\b(?:grüße?n?|grüsse?n?|gruß|gruss|hochachtungsvoll|regards|sincerely|faithfully|truly|wishes)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: the brand, who wrote it (``None``: the house), and the name of the team, if any."""

    brand: Brand
    writer: User | None
    team: str = ""

    def text(self, catalogue: str) -> str:
        """Return the signature in a catalogue of ``people.language``. A line that has nothing to say is left out."""
        own = _of_writer(self.writer, catalogue)
        pattern = _of_brand(self.brand, catalogue) or USUAL
        if own and "{own}" not in pattern:
            pattern = f"{{own}}\n{pattern}"
        values = {
            "name": self.writer.shown_name if self.writer is not None else "",
            "own": own,
            "team": self.team,
            "brand": self.brand.sender_name,
            "phone": self.brand.phone,
        }
        lines = [said for line in pattern.splitlines() if (said := _filled(line, values)) is not None]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def below(self, letter: str, catalogue: str) -> str:
        """Return what is still to be said below a letter whose writer may have closed it with their own hand."""
        last = [line.strip() for line in letter.splitlines() if line.strip()][-_LAST_LINES:]
        said, is_closed = {_compared(line) for line in last}, any(map(_is_closing, last))
        names = {_compared(self.writer.shown_name), _compared(self.writer.called)} if self.writer is not None else set()
        is_named = not said.isdisjoint(names)
        kept = [
            line
            for line in self.text(catalogue).splitlines()
            if _compared(line) not in said
            and not (is_closed and _is_closing(line))
            and not (is_named and _compared(line) in names)
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()

    def closes(self, catalogue: str) -> bool:
        """Say whether the signature says good-bye: then a letter need not."""
        return any(map(_is_closing, self.text(catalogue).splitlines()))


def unknown_places(pattern: str) -> list[str]:
    """Return the names in braces that no signature knows."""
    return places.unknown_places(pattern, KNOWN)


def _of_brand(brand: Brand, catalogue: str) -> str:
    if catalogue == ENGLISH:
        return brand.signature_english
    return (brand.signature_informal if catalogue == INFORMAL else "") or brand.signature


def _of_writer(writer: User | None, catalogue: str) -> str:
    if writer is None:
        return ""
    return (writer.signature_english if catalogue == ENGLISH else writer.signature).strip()


def _filled(line: str, values: dict[str, str]) -> str | None:
    named = [name for name in places.names(line) if name in values]
    if named and not any(values[name] for name in named):
        return None
    said = places.filled(line, values)
    return said.strip(_EDGES) if any(not values[name] for name in named) else said.rstrip()


def _is_closing(line: str) -> bool:
    words = line.split()
    return 0 < len(words) <= _LONGEST_CLOSING and not line.rstrip().endswith((".", "?")) and bool(_CLOSING.search(line))


def _compared(line: str) -> str:
    return " ".join(line.casefold().split()).strip(_EDGES)
