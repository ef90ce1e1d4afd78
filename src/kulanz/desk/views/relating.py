"""Linking cases that belong together and stay apart."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.cases.queries import other_cases

from .. import undoing
from ..access import DeskRequest, case_view
from ..ending import NoSuchCase, id_of
from ..relating import WAYS


@case_view
def relations(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Link a case with another one ("number" or "other": which, "way": how); GET asks."""
    if request.method != "POST":
        return _ask(request, case)
    wanted = request.POST.get("other", "") or request.POST.get("number", "")
    _value, _words, kind, is_far = next((each for each in WAYS if each[0] == request.POST.get("way", "")), WAYS[0])
    try:
        ids = (case.pk, id_of(wanted, request.actor))
        near, far = reversed(ids) if is_far else ids
        relation = actions.relate_cases(case_id=near, other_id=far, by=request.actor, kind=kind)
    except NoSuchCase as missing:
        return _ask(request, case, missing.words)
    except errors.WrongState:
        return _ask(request, case, _("That is this very case."))
    words = _("Linked with %(number)s.") % {"number": wanted.strip().upper()}
    undoing.remember(request, words, [("relate", {"relation_id": relation.pk})] if relation is not None else [])
    return None


def _ask(request: DeskRequest, case: Case, error: str = "") -> HttpResponse:
    context = {
        "case": case,
        "list_query": request.GET.urlencode(),
        "section": "inbox",
        "same_customer": other_cases(request.actor, case),
        "ways": [(value, words) for value, words, _kind, _far in WAYS],
        "way": request.POST.get("way", WAYS[0][0]),
        "value": request.POST.get("number", ""),
        "error": error,
    }
    return render(request, "desk/relate.html", context, status=422 if error else 200)


@require_POST
@case_view
def removal(request: DeskRequest, case: Case, relation_id: int) -> None:
    """Take a link between two cases away."""
    actions.unrelate_cases(relation_id=relation_id, by=request.actor)


@require_POST
@case_view
def denial(request: DeskRequest, case: Case, other: str) -> None:
    """Say that another case does not belong to this one: nobody is asked again."""
    try:
        other_id = id_of(other, request.actor)
    except NoSuchCase as missing:
        raise errors.NotFound from missing
    denial = actions.deny_belonging(case_id=case.pk, other_id=other_id, by=request.actor)
    back = [("deny", {"case_id": case.pk, "other_id": other_id})] if denial is not None else []
    undoing.remember(request, _("Not asked again."), back)
