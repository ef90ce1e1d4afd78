"""Mails a colleague passed on: whose words they really are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .addresses import find_sender, read_addresses
from .contents import Contents
from .dates import parse_date
from .headers import Headers, split_head
from .mark import guess_language
from .model import Address, Attachment, Forwarded, Inbound
from .splitting import Handed, only_furniture, split_handed
from .subjects import is_forward
from .visible import take_apart

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
_FEW_WORDS = 400
_FIRST_YEAR = 1980
_NO_DATE = re.compile(r"\b(?:um|at|à|a las|kl|om|alle|ore|uhr|o|godz)\b\.?", re.IGNORECASE)
_HALF_DAY = re.compile(r"\b(\d{1,2})[:.]\d{2}(?:[:.]\d{2})?\s?([ap])\.?m\b", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\b(\d{1,2}\.\d{1,2}\.)(\d{2})(?=[\s,])")
_ZONE_TOLD = re.compile(
    r"(?:\A|[\s(])[+-]\d{2}:?\d{2}\b|\b(?:gmt|utc|ut|z|mez|mesz|mest|met|[cew]es?t|[ecmp][sd]t|bst|jst)\b",
    re.IGNORECASE,
)


def original_sender(subject: str, text: str, reports: list[tuple[str, bytes]], *, is_bounce: bool) -> Address | None:
    """Who wrote the mail that was passed on; None when nothing was, or the address is not told.

    Counts as passed on: an attached message under a forwarding subject or without words of one's own, and a
    header block in the body under such a subject or below a line that says so.
    """
    if is_bounce:
        return None
    forward = is_forward(subject)
    attached = [data for kind, data in reports if kind in ("message/rfc822", "message/global")]
    if attached and (forward or len(text.strip()) < _FEW_WORDS):
        headers, _ = split_head(attached[0], 0, min(len(attached[0]), _LOOKED_AT))
        return find_sender(headers)
    body = text[:_LOOKED_AT]
    rule = _RULE.search(body)
    if not forward and rule is None:
        return None
    return _from_block(body, rule.start() if rule else 0)


@dataclass(frozen=True, slots=True)
class Carrier:
    """The mail that hands others on: what was read of it, its parts, and whether it has a body of its own.

    `read` reads the bytes of a mail inside it.
    """

    mail: Inbound
    contents: Contents
    has_body: bool
    read: Callable[[bytes], Inbound]


def forwarded_mails(carrier: Carrier) -> tuple[Forwarded, ...]:
    """The mails that one hands on, the outermost first: those in its body, then the one that is its file."""
    mail = carrier.mail
    forward = is_forward(mail.subject)
    in_body = tuple(_in_body(carrier, forward=forward)) if carrier.has_body else ()
    attached = next((item for item in mail.attachments if item.kind == "message"), None)
    few = not carrier.has_body or len(mail.text.strip()) < _FEW_WORDS
    if attached is None or not (forward or few):
        return in_body
    return (*in_body, *_in_file(carrier, attached))


def _in_body(carrier: Carrier, *, forward: bool) -> Iterator[Forwarded]:
    mail = carrier.mail
    by = (mail.sender.address, mail.sender.name) if mail.sender else ()
    for handed in take_apart(carrier.contents, mail.text, forward=forward, by=by):
        split = split_handed(handed, forward=is_forward(handed.subject))
        nothing_said = only_furniture(handed.remark)
        remark, furniture = ("", handed.remark) if nothing_said else (handed.remark, "")
        yield Forwarded(
            sender=_address(handed.sender),
            date=_told_date(handed.date),
            subject=handed.subject,
            recipients=_recipients(handed),
            visible_reply=split.visible,
            hidden_rest="\n\n".join(filter(None, (handed.head, split.hidden, furniture))),
            html="" if remark else mail.html or "",
            remark=remark,
            language=guess_language(Headers([]), split.visible),
            certain=handed.certain,
        )


def _recipients(handed: Handed) -> tuple[Address, ...]:
    value = _MAILTO.sub(r"<\1>", handed.recipients.replace("*", ""))
    return tuple(item for item in read_addresses(value.encode("utf-8", "replace")) if "@" in item.address)


def _in_file(carrier: Carrier, attached: Attachment) -> Iterator[Forwarded]:
    """The mail that is a file, then those that it hands on in its turn."""
    inner = carrier.read(attached.data)
    remark = carrier.mail.text if carrier.has_body and not only_furniture(carrier.mail.text) else ""
    furniture = carrier.mail.text if carrier.has_body and not remark else ""
    files = (attached, *inner.attachments)
    yield Forwarded(
        sender=inner.sender,
        date=None if "no-date" in inner.warnings else inner.date,
        subject=inner.subject,
        recipients=(*inner.to, *inner.cc),
        visible_reply=inner.visible_reply,
        hidden_rest="\n\n".join(filter(None, (inner.hidden_rest, furniture))),
        html=inner.html or "",
        remark=remark,
        attachments=files,
        language=inner.language,
    )
    for deeper in inner.forwarded:
        above = "\n\n".join(filter(None, (remark, deeper.remark)))
        yield replace(deeper, remark=above, html="" if above else deeper.html)


def _told_date(value: str) -> datetime | None:
    """The moment that a head names; without an offset where it names none."""
    plain = _ORDINAL.sub(r"\1", _NO_DATE.sub(" ", value[:200]))
    plain = _SHORT_YEAR.sub(r"\g<1>20\2", plain).replace("GMT+", "+").replace("GMT-", "-")
    found = parse_date(" ".join(plain.split()))
    if found is None or found.year < _FIRST_YEAR:
        return None
    clock = _HALF_DAY.search(value)
    if clock and found.hour == int(clock[1]):
        found += timedelta(hours=12 * ((clock[2].lower() == "p") - (found.hour == 12)))
    return found if _ZONE_TOLD.search(plain) else found.replace(tzinfo=None)


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
