"""What every page of the office shares: its own list of places, and one way to show and save a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.people.models import User

from .access import OfficeRequest, is_admin, may_enter, may_plan

PLACES: tuple[tuple[str, str | Promise, Callable[[User], bool]], ...] = (
    ("health", _("Is everything running?"), may_enter),
    ("outbox", _("Outbox"), may_enter),
    ("mails", _("Unread mails"), may_enter),
    ("blocked", _("Blocked senders"), may_enter),
    ("channels", _("Channels"), is_admin),
    ("brands", _("Brands and hours"), is_admin),
    ("house", _("The whole house"), is_admin),
    ("teams", _("Teams"), is_admin),
    ("people", _("People"), is_admin),
    ("skills", _("Skills and weights"), is_admin),
    ("notices", pgettext_lazy("notice", "Notices"), is_admin),
    ("tags", _("Tags"), is_admin),
    ("fields", _("Own fields"), is_admin),
    ("reasons", _("Own reasons"), is_admin),
    ("checklists", _("Checklists"), is_admin),
    ("rules", _("Rules"), is_admin),
    ("away", _("Who is not here"), may_plan),
    ("audit", _("Who changed what"), may_enter),
)


def show(
    request: OfficeRequest, template: str, here: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a page of the office; ``here`` is its place in the list at the side."""
    places = [(key, name) for key, name, may in PLACES if may(request.user)]
    frame = {"places": places, "here": here, "section": "office", "source_url": settings.SOURCE_URL}
    return render(request, template, {**context, **frame}, status=status)


@dataclass(frozen=True, slots=True)
class Archiving:
    """The way out of use and back that a form offers for its thing: ``address`` names it, ``hint`` what stays."""

    address: str
    thing_id: int
    hint: str
    is_archived: bool

    @property
    def url(self) -> str:
        """Where the choice goes."""
        return reverse(self.address, args=[self.thing_id])


def show_form(
    request: OfficeRequest,
    here: str,
    form: forms.BaseForm,
    *,
    title: str | Promise,
    own: forms.BaseForm | None = None,
    template: str = "office/form.html",
    **more: Any,
) -> HttpResponse:
    """Answer with one form on a page of its own; 422 where it was sent and is wrong.

    ``own`` are further fields that belong to the thing's own kind, ``template`` one that extends the page.
    """
    context = {"form": form, "own": own, "title": title, **more}
    is_wrong = bool(form.errors or (own is not None and own.errors))
    return show(request, template, here, context, status=422 if is_wrong else 200)
