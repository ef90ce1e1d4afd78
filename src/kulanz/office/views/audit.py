"""Who changed what: the event log for people who answer for the house. Cases only by number, never their content."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse

from kulanz.core.ids import id_in
from kulanz.events.actor import ActorKind
from kulanz.events.catalogue import Face, kinds
from kulanz.events.models import Event

from ..access import OfficeRequest, office_view
from ..audit import lines
from ..page import show

PAGE = 100
# Actions on the set-up and on customers' data. What agents do in cases is their work, no audit trail of persons
# (§ 87 (1) no. 6 BetrVG): it stands in the case itself, but for promises and keys, which bind the house.
# Who signs in when is for administrators, who answer for the accounts, and for no superior.
OF_ACCOUNTS = "account"


@office_view
def show_audit(request: OfficeRequest) -> HttpResponse:
    """Show the newest changes to set-up and customer data, a page at a time."""
    rows = Event.objects.filter(_audited(of_accounts=request.user.is_admin)).order_by("-id")
    if (before := id_in(request.GET.get("before", ""))) is not None:
        rows = rows.filter(id__lt=before)
    events = list(rows[: PAGE + 1])
    context = {
        "events": events[:PAGE],
        "lines": lines(events[:PAGE]),
        "next_before": events[PAGE - 1].pk if len(events) > PAGE else None,
    }
    return show(request, "office/audit.html", "audit", context)


def _audited(*, of_accounts: bool) -> Q:
    """Which events are shown. In cases only what a person of ours did: a customer asks for keys to their own page."""
    shown = [kind for kind in kinds() if Face.AUDIT in kind.shown_to and (of_accounts or kind.subject != OF_ACCOUNTS)]
    in_cases = Q(kind__in=[kind.name for kind in shown if kind.subject == "case"], actor_kind=ActorKind.USER.value)
    return in_cases | Q(kind__in=[kind.name for kind in shown if kind.subject != "case"])
