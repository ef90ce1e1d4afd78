"""Mail from a real Dovecot: every mail once, none marked as read, counted, and woken by IDLE."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from imap_tools import BaseMailBox

from kulanz.cases.models import Message
from kulanz.channels import ingest
from kulanz.channels.email import fetching
from kulanz.channels.email.fetching import Fetchers
from kulanz.channels.email.imap import fetch_new, opened, reconcile
from kulanz.channels.models import Mailbox, Original
from kulanz.core.secret_box import SealBroken, seal, unseal
from tests.channels.conftest import Mail
from tests.dovecot import PASSWORD, USER, Dovecot


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    running = Dovecot()
    yield running
    running.stop()


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    with server.box() as box:
        box.delete(box.uids())
    return server


@pytest.fixture
def fetched(mailbox: Mailbox, dovecot: Dovecot) -> Mailbox:
    """The mailbox with its account."""
    mailbox.imap_host, mailbox.imap_port, mailbox.imap_security = "127.0.0.1", dovecot.port, "none"
    mailbox.imap_user, mailbox.imap_secret = USER, seal(PASSWORD)
    mailbox.save()
    return mailbox


def fetch(mailbox: Mailbox) -> int:
    with opened(mailbox) as box:
        return fetch_new(mailbox, box)


def test_every_mail_is_fetched_once(fetched: Mailbox, dovecot: Dovecot, mail: Mail) -> None:
    dovecot.deliver(mail("Grüße", mail_id="a@x"), mail(mail_id="b@x"))
    assert fetch(fetched) == 2
    dovecot.deliver(mail(mail_id="c@x"))
    assert (fetch(fetched), fetch(fetched)) == (1, 0)
    while ingest.read_waiting():
        pass
    assert list(Message.objects.order_by("id").values_list("mail_id", flat=True)) == ["a@x", "b@x", "c@x"]


def test_the_original_is_kept_byte_for_byte_and_the_read_mark_stays_off(
    fetched: Mailbox, dovecot: Dovecot, mail: Mail
) -> None:
    raw = mail("Umlaut ü, und .ein Punkt\r\n.\r\nEnde")
    dovecot.deliver(raw)
    fetch(fetched)
    assert bytes(Original.objects.get().raw) == raw
    with dovecot.box() as box:
        assert [each.flags for each in box.fetch(mark_seen=False)] in ([()], [("\\Recent",)])


def test_a_server_that_numbers_anew_brings_nothing_twice(fetched: Mailbox, dovecot: Dovecot, mail: Mail) -> None:
    dovecot.deliver(mail(mail_id="a@x"))
    fetch(fetched)
    Mailbox.objects.update(uidvalidity=1)
    fetched.refresh_from_db()
    dovecot.deliver(mail(mail_id="b@x"))
    fetch(fetched)
    assert Original.objects.count() == 2


def test_a_mail_that_came_by_smtp_too_is_kept_once(
    fetched: Mailbox, dovecot: Dovecot, mail: Mail, deliver: Callable[..., None]
) -> None:
    deliver(mail())
    dovecot.deliver(b"Delivered-To: hilfe@demo.example\r\n" + mail())
    fetch(fetched)
    assert Original.objects.count() == 1


def test_a_missing_mail_is_counted_and_fetched(fetched: Mailbox, dovecot: Dovecot, mail: Mail) -> None:
    dovecot.deliver(mail(mail_id="a@x"), mail(mail_id="b@x"))
    fetch(fetched)
    Original.objects.order_by("id").first().delete()  # type: ignore[union-attr]
    with opened(fetched) as box:
        count = reconcile(fetched, box, datetime.now(UTC).date())
    assert (count.on_server, count.kept, Original.objects.count()) == (2, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_waiting_fetcher_is_woken_by_the_server(fetched: Mailbox, dovecot: Dovecot, mail: Mail) -> None:
    fetchers = Fetchers()
    fetchers.start()
    try:
        dovecot.deliver(mail(mail_id="a@x"))
        _wait_for(1)
        dovecot.deliver(mail(mail_id="b@x"))
        _wait_for(2)
    finally:
        fetchers.stop(10)
    assert Original.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_comes_while_others_are_fetched_does_not_wait(
    fetched: Mailbox, dovecot: Dovecot, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def count(mailbox: Mailbox, box: BaseMailBox) -> None:
        if not counted:
            dovecot.deliver(mail(mail_id="b@x"))
            box.client.noop()  # the server tells of it here, and only here
        counted.append(mailbox.pk)

    monkeypatch.setattr(fetching, "count_yesterday", count)
    dovecot.deliver(mail(mail_id="a@x"))
    fetchers = Fetchers()
    fetchers.start()
    try:
        _wait_for(2)
    finally:
        fetchers.stop(10)
    assert Original.objects.count() == 2


def _wait_for(amount: int) -> None:
    for _attempt in range(300):
        if Original.objects.count() >= amount:
            return
        time.sleep(0.05)


def test_a_password_is_not_stored_readable(settings: pytest.FixtureRequest) -> None:
    sealed = seal("geheim")
    assert "geheim" not in sealed
    assert unseal(sealed) == "geheim"
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    with pytest.raises(SealBroken):
        unseal(sealed)
