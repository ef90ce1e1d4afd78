"""One outbox for all channels, and none waits for another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from kulanz.channels.adapter import Later
from kulanz.channels.models import Channel, Outgoing
from kulanz.channels.null import adapter as null
from kulanz.channels.outbox import sending
from kulanz.channels.outbox.queueing import prepare
from kulanz.core.clock import now
from kulanz.events.worker import run_due
from tests.factories import make_case


@pytest.fixture
def waiting(channel: Channel) -> dict[str, Outgoing]:
    """One answer by mail and one through the channel for tests, both due for a minute."""
    null.sent.clear()
    for kind in ("email", "null"):
        case = make_case(brand=channel.brand, channel=kind)
        to = [{"name": "Anna", "address": "anna@kunde.example", "role": "to"}]
        message = case.messages.create(
            direction="out", delivery="held", channel=kind, text="Hallo", recipients=to, at=now() - timedelta(minutes=1)
        )
        prepare(message)
    return {each.channel: each for each in Outgoing.objects.all()}


def test_what_has_no_way_out_holds_up_nothing_else(settings: LazySettings, waiting: dict[str, Outgoing]) -> None:
    settings.SMTP_OUT = ""
    run_due()

    assert dict(Outgoing.objects.values_list("channel", "state")) == {"email": "queued", "null": "sent"}
    assert null.sent == [waiting["null"].message_id]
    assert sending.send_due() == 0, "without a way out nobody writes jobs for it"


def test_a_server_that_fell_silent_rests_alone(settings: LazySettings, waiting: dict[str, Outgoing]) -> None:
    settings.SMTP_OUT = "smtp://127.0.0.1:1"
    silent = {"last_error": "TimeoutError: timed out", "started_at": now()}
    Outgoing.objects.filter(channel="email").update(state="queued", **silent)
    sending.send(waiting["email"].pk)
    sending.send(waiting["null"].pk, "null")

    assert dict(Outgoing.objects.values_list("channel", "state")) == {"email": "queued", "null": "sent"}
    assert Outgoing.objects.get(channel="email").attempts == 0


def test_what_was_cut_off_is_decided_by_a_person_whatever_carried_it(waiting: dict[str, Outgoing]) -> None:
    Outgoing.objects.update(state="sending", started_at=now() - timedelta(hours=1))

    assert sending.settle_interrupted() == 2
    assert set(Outgoing.objects.values_list("state", "message__delivery")) == {("uncertain", "uncertain")}
    assert null.sent == []


def test_twelve_attempts_are_made_and_the_author_hears(waiting: dict[str, Outgoing], monkeypatch) -> None:
    monkeypatch.setattr(null.NullAdapter, "send", lambda self, outgoing: Later("busy"))
    attempts = 0
    while Outgoing.objects.get(channel="null").state in {"held", "queued"}:
        Outgoing.objects.update(due_at=now())
        sending.send(waiting["null"].pk, "null")
        attempts += 1

    failed = Outgoing.objects.get(channel="null")
    assert (attempts, failed.state, failed.message.delivery, failed.last_error) == (12, "failed", "failed", "busy")


def test_what_a_channel_left_behind_that_was_taken_out_waits_and_breaks_no_job(waiting: dict[str, Outgoing]) -> None:
    Outgoing.objects.filter(channel="null").update(channel="telegraph")
    sending.send(waiting["null"].pk, "telegraph")
    waits = Outgoing.objects.get(channel="telegraph").state

    Outgoing.objects.update(state="sending", started_at=now() - timedelta(hours=1))

    assert (waits, sending.send_due(), sending.settle_interrupted()) == ("queued", 0, 2)
    assert set(Outgoing.objects.values_list("state", "message__delivery")) == {("uncertain", "uncertain")}
