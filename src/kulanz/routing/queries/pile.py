"""The pile: open cases that nobody has and in which somebody waits, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from kulanz.cases.models import Approval, Case, CaseQuerySet, Postponement
from kulanz.cases.models.case import seen_by
from kulanz.cases.queries.parts import first_ids, parts_for
from kulanz.cases.queries.tags import tags_along
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.models import User
from kulanz.promises.models import Promise

from ..models import WorkProfile
from ..rules import Because, InPile, pressure
from .needs import Needs

LONGEST = 60  # cases that wait longest, and as many that are pressing: the order among these is exact
_NEWEST_PROMISES = timedelta(days=31)  # what is overdue for longer is no reason to take a case first


def pile() -> CaseQuerySet:
    """Return open cases that nobody has, that are not put aside, and in which somebody waits for us.

    One in which a letter of ours is still to go is in somebody's hands already: else two would answer it.
    """
    waiting = Case.objects.open().filter(assignee=None, waiting_since__isnull=False, wakes_at=None)
    return waiting.exclude(has_letter_to_go())


def has_letter_to_go() -> Q:
    """Return the condition that a letter was written in a case and waits, to be approved or for its moment."""
    # Two short lists, read once: joined to the letters, a planner may walk through all of these.
    awaiting = Approval.objects.filter(outcome="").values("message__case")
    later = Postponement.objects.filter(ended_at=None).values("case")
    return Q(pk__in=awaiting) | Q(pk__in=later)


def next_in_pile(by: Actor) -> list[InPile]:
    """Return what a person could take next, the most pressing first. Eleven queries, whatever the pile."""
    due = _due(by)
    first = [
        first_ids(parts_for(rows, by), LONGEST, by="waiting_since") for rows in (pile(), pile().filter(priority__gt=0))
    ]
    found = {case.pk: case for ids in (*first, list(due)) for case in _read(ids)}
    mine = _profile(by.user_id or 0)
    known = _known(found.values(), by)
    return sorted((_weighed(case, mine, due, known) for case in found.values()), key=_order)


def _order(each: InPile) -> tuple[float, int]:
    return -pressure(each), each.case_id


def _read(ids: Any) -> Iterable[Case]:
    columns = ("brand_id", "team_id", "customer_id", "channel", "language", "priority", "waiting_since")
    return pile().filter(pk__in=ids).only(*columns).annotate(tagged=tags_along())


def _due(by: Actor) -> dict[int, Because]:
    """Cases of the pile in which a promise is overdue or due today, the worst of each."""
    at = now()
    tonight = localtime(at).replace(hour=23, minute=59, second=59)
    rows = Promise.objects.open().given().filter(seen_by(by.sight, "case__"), case__assignee=None, case__is_open=True)
    rows = rows.filter(due_at__lte=tonight, due_at__gt=at - _NEWEST_PROMISES).order_by("due_at")
    pairs = list(rows.values_list("case_id", "due_at")[:LONGEST])
    # The earliest of a case comes last here, and stays.
    return {case_id: Because.OVERDUE if due_at <= at else Because.TODAY for case_id, due_at in reversed(pairs)}


class _OwnSkills:
    """What the person can, and what cases need."""

    def __init__(self, skills: set[int], languages: set[str]) -> None:
        self._skills, self._languages, self._needs = skills, languages, Needs()

    def fit(self, case: Case) -> bool:
        return case.language in self._languages and set(self._needs.of(case)) <= self._skills


def _profile(user_id: int) -> _OwnSkills:
    profile = WorkProfile.objects.filter(user_id=user_id).prefetch_related("skills").first()
    languages = set(profile.languages) if profile is not None else set()
    if not languages:
        languages = set(User.objects.filter(pk=user_id).values_list("language", flat=True))
    return _OwnSkills({skill.pk for skill in profile.skills.all()} if profile is not None else set(), languages)


def _known(cases: Iterable[Case], by: Actor) -> set[int]:
    """The customers of these cases whom the person serves or has served."""
    wanted = {case.customer_id for case in cases}
    served = Case.objects.filter(customer_id__in=wanted, assignee_id=by.user_id or 0)
    return set(served.order_by().values_list("customer_id", flat=True))


def _weighed(case: Case, mine: _OwnSkills, due: dict[int, Because], known: set[int]) -> InPile:
    since = case.waiting_since or now()
    return InPile(case.pk, now() - since, case.priority, due.get(case.pk), case.customer_id in known, mine.fit(case))
