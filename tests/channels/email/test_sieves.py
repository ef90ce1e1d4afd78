"""Bounces, automatic mail, loops, colleagues and lists, from real bytes to the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, Message
from kulanz.channels.email import sieves
from kulanz.channels.models import Original, Outgoing
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, Customer, User
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]

BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.kunde.example>
To: hilfe@demo.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-1@mx.kunde.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system. I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kunde.example

Final-Recipient: rfc822; anna@kunde.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <anna@kunde.example>: user unknown

--b
Content-Type: text/rfc822-headers

Message-ID: <{mail_id}>
From: hilfe@demo.example
To: anna@kunde.example
Subject: Re: Rad quietscht

--b--
"""


@pytest.fixture
def sent(mail: Mail, deliver: Deliver, agent: User, sink: Sink, run_jobs: Callable[[], int]) -> Outgoing:
    """An answer that went out."""
    deliver(mail())
    actions.send_reply(case_id=Case.objects.get().pk, by=actor_for(agent), text="Wir kümmern uns.")
    while run_jobs():
        pass
    return Outgoing.objects.get()


def codes(message: Message) -> list[str]:
    return [hint["code"] for hint in message.hints]


def bounce_of(outgoing: Outgoing) -> bytes:
    return BOUNCE.format(mail_id=outgoing.mail_id).replace("\n", "\r\n").encode()


def test_a_bounce_marks_the_letter_that_failed_and_opens_nothing(sent: Outgoing, deliver: Deliver) -> None:
    deliver(bounce_of(sent), sender="")
    sent.refresh_from_db()
    assert sent.message is not None
    assert (sent.state, sent.message.delivery) == ("failed", "failed")
    report = Message.objects.get(is_automatic=True)
    assert (Case.objects.count(), Customer.objects.count(), report.case_id) == (1, 1, sent.message.case_id)
    event = Event.objects.get(kind="delivery-failed")
    assert "anna@kunde.example" in event.data["reason"]
    original = Original.objects.get(envelope_from="")
    assert (original.state, original.message_id) == ("read", report.pk)


def test_a_passing_hindrance_is_a_persons_decision_and_a_lasting_one_counts(sent: Outgoing, deliver: Deliver) -> None:
    soft = bounce_of(sent).replace(b"failed", b"delayed").replace(b"5.1.1", b"4.2.2").replace(b"550", b"452")
    deliver(soft.replace(b"bounce-1", b"bounce-0"), sender="")
    sent.refresh_from_db()
    assert sent.message is not None
    assert (sent.state, sent.message.delivery) == ("uncertain", "uncertain")
    deliver(bounce_of(sent), sender="")
    deliver(soft.replace(b"bounce-1", b"bounce-2"), sender="")
    sent.refresh_from_db()
    assert (sent.state, Message.objects.get(direction="out").delivery) == ("failed", "failed")


def test_a_bounce_about_nothing_we_sent_is_an_automatic_message(deliver: Deliver) -> None:
    deliver(BOUNCE.format(mail_id="fremd@anders.example").replace("\n", "\r\n").encode(), sender="")
    message = Message.objects.get()
    assert (message.is_automatic, "bounce-unmatched" in codes(message)) == (True, True)


def test_an_out_of_office_reply_joins_and_never_counts(sent: Outgoing, mail: Mail, deliver: Deliver) -> None:
    away = mail(
        "Ich bin bis 30. November im Urlaub.",
        mail_id="weg@kunde.example",
        subject="Automatische Antwort: Rad quietscht",
        Auto_Submitted="auto-replied",
        In_Reply_To=f"<{sent.mail_id}>",
    )
    before = Case.objects.get()
    deliver(away, sender="")
    case = Case.objects.get()
    message = Message.objects.get(mail_id="weg@kunde.example")
    assert (message.case_id, message.is_automatic, "automatic" in codes(message)) == (case.pk, True, True)
    assert (case.status, case.waiting_since) == (before.status, None)


def test_our_own_mail_that_comes_back_is_left_out(sent: Outgoing, deliver: Deliver) -> None:
    deliver(bytes(sent.raw), sender="hilfe@demo.example")
    assert Message.objects.count() == 2
    assert list(Original.objects.filter(state="ignored").values_list("reason", flat=True)) == ["own-mail"]


