"""The filter builder: a form that makes the address of a list. It changes nothing and keeps nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kulanz.cases.queries import offered_tags
from kulanz.people.finding import find_customers
from kulanz.people.models import Customer, Organisation

from ..access import DeskRequest, desk_view
from ..filter_form import filter_form
from ..filtering import chips_of
from .inbox import filter_from

MOST_OFFERED = 12


@desk_view
def show_filter(request: DeskRequest) -> HttpResponse:
    """Ask what a list should show, on a page or for the dialog; with ``apply`` lead to the list.

    ``who`` is a customer or an organisation in words: the only one that fits is taken, of several one is chosen.
    """
    wanted = replace(filter_from(request), saved=None, after="")
    who = request.GET.get("who", "").strip()[:100]
    found = _found(who) if who else []
    if "apply" in request.GET and (not who or len(found) == 1):
        whom = found[0]["part"] if found else {}
        return HttpResponseRedirect(f"{reverse('desk:inbox')}?{wanted.query(**whom)}")
    context = {
        "form": filter_form(wanted, request.actor, who),
        "tags": offered_tags(),
        "chips": [chip for chip in chips_of(wanted) if chip.name in {"customer", "organisation"}],
        "who": who,
        "offered": [{**each, "query": wanted.query(**each["part"])} for each in found],
        "wanted": wanted,
        "list_query": wanted.query(),
        "section": "inbox",
    }
    is_part = request.headers.get("HX-Target", "") == "filter-form"
    return render(request, "desk/parts/filter_form.html" if is_part else "desk/filter.html", context)


def _found(who: str) -> list[dict[str, Any]]:
    """Customers and organisations that the words may mean. Three queries, some more for rare words."""
    firms = Organisation.objects.filter(name__icontains=who).order_by("name", "id")[:MOST_OFFERED]
    people: list[Customer] = list(find_customers(who).select_related("organisation")[:MOST_OFFERED])
    return [
        *({"name": firm.name, "firm": None, "part": {"organisation": firm.pk, "customer": None}} for firm in firms),
        *(
            {"name": each.name, "firm": each.organisation, "part": {"customer": each.pk, "organisation": None}}
            for each in people
        ),
    ]
