"""Events, hints and ways of letters in the words of the desk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.template.defaultfilters import date as in_words
from django.utils.translation import gettext as _

from kulanz.cases.audience import others
from kulanz.cases.models import Case, Message
from kulanz.events.models import Event
from kulanz.people.rules import mail_key
from kulanz.ui.templatetags.ui import short_when as when

from .addressees import named, summary_of

__all__ = ["named", "tell", "tell_all", "way_of", "when"]

Told = tuple[str, str]  # icon, sentence
LONGEST_VALUE = 80


def tell(event: Event) -> Told:
    """Return icon and sentence of an event for the thread."""
    return _SENTENCES.get(event.kind, _plain)(event)


def tell_all(events: Sequence[Event]) -> Told:
    """Return icon and sentence of what one person did within a minute; the name is said once."""
    told = [tell(event) for event in events]
    name = f"{events[0].actor_name} "
    sentences = [told[0][1], *(sentence.removeprefix(name) for _icon, sentence in told[1:])]
    return told[0][0], "; ".join(sentences)


def _plain(event: Event) -> Told:
    return "activity", event.kind


def _assigned(event: Event) -> Told:
    by, to, team = event.actor_name, event.data["user_name"], event.data["team_name"]
    if event.data.get("undone"):
        return "undo-2", _taken_back(event)
    if to and event.data["user_id"] == event.actor_id:
        return "user-round-check", _("%(by)s took it") % {"by": by}
    if to:
        return "user-round-plus", _("%(by)s handed it to %(to)s") % {"by": by, "to": to}
    if team:
        return "users-round", _("%(by)s handed it to the team %(team)s") % {"by": by, "team": team}
    return "user-round-x", _("%(by)s gave it back: nobody is accountable") % {"by": by}


def _taken_back(event: Event) -> str:
    return _("%(by)s took that back") % {"by": event.actor_name}


def _waiting(event: Event) -> Told:
    reason = f": {event.data['reason']}" if event.data["reason"] else ""
    if until := event.data.get("until"):
        reason += ", " + _("until %(day)s") % {"day": in_words(date.fromisoformat(until), _("D, j F Y"))}
    if event.data["whom"] == "customer":
        return "hourglass", _("Waiting for the customer") + reason
    return "package", _("Waiting for others") + reason


def _resumed(event: Event) -> Told:
    if event.data.get("undone"):
        return "undo-2", _taken_back(event)
    return "circle-dot", _("%(by)s took it back to us") % {"by": event.actor_name}


def _confirmed(event: Event) -> Told:
    if event.data["via"] == "page":
        return "circle-check", _("%(name)s said: it is solved") % {"name": event.actor_name}
    return "circle-check", _("Confirmed solved by mail, accepted by %(name)s") % {"name": event.actor_name}


def _declined(event: Event) -> Told:
    words = event.data["words"]
    said = _("%(name)s said: not solved yet") % {"name": event.actor_name}
    return "circle-x", f"{said}: {words[:200]}" if words else said


def _failed(event: Event) -> Told:
    who, reason = ", ".join(event.data.get("who", [])), event.data["reason"]
    if who:
        is_final = event.data["final"]
        sentence = _("Not delivered to %(who)s: %(reason)s") if is_final else _("Not yet at %(who)s: %(reason)s")
        return "mail-x", sentence % {"who": who, "reason": reason}
    sentence = _("Not delivered: %(reason)s") if event.data["final"] else _("Not delivered yet: %(reason)s")
    return "mail-x", sentence % {"reason": reason}


def _acknowledged(event: Event) -> Told:
    if event.data.get("before"):
        return "mail", _("An acknowledgement for this letter went out before it was moved here")
    return "mail", _("An acknowledgement went out")


def _arrived(event: Event) -> Told:
    who = ", ".join(event.data.get("who", []))
    return "circle-check", _("Delivered after all to %(who)s.") % {"who": who} if who else _("Delivered after all.")


def _tagged(event: Event) -> Told:
    changes = [f"+ {name}" for name in event.data["added"]] + [f"− {name}" for name in event.data["removed"]]
    return "tag", _("%(by)s changed tags: %(changes)s") % {"by": event.actor_name, "changes": ", ".join(changes)}


def _changed(event: Event) -> Told:
    names = {
        "priority": _("the priority"),
        "goal": _("the goal"),
        "story": _("the story so far"),
        "subject": _("the subject"),
        "customer": _("the customer"),
    }
    what = names.get(event.data["what"], event.data["what"])
    told = _("%(by)s changed %(what)s") % {"by": event.actor_name, "what": what}
    return "pencil", f"{told}: {values}" if (values := _values(event)) else told


def _values(event: Event) -> str:
    """Say from what to what a detail changed; long ones only to what."""
    before, after = (_value(event.data["what"], event.data.get(side, "")) for side in ("before", "after"))
    if event.data["what"] == "priority":
        return f"{before} → {after}"
    return _("“%(words)s”") % {"words": after} if after else ""


def _value(what: str, stored: str) -> str:
    if what == "priority":
        levels = {str(value): str(label) for value, label in Case.Priority.choices}
        return levels.get(stored, stored)
    return stored if len(stored) <= LONGEST_VALUE else stored[:LONGEST_VALUE].rsplit(" ", 1)[0] + " …"


def _by(icon: str, sentence: Callable[[], str]) -> Callable[[Event], Told]:
    return lambda event: (icon, sentence() % {"by": event.actor_name})


_SENTENCES: dict[str, Callable[[Event], Told]] = {
    "case-assigned": _assigned,
    "waiting-began": _waiting,
    "solution-confirmed": _confirmed,
    "solution-declined": _declined,
    "delivery-failed": _failed,
    "delivery-confirmed": _arrived,
    "case-tagged": _tagged,
    "case-changed": _changed,
    "case-opened": _by("plus", lambda: _("%(by)s opened the case")),
    "waiting-ended": _resumed,
    "case-lapsed": _by("minus", lambda: _("Ended without word: nobody answered within the announced time")),
    "case-reopened": _by("refresh-cw", lambda: _("%(by)s took it up again")),
    "case-acknowledged": _acknowledged,
    "message-moved": _by("split", lambda: _("%(by)s moved a letter here")),
}


def people_of(message: Message, *, customer_id: int, theirs: Collection[str]) -> str:
    """Say who received a letter; empty where that goes without saying: between the case's customer and us alone.

    ``theirs`` are the customer's addresses in compared form.
    """
    people = others(message.recipients)
    third = [each for each in people if mail_key(each["address"]) not in theirs]
    if message.is_incoming:
        return summary_of(third if message.customer_id == customer_id else people)
    return summary_of(people) if third else ""


def way_of(message: Message) -> str:
    """Say how a letter came, or where our answer stands."""
    if message.is_incoming:
        return {
            "email": _("by mail"),
            "form": _("through the form"),
            "page": _("on the case page"),
        }.get(message.channel, message.channel)
    if message.missed and message.delivery == "sent":
        return _("sent, but not to all")
    return {
        "held": _("not sent yet"),
        "queued": _("on its way"),
        "sent": _("sent"),
        "failed": _("not delivered"),
        "uncertain": _("delivery uncertain"),
        "aside": _("by mail, names no customer"),
    }.get(message.delivery, "")
