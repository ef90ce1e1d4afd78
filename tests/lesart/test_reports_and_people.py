"""Reports that are easily missed, and people whose words are easily taken for a report."""

from itertools import product

import pytest

from lesart import Bounce, read_mail
from tests.lesart.builder import ARRIVED, multipart, read

STATUS = (
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kunde.example\r\n\r\n"
    b"Final-Recipient: rfc822; ina@kunde.example\r\nAction: failed\r\nStatus: 5.0.0\r\n"
)
BACK = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <brief-4@laden.example>\r\nTo: ina@kunde.example\r\n"

SUBJECTS = (
    "Paket unzustellbar",
    "Unzustellbar: Sendung 00340434",
    "Ihre Mail konnte nicht zugestellt werden?",
    "Zustellung fehlgeschlagen, wo ist mein Regal",
    "Undelivered parcel",
    "Delivery failed twice now",
    "Returned mail: das Buch kam zurück",
    "Message could not be delivered",
)
TEXTS = (
    "Guten Tag, am 5.11.26 war niemand da, seither liegt alles im Depot.",
    "Ich nutze Version 4.2.1 der App, sie zeigt die Sendung nicht.",
    "Vom 4.7.2026 bis 5.1.27 sind wir umgezogen. Bitte an die neue Adresse.",
    "Der Bote sagte, die Annahme sei dauerhaft verweigert: 550 Meter bis zur Tür waren ihm zu weit.",
    "Auf unserem Server steht 5.10.2, bei Ihnen offenbar 4.4.7. Passt das?",
    "Wenn ich Ihnen schreibe, kommt: 550 5.1.1 User unknown. Was ist da los?",
    "Rechnung 421 vom 4.1.26 kam als unzustellbar zurück.",
)
SENDERS = (
    "Ina Vogt <ina.vogt@post.example>",
    "IT-Abteilung <admin@firma.example>",
    "ina@firma.example",
    "Vogt, Ina <ina@post.example>",
)


def bounce_of(raw: bytes) -> Bounce:
    mail = read(raw)
    assert (mail.is_bounce, mail.is_auto_reply) == (True, False)
    assert mail.bounce is not None
    return mail.bounce


@pytest.mark.parametrize("envelope", ["", None, "ina@post.example"])
@pytest.mark.parametrize("head", ["", "Precedence: bulk\r\n", "Resent-From: alt@post.example\r\n"])
def test_people_who_write_about_undelivered_things_are_no_bounce(envelope: str | None, head: str) -> None:
    wrong = []
    for subject, text, sender in product(SUBJECTS, TEXTS, SENDERS):
        raw = f"{head}From: {sender}\r\nTo: hilfe@laden.example\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()
        mail = read_mail(raw, arrived_at=ARRIVED, envelope_from=envelope)
        if mail.is_bounce or mail.is_auto_reply or mail.delivery is not None:
            wrong.append((subject, text, sender))
    assert wrong == []


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (b"From: Ina Vogt <ina@kunde.example>\r\n", b"WG: Undelivered Mail Returned to Sender"),
        (b"From: Ina Vogt <ina@kunde.example>\r\n", b"[EXTERN] WG: Mail delivery failed"),
        (b"Return-Path: <ina@kunde.example>\r\nFrom: ina@kunde.example\r\n", b"Ihre Adresse geht nicht"),
    ],
)
def test_somebody_who_hands_a_report_on_is_no_bounce(head: bytes, subject: bytes) -> None:
    body = multipart(b"mixed", b"\r\nDas kam bei mir an. Bitte rufen Sie mich an.", STATUS, BACK)
    mail = read(head + b"Subject: " + subject + b"\r\n" + body)
    assert (mail.is_bounce, mail.is_auto_reply) == (False, False)
    assert "Bitte rufen Sie mich an." in mail.text


def test_a_report_that_a_person_sends_as_their_own_mail_is_that_persons_mail() -> None:
    head = b"Return-Path: <ina@kunde.example>\r\nFrom: Ina <ina@kunde.example>\r\nSubject: Lieferung\r\n"
    body = multipart(b"report; report-type=delivery-status", b"\r\nBitte rufen Sie mich an.", STATUS, BACK)
    mail = read(head + body)
    assert (mail.is_bounce, mail.is_auto_reply, mail.is_receipt) == (False, False, False)


@pytest.mark.parametrize(
    "head",
    [
        b"List-Id: <kunden.laden.example>\r\nFrom: mailer-daemon@mx.example\r\nSubject: delivery failure\r\n",
        b"List-Id: <alle.laden.example>\r\nPrecedence: list\r\nFrom: Mail Delivery System <x@mx.example>\r\n"
        b"Subject: Mail delivery failed: returning message to sender\r\n",
        b"From: MAILER-DAEMON <>\r\nSubject: Mail delivery failed\r\n",
        b"From: Mail Delivery System <>\r\nSubject: Undelivered Mail Returned to Sender\r\n",
        b'From: "Mail Delivery Subsystem" <>\r\nSubject: Returned mail: see transcript for details\r\n',
        b"From: <>\r\nSubject: Delivery Status Notification (Failure)\r\n",
        b"Subject: failure notice\r\n",
        b"From: postmaster@mx.example\r\nSubject: [EXTERN] Undelivered Mail Returned to Sender\r\n",
        b"From: postmaster@mx.example\r\nSubject: ***SPAM*** [EXT] Mail delivery failed: returning message\r\n",
        b"From: postmaster@mx.example\r\nSubject: EXTERNAL: Unzustellbar: Ihre Lampe\r\n",
        b"From: Postmaster <p@mx.example>\r\nSubject: (Extern) Returned mail: User unknown\r\n",
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: Re: Ihre Lampe\r\n",
        b"From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kunde.example>\r\n"
        b"Subject: [EXTERN] Unzustellbar: Ihre Lampe\r\n",
    ],
)
def test_reports_of_servers_are_known_whatever_stands_before_them(head: bytes) -> None:
    body = b"\r\nThe following address failed:\r\n\r\n  <ina@kunde.example>: 550 5.1.1 no such user\r\n"
    found = bounce_of(head + body)
    assert (found.recipient, found.status, found.hard) == ("ina@kunde.example", "5.1.1", True)


