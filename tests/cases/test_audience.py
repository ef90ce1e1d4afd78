"""Who may read a message, and whom an answer goes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival
from kulanz.cases.audience import (
    all_may_read,
    answer_to,
    audience_of,
    is_own,
    marked,
    may_be_named,
    readers_of,
    recipients_of_answer,
)
from kulanz.cases.errors import RecipientsRefused
from kulanz.cases.models import Case, Draft, Message
from kulanz.cases.ours import own_among
from kulanz.channels.email.letters import Facts
from kulanz.channels.models import Channel, Mailbox
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand
from tests.factories import make_brand, make_customer, make_user

OURS = frozenset({"service@werft.example", "uta@werft.example"})


@dataclass
class Letter:
    sender_address: str = "ida@reeder.example"
    sender_name: str = "Ida Voss"
    is_incoming: bool = True
    recipients: list[dict[str, str]] = field(default_factory=list)
    reply_to: list[dict[str, str]] = field(default_factory=list)
    hints: list[dict[str, Any]] = field(default_factory=list)
    missed: list[dict[str, str]] = field(default_factory=list)
    delivery: str = "received"

    @property
    def audience(self) -> str:
        return audience_of(self.sender_address, self.recipients, self.reply_to)


def people(**named: str) -> list[dict[str, str]]:
    """Recipients by role, several with commas; our own ones are marked as they are when a letter comes."""
    found = [{"name": "", "address": each, "role": role} for role, all_ in named.items() for each in all_.split(", ")]
    return marked(found, OURS)


def spelled(recipients: list[dict[str, str]]) -> list[str]:
    return [f"{each['role']} {each['address']}" for each in recipients]


@pytest.mark.parametrize(
    ("letter", "answered"),
    [
        (Letter(recipients=people(to="service@werft.example")), ["to ida@reeder.example"]),
        (
            Letter(recipients=people(to="service@werft.example, jan@reeder.example", cc="lotse@hafen.example")),
            ["to ida@reeder.example", "cc jan@reeder.example", "cc lotse@hafen.example"],
        ),
        (
            Letter(recipients=people(to="Service+17-abc@werft.example, IDA@reeder.example", cc="uta@werft.example")),
            ["to ida@reeder.example"],
        ),
        (
            Letter(
                recipients=people(to="service@werft.example", cc="jan@reeder.example, Jan@reeder.example"),
                reply_to=people(to="buero@reeder.example, jan@reeder.example"),
            ),
            ["to buero@reeder.example", "to jan@reeder.example"],
        ),
        (Letter(recipients=people(to="jan@reeder.example", cc="lotse@hafen.example")), ["to ida@reeder.example"]),
        (
            Letter(
                is_incoming=False,
                recipients=people(to="ida@reeder.example", cc="jan@reeder.example", bcc="x@y.example"),
            ),
            ["to ida@reeder.example", "cc jan@reeder.example"],
        ),
        (Letter(sender_address="service@werft.example", hints=[{"code": "own-address"}]), []),
        (Letter(sender_address="customer-7@invalid", recipients=[]), []),
        (
            Letter(reply_to=people(to="service@werft.example"), recipients=people(to="service@werft.example")),
            ["to ida@reeder.example"],
        ),
        (
            Letter(recipients=people(to="service@werft.example", cc=", ".join(f"m{n}@v.example" for n in range(60)))),
            ["to ida@reeder.example"],
        ),
    ],
    ids=[
        "one person", "everybody in To and Cc", "without ourselves and without repeats", "as the writer asked",
        "a blind copy to us stays one", "our own letter once more", "our own address", "nobody to write to",
        "asked to answer ourselves", "a crowd",
    ],
)  # fmt: skip
def test_an_answer_goes_to_whom_the_letter_asks_for(letter: Letter, answered: list[str]) -> None:
    assert spelled(answer_to(letter)) == answered


def test_without_a_letter_that_can_be_answered_the_customers_first_address_is_taken() -> None:
    points = [{"name": "Ida", "address": "ida@reeder.example"}, {"name": "Ida", "address": "ida@privat.example"}]

    assert spelled(recipients_of_answer(None, points)) == ["to ida@reeder.example"]
    assert spelled(recipients_of_answer(Letter(sender_address="?"), points)) == ["to ida@reeder.example"]


@pytest.mark.parametrize(
    ("readers", "may"),
    [
        (["ida@reeder.example"], True),
        (["IDA@Reeder.example", "jan@reeder.example"], True),
        (["ida@reeder.example", "lotse@hafen.example"], False),
        (["da@reeder.example"], False),
        (["ida@reeder.exampl"], False),
        (["%@reeder.example"], False),
        (["kein-name"], False),
        ([], False),
    ],
)
def test_a_letter_is_quoted_only_where_all_readers_know_it(readers: list[str], may: bool) -> None:
    letter = Letter(recipients=people(to="service@werft.example", cc="jan@reeder.example"))

    assert all_may_read(letter.audience, readers) is may


def test_an_id_is_named_where_it_tells_of_nobody_who_is_not_there() -> None:
    alone = Letter(recipients=people(to="service@werft.example"))
    shared = Letter(recipients=people(to="service@werft.example", cc="jan@reeder.example"))

    assert may_be_named(alone, ["ida@reeder.example", "neu@hafen.example"], alone)
    assert not may_be_named(alone, ["ida@reeder.example", "neu@hafen.example"], None)
    assert not may_be_named(alone, ["jan@reeder.example"], shared)
    assert not may_be_named(alone, ["ida@reeder.example", "jan@reeder.example"], Letter("jan@reeder.example"))
    assert may_be_named(shared, ["jan@reeder.example"], None)
    assert not may_be_named(shared, ["jan@reeder.example", "neu@hafen.example"], shared)


@pytest.fixture
def brand(db: None) -> Brand:
    brand = make_brand(sender_address="service@werft.example")
    channel = Channel.objects.create(kind="email", name="Werft", brand=brand)
    Mailbox.objects.create(channel=channel, address="service@werft.example", aliases=["info@werft.example"])
    return brand


def receive(brand: Brand, **more: Any) -> Message:
    values = {
        "sender_address": "ida@reeder.example", "sender_name": "Ida Voss", "subject": "Anstrich", "text": "Wann?",
        "recipients": ({"name": "", "address": "service@werft.example", "role": "to"},), **more,
    }  # fmt: skip
    received = actions.receive_messages([Arrival(channel="email", brand_id=brand.pk, at=now(), **values)])
    return Message.objects.get(pk=received[0].message_id)


def test_a_letter_keeps_everybody_it_was_written_to_and_marks_ourselves(brand: Brand) -> None:
    make_user(email="uta@werft.example")
    letter = receive(
        brand,
        recipients=(
            {"name": "", "address": "Info@werft.example", "role": "to"},
            {"name": "Uta", "address": "uta@werft.example", "role": "cc"},
            {"name": "Jan", "address": "jan@reeder.example", "role": "cc"},
        ),
    )

    assert [each.get("ours", "") for each in letter.recipients] == ["yes", "yes", ""]
    assert letter.audience == "\nida@reeder.example\ninfo@werft.example\nuta@werft.example\njan@reeder.example\n"


def test_an_answer_keeps_whom_it_really_went_to_and_which_letter_it_answers(brand: Brand) -> None:
    letter = receive(brand)

    sent = actions.send_reply(case_id=letter.case_id, by=actor_for(make_user(is_lead=True)), text="Im Mai.")

    assert sent.recipients == [{"name": "Ida Voss", "address": "ida@reeder.example", "role": "to"}]
    assert (sent.audience, sent.answers_id) == ("\nida@reeder.example\n", letter.pk)


def test_an_answer_to_others_in_a_writers_place_is_the_writers_too(brand: Brand) -> None:
    letter = receive(brand, reply_to=({"name": "Büro", "address": "buero@reeder.example"},))

    sent = actions.send_reply(case_id=letter.case_id, by=actor_for(make_user(is_lead=True)), text="Im Mai.")

    assert [each["address"] for each in sent.recipients] == ["buero@reeder.example"]
    assert list(Message.objects.readable_by(letter.case.customer_id)) == [letter, sent]


def test_whoever_can_only_read_on_the_page_reads_the_answer_there(brand: Brand) -> None:
    customer = make_customer(name="Ida Voss")
    customer.contact_points.all().delete()
    case = Case.objects.create(brand=brand, customer=customer, number="RL-900", subject="Anruf", channel="desk")

    sent = actions.send_reply(case_id=case.pk, by=actor_for(make_user(is_lead=True)), text="Im Mai.")

    assert sent.recipients == []
    assert list(Message.objects.readable_by(customer.pk)) == [sent]


@pytest.mark.parametrize(
    ("addresses", "code"),
    [
        ([], "none"),
        (["to kein at"], "address"),
        (["to customer-7@invalid"], "address"),
        (["to service@werft.example"], "own"),
        (["to ida@reeder.example", "cc info+2-x@werft.example"], "own"),
        (["to ida@reeder.example", "bcc uta@werft.example"], "own"),
        (["bcc ida@reeder.example"], "none"),
        ([f"to m{n}@verein.example" for n in range(51)], "too-many"),
    ],
)
def test_recipients_that_cannot_be_are_refused_and_nothing_is_sent(
    brand: Brand, addresses: list[str], code: str
) -> None:
    make_user(email="uta@werft.example")
    letter = receive(brand)
    chosen = [
        {"name": "", "address": address, "role": role}
        for role, _, address in (each.partition(" ") for each in addresses)
    ]

    with pytest.raises(RecipientsRefused) as refused:
        actions.send_reply(
            case_id=letter.case_id, by=actor_for(make_user(is_lead=True)), text="Im Mai.", recipients=chosen
        )

    assert refused.value.reason == code
    assert not Message.objects.filter(direction="out").exists()


def test_an_answer_taken_back_keeps_its_people_in_the_draft(brand: Brand) -> None:
    letter = receive(brand)
    by = actor_for(make_user(is_lead=True, undo_seconds=30))
    chosen = [{"name": "Jan", "address": "jan@reeder.example", "role": "to"}]
    sent = actions.send_reply(
        case_id=letter.case_id, by=by, text="Im Mai.", recipients=chosen, answers_id=letter.pk, stops_are_known=True
    )

    actions.withdraw_reply(message_id=sent.pk, by=by)

    draft = Draft.objects.get()
    assert (draft.recipients, draft.answers_id) == (chosen, letter.pk)


@pytest.mark.parametrize(
    ("letter", "to", "subject"),
    [
        ({}, "ida@reeder.example", "Anstrich"),
        ({"sender_address": "lotse@hafen.example", "subject": "Liegeplatz"}, "lotse@hafen.example", "Liegeplatz"),
        ({"sender_address": "lotse@hafen.example", "subject": "Liegeplatz"}, "ida@reeder.example", "Anstrich"),
        ({"sender_address": "lotse@hafen.example", "subject": "Liegeplatz"}, "fremd@anders.example", "RL-1"),
        ({}, "fremd@anders.example", "RL-1"),
    ],
)
def test_nobody_learns_the_subject_of_a_letter_they_do_not_know(
    brand: Brand, letter: dict[str, str], to: str, subject: str
) -> None:
    first = receive(brand)
    answered = receive(brand, case_id=first.case_id, **letter)

    sent = actions.send_reply(
        case_id=first.case_id, by=actor_for(make_user(is_lead=True)), text="Im Mai.", answers_id=answered.pk,
        recipients=[{"name": "", "address": to, "role": "to"}], stops_are_known=True,
    )  # fmt: skip

    assert sent.subject == subject


def test_a_letter_without_a_subject_that_is_split_off_takes_nobody_elses_words_along(brand: Brand) -> None:
    first = receive(brand, subject="Geheime Werftpläne")
    other = receive(
        brand, case_id=first.case_id, sender_address="lotse@hafen.example", subject="", text="Liegeplatz 4?"
    )

    case = actions.move_message(message_id=other.pk, by=actor_for(make_user(is_lead=True)), case_id=None)

    assert case.subject == "Liegeplatz 4?"


def test_a_mailbox_in_quotes_with_a_blank_is_one_reader() -> None:
    audience = audience_of('"anna post"@haus.example', [])

    assert readers_of(audience) == {'"anna post"@haus.example'}


@pytest.mark.django_db
def test_a_mailbox_of_ours_with_a_sharp_s_is_known_as_ours() -> None:
    channel = Channel.objects.create(kind="email", name="Grüße", brand=make_brand())
    Mailbox.objects.create(channel=channel, address="weiß@werft.example")

    assert own_among("") >= {"weiß@werft.example"}


PLUS = frozenset({"kajüte@werft.example", "post+boote@werft.example"})


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("kajüte+17-abc@werft.example", True),
        ("Kajüte+neu+17-abc@Werft.example", True),
        ("kajüte+a+b+c@werft.example", True),
        ("post+boote@werft.example", True),
        ("post+boote+17-abc@werft.example", True),
        ("post+boote+alt+17-abc@werft.example", True),
        ("post@werft.example", False),
        ("post+ruder+17-abc@werft.example", False),
        ("+kajüte@werft.example", False),
        ("kajüte+@anders.example", False),
        ("wer+kajüte@werft.example", False),
    ],
)
def test_an_address_with_words_behind_several_signs_is_ours_by_one_rule(address: str, *, ours: bool) -> None:
    facts = Facts(own_addresses=PLUS)

    assert (is_own(address, PLUS), facts.is_own(address.lower())) == (ours, ours)
