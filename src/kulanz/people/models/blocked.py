"""Senders whose mails end as spam."""

from __future__ import annotations

from django.db import models

from kulanz.core.clock import now
from kulanz.core.quick import QuickModel

from .users import User


class BlockedSender(QuickModel):
    """An address from which nothing is wanted: its mails are kept, but nobody is troubled with them."""

    address = models.CharField(max_length=254, unique=True)  # in compared form
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.address
