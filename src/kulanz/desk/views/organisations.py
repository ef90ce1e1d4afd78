"""Organisations: what they are called, whose they are, what their people asked."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases.models import Case
from kulanz.core.ids import id_in
from kulanz.people import organisations
from kulanz.people.finding import find_organisations
from kulanz.people.models import Customer, Organisation

from ..access import DeskRequest, desk_view
from ..forms import OrganisationForm
from ..same_person import merges_of_organisation

PAGE = 50
MOST_OFFERED = 8
MOST_CASES = 30


@desk_view
def show_organisations(request: DeskRequest) -> HttpResponse:
    """List organisations by name, or those whose name or number holds what is typed; POST makes one."""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()
        if name:
            made = organisations.create_organisation(by=request.actor, name=name)
            return HttpResponseRedirect(reverse("desk:organisation", args=[made.pk]))
    words, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    rows = find_organisations(words)
    name, _separator, last = after.rpartition("~")
    if (last_id := id_in(last)) is not None:
        rows = rows.filter(name__gt=name) | rows.filter(name=name, id__gt=last_id)
    found = list(rows[: PAGE + 1])
    more = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "section": "customers",
        "organisations": found[:PAGE],
        "words": words,
        "is_nameless": request.method == "POST",
        "next_after": f"{more.name}~{more.pk}" if more else "",
    }
    return render(request, "desk/organisations.html", context, status=422 if request.method == "POST" else 200)


@desk_view
def show_organisation(request: DeskRequest, organisation_id: int) -> HttpResponse:
    """Show an organisation; POST saves what was changed. A merged one leads to the one in which it goes on."""
    found = get_object_or_404(Organisation, pk=organisation_id)
    if request.method != "POST" and found.merged_into_id is not None:
        return HttpResponseRedirect(reverse("desk:organisation", args=[found.merged_into_id]))
    form = OrganisationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        organisations.change_organisation(organisation_id=organisation_id, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk:organisation", args=[organisation_id]))
    return _page(request, organisation_id, form)


@require_POST
@desk_view
def members(request: DeskRequest, organisation_id: int) -> HttpResponse:
    """Let a customer ("found" or "customer": an id) belong to an organisation, or take one out ("remove")."""
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    gone = id_in(request.POST.get("remove", ""))
    come = id_in(request.POST.get("found", "") or request.POST.get("customer", ""))
    if gone is not None:
        same = Organisation.objects.same_as(organisation.pk).values("pk")
        customer = get_object_or_404(Customer, pk=gone, organisation__in=same)
        organisations.move_customer(customer_id=customer.pk, organisation_id=None, by=request.actor)
    elif come is not None:
        customer = get_object_or_404(Customer, pk=come)
        organisations.move_customer(customer_id=customer.person_id, organisation_id=organisation.pk, by=request.actor)
    else:
        words = request.POST.get("q", "").strip()[:100]
        return HttpResponseRedirect(f"{reverse('desk:customers')}?{urlencode({'q': words})}")
    return HttpResponseRedirect(reverse("desk:organisation", args=[organisation_id]))


def _page(request: DeskRequest, organisation_id: int, form: OrganisationForm) -> HttpResponse:
    same = Organisation.objects.same_as(organisation_id).values("pk")
    after = request.GET.get("after", "")
    people = Customer.objects.known().filter(organisation__in=same).order_by("sort_key", "id")
    key, _separator, last = after.rpartition("~")
    if (last_id := id_in(last)) is not None:
        people = people.filter(sort_key__gt=key) | people.filter(sort_key=key, id__gt=last_id)
    shown = list(people.prefetch_related("contact_points")[: PAGE + 1])
    more = shown[PAGE - 1] if len(shown) > PAGE else None
    cases = Case.objects.visible_to(request.actor).of_organisation(organisation_id).select_related("customer")
    context = {
        "section": "customers",
        "organisation": Organisation.objects.get(pk=organisation_id),
        "people": shown[:PAGE],
        "next_after": f"{more.sort_key}~{more.pk}" if more else "",
        "cases": cases.order_by("-last_entry_at", "-id")[:MOST_CASES],
        "merges": merges_of_organisation(organisation_id),
        "form": form,
    }
    return render(request, "desk/organisation.html", context, status=422 if form.errors else 200)


@require_safe
@desk_view
def choices(request: DeskRequest) -> HttpResponse:
    """Answer which organisations are meant by what is being typed ("q"): eight at most, as JSON for a field."""
    words = request.GET.get("q", "").strip()[:100]
    found = find_organisations(words)[:MOST_OFFERED] if words else []
    return JsonResponse({"customers": [{"id": each.pk, "name": each.name, "more": each.number} for each in found]})
