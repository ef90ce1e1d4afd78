"""Django's own mails (password reset, invitations) take the same outbox as every other mail."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lesart import read_addresses

from ..models import OutgoingMail
from . import composing, fields
from .delivery import new_mail_id, send_later

log = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """Writes mails into the outbox, in the transaction of whoever sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store mails to be sent. Returns how many."""
        with transaction.atomic():
            return sum(_store(message) for message in email_messages if message.recipients())


def _store(message: EmailMessage) -> bool:
    """Compose it as answers are composed: quoted-printable, which no server on the way has to touch, and plain text."""
    sender = _pair(message.from_email)
    recipients = list(_sendable(message.recipients()))
    mail_id = new_mail_id(sender[1])
    subject = fields.one_line(str(message.subject))
    mail = composing.begin(mail_id, timezone.localtime())
    mail["From"] = fields.people("From", [sender])
    if recipients:
        mail["To"] = fields.people("To", recipients)
    mail["Subject"] = subject
    # RFC 3834: nobody's machine answers these.
    mail["Auto-Submitted"] = message.extra_headers.get("Auto-Submitted", "auto-generated")
    mail.set_content(str(message.body), cte="quoted-printable")
    outgoing = OutgoingMail(
        mail_id=mail_id,
        envelope_from=sender[1],
        recipients="\n".join(dict.fromkeys(address for name, address in recipients)),
        subject=subject[:300],
        raw=fields.as_bytes(mail),
    )
    if not recipients:
        _give_up(outgoing, message.recipients())
    outgoing.save()
    if recipients:
        send_later(outgoing)
    return bool(recipients)


def _give_up(outgoing: OutgoingMail, written: Sequence[str]) -> None:
    """Keep a mail that has no way to anybody where people look after such mails."""
    outgoing.state = OutgoingMail.State.FAILED
    outgoing.recipients = ", ".join(written)
    outgoing.last_error = _("No mail can be sent to this address: %(address)s") % {"address": outgoing.recipients}


def _sendable(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The recipients that mail can be sent to: a page that asked for a mail must not break at a bad address."""
    for each in written:
        try:
            yield _pair(each)
        except fields.BadAddress:
            log.warning("a mail of the house has no way to one of its recipients")


def _pair(written: str) -> tuple[str, str]:
    """Name and sendable address of "Name <address>" or a bare address."""
    found = read_addresses(written.encode())
    if not found:
        raise fields.BadAddress(written)
    return found[0].name, fields.sendable(found[0].address)
