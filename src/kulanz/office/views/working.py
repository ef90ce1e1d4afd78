"""How people work: their hours, capacity and skills, and when they are not here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.people.models import User
from kulanz.routing import actions
from kulanz.routing.errors import AbsenceRefused
from kulanz.routing.forms import AbsenceForm, HoursOfPersonForm, SkillsForm, any_bounds
from kulanz.routing.models import WorkProfile
from kulanz.routing.queries import absences_to_come, weights

from ..access import OfficeRequest, admin_view, planning_view
from ..page import show, show_form


@admin_view
def person_work(request: OfficeRequest, user_id: int) -> HttpResponse:
    """Show and save when a person works, what they may carry and what they can."""
    user = get_object_or_404(User, pk=user_id)
    profile = WorkProfile.objects.filter(user=user).prefetch_related("skills").first()
    given = request.POST or None
    form = HoursOfPersonForm(given, profile=profile, usual=weights().capacity, bounds=any_bounds())
    skills = SkillsForm(given, profile=profile)
    if request.method == "POST" and form.is_valid() and skills.is_valid():
        hours, capacity = form.cleaned_data["hours"], form.cleaned_data["capacity"]
        actions.save_hours(by=request.actor, user_id=user_id, hours=hours, capacity=capacity)
        can = [skill.pk for skill in skills.cleaned_data.get("skills", ())]
        actions.save_skills(by=request.actor, user_id=user_id, skills=can, languages=skills.cleaned_data["languages"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("office:people"))
    return show_form(request, "people", form, own=skills, title=_("How %(name)s works") % {"name": user.name})


@planning_view
def away(request: OfficeRequest) -> HttpResponse:
    """Show who is not here, now and to come, and note it for somebody."""
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        stand_in = given["stand_in"].pk if given["stand_in"] is not None else None
        days = {"begins": given["begins"], "ends": given["ends"]}
        try:
            actions.record_absence(by=request.actor, user_id=given["user"].pk, **days, stand_in_id=stand_in)
        except AbsenceRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("office:away"))
    context = {"form": form, "absences": absences_to_come()}
    return show(request, "office/away.html", "away", context, status=422 if form.errors else 200)


@require_POST
@planning_view
def removal(request: OfficeRequest, absence_id: int) -> HttpResponse:
    """Take an absence out."""
    actions.remove_absence(by=request.actor, absence_id=absence_id)
    return HttpResponseRedirect(reverse("office:away"))
