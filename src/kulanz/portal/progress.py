"""The way of a matter as its customer sees it: what was done, what happens now, what comes next; who, when, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kulanz.cases import events as cases
from kulanz.cases.models import Case
from kulanz.cases.rules import CaseStatus, EndingReason
from kulanz.cases.standing import Standing
from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Teller, Told, tells, told
from kulanz.ui.templatetags.ui import long_when

MOST_DONE = 6


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One step: ``state`` is "done", "said" (promised, not done by that), "now" or "next"."""

    state: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer to "what is with my matter?": a sentence, what follows, an announced day where there is one."""

    main: str
    detail: str
    lapses_at: datetime | None = None


def headline(case: Case, standing: Standing) -> Headline:
    """Return the first sentence of the case page."""
    who = case.assignee.shown_name if case.assignee else ""
    state = standing.status
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
        detail = standing.reason or _("As soon as we hear from them, we will tell you.")
        return Headline(_("We are waiting for somebody else."), detail)
    if state is CaseStatus.SOLUTION_PROPOSED:
        return Headline(_("We think it is solved."), _("Is it? You decide."), standing.lapses_at)
    if state is CaseStatus.CONFIRMED:
        return Headline(_("Solved. You said so yourself."), _("If it comes back, just write to us here."))
    open_still = _("If anything is still open, just write to us here.")
    if standing.ended_as is EndingReason.DUPLICATE:
        detail = _("It had reached us before, and we go on with it in one place.")
        return Headline(_("We are taking care of this already."), f"{detail} {open_still}")
    if standing.ended_as is not None:
        return Headline(_("Closed: we think it needs no answer."), open_still)
    return Headline(_("Ended without a word from you."), open_still)


def steps(case: Case, standing: Standing, events: Sequence[Event]) -> list[ProgressStep]:
    """Return the steps of a case: those done (the newest few), the one that runs, the one that follows."""
    done = [step for event in _standing(events) if (step := _done(event)) is not None]
    return [*done[:1], *done[1:][-MOST_DONE:], *_now(case, standing)]


def _standing(events: Sequence[Event]) -> list[Event]:
    """Leave out what was undone at once: somebody who took a matter by mistake has never had it."""
    standing: list[Event] = []
    for event in events:
        if not event.data.get("undone"):
            standing.append(event)
        elif (last := next((each for each in reversed(standing) if each.kind == event.kind), None)) is not None:
            standing.remove(last)
    return standing


def _done(event: Event) -> ProgressStep | None:
    words = told(Face.PORTAL, event)
    return ProgressStep(words.icon, words.sentence, long_when(event.at)) if words is not None else None


def _says(sentence: Callable[[], str]) -> Teller:
    return lambda it, event: Told("done", sentence())


tells(Face.PORTAL, cases.CaseOpened)(_says(lambda: _("Arrived")))
tells(Face.PORTAL, cases.SolutionConfirmed)(_says(lambda: _("Your answer: solved")))
tells(Face.PORTAL, cases.SolutionDeclined)(_says(lambda: _("Your answer: not yet")))
tells(Face.PORTAL, cases.CaseLapsed)(_says(lambda: _("Ended without a word")))
tells(Face.PORTAL, cases.CaseReopened)(_says(lambda: _("Taken up again")))


@tells(Face.PORTAL, cases.CaseEnded)
def _ended(it: cases.CaseEnded, event: Event) -> Told | None:
    if EndingReason(it.reason).is_nobodys_matter:
        return None
    is_duplicate = it.reason == EndingReason.DUPLICATE.value
    return Told("done", _("Joined with an earlier case") if is_duplicate else _("Closed without an answer"))


@tells(Face.PORTAL, cases.MessageReceived)
def _arrived(it: cases.MessageReceived, event: Event) -> Told | None:
    return Told("done", _("Arrived")) if it.opened else None


@tells(Face.PORTAL, cases.ReplyWritten)
def _proposed(it: cases.ReplyWritten, event: Event) -> Told | None:
    return Told("done", _("Solution proposed")) if it.proposes_solution else None


@tells(Face.PORTAL, cases.CaseAssigned)
def _assigned(it: cases.CaseAssigned, event: Event) -> Told | None:
    # That the house put it back into a pile is nothing that a customer has to know.
    name = it.shown_name or ("" if it.because else it.team_name)
    return Told("done", _("%(name)s has taken it on") % {"name": name}) if name else None


def _now(case: Case, standing: Standing) -> list[ProgressStep]:
    who = case.assignee.shown_name if case.assignee else ""
    place = _("With %(name)s.") % {"name": who} if who else _("With our team.")
    check = ProgressStep("next", _("You say whether it is solved"), _("Until then it stays open."))
    state = standing.status
    if state is CaseStatus.NEW:
        return [ProgressStep("now", _("Somebody takes it on"), _("Next: a person reads it and answers.")), check]
    if state is CaseStatus.WITH_US:
        return [ProgressStep("now", _("Being worked on"), place), check]
    if state is CaseStatus.WAITING_CUSTOMER:
        return [ProgressStep("now", _("Your answer"), _after_your_answer(who)), check]
    if state is CaseStatus.WAITING_OTHERS:
        return [ProgressStep("now", _("Waiting for somebody else"), standing.reason or place), check]
    if state is CaseStatus.SOLUTION_PROPOSED:
        return [ProgressStep("now", _("You say whether it is solved"), _("You decide, nobody else."))]
    return []


def _after_your_answer(who: str) -> str:
    if who:
        return _("%(name)s continues as soon as you have answered.") % {"name": who}
    return _("Our team continues as soon as you have answered.")
