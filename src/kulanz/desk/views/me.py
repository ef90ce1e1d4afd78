"""'Ich': a person's own settings. Nobody else sees this page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.people.models import User
from kulanz.routing.forms import AbsenceForm, HoursOfPersonForm
from kulanz.routing.queries import OwnWork, own_work
from kulanz.routing.reasons import language_name
from kulanz.routing.rules import own_bounds

from ..access import DeskRequest, desk_view
from ..forms import MeForm
from ..telling_me import own_choices

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
    return me_page(request, form=form)


def me_page(request: DeskRequest, **refused: BaseForm) -> HttpResponse:
    """Answer with the page; ``refused`` are forms of it that were sent and are wrong, by their names there."""
    work = own_work(request.user.pk)
    forms = {
        "form": MeForm(instance=request.user),
        "absence_form": AbsenceForm(of=request.user),
        "hours_form": hours_form(work),
        **own_choices(request),
        **refused,
    }
    spoken = (work.profile.languages if work.profile is not None else []) or [request.user.language]
    context = {**forms, "work": work, "languages": [language_name(code) for code in spoken], "section": "me"}
    wrong = any(form.errors for form in refused.values())
    return render(request, "desk/me.html", context, status=422 if wrong else 200)


def hours_form(work: OwnWork, given: QueryDict | None = None) -> HoursOfPersonForm:
    """Return the form for one's own hours and capacity."""
    usual, kept = work.table.capacity, work.profile.capacity if work.profile is not None else None
    return HoursOfPersonForm(given, profile=work.profile, usual=usual, bounds=own_bounds(usual, kept))


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
