"""Customers' messages enter the house."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival, Upload
from kulanz.cases.models import Attachment, Case, CaseCount, Message, Reopening
from kulanz.core import upkeep
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import customer_actor
from kulanz.people.finding import find_customers
from kulanz.people.models import Brand, ContactPoint, Customer, Organisation
from tests.factories import make_case, make_customer
from tests.plans import plan_of

Receive = Callable[..., Case]


def test_a_strangers_message_opens_a_case_of_a_new_customer(receive: Receive) -> None:
    case = receive("Guten Tag,\n\nwo bleibt meine Lampe?")

    assert (case.number, case.status, case.customer.name) == ("RL-1", "new", "Anna Meier")
    assert case.preview == "wo bleibt meine Lampe?"
    assert case.waiting_since == case.opened_at
    assert ContactPoint.objects.get().value == "anna@post.example"


def test_a_known_address_leads_to_its_customer_whatever_its_capitals(receive: Receive) -> None:
    first, second = receive(), receive(sender_address="Anna@Post.Example", sender_name="A. M.")

    assert second.customer == first.customer
    assert Customer.objects.count() == 1


def test_a_nameless_sender_is_named_after_the_address(receive: Receive) -> None:
    assert receive(sender_address="anna-lena.meier@post.example", sender_name="").customer.name == "Anna Lena Meier"


def test_a_customer_from_the_mail_domain_of_an_organisation_belongs_to_it(receive: Receive) -> None:
    hotel = Organisation.objects.create(name="Hotel", mail_domain="hotel.example")

    assert receive(sender_address="kueche@hotel.example").customer.organisation == hotel


def test_whoever_comes_to_a_merged_organisation_is_found_by_the_words_of_both(receive: Receive) -> None:
    hotel = Organisation.objects.create(name="Neues Hotel", number="N-88")
    Organisation.objects.create(name="Altes Hotel", number="A-77", mail_domain="hotel.example", merged_into=hotel)

    customer = receive(sender_address="ida@hotel.example", sender_name="Ida Kern").customer

    assert customer.firm == hotel
    for words in ("ida altes", "ida neues", "ida 77", "88 hotel"):
        assert list(find_customers(words)) == [customer], words


def test_the_same_original_enters_once(receive: Receive, brand: Brand) -> None:
    receive(source_id=7)
    again = Arrival(
        channel="email", brand_id=brand.pk, sender_address="anna@post.example", sender_name="", subject="Lampe",
        text="Wo bleibt sie?", at=now(), source_id=7,
    )  # fmt: skip

    received = actions.receive_messages([again])

    assert [each.duplicate for each in received] == [True]
    assert Message.objects.count() == 1


def test_a_message_that_joins_a_waiting_case_brings_it_back_to_us(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Welche Lampe ist es?", waits=True)
    assert Case.objects.get().status == "waiting-customer"

    receive("Die grüne.", case_id=case.pk)

    case.refresh_from_db()
    assert (case.status, case.waiting_since) == ("with-us", case.last_entry_at)
    assert not case.waitings.filter(ended_at=None).exists()


def test_a_message_to_a_confirmed_case_reopens_it_unless_it_is_thanks(receive: Receive) -> None:
    case = receive()
    actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))

    assert receive("Danke!", case_id=case.pk).status == "confirmed"
    assert receive("Sie flackert wieder.", case_id=case.pk).status == "with-us"
    assert Reopening.objects.get().why == "customer-wrote"


def test_automatic_mail_joins_without_waking_anybody(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.send_reply(case_id=case.pk, by=agent, text="Welche Lampe ist es?", waits=True)

    case = receive("Ich bin im Urlaub.", case_id=case.pk, is_automatic=True)

    assert (case.status, case.waiting_since) == ("waiting-customer", None)


def test_a_late_message_carries_a_hint_that_it_may_be_a_new_matter(receive: Receive, clock) -> None:
    case = receive()
    actions.confirm_solved(case_id=case.pk, by=customer_actor(case.customer))
    clock.advance(days=31)

    receive("Ich hätte da noch eine andere Frage.", case_id=case.pk)

    assert Message.objects.latest("id").hints == [{"code": "long-closed"}]


def test_files_are_kept_once_per_content(receive: Receive, settings, tmp_path) -> None:
    files = (Upload("Riss.png", "image/png", b"bild"), Upload("Kopie.png", "image/png", b"bild"))

    receive(uploads=files)

    first, second = Attachment.objects.all()
    assert (first.name, first.size, first.file.name) == ("Riss.png", 4, second.file.name)
    assert first.public_id != second.public_id
    assert Message.objects.get().has_files


def test_each_message_of_a_batch_has_its_event(receive: Receive) -> None:
    case = receive()
    receive("Noch etwas.", case_id=case.pk)

    first, second = Event.objects.order_by("id")
    assert (first.kind, first.actor_kind, first.data["opened"]) == ("message-received", "customer", True)
    assert (second.subject_id, second.data["opened"]) == (case.pk, False)


@pytest.mark.parametrize("amount", [1, 30])
def test_a_batch_costs_the_same_statements_whatever_its_size(brand: Brand, amount: int) -> None:
    batch = [
        Arrival(channel="email", brand_id=brand.pk, sender_address=f"k{n}@post.example", sender_name="K", subject="S",
                text="Hallo", at=now(), source_id=n + 1)
        for n in range(amount)
    ]  # fmt: skip

    with CaptureQueriesContext(connection) as queries:
        actions.receive_messages(batch)

    changing = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # One for the words by which the cases are found, one for blocked senders, and who listens: rules, webhooks.
    assert len(changing) == 16


def test_numbers_are_given_in_order_and_never_twice(brand: Brand) -> None:
    def arrival(n: int) -> Arrival:
        return Arrival(channel="email", brand_id=brand.pk, sender_address=f"k{n}@post.example", sender_name="K",
                       subject="S", text="Hallo", at=now())  # fmt: skip

    first = actions.receive_messages([arrival(1), arrival(2)])
    second = actions.receive_messages([arrival(3)])

    assert [each.case_number for each in first + second] == ["RL-1", "RL-2", "RL-3"]


def test_counters_follow_without_counting(receive: Receive, agent: Actor) -> None:
    case = receive()
    actions.take_case(case_id=case.pk, by=agent)

    rows = CaseCount.objects.exclude(amount=0).values_list("team_id", "assignee_id", "status", "amount")

    assert list(rows) == [(0, agent.id, "with-us", 1)]


@pytest.mark.parametrize(
    ("typed", "kept", "hint"),
    [
        ("0171 2345678 abends", ["+491712345678"], []),
        ("030 12345 App. 9", ["+493012345;ext=9"], []),
        ("040 228550", [], [{"code": "phone-given", "number": "040 228550", "taken": True}]),
        ("bitte nicht anrufen", [], [{"code": "phone-given", "number": "bitte nicht anrufen", "taken": False}]),
        ("0171 2345678 oder 0171 8765432", [],
         [{"code": "phone-given", "number": "0171 2345678 oder 0171 8765432", "taken": False}]),
        ("  ", [], []),
    ],
)  # fmt: skip
def test_a_number_that_somebody_gave_is_never_lost(receive: Receive, typed: str, kept: list[str], hint: list) -> None:
    make_customer().contact_points.create(kind="phone", value="+4940228550", as_written="040 228550")

    case = receive(phone=typed)

    numbers = case.customer.contact_points.filter(kind="phone").values_list("value", flat=True)
    assert (list(numbers), Message.objects.get().hints) == (kept, hint)


def test_a_number_of_a_known_customer_is_said_and_changes_nothing(receive: Receive) -> None:
    receive()

    second = receive(phone="0171 2345678")

    assert second.customer.contact_points.filter(kind="phone").count() == 0
    assert second.messages.get().hints == [{"code": "phone-given", "number": "0171 2345678", "taken": False}]


def test_a_case_without_a_letter_takes_no_number_that_the_next_letter_takes(receive: Receive) -> None:
    numbers = [case.number for _ in range(12) for case in (make_case(), receive(), make_case())]

    assert numbers == [f"RL-{number}" for number in range(1, 37)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_a_repeat_is_found_by_an_index_however_many_letters_have_no_original(
    receive: Callable[..., Case], agent: Actor
) -> None:
    case, others = receive(source_id=7), [make_case() for _ in range(40)]
    letters = [Message(case=each, direction="out", text=f"Antwort {n}") for n in range(20) for each in others]
    Message.objects.bulk_create(letters)
    upkeep.refresh_statistics()

    with CaptureQueriesContext(connection) as asked:
        again = receive(source_id=7)

    looked_up = next(each["sql"] for each in asked if '"source_id" IN (7)' in each["sql"])
    assert again == case
    assert [step for step in plan_of(looked_up) if step.startswith("SCAN")] == []
