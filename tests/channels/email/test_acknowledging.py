"""Who begins a case hears once that it has arrived; machines, lists, strangers' victims and ourselves never do."""

from __future__ import annotations

import email
import re
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from kulanz.cases import actions, queries
from kulanz.cases.models import Case, Message
from kulanz.cases.rules import EndingReason
from kulanz.channels import ingest
from kulanz.channels.email.acknowledging import comes_from_a_person
from kulanz.channels.form.receiving import keep_form
from kulanz.channels.handlers import acknowledge
from kulanz.channels.models import Channel, FormUse, Mailbox, Original, Outgoing
from kulanz.channels.outbox import sending
from kulanz.channels.uses import acknowledgements_left_out
from kulanz.core.clock import now
from kulanz.events.models import Event
from kulanz.people.actions import block_sender
from kulanz.people.actors import actor_for
from kulanz.people.models import Brand, ContactPoint, Customer, User
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]
RunJobs = Callable[[], int]


@pytest.fixture
def told(run_jobs: RunJobs) -> Callable[[], list[Outgoing]]:
    """Runs all jobs and returns the acknowledgements, oldest first."""

    def run() -> list[Outgoing]:
        while run_jobs():
            pass
        return list(Outgoing.objects.filter(acknowledges__isnull=False).order_by("id"))

    return run


Told = Callable[[], list[Outgoing]]


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def today(mail: Mail, text: str = "Die Klingel fehlt.", **more: str) -> bytes:
    """A mail that was written just now."""
    return mail(text, **{"Date": f"{now():%a, %d %b %Y %H:%M:%S} +0000", "subject": "Klingel", **more})


def test_a_new_case_is_acknowledged_once_with_number_and_link(
    mail: Mail, deliver: Deliver, told: Told, sink: Sink
) -> None:
    deliver(today(mail))

    [outgoing] = told()

    case = Case.objects.get()
    sent = read(sink.mails[0])
    assert (outgoing.acknowledges, outgoing.state, outgoing.envelope_from) == (case, "sent", "")
    assert sink.recipients == [["anna@kunde.example"]]
    assert (sent["Auto-Submitted"], sent["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Re: Klingel", "<eins@kunde.example>")
    assert "+" in sent["Reply-To"].addresses[0].username
    text = text_of(sent)
    assert text.startswith("Guten Tag,\n\nIhre Nachricht ist bei uns angekommen.")
    assert f"Die Nummer Ihres Anliegens: {case.number}" in text
    assert "Speichengasse 4" in text
    found = re.search(r"/c/([^/\s]+)/", text)
    assert found is not None
    assert getattr(queries.link_for(found[1]), "case_id", None) == case.pk
    assert found[0] in text_of(sent, "html")
    assert Event.objects.filter(kind="case-acknowledged", subject_id=case.pk).count() == 1


def test_a_form_is_acknowledged_without_a_word_of_what_a_stranger_typed(
    brand: Brand, mailbox: Mailbox, told: Told
) -> None:
    Channel.objects.create(kind="form", name="Formular", brand=brand)
    keep_form(
        brand_id=brand.pk, name="Billig kaufen", address="opfer@post.example", subject="www.werbung.example",
        text="Kauft bei www.werbung.example",
    )  # fmt: skip
    ingest.read_waiting()

    [outgoing] = told()

    sent = read(bytes(outgoing.raw))
    assert (outgoing.recipients, sent["Subject"]) == ("opfer@post.example", "Ihre Nachricht, Nummer RL-1")
    assert not re.search("werbung|Billig", bytes(outgoing.raw).decode())


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto-Submitted": "auto-generated"},
        {"Auto-Submitted": "auto-replied (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"Precedence": "junk"},
        {"List-Id": "<neues.liste.example>"},
        {"List-Unsubscribe": "<mailto:weg@liste.example>"},
        {"X-Auto-Response-Suppress": "DR, AutoReply"},
        {"X-Auto-Response-Suppress": "All"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"X-Spam-Flag": "YES"},
        {"subject": "Automatische Antwort: Klingel"},
        {"Date": "Mon, 02 Mar 2020 09:30:00 +0100"},
        {"sender": "no-reply@shop.example"},
        {"sender": "noreply+4711@shop.example"},
        {"sender": "shop.do-not-reply@shop.example"},
        {"sender": "MAILER-DAEMON@mx.example"},
        {"sender": "nicht-antworten@amt.example"},
        {"sender": "notifications@netz.example"},
        {"sender": "Newsletter@laden.example"},
        {"sender": "support@demo.example"},
        {"sender": "hilfe+17@demo.example"},
        {"sender": "Mara Lindner <mara@demo.example>"},
    ],
    ids=str,
)
def test_machines_lists_and_ourselves_hear_nothing(
    mail: Mail, deliver: Deliver, told: Told, agent: User, fields: dict[str, str]
) -> None:
    deliver(today(mail, **fields))

    assert told() == []
    assert Original.objects.count() == 1


