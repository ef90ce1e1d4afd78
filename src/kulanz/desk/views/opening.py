"""Opening a case by hand, and finding anything by typing."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.cases import actions
from kulanz.cases.queries import ListFilter, View, case_list
from kulanz.cases.rules import may_work_on
from kulanz.people.actions import create_customer
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, normal_mail

from ..access import DeskRequest, desk_view
from ..forms import NewCaseForm


@desk_view
def new_case(request: DeskRequest) -> HttpResponse:
    """Open a case by hand; a known address leads to its customer, an unknown one makes a new one."""
    form = NewCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _open(request, form)
    status = 422 if form.errors else 200
    return render(request, "desk/new_case.html", {"form": form, "section": "inbox"}, status=status)


def _open(request: DeskRequest, form: NewCaseForm) -> HttpResponse:
    given = form.cleaned_data
    team_id = given["team"].pk if given["team"] else None
    # Whoever may not see a team's cases opens one all the same, and hands it over.
    hands_over = not may_work_on(
        sees_all_teams=request.actor.sees_all_teams, team_ids=request.actor.team_ids, case_team_id=team_id
    )
    with transaction.atomic():
        case = actions.open_case(
            by=request.actor,
            brand_id=given["brand"].pk,
            customer_id=_customer(request, given["name"], given["address"]).pk,
            subject=given["subject"],
            team_id=None if hands_over else team_id,
        )
        if given["note"].strip():
            actions.write_note(case_id=case.pk, by=request.actor, text=given["note"])
        if hands_over:
            actions.assign_case(case_id=case.pk, by=request.actor, user_id=None, team_id=team_id, keep_team=False)
    if hands_over:
        messages.success(request, _("Handed over. The case is with another team now."))
        return HttpResponseRedirect(reverse("desk:inbox"))
    return HttpResponseRedirect(reverse("desk:case", args=[case.number]))


def _customer(request: DeskRequest, name: str, address: str) -> Customer:
    point = ContactPoint.objects.filter(kind=ContactKind.MAIL.value, value=normal_mail(address))
    known = point.select_related("customer").first()
    return (
        known.customer
        if known
        else create_customer(by=request.actor, name=name, contacts=[(ContactKind.MAIL, address)])
    )


@desk_view
def palette(request: DeskRequest) -> HttpResponse:
    """Answer the palette: cases that match what is being typed."""
    words = request.GET.get("q", "").strip()[:100]
    found = case_list(request.actor, ListFilter(view=View.ALL, words=words), size=8).cases if words else []
    return render(request, "desk/parts/palette.html", {"cases": found, "words": words, "title": _("Cases")})
