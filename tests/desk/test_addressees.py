"""Whom an answer goes to, at the desk: what the composer shows, what its form sends, what a draft keeps."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kulanz.cases.models import Case, Draft, Message
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand, Customer
from tests.pages import in_one_line

from .conftest import Arrive

FERDI, GUDRUN, HAUS = "ferdi@verein.example", "gudrun@verein.example", "hilfe@demo.example"


def people(**named: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {"name": address.partition("@")[0].title(), "address": address, "role": role} for role, address in named.items()
    )


@pytest.fixture
def case(brand: Brand, arrive: Arrive) -> Case:
    """Ferdi wrote to us, with Gudrun in copy."""
    Mailbox.objects.create(channel=Channel.objects.create(kind="email", name="Hilfe", brand=brand), address=HAUS)
    return arrive(sender_address=FERDI, sender_name="Ferdi", recipients=people(to=HAUS, cc=GUDRUN))


@pytest.fixture
def other(case: Case, arrive: Arrive) -> Message:
    """Somebody else answered to us alone."""
    arrive(
        "Nur für Sie.",
        case_id=case.pk,
        sender_address="udo@lager.example",
        sender_name="Udo",
        recipients=people(to=HAUS),
    )
    return Message.objects.latest("pk")


def composer(desk: Client, case: Case, query: str = "") -> str:
    page = desk.get(f"/cases/{case.number}/{query}").content.decode()
    return page[page.index('id="composer"') :]


def line(desk: Client, case: Case, query: str = "") -> str:
    page = composer(desk, case, query)
    return page[page.index("<summary>") : page.index("</summary>")]


def form(desk: Client, case: Case, **more: Any) -> dict[str, Any]:
    """What the composer's form sends when nobody changed anything, and ``more``."""
    page = in_one_line(composer(desk, case))
    offered = page.split('name="offered" value="')[1].split('"')[0]
    answers = page.split('name="answers" value="')[1].split('"')[0]
    chosen: dict[str, Any] = {}
    for word in offered.split():
        role, _, address = word.partition(":")
        chosen.setdefault(role, []).append(address)
    return {"offered": offered, "answers": answers, "text": "Guten Tag.", "then": "", **chosen, **more}


def sent() -> list[str]:
    message = Message.objects.filter(direction="out").latest("pk")
    return [f"{each['role']} {each['address']}" for each in message.recipients]


def test_the_composer_says_whom_the_answer_goes_to(desk: Client, case: Case) -> None:
    assert "an Ferdi, Kopie an Gudrun" in line(desk, case)
    assert HAUS not in composer(desk, case).split("</details>")[0]


def test_the_one_who_wrote_last_is_answered_and_the_customer_is_said_to_be_left_out(
    desk: Client, case: Case, other: Message
) -> None:
    assert "an Udo" in line(desk, case)
    assert "nicht an Ferdi" in line(desk, case)


def test_every_letter_can_be_answered_by_itself(desk: Client, case: Case, other: Message) -> None:
    first = case.messages.earliest("pk")
    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert f"answer={first.pk}#reply" in page
    assert "an Ferdi, Kopie an Gudrun" in line(desk, case, f"?answer={first.pk}")
    assert "nicht an" not in line(desk, case, f"?answer={first.pk}")


@pytest.mark.parametrize("wanted", ["999999", "x", "", "9" * 30])
def test_a_letter_that_is_not_there_is_not_answered(desk: Client, case: Case, wanted: str) -> None:
    assert "an Ferdi, Kopie an Gudrun" in line(desk, case, f"?answer={wanted}")


def test_a_case_of_one_person_shows_one_calm_line(desk: Client, case: Case, arrive: Arrive) -> None:
    alone = arrive(sender_address="eva@post.example", sender_name="Eva Lund", recipients=people(to=HAUS))

    page = desk.get(f"/cases/{alone.number}/").content.decode()

    assert "an Eva Lund" in line(desk, alone)
    assert page.count("per E-Mail</span>") == 1


def test_letters_say_who_received_them(desk: Client, case: Case, other: Message) -> None:
    desk.post(f"/cases/{case.number}/replies/", form(desk, case, to=[FERDI], cc=[GUDRUN], bcc=["udo@lager.example"]))

    page = desk.get(f"/cases/{case.number}/").content.decode()

    assert "per E-Mail, Kopie an Gudrun" in page
    assert f"an {FERDI}, Kopie an {GUDRUN}, Blindkopie an udo@lager.example" in page


