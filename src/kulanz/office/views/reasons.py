"""A house's own reasons for waiting and for endings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases.models import OwnReason
from kulanz.people import administration

from ..access import OfficeRequest, admin_view
from ..forms import OwnReasonForm, what_changed
from ..page import Archiving, show, show_form


@admin_view
def show_reasons(request: OfficeRequest) -> HttpResponse:
    """List the reasons, those out of use last. One query."""
    rows = sorted(OwnReason.objects.all(), key=lambda row: row.archived_at is not None)
    return show(request, "office/reasons.html", "reasons", {"reasons": rows})


@admin_view
def reason(request: OfficeRequest, reason_id: int | None = None) -> HttpResponse:
    """Show and save a reason."""
    thing = get_object_or_404(OwnReason, pk=reason_id) if reason_id is not None else None
    form = OwnReasonForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        administration.save(form.instance, by=request.actor, changed=what_changed(form))
        return _told(request, _("Saved."))
    hint = _("An archived reason is chosen no more. Where it was chosen, it stays.")
    return show_form(
        request,
        "reasons",
        form,
        title=thing.name if thing else _("New reason"),
        archiving=thing and Archiving("office:archive-reason", thing.pk, hint, thing.archived_at is not None),
    )


@require_POST
@admin_view
def archive(request: OfficeRequest, reason_id: int) -> HttpResponse:
    """Take a reason out of use, or back into it."""
    archived = request.POST.get("archived") == "yes"
    administration.archive(OwnReason.objects.all(), row_id=reason_id, by=request.actor, archived=archived)
    return _told(request, _("Archived. Where it was chosen, it stays.") if archived else _("In use again."))


def _told(request: OfficeRequest, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("office:reasons"))
