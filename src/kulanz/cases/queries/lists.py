"""The case lists of the desk: every filter state is an address, every page is found by key, never by offset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from urllib.parse import urlencode

from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce

from kulanz.core.ids import id_in
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor, ActorKind

from ..models import Case, CaseQuerySet, Mention
from ..rules import CaseStatus
from .finding import carries, found_ids
from .parts import first_ids, parts_for

PAGE = 50
MOST_CALLS = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class View(StrEnum):
    """The views of the inbox."""

    MINE = "mine"
    MENTIONED = "mentioned"
    SNOOZED = "snoozed"
    UNASSIGNED = "unassigned"
    WITH_US = "with-us"
    SOLVED = "solved"
    CUSTOMER = "customer"
    OTHERS = "others"
    OPEN = "open"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    ALL = "all"


_STATUS_VIEWS = {
    View.SOLVED: CaseStatus.SOLUTION_PROPOSED,
    View.CUSTOMER: CaseStatus.WAITING_CUSTOMER,
    View.OTHERS: CaseStatus.WAITING_OTHERS,
    View.CONFIRMED: CaseStatus.CONFIRMED,
    View.ENDED: CaseStatus.ENDED,
}
_CLOSED_VIEWS = {View.CONFIRMED, View.ENDED}
_NEWEST, _SOONEST = "-last_entry_at", "wakes_at"
OURS = (CaseStatus.NEW.value, CaseStatus.WITH_US.value)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list shows. ``after`` is the key of the last case of the page before, "<microseconds>-<id>"."""

    view: View = View.MINE
    team: int | None = None
    tag: str = ""
    channel: str = ""
    words: str = ""
    after: str = ""

    def query(self, **changes: object) -> str:
        """Return the query string of this filter with ``changes``; empty parts are left out."""
        state = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        parts = {
            "view": state.view.value,
            "team": state.team,
            "tag": state.tag,
            "channel": state.channel,
            "q": state.words,
            "after": state.after,
        }
        return urlencode({name: value for name, value in parts.items() if value not in (None, "")})


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, newest activity first, what is snoozed by when it comes back.

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
    return next((view for view, status in _STATUS_VIEWS.items() if case.state is status), View.WITH_US)


def beginning_with(case: Case, wanted: ListFilter) -> ListFilter:
    """Return the filter whose page begins with a case that lies further down."""
    micros, case_id = _key_of(case, wanted.view).split("-")
    # One beside its own key: what follows that begins with the case itself.
    return replace(wanted, after=f"{micros}-{int(case_id) + (-1 if _order(wanted.view) == _SOONEST else 1)}")


def case_list(actor: Actor, wanted: ListFilter, *, size: int = PAGE, beside: Sequence[str] = ()) -> CaseList:
    """Read one page of a list. One query, one more each for a tag and a channel, some more for words.

    ``beside`` names columns of upper rooms' one-to-one relations to a case ("mood__level") that are read along.
    """
    # Not for the mentioned: where somebody is called is asked while the query is composed.
    if wanted == ListFilter(view=wanted.view) and wanted.view is not View.MENTIONED:
        teams = () if actor.sees_all_teams else tuple(sorted(actor.team_ids))
        rows = _beginning(wanted.view, actor.sees_all_teams, size, tuple(beside))(actor.id or 0, teams)
        return _cut(rows, size, wanted.view)
    parts = _parts(actor, wanted)
    if not parts:
        return CaseList([], "")
    if (key := _key(wanted.after)) is not None:
        is_soonest = _order(wanted.view) == _SOONEST
        parts = [rows.waking_after(*key) if is_soonest else rows.older_than(*key) for rows in parts]
    return _cut(list(_rows(parts, actor, size, beside, wanted.view)), size, wanted.view)


def _cut(cases: list[Case], size: int, view: View) -> CaseList:
    """Make a page of what was read, which is one more than a page where there is a next."""
    page = cases[:size]
    return CaseList(page, _key_of(page[-1], view) if len(cases) > size else "")


def _order(view: View) -> str:
    return _SOONEST if view is View.SNOOZED else _NEWEST


# Composed once for each of these values: they change the statement, so they cannot be filled in later.
@cache
def _beginning(
    view: View, sees_all: bool, size: int, beside: tuple[str, ...]
) -> Callable[[int, tuple[int, ...]], list[Case]]:
    """Return what reads the first page of a view that nothing narrows: the lists that people look at all day."""

    @prepared
    def rows(person_id: int, teams: tuple[int, ...]) -> CaseQuerySet:
        # Composed for nobody in particular: of whoever looks, a list asks only who they are and which teams they see.
        actor = Actor(ActorKind.USER, person_id, "", team_ids=frozenset(teams), is_lead=sees_all)
        return _rows(_parts(actor, ListFilter(view=view)), actor, size, beside, view)

    return rows


