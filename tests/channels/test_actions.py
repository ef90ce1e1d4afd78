"""What people decide about channels and mails, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kulanz.cases.errors import NotAllowed, NotFound, WrongState
from kulanz.channels import actions
from kulanz.channels.email.actions import AddressTaken, save_mailbox
from kulanz.channels.handlers import prepare_delivery
from kulanz.channels.models import Mailbox, MailOnServer, Outgoing
from kulanz.channels.null import adapter as null
from kulanz.channels.outbox import sending
from kulanz.core.clock import now
from kulanz.core.secret_box import unseal
from kulanz.events.actor import Actor, ActorKind
from kulanz.events.models import Event
from kulanz.people.models import Brand, Team
from tests.channels.conftest import Sink
from tests.factories import make_case, make_customer

ADMIN = Actor(ActorKind.USER, 1, "Ada", is_admin=True)
AGENT = Actor(ActorKind.USER, 2, "Ben")
CUSTOMER = Actor(ActorKind.CUSTOMER, 1, "Anna")


@pytest.fixture
def waiting(brand: Brand) -> Outgoing:
    """An answer whose sending broke off."""
    case = make_case(brand=brand, customer=make_customer(), team=Team.objects.create(name="Zweite Reihe"))
    message = case.messages.create(direction="out", delivery="uncertain", channel="email", text="Hallo")
    return Outgoing.objects.create(
        message=message,
        state="uncertain",
        mail_id="u@demo.example",
        envelope_from="hilfe@demo.example",
        recipients="anna@kunde.example",
        started_at=now(),
        raw=b"Subject: x\r\n\r\ny\r\n",
    )


def test_a_person_sends_an_uncertain_mail_again(waiting: Outgoing, sink: Sink, run_jobs: Callable[[], int]) -> None:
    actions.resend(outgoing_id=waiting.pk, by=ADMIN)
    run_jobs()
    waiting.refresh_from_db()
    assert waiting.message is not None
    assert (waiting.state, waiting.message.delivery, len(sink.mails)) == ("sent", "sent", 1)


def test_a_person_treats_an_uncertain_mail_as_sent(waiting: Outgoing, sink: Sink) -> None:
    actions.treat_as_sent(outgoing_id=waiting.pk, by=ADMIN)
    waiting.refresh_from_db()
    assert waiting.message is not None
    assert (waiting.state, waiting.message.delivery, sink.mails) == ("sent", "sent", [])
    with pytest.raises(WrongState):
        actions.resend(outgoing_id=waiting.pk, by=ADMIN)


@pytest.mark.parametrize("by", [AGENT, CUSTOMER])
def test_only_those_who_may_work_on_the_case_decide(waiting: Outgoing, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.resend(outgoing_id=waiting.pk, by=by)
    with pytest.raises(NotAllowed):
        actions.treat_as_sent(outgoing_id=waiting.pk, by=by)


def test_the_houses_own_mails_are_the_administrators(waiting: Outgoing) -> None:
    Outgoing.objects.update(message=None)
    with pytest.raises(NotAllowed):
        actions.resend(outgoing_id=waiting.pk, by=Actor(ActorKind.USER, 3, "Lea", is_lead=True))
    actions.resend(outgoing_id=waiting.pk, by=ADMIN)


def test_unknown_things_are_said_to_be_unknown(db: None) -> None:
    with pytest.raises(NotFound):
        actions.resend(outgoing_id=1, by=ADMIN)
    with pytest.raises(NotFound):
        actions.read_again(raw_mail_id=1, by=ADMIN)
    with pytest.raises(NotFound):
        actions.save_channel(by=ADMIN, kind="email", name="x", brand_id=1, channel_id=5)


def test_an_administrator_sets_up_a_channel_and_its_mailbox(brand: Brand) -> None:
    channel = actions.save_channel(by=ADMIN, kind="email", name=" Hilfe ", brand_id=brand.pk)
    mailbox = save_mailbox(
        by=ADMIN,
        channel_id=channel.pk,
        address="Hilfe@Demo.example",
        aliases=["support@demo.example", "HILFE@demo.example"],
        imap_host="imap.demo.example",
        imap_user="hilfe",
        imap_password="geheim",
    )
    assert (channel.name, mailbox.addresses) == ("Hilfe", ["hilfe@demo.example", "support@demo.example"])
    assert unseal(mailbox.imap_secret) == "geheim"
    assert list(Event.objects.values_list("kind", "subject_kind")) == [("channel-saved", "channel")] * 2


def test_a_changed_mailbox_keeps_its_password_and_its_place(mailbox: Mailbox) -> None:
    account: dict[str, Any] = {"imap_host": "imap.demo.example", "imap_user": "hilfe"}
    common: dict[str, Any] = {"by": ADMIN, "channel_id": mailbox.channel_id, "mailbox_id": mailbox.pk}
    save_mailbox(address="hilfe@demo.example", imap_password="geheim", **account, **common)
    Mailbox.objects.update(uidvalidity=7)
    MailOnServer.objects.create(mailbox=mailbox, uid=12, mark="m")
    same = save_mailbox(address="hilfe@demo.example", imap_port=143, **account, **common)
    assert (unseal(same.imap_secret), same.uidvalidity, MailOnServer.objects.count()) == ("geheim", 7, 1)
    renamed = save_mailbox(address="hilfe@demo.example", imap_folder="Service", **account, **common)
    assert (renamed.uidvalidity, MailOnServer.objects.count()) == (None, 1)
    other = save_mailbox(address="hilfe@demo.example", **{**account, "imap_user": "neu"}, **common)
    assert (other.uidvalidity, MailOnServer.objects.count()) == (None, 0)


def test_an_address_leads_to_one_mailbox_only(mailbox: Mailbox) -> None:
    with pytest.raises(AddressTaken, match=r"support@demo\.example"):
        save_mailbox(
            by=ADMIN, channel_id=mailbox.channel_id, address="neu@demo.example", aliases=["Support@demo.example"]
        )


def test_agents_set_nothing_up(brand: Brand, mailbox: Mailbox) -> None:
    with pytest.raises(NotAllowed):
        actions.save_channel(by=AGENT, kind="email", name="x", brand_id=brand.pk)
    with pytest.raises(NotAllowed):
        save_mailbox(by=AGENT, channel_id=mailbox.channel_id, address="x@demo.example")


def test_the_channel_for_tests_collects_what_goes_out(brand: Brand) -> None:
    null.sent.clear()
    case = make_case(brand=brand, channel="null")
    message = case.messages.create(direction="out", delivery="held", channel="null", text="Hallo")
    event = Event.objects.create(kind="reply-written", subject_kind="case", subject_id=case.pk)
    event.data = {"message_id": message.pk}
    prepare_delivery(event)
    sending.send(Outgoing.objects.get().pk, "null")
    message.refresh_from_db()
    assert (null.sent, message.delivery) == ([message.pk], "sent")


def test_an_answer_without_any_address_fails_visibly(brand: Brand) -> None:
    customer = make_customer()
    customer.contact_points.all().delete()
    case = make_case(brand=brand, customer=customer)
    message = case.messages.create(direction="out", delivery="held", channel="email", text="Hallo")
    event = Event(kind="reply-written", subject_kind="case", subject_id=case.pk, data={"message_id": message.pk})
    prepare_delivery(event)
    message.refresh_from_db()
    assert (message.delivery, Outgoing.objects.count()) == ("failed", 0)
    assert Event.objects.filter(kind="delivery-failed").count() == 1
