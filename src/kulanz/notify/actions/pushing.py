"""Web Push: off until an administrator switches it on, which makes the keys; what is sent holds a kind and a number."""

from __future__ import annotations

import json
import logging
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kulanz.core import outbound
from kulanz.core.clock import now
from kulanz.core.secret_box import seal, unseal
from kulanz.events import jobs, log
from kulanz.events.actor import Actor
from kulanz.people.access import require_admin
from kulanz.people.events import SetupChanged

from .. import webpush
from ..models import Notice, PushKeys, PushSubscription
from ..queries import push_keys
from ..wording import of_case, so_many

GONE = (404, 410)
_BUSY = (408, 429)
log_of_room = logging.getLogger(__name__)


class PushFailed(Exception):
    """A push service did not take it, and may do so later."""


def switch_push(*, by: Actor, on: bool) -> None:
    """Switch Web Push on, with new keys, or off: then keys and all browsers are forgotten. It is an event.

    Raises ``NotAllowed`` for others than administrators.
    """
    require_admin(by)
    with transaction.atomic():
        if on == (push_keys() is not None):
            return
        if on:
            public, private = webpush.new_keys()
            PushKeys.objects.create(pk=PushKeys.ONLY, public=public, private=seal(private))
        else:
            PushSubscription.objects.all().delete()
            PushKeys.objects.all().delete()
        changes = [{"field": "web_push", "before": "no" if on else "yes", "after": "yes" if on else "no"}]
        log.record(SetupChanged("notices", "Web Push", ["web_push"], PushKeys.ONLY, changes), by=by)


def push_notices(*, user_id: int) -> None:
    """Show what has come for a person in their browsers: one notice by kind and number, several by how many."""
    with transaction.atomic():
        mine = Notice.objects.select_for_update(of=("self",)).select_related("case", "user")
        waiting = list(mine.filter(user_id=user_id, to_push=True, waits_until=None, read_at=None))
        if not waiting:
            return
        Notice.objects.filter(pk__in=[each.pk for each in waiting]).update(to_push=False)
        if not waiting[0].user.is_active:
            return
        with translation.override(waiting[0].user.language):
            message = _message(waiting)
        browsers = PushSubscription.objects.filter(user_id=user_id).values_list("pk", flat=True)
        jobs.enqueue_all([jobs.NewJob("send-push", {"subscription_id": each, "message": message}) for each in browsers])


def _message(notices: list[Notice]) -> dict[str, str]:
    if len(notices) > 1:
        return {"title": "Kulanz", "body": so_many(len(notices)), "url": reverse("desk:notices"), "tag": "notices"}
    (notice,) = notices
    url = reverse("desk:case", args=[notice.case.number])
    tag = f"{notice.case.number} {notice.kind}"
    return {"title": "Kulanz", "body": of_case(notice.case.number, notice.kind), "url": url, "tag": tag}


def try_push(*, by: Actor) -> None:
    """Show a notice that says nothing in all browsers of whoever asks."""
    message = {"title": "Kulanz", "body": _("This is how notices will look."), "url": reverse("desk:me"), "tag": "try"}
    for each in PushSubscription.objects.filter(user_id=by.user_id or 0).values_list("pk", flat=True):
        jobs.enqueue_all([jobs.NewJob("send-push", {"subscription_id": each, "message": message})])


def send_push(*, subscription_id: int, message: dict[str, str]) -> None:
    """Hand a message to the push service of one browser; a browser that is gone is forgotten. Raises ``PushFailed``."""
    browser = PushSubscription.objects.select_related("user").filter(pk=subscription_id).first()
    keys = push_keys()
    if browser is None or keys is None or not browser.user.is_active:
        return
    sealed = webpush.seal_for(json.dumps(message).encode(), browser.public_key, browser.secret)
    contact = settings.PUBLIC_URL if settings.BEHIND_TLS else f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    signed_by = {"public": keys.public, "private": unseal(keys.private)}
    headers = webpush.headers_for(browser.endpoint, **signed_by, contact=contact, at=now())
    try:
        status = outbound.post(browser.endpoint, sealed, headers)
    except outbound.Unreachable as error:
        if error.why in {"quarantine", "refused", "private"}:
            return
        raise PushFailed(error.why) from error
    if status in GONE:
        browser.delete()
    elif status >= 500 or status in _BUSY:
        raise PushFailed(str(status))
    elif status >= 400:
        log_of_room.warning("a push service refused a notice with status %s", status)
