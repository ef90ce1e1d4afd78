"""Golden mails as real programs write them, each with its right reading beside it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lesart import read_mail
from lesart.model import Inbound

FOLDER = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
ARRIVED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

READ: dict[str, Callable[[Inbound], Any]] = {
    "subject": lambda mail: mail.subject,
    "from": lambda mail: mail.sender.address if mail.sender else "",
    "from_name": lambda mail: mail.sender.name if mail.sender else "",
    "date": lambda mail: mail.date.isoformat(),
    "attachments": lambda mail: [{"name": item.name, "size": item.size} for item in mail.attachments],
    "attachment_kinds": lambda mail: [item.kind for item in mail.attachments],
    "visible_reply": lambda mail: " ".join(mail.visible_reply.split()),
    "in_reply_to": lambda mail: mail.in_reply_to,
    "references": lambda mail: list(mail.references),
    "is_bounce": lambda mail: mail.is_bounce,
    "bounce_class": lambda mail: mail.bounce and mail.bounce.status_class,
    "bounce_recipient": lambda mail: mail.bounce and mail.bounce.recipient,
    "hard": lambda mail: mail.bounce and mail.bounce.hard,
    "bounce_message_id": lambda mail: mail.bounce and mail.bounce.original_message_id,
    "is_auto_reply": lambda mail: mail.is_auto_reply,
    "auto_reply_until": lambda mail: mail.auto_reply_until and mail.auto_reply_until.isoformat(),
    "is_receipt": lambda mail: mail.is_receipt,
    "is_list": lambda mail: mail.is_list,
    "de_mail": lambda mail: mail.de_mail,
    "protected": lambda mail: mail.protected,
    "forwarded_from": lambda mail: mail.forwarded_from and mail.forwarded_from.address,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_mail_is_read_as_written_beside_it(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    mail = read_mail((FOLDER / f"{name}.eml").read_bytes(), arrived_at=ARRIVED)
    contained = expected.pop("visible_contains", [])
    foreign = expected.pop("visible_lacks", [])
    if "visible_reply" in expected:
        expected["visible_reply"] = " ".join(expected["visible_reply"].split())
    assert {key: READ[key](mail) for key in expected} == expected
    assert [words for words in contained if words not in mail.visible_reply] == []
    assert [words for words in foreign if words in mail.visible_reply] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_golden_mail_is_lost_by_splitting(name: str) -> None:
    mail = read_mail((FOLDER / f"{name}.eml").read_bytes(), arrived_at=ARRIVED)
    assert "unreadable" not in mail.warnings
    if mail.html is None or mail.text.split() == mail.visible_reply.split():
        assert sorted((mail.visible_reply + " " + mail.hidden_rest).split()) == sorted(mail.text.split())


def test_there_are_enough_golden_mails_and_no_two_are_alike() -> None:
    bodies = {(FOLDER / f"{name}.eml").read_bytes().partition(b"\r\n\r\n")[2] for name in NAMES}
    assert len(NAMES) >= 120
    assert len(bodies) == len(NAMES)


def test_every_golden_mail_has_its_reading_and_network_line_ends() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES
    for name in NAMES:
        raw = (FOLDER / f"{name}.eml").read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n"), name
