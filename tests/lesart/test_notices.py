"""Notices of mail providers, as they come by mail: one JSON document and nothing else."""

import json
from typing import Any

import pytest

from tests.lesart.builder import read

OURS = "<brief-4@laden.example>"
SES = {
    "notificationType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [
            {
                "emailAddress": "ina@kunde.example",
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
            }
        ],
        "timestamp": "2026-11-20T08:00:00.000Z",
    },
    "mail": {
        "source": "hilfe@laden.example",
        "messageId": "0102018c-77aa-000000",
        "destination": ["ina@kunde.example"],
        "headers": [{"name": "From", "value": "hilfe@laden.example"}, {"name": "Message-ID", "value": OURS}],
    },
}
NOTICES: dict[str, tuple[Any, str, str, str]] = {
    "ses": (SES, "failed", "5", "5.1.1"),
    "ses_inside_sns": ({"Type": "Notification", "MessageId": "77", "Message": json.dumps(SES)}, "failed", "5", "5.1.1"),
    "ses_delay": (
        {
            "eventType": "DeliveryDelay",
            "deliveryDelay": {
                "delayedRecipients": [
                    {
                        "emailAddress": "ina@kunde.example",
                        "status": "4.4.1",
                        "diagnosticCode": "smtp; 421 4.4.1 timeout",
                    }
                ],
            },
            "mail": {"commonHeaders": {"messageId": OURS, "to": ["ina@kunde.example"]}},
        },
        "delayed",
        "4",
        "4.4.1",
    ),
    "mailgun": (
        {
            "signature": {"token": "x", "timestamp": "1763625600"},
            "event-data": {
                "event": "failed",
                "severity": "permanent",
                "recipient": "ina@kunde.example",
                "delivery-status": {"code": 550, "enhanced-code": "5.1.1", "message": "5.1.1 mailbox unknown here"},
                "message": {"headers": {"message-id": OURS.strip("<>"), "to": "ina@kunde.example"}},
            },
        },
        "failed",
        "5",
        "5.1.1",
    ),
    "mailgun_passing": (
        {
            "event-data": {
                "event": "failed",
                "severity": "temporary",
                "recipient": "ina@kunde.example",
                "delivery-status": {"code": 452, "message": "452 4.2.2 mailbox full"},
                "message": {"headers": {"message-id": OURS.strip("<>")}},
            }
        },
        "delayed",
        "4",
        "4.2.2",
    ),
    "postmark": (
        {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "TypeCode": 1,
            "Email": "ina@kunde.example",
            "From": "hilfe@laden.example",
            "Details": "smtp;550 5.1.1 The email account does not exist.",
            "Metadata": {"Message-ID": OURS},
        },
        "failed",
        "5",
        "5.1.1",
    ),
    "sendgrid": (
        [
            {
                "email": "ina@kunde.example",
                "event": "bounce",
                "type": "bounce",
                "status": "5.1.1",
                "reason": "550 5.1.1 no such user",
                "smtp-id": OURS,
            }
        ],
        "failed",
        "5",
        "5.1.1",
    ),
    "sendgrid_deferred": (
        [{"email": "ina@kunde.example", "event": "deferred", "response": "451 4.7.1 try later", "smtp-id": OURS}],
        "delayed",
        "4",
        "4.7.1",
    ),
    "brevo": (
        {"event": "hard_bounce", "email": "ina@kunde.example", "message-id": OURS, "reason": "550 5.1.1 no mailbox"},
        "failed",
        "5",
        "5.1.1",
    ),
    "brevo_without_code": (
        {"event": "soft_bounce", "email": "ina@kunde.example", "message-id": OURS, "reason": "mailbox is full"},
        "failed",
        "4",
        "4.0.0",
    ),
    "sparkpost": (
        {
            "msys": {
                "message_event": {
                    "type": "bounce",
                    "rcpt_to": "ina@kunde.example",
                    "error_code": "550",
                    "raw_reason": "550 5.1.1 unknown recipient",
                    "rcpt_meta": {"Message-ID": OURS},
                }
            }
        },
        "failed",
        "5",
        "5.1.1",
    ),
    "mailjet": (
        {
            "event": "bounce",
            "email": "ina@kunde.example",
            "hard_bounce": True,
            "error_related_to": "recipient",
            "error": "user unknown",
            "Message-ID": OURS,
        },
        "failed",
        "5",
        "5.0.0",
    ),
}


def mail_with(body: str, head: str = "From: Notice <no-reply@provider.example>\r\nSubject: Notification\r\n") -> bytes:
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()


@pytest.mark.parametrize("name", NOTICES)
def test_a_providers_notice_is_a_bounce_with_recipient_code_and_our_id(name: str) -> None:
    document, action, status_class, status = NOTICES[name]
    mail = read(mail_with(json.dumps(document, indent=2)))
    assert mail.bounce is not None
    assert mail.delivery is not None
    assert (mail.bounce.recipient, mail.bounce.status_class, mail.bounce.status) == (
        "ina@kunde.example",
        status_class,
        status,
    )
    assert mail.delivery.original_message_id == OURS.strip("<>")
    assert [each.action for each in mail.delivery.recipients] == [action]


def test_the_footer_of_a_notification_service_does_not_hide_it() -> None:
    footer = "\r\n\r\n--\r\nIf you wish to stop receiving notifications from this topic, please visit the link below."
    assert read(mail_with(json.dumps(SES) + footer)).is_bounce is True


def test_a_notice_that_is_the_only_part_of_a_mail_is_read_too() -> None:
    head = b"From: no-reply@provider.example\r\nSubject: Event\r\nContent-Type: application/json\r\n\r\n"
    assert read(head + json.dumps(SES).encode()).is_bounce is True


def test_a_notice_of_arrival_is_no_bounce_and_no_answer() -> None:
    document = {"RecordType": "Delivery", "Recipient": "ina@kunde.example", "Metadata": {"Message-ID": OURS}}
    mail = read(mail_with(json.dumps(document)))
    assert (mail.is_bounce, mail.is_receipt, mail.receipt_for) == (False, True, OURS.strip("<>"))


@pytest.mark.parametrize(
    "body",
    [
        "Guten Tag, unser System meldet: " + json.dumps(SES),
        json.dumps(SES) + "\r\n\r\nWas bedeutet das? Bitte rufen Sie mich an.",
        json.dumps({"event": "open", "email": "ina@kunde.example", "message-id": OURS}),
        json.dumps({"notificationType": "Complaint", "complaint": {"emailAddress": "ina@kunde.example"}}),
        json.dumps({"event": "bounce", "message-id": OURS}),
        json.dumps({"order": 17, "status": "failed payment"}),
        "[EXTERN] Guten Tag, mein Paket kam zurück.",
        "{" * 50_000,
        "[" * 50_000,
        "{}",
        "[1, 2, 3]",
    ],
)
def test_anything_else_in_braces_is_an_ordinary_mail(body: str) -> None:
    mail = read(mail_with(body, "From: Ina Vogt <ina@kunde.example>\r\nSubject: Frage\r\n"))
    assert (mail.is_bounce, mail.is_auto_reply, mail.warnings) == (False, False, ("no-date",))


def test_a_notice_that_somebody_passes_on_is_their_mail() -> None:
    head = "From: Ina Vogt <ina@kunde.example>\r\nSubject: [EXTERN] WG: Notification\r\n"
    assert read(mail_with(json.dumps(SES), head)).is_bounce is False
