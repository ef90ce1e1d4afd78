"""The style sheet, and the page that shows every part in every state."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from kulanz.ui.bundle import bundle

FOR_EVER = "public, max-age=31536000, immutable"
NOT_LONG = "public, max-age=60"


def stylesheet(request: HttpRequest, name: str) -> HttpResponse:
    """One CSS file. An outdated name gets the current rules, but only for a minute."""
    current = bundle()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(current.packed if packed else current.body, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_EVER if name == current.name else NOT_LONG
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
