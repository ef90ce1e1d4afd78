"""A second pair of eyes: sending a letter of somebody else that waits for it, or giving it back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Case
from kulanz.core.ids import id_in
from kulanz.core.newlines import unix_newlines

from .. import undoing
from ..access import DeskRequest, case_view
from ..composer import Approving, Composer
from .case import render_case


@require_POST
@case_view
def approval(request: DeskRequest, case: Case, message_id: int) -> HttpResponse | None:
    """Send a letter that waits, with the words of the form. Stopped with these kept where something speaks against it.

    The form says what its reader had before their eyes: what is newer stops the letter.
    """
    text = unix_newlines(request.POST.get("text", ""))
    is_meant = "meant" in request.POST
    try:
        actions.approve_letter(
            message_id=message_id,
            by=request.actor,
            text=text,
            seen_message_id=id_in(request.POST.get("seen_message", "")),
            seen_note_id=id_in(request.POST.get("seen_note", "")),
            gaps_are_meant=is_meant,
            stops_are_known=is_meant or "anyway" in request.POST,
        )
    except errors.UnseenEntries:
        words = _("Something new has come: please read it first.")
        return _stopped(request, case, Approving(message_id, text, (words,)))
    except errors.OpenGaps as refused:
        gaps = _("Still to be filled in: %(gaps)s") % {"gaps": ", ".join(refused.gaps)}
        stops = (gaps, *(str(stop.words) for stop in refused.stops))
        return _stopped(request, case, Approving(message_id, text, stops, known="meant"))
    except errors.ReplyStopped as refused:
        stops = tuple(str(stop.words) for stop in refused.stops)
        known = "" if any(stop.holds for stop in refused.stops) else "anyway"  # knowing some of them does not help
        return _stopped(request, case, Approving(message_id, text, stops, known=known))
    undoing.forget(request)
    return None


def _stopped(request: DeskRequest, case: Case, approving: Approving) -> HttpResponse:
    return render_case(request, case.number, status=422, composer=Composer(approving=approving))


@require_POST
@case_view
def giving_back(request: DeskRequest, case: Case, message_id: int) -> None:
    """Give a letter that waits back to its writer, with a remark for them alone."""
    actions.return_letter(message_id=message_id, by=request.actor, remark=request.POST.get("remark", ""))
    undoing.forget(request)
