"""Signing in: guessing is slowed down, and nobody can be kept out from elsewhere."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(address: str, email: str, password: str) -> bool:
    """Try to sign in from a network; returns whether it worked."""
    client = Client(REMOTE_ADDR=address)
    client.post("/account/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_five_wrong_passwords_stop_the_guesser_and_not_the_owner() -> None:
    email = make_user().email
    for _ in range(6):
        sign_in("192.0.2.66", email, "falsch-geraten")

    assert (sign_in("192.0.2.66", email, PASSWORD), sign_in("198.51.100.7", email, PASSWORD)) == (False, True)


def test_the_owner_is_let_in_after_some_wrong_tries() -> None:
    email = make_user().email
    for _ in range(4):
        sign_in("192.0.2.66", email, "vertippt")

    assert sign_in("192.0.2.66", email, PASSWORD)


def test_one_network_cannot_try_many_accounts() -> None:
    emails = [make_user().email for _ in range(12)]
    for email in emails:
        sign_in("192.0.2.66", email, "falsch-geraten")

    assert not sign_in("192.0.2.66", emails[-1], PASSWORD)
