"""Templates of checklists."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.checklists.actions import archive_template, save_template
from kulanz.checklists.models import ChecklistTemplate

from ..access import OfficeRequest, admin_view
from ..forms import ChecklistTemplateForm, what_changed
from ..page import Archiving, show, show_form


@admin_view
def show_templates(request: OfficeRequest) -> HttpResponse:
    """List the templates, those out of use last. One query."""
    rows = sorted(ChecklistTemplate.objects.all(), key=lambda row: (row.archived_at is not None, row.name.casefold()))
    return show(request, "office/checklists.html", "checklists", {"templates": rows})


@admin_view
def template(request: OfficeRequest, template_id: int | None = None) -> HttpResponse:
    """Show and save a template."""
    thing = get_object_or_404(ChecklistTemplate, pk=template_id) if template_id is not None else None
    form = ChecklistTemplateForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        save_template(template=form.instance, by=request.actor, changed=what_changed(form))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("office:checklists"))
    hint = _("An archived checklist is put on no further case. Where it stands, it stays.")
    return show_form(
        request,
        "checklists",
        form,
        title=thing.name if thing else _("New checklist"),
        archiving=thing and Archiving("office:archive-checklist", thing.pk, hint, thing.archived_at is not None),
    )


@require_POST
@admin_view
def archive(request: OfficeRequest, template_id: int) -> HttpResponse:
    """Take a template out of use, or back into it."""
    archived = request.POST.get("archived") == "yes"
    archive_template(by=request.actor, template_id=template_id, archived=archived)
    messages.success(request, _("Archived. Cases that have it keep it.") if archived else _("In use again."))
    return HttpResponseRedirect(reverse("office:checklists"))
