"""Tags of the whole house: name, colour, what goes on in what, and what is out of use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions, errors
from kulanz.cases.models import Tag
from kulanz.core.ids import id_in
from kulanz.people import administration
from kulanz.people.models import the_house

from ..access import OfficeRequest, admin_view
from ..forms import TagForm
from ..page import Archiving, show, show_form


@admin_view
def show_tags(request: OfficeRequest) -> HttpResponse:
    """List the tags, those in use first. Three queries."""
    rows = list(Tag.objects.standing().prefetch_related("merged").order_by("name"))
    context = {
        "tags": [tag for tag in rows if tag.archived_at is None],
        "archived": [tag for tag in rows if tag.archived_at is not None],
        "agents_make_tags": the_house().agents_make_tags,
    }
    return show(request, "office/tags.html", "tags", context)


@admin_view
def tag(request: OfficeRequest, tag_id: int | None = None) -> HttpResponse:
    """Show and save a tag."""
    thing = get_object_or_404(Tag.objects.standing(), pk=tag_id) if tag_id is not None else None
    initial = {"name": thing.name, "colour": thing.colour} if thing is not None else None
    form = TagForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_tag(by=request.actor, tag_id=tag_id, **form.cleaned_data)
        except errors.EmptyText:
            form.add_error("name", _("Please write something first."))
        except errors.TagTaken:
            form.add_error("name", _taken(thing))
        else:
            return _told(request, _("Saved."))
    others = Tag.objects.offered().exclude(pk=thing.pk) if thing is not None else []
    hint = _("An archived tag stays on its cases and can be searched; it is put on no further one.")
    return show_form(
        request,
        "tags",
        form,
        title=thing.name if thing else _("New tag"),
        template="office/tag.html",
        tag=thing,
        others=others,
        archiving=thing and Archiving("office:archive-tag", thing.pk, hint, thing.archived_at is not None),
    )


def _taken(thing: Tag | None) -> str:
    if thing is None:
        return _("There is a tag of this name already.")
    return _("There is a tag of this name already. If both mean the same, merge them below.")


@require_POST
@admin_view
def merge(request: OfficeRequest, tag_id: int) -> HttpResponse:
    """Let a tag go on in another one."""
    others = Tag.objects.standing().exclude(pk=tag_id)
    into = get_object_or_404(others, pk=id_in(request.POST.get("into", "")) or 0)
    thing = get_object_or_404(Tag, pk=tag_id)
    actions.merge_tags(by=request.actor, tag_id=tag_id, into_id=into.pk)
    return _told(request, _("“%(name)s” goes on in “%(into)s”.") % {"name": thing.name, "into": into.name})


@require_POST
@admin_view
def separation(request: OfficeRequest, tag_id: int) -> HttpResponse:
    """Let a tag that goes on in another stand on its own again."""
    actions.separate_tag(by=request.actor, tag_id=tag_id)
    return _told(request, _("The two are apart again."))


@require_POST
@admin_view
def archive(request: OfficeRequest, tag_id: int) -> HttpResponse:
    """Take a tag out of use, or back into it."""
    archived = request.POST.get("archived") == "yes"
    actions.archive_tag(by=request.actor, tag_id=tag_id, archived=archived)
    return _told(request, _("Archived. Cases that bear it keep it.") if archived else _("In use again."))


@require_POST
@admin_view
def rules(request: OfficeRequest) -> HttpResponse:
    """Say who makes new tags."""
    house = the_house()
    may = "agents_make_tags" in request.POST
    if house.agents_make_tags != may:
        house.agents_make_tags = may
        administration.save(house, by=request.actor, changed=["agents_make_tags"])
    return _told(request, _("Saved."))


def _told(request: OfficeRequest, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("office:tags"))
