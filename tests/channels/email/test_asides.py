"""A colleague answers from their own program and no customer stands in the mail: kept, and counted as no answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox, Outgoing
from kulanz.desk.hints import hints_of
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, User
from tests.channels.conftest import Mail

Arrive = Callable[..., Message]
IRMA = "irma@teich.example"


@pytest.fixture
def arrive(mailbox: Mailbox) -> Arrive:
    """Lets a mail arrive and returns the newest letter."""

    def read(raw: bytes, envelope: str = "") -> Message:
        intake.keep_all([NewOriginal("imap", raw, mailbox.channel_id, mailbox.pk, envelope, ("hilfe@demo.example",))])
        while ingest.read_waiting():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def asked(arrive: Arrive, mail: Mail) -> Message:
    """Irma's question."""
    return arrive(mail("Wann kommt die Pumpe?", sender=f"Irma Bach <{IRMA}>", mail_id="pumpe@teich.example"))


def aside(mail: Mail, agent: User, text: str = "Sie kommt am Montag.", **more: str) -> bytes:
    fields = {
        "sender": f"Mara Lindner <{agent.email}>",
        "mail_id": "blind@demo.example",
        "In_Reply_To": "<pumpe@teich.example>",
        "subject": "AW: Pumpe",
        **more,
    }
    return mail(text, **fields)


@pytest.mark.parametrize("to", ["hilfe@demo.example", "undisclosed-recipients:;", "Hilfe <HILFE@demo.example>"])
def test_a_blind_copy_is_kept_as_ours_and_the_customer_goes_on_waiting(
    arrive: Arrive, mail: Mail, asked: Message, agent: User, to: str
) -> None:
    words = arrive(aside(mail, agent, to=to))

    case = Case.objects.get()
    assert (words.case, words.author, words.delivery, words.customer) == (case, agent, "aside", None)
    assert (case.status, case.waiting_since, Customer.objects.count()) == ("new", asked.at, 1)
    assert Event.objects.latest("id").kind == "aside-written"


def test_the_case_says_that_nobody_knows_whom_it_reached(
    arrive: Arrive, mail: Mail, asked: Message, agent: User
) -> None:
    words = arrive(aside(mail, agent))

    assert words.hints == [{"code": "own-program", "name": "Mara Lindner", "checked": False, "aside": True}]
    (said,) = [hint.sentence for hint in hints_of(words)]
    assert "Wer wartet, wartet weiter" in said


def test_the_customer_neither_sees_it_nor_gets_it_quoted(
    arrive: Arrive, mail: Mail, asked: Message, agent: User, run_jobs: Callable[[], int]
) -> None:
    words = arrive(aside(mail, agent, "Das verrate ich nur euch."))
    assert asked.customer_id is not None
    assert list(Message.objects.readable_by(asked.customer_id)) == [asked]

    actions.send_reply(case_id=words.case_id, by=actor_for(agent), text="Am Montag.")
    run_jobs()

    raw = bytes(Outgoing.objects.get(message__isnull=False).raw)
    assert (b"verrate" in raw, b"blind@demo.example" in raw) == (False, False)


def test_what_the_customer_answers_to_it_joins_the_case(
    arrive: Arrive, mail: Mail, asked: Message, agent: User
) -> None:
    arrive(aside(mail, agent))

    answer = arrive(mail("Gut.", sender=IRMA, mail_id="gut@teich.example", In_Reply_To="<blind@demo.example>"))

    assert (answer.case, Case.objects.count()) == (asked.case, 1)


def test_an_envelope_of_somebody_else_makes_it_nobodys_words_of_ours(
    arrive: Arrive, mail: Mail, asked: Message, agent: User
) -> None:
    words = arrive(aside(mail, agent), "wer@fremd.example")

    assert (words.direction, words.author) == ("in", None)


def test_a_colleague_who_is_the_customer_writes_as_the_customer(arrive: Arrive, mail: Mail, agent: User) -> None:
    private = {"sender": f"Mara Lindner <{agent.email}>", "subject": "Meine Pumpe"}
    first = arrive(mail("Ich habe privat bestellt.", mail_id="privat@demo.example", **private))

    second = arrive(mail("Und?", mail_id="zwei@demo.example", In_Reply_To="<privat@demo.example>", **private))

    assert (second.case, second.direction, second.customer) == (first.case, "in", first.customer)


def test_the_words_stay_where_the_customers_only_letter_was_moved_away(
    arrive: Arrive, mail: Mail, asked: Message, agent: User
) -> None:
    words = arrive(aside(mail, agent))
    other = arrive(mail("Noch etwas.", sender=IRMA, mail_id="neu@teich.example", subject="Folie"))

    actions.move_message(message_id=asked.pk, by=actor_for(agent), case_id=other.case_id)

    words.refresh_from_db()
    assert (words.case.messages.count(), words.case.waiting_since) == (1, None)
    other.case.refresh_from_db()
    assert other.case.waiting_since is not None
