"""A mail comes in by SMTP and is a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kulanz.cases.models import Case, Message
from kulanz.channels.models import Original
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
    kept = Original.objects.get()
    assert bytes(kept.raw) == raw
    assert (kept.state, kept.sender, kept.recipients) == ("read", "anna@kunde.example", "hilfe@demo.example")


def test_the_same_mail_twice_is_one_message(mail: Mail, deliver: Callable[..., None]) -> None:
    deliver(mail())
    deliver(b"Received: from somewhere else\r\n" + mail())
    assert Original.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "footer", ["Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App\r\n\r\nSent from my Pixel"]
)
def test_a_photo_sent_without_a_word_is_no_letter_about_a_phone(
    mail: Mail, deliver: Callable[..., None], footer: str
) -> None:
    photo = (
        f"--g\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{footer}\r\n"
        "--g\r\nContent-Type: image/png; name=rad.png\r\n\r\nPNG\r\n--g--"
    )
    deliver(mail(photo, Content_Type='multipart/mixed; boundary="g"'))
    message = Message.objects.get()
    assert (message.text, message.hidden.split(), message.has_files) == ("", footer.split(), True)
