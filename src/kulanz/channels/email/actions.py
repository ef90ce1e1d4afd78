"""Setting up mailboxes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from kulanz.cases.errors import NotFound
from kulanz.core.refusals import Refused
from kulanz.core.secret_box import seal
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.changes import compared, values_of
from kulanz.people.access import require_admin
from kulanz.people.rules import mail_key, normal_mail

from .. import events
from ..models import Mailbox, MailOnServer

# What the audit shows of a mailbox, before and after. The password is not among it.
_OF_A_MAILBOX = (
    "address", "aliases", "imap_host", "imap_port", "imap_security", "imap_user", "imap_folder", "plus_addresses",
)  # fmt: skip


class AddressTaken(Refused):
    """Another mailbox answers for this address already; ``address`` says which one."""

    code = "address-taken"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def save_mailbox(
    *,
    by: Actor,
    channel_id: int,
    address: str,
    aliases: Sequence[str] = (),
    mailbox_id: int | None = None,
    imap_host: str = "",
    imap_port: int = 993,
    imap_security: str = "tls",
    imap_user: str = "",
    imap_password: str | None = None,
    imap_folder: str = "INBOX",
    plus_addresses: bool = False,
) -> Mailbox:
    """Set up a mailbox or, with ``mailbox_id``, change it. ``imap_password`` of ``None`` leaves the stored one.

    Without ``imap_host`` mail comes by SMTP alone; with it ``plus_addresses`` says whether the server delivers
    "hilfe+x@…" here too, so that reply addresses may carry the case. Raises ``ValueError`` for
    what is no address and ``AddressTaken``.
    """
    require_admin(by)
    own = normal_mail(address)
    others = [each for each in dict.fromkeys(map(normal_mail, aliases)) if each != own]
    with transaction.atomic():
        _check_free([own, *others], mailbox_id)
        mailbox = Mailbox() if mailbox_id is None else Mailbox.objects.filter(pk=mailbox_id).first()
        if mailbox is None:
            raise NotFound
        before, secret = values_of(mailbox if mailbox.pk else None, _OF_A_MAILBOX), mailbox.imap_secret
        mailbox.channel_id = channel_id
        mailbox.address, mailbox.aliases = own, others
        mailbox.plus_addresses = plus_addresses
        _set_account(mailbox, imap_host.strip(), imap_port, imap_security, imap_user.strip(), imap_folder.strip())
        if imap_password is not None:
            mailbox.imap_secret = seal(imap_password) if imap_password else ""
        mailbox.save()
        changes = compared(before, values_of(mailbox, _OF_A_MAILBOX))
        if mailbox.imap_secret != secret:
            changes.append({"field": "imap_password"})
        what = ["changed" if before else "made"]
        log.record(events.ChannelSaved(channel_id, "mailbox", mailbox.address, what, changes), by=by)
    return mailbox


def _set_account(mailbox: Mailbox, host: str, port: int, security: str, user: str, folder: str) -> None:
    account, before = (mailbox.imap_host, mailbox.imap_user), mailbox.imap_folder
    mailbox.imap_host, mailbox.imap_port, mailbox.imap_user = host, port, user
    mailbox.imap_security = Mailbox.Security(security).value
    mailbox.imap_folder = folder or "INBOX"
    if account != (mailbox.imap_host, mailbox.imap_user):
        # Another account counts its mails anew; what we keep already is recognised by its content.
        mailbox.uidvalidity = None
        MailOnServer.objects.filter(mailbox=mailbox.pk).delete()
    elif before != mailbox.imap_folder:
        mailbox.uidvalidity = None  # perhaps the same folder under another name: the next look finds out
    mailbox.trouble = mailbox.last_error = ""


def _check_free(addresses: Sequence[str], mailbox_id: int | None) -> None:
    # Compared in Python: the other addresses are JSON, and mail_key is known to no database.
    boxes = Mailbox.objects.all() if mailbox_id is None else Mailbox.objects.exclude(pk=mailbox_id)
    taken = {mail_key(each) for box in boxes for each in box.addresses}
    for address in addresses:
        if address in taken:
            raise AddressTaken(address)
