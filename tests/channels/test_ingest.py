"""Originals become messages exactly once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from kulanz.cases.errors import NotAllowed, WrongState
from kulanz.cases.models import Case, Message
from kulanz.channels import actions, ingest
from kulanz.channels.email import adapter
from kulanz.channels.email.letters import Letter
from kulanz.channels.intake import NewOriginal, keep_all
from kulanz.channels.models import Mailbox, Original
from kulanz.people.actors import actor_for
from kulanz.people.models import User
from lesart import Inbound, read_mail
from tests.channels.conftest import Mail


@pytest.fixture
def keep(mailbox: Mailbox) -> Callable[..., None]:
    """Keeps mails as the listener does."""

    def store(*raws: bytes) -> None:
        recipients = ("hilfe@demo.example",)
        keep_all([NewOriginal("smtp", raw, mailbox.channel_id, mailbox.pk, "a@b.example", recipients) for raw in raws])

    return store


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Reading fails on mails that say so."""
    genuine = adapter._arrival

    def arrival(letter: Letter, *rest: object) -> object:
        if b"explode" in letter.head:
            raise RuntimeError("cannot")
        return genuine(letter, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(adapter, "_arrival", arrival)
    return monkeypatch


def test_a_batch_takes_a_constant_number_of_queries(keep: Callable[..., None], mail: Mail) -> None:
    counts = []
    for start, amount in ((0, 2), (100, 30)):
        keep(
            *(mail(mail_id=f"{n}@x", sender=f"k{n}@x.example") for n in range(start, start + amount // 2)),
            *(
                mail(mail_id=f"r{n}@x", sender=f"k{n}@x.example", In_Reply_To=f"<{n}@x>", subject="AW: RL-1")
                for n in range(start, start + amount // 2)
            ),
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ingest.read_waiting() == amount
        counts.append(len(queries))
    assert (counts[0], Message.objects.count()) == (counts[1], 32)


def test_a_mail_that_cannot_be_read_is_kept_and_leaves_its_neighbours_alone(
    keep: Callable[..., None], mail: Mail, broken: pytest.MonkeyPatch
) -> None:
    keep(mail(mail_id="a@x"), mail(mail_id="b@x", subject="explode"), mail(mail_id="c@x"))
    assert ingest.read_waiting() == 3
    assert list(Original.objects.order_by("id").values_list("state", flat=True)) == ["read", "failed", "read"]
    notice = Message.objects.get(source_id=None)
    failed = Original.objects.get(state="failed")
    assert notice.hints == [{"code": "unreadable", "raw_mail_id": failed.pk}]
    assert failed.message_id == notice.pk
    assert "RuntimeError: cannot" in failed.reason


def test_reading_again_takes_the_place_of_the_notice(
    keep: Callable[..., None], mail: Mail, broken: pytest.MonkeyPatch, agent: User
) -> None:
    keep(mail("Endlich lesbar", subject="explode"))
    ingest.read_waiting()
    broken.undo()
    failed = Original.objects.get()
    with pytest.raises(NotAllowed):
        actions.read_again(raw_mail_id=failed.pk, by=actor_for(agent))
    agent.is_admin = True
    actions.read_again(raw_mail_id=failed.pk, by=actor_for(agent))
    failed.refresh_from_db()
    assert (failed.state, Case.objects.count()) == ("read", 1)
    assert Message.objects.get(pk=failed.message_id or 0).text.strip() == "Endlich lesbar"
    with pytest.raises(WrongState):
        actions.read_again(raw_mail_id=failed.pk, by=actor_for(agent))


def test_a_mail_that_was_read_in_part_only_is_read_again_into_its_case(
    keep: Callable[..., None], mail: Mail, monkeypatch: pytest.MonkeyPatch, agent: User
) -> None:
    def in_part(raw: bytes, **context: Any) -> Inbound:
        return replace(read_mail(raw, **context), warnings=("unreadable",), visible_reply="", text="?? Umlaut")

    keep(mail("Ü, endlich lesbar"))
    with monkeypatch.context() as patch:
        patch.setattr(adapter, "read_mail", in_part)
        ingest.read_waiting()
    failed = Original.objects.get()
    assert (failed.state, Message.objects.get().text) == ("failed", "?? Umlaut")
    agent.is_admin = True
    actions.read_again(raw_mail_id=failed.pk, by=actor_for(agent))
    texts = [text.strip() for text in Message.objects.order_by("id").values_list("text", flat=True)]
    assert (texts, Case.objects.count()) == (["?? Umlaut", "Ü, endlich lesbar"], 1)


def test_when_the_database_goes_away_nothing_is_decided(
    keep: Callable[..., None], mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(mail())

    def away(arrivals: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "receive_messages", away)
        with pytest.raises(OperationalError):
            ingest.read_waiting()
    assert Original.objects.get().state == "kept"
    assert ingest.read_waiting() == 1


def test_a_message_stored_before_a_crash_is_not_stored_again(keep: Callable[..., None], mail: Mail) -> None:
    keep(mail())
    ingest.read_waiting()
    Original.objects.update(state="kept")
    ingest.read_waiting()
    assert (Message.objects.count(), Original.objects.get().state) == (1, "read")


def test_an_original_without_a_channel_goes_to_the_first_brand(mailbox: Mailbox, mail: Mail) -> None:
    keep_all([NewOriginal("smtp", mail(), None)])
    ingest.read_waiting()
    assert Case.objects.get().brand.name == "Radlust"
