"""Signs of life: who else is in a case at this moment, and who in the rows of a list."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Presence
from kulanz.cases.queries import Other, others_in
from kulanz.core.ids import ids_in
from kulanz.routing.actions import be_here

from .. import presence as words
from ..access import DeskRequest, desk_view

MOST_ROWS = 100


@require_POST
@desk_view
def presence(request: DeskRequest) -> HttpResponse:
    """Take a sign of life and answer with those of others, in one request.

    ``case`` and ``doing`` say where somebody is, ``left`` which case they left, ``rows`` the ids of the list they see.
    """
    given = request.POST
    if "rows" in given:  # a page that is seen; one that says goodbye asks for nobody
        be_here(by=request.actor)
    number, left = given.get("case", "")[:20], given.get("left", "")[:20]
    if left:
        actions.leave(number=left, by=request.actor)
    if number and given.get("doing") in Presence.Doing.values:
        try:
            actions.be_present(number=number, by=request.actor, doing=given["doing"])
        except errors.NotFound:
            number = ""  # moved to another team meanwhile: the page itself will say so
    # A page that says goodbye hears no answer.
    if "rows" not in given:
        return HttpResponse(status=204)
    rows = ids_in(given["rows"].split(",")[:MOST_ROWS])
    return JsonResponse(_told(others_in(request.actor, number=number, case_ids=rows), number))


def _told(others: list[Other], number: str) -> dict[str, object]:
    here = [other for other in others if number and other.number == number]
    by_case = groupby(sorted(others, key=lambda other: other.case_id), key=lambda other: other.case_id)
    return {
        "head": words.in_head(here),
        "composer": words.in_composer(here),
        "rows": {case_id: words.in_row(list(there)) for case_id, there in by_case},
    }
