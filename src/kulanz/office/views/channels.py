"""The doors through which customers reach us."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kulanz.channels import actions
from kulanz.channels.models import Channel, Mailbox

from ..access import OfficeRequest, admin_view
from ..forms import ChannelForm, MailboxForm
from ..page import show, show_form


@admin_view
def show_channels(request: OfficeRequest) -> HttpResponse:
    """List the channels with their mailboxes and when those were last fetched."""
    unchecked = not (settings.CHECK_SENDERS or settings.TRUSTED_AUTHSERV)
    rows = Channel.objects.select_related("brand", "team").prefetch_related("mailboxes")
    context = {"channels": rows, "unchecked": unchecked, "public_url": settings.PUBLIC_URL}
    return show(request, "office/channels.html", "channels", context)


@admin_view
def channel(request: OfficeRequest, channel_id: int | None = None) -> HttpResponse:
    """Show and save a channel."""
    found = get_object_or_404(Channel, pk=channel_id) if channel_id is not None else None
    initial = (
        {"kind": found.kind, "name": found.name, "brand": found.brand_id, "team": found.team_id,
         "is_active": found.is_active, "acknowledges": found.acknowledges} if found else {}
    )  # fmt: skip
    form = ChannelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if Channel.objects.filter(name=given["name"].strip()).exclude(pk=channel_id or 0).exists():
            form.add_error("name", _("There is a channel of this name already."))
        else:
            actions.save_channel(
                by=request.actor,
                kind=given["kind"],
                name=given["name"],
                brand_id=given["brand"].pk,
                team_id=given["team"].pk if given["team"] else None,
                channel_id=channel_id,
                is_active=given["is_active"],
                acknowledges=given["acknowledges"],
                settings=found.settings if found else None,
            )
            return _saved(request)
    return show_form(request, "channels", form, title=found.name if found else _("New channel"))


@admin_view
def mailbox(request: OfficeRequest, channel_id: int, mailbox_id: int | None = None) -> HttpResponse:
    """Show and save a mailbox."""
    door = get_object_or_404(Channel, pk=channel_id, kind=Channel.Kind.EMAIL)
    found = get_object_or_404(Mailbox, pk=mailbox_id, channel=door) if mailbox_id is not None else None
    form = MailboxForm(request.POST or None, initial=_initial(found))
    outcome, kind = "", ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        given["imap_password"] = given["imap_password"] or None
        if "check" in request.POST:
            from kulanz.channels.email.troubles import as_given  # noqa: PLC0415 - its libraries, only where needed

            outcome, kind = _tried_out(as_given(mailbox_id=mailbox_id, channel_id=door.pk, **given))
        else:
            try:
                box = actions.save_mailbox(by=request.actor, channel_id=door.pk, mailbox_id=mailbox_id, **given)
                return _saved_mailbox(request, box)
            except actions.AddressTaken as taken:
                form.add_error("address", _("%(address)s belongs to another mailbox.") % {"address": taken.address})
    title = found.address if found else _("New address")
    return show_form(
        request, "channels", form, title=title, check=_("Check the connection"), outcome=outcome, outcome_kind=kind
    )


def _saved_mailbox(request: OfficeRequest, box: Mailbox) -> HttpResponseRedirect:
    """Say at once whether what was saved can be fetched: a mistake in it would show minutes later and elsewhere."""
    if box.imap_host:
        outcome, kind = _tried_out(box)
        messages.add_message(request, messages.SUCCESS if kind == "success" else messages.WARNING, outcome)
    return _saved(request)


def _tried_out(box: Mailbox) -> tuple[str, str]:
    """Connect to the server of a mailbox. Returns a sentence and the kind of banner it stands in."""
    from kulanz.channels.email.troubles import try_out  # noqa: PLC0415 - its libraries, only where somebody asks

    if not box.imap_host:
        return _("Without an IMAP server there is nothing to connect to: mail comes by SMTP."), "info"
    trouble, amount = try_out(box)
    if trouble is not None:
        return str(trouble.label), "warning"
    return _("The connection works. Mails in the folder: %(amount)s") % {"amount": amount}, "success"


def _initial(found: Mailbox | None) -> dict[str, object]:
    if found is None:
        return {}
    names = ("address", "imap_host", "imap_port", "imap_security", "imap_user", "imap_folder", "plus_addresses")
    return {**{name: getattr(found, name) for name in names}, "aliases": " ".join(found.aliases)}


def _saved(request: OfficeRequest) -> HttpResponseRedirect:
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("office:channels"))
