"""Places in a text as the browser counts them, and words for levels. No database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

STOPS = frozenset({"attachment.missing", "recipient.stranger", "address.mixed"})
LEVELS = ("off", "hint", "strong")


def browser_places(text: str) -> Callable[[int], int]:
    """Return what turns an offset in code points into one in UTF-16 units, as ``textarea.selectionStart`` counts."""
    wide = [place for place, letter in enumerate(text) if letter > "\uffff"]
    if not wide:
        return lambda offset: offset
    return lambda offset: offset + sum(place < offset for place in wide)


def pairs_from(lines: str) -> dict[str, str]:
    """Read "word = better word" from lines; a word alone has no better one. The first mention counts."""
    pairs: dict[str, str] = {}
    for line in lines.splitlines():
        word, _, better = line.partition("=")
        if word.strip():
            pairs.setdefault(word.strip()[:100], better.strip()[:200])
    return pairs


def lines_from(pairs: Mapping[str, str]) -> str:
    """Write pairs as ``pairs_from`` reads them."""
    return "\n".join(f"{word} = {better}" if better else word for word, better in pairs.items())


def known_levels(levels: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    """Keep what changes a rule: known codes with one of the levels "off", "hint", "strong"."""
    codes = set(codes)
    return {code: level for code, level in levels.items() if code in codes and level in LEVELS}
