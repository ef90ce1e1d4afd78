"""An original is tried a few times and not for ever; what hinders all alike is waited for and counts for none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import override_settings

from kulanz.cases.models import Attachment, Message
from kulanz.channels import apart, ingest, taking
from kulanz.channels.email import adapter
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Mailbox, Original
from kulanz.channels.parse_warnings import warnings_in_words
from lesart import Inbound, read_mail
from tests.channels.conftest import Mail

Keep = Callable[..., None]
LETTER_WITH_FILE = (
    b"From: Anna <anna@kunde.example>\r\nTo: hilfe@demo.example\r\nSubject: Bild\r\nMessage-ID: <f%d@x>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\nContent-Type: text/plain\r\n\r\n"
    b"Anbei.\r\n--g\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%%PDF %d\r\n--g--\r\n"
)


@pytest.fixture
def keep(mailbox: Mailbox) -> Keep:
    """Keeps mails as the listener does."""

    def store(*raws: bytes) -> None:
        whom = ("hilfe@demo.example",)
        keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "a@b.example", whom) for raw in raws])

    return store


@pytest.fixture(autouse=True)
def _nothing_put_off() -> Iterator[None]:
    yield
    taking._put_off.clear()


def states() -> list[tuple[str, int]]:
    return list(Original.objects.order_by("id").values_list("state", "tries"))


def die_while_reading() -> dict[int, int]:
    """What is left of a reading whose process was killed: the try was counted, and nothing else."""
    return taking.begin(ingest.BATCH)


def test_a_batch_that_died_is_read_in_ever_smaller_ones(keep: Keep, mail: Mail) -> None:
    keep(*(mail(mail_id=f"{n}@x") for n in range(20)))
    amounts = [len(die_while_reading()) for _ in range(2)]
    amounts += [ingest.read_waiting() for _ in range(11)]
    assert amounts == [20, 8, 8, 4, 1, 1, 1, 1, 1, 1, 1, 1, 0]
    assert {state for state, _ in states()} == {"read"}


def test_what_kills_again_and_again_fails_with_words_and_takes_nobody_along(keep: Keep, mail: Mail) -> None:
    keep(*(mail(mail_id=f"{n}@x") for n in range(3)))
    deaths = [set(die_while_reading()) for _ in range(ingest.MOST_TRIES)]
    first = Original.objects.earliest("id")
    assert deaths[2:] == [{first.pk}] * (ingest.MOST_TRIES - 2)
    while ingest.read_waiting():
        pass
    first.refresh_from_db()
    assert [state for state, _ in states()] == ["failed", "read", "read"]
    assert (first.reason, Message.objects.count()) == ("tried-too-often", 3)
    assert warnings_in_words(first.reason)[0].startswith("Mehrere Versuche")
    assert Message.objects.get(pk=first.message_id or 0).hints == [{"code": "unreadable", "raw_mail_id": first.pk}]


def test_fresh_mails_go_before_one_that_died(keep: Keep, mail: Mail) -> None:
    keep(mail(mail_id="a@x"))
    die_while_reading()
    keep(mail(mail_id="b@x"))
    assert (ingest.read_waiting(), [state for state, _ in states()]) == (1, ["kept", "read"])


def test_a_reading_that_takes_too_long_is_stopped(keep: Keep, mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(raw: bytes, **context: Any) -> Inbound:
        while b"langsam" in raw:
            pass
        return read_mail(raw, **context)

    monkeypatch.setattr(adapter, "read_mail", slowly)
    monkeypatch.setattr(ingest, "LONGEST_READING", 0.2)
    keep(mail(mail_id="a@x"), mail("langsam", mail_id="b@x"), mail(mail_id="c@x"))
    while ingest.read_waiting():
        pass
    assert list(Original.objects.order_by("id").values_list("state", "reason")) == [
        ("read", ""),
        ("failed", "took-too-long"),
        ("read", ""),
    ]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """No attachment can be stored as long as this file stands in the way of their folder."""
    from django.conf import settings  # noqa: PLC0415 - beside its one use

    blocked = tmp_path / "attachments"
    blocked.write_text("in the way")
    backend = settings.STORAGES["attachments"]
    other = {**backend, "OPTIONS": {**backend.get("OPTIONS", {}), "location": str(blocked)}}
    with override_settings(STORAGES={**settings.STORAGES, "attachments": other}):
        yield blocked


def test_a_mail_whose_files_find_no_room_waits_and_is_tried_again(
    keep: Keep, mail: Mail, full_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(LETTER_WITH_FILE % (1, 1), mail(mail_id="b@x"), LETTER_WITH_FILE % (2, 2))
    for _attempt in range(ingest.MOST_TRIES + 2):
        monkeypatch.setattr(taking, "PAUSE", 0.0)
        ingest.read_waiting()
    assert states() == [("kept", 0), ("read", 1), ("kept", 0)]
    full_disk.unlink()
    while ingest.read_waiting():
        pass
    assert [state for state, _ in states()] == ["read"] * 3
    assert (Message.objects.count(), Attachment.objects.count()) == (3, 2)


def test_waiting_for_the_disk_keeps_nobody_busy_and_nobody_back(keep: Keep, mail: Mail, full_disk: Path) -> None:
    keep(*(LETTER_WITH_FILE % (n, n) for n in range(ingest.BATCH)))
    assert (ingest.read_waiting(), ingest.read_waiting()) == (0, 0)
    keep(mail(mail_id="b@x"))
    assert (ingest.read_waiting(), ingest.read_waiting()) == (1, 0)


def test_a_database_that_goes_away_counts_for_no_mail(keep: Keep, mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(arrivals: object) -> None:
        raise OperationalError("gone")

    keep(mail())
    with monkeypatch.context() as patch:
        patch.setattr(ingest, "receive_messages", away)
        for _attempt in range(ingest.MOST_TRIES + 2):
            with pytest.raises(OperationalError):
                ingest.read_waiting()
    assert states() == [("kept", 0)]
    assert (ingest.read_waiting(), states()[0][0]) == (1, "read")


@pytest.mark.parametrize(
    ("ending", "state", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "failed", "tried-too-often"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "failed", "tried-too-often"),
        ("os.abort()", "failed", "tried-too-often"),
        ("time.sleep(60)", "failed", "took-too-long"),
        ("raise MemoryError", "read", ""),
        ("sys.stdin.buffer.read()", "read", ""),
        ("os.kill(os.getpid(), signal.SIGTERM)", "kept", ""),
    ],
)
def test_a_suspect_is_read_in_a_process_of_its_own_first(
    keep: Keep, mail: Mail, monkeypatch: pytest.MonkeyPatch, ending: str, state: str, reason: str
) -> None:
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", f"import os, signal, sys, time\n{ending}"])
    monkeypatch.setattr(ingest, "LONGEST_READING", 3.0)
    keep(mail())
    for _death in range(2):
        die_while_reading()
    ingest.read_waiting()
    original = Original.objects.get()
    assert (original.state, original.reason) == (state, reason)


def test_kills_from_outside_while_a_suspect_is_tried_out_count_for_nothing(
    keep: Keep, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(mail())
    for _death in range(2):
        die_while_reading()

    def killed(module: str, raw: bytes, seconds: float) -> apart.Verdict:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "read_apart", killed)
        for _storm in range(10):
            with pytest.raises(KeyboardInterrupt):
                ingest.read_waiting()
    assert states() == [("kept", 2)]
    assert (ingest.read_waiting(), states()[0][0]) == (1, "read")
