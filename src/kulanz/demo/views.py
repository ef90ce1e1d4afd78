"""The page on which an administrator sees what the demo company holds, and removes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.office.access import OfficeRequest, admin_view
from kulanz.office.page import show
from kulanz.people.models import User
from kulanz.people.models.users import DEMO_DOMAIN

from . import removing, story


@admin_view
def removal(request: OfficeRequest) -> HttpResponse:
    """Show what would go; POST removes it, once somebody real can administer the house."""
    locks_out = not User.objects.filter(is_admin=True, is_active=True).exclude(email__endswith=DEMO_DOMAIN).exists()
    if request.method == "POST" and not locks_out:
        return _removed(request)
    context = {
        "name": story.company()["brand"]["name"],
        "held": removing.held(),
        "is_renamed": not removing.is_here(),
        "locks_out": locks_out,
        "is_oneself": request.user.email.endswith(DEMO_DOMAIN),
    }
    status = 409 if request.method == "POST" else 200
    return show(request, "demo/removal.html", "health", context, status=status)


def _removed(request: OfficeRequest) -> HttpResponse:
    if removing.remove(by=request.actor):
        messages.success(request, _("The demo company is gone."))
    elif removing.shut_out():
        messages.success(request, _("The people of the demo company can no longer sign in."))
    return HttpResponseRedirect(reverse("office:health"))
