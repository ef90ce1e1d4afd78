"""Own fields of cases."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.fields.actions import archive_field, save_field
from kulanz.fields.models import CaseField

from ..access import OfficeRequest, admin_view
from ..field_form import CaseFieldForm
from ..forms import what_changed
from ..page import Archiving, show, show_form

OWN = {"name", "name_en", "kind", "help_text", "in_lists", "needed_to_end", "needed_to_solve"}


@admin_view
def show_fields(request: OfficeRequest) -> HttpResponse:
    """List the own fields, those out of use last. Two queries."""
    rows = CaseField.objects.prefetch_related("brands")
    ordered = sorted(rows, key=lambda row: (row.archived_at is not None, row.place, row.pk))
    return show(request, "office/fields.html", "fields", {"fields": ordered})


@admin_view
def field(request: OfficeRequest, field_id: int | None = None) -> HttpResponse:
    """Show and save a field."""
    thing = get_object_or_404(CaseField, pk=field_id) if field_id is not None else None
    form = CaseFieldForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        save_field(
            field=form.instance,
            by=request.actor,
            changed=sorted(OWN & set(what_changed(form))),
            brands=list(form.cleaned_data["brands"]),
            options=form.wishes,
        )
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("office:fields"))
    hint = _("An archived field is filled in no more. Where something stands in it, it stays to be read.")
    return show_form(
        request,
        "fields",
        form,
        title=thing.shown_name if thing else _("New field"),
        archiving=thing and Archiving("office:archive-field", thing.pk, hint, thing.archived_at is not None),
    )


@require_POST
@admin_view
def archive(request: OfficeRequest, field_id: int) -> HttpResponse:
    """Take a field out of use, or back into it."""
    archived = request.POST.get("archived") == "yes"
    archive_field(by=request.actor, field_id=field_id, archived=archived)
    messages.success(request, _("Archived. What stands in it stays.") if archived else _("In use again."))
    return HttpResponseRedirect(reverse("office:fields"))
