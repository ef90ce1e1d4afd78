"""The open case: what happened, who it is, what to write."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kulanz.cases import actions
from kulanz.cases.queries import CasePage, case_page
from kulanz.cases.rules import CLOSED, CaseStatus

from ..access import DeskRequest, desk_view
from .inbox import BESIDE_A_CASE, filter_from, list_context


@desk_view
def show_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case beside its list; for htmx only the case."""
    return render_case(request, number)


def render_case(request: DeskRequest, number: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the case as it is now. ``more`` carries what a refused form must give back: text, error, banner."""
    page = case_page(request.actor, number, everything="everything" in request.GET)
    wanted = filter_from(request)
    context = {**case_context(page), "keep": wanted.query(after=""), "wanted": wanted, "section": "inbox", **more}
    if request.headers.get("HX-Target") == "sheet":
        response = render(request, "desk/parts/sheet.html", context, status=status)
    else:
        beside = list_context(request, wanted, size=BESIDE_A_CASE)
        response = render(request, "desk/case.html", {**beside, **context}, status=status)
    response["Vary"] = "HX-Request, HX-Target"
    if page.is_unread:
        actions.remember_read(
            case=page.case,
            user_id=request.user.pk,
            message_id=page.newest_message_id,
            note_id=page.newest_note_id,
        )
        if any(entry.note and "@" in entry.note.text for entry in page.entries):
            actions.see_mentions(case_id=page.case.pk, user_id=request.user.pk)
    return response


def case_context(page: CasePage) -> dict[str, Any]:
    """Return what the templates ask about an open case."""
    state = page.case.state
    return {
        "page": page,
        "case": page.case,
        "customer": page.case.customer,
        "story": getattr(page.case, "story", None),
        "is_closed": state in CLOSED,
        "can_wait": state not in CLOSED,
        "can_resume": state in {CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS, CaseStatus.SOLUTION_PROPOSED},
        "reply_text": page.reply_draft,
        "note_text": page.note_draft,
    }
