"""A case, whoever works on it, and a template."""

from __future__ import annotations

import pytest

from kulanz.cases.models import Case
from kulanz.checklists.models import ChecklistTemplate
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from tests.factories import make_brand, make_case, make_user


@pytest.fixture
def brand(db: None) -> Brand:
    return make_brand()


@pytest.fixture
def agent(brand: Brand) -> Actor:
    return actor_for(make_user(name="Mara Lindner"))


@pytest.fixture
def case(brand: Brand) -> Case:
    return make_case(brand=brand)


@pytest.fixture
def template(db: None) -> ChecklistTemplate:
    return ChecklistTemplate.objects.create(name="Reparatur", text="Nummer notiert\nProbelauf\n\n Probelauf \nVersand")
