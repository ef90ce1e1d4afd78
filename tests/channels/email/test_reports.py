"""What a delivery report may change, and that nobody's words get lost in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases import actions
from kulanz.cases.models import Case, Message, Solution
from kulanz.cases.queries import today
from kulanz.channels import actions as channel_actions
from kulanz.channels.adapter import Sent
from kulanz.channels.email.reports import note_report
from kulanz.channels.models import Original, Outgoing
from kulanz.channels.outbox import sending
from kulanz.channels.registry import adapter_for
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import ContactPoint, Customer, User
from lesart.model import DeliveryReport, Reported
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]

REPORT = """\
From: {sender}
To: hilfe@demo.example
Subject: {subject}
Message-ID: <{number}@mx.kunde.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

{words}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kunde.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

{about}
To: {recipient}

--b--
"""
CODES = {"failed": "5.1.1", "delayed": "4.4.1", "delivered": "2.0.0", "relayed": "2.1.9", "expanded": "2.1.5"}


def report(action: str, mail_id: str | None, **changed: str) -> bytes:
    values = {
        "sender": "Mail Delivery System <MAILER-DAEMON@mx.kunde.example>",
        "subject": "Bericht",
        "words": "This is the mail system.",
        "recipient": "anna@kunde.example",
        "action": action,
        "status": CODES[action],
        "number": f"{action}-{mail_id}"[:60],
        "about": f"Message-ID: <{mail_id}>" if mail_id else "Date: Fri, 20 Nov 2026 10:00:00 +0100",
        **changed,
    }
    return REPORT.format(**values).replace("\n", "\r\n").encode()


@pytest.fixture
def answer(
    mail: Mail, deliver: Deliver, agent: User, sink: Sink, run_jobs: Callable[[], int]
) -> Callable[..., Message]:
    """Sends an answer to Anna's mail for good."""

    def send(**options: bool) -> Message:
        if not Case.objects.exists():
            deliver(mail())
        message = actions.send_reply(
            case_id=Case.objects.get().pk, by=actor_for(agent), text="Wir kümmern uns.", **options
        )
        while run_jobs():
            pass
        return message

    return send


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return Outgoing.objects.get(message=message).state, message.delivery


def id_of(message: Message) -> str:
    return Outgoing.objects.get(message=message).mail_id


def codes(message: Message) -> list[str]:
    return [hint["code"] for hint in message.hints]


def test_a_delayed_mail_that_arrives_after_all_is_no_longer_uncertain(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    message = answer(waits=True)
    deliver(report("delayed", id_of(message)), sender="")
    late = state(message)
    deliver(report("delivered", id_of(message)), sender="")

    assert (late, state(message)) == (("uncertain", "uncertain"), ("sent", "sent"))
    kinds = Event.objects.filter(kind__startswith="delivery-").order_by("id").values_list("kind", "data__reason")
    assert [kind for kind, _reason in kinds] == ["delivery-failed", "delivery-confirmed"]
    assert Case.objects.get().status == "waiting-customer"
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["delayed", "relayed"], "sent"),
        (["delayed", "expanded"], "sent"),
        (["delayed", "delayed"], "uncertain"),
        (["delayed", "failed"], "failed"),
        (["failed", "delayed"], "failed"),
        (["failed", "relayed"], "failed"),
        (["failed", "delivered"], "sent"),
        (["delivered", "delayed"], "sent"),
        (["delivered"], "sent"),
        (["relayed", "failed"], "failed"),
    ],
)
def test_the_last_word_about_a_mail_counts_whatever_order_reports_come_in(
    answer: Callable[..., Message], deliver: Deliver, told: list[str], expected: str
) -> None:
    message = answer()
    for number, action in enumerate(told):
        deliver(report(action, id_of(message), number=f"n{number}"), sender="")
    assert state(message) == (expected, expected)


def test_one_of_two_recipients_who_got_nothing_keeps_a_mail_undelivered(answer: Callable[..., Message]) -> None:
    message = answer()
    Outgoing.objects.update(recipients="anna@kunde.example\nbert@kunde.example")
    outgoing = Outgoing.objects.get()
    states = []
    for recipient, action in (("anna", "delayed"), ("bert", "delivered"), ("ANNA", "delivered"), ("bert", "failed")):
        told = DeliveryReport(outgoing.mail_id, (Reported(f"{recipient}@kunde.example", action),))  # type: ignore[arg-type]
        note_report(outgoing.pk, told, None)
        states.append(state(message)[0])
    assert states == ["uncertain", "uncertain", "sent", "sent"]


