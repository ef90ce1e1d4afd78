"""Django's own mails (password reset, invitations) take the same outbox as every other mail."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from kulanz.core.ids import public_id

from ..models import OutgoingMail
from . import signing
from .delivery import send_later


class OutboxBackend(BaseEmailBackend):
    """Writes mails into the outbox, in the transaction of whoever sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store mails to be sent. Returns how many."""
        with transaction.atomic():
            return sum(_store(message) for message in email_messages if message.recipients())


def _store(message: EmailMessage) -> bool:
    sender = parseaddr(message.from_email)[1]
    mail_id = f"{public_id()}@{sender.rpartition('@')[2] or 'localhost'}"
    # RFC 3834: nobody's machine answers these.
    message.extra_headers = {"Auto-Submitted": "auto-generated", **message.extra_headers, "Message-ID": f"<{mail_id}>"}
    raw = message.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    outgoing = OutgoingMail.objects.create(
        mail_id=mail_id,
        envelope_from=sender,
        recipients="\n".join(dict.fromkeys(parseaddr(each)[1] for each in message.recipients())),
        subject=" ".join(message.subject.split())[:300],
        raw=signing.signed(raw, sender),
    )
    send_later(outgoing)
    return True
