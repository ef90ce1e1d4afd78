"""What goes along when two cases become one, and back when they are apart again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from ..merged_rows import move_along, move_back
from ..models import (
    Case,
    CaseLink,
    Draft,
    DraftFile,
    Merge,
    Message,
    Note,
    Postponement,
    ReadMark,
    Relation,
    Story,
    Tag,
    Waiting,
)
from .links import SHORT_LIFE

Moved = dict[str, list[Any]]
_HELD: dict[str, Any] = {"note": Note, "draft": Draft, "draftfile": DraftFile, "waiting": Waiting, "story": Story}
_SIDES = {"relation": "case", "related": "other"}
_THREADS: tuple[Any, ...] = (Message, CaseLink)  # these know the merged case to which they belong


def bring_along(case: Case, target: Case, at: datetime) -> Moved:
    """Move everything of a case to ``target``. Returns the ids of what does not remember itself where it was.

    "joined" are the drafts that became one, as they were.
    """
    # A key that soon ends was given to somebody who has not shown who they are: it must not open the other thread.
    brief = CaseLink.objects.filter(case__in=[case, target], revoked_at=None)
    brief.filter(expires_at__lte=F("created_at") + SHORT_LIFE).update(revoked_at=at)
    for rows in _THREADS:
        move_along(rows.objects.all(), case_id=case.pk, target_id=target.pk)
    Postponement.objects.filter(case=case).update(case=target)
    moved: Moved = {"joined": _join_drafts(case, target), "tag": _bring_tags(case, target)}
    for name in ("note", "draft", "draftfile"):
        moved[name] = list(_HELD[name].objects.filter(case=case).values_list("pk", flat=True))
        _HELD[name].objects.filter(case=case).update(case=target)
    for name, side in _SIDES.items():
        theirs = Relation.objects.filter(**{side: case})
        moved[name] = list(theirs.values_list("pk", flat=True))
        theirs.update(**{side: target})
    if not Story.objects.filter(case=target).exists():
        moved["story"] = list(Story.objects.filter(case=case).values_list("pk", flat=True))
        Story.objects.filter(case=case).update(case=target)
    return moved


def _join_drafts(case: Case, target: Case) -> list[dict[str, Any]]:
    """Somebody who was writing in both goes on with both texts in one draft. Returns what undoing gives back."""
    joined = []
    here = {(draft.user_id, draft.kind): draft for draft in Draft.objects.filter(case=target)}
    for draft in Draft.objects.filter(case=case):
        if (own := here.get((draft.user_id, draft.kind))) is not None:
            # What was written for oneself in one of them is shown to nobody because the other was shared.
            alike = (own.is_shared, own.offered_to_id) == (draft.is_shared, draft.offered_to_id)
            kept = {} if alike else {"is_shared": False, "offered_to": None}
            Draft.objects.filter(pk=own.pk).update(text=_together(own.text, draft.text), **kept)
            joined.append(
                {
                    "own": own.pk,
                    "text": own.text,
                    "theirs": draft.text,
                    "recipients": draft.recipients,
                    "answers": draft.answers_id,
                }
            )
            draft.delete()
    return joined


def _together(own: str, theirs: str) -> str:
    return "\n\n".join(each.strip() for each in (own, theirs) if each.strip())


def _part_drafts(case: Case, target: Case, merge: Merge) -> None:
    """Part the drafts that became one, where nobody has written in them since; else their words stay together."""
    for each in merge.moved.get("joined", []):
        text = _together(each["text"], each["theirs"])
        own = Draft.objects.filter(pk=each["own"], case=target, text=text).first()
        if own is None or Draft.objects.filter(case=case, user=own.user_id, kind=own.kind).exists():
            continue
        Draft.objects.filter(pk=own.pk).update(text=each["text"])
        Draft.objects.create(
            case=case,
            user_id=own.user_id,
            kind=own.kind,
            text=each["theirs"],
            recipients=each["recipients"],
            answers_id=each["answers"],
            saved_at=own.saved_at,
        )


def _bring_tags(case: Case, target: Case) -> list[int]:
    """Put the tags on the other case, too. Returns those it did not bear."""
    new = list(case.tags.exclude(pk__in=target.tags.values("pk")))
    target.tags.add(*new)
    return [tag.pk for tag in new]


def join_read_marks(case: Case, target: Case) -> None:
    """Whoever has not read one of the two has not read both: what they did not see looks new to them."""
    marks: dict[int, dict[int, ReadMark]] = {}
    for mark in ReadMark.objects.filter(case__in=[case, target]):
        marks.setdefault(mark.user_id, {})[mark.case_id] = mark
    joined = []
    for theirs in marks.values():
        if target.pk not in theirs:
            continue  # nothing of the other was read: all of it is new
        mark, other = theirs[target.pk], theirs.get(case.pk)
        joined.append(mark)
        seen = other.seen_at if other is not None else case.opened_at - timedelta(microseconds=1)
        unread = [at for at, of in ((mark.seen_at, target), (seen, case)) if at < of.last_entry_at]
        mark.seen_at = min(unread) if unread else max(mark.seen_at, seen)
        mark.message_id = max(mark.message_id, other.message_id) if other and not unread else mark.message_id
        mark.note_id = max(mark.note_id, other.note_id) if other and not unread else mark.note_id
    ReadMark.objects.bulk_update(joined, ["seen_at", "message_id", "note_id"])


def give_back_rows(case: Case, target: Case, merge: Merge) -> None:
    """Move back what a merge had moved and what came in its thread since; what others had put there stays."""
    within = _within(case, target)
    for rows in _THREADS:
        move_back(rows.objects.all(), case_id=case.pk, target_id=target.pk, within=within)
    Postponement.objects.filter(case=target, message__case=case).update(case=case)
    Case.with_merged.filter(pk__in=within).update(merged_into=case)
    for name, rows in _HELD.items():
        rows.objects.filter(case=target, pk__in=merge.moved.get(name, [])).update(case=case)
    _part_drafts(case, target, merge)
    for name, side in _SIDES.items():
        there = Relation.objects.filter(**{side: target}, pk__in=merge.moved.get(name, []))
        there.update(**{side: case})
    Note.objects.filter(came_with__case=case).update(case=case)
    # Tags that came through a third case are left where they are: nobody knows whose they are by now.
    gone = Tag.objects.filter(pk__in=merge.moved.get("tag", []) if merge.into_id == target.pk else [])
    target.tags.remove(*gone)


def _within(case: Case, target: Case) -> list[int]:
    """The cases that were merged into this one before it was merged itself, at any depth."""
    tree: dict[int, list[int]] = {}
    there = Merge.objects.standing().filter(case__merged_into=target)
    for child, into in there.values_list("case_id", "into_id"):
        tree.setdefault(into, []).append(child)
    found: list[int] = []
    open_ = [case.pk]
    while open_:
        children = tree.get(open_.pop(), [])
        found += children
        open_ += children
    return found
