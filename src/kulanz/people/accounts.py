"""What happens to the accounts of our people: signing in, passwords, second factors. The sign-in library tells us."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.db import transaction
from django.dispatch import Signal

from kulanz.events import log

from .actors import actor_for
from .events import AccountUsed
from .models import User

SIGNALS: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "signed in"),
    (account.password_set, "password changed"),
    (account.password_changed, "password changed"),
    (account.password_reset, "password reset"),
    (mfa.authenticator_added, "second factor added"),
    (mfa.authenticator_removed, "second factor removed"),
    (mfa.authenticator_reset, "recovery codes renewed"),
)


def listen() -> None:
    """Begin to write down what the sign-in library tells. Called once at start."""
    for signal, what in SIGNALS:
        # Not weakly: nobody else holds these functions, and they would be gone at once.
        signal.connect(_writer(what), dispatch_uid=f"kulanz.people.accounts {what}", weak=False)


def _writer(what: str) -> Any:
    def write(sender: Any, *, user: User, **more: Any) -> None:
        told = what
        if getattr(more.get("authenticator"), "type", "") == "recovery_codes":
            # Codes come and go with a factor and are none of their own.
            if what == "second factor removed":
                return
            told = "recovery codes renewed"
        with transaction.atomic():
            log.record(AccountUsed(user.pk, [told]), by=actor_for(user))

    return write
