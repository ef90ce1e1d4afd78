"""Whom a note can call by name."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kulanz.cases.models import Case
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..access import DeskRequest, case_view


@require_safe
@case_view
def colleagues(request: DeskRequest, case: Case) -> HttpResponse:
    """Answer whom a note in this case can call: names, and whether they may open it."""
    people = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
    people = people.prefetch_related("memberships").order_by("name", "id")
    told = [{"name": user.name, "sees": sight_of(user).covers(case.team_id)} for user in people]
    return JsonResponse({"people": told})
