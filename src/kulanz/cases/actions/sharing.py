"""A draft for others: shown to all who see its case, or handed over to one, who goes on writing it."""

from __future__ import annotations

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from .. import events
from ..access import locked_case, require_user_id
from ..errors import NotAllowed, WrongState
from ..models import Case, Draft, DraftFile
from .notes import write_note


def share_draft(*, case_id: int, by: Actor, to_id: int | None = None, note: str = "") -> None:
    """Show the draft of one's answer to all who see the case, or to ``to_id`` alone, who is told so by ``note``.

    It stays one's own, to be written on, until somebody takes it. Raises ``WrongState`` where there is none, and
    ``NotAllowed`` where that person may not see the case.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        draft = Draft.objects.filter(case=case, user_id=user_id, kind="reply").exclude(text="").first()
        if draft is None:
            raise WrongState
        if to_id is not None and (to_id == user_id or not _sees(case, to_id)):
            raise NotAllowed
        draft.is_shared, draft.offered_to_id = True, to_id
        draft.save(update_fields=["is_shared", "offered_to"])
        log.record(events.DraftShared(case.pk), by=by)
        if note:
            write_note(case_id=case.pk, by=by, text=note)


def keep_draft(*, case_id: int, by: Actor) -> None:
    """Let the draft of one's answer be one's own again, seen by nobody else."""
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        shared = Draft.objects.filter(case=case, user_id=user_id, is_shared=True)
        if shared.update(is_shared=False, offered_to=None):
            log.record(events.DraftShared(case.pk, undone=True), by=by)


def take_draft(*, case_id: int, by: Actor, draft_id: int) -> None:
    """Go on with a draft that a colleague shares: it is one's own with its files, above what one has begun.

    Raises ``WrongState`` where it is shared no more: two who take it at once do not both get it.
    """
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        shared = Draft.objects.select_related("user").filter(pk=draft_id, case=case, is_shared=True)
        draft = shared.exclude(user_id=user_id).first()
        if draft is None or draft.offered_to_id not in {None, user_id}:
            raise WrongState
        owner = draft.user
        own = Draft.objects.filter(case=case, user_id=user_id, kind="reply").first()
        begun = own.text.strip() if own is not None else ""
        if own is not None:
            own.delete()
        draft.taken_from, draft.taken_text = owner, draft.text
        draft.text = "\n\n".join(filter(None, (draft.text, begun)))
        draft.user_id, draft.is_shared, draft.offered_to, draft.saved_at = user_id, False, None, now()
        draft.save()
        DraftFile.objects.filter(case=case, user=owner).update(user_id=user_id)
        log.record(events.DraftTaken(case.pk, owner.name), by=by)


def _sees(case: Case, user_id: int) -> bool:
    user = User.objects.filter(pk=user_id, is_active=True).prefetch_related("memberships").first()
    return user is not None and sight_of(user).covers(case.team_id)
