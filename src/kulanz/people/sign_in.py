"""How sign-in behaves: nobody registers by themselves, invitations open the door."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with the door closed to self-registration, and with mails that trust no request."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a reset mail, built from the public address: a request's Host is anybody's to choose."""
        return str(settings.PUBLIC_URL + urlsplit(super().get_reset_password_from_key_url(key)).path)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords per account and network: a stranger elsewhere must not keep the owner out."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{get_ip(request)}"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead somebody who is signed out to the page for it and back here; what a script asks for hears 401.

    A script that was led on would take the sign-in page for the answer: a draft would count as saved, and the field
    for the mail address would open in the middle of a list.
    """
    accepted = request.headers.get("Accept", "text/html")
    if request.headers.get("HX-Request") or "text/html" not in accepted:
        return HttpResponse(status=401, headers={"Vary": "HX-Request, Accept"})
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"  # a step is no page to come back to
    return redirect_to_login(back)
