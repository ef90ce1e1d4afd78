"""The next case from the pile: whoever waits longest, weighed by what is pressing, with the reason in words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases.models import Case
from kulanz.routing.actions import TakenCase, take_next
from kulanz.routing.reasons import in_words
from kulanz.routing.rules import Because, why_next
from kulanz.ui import when

from .. import undoing
from ..access import DeskRequest, desk_view


@require_POST
@desk_view
def next_case(request: DeskRequest) -> HttpResponse:
    """Take the next case and open it; where nobody waits, say so on the page one came from ("from")."""
    taken = take_next(by=request.actor)
    if taken is None:
        messages.info(request, _("Nobody waits in the pile."))
        return HttpResponseRedirect(reverse("desk:inbox" if request.POST.get("from") == "list" else "desk:today"))
    words = _("It is yours now (%(why)s).") % {"why": reasons_of(taken)}
    undoing.remember(request, words, [("return", _before(taken.case))])
    return HttpResponseRedirect(reverse("desk:case", args=[taken.case.number]) + "?view=mine")


def reasons_of(taken: TakenCase) -> str:
    """Say why this was the next: "promise due today, waits 3 hrs"."""
    since = when.since(localtime() - taken.place.waits, now=localtime(), language=get_language() or "de")
    codes = [f"{why}:{since}" if why is Because.WAITS else why.value for why in why_next(taken.place)]
    return in_words(codes)


def _before(case: Case) -> dict[str, int | None]:
    return {"case_id": case.pk, "user_id": case.assignee_id, "team_id": case.team_id}
