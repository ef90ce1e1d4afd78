"""What makes the desk an app of its own: manifest, service worker, and the page for when there is no line.

All three are the same for everybody: they are kept by browsers beyond any sign-out.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kulanz import notify
from kulanz.ui.bundle import bundle

DAY = "public, max-age=86400"
SIZES = (192, 512)
WORKER = Path(notify.__file__).parent / "static" / "notify" / "js" / "worker.js"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Answer with the web app manifest."""
    icons = [
        {"src": static(f"notify/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    told = {
        "name": "Kulanz",
        "short_name": "Kulanz",
        "id": "/",
        "start_url": reverse("desk:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": DAY})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker: its file, and above it what it keeps for when there is no line."""
    offline = reverse("desk:offline", args=[get_language() or "de"])
    icon = static("notify/icon-192.png")
    style = reverse("ui:stylesheet", args=[bundle().name])
    kept = [offline, style, static("notify/js/offline.js"), static("ui/mark.svg"), icon]
    text = WORKER.read_text("utf-8")
    version = hashlib.sha256(json.dumps([kept, text, _page(get_language() or "de")]).encode()).hexdigest()[:12]
    said = {"VERSION": f"kulanz-{version}", "KEPT": kept, "OFFLINE": offline, "ICON": icon}
    above = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    return HttpResponse(
        above + text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Answer with the page for when there is no line."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(_page(language), headers={"Cache-Control": DAY})


def _page(language: str) -> str:
    # Without the request: nothing of whoever asks may stand in it.
    with translation.override(language):
        return render_to_string("desk/offline.html")
