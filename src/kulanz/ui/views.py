"""The style sheet, and the page that shows every part in every state."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from kulanz.ui.bundle import Bundle, bundle
from kulanz.ui.forms import SampleForm
from kulanz.ui.modules import ENTRIES, modules
from kulanz.ui.states import STATES

FOR_EVER = "public, max-age=31536000, immutable"
NOT_LONG = "public, max-age=60"


def stylesheet(request: HttpRequest, name: str) -> HttpResponse:
    """One CSS file. An outdated name gets the current rules, but only for a minute."""
    return _answer(request, bundle(), name, "text/css")


def script(request: HttpRequest, entry: str, language: str, name: str) -> HttpResponse:
    """The script modules of a page as one file. An outdated name gets the current ones, but only for a minute."""
    if entry not in ENTRIES or language not in dict(settings.LANGUAGES):
        raise Http404
    return _answer(request, modules(entry, language), name, "text/javascript")


def _answer(request: HttpRequest, current: Bundle, name: str, kind: str) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(current.packed if packed else current.body, content_type=f"{kind}; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_EVER if name == current.name else NOT_LONG
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


GUIDE_PAGES = ("parts", "case", "today", "customer", "overview", "sign-in", "help")


def styleguide(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """Every part in every state, as the documentation of its markup. Only while DEBUG is on."""
    if not settings.DEBUG or page not in GUIDE_PAGES:
        raise Http404
    now = timezone.localtime()
    context = {
        "pages": GUIDE_PAGES,
        "page": page,
        "section": page,
        "now": now,
        "soon": now + timedelta(minutes=10),
        "states": STATES,
        "brand": {"name": "Kesselhaus Weimar", "home_url": "/", "css_url": "", "logo_url": ""},
        "form": _sample_form(),
    }
    return render(request, f"ui/styleguide/{page}.html", context)


def _sample_form() -> SampleForm:
    form = SampleForm({"name": "Irmgard Paulsen", "due": "demnächst", "brand": "kesselhaus"})
    form.is_valid()
    return form
