"""Opening a case by hand, and finding anything by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import ListFilter, View, case_list
from kulanz.core.ids import public_id
from kulanz.core.text import words_of
from kulanz.people.actions import create_customer
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind, normal_contact

from ..access import DeskRequest, desk_view
from ..forms import NewCaseForm
from .snoozing import palette_offer

LONGEST_KEY = 22
Contact = tuple[ContactKind, str]
_NEW: dict[ContactKind, Promise] = {
    ContactKind.MAIL: gettext_lazy("Gave the address %(address)s. It is not among the customer's own yet."),
    ContactKind.PHONE: gettext_lazy("Gave the number %(number)s. It is not among the customer's own numbers yet."),
}


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
    # One transaction round several actions: a page sent twice finds a whole case or none.
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
    contacts = [(ContactKind.MAIL, given["address"]), (ContactKind.PHONE, given["phone"])]
    contacts = [(kind, written) for kind, written in contacts if written]
    known = _known(contacts)
    customer = known or create_customer(by=request.actor, name=given["name"], contacts=contacts)
    case = actions.open_case(
        by=request.actor,
        brand_id=given["brand"].pk,
        customer_id=customer.pk,
        subject=given["subject"],
        team_id=None if hands_over else team_id,
    )
    news = _news_of(known, given["name"], contacts) if known else []
    if note := "\n\n".join(filter(None, [given["note"].strip(), " ".join(news)])):
        actions.write_note(case_id=case.pk, by=request.actor, text=note)
    if hands_over:
        actions.assign_case(case_id=case.pk, by=request.actor, user_id=None, team_id=team_id, keep_team=False)
    return case


def _known(contacts: Sequence[Contact]) -> Customer | None:
    """Return who is meant: known by mail address, else by phone number."""
    return next((owner for kind, written in contacts if (owner := _owner(kind, written)) is not None), None)


def _owner(kind: ContactKind, written: str) -> Customer | None:
    point = ContactPoint.objects.filter(kind=kind.value, value=normal_contact(kind, written))
    found = point.select_related("customer").first()
    return found.customer if found is not None else None


def _news_of(customer: Customer, name: str, contacts: Sequence[Contact]) -> list[str]:
    """Say what was typed and is not known of a customer: nothing of it changes who they are, nor is it lost."""
    news = [_("Gave the name %(name)s.") % {"name": name}] if words_of(name) != words_of(customer.name) else []
    for kind, written in contacts:
        owner = _owner(kind, written)
        if owner is None:
            news.append(str(_NEW[kind]) % {"address": written, "number": written})
        elif owner != customer:  # an address says who is meant, so this is a number
            words = _("Gave the number %(number)s, which belongs to another customer already.")
            news.append(words % {"number": written})
    return news


@desk_view
def palette(request: DeskRequest) -> HttpResponse:
    """Answer the palette: cases that match what is being typed, and a moment until which the open one is snoozed."""
    words = request.GET.get("q", "").strip()[:100]
    found = case_list(request.actor, ListFilter(view=View.ALL, words=words), size=8).cases if words else []
    context = {"cases": found, "words": words, "title": _("Cases"), **palette_offer(request, words)}
    return render(request, "desk/parts/palette.html", context)
