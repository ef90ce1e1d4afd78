"""What keeps a mailbox from being fetched is said in words; one process fetches it; any password signs in."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from kulanz.channels.email.fetching import Fetchers
from kulanz.channels.email.folder import opened
from kulanz.channels.email.holds import Holder
from kulanz.channels.email.imap import fetch_new
from kulanz.channels.email.troubles import trouble_of, try_out
from kulanz.channels.models import Mailbox, Original
from kulanz.core.clock import now
from kulanz.core.secret_box import seal
from kulanz.people.models import User
from tests.channels.conftest import Mail, free_port
from tests.channels.email.certificates import make_certificate
from tests.channels.email.test_listener import wait_until
from tests.courier import Courier
from tests.dovecot import PASSWORD, USER, Dovecot

Trouble = Mailbox.Trouble
WITH_UMLAUT = "geheim-größe"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    running = Dovecot(WITH_UMLAUT)
    yield running
    running.stop()


@pytest.fixture
def fetched(mailbox: Mailbox, dovecot: Dovecot) -> Mailbox:
    """The mailbox with its account."""
    mailbox.imap_host, mailbox.imap_port, mailbox.imap_security = "127.0.0.1", dovecot.port, "none"
    mailbox.imap_user, mailbox.imap_secret = USER, seal(WITH_UMLAUT)
    mailbox.save()
    return mailbox


def test_a_password_with_umlauts_signs_in(fetched: Mailbox) -> None:
    assert try_out(fetched) == (None, 0)


@pytest.mark.parametrize("password", [PASSWORD, WITH_UMLAUT])
def test_a_server_without_authenticate_takes_umlauts_too(fetched: Mailbox, mail: Mail, password: str) -> None:
    courier = Courier()
    try:
        courier.deliver(mail())
        fetched.imap_port, fetched.imap_secret = courier.port, seal(password)
        with opened(fetched) as folder:
            assert fetch_new(fetched, folder) == 1
    finally:
        courier.stop()


@pytest.mark.parametrize("password", ["falsch", "fälsch", 'mit "Zeichen" \\', ""])
def test_a_wrong_password_is_said(fetched: Mailbox, password: str) -> None:
    fetched.imap_secret = seal(password) if password else ""
    assert try_out(fetched) == (Trouble.PASSWORD, 0)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"imap_folder": "Gibt es nicht"}, Trouble.FOLDER),
        ({"imap_folder": "Übermorgen & mehr"}, Trouble.FOLDER),
        ({"imap_host": "nirgends.invalid"}, Trouble.NAME),
        ({"imap_host": "a..b"}, Trouble.NAME),
        ({"imap_security": "tls"}, Trouble.SECURITY),
        ({"imap_security": "starttls"}, Trouble.SECURITY),
        ({"imap_secret": "broken seal"}, Trouble.SEALED),
    ],
)
def test_a_wrong_setting_is_said(fetched: Mailbox, change: dict[str, str], trouble: Trouble) -> None:
    for name, value in change.items():
        setattr(fetched, name, value)
    assert try_out(fetched) == (trouble, 0)


def test_a_port_where_nobody_listens_is_said(fetched: Mailbox) -> None:
    fetched.imap_port = free_port()
    assert try_out(fetched) == (Trouble.REFUSED, 0)


def test_a_certificate_that_nobody_vouches_for_is_said(fetched: Mailbox, tmp_path: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*make_certificate(tmp_path))

    def welcome(door: socket.socket) -> None:
        guest, _ = door.accept()
        try:
            context.wrap_socket(guest, server_side=True).close()
        except OSError:
            guest.close()

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=welcome, args=(door,))
        thread.start()
        fetched.imap_port, fetched.imap_security = door.getsockname()[1], "tls"
        assert try_out(fetched) == (Trouble.CERTIFICATE, 0)
        thread.join()


@pytest.mark.parametrize(
    ("error", "trouble"),
    [(TimeoutError(), Trouble.SILENT), (ConnectionResetError(), Trouble.ENDED), (RuntimeError(), Trouble.OTHER)],
)
def test_every_failure_has_its_words(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble


@pytest.mark.django_db(transaction=True)
def test_a_trouble_is_shown_and_gone_with_the_next_look(fetched: Mailbox) -> None:
    Mailbox.objects.update(imap_secret=seal("falsch"))
    fetchers = Fetchers()
    fetchers.start()
    try:
        wait_until(lambda: Mailbox.objects.get().trouble == "password")
    finally:
        fetchers.stop(10)
    with opened(fetched) as folder:
        fetch_new(fetched, folder)
    box = Mailbox.objects.get()
    assert (box.trouble, box.last_error) == ("", "")


def test_one_holds_a_mailbox_until_it_lets_go(fetched: Mailbox) -> None:
    one, other = Holder(), Holder()
    assert [one.take(fetched.pk), one.take(fetched.pk), other.take(fetched.pk)] == [True, True, False]
    other.let_go(fetched.pk)
    assert other.take(fetched.pk) is False
    one.let_go(fetched.pk)
    assert [other.take(fetched.pk), one.take(fetched.pk)] == [True, False]


def test_a_hold_that_is_not_renewed_runs_out(fetched: Mailbox) -> None:
    Mailbox.objects.update(held_by="elsewhere 17 x", held_until=now() + timedelta(minutes=1))
    assert Holder().take(fetched.pk) is False
    Mailbox.objects.update(held_until=now() - timedelta(minutes=1))
    assert Holder().take(fetched.pk) is True


@pytest.mark.parametrize(
    ("pid", "takes"), [("{gone}", True), ("{me}", True), ("{parent}", False), ("x", False), ("-1", False)]
)
def test_the_hold_of_a_process_that_died_here_is_free_at_once(fetched: Mailbox, pid: str, takes: bool) -> None:
    dead = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(dead, 0)
    written = pid.format(gone=dead, me=os.getpid(), parent=os.getppid())
    Mailbox.objects.update(held_by=f"{socket.gethostname()[:60]} {written} x", held_until=now() + timedelta(minutes=1))
    assert Holder().take(fetched.pk) is takes


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_fetches_and_the_other_goes_on_after_it(
    fetched: Mailbox, dovecot: Dovecot, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kulanz.channels.email.fetching.RENEW_EVERY", 0.1)
    one, other = Fetchers(), Fetchers()
    one.start()
    wait_until(lambda: len(one._fetchers) == 1)
    other.start()
    put(dovecot, mail(mail_id="a@x"))
    wait_until(lambda: Original.objects.count() == 1)
    assert (len(one._fetchers), len(other._fetchers)) == (1, 0)
    one.stop(10)
    put(dovecot, mail(mail_id="b@x"))
    wait_until(lambda: Original.objects.count() == 2)
    other.stop(10)
    assert Mailbox.objects.get().held_by == ""


def put(dovecot: Dovecot, raw: bytes) -> None:
    box = Mailbox.objects.get()
    with opened(box) as folder:
        folder.box.append(raw, "INBOX")


def test_the_office_tries_the_connection_out(fetched: Mailbox, client: Client) -> None:
    client.force_login(User.objects.create_user("ada@demo.example", name="Ada", is_admin=True))
    page = f"/office/channels/{fetched.channel_id}/mailboxes/{fetched.pk}/"
    fields = {
        "address": fetched.address, "imap_host": "127.0.0.1", "imap_port": str(fetched.imap_port),
        "imap_security": "none", "imap_user": USER, "imap_password": "", "imap_folder": "INBOX",
    }  # fmt: skip
    works = client.post(page, {**fields, "check": "1"}).content.decode()
    wrong = client.post(page, {**fields, "imap_password": "falsch", "check": "1"}).content.decode()
    saved = client.post(page, {**fields, "imap_folder": "Nirgends"}, follow=True).content.decode()
    assert "Die Verbindung steht." in works
    assert "nimmt Benutzernamen und Passwort nicht an" in wrong
    assert "Diesen Ordner gibt es in dem Postfach nicht." in saved
    fetched.refresh_from_db()
    assert (fetched.imap_folder, try_out(fetched)[0]) == ("Nirgends", Trouble.FOLDER)
