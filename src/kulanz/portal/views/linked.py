"""Files that were too large for their mail: fetched by the link in it, until it ends or the letter is taken back."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kulanz.cases.models import Attachment
from kulanz.cases.queries import file_once, is_open
from kulanz.ui.downloads import download

from ..frame import render_for


@require_safe
def show_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Say what there is to fetch, and until when. Whatever is wrong with the link, the page says what to do."""
    file = _file(token)
    # A letter that was taken back has said nothing: not even the name of its file.
    shown = file if is_open(file) else None
    case = file.message.case
    context = {"file": shown, "token": token}
    response = render_for(
        request, "portal/file.html", context, brand=case.brand, language=case.language, status=200 if shown else 404
    )
    return _private(response)


@require_safe
def fetch_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the file as a download."""
    file = _file(token)
    if not is_open(file):
        raise Http404
    return _private(download(file.file, name=file.name))


def _file(token: str) -> Attachment:
    file = file_once(token)
    if file is None:
        raise Http404
    return file


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """The address is the key: no other page may learn it, no search engine may keep it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