def test_two_machines_stop_talking(
    sent: Outgoing, mail: Mail, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieves, "AUTOMATIC_PER_HOUR", 3)
    for number in range(5):
        deliver(mail(f"Abwesend {number}", mail_id=f"auto{number}@x", Auto_Submitted="auto-replied"))
    assert Message.objects.filter(is_automatic=True).count() == 3
    assert list(Original.objects.filter(state="ignored").values_list("reason", flat=True)) == ["loop", "loop"]


def test_a_burst_of_machines_is_stopped_although_it_is_read_at_once(
    mail: Mail, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sieves, "AUTOMATIC_PER_HOUR", 3)
    for number in range(5):
        text, sender = f"Störung {number}", f"{'Pumpe' if number else 'Tor'} <{'pumpe' if number else 'tor'}@x.example>"
        deliver(mail(text, sender=sender, mail_id=f"a{number}@x", Auto_Submitted="auto-generated"), read=number == 4)
    assert Message.objects.filter(is_automatic=True).count() == 4
    assert list(Original.objects.filter(state="ignored").values_list("reason", flat=True)) == ["loop"]


def test_a_forward_by_a_colleague_belongs_to_the_one_who_wrote_first(mail: Mail, deliver: Deliver, agent: User) -> None:
    text = (
        "Könnt ihr das übernehmen?\r\n\r\n-------- Weitergeleitete Nachricht --------\r\n"
        "Betreff: Lampe defekt\r\nDatum: Mon, 2 Nov 2026 09:14:55 +0100\r\n"
        "Von: Hanna Voss <hanna@post.example>\r\nAn: chef@demo.example\r\n\r\nMeine Lampe flackert."
    )
    deliver(mail(text, sender=f"Mara Lindner <{agent.email}>", subject="WG: Lampe defekt"), sender=agent.email)
    case = Case.objects.get()
    assert (case.customer.name, case.subject) == ("Hanna Voss", "Lampe defekt")
    assert "Meine Lampe flackert." in Message.objects.get().text
    assert codes(Message.objects.get()) == ["forwarded-by"]


def test_a_stranger_cannot_speak_for_somebody_else_with_a_forward(mail: Mail, deliver: Deliver) -> None:
    text = "-------- Weitergeleitete Nachricht --------\r\nVon: Hanna Voss <hanna@post.example>\r\n\r\nGeld zurück!"
    deliver(mail(text, sender="Wer <wer@anders.example>", subject="WG: Lampe"))
    assert Case.objects.get().customer.name == "Wer"


def test_a_website_form_with_our_own_sender_names_the_customer_in_reply_to(mail: Mail, deliver: Deliver) -> None:
    deliver(mail(sender="Webseite <hilfe@demo.example>", Reply_To="Anna Meier <anna@kunde.example>"))
    assert Message.objects.get().sender_address == "anna@kunde.example"


def test_a_stranger_who_answers_a_forwarded_mail_of_ours_gets_a_case_of_their_own(
    sent: Outgoing, mail: Mail, deliver: Deliver
) -> None:
    deliver(mail(sender="wer@anders.example", mail_id="z@x", In_Reply_To=f"<{sent.mail_id}>"))
    assert Case.objects.count() == 2
    assert Message.objects.get(mail_id="z@x").hints[0] == {"code": "belongs-to", "numbers": ["RL-1"]}


def test_an_answer_to_a_mail_of_the_same_batch_joins_its_case(mail: Mail, deliver: Deliver) -> None:
    deliver(mail(mail_id="a@x"), read=False)
    deliver(mail("PS: die Kette auch", mail_id="b@x", In_Reply_To="<a@x>"), read=False)
    deliver(mail("PPS", mail_id="c@x", In_Reply_To="<b@x>"))
    assert (Case.objects.count(), Message.objects.count()) == (1, 3)


def test_a_mail_that_the_filter_in_front_took_for_spam_is_marked(mail: Mail, deliver: Deliver) -> None:
    deliver(mail(X_Spam_Flag="YES"))
    assert "spam" in codes(Message.objects.get())


def test_a_mail_without_subject_gets_one_in_the_brands_language(mail: Mail, deliver: Deliver, brand: Brand) -> None:
    deliver(mail(subject=""))
    assert Case.objects.get().subject != ""
