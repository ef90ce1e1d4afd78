"""Several people in one case: each mail goes to those it should, and shows each of them only what they know."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, Message
from kulanz.channels.models import Outgoing
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, User
from tests.channels.conftest import Mail, Sink

Answer = Callable[..., EmailMessage]
HILDE, CHEF, LIEFERANT = "hilde@baecker.example", "chef@baecker.example", "ole@muehle.example"


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def write(mail: Mail, deliver: Callable[..., None]) -> Callable[..., Message]:
    """Lets somebody's mail come in and returns its letter; answers the first one where there is one."""

    def arrive(
        sender: str, text: str, *, to: str = "hilfe@demo.example", subject: str = "Mehl", **more: str
    ) -> Message:
        number = Message.objects.count() + 1
        if number > 1:
            more.setdefault("In_Reply_To", "<brief-1@post.example>")
        deliver(mail(text, sender=sender, to=to, subject=subject, mail_id=f"brief-{number}@post.example", **more))
        return Message.objects.latest("pk")

    return arrive


@pytest.fixture
def answer(by: Actor, run_jobs: Callable[[], int], sink: Sink) -> Answer:
    """Answers the case and returns the mail that left."""

    def send(text: str = "Guten Tag.", **more: Any) -> EmailMessage:
        actions.send_reply(case_id=Case.objects.get().pk, by=by, text=text, stops_are_known=True, **more)
        while run_jobs():
            pass
        sent: EmailMessage = email.message_from_bytes(sink.mails[-1], policy=default)
        return sent

    return send


def people(**named: str) -> list[dict[str, str]]:
    return [{"name": "", "address": each, "role": role} for role, all_ in named.items() for each in all_.split(", ")]


def whole(mail: EmailMessage) -> str:
    """Everything a reader of the mail can see: its fields and both bodies."""
    bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *bodies])


def test_whoever_stood_in_copy_stays_there(write: Callable[..., Message], answer: Answer, sink: Sink) -> None:
    write(f"Hilde Korn <{HILDE}>", "Bitte einen Zugang.", Cc=f"Chef <{CHEF}>")
    write(f"Chef <{CHEF}>", "Genehmigt.", to=f"Hilde Korn <{HILDE}>, Hilfe <support@demo.example>")

    mail = answer("Erledigt.")

    assert (mail["To"], mail["Cc"]) == (f"Chef <{CHEF}>", f"Hilde Korn <{HILDE}>")
    assert sink.recipients == [[CHEF, HILDE]]
    assert "Genehmigt." in whole(mail) and "Bitte einen Zugang." in whole(mail)


def test_everybody_in_the_to_line_is_answered(write: Callable[..., Message], answer: Answer) -> None:
    write(f"Hilde Korn <{HILDE}>", "Bitte uns beiden.", to=f"hilfe@demo.example, Backstube <{CHEF}>")

    mail = answer()

    assert (mail["To"], mail["Cc"]) == (f"Hilde Korn <{HILDE}>", f"Backstube <{CHEF}>")


def test_what_somebody_wrote_to_us_alone_is_shown_to_nobody_else(write: Callable[..., Message], answer: Answer) -> None:
    first = write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?", to=f"hilfe@demo.example, Ole <{LIEFERANT}>")
    secret = write(f"Ole <{LIEFERANT}>", "Nur für Sie: der Einkauf kostet zwölf Euro.", subject="AW: Mehl")
    assert secret.case_id == first.case_id

    to_the_one_who_wrote_last = answer("Danke, das bleibt unter uns.")
    to_the_customer = answer("Am Freitag.", answers_id=first.pk)
    to_both = answer("Ihnen beiden.", recipients=people(to=HILDE, bcc=LIEFERANT))

    assert to_the_one_who_wrote_last["To"] == f"Ole <{LIEFERANT}>"
    assert "zwölf Euro" in whole(to_the_one_who_wrote_last)
    for mail in (to_the_customer, to_both):
        assert HILDE in mail["To"]
        assert "zwölf Euro" not in whole(mail)
        assert "brief-2@post.example" not in whole(mail)
        assert "unter uns" not in whole(mail)
    assert LIEFERANT in to_the_customer["Cc"]
    assert "Wann kommt das Mehl?" in whole(to_both)


def test_a_blind_copy_is_delivered_and_stands_nowhere(
    write: Callable[..., Message], answer: Answer, sink: Sink
) -> None:
    write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?")

    mail = answer(recipients=people(to=HILDE, bcc="steuer@kanzlei.example"))

    assert sink.recipients == [[HILDE, "steuer@kanzlei.example"]]
    assert "kanzlei" not in whole(mail)
    assert "Wann kommt" not in whole(mail)
    assert (mail["Subject"], mail["In-Reply-To"]) == ("Re: Mehl", "<brief-1@post.example>")


