"""Letters that belong elsewhere, at the desk: moved by number, split off from here on, and back with z."""

from __future__ import annotations

import pytest
from django.test import Client

from kulanz.cases.models import Case, Message
from tests.factories import make_brand, make_team
from tests.pages import in_one_line

from .conftest import Arrive


@pytest.fixture
def case(arrive: Arrive) -> Case:
    """A case with three letters."""
    first = arrive("Wo bleibt meine Lampe?")
    for text in ("Und das Kabel?", "Und die Birne?"):
        arrive(text, case_id=first.pk)
    return first


@pytest.fixture
def other(arrive: Arrive) -> Case:
    """The same customer's other case."""
    return arrive("Lieferung 4711 fehlt.", subject="Lieferung")


def letter(case: Case, text: str) -> Message:
    return Message.objects.get(text=text)


def texts(case: Case) -> list[str]:
    return list(Message.objects.filter(case=case).order_by("at", "id").values_list("text", flat=True))


def move(desk: Client, case: Case, message: Message, **values: str) -> str:
    answered = desk.post(f"/cases/{case.number}/moves/{message.pk}/", values, follow=True)
    return in_one_line(answered.content.decode())


def undo(desk: Client) -> str:
    return str(desk.post(f"/inbox/undo/{desk.session['undo']['key']}/", follow=True).content.decode())


def test_the_menu_of_a_letter_leads_to_a_page_that_asks_where_to(desk: Client, case: Case, other: Case) -> None:
    page = in_one_line(desk.get(f"/cases/{case.number}/moves/{letter(case, 'Und das Kabel?').pk}/").content.decode())

    assert "Und das Kabel?" in page
    assert f'name="other" value="{other.number}"' in page
    assert "Mit allem, was danach gesagt wurde" in page
    assert len(texts(case)) == 3


def test_a_letter_is_moved_by_number_told_on_both_ways_and_undone(desk: Client, case: Case, other: Case) -> None:
    page = move(desk, case, letter(case, "Und das Kabel?"), asked="yes", number=f" {other.number.lower()} ")

    assert f"Nach {other.number} verschoben." in page
    assert f"Mara Lindner hat eine Nachricht aus {case.number} hierher verschoben" in page
    assert texts(other) == ["Und das Kabel?", "Lieferung 4711 fehlt."]
    assert "Zurückgenommen." in undo(desk)
    assert (len(texts(case)), texts(other)) == (3, ["Lieferung 4711 fehlt."])
    assert "hat das zurückgenommen" in in_one_line(desk.get(f"/cases/{case.number}/").content.decode())


def test_from_here_on_everything_becomes_a_case_of_its_own(desk: Client, case: Case) -> None:
    page = move(desk, case, letter(case, "Und das Kabel?"), later="yes")

    new = Case.objects.exclude(pk=case.pk).get()
    assert (texts(case), texts(new)) == (["Wo bleibt meine Lampe?"], ["Und das Kabel?", "Und die Birne?"])
    assert f"Das ist jetzt das Anliegen {new.number}." in page
    assert f"Mara Lindner hat dies von {case.number} abgetrennt" in page
    undo(desk)
    assert (len(texts(case)), Case.with_merged.filter(pk=new.pk).exists()) == (3, False)


def test_the_only_letter_of_a_case_takes_its_number_along(desk: Client, case: Case, other: Case) -> None:
    move(desk, other, other.messages.get(), asked="yes", other=case.number)

    answered = desk.get(f"/cases/{other.number}/")

    assert (answered.status_code, answered.headers["Location"]) == (302, f"/cases/{case.number}/")
    undo(desk)
    assert desk.get(f"/cases/{other.number}/").status_code == 200
    assert texts(other) == ["Lieferung 4711 fehlt."]


@pytest.mark.parametrize("number", ["", "RL-999", "hidden"])
def test_a_number_that_leads_nowhere_is_said_beside_the_field(
    desk: Client, case: Case, arrive: Arrive, number: str
) -> None:
    if number == "hidden":
        number = arrive(team_id=make_team("Geheim").pk).number

    answered = desk.post(f"/cases/{case.number}/moves/{case.messages.first().pk}/", {"asked": "yes", "number": number})

    assert (answered.status_code, 'id="move-error"' in answered.content.decode()) == (422, True)


def test_the_first_letter_cannot_be_split_off_with_all_that_follows(desk: Client, case: Case) -> None:
    first = letter(case, "Wo bleibt meine Lampe?")

    assert desk.post(f"/cases/{case.number}/moves/{first.pk}/", {"later": "yes"}).status_code == 422


def test_a_letter_of_another_case_is_not_asked_about_here(desk: Client, case: Case, other: Case) -> None:
    assert desk.get(f"/cases/{case.number}/moves/{other.messages.get().pk}/").status_code == 404


def test_a_case_of_another_brand_is_neither_offered_nor_taken(desk: Client, case: Case, other: Case) -> None:
    Case.objects.filter(pk=other.pk).update(brand=make_brand(name="Nord", prefix="ZN"))
    address = f"/cases/{case.number}/moves/{letter(case, 'Und das Kabel?').pk}/"

    offers = [desk.get(page).content.decode() for page in (address, f"/cases/{case.number}/merges/")]
    answers = [
        desk.post(address, values) for values in ({"asked": "yes", "number": other.number}, {"number": other.number})
    ]

    assert [f'value="{other.number}"' in page for page in offers] == [False, False]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("gehören zu verschiedenen Marken" in answer.content.decode() for answer in answers)
    assert len(texts(case)) == 3
