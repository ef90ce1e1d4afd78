"""Bytes in, `Inbound` out: the one doorway of this package."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256

from .addresses import address_field, find_sender
from .authentication import trusted_results
from .automatic import absent_until, auto_submitted, is_automatic
from .bounces import Report, find_report
from .contents import Contents
from .dates import read_date
from .forwards import Carrier, forwarded_mails, original_sender
from .headers import Headers
from .identifiers import first_identifier, identifiers
from .mark import (
    guess_language,
    is_de_mail,
    is_list,
    is_receipt,
    is_report,
    list_id,
    receipt_for,
)
from .model import Inbound, TextPart
from .subjects import is_forward, plain_subject
from .tree import Part, build_tree, normalise_line_ends
from .visible import split_body
from .walk import look_inside, walk

_DEEPEST = 3  # mails inside mails whose words are looked for; deeper ones stay files


def read_mail(
    raw: bytes,
    *,
    arrived_at: datetime,
    trusted_authserv: tuple[str, ...] = (),
    envelope_from: str | None = None,
) -> Inbound:
    """Read one mail. Never raises, whatever the bytes are.

    `arrived_at` is aware and stands in for a missing or absurd date. `trusted_authserv` names the servers
    whose Authentication-Results count (our own receiving server). `envelope_from` is what the sending server
    gave as MAIL FROM, empty for reports, None when it is not known; it takes the place of Return-Path.
    `digest` is the SHA-256 of `raw`. Should the reading fail all the same, the warnings hold 'unreadable' and
    the raw text is the body.
    """
    try:
        return _read(raw, arrived_at, trusted_authserv, envelope_from, _DEEPEST)
    except Exception:  # nobody's message may disappear: an unforeseen error still gives a mail with a warning
        return _unreadable(raw, arrived_at)


def _read(
    raw: bytes, arrived_at: datetime, trusted: tuple[str, ...], envelope_from: str | None, deeper: int
) -> Inbound:
    normal = normalise_line_ends(raw)
    root, warnings = build_tree(normal)
    if envelope_from is not None:
        root.headers = _with_envelope(root.headers, envelope_from)
    contents = walk(normal, root)
    has_body = bool(contents.blocks)
    look_inside(contents)
    contents.warnings[:0] = warnings
    mail = _envelope(root.headers, sha256(raw).hexdigest(), arrived_at, contents, trusted)
    mail = _judge(mail, root, contents)
    if mail.is_bounce or not deeper:
        return mail
    inner = partial(_read_inner, arrived_at=arrived_at, deeper=deeper - 1)
    forwarded = forwarded_mails(Carrier(mail, contents, has_body, inner))
    return replace(mail, forwarded=forwarded) if forwarded else mail


def _read_inner(raw: bytes, *, arrived_at: datetime, deeper: int) -> Inbound:
    """Read a mail inside another; its fault is not the other's."""
    try:
        return _read(raw, arrived_at, (), None, deeper)
    except Exception:
        return _unreadable(raw, arrived_at)


def _with_envelope(headers: Headers, envelope_from: str) -> Headers:
    path = f"<{envelope_from.strip('<> ')}>".encode("utf-8", "replace")
    return Headers([("return-path", path), *(item for item in headers.items if item[0] != "return-path")])


def _envelope(
    headers: Headers, digest: str, arrived_at: datetime, contents: Contents, trusted: tuple[str, ...]
) -> Inbound:
    """What the header fields and the parts say, before anybody has thought about it."""
    subject = headers.text("subject")
    sender = find_sender(headers)
    date, date_usable = read_date(headers.text("date"), arrived_at=arrived_at)
    warnings = ([] if sender else ["no-sender"]) + ([] if date_usable else ["no-date"])
    warnings += ["truncated-head"] if headers.has_cut else []
    return Inbound(
        subject=subject,
        plain_subject=plain_subject(subject),
        sender=sender,
        authors=tuple(each for each in address_field(headers, "from") if "@" in each.address),
        to=address_field(headers, "to"),
        cc=address_field(headers, "cc"),
        reply_to=address_field(headers, "reply-to"),
        date=date,
        message_id=first_identifier(headers, "message-id"),
        in_reply_to=first_identifier(headers, "in-reply-to"),
        references=identifiers(headers, "references"),
        text=contents.body_text(),
        html=contents.body_html(),
        texts=tuple(contents.texts),
        attachments=tuple(contents.attachments),
        auto_submitted=auto_submitted(headers),
        is_list=is_list(headers),
        list_id=list_id(headers),
        list_unsubscribe=headers.text("list-unsubscribe") or None,
        de_mail=is_de_mail(headers),
        authentication=trusted_results(headers, trusted),
        protected=contents.protected,
        warnings=tuple(dict.fromkeys(contents.warnings + warnings)),
        digest=digest,
    )


def _judge(mail: Inbound, root: Part, contents: Contents) -> Inbound:
    """What kind of mail it is, and which words are the writer's own."""
    headers, reports = root.headers, contents.reports
    report = find_report(root, mail.sender, mail.subject, mail.text or contents.notice_text(), reports)
    bounce = report.bounce if report else None
    receipt = bounce is None and (report is not None or is_receipt(root, reports))
    automatic = bounce is None and (receipt or is_report(root) or is_automatic(headers, mail.subject, mail.text))
    forward = is_forward(mail.subject)
    visible, hidden = (mail.text, "") if bounce else split_body(contents, mail.text, forward=forward)
    return replace(
        mail,
        visible_reply=visible,
        hidden_rest=hidden,
        is_bounce=bounce is not None,
        bounce=bounce,
        is_receipt=receipt,
        receipt_for=_receipt_for(report, reports) if receipt else None,
        delivery=report.delivery if report else None,
        is_auto_reply=automatic,
        auto_reply_until=absent_until(mail.text, on=mail.date.date()) if automatic else None,
        forwarded_from=original_sender(mail.subject, mail.text, reports, is_bounce=bounce is not None),
        language=guess_language(headers, visible),
    )


def _receipt_for(report: Report | None, reports: list[tuple[str, bytes]]) -> str | None:
    return report.delivery.original_message_id if report else receipt_for(reports)


def _unreadable(raw: bytes, arrived_at: datetime) -> Inbound:
    text = raw[:1_000_000].decode("utf-8", "replace").replace("\0", "")
    return Inbound(
        date=arrived_at,
        text=text,
        texts=(TextPart("text/plain", text),),
        visible_reply=text,
        warnings=("unreadable",),
        digest=sha256(raw).hexdigest(),
    )
