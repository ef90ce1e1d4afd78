"""Customers: who they are, how to reach them, what happened before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases.access import case_numbered
from kulanz.cases.models import Case
from kulanz.core.ids import id_in
from kulanz.people import actions, organisations
from kulanz.people.access import may_change_contacts
from kulanz.people.finding import find_customers, find_organisations
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind

from ..access import DeskRequest, chosen_id, desk_view
from ..forms import ContactForm, CustomerForm
from ..same_person import merges_of_customer

PAGE = 50
STEPS = (
    ("remove", actions.remove_contact),
    ("prove", actions.prove_contact),
    ("prefer", actions.prefer_contact),
)


@desk_view
def show_customers(request: DeskRequest) -> HttpResponse:
    """List customers by name, or those of whom all the words begin some word of name, address, number or firm."""
    words, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    rows = find_customers(words).select_related("organisation__merged_into").prefetch_related("contact_points")
    key, _separator, last = after.rpartition("~")
    if (last_id := id_in(last)) is not None:
        # The last condition says nothing new: it is the one an index can begin at.
        rows = rows.filter(Q(sort_key__gt=key) | Q(id__gt=last_id), sort_key__gte=key)
    customers = list(rows[: PAGE + 1])
    more = customers[PAGE - 1] if len(customers) > PAGE else None
    context = {
        "section": "customers",
        "customers": customers[:PAGE],
        "words": words,
        "next_after": f"{more.sort_key}~{more.pk}" if more else "",
    }
    return render(request, "desk/customers.html", context)


@desk_view
def show_customer(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Show a customer; POST saves what was changed. A merged one leads to the one in which they go on."""
    customer = get_object_or_404(Customer, pk=customer_id)
    if request.method != "POST" and customer.merged_into_id is not None:
        return HttpResponseRedirect(reverse("desk:customer", args=[customer.merged_into_id]))
    form = CustomerForm(request.POST or None, instance=customer)
    if request.method == "POST" and form.is_valid():
        actions.change_customer(customer_id=customer_id, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))
    return _page(request, customer_id, form, ContactForm())


@require_POST
@desk_view
def contacts(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Add a way to reach a customer, or change, remove, prefer or prove one."""
    get_object_or_404(Customer, pk=customer_id)
    for name, act in STEPS:
        if (point_id := chosen_id(request, name)) is not None:
            act(contact_id=_point(point_id, customer_id).pk, by=request.actor)
            return _back(request, customer_id)
    changed = chosen_id(request, "change")
    point = _point(changed, customer_id) if changed is not None else None
    form = ContactForm({**request.POST.dict(), **({"kind": point.kind} if point is not None else {})})
    if form.is_valid():
        try:
            saved = _written(request, customer_id, form.cleaned_data, point)
        except actions.ContactTaken:
            form.add_error("written", _("This already belongs to another customer."))
        else:
            if saved.is_open and (point is None or saved.value != point.value):
                messages.info(request, _("Noted. It opens nothing until the customer has confirmed it."))
            return _back(request, customer_id)
    fresh = CustomerForm(instance=Customer.objects.get(pk=customer_id))
    return _page(request, customer_id, fresh, form, changed=point)


def _point(point_id: int, customer_id: int) -> ContactPoint:
    return get_object_or_404(ContactPoint.objects.of_person(customer_id), pk=point_id)


def _written(request: DeskRequest, customer_id: int, given: dict[str, Any], point: ContactPoint | None) -> ContactPoint:
    if point is not None:
        return actions.change_contact(contact_id=point.pk, by=request.actor, written=given["written"])
    kind = ContactKind(given["kind"])
    return actions.add_contact(customer_id=customer_id, by=request.actor, kind=kind, written=given["written"])


@require_POST
@desk_view
def firm(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Let a customer belong to an organisation ("found" or "organisation": its id; "make": its name), or to none."""
    customer = get_object_or_404(Customer, pk=customer_id)
    wanted = id_in(request.POST.get("found", "") or request.POST.get("organisation", ""))
    words = request.POST.get("q", "").strip()[:200]
    if name := request.POST.get("make", "").strip():
        wanted = organisations.create_organisation(by=request.actor, name=name).pk
    if wanted is None and words:
        fresh = CustomerForm(instance=Customer.objects.get(pk=customer_id))
        return _page(request, customer_id, fresh, ContactForm(), firm_words=words)
    organisations.move_customer(customer_id=customer.person_id, organisation_id=wanted, by=request.actor)
    return _back(request, customer_id)


def _back(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Lead to the customer's page, or to the case ("case": its number) from which somebody came."""
    number = request.GET.get("case", "")
    if number:
        return HttpResponseRedirect(reverse("desk:case", args=[case_numbered(number, request.actor).number]))
    return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))


def _page(
    request: DeskRequest,
    customer_id: int,
    form: CustomerForm,
    contact_form: ContactForm,
    *,
    changed: ContactPoint | None = None,
    firm_words: str = "",
) -> HttpResponse:
    cases = Case.objects.visible_to(request.actor).of_person(customer_id).order_by("-opened_at")[:50]
    firms = find_organisations(firm_words)[:8] if firm_words else []
    context = {
        "section": "customers",
        "customer": Customer.objects.select_related("organisation__merged_into").get(pk=customer_id),
        "contact_points": ContactPoint.objects.of_person(customer_id),
        "cases": cases,
        "merges": merges_of_customer(customer_id),
        "may_change_contacts": may_change_contacts(customer_id, request.actor),
        "may_vouch": request.actor.sees_all_teams,
        "form": form,
        "contact_form": contact_form,
        "changed": changed,
        "typed": contact_form["written"].value() or "",
        "firm_words": firm_words,
        "firms": firms,
    }
    status = 422 if form.errors or contact_form.errors else 200
    return render(request, "desk/customer.html", context, status=status)
