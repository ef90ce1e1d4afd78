"""Stored rows become the same objects that Django makes, only sooner."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from kulanz.core.quick import QuickModel
from kulanz.people.models import Brand, Team, User
from tests.factories import make_brand, make_team, make_user


def test_every_model_of_the_house_is_made_without_detours() -> None:
    ours = [each for each in apps.get_models() if each.__module__.startswith("kulanz.")]

    assert [each for each in ours if not issubclass(each, QuickModel)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_brand, make_team, make_user])
def test_a_stored_row_is_as_django_would_make_it(make) -> None:
    kind = type(made := make())

    stored = kind.objects.get(pk=made.pk)
    usual = models.Model.from_db.__func__(kind, "default", *_row_of(made))  # type: ignore[attr-defined]

    assert (stored, stored._state.adding, stored._state.db) == (usual, False, "default")
    assert {name: value for name, value in vars(stored).items() if name != "_state"} == {
        name: value for name, value in vars(usual).items() if name != "_state"
    }


def _row_of(made: Brand | Team | User) -> tuple[list[str], list[object]]:
    names = [field.attname for field in made._meta.concrete_fields]
    return names, [getattr(type(made).objects.get(pk=made.pk), name) for name in names]


@pytest.mark.django_db
def test_what_was_left_out_is_fetched_when_it_is_asked_for(django_assert_num_queries) -> None:
    brand = make_brand(name="Radhaus Lindner")

    with django_assert_num_queries(2):
        later = Brand.objects.only("prefix").get(pk=brand.pk)
        assert (later.get_deferred_fields() >= {"name"}, later.prefix, later.name) == (True, "RL", "Radhaus Lindner")

    later.prefix = "RH"
    later.save()
    assert Brand.objects.get().prefix == "RH"
