"""'Heute': what needs this person now, and who waits longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from kulanz.core.clock import now
from kulanz.events.actor import Actor

from ..access import may_approve
from ..models import Approval, Case, Draft, Message, Note, Postponement, Snooze, Waiting
from ..models.case import seen_by
from ..rules import UNSAID, CaseStatus, Delivery, Direction
from .page import beside_columns
from .parts import first_ids, parts_for

MOST = 12
LATELY = timedelta(days=14)
FREE = 5
WRITTEN = ("reply", "forward")


@dataclass(frozen=True, slots=True)
class Today:
    """The lists of the first screen, each ordered by what should come first and short enough to be read."""

    waiting_for_me: list[Case]
    waiting_in_team: list[Case]
    undelivered: list[Message]
    offered: list[Message]
    overdue_waits: list[Waiting]
    returned: list[Snooze]
    overtaken: list[Postponement]
    to_approve: list[Approval]
    given_back: list[Approval]


def today(actor: Actor, *, beside_letters: Sequence[str] = ()) -> Today:
    """Read the first screen of a person. Eight queries, nine for those who approve letters.

    ``waiting_for_me`` and ``waiting_in_team`` (nobody is accountable yet) are in fair order: who waits longest comes
    first. ``undelivered`` are own answers that did not get through, ``offered`` mails that sound like "it works";
    their cases wait for nothing else. ``overdue_waits`` are those of own cases whose day to ask again has come,
    ``returned`` is what was snoozed and came back, until somebody does something in it. ``overtaken`` are postponed
    answers that are drafts again, because the customer wrote before they went, ``to_approve`` letters of others that
    wait for a second pair of eyes, ``given_back`` own ones that somebody sent back. What is snoozed is left out.
    ``beside_letters`` names one-to-one relations of upper rooms to a message that are read along with ``offered``.
    """
    mine = Case.objects.open().visible_to(actor).filter(assignee_id=actor.id, wakes_at=None)
    mine = mine.filter(waiting_since__isnull=False)
    letters = Message.objects.filter(_of(actor)).select_related("case__customer")
    # Who has written in the case since has seen it, and has written to whom they wanted.
    later = Message.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"), direction="out")
    later = later.filter(is_forward=OuterRef("is_forward"))
    lost = (Q(delivery=Delivery.FAILED.value) | ~Q(missed=[])) & ~Exists(later.exclude(delivery__in=UNSAID))
    troubled = letters.filter(Q(delivery=Delivery.UNCERTAIN.value) | lost)
    # The status is compared here: asked for it, the planner begins with everybody's proposed cases.
    solved = letters.filter(sounds_solved=True, at__gte=F("case__waiting_since")).select_related(*beside_letters)
    solved = solved.only(*_LETTER, *beside_columns(beside_letters))
    # In order of time: of each case the last one stays.
    newest = {letter.case_id: letter for letter in solved.order_by("at")}.values()
    # A thank-you wakes no snoozed case: it is told here.
    fitting = (each for each in newest if each.case.state is CaseStatus.SOLUTION_PROPOSED or each.case.is_snoozed)
    offered = list(fitting)[:MOST]
    waiting = mine.exclude(pk__in=[letter.case_id for letter in offered])
    return Today(
        waiting_for_me=list(waiting.select_related("customer").order_by("waiting_since", "id")[:MOST]),
        waiting_in_team=_free(actor),
        undelivered=list(troubled.only(*_LETTER).order_by("-at")[:MOST]),
        offered=offered,
        overdue_waits=_overdue(actor),
        returned=_returned(actor),
        overtaken=_overtaken(actor),
        to_approve=_to_approve(actor),
        given_back=_given_back(actor),
    )


def _of(actor: Actor) -> Q:
    """Of a person's own open cases; whoever has left a team sees its cases no more, though they are still theirs."""
    return Q(case__assignee_id=actor.id, case__is_open=True) & seen_by(actor.sight, "case__")


def _overdue(actor: Actor) -> list[Waiting]:
    rows = Waiting.objects.filter(_of(actor), ended_at=None, until__lte=localdate(), case__wakes_at=None)
    return list(rows.select_related("case__customer").order_by("until", "id")[:MOST])


def _returned(actor: Actor) -> list[Snooze]:
    """What came back to a person lately, where nothing was done with it since."""
    since = {"case": OuterRef("case"), "at__gt": OuterRef("ended_at")}
    written = Message.objects.filter(**since, direction=Direction.OUT.value).exclude(delivery=Delivery.WITHDRAWN.value)
    rows = Snooze.objects.filter(seen_by(actor.sight, "case__"), returned_to_id=actor.id, ended_at__gt=now() - LATELY)
    rows = rows.filter(Q(case__assignee_id=actor.id) | Q(case__assignee=None), case__is_open=True, case__wakes_at=None)
    begun = Waiting.objects.filter(**since, withdrawn_at=None)
    untouched = rows.exclude(Exists(written) | Exists(begun) | Exists(Note.objects.filter(**since)))
    return list(untouched.select_related("case__customer", "by").order_by("ended_at", "id")[:MOST])


def _overtaken(actor: Actor) -> list[Postponement]:
    """Postponed answers that went back into the draft lately, as long as there is one."""
    drafts = Draft.objects.filter(case=OuterRef("case"), user_id=actor.user_id or 0, kind="reply")
    rows = Postponement.objects.filter(seen_by(actor.sight, "case__"), by_id=actor.id, overtaken_at__gt=now() - LATELY)
    mine = rows.filter(Exists(drafts)).select_related("case__customer", "message")
    return list(mine.order_by("overtaken_at", "id")[:MOST])


def _to_approve(actor: Actor) -> list[Approval]:
    """Letters of others that wait until somebody sends them, the oldest first."""
    if not may_approve(actor):
        return []
    rows = Approval.objects.filter(seen_by(actor.sight, "message__case__"), outcome="")
    others = rows.exclude(message__author_id=actor.id).select_related("message__case__customer", "message__author")
    return list(others.order_by("asked_at", "id")[:MOST])


def _given_back(actor: Actor) -> list[Approval]:
    """Letters of a person that were given back to them lately, as long as their draft is there."""
    drafts = Draft.objects.filter(case=OuterRef("message__case"), user_id=actor.user_id or 0, kind__in=WRITTEN)
    rows = Approval.objects.filter(outcome="returned", decided_at__gt=now() - LATELY, message__author_id=actor.id)
    mine = rows.filter(Exists(drafts), seen_by(actor.sight, "message__case__"))
    return list(mine.select_related("message__case__customer", "decided_by").order_by("decided_at", "id")[:MOST])


_LETTER = (
    "at", "text", "delivery", "missed", "case__number", "case__subject", "case__status", "case__wakes_at",
    "case__customer__name",
)  # fmt: skip


def _free(actor: Actor) -> list[Case]:
    """The open cases without an accountable person in which somebody waits longest."""
    rows = Case.objects.filter(assignee=None, waiting_since__isnull=False, is_open=True, wakes_at=None)
    first = first_ids(parts_for(rows, actor), FREE, by="waiting_since")
    return list(Case.objects.filter(pk__in=first).select_related("customer").order_by("waiting_since", "id"))
