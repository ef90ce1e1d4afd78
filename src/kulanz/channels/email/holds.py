"""Which process fetches a mailbox: one at a time, and another one soon after that one has died."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now

from ..models import Mailbox

LASTS = timedelta(seconds=40)
RENEW_EVERY = 10.0  # seconds
# By the clock of the database: those of several machines differ.
_END = ExpressionWrapper(Now() + LASTS, output_field=DateTimeField())
_of_this_process: set[str] = set()


class Holder:
    """One process, or one part of a process, that may hold mailboxes."""

    def __init__(self) -> None:
        token = secrets.token_hex(8)
        _of_this_process.add(token)
        self.name = f"{socket.gethostname()[:60]} {os.getpid()} {token}"

    def take(self, mailbox_id: int) -> bool:
        """Take a mailbox, or keep it; ``False`` where another process holds it."""
        box = Mailbox.objects.filter(pk=mailbox_id)
        free = Q(held_by__in=["", self.name]) | Q(held_until=None) | Q(held_until__lt=Now())
        # Taken and renewed by one statement: of two processes one gets it, without a lock.
        if box.filter(free).update(held_by=self.name, held_until=_END):
            return True
        other = box.values_list("held_by", flat=True).first()
        if not other or not self._has_died(other):
            return False
        return bool(box.filter(held_by=other).update(held_by=self.name, held_until=_END))

    def let_go(self, mailbox_id: int) -> None:
        """Let another process have it at once."""
        Mailbox.objects.filter(pk=mailbox_id, held_by=self.name).update(held_by="", held_until=None)

    def _has_died(self, other: str) -> bool:
        """Whether a holder of this machine is no more: after a crash nobody waits for its hold to run out."""
        mine, theirs = self.name.split(" "), other.split(" ")
        if len(theirs) != 3 or theirs[0] != mine[0] or not theirs[1].isdecimal():
            return False
        if theirs[1] == mine[1]:
            return theirs[2] not in _of_this_process  # a number that was given again, as in containers
        try:
            os.kill(int(theirs[1]), 0)
        except ProcessLookupError:
            return True
        except OSError:  # somebody else's process
            return False
        return False
