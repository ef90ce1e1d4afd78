"""What an empty house still needs before customers can reach it."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.people.models import Brand, Invitation, User

from .models import Channel


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step of the beginning; ``key`` is "brand", "channel" or "people", ``state`` "done", "now" or "next"."""

    key: str
    state: str


def first_steps() -> list[SetupStep]:
    """Return the steps in their order, none once customers have a door. At most four queries."""
    has_brand, has_channel = Brand.objects.exists(), Channel.objects.exists()
    if has_brand and has_channel:
        return []
    # Who has invited somebody has done their part, whenever the others come.
    is_alone = User.objects.filter(is_active=True).count() < 2 and not Invitation.objects.exists()
    done = {"brand": has_brand, "channel": has_channel, "people": not is_alone}
    current = next((key for key, is_done in done.items() if not is_done), "")
    return [SetupStep(key, "done" if is_done else "now" if key == current else "next") for key, is_done in done.items()]
