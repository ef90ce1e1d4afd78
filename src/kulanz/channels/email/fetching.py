"""One thread per mailbox: it waits for the server's word (IDLE) and looks again now and then all the same."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from kulanz.core.clock import now

from ..models import Mailbox, MailCount
from .holds import RENEW_EVERY, Holder

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

    from .folder import Folder

log = logging.getLogger(__name__)
_IDLE = 240.0  # servers may hang up after half an hour (RFC 2177); routers do after five minutes
_POLL = 60.0
_TICK = 2.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 600.0
_Account = tuple[object, ...]


class Fetchers:
    """Keeps one fetching thread for every mailbox that has an IMAP account and is not fetched by another process."""

    def __init__(self) -> None:
        self._holder = Holder()
        self._ending = threading.Event()
        self._fetchers: dict[_Account, _Fetcher] = {}
        self._thread = threading.Thread(target=self._run, name="fetchers", daemon=True)

    def start(self) -> None:
        """Begin to fetch."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End, waiting ``seconds`` at most. What was being fetched is fetched after the next start."""
        self._ending.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._follow_changes()
            except Exception:
                log.exception("the mailboxes could not be read")
                connection.close()
            self._ending.wait(RENEW_EVERY)
        try:
            for account in list(self._fetchers):
                self._end(account)
        except Exception:
            log.exception("other processes must wait until the holds of this one have run out")
        connection.close()

    def _follow_changes(self) -> None:
        boxes = Mailbox.objects.taking().exclude(imap_host="")
        wanted = {_account(box): box for box in boxes}
        for account in [account for account in self._fetchers if account not in wanted]:
            self._end(account)
        for account, box in wanted.items():
            is_ours = self._holder.take(box.pk)
            if is_ours and account not in self._fetchers:
                self._fetchers[account] = _Fetcher(box.pk)
                self._fetchers[account].start()
            elif not is_ours and account in self._fetchers:
                self._fetchers.pop(account).ending.set()

    def _end(self, account: _Account) -> None:
        fetcher = self._fetchers.pop(account)
        fetcher.ending.set()
        self._holder.let_go(fetcher.mailbox_id)


def _account(box: Mailbox) -> _Account:
    """What makes a running fetcher the wrong one when it changes."""
    return (box.pk, box.imap_host, box.imap_port, box.imap_security, box.imap_user, box.imap_secret, box.imap_folder)


class _Fetcher(threading.Thread):
    """Fetches one mailbox until it is told to end."""

    def __init__(self, mailbox_id: int) -> None:
        super().__init__(name=f"imap-{mailbox_id}", daemon=True)
        self.ending = threading.Event()
        self.mailbox_id = mailbox_id

    def run(self) -> None:
        """Stay connected; after a failure try again, ever more patiently."""
        pause = _FIRST_PAUSE
        while not self.ending.is_set():
            try:
                self._stay()
                pause = _FIRST_PAUSE
            except Exception as error:
                log.warning("mailbox %s: %s", self.mailbox_id, error)
                self._note(error)
                self.ending.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        connection.close()

    def _note(self, error: Exception) -> None:
        from .troubles import trouble_of  # noqa: PLC0415 - its libraries, only where a mailbox is fetched

        words = f"{type(error).__name__}: {error}"[:1000]
        try:
            Mailbox.objects.filter(pk=self.mailbox_id).update(trouble=trouble_of(error).value, last_error=words)
        except Exception:
            log.exception("the state of mailbox %s could not be stored", self.mailbox_id)
            connection.close()

    def _stay(self) -> None:
        from .imap import fetch_new, opened  # noqa: PLC0415 - its libraries, only where a mailbox is fetched

        mailbox = Mailbox.objects.get(pk=self.mailbox_id)
        with opened(mailbox) as folder:
            box = folder.box
            idles = "IDLE" in box.client.capabilities
            while not self.ending.is_set():
                # Asked and forgotten: only what the server tells from here on counts below.
                _told_of_mail(box)
                fetch_new(mailbox, folder)
                count_yesterday(mailbox, folder)
                if _told_of_mail(box):
                    continue
                if idles:
                    self._idle(box)
                else:
                    self.ending.wait(_POLL)
                    # A server without IDLE tells of mail when it is spoken to.
                    box.client.noop()

    def _idle(self, box: BaseMailBox) -> None:
        box.idle.start()  # type: ignore[no-untyped-call]
        try:
            # What the server says before it agrees to IDLE is not heard by waiting.
            waited = _IDLE if _told_of_mail(box) else 0.0
            while waited < _IDLE and not self.ending.is_set() and not box.idle.poll(timeout=_TICK):
                waited += _TICK
        finally:
            box.idle.stop()  # type: ignore[no-untyped-call]


def _told_of_mail(box: BaseMailBox) -> bool:
    """Say whether the server spoke of a mail since it was last asked: it does so once, and then IDLE is silent."""
    return box.client.response("EXISTS")[1] != [None]


def count_yesterday(mailbox: Mailbox, folder: Folder) -> None:
    """Count yesterday's mails against the server, once."""
    from .imap import reconcile  # noqa: PLC0415 - its libraries, only where a mailbox is fetched

    yesterday: date = now().date() - timedelta(days=1)
    if not MailCount.objects.filter(mailbox=mailbox, day=yesterday).exists():
        reconcile(mailbox, folder, yesterday)
