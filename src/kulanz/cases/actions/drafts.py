"""What somebody is writing: kept as it is written, ended by its letter. No events: nobody else's business."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet

from kulanz.core.clock import now
from kulanz.core.newlines import unix_newlines
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor

from ..access import locked_case, require_user_id
from ..audience import Person
from ..models import Case, Draft, Message
from .repeats import is_late_save


def save_draft(
    *,
    case_id: int,
    by: Actor,
    kind: str,
    text: str,
    recipients: Sequence[Person] = (),
    answers_id: int | None = None,
    seen_id: int | None = None,
    regained: Collection[int] | None = None,
    is_signed: bool = True,
) -> Draft | None:
    """Keep what a person is writing ("reply" or "note") and whom they chose for it; with neither, the draft goes.

    A save that was on its way while its text was sent comes too late and leaves no draft behind. ``seen_id`` is the
    newest entry of the kind that its page knew, ``regained`` the letters taken back whose words it showed (``None``:
    all): what it has not shown stays, above the text.
    """
    user_id, text = require_user_id(by), unix_newlines(text)
    with transaction.atomic():
        case = locked_case(case_id, by)
        # Behind the lock of the case: a save that meets the sending of its own text waits, and then finds the letter.
        if text.strip() and is_late_save(case, user_id, kind, text.strip(), seen_id):
            end_draft(case, user_id, kind, regained)
            return None
        there = _draft(case, user_id, kind)
        if there is None and text.strip():
            text = _since_taken(case, user_id, kind, text)
        letters = _unknown(there, regained)
        kept = "\n\n".join([*(each.text for each in letters), *([text] if text.strip() else [])])
        if not (kept or recipients):
            if there is not None:
                there.delete()
            return None
        draft = there or Draft(case=case, user_id=user_id, kind=kind)
        draft.text, draft.saved_at = kept or text, now()
        draft.recipients, draft.answers_id, draft.is_signed = list(recipients), answers_id, is_signed
        draft.save()
    return draft


def end_draft(case: Case, user_id: int, kind: str, regained: Collection[int] | None) -> None:
    """Take a draft away whose letter goes, but for the words of letters taken back that its page had not shown."""
    there = _draft(case, user_id, kind)
    if there is None:
        return
    letters = _unknown(there, regained)
    if not letters:
        there.delete()
        return
    there.text, there.regained = "\n\n".join(each.text for each in letters), [each.pk for each in letters]
    newest = letters[-1]
    there.recipients, there.answers_id, there.is_signed = newest.recipients, newest.answers_id, newest.is_signed
    there.save()


def _since_taken(case: Case, user_id: int, kind: str, text: str) -> str:
    """What a page that still shows a draft has beyond it, where a colleague has taken it since."""
    taken = Draft.objects.filter(case=case, kind=kind, taken_from_id=user_id).values_list("taken_text", flat=True)
    theirs = next((each for each in taken if text.startswith(each)), "")
    return text[len(theirs) :].lstrip()


def _draft(case: Case, user_id: int, kind: str) -> Draft | None:
    return next(iter(_drafts(case.pk, user_id, kind)), None)


@prepared
def _drafts(case_id: int, user_id: int, kind: str) -> QuerySet[Draft]:
    return Draft.objects.filter(case_id=case_id, user_id=user_id, kind=kind)


def _unknown(draft: Draft | None, regained: Collection[int] | None) -> list[Message]:
    """The letters taken back into a draft that a page which shows ``regained`` has not shown."""
    unknown = [] if draft is None or regained is None else [each for each in draft.regained if each not in regained]
    return list(Message.objects.filter(pk__in=unknown).order_by("pk")) if unknown else []
