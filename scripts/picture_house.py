"""A house whose clock hardly moves, for pictures: the same shop, the same letters, the same hour at every run.

Usage: picture_house.py de|en serve|migrate|demo|create-admin ... ; settings come from the environment, as always.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

# Monday, 16 November 2026, 10:12 in Berlin: an ordinary morning with shops open.
MORNING = datetime(2026, 11, 16, 9, 12, tzinfo=UTC)
SLOWNESS = 100  # a hundred seconds of work are one second in the house
DOORS = {
    "de": {"domain": "lichthaus.example", "box": "hilfe", "email": "Hilfe per E-Mail", "form": "Kontaktformular"},
    "en": {"domain": "harbour-lamps.example", "box": "help", "email": "Help by mail", "form": "Contact form"},
}
STORIES = Path(__file__).resolve().parent / "picture_stories"


def main(language: str, words: list[str]) -> int:
    """Run one command of Kulanz at that hour; ``en`` tells the demo company's stories in English."""
    from kulanz.config import cli  # noqa: PLC0415 - the clock comes first
    from kulanz.demo import story  # noqa: PLC0415

    if language != "de":
        story.HERE = STORIES / language
    done = cli.main(words)
    if words == ["demo"]:
        move_in(language)
    return done


def move_in(language: str) -> None:
    """Give the demo company an address of its own, as a house has in which people really work."""
    from kulanz.channels.models import Channel, Mailbox  # noqa: PLC0415 - Django is awake only now
    from kulanz.people.models import Brand, User  # noqa: PLC0415

    told = DOORS[language]
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.email.partition('@')[0]}@{told['domain']}")
    Brand.objects.update(sender_address=f"{told['box']}@{told['domain']}")
    Mailbox.objects.update(address=f"{told['box']}@{told['domain']}", aliases=[f"service@{told['domain']}"])
    for kind in ("email", "form"):
        Channel.objects.filter(kind=kind).update(name=told[kind.value])


def slow_clock() -> None:
    """Let time begin at ``MORNING`` and pass slowly, so that no minute changes while pictures are taken."""
    began = time.monotonic()
    timezone.now = lambda: MORNING + timedelta(seconds=(time.monotonic() - began) / SLOWNESS)


if __name__ == "__main__":
    slow_clock()
    sys.exit(main(sys.argv[1], sys.argv[2:]))
