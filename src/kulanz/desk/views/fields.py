"""Own fields on the page of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases.models import Case, Tag
from kulanz.cases.queries import tags_of
from kulanz.fields.actions import ValueRefused, fill_field
from kulanz.fields.models import CaseField
from kulanz.fields.panels import details
from kulanz.fields.rules import written

from .. import undoing
from ..access import DeskRequest, case_view
from ..typed import TypedWrong, typed_value
from ..undoing import offered
from .case import render_case

PANEL = "side-fields"


@require_POST
@case_view
def field(request: DeskRequest, case: Case, field_id: int) -> HttpResponse | None:
    """Fill a field in with what was typed ("value"), or empty it; what is wrong is said at the field."""
    row, typed = get_object_or_404(CaseField, pk=field_id), request.POST.get("value", "")
    try:
        value = typed_value(row.type, typed, brand=case.brand, at=timezone.now())
        before = fill_field(case_id=case.pk, field_id=field_id, by=request.actor, value=value)
    except TypedWrong as wrong:
        words = wrong.words
    except ValueRefused:
        words = _("This can no longer be chosen.")
    else:
        if value != before:
            step = {"case_id": case.pk, "field_id": field_id, "kept": written(before)}
            undoing.remember(request, _("%(field)s saved.") % {"field": row.shown_name}, [("field", step)])
        return _details(request, case) if request.headers.get("HX-Target") == PANEL else None
    problem = {"field": f"field-{field_id}", "words": words, "typed": typed}
    if request.headers.get("HX-Target") == PANEL:
        return _details(request, case, {"field_problem": problem}, status=422)
    return render_case(request, case.number, status=422, told={"field_problem": problem})


@require_safe
@case_view
def show_details(request: DeskRequest, case: Case) -> HttpResponse:
    """Answer the tags or the fields beside a case anew, as they are now: "HX-Target" says which."""
    return _details(request, case)


def _details(
    request: DeskRequest, case: Case, told: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A part of the margin, and after a step the way back from it."""
    frame = {"case": case, "list_query": request.GET.urlencode(), **(told or {})}
    if request.headers.get("HX-Target") == "side-tags":
        tags = {"page": {"tags": tags_of([case.pk])[case.pk]}, "tag_colours": Tag.Colour.choices, "part": "tags"}
        return render(request, "desk/parts/details.html", {**frame, **tags})
    undo = offered(request) if request.method == "POST" and status == 200 else None
    context = {**frame, **(details(case) or {}), "undo": undo}
    return render(request, "desk/parts/details.html", context, status=status)
