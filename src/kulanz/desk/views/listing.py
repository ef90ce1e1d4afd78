"""What is done with a list as a whole: how its rows look to a person, and its way out as a file."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.errors import NotAllowed
from kulanz.people.models import User

from ..access import DeskRequest, desk_view
from ..exporting import exported
from ..filtering import remarks_on
from .inbox import filter_from, reading_from


@require_POST
@desk_view
def look(request: DeskRequest) -> HttpResponse:
    """Remember how dense the rows of lists are, and what they show. It concerns the person alone."""
    density = request.POST.get("density", "")
    parts = [part.value for part in User.RowPart if part.value in request.POST.getlist("part")]
    known = density if density in User.Density.values else User.Density.COMFORTABLE.value
    User.objects.filter(pk=request.user.pk).update(list_density=known, list_parts=parts)
    return HttpResponseRedirect(f"{reverse('desk:inbox')}?{filter_from(request).query()}")


@require_POST
@desk_view
def exports(request: DeskRequest) -> HttpResponseBase:
    """Give a list as a file. An address that says something else than it means is refused: a file outlives its page."""
    reading = reading_from(request)
    if reading.wanted.team is not None and not request.actor.sight.covers(reading.wanted.team):
        raise NotAllowed
    if reading.left_out:
        words = " ".join(remarks_on(reading, request.actor))
        return render(request, "desk/refused.html", {"words": words, "section": "inbox"}, status=422)
    actions.record_export(by=request.actor, wanted=reading.wanted)
    response = StreamingHttpResponse(exported(request.actor, reading.wanted), content_type="text/csv; charset=utf-8")
    name = _("cases") + f"-{localtime():%Y-%m-%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
