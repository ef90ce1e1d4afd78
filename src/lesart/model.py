"""What a mail says once it has been read: plain values, frozen, without any framework."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

AttachmentKind = Literal["file", "invitation", "signature", "encrypted", "message"]
Protection = Literal["signed", "encrypted"]
Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
Verdict = Literal["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy"]


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox. `address` is lower-cased in the domain only; `name` is decoded and may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """One decoded text or HTML part; HTML is kept as source."""

    content_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar part invites to. Times keep their offset; a floating one or a whole day is naive.

    `end` is the first moment after it, of whole days the day after. `zone` names a time zone that nobody knows: the
    times are then naive, as written. `repeats` is the rule of a series (RFC 5545, 3.3.10), of which `moved` dates
    stand apart; `one_of_series` says that it is one date of a series. `others` counts further events of the file.
    """

    method: str
    summary: str
    start: datetime.datetime | None
    end: datetime.datetime | None
    organiser: str
    organiser_name: str
    location: str
    uid: str
    whole_day: bool = False
    zone: str = ""
    repeats: str = ""
    one_of_series: bool = False
    moved: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part kept as a file: `data` are its bytes after the transfer encoding, unchanged otherwise.

    `cid` is the name by which the HTML shows a picture: its Content-ID without brackets, or its Content-Location.
    """

    name: str
    content_type: str
    data: bytes = field(repr=False)
    sha256: str
    size: int
    cid: str | None = None
    inline: bool = False
    kind: AttachmentKind = "file"
    charset: str | None = None
    invitation: Invitation | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report about a message that was sent.

    `status_class` is '4' (passing) or '5' (lasting) or None when the report does not say. `hard` asks about
    the reason, not the digit: True only when writing again cannot help (no such address, no such domain).
    `action` says whether it was given up or is still being tried.
    """

    status_class: Literal["4", "5"] | None
    status: str | None
    recipient: str | None
    original_message_id: str | None
    reason_code: str
    hard: bool
    action: Action = "failed"


@dataclass(frozen=True, slots=True)
class Reported:
    """What a delivery report says about one recipient. `action` is that of RFC 3464, section 2.3.3.

    `written` is the address the mail was sent to, where the report names it beside the one it was forwarded to; `why`
    is the reason for this recipient where the report speaks of several.
    """

    recipient: str
    action: Action
    written: str = ""
    why: Bounce | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of a message that was sent, for each recipient the report names: failures, delays, arrivals."""

    original_message_id: str | None
    recipients: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Authentication:
    """Verdicts about the sender, each None when nobody trusted has checked it."""

    spf: Verdict | None = None
    dkim: Verdict | None = None
    dmarc: Verdict | None = None
    source: str | None = None

    @property
    def failed(self) -> bool:
        """True when the sender's address is not to be believed: DMARC fails, or SPF and DKIM both do."""
        if self.dmarc is not None and self.dmarc != "none":
            return self.dmarc == "fail"
        return self.spf == "fail" and self.dkim in ("fail", "none", None)

    @property
    def passed(self) -> bool:
        """True when the domain in From stands up for the mail. SPF or DKIM alone may speak for another domain."""
        return self.dmarc == "pass"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One mail that was handed on inside another, as if it had come by itself.

    `date` has no offset where the head does not name one; None when it tells none. `remark` are the words that
    others wrote round it; together with `visible_reply` and `hidden_rest` they hold every word of the body.
    `html` is empty where words of others may stand in it. `attachments` are the files that came inside it, None
    where that cannot be told (it was handed on in the body). `certain` is False where words of others may stand
    among its own.
    """

    sender: Address | None
    date: datetime.datetime | None = None
    subject: str = ""
    recipients: tuple[Address, ...] = ()
    visible_reply: str = ""
    hidden_rest: str = ""
    html: str = ""
    remark: str = ""
    attachments: tuple[Attachment, ...] | None = None
    language: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Inbound:
    """One mail, read. Nothing in it was invented; what the mail does not say is empty, False or None.

    `authors` are all whom From names; `sender` is the first of them.

    `date` is aware. Identifiers stand without angle brackets. `text` is the best body as text, `html` the
    HTML body as source (never to be shown before `safe_html`). `visible_reply` and `hidden_rest` together
    hold every word of the body, which is cut after a million characters and then kept whole as a file.
    `auto_reply_until` is the last day of absence. `receipt_for` is the identifier of the message that a
    receipt says was read. `delivery` is what a delivery report says of each recipient, of failures and of
    successes. `forwarded` are the mails that this one hands on, the outermost first. `digest` is the SHA-256 of
    the raw bytes. `warnings` are codes: charset-guessed, transfer-encoding, truncated-nesting, truncated-parts,
    truncated-files, truncated-text, truncated-head, unbearable-html, multipart-without-parts, tnef-unreadable,
    no-sender, no-date, unreadable.
    """

    date: datetime.datetime
    digest: str
    subject: str = ""
    plain_subject: str = ""
    sender: Address | None = None
    authors: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    text: str = ""
    html: str | None = None
    texts: tuple[TextPart, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    visible_reply: str = ""
    hidden_rest: str = ""
    is_bounce: bool = False
    bounce: Bounce | None = None
    is_auto_reply: bool = False
    auto_reply_until: datetime.date | None = None
    auto_submitted: str | None = None
    is_receipt: bool = False
    receipt_for: str | None = None
    delivery: DeliveryReport | None = None
    is_list: bool = False
    list_id: str | None = None
    list_unsubscribe: str | None = None
    protected: Protection | None = None
    authentication: Authentication = Authentication()
    forwarded_from: Address | None = None
    forwarded: tuple[Forwarded, ...] = ()
    de_mail: bool = False
    language: str | None = None
    warnings: tuple[str, ...] = ()
