"""'Heute': what needs me now?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kulanz.cases.queries import today, unseen_mentions
from kulanz.cases.queries.today import MOST, Today
from kulanz.cases.shown import ShownDay
from kulanz.channels.beginnings import first_steps
from kulanz.ui.panels import PagePanels, Slot, beside_letters

from .. import undoing
from ..access import DeskRequest, desk_view


@desk_view
def show_today(request: DeskRequest) -> HttpResponse:
    """Show the first screen of a person; for htmx only its moving part."""
    moment = timezone.localtime()
    found = today(request.actor, beside_letters=beside_letters())
    panels = PagePanels(ShownDay(request.actor, moment))
    mentions = unseen_mentions(request.actor)
    context = {
        "section": "today",
        "panels": panels,
        "today": found,
        "mentions": mentions,
        "waiting_people": len({case.customer_id for case in found.waiting_for_me}),
        "is_more": len(found.waiting_for_me) == MOST,
        "moment": moment,
        "undo": undoing.offered(request),
        "steps": first_steps() if request.user.is_admin else [],
        "greeting": _greeting(moment.hour),
        "called": request.user.called,
        "all_done": not (found.waiting_for_me or _else(found) or panels.has(Slot.TODAY) or mentions),
    }
    part = "desk/parts/today.html" if request.headers.get("HX-Target") == "today" else "desk/today.html"
    return render(request, part, context)


def _else(found: Today) -> bool:
    """Say whether something beside waiting people asks for this person."""
    letters = found.undelivered or found.offered or found.overtaken or found.to_approve or found.given_back
    return bool(letters or found.overdue_waits or found.returned)


def _greeting(hour: int) -> str:
    """Return which greeting fits the hour of the person's clock: "morning", "day" or "evening"."""
    if 4 <= hour < 11:
        return "morning"
    return "day" if 11 <= hour < 18 else "evening"
