"""Handing a case over to a person or a team."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.cases import actions
from kulanz.cases.errors import NotFound
from kulanz.cases.models import Case

from .. import undoing
from ..access import DeskRequest, case_view
from ..handing import offers_for, wish_of
from .writing import lead_to


@case_view
def assignment(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Hand a case over ("to": a person, a team, nobody; "reason": a sentence for them); GET shows who can take it."""
    address = reverse("desk:assignment", args=[case.number])
    if request.method != "POST":
        return ask_whom(request, [case], address, request.GET.urlencode())
    if not request.POST.get("to"):
        return ask_whom(request, [case], address, request.GET.urlencode(), error=_("Please choose somebody."))
    return _assign(request, case)


def ask_whom(
    request: DeskRequest, cases: Sequence[Case], url: str, list_query: str, *, error: str = ""
) -> HttpResponse:
    """Ask to whom cases go, on a page or for the dialog of the open case or of the picked rows."""
    many = request.resolver_match is not None and request.resolver_match.view_name == "desk:selection"
    form_id = "hand-picked-form" if many else "hand-case-form"
    context = {
        "case": cases[0],
        "cases": cases if many else (),
        "amount": len(cases),
        "offers": offers_for(cases, request.actor),
        "url": url,
        "list_query": list_query,
        "form_id": form_id,
        "error": error,
        "section": "inbox",
    }
    status = 422 if error else 200
    if not request.headers.get("HX-Request"):
        return render(request, "desk/assign.html", context, status=status)
    response = render(request, "desk/parts/hand_form.html", {**context, "in_dialog": True}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = f"#{form_id}", "outerHTML"
    return response


def _assign(request: DeskRequest, case: Case) -> HttpResponse | None:
    wish = wish_of(request.POST["to"])
    if wish is None:
        raise NotFound
    before = {"user_id": case.assignee_id, "team_id": case.team_id}
    actions.assign_case(
        case_id=case.pk,
        by=request.actor,
        user_id=wish.user_id,
        team_id=wish.team_id,
        keep_team=wish.team_id is None and not wish.leaves_team,
        reason=request.POST.get("reason", ""),
    )
    case.refresh_from_db(fields=["assignee", "team"])
    is_gone = not request.actor.sight.covers(case.team_id)
    words = _("Handed over. The case is with another team now.") if is_gone else _("Handed over.")
    if before != {"user_id": case.assignee_id, "team_id": case.team_id}:
        undoing.remember(request, words, [("return", {"case_id": case.pk, **before})])
    return lead_to(request, reverse("desk:inbox")) if is_gone else None
