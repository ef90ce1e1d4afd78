"""A case that was acknowledged and then dissolved, because its letter belongs elsewhere: what was told leads there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, CaseLink, Message
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox, Outgoing
from kulanz.core.clock import now
from kulanz.desk.telling import tell
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.channels.conftest import Mail

JON = "jon@hafen.example"
Arrive = Callable[..., Message]


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def arrive(mailbox: Mailbox, mail: Mail, run_jobs: Callable[[], int]) -> Arrive:
    """Lets a fresh mail arrive, does all work that follows, and returns the letter."""

    def read(text: str, sender: str = f"Jon Kai <{JON}>", **more: str) -> Message:
        fields = {"mail_id": f"{Message.objects.count()}@hafen.example", "subject": "Anker", **more}
        raw = mail(text, sender=sender, Date=f"{now():%a, %d %b %Y %H:%M:%S} +0000", **fields)
        envelope = re.sub(r".*<|>.*", "", sender)
        intake.keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, envelope, ("hilfe@demo.example",))])
        while ingest.read_waiting() or run_jobs():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def two(arrive: Arrive) -> tuple[Message, Message]:
    """An older letter of Jon's, and a new one whose case was acknowledged."""
    old = arrive("Der Anker hält nicht.")
    Outgoing.objects.all().delete()
    return old, arrive("Es ist der große Anker.")


def way_in(outgoing: Outgoing) -> str:
    found = re.search(rb"(/c/[^/\s]+/)", bytes(outgoing.raw).replace(b"=\r\n", b"").replace(b"=3D", b"="))
    assert found is not None
    return found[1].decode()


def test_the_link_that_was_mailed_opens_the_case_with_the_letter(
    two: tuple[Message, Message], by: Actor, client: Client
) -> None:
    old, new = two
    outgoing = Outgoing.objects.get()

    actions.move_message(message_id=new.pk, by=by, case_id=old.case_id)

    page = client.get(way_in(outgoing))
    assert (page.status_code, "Es ist der große Anker." in page.content.decode()) == (200, True)
    assert Case.objects.count() == 1


def test_the_case_it_moved_to_says_that_it_was_acknowledged(two: tuple[Message, Message], by: Actor) -> None:
    old, new = two

    actions.move_message(message_id=new.pk, by=by, case_id=old.case_id)

    event = Event.objects.filter(subject_id=old.case_id, kind="case-acknowledged").latest("id")
    words = "Für diesen Brief ging eine Eingangsbestätigung hinaus, bevor er hierher verschoben wurde"
    assert tell(event).sentence == words
    assert Outgoing.objects.get().acknowledges == old.case


def test_an_answer_to_the_acknowledgement_joins_the_case_with_the_letter(
    two: tuple[Message, Message], by: Actor, arrive: Arrive
) -> None:
    old, new = two
    mail_id = Outgoing.objects.get().mail_id
    actions.move_message(message_id=new.pk, by=by, case_id=old.case_id)

    assert arrive("Danke für die Bestätigung.", In_Reply_To=f"<{mail_id}>").case == old.case


def test_two_acknowledged_cases_become_one_with_both(arrive: Arrive, by: Actor) -> None:
    first, second = arrive("Der Anker hält nicht."), arrive("Das Tau auch nicht.", "Kim <kim@hafen.example>")

    actions.move_message(message_id=second.pk, by=by, case_id=first.case_id)

    assert set(Outgoing.objects.values_list("acknowledges", flat=True)) == {first.case_id}
    assert Outgoing.objects.count() == 2


def test_a_case_of_somebody_else_is_opened_by_no_link(arrive: Arrive, by: Actor, client: Client) -> None:
    hers = arrive("Mein Boot leckt.", "Kim <kim@hafen.example>")
    Outgoing.objects.all().delete()
    his = arrive("Der Anker hält nicht.")
    address = way_in(Outgoing.objects.get())

    actions.move_message(message_id=his.pk, by=by, case_id=hers.case_id)

    page = client.get(address)
    assert (page.status_code, "Mein Boot leckt." in page.content.decode()) == (404, False)


def test_a_key_of_somebody_who_has_not_shown_who_they_are_opens_nothing_else(
    two: tuple[Message, Message], by: Actor, client: Client
) -> None:
    old, new = two
    short = actions.create_short_link(case_id=new.case_id, customer_id=new.case.customer_id)
    address = f"/c/{queries.link_token(short)}/"
    assert client.get(address).status_code == 200

    actions.move_message(message_id=new.pk, by=by, case_id=old.case_id)

    assert client.get(address).status_code == 404
    assert CaseLink.objects.filter(case=old.case, revoked_at=None).exists()


def test_a_sender_who_proves_to_be_the_customer_keeps_their_link(arrive: Arrive, by: Actor, client: Client) -> None:
    old = arrive("Der Anker hält nicht.")
    Outgoing.objects.all().delete()
    new = arrive("Ich schreibe von zu Hause.", "Jon Kai <jon@zuhause.example>")
    address = way_in(Outgoing.objects.get())
    Message.objects.filter(pk=new.pk).update(sender_verified=True)

    actions.take_sender_in(message_id=new.pk, by=by, case_id=old.case_id)

    assert "Ich schreibe von zu Hause." in client.get(address).content.decode()


def test_a_case_that_stays_without_a_letter_lets_its_link_follow_the_letter(
    two: tuple[Message, Message], by: Actor, client: Client
) -> None:
    old, new = two
    left, address = new.case, way_in(Outgoing.objects.get())
    actions.take_case(case_id=left.pk, by=by)

    actions.move_message(message_id=new.pk, by=by, case_id=old.case_id)

    assert Case.objects.filter(pk=left.pk).exists()
    assert "Es ist der große Anker." in client.get(address).content.decode()
