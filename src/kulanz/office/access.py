"""The door of the office: administrators set up, leads and bosses look after mails and see who changed what."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import Actor
from kulanz.people.models import User
from kulanz.people.sign_in import to_sign_in

View = Callable[..., HttpResponseBase]


class OfficeRequest(HttpRequest):
    """A request of a signed-in person who may be in this room of the office."""

    user: User
    actor: Actor


def may_enter(user: User) -> bool:
    """Say whether a person has anything to do in the office."""
    return user.is_admin or user.is_boss or user.is_lead


def is_admin(user: User) -> bool:
    """Say whether a person sets the house up."""
    return user.is_admin


def may_plan(user: User) -> bool:
    """Say whether a person records for others when they are not here."""
    return user.is_admin or user.is_lead


def office_view(view: View) -> View:
    """Let administrators, bosses and leads in."""
    return _guarded(view, may_enter)


def admin_view(view: View) -> View:
    """Let administrators in."""
    return _guarded(view, is_admin)


def planning_view(view: View) -> View:
    """Let administrators and leads in."""
    return _guarded(view, may_plan)


def _guarded(view: View, may: Callable[[User], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not may(request.user):
            raise PermissionDenied
        try:
            return view(cast(OfficeRequest, request), *args, **kwargs)
        except NotFound as missing:
            raise Http404 from missing
        except NotAllowed as refused:
            raise PermissionDenied from refused

    return guarded
