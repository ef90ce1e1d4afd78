"""Who hears that there is something new for a person: they alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kulanz.live.subjects import MayHear
from kulanz.live.subscription import Subscription


def audience(user_ids: Sequence[int]) -> Mapping[int, MayHear]:
    """Return for each person that only their own pages may hear it. No query."""
    return {user_id: _is(user_id) for user_id in user_ids}


def _is(user_id: int) -> MayHear:
    def may_hear(subscription: Subscription) -> bool:
        return subscription.user_id == user_id

    return may_hear
