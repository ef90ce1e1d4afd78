"""Who changed what: the event log for people who answer for the house. Cases only by number, never their content."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse

from kulanz.events.actor import ActorKind
from kulanz.events.models import Event

from ..access import OfficeRequest, office_view
from ..audit import lines
from ..page import show

PAGE = 100
# Actions on the set-up and on customers' data. What agents do in cases is their work, no audit trail of persons
# (§ 87 (1) no. 6 BetrVG): it stands in the case itself.
AUDITED = ("setup", "customer", "channel")
# Who signs in when is for administrators, who answer for the accounts, and for no superior.
OF_ACCOUNTS = ("account",)
# Keys to customers' pages, where a person of ours made or withdrew one.
OF_KEYS = Q(kind__in=("link-created", "link-revoked"), actor_kind=ActorKind.USER.value)


@office_view
def show_audit(request: OfficeRequest) -> HttpResponse:
    """Show the newest changes to set-up and customer data, a page at a time."""
    before = request.GET.get("before", "")
    kinds = (*AUDITED, *OF_ACCOUNTS) if request.user.is_admin else AUDITED
    rows = Event.objects.filter(Q(subject_kind__in=kinds) | OF_KEYS).order_by("-id")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(id__lt=int(before))
    events = list(rows[: PAGE + 1])
    context = {
        "events": events[:PAGE],
        "lines": lines(events[:PAGE]),
        "next_before": events[PAGE - 1].pk if len(events) > PAGE else None,
    }
    return show(request, "office/audit.html", "audit", context)
