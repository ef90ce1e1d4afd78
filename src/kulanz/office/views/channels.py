"""The doors through which customers reach us. What only one kind of channel has comes from its own folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.channels import actions
from kulanz.channels.kinds import ChannelKind, LazyText
from kulanz.channels.models import Channel
from kulanz.channels.registry import kinds, opened
from kulanz.channels.setup import RowForm, SetupForm, TrialOutcome

from ..access import OfficeRequest, admin_view
from ..forms import ChannelForm
from ..page import show, show_form


@dataclass(frozen=True, slots=True)
class Door:
    """A channel as the list shows it."""

    channel: Channel
    label: LazyText
    summary: str


@admin_view
def show_channels(request: OfficeRequest) -> HttpResponse:
    """List the channels, each with what its kind says about it."""
    unchecked = not (settings.CHECK_SENDERS or settings.TRUSTED_AUTHSERV)
    related = [name for kind in kinds().values() for name in kind.related]
    rows = Channel.objects.select_related("brand", "team").prefetch_related(*related)
    doors = [_door(channel, kinds().get(channel.kind)) for channel in rows]
    context = {"doors": doors, "unchecked": unchecked, "public_url": settings.PUBLIC_URL}
    return show(request, "office/channels.html", "channels", context)


def _door(channel: Channel, kind: ChannelKind | None) -> Door:
    return Door(channel, kind.label if kind else channel.kind, kind.summary if kind else "")


@admin_view
def channel(request: OfficeRequest, channel_id: int | None = None) -> HttpResponse:
    """Show and save a channel, with what its own kind wants to know."""
    found = get_object_or_404(Channel, pk=channel_id) if channel_id is not None else None
    form = ChannelForm(request.POST or None, initial=_initial(found))
    own = _own_form(request, found)
    outcome = None
    if request.method == "POST" and form.is_valid() and (own is None or own.is_valid()):
        if found is not None and own is not None and "check" in request.POST:
            outcome = own.try_out(found)
        elif Channel.objects.filter(name=form.cleaned_data["name"].strip()).exclude(pk=channel_id or 0).exists():
            form.add_error("name", _("There is a channel of this name already."))
        else:
            return _after(request, found, _save(request, form.cleaned_data, found, own))
    title = found.name if found else _("New channel")
    check = own.check if own else ""
    return show_form(request, "channels", form, own=own, title=title, check=check, **_banner(outcome))


def _initial(found: Channel | None) -> dict[str, Any]:
    if found is None:
        return {}
    names = ("kind", "name", "is_active", "acknowledges")
    return {**{name: getattr(found, name) for name in names}, "brand": found.brand_id, "team": found.team_id}


def _own_form(request: OfficeRequest, found: Channel | None) -> SetupForm | None:
    kind = kinds().get(found.kind) if found else None
    if found is None or kind is None or not kind.form:
        return None
    form: SetupForm = opened(kind.form)(request.POST or None, initial=found.settings, prefix=kind.key)
    return form


def _save(request: OfficeRequest, given: dict[str, Any], found: Channel | None, own: SetupForm | None) -> Channel:
    kept = found.settings if found else None
    return actions.save_channel(
        by=request.actor,
        kind=given["kind"],
        name=given["name"],
        brand_id=given["brand"].pk,
        team_id=given["team"].pk if given["team"] else None,
        channel_id=found.pk if found else None,
        is_active=given["is_active"],
        acknowledges=given["acknowledges"],
        settings=own.cleaned_data if own else kept,
    )


def _after(request: OfficeRequest, found: Channel | None, saved: Channel) -> HttpResponse:
    """Go on with what a new channel of this kind still wants to know, or back to the list."""
    if found is None and kinds()[saved.kind].form:
        return HttpResponseRedirect(reverse("office:channel", args=[saved.pk]))
    return _saved(request)


@admin_view
def row(request: OfficeRequest, channel_id: int, what: str, row_id: int | None = None) -> HttpResponse:
    """Show and save one of what a channel has several of."""
    door = get_object_or_404(Channel, pk=channel_id)
    rows = _rows_of(door, what)
    found = rows.find(door, row_id) if row_id is not None else None
    if row_id is not None and found is None:
        raise Http404
    form = rows(request.POST or None, initial=rows.typed(found) if found else {})
    outcome = None
    if request.method == "POST" and form.is_valid():
        if "check" in request.POST:
            outcome = form.try_out(door, found)
        else:
            said = form.save(by=request.actor, channel=door, row=found)
            if not form.errors:
                return _saved(request, said)
    title = str(found) if found else rows.new
    return show_form(request, "channels", form, title=title, check=rows.check, **_banner(outcome))


def _rows_of(door: Channel, what: str) -> type[RowForm]:
    kind = kinds().get(door.kind)
    rows: type[RowForm] | None = opened(kind.rows) if kind and kind.rows else None
    if rows is None or rows.path != what:
        raise Http404
    return rows


def _banner(outcome: TrialOutcome | None) -> dict[str, Any]:
    return {"outcome": outcome.words, "outcome_kind": outcome.kind} if outcome else {"outcome": "", "outcome_kind": ""}


def _saved(request: OfficeRequest, said: TrialOutcome | None = None) -> HttpResponseRedirect:
    if said is not None:
        messages.add_message(request, messages.SUCCESS if said.kind == "success" else messages.WARNING, said.words)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("office:channels"))