def test_a_mail_without_a_way_back_hears_nothing(mail: Mail, deliver: Deliver, told: Told) -> None:
    deliver(today(mail), sender="")

    assert told() == []


@pytest.mark.parametrize(
    ("verdict", "amount"),
    [("dmarc=fail", 0), ("spf=fail", 0), ("dkim=fail", 0), ("spf=fail; dmarc=pass", 1), ("dmarc=pass", 1)],
)
def test_an_address_that_is_not_to_be_believed_hears_nothing(
    mail: Mail, deliver: Deliver, told: Told, settings: Any, verdict: str, amount: int
) -> None:
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",)
    deliver(today(mail, **{"Authentication-Results": f"mx.demo.example; {verdict}"}))

    assert len(told()) == amount


def test_a_blocked_sender_and_a_case_that_has_ended_meanwhile_hear_nothing(
    mail: Mail, deliver: Deliver, told: Told, agent: User
) -> None:
    block_sender(by=actor_for(agent), address="spam@laden.example")
    deliver(today(mail, sender="spam@laden.example"))
    deliver(today(mail, mail_id="zwei@kunde.example"))
    actions.end_case(case_id=Case.objects.latest("id").pk, by=actor_for(agent), reason=EndingReason.NO_ANSWER)

    assert told() == []
    assert list(Case.objects.values_list("status", flat=True)) == ["ended", "ended"]


def test_what_joins_a_case_is_not_acknowledged(mail: Mail, deliver: Deliver, told: Told) -> None:
    deliver(today(mail))
    told()
    Outgoing.objects.update(created_at=now() - timedelta(hours=2))
    deliver(today(mail, "Noch etwas", mail_id="zwei@kunde.example", **{"In-Reply-To": "<eins@kunde.example>"}))

    assert len(told()) == 1
    assert Message.objects.filter(case=Case.objects.get()).count() == 2


