"""Customers: who they are, how to reach them, what happened before."""

from __future__ import annotations

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
from kulanz.people import actions
from kulanz.people.access import may_change_contacts
from kulanz.people.finding import find_customers
from kulanz.people.models import ContactPoint, Customer
from kulanz.people.rules import ContactKind

from ..access import DeskRequest, chosen_id, desk_view
from ..forms import ContactForm, CustomerForm

PAGE = 50


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
    """Show a customer; POST saves what was changed."""
    customer = get_object_or_404(Customer, pk=customer_id)
    form = CustomerForm(request.POST or None, instance=customer)
    if request.method == "POST" and form.is_valid():
        fresh = {**form.cleaned_data, "organisation_id": getattr(form.cleaned_data["organisation"], "pk", None)}
        fresh.pop("organisation")
        actions.change_customer(customer_id=customer_id, by=request.actor, **fresh)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))
    return _page(request, customer_id, form, ContactForm())


@require_POST
@desk_view
def contacts(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Add a way to reach a customer, or remove one."""
    customer = get_object_or_404(Customer, pk=customer_id)
    for name, act in (("remove", actions.remove_contact), ("prove", actions.prove_contact)):
        if (point_id := chosen_id(request, name)) is not None:
            point = get_object_or_404(ContactPoint, pk=point_id, customer=customer)
            act(contact_id=point.pk, by=request.actor)
            return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            point = actions.add_contact(
                customer_id=customer_id,
                by=request.actor,
                kind=ContactKind(form.cleaned_data["kind"]),
                written=form.cleaned_data["written"],
            )
            if point.is_open:
                messages.info(request, _("Noted. It opens nothing until the customer has confirmed it."))
            return _back(request, customer_id)
        except actions.ContactTaken:
            form.add_error("written", _("This already belongs to another customer."))
    return _page(request, customer_id, CustomerForm(instance=customer), form)


def _back(request: DeskRequest, customer_id: int) -> HttpResponse:
    """Lead to the customer's page, or to the case ("case": its number) from which somebody came."""
    number = request.GET.get("case", "")
    if number:
        return HttpResponseRedirect(reverse("desk:case", args=[case_numbered(number, request.actor).number]))
    return HttpResponseRedirect(reverse("desk:customer", args=[customer_id]))


def _page(request: DeskRequest, customer_id: int, form: CustomerForm, contact_form: ContactForm) -> HttpResponse:
    cases = Case.objects.visible_to(request.actor).of_customer(customer_id).order_by("-opened_at")[:50]
    context = {
        "section": "customers",
        "customer": Customer.objects.select_related("organisation__merged_into").get(pk=customer_id),
        "contact_points": ContactPoint.objects.filter(customer_id=customer_id),
        "cases": cases,
        "may_change_contacts": may_change_contacts(customer_id, request.actor),
        "may_vouch": request.actor.sees_all_teams,
        "form": form,
        "contact_form": contact_form,
    }
    status = 422 if form.errors or contact_form.errors else 200
    return render(request, "desk/customer.html", context, status=status)