def test_a_letter_without_a_name_is_not_said_to_be_the_customers(desk: Client, case: Case, arrive: Arrive) -> None:
    arrive(case_id=case.pk, sender_address="udo@lager.example", sender_name="")

    assert ">udo@lager.example</h3>" in desk.get(f"/cases/{case.number}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "to"),
    [
        ({}, [f"to {FERDI}", f"cc {GUDRUN}"]),
        ({"cc": []}, [f"to {FERDI}"]),
        ({"to": [], "cc": [], "more_to": "Neu <neu@anders.example>"}, ["to neu@anders.example"]),
        (
            {"more_cc": 'alt@anders.example; "Lund, Eva" <eva@post.example>', "more_bcc": "still@anders.example"},
            [f"to {FERDI}", f"cc {GUDRUN}", "cc alt@anders.example", "cc eva@post.example", "bcc still@anders.example"],
        ),
        ({"more_cc": FERDI.upper()}, [f"to {FERDI}", f"cc {GUDRUN}"]),
    ],
)
def test_the_answer_goes_to_exactly_those_of_the_form(
    desk: Client, case: Case, changes: dict[str, Any], to: list[str]
) -> None:
    desk.post(f"/cases/{case.number}/replies/", form(desk, case, anyway="", **changes))

    assert sent() == to


def test_a_form_that_says_nothing_of_people_answers_whom_the_letter_asks_for(desk: Client, case: Case) -> None:
    desk.post(f"/cases/{case.number}/replies/", {"text": "Guten Tag."})

    assert sent() == [f"to {FERDI}", f"cc {GUDRUN}"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": [], "cc": []}, "Bitte wählen Sie, an wen die Antwort geht."),
        ({"more_cc": "Gudrun Meier"}, "„Gudrun Meier“ ist keine E-Mail-Adresse"),
        ({"more_to": "HILFE@demo.example"}, "ist unsere eigene Adresse"),
        ({"more_bcc": ", ".join(f"m{n}@v.example" for n in range(60))}, "höchstens 50 Personen"),
    ],
)
def test_people_that_cannot_be_are_refused_in_words_and_everything_stays_typed(
    desk: Client, case: Case, changes: dict[str, Any], words: str
) -> None:
    answer = desk.post(f"/cases/{case.number}/replies/", form(desk, case, anyway="", **changes))
    page = in_one_line(answer.content.decode())

    assert answer.status_code == 422
    assert words in page
    assert '<details class="addressees" data-addressees open>' in page
    assert ">Guten Tag.</textarea>" in page
    assert all(f'value="{typed}"' in page for name, typed in changes.items() if name.startswith("more_"))
    assert not Message.objects.filter(direction="out").exists()


def test_whoever_takes_no_part_is_asked_about_once(desk: Client, case: Case) -> None:
    stopped = desk.post(f"/cases/{case.number}/replies/", form(desk, case, more_bcc="fremd@anders.example"))

    assert stopped.status_code == 422
    assert 'value="fremd@anders.example"' in stopped.content.decode()
    assert desk.post(f"/cases/{case.number}/replies/", form(desk, case)).status_code == 302


def test_a_draft_keeps_its_people_when_somebody_else_writes(desk: Client, case: Case, arrive: Arrive) -> None:
    desk.post(f"/cases/{case.number}/drafts/reply/", form(desk, case, text="Angefangen", cc=[]))
    arrive("Nur für Sie.", case_id=case.pk, sender_address="udo@lager.example", sender_name="Udo")

    assert f"an {FERDI}" in line(desk, case)
    assert "Udo" not in line(desk, case)
    assert Draft.objects.get().answers_id == case.messages.earliest("pk").pk


@pytest.mark.parametrize(("changes", "kept"), [({}, 0), ({"cc": []}, 1), ({"more_bcc": "x@anders.example"}, 1)])
def test_people_alone_are_kept_where_somebody_chose_them(
    desk: Client, case: Case, changes: dict[str, Any], kept: int
) -> None:
    desk.post(f"/cases/{case.number}/drafts/reply/", form(desk, case, text="", **changes))

    assert Draft.objects.count() == kept


def test_the_wish_for_one_message_is_shown_before_one_is_sent(desk: Client, case: Case) -> None:
    assert "eine einzige Nachricht" not in composer(desk, case)

    Customer.objects.filter(pk=case.customer_id).update(detail="result")

    assert "Ferdi möchte eine einzige Nachricht, wenn alles erledigt ist." in composer(desk, case)


@pytest.mark.parametrize("letters", [1, 30])
def test_several_people_cost_no_further_query(
    desk: Client, case: Case, arrive: Arrive, letters: int, django_assert_num_queries: Any
) -> None:
    for number in range(letters):
        arrive(case_id=case.pk, sender_address=f"m{number}@verein.example", recipients=people(to=HAUS, cc=GUDRUN))
    desk.get(f"/cases/{case.number}/")

    with django_assert_num_queries(13):
        desk.get(f"/cases/{case.number}/")