def _rows(parts: Sequence[CaseQuerySet], actor: Actor, size: int, beside: Sequence[str], view: View) -> CaseQuerySet:
    """The cases of one page of all parts together and one more, each with the person's mark."""
    order = _order(view)
    return (
        Case.objects.filter(pk__in=first_ids(parts, size + 1, by=order))
        .annotate(mark=FilteredRelation("read_marks", condition=Q(read_marks__user_id=actor.id)))
        .annotate(seen_at=F("mark__seen_at"))
        .select_related("customer", "assignee", *{column.partition("__")[0] for column in beside})
        .only(*_COLUMNS, *beside)
        .order_by(order, "id" if order == _SOONEST else "-id")
    )


_COLUMNS = (
    "number", "subject", "status", "is_open", "preview", "has_files", "last_entry_at", "waiting_since", "wakes_at",
    "priority", "language", "channel", "tag_names", "team_id", "customer__name", "assignee__name",
)  # fmt: skip


def _parts(actor: Actor, wanted: ListFilter) -> list[CaseQuerySet]:
    """Return what the filter leaves, in parts that an index holds in order; none where nothing can be found."""
    if wanted.team is not None and not (actor.sees_all_teams or wanted.team in actor.team_ids):
        return []
    ids = found_ids(actor, tag=wanted.tag, channel=wanted.channel, words=wanted.words.strip())
    if wanted.view is View.MENTIONED:
        calling = _calling(actor)
        ids = calling if ids is None else [each for each in calling if each in set(ids)]
    if ids is not None:  # few enough to be sorted
        rows = _narrowed(_visible(Case.objects.filter(pk__in=ids), actor, wanted.team), wanted)
        return [_of_view(rows, actor, wanted.view, whole_house=False)] if ids else []
    rows = _narrowed(Case.objects.all(), wanted)
    whole_house = wanted.team is None and actor.sees_all_teams
    if wanted.view is View.SNOOZED:
        # Mine and nobody's in parts of their own: no index holds both in one order.
        of_mine, of_nobody = (_snoozed(rows).filter(assignee_id=whose) for whose in (actor.id, None))
        return [part for each in (of_mine, of_nobody) for part in parts_for(each, actor, wanted.team)]
    return parts_for(_of_view(rows, actor, wanted.view, whole_house=whole_house), actor, wanted.team)


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


def _narrowed(rows: CaseQuerySet, wanted: ListFilter) -> CaseQuerySet:
    if wanted.tag:
        rows = rows.filter(carries(wanted.tag))
    # Not "exact": the index by channel holds the cases of all teams.
    return rows.filter(channel__iexact=wanted.channel) if wanted.channel else rows


def _snoozed(rows: CaseQuerySet) -> CaseQuerySet:
    return rows.filter(wakes_at__isnull=False)


def _of_view(rows: CaseQuerySet, actor: Actor, view: View, *, whole_house: bool) -> CaseQuerySet:
    if view in {View.ALL, View.MENTIONED}:
        return rows
    if view not in _CLOSED_VIEWS:
        rows = rows.open()
    if view is View.OPEN:
        return rows
    if view is View.SNOOZED:
        return _snoozed(rows).filter(Q(assignee_id=actor.id) | Q(assignee=None))
    rows = rows.filter(wakes_at=None)
    if view is View.MINE:
        return rows.filter(assignee_id=actor.id)
    if view is View.UNASSIGNED:
        return rows.filter(assignee=None)
    statuses = OURS if view is View.WITH_US else (_STATUS_VIEWS[view].value,)
    if whole_house and len(statuses) == 1:
        return rows.filter(status=statuses[0])
    # "None of the others" walks in the order of the list; "one of these" tempts a planner to sort the whole house's.
    return rows.exclude(status__in=[status.value for status in CaseStatus if status.value not in statuses])


def _key(after: str) -> tuple[datetime, int] | None:
    micros, _, case_id = after.partition("-")
    at, last = id_in(micros), id_in(case_id)
    # Sixteen digits of microseconds reach the year 2286; many more are a year that no date can be.
    if at is None or last is None or len(micros) > 16:
        return None  # a forged or cut key shows the first page
    return _EPOCH + timedelta(microseconds=at), last


def _key_of(case: Case, view: View) -> str:
    at = (case.wakes_at or _EPOCH) if _order(view) == _SOONEST else case.last_entry_at
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"
