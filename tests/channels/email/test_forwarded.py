"""What is passed on leaves as a mail of its own, and what the outside party answers comes back into the case."""

from __future__ import annotations

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from kulanz.cases import actions
from kulanz.cases.arrival import Arrival, Upload
from kulanz.cases.models import Case, Message
from kulanz.core.clock import now
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.channels.conftest import Mail, Sink

ULF = {"name": "Ulf Werk", "address": "ulf@werkstatt.example", "role": "to"}
Forward = Callable[..., EmailMessage]


@pytest.fixture
def case(mail: Mail, deliver: Callable[..., None]) -> Case:
    """A customer's case."""
    deliver(
        mail("Die Lampe flackert.", sender="Anna Meier <anna@post.example>", subject="Lampe", mail_id="eins@p.example")
    )
    return Case.objects.get()


@pytest.fixture
def forward(case: Case, agent: User, run_jobs: Callable[[], int], sink: Sink) -> Forward:
    """Passes the whole case on and returns the mail that left."""

    def send(text: str = "Könnt ihr das richten?", **more: Any) -> EmailMessage:
        values = {"recipients": [ULF], **more}
        actions.forward_message(case_id=case.pk, by=actor_for(agent), text=text, **values)
        while run_jobs():
            pass
        sent: EmailMessage = email.message_from_bytes(sink.mails[-1], policy=default)
        return sent

    return send


@pytest.fixture
def answer(mail: Mail, deliver: Callable[..., None]) -> Callable[..., Message]:
    """Lets the outside party answer a mail of ours and returns what came of it."""

    def arrive(
        asked: EmailMessage, text: str = "Ja, bringt sie vorbei.", sender: str = "Ulf Werk <ulf@werkstatt.example>"
    ) -> Message:
        number = Message.objects.count()
        deliver(
            mail(
                text,
                sender=sender,
                to=str(asked["Reply-To"]),
                subject=f"AW: {asked['Subject']}",
                mail_id=f"antwort-{number}@werkstatt.example",
                In_Reply_To=str(asked["Message-ID"]),
            )
        )
        return Message.objects.latest("pk")

    return arrive


def bodies(mail: EmailMessage) -> list[str]:
    return [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]


def test_the_mail_holds_remark_head_and_letter_and_no_way_to_the_customers_page(forward: Forward, sink: Sink) -> None:
    mail = forward()

    assert (mail["To"], mail["Subject"], sink.recipients) == (
        "Ulf Werk <ulf@werkstatt.example>",
        "WG: Lampe",
        [["ulf@werkstatt.example"]],
    )
    plain, html = bodies(mail)
    assert plain.startswith("Könnt ihr das richten?")
    for body in (plain, html):
        assert "Die Lampe flackert." in body
        assert "Weitergeleitete Nachricht" in body
        assert "/c/" not in body and "/my/" not in body
    assert "Von: Anna Meier <anna@post.example>" in plain


def test_it_answers_no_mail_that_the_outside_party_does_not_know(forward: Forward) -> None:
    mail = forward()

    assert (mail["In-Reply-To"], mail["References"]) == (None, None)
    assert "eins@p.example" not in mail.as_string()


def test_the_second_one_continues_the_thread_of_the_first(forward: Forward, answer: Callable[..., Message]) -> None:
    first = forward()
    answer(first)

    second = forward("Noch etwas.")

    assert str(first["Message-ID"]) in str(second["References"])
    assert second["In-Reply-To"] == "<antwort-2@werkstatt.example>"


def test_what_the_outside_party_answers_stands_in_the_case_as_from_outside(
    case: Case, forward: Forward, answer: Callable[..., Message]
) -> None:
    letter = answer(forward())

    case.refresh_from_db()
    assert (letter.case_id, letter.is_from_outside, letter.sender_name) == (case.pk, True, "Ulf Werk")
    assert letter.customer_id != case.customer_id
    assert Case.objects.count() == 1


def test_the_reply_address_alone_leads_back_as_well(case: Case, forward: Forward, mail: Mail, deliver) -> None:
    asked = forward()

    deliver(
        mail("Ja.", sender="ulf@werkstatt.example", to=str(asked["Reply-To"]), subject="Lampe", mail_id="x@w.example")
    )

    assert Message.objects.latest("pk").case_id == case.pk


def test_a_case_that_waits_for_the_answer_is_ours_again_when_it_comes(
    case: Case, forward: Forward, answer: Callable[..., Message]
) -> None:
    asked = forward(waits=True)
    case.refresh_from_db()
    assert case.status == "waiting-others"

    answer(asked)

    case.refresh_from_db()
    assert case.status == "with-us"


def test_the_second_answer_is_from_outside_too_even_after_we_have_answered(
    case: Case, agent: User, forward: Forward, answer: Callable[..., Message], run_jobs: Callable[[], int]
) -> None:
    asked = forward()
    first = answer(asked)
    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Danke.", answers_id=first.pk, stops_are_known=True)
    while run_jobs():
        pass

    assert answer(asked, "Fertig.").is_from_outside


def test_whom_the_customer_named_is_not_from_outside(mail: Mail, deliver, agent: User, run_jobs, sink: Sink) -> None:
    deliver(
        mail("Hallo.", sender="anna@post.example", subject="Lampe", mail_id="a@p.example", Cc="ulf@werkstatt.example")
    )
    case = Case.objects.get()
    actions.forward_message(case_id=case.pk, by=actor_for(agent), text="Bitte.", recipients=[ULF])
    while run_jobs():
        pass

    deliver(mail("Ja.", sender="ulf@werkstatt.example", mail_id="b@w.example", In_Reply_To="<a@p.example>"))

    letter = Message.objects.latest("pk")
    assert (letter.case_id, letter.is_from_outside) == (case.pk, False)


def test_the_customer_hears_of_neither_in_an_answer(
    case: Case, agent: User, forward: Forward, answer: Callable[..., Message], run_jobs: Callable[[], int], sink: Sink
) -> None:
    answer(forward(), "Das kostet zwölf Euro.")
    first = case.messages.earliest("pk")

    actions.send_reply(case_id=case.pk, by=actor_for(agent), text="Am Freitag.", answers_id=first.pk)
    while run_jobs():
        pass

    mail = email.message_from_bytes(sink.mails[-1], policy=default)
    assert mail["To"] == "Anna Meier <anna@post.example>"
    assert "werkstatt.example" not in mail.as_string()
    assert all(words not in body for words in ("zwölf Euro", "Könnt ihr") for body in bodies(mail))


def test_a_stranger_who_knows_the_reply_address_does_not_join(
    case: Case, forward: Forward, answer: Callable[..., Message]
) -> None:
    letter = answer(forward(), sender="wer@anders.example")

    assert letter.case_id != case.pk
    assert letter.hints[-1]["code"] == "belongs-to"


def test_its_files_leave_with_it(case: Case, forward: Forward) -> None:
    arrival = Arrival(
        channel="email",
        brand_id=case.brand_id,
        case_id=case.pk,
        sender_address="anna@post.example",
        sender_name="Anna",
        subject="Lampe",
        text="Hier ist ein Bild.",
        at=now(),
        uploads=(Upload("foto.txt", "text/plain", b"Bild"),),
    )
    actions.receive_messages([arrival])

    assert [part.get_filename() for part in forward().iter_attachments()] == ["foto.txt"]
