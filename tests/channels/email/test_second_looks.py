"""What the desk and the office are told about mails that are no plain letters, and what people do about them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from django.test import Client

from kulanz.cases import actions as cases
from kulanz.cases.models import Case, CaseCount, Message
from kulanz.channels import actions, ingest, intake, queries
from kulanz.channels.models import Channel, Original, Outgoing
from kulanz.people.actors import actor_for
from kulanz.people.models import ContactPoint, Customer, User
from tests.channels.conftest import Mail, Sink

Deliver = Callable[..., None]
GOLDEN = Path(__file__).parents[2] / "lesart" / "golden"
RECORDS = {
    "bank.example.": '"v=spf1 ip4:203.0.113.9 -all"',
    "_dmarc.bank.example.": '"v=DMARC1; p=reject"',
}


@pytest.fixture
def sent(mail: Mail, deliver: Deliver, agent: User, sink: Sink, run_jobs: Callable[[], int]) -> Outgoing:
    """An answer of ours to Anna that has left the house."""
    deliver(mail())
    cases.send_reply(case_id=Case.objects.get().pk, by=actor_for(agent), text="Wir kümmern uns.")
    while run_jobs():
        pass
    return Outgoing.objects.get()


@pytest.fixture
def admin(db: None) -> User:
    """Somebody who may set everything up."""
    return User.objects.create_user("nils@demo.example", name="Nils", is_admin=True, is_lead=True)


@pytest.fixture
def names(settings: Any) -> Iterator[None]:
    """A real name server on this machine that knows two names."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        settings.NAME_SERVERS = (f"127.0.0.1:{server.getsockname()[1]}",)
        threading.Thread(target=_serve_names, args=(server,), daemon=True).start()
        yield


def _serve_names(server: socket.socket) -> None:
    while True:
        try:
            data, client = server.recvfrom(4096)
        except OSError:
            return
        question = dns.message.from_wire(data)
        answer, asked = dns.message.make_response(question), question.question[0]
        record = RECORDS.get(str(asked.name).lower()) if asked.rdtype == dns.rdatatype.TXT else None
        if record:
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", "TXT", record))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        server.sendto(answer.to_wire(), client)


def golden(name: str) -> bytes:
    return (GOLDEN / f"{name}.eml").read_bytes()


def hints(message: Message) -> list[str]:
    return [hint["code"] for hint in message.hints]


def receipt(about: str) -> bytes:
    raw = golden("lesebestaetigung_outlook_gelesen")
    return raw.replace(b"r1@lampenhaus.example", about.encode()).replace(
        b"a.reents@landkreis.example", b"anna@kunde.example"
    )


def test_a_receipt_that_names_our_mail_only_in_its_report_is_a_line_of_the_case(
    sent: Outgoing, deliver: Deliver
) -> None:
    deliver(receipt(sent.mail_id), sender="")

    message = Message.objects.latest("id")
    assert (message.case, message.is_automatic, hints(message)) == (Case.objects.get(), True, ["receipt"])


def test_a_receipt_for_nothing_we_sent_opens_no_case(deliver: Deliver) -> None:
    deliver(receipt("unknown@nowhere.example"), sender="")

    raw = Original.objects.get()
    assert (raw.state, raw.reason, Case.objects.count()) == ("ignored", "receipt", 0)


def test_an_absence_that_names_no_mail_joins_the_case_of_our_last_one(
    sent: Outgoing, mail: Mail, deliver: Deliver
) -> None:
    deliver(mail("Ich bin bis 14. im Urlaub.", mail_id="weg@kunde.example", Auto_Submitted="auto-replied"), sender="")

    message, case = Message.objects.latest("id"), Case.objects.get()
    assert (message.case, message.is_automatic, case.status) == (case, True, "with-us")
    assert [(hint["code"], hint["until"]) for hint in message.hints] == [("automatic", "2026-12-14")]


def test_an_invitation_is_told_in_words(deliver: Deliver) -> None:
    deliver(golden("termin_outlook_de"))

    hint = next(hint for hint in Message.objects.get().hints if hint["code"] == "invitation")
    assert (hint["title"], hint["where"], hint["organiser"]) == (
        "Lichtplanung Foyer",
        "Am Speicher 4, Bremen",
        "Saskia Ulfers",
    )
    assert hint["start"] == "2026-12-07T14:00:00+01:00"


def test_what_lies_in_an_opaque_signed_mail_is_read(deliver: Deliver) -> None:
    deliver(golden("smime_opak_signiert"))

    message = Message.objects.get()
    assert (message.text.startswith("Guten Tag"), hints(message)) == (True, ["signed"])
    assert [file.name for file in message.attachments.all()] == ["Abnahmeprotokoll.pdf", "smime.p7m"]


@pytest.mark.parametrize(
    ("peer", "marked"),
    [("203.0.113.80 evil.example", True), ("203.0.113.9 mx.bank.example", False), ("10.0.0.7 relay", False)],
)
def test_senders_are_checked_by_ourselves_only_when_switched_on(
    channel: Channel, mail: Mail, settings: Any, names: None, peer: str, marked: bool
) -> None:
    settings.CHECK_SENDERS = True
    raw = mail(sender="Bank <service@bank.example>", mail_id="geld@bank.example")
    intake.keep(
        intake.NewOriginal(
            "smtp", raw, channel.pk, envelope_from="service@bank.example", recipients=("hilfe@demo.example",), peer=peer
        )
    )

    ingest.read_waiting()

    assert ("sender-unverified" in hints(Message.objects.get())) is marked


