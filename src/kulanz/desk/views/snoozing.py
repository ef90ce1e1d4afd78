"""Putting a case aside until a moment or a reply, and taking it back before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.rules import CLOSED

from .. import undoing
from ..access import DeskRequest, case_view
from ..snoozing import offered_untils, said_of, until_in, until_of, words_meant


@case_view
def snooze(request: DeskRequest, case: Case) -> HttpResponse | None:
    """Snooze a case ("until": a moment or a reply); GET asks. What is typed ("words") is shown as it is understood."""
    if request.method == "POST" and "until" in request.POST:
        until = until_of(request.POST["until"]).moment
        actions.snooze_case(case_id=case.pk, by=request.actor, until=until)
        undoing.remember(request, said_of(until), [("snooze", {"case_id": case.pk})])
        return None
    context = {"case": case, "url": reverse("desk:snooze", args=[case.number])}
    return ask_until(request, case, {**context, "list_query": request.GET.urlencode()})


def ask_until(request: DeskRequest, case: Case, context: dict[str, Any], cases: Sequence[Case] = ()) -> HttpResponse:
    """Ask until when, on a page or for the dialog; the opening hours are those of the (first) case's brand."""
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("words", "").strip()
    context |= {"words": words, "read": until_in(words, case.brand) if words else None, "cases": cases}
    target = request.headers.get("HX-Target", "")
    if target == "snooze-reading":
        return render(request, "desk/parts/snooze_reading.html", context)
    context |= {"offered": offered_untils(case.brand), "section": "inbox"}
    if target == "snooze-form" or (request.headers.get("HX-Request") and request.method == "POST"):
        response = render(request, "desk/parts/snooze_form.html", {**context, "in_dialog": not cases})
        response["HX-Retarget"], response["HX-Reswap"], response["HX-Push-Url"] = "#snooze-form", "outerHTML", "false"
        return response
    return render(request, "desk/snooze.html", context)


@require_POST
@case_view
def waking(request: DeskRequest, case: Case) -> None:
    """Take a snoozed case back before its moment."""
    actions.wake_case(case_id=case.pk, by=request.actor)
    undoing.forget(request)  # "z" undid the snooze that is over now


def palette_offer(request: DeskRequest, typed: str) -> dict[str, Any]:
    """Return what the palette offers to whoever types "snooze tomorrow 9" beside an open case; nothing else."""
    words, address = words_meant(typed), request.htmx.current_url_abs_path or ""
    number = number_in(address) if words else ""
    if not number:
        return {}
    case = Case.objects.visible_to(request.actor).filter(number=number).select_related("brand").first()
    if case is None or case.state in CLOSED or (until := until_in(words, case.brand)) is None:
        return {}
    return {"snooze": until, "number": case.number, "list_query": urlsplit(address).query}


def number_in(address: str) -> str:
    """Return the number of the case that is open at an address of the desk, "" where none is."""
    path = "/" + address.partition("?")[0].removeprefix(get_script_prefix())
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return str(found.kwargs["number"]) if found.view_name == "desk:case" else ""
