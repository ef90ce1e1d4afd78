"""Delivery reports: told from ordinary mail by structure first, by a daemon's header otherwise.

A false bounce hides a customer, so words in a subject never suffice: they count only together with a sender
that is a mail server and no answer prefix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from .bounce_reasons import is_hard, reason_of
from .delivery_status import (
    RecipientStatus,
    address_of,
    find_reply,
    find_server_status,
    find_status,
    read_delivery_status,
    worst,
)
from .headers import Headers, split_head
from .identifiers import first_identifier
from .model import Action, Address, Bounce, DeliveryReport, Reported
from .notices import read_notice
from .servers import Writer, writer_of
from .subjects import without_tags
from .tree import Part, build_tree, normalise_line_ends

_SUBJECT = re.compile(
    r"undeliver|see transcript for details|недоставлен"
    r"|delivery (?:status|failure|report|notification|problem|error|has failed|incomplete|delayed)"
    r"|(?:delivery|message|mail)[^:]{0,30}(?:fail|delay|return|error|reject|bounced)"
    r"|return(?:ed|ing) (?:mail|message)|could not (?:be )?(?:send|sent|deliver)|failure notice"
    r"|unzustellbar|nicht zugestellt|zustell[^:]{0,50}(?:fehl|nicht|verz)"
    r"|non recapitabile|user unknown|still being retried",
    re.IGNORECASE,
)
# Beginnings that only mail servers write.
_SUBJECT_OF_SERVERS = re.compile(
    r"\W{0,4}(?:delivery (?:status )?notification\b|delivery (?:status\b|failure:)"
    r"|undeliver(?:able|ed) ?(?:mail|message|:)"
    r"|mail delivery fail|returned mail:|failure notice$|unzustellbar:)",
    re.IGNORECASE,
)
_FAILED_TEXT = re.compile(
    r"\b(?:smtp|remote|server|host)[^\n]{0,80}\b[45]\d\d\b|^\W{0,4}[45]\d\d[ -]", re.IGNORECASE | re.MULTILINE
)
_PASSING = re.compile(
    r"(?:still|will|wird)[^.\n]{0,40}(?:try|retri|versuch)|delayed|verzögert|warning message only",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"permanent|fatal|giv(?:en|ing) up|(?:could|can) ?not be (?:sent|delivered)|was not delivered"
    r"|nicht (?:zugestellt|ausgeliefert)|dauerhaft|endgültig",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"^[ \t>]*Message-ID:[ \t]*<([^<>\s]{3,300})>", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"<?([A-Za-z0-9._%+=&'*/-]{1,100}@[A-Za-z0-9-]{1,80}(?:\.[A-Za-z0-9-]{1,80})+)>?")
_GOOD_ACTIONS = frozenset(("delivered", "relayed", "expanded"))
_LONGEST_TEXT = 60_000
_NEAR = 600

Reports = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail reports about a message that was sent: `bounce` for failures, `delivery` for everything."""

    bounce: Bounce | None
    delivery: DeliveryReport


def find_report(root: Part, sender: Address | None, subject: str, text: str, reports: Reports) -> Report | None:
    """The delivery report a mail is, None for any other mail.

    `reports` are the (content type, bytes) of the message/* and header parts, `text` the readable body.
    """
    headers, writer = root.headers, writer_of(root.headers, sender, subject)
    if (notice := None if writer.answers else read_notice(text)) is not None:
        return _report(headers, notice.recipients, text, reports, notice.original_message_id)
    recipients = _recipients(reports)
    if not _is_report(root, writer, subject, recipients, reports) and not _looks_bounced(
        headers, writer, subject, text
    ):
        return None
    if _other_report(root) and not recipients:
        return None
    return _report(headers, recipients or _recipients(_wrapped_reports(reports)), text, reports, None)


def _recipients(reports: Reports) -> list[RecipientStatus]:
    return [item for kind, data in reports if kind.endswith("delivery-status") for item in read_delivery_status(data)]


def _wrapped_reports(reports: Reports) -> Reports:
    """The status part of a report that a gateway wrapped into another report."""
    found: Reports = []
    for kind, data in reports:
        if kind == "message/rfc822" and b"delivery-status" in data[:_LONGEST_TEXT]:
            inner = normalise_line_ends(data[:_LONGEST_TEXT])
            parts = build_tree(inner)[0].children
            found += [(part.content_type, inner[part.begin : part.end]) for part in parts]
    return found


def _is_report(root: Part, writer: Writer, subject: str, recipients: list[RecipientStatus], reports: Reports) -> bool:
    """Whether the parts make it a report. A person's mail that only hands one on is that person's mail."""
    if root.content_type == "multipart/report":
        kind = root.parameters.get("report-type", "delivery-status").lower()
        sent_by_person = writer.is_person and "return-path" in root.headers
        return (kind == "delivery-status" or bool(recipients)) and not sent_by_person
    if not any(kind.endswith("delivery-status") for kind, _ in reports):
        return False
    return not writer.answers and (not writer.is_person or _SUBJECT.search(subject) is not None)


def _other_report(root: Part) -> bool:
    """Read receipts (RFC 8098) and complaints (RFC 5965) use the same envelope."""
    kind = root.parameters.get("report-type", "").lower()
    return root.content_type == "multipart/report" and kind in ("disposition-notification", "feedback-report")


