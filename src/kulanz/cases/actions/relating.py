"""Cases that belong together and stay apart: related, and no longer; and the question that was answered with no."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import case_of, locked_cases, require_user_id
from ..errors import NotFound, WrongState
from ..models import Denial, Relation
from ..rules import RelationKind


def relate_cases(*, case_id: int, other_id: int, by: Actor, kind: RelationKind) -> Relation:
    """Say how a case belongs to another one. The same twice is one relation; another kind takes its place.

    Raises ``WrongState`` for one case, ``NotFound`` or ``NotAllowed`` for either.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        if case.pk == other.pk:
            raise WrongState
        both = Q(case=case, other=other) | Q(case=other, other=case)
        there = Relation.objects.filter(both, withdrawn_at=None)
        known = there.filter(case=case, kind=kind.value).first()
        if known is not None:
            return known
        there.update(withdrawn_at=now())
        relation = Relation.objects.create(case=case, other=other, kind=kind.value, by_id=user_id)
        log.record(events.CaseRelated(case.pk, other.pk, other.number, kind.value), by=by)
    return relation


def unrelate_cases(*, relation_id: int, by: Actor) -> None:
    """Take a relation away. Raises ``NotFound`` where it is gone, and ``NotAllowed`` for either case."""
    require_user_id(by)
    with transaction.atomic():
        relation = Relation.objects.filter(pk=relation_id, withdrawn_at=None).select_related("other").first()
        if relation is None:
            raise NotFound
        for each in (relation.case_id, relation.other_id):
            case_of(each, by)
        Relation.objects.filter(pk=relation.pk, withdrawn_at=None).update(withdrawn_at=now())
        told = events.CaseRelated(relation.case_id, relation.other_id, relation.other.number, relation.kind, True)
        log.record(told, by=by)


def deny_belonging(*, case_id: int, other_id: int, by: Actor) -> Denial:
    """Say that two cases do not belong together: nobody is asked about them again. Raises as ``relate_cases``."""
    user_id = require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        denial, is_new = Denial.objects.get_or_create(case=case, other=other, defaults={"by_id": user_id})
        if is_new:
            log.record(events.BelongingDenied(case.pk, other.pk, other.number), by=by)
    return denial


def undo_denial(*, case_id: int, other_id: int, by: Actor) -> None:
    """Ask about two cases again. Raises as ``relate_cases``, ``NotFound`` where nobody had said no."""
    require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        gone, _rows = Denial.objects.filter(case=case, other=other).delete()
        if not gone:
            raise NotFound
        log.record(events.BelongingDenied(case.pk, other.pk, other.number, undone=True), by=by)