def test_a_delay_is_told_without_asking_anybody_to_do_something(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    deliver(report("delayed", id_of(answer())), sender="")
    event = Event.objects.get(kind="delivery-failed")
    assert event.data["final"] is False
    assert "Der Mailserver versucht es von selbst weiter." in event.data["reason"]


def test_a_forged_report_that_only_knows_the_address_changes_nothing_and_is_shown(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    message = answer(waits=True)
    deliver(report("failed", None, words="Bitte rufen Sie mich an."), sender="")
    assert state(message) == ("sent", "sent")
    shown = Message.objects.get(is_automatic=True)
    assert (shown.case_id, codes(shown)) == (message.case_id, ["bounce-unproven"])
    assert "Bitte rufen Sie mich an." in shown.text
    assert Case.objects.get().status == "waiting-customer"


@pytest.mark.parametrize(
    "about", ["Message-ID: <erfunden@demo.example>", "Message-ID: <>", "Subject: Re: Rad quietscht"]
)
def test_a_report_with_an_invented_id_changes_nothing(
    answer: Callable[..., Message], deliver: Deliver, about: str
) -> None:
    message = answer()
    deliver(report("failed", None, about=about), sender="")
    assert state(message) == ("sent", "sent")


def test_a_customers_own_id_in_a_report_changes_nothing(answer: Callable[..., Message], deliver: Deliver) -> None:
    message = answer()
    deliver(report("failed", "eins@kunde.example"), sender="")
    assert state(message) == ("sent", "sent")


def test_words_that_somebody_wrote_into_a_true_report_stand_in_the_case(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    message = answer()
    deliver(report("failed", id_of(message), words="Bitte rufen Sie mich an: 0170 000."), sender="")
    shown = Message.objects.get(is_automatic=True)
    assert (shown.case_id, shown.customer) == (message.case_id, None)
    assert "Bitte rufen Sie mich an" in shown.text
    assert shown.sender_name == "Mail Delivery System"


def test_a_person_who_sends_a_report_as_their_own_mail_is_answered_like_anybody(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    message = answer()
    own = report("failed", id_of(message), sender="Anna Meier <anna@kunde.example>", words="Ihre Mail kam nicht an.")
    deliver(own, sender="anna@kunde.example")
    newest = Message.objects.latest("id")
    assert (newest.is_automatic, newest.text.strip(), state(message)) == (
        False,
        "Ihre Mail kam nicht an.",
        ("sent", "sent"),
    )
    assert Case.objects.get(pk=newest.case_id).waiting_since is not None


@pytest.mark.parametrize("head", ["", "From: <>\r\n", "From: MAILER-DAEMON <>\r\n"])
def test_a_report_without_a_sender_makes_no_empty_customer(deliver: Deliver, head: str) -> None:
    text = "Mail delivery failed\r\n\r\n  <wer@anders.example>: 550 5.1.1 no such user\r\n"
    for number in (1, 2):
        raw = f"{head}Subject: Mail delivery failed: returning message\r\nMessage-ID: <{number}@x>\r\n\r\n{text}"
        deliver(raw.encode(), sender="")
    assert Customer.objects.filter(name="").count() == 0
    assert ContactPoint.objects.count() == 0
    assert (Customer.objects.count(), Message.objects.filter(is_automatic=True).count()) == (1, 2)
    assert [codes(each)[0] for each in Message.objects.all()] == ["bounce-unmatched"] * 2


def test_two_people_without_any_address_are_two_customers(mail: Mail, deliver: Deliver) -> None:
    for number in (1, 2):
        raw = mail(f"Brief {number}", sender="", mail_id=f"{number}@x")
        deliver(raw.replace(b"From: \r\n", b""), sender="")
    assert (Customer.objects.count(), Customer.objects.filter(name="").count()) == (2, 0)
    assert ContactPoint.objects.count() == 0


def test_an_undelivered_answer_brings_the_case_back_to_us(
    answer: Callable[..., Message], deliver: Deliver, agent: User
) -> None:
    message = answer(waits=True)
    asked = Message.objects.get(direction="in").at
    deliver(report("failed", id_of(message)), sender="")
    case = Case.objects.get()
    assert (case.status, case.waiting_since) == ("with-us", asked)
    found = today(actor_for(agent))
    assert (found.waiting_for_me, found.undelivered) == ([case], [message])


def test_an_undelivered_question_whether_it_is_solved_was_never_asked(
    answer: Callable[..., Message], deliver: Deliver
) -> None:
    message = answer(proposes_solution=True)
    deliver(report("failed", id_of(message)), sender="")
    assert Case.objects.get().status == "with-us"
    assert Solution.objects.get().withdrawn_at is not None


def test_a_delay_leaves_the_case_where_it_is(answer: Callable[..., Message], deliver: Deliver) -> None:
    message = answer(waits=True)
    deliver(report("delayed", id_of(message)), sender="")
    case = Case.objects.get()
    assert (case.status, case.waiting_since) == ("waiting-customer", None)


def test_sending_it_again_lets_the_case_wait_again(
    answer: Callable[..., Message], deliver: Deliver, agent: User, run_jobs: Callable[[], int], sink: Sink
) -> None:
    message = answer(waits=True)
    deliver(report("failed", id_of(message)), sender="")
    channel_actions.resend(outgoing_id=Outgoing.objects.get().pk, by=actor_for(agent))
    while run_jobs():
        pass
    case = Case.objects.get()
    assert (case.status, case.waiting_since, state(message), len(sink.mails)) == (
        "waiting-customer",
        None,
        ("sent", "sent"),
        2,
    )
    assert Outgoing.objects.get().reported == {}


def test_sending_it_again_asks_again_whether_it_is_solved(
    answer: Callable[..., Message], deliver: Deliver, agent: User
) -> None:
    message = answer(proposes_solution=True)
    told = Solution.objects.get().lapses_at
    deliver(report("failed", id_of(message)), sender="")
    channel_actions.resend(outgoing_id=Outgoing.objects.get().pk, by=actor_for(agent))
    asked = Solution.objects.get()
    assert (Case.objects.get().status, asked.withdrawn_at, asked.lapses_at >= told) == ("solution-proposed", None, True)


def test_who_wrote_meanwhile_still_waits_when_a_lost_answer_goes_out_again(
    answer: Callable[..., Message], deliver: Deliver, agent: User, mail: Mail
) -> None:
    message = answer(waits=True)
    deliver(report("failed", id_of(message)), sender="")
    deliver(mail("Haben Sie mich vergessen?", mail_id="zwei@kunde.example", In_Reply_To="<eins@kunde.example>"))
    channel_actions.resend(outgoing_id=Outgoing.objects.get().pk, by=actor_for(agent))
    case = Case.objects.get()
    assert (case.status, case.waiting_since is not None) == ("with-us", True)


def test_a_report_that_comes_before_the_sending_is_written_down_is_not_lost(answer: Callable[..., Message]) -> None:
    message = answer()
    outgoing = Outgoing.objects.get()
    Outgoing.objects.update(state="sending")
    Message.objects.filter(pk=message.pk).update(delivery="queued")
    outgoing.refresh_from_db()  # as the attempt found it
    told = DeliveryReport(outgoing.mail_id, (Reported("anna@kunde.example", "failed"),))
    note_report(outgoing.pk, told, None)
    assert state(message) == ("sending", "queued")

    sending._record(outgoing, adapter_for("email"), Sent("250 OK"))

    assert state(message) == ("failed", "failed")


def test_our_id_in_a_customers_mail_does_not_hide_it(
    answer: Callable[..., Message], deliver: Deliver, mail: Mail
) -> None:
    message = answer()
    deliver(mail("Das ist wichtig.", mail_id=id_of(message)))
    assert Message.objects.latest("id").text.strip() == "Das ist wichtig."
    assert not Original.objects.filter(state="ignored").exists()


@pytest.mark.parametrize("sender", ["hilfe@demo.example", "Hilfe@Demo.Example", "support@demo.example"])
def test_our_own_mail_comes_back_from_any_of_our_addresses(
    answer: Callable[..., Message], deliver: Deliver, mail: Mail, sender: str
) -> None:
    message = answer()
    deliver(mail("Wir kümmern uns.", sender=f"Radlust <{sender}>", mail_id=id_of(message)), sender=sender)
    assert Original.objects.get(state="ignored").reason == "own-mail"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Precedence": "bulk", "Auto_Submitted": "auto-replied"}, False),
        ({"Precedence": "junk", "X_Autoreply": "yes"}, False),
        ({"Precedence": "bulk", "Auto_Submitted": "auto-replied", "List_Unsubscribe": "<mailto:weg@x.example>"}, False),
        ({"Auto_Submitted": "auto-replied", "List_Id": "<radler.kunde.example>"}, True),
        ({"Precedence": "list"}, True),
        ({"List_Id": "<radler.kunde.example>"}, True),
    ],
)
def test_only_what_came_over_a_list_is_said_to_have(
    deliver: Deliver, mail: Mail, fields: dict[str, str], *, expected: bool
) -> None:
    deliver(mail("Ich bin bis 30. November nicht da.", subject="Abwesend", **fields))
    assert ("mailing-list" in codes(Message.objects.get())) is expected


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Paket unzustellbar", "Am 4.12.26 kam mein Paket als unzustellbar zurück."),
        ("Unzustellbar: Sendung 17", "Die App 5.2.4 sagt: nicht zugestellt."),
        ("Undeliverable: my order", "Since 5.1.1 of your app nothing arrives. 550 days!"),
        ("Mail delivery failed", "So steht es auf dem Zettel vom 5.1.26."),
    ],
)
def test_people_whose_mail_lost_its_envelope_sender_wait_for_an_answer(
    deliver: Deliver, mail: Mail, subject: str, text: str
) -> None:
    deliver(mail(text, subject=subject), sender="")
    message = Message.objects.get()
    assert (message.is_automatic, message.hints, message.sender_address) == (False, [], "anna@kunde.example")
    assert Case.objects.get().waiting_since is not None
