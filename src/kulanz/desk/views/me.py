"""'Ich': a person's own settings. Nobody else sees this page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.people.models import User

from ..access import DeskRequest, desk_view
from ..forms import MeForm

YEAR = 365 * 24 * 3600


@desk_view
def show_me(request: DeskRequest) -> HttpResponse:
    """Show and save a person's own settings."""
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return _with_cookies(HttpResponseRedirect(reverse("desk:me")), user)
    return render(request, "desk/me.html", {"form": form, "section": "me"}, status=422 if form.errors else 200)


@require_POST
@desk_view
def shortcuts(request: DeskRequest) -> HttpResponse:
    """Remember the off switch of single keys."""
    on = request.POST.get("keys", "on") != "off"
    User.objects.filter(pk=request.user.pk).update(
        shortcuts=User.Shortcuts.SINGLE.value if on else User.Shortcuts.OFF.value
    )
    return HttpResponse(status=204)


def _with_cookies(response: HttpResponse, user: User) -> HttpResponse:
    """Let the choice hold before the first query of the next page: no flash of the wrong colours."""
    chosen = {
        "theme": "" if user.theme == User.Theme.SYSTEM else user.theme,
        "single_keys": "on" if user.shortcuts == User.Shortcuts.SINGLE else user.shortcuts,
    }
    for name, value in chosen.items():
        # Not HttpOnly: theme.js and help.js set the same two.
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.BEHIND_TLS)
    return response
