"""Bytes in, `Inbound` out: the one doorway of this package."""

from datetime import datetime
from hashlib import sha256

from kulanz.channels.email.reading.addresses import address_field, find_sender
from kulanz.channels.email.reading.authentication import trusted_results
from kulanz.channels.email.reading.automatic import absent_until, auto_submitted, is_automatic
from kulanz.channels.email.reading.bounces import find_bounce
from kulanz.channels.email.reading.dates import read_date
from kulanz.channels.email.reading.forwards import original_sender
from kulanz.channels.email.reading.identifiers import first_identifier, identifiers
from kulanz.channels.email.reading.mark import guess_language, is_de_mail, is_list, is_receipt, list_id
from kulanz.channels.email.reading.model import Authentication, Inbound, TextPart
from kulanz.channels.email.reading.subjects import plain_subject
from kulanz.channels.email.reading.tree import build_tree, normalise_line_ends
from kulanz.channels.email.reading.visible import split_body
from kulanz.channels.email.reading.walk import walk


def read_mail(raw: bytes, *, arrived_at: datetime, trusted_authserv: tuple[str, ...] = ()) -> Inbound:
    """Read one mail. Never raises, whatever the bytes are.

    `arrived_at` is aware and stands in for a missing or absurd date. `trusted_authserv` names the servers
    whose Authentication-Results count (our own receiving server). `digest` is the SHA-256 of `raw`.
    Should the reading fail all the same, the warnings hold 'unreadable' and the raw text is the body.
    """
    try:
        return _read(raw, arrived_at, trusted_authserv)
    except Exception:  # nobody's message may disappear: an unforeseen error still gives a mail with a warning
        return _unreadable(raw, arrived_at)


def _read(raw: bytes, arrived_at: datetime, trusted_authserv: tuple[str, ...]) -> Inbound:
    normal = normalise_line_ends(raw)
    root, warnings = build_tree(normal)
    contents = walk(normal, root)
    headers = root.headers
    subject = headers.text("subject")
    sender = find_sender(headers)
    date, date_usable = read_date(headers.text("date"), arrived_at=arrived_at)
    text = contents.body_text()
    bounce = find_bounce(root, sender, subject, text, contents.reports)
    receipt = bounce is None and is_receipt(root, contents.reports)
    automatic = bounce is None and (receipt or is_automatic(headers, subject, text))
    visible, hidden = (text, "") if bounce else split_body(contents, text)
    warnings += contents.warnings
    warnings += [] if sender else ["no-sender"]
    warnings += [] if date_usable else ["no-date"]
    return Inbound(
        subject=subject,
        plain_subject=plain_subject(subject),
        sender=sender,
        to=address_field(headers, "to"),
        cc=address_field(headers, "cc"),
        reply_to=address_field(headers, "reply-to"),
        date=date,
        message_id=first_identifier(headers, "message-id"),
        in_reply_to=first_identifier(headers, "in-reply-to"),
        references=identifiers(headers, "references"),
        text=text,
        html=contents.body_html(),
        texts=tuple(contents.texts),
        attachments=tuple(contents.attachments),
        visible_reply=visible,
        hidden_rest=hidden,
        is_bounce=bounce is not None,
        bounce=bounce,
        is_auto_reply=automatic,
        auto_reply_until=absent_until(text, on=date.date()) if automatic else None,
        auto_submitted=auto_submitted(headers),
        is_receipt=receipt,
        is_list=is_list(headers),
        list_id=list_id(headers),
        list_unsubscribe=headers.text("list-unsubscribe") or None,
        protected=contents.protected,
        authentication=trusted_results(headers, trusted_authserv),
        forwarded_from=original_sender(subject, text, contents.reports, is_bounce=bounce is not None),
        de_mail=is_de_mail(headers),
        language=guess_language(headers, visible),
        warnings=tuple(dict.fromkeys(warnings)),
        digest=sha256(raw).hexdigest(),
    )


def _unreadable(raw: bytes, arrived_at: datetime) -> Inbound:
    text = raw[:1_000_000].decode("utf-8", "replace").replace("\0", "")
    return Inbound(
        subject="", plain_subject="", sender=None, to=(), cc=(), reply_to=(), date=arrived_at,
        message_id=None, in_reply_to=None, references=(), text=text, html=None,
        texts=(TextPart("text/plain", text),), attachments=(), visible_reply=text, hidden_rest="",
        is_bounce=False, bounce=None, is_auto_reply=False, auto_reply_until=None, auto_submitted=None,
        is_receipt=False, is_list=False, list_id=None, list_unsubscribe=None, protected=None,
        authentication=Authentication(), forwarded_from=None, de_mail=False, language=None,
        warnings=("unreadable",), digest=sha256(raw).hexdigest(),
    )  # fmt: skip
