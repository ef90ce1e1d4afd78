"""How somebody wants to be told, and in which browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from django.db import transaction

from kulanz.cases.access import require_user_id
from kulanz.core.refusals import NotAllowed
from kulanz.events.actor import Actor

from ..models import NoticeChoices, PushSubscription
from ..queries import push_keys
from ..rules import OF_PEOPLE, Digest, NoticeWay

MOST_BROWSERS = 10


def save_choices(*, by: Actor, ways: Mapping[str, Collection[str]], quiet: bool, digest: Digest) -> None:
    """Set how a person wants to be told; ``ways`` are kinds with the ways chosen for them. It is their own business."""
    chosen = {
        kind.value: [each.value for each in NoticeWay if each.value in ways.get(kind.value, ())] for kind in OF_PEOPLE
    }
    NoticeChoices.objects.update_or_create(
        user_id=require_user_id(by), defaults={"ways": chosen, "quiet": quiet, "digest": digest.value}
    )


def subscribe_browser(*, by: Actor, endpoint: str, public_key: str, secret: str, browser: str) -> PushSubscription:
    """Let a browser show what a person is told. The same browser again is the same row, whoever used it before.

    Raises ``NotAllowed`` while Web Push is off.
    """
    user_id = require_user_id(by)
    if push_keys() is None:
        raise NotAllowed
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    values = {"user_id": user_id, "endpoint": endpoint, "public_key": public_key, "secret": secret, "browser": browser}
    with transaction.atomic():
        kept, _made = PushSubscription.objects.update_or_create(digest=digest, defaults=values)
        newest = PushSubscription.objects.filter(user_id=user_id).order_by("-id").values_list("pk", flat=True)
        PushSubscription.objects.filter(user_id=user_id).exclude(pk__in=list(newest[:MOST_BROWSERS])).delete()
    return kept


def unsubscribe_browser(*, by: Actor, subscription_id: int) -> None:
    """Let a browser of one's own show nothing any more."""
    PushSubscription.objects.filter(pk=subscription_id, user_id=require_user_id(by)).delete()
