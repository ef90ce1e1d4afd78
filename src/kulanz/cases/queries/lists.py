"""The case lists of the desk: every filter state is an address, every page is found by key, never by offset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce

from kulanz.core.ids import id_in
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor, ActorKind
from kulanz.ui.panels import Along

from ..fairness import holds_closed, is_own
from ..models import Case, CaseQuerySet, Mention
from ..rules import CaseStatus
from .filters import ListFilter, Sort, View
from .finding import found_ids
from .narrowing import CLOSED_VIEWS, STATUS_VIEWS, narrowed, of_view, snoozed
from .parts import first_ids, parts_for
from .tags import tags_along

PAGE = 50
MOST_CALLS = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SOONEST = "wakes_at"
_ORDERS = {
    Sort.LAST_WORD: "-last_entry_at",
    Sort.WAITING: "waiting_since",
    Sort.NEWEST: "-opened_at",
    Sort.OLDEST: "opened_at",
}


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """What is read along with the cases of a list: columns of relations, and rows of other tables."""

    columns: tuple[str, ...] = ()
    rows: tuple[Along, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, in the order of its filter, what is snoozed by when it comes back.

    ``next_after`` is the key of the next page, empty at the end.
    """

    cases: list[Case]
    next_after: str


def view_with(case: Case, actor: Actor) -> View:
    """Return the view in which a person finds a case: the first one that holds it."""
    if case.is_snoozed:
        return View.SNOOZED if case.assignee_id in {None, actor.id} else View.OPEN
    if case.is_open and case.assignee_id == actor.id:
        return View.MINE
    if case.is_open and case.assignee_id is None:
        return View.UNASSIGNED
    return next((view for view, status in STATUS_VIEWS.items() if case.state is status), View.WITH_US)


def beginning_with(case: Case, wanted: ListFilter) -> ListFilter:
    """Return the filter whose page begins with a case that lies further down."""
    order = _order(wanted)
    micros, case_id = _key_of(case, order).split("-")
    # One beside its own key: what follows that begins with the case itself.
    return replace(wanted, after=f"{micros}-{int(case_id) + (1 if order.startswith('-') else -1)}")


def case_list(
    actor: Actor, wanted: ListFilter, *, size: int = PAGE, beside: Sequence[str] = (), along: Sequence[Along] = ()
) -> CaseList:
    """Read one page of a list. One query, one more for each condition that few cases may meet, some more for words.

    ``beside`` names columns of relations to a case ("mood__level") that are read along, ``along`` are rows of others.
    """
    read_along = ReadAlong(tuple(beside), tuple(along))
    order = _order(wanted)
    if wanted.sort.narrows and wanted.view in CLOSED_VIEWS:
        return CaseList([], "")  # nobody waits in what is closed: an index would be walked to its end to find that out
    # Not for the mentioned: where somebody is called is asked while the query is composed.
    if not wanted.is_narrowed and not wanted.after and wanted.view is not View.MENTIONED:
        teams = () if actor.sees_all_teams else tuple(sorted(actor.team_ids))
        rows = _beginning(wanted.view, wanted.sort, actor.sees_all_teams, size, read_along)(actor.id or 0, teams)
        return _cut(rows, size, order)
    return _page(_parts(actor, wanted), actor, wanted.after, order, size, read_along)


def all_pages(
    actor: Actor, wanted: ListFilter, *, size: int, beside: Sequence[str] = (), along: Sequence[Along] = ()
) -> Iterator[list[Case]]:
    """Read every case that a filter leaves, page by page, the oldest first, whatever its own order.

    When a case was opened never changes: while the pages are read, none is left out and none comes twice.
    """
    wanted = replace(wanted, after="")
    order, after = _ORDERS[Sort.OLDEST], ""
    while True:
        page = _page(_parts(actor, wanted), actor, after, order, size, ReadAlong(tuple(beside), tuple(along)))
        yield page.cases
        if not (after := page.next_after):
            return


def _page(parts: list[CaseQuerySet], actor: Actor, after: str, order: str, size: int, beside: ReadAlong) -> CaseList:
    if not parts:
        return CaseList([], "")
    if (key := _key(after)) is not None:
        parts = [rows.beyond(order, *key) for rows in parts]
    return _cut(list(_rows(parts, actor, size, beside, order)), size, order)


def _cut(cases: list[Case], size: int, order: str) -> CaseList:
    """Make a page of what was read, which is one more than a page where there is a next."""
    page = cases[:size]
    return CaseList(page, _key_of(page[-1], order) if len(cases) > size else "")


def _order(wanted: ListFilter) -> str:
    return _SOONEST if wanted.view is View.SNOOZED else _ORDERS[wanted.sort]


# Composed once for each of these values: they change the statement, so they cannot be filled in later.
@cache
def _beginning(
    view: View, sort: Sort, sees_all: bool, size: int, beside: ReadAlong
) -> Callable[[int, tuple[int, ...]], list[Case]]:
    """Return what reads the first page of a view that nothing narrows: the lists that people look at all day."""

    @prepared
    def rows(person_id: int, teams: tuple[int, ...]) -> CaseQuerySet:
        # Composed for nobody in particular: of whoever looks, a list asks only who they are and which teams they see.
        actor = Actor(ActorKind.USER, person_id, "", team_ids=frozenset(teams), is_lead=sees_all)
        wanted = ListFilter(view=view, sort=sort)
        return _rows(_parts(actor, wanted), actor, size, beside, _order(wanted))

    return rows


