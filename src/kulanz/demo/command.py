"""What ``kulanz demo`` calls."""

from __future__ import annotations

import sys

from kulanz.core.clock import now
from kulanz.people.models import Brand, User
from kulanz.people.models.users import DEMO_DOMAIN

from . import story
from .loading import PASSWORD, load
from .removing import remove as take_away
from .removing import shut_out

ROLES = (("jule", "agent"), ("karin", "lead"), ("henrike", "boss"), ("nils", "administrator"))


def run(*, remove: bool) -> int:
    """Load the demo company, or remove it. Returns the exit code."""
    if remove:
        _say(_removed())
        return 0
    name = story.company()["brand"]["name"]
    if Brand.objects.filter(name=name).exists():
        _say(f"{name} is here already.")
        return 1
    _say(f"{name}: {load(now())} cases loaded.")
    return 0


def _removed() -> str:
    if take_away():
        return "The demo company is gone."
    if shut_out():
        return "Its brand has another name by now and stays as it is; the demo's people can no longer sign in."
    return "There is no demo company here."


def sign_ins() -> list[tuple[str, str, str]]:
    """Return role, mail address and password of the demo's people, as long as they are here and active."""
    here = set(User.objects.of_the_demo().values_list("email", flat=True))
    return [(role, f"{key}{DEMO_DOMAIN}", PASSWORD) for key, role in ROLES if f"{key}{DEMO_DOMAIN}" in here]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
