"""Working a case: open one by hand, note, assign, take up again."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from kulanz.core.clock import now
from kulanz.core.typed import as_typed
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.actors import sight_of
from kulanz.people.models import Brand, Customer, Team, User

from .. import counting, events
from ..access import locked_case, require_staff, require_user_id
from ..errors import EmptyText, NotAllowed, NotFound, WrongState
from ..models import Assignment, Case, CaseWords, Draft, Note, Reopening
from ..rules import CLOSED, CaseStatus
from ._steps import change, restate
from .mentioning import record_mentions
from .read_marks import mark_read
from .receive import next_number
from .repeats import TAKE_BACK, note_said


def open_case(
    *, by: Actor, brand_id: int, customer_id: int, subject: str, team_id: int | None = None, channel: str = "desk"
) -> Case:
    """Open a case by hand, for example after a telephone call. It is its opener's."""
    user_id = require_user_id(by)
    if not subject.strip():
        raise EmptyText
    with transaction.atomic():
        customer, brand = Customer.objects.filter(pk=customer_id).first(), Brand.objects.filter(pk=brand_id).first()
        if customer is None or brand is None:
            raise NotFound
        case = Case.objects.create(
            number=next_number(brand_id),
            brand_id=brand_id,
            customer=customer,
            subject=subject.strip()[:300],
            status=CaseStatus.WITH_US.value,
            assignee_id=user_id,
            team_id=team_id,
            channel=channel,
            language=customer.language or brand.language,
        )
        Assignment.objects.create(case=case, user_id=user_id, team_id=team_id, by_id=user_id, at=case.opened_at)
        counting.shift(Counter([counting.place_of(case)]))
        CaseWords.objects.add({case.pk: f"{case.number} {case.subject}"}, fresh={case.pk})
        log.record(events.CaseOpened(case.pk), by=by)
    return case


def write_note(*, case_id: int, by: Actor, text: str) -> Note:
    """Write a note for us alone. Colleagues it calls by "@name" are told, where they may see the case.

    The same words again at once are the same note, which is returned as it is.
    """
    user_id, text = require_user_id(by), as_typed(text).strip()
    if not text:
        raise EmptyText
    with transaction.atomic():
        case = locked_case(case_id, by)
        if (said := note_said(case, by, text, now())) is not None:
            return said
        note = Note.objects.create(case=case, author_id=user_id, text=text)
        CaseWords.objects.add({case.pk: text})
        change(case, last_entry_at=max(case.last_entry_at, note.at))
        Draft.objects.filter(case=case, user_id=user_id, kind="note").delete()
        record_mentions(note, case)
        log.record(events.NoteWritten(case.pk, note.pk), by=by)
        mark_read(case_id=case.pk, by=by)
    return note


def assign_case(
    *,
    case_id: int,
    by: Actor,
    user_id: int | None,
    team_id: int | None = None,
    keep_team: bool = True,
    reason: str = "",
) -> None:
    """Make a person accountable, or with ``None`` hand the case back to its team. No change, no event.

    ``team_id`` counts only with ``keep_team=False``. Raises ``NotAllowed`` where the person could not see the case,
    ``NotFound`` where there is no such person or team.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        team = case.team_id if keep_team else team_id
        if (case.assignee_id, case.team_id) == (user_id, team):
            return
        _hand_to(case, by, user_id, team, reason)


def _hand_to(case: Case, by: Actor, user_id: int | None, team: int | None, reason: str) -> None:
    user = _assignable(user_id, team)
    Assignment.objects.create(case=case, user=user, team_id=team, by_id=by.user_id, reason=reason[:300], at=now())
    _with(case, by, user, team)


def _with(case: Case, by: Actor, user: User | None, team: int | None, *, undone: bool = False) -> None:
    """Write with whom a case is, and tell it."""
    team_name = _team_name(team)
    restate(case, assignee_id=user.pk if user else None, team_id=team)
    names = (user.name, user.shown_name) if user else ("", "")
    log.record(
        events.CaseAssigned(case.pk, user.pk if user else None, names[0], team, team_name, names[1], undone), by=by
    )


def take_case(*, case_id: int, by: Actor) -> None:
    """Make oneself accountable."""
    assign_case(case_id=case_id, by=by, user_id=require_user_id(by))


def return_case(*, case_id: int, by: Actor, user_id: int | None, team_id: int | None) -> None:
    """Undo a hand-over of one's own: the case goes to whom it was with before, as the caller remembers it.

    A case to which nothing else was done is new again. Allowed for ``TAKE_BACK`` although the case may have left one's
    teams. Raises ``WrongState`` later, or when somebody else has handed it on since.
    """
    me = require_user_id(by)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
        if case is None:
            raise NotFound
        last = Assignment.objects.filter(case=case, withdrawn_at=None).last()
        if last is None or last.by_id != me or now() - last.at > TAKE_BACK:
            raise WrongState
        user = _assignable(user_id, team_id)
        Assignment.objects.filter(pk=last.pk).update(withdrawn_at=now())
        _with(case, by, user, team_id, undone=True)


def _team_name(team_id: int | None) -> str:
    if team_id is None:
        return ""
    name = Team.objects.filter(pk=team_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    return name


def _assignable(user_id: int | None, team_id: int | None) -> User | None:
    if user_id is None:
        return None
    user: User | None = User.objects.filter(pk=user_id, is_active=True).prefetch_related("memberships").first()
    if user is None:
        raise NotFound
    if not sight_of(user).covers(team_id):
        raise NotAllowed
    return user


def reopen_case(*, case_id: int, by: Actor) -> None:
    """Take up a case again that was confirmed or ended. Raises ``WrongState`` when it is open."""
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        if case.state not in CLOSED:
            raise WrongState
        Reopening.objects.create(case=case, why="taken-up", at=now())
        restate(case)
        log.record(events.CaseReopened(case.pk), by=by)
