"""What the ledger shows on pages of others: what is still to be kept, and what was promised to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.cases.shown import ShownCase, ShownDay, ShownToCustomer
from kulanz.core.clock import now
from kulanz.ui.panels import Condition, Display, Panel, Slot

from .models import Promise
from .queries import due_until, open_promises, told_to_customer


def to_keep(shown: ShownCase) -> Mapping[str, Any]:
    """Return the open promises of a case; none is shown, too, for one may be recorded. One query."""
    return {"promises": open_promises(shown.case), "at": now()}


def due_today(day: ShownDay) -> Mapping[str, Any] | None:
    """Return what the person has promised until the end of the day. One query."""
    promised = due_until(day.by, day.at.replace(hour=23, minute=59, second=59))
    return {"promised": promised, "at": day.at} if promised else None


def told(shown: ShownToCustomer) -> Mapping[str, Any] | None:
    """Return what the customer was promised, each with where it stands. One query."""
    promised = [(promise, promise.state(now())) for promise in told_to_customer(shown.case, shown.viewer.pk)]
    return {"promised": promised} if promised else None


def promised(value: str) -> QuerySet[Promise, int]:
    """Return the ids of the cases in which a promise is open that the customer has heard of.

    ``value`` is "open", "today" (due until the end of the day) or "overdue".
    """
    rows = Promise.objects.open().given()
    if value != "open":
        rows = rows.filter(
            due_at__lt=now() if value == "overdue" else localtime(now()).replace(hour=23, minute=59, second=59)
        )
    return rows.order_by().values_list("case_id", flat=True)


DISPLAY = Display(
    conditions=(
        Condition(
            "promise",
            _("Promise"),
            (
                ("open", _("still to be kept")),
                ("today", _("due by tonight")),
                ("overdue", pgettext_lazy("promise", "overdue")),
            ),
            promised,
        ),
    ),
    panels=(
        Panel(Slot.CASE_SIDE, "promises/side.html", to_keep),
        Panel(Slot.TODAY_LEAD, "promises/today_lead.html", due_today),
        Panel(Slot.TODAY, "promises/today.html", due_today),
        Panel(Slot.PORTAL_CASE, "promises/portal.html", told),
    ),
)
