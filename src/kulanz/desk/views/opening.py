"""Opening a case by hand, and finding anything by typing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, View, case_list
from kulanz.core.ids import public_id
from kulanz.people.actions import create_customer
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, normal_contact

from ..access import DeskRequest, desk_view
from ..forms import NewCaseForm

LONGEST_KEY = 22


@desk_view
def new_case(request: DeskRequest) -> HttpResponse:
    """Open a case by hand; a known address or number leads to its customer, an unknown one makes a new one."""
    form = NewCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _open(request, form.cleaned_data)
    submission = request.POST.get("submission", "")[:LONGEST_KEY] or public_id()
    context = {"form": form, "section": "inbox", "submission": submission}
    return render(request, "desk/new_case.html", context, status=422 if form.errors else 200)


def _open(request: DeskRequest, given: dict[str, Any]) -> HttpResponse:
    """Open the case of a filled-in page once, however often the page is sent."""
    key = request.POST.get("submission", "")[:LONGEST_KEY]
    with transaction.atomic():
        case = actions.claim_submission(by=request.actor, key=key) if key else None
        if case is None:
            case = _opened(request, given)
            actions.settle_submission(by=request.actor, key=key, case=case)
    if not Case.objects.visible_to(request.actor).filter(pk=case.pk).exists():
        messages.success(request, _("Handed over. The case is with another team now."))
        return HttpResponseRedirect(reverse("desk:inbox"))
    return HttpResponseRedirect(reverse("desk:case", args=[case.number]))


def _opened(request: DeskRequest, given: dict[str, Any]) -> Case:
    team_id = given["team"].pk if given["team"] else None
    # Whoever may not see a team's cases opens one all the same, and hands it over.
    hands_over = not request.actor.sight.covers(team_id)
    case = actions.open_case(
        by=request.actor,
        brand_id=given["brand"].pk,
        customer_id=_customer(request, given).pk,
        subject=given["subject"],
        team_id=None if hands_over else team_id,
    )
    if given["note"].strip():
        actions.write_note(case_id=case.pk, by=request.actor, text=given["note"])
    if hands_over:
        actions.assign_case(case_id=case.pk, by=request.actor, user_id=None, team_id=team_id, keep_team=False)
    return case


def _customer(request: DeskRequest, given: dict[str, Any]) -> Customer:
    """Return who is meant: known by mail address, else by phone number, else somebody new."""
    contacts = [(ContactKind.MAIL, given["address"]), (ContactKind.PHONE, given["phone"])]
    contacts = [(kind, written) for kind, written in contacts if written]
    for kind, written in contacts:
        point = ContactPoint.objects.filter(kind=kind.value, value=normal_contact(kind, written))
        if (known := point.select_related("customer").first()) is not None:
            return known.customer
    return create_customer(by=request.actor, name=given["name"], contacts=contacts)


@desk_view
def palette(request: DeskRequest) -> HttpResponse:
    """Answer the palette: cases that match what is being typed."""
    words = request.GET.get("q", "").strip()[:100]
    found = case_list(request.actor, ListFilter(view=View.ALL, words=words), size=8).cases if words else []
    return render(request, "desk/parts/palette.html", {"cases": found, "words": words, "title": _("Cases")})
