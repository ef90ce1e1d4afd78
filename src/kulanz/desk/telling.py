"""Events, hints and ways of letters in the words of the desk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from django.template.defaultfilters import date as in_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.cases import events as cases
from kulanz.cases.audience import others
from kulanz.cases.models import Case, Message, Note
from kulanz.cases.rules import Direction, EndingReason
from kulanz.channels.events import CaseAcknowledged
from kulanz.channels.registry import kinds
from kulanz.events.actor import ActorKind
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Teller, Told, tells, told
from kulanz.people.rules import mail_key
from kulanz.ui.templatetags.ui import short_when as when

from . import telling_letters as telling_letters  # its tellers are told here
from .addressees import named, summary_of
from .ending import REASONS

__all__ = ["channel_label", "named", "tell", "tell_all", "when"]

LONGEST_VALUE = 80
_OURS = {
    "later": gettext_lazy("goes later"),
    "awaiting": gettext_lazy("waits for approval"),
    "held": gettext_lazy("not sent yet"),
    "queued": gettext_lazy("on its way"),
    "sent": gettext_lazy("sent"),
    "failed": gettext_lazy("not delivered"),
    "uncertain": gettext_lazy("delivery uncertain"),
    "aside": gettext_lazy("by mail, names no customer"),
}
_ELSEWHERE = {"page": lambda: _("on the case page")}  # what customers write to us without a channel


def tell(event: Event) -> Told:
    """Return icon and sentence of an event for the thread."""
    return told(Face.DESK, event) or Told("activity", event.kind)


def tell_all(events: Sequence[Event]) -> Told:
    """Return icon and sentence of what one person did within a minute; the name is said once."""
    each = [tell(event) for event in events]
    name = f"{events[0].actor_name} "
    sentences = [each[0].sentence, *(one.sentence.removeprefix(name) for one in each[1:])]
    return Told(each[0].icon, "; ".join(sentences))


def _by(icon: str, sentence: Callable[[], str]) -> Teller:
    return lambda it, event: Told(icon, sentence() % {"by": event.actor_name})


tells(Face.DESK, cases.CaseOpened)(_by("plus", lambda: _("%(by)s opened the case")))
tells(Face.DESK, cases.CaseLapsed)(
    _by("minus", lambda: _("Ended without word: nobody answered within the announced time"))
)
tells(Face.DESK, cases.CaseReopened)(_by("refresh-cw", lambda: _("%(by)s took it up again")))


@tells(Face.DESK, cases.CaseMerged)
def _merged(it: cases.CaseMerged, event: Event) -> Told:
    words = {"by": event.actor_name, "number": it.from_number}
    if it.undone:
        return Told("undo-2", _("%(by)s separated %(number)s again") % words)
    return Told("merge", _("%(by)s merged %(number)s into this") % words)


@tells(Face.DESK, cases.CaseRelated)
def _related(it: cases.CaseRelated, event: Event) -> Told:
    words = {"by": event.actor_name, "number": it.other_number}
    if it.undone:
        return Told("undo-2", _("%(by)s took the link to %(number)s away") % words)
    return Told("link", _("%(by)s linked it with %(number)s") % words)


@tells(Face.DESK, cases.MessageMoved)
def _moved(it: cases.MessageMoved, event: Event) -> Told:
    words = {"by": event.actor_name, "number": it.from_number}
    if it.undone:
        return Told("undo-2", _taken_back(event))
    if it.is_split:
        return Told("split", _("%(by)s split this off from %(number)s") % words)
    if it.from_number:
        return Told("split", _("%(by)s moved a letter here from %(number)s") % words)
    return Told("split", _("%(by)s moved a letter here") % words)


def _taken_back(event: Event) -> str:
    return _("%(by)s took that back") % {"by": event.actor_name}


@tells(Face.DESK, cases.CaseEnded)
def _ended(it: cases.CaseEnded, event: Event) -> Told:
    if it.undone:
        return Told("undo-2", _taken_back(event))
    words = {"by": event.actor_name, "number": it.of_number, "address": it.blocked}
    if event.actor_kind == ActorKind.SYSTEM.value:
        return Told("archive", _("Ended as spam: the sender is blocked"))
    if it.of_number:
        return Told("copy", _("%(by)s ended it as a duplicate of %(number)s") % words)
    if it.blocked:
        return Told("user-round-x", _("%(by)s ended it as spam and blocked %(address)s") % words)
    sentence = _("%(by)s ended it without an answer: %(reason)s")
    return Told("archive", sentence % {**words, "reason": it.named or REASONS[EndingReason(it.reason)]})


@tells(Face.DESK, cases.WaitingBegan)
def _waiting(it: cases.WaitingBegan, event: Event) -> Told:
    reason = f": {it.reason}" if it.reason else ""
    if it.until:
        reason += ", " + _("until %(day)s") % {"day": in_words(date.fromisoformat(it.until), _("D, j F Y"))}
    if it.whom == "customer":
        return Told("hourglass", _("Waiting for the customer") + reason)
    return Told("package", _("Waiting for others") + reason)


@tells(Face.DESK, cases.WaitingEnded)
def _resumed(it: cases.WaitingEnded, event: Event) -> Told:
    if it.undone:
        return Told("undo-2", _taken_back(event))
    return Told("circle-dot", _("%(by)s took it back to us") % {"by": event.actor_name})


@tells(Face.DESK, cases.CaseSnoozed)
def _snoozed(it: cases.CaseSnoozed, event: Event) -> Told:
    if it.undone:
        return Told("undo-2", _taken_back(event))
    if not it.until:
        return Told("moon", _("%(by)s snoozed it until a reply comes") % {"by": event.actor_name})
    words = {"by": event.actor_name, "when": when(datetime.fromisoformat(it.until))}
    return Told("moon", _("%(by)s snoozed it until %(when)s") % words)


@tells(Face.DESK, cases.CaseWoken)
def _woken(it: cases.CaseWoken, event: Event) -> Told:
    if it.early:
        return Told("sun", _("%(by)s woke it") % {"by": event.actor_name})
    return Told("sun", _("Back again, as %(by)s wished") % {"by": it.wished_by} if it.wished_by else _("Back again"))


@tells(Face.DESK, cases.SolutionConfirmed)
def _confirmed(it: cases.SolutionConfirmed, event: Event) -> Told:
    if it.via == "page":
        return Told("circle-check", _("%(name)s said: it is solved") % {"name": event.actor_name})
    return Told("circle-check", _("Confirmed solved by mail, accepted by %(name)s") % {"name": event.actor_name})


@tells(Face.DESK, cases.SolutionDeclined)
def _declined(it: cases.SolutionDeclined, event: Event) -> Told:
    said = _("%(name)s said: not solved yet") % {"name": event.actor_name}
    return Told("circle-x", f"{said}: {it.words[:200]}" if it.words else said)


@tells(Face.DESK, CaseAcknowledged)
def _acknowledged(it: CaseAcknowledged, event: Event) -> Told:
    if it.before:
        return Told("mail", _("An acknowledgement for this letter went out before it was moved here"))
    return Told("mail", _("An acknowledgement went out"))


@tells(Face.DESK, cases.CaseTagged)
def _tagged(it: cases.CaseTagged, event: Event) -> Told:
    changes = [f"+ {name}" for name in it.added] + [f"− {name}" for name in it.removed]
    return Told("tag", _("%(by)s changed tags: %(changes)s") % {"by": event.actor_name, "changes": ", ".join(changes)})


@tells(Face.DESK, cases.CaseChanged)
def _changed(it: cases.CaseChanged, event: Event) -> Told:
    names = {
        "priority": _("the priority"),
        "goal": _("the goal"),
        "story": _("the story so far"),
        "subject": _("the subject"),
        "customer": _("the customer"),
    }
    sentence = _("%(by)s changed %(what)s") % {"by": event.actor_name, "what": names.get(it.what, it.what)}
    return Told("pencil", f"{sentence}: {values}" if (values := _values(it)) else sentence)


def _values(it: cases.CaseChanged) -> str:
    """Say from what to what a detail changed; long ones only to what."""
    before, after = _value(it.what, it.before), _value(it.what, it.after)
    if it.what == "priority":
        return f"{before} → {after}"
    return _("“%(words)s”") % {"words": after} if after else ""


def _value(what: str, stored: str) -> str:
    if what == "priority":
        levels = {str(value): str(label) for value, label in Case.Priority.choices}
        return levels.get(stored, stored)
    return stored if len(stored) <= LONGEST_VALUE else stored[:LONGEST_VALUE].rsplit(" ", 1)[0] + " …"


def people_of(message: Message, *, customer_id: int, theirs: Collection[str]) -> str:
    """Say who received a letter; empty where that goes without saying: between the case's customer and us alone.

    ``theirs`` are the customer's addresses in compared form.
    """
    people = others(message.recipients)
    third = [each for each in people if mail_key(each["address"]) not in theirs]
    if message.is_incoming:
        return summary_of(third if message.customer_id == customer_id else people)
    return summary_of(people) if third else ""


def writer_of(message: Message, *, case: Case) -> str:
    """Say who wrote: a letter without a name is the customer's only where the customer wrote it."""
    unnamed = case.customer.name if message.customer_id == case.customer_id else message.sender_address
    return message.sender_name or unnamed