def test_nothing_is_asked_outside_unless_switched_on(channel: Channel, mail: Mail, names: None) -> None:
    raw = mail(sender="Bank <service@bank.example>")
    intake.keep(
        intake.NewOriginal("smtp", raw, channel.pk, envelope_from="x@bank.example", peer="203.0.113.80 evil.example")
    )

    ingest.read_waiting()

    assert (Original.objects.get().verdicts, Message.objects.get().hints) == ("", [])


def test_a_second_address_is_remembered_when_a_person_says_so(
    sent: Outgoing, mail: Mail, deliver: Deliver, agent: User, settings
) -> None:
    first = Case.objects.get()
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",)
    deliver(
        mail(
            "Von zu Hause.",
            sender="Anna <anna@privat.example>",
            mail_id="2@p.example",
            In_Reply_To=f"<{sent.mail_id}>",
            Authentication_Results="mx.demo.example; dmarc=pass",
        )
    )
    letter = Message.objects.latest("id")
    assert hints(letter) == ["belongs-to"]

    cases.take_sender_in(message_id=letter.pk, by=actor_for(agent), case_id=first.pk)

    letter.refresh_from_db()
    assert (letter.case, letter.customer, hints(letter)) == (first, first.customer, [])
    assert ContactPoint.objects.get(value="anna@privat.example").customer == first.customer
    assert list(Case.objects.all()) == [first]
    assert sum(CaseCount.objects.values_list("amount", flat=True)) == 1
    deliver(mail("Noch etwas.", sender="anna@privat.example", mail_id="3@p.example", In_Reply_To=f"<{sent.mail_id}>"))
    assert Message.objects.latest("id").case == first


def test_a_known_customer_only_hands_over_the_address(
    sent: Outgoing, mail: Mail, deliver: Deliver, agent: User, settings
) -> None:
    settings.TRUSTED_AUTHSERV = ("mx.demo.example",)
    verdict = {"Authentication_Results": "mx.demo.example; dmarc=pass"}
    answer = {"In_Reply_To": f"<{sent.mail_id}>", **verdict}
    deliver(mail("Ich.", sender="Bert <bert@haus.example>", mail_id="4@p.example", **answer))
    letter = Message.objects.latest("id")
    bert = Customer.objects.get(name="Bert")
    ContactPoint.objects.create(customer=bert, kind="mail", value="bert@firma.example", as_written="bert@firma.example")

    cases.take_sender_in(message_id=letter.pk, by=actor_for(agent), case_id=Case.objects.earliest("id").pk)

    assert list(bert.contact_points.values_list("value", flat=True)) == ["bert@firma.example"]


def broken() -> bytes:
    head = b"From: kurt@kurt.example\r\nMessage-ID: <k@kurt.example>\r\nContent-Type: text/plain\r\n\r\n"
    return head + b"Gr\xfc\xdfe von Kurt\r\n"


def test_the_office_says_why_a_mail_was_not_read_fully_and_where_it_is(
    deliver: Deliver, admin: User, client: Client
) -> None:
    deliver(broken())
    client.force_login(admin)

    page = client.get("/office/mails/").content.decode()

    assert "Der Zeichensatz ist nicht richtig angegeben" in page
    assert f"/cases/{Case.objects.get().number}/" in page
    assert client.get(f"/office/mails/{Original.objects.get().pk}/raw/").content == broken()


def test_what_an_older_reader_read_in_part_is_read_again_in_its_place(
    deliver: Deliver, admin: User, client: Client, run_jobs: Callable[[], int]
) -> None:
    deliver(broken())
    Original.objects.update(reader_version=0)
    Message.objects.update(text="Gr��e", hints=[{"code": "crosses", "numbers": ["RL-9"]}])
    client.force_login(admin)

    assert "1 E-Mail erneut lesen" in client.get("/office/mails/").content.decode()
    client.post("/office/mails/readings/")
    while run_jobs():
        pass

    message = Message.objects.get()
    assert (message.text, hints(message)) == ("Grüße von Kurt", ["crosses", "read-with-warnings"])
    assert Original.objects.get().reader_version == ingest.READER_VERSION
    assert "erneut lesen</button>" not in client.get("/office/mails/").content.decode()


@pytest.mark.parametrize(
    ("version", "state", "reason", "amount"),
    [
        (1, "read", "charset-guessed", 1),
        (2, "read", "charset-guessed", 1),
        (2, "read", "truncated-head transfer-encoding", 1),
        (2, "read", "", 0),
        (2, "read", "no-date", 0),
        (2, "ignored", "loop", 0),
        (3, "read", "charset-guessed", 0),
        (3, "failed", "took-too-long", 1),
    ],
)
def test_what_the_readers_of_last_week_read_in_part_is_offered_once_more(
    deliver: Deliver, admin: User, version: int, state: str, reason: str, amount: int
) -> None:
    deliver(broken())
    Original.objects.update(reader_version=version, state=state, reason=reason)

    assert queries.worth_reading_again().count() == amount
    assert actions.read_all_again(by=actor_for(admin)) == amount


def test_reading_again_adds_files_and_takes_none_away(deliver: Deliver, admin: User) -> None:
    deliver(golden("termin_outlook_de"))
    message = Message.objects.get()
    message.attachments.all().delete()
    Original.objects.update(reason="charset-guessed")

    for _ in range(2):
        Original.objects.update(reason="charset-guessed")
        actions.read_again(raw_mail_id=Original.objects.get().pk, by=actor_for(admin))

    assert message.attachments.count() == 1
