"""Blocked senders: who they are, since when, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.core.ids import id_in
from kulanz.people.actions import block_sender, unblock_sender
from kulanz.people.models import BlockedSender

from ..access import OfficeRequest, office_view
from ..page import show

PAGE = 100


@office_view
def show_blocked(request: OfficeRequest) -> HttpResponse:
    """List the blocked senders, the newest first; POST blocks one more."""
    if request.method == "POST":
        return _block(request)
    return _list(request)


def _block(request: OfficeRequest) -> HttpResponse:
    written = request.POST.get("address", "")
    try:
        block_sender(by=request.actor, address=written)
    except ValueError:
        return _list(request, written, _("That is no mail address. For example: anna@example.org"), status=422)
    messages.success(request, _("%(address)s is blocked.") % {"address": written.strip()})
    return HttpResponseRedirect(reverse("office:blocked"))


def _list(request: OfficeRequest, written: str = "", error: str = "", *, status: int = 200) -> HttpResponse:
    rows = BlockedSender.objects.order_by("-id")
    if (before := id_in(request.GET.get("before", ""))) is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PAGE + 1])
    context = {
        "blocked": found[:PAGE],
        "next_before": found[PAGE - 1].pk if len(found) > PAGE else None,
        "address": written,
        "error": error,
    }
    return show(request, "office/blocked.html", "blocked", context, status=status)


@require_POST
@office_view
def release(request: OfficeRequest, blocked_id: int) -> HttpResponse:
    """Let the mails of a blocked sender be cases like all others again."""
    blocked = get_object_or_404(BlockedSender, pk=blocked_id)
    unblock_sender(by=request.actor, address=blocked.address)
    messages.success(request, _("%(address)s may write again.") % {"address": blocked.address})
    return HttpResponseRedirect(reverse("office:blocked"))