def title_of(note: Note) -> str:
    """Say who wrote a note; of a call who called whom."""
    words = {"name": note.author.name if note.author else "" if note.came_with_id else "Kulanz", "who": note.spoke_with}
    if not note.call:
        return _("Note by %(name)s") % words
    if note.call == Direction.IN.value:
        return _("%(who)s called %(name)s") % words
    return _("%(name)s called %(who)s") % words


def passed_on(message: Message, *, case: Case) -> str:
    """Say by which colleague a letter came, and who wrote it; empty where nobody passed it on."""
    by = next((hint.get("name", "") for hint in message.hints if hint.get("code") == "forwarded-by"), "")
    if not by or not message.is_incoming:
        return ""
    return _("passed on by %(name)s · written by %(writer)s") % {
        "name": by,
        "writer": writer_of(message, case=case),
    }


def forwarded_to(message: Message) -> str:
    """Say to whom a letter was passed on."""
    return _("forwarded %(people)s") % {"people": summary_of(message.recipients)}


def channel_label(message: Message) -> str:
    """Say how a letter came, and that an outside party wrote it, or where our answer stands."""
    if message.is_incoming:
        kind = kinds().get(message.channel)
        came = str(kind.came) if kind else _ELSEWHERE.get(message.channel, lambda: message.channel)()
        return f"{_('from outside')}, {came}" if message.is_from_outside else came
    if message.missed and message.delivery == "sent":
        return _("sent, but not to all")
    return str(_OURS.get(message.delivery, ""))
