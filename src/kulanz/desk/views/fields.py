"""Own fields on the page of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.fields.actions import ValueRefused, fill_field
from kulanz.fields.models import CaseField
from kulanz.fields.rules import LONGEST_TEXT, written

from .. import undoing
from ..access import DeskRequest, case_view
from ..typed import TypedWrong, typed_value
from .case import render_case
from .details import part_of

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
            words = written(value)[:LONGEST_TEXT]
            step = {"case_id": case.pk, "field_id": field_id, "kept": written(before), "instead_of": words}
            undoing.remember(request, _("%(field)s saved.") % {"field": row.shown_name}, [("field", step)])
        return part_of(request, case) if request.headers.get("HX-Target") == PANEL else None
    problem = {"field": f"field-{field_id}", "words": words, "typed": typed}
    if request.headers.get("HX-Target") == PANEL:
        return part_of(request, case, {"field_problem": problem}, status=422)
    return render_case(request, case.number, status=422, told={"field_problem": problem})
