"""Fetching from a mailbox: every mail once, whatever its date and however often the server numbers its mails anew.

What has been dealt with stands in ``MailOnServer`` by the server's own number. A mail is new when its number is not
there; dates decide only once, at the very first look, what lay there before we began. Where numbers mean other mails
than before, everything is fetched again except what was left alone then: what we keep is recognised by its content.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction

from kulanz.core.clock import now

from ..intake import NewOriginal, arrived, ids_of, keep_all
from ..models import Mailbox, MailCount, MailOnServer
from .folder import FetchFailed, Folder, Overview, opened
from .sources import IMAP

__all__ = ["FetchFailed", "fetch_new", "opened", "reconcile"]

FIRST_DAYS = timedelta(days=14)
_MOST_MAILS, _MOST_BYTES = 20, 32 * 1024 * 1024  # of one transaction
_WITNESSES = 20  # mails whose fields show that numbers still mean the same mails
_NEWEST = 200  # of a folder that is fetched again, these come first: new mail is among them
log = logging.getLogger(__name__)


def fetch_new(mailbox: Mailbox, folder: Folder) -> int:
    """Keep every mail that has not been dealt with. Returns how many were looked at."""
    if folder.was_renumbered():
        raise FetchFailed("the server numbers its mails anew")
    if folder.highest is None or not folder.validity:
        uids = _first_look(mailbox, folder)
    else:
        uids = folder.uids_after(folder.highest)
    folder.refused = _keep(mailbox, folder, uids) or folder.refused
    folder.highest = max([folder.highest or 0, *uids])
    trouble = Mailbox.Trouble.PARTLY.value if folder.refused else ""
    Mailbox.objects.filter(pk=mailbox.pk).update(last_fetch_at=now(), trouble=trouble, last_error=folder.refused[:1000])
    return len(uids)


def reconcile(mailbox: Mailbox, folder: Folder, day: date) -> MailCount:
    """Count the mails of one day (as the server dates them) against what we keep, and fetch whatever is missing."""
    on_server = folder.uids_on(day)
    known = _known(mailbox)
    missing = [uid for uid in folder.all_uids() if uid not in known]
    count, _made = MailCount.objects.update_or_create(
        mailbox=mailbox,
        day=day,
        defaults={
            "on_server": len(on_server),
            "kept": len(known.intersection(on_server)),
            "counted_at": now(),
        },
    )
    _keep(mailbox, folder, missing)
    return count


def _first_look(mailbox: Mailbox, folder: Folder) -> list[int]:
    """Compare the whole folder with what we know. Returns the numbers that are to be fetched, in their order."""
    there = folder.all_uids()
    folder.highest = max(there, default=0)
    anew = not _means_the_same(mailbox, folder, there)
    if anew:
        _begin_anew(mailbox, folder, there)
    known = _known(mailbox)
    uids = [uid for uid in there if uid not in known]
    return [*uids[-_NEWEST:], *uids[:-_NEWEST]] if anew else uids


def _known(mailbox: Mailbox) -> set[int]:
    return set(MailOnServer.objects.filter(mailbox=mailbox).values_list("uid", flat=True))


def _means_the_same(mailbox: Mailbox, folder: Folder, there: Sequence[int]) -> bool:
    """Whether numbers still mean the mails they meant. The server's word is good, a look at some mails is better."""
    if mailbox.uidvalidity is None or (folder.validity and folder.validity != mailbox.uidvalidity):
        return False
    known = _known(mailbox)
    if folder.uid_next > max(there, default=0) and folder.uid_next <= max(known, default=0):
        return False  # numbers that were given away already are to be given again
    common = [uid for uid in there if uid in known][-_WITNESSES:]
    if not common:
        return bool(folder.validity) or not known or not there
    # A mark that is empty on either side tells nothing, so it contradicts nothing.
    marks = dict(MailOnServer.objects.filter(mailbox=mailbox, uid__in=common).values_list("uid", "mark"))
    return all(marks.get(each.uid) in {each.mark, "", None} or not each.mark for each in folder.overviews(common))


def _begin_anew(mailbox: Mailbox, folder: Folder, there: Sequence[int]) -> None:
    """The first look, or numbers mean other mails than before: find out which mails are to be left alone."""
    rows = MailOnServer.objects.filter(mailbox=mailbox)
    known = Counter(mark for mark in rows.values_list("mark", flat=True) if mark)
    left = Counter(mark for mark in rows.filter(original=None).values_list("mark", flat=True) if mark)
    overviews = sorted(folder.overviews(there), key=lambda each: each.uid)
    if mailbox.uidvalidity is None and not _is_known_folder(overviews, known):
        recent = set(folder.uids_since((now() - FIRST_DAYS).date()))
        old = [each for each in overviews if each.uid not in recent]
    else:
        old = list(_of_old(overviews, left))
    with transaction.atomic():
        rows.delete()
        MailOnServer.objects.bulk_create(
            [MailOnServer(mailbox=mailbox, uid=each.uid, mark=each.mark) for each in old], batch_size=1000
        )
        mailbox.uidvalidity = folder.validity
        mailbox.save(update_fields=["uidvalidity"])


def _is_known_folder(overviews: Sequence[Overview], known: Counter[str]) -> bool:
    """A folder under another name is the same one when we know most of its mails."""
    again = sum(1 for each in overviews if each.mark in known)
    return bool(again) and again * 2 >= len(overviews)


def _of_old(overviews: Sequence[Overview], left: Counter[str]) -> Iterator[Overview]:
    """The mails that were left alone under their former numbers; of several that look alike, as many as there were."""
    for each in overviews:
        if left[each.mark] > 0:
            left[each.mark] -= 1
            yield each


def _keep(mailbox: Mailbox, folder: Folder, uids: Sequence[int]) -> str:
    """Keep mails and, in the same transaction, that they are dealt with: a crash in between fetches again, never skips.

    Returns what the server said about mails that it did not hand out; they are asked for again at the next connection.
    """
    refused = ""
    for start in range(0, len(uids), _MOST_MAILS):
        batch: list[tuple[Overview, NewOriginal]] = []
        for each in sorted(folder.overviews(uids[start : start + _MOST_MAILS]), key=lambda each: each.uid):
            try:
                raw = folder.mail(each.uid)
            except FetchFailed as error:
                log.warning("mailbox %s does not hand out mail %s: %s", mailbox.pk, each.uid, error)
                refused = f"UID {each.uid}: {error}"
                continue
            if raw is not None:
                batch.append((each, _original(mailbox, each, raw)))
            if sum(len(original.raw) for _, original in batch) >= _MOST_BYTES:
                _store(mailbox, batch)
                batch = []
        _store(mailbox, batch)
    return refused


def _store(mailbox: Mailbox, batch: Sequence[tuple[Overview, NewOriginal]]) -> None:
    if not batch:
        return
    originals = [original for _, original in batch]
    with transaction.atomic():
        ids = ids_of(keep_all(originals))
        MailOnServer.objects.bulk_create(
            [
                MailOnServer(mailbox=mailbox, uid=each.uid, mark=each.mark, original_id=raw_id)
                for (each, _), raw_id in zip(batch, ids, strict=True)
            ],
            ignore_conflicts=True,
        )
    arrived.set()


def _original(mailbox: Mailbox, overview: Overview, raw: bytes) -> NewOriginal:
    return NewOriginal(
        source=IMAP,
        raw=raw,
        channel_id=mailbox.channel_id,
        mailbox_id=mailbox.pk,
        recipients=(mailbox.address,),
        at=overview.at,
    )
