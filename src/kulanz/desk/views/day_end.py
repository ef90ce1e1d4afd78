"""'Feierabend': what is due goes to colleagues by name or gets a next step, then everything is quiet."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.core.clock import now
from kulanz.core.refusals import NotAllowed
from kulanz.notify import actions
from kulanz.notify.actions import DayEndWish
from kulanz.notify.queries import DueCase, due_at_day_end, times_of
from kulanz.people.hours import hours_of
from kulanz.routing.queries import ColleagueNow, colleagues
from kulanz.ui.templatetags.ui import short_when

from .. import undoing
from ..access import DeskRequest, desk_view
from ..days import chosen_day, last_day
from ..handing import state_of, wish_of

NEXT_STEP = "next-step"


@desk_view
def day_end(request: DeskRequest) -> HttpResponse:
    """Show what is due with a choice for each; POST does it all at once and goes off duty.

    "to-7": "person-3" hands case 7 over, "next-step" announces "words-7" for the day "day-7".
    """
    due = due_at_day_end(request.actor)
    if request.method != "POST":
        return _page(request, due)
    errors = {each.case.pk: words for each in due if (words := _wrong(request, each.case))}
    if errors:
        return _page(request, due, errors)
    wishes = [wish for each in due if (wish := _wish(request, each.case)) is not None]
    try:
        back = actions.end_day(by=request.actor, wishes=wishes)
    except NotAllowed:
        return _page(request, due, {0: _("One of these colleagues may not see the case by now. Nothing was changed.")})
    undoing.remember(request, _said(request, len(wishes)), back)
    return HttpResponseRedirect(reverse("desk:today"))


@require_POST
@desk_view
def coming_back(request: DeskRequest) -> HttpResponse:
    """Be at work again before the time."""
    actions.resume_day(by=request.actor)
    return HttpResponseRedirect(reverse("desk:today"))


def _page(request: DeskRequest, due: list[DueCase], errors: dict[int, str] | None = None) -> HttpResponse:
    me = request.user.pk
    people = [each for each in colleagues(due[0].case.brand) if each.user.pk != me] if due else []
    until = times_of([me])[me].begins_again(now())
    errors, given = errors or {}, request.POST
    rows = [_row(each, people, until, given, errors.get(each.case.pk, "")) for each in due]
    context = {
        "rows": rows,
        "until": until,
        "first_day": timezone.localdate(),
        "last_day": last_day(),
        "error": errors.get(0, ""),
        "section": "today",
    }
    return render(request, "desk/day_end.html", context, status=422 if errors else 200)


def _row(each: DueCase, people: list[ColleagueNow], until: datetime | None, given: Any, error: str) -> dict[str, Any]:
    case = each.case
    day = timezone.localtime(until).date() if until is not None else timezone.localdate() + timedelta(days=1)
    return {
        "case": case,
        "why": each.why,
        "people": [
            (f"person-{person.user.pk}", f"{person.user.name} · {state_of(person)}")
            for person in people
            if person.sight.covers(case.team_id) and not person.is_away
        ],
        "chosen": given.get(f"to-{case.pk}", ""),
        "words": given.get(f"words-{case.pk}") or _usual_words(case),
        "day": given.get(f"day-{case.pk}") or day.isoformat(),
        "error": error,
    }


def _usual_words(case: Case) -> str:
    """What a customer reads on their page, in their language and without Sie or Du."""
    with translation.override("en" if case.language == "en" else "de"):
        return _("We go on with this.")


def _wrong(request: DeskRequest, case: Case) -> str:
    given = request.POST
    if given.get(f"to-{case.pk}") != NEXT_STEP:
        return ""
    if not given.get(f"words-{case.pk}", "").strip():
        return _("Please say what happens next.")
    return "" if chosen_day(given.get(f"day-{case.pk}", "")) else _("Please choose a day from today on.")


def _wish(request: DeskRequest, case: Case) -> DayEndWish | None:
    chosen = request.POST.get(f"to-{case.pk}", "")
    if chosen == NEXT_STEP and (day := chosen_day(request.POST.get(f"day-{case.pk}", ""))):
        hours = hours_of(case.brand)
        at = hours.closing(day) if hours.is_working_day(day) else timezone.make_aware(datetime.combine(day, time(17)))
        return DayEndWish(case.pk, words=request.POST.get(f"words-{case.pk}", ""), due_at=at)
    wish = wish_of(chosen)
    return DayEndWish(case.pk, to_id=wish.user_id) if wish is not None and wish.user_id is not None else None


def _said(request: DeskRequest, amount: int) -> str:
    until = times_of([request.user.pk])[request.user.pk].off_until
    if until is None:
        return _("Have a good evening.")
    return _("Have a good evening. Everything is quiet until %(at)s.") % {"at": short_when(until)}
