"""What the office shows about channels: trouble with originals, the outbox, the daily count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from .models import MailCount, OutgoingMail, RawMail

OPEN_STATES = (
    OutgoingMail.State.UNCERTAIN,
    OutgoingMail.State.FAILED,
    OutgoingMail.State.SENDING,
    OutgoingMail.State.QUEUED,
    OutgoingMail.State.HELD,
)


def troubled_originals() -> QuerySet[RawMail]:
    """Originals that could not be read, were left out, or raised warnings; newest first, without bytes."""
    trouble = RawMail.objects.exclude(reason="").select_related("channel", "mailbox")
    return trouble.defer("raw").order_by("-id")


def outbox(states: Sequence[OutgoingMail.State] = OPEN_STATES) -> QuerySet[OutgoingMail]:
    """Mails on their way out, newest first, without their bytes."""
    mails = OutgoingMail.objects.filter(state__in=states).select_related("message__case")
    return mails.defer("raw").order_by("-id")


def daily_counts(until: date, days: int = 14) -> dict[date, tuple[int, list[MailCount]]]:
    """Return for each of the ``days`` before and with ``until`` how many originals came, and the mailboxes' counts."""
    since = until - timedelta(days=days - 1)
    arrived = dict(
        RawMail.objects.filter(received_at__date__range=(since, until))
        .annotate(day=TruncDate("received_at"))
        .order_by()
        .values_list("day")
        .annotate(amount=Count("id"))
    )
    counts: dict[date, list[MailCount]] = {}
    for count in MailCount.objects.filter(day__range=(since, until)).select_related("mailbox"):
        counts.setdefault(count.day, []).append(count)
    dates = [until - timedelta(days=back) for back in range(days)]
    return {day: (arrived.get(day, 0), counts.get(day, [])) for day in dates}


def warning_state() -> dict[str, int]:
    """Return how many originals failed and how many mails failed or wait for a decision, for the health page."""
    return {
        "unread_originals": RawMail.objects.waiting().count(),
        "failed_originals": RawMail.objects.failed().count(),
        "failed_mails": OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count(),
        "uncertain_mails": OutgoingMail.objects.filter(state=OutgoingMail.State.UNCERTAIN).count(),
        "waiting_mails": OutgoingMail.objects.filter(
            state__in=[OutgoingMail.State.QUEUED, OutgoingMail.State.HELD]
        ).count(),
    }
