"""'Heute': what needs this person now, and who waits longest."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from kulanz.events.actor import Actor

from ..models import Case, Message
from ..rules import CaseStatus, Delivery

MOST = 12


@dataclass(frozen=True, slots=True)
class Today:
    """The lists of the first screen, each ordered by what should come first and short enough to be read."""

    waiting_for_me: list[Case]
    waiting_in_team: list[Case]
    undelivered: list[Message]
    offered: list[Message]


def today(actor: Actor) -> Today:
    """Read the first screen of a person. Four queries.

    ``waiting_for_me`` and ``waiting_in_team`` (nobody is accountable yet) are in fair order: who waits longest comes
    first. ``undelivered`` are own answers that did not get through, ``offered`` mails that sound like "it works";
    their cases wait for nothing else.
    """
    mine = Case.objects.open().filter(assignee_id=actor.id).select_related("customer")
    free = Case.objects.open().visible_to(actor).filter(assignee=None).select_related("customer")
    letters = Message.objects.filter(case__assignee_id=actor.id).select_related("case__customer")
    proposed = letters.filter(sounds_solved=True, case__status=CaseStatus.SOLUTION_PROPOSED.value)
    unanswered = proposed.filter(at__gte=F("case__waiting_since")).order_by("-at")
    offered = list({message.case_id: message for message in unanswered[:MOST]}.values())
    waiting = mine.filter(waiting_since__isnull=False).exclude(pk__in=[message.case_id for message in offered])
    return Today(
        waiting_for_me=list(waiting.order_by("waiting_since", "id")[:MOST]),
        waiting_in_team=list(free.filter(waiting_since__isnull=False).order_by("waiting_since", "id")[:5]),
        undelivered=list(
            letters.filter(delivery__in=[Delivery.FAILED.value, Delivery.UNCERTAIN.value], case__is_open=True).order_by(
                "-at"
            )[:MOST]
        ),
        offered=offered,
    )
