"""A case that one of ours begins: who it is about, and the first letter or what was said on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from kulanz.events.actor import Actor
from kulanz.people.actions import create_customer
from kulanz.people.rules import ContactKind

from ..access import require_user_id
from ..arrival import Upload
from ..errors import RecipientsRefused
from ..models import Case
from ..rules import Direction, WaitingFor
from ._steps import update_case
from .assignment import assign_case
from .notes import write_note
from .opening import open_case
from .receive import preview_of
from .repeats import claim_submission, settle_submission
from .reply import send_reply
from .waiting import wait_for


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Somebody whom the house does not know yet, and how to reach them."""

    name: str
    contacts: Sequence[tuple[ContactKind, str]] = ()


@dataclass(frozen=True, slots=True)
class FirstLetter:
    """The letter with which a case begins, and the address it goes to. The last three as for ``send_reply``."""

    text: str
    to_name: str
    to_address: str
    uploads: Sequence[Upload] = ()
    gaps_are_meant: bool = False
    stops_are_known: bool = False
    is_signed: bool = True


@dataclass(frozen=True, slots=True)
class CallNote:
    """What was said on the telephone, and with whom. ``direction`` "in": they called us, and wait for us since."""

    text: str
    direction: Direction = Direction.IN
    spoke_with: str = ""


def begin_case(
    *,
    by: Actor,
    key: str,
    brand_id: int,
    customer: int | NewCustomer,
    subject: str,
    team_id: int | None = None,
    is_mine: bool = True,
    waits: bool = False,
    first: FirstLetter | CallNote | None = None,
    aside: str = "",
) -> Case:
    """Open a case with its first letter or call note, in one transaction. Returns it; so does the same ``key`` again.

    ``customer`` is an id, or somebody new. With ``waits`` the case waits for the customer. Whoever writes the first
    letter is accountable, else the case may be nobody's (``is_mine``). A team whose cases the actor may not see gets
    the case all the same. ``aside`` is a note of its own. Raises what ``open_case``, ``create_customer``,
    ``write_note`` and ``send_reply`` raise.
    """
    require_user_id(by)
    with transaction.atomic():
        if key and (known := claim_submission(by=by, key=key)) is not None:
            return known
        hands_over = not by.sight.covers(team_id)
        case = open_case(
            by=by,
            brand_id=brand_id,
            customer_id=_customer_id(customer, by),
            subject=subject,
            team_id=None if hands_over else team_id,
            is_mine=is_mine or isinstance(first, FirstLetter),
        )
        if isinstance(first, FirstLetter):
            _write(case, first, by, waits=waits)
        else:
            _note_call(case, first, by, waits=waits)
        if aside:
            write_note(case_id=case.pk, by=by, text=aside)
        if hands_over:
            assign_case(case_id=case.pk, by=by, user_id=None, team_id=team_id, keep_team=False)
        if key:
            settle_submission(by=by, key=key, case=case)
    return case


def _customer_id(customer: int | NewCustomer, by: Actor) -> int:
    if isinstance(customer, int):
        return customer
    return create_customer(by=by, name=customer.name, contacts=[*customer.contacts]).pk


def _write(case: Case, letter: FirstLetter, by: Actor, *, waits: bool) -> None:
    if not letter.to_address:
        raise RecipientsRefused("none")
    update_case(case, preview=preview_of(letter.text))
    send_reply(
        case_id=case.pk,
        by=by,
        text=letter.text,
        waits=waits,
        uploads=letter.uploads,
        recipients=[{"name": letter.to_name, "address": letter.to_address, "role": "to"}],
        gaps_are_meant=letter.gaps_are_meant,
        stops_are_known=letter.stops_are_known,
        is_signed=letter.is_signed,
    )


def _note_call(case: Case, call: CallNote | None, by: Actor, *, waits: bool) -> None:
    """Whoever called waits for us from then on, unless it is now up to them."""
    if call is not None and call.text.strip():
        note = write_note(
            case_id=case.pk,
            by=by,
            text=call.text,
            call=call.direction,
            spoke_with=call.spoke_with or case.customer.name,
        )
        is_awaited = call.direction is Direction.IN and not waits
        update_case(case, preview=preview_of(note.text), waiting_since=note.at if is_awaited else None)
    if waits:
        wait_for(case_id=case.pk, by=by, whom=WaitingFor.CUSTOMER)
