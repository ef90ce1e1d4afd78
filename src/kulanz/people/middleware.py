"""Gives every request its actor, and speaks the person's language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from kulanz.events.actor import Actor

from .actors import actor_for
from .models import User


class PersonMiddleware:
    """Sets ``request.actor`` (lazy, one query) and the interface language of the signed-in person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language; strangers get German unless their browser asks for English."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with translation.override(_language(request)):
            return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    return actor_for(request.user) if isinstance(request.user, User) else None


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.language
    asked = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if asked.startswith("en") else "de"
