"""An answer to several people that reaches some of them: who did not get it, and who gets it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kulanz.cases import actions
from kulanz.cases.errors import WrongState
from kulanz.cases.models import Case, Message, Solution
from kulanz.cases.queries import today
from kulanz.channels import actions as channels
from kulanz.channels import ingest, intake
from kulanz.channels.intake import NewOriginal
from kulanz.channels.models import Mailbox, Original, Outgoing
from kulanz.events.actor import Actor
from kulanz.events.models import Event
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from tests.channels.conftest import Mail, Sink

OLGA, PAUL, QUINN = "olga@wolle.example", "paul@wolle.example", "quinn@amt.example"
Report = Callable[..., None]
BOUNCE = """\
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.wolle.example>
To: hilfe@demo.example
Subject: Delivery Status Notification
Message-ID: <{number}@mx.wolle.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grenze"

--grenze
Content-Type: text/plain; charset=utf-8

This is an automatic message.
--grenze
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.wolle.example

{groups}
--grenze
Content-Type: text/rfc822-headers

Message-ID: <{about}>

--grenze--
"""
STATUS = {"failed": "5.1.1", "delayed": "4.4.1", "delivered": "2.0.0"}


@pytest.fixture
def by(agent: User) -> Actor:
    return actor_for(agent)


@pytest.fixture
def take(mailbox: Mailbox) -> Callable[[bytes], None]:
    def read(raw: bytes) -> None:
        intake.keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "", ("hilfe@demo.example",))])
        while ingest.read_waiting():
            pass

    return read


@pytest.fixture
def letter(
    take: Callable[[bytes], None], mail: Mail, by: Actor, sink: Sink, run_jobs: Callable[[], int]
) -> Callable[..., Message]:
    """Answers Olga's mail, with Paul and Quinn in copy, and sends it for good."""

    def send(**options: bool) -> Message:
        take(mail("Die Wolle filzt.", sender=f"Olga Web <{OLGA}>", Cc=f"Paul <{PAUL}>, {QUINN}", mail_id="w1@wolle"))
        found = actions.send_reply(case_id=Case.objects.get().pk, by=by, text="Wir tauschen sie.", **options)
        while run_jobs():
            pass
        return found

    return send


@pytest.fixture
def report(take: Callable[[bytes], None]) -> Report:
    """Lets a delivery report about the letter arrive."""

    def send(*told: tuple[str, str], written: str = "") -> None:
        also = f"Original-Recipient: rfc822; {written}\n" if written else ""
        groups = "\n".join(
            f"{also}Final-Recipient: rfc822; {who}\nAction: {action}\nStatus: {STATUS[action]}\n"
            for who, action in told
        )
        about = Outgoing.objects.filter(message__isnull=False).latest("id").mail_id
        raw = BOUNCE.format(number=Original.objects.count(), groups=groups, about=about)
        take(raw.replace("\n", "\r\n").encode())

    return send


def missed(message: Message) -> tuple[str, list[str]]:
    message.refresh_from_db()
    return message.delivery, [each["address"] for each in message.missed]


def told() -> list[tuple[str, list[str]]]:
    rows = Event.objects.filter(kind__startswith="delivery-").order_by("id")
    return [(row.kind, row.data["who"]) for row in rows]


def test_a_copy_that_did_not_arrive_is_told_and_the_case_stays_where_it_is(
    letter: Callable[..., Message], report: Report, by: Actor
) -> None:
    message = letter(proposes_solution=True)

    report((PAUL, "failed"))

    assert missed(message) == ("sent", [PAUL])
    assert (Case.objects.get().status, Solution.objects.get().withdrawn_at) == ("solution-proposed", None)
    assert told() == [("delivery-failed", [f"Paul ({PAUL})"])]
    assert Outgoing.objects.get().state == "sent"
    assert today(by).undelivered == [message]


