"""A case of a brand, whoever works on it, and fields that a house may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases.models import Case
from kulanz.events.actor import Actor
from kulanz.fields.actions import OptionWish, save_field
from kulanz.fields.models import CaseField
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from tests.factories import make_brand, make_case, make_user

MakeField = Callable[..., CaseField]


@pytest.fixture
def brand(db: None) -> Brand:
    return make_brand()


@pytest.fixture
def agent(brand: Brand) -> Actor:
    return actor_for(make_user(name="Mara Lindner"))


@pytest.fixture
def admin(brand: Brand) -> Actor:
    return actor_for(make_user(name="Ada Weiß", is_admin=True))


@pytest.fixture
def case(brand: Brand) -> Case:
    return make_case(brand=brand)


@pytest.fixture
def make_field(admin: Actor) -> MakeField:
    """Sets a field up: its kind, its name, choices by name, and what else it is."""

    def made(
        kind: str, name: str = "Gerät", *, brands: tuple[Brand, ...] = (), options: str = "", **more: Any
    ) -> CaseField:
        field = CaseField(kind=kind, name=name, **more)
        wishes = [OptionWish(each) for each in options.split(", ") if each]
        save_field(field=field, by=admin, changed=["name", "kind"], brands=brands, options=wishes)
        return field

    return made