def _rows(parts: Sequence[CaseQuerySet], actor: Actor, size: int, beside: ReadAlong, order: str) -> CaseQuerySet:
    """The cases of one page of all parts together and one more, each with the person's mark."""
    return (
        Case.objects.filter(pk__in=first_ids(parts, size + 1, by=order))
        .annotate(mark=FilteredRelation("read_marks", condition=Q(read_marks__user_id=actor.id)))
        .annotate(seen_at=F("mark__seen_at"), tagged=tags_along(), **{each.name: each.rows() for each in beside.rows})
        .select_related("customer", "assignee", *{column.rpartition("__")[0] for column in beside.columns})
        .only(*_COLUMNS, *beside.columns)
        .order_by(order, "-id" if order.startswith("-") else "id")
    )


_COLUMNS = (
    "number", "subject", "status", "is_open", "preview", "has_files", "opened_at", "last_entry_at", "waiting_since",
    "wakes_at", "priority", "language", "channel", "team_id", "customer__name", "assignee__name",
)  # fmt: skip


def _parts(actor: Actor, wanted: ListFilter) -> list[CaseQuerySet]:
    """Return what the filter leaves, in parts that an index holds in order; none where nothing can be found."""
    if wanted.team is not None and not actor.sight.covers(wanted.team):
        return []
    ids = found_ids(actor, wanted)
    if wanted.view is View.MENTIONED:
        calling = _calling(actor)
        ids = calling if ids is None else [each for each in calling if each in set(ids)]
    if ids is not None:  # few enough to be sorted
        rows = _asked(_visible(Case.objects.filter(pk__in=ids), actor, wanted.team), actor, wanted)
        return [of_view(rows, actor, wanted.view, whole_house=False)] if ids else []
    rows = _asked(Case.objects.all(), actor, wanted)
    whole_house = wanted.team is None and actor.sees_all_teams
    if wanted.view is View.SNOOZED:
        # Mine and nobody's in parts of their own: no index holds both in one order.
        of_mine, of_nobody = (snoozed(rows).filter(assignee_id=whose) for whose in (actor.id, None))
        return [part for each in (of_mine, of_nobody) for part in parts_for(each, actor, wanted.team)]
    if wanted.person and wanted.view is View.ALL and holds_closed(wanted.person, actor.user_id):
        return _open_and_closed(rows, actor, wanted)
    by_status = whole_house and wanted.sort is Sort.LAST_WORD  # which index by status there is
    return parts_for(of_view(rows, actor, wanted.view, whole_house=by_status), actor, wanted.team)


def _open_and_closed(rows: CaseQuerySet, actor: Actor, wanted: ListFilter) -> list[CaseQuerySet]:
    """One's own cases, open and closed ones in parts of their own: no index holds both."""
    states = {status.is_open for status in wanted.statuses or CaseStatus}
    halves = [rows.filter(is_open=is_open) for is_open in sorted(states)]
    if is_own(wanted.person, actor.user_id):  # hardly one of them lies out of sight
        return [_visible(each, actor, wanted.team) for each in halves]
    return [part for each in halves for part in parts_for(each, actor, wanted.team)]


def _asked(rows: CaseQuerySet, actor: Actor, wanted: ListFilter) -> CaseQuerySet:
    """Leave what the filter leaves, and where its order is that of those who wait, them."""
    rows = narrowed(rows, actor, wanted)
    waits = wanted.sort.narrows and wanted.view is not View.SNOOZED
    return rows.open().filter(waiting_since__isnull=False) if waits else rows


def _calling(actor: Actor) -> list[int]:
    """Return the newest cases in which the actor was called: few enough to be sorted. One query."""
    mentions = Mention.objects.filter(user_id=actor.user_id or 0).order_by("-id")
    return list(mentions.values_list("note__case_id", flat=True)[:MOST_CALLS])


def _visible(rows: CaseQuerySet, actor: Actor, team: int | None) -> CaseQuerySet:
    """Leave what the actor may see, in words that tempt no planner to begin with a team instead of the ids."""
    if team is None and actor.sees_all_teams:
        return rows
    places = {0, *actor.team_ids} if team is None else {team}
    return rows.alias(place=Coalesce("team_id", 0)).filter(place__in=places)


def _key(after: str) -> tuple[datetime, int] | None:
    micros, _, case_id = after.partition("-")
    at, last = id_in(micros), id_in(case_id)
    # Sixteen digits of microseconds reach the year 2286; many more are a year that no date can be.
    if at is None or last is None or len(micros) > 16:
        return None  # a forged or cut key shows the first page
    return _EPOCH + timedelta(microseconds=at), last


def _key_of(case: Case, order: str) -> str:
    at = getattr(case, order.lstrip("-")) or _EPOCH
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"
