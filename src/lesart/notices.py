"""Notices of mail providers: what became of a mail, as the JSON document of their interface sent by mail.

Amazon, Mailgun, Postmark, SendGrid, Brevo, Mailjet, SparkPost, Mandrill and their like name the same things
differently, so fields are found by the family of their name. A mail counts only when the document is all it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .delivery_status import RecipientStatus, address_of, find_reply, find_status
from .model import Action

_EVENT = ("notificationtype", "eventtype", "event", "recordtype", "type", "status")
_RECIPIENT = ("emailaddress", "email", "recipient", "rcptto", "rawrcptto", "originalrecipient", "to", "address")
_STATUS = ("status", "enhancedcode", "enhancedstatuscode", "errorcode", "smtpcode", "bouncecode", "code")
_WORDS = tuple(
    "diagnosticcode details diag reason rawreason smtpresponse response message description error"
    " errorrelatedto bouncedescription".split()
)
_MESSAGE_ID = ("messageid", "smtpid", "internetmessageid", "originalmessageid")
_GRADE = ("severity", "bouncetype", "type", "subtype", "event", "state", "hardbounce", "typecode", "classification")
_FAILED = re.compile(r"bounce|fail|dropped|reject|undeliver|invalid|^blocked", re.IGNORECASE)
_DELAYED = re.compile(r"defer|delay", re.IGNORECASE)
_DELIVERED = re.compile(r"^(?:delivery|delivered|request delivered)$", re.IGNORECASE)
_PASSING = frozenset((("severity", "temporary"), ("type", "transient")))
_SOFT = re.compile(r"soft|transient|temporary|mailboxfull", re.IGNORECASE)
_HARD = re.compile(r"hard|permanent|invalid", re.IGNORECASE)
_FOOTER = re.compile(r"\s*(?:--|_{5,}|={5,}|$)")
_NO_LETTER = re.compile(r"[^a-z]")
_LONGEST = 200_000
_MOST_FIELDS = 2_000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Notice:
    """One provider's notice about one mail."""

    original_message_id: str | None
    recipients: list[RecipientStatus]


Fields = list[tuple[str, str]]


def read_notice(text: str) -> Notice | None:
    """The notice that a body holds from its first character on, None for any other body.

    Below the document only a footer behind a rule may stand: somebody's words are never taken for a notice.
    """
    body = text[:_LONGEST].lstrip("\ufeff \t\r\n")
    if body[:1] not in ("{", "["):
        return None
    try:
        document, end = json.JSONDecoder().raw_decode(body)
    except (ValueError, RecursionError):
        return None
    if not _FOOTER.match(body, end):
        return None
    events = document if isinstance(document, list) else [document]
    found = [notice for event in events[:100] if (notice := _notice(event)) is not None]
    same = [one for one in found if one.original_message_id == found[0].original_message_id]
    return (
        Notice(same[0].original_message_id, [each for one in same for each in one.recipients][:100]) if same else None
    )


def _notice(event: Any) -> Notice | None:
    fields = list(_fields(event, 0))[:_MOST_FIELDS]
    action = _action(fields)
    if action is None:
        return None
    groups = [group for group in _groups(event, 0) if any(key == "emailaddress" for key, _ in group)] or [fields]
    recipients = [_recipient(group, fields, action) for group in groups]
    named = [each for each in recipients if each.recipient]
    ids = [value.strip("<> ") for key, value in fields if key in _MESSAGE_ID and "@" in value]
    return Notice(ids[0] if ids else None, named) if named else None


def _action(fields: Fields) -> Action | None:
    """What happened, by the first field that tells; None for openings, clicks, complaints and anything else."""
    for key, value in fields:
        if key not in _EVENT:
            continue
        if _DELAYED.search(value):
            return "delayed"
        if _FAILED.search(value):
            passing = any((name, grade.lower()) in _PASSING for name, grade in fields)
            return "delayed" if passing else "failed"
        if _DELIVERED.search(value):
            return "delivered"
    return None


def _recipient(group: Fields, fields: Fields, action: Action) -> RecipientStatus:
    words = _first(group, _WORDS) or _first(fields, _WORDS)
    said = [value for key, value in (*group, *fields) if key in _STATUS]
    status = next(filter(None, map(find_status, said)), None) or find_status(words) or ""
    if not status and action != "delivered":
        reply = next(filter(None, map(find_reply, (*said, words))), "")
        status = f"{reply[0]}.0.0" if reply else _by_grade(fields)
    address = next((found for name in _RECIPIENT for found in _addresses(group, name)), "")
    return RecipientStatus(recipient=address, action=action, status=status, diagnostic=words)


def _by_grade(fields: Fields) -> str:
    """A bare status from words like 'HardBounce' or 'Transient'; empty where nothing is said."""
    bare = {"true": "hard", "false": "soft"}
    grades = [bare.get(value, "") if key == "hardbounce" else value for key, value in fields if key in _GRADE]
    if any(_SOFT.search(grade) for grade in grades):
        return "4.0.0"
    return "5.0.0" if any(_HARD.search(grade) for grade in grades) else ""


def _addresses(fields: Fields, name: str) -> Iterator[str]:
    for key, value in fields:
        if key in (name, f"{name}s") and "@" in value[:320]:
            yield address_of(value[:320].encode("utf-8", "replace"))


def _first(fields: Fields, names: tuple[str, ...]) -> str:
    return next((value for name in names for key, value in fields if key == name and " " in value.strip()), "")


def _fields(value: Any, depth: int, key: str = "") -> Iterator[tuple[str, str]]:
    """Every plain value with its name in small letters; documents inside strings and header lists are opened."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if isinstance(name := value.get("name"), str) and isinstance(said := value.get("value"), str):
            yield _plain(name), said
        for name, inner in value.items():
            yield from _fields(inner, depth + 1, _plain(str(name)))
    elif isinstance(value, list):
        for inner in value[:_MOST_FIELDS]:
            yield from _fields(inner, depth + 1, key)
    elif isinstance(value, str) and value[:1] == "{" and depth < 3:
        yield from _fields(_opened(value), depth + 1, key)
    elif value is not None:
        yield key, str(value).lower() if isinstance(value, bool) else str(value)


def _groups(value: Any, depth: int) -> Iterator[Fields]:
    """The fields of each object that has plain values of its own."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str) and value[:1] == "{" and depth < 3:
        value = _opened(value)
    if isinstance(value, dict):
        yield [(_plain(str(key)), str(each)) for key, each in value.items() if isinstance(each, str | int)]
        for each in value.values():
            yield from _groups(each, depth + 1)
    elif isinstance(value, list):
        for each in value[:100]:
            yield from _groups(each, depth + 1)


def _opened(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name[:60].lower())
