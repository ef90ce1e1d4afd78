"""Delivery reports and what they say; ordinary mail that looks a little like one."""

import pytest

from lesart import Address, Bounce, read_mail
from lesart.bounce_reasons import is_hard, reason_of
from tests.lesart.builder import ARRIVED, multipart, read, with_head

DAEMON = (
    b"Return-Path: <>\r\nFrom: Mail Delivery System "
    b"<MAILER-DAEMON@mx.kunde.example>\r\nTo: hilfe@laden.example\r\n"
    b"Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
)
ORIGINAL = b"Message-ID: <fall-7@laden.example>\r\nTo: eva@kunde.example\r\nSubject: Ihre Lampe\r\n\r\nGuten Tag"


def report(fields: bytes, head: bytes = DAEMON) -> bytes:
    body = multipart(
        b"report; report-type=delivery-status",
        b"\r\nDie Nachricht konnte nicht zugestellt werden.",
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kunde.example\r\n\r\n" + fields,
        b"Content-Type: message/rfc822\r\n\r\n" + ORIGINAL,
    )
    return head + body


def bounce_of(raw: bytes) -> Bounce:
    mail = read(raw)
    assert (mail.is_bounce, mail.is_auto_reply) == (True, False)
    assert mail.bounce is not None
    return mail.bounce


def test_a_report_tells_who_why_and_which_message() -> None:
    fields = (
        b"Final-Recipient: rfc822; eva@kunde.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
    )
    assert bounce_of(report(fields)) == Bounce(
        status_class="5",
        status="5.1.1",
        recipient="eva@kunde.example",
        original_message_id="fall-7@laden.example",
        reason_code="no-such-address",
        hard=True,
    )


def test_a_delay_is_passing() -> None:
    fields = b"Final-Recipient: rfc822; eva@kunde.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
    found = bounce_of(report(fields))
    assert (found.status_class, found.reason_code, found.hard) == ("4", "network", False)


def test_a_full_mailbox_is_lasting_but_not_hard() -> None:
    fields = b"Final-Recipient: rfc822; eva@kunde.example\r\nAction: failed\r\nStatus: 5.2.2\r\n"
    found = bounce_of(report(fields))
    assert (found.status_class, found.reason_code, found.hard) == ("5", "mailbox-full", False)


def test_the_failed_one_of_several_recipients_counts() -> None:
    fields = (
        b"Final-Recipient: rfc822; a@kunde.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
        b"Final-Recipient: rfc822; b@kunde.example\r\nAction: failed\r\nStatus: 5.7.1\r\n"
    )
    found = bounce_of(report(fields))
    assert (found.recipient, found.status, found.reason_code) == ("b@kunde.example", "5.7.1", "policy")


def test_a_missing_status_is_read_from_what_the_server_said() -> None:
    fields = (
        b"Final-Recipient: rfc822; eva@kunde.example\r\nDiagnostic-Code: smtp; 452 quota exceeded\r\nAction: failed\r\n"
    )
    found = bounce_of(report(fields))
    assert (found.status_class, found.reason_code) == ("4", "mailbox-full")


def test_a_report_of_success_is_no_bounce() -> None:
    fields = b"Final-Recipient: rfc822; eva@kunde.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
    mail = read(report(fields))
    assert (mail.is_bounce, mail.is_receipt, mail.is_auto_reply) == (False, True, True)


def test_a_complaint_is_automatic_and_no_bounce() -> None:
    part = b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse"
    mail = with_head(multipart(b"report; report-type=feedback-report", b"\r\nBeschwerde", part))
    assert (mail.is_bounce, mail.is_receipt, mail.is_auto_reply) == (False, False, True)


def test_a_report_in_a_report_is_read() -> None:
    fields = b"Final-Recipient: rfc822; eva@kunde.example\r\nAction: failed\r\nStatus: 5.1.2\r\n"
    whole = report(fields).replace(b"grenze", b"innen")
    outer = multipart(b"mixed", b"\r\nReport", b"Content-Type: message/rfc822\r\n\r\n" + whole)
    assert bounce_of(DAEMON + outer).status == "5.1.2"


def test_a_report_in_plain_words_is_known_by_its_sender() -> None:
    body = (
        b"\r\n<eva@kunde.example>: host mx.kunde.example said: 550 5.1.1 no such "
        b"user\r\n\r\nMessage-ID: <fall-7@laden.example>\r\n"
    )
    found = bounce_of(DAEMON + body)
    assert (found.status, found.recipient, found.original_message_id, found.hard) == (
        "5.1.1",
        "eva@kunde.example",
        "fall-7@laden.example",
        True,
    )


