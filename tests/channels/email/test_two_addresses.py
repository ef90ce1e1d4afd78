"""One mail that is delivered to several of our addresses is one message in one case, and says where else it went."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from kulanz.cases.models import Case, Message
from kulanz.channels import actions, ingest
from kulanz.channels.email.addresses import reply_address
from kulanz.channels.email.listener import SmtpListener
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Channel, Mailbox, Original
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Team, User
from tests.channels.conftest import Mail

BOTH = "hilfe@demo.example, versand@demo.example"
Keep = Callable[..., None]


@pytest.fixture
def shipping(brand: Brand) -> Mailbox:
    """versand@demo.example, with another team."""
    channel = Channel.objects.create(kind="email", name="Versand", brand=brand, team=Team.objects.create(name="Lager"))
    return Mailbox.objects.create(channel=channel, address="versand@demo.example")


@pytest.fixture
def keep(mailbox: Mailbox, shipping: Mailbox) -> Keep:
    """Keeps one mail for one of the mailboxes, as it is delivered there."""

    def store(raw: bytes, to: str = "hilfe@demo.example", source: str = "smtp") -> None:
        box = shipping if to.startswith("versand") else mailbox
        keep_all([NewOriginal(source, f"Delivered-To: {to}\r\n".encode() + raw, box.channel_id, box.pk, "", (to,))])

    return store


def read_all() -> None:
    while ingest.read_waiting():
        pass


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("mail_id", ["<zwei@kunde.example>", "", "<>", "<1@localhost>"])
def test_a_mail_to_two_names_of_a_mailbox_is_one_message_and_so_is_the_answer(
    keep: Keep, mail: Mail, together: bool, mail_id: str
) -> None:
    first = mail("Bitte bis Freitag.", Message_ID=mail_id)
    answer = mail("Oder Montag.", mail_id="drei@kunde.example", In_Reply_To="<zwei@kunde.example>", subject="AW: Rad")
    for raw in (first, answer):
        for to in ("hilfe@demo.example", "support@demo.example"):
            keep(raw, to)
            if not together:
                read_all()
    read_all()
    threads = 1 if mail_id == "<zwei@kunde.example>" else 2
    assert (Original.objects.count(), Case.objects.count(), Message.objects.count()) == (4, threads, 2)
    became = [raw.message_id for raw in Original.objects.order_by("id")]
    assert became == [became[0], became[0], became[2], became[2]]
    assert [message.hints for message in Message.objects.all()] == [[], []]


@pytest.mark.parametrize("together", [True, False])
def test_another_teams_address_is_named_on_the_one_case(keep: Keep, mail: Mail, together: bool) -> None:
    keep(mail(to=BOTH))
    if not together:
        read_all()
    keep(mail(to=BOTH), "versand@demo.example", "imap")
    read_all()
    keep(mail(to=BOTH), "versand@demo.example")
    read_all()
    message = Message.objects.get()
    assert message.hints == [{"code": "also-to", "places": ["versand@demo.example (Versand)"]}]
    assert (message.case.team and message.case.team.name, Case.objects.count()) == ("Service", 1)
    assert Event.objects.filter(kind="message-noted").count() == 1


def test_one_delivery_to_two_teams_is_named_as_well(
    transactional_db: None, shipping: Mailbox, listener: SmtpListener, mail: Mail
) -> None:
    with smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.sendmail("a@kunde.example", ["hilfe@demo.example", "versand@demo.example"], mail(to=BOTH))
        client.sendmail("a@kunde.example", ["hilfe@demo.example", "support@demo.example"], mail(mail_id="b@x"))
    read_all()
    assert [message.hints for message in Message.objects.order_by("id")] == [
        [{"code": "also-to", "places": ["versand@demo.example (Versand)"]}],
        [],
    ]


def test_a_retry_for_the_recipient_that_was_left_is_no_second_message(keep: Keep, mail: Mail, mailbox: Mailbox) -> None:
    both = ("hilfe@demo.example", "support@demo.example")
    keep_all([NewOriginal("smtp", mail(), mailbox.channel_id, mailbox.pk, "", both)])
    read_all()
    keep(mail(), "support@demo.example")
    read_all()
    assert Message.objects.count() == 1


def test_an_answer_to_two_addresses_finds_its_case_by_the_token(keep: Keep, mail: Mail) -> None:
    keep(mail())
    read_all()
    token = reply_address("hilfe@demo.example", Case.objects.get().pk)
    answer = mail("Danke.", mail_id="b@x", to=f"{token}, support@demo.example", subject="Ganz anderes")
    for to in ("support@demo.example", token):
        keep(answer, to)
    read_all()
    assert (Case.objects.count(), Message.objects.count()) == (1, 2)


def test_what_was_left_out_is_left_out_everywhere_and_comes_back_once(keep: Keep, mail: Mail, agent: User) -> None:
    keep(mail(Content_Type="message/disposition-notification", mail_id="r@x"))
    Original.objects.update(state="ignored", reason="loop")
    keep(mail(Content_Type="message/disposition-notification", mail_id="r@x"), "support@demo.example")
    read_all()
    assert list(Original.objects.order_by("id").values_list("state", "reason")) == [
        ("ignored", "loop"),
        ("ignored", "repeat"),
    ]
    agent.is_admin = True
    actions.read_again(raw_mail_id=Original.objects.latest("id").pk, by=actor_for(agent))
    assert Message.objects.count() == 1


def test_two_people_who_write_the_same_are_two_cases(keep: Keep, mail: Mail) -> None:
    keep(mail(mail_id="", sender="Anna <anna@kunde.example>"))
    keep(mail(mail_id="", sender="Anna <anna@anders.example>"), "support@demo.example")
    read_all()
    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_message_of_two_deliveries(keep: Keep, mail: Mail) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("one worker on SQLite")
    keep(mail())
    keep(mail(), "support@demo.example")
    first, second = Original.objects.order_by("id")
    held, done = threading.Event(), threading.Event()

    def other_worker() -> None:
        with transaction.atomic():
            list(Original.objects.select_for_update().filter(pk=first.pk))
            held.set()
            done.wait(20)
        connection.close()

    thread = threading.Thread(target=other_worker)
    thread.start()
    held.wait(20)
    assert ingest.read_waiting() == 0  # the other delivery is being read just now
    done.set()
    thread.join()
    second.refresh_from_db()
    assert (second.state, second.tries) == ("kept", 0)
    read_all()
    assert (Message.objects.count(), Original.objects.filter(state="read").count()) == (1, 2)
