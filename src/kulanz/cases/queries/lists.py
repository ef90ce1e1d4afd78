"""The case lists of the desk: every filter state is an address, every page is found by key, never by offset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import F, FilteredRelation, Q

from kulanz.events.actor import Actor
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind

from ..models import Case, CaseQuerySet, Mention
from ..rules import CaseStatus

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Words are looked for in the newest subjects only: a LIKE over a million rows would stop the desk.
NEWEST_SEARCHED = 2000


class View(StrEnum):
    """The views of the inbox."""

    MINE = "mine"
    MENTIONED = "mentioned"
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
    """One page of cases, newest activity first; ``next_after`` is the key of the next page, empty at the end."""

    cases: list[Case]
    next_after: str


def case_list(actor: Actor, wanted: ListFilter, *, size: int = PAGE) -> CaseList:
    """Read one page of a list. One query (two or three when it is searched for words)."""
    rows = _filtered(Case.objects.visible_to(actor), actor, wanted)
    if (key := _key(wanted.after)) is not None:
        rows = rows.older_than(*key)
    cases = list(
        rows.annotate(mark=FilteredRelation("read_marks", condition=Q(read_marks__user_id=actor.id)))
        .annotate(seen_at=F("mark__seen_at"))
        .select_related("customer", "assignee")
        .only(*_COLUMNS)
        .order_by("-last_entry_at", "-id")[: size + 1]
    )
    more = len(cases) > size
    cases = cases[:size]
    return CaseList(cases, _key_of(cases[-1]) if more else "")


_COLUMNS = (
    "number", "subject", "status", "is_open", "preview", "last_entry_at", "waiting_since", "priority", "language",
    "channel", "tag_names", "team_id", "customer__name", "assignee__name",
)  # fmt: skip


def _filtered(rows: CaseQuerySet, actor: Actor, wanted: ListFilter) -> CaseQuerySet:
    rows = _of_view(rows, actor, wanted.view)
    if wanted.team is not None:
        rows = rows.filter(team_id=wanted.team)
    if wanted.tag:
        rows = rows.filter(tags__name=wanted.tag)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.words.strip():
        rows = rows.filter(_matching(rows, wanted.words.strip()))
    return rows


def _of_view(rows: CaseQuerySet, actor: Actor, view: View) -> CaseQuerySet:
    if view in _STATUS_VIEWS:
        return rows.filter(status=_STATUS_VIEWS[view].value)
    if view is View.ALL:
        return rows
    if view is View.MENTIONED:
        return rows.filter(id__in=Mention.objects.filter(user_id=actor.user_id or 0).values("note__case_id"))
    rows = rows.open()
    if view is View.MINE:
        return rows.filter(assignee_id=actor.id)
    if view is View.UNASSIGNED:
        return rows.filter(assignee=None)
    return rows.filter(status__in=OURS) if view is View.WITH_US else rows


def _matching(rows: CaseQuerySet, words: str) -> Q:
    """Match a case number, the beginning of a customer's name or address, or words in the newest subjects."""
    points = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value__startswith=words.casefold())
    named = Customer.objects.filter(name__istartswith=words).order_by("name", "id")
    people = [*points.values_list("customer_id", flat=True)[:200], *named.values_list("id", flat=True)[:200]]
    newest = rows.order_by("-last_entry_at", "-id").values("id")[:NEWEST_SEARCHED]
    said = Q(subject__icontains=words) & Q(id__in=newest)
    return Q(number__iexact=words) | Q(customer_id__in=people) | said


def _key(after: str) -> tuple[datetime, int] | None:
    micros, _, case_id = after.partition("-")
    if not (micros.isdecimal() and case_id.isdecimal()) or len(micros) > 16 or len(case_id) > 18:
        return None  # a forged or cut key shows the first page
    return _EPOCH + timedelta(microseconds=int(micros)), int(case_id)


def _key_of(case: Case) -> str:
    return f"{(case.last_entry_at - _EPOCH) // timedelta(microseconds=1)}-{case.pk}"