def _looks_bounced(headers: Headers, writer: Writer, subject: str, text: str) -> bool:
    """Signs of servers that write their reports as plain mail; two are needed at least.

    A person's address speaks against it whatever the envelope is: the words of somebody whose parcel came
    back are the words of a bounce.
    """
    if "x-failed-recipients" in headers and not writer.answers:
        return True
    subject = without_tags(subject)
    tells = _SUBJECT.search(subject) is not None
    server_begins = _SUBJECT_OF_SERVERS.match(subject) is not None
    if writer.daemon:
        return writer.null_path or writer.automatic or tells or _fails(text)
    if writer.answers:
        return False
    if writer.postmaster:
        marked = writer.null_path or writer.automatic
        return server_begins or (tells and marked) or ((tells or marked) and _fails(text))
    if writer.nobody:
        return server_begins or ((tells or writer.null_path) and _fails(text))
    if not writer.null_path:
        return False
    answered = find_server_status(text[:_LONGEST_TEXT]) is not None
    return (writer.account or writer.automatic) and server_begins and answered


def _fails(text: str) -> bool:
    text = text[:_LONGEST_TEXT]
    return find_server_status(text) is not None or _FAILED_TEXT.search(text) is not None


def _report(
    headers: Headers,
    recipients: list[RecipientStatus],
    text: str,
    reports: Reports,
    message_id: str | None,
) -> Report:
    text = text[:_LONGEST_TEXT]
    message_id = message_id or _original_message_id(headers, text, reports)
    named = [each for each in recipients if each.recipient and each.outcome]
    told = tuple(Reported(each.recipient, each.outcome, each.written) for each in named if each.outcome)
    if recipients and all(item.action in _GOOD_ACTIONS for item in recipients):
        return Report(None, DeliveryReport(message_id, told))
    failed = worst(recipients)
    bounce = _describe(headers, failed, text, reports, message_id)
    bounce = replace(bounce, action=_action(failed, bounce, text))
    if len(named) > 1:
        whys = [_describe(headers, each, text, reports, message_id) for each in named]
        told = tuple(replace(one, why=replace(why, action=one.action)) for one, why in zip(told, whys, strict=True))
    if not told or failed not in recipients or not failed.recipient:
        told = (*told, Reported(bounce.recipient or "", bounce.action))
    return Report(bounce, DeliveryReport(message_id, told))


def _action(failed: RecipientStatus | None, bounce: Bounce, text: str) -> Action:
    """What happened where the report does not say it in a field: given up, or still trying."""
    if failed is not None and failed.outcome:
        return failed.outcome
    waits = bounce.status_class == "4" and not _LASTING.search(text[:4_000])
    return "delayed" if waits or (bounce.status_class is None and _PASSING.search(text[:4_000])) else "failed"


def _describe(
    headers: Headers, failed: RecipientStatus | None, text: str, reports: Reports, message_id: str | None
) -> Bounce:
    diagnostic = failed.diagnostic if failed else ""
    status = _status(failed, text)
    reason = reason_of(status, diagnostic or text[:4_000])
    status_class = _class(status, failed, text)
    return Bounce(
        status_class=status_class,
        status=status,
        recipient=(failed.recipient if failed else "") or _recipient(headers, text, reports),
        original_message_id=message_id,
        reason_code=reason,
        hard=is_hard(status_class, reason),
    )


def _status(failed: RecipientStatus | None, text: str) -> str | None:
    """The status of the report; a bare 'x.0.0' gives way to the same class said more exactly.

    Some servers tell the far server's code in Diagnostic-Code only, others nowhere but in their words.
    """
    if failed is None:
        return find_server_status(text) or find_status(text)
    exact = find_status(failed.diagnostic) or _status_in_words(failed.recipient, text)
    if not failed.status:
        return exact
    if failed.status.endswith(".0.0") and exact and exact[0] == failed.status[0]:
        return exact
    return failed.status


def _status_in_words(recipient: str, text: str) -> str | None:
    """The code that a report names in its words: on the lines of the recipient, else the first one."""
    at = text.lower().find(recipient.lower()) if recipient else -1
    near = text[at : at + _NEAR] if at >= 0 else ""
    return find_server_status(near) or find_server_status(text[:8_000])


def _class(status: str | None, failed: RecipientStatus | None, text: str) -> Literal["4", "5"] | None:
    """The class of the status, else of what the server answered, else what the words say."""
    digit = status[0] if status else " "
    if digit not in "45" and failed is not None:
        digit = "4" if failed.action == "delayed" else (find_reply(failed.diagnostic) or " ")[0]
    if digit not in "45":
        digit = (find_reply(text[:8_000]) or " ")[0]
    if digit not in "45":
        lasting = (failed and failed.action == "failed") or _LASTING.search(text[:4_000])
        digit = "4" if _PASSING.search(text[:4_000]) else "5" if lasting else " "
    return "4" if digit == "4" else "5" if digit == "5" else None


def _recipient(headers: Headers, text: str, reports: Reports) -> str | None:
    """Who got nothing: X-Failed-Recipients, the To of the returned message, an address in the text."""
    named = address_of(headers.raw("x-failed-recipients"))
    if named:
        return named
    for original in _originals(reports):
        named = address_of(original.raw("to"))
        if named:
            return named
    own = {address_of(headers.raw("to")).lower(), address_of(headers.raw("from")).lower()}
    for match in _ADDRESS.finditer(text[:8_000]):
        if match[1].lower() not in own:
            return match[1]
    return None


def _original_message_id(headers: Headers, text: str, reports: Reports) -> str | None:
    for original in _originals(reports):
        found = first_identifier(original, "message-id")
        if found:
            return found
    match = _MESSAGE_ID.search(text)
    return match[1] if match else first_identifier(headers, "in-reply-to") or first_identifier(headers, "references")


def _originals(reports: Reports) -> list[Headers]:
    """Header blocks of the messages sent back."""
    return [
        split_head(data[:_LONGEST_TEXT], 0, min(len(data), _LONGEST_TEXT))[0]
        for kind, data in reports
        if kind in ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
    ]
