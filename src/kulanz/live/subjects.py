"""What there are news of, and who may hear them. A room names its subject and answers for it; the wiring lists them.

A subject is what events are about (``subject`` in the catalogue of events): "case", and whatever else a room records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .subscription import Subscription

MayHear = Callable[[Subscription], bool]
# Given ids of its subject, whoever answers says for each who may hear of it; what is gone by now is left out.
Audience = Callable[[Sequence[int]], Mapping[int, MayHear]]

_audiences: dict[str, Audience] = {}


def register(audiences: Mapping[str, Audience]) -> None:
    """Set the audience of each subject; of any other there are no news. Called by the wiring."""
    _audiences.clear()
    _audiences.update(audiences)


def registered() -> list[str]:
    """Return the subjects that there are news of."""
    return list(_audiences)


def audience(subject: str, ids: Sequence[int]) -> Mapping[int, MayHear]:
    """Return who may hear of each of these; what is missing is nobody's news. As many queries as the room needs."""
    return _audiences[subject](ids)
