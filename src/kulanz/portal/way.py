"""The way of a matter as its customer sees it: what was done, what happens now, what comes next; who, when, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kulanz.cases.models import Case
from kulanz.cases.rules import CaseStatus
from kulanz.events.models import Event
from kulanz.ui.templatetags.ui import long_when

# Inner steps such as tags or notes are none of the customer's business.
TOLD = (
    "message-received", "case-opened", "case-assigned", "waiting-began", "solution-confirmed", "solution-declined",
    "case-lapsed", "case-reopened", "reply-written",
)  # fmt: skip
MOST_DONE = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``state`` is "done", "now" or "next"."""

    state: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer to "what is with my matter?": a sentence, what follows, an announced day where there is one."""

    main: str
    detail: str
    lapses_at: datetime | None = None


def headline(case: Case, *, reason: str, lapses_at: datetime | None) -> Headline:
    """Return the first sentence of the case page."""
    who = case.assignee.shown_name if case.assignee else ""
    state = case.state
    if state is CaseStatus.NEW:
        return Headline(_("Your case has arrived."), _("As soon as somebody takes it on, you will see it here."))
    if state is CaseStatus.WITH_US:
        main = _("%(name)s is taking care of it.") % {"name": who} if who else _("We are taking care of it.")
        return Headline(main, _("There is nothing you need to do right now."))
    if state is CaseStatus.WAITING_CUSTOMER:
        main = (
            _("%(name)s is waiting for your answer.") % {"name": who} if who else _("We are waiting for your answer.")
        )
        return Headline(main, _("You can answer right here or by mail."))
    if state is CaseStatus.WAITING_OTHERS:
        detail = reason or _("As soon as we hear from them, we will tell you.")
        return Headline(_("We are waiting for somebody else."), detail)
    if state is CaseStatus.SOLUTION_PROPOSED:
        return Headline(_("We think it is solved."), _("Is it? You decide."), lapses_at)
    if state is CaseStatus.CONFIRMED:
        return Headline(_("Solved. You said so yourself."), _("If it comes back, just write to us here."))
    return Headline(_("Ended without a word from you."), _("If anything is still open, just write to us here."))


def steps(case: Case, events: Sequence[Event], *, reason: str) -> list[Step]:
    """Return the steps of a case: those done (the newest few), the one that runs, the one that follows."""
    done = [step for event in _standing(events) if (step := _done(event)) is not None]
    return [*done[:1], *done[1:][-MOST_DONE:], *_now(case, reason)]


def _standing(events: Sequence[Event]) -> list[Event]:
    """Leave out what was undone at once: somebody who took a matter by mistake has never had it."""
    standing: list[Event] = []
    for event in events:
        if not event.data.get("undone"):
            standing.append(event)
        elif (last := next((each for each in reversed(standing) if each.kind == event.kind), None)) is not None:
            standing.remove(last)
    return standing


def _done(event: Event) -> Step | None:
    at = long_when(event.at)
    if event.kind in {"message-received", "case-opened"}:
        if event.kind == "case-opened" or event.data.get("opened"):
            return Step("done", _("Arrived"), at)
        return None
    if event.kind == "case-assigned":
        return _assigned(event, at)
    if event.kind == "reply-written":
        if event.data.get("proposes_solution"):
            return Step("done", _("Solution proposed"), at)
        return None
    words = {
        "solution-confirmed": _("Your answer: solved"),
        "solution-declined": _("Your answer: not yet"),
        "case-lapsed": _("Ended without a word"),
        "case-reopened": _("Taken up again"),
    }
    title = words.get(event.kind)
    return Step("done", title, at) if title else None


def _assigned(event: Event, at: str) -> Step | None:
    name = event.data.get("shown_name") or event.data.get("team_name")
    if not name:
        return None
    return Step("done", _("%(name)s has taken it on") % {"name": name}, at)


def _now(case: Case, reason: str) -> list[Step]:
    who = case.assignee.shown_name if case.assignee else ""
    place = _("With %(name)s.") % {"name": who} if who else _("With our team.")
    check = Step("next", _("You say whether it is solved"), _("Until then it stays open."))
    state = case.state
    if state is CaseStatus.NEW:
        return [Step("now", _("Somebody takes it on"), _("Next: a person reads it and answers.")), check]
    if state is CaseStatus.WITH_US:
        return [Step("now", _("Being worked on"), place), check]
    if state is CaseStatus.WAITING_CUSTOMER:
        return [Step("now", _("Your answer"), _after_your_answer(who)), check]
    if state is CaseStatus.WAITING_OTHERS:
        return [Step("now", _("Waiting for somebody else"), reason or place), check]
    if state is CaseStatus.SOLUTION_PROPOSED:
        return [Step("now", _("You say whether it is solved"), _("You decide, nobody else."))]
    return []


def _after_your_answer(who: str) -> str:
    if who:
        return _("%(name)s continues as soon as you have answered.") % {"name": who}
    return _("Our team continues as soon as you have answered.")
