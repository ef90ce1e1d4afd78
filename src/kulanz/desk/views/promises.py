"""Promises at the desk: recorded while writing, kept or taken back at the side of the case."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.core.newlines import unix_newlines
from kulanz.promises import actions
from kulanz.promises.queries import open_promises

from ..access import DeskRequest, case_view
from ..composer import Composer
from ..days import moment_in
from .case import render_case


@case_view
def promises(request: DeskRequest, case: Case) -> HttpResponse:
    """GET shows what is still to be kept in a case; POST records a promise of the draft, whose text stays."""
    if request.method != "POST":
        return _part(request, case)
    due, words = _promised(request)
    actions.record_promise(case_id=case.pk, by=request.actor, words=words, due_at=due)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return render_case(request, case.number, composer=Composer(unix_newlines(request.POST.get("text", ""))))


@require_POST
@case_view
def keeping(request: DeskRequest, case: Case, promise_id: int) -> HttpResponse | None:
    """Say that a promise is kept."""
    actions.keep_promise(promise_id=promise_id, by=request.actor)
    return _part(request, case) if request.headers.get("HX-Request") else None


@require_POST
@case_view
def withdrawal(request: DeskRequest, case: Case, promise_id: int) -> HttpResponse | None:
    """Take back a promise that no customer has heard."""
    actions.withdraw_promise(promise_id=promise_id, by=request.actor)
    return _part(request, case) if request.headers.get("HX-Request") else None


def _promised(request: DeskRequest) -> tuple[datetime, str]:
    """Read the promise of a form: due and words as two fields, or as one button's value "due|words"."""
    given = request.POST
    due, _, words = given.get("promise", f"{given.get('due', '')}|{given.get('words', '')}").partition("|")
    return moment_in(due), words


def _part(request: DeskRequest, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "promises": open_promises(case),
        "at": timezone.now(),
        "list_query": request.GET.urlencode(),
    }
    return render(request, "promises/side.html", context)