def test_an_address_hears_at_most_once_an_hour_and_three_times_a_day(mail: Mail, deliver: Deliver, told: Told) -> None:
    amounts = []
    for number, hours in enumerate([0, 0, 2, 2, 2, 25]):
        Outgoing.objects.update(created_at=F("created_at") - timedelta(hours=hours))
        deliver(today(mail, f"Nummer {number}", mail_id=f"{number}@kunde.example", subject=f"Sache {number}"))
        amounts.append(len(told()))

    assert Case.objects.count() == 6
    assert amounts == [1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize("switched_off", ["brand", "channel", "customer"])
def test_brand_channel_and_customer_can_do_without(
    mail: Mail, deliver: Deliver, told: Told, brand: Brand, mailbox: Mailbox, switched_off: str
) -> None:
    if switched_off == "brand":
        Brand.objects.update(acknowledges=False)
    elif switched_off == "channel":
        Channel.objects.update(acknowledges=False)
    else:
        anna = Customer.objects.create(name="Anna Meier", detail="result")
        ContactPoint.objects.create(
            customer=anna, kind="mail", value="anna@kunde.example", as_written="anna@kunde.example"
        )
    deliver(today(mail))

    assert told() == []


@pytest.mark.parametrize(
    ("brand_is", "customer_is", "begins"),
    [
        ({"register": "informal"}, {}, "Hallo,\n\ndeine Nachricht ist bei uns angekommen."),
        ({}, {"language": "en"}, "Hello,\n\nyour message has reached us."),
        ({"acknowledgement": "Hallo!\n\nWir sind dran."}, {}, "Hallo!\n\nWir sind dran.\n"),
        ({"acknowledgement": "Wir sind dran."}, {"language": "en"}, "Hello,\n\nyour message has reached us."),
        ({"acknowledgement": "Wir sind dran."}, {"form_of_address": "informal"}, "Hallo,\n\ndeine Nachricht"),
    ],
)
def test_it_speaks_as_the_customer_does_and_in_the_brands_own_words_where_they_fit(
    mail: Mail, deliver: Deliver, told: Told, mailbox: Mailbox, brand_is: Any, customer_is: Any, begins: str
) -> None:
    Brand.objects.update(**brand_is)
    if customer_is:
        anna = Customer.objects.create(name="Anna Meier", **customer_is)
        ContactPoint.objects.create(
            customer=anna, kind="mail", value="anna@kunde.example", as_written="anna@kunde.example"
        )
    deliver(today(mail))

    [outgoing] = told()

    assert text_of(read(bytes(outgoing.raw))).startswith(begins)


def test_an_answer_that_was_faster_makes_it_needless(mail: Mail, deliver: Deliver, told: Told, agent: User) -> None:
    deliver(today(mail))
    actions.send_reply(case_id=Case.objects.get().pk, by=actor_for(agent), text="Schon unterwegs.")

    assert told() == []


def test_the_same_occasion_twice_makes_one_mail(mail: Mail, deliver: Deliver, told: Told) -> None:
    deliver(today(mail))
    told()
    Outgoing.objects.update(created_at=now() - timedelta(hours=2))

    acknowledge(Event.objects.get(kind="message-received"))

    assert len(told()) == 1


def test_an_answer_to_it_joins_the_case_even_without_a_token(
    mail: Mail, deliver: Deliver, told: Told, brand: Brand, mailbox: Mailbox
) -> None:
    Channel.objects.create(kind="form", name="Formular", brand=brand)
    Mailbox.objects.update(imap_host="imap.anbieter.example")
    keep_form(brand_id=brand.pk, name="Rita", address="rita@post.example", subject="", text="Guten Tag")
    ingest.read_waiting()
    [outgoing] = told()
    assert read(bytes(outgoing.raw))["Reply-To"].addresses[0].addr_spec == "hilfe@demo.example"

    deliver(today(mail, sender="rita@post.example", **{"In-Reply-To": f"<{outgoing.mail_id}>"}))

    assert list(Message.objects.values_list("case_id", flat=True)) == [outgoing.acknowledges_id] * 2


def test_what_waited_for_more_than_a_day_is_no_news(mail: Mail, deliver: Deliver, told: Told, request: Any) -> None:
    deliver(today(mail))
    [outgoing] = told()
    sink: Sink = request.getfixturevalue("sink")
    Outgoing.objects.update(created_at=now() - timedelta(hours=25), due_at=now())

    sending.send(outgoing.pk)

    assert (Outgoing.objects.get().state, sink.mails) == ("withdrawn", [])


def test_a_server_that_lets_nobody_write_without_a_way_back_gets_ours(
    mail: Mail, deliver: Deliver, told: Told, sink: Sink
) -> None:
    sink.needs_sender = True
    deliver(today(mail))

    assert [outgoing.state for outgoing in told()] == ["sent"]
    assert sink.senders == ["<>", "hilfe@demo.example"]


def test_a_flood_from_many_addresses_lets_the_house_write_to_few_and_loses_nothing(
    mail: Mail, deliver: Deliver, told: Told, settings: Any
) -> None:
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 3
    for number in range(5):
        deliver(today(mail, sender=f"x{number}@flut{number}.example", mail_id=f"{number}@flut"))

    assert (len(told()), Case.objects.count()) == (3, 5)
    assert acknowledgements_left_out() == 2


def test_forms_from_many_networks_count_with_the_mails(
    mail: Mail, deliver: Deliver, told: Told, settings: Any, brand: Brand
) -> None:
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 2
    Channel.objects.create(kind="form", name="Formular", brand=brand)
    deliver(today(mail))
    for number in range(3):
        keep_form(brand_id=brand.pk, name="Y", address=f"y{number}@flut.example", subject="", text="Hallo",
                  network=f"198.51.100.{number}")  # fmt: skip
    ingest.read_waiting()

    assert (len(told()), Case.objects.count()) == (2, 4)


def test_the_next_hour_is_acknowledged_again_and_the_day_remembers(
    mail: Mail, deliver: Deliver, told: Told, settings: Any
) -> None:
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 0
    deliver(today(mail))
    assert told() == []
    FormUse.objects.update(since=F("since") - timedelta(hours=1))
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 1

    deliver(today(mail, sender="zweite@post.example", mail_id="zwei@post"))

    assert len(told()) == 1


def test_what_is_not_acknowledged_anyway_takes_nobodys_place(
    mail: Mail, deliver: Deliver, told: Told, settings: Any
) -> None:
    settings.ACKNOWLEDGEMENTS_AN_HOUR = 1
    deliver(today(mail, sender="noreply@laden.example", mail_id="m1@laden"))
    deliver(today(mail, sender="rosa@post.example", mail_id="m2@post"))

    assert [each.recipients for each in told()] == ["rosa@post.example"]


@pytest.mark.parametrize("megabytes", [1, 8])
def test_of_a_long_original_only_the_beginning_is_read(
    mail: Mail, deliver: Deliver, told: Told, megabytes: int
) -> None:
    deliver(today(mail, "Die Klingel fehlt.\r\n" + "Zeile um Zeile.\r\n" * (megabytes * 62_000)))
    event = Event.objects.get(kind="message-received")
    told()
    Outgoing.objects.all().delete()

    tracemalloc.start()
    try:
        with CaptureQueriesContext(connection) as asked:
            comes_from_a_person(Message.objects.defer("text", "html", "hidden").get(pk=event.data["message_id"]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    of_originals = [each["sql"] for each in asked if "channels_original" in each["sql"]]
    assert [re.search(r"SUBSTR(?:ING)?\(", sql) is not None for sql in of_originals] == [True]
    assert peak < 600_000


@pytest.mark.parametrize(("field", "amount"), [("Auto-Submitted", 0), ("X-Plain", 1), ("List-Id", 0)])
def test_what_the_beginning_says_still_counts(
    mail: Mail, deliver: Deliver, told: Told, field: str, amount: int
) -> None:
    deliver(today(mail, "Text. " * 40_000, **{field: "auto-generated" if field == "Auto-Submitted" else "<a.example>"}))

    assert len(told()) == amount
