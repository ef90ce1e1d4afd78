"""The desk with one brand, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.people.models import Brand, User
from tests.factories import make_brand, make_team, make_user

SignIn = Callable[[User], Client]


@pytest.fixture
def brand(db: None) -> Brand:
    """The brand of all cases."""
    return make_brand()


@pytest.fixture
def mara(brand: Brand) -> User:
    """A person who speaks German and may open every case without a team; her own has none."""
    return make_user(name="Mara Lindner", teams=(make_team(),))


@pytest.fixture
def sign_in() -> SignIn:
    """Return a browser in which a person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def desk(mara: User, sign_in: SignIn) -> Client:
    """Mara's browser."""
    return sign_in(mara)
