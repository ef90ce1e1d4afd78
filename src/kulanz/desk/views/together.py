"""Working together in one case: signs of life, whom a note can call, and the customer's links."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kulanz.cases import actions, errors
from kulanz.cases.actions.mentioning import may_open
from kulanz.cases.models import Case, Presence
from kulanz.cases.queries import Other, link_token, open_links, others_in
from kulanz.people.models import User

from .. import presence as words
from ..access import DeskRequest, case_view, desk_view

MOST_ROWS = 100


@require_POST
@desk_view
def presence(request: DeskRequest) -> HttpResponse:
    """Take a sign of life and answer with those of others, in one request.

    ``case`` and ``doing`` say where somebody is, ``left`` which case they left, ``rows`` the ids of the list they see.
    """
    given = request.POST
    number, left = given.get("case", "")[:20], given.get("left", "")[:20]
    if left:
        actions.leave(number=left, by=request.actor)
    if number and given.get("doing") in Presence.Doing.values:
        try:
            actions.be_present(number=number, by=request.actor, doing=given["doing"])
        except errors.NotFound:
            number = ""  # moved to another team meanwhile: the page itself will say so
    if "rows" not in given:
        return HttpResponse(status=204)
    rows = [int(each) for each in given["rows"].split(",")[:MOST_ROWS] if each.isdecimal() and len(each) < 19]
    return JsonResponse(_told(others_in(request.actor, number=number, case_ids=rows), number))


def _told(others: list[Other], number: str) -> dict[str, object]:
    here = [other for other in others if number and other.number == number]
    by_case = groupby(sorted(others, key=lambda other: other.case_id), key=lambda other: other.case_id)
    return {
        "head": words.in_head(here),
        "composer": words.in_composer(here),
        "rows": {case_id: words.in_row(list(there)) for case_id, there in by_case},
    }


@require_safe
@case_view
def colleagues(request: DeskRequest, case: Case) -> HttpResponse:
    """Answer whom a note in this case can call: names, and whether they may open it."""
    people = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
    people = people.prefetch_related("memberships").order_by("name", "id")
    return JsonResponse({"people": [{"name": user.name, "sees": may_open(user, case.team_id)} for user in people]})


@case_view
def links(request: DeskRequest, case: Case) -> HttpResponse:
    """Show the customer's keys to this case; POST makes one or revokes one."""
    if request.method == "POST":
        _change_links(request, case)
        return HttpResponseRedirect(reverse("desk:links", args=[case.number]))
    keys = [
        {"link": link, "url": settings.PUBLIC_URL + reverse("portal:case", args=[link_token(link)])}
        for link in open_links(case)
    ]
    return render(request, "desk/links.html", {"case": case, "keys": keys, "section": "inbox"})


def _change_links(request: DeskRequest, case: Case) -> None:
    revoke = request.POST.get("revoke", "")
    if revoke.isdecimal() and len(revoke) < 19:
        if not case.links.filter(pk=int(revoke)).exists():
            raise Http404
        actions.revoke_link(link_id=int(revoke), by=request.actor)
        messages.success(request, _("The link no longer opens anything."))
    elif "create" in request.POST:
        actions.create_link(case_id=case.pk, customer_id=case.customer_id, by=request.actor)
