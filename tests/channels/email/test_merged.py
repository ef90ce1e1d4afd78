"""Mail about a merged case: both numbers and both threads lead to the case that goes on, and find back apart again."""

from __future__ import annotations

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default

import pytest

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, Message
from kulanz.channels import ingest, intake
from kulanz.channels.email.addresses import case_in, reply_address
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox
from kulanz.events.actor import Actor
from kulanz.people.actors import actor_for
from kulanz.people.models import Customer, User
from tests.channels.conftest import Mail, Sink

ANNA, BORIS = "Anna Meier <anna@kunde.example>", "Boris Kern <boris@kunde.example>"
Arrive = Callable[..., Message]
Answer = Callable[[str, Message], EmailMessage]


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def arrive(mailbox: Mailbox, mail: Mail) -> Arrive:
    """Lets a mail arrive and returns its letter."""

    def read(text: str, sender: str = ANNA, to: str = "hilfe@demo.example", **more: str) -> Message:
        raw = mail(text, sender=sender, to=to, **{"mail_id": f"{len(text)}@kunde.example", **more})
        intake.keep_all([NewOriginal("imap", raw, mailbox.channel_id, mailbox.pk, "", (to,))])
        while ingest.read_waiting():
            pass
        return Message.objects.latest("id")

    return read


@pytest.fixture
def answer(by: Actor, sink: Sink, run_jobs: Callable[[], int]) -> Answer:
    """Answers a letter and returns the mail that left."""

    def send(text: str, letter: Message) -> EmailMessage:
        actions.send_reply(case_id=letter.case_id, by=by, text=text, answers_id=letter.pk, stops_are_known=True)
        while run_jobs():
            pass
        return email.message_from_bytes(sink.mails[-1], policy=default)  # type: ignore[return-value]

    return send


@pytest.fixture
def both(arrive: Arrive, by: Actor) -> tuple[Case, Case]:
    """Two cases of one customer, the second merged into the first."""
    first, second = (arrive(text).case for text in ("Mein Rad quietscht.", "Noch einmal: mein Rad quietscht."))
    actions.merge_cases(case_id=second.pk, into_id=first.pk, by=by)
    return first, second


@pytest.mark.parametrize("number", [0, 1])
def test_a_mail_to_either_address_arrives_in_the_case_that_goes_on(
    both: tuple[Case, Case], arrive: Arrive, by: Actor, number: int
) -> None:
    letter = arrive("Es quietscht immer noch.", to=reply_address("hilfe@demo.example", both[number].pk))
    arrived = letter.case

    actions.unmerge_case(case_id=both[1].pk, by=by)

    letter.refresh_from_db()
    assert (arrived, letter.case, letter.hints) == (both[0], both[number], [])


def test_a_mail_in_the_thread_of_a_merged_case_arrives_where_it_goes_on(
    both: tuple[Case, Case], arrive: Arrive, by: Actor
) -> None:
    theirs = Message.objects.get(merged_from=both[1])

    letter = arrive("Ich antworte mir selbst.", in_reply_to=f"<{theirs.mail_id}>")

    assert (letter.case, letter.merged_from) == both


def test_the_number_of_a_merged_case_in_a_strangers_subject_is_only_a_question(
    both: tuple[Case, Case], arrive: Arrive
) -> None:
    letter = arrive("Gehört dazu.", sender="Carl <carl@fremd.example>", subject=f"Wegen {both[1].number}")

    assert letter.case not in both
    assert letter.hints[0] == {"code": "belongs-to", "numbers": [both[1].number]}


def test_an_answer_in_a_merged_thread_bears_its_number_and_brings_the_answer_back_there(
    both: tuple[Case, Case], arrive: Arrive, answer: Answer, by: Actor
) -> None:
    sent = answer("Kommen Sie vorbei.", Message.objects.get(merged_from=both[1]))
    back = str(sent["Reply-To"].addresses[0].addr_spec)
    letter = arrive("Gern, morgen.", to=back, in_reply_to=sent["Message-ID"])

    actions.unmerge_case(case_id=both[1].pk, by=by)

    letter.refresh_from_db()
    assert (case_in([back]), both[1].number in sent.get_body().get_content()) == (both[1].pk, True)
    assert [each.case for each in Message.objects.order_by("id")[2:]] == [both[1], both[1]]


def test_each_of_two_customers_gets_a_key_of_their_own_and_no_word_of_the_other(
    arrive: Arrive, answer: Answer, by: Actor
) -> None:
    first, second = arrive("Mein Rad quietscht.").case, arrive("Geheim: meins auch!", sender=BORIS).case
    actions.merge_cases(case_id=second.pk, into_id=first.pk, by=by, customers_are_known=True)

    sent = answer("Kommen Sie vorbei.", Message.objects.get(merged_from=second))

    text = sent.get_body().get_content()
    token = text.partition("/c/")[2].partition("/")[0]
    link = queries.link_for(token)
    assert link is not None
    assert (link.case, link.customer, str(sent["To"])) == (first, Customer.objects.get(name="Boris Kern"), BORIS)
    assert "Mein Rad" not in text
