"""What an answer says it answers: ids that its readers know, of letters that really left or came as they were."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import timedelta
from email.policy import default

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox, Outgoing
from kulanz.channels.outbox import sending
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.channels.conftest import Mail, Sink

Arrive = Callable[..., Message]
Answer = Callable[..., Outgoing]
VRONI = "vroni@alm.example"


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def arrive(mailbox: Mailbox, mail: Mail) -> Arrive:
    """Lets a mail arrive and returns its letter."""

    def read(text: str, sender: str = f"Vroni Alt <{VRONI}>", mail_id: str = "kuh@alm.example", **more: str) -> Message:
        raw = mail(text.replace("\n", "\r\n"), sender=sender, mail_id=mail_id, **{"subject": "Glocke", **more})
        intake.keep_all([NewOriginal("imap", raw, mailbox.channel_id, mailbox.pk, "", ("hilfe@demo.example",))])
        while ingest.read_waiting():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def answer(by: Actor, sink: Sink, run_jobs: Callable[[], int]) -> Answer:
    """Answers the case, sends what is due, and returns the mail."""

    def send(text: str, by: Actor = by) -> Outgoing:
        message = actions.send_reply(case_id=Case.objects.get().pk, by=by, text=text)
        while run_jobs():
            pass
        return Outgoing.objects.get(message=message)

    return send


def cited(outgoing: Outgoing) -> tuple[str | None, list[str]]:
    """The ids in In-Reply-To and References."""
    read = email.message_from_bytes(bytes(outgoing.raw), policy=default)
    return read["In-Reply-To"], (read["References"] or "").split()


def test_what_a_colleague_passed_on_is_answered_without_the_colleagues_id(
    arrive: Arrive, answer: Answer, agent: User
) -> None:
    arrive(
        "Bitte kümmern.\n\n-----Ursprüngliche Nachricht-----\nVon: Vroni Alt <vroni@alm.example>\n"
        "Gesendet: Donnerstag, 19. November 2026 10:02\nAn: Mara Lindner\nBetreff: Glocke\n\nDie Glocke schweigt.",
        f"Mara Lindner <{agent.email}>",
        "weiter@demo.example",
        subject="WG: Glocke",
    )

    assert cited(answer("Sie läutet bald.")) == (None, [])


def test_what_a_form_wrote_for_somebody_is_answered_without_the_forms_id(arrive: Arrive, answer: Answer) -> None:
    arrive("Nachricht: Die Glocke schweigt.", "Hof <wordpress@hof.example>", "form@hof.example", Reply_To=VRONI)

    assert cited(answer("Sie läutet bald.")) == (None, [])


def test_what_came_over_a_list_is_the_persons_own_mail(arrive: Arrive, answer: Answer) -> None:
    group = {"Reply_To": f"Vroni Alt <{VRONI}>", "List_Id": "<hilfe.gruppe.example>", "Precedence": "list"}
    arrive("Die Glocke schweigt.", "'Vroni Alt' via Hilfe <hilfe@gruppe.example>", **group)

    assert cited(answer("Sie läutet bald.")) == ("<kuh@alm.example>", ["<kuh@alm.example>"])


def test_the_next_letter_after_a_forward_goes_on_with_what_the_customer_knows(
    arrive: Arrive, answer: Answer, agent: User
) -> None:
    arrive(
        "-----Ursprüngliche Nachricht-----\nVon: Vroni Alt <vroni@alm.example>\n"
        "Gesendet: Donnerstag, 19. November 2026 10:02\nAn: Mara Lindner\nBetreff: Glocke\n\nDie Glocke schweigt.",
        f"Mara Lindner <{agent.email}>",
        "weiter@demo.example",
        subject="WG: Glocke",
    )
    first = answer("Sie läutet bald.")

    assert cited(answer("Morgen.")) == (f"<{first.mail_id}>", [f"<{first.mail_id}>"])


def test_a_letter_that_is_held_or_was_taken_back_is_answered_by_nobody(
    arrive: Arrive, answer: Answer, run_jobs: Callable[[], int]
) -> None:
    arrive("Die Glocke schweigt.")
    other = actor_for(User.objects.create_user("lutz@demo.example", name="Lutz", is_lead=True, undo_seconds=30))
    held = actions.send_reply(case_id=Case.objects.get().pk, by=other, text="Vielleicht.")
    run_jobs()
    while_held = answer("Sie läutet bald.")
    actions.withdraw_reply(message_id=held.pk, by=other)

    assert cited(while_held)[1] == ["<kuh@alm.example>"]
    assert set(cited(answer("Morgen."))[1]) == {"<kuh@alm.example>", f"<{while_held.mail_id}>"}


def test_a_letter_that_did_not_arrive_is_answered_by_nobody(arrive: Arrive, answer: Answer, sink: Sink) -> None:
    arrive("Die Glocke schweigt.")
    sink.answers[VRONI] = "550 5.1.1 unknown"
    answer("Sie läutet bald.")
    del sink.answers[VRONI]

    assert cited(answer("Noch einmal."))[1] == ["<kuh@alm.example>"]


def test_a_letter_that_waits_for_its_next_attempt_is_answered_by_nobody(
    arrive: Arrive, answer: Answer, sink: Sink
) -> None:
    arrive("Die Glocke schweigt.")
    sink.data_answer = "451 4.3.0 later"
    waiting = answer("Sie läutet bald.")
    sink.data_answer = "250 OK"

    assert cited(answer("Morgen."))[1] == ["<kuh@alm.example>"]
    Outgoing.objects.filter(pk=waiting.pk).update(due_at=now() - timedelta(seconds=1))
    sending.send(waiting.pk)
    assert f"<{waiting.mail_id}>" in cited(answer("Übermorgen."))[1]


def test_whoever_missed_a_letter_does_not_get_its_id(arrive: Arrive, answer: Answer, sink: Sink) -> None:
    arrive("Die Glocke schweigt.", Cc="Toni <toni@alm.example>")
    sink.answers["toni@alm.example"] = "550 5.1.1 unknown"
    answer("Sie läutet bald.")
    del sink.answers["toni@alm.example"]

    assert cited(answer("Morgen."))[1] == ["<kuh@alm.example>"]
