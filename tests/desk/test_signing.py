"""The signature stands below the letter that is being written, is none of its words, and can be left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.models import Case, Draft, Message
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, User
from tests.pages import in_one_line

from .conftest import Arrive, Look

Do = Callable[..., object]


@pytest.fixture
def case(arrive: Arrive, brand: Brand, agent: User) -> Case:
    """A case of a brand with signatures, and an agent with a part of their own."""
    Brand.objects.update(signature="Gruß von {name}\n{own}", signature_informal="Bis bald, {name}")
    User.objects.filter(pk=agent.pk).update(signature="Räder & Licht")
    return arrive()


@pytest.fixture
def do(desk: Client, case: Case) -> Do:
    """Does something to the case at the desk."""
    return lambda step, **fields: desk.post(f"/cases/{case.number}/{step}/", fields)


def test_the_composer_shows_the_signature(case: Case, look: Look) -> None:
    page = in_one_line(look(case))
    assert "Gruß von Mara Lindner<br>Räder &amp; Licht" in page
    assert 'name="signed" value="1" checked' in page


def test_whoever_is_called_du_reads_their_own(case: Case, look: Look) -> None:
    case.customer.form_of_address = "informal"
    case.customer.save()
    assert "Bis bald, Mara Lindner" in in_one_line(look(case))


def test_a_letter_takes_the_signature_along_unless_it_is_switched_off(do: Do) -> None:
    do("replies", text="Sie kommt.", signs="1", signed="1")
    do("replies", text="Gern.", signs="1")
    do("replies", text="Von einem Programm.")

    said = Message.objects.filter(direction="out").order_by("id").values_list("text", "is_signed")
    assert list(said) == [("Sie kommt.", True), ("Gern.", False), ("Von einem Programm.", True)]


def test_a_draft_keeps_the_choice_and_so_does_a_letter_taken_back(do: Do, case: Case, look: Look, agent: User) -> None:
    do("drafts/reply", text="Gern", signs="1")
    assert (Draft.objects.get().is_signed, 'value="1" checked' in in_one_line(look(case))) == (False, False)

    do("replies", text="Gern.", signs="1")
    actions.withdraw_reply(message_id=Message.objects.get(direction="out").pk, by=actor_for(agent))
    assert not Draft.objects.get().is_signed


def test_a_forwarded_letter_is_signed_as_to_a_stranger(desk: Client, do: Do, case: Case) -> None:
    page = in_one_line(desk.get(f"/cases/{case.number}/forwarding/").content.decode())
    assert "Gruß von Mara Lindner<br>Räder &amp; Licht" in page

    do("forwarding", text="Bitte prüfen.", to="werk@partner.example", named="werk@partner.example", signs="1")
    assert not Message.objects.get(is_forward=True).is_signed


def test_a_person_writes_their_own_part(desk: Client, agent: User) -> None:
    given = {"name": agent.name, "language": "de", "theme": "system", "shortcuts": "single", "undo_seconds": "15"}
    desk.post("/me/", {**given, "signature": "Werkstatt\r\nund Verkauf", "signature_english": "Workshop"})

    agent.refresh_from_db()
    assert (agent.signature, agent.signature_english) == ("Werkstatt\nund Verkauf", "Workshop")


def test_notes_are_not_signed(do: Do, case: Case) -> None:
    do("notes", text="Nur für uns.")
    assert case.notes.get().text == "Nur für uns."


def test_a_first_letter_shows_and_takes_the_signature_along(desk: Client, case: Case, brand: Brand) -> None:
    assert "Gruß von Mara Lindner<br>Räder &amp; Licht" in in_one_line(desk.get("/new/").content.decode())

    given = {"customer": case.customer_id, "subject": "Lampe", "first": "letter", "brand": brand.pk, "signs": "1"}
    desk.post("/new/", {**given, "text": "Guten Tag, Ihre Lampe ist da."})
    assert not Message.objects.get(text__startswith="Guten Tag, Ihre").is_signed
