"""How sign-in behaves: nobody registers by themselves, invitations open the door."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with the door closed to self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords per account and network: a stranger elsewhere must not keep the owner out."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{get_ip(request)}"
