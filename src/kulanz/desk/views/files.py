"""Files and letters as they came: downloads from their own path, HTML in a sandbox."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kulanz.cases.models import Attachment, Case, Message
from kulanz.ui.downloads import PICTURES, download
from lesart import SafeHtml, safe_html

from ..access import DeskRequest, case_view, desk_view
from ..previewing import preview_of

# A letter's own styles may colour it, nothing may run, nothing leaves the machine unless somebody asks for pictures.
# In the sandbox our own address counts as a stranger's and no cookie goes along: pictures have keys of their own.
SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {pictures} data:{others}; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)
PICTURE_SALT = "kulanz.desk.picture"
PICTURE_SECONDS = 3600
MOST_PRINTED = 500
# Nobody can measure a letter in the sandbox from outside: its words tell how high the frame begins.
_LOW, _MIDDLE = 500, 2_500


@desk_view
def attachment(request: DeskRequest, public_id: str) -> HttpResponseBase:
    """Give a file as a download; with ``?picture`` a picture of a letter for showing inside it."""
    file = _attachment(request, public_id)
    return download(file.file, name=file.name, picture=file.content_type if "picture" in request.GET else "")


@desk_view
def preview(request: DeskRequest, public_id: str) -> HttpResponse:
    """Show a file beside its case: inside a dialog for htmx, else as a page."""
    file = _attachment(request, public_id)
    try:
        shown = preview_of(file)
    except FileNotFoundError as missing:
        raise Http404 from missing
    part = request.headers.get("HX-Request")
    template = "desk/parts/preview.html" if part else "desk/preview.html"
    return render(request, template, {"file": file, "preview": shown, "case": file.message.case, "section": "inbox"})


def _attachment(request: DeskRequest, public_id: str) -> Attachment:
    file = Attachment.objects.select_related("message__case").filter(public_id=public_id).first()
    if file is None or not request.actor.sight.covers(file.message.case.team_id):
        raise Http404
    return file


@desk_view
def message_html(request: DeskRequest, message_id: int) -> HttpResponse:
    """Show a letter as it came: cleaned, sandboxed, pictures from elsewhere only when asked for with ``?pictures``."""
    message = _message(request, message_id)
    wanted = "pictures" in request.GET
    letter = _cleaned(message, pictures=wanted)
    context = {
        "message": message,
        "letter": letter.html,
        "blocked": letter.remote_images_blocked,
        "framed": "framed" in request.GET,
    }
    response = render(request, "desk/letter.html", context)
    own = request.build_absolute_uri(reverse("desk:picture", args=["-"])).removesuffix("-/")
    response["Content-Security-Policy"] = SANDBOX.format(pictures=own, others=" https: http:" if wanted else "")
    return response


@desk_view
def message_sandbox(request: DeskRequest, message_id: int) -> HttpResponse:
    """Give the frame in which a letter is shown inside the thread, with the button for pictures from elsewhere."""
    message = _message(request, message_id)
    wanted = "pictures" in request.GET
    words = len(message.text) + len(message.hidden)
    context = {
        "message": message,
        "pictures": wanted,
        "blocked": 0 if wanted else _cleaned(message, pictures=False).remote_images_blocked,
        "height": "low" if words < _LOW else "middle" if words < _MIDDLE else "high",
    }
    return render(request, "desk/parts/sandbox.html", context)


def picture(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a picture of a letter to whoever has its key, for an hour after the letter was shown."""
    try:
        public_id = signing.loads(key, salt=PICTURE_SALT, max_age=PICTURE_SECONDS)
    except signing.BadSignature as forged:
        raise Http404 from forged
    file = Attachment.objects.filter(public_id=public_id, content_type__in=PICTURES).first()
    if file is None:
        raise Http404
    return download(file.file, name=file.name, picture=file.content_type)


def _cleaned(message: Message, *, pictures: bool) -> SafeHtml:
    if not message.html:
        return SafeHtml("", 0)
    cids = {
        file.cid.strip("<>"): reverse("desk:picture", args=[signing.dumps(file.public_id, salt=PICTURE_SALT)])
        for file in message.attachments.exclude(cid="")
        if file.content_type in PICTURES
    }
    return safe_html(message.html, cids, remote_images=pictures)


@desk_view
def message_rest(request: DeskRequest, message_id: int) -> HttpResponse:
    """Show what was folded away: quotes, signature, footers."""
    message = _message(request, message_id)
    if request.headers.get("HX-Request"):
        return render(request, "desk/parts/rest.html", {"message": message})
    return render(request, "desk/rest.html", {"message": message, "section": "inbox"})


@require_safe
@case_view
def rests(request: DeskRequest, case: Case) -> HttpResponse:
    """Give what is folded away in all letters of a case, by their ids: for paper, where nothing can be unfolded."""
    folded = Message.objects.filter(case=case).exclude(hidden="").order_by("-at", "-id")
    return JsonResponse({str(pk): hidden for pk, hidden in folded.values_list("pk", "hidden")[:MOST_PRINTED]})


def _message(request: DeskRequest, message_id: int) -> Message:
    message = Message.objects.select_related("case").filter(pk=message_id).first()
    if message is None or not request.actor.sight.covers(message.case.team_id):
        raise Http404
    return message
