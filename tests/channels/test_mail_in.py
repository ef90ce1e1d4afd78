"""A mail comes in by SMTP and is a case."""

from __future__ import annotations

from collections.abc import Callable

from kulanz.cases.models import Case, Message
from kulanz.channels.models import RawMail
from tests.channels.conftest import Mail


def test_a_mail_becomes_a_case_of_its_brand_and_team(mail: Mail, deliver: Callable[..., None]) -> None:
    deliver(mail("Grüße aus Köln"))
    case = Case.objects.get()
    message = Message.objects.get()
    assert (case.number, case.subject, case.channel, case.status) == ("RL-1", "Rad quietscht", "email", "new")
    assert case.team is not None
    assert case.team.name == "Service"
    assert (case.customer.name, message.sender_address) == ("Anna Meier", "anna@kunde.example")
    assert message.text.strip() == "Grüße aus Köln"


def test_the_original_is_kept_byte_for_byte(mail: Mail, deliver: Callable[..., None]) -> None:
    raw = mail("Zeile eins\r\n.Zeile mit Punkt\r\n..zwei Punkte\r\n.\r")
    deliver(raw)
    kept = RawMail.objects.get()
    assert bytes(kept.raw) == raw
    assert (kept.state, kept.sender, kept.recipients) == ("read", "anna@kunde.example", "hilfe@demo.example")


def test_the_same_mail_twice_is_one_message(mail: Mail, deliver: Callable[..., None]) -> None:
    deliver(mail())
    deliver(b"Received: from somewhere else\r\n" + mail())
    assert RawMail.objects.count() == 1
    assert Message.objects.count() == 1
