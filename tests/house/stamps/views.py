"""The page of this room."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kulanz.cases.models import Case
from kulanz.desk.access import DeskRequest, desk_view

from .models import Stamp


@desk_view
def show_all(request: DeskRequest) -> HttpResponse:
    """Show the stamps of all cases that the person may see."""
    stamps = Stamp.objects.filter(case__in=Case.objects.visible_to(request.actor))
    return render(request, "stamps/all.html", {"stamps": stamps, "section": "stamps"})