def test_whoever_got_our_answer_in_blind_copy_may_write_in_the_case(
    write: Callable[..., Message], answer: Answer
) -> None:
    first = write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?")
    answer(recipients=people(to=HILDE, bcc="steuer@kanzlei.example"))
    ours = Outgoing.objects.get().mail_id

    letter = write("steuer@kanzlei.example", "Gesehen.", In_Reply_To=f"<{ours}>")

    assert letter.case_id == first.case_id
    assert HILDE not in whole(answer())


def test_the_answer_goes_to_whom_the_writer_names_for_it(write: Callable[..., Message], answer: Answer) -> None:
    write(f"Hilde Korn <{HILDE}>", "Bitte ans Büro.", Reply_To=f"Büro <buero@baecker.example>, {CHEF}")

    mail = answer()

    assert mail["To"] == f"Büro <buero@baecker.example>, {CHEF}"
    assert mail["Cc"] is None


def test_whom_a_colleague_passed_a_mail_on_with_is_not_answered(
    write: Callable[..., Message], answer: Answer, agent: User
) -> None:
    write(
        f"Mara Lindner <{agent.email}>",
        f"-----Ursprüngliche Nachricht-----\nVon: Hilde Korn <{HILDE}>\nGesendet: Freitag, 20. November 2026 09:00\n"
        "An: Mara Lindner\nBetreff: Mehl\n\nWann kommt das Mehl?",
        subject="WG: Mehl",
        Cc="lager@demo.example",
    )

    mail = answer()

    assert (mail["To"].addresses[0].addr_spec, mail["Cc"]) == (HILDE, None)


def test_a_mail_that_several_read_carries_nobodys_own_key(
    write: Callable[..., Message], answer: Answer, sink: Sink
) -> None:
    write(f"Hilde Korn <{HILDE}>", "Ist es gelöst?")

    alone = whole(answer(proposes_solution=True))
    shared = whole(answer(recipients=people(to=HILDE, cc=CHEF), proposes_solution=True))
    hidden = whole(answer("Guten Abend.", recipients=people(to=HILDE, bcc=CHEF)))
    elsewhere = whole(answer(recipients=people(to=CHEF)))

    key = re.search(r"/c/([^/\s]+)/", alone)
    assert key is not None
    link = queries.link_for(key[1])
    assert link is not None and link.customer.contact_points.get().value == HILDE
    assert all("/c/" not in each for each in (shared, hidden, elsewhere))
    assert all("/my/" in each for each in (shared, hidden))
    assert "/my/" not in elsewhere
    assert "indem Sie auf diese E-Mail antworten" in " ".join(shared.split())


def test_what_may_still_be_taken_back_is_not_quoted_in_the_next_letter(
    write: Callable[..., Message], answer: Answer, agent: User
) -> None:
    first = write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?")
    agent.undo_seconds = 30
    actions.send_reply(case_id=first.case_id, by=actor_for(agent), text="Voreilig gesagt.")

    mail = answer("In Ruhe gesagt.")

    assert "Voreilig" not in whole(mail)
    assert "Wann kommt das Mehl?" in whole(mail)


def test_people_are_written_to_in_their_own_language(write: Callable[..., Message], answer: Answer) -> None:
    first = write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?", to=f"hilfe@demo.example, {LIEFERANT}")
    write(f"Ole <{LIEFERANT}>", "On Friday. I will bring it along with the other things you asked me for.")
    Customer.objects.filter(contact_points__value=LIEFERANT).update(language="en")

    assert "The number of your case" in whole(answer())
    assert "Die Nummer Ihres Anliegens" in whole(answer(answers_id=first.pk, recipients=people(to=HILDE)))


def test_whom_the_server_refuses_is_told_although_the_others_got_it(
    write: Callable[..., Message], answer: Answer, sink: Sink
) -> None:
    write(f"Hilde Korn <{HILDE}>", "Wann kommt das Mehl?", to=f"hilfe@demo.example, {CHEF}")
    sink.answers[CHEF] = "550 5.1.1 unknown user"

    answer()

    assert sink.recipients == [[HILDE]]
    event = Event.objects.get(kind="delivery-failed")
    assert f"{CHEF}: 550 5.1.1 unknown user" in event.data["reason"]
    assert Message.objects.get(direction="out").delivery == "sent"
