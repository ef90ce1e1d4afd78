"""JSON lines in, JSON lines out: the reader for scripts and checks, without Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from .charset import decode_bytes
from .html_safe import safe_html
from .model import Address, Attachment, Inbound
from .read import read_mail
from .visible import split_html_body, split_plain_body

__all__ = ["run"]

Answer = dict[str, Any]


def run(arguments: Sequence[str] = (), *, questions: TextIO | None = None, answers: TextIO | None = None) -> int:
    """Answer each JSON line with one JSON line until the input ends; returns the exit status.

    A question is {"path": file} for a whole mail, {"text": body} or {"html": body}. `arguments` are names of
    servers whose Authentication-Results are trusted. A question that cannot be answered gets an "error".
    """
    source, target = questions or sys.stdin, answers or sys.stdout
    for line in source:
        if line.strip():
            target.write(json.dumps(answer(line, trusted=tuple(arguments)), ensure_ascii=True) + "\n")
            target.flush()
    return 0


def answer(line: str, *, trusted: tuple[str, ...] = ()) -> Answer:
    """The answer to one question; errors are told in "error", which is None otherwise."""
    try:
        question = json.loads(line)
        if "path" in question:
            return _mail(Path(question["path"]).read_bytes(), trusted)
        if "html" in question:
            return _body(*split_html_body(str(question["html"])))
        return _body(*split_plain_body(str(question["text"])))
    except (OSError, ValueError, TypeError, KeyError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _body(visible: str, hidden: str) -> Answer:
    return {"visible_reply": visible, "hidden_rest": hidden, "error": None}


def _mail(raw: bytes, trusted: tuple[str, ...]) -> Answer:
    mail = read_mail(raw, arrived_at=datetime.now(UTC), trusted_authserv=trusted)
    return {
        **_envelope(mail),
        "texts": [part.text for part in mail.texts],
        "html": mail.html,
        "attachments": [_attachment(item) for item in mail.attachments],
        "visible_reply": mail.visible_reply,
        "hidden_rest": mail.hidden_rest,
        "is_bounce": mail.is_bounce,
        "bounce_class": mail.bounce.status_class if mail.bounce else None,
        "bounce_recipient": mail.bounce.recipient if mail.bounce else None,
        "bounce_message_id": mail.bounce.original_message_id if mail.bounce else None,
        "delivery": [{"recipient": each.recipient, "action": each.action} for each in mail.delivery.recipients]
        if mail.delivery
        else None,
        "is_auto_reply": mail.is_auto_reply,
        "warnings": list(mail.warnings),
        "error": "unreadable" if "unreadable" in mail.warnings else None,
        "raw_sha256": mail.digest,
        "safe_html": [safe_html(part.text).html for part in mail.texts if part.content_type == "text/html"],
    }


def _envelope(mail: Inbound) -> Answer:
    return {
        "subject": mail.subject,
        "plain_subject": mail.plain_subject,
        "from": mail.sender.address if mail.sender else "",
        "from_name": mail.sender.name if mail.sender else "",
        "to": _addresses(mail.to),
        "cc": _addresses(mail.cc),
        "reply_to": _addresses(mail.reply_to),
        "date": mail.date.isoformat(),
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
    }


def _addresses(found: tuple[Address, ...]) -> list[str]:
    return [item.address for item in found]


def _attachment(item: Attachment) -> Answer:
    described: Answer = {
        "name": item.name,
        "type": item.content_type,
        "size": item.size,
        "sha256": item.sha256,
        "cid": item.cid,
        "kind": item.kind,
    }
    if item.content_type.startswith("text/"):
        described["text"] = decode_bytes(item.data, item.charset or "")[0]
    return described
