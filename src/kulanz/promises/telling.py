"""Promises in words: for the desk, for the customer who may read the letter, and for the audit."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells
from kulanz.ui.templatetags.ui import short_when

from . import events
from .events import PromiseEvent


@tells(Face.DESK, events.PromiseRecorded)
def _recorded(it: events.PromiseRecorded, event: Event) -> Told:
    words = {"by": event.actor_name, "words": it.words, "when": _when(it.due_at)}
    dated, undated = _("%(by)s noted a promise for %(when)s: “%(words)s”"), _("%(by)s noted a promise: “%(words)s”")
    return Told("handshake", (dated if it.due_at else undated) % words)


@tells(Face.DESK, events.PromiseGiven)
def _given(it: events.PromiseGiven, event: Event) -> Told:
    words = {"by": event.actor_name, "words": it.words, "when": _when(it.due_at)}
    dated, undated = _("%(by)s promised for %(when)s: “%(words)s”"), _("%(by)s promised: “%(words)s”")
    return Told("handshake", (dated if it.due_at else undated) % words)


@tells(Face.DESK, events.PromiseAnnounced)
def _announced(it: events.PromiseAnnounced, event: Event) -> Told:
    words = {"by": event.actor_name, "words": it.words, "when": _when(it.due_at)}
    return Told("handshake", _("%(by)s put on the customer's page, for %(when)s: “%(words)s”") % words)


@tells(Face.DESK, events.PromiseKept)
def _kept(it: PromiseEvent, event: Event) -> Told:
    return Told("circle-check", _("%(by)s kept a promise: “%(words)s”") % {"by": event.actor_name, "words": it.words})


@tells(Face.DESK, events.PromiseWithdrawn)
def _withdrawn(it: PromiseEvent, event: Event) -> Told:
    words = {"by": event.actor_name, "words": it.words}
    return Told("undo-2", _("%(by)s took a promise out of the draft: “%(words)s”") % words)


@tells(Face.PORTAL, events.PromiseGiven)
def _promised_you(it: PromiseEvent, event: Event) -> Told:
    return Told("said", _("We promised you: “%(words)s”") % {"words": it.words})


@tells(Face.PORTAL, events.PromiseKept)
def _kept_for_you(it: PromiseEvent, event: Event) -> Told:
    return Told("done", _("Promise kept: “%(words)s”") % {"words": it.words})


@tells(
    Face.AUDIT,
    events.PromiseRecorded,
    events.PromiseGiven,
    events.PromiseAnnounced,
    events.PromiseKept,
    events.PromiseWithdrawn,
)
def _audited(it: PromiseEvent, event: Event) -> Told:
    done = {
        events.PromiseRecorded: _("promise noted in the draft"),
        events.PromiseGiven: _("promise given"),
        events.PromiseAnnounced: _("next step announced"),
        events.PromiseKept: _("promise kept"),
        events.PromiseWithdrawn: _("promise taken out of the draft"),
    }
    return Told("handshake", done[type(it)])


def _when(due_at: str) -> str:
    return short_when(datetime.fromisoformat(due_at)) if due_at else ""
