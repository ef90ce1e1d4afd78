"""'Heute': what needs this person now, and who waits longest."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from kulanz.events.actor import Actor

from ..models import Case, Message, Waiting
from ..models.case import seen_by
from ..rules import CaseStatus, Delivery
from .merging import first_ids, parts_for

MOST = 12
FREE = 5


@dataclass(frozen=True, slots=True)
class Today:
    """The lists of the first screen, each ordered by what should come first and short enough to be read."""

    waiting_for_me: list[Case]
    waiting_in_team: list[Case]
    undelivered: list[Message]
    offered: list[Message]
    overdue_waits: list[Waiting]


def today(actor: Actor) -> Today:
    """Read the first screen of a person. Five queries.

    ``waiting_for_me`` and ``waiting_in_team`` (nobody is accountable yet) are in fair order: who waits longest comes
    first. ``undelivered`` are own answers that did not get through, ``offered`` mails that sound like "it works";
    their cases wait for nothing else. ``overdue_waits`` are those of own cases whose day to ask again has come.
    """
    mine = Case.objects.open().visible_to(actor).filter(assignee_id=actor.id, waiting_since__isnull=False)
    letters = Message.objects.filter(_of(actor)).select_related("case__customer")
    # Who has written in the case since has seen it, and has written to whom they wanted.
    later = Message.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"), direction="out")
    lost = (Q(delivery=Delivery.FAILED.value) | ~Q(missed=[])) & ~Exists(
        later.exclude(delivery__in=["withdrawn", "aside"])
    )
    troubled = letters.filter(Q(delivery=Delivery.UNCERTAIN.value) | lost)
    # The status is compared here: asked for it, the planner begins with everybody's proposed cases.
    solved = letters.filter(sounds_solved=True, at__gte=F("case__waiting_since")).only(*_LETTER)
    # In order of time: of each case the last one stays.
    newest = {letter.case_id: letter for letter in solved.order_by("at")}.values()
    offered = [letter for letter in newest if letter.case.state is CaseStatus.SOLUTION_PROPOSED][:MOST]
    waiting = mine.exclude(pk__in=[letter.case_id for letter in offered])
    return Today(
        waiting_for_me=list(waiting.select_related("customer").order_by("waiting_since", "id")[:MOST]),
        waiting_in_team=_free(actor),
        undelivered=list(troubled.only(*_LETTER).order_by("-at")[:MOST]),
        offered=offered,
        overdue_waits=_overdue(actor),
    )


def _of(actor: Actor) -> Q:
    """Of a person's own open cases; whoever has left a team sees its cases no more, though they are still theirs."""
    return Q(case__assignee_id=actor.id, case__is_open=True) & seen_by(actor.sight, "case__")


def _overdue(actor: Actor) -> list[Waiting]:
    rows = Waiting.objects.filter(_of(actor), ended_at=None, until__lte=localdate())
    return list(rows.select_related("case__customer").order_by("until", "id")[:MOST])


_LETTER = ("at", "text", "delivery", "missed", "case__number", "case__subject", "case__status", "case__customer__name")


def _free(actor: Actor) -> list[Case]:
    """The open cases without an accountable person in which somebody waits longest."""
    rows = Case.objects.filter(assignee=None, waiting_since__isnull=False, is_open=True)
    first = first_ids(parts_for(rows, actor), FREE, by="waiting_since")
    return list(Case.objects.filter(pk__in=first).select_related("customer").order_by("waiting_since", "id"))
