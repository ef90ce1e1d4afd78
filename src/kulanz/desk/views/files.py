"""Files and letters as they came: downloads from their own path, HTML behind glass."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kulanz.cases.models import Attachment, Message
from kulanz.cases.rules import may_work_on
from kulanz.channels.email.reading import safe_html
from kulanz.ui.downloads import download

from ..access import DeskRequest, desk_view

# A letter's own styles may colour it, nothing may run, nothing leaves the machine unless somebody asks for pictures.
GLASS = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{}; "
    "sandbox allow-popups; frame-ancestors 'none'"
)


@desk_view
def attachment(request: DeskRequest, public_id: str) -> HttpResponseBase:
    """Give a file as a download; with ``?picture`` a picture of a letter for showing inside it."""
    file = Attachment.objects.select_related("message__case").filter(public_id=public_id).first()
    if file is None or not _may_see(request, file.message):
        raise Http404
    return download(file.file, name=file.name, picture=file.content_type if "picture" in request.GET else "")


@desk_view
def message_html(request: DeskRequest, message_id: int) -> HttpResponse:
    """Show a letter as it came: cleaned, sandboxed, pictures from elsewhere only when asked for with ``?pictures``."""
    message = _message(request, message_id)
    pictures = "pictures" in request.GET
    cids = {
        file.cid.strip("<>"): reverse("desk:attachment", args=[file.public_id]) + "?picture"
        for file in message.attachments.exclude(cid="")
    }
    letter = safe_html(message.html, cids, remote_images=pictures) if message.html else None
    context = {
        "message": message,
        "letter": letter.html if letter else "",
        "blocked": letter.remote_images_blocked if letter else 0,
    }
    response = render(request, "desk/letter.html", context)
    response["Content-Security-Policy"] = GLASS.format(" https: http:" if pictures else "")
    return response


@desk_view
def message_rest(request: DeskRequest, message_id: int) -> HttpResponse:
    """Show what was folded away: quotes, signature, footers."""
    message = _message(request, message_id)
    if request.headers.get("HX-Request"):
        return render(request, "desk/parts/rest.html", {"message": message})
    return render(request, "desk/rest.html", {"message": message, "section": "inbox"})


def _message(request: DeskRequest, message_id: int) -> Message:
    message = Message.objects.select_related("case").filter(pk=message_id).first()
    if message is None or not _may_see(request, message):
        raise Http404
    return message


def _may_see(request: DeskRequest, message: Message) -> bool:
    return may_work_on(
        sees_all_teams=request.actor.sees_all_teams,
        team_ids=request.actor.team_ids,
        case_team_id=message.case.team_id,
    )
