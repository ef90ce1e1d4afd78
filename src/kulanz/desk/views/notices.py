"""What is new for a person, the number at the bell, and how they want to be told."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.core.outbound import is_sendable
from kulanz.notify import actions
from kulanz.notify.apps import BROWSER_COOKIE
from kulanz.notify.queries import notices_of
from kulanz.notify.rules import Digest
from kulanz.notify.webpush import is_usable
from kulanz.notify.wording import icon_of, sentence
from kulanz.ui.navigation import RAIL
from kulanz.ui.templatetags.ui import bell

from ..access import DeskRequest, desk_view

YEAR = 365 * 24 * 3600
_NAMES = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"))


@desk_view
def show_notices(request: DeskRequest) -> HttpResponse:
    """Show what a person was told, the newest first."""
    try:
        page = notices_of(request.actor, request.GET.get("after", ""))
    except ValueError as nonsense:
        raise Http404 from nonsense
    rows = [(each, icon_of(each.kind), sentence(each.kind)) for each in page.notices]
    context = {
        "rows": rows,
        "is_unread": any(each.read_at is None for each in page.notices),
        "next_after": page.after,
        "section": "notices",
    }
    return render(request, "desk/notices.html", context)


@desk_view
def amount(request: DeskRequest) -> HttpResponse:
    """Answer with the number at the bell."""
    place = next(each for each in RAIL if each.amount is not None)
    return HttpResponse(bell(place, place.amount(request) if place.amount is not None else 0))


@require_POST
@desk_view
def readings(request: DeskRequest) -> HttpResponse:
    """Take all as read."""
    actions.read_all_notices(by=request.actor)
    return HttpResponseRedirect(reverse("desk:notices"))


@require_POST
@desk_view
def choices(request: DeskRequest) -> HttpResponse:
    """Save how one wants to be told: "way" says "kind:way", each for itself."""
    ways: dict[str, list[str]] = {}
    for chosen in request.POST.getlist("way"):
        kind, _sign, where = chosen.partition(":")
        ways.setdefault(kind, []).append(where)
    wanted = request.POST.get("digest", "")
    digest = Digest(wanted) if wanted in list(Digest) else Digest.OFF
    actions.save_choices(by=request.actor, ways=ways, quiet="quiet" in request.POST, digest=digest)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("desk:me") + "#me-notices")


@require_POST
@desk_view
def browsers(request: DeskRequest) -> HttpResponse:
    """Let the browser that asks show notices: its "endpoint", "public_key" and "secret". Answers 204, or 422."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "secret")}
    if not is_sendable(given["endpoint"]) or not is_usable(given["public_key"], given["secret"]):
        return HttpResponse(status=422)
    kept = actions.subscribe_browser(by=request.actor, browser=_browser_of(request), **given)
    response = HttpResponse(status=204)
    # So that whoever signs out here is not told here any more.
    response.set_cookie(
        BROWSER_COOKIE, kept.digest, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.BEHIND_TLS
    )
    return response


def _browser_of(request: DeskRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    name = next((words for sign, words in _NAMES if sign in agent), _("a browser"))
    system = next((words for sign, words in _SYSTEMS if sign in agent), "Linux")
    return f"{name}, {system}"


@require_POST
@desk_view
def browser_removal(request: DeskRequest, subscription_id: int) -> HttpResponse:
    """Show nothing in a browser any more."""
    actions.unsubscribe_browser(by=request.actor, subscription_id=subscription_id)
    messages.success(request, _("Nothing is shown there any more."))
    return HttpResponseRedirect(reverse("desk:me") + "#me-push")


@require_POST
@desk_view
def push_trial(request: DeskRequest) -> HttpResponse:
    """Show a notice that says nothing in one's browsers."""
    actions.try_push(by=request.actor)
    messages.success(request, _("It is on its way."))
    return HttpResponseRedirect(reverse("desk:me") + "#me-push")
