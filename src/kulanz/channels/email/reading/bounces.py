"""Delivery reports: told from ordinary mail by structure first, by a daemon's header otherwise.

A false bounce hides a customer, so words in a subject never suffice: they count only together with a sender
that is a mail server and no answer prefix.
"""

import re
from typing import Literal

from kulanz.channels.email.reading.automatic import auto_submitted
from kulanz.channels.email.reading.bounce_reasons import is_hard, reason_of
from kulanz.channels.email.reading.delivery_status import (
    RecipientStatus,
    address_of,
    find_reply,
    find_status,
    read_delivery_status,
    worst,
)
from kulanz.channels.email.reading.headers import Headers, split_head
from kulanz.channels.email.reading.identifiers import first_identifier
from kulanz.channels.email.reading.model import Address, Bounce
from kulanz.channels.email.reading.tree import Part, build_tree, normalise_line_ends

_DAEMON = re.compile(r"(?:mailer-?daemon|mail-?daemon|mdaemon|double-bounce)\b", re.IGNORECASE)
_DAEMON_NAME = re.compile(r"mail delivery (?:sub)?system|mail delivery service|mailer-daemon|postmaster", re.IGNORECASE)
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
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|fwd?|wg)\s*(?:\[\d+\])?:", re.IGNORECASE)
_FAILED_TEXT = re.compile(
    r"(?<!\d)[45]\.\d{1,3}\.\d{1,3}(?!\d)|\b(?:smtp|remote|server)[^\n]{0,80}\b[45]\d\d\b"
    r"|^\W{0,4}[45]\d\d[ -]",
    re.IGNORECASE | re.MULTILINE,
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

Reports = list[tuple[str, bytes]]


def find_bounce(root: Part, sender: Address | None, subject: str, text: str, reports: Reports) -> Bounce | None:
    """The delivery failure a mail reports, None for any other mail.

    `reports` are the (content type, bytes) of the message/* and header parts, `text` the readable body.
    """
    recipients = _recipients(reports)
    headers = root.headers
    if recipients and all(item.action in _GOOD_ACTIONS for item in recipients):
        return None
    if not recipients and not _is_report(root, reports) and not _looks_bounced(headers, sender, subject, text):
        return None
    if root.content_type == "multipart/report" and _other_report(root) and not recipients:
        return None
    recipients = recipients or _recipients(_wrapped_reports(reports))
    return _describe(headers, worst(recipients), text[:_LONGEST_TEXT], reports)


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


def _is_report(root: Part, reports: Reports) -> bool:
    if root.content_type == "multipart/report":
        return root.parameters.get("report-type", "delivery-status").lower() == "delivery-status"
    return any(kind.endswith("delivery-status") for kind, _ in reports)


def _other_report(root: Part) -> bool:
    """Read receipts (RFC 8098) and complaints (RFC 5965) use the same envelope."""
    return root.parameters.get("report-type", "").lower() in ("disposition-notification", "feedback-report")


def _looks_bounced(headers: Headers, sender: Address | None, subject: str, text: str) -> bool:
    """Header rules for servers that write their reports as plain mail; two signs are needed at least."""
    if "x-failed-recipients" in headers:
        return True
    if _ANSWER.match(subject) or "list-id" in headers:
        return False
    path = headers.plain("return-path")
    null_path = path == "<>" or _DAEMON.match(path.lstrip("<")) is not None
    subject_tells = _SUBJECT.search(subject) is not None
    daemon = sender is not None and _DAEMON.match(sender.address) is not None
    if daemon and (null_path or subject_tells or auto_submitted(headers)):
        return True
    postmaster = sender is not None and (
        sender.address.lower().startswith("postmaster") or _DAEMON_NAME.search(sender.name) is not None
    )
    if subject_tells and postmaster and (null_path or auto_submitted(headers)):
        return True
    if (postmaster or null_path) and _SUBJECT_OF_SERVERS.match(subject):
        return True
    server_writes = daemon or (postmaster and (subject_tells or null_path))
    nobody_writes = null_path and (subject_tells or sender is None)
    return (server_writes or nobody_writes) and _FAILED_TEXT.search(text[:_LONGEST_TEXT]) is not None


def _describe(headers: Headers, failed: RecipientStatus | None, text: str, reports: Reports) -> Bounce:
    diagnostic = failed.diagnostic if failed else ""
    status = _status(failed, text)
    reason = reason_of(status, diagnostic or text[:4_000])
    status_class = _class(status, failed, text)
    return Bounce(
        status_class=status_class,
        status=status,
        recipient=(failed.recipient if failed else "") or _recipient(headers, text, reports),
        original_message_id=_original_message_id(headers, text, reports),
        reason_code=reason,
        hard=is_hard(status_class, reason),
    )


def _status(failed: RecipientStatus | None, text: str) -> str | None:
    """The status of the report; a bare 'x.0.0' gives way to the same class said more exactly."""
    if failed is None:
        return find_status(text)
    exact = find_status(failed.diagnostic)
    if not failed.status:
        return exact
    if failed.status.endswith(".0.0") and exact and exact[0] == failed.status[0]:
        return exact
    return failed.status


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
