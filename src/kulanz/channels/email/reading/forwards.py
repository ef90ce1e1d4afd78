"""Mails a colleague passed on: whose words they really are."""

import re

from kulanz.channels.email.reading.addresses import find_sender, read_addresses
from kulanz.channels.email.reading.headers import split_head
from kulanz.channels.email.reading.model import Address
from kulanz.channels.email.reading.subjects import is_forward

_FIELD = r"[ \t>*|]{0,12}"
_FROM = re.compile(
    rf"^{_FIELD}(?:von|from|de|da|van|od|fra|från|absender)[ \t*]*:[ \t*]*(\S[^\n]{{0,400}})", re.I | re.M
)
_OTHER = re.compile(
    rf"^{_FIELD}(?:gesendet|sent|date|datum|an|to|betreff|subject|cc|envoyé|objet|à|data|oggetto|verzonden|onderwerp)"
    r"[^\n:]{0,10}:",
    re.IGNORECASE | re.MULTILINE,
)
_RULE = re.compile(
    r"^[ \t>]{0,6}(?:[-_=*#]{2,40}|begin|anfang)[^\n]{0,40}"
    r"(?:forward|weitergeleitet|weiterleitung|transféré|doorgestuurd)",
    re.I | re.M,
)
_MAILTO = re.compile(r"\[?mailto:([^\]\s>]{3,200})\]?", re.IGNORECASE)
_LOOKED_AT = 40_000


def original_sender(subject: str, text: str, reports: list[tuple[str, bytes]], *, is_bounce: bool) -> Address | None:
    """Who wrote the mail that was passed on; None when nothing was, or the address is not told.

    Counts as passed on: an attached message under a forwarding subject or without words of one's own, and a
    header block in the body under such a subject or below a line that says so.
    """
    if is_bounce:
        return None
    forward = is_forward(subject)
    attached = [data for kind, data in reports if kind in ("message/rfc822", "message/global")]
    if attached and (forward or len(text.strip()) < 400):
        headers, _ = split_head(attached[0], 0, min(len(attached[0]), _LOOKED_AT))
        return find_sender(headers)
    body = text[:_LOOKED_AT]
    rule = _RULE.search(body)
    if not forward and rule is None:
        return None
    return _from_block(body, rule.start() if rule else 0)


def _from_block(body: str, start: int) -> Address | None:
    """The From line of the first header block: another field stands within the six lines around it."""
    for match in list(_FROM.finditer(body, start))[:20]:
        around = body[max(0, match.start() - 300) : match.end() + 600]
        if _OTHER.search(around):
            return _address(match[1])
    return None


def _address(value: str) -> Address | None:
    value = _MAILTO.sub(r"<\1>", value.replace("*", ""))
    found = read_addresses(value.encode("utf-8", "replace"))
    return next((item for item in found if "@" in item.address), None)
