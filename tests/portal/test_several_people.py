"""The case page of a case with several people: each sees what is theirs, under the right name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, Message
from kulanz.channels.models import Channel, Mailbox
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, ContactPoint, Customer
from kulanz.promises.actions import record_promise
from tests.pages import in_one_line

from .conftest import Arrive, key_of

pytestmark = pytest.mark.django_db
ANNA, BODO, CLEO = "anna@post.example", "bodo@post.example", "cleo@post.example"


def people(**named: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {"name": address.partition("@")[0].title(), "address": address, "role": role} for role, address in named.items()
    )


@pytest.fixture
def mailbox(brand: Brand) -> Mailbox:
    channel = Channel.objects.create(kind="email", name="Hilfe", brand=brand)
    return Mailbox.objects.create(channel=channel, address="hilfe@demo.example")


@pytest.fixture
def case(arrive: Arrive, mailbox: Mailbox) -> Case:
    """Anna wrote to us and, openly, to Bodo."""
    return arrive("Wo bleibt meine Lampe?", recipients=people(to="hilfe@demo.example", cc=BODO))


def page_of(case: Case, address: str = ANNA) -> str:
    customer = Customer.objects.get(contact_points__value=address)
    link = actions.create_link(case_id=case.pk, customer_id=customer.pk)
    return Client().get(f"/c/{queries.link_token(link)}/").content.decode()


def test_what_others_wrote_to_us_alone_is_not_on_the_page(case: Case, arrive: Arrive) -> None:
    arrive("Nur für Sie: Anna zahlt nie.", case_id=case.pk, sender_address=BODO, sender_name="Bodo Kern")

    assert "zahlt nie" not in page_of(case)
    assert "zahlt nie" in page_of(case, BODO)


def test_what_others_wrote_to_both_stands_under_their_name(case: Case, arrive: Arrive) -> None:
    arrive(
        "Ich hole sie ab.", case_id=case.pk, sender_address=BODO, sender_name="Bodo Kern",
        recipients=people(to="hilfe@demo.example", cc=ANNA),
    )  # fmt: skip

    page = page_of(case)

    theirs = page[page.index("<h3", page.index("talk")) : page.index("Ich hole sie ab.")]
    assert "Bodo Kern" in theirs
    assert ">Sie<" not in theirs


def test_an_answer_to_somebody_else_is_not_on_the_page_but_a_copy_is(case: Case, agent: Actor) -> None:
    def answer(text: str, **named: str) -> None:
        actions.send_reply(case_id=case.pk, by=agent, text=text, recipients=people(**named), stops_are_known=True)

    answer("Unter uns gesagt.", to=BODO)
    answer("Beiden gesagt.", to=BODO, cc=ANNA)
    answer("Leise gesagt.", to=BODO, bcc=ANNA)
    case.messages.filter(direction="out").update(delivery="sent")

    page = page_of(case)

    assert "Unter uns gesagt." not in page
    assert "Beiden gesagt." in page
    assert "Leise gesagt." in page


def test_the_page_says_who_else_received_a_letter_and_keeps_blind_copies_to_itself(
    case: Case, agent: Actor, arrive: Arrive
) -> None:
    arrive("Eins.", sender_address=CLEO, sender_name="Cleo")
    actions.send_reply(
        case_id=case.pk, by=agent, text="An drei.", recipients=people(to=ANNA, cc=BODO, bcc=CLEO), stops_are_known=True
    )
    case.messages.filter(direction="out").update(delivery="sent")

    assert "auch an Bodo" in page_of(case)
    assert "Cleo" not in page_of(case)
    assert "auch an Anna, Bodo" in page_of(case, CLEO)


def test_a_file_goes_to_those_who_received_its_letter(case: Case, arrive: Arrive) -> None:
    arrive(
        "Anbei der Vertrag.", case_id=case.pk, sender_address=BODO, sender_name="Bodo",
        uploads=(Upload("vertrag.pdf", "application/pdf", b"geheim"),),
    )  # fmt: skip
    file = Attachment.objects.get()

    assert Client().get(f"{key_of(case)}files/{file.public_id}/").status_code == 404


def test_a_promise_is_told_to_those_who_received_it(case: Case, agent: Actor) -> None:
    def promise(words: str, **named: str) -> None:
        record_promise(case_id=case.pk, by=agent, words=words, due_at=now())
        sent = actions.send_reply(
            case_id=case.pk, by=agent, text=words, recipients=people(**named), stops_are_known=True
        )
        case.messages.filter(pk=sent.pk).update(delivery="sent")

    promise("Wir zahlen Ihnen bis Freitag den Nachlass", to=BODO)
    promise("Wir schicken Ihnen bis Freitag die Lampe", to=ANNA)

    page = page_of(case)
    assert "den Nachlass" not in page
    assert page.count("bis Freitag die Lampe") == 3


def test_somebody_with_several_addresses_reads_what_went_to_any_of_them(case: Case, agent: Actor) -> None:
    ContactPoint.objects.create(
        customer=case.customer, kind="mail", value="anna.m_1@xn--bro-hoa.example", as_written="Anna.M_1@büro.example",
        proven_at=now(),
    )  # fmt: skip
    actions.send_reply(
        case_id=case.pk, by=agent, text="Ins Büro.", recipients=people(to="ANNA.M_1@Büro.example"), stops_are_known=True
    )
    actions.send_reply(
        case_id=case.pk, by=agent, text="Fast.", recipients=people(to="anna.mx1@büro.example"), stops_are_known=True
    )
    case.messages.filter(direction="out").update(delivery="sent")

    page = page_of(case)

    assert "Ins Büro." in page
    assert "Fast." not in page


def test_the_same_words_of_somebody_else_do_not_swallow_ones_own(case: Case, arrive: Arrive) -> None:
    arrive("Danke!", case_id=case.pk, sender_address=BODO, sender_name="Bodo")

    Client().post(f"{key_of(case)}messages/", {"text": "Danke!"})

    assert "Danke!" in page_of(case)


def test_whose_address_became_anothers_keeps_the_key_to_their_case(case: Case, arrive: Arrive, agent: Actor) -> None:
    other = arrive("Hier noch einmal.", sender_address="anna@privat.example", sender_name="Anna Meier")
    arrive("Und noch etwas.", case_id=other.pk, sender_address="anna@privat.example", sender_name="Anna Meier")
    old = key_of(other)

    actions.take_sender_in(message_id=other.messages.earliest("pk").pk, by=agent, case_id=case.pk)

    assert "Und noch etwas." in Client().get(old).content.decode()


def test_letters_of_one_person_look_as_they_did(arrive: Arrive, agent: Actor, mailbox: Mailbox) -> None:
    more: dict[str, Any] = {"recipients": people(to="hilfe@demo.example")}
    case = arrive("Wo bleibt meine Lampe?", **more)
    actions.send_reply(case_id=case.pk, by=agent, text="Unterwegs.")
    case.messages.filter(direction="out").update(delivery="sent")

    page = page_of(case)

    assert "auch an" not in page
    assert "Unterwegs." in page


def test_who_has_no_mail_address_writes_on_the_page_as_themselves(client: Client, case: Case, key: str) -> None:
    case.customer.contact_points.all().delete()

    client.post(f"{key}messages/", {"text": "Ich bin es, vom Telefon."})

    letter = Message.objects.latest("id")
    assert (letter.customer, letter.text) == (case.customer, "Ich bin es, vom Telefon.")
    assert Customer.objects.count() == 1


def test_what_was_written_on_the_page_is_not_for_an_address_that_nobody_has_proven(
    client: Client, case: Case, key: str
) -> None:
    points = case.customer.contact_points
    points.all().delete()
    points.create(kind="mail", value="fremd@post.example", as_written="fremd@post.example")

    client.post(f"{key}messages/", {"text": "Das ist nur für Sie."})

    letter = Message.objects.latest("id")
    assert (letter.customer, "fremd" in letter.audience) == (case.customer, False)
    assert points.get().proven_at is None


def test_a_proven_address_stands_with_what_was_written_on_the_page(client: Client, case: Case, key: str) -> None:
    address = case.customer.contact_points.get().value

    client.post(f"{key}messages/", {"text": "Danke."})

    assert address in Message.objects.latest("id").audience


def test_what_a_colleague_passed_on_stands_there_as_the_customers_own_words(case: Case, arrive: Arrive) -> None:
    arrive("Sie flackert auch.", case_id=case.pk, hints=({"code": "forwarded-by", "name": "Mara Hollbach"},))

    page = in_one_line(page_of(case))

    assert ("Sie flackert auch." in page, "Mara" in page, page.count(">Sie</h3>")) == (True, False, 2)
