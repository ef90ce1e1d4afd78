"""The open case: what happened, who it is, what to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kulanz.cases.access import case_numbered, may_approve, needs_approval
from kulanz.cases.errors import NotFound
from kulanz.cases.models import Message, Tag
from kulanz.cases.queries import CasePage, ListFilter, belongs_to, case_page
from kulanz.cases.queries.lists import beginning_with, view_with
from kulanz.cases.queries.reasons import offered_in
from kulanz.cases.rules import CLOSED, CaseStatus
from kulanz.cases.shown import ShownCase
from kulanz.coach.panels import aids
from kulanz.core.ids import id_in
from kulanz.core.uploads import megabytes
from kulanz.people.access import may_change_contacts
from kulanz.ui.panels import PagePanels, beside_letters

from ..access import DeskRequest, back_to, desk_view
from ..addressees import Addressees, addressees_of, chosen_in, missed_of
from ..composer import Composer
from ..days import last_day
from ..ending import asked_about
from ..relating import of_one_brand
from ..signing import is_signed, signature_of
from ..undoing import offered
from .inbox import BESIDE_A_CASE, filter_from, list_context

LIVE = "desk/parts/news.html"
PARTS = {"sheet": "desk/parts/sheet.html", "content": "desk/parts/sheet.html", "thread": LIVE}


@desk_view
def show_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case beside its list; for htmx only the case. The number of a merged one leads to where it goes on."""
    try:
        return render_case(request, number)
    except NotFound:
        return back_to(request, case_numbered(number, request.actor).number)


