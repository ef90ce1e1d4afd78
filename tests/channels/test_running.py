"""The intake follows arriving mail by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from kulanz.cases.models import Message
from kulanz.channels.running import IngestWorker
from tests.channels.conftest import Mail


def test_a_mail_becomes_a_message_without_being_asked_for(mail: Mail, deliver: Callable[..., None]) -> None:
    intake = IngestWorker()
    intake.start()
    try:
        deliver(mail(mail_id="a@x"), read=False)
        wait_for(1)
        deliver(mail(mail_id="b@x"), read=False)
        wait_for(2)
    finally:
        intake.stop(10)
    deliver(mail(mail_id="c@x"), read=False)
    assert Message.objects.count() == 2


def wait_for(amount: int) -> None:
    for _attempt in range(400):
        if Message.objects.count() == amount:
            return
        time.sleep(0.02)
