"""Fetching from a mailbox: every mail once, none marked as read, and counted against the server each day."""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db import transaction
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from kulanz.core.clock import now

from ..intake import Original, keep_all
from ..models import Mailbox, MailCount, RawMail
from .locker import unseal
from .writer import arrived

FIRST_DAYS = timedelta(days=14)
_TIMEOUT = 60
_CHUNK = 20
_UID = re.compile(rb"\bUID (\d+)\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class FetchFailed(Exception):
    """The server answered something other than OK; the message is what it said."""


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """Sign in and open the folder read-only: nothing that is done with it changes a flag."""
    box = _client(mailbox)
    try:
        box.login(mailbox.imap_user, unseal(mailbox.imap_secret), initial_folder=None)
        box.folder.set(mailbox.imap_folder, readonly=True)
        yield box
    finally:
        box.client.shutdown()


def fetch_new(mailbox: Mailbox, box: BaseMailBox) -> int:
    """Keep every mail that came since the last look. Returns how many were looked at."""
    validity = _validity(box)
    if mailbox.uidvalidity != validity:
        _begin_anew(mailbox, validity, box)
    uids = [uid for uid in _search(box, "UID", f"{mailbox.last_uid + 1}:*") if uid > mailbox.last_uid]
    amount = _keep(mailbox, box, sorted(uids), moves_on=True)
    Mailbox.objects.filter(pk=mailbox.pk).update(last_fetch_at=now(), last_error="")
    return amount


def reconcile(mailbox: Mailbox, box: BaseMailBox, day: date) -> MailCount:
    """Count the mails of one day (as the server dates them) against what we keep, and fetch what is missing."""
    on_server = _search(box, "ON", _imap_date(day))
    known = set(RawMail.objects.filter(mailbox=mailbox, uid__in=on_server).values_list("uid", flat=True))
    missing = [uid for uid in on_server if uid not in known]
    count, _made = MailCount.objects.update_or_create(
        mailbox=mailbox,
        day=day,
        defaults={"on_server": len(on_server), "kept": len(on_server) - len(missing), "counted_at": now()},
    )
    _keep(mailbox, box, missing, moves_on=False)
    return count


def _client(mailbox: Mailbox) -> BaseMailBox:
    context = ssl.create_default_context()
    host, port = mailbox.imap_host, mailbox.imap_port
    if mailbox.imap_security == Mailbox.Security.NONE:
        return MailBoxUnencrypted(host, port, timeout=_TIMEOUT)
    if mailbox.imap_security == Mailbox.Security.STARTTLS:
        return MailBoxStartTls(host, port, timeout=_TIMEOUT, ssl_context=context)
    return MailBox(host, port, timeout=_TIMEOUT, ssl_context=context)


def _validity(box: BaseMailBox) -> int:
    found = box.client.response("UIDVALIDITY")[1]
    return int(found[0]) if found and found[0] else 0


def _begin_anew(mailbox: Mailbox, validity: int, box: BaseMailBox) -> None:
    """The first look, or the server numbers its mails anew. What we keep already is recognised by its own key."""
    since = (mailbox.last_fetch_at - timedelta(days=2)) if mailbox.last_fetch_at else now() - FIRST_DAYS
    recent = _search(box, "SINCE", _imap_date(since.date()))
    last = min(recent) - 1 if recent else max(_search(box, "ALL"), default=0)
    with transaction.atomic():
        RawMail.objects.filter(mailbox=mailbox, uid__isnull=False).update(uid=None)
        mailbox.uidvalidity, mailbox.last_uid = validity, last
        mailbox.save(update_fields=["uidvalidity", "last_uid"])


def _keep(mailbox: Mailbox, box: BaseMailBox, uids: Sequence[int], *, moves_on: bool) -> int:
    """Keep mails and, in the same transaction, how far we are: a crash in between fetches again, never skips."""
    rest = iter(uids)
    while chunk := list(islice(rest, _CHUNK)):
        originals = list(_originals(mailbox, box, chunk))
        with transaction.atomic():
            keep_all(originals)
            if moves_on:
                Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=chunk[-1])
        if moves_on:
            mailbox.last_uid = chunk[-1]
        arrived.set()
    return len(uids)


def _originals(mailbox: Mailbox, box: BaseMailBox, uids: Iterable[int]) -> Iterator[Original]:
    for uid in uids:
        for head, raw in _fetched(box, uid):
            yield Original(
                source="imap",
                raw=raw,
                channel_id=mailbox.channel_id,
                mailbox_id=mailbox.pk,
                uid=uid,
                recipients=(mailbox.address,),
                at=_internal_date(head),
            )


def _fetched(box: BaseMailBox, uid: int) -> list[tuple[bytes, bytes]]:
    """The mail of one number; nothing where it was removed meanwhile."""
    state, parts = box.client.uid("FETCH", str(uid), "(UID INTERNALDATE BODY.PEEK[])")
    if state != "OK":
        raise FetchFailed(str(parts))
    pairs = [part for part in parts if isinstance(part, tuple)]
    # A server may mention other mails in passing; only the one that was asked for counts.
    return [(pair[0], pair[1]) for pair in pairs if (found := _UID.search(pair[0])) and int(found[1]) == uid]


def _search(box: BaseMailBox, *criteria: str) -> list[int]:
    state, found = box.client.uid("SEARCH", *criteria)
    if state != "OK":
        raise FetchFailed(str(found))
    return [int(uid) for line in found if line for uid in line.split()]


def _internal_date(head: bytes) -> datetime:
    parsed = imaplib.Internaldate2tuple(head)
    return datetime.fromtimestamp(time.mktime(parsed), UTC) if parsed else now()


def _imap_date(day: date) -> str:
    """A date as IMAP wants it, whatever the language of the system."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
