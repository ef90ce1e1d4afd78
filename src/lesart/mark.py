"""Marks a mail carries in its header: lists, De-Mail, receipts, language."""

from __future__ import annotations

import re

from .headers import Headers
from .tree import Part

_LIST_ID = re.compile(r"<([^<>]{1,300})>")
_ORIGINAL = re.compile(rb"^original-message-id:\s*<([^<>\s]{1,300})>", re.IGNORECASE | re.MULTILINE)
_LARGEST_REPORT = 200_000
_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "x-mailinglist")
_LIST_PRECEDENCE = frozenset(("list", "bulk", "junk"))
_GERMAN_WORDS = "und der die das ich nicht mit für sie ist bitte wir haben auf eine einen mir ihre danke"
_ENGLISH_WORDS = "and the you for is not with please we have this that are my your thanks would can to of"
_GERMAN = frozenset(_GERMAN_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WORD = re.compile(r"[a-zäöüß]{2,12}")


def list_id(headers: Headers) -> str | None:
    """The identifier of the mailing list (RFC 2919), None without one."""
    value = headers.text("list-id")
    match = _LIST_ID.search(value)
    return match[1].strip() if match else value[:300] or None


def is_list(headers: Headers) -> bool:
    """Whether the mail came through a mailing list or a mass sender (RFC 2369, RFC 2919, Precedence)."""
    return any(field in headers for field in _LIST_FIELDS) or (headers.plain("precedence").lower() in _LIST_PRECEDENCE)


def is_de_mail(headers: Headers) -> bool:
    """Whether the mail carries the header fields of a German De-Mail provider."""
    return any(name.startswith("x-de-mail-") for name, _ in headers.items)


def is_report(root: Part) -> bool:
    """Whether a program reports something else than deliveries (RFC 6522): receipts, complaints."""
    kind = root.parameters.get("report-type", "delivery-status").lower()
    return root.content_type == "multipart/report" and kind != "delivery-status"


def is_receipt(root: Part, reports: list[tuple[str, bytes]]) -> bool:
    """Whether a mail says that a message was read (RFC 8098)."""
    if is_report(root):
        return root.parameters.get("report-type", "").lower() == "disposition-notification"
    return any(kind == "message/disposition-notification" for kind, _ in reports)


def receipt_for(reports: list[tuple[str, bytes]]) -> str | None:
    """The Message-ID, without brackets, that a receipt is about (RFC 8098, 3.2.5), None where it does not say."""
    for kind, data in reports:
        if kind == "message/disposition-notification" and (found := _ORIGINAL.search(data[:_LARGEST_REPORT])):
            return found[1].decode("utf-8", "replace")
    return None


def guess_language(headers: Headers, text: str) -> str | None:
    """'de' or 'en' by Content-Language or by the small words of the text; None when neither is plain."""
    declared = headers.plain("content-language")[:2].lower()
    if declared in ("de", "en"):
        return declared
    words = _WORD.findall(text[:1_500].lower())
    german = sum(map(_GERMAN.__contains__, words))
    english = sum(map(_ENGLISH.__contains__, words))
    if max(german, english) < 2 or abs(german - english) * 3 < max(german, english):
        return None
    return "de" if german > english else "en"
