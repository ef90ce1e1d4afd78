"""The room's place in Django."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

BROWSER_COOKIE = "push_browser"  # which of a person's browsers it is that shows notices


class NotifyConfig(AppConfig):
    """Notices."""

    name = "kulanz.notify"
    label = "notify"

    def ready(self) -> None:
        """Listen for people who sign out."""
        user_logged_out.connect(_forget_browser, dispatch_uid="notify")


def _forget_browser(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    """Whoever signs out on a shared machine is not told there any more."""
    digest = request.COOKIES.get(BROWSER_COOKIE, "") if request is not None else ""
    if digest and user is not None:
        user.push_subscriptions.filter(digest=digest).delete()
