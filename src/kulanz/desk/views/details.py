"""The parts of the margin beside a case that change by a step: tags, own fields, checklist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kulanz.cases.models import Case, Tag
from kulanz.cases.queries import tags_of
from kulanz.checklists.panels import checklist_of
from kulanz.fields.panels import details

from ..access import DeskRequest, case_view
from ..undoing import offered


@require_safe
@case_view
def show_details(request: DeskRequest, case: Case) -> HttpResponse:
    """Answer a part of the margin anew, as it is now: "HX-Target" says which."""
    return part_of(request, case)


def part_of(
    request: DeskRequest, case: Case, told: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A part of the margin, and after a step the way back from it; ``told`` are names of its own."""
    part = request.headers.get("HX-Target", "")
    context: dict[str, Any] = {"case": case, "list_query": request.GET.urlencode(), "part": part, **(told or {})}
    if part == "side-tags":
        context |= {"page": {"tags": tags_of([case.pk])[case.pk]}, "tag_colours": Tag.Colour.choices}
    elif part == "side-checklist":
        context |= checklist_of(case)
    else:
        context |= details(case) or {}
    if request.method == "POST" and status == 200:
        context["undo"] = offered(request)
    return render(request, "desk/parts/details.html", context, status=status)
