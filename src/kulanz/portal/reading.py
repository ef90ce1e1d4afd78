"""What the customer's window reads of a case. Notes are never among it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from kulanz.cases.models import Attachment, Case, Message
from kulanz.cases.rules import CaseStatus
from kulanz.core.clock import now
from kulanz.events.models import Event
from kulanz.promises.queries import told_to_customer

from . import way

NEWEST = 20


def case_view(case: Case) -> dict[str, Any]:
    """Return what the case page shows. Seven queries, whatever the length of the correspondence."""
    waiting = case.waitings.filter(ended_at=None).last()
    solution = case.solutions.filter(withdrawn_at=None).last()
    reason = waiting.reason if waiting is not None and waiting.whom == "others" else ""
    lapses_at = solution.lapses_at if solution is not None and case.state is CaseStatus.SOLUTION_PROPOSED else None
    told = Event.objects.filter(subject_kind="case", subject_id=case.pk, kind__in=way.TOLD).order_by("id")
    letters = _letters(case)
    return {
        "case": case,
        "headline": way.headline(case, reason=reason, lapses_at=lapses_at),
        "promised": [(promise, promise.state(now())) for promise in told_to_customer(case)],
        "steps": way.steps(case, list(told), reason=reason),
        "letters": letters[:NEWEST],
        "has_older": len(letters) > NEWEST,
        "may_judge": case.state is not CaseStatus.CONFIRMED,
        "is_proposed": case.state is CaseStatus.SOLUTION_PROPOSED,
        "writes_to": case.assignee.shown_name if case.assignee else case.brand.name,
    }


def said_in(case: Case) -> QuerySet[Message]:
    """Return what was said to and by the customer: held or withdrawn was not said, automatic mail is no letter."""
    return case.messages.exclude(delivery__in=["withdrawn", "held"]).filter(is_automatic=False)


def _letters(case: Case) -> list[tuple[Message, list[Attachment]]]:
    """The newest letters first."""
    messages = list(said_in(case).select_related("author").defer("html", "hidden").order_by("-at", "-id")[: NEWEST + 1])
    files: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message__in=[m.pk for m in messages if m.has_files], kind="file"):
        files.setdefault(file.message_id, []).append(file)
    told = [(message, files.get(message.pk, [])) for message in messages]
    return [(message, its) for message, its in told if message.text or its]  # what is for us alone leaves nothing