def test_a_name_without_an_address_is_not_made_up_into_a_sender() -> None:
    mail = read(b"From: MAILER-DAEMON <>\r\nSubject: Mail delivery failed\r\n\r\n550 5.1.1 no such user")
    assert (mail.sender, mail.is_bounce) == (None, True)


@pytest.mark.parametrize(
    ("status", "diagnostic", "text", "expected"),
    [
        ("5.0.0", "smtp; 550 5.1.1 <ina@kunde.example>: user unknown", "", ("5.1.1", "no-such-address")),
        ("5.0.0", "smtp; 550-5.2.2 Mailbox is over quota", "", ("5.2.2", "mailbox-full")),
        ("5.0.0", "", "ina@kunde.example: 550 5.1.1 Unbekannter Benutzer", ("5.1.1", "no-such-address")),
        ("5.0.0", "", "Hallo\r\n\r\n  ina@kunde.example\r\n    550 5.1.10 null MX", ("5.1.10", "domain-takes-no-mail")),
        ("4.0.0", "", "ina@kunde.example: 452 4.2.2 mailbox full", ("4.2.2", "mailbox-full")),
        ("5.0.0", "", "Am 5.1.27 wieder versuchen. ina@kunde.example: No MX found", ("5.0.0", "unknown")),
        ("5.0.0", "smtp; 550 User unknown", "", ("5.0.0", "no-such-address")),
        ("5.7.1", "smtp; 550 5.1.1 nobody", "", ("5.7.1", "policy")),
    ],
)
def test_a_bare_status_gives_way_to_what_the_far_server_said(
    status: str, diagnostic: str, text: str, expected: tuple[str, str]
) -> None:
    fields = f"Final-Recipient: rfc822; ina@kunde.example\r\nAction: failed\r\nStatus: {status}\r\n"
    fields += f"Diagnostic-Code: {diagnostic}\r\n" if diagnostic else ""
    part = f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{fields}".encode()
    head = b"From: Mailer Daemon <MAILER-DAEMON@mx.example>\r\nSubject: Delivery status notification: error\r\n"
    found = bounce_of(head + multipart(b"mixed", b"\r\n" + text.encode(), part, BACK))
    assert (found.status, found.reason_code) == expected


@pytest.mark.parametrize(
    ("action", "status", "told"),
    [
        ("failed", "5.1.1", "failed"),
        ("failed", "4.4.7", "failed"),
        ("delayed", "4.4.1", "delayed"),
        ("delayed (still trying)", "4.0.0", "delayed"),
        ("delivered", "2.0.0", "delivered"),
        ("relayed", "2.1.9", "relayed"),
        ("expanded", "2.1.5", "expanded"),
        ("", "5.1.1", "failed"),
        ("", "4.4.1", "delayed"),
    ],
)
def test_the_action_says_what_became_of_the_mail(action: str, status: str, told: str) -> None:
    fields = f"Final-Recipient: rfc822; ina@kunde.example\r\nAction: {action}\r\nStatus: {status}\r\n"
    part = f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{fields}".encode()
    head = b"From: MAILER-DAEMON@mx.example\r\nSubject: Bericht\r\n"
    mail = read(head + multipart(b"report; report-type=delivery-status", b"\r\nBericht", part, BACK))
    assert mail.delivery is not None
    assert [(each.recipient, each.action) for each in mail.delivery.recipients] == [("ina@kunde.example", told)]
    assert mail.delivery.original_message_id == "brief-4@laden.example"
    assert mail.is_bounce is (told in {"failed", "delayed"})
    assert mail.is_receipt is (told not in {"failed", "delayed"})


def test_each_recipient_of_a_report_is_told_apart() -> None:
    part = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; a@kunde.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
        b"Final-Recipient: rfc822; b@kunde.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    head = b"From: MAILER-DAEMON@mx.example\r\nSubject: Bericht\r\n"
    mail = read(head + multipart(b"report; report-type=delivery-status", b"\r\nBericht", part, BACK))
    assert mail.delivery is not None
    assert [each.action for each in mail.delivery.recipients] == ["delivered", "failed"]


def test_a_report_without_any_parts_names_recipient_code_and_mail() -> None:
    raw = (
        b"Received: from MAILER-DAEMON\r\n\tid 5f1c by laden.example (DragonFly Mail Agent v0.13);\r\n"
        b"From: MAILER-DAEMON <>\r\nTo: hilfe@laden.example\r\nSubject: Mail delivery failed\r\n\r\n"
        b"This is the DragonFly Mail Agent v0.13 at laden.example.\r\n\r\n"
        b"There was an error delivering your mail to <ina@kunde.example>.\r\n\r\n"
        b"mx.kunde.example [192.0.2.7] did not like our RCPT TO:\r\n550 5.1.1 User unknown\r\n\r\n"
        b"Original message follows.\r\n\r\nFrom: hilfe@laden.example\r\nTo: ina@kunde.example\r\n"
        b"Message-ID: <brief-4@laden.example>\r\n\r\nAm 5.1.27 sind wir wieder da.\r\n"
    )
    found = bounce_of(raw)
    assert (found.recipient, found.status, found.original_message_id, found.action) == (
        "ina@kunde.example",
        "5.1.1",
        "brief-4@laden.example",
        "failed",
    )
