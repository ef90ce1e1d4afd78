"""The customer's links to a case: show, make and revoke them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.queries import link_token, open_links
from kulanz.core.ids import id_in

from ..access import DeskRequest, case_view


@case_view
def links(request: DeskRequest, case: Case) -> HttpResponse:
    """Show the customer's keys to this case; POST makes one or revokes one."""
    if request.method == "POST":
        _change_links(request, case)
        return HttpResponseRedirect(reverse("desk:links", args=[case.number]))
    keys = [
        {"link": link, "url": settings.PUBLIC_URL + reverse("portal:case", args=[link_token(link)])}
        for link in open_links(case)
    ]
    return render(request, "desk/links.html", {"case": case, "keys": keys, "section": "inbox"})


def _change_links(request: DeskRequest, case: Case) -> None:
    if (link_id := id_in(request.POST.get("revoke", ""))) is not None:
        if not case.links.filter(pk=link_id).exists():
            raise Http404
        actions.revoke_link(link_id=link_id, by=request.actor)
        messages.success(request, _("The link no longer opens anything."))
    elif "create" in request.POST:
        actions.create_link(case_id=case.pk, customer_id=case.customer_id, by=request.actor)
