"""Making one customer, or one organisation, of two, and two of one again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.core.ids import id_in
from kulanz.people import merging
from kulanz.people.access import may_change_contacts
from kulanz.people.finding import find_customers, find_organisations
from kulanz.people.models import Customer, Organisation

from ..access import DeskRequest, desk_view
from ..same_person import foresee_customers, foresee_organisations

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the two kinds of merges differ in."""

    model: Any
    page: str
    choices: str
    find: Callable[[str], Any]
    foresee: Callable[..., Any]


CUSTOMERS = _Kind(
    Customer,
    "customer",
    "customer-choices",
    lambda words: find_customers(words).select_related("organisation__merged_into").prefetch_related("contact_points"),
    foresee_customers,
)
FIRMS = _Kind(
    Organisation,
    "organisation",
    "organisation-choices",
    find_organisations,
    foresee_organisations,
)


@desk_view
def customer_merges(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Let a customer go on in another one ("into": an id); GET asks in whom, and shows what follows."""
    return _merges(request, CUSTOMERS, customer_id, _merge_customers)


@desk_view
def organisation_merges(request: DeskRequest, organisation_id: int) -> HttpResponse:
    """Let an organisation go on in another one ("into": an id); GET asks in which, and shows what follows."""
    return _merges(request, FIRMS, organisation_id, _merge_organisations)


def _merge_customers(request: DeskRequest, row_id: int, into_id: int) -> int:
    return merging.merge_customers(customer_id=row_id, into_id=into_id, by=request.actor).into_id


def _merge_organisations(request: DeskRequest, row_id: int, into_id: int) -> int:
    return merging.merge_organisations(organisation_id=row_id, into_id=into_id, by=request.actor).into_id


def _merges(
    request: DeskRequest, kind: _Kind, row_id: int, merge: Callable[[DeskRequest, int, int], int]
) -> HttpResponse:
    row = get_object_or_404(kind.model.objects.select_related("merged_into"), pk=row_id).goes_on_as
    given = request.POST if request.method == "POST" else request.GET
    wanted = id_in(given.get("found", "") or given.get("into", ""))
    into = kind.model.objects.select_related("merged_into").filter(pk=wanted).first() if wanted is not None else None
    if request.method == "POST" and into is not None:
        try:
            root_id = merge(request, row.pk, into.pk)
        except merging.AlreadyOne:
            return _ask(request, kind, row, into.goes_on_as, status=422)
        messages.success(request, _("%(name)s goes on here now.") % {"name": row.name})
        return HttpResponseRedirect(reverse(f"desk:{kind.page}", args=[root_id]))
    return _ask(request, kind, row, into.goes_on_as if into is not None else None)


def _ask(request: DeskRequest, kind: _Kind, row: Any, into: Any, *, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100] if into is None else ""
    found: Sequence[Any] = [each for each in kind.find(words)[: MOST_FOUND + 1] if each != row] if words else []
    may = kind is FIRMS or all(may_change_contacts(each.pk, request.actor) for each in (row, into) if each is not None)
    seen = kind.foresee(row, into, request.actor) if into is not None else None
    context = {
        "section": "customers",
        "row": row,
        "seen": seen,
        "may": may,
        "sides": [seen.row, seen.into] if seen is not None else [],
        "page": f"desk:{kind.page}",
        "merges_page": f"desk:{kind.page}-merges",
        "choices": reverse(f"desk:{kind.choices}"),
        "is_firm": kind is FIRMS,
        "words": words,
        "found": found[:MOST_FOUND],
    }
    return render(request, "desk/same_person.html", context, status=status)


@require_POST
@desk_view
def customer_separation(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Let a customer who goes on in another stand alone again, and show them."""
    merging.unmerge_customer(customer_id=customer_id, by=request.actor)
    return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))


@require_POST
@desk_view
def organisation_separation(request: DeskRequest, organisation_id: int) -> HttpResponse:
    """Let an organisation that goes on in another stand alone again, and show it."""
    merging.unmerge_organisation(organisation_id=organisation_id, by=request.actor)
    return HttpResponseRedirect(reverse("desk:organisation", args=[organisation_id]))
