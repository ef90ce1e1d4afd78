"""The door of the desk: who may come in, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from kulanz.cases import errors
from kulanz.cases.access import case_numbered
from kulanz.cases.actions import mark_read
from kulanz.cases.models import Case
from kulanz.checklists.actions import TooManyLines
from kulanz.core.ids import id_in
from kulanz.events.actor import Actor
from kulanz.notify.actions import read_notices_of
from kulanz.people.actions import ContactTaken, NotTheirs
from kulanz.people.merging import AlreadyOne
from kulanz.people.models import User
from kulanz.people.organisations import DomainTaken
from kulanz.people.sign_in import to_sign_in
from kulanz.promises.actions import AbsurdDay

View = Callable[..., HttpResponseBase]
P = ParamSpec("P")

REFUSALS: dict[type[Exception], Callable[[], str]] = {
    errors.EmptyText: lambda: _("Please write something first."),
    NotTheirs: lambda: _(
        "How to reach this customer is changed by somebody who may see all of their matters: an address opens them."
    ),
    errors.WrongState: lambda: _("That is no longer possible: the case has moved on. Have a look at it as it is now."),
    errors.BrandsDiffer: lambda: _("The two belong to different brands: customers know them apart."),
    errors.OpenGaps: lambda: _("Something is still to be filled in: a place in ‹angle brackets›."),
    ContactTaken: lambda: _("This already belongs to another customer."),
    DomainTaken: lambda: _("This mail domain belongs to another organisation already."),
    AlreadyOne: lambda: _("These two are one already."),
    TooManyLines: lambda: _("This checklist is full: take lines off first."),
    errors.UnknownTag: lambda: _("There is no such tag, and only leads and administrators make new ones here."),
    errors.ArchivedTag: lambda: _("This tag is no longer in use: an administrator can bring it back."),
    errors.TooManyViews: lambda: _("There is no room for another view here: remove one first."),
    AbsurdDay: lambda: _("This day lies too far away."),
    errors.UploadRefused: lambda: _("A file is too large or empty."),
}


class DeskRequest(HttpRequest):
    """A request of a signed-in person; ``actor`` is who acts."""

    user: User
    actor: Actor
    htmx: HtmxDetails


def chosen_id(request: HttpRequest, name: str) -> int | None:
    """Return the id that was chosen in a form, ``None`` for the empty choice. Raises ``Http404`` for what is none."""
    value = request.POST.get(name, "")
    if not value:
        return None
    if (number := id_in(value)) is None:
        raise Http404
    return number


def desk_view(view: View) -> View:
    """Let signed-in people of ours in, send others to sign in, and turn refusals of actions into pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        try:
            return view(cast(DeskRequest, request), *args, **kwargs)
        except errors.NotFound as missing:
            raise Http404 from missing
        except errors.NotAllowed as refused:
            raise PermissionDenied from refused
        except tuple(REFUSALS) as refused:
            # By the very class: one derived from these needs a sentence of its own.
            words = REFUSALS[type(refused)]()
            return render(request, "desk/refused.html", {"words": words, "section": "inbox"}, status=422)

    return guarded


def case_view(view: Callable[Concatenate[DeskRequest, Case, P], HttpResponseBase | None]) -> View:
    """Open the case of the address, once and with its rights checked, to a view of what is done in it.

    A view that answers nothing has done its step: it leads back to the case, which shows what has become of it.

    Looking at a case changes nothing: browsers fetch pages ahead, and in tabs that nobody turns to. A page says itself
    that it is before somebody's eyes (``read.js``); without a script, such a step says it. Writing a draft or looking
    at a part of the case says nothing.
    """

    @desk_view
    @wraps(view)
    def opened(request: DeskRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = case_numbered(number, request.actor)
        answer = view(request, case, *args, **kwargs)
        if answer is not None:
            return answer
        # Whoever has taken, tagged or answered a case has read it and does not want to find it in bold afterwards.
        # What came between their page and the step stands on the page that answers it.
        if not request.headers.get("HX-Request"):
            mark_read(case_id=case.pk, by=request.actor)
            read_notices_of(case_id=case.pk, by=request.actor)
        return back_to(request, case.number)

    return opened


def back_to(request: DeskRequest, number: str) -> HttpResponseRedirect:
    """Go back to the case, keeping the list beside it."""
    list_query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("desk:case", args=[number]) + (f"?{list_query}" if list_query else ""))
