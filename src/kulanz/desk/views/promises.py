"""Promises at the desk: recorded while writing, kept or taken back at the side of the case."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.core.typed import as_typed
from kulanz.promises import actions
from kulanz.promises.queries import open_promises

from ..access import DeskRequest, desk_view
from .case import render_case
from .writing import back_to, case_id_of


@desk_view
def promises(request: DeskRequest, number: str) -> HttpResponse:
    """GET shows what is still to be kept in a case; POST records a promise of the draft, whose text stays."""
    if request.method != "POST":
        return _part(request, number)
    due, words = _promised(request)
    actions.record_promise(case_id=case_id_of(number), by=request.actor, words=words, due_at=due)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return render_case(request, number, reply_text=as_typed(request.POST.get("text", "")))


@require_POST
@desk_view
def keeping(request: DeskRequest, number: str, promise_id: int) -> HttpResponse:
    """Say that a promise is kept."""
    actions.keep_promise(promise_id=promise_id, by=request.actor)
    return _part(request, number) if request.headers.get("HX-Request") else back_to(request, number)


@require_POST
@desk_view
def withdrawal(request: DeskRequest, number: str, promise_id: int) -> HttpResponse:
    """Take back a promise that no customer has heard."""
    actions.withdraw_promise(promise_id=promise_id, by=request.actor)
    return _part(request, number) if request.headers.get("HX-Request") else back_to(request, number)


def _promised(request: DeskRequest) -> tuple[datetime, str]:
    """Read the promise of a form: due and words as two fields, or as one button's value "due|words"."""
    given = request.POST
    due, _, words = given.get("promise", f"{given.get('due', '')}|{given.get('words', '')}").partition("|")
    try:
        moment = datetime.fromisoformat(due)
    except ValueError as wrong:
        raise Http404 from wrong
    if moment.tzinfo is None:
        raise Http404
    return moment, words


def _part(request: DeskRequest, number: str) -> HttpResponse:
    case = Case.objects.visible_to(request.actor).filter(number=number).first()
    if case is None:
        raise Http404
    context = {"case": case, "promises": open_promises(case), "at": timezone.now(), "keep": request.GET.urlencode()}
    return render(request, "desk/parts/promises.html", context)
