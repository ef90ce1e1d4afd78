"""The frame that PGP puts round a text signed in the clear (RFC 9580, 7): it is nobody's words."""

from kulanz.channels.email.splitting.draft import Draft

_BEGINS = "-----BEGIN PGP SIGNED MESSAGE-----"
_SEALS = "-----BEGIN PGP SIGNATURE-----"
_ENDS = "-----END PGP SIGNATURE-----"


def mark_armour(draft: Draft) -> None:
    """Mark the first lines up to the blank one, and the signature, as footers. One without its end stays visible."""
    bodies = [line.body for line in draft.lines]
    for index, body in enumerate(bodies):
        if body == _BEGINS:
            draft.put(index, _next(bodies, "", index, index), "footer")
        elif body == _SEALS:
            draft.put(index, _next(bodies, _ENDS, index, index - 1) + 1, "footer")


def _next(bodies: list[str], wanted: str, start: int, otherwise: int) -> int:
    try:
        return bodies.index(wanted, start)
    except ValueError:
        return otherwise
