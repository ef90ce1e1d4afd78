"""What is counted by the hour, so that nobody makes the house do too much. Rows, which all processes share."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac

from kulanz.core.clock import now

from .models import FormUse

_ACKNOWLEDGEMENTS = "acknowledgements of the house"


def this_hour() -> datetime:
    """Return when the running hour began."""
    return now().replace(minute=0, second=0, microsecond=0)


def count(who: str, since: datetime) -> int:
    """Count one use by ``who`` in the hour that began at ``since``. Returns how many; only a digest is kept."""
    digest = _digest(who)
    # Made first and then counted up in the database: of two processes at once neither count is lost.
    FormUse.objects.bulk_create([FormUse(who=digest, since=since)], ignore_conflicts=True)
    FormUse.objects.filter(who=digest, since=since).update(amount=F("amount") + 1)
    return FormUse.objects.filter(who=digest, since=since).values_list("amount", flat=True).get()


def may_acknowledge() -> bool:
    """Count one acknowledgement and say whether it is within what the house sends in the running hour.

    Whoever writes from ever new addresses and networks meets no other limit, and could let us write to anybody.
    """
    return count(_ACKNOWLEDGEMENTS, this_hour()) <= settings.ACKNOWLEDGEMENTS_AN_HOUR


def acknowledgements_left_out() -> int:
    """Return how many acknowledgements of the last day were left out because of that limit. One query."""
    counted = FormUse.objects.filter(who=_digest(_ACKNOWLEDGEMENTS), since__gt=now() - timedelta(days=1))
    amounts = counted.filter(amount__gt=settings.ACKNOWLEDGEMENTS_AN_HOUR).values_list("amount", flat=True)
    return sum(amount - settings.ACKNOWLEDGEMENTS_AN_HOUR for amount in amounts)


def _digest(who: str) -> str:
    return salted_hmac("kulanz.channels.form-use", who, algorithm="sha256").hexdigest()