def test_a_solution_that_did_not_reach_the_customer_was_not_proposed(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter(proposes_solution=True)

    report((OLGA.upper(), "failed"))

    case = Case.objects.get()
    assert missed(message) == ("sent", [OLGA])
    assert (case.status, case.waiting_since is not None) == ("with-us", True)
    assert Solution.objects.get().withdrawn_at is not None


def test_several_reports_one_after_another_add_up_until_nobody_has_it(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter(waits=True)
    states = []
    for who in (QUINN, PAUL, OLGA):
        report((who, "failed"))
        states.append((*missed(message), Case.objects.get().status))

    assert states == [
        ("sent", [QUINN], "waiting-customer"),
        ("sent", [PAUL, QUINN], "waiting-customer"),
        ("failed", [OLGA, PAUL, QUINN], "with-us"),
    ]


def test_one_report_about_two_people_names_both_with_a_reason_for_each(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter()

    report((PAUL, "failed"), (QUINN, "failed"))

    assert missed(message) == ("sent", [PAUL, QUINN])
    assert [each["address"] in each["reason"] for each in message.missed] == [True, True]


def test_who_was_late_and_gets_it_after_all_has_not_missed_it(letter: Callable[..., Message], report: Report) -> None:
    message = letter(waits=True)
    report((OLGA, "delayed"))
    late = missed(message)

    report((OLGA, "delivered"))

    assert (late, missed(message)) == (("uncertain", []), ("sent", []))
    assert Case.objects.get().status == "waiting-customer"


def test_a_customer_who_gets_it_after_all_was_asked_whether_it_is_solved(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter(proposes_solution=True)
    report((OLGA, "failed"), (PAUL, "failed"))

    report((OLGA, "delivered"))

    assert missed(message) == ("sent", [PAUL])
    assert (Case.objects.get().status, Solution.objects.get().withdrawn_at) == ("solution-proposed", None)
    assert told()[-1] == ("delivery-confirmed", [f"Olga Web ({OLGA})"])


def test_mail_that_was_forwarded_and_failed_there_is_told_of_whom_we_wrote_to(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter(waits=True)

    report(("paul.web@privat.example", "failed"), written=PAUL)

    assert missed(message) == ("sent", [PAUL])


def test_a_failure_under_an_address_nobody_knows_is_for_a_person_to_look_at(
    letter: Callable[..., Message], report: Report
) -> None:
    message = letter(proposes_solution=True)

    report(("wer@privat.example", "failed"))

    assert missed(message) == ("uncertain", [])
    assert (Case.objects.get().status, told()) == ("solution-proposed", [("delivery-failed", ["wer@privat.example"])])


def test_the_same_report_once_more_changes_nothing(letter: Callable[..., Message], report: Report) -> None:
    message = letter()
    report((PAUL, "failed"))
    report((PAUL, "failed"))

    assert (missed(message), len(told())) == (("sent", [PAUL]), 1)


def test_an_uncertain_mail_goes_again_to_those_alone_who_did_not_get_it(
    letter: Callable[..., Message], report: Report, by: Actor, sink: Sink, run_jobs: Callable[[], int]
) -> None:
    message = letter(waits=True)
    report((QUINN, "delayed"))
    report((PAUL, "failed"))

    channels.resend(outgoing_id=Outgoing.objects.get().pk, by=by)
    while run_jobs():
        pass

    assert sink.recipients == [[OLGA, PAUL, QUINN], [PAUL, QUINN]]
    assert missed(message) == ("sent", [])


def test_whom_the_server_refuses_again_has_still_missed_it_and_the_others_have_it(
    letter: Callable[..., Message], report: Report, by: Actor, sink: Sink, run_jobs: Callable[[], int]
) -> None:
    message = letter(waits=True)
    report((QUINN, "delayed"))
    sink.answers[QUINN] = "550 5.1.1 nobody here"

    channels.resend(outgoing_id=Outgoing.objects.get().pk, by=by)
    while run_jobs():
        pass

    assert (missed(message), Case.objects.get().status) == (("sent", [QUINN]), "waiting-customer")


def test_a_mail_that_reached_somebody_is_never_sent_to_all_again(
    letter: Callable[..., Message], report: Report, by: Actor
) -> None:
    letter()
    report((PAUL, "failed"))

    with pytest.raises(WrongState):
        channels.resend(outgoing_id=Outgoing.objects.get().pk, by=by)


def test_the_desk_says_who_missed_it_and_offers_to_write_to_them_alone(
    letter: Callable[..., Message], report: Report, agent: User, client: Client
) -> None:
    message = letter()
    report((PAUL, "failed"))
    client.force_login(agent)
    number = Case.objects.get().number

    page = client.get(f"/cases/{number}/").content.decode()
    again = client.get(f"/cases/{number}/?again={message.pk}")

    assert f"Paul ({PAUL})" in page and f"again={message.pk}" in page
    to = [(field.role, chip.address) for field in again.context["addressees"].fields for chip in field.chips
          if chip.is_chosen]  # fmt: skip
    assert (to, again.context["reply_text"]) == ([("to", PAUL)], "Wir tauschen sie.")


def test_who_writes_again_to_another_address_has_seen_to_it(
    letter: Callable[..., Message], report: Report, by: Actor
) -> None:
    message = letter()
    report((PAUL, "failed"))
    people = [{"name": "Paul", "address": "paul@neu.example", "role": "to"}]

    actions.send_reply(case_id=message.case_id, by=by, text=message.text, recipients=people, stops_are_known=True)

    assert today(by).undelivered == []


@pytest.fixture
def reread(db: None) -> Callable[[], None]:
    """Reads the newest original again, as if something in it had been missed."""
    admin = actor_for(User.objects.create_user("nora@demo.example", name="Nora", is_admin=True, is_lead=True))

    def again() -> None:
        Original.objects.filter(pk=Original.objects.latest("id").pk).update(reason="broken-part")
        channels.read_again(raw_mail_id=Original.objects.latest("id").pk, by=admin)

    return again


def test_a_report_that_was_not_understood_at_first_takes_effect_when_it_is_read_again(
    letter: Callable[..., Message], report: Report, reread: Callable[[], None]
) -> None:
    message = letter(waits=True)
    report((OLGA, "failed"))
    Outgoing.objects.update(reported={}, state="sent")
    Message.objects.filter(pk=message.pk).update(missed=[])

    reread()

    assert missed(message) == ("sent", [OLGA])
    assert Message.objects.filter(is_automatic=True).count() == 1


def test_a_report_that_is_read_again_changes_nothing_twice(
    letter: Callable[..., Message], report: Report, reread: Callable[[], None]
) -> None:
    message = letter(waits=True)
    report((PAUL, "failed"))

    reread()
    reread()

    assert (missed(message), len(told())) == (("sent", [PAUL]), 1)


@pytest.mark.parametrize("decide", [channels.resend, channels.treat_as_sent])
def test_a_report_that_is_read_again_does_not_undo_what_a_person_decided_since(
    letter: Callable[..., Message],
    report: Report,
    reread: Callable[[], None],
    by: Actor,
    run_jobs: Callable[[], int],
    decide: Callable[..., None],
) -> None:
    message = letter(waits=True)
    report((OLGA, "delayed"))
    decide(outgoing_id=Outgoing.objects.get().pk, by=by)
    while run_jobs():
        pass

    reread()

    assert missed(message) == ("sent", [])


def test_a_report_that_was_left_out_takes_effect_when_a_person_wants_it(
    letter: Callable[..., Message], report: Report, reread: Callable[[], None]
) -> None:
    message = letter()
    report((QUINN, "failed"))
    Outgoing.objects.update(reported={}, state="sent")
    Message.objects.filter(pk=message.pk).update(missed=[])
    Message.objects.filter(is_automatic=True).delete()
    Original.objects.filter(pk=Original.objects.latest("id").pk).update(state="ignored", message_id=None)

    reread()

    assert missed(message) == ("sent", [QUINN])
