"""Two cases that tell one matter become one, and apart again: each row is in one of them, none is copied."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import counting, events
from ..access import locked_cases, locked_pair, require_user_id, survivors
from ..errors import BrandsDiffer, CustomersDiffer, NotFound, WrongState
from ..models import Case, CaseWords, Merge, Message, Reopening, Waiting
from ..models.entries import MessageQuerySet
from ..rules import CLOSED, OURS, UNSAID, CaseStatus, comes_back, waiting_comes_along
from . import _joining
from ._settling import settle
from ._steps import (
    end_snooze,
    end_waiting,
    give_back,
    give_back_snooze,
    hold_letters,
    refresh_status,
    withdraw_proposal,
)

WHY = "merged"  # of the reopening of a case that takes in an open one


def merge_cases(*, case_id: int, into_id: int, by: Actor, customers_are_known: bool = False) -> Merge:
    """Let a case go on in another one: letters, notes, files, keys, drafts and marks go there, nothing is copied.

    Its number and its keys lead there from now on. ``customers_are_known``: the two are of two customers, and whoever
    merges them knows; each of them reads what they wrote and received, as before. Raises ``WrongState`` where the two
    are one already, ``BrandsDiffer``, ``CustomersDiffer``, and ``NotFound`` or ``NotAllowed`` for either.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        hold_letters(case_id, into_id)
        case, target = locked_cases(case_id, into_id, by=by)
        if case.pk == target.pk:
            raise WrongState
        if case.brand_id != target.brand_id:
            raise BrandsDiffer
        if case.customer.person_id != target.customer.person_id and not customers_are_known:
            raise CustomersDiffer(case.customer.name, target.customer.name)
        at = now()
        _joining.join_read_marks(case, target)
        moved = _joining.bring_along(case, target, at)
        moved |= _wake(case, target, at)
        if case.is_open and not case.is_snoozed:
            end_snooze(target, at)
        hide(case, target, at)
        settle(target)
        merge = Merge.objects.create(case=case, into=target, by_id=user_id, moved=moved, at=at)
        CaseWords.objects.rewrite([target.pk])
        log.record(events.CaseMerged(target.pk, case.pk, case.number), by=by)
    return merge


def _wake(case: Case, target: Case, at: datetime) -> _joining.Moved:
    """Let the case that goes on wait for whom the two wait together. Returns the waiting that went along."""
    if not case.is_open:
        return {}
    was_closed = target.state in CLOSED
    waits_for_us = target.waiting_since is not None and not was_closed
    if was_closed or comes_back(target.state, case.state):
        take_up(target, at)
    if not waiting_comes_along(target.state, case.state, is_awaited=waits_for_us):
        return {}
    waiting = Waiting.objects.filter(case=case, ended_at=None)
    ids = list(waiting.values_list("pk", flat=True))
    waiting.update(case=target)
    return {"waiting": ids}


def take_up(case: Case, at: datetime) -> None:
    """Let a case be ours with what it takes in. ``stand_as_before`` gives back what this ends at ``at``."""
    if case.state in CLOSED:
        Reopening.objects.create(case=case, why=WHY, at=at)
    else:
        end_waiting(case, at)
        withdraw_proposal(case, at)


def hide(case: Case, target: Case, at: datetime) -> None:
    """Let a case go on in another. Its records stay: once it is shown again, it stands where it stood."""
    end_snooze(case, at)
    counting.shift(Counter({counting.place_of(case): -1}))
    case.merged_into, case.status, case.is_open, case.waiting_since = target, CaseStatus.ENDED.value, False, None
    case.save(update_fields=["merged_into", "status", "is_open", "waiting_since"])
    Case.with_merged.filter(merged_into=case).update(merged_into=target)


def unmerge_case(*, case_id: int, by: Actor) -> Case:
    """Let a merged case stand on its own again, whenever: its own goes back, and what came in its thread since.

    What was said in the other thread stays, and what was merged into it before goes along. Raises ``NotFound`` where it
    is not merged, and ``NotAllowed`` for either case.
    """
    require_user_id(by)
    with transaction.atomic():
        root = survivors([case_id]).get(case_id, 0)
        hold_letters(root)
        case, target = locked_pair(case_id, root, by)
        if case.merged_into_id != target.pk:
            raise NotFound
        merge = Merge.objects.standing().filter(case=case).latest("id")
        _joining.give_back_rows(case, target, merge)
        case.merged_into = None
        case.save(update_fields=["merged_into"])
        Merge.objects.filter(pk=merge.pk).update(withdrawn_at=now())
        counting.shift(Counter([counting.place_of(case)]))
        _rest(target, merge)
        _rise(case, merge)
        CaseWords.objects.rewrite([target.pk, case.pk])
        log.record(events.CaseMerged(target.pk, case.pk, case.number, undone=True), by=by)
    return case


def _rest(target: Case, merge: Merge) -> None:
    """Let the other case stand as it stood before, where nothing was said in it since; else it has moved on."""
    stand_as_before(target, merge.at)
    refresh_status(target)
    settle(target)


def stand_as_before(case: Case, at: datetime) -> None:
    """Give back what ``take_up`` ended in its instant ``at``, and a snooze, where nothing was said since."""
    if not _said_since(case, at).exists() and not Waiting.objects.filter(case=case, at__gt=at).exists():
        Reopening.objects.filter(case=case, why=WHY, at=at).delete()
        give_back(case, at)


def _rise(case: Case, merge: Merge) -> None:
    """Let a case stand as its records say; whoever wrote in it since, and was not answered, waits for us."""
    refresh_status(case)
    if not _said_since(case, merge.at).exists():
        give_back_snooze(case, merge.at)
    newest = _said_since(case, merge.at).filter(is_automatic=False).order_by("at", "id").last()
    if newest is not None and newest.is_incoming and case.state not in OURS:
        at = now()
        end_waiting(case, at)
        withdraw_proposal(case, at)
        if not case.is_open:
            Reopening.objects.create(case=case, why="customer-wrote", at=at)
        refresh_status(case)
    settle(case)


def _said_since(case: Case, at: datetime) -> MessageQuerySet:
    return Message.objects.filter(case=case, at__gt=at).exclude(delivery__in=UNSAID)
