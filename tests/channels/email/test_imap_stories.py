"""What mail servers do to a folder over the years, told to two kinds of them: nothing is lost, nothing is doubled."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from imap_tools import BaseMailBox
from scripts import machine

from kulanz.cases.models import Message
from kulanz.channels import ingest
from kulanz.channels.email.actions import save_mailbox
from kulanz.channels.email.folder import Folder
from kulanz.channels.email.imap import FIRST_DAYS, fetch_new, opened, reconcile
from kulanz.channels.models import Mailbox, MailOnServer, Original
from kulanz.core.secret_box import seal
from kulanz.events.actor import Actor, ActorKind
from tests.channels.conftest import Mail
from tests.courier import Courier
from tests.dovecot import PASSWORD, USER, Dovecot

Server = Dovecot | Courier
Put = Callable[..., None]
OLD = FIRST_DAYS + timedelta(days=30)
ADMIN = Actor(ActorKind.USER, 1, "Ada", is_admin=True)
_folders = itertools.count(1)


@pytest.fixture(scope="module", params=["dovecot", "courier"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    if request.param == "courier" and machine.courier() is None:
        pytest.skip("Courier is not here")
    running = Dovecot() if request.param == "dovecot" else Courier()
    yield running
    running.stop()


@pytest.fixture
def folder(server: Server) -> str:
    """A fresh folder of this test."""
    name = f"INBOX.Kunden{next(_folders)}"
    with server.box() as box:
        box.folder.create(name)
    return name


@pytest.fixture
def fetched(mailbox: Mailbox, server: Server, folder: str) -> Mailbox:
    """The mailbox with its account."""
    mailbox.imap_host, mailbox.imap_port, mailbox.imap_security = "127.0.0.1", server.port, "none"
    mailbox.imap_user, mailbox.imap_secret, mailbox.imap_folder = USER, seal(PASSWORD), folder
    mailbox.save()
    return mailbox


@pytest.fixture
def put(server: Server, folder: str, mail: Mail) -> Put:
    """Puts mails with these ids into a folder, dated by the server as many days ago as told."""

    def store(*ids: str, ago: timedelta = timedelta(), into: str = folder, text: str = "Guten Tag.") -> None:
        with server.box() as box:
            for each in ids:
                box.append(mail(f"{text} {each}", mail_id=f"{each}@x", subject=each), into, datetime.now(UTC) - ago)

    return store


def look(mailbox: Mailbox) -> int:
    """Connect anew, look once, and read."""
    mailbox.refresh_from_db()
    with opened(mailbox) as opened_folder:
        amount = fetch_new(mailbox, opened_folder)
    while ingest.read_waiting():
        pass
    return amount


def came() -> Counter[str]:
    """How often each mail is a message, by its subject."""
    return Counter(Message.objects.values_list("subject", flat=True))


def once(*ids: str) -> Counter[str]:
    return Counter(ids)


def remove(server: Server, folder: str, *subjects: str) -> None:
    with server.box() as box:
        box.folder.set(folder)
        box.delete([each.uid for each in box.fetch(mark_seen=False) if each.subject in subjects and each.uid])


def test_an_old_mail_that_is_moved_in_becomes_a_message(
    fetched: Mailbox, put: Put, server: Server, folder: str
) -> None:
    put("vorher")
    look(fetched)
    look(fetched)
    with server.box() as box:
        box.folder.create(f"{folder}.Ablage")
    put("alt", ago=OLD, into=f"{folder}.Ablage")
    with server.box() as box:
        box.folder.set(f"{folder}.Ablage")
        box.copy(box.uids(), folder)
    assert (look(fetched), came()) == (1, once("vorher", "alt"))
    assert (Message.objects.get(subject="alt").at.date()) == (datetime.now(UTC) - OLD).date()


def test_an_old_mail_comes_into_an_empty_folder_that_was_looked_at_before(fetched: Mailbox, put: Put) -> None:
    assert [look(fetched), look(fetched)] == [0, 0]
    put("alt", ago=OLD)
    assert (look(fetched), came()) == (1, once("alt"))


def test_what_lay_there_before_we_began_stays_and_what_is_recent_comes(fetched: Mailbox, put: Put) -> None:
    put("uralt", "auch alt", ago=OLD)
    put("gestern", ago=timedelta(days=1))
    put("heute")
    assert [look(fetched), look(fetched)] == [2, 0]
    assert came() == once("gestern", "heute")


def test_a_new_connection_fetches_nothing_again(fetched: Mailbox, put: Put) -> None:
    put("a", "b")
    assert [look(fetched), look(fetched), look(fetched)] == [2, 0, 0]
    fetched.refresh_from_db()
    assert fetched.uidvalidity


def test_one_connection_looks_many_times(fetched: Mailbox, put: Put) -> None:
    with opened(fetched) as one:
        amounts = [fetch_new(fetched, one)]
        for name in ("a", "b"):
            put(name, ago=OLD)
            one.box.client.noop()
            amounts.append(fetch_new(fetched, one))
        amounts.append(fetch_new(fetched, one))
    assert amounts == [0, 1, 1, 0]


def test_mails_that_are_removed_leave_the_others_alone(fetched: Mailbox, put: Put, server: Server, folder: str) -> None:
    put("a", "b", "c")
    look(fetched)
    remove(server, folder, "a", "c")
    put("d")
    remove(server, folder, "d")
    put("e")
    assert (look(fetched), came()) == (1, once("a", "b", "c", "e"))


def test_an_emptied_folder_that_fills_again_is_fetched(fetched: Mailbox, put: Put, server: Server, folder: str) -> None:
    put("a", "b")
    look(fetched)
    remove(server, folder, "a", "b")
    look(fetched)
    put("c")
    assert (look(fetched), came()) == (1, once("a", "b", "c"))


def test_the_same_mails_under_another_numbering_come_once(fetched: Mailbox, put: Put) -> None:
    put("uralt", ago=OLD)
    put("a", "b")
    look(fetched)
    Mailbox.objects.update(uidvalidity=1)  # as if the server had named another one before
    put("alt", ago=OLD)
    look(fetched)
    assert (look(fetched), came()) == (0, once("a", "b", "alt"))


def test_a_folder_that_is_made_anew_with_the_same_and_other_mails(
    fetched: Mailbox, put: Put, server: Server, folder: str
) -> None:
    put("uralt", ago=OLD)
    put("a", "b")
    look(fetched)
    with server.box() as box:
        box.folder.rename(folder, f"{folder}x")
        box.folder.create(folder)
        box.folder.set(f"{folder}x")
        box.copy(box.uids(), folder)
    put("alt", ago=OLD)
    put("neu")
    look(fetched)
    assert (look(fetched), came()) == (0, once("a", "b", "alt", "neu"))


def test_a_folder_that_gets_another_name(fetched: Mailbox, put: Put, server: Server, folder: str) -> None:
    put("uralt", ago=OLD)
    put("a", "b")
    look(fetched)
    with server.box() as box:
        box.folder.rename(folder, f"{folder}y")
    put("alt", ago=OLD, into=f"{folder}y")
    renamed(fetched, f"{folder}y")
    look(fetched)
    assert (look(fetched), came()) == (0, once("a", "b", "alt"))


def test_quite_another_folder_begins_with_its_last_days(
    fetched: Mailbox, put: Put, server: Server, folder: str
) -> None:
    put("a")
    look(fetched)
    with server.box() as box:
        box.folder.create(f"{folder}z")
    put("uralt", "auch alt", ago=OLD, into=f"{folder}z")
    put("neu", into=f"{folder}z")
    renamed(fetched, f"{folder}z")
    look(fetched)
    assert came() == once("a", "neu")


def renamed(mailbox: Mailbox, folder: str) -> None:
    """The administrator names another folder."""
    save_mailbox(
        by=ADMIN, channel_id=mailbox.channel_id, mailbox_id=mailbox.pk, address=mailbox.address,
        aliases=mailbox.aliases, imap_host=mailbox.imap_host, imap_port=mailbox.imap_port, imap_security="none",
        imap_user=mailbox.imap_user, imap_folder=folder,
    )  # fmt: skip


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """From now on the server names this numbering, whatever it really has."""

    def lie(validity: int) -> None:
        genuine = Folder._told
        monkeypatch.setattr(
            Folder, "_told", lambda self, what: validity if what == "UIDVALIDITY" else genuine(self, what)
        )

    return lie


def test_a_server_that_names_no_numbering(
    fetched: Mailbox, put: Put, server: Server, folder: str, lying: Callable[[int], None]
) -> None:
    lying(0)
    put("uralt", ago=OLD)
    put("a", "b")
    assert [look(fetched), look(fetched)] == [2, 0]
    remove(server, folder, "b")
    put("alt", ago=OLD)
    look(fetched)
    assert (look(fetched), came()) == (0, once("a", "b", "alt"))


@pytest.mark.parametrize("validity", [0, 4711])
def test_a_server_that_numbers_anew_and_does_not_say_so(
    fetched: Mailbox, put: Put, server: Server, folder: str, lying: Callable[[int], None], validity: int
) -> None:
    lying(validity)
    put("uralt", ago=OLD)
    put("a", "b", "c")
    look(fetched)
    with server.box() as box:
        box.folder.rename(folder, f"{folder}x")
        box.folder.create(folder)
    put("d", "alt", "e", "f", ago=OLD)
    put("a", "b")
    look(fetched)
    assert (look(fetched), came()) == (0, once("a", "b", "c", "d", "alt", "e", "f"))


def test_another_numbering_in_the_middle_of_a_connection_is_seen(fetched: Mailbox, put: Put) -> None:
    put("a")
    with opened(fetched) as one:
        fetch_new(fetched, one)
        one.box.client.untagged_responses["UIDVALIDITY"] = [b"99"]
        assert one.was_renumbered()


def test_the_house_stops_in_the_middle_and_goes_on(fetched: Mailbox, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    put(*(f"m{n}" for n in range(30)))
    genuine, asked = Folder.mail, itertools.count()

    def breaks(self: Folder, uid: int) -> bytes | None:
        if next(asked) == 25:
            raise ConnectionResetError("gone")
        return genuine(self, uid)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "mail", breaks)
        with pytest.raises(ConnectionResetError):
            look(fetched)
    assert Original.objects.count() == 20
    assert (look(fetched), came()) == (10, once(*(f"m{n}" for n in range(30))))


def test_the_day_is_counted_as_the_server_holds_it(fetched: Mailbox, put: Put, mail: Mail) -> None:
    put("a", "b")
    put("uralt", ago=OLD)
    look(fetched)
    put("alt", ago=OLD)
    MailOnServer.objects.filter(original__isnull=False).order_by("pk").first().delete()  # type: ignore[union-attr]
    with opened(fetched) as one:
        counts = [reconcile(fetched, one, date_of(one.box)) for _ in range(2)]
    while ingest.read_waiting():
        pass
    assert [(count.on_server, count.kept) for count in counts] == [(2, 1), (2, 2)]
    assert came() == once("a", "b", "alt")


def date_of(box: BaseMailBox) -> date:
    """Today, as a server in UTC counts its days."""
    return datetime.now(UTC).date()


def test_the_same_mail_twice_in_the_folder_is_one_message(
    fetched: Mailbox, put: Put, server: Server, folder: str
) -> None:
    put("a")
    with server.box() as box:
        box.folder.set(folder)
        box.copy(box.uids(), folder)
    assert (look(fetched), look(fetched), came()) == (2, 0, once("a"))


def test_devices_that_always_write_the_same_fields_are_all_heard_under_another_numbering(
    fetched: Mailbox, server: Server, folder: str, mail: Mail
) -> None:
    def alarm(n: int, ago: timedelta) -> None:
        with server.box() as box:
            box.append(mail(f"Aufzug {n} steht.", mail_id="1@localhost"), folder, datetime.now(UTC) - ago)

    alarm(1, OLD)
    alarm(2, timedelta())
    look(fetched)
    Mailbox.objects.update(uidvalidity=1)
    alarm(3, OLD)
    look(fetched)
    assert sorted(Message.objects.values_list("text", flat=True)) == ["Aufzug 2 steht.", "Aufzug 3 steht."]
