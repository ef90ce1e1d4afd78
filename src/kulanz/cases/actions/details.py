"""Details of a case that people of ours set: priority, goal, subject, the story so far."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import locked_case, require_staff, require_user_id
from ..errors import EmptyText
from ..models import Case, CaseWords, Story
from ._steps import update_case


def set_priority(*, case_id: int, by: Actor, priority: int) -> None:
    """Set how urgent the matter is in our eyes. Raises ``ValueError`` for an unknown level."""
    level = Case.Priority(priority)
    _set(case_id, by, "priority", level.value)


def set_goal(*, case_id: int, by: Actor, goal: str) -> None:
    """Write the customer's goal in one sentence."""
    _set(case_id, by, "goal", goal.strip()[:300])


def set_subject(*, case_id: int, by: Actor, subject: str) -> None:
    """Give the case another subject. Raises ``EmptyText``."""
    if not subject.strip():
        raise EmptyText
    _set(case_id, by, "subject", subject.strip()[:300])


def _set(case_id: int, by: Actor, name: str, value: str | int) -> None:
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        before = getattr(case, name)
        if before == value:
            return
        update_case(case, **{name: value})
        if name == "subject":
            CaseWords.objects.rewrite([case.pk])
        log.record(events.CaseChanged(case.pk, name, str(before), str(value)), by=by)


def edit_story(*, case_id: int, by: Actor, matter: str, promised: str, next_step: str) -> Story:
    """Write 'Was bisher geschah' in its three lines. It counts as current until a newer message comes."""
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        newest = case.messages.aggregate(newest=Max("id"))["newest"] or 0
        story, _ = Story.objects.update_or_create(
            case=case,
            defaults={
                "matter": matter.strip()[:300],
                "promised": promised.strip()[:300],
                "next_step": next_step.strip()[:300],
                "edited_by_id": user_id,
                "edited_at": now(),
                "message_id": newest,
            },
        )
        log.record(events.CaseChanged(case.pk, "story", "", story.matter), by=by)
    return story
