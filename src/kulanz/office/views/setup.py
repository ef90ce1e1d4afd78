"""Brands with their hours, and teams."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.people import administration
from kulanz.people.models import Brand, Team, the_house
from kulanz.routing.actions import save_team_routing
from kulanz.routing.forms import TeamRoutingForm
from kulanz.routing.models import TeamRouting

from ..access import OfficeRequest, admin_view
from ..forms import BrandForm, HouseForm, TeamForm, what_changed
from ..hours_form import HoursForm
from ..page import show, show_form


@admin_view
def brands(request: OfficeRequest) -> HttpResponse:
    """List the brands."""
    return show(request, "office/brands.html", "brands", {"brands": Brand.objects.all()})


@admin_view
def brand(request: OfficeRequest, brand_id: int | None = None) -> HttpResponse:
    """Show and save a brand."""
    thing = get_object_or_404(Brand, pk=brand_id) if brand_id is not None else None
    form = BrandForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        administration.save(form.instance, by=request.actor, changed=what_changed(form))
        return _saved(request, "office:brands")
    return show_form(request, "brands", form, title=thing.name if thing else _("New brand"), brand=thing)


@admin_view
def hours(request: OfficeRequest, brand_id: int) -> HttpResponse:
    """Show and save a brand's business hours."""
    thing = get_object_or_404(Brand, pk=brand_id)
    form = HoursForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        administration.save(
            form.instance, by=request.actor, changed=set(what_changed(form)) & {"state", "municipality", "zone"}
        )
        administration.save_hours(
            thing, by=request.actor, hours=form.cleaned_data["hours"], closed=form.cleaned_data["days"]
        )
        return _saved(request, "office:brands")
    title = _("Business hours of %(brand)s") % {"brand": thing.name}
    return show_form(request, "brands", form, title=title)


@admin_view
def house(request: OfficeRequest) -> HttpResponse:
    """Show and save what holds for the whole house."""
    form = HouseForm(request.POST or None, instance=the_house())
    if request.method == "POST" and form.is_valid():
        administration.save(form.instance, by=request.actor, changed=what_changed(form))
        return _saved(request, "office:house")
    return show_form(request, "house", form, title=_("The whole house"))


@admin_view
def teams(request: OfficeRequest) -> HttpResponse:
    """List the teams with how many people they have."""
    rows = Team.objects.annotate(people=Count("memberships"))
    return show(request, "office/teams.html", "teams", {"teams": rows})


@admin_view
def team(request: OfficeRequest, team_id: int | None = None) -> HttpResponse:
    """Show and save a team, and how its cases find their person."""
    thing = get_object_or_404(Team, pk=team_id) if team_id is not None else None
    form = TeamForm(request.POST or None, instance=thing)
    routing = TeamRoutingForm(request.POST or None, instance=TeamRouting.objects.filter(team=thing).first())
    if request.method == "POST" and form.is_valid() and routing.is_valid():
        administration.save(form.instance, by=request.actor, changed=what_changed(form))
        save_team_routing(by=request.actor, team=form.instance, **routing.cleaned_data)
        return _saved(request, "office:teams")
    return show_form(request, "teams", form, own=routing, title=thing.name if thing else _("New team"))


def _saved(request: OfficeRequest, place: str) -> HttpResponseRedirect:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse(place))
