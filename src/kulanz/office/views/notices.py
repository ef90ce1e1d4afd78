"""How the house tells: Web Push on or off, and the webhooks of other programs."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kulanz.core.secret_box import SealBroken, unseal
from kulanz.notify import actions
from kulanz.notify.forms import WebhookForm
from kulanz.notify.models import PushSubscription, Webhook
from kulanz.notify.posting import without_secret
from kulanz.notify.queries import push_keys
from kulanz.notify.wording import sentence

from ..access import OfficeRequest, admin_view
from ..page import show, show_form


@admin_view
def show_notices(request: OfficeRequest) -> HttpResponse:
    """Show whether Web Push is on, and the webhooks of the house."""
    hooks = [
        (hook, _address_of(hook), [sentence(kind) for kind in hook.kinds])
        for hook in Webhook.objects.prefetch_related("teams")
    ]
    keys = push_keys()
    context = {
        "hooks": hooks,
        "push_on": keys is not None,
        "browsers": PushSubscription.objects.count() if keys is not None else 0,
        "behind_tls": settings.BEHIND_TLS,
    }
    return show(request, "office/notices.html", "notices", context)


def _address_of(hook: Webhook) -> str:
    try:
        return without_secret(unseal(hook.address))
    except SealBroken:
        return _("cannot be read any more")


@require_POST
@admin_view
def push(request: OfficeRequest) -> HttpResponse:
    """Switch Web Push on ("on") or off."""
    is_on = request.POST.get("push") == "on"
    actions.switch_push(by=request.actor, on=is_on)
    words = (
        _("Web Push is on. Everybody decides for themselves, on Me.")
        if is_on
        else _("Web Push is off. Keys and browsers are forgotten.")
    )
    messages.success(request, words)
    return HttpResponseRedirect(reverse("office:notices"))


@admin_view
def webhook(request: OfficeRequest, webhook_id: int | None = None) -> HttpResponse:
    """Show and save a webhook; its address is never shown again."""
    thing = get_object_or_404(Webhook, pk=webhook_id) if webhook_id is not None else None
    form = WebhookForm(request.POST or None, instance=thing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        teams = [team.pk for team in given.get("teams", ())]
        actions.save_webhook(by=request.actor, webhook=form.instance, address=given["secret_address"], teams=teams)
        messages.success(request, _("Saved. Try it out: then you know that it arrives."))
        return HttpResponseRedirect(reverse("office:notices"))
    return show_form(request, "notices", form, title=thing.name if thing else _("New webhook"))


@require_POST
@admin_view
def trial(request: OfficeRequest, webhook_id: int) -> HttpResponse:
    """Post a line that says nothing, and say whether it was taken."""
    trouble = actions.try_webhook(by=request.actor, webhook_id=webhook_id)
    if trouble:
        messages.warning(request, trouble)
    else:
        messages.success(request, _("It was taken. Have a look over there."))
    return HttpResponseRedirect(reverse("office:notices"))


@require_POST
@admin_view
def removal(request: OfficeRequest, webhook_id: int) -> HttpResponse:
    """Forget a webhook and its address."""
    actions.remove_webhook(by=request.actor, webhook_id=webhook_id)
    return HttpResponseRedirect(reverse("office:notices"))
