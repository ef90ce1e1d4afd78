"""Saved views: lists under a name, made, changed, put in order and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.cases import actions
from kulanz.cases.access import may_edit_views_of_teams
from kulanz.cases.models import SavedView
from kulanz.cases.models.saved import VIEW_ICONS
from kulanz.cases.queries import editable_views, filter_of
from kulanz.people.models import Team

from .. import undoing
from ..access import DeskRequest, chosen_id, desk_view
from ..filtering import TITLES, chips_of
from .inbox import filter_from


@desk_view
def views(request: DeskRequest) -> HttpResponse:
    """Show the views that somebody may change; POST makes one of the list in the address."""
    if request.method == "POST":
        view = actions.save_view(
            by=request.actor,
            name=request.POST.get("name", ""),
            icon=request.POST.get("icon", ""),
            team_id=chosen_id(request, "team"),
            query=request.GET.urlencode(),
        )
        messages.success(request, _("Saved."))  # of a team that is not one's own, nothing else shows it
        return HttpResponseRedirect(f"{reverse('desk:inbox')}?{filter_of(view).query()}")
    groups: dict[str, list[dict[str, Any]]] = {}
    for view in editable_views(request.actor):
        row = {"view": view, "query": filter_of(view).query(), "title": TITLES[filter_of(view).view]}
        groups.setdefault(view.team.name if view.team is not None else "", []).append(row)
    own = groups.pop("", [])
    context = {"own": own, "groups": list(groups.items()), "icons": VIEW_ICONS, "undo": undoing.offered(request)}
    return render(request, "desk/views.html", {**context, "section": "inbox"})


@desk_view
def new_view(request: DeskRequest) -> HttpResponse:
    """Ask under which name the list in the address is kept, or whether it takes the place of the view it came from."""
    wanted = filter_from(request)
    kept = next((view for view in editable_views(request.actor) if view.pk == wanted.saved), None)
    context = {
        "list_title": TITLES[wanted.view],
        "chips": chips_of(wanted),
        "list_query": wanted.query(after=""),
        "kept": kept,
        "teams": Team.objects.all() if may_edit_views_of_teams(request.actor) else (),
        "icons": VIEW_ICONS,
        "section": "inbox",
    }
    return render(request, "desk/new_view.html", context)


@desk_view
def view(request: DeskRequest, view_id: int) -> HttpResponse:
    """Ask for name and icon of a view; POST gives it others, or with ``filter`` the list in the address."""
    if request.method != "POST":
        kept = next((each for each in editable_views(request.actor) if each.pk == view_id), None)
        if kept is None:
            raise Http404
        return render(request, "desk/view.html", {"view": kept, "icons": VIEW_ICONS, "section": "inbox"})
    if "filter" in request.POST:
        actions.change_view(view_id=view_id, by=request.actor, query=request.GET.urlencode())
        messages.success(request, _("Saved."))
        kept = SavedView.objects.get(pk=view_id)
        return HttpResponseRedirect(f"{reverse('desk:inbox')}?{filter_of(kept).query()}")
    name, icon = request.POST.get("name", ""), request.POST.get("icon", "")
    actions.change_view(view_id=view_id, by=request.actor, name=name, icon=icon)
    messages.success(request, _("Saved."))
    return _back()


@require_POST
@desk_view
def moves(request: DeskRequest, view_id: int) -> HttpResponse:
    """Move a view one place up or down."""
    to = "down" if request.POST.get("to") == "down" else "up"
    actions.move_view(view_id=view_id, by=request.actor, up=to == "up")
    # To the button that was pressed, so that the next press moves on.
    return HttpResponseRedirect(f"{reverse('desk:views')}#{to}-{view_id}")


@require_POST
@desk_view
def removal(request: DeskRequest, view_id: int) -> HttpResponse:
    """Forget a view; for half a minute it can be had back."""
    kept = actions.remove_view(view_id=view_id, by=request.actor)
    undoing.remember(request, _("View %(name)s removed.") % {"name": kept["name"]}, [("save-view", kept)])
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:views"))
