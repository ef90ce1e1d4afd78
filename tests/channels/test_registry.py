"""Kinds of channels are words in code, not choices in the database: checked where they come in, shown as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.test import Client

from kulanz.cases.models import Case
from kulanz.channels import ingest, intake, registry
from kulanz.channels.actions import save_channel
from kulanz.channels.kinds import ChannelConfig
from kulanz.channels.models import Channel, Original
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, User
from kulanz.ui import icons

KINDS = registry.kinds().values()


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_user("nils@demo.example", name="Nils", is_admin=True)


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives mail another description for the length of a test."""

    def change(**fields: Any) -> None:
        mail = next(each for each in apps.get_app_configs() if isinstance(each, ChannelConfig))
        monkeypatch.setattr(mail, "kind", replace(mail.kind, **fields))
        registry.kinds.cache_clear()

    yield change
    monkeypatch.undo()
    registry.kinds.cache_clear()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_everything_that_a_kind_names_is_there(kind: registry.ChannelKind) -> None:
    assert kind.icon in icons.names()
    assert isinstance(registry.adapter_for(kind.key), registry.ChannelAdapter)
    for place in filter(None, (kind.form, kind.rows, kind.fetcher)):
        assert isinstance(registry.opened(place), type)
    if kind.parse_warnings:
        assert all(map(str, registry.opened(kind.parse_warnings).values()))
    if kind.summary:
        assert get_template(kind.summary)


@pytest.mark.parametrize("fields", [{"key": "form"}, {"sources": ("smtp", "form")}, {"key": "e" * 21}, {"key": ""}])
def test_words_that_two_kinds_claim_or_no_column_holds_stop_the_house(changed: Any, fields: dict[str, Any]) -> None:
    changed(**fields)

    with pytest.raises(ImproperlyConfigured):
        registry.kinds()


def test_answers_go_the_way_that_the_kind_names() -> None:
    ways = {key: registry.answering(key).key for key in ("email", "form", "null", "page", "")}

    assert ways == {"email": "email", "form": "email", "null": "null", "page": "email", "": "email"}


def test_a_channel_of_a_kind_that_nobody_brings_is_not_saved(brand: Brand, admin: User) -> None:
    with pytest.raises(ValueError, match="telegraph"):
        save_channel(by=actor_for(admin), kind="telegraph", name="T", brand_id=brand.pk)

    assert Channel.objects.count() == 0


def test_an_original_of_a_source_that_nobody_reads_is_not_kept(db: None) -> None:
    with pytest.raises(ValueError, match="telegraph"):
        intake.keep_all([intake.NewOriginal("telegraph", b"STOP", None)])

    assert Original.objects.count() == 0


def test_what_a_channel_left_behind_that_was_taken_out_is_kept_shown_and_told(channel: Channel, admin: User) -> None:
    intake.keep_all([intake.NewOriginal("null", b"{}", channel.pk, envelope_from="anna@kunde.example")])
    Original.objects.update(source="telegraph")
    Channel.objects.update(kind="telegraph")
    assert ingest.read_waiting() == 1
    kept, case = Original.objects.get(), Case.objects.get()
    assert (kept.state, kept.message_id is not None, case.channel) == ("failed", True, "telegraph")

    browser = Client()
    browser.force_login(admin)
    assert "telegraph" in browser.get("/office/channels/").text
    assert browser.get(f"/office/channels/{channel.pk}/mailboxes/new/").status_code == 404
    assert "telegraph" in browser.get(f"/cases/{case.number}/").text


@pytest.mark.parametrize("kind", ["telegraph", "null"])
def test_a_channel_keeps_a_kind_that_nobody_is_offered_when_it_is_changed(
    channel: Channel, admin: User, kind: str
) -> None:
    Channel.objects.update(kind=kind)
    browser = Client()
    browser.force_login(admin)
    given = {"kind": kind, "name": "Alte Tür", "brand": channel.brand_id}

    page = browser.get(f"/office/channels/{channel.pk}/")
    answer = browser.post(f"/office/channels/{channel.pk}/", given)

    assert page.context["form"]["kind"].value() == kind
    assert f'value="{kind}" selected' in page.text
    assert (answer.status_code, Channel.objects.values_list("kind", "name").get()) == (302, (kind, "Alte Tür"))


def test_only_its_own_channel_is_offered_a_kind_that_is_gone(channel: Channel, admin: User) -> None:
    browser = Client()
    browser.force_login(admin)

    answer = browser.post("/office/channels/new/", {"kind": "telegraph", "name": "T", "brand": channel.brand_id})

    assert (answer.status_code, Channel.objects.count()) == (422, 1)
