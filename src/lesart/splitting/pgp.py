"""The frame that PGP puts round a text signed in the clear (RFC 9580, 7): it is nobody's words."""

from __future__ import annotations

from bisect import bisect_left

from .draft import Draft

_BEGINS = "-----BEGIN PGP SIGNED MESSAGE-----"
_SEALS = "-----BEGIN PGP SIGNATURE-----"
_ENDS = "-----END PGP SIGNATURE-----"


def mark_pgp(draft: Draft) -> None:
    """Mark the first lines up to the blank one, and the signature, as footers. One without its end stays visible."""
    bodies = [line.body for line in draft.lines]
    blanks, ends = _places(bodies, ""), _places(bodies, _ENDS)
    for index, body in enumerate(bodies):
        if body == _BEGINS:
            draft.put(index, _next(blanks, index, index), "footer")
        elif body == _SEALS:
            draft.put(index, _next(ends, index, index - 1) + 1, "footer")


def _places(bodies: list[str], wanted: str) -> list[int]:
    return [index for index, body in enumerate(bodies) if body == wanted]


def _next(places: list[int], start: int, otherwise: int) -> int:
    at = bisect_left(places, start)
    return places[at] if at < len(places) else otherwise
