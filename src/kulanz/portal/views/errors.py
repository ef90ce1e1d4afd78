"""When something goes wrong: customers read it in their brand's look and words, people of ours in the house's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from kulanz.cases.queries import link_once
from kulanz.channels.models import Channel
from kulanz.core.ids import id_in
from kulanz.core.uploads import megabytes, total_limit
from kulanz.people.models import Brand

from ..frame import brand_for, render_for
from ..keys import signed_in

TITLES = {
    "400": _("Not understood"),
    "403": _("No access"),
    "403_csrf": _("Please send again"),
    "404": _("Not found"),
    "413": _("Too large"),
    "500": _("Our mistake"),
}
logger = logging.getLogger(__name__)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, "400", 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return _page(request, "403", 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form does not come from a page that we know we gave to this browser."""
    return _page(request, "403_csrf", 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page."""
    return _page(request, "404", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return _page(request, "500", 500)


class TooLargeMiddleware:
    """Answers requests whose body nobody kept (``server.bridge``) or that no form of the house may have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a form of the customer's window says itself what is too much, with the text kept."""
        dropped = request.META.get("kulanz.body_dropped", False)
        if dropped or (_length(request) > total_limit() and not _is_customers(request)):
            return _page(request, "413", 413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    return id_in(request.META.get("CONTENT_LENGTH") or "") or 0


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    context = {"title": TITLES[name], "part": f"ui/errors/{name}.html", "total": megabytes(total_limit())}
    try:
        voice = _voice(request) if _is_customers(request) else {}
    except Error:  # the database may be what is broken
        voice = {}
    if not voice:
        return render(request, f"{name}.html", context, status=status)
    return render_for(request, "portal/error.html", context, address="/my/", status=status, **voice)


def _is_customers(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).app_name == "portal"
    except Resolver404:
        return False


def _voice(request: HttpRequest) -> dict[str, Any]:
    """Whose page it is: by the key or the form in the address, by who is signed in, by the brand that is asked for."""
    given = resolve(request.path_info).kwargs
    if (link := link_once(str(given.get("token", "")))) is not None:
        return {"brand": link.case.brand, "customer": link.customer, "language": link.case.language}
    form = Channel.objects.filter(pk=given.get("channel_id", 0)).select_related("brand").first()
    if form is not None:
        return {"brand": form.brand}
    customer = signed_in(request)
    try:
        brand, language = brand_for(request, customer)
    except Brand.DoesNotExist:
        return {}
    return {"brand": brand, "customer": customer, "language": language}
