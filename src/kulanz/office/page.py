"""What every page of the office shares: its own list of places, and one way to show and save a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .access import OfficeRequest

PLACES: tuple[tuple[str, str | Promise, bool], ...] = (
    ("health", _("Is everything running?"), False),
    ("outbox", _("Outbox"), False),
    ("mails", _("Unread mails"), False),
    ("blocked", _("Blocked senders"), False),
    ("channels", _("Channels"), True),
    ("brands", _("Brands and hours"), True),
    ("teams", _("Teams"), True),
    ("people", _("People"), True),
    ("tags", _("Tags"), True),
    ("fields", _("Own fields"), True),
    ("checklists", _("Checklists"), True),
    ("audit", _("Who changed what"), False),
)


def show(
    request: OfficeRequest, template: str, here: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a page of the office; ``here`` is its place in the list at the side."""
    places = [(key, name) for key, name, admins_only in PLACES if request.user.is_admin or not admins_only]
    frame = {"places": places, "here": here, "section": "office", "source_url": settings.SOURCE_URL}
    return render(request, template, {**context, **frame}, status=status)


def show_form(
    request: OfficeRequest,
    here: str,
    form: forms.BaseForm,
    *,
    title: str | Promise,
    own: forms.BaseForm | None = None,
    **more: Any,
) -> HttpResponse:
    """Answer with one form on a page of its own; 422 where it was sent and is wrong.

    ``own`` are further fields that belong to the thing's own kind.
    """
    context = {"form": form, "own": own, "title": title, **more}
    is_wrong = bool(form.errors or (own is not None and own.errors))
    return show(request, "office/form.html", here, context, status=422 if is_wrong else 200)
