"""What is read of notices: how many, which, and when people work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, localtime

from kulanz.cases.models import Case, Draft
from kulanz.cases.models.case import seen_by
from kulanz.core.clock import now
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.hours import BusinessHours, hours_of
from kulanz.people.models import Brand, Membership, User
from kulanz.promises.queries import due_until
from kulanz.routing.models import Absence, OffDuty, WorkProfile
from kulanz.routing.queries.colleagues import own_hours

from .models import Notice, NoticeChoices, PushKeys, PushSubscription, Webhook
from .rules import Times

PAGE = 50
MOST_DUE = 20


def counted() -> Coalesce:
    """Return what the bell counts, to be read along with a person: what is new in cases that they may see."""
    seats = Membership.objects.filter(user=OuterRef("user")).values("team")
    sees_all = Q(user__is_lead=True) | Q(user__is_boss=True) | Q(user__is_admin=True)
    rows = Notice.objects.counted().filter(sees_all | Q(case__team=None) | Q(case__team__in=seats), user=OuterRef("pk"))
    return Coalesce(Subquery(rows.order_by().values("user").annotate(n=Count("*")).values("n")), Value(0))


def heard_letters(events: Sequence[Event]) -> list[Event]:
    """Return which of some letters that came anybody is told of: answers, and what begins a case where a webhook hears.

    One query where one begins a case.
    """
    fresh = [event for event in events if event.data.get("opened")]
    if fresh and _hearing_webhooks():
        return list(events)
    return [event for event in events if not event.data.get("opened")]


@prepared
def _hearing_webhooks() -> QuerySet[Webhook, int]:
    return Webhook.objects.filter(is_on=True).order_by().values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the newest first; ``after`` asks for those that follow, empty at the end."""

    notices: list[Notice]
    after: str


def notices_of(by: Actor, after: str = "") -> NoticePage:
    """Return what a person was told of cases that they may still see. One query.

    Raises ``ValueError`` for an ``after`` that no page has given.
    """
    rows = Notice.objects.filter(seen_by(by.sight, "case__"), user_id=by.user_id or 0, in_page=True)
    if after:
        at, _sign, key = after.rpartition("_")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(after)
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=int(key)))
    found = list(rows.select_related("case__customer").order_by("-at", "-id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return NoticePage(found[:PAGE], f"{last.at.isoformat()}_{last.pk}" if last is not None else "")


def times_of(user_ids: Collection[int]) -> dict[int, Times]:
    """Return when each of these people works: by their own hours, else by those of the first brand. Five queries."""
    house = _hours_of_house()
    to_come = Absence.objects.to_come(localdate())
    people = User.objects.filter(pk__in=user_ids).select_related("work_profile", "off_duty")
    return {each.pk: _times(each, house) for each in people.prefetch_related(Prefetch("absences", to_come))}


def _times(user: User, house: BusinessHours) -> Times:
    profile: WorkProfile | None = getattr(user, "work_profile", None)
    off: OffDuty | None = getattr(user, "off_duty", None)
    away = [(each.begins, each.ends) for each in user.absences.all()]
    return Times(own_hours(house, profile), away, off.until if off is not None else None)


def _hours_of_house() -> BusinessHours:
    brand = Brand.objects.order_by("id").first()
    return (
        hours_of(brand)
        if brand is not None
        else BusinessHours(settings.TIME_ZONE, Brand._meta.get_field("state").default)
    )


def off_duty_until(user_id: int) -> datetime | None:
    """Return until when a person has called it a day; ``None`` where they have not. One query."""
    return OffDuty.objects.filter(user_id=user_id, until__gt=now()).values_list("until", flat=True).first()


def off_until() -> Subquery:
    """Return until when a person has called it a day, to be read along with them."""
    return Subquery(OffDuty.objects.filter(user=OuterRef("pk")).values("until")[:1])


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case that a person may want to settle before they go, and why: "promise", "waits", "back" or "draft"."""

    case: Case
    why: list[str]


def due_at_day_end(by: Actor) -> list[DueCase]:
    """Return a person's own cases that ask for something today or while they are away; promises first. Five queries.

    What ends its snooze until the end of the next working day counts as today.
    """
    night = localtime(now()).replace(hour=23, minute=59, second=59)
    mine = Case.objects.open().visible_to(by).filter(assignee_id=by.user_id or 0).select_related("customer", "brand")
    drafts = Draft.objects.filter(user_id=by.user_id or 0, kind="reply").exclude(text="").values("case")
    promised = {promise.case_id for promise in due_until(by, night)}
    waiting = mine.filter(wakes_at=None, waiting_since__isnull=False).order_by("waiting_since", "id")
    found = {
        "promise": mine.filter(pk__in=promised).order_by("waiting_since", "id"),
        "waits": waiting[:MOST_DUE],
        "back": mine.filter(wakes_at__lte=night + timedelta(days=1)).order_by("wakes_at", "id")[:MOST_DUE],
        "draft": mine.filter(pk__in=drafts).order_by("id")[:MOST_DUE],
    }
    cases: dict[int, DueCase] = {}
    for why, case in ((why, case) for why, rows in found.items() for case in rows):
        cases.setdefault(case.pk, DueCase(case, [])).why.append(why)
    return list(cases.values())


def choices_of(user_ids: Collection[int]) -> dict[int, NoticeChoices]:
    """Return how each of these people wants to be told. One query."""
    known = {each.user_id: each for each in NoticeChoices.objects.filter(user_id__in=user_ids)}
    return {each: known.get(each) or NoticeChoices(user_id=each) for each in user_ids}


def with_browsers(user_ids: Collection[int]) -> set[int]:
    """Return who of these people is told by Web Push somewhere. One query."""
    return set(PushSubscription.objects.filter(user_id__in=user_ids).order_by().values_list("user_id", flat=True))


def push_keys() -> PushKeys | None:
    """Return the keys of the house; ``None`` while Web Push is off. One query."""
    return PushKeys.objects.filter(pk=PushKeys.ONLY).first()


def survivor_of(case_id: int) -> Case | None:
    """Return a case, or the one into which it was merged. One query, two for a merged one."""
    case = Case.with_merged.filter(pk=case_id).first()
    return case if case is None or case.merged_into_id is None else survivor_of(case.merged_into_id)
