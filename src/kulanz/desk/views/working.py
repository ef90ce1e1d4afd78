"""'Ich': when one is here, and how much one carries. Colleagues see 'not here until', 'free' or 'full', and no more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.routing import actions
from kulanz.routing.errors import AbsenceRefused
from kulanz.routing.forms import AbsenceForm
from kulanz.routing.queries import own_work

from ..access import DeskRequest, desk_view
from .me import hours_form, me_page


@require_POST
@desk_view
def absences(request: DeskRequest) -> HttpResponse:
    """Note from when to when one is not here, and who stands in."""
    form = AbsenceForm(request.POST, of=request.user)
    if form.is_valid():
        given = form.cleaned_data
        stand_in = given["stand_in"].pk if given["stand_in"] is not None else None
        days = {"begins": given["begins"], "ends": given["ends"]}
        try:
            actions.record_absence(by=request.actor, user_id=request.user.pk, **days, stand_in_id=stand_in)
        except AbsenceRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted. Nothing is given to you while you are not here."))
            return _back()
    return me_page(request, absence_form=form)


@require_POST
@desk_view
def removal(request: DeskRequest, absence_id: int) -> HttpResponse:
    """Be here after all."""
    actions.remove_absence(by=request.actor, absence_id=absence_id)
    messages.success(request, _("Taken out."))
    return HttpResponseRedirect(reverse("desk:today")) if "today" in request.POST else _back()


@require_POST
@desk_view
def hours(request: DeskRequest) -> HttpResponse:
    """Set one's own working hours and capacity."""
    form = hours_form(own_work(request.user.pk), request.POST)
    if not form.is_valid():
        return me_page(request, hours_form=form)
    given = form.cleaned_data
    actions.save_hours(by=request.actor, user_id=request.user.pk, hours=given["hours"], capacity=given["capacity"])
    messages.success(request, _("Saved."))
    return _back()


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:me") + "#me-away")
