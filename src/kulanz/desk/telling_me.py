"""How a person is told what is new, as their own page shows it."""

from __future__ import annotations

from typing import Any

from kulanz.notify.models import NoticeChoices, PushSubscription
from kulanz.notify.queries import choices_of, off_duty_until, push_keys
from kulanz.notify.rules import OF_PEOPLE, Digest, NoticeWay
from kulanz.notify.wording import CHOICES, WAYS

from .access import DeskRequest


def own_choices(request: DeskRequest) -> dict[str, Any]:
    """Return what the page of a person shows of how they are told. Four queries, three while Web Push is off."""
    chosen = choices_of([request.user.pk])[request.user.pk]
    keys = push_keys()
    # What is chosen for the mail shows, though no mail comes until one is wanted.
    shown = NoticeChoices(ways=chosen.ways, digest=Digest.HOURLY.value)
    ways = [each for each in NoticeWay if each is not NoticeWay.PUSH or keys is not None]
    table = [
        (CHOICES[kind], [(f"{kind.value}:{each.value}", WAYS[each], each in shown.ways_for(kind)) for each in ways])
        for kind in OF_PEOPLE
    ]
    return {
        "notice_ways": [WAYS[each] for each in ways],
        "notice_table": table,
        "notice_choices": chosen,
        "digests": NoticeChoices.DIGESTS,
        "push_key": keys.public if keys is not None else "",
        "browsers": list(PushSubscription.objects.filter(user=request.user)) if keys is not None else [],
        "off_until": off_duty_until(request.user.pk),
    }
