"""What people of ours can, and what cases weigh."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.channels.registry import kinds
from kulanz.routing import actions
from kulanz.routing.forms import SkillForm, WeightsForm
from kulanz.routing.models import CaseWeights, Skill

from ..access import OfficeRequest, admin_view
from ..page import show, show_form


@admin_view
def skills(request: OfficeRequest) -> HttpResponse:
    """List the skills of the house with how many people have them."""
    rows = Skill.objects.annotate(amount=Count("people"))
    return show(request, "office/skills.html", "skills", {"skills": rows})


@admin_view
def skill(request: OfficeRequest, skill_id: int | None = None) -> HttpResponse:
    """Show and save a skill and what needs it."""
    thing = get_object_or_404(Skill, pk=skill_id) if skill_id is not None else None
    offered = [(kind.key, kind.label) for kind in kinds().values()]
    form = SkillForm(request.POST or None, instance=thing, channels=offered)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        bound = {name: given.get(name, ()) for name in ("teams", "brands", "tags", "channels")}
        actions.save_skill(by=request.actor, skill=form.instance, **bound)
        return _saved(request)
    return show_form(request, "skills", form, title=thing.name if thing else _("New skill"), skill=thing)


@require_POST
@admin_view
def removal(request: OfficeRequest, skill_id: int) -> HttpResponse:
    """Take a skill out of the list of the house."""
    actions.remove_skill(by=request.actor, skill_id=skill_id)
    return HttpResponseRedirect(reverse("office:skills"))


@admin_view
def weights(request: OfficeRequest) -> HttpResponse:
    """Show and save what cases weigh."""
    row = CaseWeights.objects.filter(pk=CaseWeights.ONLY).first() or CaseWeights(pk=CaseWeights.ONLY)
    form = WeightsForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.save_weights(by=request.actor, **form.cleaned_data)
        return _saved(request)
    return show_form(request, "skills", form, title=_("What cases weigh"))


def _saved(request: OfficeRequest) -> HttpResponseRedirect:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("office:skills"))
