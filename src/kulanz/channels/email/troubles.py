"""Why a mailbox cannot be fetched: from what libraries raise to the words that the office shows."""

from __future__ import annotations

import imaplib
import socket
import ssl
from typing import Any

from imap_tools import MailboxFolderSelectError

from kulanz.core.secret_box import SealBroken, seal

from ..models import Mailbox
from .folder import LoginRefused, opened

Trouble = Mailbox.Trouble
_LOOK_WITHIN = 10.0  # seconds: somebody waits before a page
_BUSY = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
# The narrower kind first: nearly all of them are kinds of OSError.
_TROUBLES: tuple[tuple[tuple[type[BaseException], ...], Trouble], ...] = (
    ((SealBroken,), Trouble.SEALED),
    ((LoginRefused,), Trouble.PASSWORD),
    ((MailboxFolderSelectError,), Trouble.FOLDER),
    ((socket.gaierror, UnicodeError), Trouble.NAME),
    ((ssl.SSLCertVerificationError,), Trouble.CERTIFICATE),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), Trouble.ENDED),
    ((ssl.SSLError,), Trouble.SECURITY),
    ((ConnectionRefusedError,), Trouble.REFUSED),
    ((ConnectionError, imaplib.IMAP4.abort), Trouble.ENDED),
    ((TimeoutError, OSError), Trouble.SILENT),
)


def trouble_of(error: Exception) -> Trouble:
    """Return what an attempt to fetch failed from."""
    if isinstance(error, LoginRefused) and any(word in str(error).upper() for word in _BUSY):
        return Trouble.OTHER
    if isinstance(error, imaplib.IMAP4.error) and "TLS not supported" in str(error):
        return Trouble.SECURITY
    return next((trouble for kinds, trouble in _TROUBLES if isinstance(error, kinds)), Trouble.OTHER)


def try_out(mailbox: Mailbox) -> tuple[Trouble | None, int]:
    """Connect to a mailbox, saved or not. Returns what is wrong, or ``None`` and how many mails lie in the folder."""
    try:
        with opened(mailbox, timeout=_LOOK_WITHIN) as folder:
            return None, folder.amount
    except Exception as error:
        return trouble_of(error), 0


def as_given(
    *,
    channel_id: int,
    mailbox_id: int | None,
    address: str,
    imap_host: str,
    imap_port: int,
    imap_security: str,
    imap_user: str,
    imap_password: str | None,
    imap_folder: str,
    **others: Any,
) -> Mailbox:
    """Return a mailbox as it would be saved, to try it out. Nothing is kept."""
    stored = Mailbox.objects.filter(pk=mailbox_id, channel=channel_id).first() if mailbox_id is not None else None
    return Mailbox(
        channel_id=channel_id,
        address=address,
        imap_host=imap_host.strip(),
        imap_port=imap_port,
        imap_security=imap_security,
        imap_user=imap_user.strip(),
        imap_secret=seal(imap_password) if imap_password else (stored.imap_secret if stored else ""),
        imap_folder=imap_folder.strip() or "INBOX",
    )
