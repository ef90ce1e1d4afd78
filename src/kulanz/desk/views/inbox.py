"""The inbox: views beside a list. Every state of it is an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kulanz.cases.models import SavedView
from kulanz.cases.queries import (
    CaseList,
    FilterReading,
    ListFilter,
    View,
    ViewCounts,
    case_list,
    filter_of,
    read_filter,
    saved_counts,
    saved_views,
    view_counts,
)
from kulanz.cases.queries.lists import PAGE
from kulanz.people.models import User
from kulanz.ui.panels import along_cases, beside_cases

from ..access import DeskRequest, desk_view
from ..filtering import GROUPS, SORTS, TITLES, chips_of, remarks_on
from ..undoing import offered

# Beside an open case the list is shorter: the page must stay light, and the rest is one click away.
BESIDE_A_CASE = 25
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
    return read_filter(request.GET)


def list_context(request: DeskRequest, wanted: ListFilter, *, size: int) -> dict[str, Any]:
    """Return what the views and the list need.

    Three queries, one more where saved views have figures, and one for each condition that names a row of a table.
    """
    parts = frozenset(request.user.list_parts)
    beside = (*beside_cases(), "team__name") if User.RowPart.TEAM in parts else beside_cases()
    found = case_list(request.actor, wanted, size=size, beside=beside, along=along_cases(parts))
    counts, kept = view_counts(request.actor), saved_views(request.actor)
    figures = saved_counts(request.actor, kept)
    current = next((view for view in kept if view.pk == wanted.saved), None)
    address = reverse("desk:inbox")
    return {
        "section": "inbox",
        "case": None,  # none is open, unless the page adds one
        "wanted": wanted,
        "cases": found.cases,
        "parts": parts,
        "list_query": wanted.query(after=""),
        "next_url": f"{address}?{wanted.query(after=found.next_after)}" if found.next_after else "",
        "list_title": current.name if current is not None else TITLES[wanted.view],
        "amount": _amount(wanted, found, counts, size),
        "groups": [
            (title, [(view.value, name, counts.of(view) if view in COUNTED else None) for view, name in views])
            for title, views in GROUPS
        ],
        "saved": _saved_groups(kept, figures),
        "current_saved": current,
        "is_as_saved": current is not None and filter_of(current).query(after="") == wanted.query(after=""),
        "chips": chips_of(wanted),
        "remarks": remarks_on(FilterReading(wanted, reading_from(request).left_out), request.actor),
        "sorts": [(wanted.query(sort=sort, after=""), name, sort is wanted.sort) for sort, name in SORTS.items()],
        "searched": wanted.pairs(words="", after="") if wanted.is_narrowed else [("view", "all")],
        "is_narrowed": wanted.is_narrowed,
        "undo": offered(request),
    }


def _amount(wanted: ListFilter, found: CaseList, counts: ViewCounts, size: int) -> int | str | None:
    """The figure beside the title: counted ones where the counters know it, else what the list itself shows."""
    if not wanted.is_narrowed and not wanted.sort.narrows:
        return counts.of(wanted.view) if wanted.view in COUNTED else None
    if wanted.after:
        return None
    return f"{size}+" if found.next_after else len(found.cases)


def _saved_groups(kept: list[SavedView], figures: dict[int, int]) -> list[tuple[str, list[dict[str, Any]]]]:
    """One's own views and those of each team, under the name of the team, one's own under none."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for view in kept:
        row = {"view": view, "query": filter_of(view).query(), "amount": figures.get(view.pk)}
        groups.setdefault(view.team.name if view.team is not None else "", []).append(row)
    return list(groups.items())
