"""'Is everything running?' For people, and for programs that watch."""

from __future__ import annotations

from django.contrib import messages
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import kulanz
from kulanz.channels.beginnings import first_steps
from kulanz.events import jobs

from .. import health
from ..access import OfficeRequest, admin_view, office_view
from ..page import show


@office_view
def show_health(request: OfficeRequest) -> HttpResponse:
    """Show whether mails come and go, whether work is waiting, and what is not set up yet."""
    parts = health.parts()
    context = {
        "parts": parts,
        "jobs": jobs.failed(50),
        "worst": health.worst(parts),
        "version": kulanz.__version__,
        "steps": first_steps() if request.user.is_admin else [],
    }
    return show(request, "office/health.html", "health", context)


@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """Answer a program that watches: ``{"status": "ok" | "warn" | "risk"}``, with 503 where somebody is needed now.

    Anybody may ask, so it says no more than this.
    """
    try:
        status = health.worst(health.parts())
    except Error:
        status = "risk"
    response = JsonResponse({"status": status}, status=503 if status == "risk" else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@admin_view
def run_again(request: OfficeRequest, job_id: int) -> HttpResponse:
    """Let a failed job run again."""
    if jobs.run_again(job_id):
        messages.success(request, _("It runs again."))
    return HttpResponseRedirect(reverse("office:health"))
