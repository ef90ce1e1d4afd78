"""What became of letters and drafts, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.cases import events as cases
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells


@tells(Face.DESK, cases.ReplyOvertaken)
def _overtaken(it: cases.ReplyOvertaken, event: Event) -> Told:
    words = _("The postponed answer did not go: the customer wrote before. It is in the draft of %(name)s again.")
    return Told("pencil", words % {"name": it.writer})


@tells(Face.DESK, cases.DeliveryFailed)
def _failed(it: cases.DeliveryFailed, event: Event) -> Told:
    if who := ", ".join(it.who):
        sentence = _("Not delivered to %(who)s: %(reason)s") if it.final else _("Not yet at %(who)s: %(reason)s")
        return Told("mail-x", sentence % {"who": who, "reason": it.reason})
    sentence = _("Not delivered: %(reason)s") if it.final else _("Not delivered yet: %(reason)s")
    return Told("mail-x", sentence % {"reason": it.reason})


@tells(Face.DESK, cases.DeliveryConfirmed)
def _arrived(it: cases.DeliveryConfirmed, event: Event) -> Told:
    if who := ", ".join(it.who):
        return Told("circle-check", _("Delivered after all to %(who)s.") % {"who": who})
    return Told("circle-check", _("Delivered after all."))


@tells(Face.DESK, cases.LetterApproved)
def _approved(it: cases.LetterApproved, event: Event) -> Told:
    said = _("%(by)s changed and approved it") if it.changed else _("%(by)s approved it")
    return Told("check-check", said % {"by": event.actor_name})


@tells(Face.DESK, cases.LetterReturned)
def _given_back(it: cases.LetterReturned, event: Event) -> Told:
    words = {"by": event.actor_name, "name": it.writer}
    return Told("undo-2", _("%(by)s gave the letter back to %(name)s") % words)


@tells(Face.DESK, cases.DraftTaken)
def _taken(it: cases.DraftTaken, event: Event) -> Told:
    words = {"by": event.actor_name, "name": it.from_name}
    return Told("pencil", _("%(by)s goes on with the draft of %(name)s") % words)
