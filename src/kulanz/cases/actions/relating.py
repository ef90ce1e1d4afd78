"""Cases that belong together and stay apart: related, and no longer; and the question that was answered with no."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import locked_cases, require_user_id
from ..errors import NotFound, WrongState
from ..models import Denial, Relation
from ..rules import RelationKind


def relate_cases(*, case_id: int, other_id: int, by: Actor, kind: RelationKind) -> Relation | None:
    """Say how a case belongs to another one, in the place of what was said before. Nothing where it is said already.

    Raises ``WrongState`` for one case, ``NotFound`` or ``NotAllowed`` for either.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        if case.pk == other.pk:
            raise WrongState
        there, at = _between(case.pk, other.pk).filter(withdrawn_at=None), now()
        if there.filter(case=case, kind=kind.value).exists():
            return None
        there.update(withdrawn_at=at)
        relation = Relation.objects.create(case=case, other=other, kind=kind.value, by_id=user_id, at=at)
        log.record(events.CaseRelated(case.pk, other.pk, other.number, kind.value), by=by)
    return relation


def undo_relating(*, relation_id: int, by: Actor) -> None:
    """Undo that two cases were related: what was said of them before stands again. Raises as ``unrelate_cases``."""
    with transaction.atomic():
        relation = _taken_away(relation_id, by)
        # What it had taken the place of bears the instant at which it was said.
        there = _between(relation.case_id, relation.other_id)
        there.filter(withdrawn_at=relation.at).exclude(pk=relation.pk).update(withdrawn_at=None)


def unrelate_cases(*, relation_id: int, by: Actor) -> None:
    """Take a relation away. Raises ``NotFound`` where it is gone, and ``NotAllowed`` for either case."""
    with transaction.atomic():
        _taken_away(relation_id, by)


def _taken_away(relation_id: int, by: Actor) -> Relation:
    require_user_id(by)
    relation = Relation.objects.filter(pk=relation_id, withdrawn_at=None).select_related("other").first()
    if relation is None:
        raise NotFound
    case, other = locked_cases(relation.case_id, relation.other_id, by=by)
    # Cases that were merged may each have brought the same one along: the page shows one of them.
    same = Relation.objects.filter(case=case, other=other, kind=relation.kind, withdrawn_at=None)
    same.update(withdrawn_at=now())
    told = events.CaseRelated(relation.case_id, relation.other_id, relation.other.number, relation.kind, True)
    log.record(told, by=by)
    return relation


def _between(case_id: int, other_id: int) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(case=case_id, other=other_id) | Q(case=other_id, other=case_id))


def deny_belonging(*, case_id: int, other_id: int, by: Actor) -> Denial | None:
    """Say that two cases do not belong together: nobody is asked about them again. Nothing where that is said already.

    Raises as ``relate_cases``.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        denial, is_new = Denial.objects.get_or_create(case=case, other=other, defaults={"by_id": user_id})
        if is_new:
            log.record(events.BelongingDenied(case.pk, other.pk, other.number), by=by)
    return denial if is_new else None


def undo_denial(*, case_id: int, other_id: int, by: Actor) -> None:
    """Ask about two cases again. Raises as ``relate_cases``, ``NotFound`` where nobody had said no."""
    require_user_id(by)
    with transaction.atomic():
        case, other = locked_cases(case_id, other_id, by=by)
        gone, _rows = Denial.objects.filter(case=case, other=other).delete()
        if not gone:
            raise NotFound
        log.record(events.BelongingDenied(case.pk, other.pk, other.number, undone=True), by=by)
