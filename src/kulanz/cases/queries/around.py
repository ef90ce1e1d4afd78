"""What stands around a case on its page, out of what was read along with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kulanz.events.actor import Actor

from ..models import Case
from ..rules import EndingReason, RelationKind


@dataclass(frozen=True, slots=True)
class Wait:
    """For whom or what a case waits (empty: nobody said), and the day on which we ask again."""

    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a case ended without a letter, and the number of the case of which it is a duplicate.

    ``named`` is the house's own reason for it, empty for none.
    """

    reason: EndingReason
    of_number: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Who gave the letter of a draft back to its writer, and what they said to it."""

    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A case that was merged into this one, and whose it is."""

    number: str
    subject: str
    customer_id: int
    customer_name: str


@dataclass(frozen=True, slots=True)
class Related:
    """A case that belongs to this one. ``is_far``: the relation was said of that one and names this one."""

    id: int
    kind: RelationKind
    number: str
    subject: str
    is_far: bool


@dataclass(frozen=True, slots=True)
class SharedDraft:
    """A draft of a colleague that others may read and go on with; ``is_handed``: handed over to its reader alone."""

    id: int
    name: str
    text: str
    is_handed: bool


def shared_of(case: Case) -> list[SharedDraft]:
    """The drafts that colleagues share with the reader of a page."""
    rows = vars(case)["shared_drafts"] or []
    return [SharedDraft(each["id"], each["name"], each["text"], bool(each["offered_to_id"])) for each in rows]


def related_of(actor: Actor, case: Case) -> list[Related]:
    """What the actor may see of the cases that belong to this one; what several of those merged here said, once."""
    found = [(each, far) for name, far in (("relates_to", False), ("related", True)) for each in vars(case)[name] or []]
    seen = {(each["number"], each["kind"], far): each for each, far in found if actor.sight.covers(each["team"])}
    return [
        Related(each["id"], RelationKind(kind), number, each["subject"], far)
        for (number, kind, far), each in seen.items()
    ]


def wait_of(case: Case) -> Wait | None:
    """For what a case waits, as it was read along."""
    found = vars(case)["waits"]
    if not found:
        return None
    until = found[0]["until"]
    return Wait(found[0]["reason"], date.fromisoformat(until) if until else None)


def ended_of(case: Case) -> Ended | None:
    """Why a case ended without a letter, as it was read along."""
    found = vars(case)["ending"]
    if not found:
        return None
    return Ended(EndingReason(found[0]["reason"]), found[0]["of_number"] or "", found[0]["own"] or "")


def given_back_of(case: Case, regained: Sequence[int]) -> GivenBack | None:
    """What was said to the letter of the draft when it was given back; ``None`` where it was not."""
    found = vars(case)["given_back"]
    if not found or found[0]["message_id"] not in regained:
        return None
    return GivenBack(found[0]["by"], found[0]["remark"])
