"""How a brand sounds: set by administrators, tried before it is saved, one event for a change."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.coach.models import BrandVoice
from kulanz.coach.rules import lines_from, pairs_from
from kulanz.events.models import Event
from kulanz.people.models import Brand
from tests.factories import make_brand, make_user

FORM = {
    "words": "Drahtesel = Rad\r\nTicket",
    "match": ["gar kein Problem", ""],
    "better": ["gern", ""],
    "reason": ["Niemand dachte an ein Problem.", ""],
    "phrase-level": ["strong", "hint"],
    "level-wall.rules": "off",
    "level-no.such": "off",
    "level-wall.system": "loud",
}


@pytest.fixture
def office(db: None, client: Client) -> Client:
    client.force_login(make_user(is_admin=True, name="Nils"))
    return client


@pytest.fixture
def brand(db: None) -> Brand:
    return make_brand()


def test_a_voice_is_saved_with_one_event_and_only_with_what_makes_sense(office: Client, brand: Brand) -> None:
    office.post(f"/office/brands/{brand.pk}/voice/", FORM)
    office.post(f"/office/brands/{brand.pk}/voice/", FORM)

    voice = BrandVoice.objects.get()
    assert voice.words == {"Drahtesel": "Rad", "Ticket": ""}
    assert [(each["match"], each["level"]) for each in voice.phrases] == [("gar kein Problem", "strong")]
    assert voice.levels == {"wall.rules": "off"}
    assert [event.data["what"] for event in Event.objects.filter(kind="setup-changed")] == [
        ["levels", "phrases", "words"]
    ]


def test_the_preview_speaks_with_the_form_as_it_stands_and_saves_nothing(office: Client, brand: Brand) -> None:
    sample = {"sample": "Ihr Drahtesel ist da. Da können wir leider nichts machen."}

    heard = office.post(
        f"/office/brands/{brand.pk}/voice/preview/",
        {**FORM, **sample, "level-wall.nothing-possible": "off"},
        headers={"HX-Request": "true"},
    ).content.decode()

    assert "Drahtesel" in heard
    assert "Nichts zu machen" not in heard
    assert not BrandVoice.objects.exists()


def test_only_administrators_set_a_voice(client: Client, brand: Brand) -> None:
    client.force_login(make_user(is_lead=True))

    assert client.get(f"/office/brands/{brand.pk}/voice/").status_code == 403
    assert client.post(f"/office/brands/{brand.pk}/voice/", FORM).status_code == 403
    assert not BrandVoice.objects.exists()


def test_words_come_back_as_they_were_written() -> None:
    assert lines_from(pairs_from(" Ticket = Anliegen \n\nleider\nTicket = Fall")) == "Ticket = Anliegen\nleider"