def test_failed_recipients_in_the_header_are_enough() -> None:
    found = bounce_of(b"From: x@mx.example\r\nX-Failed-Recipients: eva@kunde.example\r\n\r\nrouting failed")
    assert found.recipient == "eva@kunde.example"


@pytest.mark.parametrize(
    "raw",
    [
        (b"From: eva@kunde.example\r\nSubject: Paket nicht zugestellt\r\n\r\nMein Paket ist unzustellbar, 550 Euro!"),
        (b"From: eva@kunde.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\nWas heisst das? 550 5.1.1"),
        (b"From: postmaster@kunde.example\r\nSubject: Frage zur Rechnung\r\n\r\nWir haben 5.1.1 und 450 bestellt."),
        b"From: postmaster@kunde.example\r\nSubject: Mail server: error in Ihrer Rechnung\r\n\r\nBitte neu.",
        b"From: Postmaster <p@kunde.example>\r\nSubject: Re: Delivery failure\r\n\r\nDanke!",
        b"Return-Path: <>\r\nFrom: eva@kunde.example\r\nSubject: Abwesend\r\n\r\nBin im Urlaub.",
        (
            b"Return-Path: <>\r\nFrom: info@versand.example\r\nSubject: Ihr Paket wurde "
            b"nicht zugestellt\r\n\r\nAbholung ab 10 Uhr"
        ),
        (b"List-Id: <mta.list.example>\r\nFrom: eva@x.example\r\nSubject: delivery failure\r\n\r\n550 5.1.1"),
    ],
)
def test_ordinary_mail_is_no_bounce(raw: bytes) -> None:
    assert read(raw).is_bounce is False


def test_the_envelope_tells_a_report_from_a_person() -> None:
    raw = b"From: noreply@mx.example\r\nSubject: Undeliverable: Ihre Lampe\r\n\r\n550 5.1.1 unknown user"
    found = [
        read_mail(raw, arrived_at=ARRIVED, envelope_from=envelope).is_bounce
        for envelope in ("", "noreply@mx.example", None)
    ]
    assert found == [True, False, False]


def test_a_forged_return_path_gives_way_to_the_envelope() -> None:
    raw = b"Return-Path: <>\r\nSubject: Undeliverable: Ihre Lampe\r\n\r\n550 5.1.1 unknown user"
    mail = read_mail(raw, arrived_at=ARRIVED, envelope_from="eva@kunde.example")
    assert (mail.is_bounce, mail.sender) == (False, Address("", "eva@kunde.example"))


def test_a_forwarded_bounce_of_a_customer_is_a_question() -> None:
    whole = report(b"Action: failed\r\nStatus: 5.1.1\r\n").replace(b"grenze", b"innen")
    inner = b"Content-Type: message/rfc822\r\n\r\n" + whole
    assert with_head(multipart(b"mixed", b"\r\nWas soll ich tun?", inner)).is_bounce is False


REASONS = {
    ("5.1.1", ""): "no-such-address",
    ("5.0.0", "550 unknown user eva"): "no-such-address",
    ("5.0.0", "Host or domain name not found"): "no-such-domain",
    ("5.1.10", ""): "domain-takes-no-mail",
    ("5.3.4", "user unknown"): "too-large",
    ("5.7.26", "unauthenticated, user unknown"): "policy",
    ("5.7.1", "blocked using a blacklist"): "spam",
    ("5.4.1", "Recipient address rejected: Access denied"): "no-such-address",
    ("4.4.7", ""): "expired",
    (None, "message rejected: virus found"): "virus",
    (None, ""): "unknown",
    ("5.6.0", ""): "content",
}


@pytest.mark.parametrize(("status", "diagnostic"), REASONS)
def test_a_reason_comes_from_the_status_or_the_words(status: str | None, diagnostic: str) -> None:
    assert reason_of(status, diagnostic) == REASONS[status, diagnostic]


def test_only_a_lasting_fault_of_the_address_is_hard() -> None:
    assert [is_hard("5", "no-such-address"), is_hard("4", "no-such-address"), is_hard("5", "spam")] == [
        True,
        False,
        False,
    ]
