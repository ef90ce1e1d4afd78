"""'Is everything running?' One line per part, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.channels.models import Mailbox, OutgoingMail, RawMail
from kulanz.core.clock import now
from kulanz.events import jobs

from ..access import OfficeRequest, admin_view, office_view
from ..page import show

SLOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the house: ``state`` is "ok", "warn" or "risk"."""

    state: str
    name: str
    words: str
    url: str = ""


@office_view
def show_health(request: OfficeRequest) -> HttpResponse:
    """Show whether mails come and go, whether work is waiting, and what is not set up yet."""
    parts = [*_incoming(), *_outgoing(), *_work(), *_setup()]
    failed = jobs.failed(50)
    context = {"parts": parts, "jobs": failed, "worst": _worst(parts)}
    return show(request, "office/health.html", "health", context)


@require_POST
@admin_view
def run_again(request: OfficeRequest, job_id: int) -> HttpResponse:
    """Let a failed job run again."""
    if jobs.run_again(job_id):
        messages.success(request, _("It runs again."))
    return HttpResponseRedirect(reverse("office:health"))


def _worst(parts: list[Part]) -> str:
    return next((state for state in ("risk", "warn") if any(part.state == state for part in parts)), "ok")


def _incoming() -> list[Part]:
    oldest = RawMail.objects.filter(state="kept").order_by("id").values_list("received_at", flat=True).first()
    parts = []
    if oldest is not None and now() - oldest > SLOW:
        parts.append(Part("risk", _("Mail in"), _("Mails are kept but not read: is the worker running?")))
    else:
        parts.append(Part("ok", _("Mail in"), _("Everything that arrived has been read.")))
    if RawMail.objects.filter(state="failed").exists():
        words = _("Some mails could not be read. Their originals are safe.")
        parts.append(Part("warn", _("Unread mails"), words, reverse("office:mails")))
    for box in Mailbox.objects.exclude(imap_host=""):
        state, words = ("warn", box.get_trouble_display()) if box.trouble else ("ok", _("Fetched without trouble."))
        parts.append(Part(state, box.address, words))
    return parts


def _outgoing() -> list[Part]:
    if not settings.SMTP_OUT:
        words = _("No outgoing server is set (KULANZ_SMTP_OUT). Answers wait in the outbox and can be read there.")
        return [Part("warn", _("Mail out"), words, reverse("office:outbox"))]
    if OutgoingMail.objects.filter(state__in=("failed", "uncertain")).exists():
        return [Part("risk", _("Mail out"), _("Some answers did not get through."), reverse("office:outbox"))]
    late = OutgoingMail.objects.filter(state="queued", due_at__lt=now() - SLOW).exists()
    if late:
        return [Part("warn", _("Mail out"), _("Answers wait for the outgoing server."), reverse("office:outbox"))]
    return [Part("ok", _("Mail out"), _("Every answer that was due has gone."))]


def _work() -> list[Part]:
    if jobs.failed(1):
        return [Part("warn", _("Background work"), _("Something failed for good. See below."))]
    return [Part("ok", _("Background work"), _("Nothing is stuck."))]


def _setup() -> list[Part]:
    if settings.BEHIND_TLS:
        return [Part("ok", _("Public address"), settings.PUBLIC_URL)]
    words = _("%(url)s is not encrypted. Set KULANZ_URL to the https address customers use.") % {
        "url": settings.PUBLIC_URL
    }
    return [Part("warn", _("Public address"), words)]
