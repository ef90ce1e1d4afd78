"""From a filter to conditions on cases, in words that tempt no planner away from the order of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..fairness import NOBODY, SOMEBODY, holds_closed, is_own
from ..models import CaseQuerySet, ReadMark
from ..rules import OURS, CaseStatus
from .filters import ListFilter, View, moment_of
from .finding import ids_of_room, names_colleague
from .tags import bears

STATUS_VIEWS = {
    View.SOLVED: CaseStatus.SOLUTION_PROPOSED,
    View.CUSTOMER: CaseStatus.WAITING_CUSTOMER,
    View.OTHERS: CaseStatus.WAITING_OTHERS,
    View.CONFIRMED: CaseStatus.CONFIRMED,
    View.ENDED: CaseStatus.ENDED,
}
CLOSED_VIEWS = {View.CONFIRMED, View.ENDED}


def snoozed(rows: CaseQuerySet) -> CaseQuerySet:
    """Leave what is put aside."""
    return rows.filter(wakes_at__isnull=False)


def of_view(rows: CaseQuerySet, actor: Actor, view: View, *, whole_house: bool) -> CaseQuerySet:
    """Leave what a view holds. ``whole_house``: no team narrows the rows, so that an index by status serves."""
    if view in {View.ALL, View.MENTIONED}:
        return rows
    if view not in CLOSED_VIEWS:
        rows = rows.open()
    if view is View.OPEN:
        return rows
    if view is View.SNOOZED:
        return snoozed(rows).filter(Q(assignee_id=actor.id) | Q(assignee=None))
    rows = rows.filter(wakes_at=None)
    if view is View.MINE:
        return rows.filter(assignee_id=actor.id)
    if view is View.UNASSIGNED:
        return rows.filter(assignee=None)
    statuses = OURS if view is View.WITH_US else {STATUS_VIEWS[view]}
    if whole_house and len(statuses) == 1:
        return rows.filter(status=next(iter(statuses)).value)
    return _in_states(rows, statuses)


def _in_states(rows: CaseQuerySet, statuses: frozenset[CaseStatus] | set[CaseStatus]) -> CaseQuerySet:
    # "None of the others" walks in the order of the list; "one of these" tempts a planner to sort the whole house's.
    return rows.exclude(status__in=[status.value for status in CaseStatus if status not in statuses])


def narrowed(rows: CaseQuerySet, actor: Actor, wanted: ListFilter) -> CaseQuerySet:
    """Leave what a filter leaves beside its view, team, words and rooms, and what is fair to tell (``fairness``)."""
    for condition in _conditions(actor, wanted):
        rows = condition(rows)
    return rows


Narrow = Callable[[CaseQuerySet], CaseQuerySet]


def _conditions(actor: Actor, wanted: ListFilter) -> Iterator[Narrow]:
    if wanted.statuses:
        yield lambda rows: _in_states(rows, set(wanted.statuses))
    if wanted.person:
        yield lambda rows: of_person(rows, actor, wanted.person)
    if wanted.tag:
        yield lambda rows: rows.filter(bears(wanted.tag))
    if wanted.untagged:
        yield lambda rows: rows.filter(~bears(wanted.untagged))
    if wanted.channel:
        # Not "exact": the index by channel holds the cases of all teams.
        yield lambda rows: rows.filter(channel__iexact=wanted.channel)
    if wanted.brand is not None:
        yield lambda rows: rows.alias(under=Coalesce("brand_id", 0)).filter(under=wanted.brand)
    if wanted.customer is not None:
        yield lambda rows: rows.of_person(wanted.customer or 0)
    if wanted.organisation is not None:
        yield lambda rows: rows.of_organisation(wanted.organisation or 0)
    for name, value in wanted.rooms:
        yield lambda rows, name=name, value=value: _of_room(rows, actor, name, value)  # type: ignore[misc]
    yield from _times(wanted)
    yield from _marks(actor, wanted)


def _of_room(rows: CaseQuerySet, actor: Actor, name: str, value: str) -> CaseQuerySet:
    """Leave the cases that meet the condition of an upper room; by somebody of us, those that are fair to tell."""
    if names_colleague(actor, name, value):
        rows = rows.open()
    return rows.filter(pk__in=ids_of_room(actor, name, value))


def _times(wanted: ListFilter) -> Iterator[Narrow]:
    at = now()
    if wanted.waiting:  # nobody waits for us in a case that is closed
        yield lambda rows: rows.open().filter(waiting_since__lte=moment_of(wanted.waiting, at, end=True))
    if wanted.quiet:
        yield lambda rows: rows.filter(last_entry_at__lte=moment_of(wanted.quiet, at, end=True))
    if wanted.heard:
        yield lambda rows: rows.filter(last_entry_at__gte=moment_of(wanted.heard, at))


def _marks(actor: Actor, wanted: ListFilter) -> Iterator[Narrow]:
    if wanted.files is not None:
        yield lambda rows: rows.filter(has_files=bool(wanted.files))
    if wanted.snoozed is not None:
        yield lambda rows: rows.filter(wakes_at__isnull=not wanted.snoozed)
    if wanted.unread is not None:
        seen = ReadMark.objects.filter(
            user_id=actor.user_id or 0, case=OuterRef("pk"), seen_at__gte=OuterRef("last_entry_at")
        )
        # As rows show it: what is closed needs no reading.
        yield lambda rows: rows.open().filter(~Exists(seen) if wanted.unread else Exists(seen))


def of_person(rows: CaseQuerySet, actor: Actor, person: str) -> CaseQuerySet:
    """Leave the cases for which ``person`` is accountable; of others only open ones."""
    if not holds_closed(person, actor.user_id):
        rows = rows.open()
    if person == NOBODY:
        return rows.filter(assignee=None)
    if person == SOMEBODY:
        return rows.filter(assignee__isnull=False)
    return rows.filter(assignee_id=actor.id if is_own(person, actor.user_id) else int(person))
