"""Ending a case without a letter."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kulanz.cases import actions, errors
from kulanz.cases.models import Case, OwnReason
from kulanz.cases.queries.reasons import reasons_in_use

from .. import undoing
from ..access import DeskRequest, case_view
from ..ending import NoSuchCase, asked_about, said_of, wish_in
from ..typed import problem_of
from .case import render_case


@case_view
def ending(request: DeskRequest, case: Case) -> HttpResponse | None:
    """End a case without a letter ("end": why, "of": of which it is a duplicate); GET asks."""
    if request.method != "POST":
        return _ask(request, case)
    try:
        wish = wish_in(request.POST, request.actor)
        if wish is None:
            return _ask(request, case, _("Please say what should be done."))
        done = actions.end_case(
            case_id=case.pk,
            by=request.actor,
            reason=wish.reason,
            of_id=wish.of_id,
            blocks_sender=wish.blocks_sender,
            named_id=wish.named_id,
        )
    except errors.EndingStopped as stopped:
        return render_case(request, case.number, status=422, told=problem_of(stopped.stops))
    except NoSuchCase as missing:
        return _ask(request, case, missing.words)
    except errors.DuplicateRefused:
        return _ask(request, case, _("A case cannot be a duplicate of itself."))
    undoing.remember(request, said_of(done), [("end", {"case_id": case.pk})])
    return None


def _ask(request: DeskRequest, case: Case, error: str = "") -> HttpResponse:
    """Ask why, on a page of its own; what was sent from the dialog of a case and is wrong is said in the dialog."""
    newest = case.messages.filter(direction="in").order_by("-at", "-id").first()
    told = {"ending_error": error, "ending_of": request.POST.get("of", "")}
    frame = {"case": case, "list_query": request.GET.urlencode(), "section": "inbox", "same_customer": []}
    frame["own_reasons"] = reasons_in_use(OwnReason.Use.ENDING)
    context = {**frame, **asked_about(newest), **told}
    status = 422 if error else 200
    if not request.headers.get("HX-Request"):
        return render(request, "desk/end.html", context, status=status)
    response = render(request, "desk/parts/end_form.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#end-form", "outerHTML"
    return response
