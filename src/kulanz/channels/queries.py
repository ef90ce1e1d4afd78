"""What the office asks about originals: which need a look, which are worth another reading, how many came a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from kulanz.cases.models import Message

from . import ingest
from .email.sieves import QUIET
from .models import MailCount, Original

_PARTLY = Q(state=Original.State.READ) & ~Q(reason__in=("", *QUIET))


def not_read_fully() -> QuerySet[Original]:
    """Originals that failed or were read in part, newest first, without their bytes."""
    # Whatever went wrong has a reason, and the few that have one stand in an index of their own.
    rows = Original.objects.exclude(reason="").filter(Q(state=Original.State.FAILED) | _PARTLY)
    return rows.select_related("channel").defer("raw").order_by("-id")


def left_out() -> QuerySet[Original]:
    """Originals that became no letter on purpose, newest first, without their bytes."""
    rows = Original.objects.filter(state=Original.State.IGNORED)
    return rows.select_related("channel").defer("raw").order_by("-id")


def worth_reading_again() -> QuerySet[Original]:
    """Originals that failed, and those that an older reader read in part."""
    return not_read_fully().filter(Q(state=Original.State.FAILED) | Q(reader_version__lt=ingest.READER_VERSION))


def cases_of(originals: Iterable[Original]) -> dict[int, str]:
    """Return the number of the case in which each original stands, by the original's id. One query."""
    letters = {original.message_id: original.pk for original in originals if original.message_id is not None}
    rows = Message.objects.filter(pk__in=letters).values_list("pk", "case__number")
    return {letters[letter]: number for letter, number in rows}


@dataclass(frozen=True, slots=True)
class Day:
    """How many originals came on a day, and what the mailboxes on servers counted."""

    day: date
    arrived: int
    counts: list[MailCount]


def daily_counts(until: date, days: int = 14) -> list[Day]:
    """Return the ``days`` up to ``until`` (in the site's zone), newest first. Two queries."""
    since = until - timedelta(days=days - 1)
    arrived = dict(
        Original.objects.filter(received_at__date__range=(since, until))
        .annotate(day=TruncDate("received_at"))
        .order_by()
        .values_list("day")
        .annotate(amount=Count("id"))
    )
    counts: dict[date, list[MailCount]] = {}
    for count in MailCount.objects.filter(day__range=(since, until)).select_related("mailbox").order_by("mailbox_id"):
        counts.setdefault(count.day, []).append(count)
    dates = [until - timedelta(days=back) for back in range(days)]
    return [Day(day, arrived.get(day, 0), counts.get(day, [])) for day in dates if day in arrived or day in counts]