def render_case(
    request: DeskRequest,
    number: str,
    *,
    status: int = 200,
    composer: Composer | None = None,
    told: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with the case as it is now, and with what a refused form gives back; ``told`` are names of its own."""
    composer = composer or Composer()
    page = case_page(request.actor, number, everything="everything" in request.GET, beside_letters=beside_letters())
    wanted = _filter_for(request, page)
    also = "".join(f"&{name}" for name in ("words", "everything") if name in request.GET)
    frame = {"also": also, "list_query": wanted.query(after=""), "wanted": wanted, "section": "inbox"}
    context = {**case_context(page), **_writing(request, page, composer), **frame, **(told or {})}
    part = PARTS.get(request.headers.get("HX-Target", ""))
    if part is not None:
        response = render(request, part, {**context, "is_live": part == LIVE, "undo": offered(request)}, status=status)
    else:
        # The page's own names last: the list beside it knows of no open case and says so by None.
        response = render(request, "desk/case.html", {**_beside(request, page, wanted), **context}, status=status)
    # One address, several answers: a browser that goes back must not show a part as the page.
    response["Vary"] = "HX-Request, HX-Target"
    if status != 200:
        response["HX-Push-Url"] = "false"  # the address of the refused form shows nothing when the page is loaded again
    return response


def _filter_for(request: DeskRequest, page: CasePage) -> ListFilter:
    """Return the list beside a case: the one it was opened from; for a bare link one in which it stands."""
    wanted = filter_from(request)
    return wanted if "view" in request.GET else replace(wanted, view=view_with(page.case, request.actor))


def _beside(request: DeskRequest, page: CasePage, wanted: ListFilter) -> dict[str, Any]:
    beside = list_context(request, wanted, size=BESIDE_A_CASE)
    if "view" in request.GET or any(case.pk == page.case.pk for case in beside["cases"]):
        return beside
    return list_context(request, beginning_with(page.case, wanted), size=BESIDE_A_CASE)


def case_context(page: CasePage) -> dict[str, Any]:
    """Return what the templates ask about an open case."""
    state = page.case.state
    return {
        "page": page,
        "case": page.case,
        "customer": page.case.customer.goes_on_as,
        "story": getattr(page.case, "story", None),
        "at": timezone.localtime(),
        "last_day": last_day(),
        "is_closed": state in CLOSED,
        "can_wait": state not in CLOSED,
        "can_resume": state in {CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS, CaseStatus.SOLUTION_PROPOSED},
        "note_text": page.note_draft,
        "tag_colours": Tag.Colour.choices,
        "coach_url": "",
        "same_customer": page.earlier,
        "mergeable": of_one_brand(page.case, page.earlier),
        "newest_said_id": _newest_said(page),
        "own_reasons": offered_in(page.case),
        "merge_error": "",
        "merge_into": "",
        "merge_names": (),
        "merges_in_dialog": True,
        **asked_about(_newest_of(page)),
    }


def _newest_said(page: CasePage) -> int:
    """The customer's newest letter that no machine wrote: it holds a postponed answer back. 0 for none."""
    said = (entry.message for entry in page.entries if entry.message is not None and entry.message.is_incoming)
    return max((letter.pk for letter in said if not letter.is_automatic), default=0)


def _newest_of(page: CasePage) -> Message | None:
    """The customer's newest letter."""
    letters = (entry.message for entry in reversed(page.entries) if entry.message is not None)
    return next((letter for letter in letters if letter.is_incoming), None)


def _writing(request: DeskRequest, page: CasePage, composer: Composer) -> dict[str, Any]:
    """Return the aids for reading and writing, whatever text stands in the draft now."""
    chosen = chosen_in(request.POST) if composer.reply_text is not None else None
    lost, again = missed_of(page, id_in(request.GET.get("again", ""))) if chosen is None else (None, None)
    text = composer.reply_text
    if text is None:
        text = page.reply_draft or (lost.text if lost is not None else "")
    panels = PagePanels(ShownCase(page, request.actor, text))
    addressees = addressees_of(page, answers_id=id_in(request.GET.get("answer", "")), chosen=chosen or again)
    is_refused = replace(composer, approving=None) != Composer()
    has_begun = is_refused or lost is not None or addressees.is_open or "answer" in request.GET
    return {
        "composer": composer,
        "is_writing": has_begun or bool(text or page.note_draft or page.reply_recipients or page.reply_files),
        "writes_note": bool(composer.note_error or (page.note_draft and not (text or has_begun or page.reply_files))),
        "reply_text": text,
        "again": lost,
        "panels": panels,
        "belongs": belongs_to(request.actor, page),
        **(panels.read(aids) or {}),  # the story and the letters themselves show some of them
        "unveiled": "words" in request.GET,
        **_leaving(request, page, composer),
        "linked_limit": settings.LINKED_SIZE_LIMIT,
        "linked_megabytes": megabytes(settings.LINKED_SIZE_LIMIT),
        "letter_megabytes": megabytes(settings.LETTER_SIZE_LIMIT),
        "draft_files": page.reply_files,
        "addressees": addressees,
        **_reach(request, page, addressees, has_begun=has_begun or bool(text)),
    }


def _leaving(request: DeskRequest, page: CasePage, composer: Composer) -> dict[str, Any]:
    """What goes with the letter beside its words, and who sees it before."""
    return {
        "signature": signature_of(page.case, page.case.customer, request.user),
        "is_signed": page.is_signed if composer.reply_text is None else is_signed(request.POST),
        "regained": _regained(request, page, composer),
        "approving": composer.approving,
        "needs_approval": needs_approval(page.case, request.actor),
        "may_approve": may_approve(request.actor),
    }


def _regained(request: DeskRequest, page: CasePage, composer: Composer) -> str:
    """The letters taken back whose words stand in the text: those of the draft, or those that the refused form knew."""
    if composer.reply_text is not None:
        return request.POST.get("regained", "")
    return " ".join(str(each) for each in page.regained)


def _reach(request: DeskRequest, page: CasePage, addressees: Addressees, *, has_begun: bool) -> dict[str, bool]:
    """Whether nobody could read an answer: no address is known, and nobody wrote, who would read on their page."""
    said = any(entry.message is not None and entry.message.is_incoming for entry in page.entries)
    if said or has_begun or addressees.summary:
        return {"is_out_of_reach": False, "may_reach": False}
    return {"is_out_of_reach": True, "may_reach": may_change_contacts(page.case.customer_id, request.actor)}
