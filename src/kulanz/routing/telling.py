"""Who has a case and why, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.cases.events import CaseAssigned
from kulanz.events.actor import ActorKind
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells

from .events import CaseLeftInPile
from .reasons import in_words
from .rules import NoOne


@tells(Face.DESK, CaseAssigned)
def _assigned(it: CaseAssigned, event: Event) -> Told:
    by = event.actor_name
    if it.undone:
        return Told("undo-2", _("%(by)s took that back") % {"by": by})
    if event.actor_kind == ActorKind.SYSTEM.value and it.because:
        return _by_the_house(it)
    if it.user_name and it.user_id == event.actor_id:
        return Told("user-round-check", _("%(by)s took it") % {"by": by})
    said = f": {it.words}" if it.words else ""
    if it.user_name:
        return Told("user-round-plus", _("%(by)s handed it to %(to)s") % {"by": by, "to": it.user_name} + said)
    if it.team_name:
        words = {"by": by, "team": it.team_name}
        return Told("users-round", _("%(by)s handed it to the team %(team)s") % words + said)
    return Told("user-round-x", _("%(by)s gave it back: nobody is accountable") % {"by": by})


def _by_the_house(it: CaseAssigned) -> Told:
    why = in_words(it.because)
    if it.user_name:
        return Told("user-round-plus", _("Given to %(to)s because: %(why)s") % {"to": it.user_name, "why": why})
    return Told("users-round", _("Back in the pile because: %(why)s") % {"why": why})


@tells(Face.DESK, CaseLeftInPile)
def _left(it: CaseLeftInPile, event: Event) -> Told | None:
    words = {
        NoOne.AWAY: lambda: _("In the pile: nobody of the team is here"),
        NoOne.LANGUAGE: lambda: _("In the pile: nobody who is here speaks its language"),
        NoOne.SKILL: lambda: _("In the pile: nobody who is here can do what it needs"),
        NoOne.FULL: lambda: _("In the pile: nobody has room for it"),
    }
    return Told("inbox", words[NoOne(it.why)]()) if it.why in list(NoOne) else None
