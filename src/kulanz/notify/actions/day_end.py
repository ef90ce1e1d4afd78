"""Calling it a day: what is due goes to colleagues or gets a next step, and then nothing disturbs until work begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kulanz.cases.access import case_of, require_user_id
from kulanz.cases.actions import assign_case, share_draft
from kulanz.cases.models import Draft
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.promises.actions import announce_promise
from kulanz.routing.actions import come_back, go_off_duty

from ..models import Notice
from ..queries import times_of
from .raising import spread

WayBack = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DayEndWish:
    """What becomes of one case: it goes to ``to_id``, or its customer reads ``words`` for ``due_at`` (aware)."""

    case_id: int
    to_id: int | None = None
    words: str = ""
    due_at: datetime | None = None


def end_day(*, by: Actor, wishes: Sequence[DayEndWish]) -> list[WayBack]:
    """Do as wished with each case, and be off duty until work begins again. Returns the ways back, by name.

    All of it happens or nothing. No reason is asked and nothing is counted. Raises what handing over and announcing
    raise.
    """
    me = require_user_id(by)
    with transaction.atomic():
        back = [step for wish in wishes for step in _see_to(wish, me, by)]
        until = times_of([me])[me].begins_again(now())
        if until is not None:
            go_off_duty(by=by, until=until)
        return [*back, ("on-duty", {})]


def _see_to(wish: DayEndWish, me: int, by: Actor) -> list[WayBack]:
    if wish.due_at is not None:
        promise = announce_promise(case_id=wish.case_id, by=by, words=wish.words, due_at=wish.due_at)
        return [("unannounce", {"promise_id": promise.pk})]
    if wish.to_id is None:
        return []
    case, back = case_of(wish.case_id, by), []
    before = {"case_id": case.pk, "user_id": case.assignee_id, "team_id": case.team_id}
    if Draft.objects.filter(case=case, user_id=me, kind="reply", is_shared=False).exclude(text="").exists():
        share_draft(case_id=case.pk, by=by, to_id=wish.to_id)
        back.append(("keep-draft", {"case_id": case.pk}))
    assign_case(case_id=case.pk, by=by, user_id=wish.to_id)
    return [*back, ("return", before)] if case.assignee_id != wish.to_id else back


def resume_day(*, by: Actor) -> None:
    """Be at work again before the time: what waited for that comes now."""
    me = require_user_id(by)
    with transaction.atomic():
        come_back(by=by)
        if times_of([me])[me].quiet_until(now()) is None:
            rows = list(Notice.objects.select_for_update().filter(user_id=me, waits_until__isnull=False))
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(waits_until=None)
            spread([row.user_id for row in rows], rows)
