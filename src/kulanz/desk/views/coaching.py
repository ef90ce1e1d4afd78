"""The coach at the desk: what it says about a draft, and its off switch. Nothing of it is kept."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.coach.advising import Advice
from kulanz.coach.queries import advise
from kulanz.core.newlines import unix_newlines
from kulanz.people.actions import change_customer
from kulanz.people.models import User
from kulanz.people.rules import FormOfAddress
from kulanz.ui.templatetags.ui import short_when

from ..access import DeskRequest, back_to, case_view, desk_view
from ..composer import Composer
from .case import render_case
from .writing import circumstances

LONGEST_DRAFT = 20_000


@require_POST
@case_view
def review(request: DeskRequest, case: Case) -> HttpResponse:
    """Say what the coach sees in a draft: as JSON for the script, as the case with its notes for everybody else."""
    draft = unix_newlines(request.POST.get("text", ""))[:LONGEST_DRAFT]
    advice = advise(number=case.number, by=request.actor, draft=draft, given=circumstances(request))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(as_json(advice))
    return render_case(request, case.number, composer=Composer(draft, advice=advice))


def as_json(advice: Advice) -> dict[str, object]:
    """Return advice as the script reads it."""
    return {
        "notes": [
            {
                "code": note.code,
                "level": note.level,
                "title": note.title,
                "reason": note.reason,
                "better": note.better,
                "start": note.start,
                "end": note.end,
                "replacement": note.replacement,
                "gaps": note.gaps,
            }
            for note in advice.notes
        ],
        "promises": [
            {
                "start": each.start,
                "end": each.end,
                "due": each.due.isoformat(),
                "label": short_when(each.due),
                "words": each.words,
                "recorded": each.recorded,
            }
            for each in advice.promises
        ],
        "questions": [{"text": each.text, "answered": each.answered} for each in advice.questions],
    }


@require_POST
@case_view
def address(request: DeskRequest, case: Case) -> None:
    """Take over the form of address in which the customer writes."""
    form = request.POST.get("form", "")
    if form not in {FormOfAddress.FORMAL.value, FormOfAddress.INFORMAL.value}:
        raise Http404
    change_customer(customer_id=case.customer_id, by=request.actor, form_of_address=form)


@require_POST
@desk_view
def switch(request: DeskRequest) -> HttpResponse:
    """Switch the coach on or off for oneself. It is a setting and nothing else: no event, no count."""
    on = request.POST.get("coach", "on") == "on"
    User.objects.filter(pk=request.user.pk).update(coach_on=on)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    number = request.POST.get("case", "")
    return back_to(request, number) if number else HttpResponseRedirect(reverse("desk:me"))
