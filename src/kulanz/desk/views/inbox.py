"""The inbox: views beside a list. Every state of it is an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kulanz.cases.queries import FilterReading, ListFilter, View, case_list, read_filter, view_counts
from kulanz.cases.queries.lists import PAGE
from kulanz.ui.panels import CONDITIONS, beside_cases

from ..access import DeskRequest, desk_view
from ..undoing import offered

# Beside an open case the list is shorter: the page must stay light, and the rest is one click away.
BESIDE_A_CASE = 25

GROUPS: tuple[tuple[str | Promise, tuple[tuple[View, str | Promise], ...]], ...] = (
    ("", ((View.MINE, _("With me")), (View.MENTIONED, _("Mentioned")), (View.SNOOZED, _("Snoozed")))),
    (_("Team"), (
        (View.UNASSIGNED, _("Unassigned")),
        (View.WITH_US, _("With us")),
        (View.SOLVED, _("Solved?")),
        (View.OPEN, _("All open")),
    )),
    (_("Waiting for"), (
        (View.CUSTOMER, pgettext_lazy("waiting for", "Customer")),
        (View.OTHERS, pgettext_lazy("waiting for", "Others")),
    )),
    (_("Closed"), (
        (View.CONFIRMED, _("Confirmed solved")),
        (View.ENDED, _("Not confirmed")),
        (View.ALL, _("Everything")),
    )),
)  # fmt: skip
TITLES = {
    **{view: title for _group, views in GROUPS for view, title in views},
    View.CUSTOMER: _("Waiting for the customer"),
    View.OTHERS: _("Waiting for others"),
}
COUNTED = {*View} - {View.CONFIRMED, View.ENDED, View.ALL}


@desk_view
def show_inbox(request: DeskRequest) -> HttpResponse:
    """Show the views and a list; for htmx only the list, or only its rows."""
    wanted = filter_from(request)
    target = request.headers.get("HX-Target", "")
    part = {"list": "desk/parts/list.html", "views": "desk/parts/views.html"}.get(target, "desk/inbox.html")
    response = render(request, part, list_context(request, wanted, size=PAGE))
    response["Vary"] = "HX-Request, HX-Target"
    return response


def filter_from(request: DeskRequest) -> ListFilter:
    """Read the filter from the address; what makes no sense is left out."""
    return reading_from(request).wanted


def reading_from(request: DeskRequest) -> FilterReading:
    """Read the filter from the address, with what makes no sense there."""
    return read_filter(request.GET, {name: [value for value, _ in each.choices] for name, each in CONDITIONS.items()})


def list_context(request: DeskRequest, wanted: ListFilter, *, size: int) -> dict[str, Any]:
    """Return what the views and the list need. Two queries."""
    found = case_list(request.actor, wanted, size=size, beside=beside_cases())
    counts = view_counts(request.actor)
    address = reverse("desk:inbox")
    return {
        "section": "inbox",
        "case": None,  # none is open, unless the page adds one
        "wanted": wanted,
        "cases": found.cases,
        "list_query": wanted.query(after=""),
        "next_url": f"{address}?{wanted.query(after=found.next_after)}" if found.next_after else "",
        "list_title": TITLES[wanted.view],
        "amount": counts.of(wanted.view) if wanted.view in COUNTED and not wanted.is_narrowed else None,
        "groups": [
            (title, [(view.value, name, counts.of(view) if view in COUNTED else None) for view, name in views])
            for title, views in GROUPS
        ],
        "is_narrowed": wanted.is_narrowed,
        "undo": offered(request),
    }
