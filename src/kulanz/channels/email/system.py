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

from ..adapter import NewOutgoing
from ..models import Outgoing
from ..outbox.queueing import put
from . import composing, fields
from .delivery import new_mail_id

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
    if not recipients:
        return _give_up(message.recipients(), mail_id, subject, fields.as_bytes(mail))
    to = [address for _name, address in recipients]
    put(NewOutgoing(mail_id, to, fields.as_bytes(mail), subject, sender[1]), channel="email")
    return True


def _give_up(written: Sequence[str], mail_id: str, subject: str, raw: bytes) -> bool:
    """Keep a mail that has no way to anybody where people look after such mails."""
    to = ", ".join(written)
    words = _("No mail can be sent to this address: %(address)s") % {"address": to}
    Outgoing.objects.create(
        state=Outgoing.State.FAILED, mail_id=mail_id, recipients=to, subject=subject[:300], last_error=words, raw=raw
    )
    return False


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
