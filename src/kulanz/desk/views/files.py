"""Files and letters as they came: downloads from their own path, HTML behind glass."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from kulanz.cases.models import Attachment, Message
from kulanz.cases.rules import may_work_on
from kulanz.channels.email.view import letter_html

from ..access import DeskRequest, desk_view


@desk_view
def attachment(request: DeskRequest, public_id: str) -> HttpResponse:
    """Give a file as a download, never as a page."""
    file = Attachment.objects.select_related("message__case").filter(public_id=public_id).first()
    if file is None or not _may_see(request, file.message):
        raise Http404
    return download(file)


def download(file: Attachment) -> HttpResponse:
    """Answer with the bytes of a file, named as it came, for saving only."""
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
